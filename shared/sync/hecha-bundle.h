/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"
#include "base/hecha-key.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The container of an offline bundle: what is in it means nothing here.
 *
 *   12 bytes  "hecha-bundle"
 *    4        version, big-endian: 1
 *   16        id of the recipient: the first half of SHA-256 of its Ed25519 key
 *   80        a fresh key, sealed to the recipient's X25519 key (libsodium crypto_box_seal)
 *   24        header of crypto_secretstream_xchacha20poly1305
 *    …        its chunks: 64 KiB of text and 17 bytes each; only the last may be shorter, and only it has the final
 *             tag. The first 112 bytes of the file are additional data of the first chunk.
 *
 * The text is records: a byte for the kind, 8 bytes of length, big-endian, and so many bytes.
 *
 *   'L'  lines of JSON as in /v1/sync, one zstd frame that declares its size, at most 4 MiB
 *   'E'  32 bytes of SHA-256, then the file
 *   'Z'  the last: how many 'L', how many 'E', bytes of files; 8 bytes each, big-endian
 */

#define HECHA_BUNDLE_MAX_LINES (4 * 1024 * 1024)

typedef struct _HechaBundleWriter HechaBundleWriter;

/**
 * HechaBundleCounts:
 * @n_lines: records of lines
 * @n_files: files of evidence
 * @file_bytes: bytes of these
 */
typedef struct
{
  guint64 n_lines;
  guint64 n_files;
  guint64 file_bytes;
} HechaBundleCounts;

/**
 * HechaBundleSink:
 * @lines: takes lines, whole, each ended by LF
 * @begin_file: a file comes: its digest, as announced, and its size
 * @file_bytes: the next piece of it
 * @end_file: all of it came; whether it is what was announced is for the sink to check
 *
 * What takes the content of a bundle; each returns whether to go on. What was handed on is authentic as far as it goes,
 * also when the rest of the bundle turns out to be damaged: only the end says whether there was more.
 */
typedef struct
{
  gboolean (*lines) (const char *lines, gsize n_bytes, gpointer data, GError **error);
  gboolean (*begin_file) (const HechaDigest *digest, guint64 size, gpointer data, GError **error);
  gboolean (*file_bytes) (const void *bytes, gsize n_bytes, gpointer data, GError **error);
  gboolean (*end_file) (gpointer data, GError **error);
} HechaBundleSink;

/**
 * HechaBundleProgress:
 * @checking: whether what was written is read back now
 * @done: bytes of files, so far
 * @total: bytes of all its files
 * @data: for whom it is
 *
 * How far a bundle in the making is. Called on the thread that makes it, after each piece of a file.
 */
typedef void (*HechaBundleProgress) (gboolean checking, guint64 done, guint64 total, gpointer data);

HechaBundleWriter *
hecha_bundle_writer_new (const char *path, const HechaKey *recipient, const HechaEnv *env, GError **error);
void hecha_bundle_writer_free (HechaBundleWriter *self);
void hecha_bundle_writer_set_progress (HechaBundleWriter *self, guint64 total, HechaBundleProgress progress,
                                       gpointer data);
gboolean
hecha_bundle_writer_add_lines (HechaBundleWriter *self, const char *lines, gsize n_bytes, GError **error);
gboolean hecha_bundle_writer_add_file (HechaBundleWriter *self, const HechaDigest *digest, guint64 size,
                                       GInputStream *source, GCancellable *cancellable, GError **error);
gboolean hecha_bundle_writer_finish (HechaBundleWriter *self, GCancellable *cancellable,
                                     HechaBundleCounts *counts, GError **error);

gboolean
hecha_bundle_read (GInputStream *source, const HechaKey *own, const HechaBundleSink *sink, gpointer data,
                   GCancellable *cancellable, HechaBundleCounts *counts, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaBundleWriter, hecha_bundle_writer_free)

G_END_DECLS
