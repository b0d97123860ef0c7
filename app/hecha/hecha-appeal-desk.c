/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-appeal-desk.h"

#include "domain/hecha-calendar-local.h"
#include "store/hecha-objections.h"

/* Microseconds that a reading may look at what was recorded since the last one. */
#define BUDGET_US G_GINT64_CONSTANT (100000)

static GPtrArray *
list_appeals (HechaStore *store, const HechaCalendar *calendar, GDate *today, GError **error)
{
  hecha_date_from_ms (today, hecha_env_now_ms (hecha_store_env (store)));
  return hecha_appeal_list (hecha_store_reader (store), NULL, calendar, today, error);
}

/**
 * hecha_appeal_desk_work:
 * @store: the office's store
 * @data: nothing
 * @cancellable: nothing
 * @error: when reading failed
 *
 * A #HechaStoreWork.
 *
 * Returns: (transfer full) (nullable): a #HechaAppealDesk
 */
gpointer
hecha_appeal_desk_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (hecha_store_reader (store), error);
  g_autoptr (HechaAppealDesk) self = g_new0 (HechaAppealDesk, 1);
  GDate today;

  self->appeals = calendar != NULL ? list_appeals (store, calendar, &today, error) : NULL;
  self->objections = self->appeals != NULL
                       ? hecha_objections_list (store, calendar, &today, BUDGET_US, &self->more, error)
                       : NULL;
  return self->objections != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * hecha_appeal_desk_free:
 * @self: (transfer full) (nullable): what was read
 */
void
hecha_appeal_desk_free (HechaAppealDesk *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->appeals, g_ptr_array_unref);
  g_clear_pointer (&self->objections, g_ptr_array_unref);
  g_free (self);
}

/**
 * hecha_appeal_desk_count:
 * @store: the office's store, on its thread
 * @count: (out): appeals that somebody has to do something about
 * @error: when reading failed
 *
 * Returns: whether they could be counted
 */
gboolean
hecha_appeal_desk_count (HechaStore *store, guint *count, GError **error)
{
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (hecha_store_reader (store), error);
  g_autoptr (GPtrArray) appeals = NULL;
  GDate today;

  appeals = calendar != NULL ? list_appeals (store, calendar, &today, error) : NULL;
  for (guint i = 0; appeals != NULL && i < appeals->len; i++)
    *count += hecha_appeal_is_open (((HechaAppealRow *)appeals->pdata[i])->appeal.state);
  return appeals != NULL;
}
