/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"
#include "base/hecha-key.h"

G_BEGIN_DECLS

/* hex digits of a sealed digest */
#define HECHA_CODE_SEALED_LENGTH 160

/**
 * HechaCode:
 * @id: which invitation
 * @secret: SHA-256 of its secret
 * @pin: the first 60 bits of SHA-256 of the server's signing key, in Crockford's base 32
 *
 * An invitation's code (docs/protocol.md 4.4): IIII-SSSS-SSSS-KKKK-KKKK-KKKK.
 */
typedef struct
{
  char id[5];
  HechaDigest secret;
  char pin[13];
} HechaCode;

char *
hecha_code_generate (HechaCode *self, const HechaEnv *env, const guint8 server_key[HECHA_PUBLIC_KEY_BYTES]);
gboolean hecha_code_parse (HechaCode *self, const char *text, GError **error);
gboolean hecha_code_id_is_valid (const char *id);
char *hecha_code_dup_sealed (const HechaCode *self, const guint8 box_key[HECHA_PUBLIC_KEY_BYTES]);
gboolean hecha_code_open_sealed (const char *sealed, const HechaKey *key, HechaDigest *secret);
gboolean hecha_code_is_of_server (const HechaCode *self, const guint8 server_key[HECHA_PUBLIC_KEY_BYTES]);

G_END_DECLS
