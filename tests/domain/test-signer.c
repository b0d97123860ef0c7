/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-signer.h"

#define SAMPLE "A01-2026-T02-Q2"

/* A page that can be signed: I01 (leader), I02 and L01 of the agency were there. */
static void
open_page (FieldLaptop *laptop)
{
  static const char *const third[] = {"L01@09:00-10:00", NULL};
  HechaVisitInput guest = {.sample = SAMPLE, .present = third};

  field_open (laptop);
  field_assign (laptop, "HC-1", SAMPLE, NULL);
  field_visit (laptop, SAMPLE);
  field_do (laptop, hecha_visit_record, &guest);
  field_find (laptop, SAMPLE, "not_met", "未完成");
}

static void
sign (FieldLaptop *laptop, const HechaSignInput *how)
{
  HechaSignInput input = *how;

  field_do (laptop, hecha_sign_record, &input);
  g_free (input.id);
}

static const HechaSignInput inspector = {
  .sample = SAMPLE,
  .person = "I02",
  .role = "inspector",
  .typed_name = "李 雷",
  .confirmed_by = "I01",
  .confirmer_name = "王芳",
};

static const HechaSignInput agency = {
  .sample = SAMPLE,
  .person = "L01",
  .role = "agency",
  .typed_name = "韩梅",
  .confirmed_by = "村民 李四",
  .confirmer_name = "村民李四",
};

static void
test_typed_name_is_kept_with_who_confirmed (void)
{
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) a = NULL;
  const HechaRecord *signature;

  open_page (&laptop);
  sign (&laptop, &inspector);
  a = field_load (&laptop, SAMPLE);
  signature = a->signatures->pdata[0];
  g_assert_cmpstr (hecha_record_get (signature, "method"), ==, "key");
  g_assert_cmpstr (hecha_record_get (signature, "typed_name"), ==, "李 雷");
  g_assert_cmpstr (hecha_record_get (signature, "confirmed_by"), ==, "I01");
  g_assert_null (hecha_record_get (signature, "strokes"));
  field_close (&laptop);
}

static void
test_typed_and_drawn_is_both (void)
{
  FieldLaptop laptop;
  HechaSignInput input = inspector;
  g_autoptr (HechaAssignment) a = NULL;

  input.strokes = FIELD_STROKES;
  input.n_strokes_bytes = strlen (FIELD_STROKES);
  open_page (&laptop);
  sign (&laptop, &input);
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (hecha_record_get (a->signatures->pdata[0], "method"), ==, "both");
  g_assert_nonnull (hecha_record_get (a->signatures->pdata[0], "strokes"));
  field_close (&laptop);
}

/* Another name, nobody or the same one to confirm, one who was not there, one of the other side. */
static void
test_typed_name_needs_another_person (void)
{
  static const struct
  {
    const HechaSignInput *base;
    const char *typed, *by, *name, *words;
  } bad[] = {
    {&inspector, "王芳", "I01", "王芳", "not that of 李雷"},
    {&inspector, "李雷", NULL, NULL, "second person"},
    {&inspector, "李雷", "I02", "李雷", "Nobody confirms their own"},
    {&inspector, "李雷", "I01", NULL, "typing their own name"},
    {&inspector, "李雷", "I01", "李雷", "typing their own name"},
    {&inspector, "李雷", "村民 李四", "村民 李四", "not a person of"},
    {&inspector, NULL, "I01", "王芳", "no typed name"},
    {&agency, "韩梅", "I02", "李雷", "the other side"},
    {&agency, "韩梅", "李雷", "李雷", "the other side"},
    {&agency, "韩梅", "韩梅", "韩梅", "Nobody confirms their own"},
    {&agency, "韩美", "村民 李四", "村民 李四", "not that of 韩梅"},
  };
  FieldLaptop laptop;

  open_page (&laptop);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      HechaSignInput input = *bad[i].base;

      input.typed_name = bad[i].typed;
      input.confirmed_by = bad[i].by;
      input.confirmer_name = bad[i].name;
      if (bad[i].typed == NULL)
        {
          input.strokes = FIELD_STROKES;
          input.n_strokes_bytes = strlen (FIELD_STROKES);
        }
      field_refused (&laptop, hecha_sign_record, &input, bad[i].words);
    }
  field_close (&laptop);
}

static void
test_who_confirms_was_present (void)
{
  static const char *const gone[] = {"L01", NULL};
  FieldLaptop laptop;
  HechaVisitInput left = {.sample = SAMPLE, .absent = gone};
  HechaSignInput input = inspector;

  open_page (&laptop);
  field_do (&laptop, hecha_visit_record, &left);
  input.confirmed_by = "L01";
  input.confirmer_name = "韩梅";
  field_refused (&laptop, hecha_sign_record, &input, "not recorded as present");
  field_close (&laptop);
}

static void
test_agency_is_confirmed_from_outside (void)
{
  FieldLaptop laptop;

  open_page (&laptop);
  sign (&laptop, &agency);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "ready");
  field_close (&laptop);
}

static void
test_who_refuses_gives_no_signature (void)
{
  FieldLaptop laptop;
  HechaSignInput input = agency;

  open_page (&laptop);
  input.refused = TRUE;
  input.witness = "村民 李四";
  field_refused (&laptop, hecha_sign_record, &input, "gives no signature");
  field_close (&laptop);
}

static guint
count_waiting (FieldLaptop *laptop)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (a);
  g_autoptr (GPtrArray) waiting = hecha_signer_list_waiting (a, persons);

  return waiting->len;
}

/* Who was there signs before the leader; after a change, again. */
static void
test_leader_signs_last (void)
{
  FieldLaptop laptop;
  HechaSignInput leader = field_leader (SAMPLE);
  HechaFindingInput opinion = {.sample = SAMPLE, .opinion = "另有意见"};

  leader.members_first = TRUE;
  open_page (&laptop);
  g_assert_cmpuint (count_waiting (&laptop), ==, 1);
  field_refused (&laptop, hecha_sign_record, &leader, "李雷 was present and signs before");
  sign (&laptop, &inspector);
  g_assert_cmpuint (count_waiting (&laptop), ==, 0);
  field_do (&laptop, hecha_finding_record, &opinion);
  field_refused (&laptop, hecha_sign_record, &leader, "李雷 was present and signs before");
  sign (&laptop, &inspector);
  sign (&laptop, &leader);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "effective");
  field_close (&laptop);
}

static void
test_leader_says_why_not (void)
{
  FieldLaptop laptop;
  HechaSignInput leader = field_leader (SAMPLE), other = inspector;
  g_autoptr (HechaAssignment) a = NULL;

  leader.members_first = TRUE;
  leader.early_reason = "李雷先行离场";
  other.early_reason = "急";
  open_page (&laptop);
  field_refused (&laptop, hecha_sign_record, &other, "Only the leader");
  sign (&laptop, &leader);
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (hecha_record_get (a->signatures->pdata[0], "early_reason"), ==, "李雷先行离场");
  field_close (&laptop);
}

/* Blanks, width and case are no other name; nothing is no name. */
static void
test_same_name (void)
{
  g_assert_true (hecha_signer_same_name ("李 雷", "李雷 "));
  g_assert_true (hecha_signer_same_name ("Ａnna　Li", "anna li"));
  g_assert_false (hecha_signer_same_name ("李雷", "李磊"));
  g_assert_false (hecha_signer_same_name ("", ""));
  g_assert_false (hecha_signer_same_name (" ", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signer/typed-name-is-kept-with-who-confirmed",
                   test_typed_name_is_kept_with_who_confirmed);
  g_test_add_func ("/signer/typed-and-drawn-is-both", test_typed_and_drawn_is_both);
  g_test_add_func ("/signer/typed-name-needs-another-person", test_typed_name_needs_another_person);
  g_test_add_func ("/signer/who-confirms-was-present", test_who_confirms_was_present);
  g_test_add_func ("/signer/agency-is-confirmed-from-outside", test_agency_is_confirmed_from_outside);
  g_test_add_func ("/signer/who-refuses-gives-no-signature", test_who_refuses_gives_no_signature);
  g_test_add_func ("/signer/leader-signs-last", test_leader_signs_last);
  g_test_add_func ("/signer/leader-says-why-not", test_leader_says_why_not);
  g_test_add_func ("/signer/same-name", test_same_name);
  return g_test_run ();
}
