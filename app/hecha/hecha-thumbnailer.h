/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-fetching.h"

#include "base/hecha-env.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_THUMBNAILER (hecha_thumbnailer_get_type ())
G_DECLARE_FINAL_TYPE (HechaThumbnailer, hecha_thumbnailer, HECHA, THUMBNAILER, GObject)

HechaThumbnailer *hecha_thumbnailer_new (const char *store_dir, const HechaEnv *env);
void hecha_thumbnailer_set_fetching (HechaThumbnailer *self, HechaFetching *fetching, gboolean small);
gboolean hecha_thumbnailer_can_show (const char *kind);
void hecha_thumbnailer_load_async (HechaThumbnailer *self, const char *digest, const char *kind,
                                   GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data);
void
hecha_thumbnailer_load_large_async (HechaThumbnailer *self, const char *digest, const char *kind, int size,
                                    GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data);
GdkTexture *hecha_thumbnailer_load_finish (HechaThumbnailer *self, GAsyncResult *result, GError **error);

G_END_DECLS
