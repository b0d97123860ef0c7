/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-store - fills stores for the bench, and measures what no program of ours does by itself.
 *
 *   bench-store fill DIR N           N entries with one finding each in the device's own scope
 *   bench-store act DIR N            N findings through the domain's rule, one commit each; prints the seconds
 *   bench-store attach DIR FILE...   each file becomes evidence, with its entry
 *   bench-store assign DIR N         N assignments
 *   bench-store quarter DIR N M      N assignments, each with a finding, among M entries
 *   bench-store look DIR TARGETS N   what the app shows first: so many targets, and entries up to N
 *   bench-store many CA DIR...       all stores sync at the same time; prints the seconds of each as a line
 *   bench-store again CA DIR N       N syncs with nothing new on one connection; prints the median of their seconds
 */
#include "bench-common.h"

#include "base/hecha-canonical.h"
#include "domain/hecha-finding.h"
#include "evidence/hecha-evidence.h"
#include "store/hecha-files.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-connect.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* ---- fill ---- */

typedef struct
{
  char *scope;
  BenchRandom random;
} Filling;

static gboolean
append_finding (HechaStore *store, guint i, gpointer data, GError **error)
{
  static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable"};
  Filling *filling = data;
  g_autofree char *text = bench_observe (&filling->random);
  g_autofree char *ops = g_strdup_printf (
    "[{\"id\":\"HC2026-01/A01-2026-T%07u-Q2\",\"set\":{\"observation\":\"%s\",\"verdict\":\"%s\"},"
    "\"t\":\"finding\"}]",
    i, text, verdicts[bench_random_below (&filling->random, 4)]);

  return hecha_store_append_ops (store, filling->scope, "I01", ops, error);
}

static Filling
new_filling (HechaStore *store)
{
  g_autofree char *home = hecha_store_get_meta (store, "home");
  Filling filling = {g_strdup (home != NULL ? home : "team:B1"), {g_str_hash (hecha_store_dev (store))}};

  return filling;
}

static void
fill (const char *dir, guint n)
{
  g_autoptr (HechaStore) store = bench_open (dir);
  Filling filling = new_filling (store);

  bench_repeat (store, n, append_finding, &filling);
  g_free (filling.scope);
}

/* ---- act and look ---- */

static gboolean
append_assignment (HechaStore *store, guint i, gpointer data, GError **error)
{
  g_autofree char *ops = g_strdup_printf (
    "[{\"id\":\"HC2026-01/A01-2026-T%07u-Q2\",\"set\":{\"agency\":\"A01\",\"agency_name\":\"水务厅\","
    "\"name\":\"河道治理\",\"persons\":[{\"id\":\"I01\",\"name\":\"顾北辰\",\"role\":\"leader\",\"unit\":"
    "\"督查一处\"}],\"plan\":\"HC2026-01\",\"quarter\":\"2026Q2\",\"requirement\":\"完成\",\"selection\":"
    "\"random\",\"sources\":[],\"standard\":\"一百公里\",\"unit\":\"A01-2026-T%07u-Q2\"},"
    "\"t\":\"assignment\"}]",
    i, i);

  return hecha_store_append_ops (store, "team:B1", "O01", ops, error);
}

static void
become_team (HechaStore *store)
{
  static const char *const meta[][2]
    = {{"role", "team"}, {"home", "team:B1"}, {"person", "I01"}, {"url", "https://127.0.0.1:1"}};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (meta); i++)
    if (!hecha_store_set_meta (store, meta[i][0], meta[i][1], &error))
      bench_fail ("meta", error);
}

static void
act (const char *dir, guint n)
{
  g_autoptr (HechaStore) store = bench_open (dir);
  g_autoptr (GError) error = NULL;
  BenchRandom random = {7};
  gint64 start, total = 0;

  become_team (store);
  bench_repeat (store, n, append_assignment, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = bench_observe (&random);
      g_autofree char *sample = g_strdup_printf ("HC2026-01/A01-2026-T%07u-Q2", i);
      HechaFindingInput input = {.sample = sample, .verdict = "not_met", .observation = text};

      start = g_get_monotonic_time ();
      if (!hecha_store_act (store, "I01", hecha_finding_record, &input, &error))
        bench_fail ("recording", error);
      total += g_get_monotonic_time () - start;
    }
  g_print ("%.4f\n", (double)total / G_USEC_PER_SEC);
}

static void
assign (const char *dir, guint n)
{
  g_autoptr (HechaStore) store = bench_open (dir);

  become_team (store);
  bench_repeat (store, n, append_assignment, NULL);
}

static gboolean
append_target (HechaStore *store, guint i, gpointer data, GError **error)
{
  g_autofree char *ops = g_strdup_printf (
    "[{\"id\":\"A01-2026-T%07u\",\"set\":{\"agency\":\"A01\",\"category\":\"own\",\"content\":\"完成河道治理"
    "一百公里，水质达到三类标准\",\"level1\":\"水务\",\"level2\":\"河湖\",\"name\":\"河道治理 %u\",\"year\":"
    "2026},\"t\":\"target\"}]",
    i, i);

  return hecha_store_append_ops (store, "agency:A01", "O01", ops, error);
}

static void
quarter (const char *dir, guint n, guint n_entries)
{
  g_autoptr (HechaStore) store = bench_open (dir);
  Filling filling;

  become_team (store);
  filling = new_filling (store);
  bench_repeat (store, n, append_assignment, NULL);
  bench_repeat (store, n, append_finding, &filling);
  bench_repeat (store, n_entries - 2 * n, append_target, NULL);
  g_free (filling.scope);
}

static void
look (const char *dir, guint n_targets, guint n_entries)
{
  g_autoptr (HechaStore) store = bench_open (dir);
  guint n_assignments = MIN (1000, n_targets / 24);
  Filling filling;

  become_team (store);
  filling = new_filling (store);
  bench_repeat (store, n_targets, append_target, NULL);
  bench_repeat (store, n_assignments, append_assignment, NULL);
  bench_repeat (store, n_entries - n_targets - n_assignments, append_finding, &filling);
  g_free (filling.scope);
}

/* ---- attach ---- */

static void
attach (const char *dir, int n, char **paths)
{
  g_autoptr (HechaStore) store = bench_open (dir);
  g_autoptr (HechaEvidence) evidence = hecha_evidence_new (dir, hecha_env_system ());
  g_autofree char *home = hecha_store_get_meta (store, "home");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < n; i++)
    {
      g_autofree char *ops = NULL;
      char text[HECHA_DIGEST_TEXT_BYTES];
      HechaDigest digest;
      guint64 size;
      g_auto (HechaTxn) txn = {NULL};

      if (!hecha_evidence_put_file (evidence, paths[i], NULL, NULL, NULL, &digest, &size, &error))
        bench_fail (paths[i], error);
      hecha_digest_to_text (&digest, text);
      ops = g_strdup_printf (
        "[{\"id\":\"HC2026-01/A01-2026-T0000001-Q2/%.16s\",\"set\":{\"assignment\":\"HC2026-01/"
        "A01-2026-T0000001-Q2\",\"author\":\"I01\",\"digest\":\"%s\",\"kind\":\"photo\",\"mime\":\"image/"
        "jpeg\",\"size\":%" G_GUINT64_FORMAT "},\"t\":\"evidence\"}]",
        text + 7, text, size);
      txn = hecha_store_begin (store, &error);
      if (txn.db == NULL || !hecha_store_note_file (store, &digest, (gint64)size, &error)
          || !hecha_store_append_ops (store, home, "I01", ops, &error)
          || !hecha_store_commit (store, &txn, &error))
        bench_fail (paths[i], error);
    }
}

/* ---- many ---- */

typedef struct
{
  HechaStore *store;
  const char *ca;
  GMutex *gate; /* held by the starter until all are ready */
  double seconds;
  char *problem;
} Laptop;

static gpointer
sync_laptop (gpointer data)
{
  Laptop *laptop = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaTransport) transport = NULL;
  g_autoptr (HechaSyncResult) result = NULL;
  gint64 start;

  g_mutex_lock (laptop->gate);
  g_mutex_unlock (laptop->gate);
  start = g_get_monotonic_time ();
  transport = hecha_connect (laptop->store, laptop->ca, &error);
  result = transport != NULL ? hecha_sync (laptop->store, transport, NULL, NULL, NULL, &error) : NULL;
  laptop->seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  if (result == NULL)
    laptop->problem = g_strdup (error->message);
  else if (result->refused->len + result->files_failed->len + result->held->len > 0)
    laptop->problem = g_strdup ("something was refused, held or not sent");
  return NULL;
}

static void
many (const char *ca, guint n, char **dirs)
{
  g_autofree Laptop *laptops = g_new0 (Laptop, n);
  g_autofree GThread **threads = g_new0 (GThread *, n);
  GMutex gate;

  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  for (guint i = 0; i < n; i++)
    {
      laptops[i] = (Laptop) {bench_open (dirs[i]), *ca != '\0' ? ca : NULL, &gate, 0, NULL};
      threads[i] = g_thread_new ("laptop", sync_laptop, &laptops[i]);
    }
  g_mutex_unlock (&gate);
  for (guint i = 0; i < n; i++)
    {
      g_thread_join (threads[i]);
      if (laptops[i].problem != NULL)
        g_printerr ("%s: %s\n", dirs[i], laptops[i].problem);
      g_print ("%.4f %s\n", laptops[i].seconds, laptops[i].problem != NULL ? "failed" : "ok");
      hecha_store_close (laptops[i].store);
      g_free (laptops[i].problem);
    }
  g_mutex_clear (&gate);
}

/* ---- again ---- */

static gint
compare_seconds (gconstpointer a, gconstpointer b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return left < right ? -1 : left > right;
}

static void
sync_again (const char *ca, const char *dir, guint n)
{
  g_autoptr (HechaStore) store = bench_open (dir);
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaTransport) transport = hecha_connect (store, *ca != '\0' ? ca : NULL, &error);
  g_autofree double *seconds = g_new0 (double, n);

  for (guint i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (HechaSyncResult) result
        = transport != NULL ? hecha_sync (store, transport, NULL, NULL, NULL, &error) : NULL;

      if (result == NULL)
        bench_fail (dir, error);
      if (result->rounds != 1)
        bench_fail ("more than one round trip", NULL);
      seconds[i] = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
    }
  qsort (seconds, n, sizeof *seconds, compare_seconds);
  g_print ("%.6f\n", seconds[n / 2]);
}

int
main (int argc, char **argv)
{
  const char *command = argc > 2 ? argv[1] : "";

  setlocale (LC_ALL, "");
  if (argc == 4 && strcmp (command, "fill") == 0)
    fill (argv[2], bench_read_count (argv[3]));
  else if (argc == 4 && strcmp (command, "act") == 0)
    act (argv[2], bench_read_count (argv[3]));
  else if (argc == 4 && strcmp (command, "assign") == 0)
    assign (argv[2], bench_read_count (argv[3]));
  else if (argc == 5 && strcmp (command, "quarter") == 0)
    quarter (argv[2], bench_read_count (argv[3]), bench_read_count (argv[4]));
  else if (argc == 5 && strcmp (command, "look") == 0)
    look (argv[2], bench_read_count (argv[3]), bench_read_count (argv[4]));
  else if (argc > 3 && strcmp (command, "attach") == 0)
    attach (argv[2], argc - 3, argv + 3);
  else if (argc > 3 && strcmp (command, "many") == 0)
    many (argv[2], (guint)argc - 3, argv + 3);
  else if (argc == 5 && strcmp (command, "again") == 0)
    sync_again (argv[2], argv[3], bench_read_count (argv[4]));
  else
    {
      g_printerr ("usage: bench-store fill|act|assign|quarter|look|attach|many|again …\n");
      return 2;
    }
  return 0;
}
