/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-application.h"

#include "base/hecha-locale.h"

#include <sys/resource.h>

int
main (int argc, char **argv)
{
  static const struct rlimit none = {0, 0};
  g_autoptr (HechaApplication) application = NULL;

  setrlimit (RLIMIT_CORE, &none); /* a core dump would hold what nobody may read */
  hecha_locale_bind ();
  application = hecha_application_new (hecha_env_system ());
  return g_application_run (G_APPLICATION (application), argc, argv);
}
