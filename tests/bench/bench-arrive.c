/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-arrive - what the office's laptop does with what comes from others.
 *
 *   bench-arrive one TEAM OFFICE N       a finding of TEAM comes to OFFICE, N times, each by itself, and its lists are
 *                                        brought up to date; prints the median of their seconds
 *   bench-arrive settle A B OFFICE N M   A and B disagree about N findings, which come to OFFICE; prints the seconds of
 *                                        listing the conflicts, and of settling M alike ones with one decision
 */
#include "bench-common.h"

#include "domain/hecha-ruling.h"
#include "store/hecha-work.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* More than one look at what changed takes. */
#define BUDGET_US (60 * G_USEC_PER_SEC)

static void
append (HechaStore *store, guint first, guint n, const char *verdict)
{
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = hecha_store_begin (store, &error);

  for (guint i = first; i < first + n && error == NULL; i++)
    {
      g_autofree char *ops = g_strdup_printf (
        "[{\"id\":\"HC2026-01/A01-2026-T%07u-Q2\",\"set\":{\"observation\":\"现场核查：进度与申报"
        "不符，已经拍照\",\"verdict\":\"%s\"},\"t\":\"finding\"}]",
        i, verdict);

      hecha_store_append_ops (store, "team:B1", "I01", ops, &error);
    }
  bench_need (error == NULL && hecha_store_sign_heads (store, &error)
                && hecha_store_commit (store, &txn, &error),
              "appending", &error);
}

static void
refresh (HechaStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaWork) work = hecha_work_open (store, &error);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean more = FALSE;

  bench_need (work != NULL && hecha_work_refresh (work, BUDGET_US, changed, &more, &error) && !more,
              "the lists", &error);
}

static double
seconds_since (gint64 start_us)
{
  return (double)(g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return left < right ? -1 : left > right;
}

static void
one (const char *team_dir, const char *office_dir, guint n)
{
  g_autoptr (HechaStore) team = bench_open_as (team_dir, "team", "team:B1");
  g_autoptr (HechaStore) office = bench_open_as (office_dir, "office", "office");
  g_autofree double *seconds = g_new0 (double, n);

  refresh (office);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) lines = NULL;
      gint64 start;

      append (team, i, 1, "not_met");
      lines = bench_pack (team, office);
      start = g_get_monotonic_time ();
      bench_take (office, lines);
      refresh (office);
      seconds[i] = seconds_since (start);
    }
  qsort (seconds, n, sizeof *seconds, compare);
  g_print ("%.6f\n", seconds[n / 2]);
}

/* Those whose values two devices wrote, of one field. */
static GPtrArray *
list_alike (HechaStore *office, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = hecha_store_conflicts (office, TRUE, &error);
  GPtrArray *alike = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_conflict_free);

  bench_need (all != NULL && all->len >= n, "listing", &error);
  g_ptr_array_extend_and_steal (alike, g_steal_pointer (&all));
  g_ptr_array_set_size (alike, (int)n);
  return alike;
}

static void
settle (const char *one_dir, const char *other_dir, const char *office_dir, guint n, guint n_alike)
{
  g_autoptr (HechaStore) first = bench_open_as (one_dir, "team", "team:B1");
  g_autoptr (HechaStore) second = bench_open_as (other_dir, "team", "team:B1");
  g_autoptr (HechaStore) office = bench_open_as (office_dir, "office", "office");
  g_autoptr (GPtrArray) alike = NULL;
  g_autoptr (GError) error = NULL;
  HechaSettleInput input = {NULL, NULL, "以后到场的一组为准", 0};
  double listed;
  gint64 start;

  append (first, 0, n, "met");
  append (second, 0, n, "not_met");
  bench_come (first, office);
  bench_come (second, office);
  start = g_get_monotonic_time ();
  alike = list_alike (office, n_alike);
  listed = seconds_since (start);
  input.conflicts = alike;
  input.taken = g_ptr_array_index (((HechaConflict *)g_ptr_array_index (alike, 0))->values, 0);
  start = g_get_monotonic_time ();
  bench_need (hecha_store_act (office, "O01", hecha_ruling_settle, &input, &error), "settling", &error);
  g_print ("%.4f %.4f\n", listed, seconds_since (start));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 5 && strcmp (argv[1], "one") == 0)
    one (argv[2], argv[3], bench_read_count (argv[4]));
  else if (argc == 7 && strcmp (argv[1], "settle") == 0)
    settle (argv[2], argv[3], argv[4], bench_read_count (argv[5]), bench_read_count (argv[6]));
  else
    {
      g_printerr ("usage: bench-arrive one TEAM OFFICE N | settle A B OFFICE N M\n");
      return 2;
    }
  return 0;
}
