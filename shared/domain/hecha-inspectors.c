/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-inspectors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"

#define LEAST_SIZE 2 /* P3 4.3: at least two persons inspect together */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const HechaInspectorRow *first = a, *second = b;
  int order = strcmp (first->ticket, second->ticket);

  return order != 0 ? order : strcmp (first->id, second->id);
}

static gboolean
check_pool (const char *const *pool, guint n_teams, guint size, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = g_strv_length ((char **)pool);

  for (guint i = 0; i < n; i++)
    if (*pool[i] == '\0' || !g_hash_table_add (seen, (gpointer)pool[i]))
      {
        g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                     *pool[i] == '\0' ? _ ("the inspector “%s” stands in the pool without a name")
                                      : _ ("the inspector “%s” stands in the pool twice"),
                     pool[i]);
        return FALSE;
      }
  if (n_teams == 0 || size < LEAST_SIZE)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("there must be at least one team, of at least two inspectors (4.3), not %u of %u"),
                   n_teams, size);
      return FALSE;
    }
  if ((guint64)n_teams * size > n)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("%u teams of %u need more than the %u inspectors of the pool"), n_teams, size, n);
      return FALSE;
    }
  return TRUE;
}

/**
 * hecha_inspectors_draw:
 * @algorithm: which digest
 * @seed: the seed S of the draw of the samples
 * @pool: (array zero-terminated=1): ids of the inspectors, without those who are known to be recused
 * @n_teams: how many teams
 * @size: inspectors of a team, at least 2
 *
 * Position p goes to team p mod @n_teams. Fails with %HECHA_ERROR_REFUSED when the pool is too small or names
 * somebody twice.
 *
 * Returns: (transfer full) (nullable) (element-type HechaInspectorRow): the members of all teams by position; the
 *   ids stay the pool's
 */
GArray *
hecha_inspectors_draw (HechaSamplingAlgorithm algorithm, const char *seed, const char *const *pool,
                       guint n_teams, guint size, GError **error)
{
  g_autofree char *pool_seed = g_strconcat (seed, ";pool=inspectors", NULL);
  g_autoptr (HechaTicketer) ticketer = NULL;
  GArray *rows;

  if (!check_pool (pool, n_teams, size, error))
    return NULL;
  ticketer = hecha_ticketer_new (algorithm, pool_seed, error);
  if (ticketer == NULL)
    return NULL;

  rows = g_array_new (FALSE, TRUE, sizeof (HechaInspectorRow));
  for (guint i = 0; pool[i] != NULL; i++)
    {
      HechaInspectorRow row = {.id = pool[i]};

      hecha_ticketer_get (ticketer, pool[i], row.ticket);
      g_array_append_val (rows, row);
    }
  g_array_sort (rows, compare_rows);
  g_array_set_size (rows, n_teams * size);

  for (guint i = 0; i < rows->len; i++)
    {
      HechaInspectorRow *row = &g_array_index (rows, HechaInspectorRow, i);

      row->position = i;
      row->team = i % n_teams;
      row->leader = i < n_teams;
    }
  return rows;
}

/**
 * hecha_inspectors_choose_team:
 * @sample: which sample, from 0
 * @n_teams: how many teams, at least 1
 * @recused: (array length=n_teams) (nullable): teams with a member who is recused from this sample
 *
 * Sample i goes to team i mod @n_teams, or to the next one, cyclically, without a recused member.
 *
 * Returns: the team, from 0; -1 when every team has one, and the office must decide
 */
int
hecha_inspectors_choose_team (guint sample, guint n_teams, const gboolean *recused)
{
  g_return_val_if_fail (n_teams > 0, -1);

  for (guint i = 0; i < n_teams; i++)
    {
      guint team = (sample % n_teams + i) % n_teams;

      if (recused == NULL || !recused[team])
        return (int)team;
    }
  return -1;
}
