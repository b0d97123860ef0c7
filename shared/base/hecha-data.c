/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-data.h"

/**
 * hecha_data_path:
 * @name: a file of the folder data/, such as "calendar/working-days.tsv"
 *
 * The folder that HECHA_DATA_DIR names comes first, so that a program runs from its build folder and an office can use
 * newer tables; else it is where the program was installed.
 *
 * Returns: (transfer full): where the file should be
 */
char *
hecha_data_path (const char *name)
{
  const char *folder = g_getenv ("HECHA_DATA_DIR");

  return g_build_filename (folder != NULL && *folder != '\0' ? folder : HECHA_DATADIR, name, NULL);
}
