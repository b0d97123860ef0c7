/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-bundle.h"

#include "base/hecha-error.h"
#include "base/hecha-zstd.h"
#include "sync/hecha-bundle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What zstd makes of 4 MiB that it cannot compress. */
#define MAX_PACKED (HECHA_BUNDLE_MAX_LINES + 64 * 1024)

/* The text of the bundle, decrypted chunk by chunk. */
typedef struct
{
  GInputStream *source;      /* (not owned) */
  GCancellable *cancellable; /* (not owned) (nullable) */
  crypto_secretstream_xchacha20poly1305_state state;
  const HechaBundleHead *head; /* (not owned) until the first chunk was opened, then %NULL */
  guint8 *sealed;              /* (owned) HECHA_BUNDLE_SEAL_BYTES */
  guint8 *text;                /* (owned) HECHA_BUNDLE_CHUNK_BYTES */
  gsize n_text;
  gsize at;
  gboolean final;
} Chunks;

static gboolean
refuse (GError **error, HechaError code, const char *message)
{
  g_set_error_literal (error, HECHA_ERROR, (int)code, message);
  return FALSE;
}

static gboolean
refuse_cut (GError **error)
{
  return refuse (error, HECHA_ERROR_INVALID,
                 _ ("The bundle is cut off or damaged: copy it again, or let it be exported again"));
}

static gboolean
refuse_changed (GError **error)
{
  return refuse (error, HECHA_ERROR_UNTRUSTED,
                 _ ("The bundle was damaged or changed on its way: let it be exported again"));
}

static gboolean
refuse_malformed (GError **error)
{
  return refuse (error, HECHA_ERROR_INVALID,
                 _ ("The bundle is not well formed: the program that made it has a fault"));
}

/* Behind the chunk with the final tag there must be nothing. */
static gboolean
check_end (Chunks *self, GError **error)
{
  guint8 more;
  gssize n = g_input_stream_read (self->source, &more, 1, self->cancellable, error);

  if (n > 0)
    return refuse_changed (error);
  return n == 0;
}

static gboolean
next_chunk (Chunks *self, GError **error)
{
  unsigned long long n_text;
  guint8 tag;
  gsize n;

  if (self->final)
    return refuse_malformed (error); /* a record goes on behind the end */
  if (!g_input_stream_read_all (self->source, self->sealed, HECHA_BUNDLE_SEAL_BYTES, &n, self->cancellable,
                                error))
    return FALSE;
  if (n < crypto_secretstream_xchacha20poly1305_ABYTES)
    return refuse_cut (error);
  if (crypto_secretstream_xchacha20poly1305_pull (&self->state, self->text, &n_text, &tag, self->sealed, n,
                                                  (const guint8 *)self->head,
                                                  self->head == NULL ? 0 : sizeof *self->head)
      != 0)
    return n < HECHA_BUNDLE_SEAL_BYTES ? refuse_cut (error) : refuse_changed (error);
  self->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  self->head = NULL;
  self->n_text = n_text;
  self->at = 0;
  return !self->final || check_end (self, error);
}

static gboolean
pull_text (gpointer source, void *bytes, gsize n_bytes, GError **error)
{
  Chunks *self = source;
  guint8 *to = bytes;

  while (n_bytes > 0)
    {
      gsize n = MIN (n_bytes, self->n_text - self->at);

      memcpy (to, self->text + self->at, n);
      self->at += n;
      to += n;
      n_bytes -= n;
      if (n_bytes > 0 && !next_chunk (self, error))
        return FALSE;
    }
  return TRUE;
}

static guint64
read_number (const guint8 bytes[8])
{
  guint64 value;

  memcpy (&value, bytes, 8);
  return GUINT64_FROM_BE (value);
}

/* Both buffers belong to one call, and are made anew: most bundles have few records of lines. */
static gboolean
read_lines (HechaBundlePull pull, gpointer source, guint64 length, const HechaBundleSink *sink, gpointer data,
            GError **error)
{
  g_autofree guint8 *packed = NULL;
  g_autoptr (GByteArray) lines = NULL;
  guint64 size;

  if (length > MAX_PACKED)
    return refuse_malformed (error);
  packed = g_malloc (MAX (1, length));
  if (!pull (source, packed, length, error))
    return FALSE;
  if (!hecha_zstd_declared_size (packed, length, &size) || size > HECHA_BUNDLE_MAX_LINES)
    return refuse_malformed (error);
  lines = g_byte_array_sized_new ((guint)size);
  if (!hecha_zstd_decompress (packed, length, size, lines, NULL)
      || (lines->len > 0 && lines->data[lines->len - 1] != '\n'))
    return refuse_malformed (error);
  return sink->lines ((const char *)lines->data, lines->len, data, error);
}

static gboolean
read_file (HechaBundlePull pull, gpointer source, guint64 length, const HechaBundleSink *sink, gpointer data,
           GError **error)
{
  g_autofree guint8 *piece = NULL;
  HechaDigest digest;
  guint64 left;

  if (length < HECHA_DIGEST_BYTES || length > G_MAXINT64)
    return refuse_malformed (error);
  if (!pull (source, digest.bytes, HECHA_DIGEST_BYTES, error))
    return FALSE;
  left = length - HECHA_DIGEST_BYTES;
  if (!sink->begin_file (&digest, left, data, error))
    return FALSE;
  piece = g_malloc (HECHA_BUNDLE_CHUNK_BYTES);
  while (left > 0)
    {
      gsize n = MIN (left, HECHA_BUNDLE_CHUNK_BYTES);

      if (!pull (source, piece, n, error) || !sink->file_bytes (piece, n, data, error))
        return FALSE;
      left -= n;
    }
  return sink->end_file (data, error);
}

static gboolean
read_end (HechaBundlePull pull, gpointer source, guint64 length, const HechaBundleCounts *counts,
          GError **error)
{
  guint8 end[HECHA_BUNDLE_END_BYTES];

  if (length != sizeof end)
    return refuse_malformed (error);
  if (!pull (source, end, sizeof end, error))
    return FALSE;
  if (read_number (end) != counts->n_lines || read_number (end + 8) != counts->n_files
      || read_number (end + 16) != counts->file_bytes)
    return refuse_malformed (error);
  return TRUE;
}

/**
 * hecha_bundle_read_records: (skip)
 * @pull: gives the text
 * @source: for @pull
 * @sink: takes the content
 * @data: for @sink
 * @counts: (out caller-allocates): what was handed on
 * @error: as hecha_bundle_read()
 *
 * Returns: whether all was handed on, up to the last record
 */
gboolean
hecha_bundle_read_records (HechaBundlePull pull, gpointer source, const HechaBundleSink *sink, gpointer data,
                           HechaBundleCounts *counts, GError **error)
{
  *counts = (HechaBundleCounts) {0};
  for (;;)
    {
      guint8 head[HECHA_BUNDLE_HEAD_BYTES];
      guint64 length;

      if (!pull (source, head, sizeof head, error))
        return FALSE;
      length = read_number (head + 1);
      if (head[0] == HECHA_BUNDLE_END)
        return read_end (pull, source, length, counts, error);
      if (head[0] == HECHA_BUNDLE_LINES)
        {
          if (!read_lines (pull, source, length, sink, data, error))
            return FALSE;
          counts->n_lines++;
        }
      else if (head[0] == HECHA_BUNDLE_FILE)
        {
          if (!read_file (pull, source, length, sink, data, error))
            return FALSE;
          counts->n_files++;
          counts->file_bytes += length - HECHA_DIGEST_BYTES;
        }
      else
        return refuse_malformed (error);
    }
}

static gboolean
read_chunks (Chunks *chunks, const HechaBundleSink *sink, gpointer data, HechaBundleCounts *counts,
             GError **error)
{
  if (!hecha_bundle_read_records (pull_text, chunks, sink, data, counts, error))
    return FALSE;
  /* When the last record ends with a chunk, an empty one with the final tag follows. */
  if (!chunks->final && !next_chunk (chunks, error))
    return FALSE;
  return (chunks->final && chunks->at == chunks->n_text) || refuse_malformed (error);
}

/**
 * hecha_bundle_read_opened: (skip)
 * @source: the bundle behind its head
 * @head: its head
 * @key: the key that was sealed in it
 * @sink: as hecha_bundle_read()
 * @data: for @sink
 * @cancellable: (nullable): to stop
 * @counts: (out caller-allocates): what was handed on
 * @error: as hecha_bundle_read()
 *
 * Returns: as hecha_bundle_read()
 */
gboolean
hecha_bundle_read_opened (GInputStream *source, const HechaBundleHead *head,
                          const guint8 key[HECHA_BUNDLE_KEY_BYTES], const HechaBundleSink *sink,
                          gpointer data, GCancellable *cancellable, HechaBundleCounts *counts, GError **error)
{
  g_autofree guint8 *sealed = g_malloc (HECHA_BUNDLE_SEAL_BYTES);
  g_autofree guint8 *text = g_malloc (HECHA_BUNDLE_CHUNK_BYTES);
  Chunks chunks
    = {.source = source, .cancellable = cancellable, .head = head, .sealed = sealed, .text = text};
  guint8 start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  gboolean ok;
  gsize n;

  *counts = (HechaBundleCounts) {0};
  if (!g_input_stream_read_all (source, start, sizeof start, &n, cancellable, error))
    return FALSE;
  if (n < sizeof start)
    return refuse_cut (error);
  crypto_secretstream_xchacha20poly1305_init_pull (&chunks.state, start, key);
  ok = read_chunks (&chunks, sink, data, counts, error);
  sodium_memzero (&chunks.state, sizeof chunks.state);
  return ok;
}

static gboolean
read_head (GInputStream *source, GCancellable *cancellable, HechaBundleHead *head, GError **error)
{
  guint32 version;
  gsize n;

  if (!g_input_stream_read_all (source, head, sizeof *head, &n, cancellable, error))
    return FALSE;
  if (n < HECHA_BUNDLE_MAGIC_BYTES || memcmp (head->magic, HECHA_BUNDLE_MAGIC, HECHA_BUNDLE_MAGIC_BYTES) != 0)
    return refuse (error, HECHA_ERROR_INVALID, _ ("This file is no bundle of Hecha"));
  if (n < sizeof *head)
    return refuse_cut (error);
  memcpy (&version, head->version, 4);
  version = GUINT32_FROM_BE (version);
  if (version > HECHA_BUNDLE_VERSION)
    return refuse (error, HECHA_ERROR_NEWER,
                   _ ("The bundle was made by a newer program: install that one here first"));
  return version == HECHA_BUNDLE_VERSION || refuse_changed (error);
}

/* Opens the key, if it is for us. */
static gboolean
unseal (const HechaBundleHead *head, const HechaKey *own, guint8 key[HECHA_BUNDLE_KEY_BYTES], GError **error)
{
  g_autofree char *recipient = hecha_hex_dup (head->recipient, HECHA_BUNDLE_ID_BYTES);
  char id[HECHA_KEY_ID_BYTES];

  hecha_key_id (own->sign_public, id);
  if (!g_str_equal (recipient, id))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                   _ ("This bundle is for the device %s and can only be opened there; this device is %s"),
                   recipient, id);
      return FALSE;
    }
  if (own->sealed)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_LOCKED,
                           _ ("This store is locked; give its passphrase"));
      return FALSE;
    }
  if (crypto_box_seal_open (key, head->sealed, sizeof head->sealed, own->box_public, own->box_secret) != 0)
    return refuse_changed (error);
  return TRUE;
}

/**
 * hecha_bundle_read:
 * @source: a bundle
 * @own: the keys of this device
 * @sink: takes the content
 * @data: for @sink
 * @cancellable: (nullable): to stop
 * @counts: (out caller-allocates): what was handed on, also when the rest failed
 * @error: %HECHA_ERROR_UNTRUSTED when it is for somebody else, or one bit of it was changed; %HECHA_ERROR_INVALID
 *   when it is no bundle, or cut off; %HECHA_ERROR_NEWER; or what the sink gave
 *
 * Reads in bounded memory, whatever is in it. What is handed on was written by whoever sealed the bundle, which can be
 * anybody: the entries in it vouch for themselves.
 *
 * Returns: whether the bundle was read to its end, and nothing of it is missing
 */
gboolean
hecha_bundle_read (GInputStream *source, const HechaKey *own, const HechaBundleSink *sink, gpointer data,
                   GCancellable *cancellable, HechaBundleCounts *counts, GError **error)
{
  HechaBundleHead head;
  guint8 key[HECHA_BUNDLE_KEY_BYTES];
  gboolean ok;

  *counts = (HechaBundleCounts) {0};
  if (!read_head (source, cancellable, &head, error) || !unseal (&head, own, key, error))
    return FALSE;
  ok = hecha_bundle_read_opened (source, &head, key, sink, data, cancellable, counts, error);
  sodium_memzero (key, sizeof key);
  return ok;
}
