/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-exchange.h"

#include "base/hecha-error.h"
#include "store/hecha-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Taking in what another store handed over. An entry is kept only when a head vouches for it. Nearly always all of a
 * page is in order; then it is read once. When a piece of a chain turns out to have no head, everything of the page is
 * undone and read a second time, now without that piece. */

/* Bytes of refused lines that are kept for the office to look at; more would let a stranger fill the disk. */
#define MAX_KEPT_BYTES (16 * 1024 * 1024)

typedef struct
{
  HechaStore *store;       /* (not owned) */
  const char *sender;      /* (not owned) */
  HechaMayEnter may_enter; /* (nullable): everything may */
  GHashTable *judged;      /* (owned) "dev scope" → whether it may enter */
  HechaIngested *out;      /* (not owned) */
  GHashTable *uncovered;   /* (owned) Link: new entries that no head vouches for yet */
  GHashTable *refusable;   /* (owned) (nullable) Link: on the second reading, what the first left of these */
} Ingest;

/* An entry and the one before it, for which its head vouches too. */
typedef struct
{
  HechaDigest digest; /* first, so that a link is its own key */
  HechaDigest prev;
  gboolean first;
} Link;

static void
free_refusal (gpointer data)
{
  HechaRefusal *refusal = data;

  g_free (refusal->scope);
  g_free (refusal->dev);
  g_free (refusal->reason);
  g_free (refusal);
}

static HechaIngested *
new_ingested (void)
{
  HechaIngested *self = g_new0 (HechaIngested, 1);

  self->accepted = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  self->refused = g_ptr_array_new_with_free_func (free_refusal);
  self->new_entries = g_array_new (FALSE, FALSE, sizeof (HechaDigest));
  return self;
}

/**
 * hecha_ingested_free:
 * @self: (transfer full) (nullable): what hecha_store_ingest() told
 */
void
hecha_ingested_free (HechaIngested *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->accepted);
  g_ptr_array_unref (self->refused);
  g_array_unref (self->new_entries);
  g_free (self);
}

static gboolean
refuse (Ingest *self, const HechaEntry *entry, const char *reason, const char *bytes, gsize n_bytes,
        GError **error)
{
  HechaRefusal *refusal = g_new0 (HechaRefusal, 1);
  gint64 kept = 0;

  refusal->scope = entry != NULL ? g_strndup (entry->scope.text, entry->scope.length) : g_strdup ("");
  refusal->dev = entry != NULL ? g_strndup (entry->dev.text, entry->dev.length) : g_strdup ("");
  refusal->seq = entry != NULL ? entry->seq : 0;
  refusal->reason = g_strdup (reason);
  g_ptr_array_add (self->out->refused, refusal);
  if (!hecha_db_get_int (self->store->db, &kept, error, "SELECT sum (length (bytes)) FROM refused", ""))
    return FALSE;
  if (kept + (gint64)n_bytes > MAX_KEPT_BYTES)
    return TRUE;
  return hecha_db_run (
    self->store->db, error,
    "INSERT INTO refused (at, sender, reason, bytes) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS "
    "(SELECT 1 FROM refused WHERE sender = ?2 AND bytes = ?4)",
    "ittb", hecha_env_now_ms (&self->store->env), self->sender, reason, bytes, n_bytes);
}

/* How far each chain was accepted: the last head of the page whose entry is here. Not the chain's own end, which may be
 * another branch. */
static void
note_accepted (Ingest *self, const HechaHead *head)
{
  HechaTip tip = {.seq = head->seq, .digest = head->digest};

  g_strlcpy (tip.scope, head->scope, sizeof tip.scope);
  g_strlcpy (tip.dev, head->dev, sizeof tip.dev);
  for (guint i = 0; i < self->out->accepted->len; i++)
    {
      HechaTip *known = &g_array_index (self->out->accepted, HechaTip, i);

      if (strcmp (known->dev, tip.dev) == 0 && strcmp (known->scope, tip.scope) == 0)
        {
          *known = known->seq < tip.seq ? tip : *known;
          return;
        }
    }
  g_array_append_val (self->out->accepted, tip);
}

static gboolean
may_be_here (Ingest *self, const HechaEntry *entry)
{
  g_autofree char *key = NULL;
  g_autofree char *dev = NULL, *scope = NULL;
  gpointer known;

  if (self->may_enter == NULL)
    return TRUE;
  dev = g_strndup (entry->dev.text, entry->dev.length);
  scope = g_strndup (entry->scope.text, entry->scope.length);
  key = g_strconcat (dev, " ", scope, NULL);
  if (g_hash_table_lookup_extended (self->judged, key, NULL, &known))
    return GPOINTER_TO_INT (known);
  known = GINT_TO_POINTER (self->may_enter (self->store, self->sender, dev, scope));
  g_hash_table_insert (self->judged, g_steal_pointer (&key), known);
  return GPOINTER_TO_INT (known);
}

static gboolean
take_entry (Ingest *self, HechaEntry *entry, const char *bytes, gsize n_bytes, GError **error)
{
  g_autoptr (GError) problem = NULL;
  HechaAppendResult result;

  if (!hecha_entry_scan (entry, bytes, n_bytes, &problem))
    return refuse (self, NULL, problem->message, bytes, n_bytes, error);
  if (!may_be_here (self, entry))
    return refuse (self, entry, N_ ("This device has no right in this scope"), bytes, n_bytes, error);
  if (self->refusable != NULL && g_hash_table_contains (self->refusable, &entry->digest))
    return refuse (self, entry, N_ ("No head vouches for it"), bytes, n_bytes, error);
  if (!hecha_store_append (self->store, entry, bytes, n_bytes, &result, error))
    return FALSE;
  if (result == HECHA_GAP)
    return refuse (self, entry, N_ ("What comes before it is not here"), bytes, n_bytes, error);
  self->out->n_new += result == HECHA_APPENDED;
  self->out->n_known += result == HECHA_KNOWN;
  if (result == HECHA_APPENDED)
    {
      Link *link = g_new (Link, 1);

      *link = (Link) {entry->digest, entry->prev, entry->seq == 1};
      g_array_append_val (self->out->new_entries, entry->digest);
      g_hash_table_add (self->uncovered, link);
    }
  return TRUE;
}

/* A head vouches for its entry and all before it in the chain, and for nothing beside it. */
static void
cover (Ingest *self, HechaDigest digest)
{
  const Link *link = g_hash_table_lookup (self->uncovered, &digest);

  while (link != NULL)
    {
      HechaDigest prev = link->prev;
      gboolean first = link->first;

      g_hash_table_remove (self->uncovered, &digest);
      digest = prev;
      link = first ? NULL : g_hash_table_lookup (self->uncovered, &digest);
    }
}

static gboolean
take_head (Ingest *self, const HechaHead *head, GError **error)
{
  HechaText dev = {head->dev, strlen (head->dev)}, scope = {head->scope, strlen (head->scope)};
  HechaChain *chain = hecha_store_chain (self->store, dev, scope, FALSE, error);
  gint64 n = 0;

  if (chain == NULL)
    return *error == NULL; /* a head over nothing that is here */
  if (!hecha_db_get_int (self->store->db, &n, error,
                         "SELECT n FROM entry WHERE chain = ?1 AND seq = ?2 AND digest = ?3", "iib", chain->n,
                         head->seq, head->digest.bytes, sizeof head->digest.bytes))
    return FALSE;
  if (n == 0)
    return TRUE;
  cover (self, head->digest);
  note_accepted (self, head);
  return hecha_store_put_head (self->store, chain, head, error);
}

static gboolean
is_head_line (const char *bytes, gsize n_bytes)
{
  return n_bytes > 8 && memcmp (bytes, "{\"head\":", 8) == 0;
}

static gboolean
read_head (HechaHead *head, HechaJson *json, const char *bytes, gsize n_bytes, GError **error)
{
  guint token;

  if (!hecha_json_scan (json, bytes, n_bytes, &HECHA_JSON_ENTRY_LIMITS, error))
    return FALSE;
  token = hecha_json_member (json, 0, "head");
  if (token == 0 || json->tokens[0].count != 1)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("A line is neither an entry nor a head"));
      return FALSE;
    }
  return hecha_head_from_json (head, json, token, error) && hecha_head_verify (head, error);
}

static gboolean
take_line (Ingest *self, HechaEntry *entry, const char *bytes, gsize n_bytes, GError **error)
{
  g_autoptr (GError) problem = NULL;
  GError *failed = NULL;
  HechaHead head;

  if (!is_head_line (bytes, n_bytes))
    return take_entry (self, entry, bytes, n_bytes, error);
  if (!read_head (&head, &entry->json, bytes, n_bytes, &problem))
    return refuse (self, NULL, problem->message, bytes, n_bytes, error);
  if (take_head (self, &head, &failed))
    return TRUE;
  g_propagate_error (error, failed);
  return FALSE;
}

/* Calls @func for each line that is not empty, first to last. */
static gboolean
each_line (const char *lines, gsize n_bytes,
           gboolean (*func) (Ingest *, HechaEntry *, const char *, gsize, GError **), Ingest *self,
           GError **error)
{
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  const char *end = lines + n_bytes;

  for (const char *at = lines; at < end;)
    {
      const char *stop = memchr (at, '\n', (gsize)(end - at));

      if (stop == NULL)
        stop = end;
      if (stop > at && !func (self, &entry, at, (gsize)(stop - at), error))
        return FALSE;
      at = stop + 1;
    }
  return TRUE;
}

/* ---- the second reading ---- */

static gboolean
begin_again (HechaStore *self, HechaTime last, GError **error)
{
  self->last = last;
  hecha_store_forget (self);
  return hecha_db_exec (self->db, "ROLLBACK TO ingest", error);
}

static gboolean
read_twice (Ingest *self, const char *lines, gsize n_bytes, HechaTime last, GError **error)
{
  if (!begin_again (self->store, last, error))
    return FALSE;
  self->refusable = g_steal_pointer (&self->uncovered);
  self->uncovered = g_hash_table_new_full (hecha_digest_hash, hecha_digest_equal, g_free, NULL);
  g_hash_table_remove_all (self->judged);
  self->out->n_new = self->out->n_known = 0;
  g_array_set_size (self->out->accepted, 0);
  g_array_set_size (self->out->new_entries, 0);
  g_ptr_array_set_size (self->out->refused, 0);
  return each_line (lines, n_bytes, take_line, self, error);
}

static gboolean
read_page (Ingest *self, const char *lines, gsize n_bytes, GError **error)
{
  HechaTime last = self->store->last;
  guint64 changed = self->store->changed_types;

  if (!hecha_store_flush_chains (self->store, error)
      || !hecha_db_exec (self->store->db, "SAVEPOINT ingest", error)
      || !each_line (lines, n_bytes, take_line, self, error))
    return FALSE;
  if (g_hash_table_size (self->uncovered) > 0 && !read_twice (self, lines, n_bytes, last, error))
    return FALSE;
  self->store->changed_types |= changed;
  return hecha_store_flush_chains (self->store, error)
         && hecha_db_exec (self->store->db, "RELEASE ingest", error);
}

/**
 * hecha_store_ingest:
 * @self: a store, inside a transaction
 * @sender: who handed it over, for what is refused
 * @may_enter: (nullable): whether a chain may be handed over by the sender; %NULL for all
 * @lines: (array length=n_bytes): entries and heads, each ended by LF
 * @n_bytes: how many
 * @error: when the database failed; then the transaction has to be rolled back
 *
 * Each line that cannot be kept gets one reason; the others go through.
 *
 * Returns: (transfer full) (nullable): what became of it
 */
HechaIngested *
hecha_store_ingest (HechaStore *self, const char *sender, HechaMayEnter may_enter, const char *lines,
                    gsize n_bytes, GError **error)
{
  g_autoptr (HechaIngested) out = new_ingested ();
  Ingest ingest = {.store = self, .sender = sender, .may_enter = may_enter, .out = out};
  gboolean ok;

  ingest.uncovered = g_hash_table_new_full (hecha_digest_hash, hecha_digest_equal, g_free, NULL);
  ingest.judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ok = read_page (&ingest, lines, n_bytes, error);
  g_hash_table_unref (ingest.uncovered);
  g_hash_table_unref (ingest.judged);
  g_clear_pointer (&ingest.refusable, g_hash_table_unref);
  return ok ? g_steal_pointer (&out) : NULL;
}
