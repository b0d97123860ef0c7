/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-application.h"

#include <glib/gi18n.h>
#include <locale.h>

static void
bind_translations (void)
{
  const char *dir = g_getenv ("HECHA_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL && *dir != '\0' ? dir : HECHA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (HechaApplication) application = NULL;

  bind_translations ();
  application = hecha_application_new (hecha_env_system ());
  return g_application_run (G_APPLICATION (application), argc, argv);
}
