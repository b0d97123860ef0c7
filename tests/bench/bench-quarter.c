/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-quarter DIR N M CONFLICTS - an office's store with a whole quarter: a frame of a quarter more than N units and
 * the N samples drawn of them, each assigned, visited, signed and with its evidence, among M entries; so many findings
 * that a second laptop wrote differently, a negative list and appeals. Beside it DIR.other, the second laptop. */
#include "bench-common.h"

#include "base/hecha-canonical.h"
#include "domain/hecha-assignment.h"
#include "domain/hecha-content.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-plan.h"

#include <locale.h>
#include <string.h>

#define PLAN             "HC2026-01"
#define UNITS_PER_AGENCY 300
#define N_TEAMS          12
#define N_EVIDENCE       8
/* What a sample has beside what is written again and again: assignment, visit, presence, finding, signature. */
#define N_FIXED (5 + N_EVIDENCE)

typedef struct
{
  BenchRandom random;
  GPtrArray *samples; /* (owned) (element-type HechaRecord) */
  guint n_edits;      /* of each finding */
} Quarter;

/* Of a hundred. */
static const char *
choose_word (BenchRandom *random, const char *const *words, const guint *below)
{
  guint drawn = bench_random_below (random, 100), i = 0;

  while (drawn >= below[i])
    i++;
  return words[i];
}

static void
append (HechaStore *store, const char *scope, const char *by, const char *ops)
{
  g_autoptr (GError) error = NULL;

  bench_need (hecha_store_append_ops (store, scope, by, ops, &error), scope, &error);
}

static void
do_act (HechaStore *store, HechaActFunc rule, gpointer input, const char *what)
{
  g_autoptr (GError) error = NULL;

  bench_need (hecha_store_act (store, "O01", rule, input, &error), what, &error);
}

/* ---- what is inspected ---- */

static void
append_unit (GString *ops, guint agency, guint i, const char *status)
{
  g_string_append_printf (ops,
                          ",{\"id\":\"A%02u-2026-T%05u\",\"set\":{\"agency\":\"A%02u\",\"category\":\"own\","
                          "\"content\":\"完成河道治理"
                          "一百公里，水质达到三类标准\",\"level1\":\"水务\",\"level2\":\"河湖\",\"name\":"
                          "\"河道治理 %u\",\"year\":2026},"
                          "\"t\":\"target\"}",
                          agency, i, agency, i);
  g_string_append_printf (
    ops,
    ",{\"id\":\"A%02u-2026-T%05u-Q2\",\"set\":{\"quarter\":2,\"requirement\":\"完成一百公里\",\"standard\":"
    "\"三类水质\",\"target\":\"A%02u-2026-T%05u\"},\"t\":\"quarter_requirement\"}",
    agency, i, agency, i);
  g_string_append_printf (
    ops,
    ",{\"id\":\"A%02u-2026-T%05u-Q2\",\"set\":{\"quarter\":2,\"status\":\"%s\",\"submitted_by\":\"联络员\","
    "\"submitted_on\":\"2026-07-03\",\"target\":\"A%02u-2026-T%05u\",\"value\":\"九十公里\"},\"t\":"
    "\"declaration\"}",
    agency, i, status, agency, i);
}

static gboolean
append_agency (HechaStore *store, guint i, gpointer data, GError **error)
{
  static const char *const statuses[] = {"met", "partly", "not_met"};
  static const guint below[] = {80, 90, 100};
  Quarter *self = data;
  guint agency = i + 1;
  g_autofree char *scope = g_strdup_printf ("agency:A%02u", agency);
  g_autoptr (GString) ops = g_string_new (NULL);

  g_string_append_printf (
    ops, "[{\"id\":\"A%02u\",\"set\":{\"level\":\"province\",\"name\":\"第%u厅\"},\"t\":\"agency\"}", agency,
    agency);
  for (guint k = 0; k < UNITS_PER_AGENCY; k++)
    append_unit (ops, agency, k + 1, choose_word (&self->random, statuses, below));
  g_string_append_c (ops, ']');
  return hecha_store_append_ops (store, scope, "O01", ops->str, error);
}

/* ---- the round ---- */

static gboolean
append_people (HechaStore *store, guint first, gpointer data, GError **error)
{
  g_autoptr (GString) ops = g_string_new ("[");

  for (guint i = 1; i <= N_TEAMS; i++)
    g_string_append_printf (
      ops,
      "{\"id\":\"I%02u\",\"set\":{\"name\":\"顾北辰%u\",\"role\":\"leader\",\"unit\":\"督查一处\"},\"t\":"
      "\"person\"},"
      "{\"id\":\"J%02u\",\"set\":{\"name\":\"沈清和%u\",\"role\":\"inspector\",\"unit\":\"督查二处\"},\"t\":"
      "\"person\"},"
      "{\"id\":\"T%02u\",\"set\":{\"leader\":\"I%02u\",\"members\":[\"I%02u\",\"J%02u\"],\"remit\":[]},\"t\":"
      "\"team\"},",
      i, i, i, i, i, i, i, i);
  g_string_append (ops,
                   "{\"id\":\"O01\",\"set\":{\"name\":\"林知远\",\"role\":\"office\"},\"t\":\"person\"},{"
                   "\"id\":\"W01\",\"set\":{\"name\":\"见证人一\",\"role\":\"head\"},\"t\":\"person\"},{"
                   "\"id\":\"W02\",\"set\":{\"name\":\"见证人二\",\"role\":\"head\"},\"t\":\"person\"}]");
  return hecha_store_append_ops (store, "office", "O01", ops->str, error);
}

static void
make_round (HechaStore *store, guint n)
{
  static const char *const witnesses[] = {"W01", "W02", NULL};
  HechaPlanInput plan = {.code = PLAN,
                         .kind = "quarterly",
                         .quarter = "2026Q2",
                         .selection = "random",
                         .purpose = "查明二季度目标完成情况",
                         .content = "季度目标",
                         .method = "实地查访",
                         .standard = "季度要求",
                         .time_limit = "七月",
                         .demands = "两人以上",
                         .is_new = TRUE};
  HechaFreezeInput freeze = {PLAN, FALSE, NULL, HECHA_SAMPLING_SHA256};
  HechaDrawInput draw
    = {PLAN, n, FALSE, "41625334162533416253341625334162533416253341625334", "dice", NULL, witnesses};

  do_act (store, hecha_plan_create, &plan, "the plan");
  do_act (store, hecha_plan_approve, (gpointer)PLAN, "approving");
  do_act (store, hecha_frame_freeze, &freeze, "the frame");
  do_act (store, hecha_draw_record, &draw, "the draw");
}

/* ---- the field ---- */

static guint
team_of (const HechaRecord *sample)
{
  const char *agency = hecha_record_get (sample, "agency");

  return (guint)g_ascii_strtoull (agency + 1, NULL, 10) % N_TEAMS + 1;
}

static char *
dup_scope (const HechaRecord *sample)
{
  return g_strdup_printf ("team:T%02u", team_of (sample));
}

static void
append_visit (HechaStore *store, const HechaRecord *sample, const char *scope)
{
  const char *agency = hecha_record_get (sample, "agency"), *unit = hecha_record_get (sample, "unit");
  guint team = team_of (sample);
  g_autofree char *leader = g_strdup_printf ("I%02u", team);
  g_autofree char *assignment = g_strdup_printf (
    "[{\"id\":\"%s\",\"set\":{\"agency\":\"%s\",\"agency_name\":\"水务厅\",\"name\":\"河道治理\",\"persons\":"
    "[{\"id\":"
    "\"I%02u\",\"name\":\"顾北辰\",\"role\":\"leader\",\"unit\":\"督查一处\"},{\"id\":\"J%02u\",\"name\":"
    "\"沈清和\","
    "\"role\":\"inspector\",\"unit\":\"督查二处\"}],\"plan\":\"" PLAN
    "\",\"quarter\":\"2026Q2\",\"requirement\":"
    "\"完成\",\"selection\":\"random\",\"sources\":[],\"standard\":\"一百公里\",\"unit\":\"%s\"},\"t\":"
    "\"assignment\"}]",
    sample->id, agency, team, team, unit);
  g_autofree char *visit = g_strdup_printf ("[{\"add\":{\"methods\":[\"site_view\"]},\"id\":\"%s\",\"set\":{"
                                            "\"latitude\":265000000,\"longitude\":1067000000,"
                                            "\"mode\":\"onsite\"},\"t\":\"visit\"}]",
                                            sample->id);
  g_autofree char *presence = g_strdup_printf (
    "[{\"id\":\"%s/"
    "I%02u\",\"set\":{\"assignment\":\"%s\",\"date\":\"2026-07-14\",\"from\":\"09:00\",\"person\":"
    "\"I%02u\",\"to\":\"10:00\"},\"t\":\"presence\"},{\"id\":\"%s/"
    "J%02u\",\"set\":{\"assignment\":\"%s\",\"date\":"
    "\"2026-07-14\",\"from\":\"09:00\",\"person\":\"J%02u\",\"to\":\"10:00\"},\"t\":\"presence\"}]",
    sample->id, team, sample->id, team, sample->id, team, sample->id, team);

  append (store, scope, "O01", assignment);
  append (store, scope, leader, visit);
  append (store, scope, leader, presence);
}

static void
append_evidence (HechaStore *store, const HechaRecord *sample, const char *scope, guint k)
{
  char text[HECHA_DIGEST_TEXT_BYTES];
  g_autofree char *name = g_strdup_printf ("%s %u", sample->id, k), *ops = NULL;
  HechaDigest digest;

  hecha_digest_of (&digest, name, strlen (name));
  hecha_digest_to_text (&digest, text);
  ops = g_strdup_printf (
    "[{\"id\":\"%s/%.16s\",\"set\":{\"assignment\":\"%s\",\"author\":\"I01\",\"digest\":\"%s\","
    "\"kind\":\"photo\",\"mime\":\"image/jpeg\",\"size\":3145728},\"t\":\"evidence\"}]",
    sample->id, text + 7, sample->id, text);
  append (store, scope, "I01", ops);
}

/* What is written again and again, each time over what was there. */
static void
append_finding (HechaStore *store, Quarter *self, const HechaRecord *sample, const char *scope)
{
  static const char *const verdicts[] = {"met", "not_met", "partly", "unverifiable"};
  static const guint below[] = {85, 93, 98, 100};
  g_autofree char *text = bench_observe (&self->random);
  g_autofree char *first = g_strdup_printf (
    "[{\"id\":\"%s\",\"set\":{\"observation\":\"%s\",\"verdict\":\"%s\"},\"t\":\"finding\"}]", sample->id,
    text, choose_word (&self->random, verdicts, below));

  append (store, scope, "I01", first);
  for (guint i = 0; i < self->n_edits; i++)
    {
      g_autofree char *again = bench_observe (&self->random), *ops = NULL;
      g_auto (GStrv) over
        = hecha_reader_live (hecha_store_reader (store), scope, "finding", sample->id, "observation", NULL);

      ops = g_strdup_printf (
        "[{\"id\":\"%s\",\"over\":[\"%s\"],\"set\":{\"observation\":\"%s\"},\"t\":\"finding\"}]", sample->id,
        over[0], again);
      append (store, scope, "I01", ops);
    }
}

static void
append_signature (HechaStore *store, const HechaRecord *sample, const char *scope)
{
  g_autoptr (GError) error = NULL;
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaAssignment) assignment = hecha_assignment_load (reader, scope, sample->id, &error);
  g_autoptr (JsonNode) content = assignment != NULL ? hecha_content_build (reader, assignment, &error) : NULL;
  g_autofree char *hash = content != NULL ? hecha_content_dup_hash (content, &error) : NULL;
  g_autofree char *text = hash != NULL ? hecha_canonical_dup_node (content, &error) : NULL;
  guint team = team_of (sample);
  g_autofree char *ops = NULL;

  bench_need (text != NULL, "the signed page", &error);
  ops = g_strdup_printf (
    "[{\"id\":\"%s/leader/"
    "I%02u\",\"set\":{\"assignment\":\"%s\",\"content\":%s,\"content_hash\":\"%s\",\"method\":"
    "\"drawn\",\"person\":\"I%02u\",\"role\":\"leader\",\"signed_at\":\"2026-07-14T02:15:00Z\",\"strokes\":[["
    "[100,100,"
    "500,0],[5000,3000,600,400]]]},\"t\":\"signature\"},{\"id\":\"%s\",\"set\":{\"effective_by\":\"%s/leader/"
    "I%02u\"},"
    "\"t\":\"finding\"}]",
    sample->id, team, sample->id, text, hash, team, sample->id, sample->id, team);
  append (store, scope, "I01", ops);
}

static gboolean
append_sample (HechaStore *store, guint i, gpointer data, GError **error)
{
  Quarter *self = data;
  const HechaRecord *sample = self->samples->pdata[i];
  g_autofree char *scope = dup_scope (sample);

  append_visit (store, sample, scope);
  for (guint k = 0; k < N_EVIDENCE; k++)
    append_evidence (store, sample, scope, k);
  append_finding (store, self, sample, scope);
  append_signature (store, sample, scope);
  return TRUE;
}

/* ---- what follows ---- */

static gboolean
append_second (HechaStore *store, guint i, gpointer data, GError **error)
{
  const HechaRecord *sample = ((Quarter *)data)->samples->pdata[i];
  g_autofree char *scope = dup_scope (sample);
  g_autofree char *ops = g_strdup_printf ("[{\"id\":\"%s\",\"set\":{\"observation\":"
                                          "\"第二台电脑：现场已经复查，情况与记录不同\"},\"t\":\"finding\"}]",
                                          sample->id);

  return hecha_store_append_ops (store, scope, "J01", ops, error);
}

/* Every third that was not met is on the list, every fourth of the others appealed against. */
static gboolean
append_consequence (HechaStore *store, guint i, gpointer data, GError **error)
{
  const HechaRecord *sample = ((Quarter *)data)->samples->pdata[i];
  const char *unit = hecha_record_get (sample, "unit");
  g_autofree char *scope = dup_scope (sample), *ops = NULL;
  g_autoptr (HechaRecord) finding
    = hecha_reader_need (hecha_store_reader (store), scope, "finding", sample->id, error);

  if (finding == NULL || g_strcmp0 (hecha_record_get (finding, "verdict"), "not_met") != 0)
    return finding != NULL;
  if (i % 3 == 0)
    {
      ops = g_strdup_printf ("[{\"id\":\"%.3s-2026-Q2-%s\",\"set\":{\"agency\":\"%.3s\",\"found_in\":\"%s\","
                             "\"origin\":\"finding\",\"reason\":"
                             "\"进度不足\",\"sample\":\"%s\",\"unit\":\"%s\"},\"t\":\"nl_entry\"}]",
                             unit, unit + strlen ("A01-2026-"), unit, scope, sample->id, unit);
      return hecha_store_append_ops (store, "office", "O01", ops, error);
    }
  if (i % 4 != 0)
    return TRUE;
  ops = g_strdup_printf ("[{\"id\":\"%s\",\"set\":{\"assignment\":\"%s\",\"days\":5,\"evidence\":[],\"filed_"
                         "by\":\"联络员\",\"filed_on\":"
                         "\"2026-07-16\",\"grounds\":\"数据已经更新\",\"received_on\":\"2026-07-15\","
                         "\"signature\":\"%s/leader/I%02u\"},"
                         "\"t\":\"appeal\"}]",
                         sample->id, sample->id, sample->id, team_of (sample));
  return hecha_store_append_ops (store, scope, "O01", ops, error);
}

static void
make_conflicts (HechaStore *store, const char *dir, Quarter *self, guint n)
{
  g_autofree char *other_dir = g_strconcat (dir, ".other", NULL);
  g_autoptr (HechaStore) other = bench_open_as (other_dir, "team", "team:T01");
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = {NULL};

  bench_repeat (other, n, append_second, self);
  txn = hecha_store_begin (other, &error);
  bench_need (txn.db != NULL && hecha_store_sign_heads (other, &error)
                && hecha_store_commit (other, &txn, &error),
              "signing", &error);
  bench_come (other, store);
}

static void
fill (const char *dir, guint n, guint n_entries, guint n_conflicts)
{
  g_autoptr (HechaStore) store = bench_open_as (dir, "office", "office");
  guint n_agencies = (n + n / 4 + UNITS_PER_AGENCY - 1) / UNITS_PER_AGENCY;
  Quarter self = {{7}, NULL, n_entries / n > N_FIXED ? n_entries / n - N_FIXED : 0};
  g_autoptr (GError) error = NULL;

  bench_need (hecha_store_set_meta (store, "person", "O01", NULL)
                && hecha_store_set_meta (store, "organisation", "目标办", NULL),
              dir, NULL);
  bench_repeat (store, n_agencies, append_agency, &self);
  bench_repeat (store, 1, append_people, NULL);
  make_round (store, n);
  self.samples = hecha_reader_list (hecha_store_reader (store), "office", "sample", "plan", PLAN, &error);
  bench_need (self.samples != NULL && self.samples->len == n, "the samples", &error);
  bench_repeat (store, n, append_sample, &self);
  bench_repeat (store, n, append_consequence, &self);
  make_conflicts (store, dir, &self, MIN (n, n_conflicts));
  g_ptr_array_unref (self.samples);
}

int
main (int argc, char **argv)
{
  g_set_prgname ("bench-quarter");
  setlocale (LC_ALL, "");
  if (argc != 5)
    {
      g_printerr ("usage: bench-quarter DIR N M CONFLICTS\n");
      return 2;
    }
  fill (argv[1], bench_read_count (argv[2]), bench_read_count (argv[3]), bench_read_count (argv[4]));
  return 0;
}
