/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/report/hecha-bad.c line 4 */

#include <gtk/gtk.h>
