/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/domain/hecha-bad.c line 9 */

#include <stdlib.h>

int
hecha_bad (const char *text)
{
  return atoi (text); /* "atoi (" in a string is no call */
}
