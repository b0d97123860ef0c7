/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seeds.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static GPrivate current; /* the seed of this thread's world */

typedef struct
{
  SeedsFunc func;
  gpointer data;
} Run;

/* Nothing but write() is safe here. */
static void
print_seed (int signal_number)
{
  char line[] = "seed 0000000000: run it alone with HECHA_SEED\n";
  guint seed = GPOINTER_TO_UINT (g_private_get (&current));

  for (char *digit = line + 14; digit > line + 4; digit--, seed /= 10)
    *digit = (char)('0' + seed % 10);
  (void)!write (STDERR_FILENO, line, strlen (line));
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

static void
run_one (gpointer seed, gpointer data)
{
  const Run *run = data;

  g_private_set (&current, seed);
  run->func ((guint32)GPOINTER_TO_UINT (seed), run->data);
}

static guint
number_of (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL && text[0] != '\0' ? (guint)g_ascii_strtoull (text, NULL, 10) : otherwise;
}

void
seeds_run (guint n_default, SeedsFunc func, gpointer data)
{
  guint alone = number_of ("HECHA_SEED", 0), first = number_of ("HECHA_FIRST_SEED", 1);
  guint n = number_of ("HECHA_SEEDS", n_default);
  gint64 began = g_get_monotonic_time ();
  Run run = {func, data};
  GThreadPool *pool;

  /* counting what SQLite allocates costs a lock at each allocation, for which all worlds wait */
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  signal (SIGABRT, print_seed);
  signal (SIGSEGV, print_seed);
  signal (SIGTRAP, print_seed);
  if (alone != 0)
    {
      run_one (GUINT_TO_POINTER (alone), &run);
      return;
    }
  pool = g_thread_pool_new (run_one, &run, (gint)g_get_num_processors (), TRUE, NULL);
  for (guint i = 0; i < n; i++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (first + i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_test_message ("%u seeds, %.1f seeds/s", n, n * 1e6 / (double)MAX (g_get_monotonic_time () - began, 1));
}
