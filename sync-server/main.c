/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-server-command.h"

#include "base/hecha-locale.h"

#include <sys/stat.h>

int
main (int argc, char **argv)
{
  hecha_locale_bind ();
  umask (0077); /* keys, database and evidence are the server's alone */
  return hecha_server_command_run ((const char *const *)argv, hecha_env_system (), stdout, stderr);
}
