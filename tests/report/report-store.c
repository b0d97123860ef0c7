/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "round.h"

#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-plan.h"

/* An office's store for the tests of the quarterly report: the demo's second quarter, checked by the office itself
 * (1 of 8 fails), by a third party (2 of 8), by class, and at key points (3 of 5). report-store DIR */

#define HOSTILE "=HYPERLINK(\"http://example.invalid\",\"x\")"

static void
approve (Office *office, const char *code, const char *operator, const char * selection)
{
  const HechaPlanInput plan = {
    .code = code,
    .kind = "quarterly",
    .operator= operator,
    .organisation = "青岚评估中心",
    .quarter = "2026Q2",
    .selection = selection,
    .purpose = "核实第二季度申报",
    .content = "申报完成的目标",
    .method = "实地查看、查阅资料",
    .standard = "各目标季度标准",
    .time_limit = "2026-08-14前",
    .demands = "每组不少于2人",
  };

  office_do (office, hecha_plan_create, &plan);
  office_do (office, hecha_plan_approve, code);
  office_freeze (office, code);
}

static void
assign (Office *office, const char *plan)
{
  static const char *const none[] = {NULL};
  const HechaAssignInput input = {plan, "T1", none};

  office_do (office, hecha_assign_record, &input);
}

/* The first @n_failing samples of the plan fail. */
static void
inspect_all (Office *office, const char *plan, guint n_failing)
{
  g_autoptr (GPtrArray) samples
    = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", "plan", plan, NULL);

  for (guint i = 0; i < samples->len; i++)
    round_inspect (office, "T1", ((const HechaRecord *)samples->pdata[i])->id,
                   i >= n_failing ? "met" : (i % 2 == 0 ? "not_met" : "partly"), TRUE);
}

/* What somebody may have typed into a table of targets. */
static gboolean
rename_target (HechaAct *act, gpointer name, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "agency:A02", "target", "A02-2026-T02"), "name", name);
  return TRUE;
}

static void
add_key_points (Office *office)
{
  static const char *const units[]
    = {"A01-2026-T01-Q2", "A01-2026-T02-Q2", "A01-2026-T03-Q2", "A01-2026-T04-Q2", "A01-2026-T05-Q2", NULL};
  const HechaPickInput pick = {"重点2026Q2", units, "重点项目"};

  approve (office, pick.plan, "office", "judgement");
  office_do (office, hecha_draw_pick, &pick);
  assign (office, pick.plan);
  inspect_all (office, pick.plan, 3);
}

static void
fill (Office *office)
{
  for (guint i = 0; i < G_N_ELEMENTS (round_drawn); i++)
    {
      g_autofree char *id = g_strconcat (ROUND_PLAN "/", round_drawn[i], NULL);

      round_inspect (office, "T1", id, i == 3 ? "partly" : "met", TRUE);
    }
  office_do (office, rename_target, HOSTILE);
  approve (office, "THIRD", "third_party", "random");
  office_draw (office, "THIRD", 8, FALSE, "31415926535897932384");
  assign (office, "THIRD");
  inspect_all (office, "THIRD", 2);
  approve (office, "CLASSES", "office", "random");
  office_draw (office, "CLASSES", 12, TRUE, "27182818284590452353");
  assign (office, "CLASSES");
  add_key_points (office);
  g_assert_true (hecha_store_set_meta (office->store, "organisation", "青岚省目标绩效管理办公室", NULL));
}

int
main (int argc, char **argv)
{
  g_autoptr (Office) office = NULL;

  g_assert_cmpint (argc, ==, 2);
  office = round_new ();
  fill (office);
  hecha_store_close (g_steal_pointer (&office->store));
  g_assert_cmpint (g_rename (office->dir, argv[1]), ==, 0);
  return 0;
}
