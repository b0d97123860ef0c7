/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-location.h"

#include "domain/hecha-place.h"

#include <geoclue.h>
#include <math.h>

#define DESKTOP_ID "io.github.hecha.Hecha"

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GClueSimple) simple = gclue_simple_new_finish (result, &error);
  g_autofree char *place = NULL;
  GClueLocation *location;

  if (simple == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  location = gclue_simple_get_location (simple);
  place = hecha_place_dup_text (llround (gclue_location_get_latitude (location) * HECHA_PLACE_PER_DEGREE),
                                llround (gclue_location_get_longitude (location) * HECHA_PLACE_PER_DEGREE));
  g_task_return_pointer (
    task, g_strdup_printf ("%s±%.0f", place, ceil (gclue_location_get_accuracy (location))), g_free);
}

/**
 * hecha_location_find_async:
 * @cancellable: (nullable): to wait no longer
 * @done: called with the answer
 * @user_data: for @done
 *
 * Asks the desktop's position service once where this laptop is, because a person asked for it.
 */
void
hecha_location_find_async (GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, done, user_data);

  g_task_set_source_tag (task, hecha_location_find_async);
  gclue_simple_new (DESKTOP_ID, GCLUE_ACCURACY_LEVEL_EXACT, cancellable, found_cb, task);
}

/**
 * hecha_location_find_finish:
 * @result: what @done was given
 * @error: there is no such service, it does not know, or it may not say
 *
 * Returns: (transfer full) (nullable): `LAT, LON±METRES`, in WGS-84
 */
char *
hecha_location_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
