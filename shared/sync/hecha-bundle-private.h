/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/hecha-bundle.h"

#include <sodium.h>

G_BEGIN_DECLS

#define HECHA_BUNDLE_MAGIC       "hecha-bundle"
#define HECHA_BUNDLE_MAGIC_BYTES 12
#define HECHA_BUNDLE_VERSION     1
#define HECHA_BUNDLE_ID_BYTES    16
#define HECHA_BUNDLE_KEY_BYTES   crypto_secretstream_xchacha20poly1305_KEYBYTES
#define HECHA_BUNDLE_CHUNK_BYTES (64 * 1024)
#define HECHA_BUNDLE_SEAL_BYTES  (HECHA_BUNDLE_CHUNK_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES)

#define HECHA_BUNDLE_LINES 'L'
#define HECHA_BUNDLE_FILE  'E'
#define HECHA_BUNDLE_END   'Z'

/* Of a record: kind and length. */
#define HECHA_BUNDLE_HEAD_BYTES 9
/* Of the last record: three counts. */
#define HECHA_BUNDLE_END_BYTES 24

/* What stands before the chunks. All are arrays of bytes, so there is nothing between them. */
typedef struct
{
  guint8 magic[HECHA_BUNDLE_MAGIC_BYTES];
  guint8 version[4];
  guint8 recipient[HECHA_BUNDLE_ID_BYTES];
  guint8 sealed[HECHA_BUNDLE_KEY_BYTES + crypto_box_SEALBYTES];
} HechaBundleHead;

G_STATIC_ASSERT (sizeof (HechaBundleHead) == 112);

/* Gives exactly @n_bytes of the text, or an error. */
typedef gboolean (*HechaBundlePull) (gpointer source, void *bytes, gsize n_bytes, GError **error);

gboolean hecha_bundle_read_opened (GInputStream *source, const HechaBundleHead *head,
                                   const guint8 key[HECHA_BUNDLE_KEY_BYTES], const HechaBundleSink *sink,
                                   gpointer data, GCancellable *cancellable, HechaBundleCounts *counts,
                                   GError **error);
gboolean hecha_bundle_read_records (HechaBundlePull pull, gpointer source, const HechaBundleSink *sink,
                                    gpointer data, HechaBundleCounts *counts, GError **error);

G_END_DECLS
