/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

gboolean hecha_store_check_wipe (HechaStore *self, GError **error);
gboolean hecha_wipe_folder (const char *dir, const HechaEnv *env, GError **error);

G_END_DECLS
