/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-store.h"

#include "base/hecha-error.h"
#include "domain/hecha-package.h"
#include "domain/hecha-visit.h"
#include "store/hecha-lock.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* getpass() would take what a pipe has. */
static gboolean
has_terminal (void)
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/* (transfer full) (nullable): from the file that the environment names, else from the person at the terminal */
static char *
dup_passphrase (GError **error)
{
  const char *path = g_getenv ("HECHA_PASSPHRASE_FILE");
  char *text = NULL;

  if (path != NULL)
    return g_file_get_contents (path, &text, NULL, error) ? g_strdelimit (text, "\r\n", '\0') : NULL;
  text = has_terminal () ? getpass (_ ("Passphrase: ")) : NULL;
  if (text == NULL)
    g_set_error_literal (
      error, HECHA_ERROR, HECHA_ERROR_LOCKED,
      _ ("This store is locked, and there is no terminal to ask for its passphrase; name a "
         "file in HECHA_PASSPHRASE_FILE"));
  return g_strdup (text);
}

static HechaStore *
open_unlocked (const char *dir, GError **error)
{
  g_autoptr (HechaStore) store = hecha_store_open (dir, HECHA_STORE_LAPTOP, hecha_env_system (), error);
  g_autofree char *passphrase = NULL;

  if (store == NULL || !hecha_store_is_locked (store))
    return g_steal_pointer (&store);
  passphrase = dup_passphrase (error);
  return passphrase != NULL && hecha_store_unlock (store, passphrase, error) ? g_steal_pointer (&store)
                                                                             : NULL;
}

/* What may be done with a package at any time: to return it, and to see how it stands. */
static gboolean
is_of_any_time (HechactlInvocation *self)
{
  static const char *const words[]
    = {"enrol", "sync", "status", "verify", "digest", "bundle export", "bundle import", "wipe"};

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (hechactl_invocation_get_words (self), words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_package (HechactlInvocation *self, HechaStore *store, GError **error)
{
  g_autofree char *home = hecha_store_get_meta (store, "home");
  g_autofree char *today = hecha_visit_dup_today (hecha_store_env (store));

  return is_of_any_time (self) || hecha_package_check_open (hecha_store_reader (store), home, today, error);
}

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
    {
      g_autoptr (HechaStore) store = open_unlocked (dir, error);

      return store != NULL && check_package (self, store, error) ? g_steal_pointer (&store) : NULL;
    }
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
