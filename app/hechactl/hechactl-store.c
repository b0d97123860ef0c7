/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-store.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>

/**
 * hechactl_store_open:
 * @self: what was asked
 * @error: %HECHA_ERROR_NOT_FOUND, or as of hecha_store_open()
 *
 * Opens the store that `--store` names. It has to exist: a mistyped name must not make one.
 *
 * Returns: (transfer full) (nullable): the store
 */
HechaStore *
hechactl_store_open (HechactlInvocation *self, GError **error)
{
  const char *dir = hechactl_invocation_get (self, "store");
  g_autofree char *path = g_build_filename (dir, "hecha.db", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return hecha_store_open (dir, HECHA_STORE_LAPTOP, hecha_env_system (), error);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND,
               _ ("There is no store in %s; enrol this device first"), dir);
  return NULL;
}

/**
 * hechactl_store_dup_person:
 * @self: what was asked
 * @store: the open store
 *
 * Returns: (transfer full): who acts: the value of `--as`, else the person of the invitation; empty for nobody
 */
char *
hechactl_store_dup_person (HechactlInvocation *self, HechaStore *store)
{
  const char *as = hechactl_invocation_get (self, "as");
  char *person = as != NULL ? g_strdup (as) : hecha_store_get_meta (store, "person");

  return person != NULL ? person : g_strdup ("");
}

/**
 * hechactl_store_act:
 * @self: what was asked
 * @store: the open store
 * @func: a rule of the domain
 * @input: what the rule was asked
 * @error: as of hecha_store_act()
 *
 * Does one action in the name of hechactl_store_dup_person().
 *
 * Returns: whether it is recorded
 */
gboolean
hechactl_store_act (HechactlInvocation *self, HechaStore *store, HechaActFunc func, gpointer input,
                    GError **error)
{
  g_autofree char *person = hechactl_store_dup_person (self, store);

  return hecha_store_act (store, person, func, input, error);
}
