/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Counts failures by where they come from, so that nobody tries codes by the thousand. One thread only. */

typedef struct _HechaTries HechaTries;

HechaTries *hecha_tries_new (guint most, gint64 window_ms);
void hecha_tries_free (HechaTries *self);
gboolean hecha_tries_allowed (HechaTries *self, const char *who, gint64 now_ms);
void hecha_tries_failed (HechaTries *self, const char *who, gint64 now_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTries, hecha_tries_free)

G_END_DECLS
