/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/base/hecha-bad.h line 1 */

extern int hecha_bad;
