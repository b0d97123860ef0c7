/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-place.h"

#define SAMPLE "A01-2026-T02-Q2"

static const char *const three_items[] = {"验收报告", "现场照片", "照片", NULL};

/* ---- R009 ---- */

typedef struct
{
  const char *present[4];
  guint together;
} Together;

static void
test_two_persons_at_the_same_time (void)
{
  static const Together cases[] = {
    {{"I01@09:00-10:00"}, 1},
    {{"I01@09:00-10:00", "I02@10:30-11:00"}, 1},
    {{"I01@09:00-10:00", "I02@09:30-11:00"}, 2},
    {{"I01@09:00-10:00", "I02@10:00-11:00"}, 1},
    {{"I01@09:00-10:00", "I01@09:30-11:00"}, 1},
    {{"I01@09:00-10:00", "L01@09:00-10:00"}, 1}, /* a liaison of the inspected agency does not inspect */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FieldLaptop laptop;
      HechaVisitInput input
        = {.sample = SAMPLE, .mode = "online", .present = cases[i].present, .unfinished = TRUE};
      g_autoptr (HechaAssignment) assignment = NULL;
      HechaSignInput sign = field_leader (SAMPLE);

      field_open (&laptop);
      field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
      field_do (&laptop, hecha_visit_record, &input);
      field_find (&laptop, SAMPLE, "not_met", "未见");
      assignment = field_load (&laptop, SAMPLE);
      g_assert_cmpuint (hecha_visit_count_together (assignment), ==, cases[i].together);
      if (cases[i].together < 2)
        field_refused (&laptop, hecha_sign_record, &sign, "P3 4.3");
      field_close (&laptop);
    }
}

static void
test_other_days_are_not_together (void)
{
  static const char *const first[] = {"I01@09:00-10:00", NULL}, *const second[] = {"I02@09:00-10:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput a = {.sample = SAMPLE, .mode = "online", .present = first, .date = "2026-07-06"};
  HechaVisitInput b = {.sample = SAMPLE, .present = second}; /* today */
  g_autoptr (HechaAssignment) assignment = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &a);
  field_do (&laptop, hecha_visit_record, &b);
  assignment = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (hecha_record_get (assignment->presence->pdata[1], "date"), ==, "2026-07-07");
  g_assert_cmpuint (hecha_visit_count_together (assignment), ==, 1);
  field_close (&laptop);
}

/* ---- visit ---- */

static void
test_site_needs_place_and_presence (void)
{
  static const char *const present[] = {"I01@09:00-10:00", NULL}, *const nobody[] = {"I09@09:00-10:00", NULL};
  static const char *const backwards[] = {"I01@10:00-09:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput input = {.sample = SAMPLE, .mode = "onsite"};

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_visit_record, &input, "place");
  input.place = "26.5,106.7";
  field_refused (&laptop, hecha_visit_record, &input, "present");
  input.present = nobody;
  field_refused (&laptop, hecha_visit_record, &input, "I09");
  input.present = backwards;
  field_refused (&laptop, hecha_visit_record, &input, "10:00-09:00");
  input.present = present;
  input.place = "90.0000001,0";
  field_refused (&laptop, hecha_visit_record, &input, "latitude");
  input.place = NULL;
  input.place_reason = "山谷中无定位信号";
  field_do (&laptop, hecha_visit_record, &input);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "begun");
  field_close (&laptop);
}

static void
test_online_needs_neither (void)
{
  FieldLaptop laptop;
  HechaVisitInput input = {.sample = SAMPLE, .mode = "online"};

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &input);
  field_close (&laptop);
}

static void
test_same_visit_twice_records_nothing (void)
{
  FieldLaptop laptop;
  g_autofree char *before = NULL, *after = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  before = hecha_store_digest (laptop.store, NULL, NULL);
  field_visit (&laptop, SAMPLE);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  field_close (&laptop);
}

static void
test_places_are_exact (void)
{
  static const struct
  {
    const char *text;
    gint64 latitude, longitude;
    const char *shown;
  } good[] = {
    {"26.5783,106.7135", 265783000, 1067135000, "26.5783000,106.7135000"},
    {"-90,180", -900000000, 1800000000, "-90.0000000,180.0000000"},
    {"+0.0000001, -0.0000001", 1, -1, "0.0000001,-0.0000001"},
    {"26.12345674999,106.12345675", 261234567, 1061234568, "26.1234567,106.1234568"},
  };
  static const char *const bad[]
    = {"",      "26.5",    "26.5,",   "26.5,106.7,0", "90.1,0",     "0,180.00000006",         "-91,0",
       "1e1,0", "26.,106", "26°,106", "N26,106",      "26,5,106,7", "999999999999999999999,0"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gint64 latitude, longitude;
      g_autofree char *shown = NULL;

      g_assert_true (hecha_place_parse (good[i].text, &latitude, &longitude, NULL));
      g_assert_cmpint (latitude, ==, good[i].latitude);
      g_assert_cmpint (longitude, ==, good[i].longitude);
      shown = hecha_place_dup_text (latitude, longitude);
      g_assert_cmpstr (shown, ==, good[i].shown);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 latitude, longitude;

      g_assert_false (hecha_place_parse (bad[i], &latitude, &longitude, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
    }
}

/* ---- finding and evidence ---- */

static char *
attach (FieldLaptop *laptop, char digit, const char *about, gboolean *known)
{
  g_autofree char *hex = g_strnfill (64, digit), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput input = {.sample = SAMPLE,
                            .about = about,
                            .digest = digest,
                            .size = 7,
                            .kind = "photo",
                            .mime = "image/jpeg",
                            .name = "a.jpg"};

  field_do (laptop, hecha_attach_record, &input);
  if (known != NULL)
    *known = input.known;
  return input.id;
}

static void
test_met_needs_all_required_evidence (void)
{
  FieldLaptop laptop;
  HechaFindingInput met = {.sample = SAMPLE, .verdict = "met", .observation = "已建成"};
  g_autofree char *a = NULL, *b = NULL, *c = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, three_items);
  a = attach (&laptop, 'a', "验收报告，盖章", NULL);
  b = attach (&laptop, 'b', "现场照片", NULL); /* has the words 照片, and is another item */
  field_refused (&laptop, hecha_finding_record, &met, "2/3");
  field_refused (&laptop, hecha_finding_record, &met, "“照片”");
  field_find (&laptop, SAMPLE, "partly", "已建成两层");
  c = attach (&laptop, 'c', "照片", NULL);
  field_do (&laptop, hecha_finding_record, &met);
  field_close (&laptop);
}

static void
test_finding_needs_verdict_and_observation (void)
{
  FieldLaptop laptop;
  HechaFindingInput input = {.sample = SAMPLE, .verdict = "not_met"};

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_finding_record, &input, "observation");
  input.observation = "　 ";
  field_refused (&laptop, hecha_finding_record, &input, "observation");
  input.observation = "未见";
  input.verdict = "bad";
  field_refused (&laptop, hecha_finding_record, &input, "met partly not_met unverifiable");
  input.verdict = NULL;
  field_refused (&laptop, hecha_finding_record, &input, "verdict");
  input.verdict = "not_met";
  input.value = "22,1";
  field_refused (&laptop, hecha_finding_record, &input, "22,1");
  input.value = NULL;
  input.unit = "公里";
  field_refused (&laptop, hecha_finding_record, &input, "unit");
  input.value = "22.10";
  field_do (&laptop, hecha_finding_record, &input);
  field_close (&laptop);
}

static void
test_same_file_twice_is_one_evidence (void)
{
  FieldLaptop laptop;
  g_autofree char *first = NULL, *again = NULL, *before = NULL, *after = NULL, *hex = g_strnfill (64, 'a');
  g_autofree char *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput other
    = {.sample = SAMPLE, .about = "别的", .digest = digest, .kind = "photo", .mime = "image/jpeg"};
  gboolean known;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  first = attach (&laptop, 'a', "照片", &known);
  g_assert_false (known);
  g_assert_cmpstr (first, ==, "HC-2026Q2-1/" SAMPLE "/aaaaaaaaaaaaaaaa");
  before = hecha_store_digest (laptop.store, NULL, NULL);
  again = attach (&laptop, 'a', NULL, &known);
  g_assert_true (known);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  field_refused (&laptop, hecha_attach_record, &other, "照片");
  g_free (other.id);
  field_close (&laptop);
}

static void
test_evidence_is_taken_back_with_a_reason (void)
{
  FieldLaptop laptop;
  g_autofree char *photo = NULL, *again = NULL;
  HechaDetachInput input = {.sample = SAMPLE, .evidence = "bbbb"};
  g_autoptr (HechaAssignment) without = NULL, with = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gboolean known;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  photo = attach (&laptop, 'a', "照片", NULL);
  g_assert_false (hecha_store_act (laptop.store, "I01", hecha_detach_record, &input, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  input.evidence = photo;
  field_refused (&laptop, hecha_detach_record, &input, "reason");
  input.reason = "不是这个地点";
  field_do (&laptop, hecha_detach_record, &input);
  without = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (without->evidence->len, ==, 0);
  g_assert_cmpuint (without->removed->len, ==, 1);
  list = hecha_assignment_list (hecha_store_reader (laptop.store), FIELD_SCOPE, NULL, NULL);
  g_assert_cmpuint (((HechaAssignment *)list->pdata[0])->removed->len, ==, 1);
  again = attach (&laptop, 'a', NULL, &known);
  g_assert_false (known);
  with = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (with->evidence->len, ==, 1);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_sign (&laptop, SAMPLE);
  field_refused (&laptop, hecha_detach_record, &input, "P3 4.3 a");
  field_close (&laptop);
}

static void
test_person_was_not_there_after_all (void)
{
  static const char *const second[] = {"I02", NULL};
  FieldLaptop laptop;
  HechaVisitInput input = {.sample = SAMPLE, .absent = second};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, hecha_visit_record, &input);
  field_refused (&laptop, hecha_sign_record, &sign, "1 is recorded");
  sign.person = "I02";
  sign.role = "inspector";
  field_refused (&laptop, hecha_sign_record, &sign, "not recorded as present");
  field_close (&laptop);
}

static void
test_sample_of_two_plans_has_to_be_named_fully (void)
{
  FieldLaptop laptop;
  HechaFindingInput input = {.sample = SAMPLE, .verdict = "partly", .observation = "一半"};
  g_autoptr (GError) error = NULL;
  HechaFindingInput nowhere = {.sample = "A09-2026-T01-Q1"};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_assign (&laptop, "HC-2", SAMPLE, NULL);
  field_refused (&laptop, hecha_finding_record, &input, "HC-1/" SAMPLE " or HC-2/" SAMPLE);
  input.sample = "HC-2/" SAMPLE;
  field_do (&laptop, hecha_finding_record, &input);
  g_assert_cmpstr (field_state (&laptop, "HC-1/" SAMPLE), ==, "to_do");
  g_assert_cmpstr (field_state (&laptop, "HC-2/" SAMPLE), ==, "begun");
  g_assert_false (hecha_store_act (laptop.store, "I01", hecha_finding_record, &nowhere, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  field_close (&laptop);
}

static void
test_office_records_nothing_in_the_field (void)
{
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online"};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_become (&laptop, "office", "office");
  field_refused (&laptop, hecha_visit_record, &visit, "Only a team or a visitor");
  field_refused (&laptop, hecha_sign_record, &sign, "Only a team or a visitor");
  field_close (&laptop);
}

/* ---- what the review page shows ---- */

static char *
missing_codes (FieldLaptop *laptop)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  g_autoptr (GPtrArray) missing = hecha_sample_missing (a);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : " ", ((HechaMissing *)missing->pdata[i])->code);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
expect_missing (FieldLaptop *laptop, const char *codes)
{
  g_autofree char *got = missing_codes (laptop);

  g_assert_cmpstr (got, ==, codes);
}

static void
test_missing_shrinks_to_nothing (void)
{
  static const char *const two[] = {"I01@09:00-10:00", "I02@09:30-11:00", NULL}, *const view[]
                                                                                 = {"site_view", NULL};
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "onsite", .unfinished = TRUE};
  HechaFindingInput finding = {.sample = SAMPLE, .verdict = "met", .unfinished = TRUE};
  g_autofree char *photo = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  expect_missing (&laptop, "mode presence methods verdict observation");
  field_do (&laptop, hecha_visit_record, &visit);
  expect_missing (&laptop, "place presence methods verdict observation");
  visit.place = "26.5,106.7";
  visit.present = two;
  visit.methods = view;
  field_do (&laptop, hecha_visit_record, &visit);
  expect_missing (&laptop, "photo verdict observation");
  field_do (&laptop, hecha_finding_record, &finding);
  expect_missing (&laptop, "photo observation");
  photo = attach (&laptop, 'a', NULL, NULL);
  finding.observation = "已完成";
  field_do (&laptop, hecha_finding_record, &finding);
  expect_missing (&laptop, "");
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "ready");
  visit.place = "";
  field_do (&laptop, hecha_visit_record, &visit);
  expect_missing (&laptop, "place");
  field_close (&laptop);
}

/* ---- details ---- */

static const char *
shown (const HechaRecord *record, const char *field)
{
  return hecha_record_get (record, field);
}

static void
test_visit_says_what_it_was_told (void)
{
  static const char *const two[] = {"meeting", "documents", NULL}, *const one[] = {"meeting", NULL};
  FieldLaptop laptop;
  HechaVisitInput first = {.sample = SAMPLE,
                           .mode = "online",
                           .methods = two,
                           .place = "26.5,106.7",
                           .datum = "CGCS2000",
                           .accuracy_m = 12,
                           .difficulties = "无",
                           .assistance = "协调用地"};
  HechaVisitInput second = {.sample = SAMPLE, .no_methods = one, .difficulties = "资金未到位"};
  HechaVisitInput third = {.sample = SAMPLE, .methods = one, .assistance = "", .place = ""};
  g_autoptr (HechaAssignment) a = NULL, b = NULL, c = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &first);
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (a->visit, "datum"), ==, "CGCS2000");
  g_assert_cmpstr (shown (a->visit, "accuracy"), ==, "12");
  g_assert_cmpstr (shown (a->visit, "methods"), ==, "[\"documents\",\"meeting\"]");
  field_do (&laptop, hecha_visit_record, &second);
  b = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (b->visit, "methods"), ==, "[\"documents\"]");
  g_assert_cmpstr (shown (b->visit, "difficulties"), ==, "资金未到位");
  g_assert_cmpstr (shown (b->visit, "assistance"), ==, "协调用地");
  field_do (&laptop, hecha_visit_record, &third);
  c = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (c->visit, "methods"), ==, "[\"documents\",\"meeting\"]");
  g_assert_null (shown (c->visit, "assistance"));
  g_assert_null (shown (c->visit, "latitude"));
  g_assert_null (shown (c->visit, "accuracy"));
  field_close (&laptop);
}

static void
test_visit_refuses_what_it_cannot_be (void)
{
  static const char *const unknown[] = {"gossip", NULL}, *const nobody[] = {"09:00-10:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput mode = {.sample = SAMPLE, .difficulties = "无"};
  HechaVisitInput method = {.sample = SAMPLE, .mode = "online", .methods = unknown};
  HechaVisitInput person = {.sample = SAMPLE, .mode = "online", .present = nobody};
  HechaVisitInput date = {.sample = SAMPLE, .mode = "online", .date = "2026-02-29"};
  static const char *const present[] = {"I01@09:00-10:00", NULL};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_visit_record, &mode, "onsite or online");
  mode.mode = "by-air";
  field_refused (&laptop, hecha_visit_record, &mode, "online onsite");
  field_refused (&laptop, hecha_visit_record, &method, "gossip");
  field_refused (&laptop, hecha_visit_record, &person, "PERSON@");
  date.present = present;
  field_refused (&laptop, hecha_visit_record, &date, "2026-02-29");
  field_close (&laptop);
}

static void
test_evidence_keeps_what_the_camera_wrote (void)
{
  FieldLaptop laptop;
  g_autofree char *hex = g_strnfill (64, 'd'), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput input = {.sample = SAMPLE,
                            .digest = digest,
                            .size = 5000000000,
                            .kind = "photo",
                            .mime = "image/jpeg",
                            .has_place = TRUE,
                            .latitude = -1,
                            .longitude = 1067135000,
                            .width = 4000,
                            .height = 3000,
                            .captured_at = "2026-07-06T08:00:00+08:00",
                            .camera = "相机",
                            .classification = "work_secret"};
  g_autoptr (HechaAssignment) a = NULL;
  const HechaRecord *e;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, hecha_attach_record, &input);
  g_free (input.id);
  a = field_load (&laptop, SAMPLE);
  e = a->evidence->pdata[0];
  g_assert_cmpint (hecha_record_get_int (e, "size", 0), ==, 5000000000);
  g_assert_cmpstr (shown (e, "latitude"), ==, "-1");
  g_assert_cmpstr (shown (e, "width"), ==, "4000");
  g_assert_cmpstr (shown (e, "captured_at"), ==, "2026-07-06T08:00:00+08:00");
  g_assert_cmpstr (shown (e, "author"), ==, "I01");
  g_assert_cmpstr (shown (e, "classification"), ==, "work_secret");
  input.classification = "top_secret";
  field_refused (&laptop, hecha_attach_record, &input, "work_secret");
  input.digest = "sha256:zz";
  field_refused (&laptop, hecha_attach_record, &input, "no digest");
  field_close (&laptop);
}

/* ---- lists ---- */

static gboolean
assign_many (HechaAct *act, gpointer data, GError **error)
{
  for (guint i = 0; i < 450; i++)
    {
      g_autofree char *unit = g_strdup_printf ("A01-2026-T%03u-Q2", i);
      FieldTask task = {i % 2 == 0 ? "HC-1" : "HC-2", unit, NULL};

      field_assign_rule (act, &task, error);
    }
  return TRUE;
}

static gboolean
check_order (const HechaAssignment *assignment, gpointer data)
{
  GPtrArray *seen = data;

  if (seen->len > 0)
    g_assert_cmpstr (g_ptr_array_index (seen, seen->len - 1), <, assignment->record->id);
  g_ptr_array_add (seen, g_strdup (assignment->record->id));
  return seen->len < 300;
}

static void
test_many_samples_come_in_order (void)
{
  FieldLaptop laptop;
  HechaReader *reader;
  g_autoptr (GPtrArray) all = NULL, plan = NULL;
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);

  field_open (&laptop);
  field_do (&laptop, assign_many, NULL);
  reader = hecha_store_reader (laptop.store);
  all = hecha_assignment_list (reader, FIELD_SCOPE, NULL, NULL);
  plan = hecha_assignment_list (reader, NULL, "HC-2", NULL);
  g_assert_cmpuint (all->len, ==, 450);
  g_assert_cmpuint (plan->len, ==, 225);
  g_assert_true (hecha_assignment_each (reader, "office", NULL, check_order, seen, NULL));
  g_assert_cmpuint (seen->len, ==, 300);
  field_close (&laptop);
}

/* An id that begins with another one: each has its own parts, alone and in a list. */
static void
test_parts_stay_with_their_sample (void)
{
  static const char *const units[] = {"A01-1", "A01-1-2", "A01-1.2", "A01-10"};
  FieldLaptop laptop;
  g_autoptr (GPtrArray) list = NULL;

  field_open (&laptop);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      field_assign (&laptop, "HC-1", units[i], NULL);
      if (i != 2)
        field_visit (&laptop, units[i]);
    }
  list = hecha_assignment_list (hecha_store_reader (laptop.store), FIELD_SCOPE, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 4);
  for (guint i = 0; i < list->len; i++)
    {
      const HechaAssignment *a = list->pdata[i];
      guint expected = strchr (a->record->id, '.') == NULL ? 2 : 0;
      g_autoptr (HechaAssignment) alone
        = hecha_assignment_load (hecha_store_reader (laptop.store), FIELD_SCOPE, a->record->id, NULL);

      g_assert_cmpuint (a->presence->len, ==, expected);
      g_assert_cmpuint (alone->presence->len, ==, expected);
      g_assert_true ((a->visit != NULL) == (expected != 0));
    }
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/two-persons-at-the-same-time", test_two_persons_at_the_same_time);
  g_test_add_func ("/field/other-days-are-not-together", test_other_days_are_not_together);
  g_test_add_func ("/field/visit-on-site-needs-place-and-presence", test_site_needs_place_and_presence);
  g_test_add_func ("/field/visit-online-needs-neither", test_online_needs_neither);
  g_test_add_func ("/field/same-visit-twice-records-nothing", test_same_visit_twice_records_nothing);
  g_test_add_func ("/field/places-are-exact", test_places_are_exact);
  g_test_add_func ("/field/met-needs-all-required-evidence", test_met_needs_all_required_evidence);
  g_test_add_func ("/field/finding-needs-verdict-and-observation",
                   test_finding_needs_verdict_and_observation);
  g_test_add_func ("/field/same-file-twice-is-one-evidence", test_same_file_twice_is_one_evidence);
  g_test_add_func ("/field/evidence-is-taken-back-with-a-reason", test_evidence_is_taken_back_with_a_reason);
  g_test_add_func ("/field/person-was-not-there-after-all", test_person_was_not_there_after_all);
  g_test_add_func ("/field/sample-of-two-plans-has-to-be-named-fully",
                   test_sample_of_two_plans_has_to_be_named_fully);
  g_test_add_func ("/field/office-records-nothing-in-the-field", test_office_records_nothing_in_the_field);
  g_test_add_func ("/field/missing-shrinks-to-nothing", test_missing_shrinks_to_nothing);
  g_test_add_func ("/field/visit-says-what-it-was-told", test_visit_says_what_it_was_told);
  g_test_add_func ("/field/visit-refuses-what-it-cannot-be", test_visit_refuses_what_it_cannot_be);
  g_test_add_func ("/field/evidence-keeps-what-the-camera-wrote", test_evidence_keeps_what_the_camera_wrote);
  g_test_add_func ("/field/many-samples-come-in-order", test_many_samples_come_in_order);
  g_test_add_func ("/field/parts-stay-with-their-sample", test_parts_stay_with_their_sample);
  return g_test_run ();
}
