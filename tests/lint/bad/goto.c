/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/base/hecha-bad.c line 8 */

int
hecha_bad (int n)
{
  if (n < 0)
    goto out; /* a comment may say goto */
  n++;
out:
  return n;
}
