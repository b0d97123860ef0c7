/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "base/hecha-key.h"

G_BEGIN_DECLS

/* The certificate with which the server shows itself, and the server key's word for it. */

#define HECHA_TLS_CERTIFICATE_FILE "tls.pem"
#define HECHA_TLS_KEY_FILE         "tls.key"

/**
 * HechaTlsIdentity:
 * @certificate: (owned): with its private key
 * @fingerprint: (owned): SHA-256 of the certificate in DER, 64 hex digits
 */
typedef struct
{
  GTlsCertificate *certificate;
  char *fingerprint;
} HechaTlsIdentity;

gboolean hecha_tls_identity_create (const char *dir, const HechaEnv *env, GError **error);
HechaTlsIdentity *
hecha_tls_identity_load (const char *certificate_path, const char *key_path, GError **error);
void hecha_tls_identity_free (HechaTlsIdentity *self);

char *hecha_tls_sign_fingerprint (const HechaKey *key, const char *fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTlsIdentity, hecha_tls_identity_free)

G_END_DECLS
