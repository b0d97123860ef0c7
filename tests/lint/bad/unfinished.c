/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as app/hecha-bad.c line 4 */

/* TODO: draw it */
