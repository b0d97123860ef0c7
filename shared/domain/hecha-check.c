/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-check.h"

#include <glib/gi18n-lib.h>

static void
free_check (gpointer data)
{
  HechaCheck *check = data;

  g_free (check->detail);
  g_free (check);
}

/**
 * hecha_checks_new:
 *
 * Returns: (transfer full) (element-type HechaCheck): nothing was checked yet
 */
GPtrArray *
hecha_checks_new (void)
{
  return g_ptr_array_new_with_free_func (free_check);
}

/**
 * hecha_checks_add:
 * @self: (element-type HechaCheck): what was checked
 * @what: (not owned): what it is now, in the language of the reader
 * @ok: whether it holds
 * @detail: (transfer full): what was found
 */
void
hecha_checks_add (GPtrArray *self, const char *what, gboolean ok, char *detail)
{
  HechaCheck *check = g_new0 (HechaCheck, 1);

  check->what = what;
  check->ok = ok;
  check->detail = detail;
  g_ptr_array_add (self, check);
}

/**
 * hecha_checks_compare:
 * @self: (element-type HechaCheck): what was checked
 * @what: (not owned): what it is now, in the language of the reader
 * @recorded: (nullable): as it stands on record
 * @computed: as it was computed now
 */
void
hecha_checks_compare (GPtrArray *self, const char *what, const char *recorded, const char *computed)
{
  gboolean ok = g_strcmp0 (recorded, computed) == 0;

  hecha_checks_add (self, what, ok,
                    ok ? g_strdup (computed)
                       : g_strdup_printf (_ ("recorded %s, computed %s"),
                                          recorded != NULL ? recorded : _ ("nothing"), computed));
}
