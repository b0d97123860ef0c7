/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/evidence/hecha-bad.c line 9 */

#include <stdio.h>

int
hecha_bad (const char *from, const char *to)
{
  return rename (from, to); /* disk->rename (disk, from, to) is the way */
}
