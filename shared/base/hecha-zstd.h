/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Zstandard (RFC 8878) with a bound on what comes out: a few bytes of it can stand for gigabytes. */

/* The level for lines of JSON: a higher one costs far more time than it saves on the road. */
#define HECHA_ZSTD_LEVEL 3

/* 2^23 = 8 MiB: what every decoder must support by RFC 8878, and all the memory that we give to one. */
#define HECHA_ZSTD_WINDOW_LOG 23

typedef struct _HechaZstdEncoder HechaZstdEncoder;
typedef struct _HechaZstdDecoder HechaZstdDecoder;

GBytes *hecha_zstd_compress (const void *bytes, gsize n_bytes, int level);
gboolean hecha_zstd_declared_size (const void *bytes, gsize n_bytes, guint64 *size);
gboolean
hecha_zstd_decompress (const void *bytes, gsize n_bytes, gsize max_out, GByteArray *out, GError **error);

HechaZstdEncoder *hecha_zstd_encoder_new (int level);
void hecha_zstd_encoder_add (HechaZstdEncoder *self, const void *bytes, gsize n_bytes, GByteArray *out);
void hecha_zstd_encoder_flush (HechaZstdEncoder *self, GByteArray *out);
void hecha_zstd_encoder_finish (HechaZstdEncoder *self, GByteArray *out);
void hecha_zstd_encoder_free (HechaZstdEncoder *self);

HechaZstdDecoder *hecha_zstd_decoder_new (gsize max_out);
gboolean hecha_zstd_decoder_add (HechaZstdDecoder *self, const void *bytes, gsize n_bytes, GByteArray *out,
                                 GError **error);
gboolean hecha_zstd_decoder_finish (HechaZstdDecoder *self, GError **error);
void hecha_zstd_decoder_free (HechaZstdDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaZstdEncoder, hecha_zstd_encoder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaZstdDecoder, hecha_zstd_decoder_free)

G_END_DECLS
