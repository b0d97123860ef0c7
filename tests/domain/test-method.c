/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#define SAMPLE "A01-2026-T02-Q2"
#define ID     "HC-1/" SAMPLE

/* ---- refusals and what passes ---- */

typedef struct
{
  const char *kind;
  HechaFieldText fields[8]; /* ends with one without a name */
  const char *words;        /* of the refusal; NULL: it is recorded */
} Case;

static const Case cases[] = {
  /* R025 */
  {"meeting", {{"minutes", "讨论了进度"}}, "P3 5.2 a"},
  {"meeting", {{"minutes", "讨论了进度"}, {"participants", "\n  \n"}}, "name one at least"},
  {"meeting", {{"participants", "王芳"}}, "minutes"},
  {"meeting", {{"minutes", "讨论了进度"}, {"participants", "王芳\n李雷"}}, NULL},
  /* R026 */
  {"documents", {{"title", "批复"}, {"copy", "seen"}}, "number of the document"},
  {"documents", {{"title", "批复"}, {"copy", "seen"}, {"no_number", "no"}}, "number of the document"},
  {"documents", {{"title", "批复"}, {"copy", "seen"}, {"no_number", "yes"}, {"number", "3"}}, "ticked"},
  {"documents", {{"title", "批复"}, {"copy", "burnt"}, {"number", "3"}}, "taken seen"},
  {"documents", {{"title", "批复"}, {"copy", "seen"}, {"number", "3"}, {"dated", "2026-02-30"}}, "dated"},
  {"documents", {{"title", "批复"}, {"copy", "seen"}, {"no_number", "yes"}}, NULL},
  {"document_review", {{"title", "批复"}, {"copy", "taken"}, {"number", "青发〔2026〕3号"}}, NULL},
  /* R027 */
  {"inquiry", {{"asked", "张三"}, {"questions", "[]"}, {"agreed", "signed"}}, "questions"},
  {"inquiry", {{"asked", "张三"}, {"questions", "[[\"开工了吗\"]]"}, {"agreed", "signed"}}, "questions"},
  {"inquiry", {{"asked", "张三"}, {"questions", "[[\"开工了吗\",1.5]]"}, {"agreed", "signed"}}, ""},
  {"inquiry",
   {{"asked", "张三"}, {"questions", "[[\"开工了吗\",\"没有\"]]"}, {"agreed", "refused"}},
   "witness"},
  {"inquiry",
   {{"asked", "张三"}, {"questions", "[[\"a\",\"b\"]]"}, {"agreed", "refused"}, {"witness", "张三"}},
   "own witness"},
  {"inquiry",
   {{"asked", "张三"}, {"questions", "[[\"a\",\"b\"]]"}, {"agreed", "refused"}, {"witness", "李四"}},
   NULL},
  {"inquiry",
   {{"asked", "张三"}, {"questions", "[[\"a\",\"\"]]"}, {"agreed", "signed"}, {"strokes", FIELD_STROKES}},
   NULL},
  {"inquiry",
   {{"asked", "张三"}, {"questions", "[[\"a\",\"\"]]"}, {"agreed", "signed"}, {"strokes", "[[[1]]]"}},
   "strokes"},
  /* R028 */
  {"site_view", {{"place", "左坝肩"}, {"coordinates", "90.0000001,106"}}, "latitude"},
  {"site_view", {{"place", "左坝肩"}, {"coordinates", "26,-180.0000001"}}, "longitude"},
  {"site_view",
   {{"place", "左坝肩"}, {"latitude", "900000001"}, {"longitude", "0"}, {"datum", "WGS-84"}},
   "-90"},
  {"site_view", {{"place", "左坝肩"}, {"latitude", "0"}}, "-90"},
  {"site_view", {{"place", "左坝肩"}, {"latitude", "0"}, {"longitude", "0"}}, "datum"},
  {"site_view", {{"place", "左坝肩"}, {"position", "0"}}, "from 1"},
  {"site_view", {{"place", "左坝肩"}, {"measurements", "[[\"坝高\",\"31.5\"]]"}}, "measurement"},
  {"site_view",
   {{"place", "左坝肩"},
    {"position", "1"},
    {"coordinates", "-90,180"},
    {"measurements", "[[\"坝高\",\"31.5\",\"m\"]]"}},
   NULL},
  /* R029 */
  {"public", {{"consent", "no"}, {"respondent", "赵六"}, {"answers", "满意"}}, "consent"},
  {"public",
   {{"consent", "yes"}, {"respondent", "赵六 52010119800101123X"}, {"answers", "满意"}},
   "identity"},
  {"public", {{"respondent", "赵六"}, {"answers", "满意"}}, "consent"},
  {"public", {{"consent", "maybe"}, {"answers", "满意"}}, "yes or no"},
  {"public", {{"consent", "no"}, {"answers", "满意"}}, NULL},
  {"public", {{"consent", "yes"}, {"respondent", "赵六"}, {"answers", "电话13800138000"}}, NULL},
  /* R030 */
  {"media", {{"source", "青岚日报"}, {"summary", "停工"}, {"verified", "no"}}, "published_on"},
  {"media", {{"source", "青岚日报"}, {"published_on", "2026-06-01"}, {"summary", "停工"}}, "verified"},
  {"media",
   {{"source", "青岚日报"}, {"published_on", "2026-06-01"}, {"summary", "停工"}, {"verified", "no"}},
   NULL},
  /* R032 */
  {"survey", {{"source", "热线"}, {"valid", "412"}, {"dissatisfied", "413"}}, "some of the valid"},
  {"survey", {{"source", "热线"}, {"valid", "-1"}, {"dissatisfied", "0"}}, "counted from 0"},
  {"survey", {{"source", "热线"}, {"valid", "四百"}, {"dissatisfied", "37"}}, "whole number"},
  {"survey",
   {{"source", "热线"}, {"valid", "1"}, {"dissatisfied", "1"}, {"from", "2026-06-02"}, {"to", "2026-06-01"}},
   "before it began"},
  {"survey", {{"source", "热线"}, {"valid", "412"}, {"invalid", "38"}, {"dissatisfied", "37"}}, NULL},
  {"survey", {{"source", "热线"}, {"colour", "red"}}, "has no colour"},
  {"telepathy", {{"source", "热线"}}, "no method"},
};

static guint
count_fields (const Case *c)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (c->fields) && c->fields[n].name != NULL)
    n++;
  return n;
}

static void
test_each_method_has_its_rule (void)
{
  FieldLaptop laptop;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HechaMethodInput input = {.sample = SAMPLE,
                                .kind = cases[i].kind,
                                .fields = cases[i].fields,
                                .n_fields = count_fields (&cases[i])};

      if (cases[i].words == NULL)
        field_do (&laptop, hecha_method_record, &input);
      else if (*cases[i].words != '\0')
        field_refused (&laptop, hecha_method_record, &input, cases[i].words);
      else
        g_assert_false (hecha_store_act (laptop.store, "I01", hecha_method_record, &input, NULL));
      g_assert_true ((cases[i].words == NULL) == (input.id != NULL));
      g_free (input.id);
    }
  field_close (&laptop);
}

/* R032, and nobody asked. */
static void
test_survey_rate (void)
{
  static const HechaFieldText fields[] = {{"source", "热线"}, {"valid", "412"}, {"dissatisfied", "37"}};
  static const HechaFieldText nobody[] = {{"source", "热线"}, {"valid", "0"}, {"dissatisfied", "0"}};
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) a = NULL;
  GPtrArray *surveys;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_method (&laptop, SAMPLE, "survey", fields, G_N_ELEMENTS (fields));
  field_method (&laptop, SAMPLE, "survey", nobody, G_N_ELEMENTS (nobody));
  a = field_load (&laptop, SAMPLE);
  surveys = hecha_assignment_get_records (a, "survey");
  g_assert_cmpuint (surveys->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *rate = hecha_survey_dup_rate (surveys->pdata[i]);
      gboolean asked = hecha_record_get_int (surveys->pdata[i], "valid", 0) > 0;

      g_assert_cmpstr (rate, ==, asked ? "8.98%" : "—");
    }
  field_close (&laptop);
}

/* ---- typed bit by bit ---- */

static char *
missing_of (FieldLaptop *laptop, const char *section)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  g_autoptr (GPtrArray) missing = hecha_sample_missing (a);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    {
      const HechaMissing *item = missing->pdata[i];

      if (strcmp (item->section, section) == 0)
        g_string_append_printf (out, "%s%s:%s", out->len > 0 ? " " : "", item->code,
                                item->field != NULL ? item->field : "");
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
expect_missing (FieldLaptop *laptop, const char *section, const char *expected)
{
  g_autofree char *got = missing_of (laptop, section);

  g_assert_cmpstr (got, ==, expected);
}

static void
type (FieldLaptop *laptop, const char *record, const char *name, const char *text)
{
  HechaFieldText field = {name, text};
  HechaMethodInput input = {.sample = SAMPLE,
                            .kind = "meeting",
                            .record = record,
                            .fields = &field,
                            .n_fields = 1,
                            .unfinished = TRUE};

  field_do (laptop, hecha_method_record, &input);
  g_assert_true (g_str_has_suffix (input.id, "/meeting/9"));
  g_free (input.id);
}

/* As a window records it: the record begins with its first field, and the signature waits for the rest. */
static void
test_typed_bit_by_bit (void)
{
  FieldLaptop laptop;
  HechaMethodInput stray = {.sample = SAMPLE, .kind = "meeting", .record = "nowhere", .unfinished = TRUE};
  g_autoptr (HechaAssignment) a = NULL;
  g_autoptr (GError) error = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  type (&laptop, ID "/meeting/9", "minutes", "讨论");
  expect_missing (&laptop, "meeting", "record:participants");
  type (&laptop, "9", "participants", "王芳");
  expect_missing (&laptop, "meeting", "");
  type (&laptop, "meeting/9", "minutes", "");
  expect_missing (&laptop, "meeting", "record:minutes");
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (hecha_record_get (a->visit, "methods"), ==, "[\"meeting\"]");
  g_assert_false (hecha_store_act (laptop.store, "I01", hecha_method_record, &stray, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  field_close (&laptop);
}

/* Every method that the visit names has a record; a site view has its photographs. */
static void
test_named_method_needs_its_record (void)
{
  static const char *const all[]
    = {"meeting", "documents", "inquiry", "site_view", "public", "media", "online_review", "survey", NULL};
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online", .methods = all};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, hecha_visit_record, &visit);
  for (guint i = 0; i < G_N_ELEMENTS (all) - 1; i++)
    expect_missing (&laptop, hecha_method_find (all[i])->type,
                    strcmp (all[i], "site_view") == 0       ? ""
                    : strcmp (all[i], "online_review") == 0 ? "reviews:"
                                                            : "method:");
  field_refused (&laptop, hecha_sign_record, &sign, "P3 5.2 a");
  field_close (&laptop);
}

static void
test_taken_back_and_put_back (void)
{
  static const HechaFieldText fields[] = {{"minutes", "讨论"}, {"participants", "王芳"}};
  FieldLaptop laptop;
  HechaRemovalInput input = {.sample = SAMPLE};
  g_autofree char *id = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_method (&laptop, SAMPLE, "meeting", fields, G_N_ELEMENTS (fields));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HechaAssignment) a = field_load (&laptop, SAMPLE);
      GPtrArray *meetings = hecha_assignment_get_records (a, "meeting");

      g_assert_cmpuint (meetings->len, ==, i % 2 == 0);
      if (id == NULL)
        id = g_strdup (((HechaRecord *)meetings->pdata[0])->id);
      input.record = id;
      field_do (&laptop, i % 2 == 0 ? hecha_method_take_back : hecha_method_put_back, &input);
    }
  field_close (&laptop);
}

static void
test_sealed_is_closed (void)
{
  static const HechaFieldText fields[] = {{"minutes", "讨论"}, {"participants", "王芳"}};
  FieldLaptop laptop;
  HechaMethodInput input = {.sample = SAMPLE, .kind = "meeting", .fields = fields, .n_fields = 2};
  HechaRemovalInput removal = {.sample = SAMPLE, .record = "x"};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_sign (&laptop, SAMPLE);
  field_refused (&laptop, hecha_method_record, &input, "P3 4.3 a");
  field_refused (&laptop, hecha_method_take_back, &removal, "P3 4.3 a");
  field_close (&laptop);
}

/* ---- R030 ---- */

static void
test_unverified_report_is_not_alone (void)
{
  static const HechaFieldText report[]
    = {{"source", "青岚日报"}, {"published_on", "2026-06-01"}, {"summary", "停工"}, {"verified", "no"}};
  static const HechaFieldText verified = {"verified", "yes"}, unverified = {"verified", "no"};
  static const HechaFieldText talk[] = {{"minutes", "讨论"}, {"participants", "王芳"}};
  FieldLaptop laptop;
  HechaFindingInput failed = {.sample = SAMPLE, .verdict = "not_met", .observation = "报道称停工"};
  HechaMethodInput input
    = {.sample = SAMPLE, .kind = "media", .record = ID "/media_item/1", .fields = report, .n_fields = 4};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, hecha_method_record, &input);
  g_clear_pointer (&input.id, g_free);
  field_refused (&laptop, hecha_finding_record, &failed, "P3 5.2 f");
  failed.verdict = "partly";
  field_refused (&laptop, hecha_finding_record, &failed, "P3 5.2 f");
  failed.verdict = "unverifiable";
  field_do (&laptop, hecha_finding_record, &failed);
  failed.verdict = "not_met";
  input.fields = &verified;
  input.n_fields = 1;
  field_do (&laptop, hecha_method_record, &input);
  g_clear_pointer (&input.id, g_free);
  field_do (&laptop, hecha_finding_record, &failed);
  expect_missing (&laptop, "media_item", "");

  input.fields = &unverified;
  field_do (&laptop, hecha_method_record, &input);
  g_clear_pointer (&input.id, g_free);
  expect_missing (&laptop, "media_item", "media:verified");
  field_method (&laptop, SAMPLE, "meeting", talk, G_N_ELEMENTS (talk));
  expect_missing (&laptop, "media_item", "");
  field_close (&laptop);
}

/* ---- R031 ---- */

static void
review (FieldLaptop *laptop, const char *by, const char *verdict, const char *words)
{
  const HechaFieldText fields[] = {{"verdict", verdict}, {"score", "80"}, {"reason", "材料齐全"}};
  HechaMethodInput input
    = {.sample = SAMPLE, .kind = "online_review", .fields = fields, .n_fields = G_N_ELEMENTS (fields)};
  g_autoptr (GError) error = NULL;

  hecha_store_act (laptop->store, by, hecha_method_record, &input, &error);
  if (words == NULL)
    g_assert_no_error (error);
  else
    g_assert_nonnull (strstr (error->message, words));
  g_free (input.id);
}

static guint
count_readable (FieldLaptop *laptop, const char *person)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  GPtrArray *reviews = hecha_assignment_get_records (a, "online_review");
  guint n = 0;

  hecha_review_hide (a, person);
  for (guint i = 0; i < reviews->len; i++)
    n += hecha_record_get (reviews->pdata[i], "verdict") != NULL;
  return n;
}

static void
test_reviews_are_independent (void)
{
  FieldLaptop laptop;
  const HechaFieldText high[] = {{"verdict", "met"}, {"score", "100.5"}, {"reason", "好"}};
  const HechaFieldText other[] = {{"verdict", "met"}, {"reviewer", "I02"}, {"reason", "好"}};
  HechaMethodInput input = {.sample = SAMPLE, .kind = "online_review", .fields = high, .n_fields = 3};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_method_record, &input, "0 to 100");
  input.fields = other;
  field_refused (&laptop, hecha_method_record, &input, "own review");
  review (&laptop, "L01", "met", "does not inspect");
  review (&laptop, "I01", "met", NULL);
  review (&laptop, "I01", "partly", "not changed");
  expect_missing (&laptop, "online_review", "reviews:");
  g_assert_cmpuint (count_readable (&laptop, "I01"), ==, 1);
  g_assert_cmpuint (count_readable (&laptop, "I02"), ==, 0);
  g_assert_cmpuint (count_readable (&laptop, NULL), ==, 0);
  review (&laptop, "I02", "not_met", NULL);
  expect_missing (&laptop, "online_review", "");
  g_assert_cmpuint (count_readable (&laptop, "I02"), ==, 2);
  g_assert_cmpuint (count_readable (&laptop, NULL), ==, 2);
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method/each-method-has-its-rule", test_each_method_has_its_rule);
  g_test_add_func ("/method/survey-rate", test_survey_rate);
  g_test_add_func ("/method/typed-bit-by-bit", test_typed_bit_by_bit);
  g_test_add_func ("/method/named-method-needs-its-record", test_named_method_needs_its_record);
  g_test_add_func ("/method/taken-back-and-put-back", test_taken_back_and_put_back);
  g_test_add_func ("/method/sealed-is-closed", test_sealed_is_closed);
  g_test_add_func ("/method/unverified-report-is-not-alone", test_unverified_report_is_not_alone);
  g_test_add_func ("/method/reviews-are-independent", test_reviews_are_independent);
  return g_test_run ();
}
