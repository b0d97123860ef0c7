/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-fetch.h"

#include "base/hecha-error.h"
#include "evidence/hecha-partial.h"
#include "store/hecha-files.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * hecha_fetch_find:
 * @self: (out caller-allocates): what is to be fetched
 * @store: in whose thread this runs
 * @digest: "sha256:…"
 * @error: %HECHA_ERROR_NOT_FOUND when no evidence that this store knows is such a file
 *
 * Only what an evidence in one of the store's scopes names is asked for; the server looks at that as well.
 *
 * Returns: whether it may be fetched
 */
gboolean
hecha_fetch_find (HechaFetch *self, HechaStore *store, const char *digest, GError **error)
{
  g_autoptr (GPtrArray) named = NULL;
  gint64 size = 0;

  *self = (HechaFetch) {.here = FALSE};
  if (!hecha_digest_from_text (&self->digest, digest, -1))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("“%s” is no digest"), digest);
      return FALSE;
    }
  named = hecha_reader_list (hecha_store_reader (store), NULL, "evidence", "digest", digest, error);
  if (named == NULL)
    return FALSE;
  if (named->len == 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("No evidence here is the file %s"), digest);
      return FALSE;
    }
  self->here = hecha_store_has_file (store, digest, &size, NULL);
  return TRUE;
}

/* One file on its way in. */
typedef struct
{
  const HechaFetch *fetch; /* (not owned) */
  HechaEvidence *evidence; /* (not owned) */
  char *id;                /* (owned): the digest names the attempt, also after a restart */
  HechaPartial *partial;   /* (owned) (nullable): what came of it */
  HechaTransportProgress progress;
  gpointer data;
} Incoming;

static void
incoming_clear (Incoming *self)
{
  g_clear_pointer (&self->partial, hecha_partial_free);
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Incoming, incoming_clear)

/* How long it is, the server says: evidence is the word of one laptop, and its digest decides in the end. */
static gboolean
make_room (Incoming *self, goffset total, GError **error)
{
  if (self->partial != NULL && hecha_partial_get_size (self->partial) == (guint64)total)
    return TRUE;
  if (self->partial != NULL)
    {
      g_clear_pointer (&self->partial, hecha_partial_free);
      hecha_partial_discard (self->evidence, self->id, NULL);
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                           _ ("The server has another file than before; it is fetched anew next time"));
      return FALSE;
    }
  self->partial = hecha_partial_begin (self->evidence, self->id, (guint64)total, &self->fetch->digest, error);
  return self->partial != NULL;
}

static gboolean
take_piece (const void *bytes, gsize n_bytes, goffset total, gpointer data, GError **error)
{
  Incoming *self = data;

  if (!make_room (self, total, error) || !hecha_partial_append (self->partial, bytes, n_bytes, error))
    return FALSE;
  if (self->progress != NULL)
    self->progress ((goffset)hecha_partial_get_offset (self->partial), total, self->data);
  return TRUE;
}

/* What came is kept, for the next attempt to go on from there. */
static gboolean
bring (Incoming *self, HechaTransport *transport, GCancellable *cancellable, GError **error)
{
  g_autofree char *digest = hecha_digest_dup_text (&self->fetch->digest);
  goffset offset;

  self->partial = hecha_partial_resume (self->evidence, self->id, NULL);
  offset = self->partial != NULL ? (goffset)hecha_partial_get_offset (self->partial) : 0;
  if (self->partial != NULL && (guint64)offset == hecha_partial_get_size (self->partial))
    return TRUE;
  if (!transport->download (transport, digest, &offset, take_piece, self, cancellable, error))
    {
      if (self->partial != NULL)
        hecha_partial_sync (self->partial, NULL);
      return FALSE;
    }
  return self->partial != NULL || make_room (self, 0, error); /* an empty file comes in no piece */
}

/**
 * hecha_fetch_download:
 * @self: what is to be fetched; its @size is set here
 * @evidence: the evidence of the store
 * @transport: the way to the server
 * @progress: (nullable): told after each piece, in this thread; begins where an earlier attempt stopped
 * @data: for @progress
 * @cancellable: (nullable): stops it; what came is kept
 * @error: %HECHA_ERROR_NETWORK (try again later), %HECHA_ERROR_NOT_FOUND when the server has it not, or not for this
 *   device; %HECHA_ERROR_UNTRUSTED when it sent something else, which is then gone; %HECHA_ERROR_STORAGE
 *
 * Long, and takes nothing from the store: any thread may do it, one at a time for one file.
 *
 * Returns: whether the file is on disk, whole, under its digest
 */
gboolean
hecha_fetch_download (HechaFetch *self, HechaEvidence *evidence, HechaTransport *transport,
                      HechaTransportProgress progress, gpointer data, GCancellable *cancellable,
                      GError **error)
{
  g_auto (Incoming) incoming = {self, evidence, NULL, NULL, progress, data};

  if (transport->download == NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("Files cannot be fetched this way"));
      return FALSE;
    }
  incoming.id = hecha_hex_dup (self->digest.bytes, sizeof self->digest.bytes);
  if (!bring (&incoming, transport, cancellable, error))
    return FALSE;
  self->size = hecha_partial_get_size (incoming.partial);
  return hecha_partial_finish (incoming.partial, cancellable, error);
}

/**
 * hecha_fetch_note:
 * @self: what hecha_fetch_download() brought
 * @store: in whose thread this runs
 * @error: when the database failed
 *
 * Returns: whether the store knows that the file is here
 */
gboolean
hecha_fetch_note (const HechaFetch *self, HechaStore *store, GError **error)
{
  return hecha_store_note_fetched (store, &self->digest, (gint64)self->size, error);
}

/**
 * hecha_fetch:
 * @store: an enrolled store
 * @transport: the way to its server
 * @digest: "sha256:…"
 * @progress: (nullable): told after each piece
 * @data: for @progress
 * @cancellable: (nullable): stops it
 * @came: (out) (optional): whether anything had to come
 * @error: as of hecha_fetch_find() and hecha_fetch_download()
 *
 * All three steps in one thread, for who has only one.
 *
 * Returns: whether the file is here
 */
gboolean
hecha_fetch (HechaStore *store, HechaTransport *transport, const char *digest,
             HechaTransportProgress progress, gpointer data, GCancellable *cancellable, gboolean *came,
             GError **error)
{
  HechaEvidence *evidence;
  HechaFetch fetch;
  gboolean done;

  if (!hecha_fetch_find (&fetch, store, digest, error))
    return FALSE;
  if (came != NULL)
    *came = !fetch.here;
  if (fetch.here)
    return TRUE;
  evidence = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));
  done = hecha_fetch_download (&fetch, evidence, transport, progress, data, cancellable, error);
  hecha_evidence_free (evidence);
  return done && hecha_fetch_note (&fetch, store, error);
}
