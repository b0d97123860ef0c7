/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/base/hecha-bad.h line 12 */
#pragma once

#include <glib.h>

#define HECHA_BAD(x) (hecha_bad_macro (x))
G_DECLARE_FINAL_TYPE (HechaBad, hecha_bad, HECHA, BAD, GObject)
typedef gboolean (*HechaBadFunc) (int n);

gboolean
hecha_bad_never_described (int n, void (*func) (int n)) G_GNUC_WARN_UNUSED_RESULT;
