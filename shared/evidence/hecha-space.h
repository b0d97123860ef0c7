/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-files.h"

G_BEGIN_DECLS

gboolean
hecha_space_free (HechaStore *store, GCancellable *cancellable, HechaFileCounts *freed, GError **error);

G_END_DECLS
