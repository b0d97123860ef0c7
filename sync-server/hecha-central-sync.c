/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-central-private.h"

#include "base/hecha-error.h"
#include "domain/hecha-records.h"
#include "evidence/hecha-evidence.h"
#include "store/hecha-files.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-sync-message.h"

#include <string.h>

/* One sync request (docs/protocol.md 4.5 to 4.7): take in, judge, say what is lacking on either side. */

/* Evidence named in one answer. */
#define MAX_WANTED 100

/**
 * Exchange:
 * @dev: whose request it is
 * @stored: (nullable) (element-type utf8): evidence that came with it
 */
typedef struct
{
  const char *dev;
  const HechaSyncRequest *request;
  GPtrArray *stored;
  GBytes *answer; /* (out) */
} Exchange;

static gboolean
is_active (const Exchange *exchange, const HechaSyncAnswer *answer)
{
  return strcmp (answer->device, "active") == 0;
}

static void
move_refusals (HechaIngested *ingested, HechaSyncAnswer *answer)
{
  GPtrArray *empty = answer->refused;

  answer->refused = ingested->refused;
  ingested->refused = empty;
}

/* A device whose chain went two ways stops; the office sees both branches among the conflicts. */
static gboolean
check_fork (HechaCentral *self, const char *dev, GError **error)
{
  gboolean forked;
  g_autofree char *state = hecha_store_device_state (self->store, dev);

  if (!hecha_store_is_forked (self->store, dev, &forked, error))
    return FALSE;
  return !forked || strcmp (state, "active") != 0
         || hecha_store_set_device_state (self->store, dev, "stopped", error);
}

/* New scopes and new remits change who may have what. */
static gboolean
check_grants (HechaCentral *self, GError **error)
{
  int team = hecha_schema_find_type (hecha_records (), "team", 4);
  g_autoptr (GPtrArray) scopes = hecha_store_scopes (self->store, error);

  if (scopes == NULL)
    return FALSE;
  if (scopes->len == self->n_scopes && !(self->store->changed_types & (G_GUINT64_CONSTANT (1) << team)))
    return TRUE;
  return hecha_central_grant_all (self, error);
}

static gboolean
has_grant (HechaStore *store, const char *scope, const char *dev)
{
  g_autoptr (HechaRecord) grant = hecha_reader_get (hecha_store_reader (store), scope, "grant", dev, NULL);

  return grant != NULL;
}

/* A device hands over its own work where it has a right, and what it holds of others where these have one:
 * after a restore the lost grants come first. The office may begin scopes. */
static gboolean
may_enter (HechaStore *store, const char *sender, const char *dev, const char *scope)
{
  return strncmp (dev, hecha_store_dev (store), HECHA_KEY_ID_BYTES - 1) == 0 || has_grant (store, scope, dev)
         || has_grant (store, "office", dev);
}

static gboolean
take_in (HechaCentral *self, Exchange *exchange, HechaSyncAnswer *answer, GError **error)
{
  const char *dev = exchange->dev;
  g_autoptr (HechaIngested) ingested = NULL;
  GArray *accepted;

  if (exchange->request->n_lines == 0)
    return TRUE;
  ingested = hecha_store_ingest (self->store, dev, may_enter, exchange->request->lines,
                                 exchange->request->n_lines, error);
  if (ingested == NULL || !hecha_central_heed_office (self, error) || !check_grants (self, error)
      || !hecha_store_sign_own (self->store, error) || !check_fork (self, dev, error)
      || !hecha_store_held_and_parked (self->store, ingested->new_entries, answer->held, answer->reasons,
                                       answer->parked, error))
    return FALSE;
  accepted = answer->accepted;
  answer->accepted = ingested->accepted;
  ingested->accepted = accepted;
  move_refusals (ingested, answer);
  return TRUE;
}

static GArray *
own_tips (GArray *tips, const char *dev)
{
  GArray *own = g_array_new (FALSE, FALSE, sizeof (HechaTip));

  for (guint i = 0; i < tips->len; i++)
    if (strcmp (g_array_index (tips, HechaTip, i).dev, dev) == 0)
      g_array_append_val (own, g_array_index (tips, HechaTip, i));
  return own;
}

static void
write_receipt (HechaCentral *self, const Exchange *exchange, GArray *tips, HechaSyncAnswer *answer)
{
  g_autoptr (GArray) own = own_tips (tips, exchange->dev);
  char at[HECHA_TIME_LENGTH + 1];
  HechaDigest heads;

  hecha_tips_digest (tips, &heads);
  hecha_time_to_text (hecha_time_from_ms (hecha_env_now_ms (&self->env)), at);
  answer->receipt = hecha_receipt_build (&self->key, exchange->dev, self->epoch, at, own, &heads);
}

static gboolean
write_page (HechaCentral *self, Exchange *exchange, GHashTable *scopes, GString *lines, gboolean *more,
            GError **error)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (HechaPiece));
  g_autoptr (GHashTable) without = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return hecha_store_missing (self->store, scopes, exchange->request->have, pieces, without, error)
         && hecha_store_append_pieces (self->store, pieces, without, lines, more, error);
}

/* The entry right behind what is here was refused in this request: the chain went two ways before it. */
static gboolean
does_not_continue (const HechaSyncAnswer *answer, const HechaTip *lack)
{
  for (guint i = 0; i < answer->refused->len; i++)
    {
      const HechaRefusal *refusal = g_ptr_array_index (answer->refused, i);

      if (refusal->seq == lack->seq + 1 && strcmp (refusal->dev, lack->dev) == 0
          && strcmp (refusal->scope, lack->scope) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What the device has more of, as far as it may hand it over: also from scopes that the server has
 * forgotten. */
static gboolean
lacking (HechaCentral *self, const Exchange *exchange, HechaSyncAnswer *answer, GError **error)
{
  g_autoptr (GArray) lacks = g_array_new (FALSE, FALSE, sizeof (HechaTip));

  if (!hecha_store_behind (self->store, NULL, exchange->request->have, lacks, error))
    return FALSE;
  for (guint i = 0; i < lacks->len; i++)
    {
      HechaTip *tip = &g_array_index (lacks, HechaTip, i);

      if (does_not_continue (answer, tip))
        tip->seq = 0;
      if (may_enter (self->store, exchange->dev, tip->dev, tip->scope))
        g_array_append_val (answer->lacks, *tip);
    }
  return TRUE;
}

/* Only the office learns how the other devices stand. */
static gboolean
tell_office (HechaCentral *self, const Exchange *exchange, HechaSyncAnswer *answer, GError **error)
{
  if (!has_grant (self->store, "office", exchange->dev))
    return TRUE;
  answer->devices = hecha_store_reports (self->store, error);
  return answer->devices != NULL;
}

static gboolean
compare_heads (HechaCentral *self, Exchange *exchange, GHashTable *scopes, HechaSyncAnswer *answer,
               GString *lines, GError **error)
{
  g_autoptr (GArray) tips = hecha_store_tips (self->store, scopes, error);
  HechaDigest heads;

  if (tips == NULL)
    return FALSE;
  hecha_tips_digest (tips, &heads);
  if (!hecha_digest_equal (&heads, &exchange->request->heads))
    {
      if (exchange->request->have == NULL)
        {
          answer->need_have = TRUE;
          return TRUE;
        }
      if (!lacking (self, exchange, answer, error)
          || !write_page (self, exchange, scopes, lines, &answer->more, error))
        return FALSE;
      answer->lines = lines->str;
      answer->n_lines = lines->len;
    }
  if (answer->more || answer->lacks->len > 0)
    return TRUE;
  write_receipt (self, exchange, tips, answer);
  return tell_office (self, exchange, answer, error);
}

static gboolean
name_wanted (HechaCentral *self, const Exchange *exchange, HechaSyncAnswer *answer, GError **error)
{
  GPtrArray *wanted = hecha_store_wanted (self->store, exchange->dev, MAX_WANTED, error);

  if (wanted == NULL)
    return FALSE;
  g_ptr_array_unref (answer->wanted);
  answer->wanted = wanted;
  return TRUE;
}

static gboolean
answer_active (HechaCentral *self, Exchange *exchange, HechaSyncAnswer *answer, GString *lines,
               GError **error)
{
  /* Grants may just have changed. */
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, exchange->dev, error);

  return scopes != NULL && compare_heads (self, exchange, scopes, answer, lines, error)
         && name_wanted (self, exchange, answer, error);
}

/* A device that may not pull still hands over all it has, files too, also what the server lost since it took it. */
static gboolean
answer_inactive (HechaCentral *self, Exchange *exchange, HechaSyncAnswer *answer, GError **error)
{
  answer->need_have = exchange->request->have == NULL;
  return (answer->need_have || lacking (self, exchange, answer, error))
         && name_wanted (self, exchange, answer, error);
}

/* A device that has more of the server's own chain than the server: the disk was put back to an earlier
 * day. The server goes on in a new epoch, and takes the lost entries back as anybody's. Once in the life of
 * a process: a disk is not put back under one that runs, and who only says so cannot make it write for
 * ever. */
static gboolean
check_own_chain (HechaCentral *self, const HechaSyncRequest *request, GError **error)
{
  const char *own = hecha_store_dev (self->store);
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  gboolean behind = FALSE;

  if (request->have == NULL || self->first_epoch != NULL)
    return TRUE;
  if (!hecha_store_behind (self->store, NULL, request->have, lost, error))
    return FALSE;
  for (guint i = 0; i < lost->len; i++)
    behind = behind || strcmp (g_array_index (lost, HechaTip, i).dev, own) == 0;
  return !behind || hecha_central_new_epoch (self, error);
}

static gboolean
exchange_task (HechaCentral *self, gpointer data, GError **error)
{
  Exchange *exchange = data;
  const char *dev = exchange->dev;
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, dev, error);
  g_autoptr (HechaSyncAnswer) answer = hecha_sync_answer_new ();
  g_autoptr (GString) lines = g_string_new (NULL);

  if (scopes == NULL || !check_own_chain (self, exchange->request, error))
    return FALSE;
  answer->epoch = g_strdup (self->epoch);
  for (guint i = 0; exchange->stored != NULL && i < exchange->stored->len; i++)
    g_ptr_array_add (answer->stored, g_strdup (g_ptr_array_index (exchange->stored, i)));
  if (!take_in (self, exchange, answer, error) || !hecha_store_device_seen (self->store, dev, error)
      || (exchange->request->report.told
          && !hecha_store_put_report (self->store, dev, &exchange->request->report, error)))
    return FALSE;
  answer->device = hecha_store_device_state (self->store, dev);
  if (is_active (exchange, answer) ? !answer_active (self, exchange, answer, lines, error)
                                   : !answer_inactive (self, exchange, answer, error))
    return FALSE;
  exchange->answer = hecha_sync_answer_build (answer);
  return TRUE;
}

/**
 * hecha_central_sync:
 * @self: the central database
 * @caller: whose token it was
 * @request: lines, not compressed
 * @error: %HECHA_ERROR_INVALID when the first line is not understood, or when the database failed
 *
 * Returns: (transfer full) (nullable): the answer's lines; what they acknowledge is on disk
 */
GBytes *
hecha_central_sync (HechaCentral *self, const HechaCaller *caller, GBytes *request, GError **error)
{
  g_auto (HechaSyncRequest) parsed = {0};
  Exchange exchange = {caller->dev, &parsed, NULL, NULL};

  if (!hecha_sync_request_parse (&parsed, request, error))
    return NULL;
  if (hecha_central_run_shared (self, exchange_task, &exchange, error))
    return exchange.answer;
  g_clear_pointer (&exchange.answer, g_bytes_unref);
  return NULL;
}

/**
 * hecha_central_exchange:
 * @self: the central database; in the writer's thread, inside a transaction
 * @dev: whose request it is
 * @request: lines, not compressed
 * @stored: (nullable) (element-type utf8): evidence that came with it and is on disk
 * @error: as hecha_central_sync()
 *
 * Returns: (transfer full) (nullable): the answer's lines, true once the transaction is committed
 */
GBytes *
hecha_central_exchange (HechaCentral *self, const char *dev, GBytes *request, GPtrArray *stored,
                        GError **error)
{
  g_auto (HechaSyncRequest) parsed = {0};
  Exchange exchange = {dev, &parsed, stored, NULL};

  if (!hecha_sync_request_parse (&parsed, request, error) || !exchange_task (self, &exchange, error))
    return NULL;
  return exchange.answer;
}

/* ---- heads, for those who wait for news ---- */

typedef struct
{
  const char *dev;
  char *heads; /* (out) */
} Heads;

static gboolean
heads_task (HechaCentral *self, gpointer data, GError **error)
{
  Heads *heads = data;
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, heads->dev, error);
  g_autoptr (GArray) tips = scopes != NULL ? hecha_store_tips (self->store, scopes, error) : NULL;
  HechaDigest digest;

  if (tips == NULL)
    return FALSE;
  hecha_tips_digest (tips, &digest);
  heads->heads = hecha_digest_dup_text (&digest);
  return TRUE;
}

/**
 * hecha_central_heads:
 * @self: the central database
 * @caller: who waits for news
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): digest of all heads in the device's scopes
 */
char *
hecha_central_heads (HechaCentral *self, const HechaCaller *caller, GError **error)
{
  Heads heads = {caller->dev, NULL};

  hecha_central_run (self, heads_task, &heads, error);
  return heads.heads;
}

/* ---- evidence ---- */

typedef struct
{
  const char *dev;
  const char *digest;
  gint64 n_bytes;
  gboolean named; /* (out) */
} File;

static gboolean
may_read_task (HechaCentral *self, gpointer data, GError **error)
{
  File *file = data;
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, file->dev, error);

  return scopes != NULL
         && hecha_store_names_evidence (self->store, scopes, file->digest, &file->named, error);
}

/**
 * hecha_central_may_read_evidence:
 * @self: the central database
 * @caller: who asks
 * @digest: "sha256:…"
 * @error: only when the database failed
 *
 * Returns: whether an evidence item in a scope of the device names it; never for a device that is not active
 */
gboolean
hecha_central_may_read_evidence (HechaCentral *self, const HechaCaller *caller, const char *digest,
                                 GError **error)
{
  File file = {caller->dev, digest, 0, FALSE};

  if (strcmp (caller->state, "active") != 0)
    return FALSE;
  return hecha_central_run (self, may_read_task, &file, error) && file.named;
}

static gboolean
arrived_task (HechaCentral *self, gpointer data, GError **error)
{
  File *file = data;
  HechaDigest digest;

  return hecha_digest_from_text (&digest, file->digest, -1)
         && hecha_store_note_file (self->store, &digest, file->n_bytes, error);
}

/**
 * hecha_central_evidence_arrived:
 * @self: the central database
 * @digest: "sha256:…": of a file that is in the evidence directory, checked and on disk
 * @n_bytes: its size
 * @error: when the database failed
 *
 * Returns: whether it is known, on disk
 */
gboolean
hecha_central_evidence_arrived (HechaCentral *self, const char *digest, gint64 n_bytes, GError **error)
{
  File file = {NULL, digest, n_bytes, FALSE};

  return hecha_central_run_shared (self, arrived_task, &file, error);
}
