/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-objections.h"

#include "store/hecha-results.h"

/* The doubt also says that somebody refused to sign: only what the agency wrote can become an appeal. */
static gboolean
add_objection (HechaStore *store, const HechaResult *result, const HechaCalendar *calendar,
               const GDate *today, GPtrArray *rows, GError **error)
{
  g_autoptr (HechaAppealRow) row
    = hecha_appeal_row_load (hecha_store_reader (store), result->scope, result->id, calendar, today, error);

  if (row == NULL)
    return FALSE;
  if (row->appeal.state == HECHA_APPEAL_NONE && hecha_appeal_find_objection (row->assignment) != NULL)
    g_ptr_array_add (rows, g_steal_pointer (&row));
  return TRUE;
}

/**
 * hecha_objections_list:
 * @store: the office's
 * @calendar: working days
 * @today: China date
 * @budget_us: microseconds to look at what was recorded since the last time
 * @more: (out): whether something is left to look at
 * @error: when reading failed
 *
 * What inspected agencies wrote beside their signature in the field, and nobody filed as an appeal yet (P3 4.3 a,
 * R011).
 * Found in the lists of work, so that not every signed page is read for it.
 *
 * Returns: (transfer full) (nullable) (element-type HechaAppealRow): by agency and unit
 */
GPtrArray *
hecha_objections_list (HechaStore *store, const HechaCalendar *calendar, const GDate *today, gint64 budget_us,
                       gboolean *more, GError **error)
{
  g_autoptr (HechaWork) work = hecha_work_open (store, error);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HechaResults) results = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_appeal_row_free);

  if (work == NULL || !hecha_work_refresh (work, budget_us, changed, more, error))
    return NULL;
  results = hecha_results_load (work, error);
  for (guint i = 0; results != NULL && i < results->rows->len; i++)
    {
      const HechaResult *result = hecha_results_get (results, i);

      if ((result->doubts & HECHA_DOUBT_OBJECTED) != 0
          && !add_objection (store, result, calendar, today, rows, error))
        return NULL;
    }
  return results != NULL ? g_steal_pointer (&rows) : NULL;
}
