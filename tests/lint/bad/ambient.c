/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/domain/hecha-bad.c line 9 */

#include <glib.h>

gint64
hecha_bad (void)
{
  return g_get_real_time ();
}
