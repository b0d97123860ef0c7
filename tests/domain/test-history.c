/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-history.h"

static GPtrArray *
history (FieldLaptop *laptop, const char *sample)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, sample);
  g_autoptr (GError) error = NULL;
  GPtrArray *list = hecha_history_list (hecha_store_reader (laptop->store), a, &error);

  g_assert_no_error (error);
  return list;
}

static void
record (FieldLaptop *laptop, const char *plan, const char *unit, const char *verdict, gboolean sign)
{
  field_assign (laptop, plan, unit, NULL);
  field_visit (laptop, unit);
  field_find (laptop, unit, verdict, "见现场记录");
  if (sign)
    field_sign (laptop, unit);
}

static void
test_earlier_quarters_latest_first (void)
{
  FieldLaptop laptop;
  g_autoptr (GPtrArray) third = NULL, first = NULL;
  const HechaEarlier *earlier;

  field_open (&laptop);
  record (&laptop, "HC-1", "A01-2026-T02-Q1", "met", TRUE);
  record (&laptop, "HC-2", "A01-2026-T02-Q2", "not_met", FALSE);
  record (&laptop, "HC-2", "A01-2026-T12-Q2", "not_met", TRUE); /* another target */
  record (&laptop, "HC-4", "A01-2026-T02-Q4", "met", TRUE);     /* later */
  field_assign (&laptop, "HC-3", "A01-2026-T02-Q3", NULL);
  third = history (&laptop, "A01-2026-T02-Q3");
  g_assert_cmpuint (third->len, ==, 2);
  earlier = third->pdata[0];
  g_assert_cmpstr (earlier->id, ==, "HC-2/A01-2026-T02-Q2");
  g_assert_cmpstr (earlier->verdict, ==, "not_met");
  g_assert_null (earlier->signed_at);
  earlier = third->pdata[1];
  g_assert_cmpint (earlier->state, ==, HECHA_SAMPLE_EFFECTIVE);
  g_assert_cmpstr (earlier->signed_at, ==, "2026-07-07T00:00:00Z");
  first = history (&laptop, "A01-2026-T02-Q1");
  g_assert_cmpuint (first->len, ==, 0);
  field_close (&laptop);
}

/* What was signed counts, also where something was written since. */
static void
test_signed_verdict_counts (void)
{
  FieldLaptop signer, other;
  g_autoptr (GPtrArray) list = NULL;

  field_open (&signer);
  field_open (&other);
  field_assign (&signer, "HC-1", "A01-2026-T02-Q1", NULL);
  field_visit (&signer, "A01-2026-T02-Q1");
  field_find (&signer, "A01-2026-T02-Q1", "met", "见现场记录");
  field_send (&signer, &other);
  field_sign (&signer, "A01-2026-T02-Q1");
  field_find (&other, "A01-2026-T02-Q1", "not_met", "见现场记录");
  field_send (&other, &signer);
  field_assign (&signer, "HC-2", "A01-2026-T02-Q2", NULL);
  list = history (&signer, "A01-2026-T02-Q2");
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (((HechaEarlier *)list->pdata[0])->state, ==, HECHA_SAMPLE_CHANGED);
  g_assert_cmpstr (((HechaEarlier *)list->pdata[0])->verdict, ==, "met");
  field_close (&signer);
  field_close (&other);
}

static gboolean
assign_visit (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "visit:V1", "assignment", "AF-1/A01-2026-T02-Q2");

  hecha_act_op_set_text (op, "plan", "AF-1");
  hecha_act_op_set_text (op, "unit", "A01-2026-T02-Q2");
  return TRUE;
}

/* Even on a laptop that was a team's before. */
static void
test_visitor_learns_nothing (void)
{
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) a = NULL;
  g_autoptr (GPtrArray) list = NULL;

  field_open (&laptop);
  record (&laptop, "HC-1", "A01-2026-T02-Q1", "met", TRUE);
  field_do (&laptop, assign_visit, NULL);
  a = hecha_assignment_find (hecha_store_reader (laptop.store), "visit:V1", "A01-2026-T02-Q2", NULL);
  list = hecha_history_list (hecha_store_reader (laptop.store), a, NULL);
  g_assert_cmpuint (list->len, ==, 0);
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/earlier-quarters-latest-first", test_earlier_quarters_latest_first);
  g_test_add_func ("/history/signed-verdict-counts", test_signed_verdict_counts);
  g_test_add_func ("/history/visitor-learns-nothing", test_visitor_learns_nothing);
  return g_test_run ();
}
