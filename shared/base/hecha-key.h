/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"

G_BEGIN_DECLS

#define HECHA_SIGNATURE_BYTES  64
#define HECHA_PUBLIC_KEY_BYTES 32
/* 32 hex digits and the final NUL */
#define HECHA_KEY_ID_BYTES 33

/**
 * HechaKey:
 * @sign_public: Ed25519 (RFC 8032); its id names the device
 * @box_public: X25519, for what is encrypted to this device
 *
 * @sealed: the secret halves are not here: only a passphrase brings them
 *
 * The keys of one device or of the server. A key read from somebody else has no secret halves.
 */
typedef struct
{
  guint8 sign_public[HECHA_PUBLIC_KEY_BYTES];
  guint8 box_public[HECHA_PUBLIC_KEY_BYTES];
  guint8 seed[32];        /* all the secret there is; the rest is derived from it */
  guint8 sign_secret[64]; /* derived */
  guint8 box_secret[32];  /* derived */
  gboolean sealed;
} HechaKey;

void hecha_key_generate (HechaKey *self, const HechaEnv *env);
gboolean hecha_key_load (HechaKey *self, const char *path, GError **error);
gboolean hecha_key_save (const HechaKey *self, const char *path, const HechaEnv *env, GError **error);
void hecha_key_wipe (HechaKey *self);

/* With a passphrase (hecha-sealed-key.c). */
gboolean hecha_key_forget (HechaKey *self);
gboolean hecha_key_unseal (HechaKey *self, const char *path, const char *passphrase, GError **error);
gboolean hecha_key_change_passphrase (const HechaKey *self, const char *path, const char *passphrase,
                                      const HechaEnv *env, GError **error);
char *hecha_key_dup_sealed_text (const HechaKey *self, const char *text, const HechaEnv *env);
gboolean hecha_key_is_sealed_text (const char *text);
char *hecha_key_dup_opened_text (const HechaKey *self, const char *sealed, GError **error);

void hecha_key_id (const guint8 sign_public[HECHA_PUBLIC_KEY_BYTES], char id[HECHA_KEY_ID_BYTES]);
void hecha_key_sign (const HechaKey *self, const void *bytes, gsize n_bytes,
                     guint8 signature[HECHA_SIGNATURE_BYTES]);
gboolean hecha_key_verify (const guint8 sign_public[HECHA_PUBLIC_KEY_BYTES], const void *bytes, gsize n_bytes,
                           const guint8 signature[HECHA_SIGNATURE_BYTES]);

char *hecha_public_key_dup_text (const guint8 bytes[HECHA_PUBLIC_KEY_BYTES], const char *algorithm);
gboolean
hecha_public_key_from_text (guint8 bytes[HECHA_PUBLIC_KEY_BYTES], const char *text, const char *algorithm);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaKey, hecha_key_wipe)

G_END_DECLS
