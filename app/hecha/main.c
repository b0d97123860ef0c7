/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-application.h"

#include "base/hecha-locale.h"

int
main (int argc, char **argv)
{
  g_autoptr (HechaApplication) application = NULL;

  hecha_locale_bind ();
  application = hecha_application_new (hecha_env_system ());
  return g_application_run (G_APPLICATION (application), argc, argv);
}
