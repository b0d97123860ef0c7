/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#define SAMPLE "A01-2026-T02-Q2"

static const char *const three_items[] = {"验收报告", "现场照片", "照片", NULL};

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
  g_autoptr (HechaAssignment) a = NULL;
  gboolean known;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  first = attach (&laptop, 'a', "照片", &known);
  g_assert_false (known);
  g_assert_cmpstr (first, ==, "HC-2026Q2-1/" SAMPLE "/aaaaaaaaaaaaaaaa");
  a = field_load (&laptop, SAMPLE);
  g_assert_null (hecha_record_get (a->evidence->pdata[0], "width"));
  before = hecha_store_digest (laptop.store, NULL, NULL);
  again = attach (&laptop, 'a', NULL, &known);
  g_assert_true (known);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  field_refused (&laptop, hecha_attach_record, &other, "照片");
  g_clear_pointer (&again, g_free);
  again = attach (&laptop, 'b', NULL, &known);
  g_assert_false (known);
  g_clear_pointer (&again, g_free);
  again = attach (&laptop, 'b', NULL, &known);
  g_assert_true (known);
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

static gboolean
assign_to_other_team (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "team:T2", "assignment", "HC-1/" SAMPLE);

  hecha_act_op_set_text (op, "plan", "HC-1");
  hecha_act_op_set_text (op, "unit", SAMPLE);
  return TRUE;
}

/* The office has both teams' assignments of a sample that was given twice. */
static void
test_office_says_whose_sample_it_means (void)
{
  static const char *const everywhere[] = {"office", "", NULL};
  FieldLaptop laptop;
  HechaReader *reader;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, assign_to_other_team, NULL);
  reader = hecha_store_reader (laptop.store);
  for (guint i = 0; i < G_N_ELEMENTS (everywhere); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hecha_assignment_find (reader, everywhere[i], SAMPLE, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "in which scope: team:T1 or team:T2"));
    }
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *scope = g_strdup_printf ("team:T%u", i);
      g_autoptr (HechaAssignment) a = hecha_assignment_find (reader, scope, SAMPLE, NULL);
      g_autoptr (GPtrArray) list = hecha_assignment_list (reader, scope, NULL, NULL);

      g_assert_cmpstr (a->record->scope, ==, scope);
      g_assert_cmpuint (list->len, ==, 1);
    }
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

static char *
attach_kind (FieldLaptop *laptop, char digit, const char *kind)
{
  g_autofree char *hex = g_strnfill (64, digit), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput input
    = {.sample = SAMPLE, .digest = digest, .size = 7, .kind = kind, .mime = "application/pdf"};

  field_do (laptop, hecha_attach_record, &input);
  return input.id;
}

static void
test_missing_shrinks_to_nothing (void)
{
  static const char *const two[] = {"I01@09:00-10:00", "I02@09:30-11:00", NULL}, *const view[]
                                                                                 = {"site_view", NULL};
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "onsite", .unfinished = TRUE};
  HechaFindingInput finding = {.sample = SAMPLE, .verdict = "met", .unfinished = TRUE};
  g_autofree char *photo = NULL, *document = NULL;

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
  document = attach_kind (&laptop, 'b', "document");
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
  g_test_add_func ("/field/met-needs-all-required-evidence", test_met_needs_all_required_evidence);
  g_test_add_func ("/field/finding-needs-verdict-and-observation",
                   test_finding_needs_verdict_and_observation);
  g_test_add_func ("/field/same-file-twice-is-one-evidence", test_same_file_twice_is_one_evidence);
  g_test_add_func ("/field/evidence-is-taken-back-with-a-reason", test_evidence_is_taken_back_with_a_reason);
  g_test_add_func ("/field/person-was-not-there-after-all", test_person_was_not_there_after_all);
  g_test_add_func ("/field/sample-of-two-plans-has-to-be-named-fully",
                   test_sample_of_two_plans_has_to_be_named_fully);
  g_test_add_func ("/field/office-says-whose-sample-it-means", test_office_says_whose_sample_it_means);
  g_test_add_func ("/field/office-records-nothing-in-the-field", test_office_records_nothing_in_the_field);
  g_test_add_func ("/field/missing-shrinks-to-nothing", test_missing_shrinks_to_nothing);
  g_test_add_func ("/field/evidence-keeps-what-the-camera-wrote", test_evidence_keeps_what_the_camera_wrote);
  g_test_add_func ("/field/many-samples-come-in-order", test_many_samples_come_in_order);
  g_test_add_func ("/field/parts-stay-with-their-sample", test_parts_stay_with_their_sample);
  return g_test_run ();
}
