/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hecha_location_find_async (GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data);
char *hecha_location_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
