/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_WAITING_GROUP (hecha_waiting_group_get_type ())
G_DECLARE_FINAL_TYPE (HechaWaitingGroup, hecha_waiting_group, HECHA, WAITING_GROUP, AdwPreferencesGroup)

void hecha_waiting_group_show (HechaWaitingGroup *self, GPtrArray *files, guint64 n_all);
void
hecha_waiting_group_set_progress (HechaWaitingGroup *self, const char *digest, gint64 done, gint64 total);

G_END_DECLS
