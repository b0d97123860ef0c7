/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as tests/base/test-bad.c line 9 */

#include <glib.h>

static void
test_bad (void)
{
  g_print ("got here\n");
}
