/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hecha_paste_async (GdkClipboard *clipboard, const char *dir, GCancellable *cancellable,
                        GAsyncReadyCallback done, gpointer user_data);
GListModel *hecha_paste_finish (GAsyncResult *result, char **path, GError **error);

G_END_DECLS
