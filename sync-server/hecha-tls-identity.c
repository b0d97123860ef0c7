/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tls-identity.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

#define DAY_SECONDS      (24 * 60 * 60)
#define LIFETIME_SECONDS ((gint64)3652 * DAY_SECONDS)
#define SERIAL_BYTES     16

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)

static gboolean
add_extension (X509 *certificate, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;
  gboolean ok;

  X509V3_set_ctx (&context, certificate, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  ok = extension != NULL && X509_add_ext (certificate, extension, -1) == 1;
  X509_EXTENSION_free (extension);
  return ok;
}

/* Only letters, digits, hyphens and dots: the text goes into OpenSSL's own little language. */
static char *
dup_alternative_names (void)
{
  char host[HOST_NAME_MAX + 1] = "";
  GString *names = g_string_new ("DNS:localhost,IP:127.0.0.1,IP:::1");

  if (gethostname (host, sizeof host - 1) == 0 && *host != '\0' && strcmp (host, "localhost") != 0
      && strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == strlen (host))
    g_string_append_printf (names, ",DNS:%s", host);
  return g_string_free (names, FALSE);
}

static gboolean
set_serial (X509 *certificate, const HechaEnv *env)
{
  guint8 bytes[SERIAL_BYTES];
  g_autoptr (BIGNUM) number = NULL;

  hecha_env_random (env, bytes, sizeof bytes);
  bytes[0] = (bytes[0] & 0x7f) | 0x40; /* RFC 5280 4.1.2.2: positive, and always of one length */
  number = BN_bin2bn (bytes, sizeof bytes, NULL);
  return number != NULL && BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate)) != NULL;
}

static gboolean
set_name (X509 *certificate)
{
  X509_NAME *name = X509_get_subject_name (certificate);

  return X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const guint8 *)"hecha-server", -1, -1, 0) == 1
         && X509_set_issuer_name (certificate, name) == 1;
}

/* Valid from the day before: a laptop's clock may be behind the server's. */
static gboolean
set_validity (X509 *certificate, const HechaEnv *env)
{
  time_t now = (time_t)(hecha_env_now_ms (env) / 1000);

  return ASN1_TIME_set (X509_getm_notBefore (certificate), now - DAY_SECONDS) != NULL
         && ASN1_TIME_set (X509_getm_notAfter (certificate), now + LIFETIME_SECONDS) != NULL;
}

static X509 *
make_certificate (EVP_PKEY *key, const HechaEnv *env)
{
  g_autoptr (X509) certificate = X509_new ();
  g_autofree char *names = dup_alternative_names ();

  if (certificate != NULL && X509_set_version (certificate, X509_VERSION_3) == 1
      && set_serial (certificate, env) && set_name (certificate) && set_validity (certificate, env)
      && X509_set_pubkey (certificate, key) == 1
      && add_extension (certificate, NID_basic_constraints, "critical,CA:FALSE")
      && add_extension (certificate, NID_key_usage, "critical,digitalSignature")
      && add_extension (certificate, NID_ext_key_usage, "serverAuth")
      && add_extension (certificate, NID_subject_alt_name, names)
      && X509_sign (certificate, key, EVP_sha256 ()) > 0)
    return g_steal_pointer (&certificate);
  return NULL;
}

/* Never over an existing file: another certificate under the same name would be a new server to everybody. */
static gboolean
write_file (const char *dir, const char *name, BIO *text, const HechaEnv *env, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  HechaDisk *disk = env->disk;
  char *bytes = NULL;
  long n_bytes = BIO_get_mem_data (text, &bytes);
  int fd = disk->open (disk, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  gboolean ok = fd >= 0;

  if (ok)
    {
      ok = disk->write (disk, fd, bytes, n_bytes) == n_bytes && disk->fsync (disk, fd) == 0;
      ok = disk->close (disk, fd) == 0 && ok;
    }
  if (!ok)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("%s cannot be written: %s"), path,
                 g_strerror (errno));
  return ok;
}

/**
 * hecha_tls_identity_create:
 * @dir: the server's directory
 * @env: clock, randomness and files
 * @error: %HECHA_ERROR_STORAGE
 *
 * Makes a P-256 key and a certificate signed by itself, valid for ten years, for localhost, 127.0.0.1, ::1 and the
 * name of this machine. Clients trust it by the server key's signature (docs/protocol.md 4.3), not by its name.
 *
 * Returns: whether both files are on disk
 */
gboolean
hecha_tls_identity_create (const char *dir, const HechaEnv *env, GError **error)
{
  g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
  g_autoptr (X509) certificate = key != NULL ? make_certificate (key, env) : NULL;
  g_autoptr (BIO) key_text = BIO_new (BIO_s_mem ());
  g_autoptr (BIO) certificate_text = BIO_new (BIO_s_mem ());

  if (certificate == NULL || PEM_write_bio_PrivateKey (key_text, key, NULL, NULL, 0, NULL, NULL) != 1
      || PEM_write_bio_X509 (certificate_text, certificate) != 1)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("The TLS certificate cannot be made"));
      return FALSE;
    }
  return write_file (dir, HECHA_TLS_KEY_FILE, key_text, env, error)
         && write_file (dir, HECHA_TLS_CERTIFICATE_FILE, certificate_text, env, error);
}

static char *
dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  HechaDigest digest;

  g_object_get (certificate, "certificate", &der, NULL);
  hecha_digest_of (&digest, der->data, der->len);
  return hecha_hex_dup (digest.bytes, sizeof digest.bytes);
}

/**
 * hecha_tls_identity_load:
 * @certificate_path: a PEM file: the certificate, then its chain
 * @key_path: a PEM file
 * @error: %HECHA_ERROR_INVALID: a file cannot be read, or is not what it should be
 *
 * Returns: (transfer full): the identity
 */
HechaTlsIdentity *
hecha_tls_identity_load (const char *certificate_path, const char *key_path, GError **error)
{
  g_autoptr (GError) local = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_files (certificate_path, key_path, &local);
  HechaTlsIdentity *self;

  if (certificate == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The TLS certificate %s with key %s: %s"),
                   certificate_path, key_path, local->message);
      return NULL;
    }
  self = g_new0 (HechaTlsIdentity, 1);
  self->certificate = certificate;
  self->fingerprint = dup_fingerprint (certificate);
  return self;
}

/**
 * hecha_tls_identity_free:
 * @self: (transfer full) (nullable): an identity
 */
void
hecha_tls_identity_free (HechaTlsIdentity *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->fingerprint, g_free);
  g_free (self);
}

/**
 * hecha_tls_sign_fingerprint:
 * @key: the server's key
 * @fingerprint: 64 hex digits
 *
 * Vouches for a certificate (docs/protocol.md 4.3), so that who enrolled by a code needs no certificate authority.
 *
 * Returns: (transfer full): the Ed25519 signature in hex
 */
char *
hecha_tls_sign_fingerprint (const HechaKey *key, const char *fingerprint)
{
  g_autofree char *text = g_strdup_printf ("hecha-tls-v1\n%s\n", fingerprint);
  guint8 signature[HECHA_SIGNATURE_BYTES];

  hecha_key_sign (key, text, strlen (text), signature);
  return hecha_hex_dup (signature, sizeof signature);
}
