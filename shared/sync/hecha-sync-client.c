/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-sync-client.h"

#include "base/hecha-error.h"
#include "base/hecha-locale.h"
#include "evidence/hecha-evidence.h"
#include "store/hecha-files.h"
#include "store/hecha-outbox.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-sync-message.h"
#include "sync/hecha-sync-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Up to so many heads go with the first request, so that a small sync is one round trip. */
#define SMALL_HAVE 16
/* A server that always has something more to say is not one: at 4,000 entries a page this is 400 million. */
#define MAX_ROUNDS 100000

struct _HechaSync
{
  HechaStore *store;         /* (not owned) */
  HechaTransport *transport; /* (not owned) (nullable): none for a bundle */
  HechaSyncProgress progress;
  gpointer data;
  GCancellable *cancellable; /* (not owned) (nullable) */
  HechaSyncResult *result;   /* (owned) */
  GPtrArray *wanted;         /* (owned) (element-type utf8): of the last answer */
  gboolean tell_all;         /* the server asked for `have` */
};

/**
 * hecha_transport_free:
 * @self: (transfer full) (nullable): a way to the server
 */
void
hecha_transport_free (HechaTransport *self)
{
  if (self != NULL)
    self->free (self);
}

static HechaSyncResult *
new_result (void)
{
  HechaSyncResult *self = g_new0 (HechaSyncResult, 1);

  self->files_failed = g_ptr_array_new_with_free_func (g_free);
  self->held = g_ptr_array_new_with_free_func (g_free);
  self->reasons = g_ptr_array_new_with_free_func (g_free);
  self->refused = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * hecha_sync_result_free:
 * @self: (transfer full) (nullable): what hecha_sync() told
 */
void
hecha_sync_result_free (HechaSyncResult *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files_failed);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->refused);
  g_free (self->device);
  g_free (self->receipt);
  g_free (self);
}

/**
 * hecha_sync_new:
 * @store: (transfer none): an enrolled store
 * @transport: (transfer none) (nullable): the way to its server
 * @progress: (nullable): told about each step
 * @data: for @progress
 * @cancellable: (transfer none) (nullable): stops it
 *
 * Returns: (transfer full): a sync that has done nothing yet
 */
HechaSync *
hecha_sync_new (HechaStore *store, HechaTransport *transport, HechaSyncProgress progress, gpointer data,
                GCancellable *cancellable)
{
  HechaSync *self = g_new0 (HechaSync, 1);

  self->store = store;
  self->transport = transport;
  self->progress = progress;
  self->data = data;
  self->cancellable = cancellable;
  self->result = new_result ();
  self->wanted = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * hecha_sync_steal_result:
 * @self: a sync
 *
 * Returns: (transfer full): what it did; only once
 */
HechaSyncResult *
hecha_sync_steal_result (HechaSync *self)
{
  return g_steal_pointer (&self->result);
}

/**
 * hecha_sync_free:
 * @self: (transfer full) (nullable): a sync
 */
void
hecha_sync_free (HechaSync *self)
{
  if (self == NULL)
    return;
  hecha_sync_result_free (self->result);
  g_ptr_array_unref (self->wanted);
  g_free (self);
}

/* ---- one round ---- */

/* What the device has once @lines are at the server: all of it, or without what is still to follow. */
static GArray *
tips_after (HechaStore *store, gboolean more_to_send, GError **error)
{
  return more_to_send ? g_array_new (FALSE, FALSE, sizeof (HechaTip)) : hecha_store_tips (store, NULL, error);
}

/* Entries among the lines of a request; the others are heads. */
static gint64
count_entries (const GString *lines)
{
  gint64 n = 0;

  for (const char *line = lines->str; *line != '\0'; line = strchr (line, '\n') + 1)
    n += !g_str_has_prefix (line, "{\"head\":");
  return n;
}

/* What the office is told of this device: how much it will still have, and what its clock says. */
static gboolean
make_report (HechaSync *self, const GString *lines, HechaReport *report, GError **error)
{
  gint64 unsent, since;

  if (!hecha_store_count_unsent (self->store, &unsent, &since, error)
      || !hecha_store_count_unsent_files (self->store, &report->files, &report->bytes, error))
    return FALSE;
  report->entries = MAX (0, unsent - count_entries (lines));
  report->ahead_ms = hecha_env_now_ms (hecha_store_env (self->store));
  return TRUE;
}

static GBytes *
build_request (HechaSync *self, gboolean *more_to_send, GError **error)
{
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (GArray) tips = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  HechaReport report = {0};
  HechaDigest heads;
  gboolean tell;

  if (!hecha_store_all_signed (self->store, error))
    return NULL;
  pieces = hecha_store_unsent (self->store, error);
  if (pieces == NULL || !hecha_store_append_pieces (self->store, pieces, NULL, lines, more_to_send, error))
    return NULL;
  tips = tips_after (self->store, *more_to_send, error);
  if (tips == NULL || !make_report (self, lines, &report, error))
    return NULL;
  hecha_tips_digest (tips, &heads);
  tell = !*more_to_send && (self->tell_all || tips->len <= SMALL_HAVE);
  return hecha_sync_request_build (&heads, tell ? tips : NULL, NULL, &report, lines);
}

static void
note_refused (HechaSync *self, GPtrArray *refused, const char *by)
{
  static const char *const formats[] = {N_ ("Not an entry: %s"), NULL};

  for (guint i = 0; i < refused->len; i++)
    {
      const HechaRefusal *refusal = g_ptr_array_index (refused, i);

      g_autofree char *reason = hecha_locale_dup_sentence (refusal->reason, formats);

      g_ptr_array_add (self->result->refused, g_strdup_printf ("%s: %s %" G_GINT64_FORMAT ": %s", by,
                                                               refusal->scope, refusal->seq, reason));
    }
}

/* Counts what the server has now before it says what it lacks: after a restore that may be more than
 * before. */
static gboolean
acknowledge (HechaSync *self, const HechaSyncAnswer *answer, GError **error)
{
  gint64 before, after, since;

  if (!hecha_store_count_unsent (self->store, &before, &since, error))
    return FALSE;
  for (guint i = 0; i < answer->accepted->len; i++)
    if (!hecha_store_acknowledge (self->store, &g_array_index (answer->accepted, HechaTip, i), error))
      return FALSE;
  if (!hecha_store_count_unsent (self->store, &after, &since, error))
    return FALSE;
  self->result->sent += before > after ? (guint)(before - after) : 0;
  for (guint i = 0; i < answer->stored->len; i++)
    if (!hecha_store_file_sent (self->store, g_ptr_array_index (answer->stored, i), error))
      return FALSE;
  for (guint i = 0; i < answer->lacks->len; i++)
    if (!hecha_store_needs_again (self->store, &g_array_index (answer->lacks, HechaTip, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
keep_receipt (HechaSync *self, const HechaSyncAnswer *answer, GError **error)
{
  g_autofree char *server = hecha_store_get_meta (self->store, "server");

  if (answer->receipt == NULL)
    return TRUE;
  if (!hecha_receipt_verify (answer->receipt, server != NULL ? server : "", error))
    return FALSE;
  g_free (self->result->receipt);
  self->result->receipt = g_strdup (answer->receipt);
  return hecha_store_add_receipt (self->store, answer->receipt, error);
}

/* What the server sends is looked at as hard as what it is sent: the same function takes it in. */
static gboolean
apply_answer (HechaSync *self, const HechaSyncAnswer *answer, guint *received, GError **error)
{
  g_auto (HechaTxn) txn = hecha_store_begin (self->store, error);
  g_autoptr (HechaIngested) ingested = NULL;

  if (txn.db == NULL)
    return FALSE;
  ingested = hecha_store_ingest (self->store, "server", NULL, answer->lines, answer->n_lines, error);
  if (ingested == NULL || !acknowledge (self, answer, error) || !keep_receipt (self, answer, error)
      || !hecha_store_set_meta (self->store, "epoch", answer->epoch, error)
      || !hecha_store_set_meta (self->store, "device_state", answer->device, error)
      || (answer->devices != NULL && !hecha_store_keep_reports (self->store, answer->devices, error))
      || !hecha_store_commit (self->store, &txn, error))
    return FALSE;
  note_refused (self, ingested->refused, _ ("here"));
  *received = ingested->n_new;
  return TRUE;
}

static void
note_answer (HechaSync *self, const HechaSyncAnswer *answer)
{
  for (guint i = 0; i < answer->held->len; i++)
    {
      g_ptr_array_add (self->result->held, g_strdup (g_ptr_array_index (answer->held, i)));
      g_ptr_array_add (self->result->reasons, g_strdup (g_ptr_array_index (answer->reasons, i)));
    }
  note_refused (self, answer->refused, _ ("server"));
  g_free (self->result->device);
  self->result->device = g_strdup (answer->device);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  self->wanted = g_ptr_array_ref (answer->wanted);
}

/* @moved: whether anything changed on either side: the same question once more would else get the same
 * answer. */
static gboolean
take_parsed (HechaSync *self, const HechaSyncAnswer *answer, gboolean *moved, GError **error)
{
  gint64 before = 0, after = 0, since;
  HechaTime last = self->store->last;
  guint received = 0;

  if (!hecha_store_count_unsent (self->store, &before, &since, error))
    return FALSE;
  if (!apply_answer (self, answer, &received, error))
    {
      self->store->last = last;
      hecha_store_forget (self->store);
      return FALSE;
    }
  if (!hecha_store_count_unsent (self->store, &after, &since, error))
    return FALSE;
  note_answer (self, answer);
  self->result->received += received;
  self->tell_all = answer->need_have || self->tell_all;
  *moved = received > 0 || after != before;
  return TRUE;
}

/**
 * hecha_sync_take_answer:
 * @self: a sync
 * @lines: an answer's lines, from a bundle
 * @error: %HECHA_ERROR_INVALID, or when the database failed
 *
 * Returns: whether it is taken in, on disk
 */
gboolean
hecha_sync_take_answer (HechaSync *self, GBytes *lines, GError **error)
{
  g_autoptr (HechaSyncAnswer) answer = hecha_sync_answer_parse (lines, error);
  gboolean moved;

  return answer != NULL && take_parsed (self, answer, &moved, error);
}

static gboolean
sync_round (HechaSync *self, gboolean *again, GError **error)
{
  gboolean more_to_send = FALSE, told_all = self->tell_all;
  g_autoptr (GBytes) request = build_request (self, &more_to_send, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL;
  gboolean moved;

  if (request == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  bytes = self->transport->ask (self->transport, "POST", "/v1/sync", request, self->cancellable, error);
  answer = bytes != NULL ? hecha_sync_answer_parse (bytes, error) : NULL;
  if (answer == NULL)
    return FALSE;
  self->result->rounds++;
  if (!take_parsed (self, answer, &moved, error))
    return FALSE;
  /* Also a device that may not pull is told what the server lacks. Asked twice for the same, it would turn in
   * circles. */
  *again = (answer->need_have && !told_all)
           || ((answer->need_have || more_to_send || answer->more || answer->lacks->len > 0) && moved);
  if (self->progress != NULL)
    self->progress ("entries", self->result->sent + self->result->received, 0, self->data);
  return TRUE;
}

/* ---- evidence ---- */

typedef struct
{
  HechaSync *sync;
  goffset before;
} FileProgress;

static void
report_file (goffset sent, goffset total, gpointer data)
{
  FileProgress *progress = data;

  if (progress->sync->progress != NULL)
    progress->sync->progress ("evidence", progress->before + sent, 0, progress->sync->data);
}

static char *
path_of (HechaSync *self, const char *digest)
{
  HechaEvidence *files = hecha_evidence_new (hecha_store_dir (self->store), hecha_store_env (self->store));
  HechaDigest parsed;
  char *path = hecha_digest_from_text (&parsed, digest, -1) ? hecha_evidence_dup_path (files, &parsed) : NULL;

  hecha_evidence_free (files);
  return path;
}

/* By the name that people know, where there is one. */
static void
note_failed (HechaSync *self, const char *digest, const GError *problem)
{
  g_autofree char *name = hecha_store_dup_file_name (self->store, digest, NULL);

  g_ptr_array_add (self->result->files_failed, name != NULL
                                                 ? g_strdup_printf ("%s: %s", name, problem->message)
                                                 : g_strdup_printf ("%.19s…: %s", digest, problem->message));
}

/* Entries have gone first; of the files the smallest, so the office has most of it when the road has only a
 * thin signal. */
static gboolean
send_file (HechaSync *self, const char *digest, gboolean *lost, GError **error)
{
  g_autofree char *path = path_of (self, digest);
  FileProgress progress = {self, self->result->bytes_sent};
  g_autoptr (GError) problem = NULL;
  gint64 size = 0;

  if (!hecha_store_has_file (self->store, digest, &size, error))
    return *error == NULL;
  if (self->transport->upload (self->transport, path, digest, report_file, &progress, self->cancellable,
                               &problem))
    {
      self->result->files_sent++;
      self->result->bytes_sent += size;
      return hecha_store_file_sent (self->store, digest, error);
    }
  *lost = g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_NETWORK)
          || g_cancellable_is_cancelled (self->cancellable);
  note_failed (self, digest, problem);
  return TRUE;
}

/* The server names its wants a hundred at a time. */
static gboolean
send_evidence (HechaSync *self, GError **error)
{
  gboolean again = FALSE, lost = FALSE;
  guint sent_before = self->result->files_sent;

  for (guint i = 0; i < self->wanted->len && !lost; i++)
    {
      GError *problem = NULL;

      if (!send_file (self, g_ptr_array_index (self->wanted, i), &lost, &problem))
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
    }
  if (lost || self->result->files_sent == sent_before)
    return TRUE;
  return sync_round (self, &again, error) && (self->wanted->len == 0 || send_evidence (self, error));
}

/* What a laptop has from after it was copied goes to the office all the same, files too: there is no other copy. */
static gboolean
check_not_stopped (HechaSync *self, GError **error)
{
  if (g_strcmp0 (self->result->device, "stopped") != 0)
    return TRUE;
  g_set_error_literal (
    error, HECHA_ERROR, HECHA_ERROR_STOPPED,
    self->result->files_failed->len == 0
      ? _ ("This device's record was copied and went two ways. Everything was sent and is kept; ask the "
           "office for a new invitation")
      : _ ("This device's record was copied and went two ways. Some files were not sent yet; sync again, "
           "and ask the office for a new invitation"));
  return FALSE;
}

static gboolean
run (HechaSync *self, GError **error)
{
  gboolean again = TRUE;

  for (guint i = 0; again && i < MAX_ROUNDS; i++)
    if (!sync_round (self, &again, error))
      return FALSE;
  return send_evidence (self, error) && check_not_stopped (self, error);
}

/**
 * hecha_sync:
 * @store: an enrolled store
 * @transport: the way to its server
 * @progress: (nullable): told about each step, in this thread
 * @data: for @progress
 * @cancellable: (nullable): stops between two requests and within a file
 * @error: %HECHA_ERROR_NETWORK (try again later), %HECHA_ERROR_STOPPED, or what the server refused
 *
 * Hands over what the server lacks and takes what is lacking here (docs/protocol.md 4.5 to 4.8). However it
 * ends, what was acknowledged is at the server, and the next call goes on from there.
 *
 * Returns: (transfer full) (nullable): what was done
 */
HechaSyncResult *
hecha_sync (HechaStore *store, HechaTransport *transport, HechaSyncProgress progress, gpointer data,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaSync) sync = hecha_sync_new (store, transport, progress, data, cancellable);

  return run (sync, error) ? hecha_sync_steal_result (sync) : NULL;
}
