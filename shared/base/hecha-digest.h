/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HECHA_DIGEST_BYTES 32
/* "sha256:" and 64 hex digits and the final NUL */
#define HECHA_DIGEST_TEXT_BYTES 72

/**
 * HechaDigest:
 *
 * A SHA-256 (FIPS 180-4). Written as text it carries the name of its algorithm, so that SM3 can stand beside it.
 */
typedef struct
{
  guint8 bytes[HECHA_DIGEST_BYTES];
} HechaDigest;

typedef struct _HechaDigester HechaDigester;

void hecha_digest_of (HechaDigest *self, const void *bytes, gsize n_bytes);
void hecha_digest_to_text (const HechaDigest *self, char text[HECHA_DIGEST_TEXT_BYTES]);
char *hecha_digest_dup_text (const HechaDigest *self);
gboolean hecha_digest_from_text (HechaDigest *self, const char *text, gssize length);
gboolean hecha_digest_equal (gconstpointer a, gconstpointer b);
guint hecha_digest_hash (gconstpointer digest);

HechaDigester *hecha_digester_new (void);
void hecha_digester_add (HechaDigester *self, const void *bytes, gsize n_bytes);
void hecha_digester_finish (HechaDigester *self, HechaDigest *digest);
void hecha_digester_free (HechaDigester *self);

char *hecha_hex_dup (const guint8 *bytes, gsize n_bytes);
gboolean hecha_hex_parse (const char *text, gsize n_digits, guint8 *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaDigester, hecha_digester_free)

G_END_DECLS
