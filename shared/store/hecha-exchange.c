/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-exchange.h"

#include "base/hecha-error.h"
#include "store/hecha-store-private.h"

#include <string.h>

/* Saying what is here, and handing on what the other side lacks, oldest first and always up to a head. */

/* Numbers of entries fetched at a time for each chain of a page. */
#define CURSOR_ENTRIES 256

/* ---- what is here ---- */

/**
 * hecha_tip_compare:
 * @a: a #HechaTip
 * @b: a #HechaTip
 *
 * Returns: as strcmp(), by scope, device, number, digest
 */
int
hecha_tip_compare (gconstpointer a, gconstpointer b)
{
  const HechaTip *left = a, *right = b;
  int order = strcmp (left->scope, right->scope);

  if (order == 0)
    order = strcmp (left->dev, right->dev);
  if (order == 0 && left->seq != right->seq)
    order = left->seq < right->seq ? -1 : 1;
  return order != 0 ? order : memcmp (left->digest.bytes, right->digest.bytes, HECHA_DIGEST_BYTES);
}

static void
read_digest (HechaQuery *query, int column, HechaDigest *digest)
{
  gsize n_bytes;
  const char *bytes = hecha_query_bytes (query, column, &n_bytes);

  memset (digest, 0, sizeof *digest);
  if (bytes != NULL)
    memcpy (digest->bytes, bytes, MIN (n_bytes, sizeof digest->bytes));
}

/* Of a forked chain: every entry from the fork on that none follows. */
static gboolean
add_branches (HechaStore *self, gint64 chain, gint64 forked, const HechaTip *like, GArray *tips,
              GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT e.seq, e.digest FROM entry e WHERE e.chain = ?1 AND e.seq >= ?2 AND NOT EXISTS "
                      "(SELECT 1 FROM entry f WHERE f.chain = ?1 AND f.seq = e.seq + 1 AND "
                      "f.bytes ->> 'prev' = 'sha256:' || lower (hex (e.digest)))",
                      "ii", chain, forked);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaTip tip = *like;

      tip.seq = hecha_query_int (query, 0);
      read_digest (query, 1, &tip.digest);
      g_array_append_val (tips, tip);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/**
 * hecha_store_tips:
 * @self: a store
 * @scopes: (nullable) (element-type utf8): a set of scopes; %NULL for all
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaTip) (nullable): the ends of all chains in these scopes, sorted
 */
GArray *
hecha_store_tips (HechaStore *self, GHashTable *scopes, GError **error)
{
  g_autoptr (GArray) tips = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  g_autoptr (HechaQuery) query = NULL;
  GError *problem = NULL;

  if (!hecha_store_flush_chains (self, error))
    return NULL;
  query = hecha_db_query (self->db, error,
                          "SELECT s.name, c.dev, c.seq, c.digest, c.n, ifnull (c.forked, 0) FROM chain c "
                          "JOIN scope s ON s.n = c.scope WHERE c.seq > 0",
                          "");
  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaTip tip = {.seq = hecha_query_int (query, 2)};
      gint64 forked = hecha_query_int (query, 5);

      if (scopes != NULL && !g_hash_table_contains (scopes, hecha_query_text (query, 0)))
        continue;
      g_strlcpy (tip.scope, hecha_query_text (query, 0), sizeof tip.scope);
      g_strlcpy (tip.dev, hecha_query_text (query, 1), sizeof tip.dev);
      read_digest (query, 3, &tip.digest);
      if (forked == 0)
        g_array_append_val (tips, tip);
      else if (!add_branches (self, hecha_query_int (query, 4), forked, &tip, tips, error))
        return NULL;
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (query == NULL || problem != NULL)
    return NULL;
  g_array_sort (tips, hecha_tip_compare);
  return g_steal_pointer (&tips);
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * hecha_tips_digest:
 * @tips: (element-type HechaTip): what a store has
 * @digest: (out caller-allocates): `heads` of docs/protocol.md 4.5
 */
void
hecha_tips_digest (GArray *tips, HechaDigest *digest)
{
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_full (tips->len, g_free);

  for (guint i = 0; i < tips->len; i++)
    {
      const HechaTip *tip = &g_array_index (tips, HechaTip, i);
      char text[HECHA_DIGEST_TEXT_BYTES];

      hecha_digest_to_text (&tip->digest, text);
      g_ptr_array_add (
        lines, g_strdup_printf ("%s\t%s\t%" G_GINT64_FORMAT "\t%s\n", tip->scope, tip->dev, tip->seq, text));
    }
  g_ptr_array_sort (lines, compare_lines);
  hecha_digester_add (digester, "hecha-heads-v1\n", 15);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      hecha_digester_add (digester, line, strlen (line));
    }
  hecha_digester_finish (digester, digest);
}

/* ---- what the other side lacks ---- */

/* The tips of one chain: they stand together, since the array is sorted. */
static guint
find_tips (GArray *have, const char *scope, const char *dev, guint *n)
{
  guint low = 0, high = have->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      const HechaTip *tip = &g_array_index (have, HechaTip, middle);
      int order = strcmp (tip->scope, scope);

      if (order == 0)
        order = strcmp (tip->dev, dev);
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  for (*n = 0; low + *n < have->len; (*n)++)
    {
      const HechaTip *tip = &g_array_index (have, HechaTip, low + *n);

      if (strcmp (tip->scope, scope) != 0 || strcmp (tip->dev, dev) != 0)
        break;
    }
  return low;
}

/* 1: the tip is an entry of this chain here, 0: it is not, -1: failed. */
static int
has_tip (HechaStore *self, gint64 chain, const HechaTip *tip, GError **error)
{
  gint64 n = 0;

  if (!hecha_db_get_int (self->db, &n, error,
                         "SELECT n FROM entry WHERE chain = ?1 AND seq = ?2 AND digest = ?3", "iib", chain,
                         tip->seq, tip->digest.bytes, sizeof tip->digest.bytes))
    return -1;
  return n != 0;
}

/* Puts into @without the numbers of all entries from @down_to on that lead to the tip: the other side has them. */
static gboolean
mark_ancestors (HechaStore *self, gint64 chain, const HechaTip *tip, gint64 down_to, GHashTable *without,
                GError **error)
{
  HechaDigest digest = tip->digest;

  for (gint64 seq = tip->seq; seq >= down_to && seq > 0; seq--)
    {
      g_autoptr (HechaQuery) query = hecha_db_query (
        self->db, error,
        "SELECT n, bytes ->> 'prev' FROM entry WHERE chain = ?1 AND seq = ?2 AND digest = ?3", "iib", chain,
        seq, digest.bytes, sizeof digest.bytes);
      const char *prev;

      if (query == NULL || !hecha_query_next (query, error))
        return query != NULL && *error == NULL;
      g_hash_table_add (without, g_memdup2 (&(gint64) {hecha_query_int (query, 0)}, sizeof (gint64)));
      prev = hecha_query_text (query, 1);
      if (prev == NULL || !hecha_digest_from_text (&digest, prev, -1))
        return TRUE;
    }
  return TRUE;
}

static gboolean
piece_of_fork (HechaStore *self, gint64 chain, gint64 forked, GArray *have, guint first, guint n,
               GArray *pieces, GHashTable *without, GError **error)
{
  HechaPiece piece = {chain, 1};
  gint64 reach = 0;

  for (guint i = first; i < first + n; i++)
    {
      const HechaTip *tip = &g_array_index (have, HechaTip, i);
      int here = has_tip (self, chain, tip, error);
      GError *problem = NULL;

      if (here < 0 || (here == 1 && !mark_ancestors (self, chain, tip, forked, without, &problem)))
        {
          if (problem != NULL)
            g_propagate_error (error, problem);
          return FALSE;
        }
      if (here == 1)
        reach = MAX (reach, tip->seq);
    }
  /* What comes before the fork is one line: the other side has it as far as its longest known branch. */
  piece.from = MIN (reach + 1, forked);
  g_array_append_val (pieces, piece);
  return TRUE;
}

static gboolean
add_piece (HechaStore *self, HechaQuery *row, GArray *have, GArray *pieces, GHashTable *without,
           GError **error)
{
  gint64 chain = hecha_query_int (row, 0), seq = hecha_query_int (row, 3), forked = hecha_query_int (row, 4);
  guint n, first = find_tips (have, hecha_query_text (row, 1), hecha_query_text (row, 2), &n);
  const HechaTip *tip = n > 0 ? &g_array_index (have, HechaTip, first) : NULL;
  HechaPiece piece = {chain, 1};
  int here;

  if (forked != 0 || n > 1)
    return piece_of_fork (self, chain, forked != 0 ? forked : seq + 1, have, first, n, pieces, without,
                          error);
  if (tip == NULL)
    {
      g_array_append_val (pieces, piece);
      return TRUE;
    }
  if (tip->seq >= seq)
    return TRUE;
  here = has_tip (self, chain, tip, error);
  piece.from = tip->seq + 1;
  if (here == 1)
    g_array_append_val (pieces, piece);
  return here >= 0;
}

/**
 * hecha_store_missing:
 * @self: a store
 * @scopes: (nullable) (element-type utf8): the scopes that the other side may have; %NULL for all
 * @have: (element-type HechaTip): what it has, sorted
 * @pieces: (element-type HechaPiece): gets what it lacks
 * @without: (element-type gint64): gets the numbers of entries in these pieces that it has all the same, from
 *   g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL)
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_missing (HechaStore *self, GHashTable *scopes, GArray *have, GArray *pieces, GHashTable *without,
                     GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT c.n, s.name, c.dev, c.seq, ifnull (c.forked, 0) FROM chain c JOIN scope s ON s.n = c.scope "
    "WHERE c.seq > 0",
    "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    if ((scopes == NULL || g_hash_table_contains (scopes, hecha_query_text (query, 1)))
        && !add_piece (self, query, have, pieces, without, error))
      return FALSE;
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/**
 * hecha_store_behind:
 * @self: a store
 * @scopes: (nullable) (element-type utf8): the scopes that the other side may have
 * @have: (element-type HechaTip): what it has
 * @lacks: (element-type HechaTip): gets what is here of each chain of which it has more, or another branch
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_behind (HechaStore *self, GHashTable *scopes, GArray *have, GArray *lacks, GError **error)
{
  for (guint i = 0; i < have->len; i++)
    {
      const HechaTip *tip = &g_array_index (have, HechaTip, i);
      HechaText dev = {tip->dev, strlen (tip->dev)}, scope = {tip->scope, strlen (tip->scope)};
      GError *problem = NULL;
      HechaTip lack = *tip;
      HechaChain *chain;
      int here;

      if (scopes != NULL && !g_hash_table_contains (scopes, tip->scope))
        continue;
      chain = hecha_store_chain (self, dev, scope, FALSE, &problem);
      here = chain != NULL ? has_tip (self, chain->n, tip, &problem) : 0;
      if (problem != NULL)
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
      if (here == 1)
        continue;
      /* From where the other side has to send: behind what is here of a shorter chain, else the whole chain. */
      lack.seq = chain != NULL && chain->forked == 0 && chain->seq < tip->seq ? chain->seq : 0;
      g_array_append_val (lacks, lack);
    }
  return TRUE;
}

/* ---- a page, from several chains, in the order of arrival here ---- */

typedef struct
{
  HechaPiece piece;
  gint64 numbers[CURSOR_ENTRIES]; /* of entries, in the order of their seq */
  gint64 seqs[CURSOR_ENTRIES];
  guint n_numbers;
  guint at;
  gint64 last_seq; /* what was fetched last */
  gint64 last_n;
  gboolean ended;   /* nothing left to fetch */
  gboolean open;    /* an entry was written for which no head vouches yet */
  GHashTable *ends; /* (owned) (element-type utf8): of a forked chain: such entries, one on each branch */
  gint64 head_seq;  /* the next entry with a head is this one or behind it; G_MAXINT64: there is none */
} Cursor;

static void
free_cursor (gpointer data)
{
  Cursor *cursor = data;

  g_hash_table_unref (cursor->ends);
  g_free (cursor);
}

static Cursor *
new_cursor (const HechaPiece *piece)
{
  Cursor *cursor = g_new0 (Cursor, 1);

  cursor->piece = *piece;
  cursor->last_seq = piece->from - 1;
  cursor->last_n = G_MAXINT64;
  cursor->ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return cursor;
}

static gboolean
fill_cursor (HechaStore *self, Cursor *cursor, GHashTable *without, GError **error)
{
  while (cursor->at == cursor->n_numbers && !cursor->ended)
    {
      g_autoptr (HechaQuery) query = hecha_db_query (
        self->db, error,
        "SELECT n, seq FROM entry WHERE chain = ?1 AND (seq, n) > (?2, ?3) "
        "ORDER BY seq, n LIMIT ?4",
        "iiii", cursor->piece.chain, cursor->last_seq, cursor->last_n, (gint64)CURSOR_ENTRIES);
      GError *problem = NULL;
      guint n_rows = 0;

      cursor->at = cursor->n_numbers = 0;
      while (query != NULL && hecha_query_next (query, &problem))
        {
          gint64 n = hecha_query_int (query, 0);

          n_rows++;
          cursor->last_n = n;
          cursor->last_seq = hecha_query_int (query, 1);
          if (without != NULL && g_hash_table_contains (without, &n))
            continue;
          cursor->seqs[cursor->n_numbers] = cursor->last_seq;
          cursor->numbers[cursor->n_numbers++] = n;
        }
      if (problem != NULL)
        g_propagate_error (error, problem);
      if (query == NULL || problem != NULL)
        return FALSE;
      cursor->ended = n_rows < CURSOR_ENTRIES;
    }
  return TRUE;
}

static Cursor *
oldest_cursor (GPtrArray *cursors, gboolean open_only)
{
  Cursor *oldest = NULL;

  for (guint i = 0; i < cursors->len; i++)
    {
      Cursor *each = g_ptr_array_index (cursors, i);

      if (each->at < each->n_numbers && (!open_only || each->open)
          && (oldest == NULL || each->numbers[each->at] < oldest->numbers[oldest->at]))
        oldest = each;
    }
  return oldest;
}

static gboolean
append_head_of (HechaStore *self, gint64 chain, gint64 seq, const HechaDigest *digest, GString *lines,
                gboolean *found, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT c.dev, s.name, h.key, h.sig FROM head h JOIN chain c ON c.n = h.chain "
                      "JOIN scope s ON s.n = c.scope WHERE h.chain = ?1 AND h.seq = ?2 AND h.digest = ?3",
                      "iib", chain, seq, digest->bytes, sizeof digest->bytes);
  HechaHead head = {.seq = seq, .digest = *digest};
  GError *problem = NULL;
  gsize n_bytes;

  *found = FALSE;
  if (query != NULL && hecha_query_next (query, &problem))
    {
      g_strlcpy (head.dev, hecha_query_text (query, 0), sizeof head.dev);
      g_strlcpy (head.scope, hecha_query_text (query, 1), sizeof head.scope);
      memcpy (head.key, hecha_query_bytes (query, 2, &n_bytes), sizeof head.key);
      memcpy (head.signature, hecha_query_bytes (query, 3, &n_bytes), sizeof head.signature);
      hecha_head_append_line (&head, lines);
      *found = TRUE;
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/* A head on one branch of a forked chain does not vouch for the other; @prev is %NULL where there is no fork. */
static void
note_head (Cursor *cursor, const HechaDigest *digest, const char *prev, gboolean headed)
{
  if (prev != NULL)
    g_hash_table_remove (cursor->ends, prev);
  if (prev != NULL && !headed)
    g_hash_table_add (cursor->ends, hecha_digest_dup_text (digest));
  cursor->open = !headed || g_hash_table_size (cursor->ends) > 0;
}

/* Most entries have no head: asks only where the next one is due. */
static gboolean
find_next_head (HechaStore *self, Cursor *cursor, gint64 seq, GError **error)
{
  if (seq <= cursor->head_seq)
    return TRUE;
  cursor->head_seq = G_MAXINT64;
  return hecha_db_get_int (self->db, &cursor->head_seq, error,
                           "SELECT seq FROM head WHERE chain = ?1 AND seq >= ?2 ORDER BY seq LIMIT 1", "ii",
                           cursor->piece.chain, seq);
}

static gboolean
append_entry (HechaStore *self, Cursor *cursor, GString *lines, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT e.bytes, e.seq, e.digest, CASE WHEN c.forked IS NOT NULL "
                      "THEN ifnull (e.bytes ->> 'prev', '') END "
                      "FROM entry e JOIN chain c ON c.n = e.chain WHERE e.n = ?1",
                      "i", cursor->numbers[cursor->at]);
  GError *problem = NULL;
  HechaDigest digest;
  gboolean headed = FALSE;
  gsize n_bytes;
  const char *bytes;
  gint64 seq;

  if (query == NULL || !hecha_query_next (query, &problem))
    {
      if (problem != NULL)
        g_propagate_error (error, problem);
      return FALSE;
    }
  bytes = hecha_query_bytes (query, 0, &n_bytes);
  g_string_append_len (lines, bytes, (gssize)n_bytes);
  g_string_append_c (lines, '\n');
  seq = hecha_query_int (query, 1);
  read_digest (query, 2, &digest);
  cursor->at++;
  if (!find_next_head (self, cursor, seq, error)
      || (seq == cursor->head_seq
          && !append_head_of (self, cursor->piece.chain, seq, &digest, lines, &headed, error)))
    return FALSE;
  note_head (cursor, &digest, hecha_query_text (query, 3), headed);
  return TRUE;
}

static gboolean
write_page (HechaStore *self, GPtrArray *cursors, GHashTable *without, GString *lines, GError **error)
{
  gsize before = lines->len;
  Cursor *cursor;
  guint n = 0;

  while (
    (cursor = oldest_cursor (cursors, n >= HECHA_PAGE_ENTRIES || lines->len - before >= HECHA_PAGE_BYTES))
    != NULL)
    {
      if (!append_entry (self, cursor, lines, error) || !fill_cursor (self, cursor, without, error))
        return FALSE;
      n++;
    }
  return TRUE;
}

/* What was not written is the piece for the next page. */
static gboolean
shorten_pieces (GPtrArray *cursors, GArray *pieces)
{
  gboolean more = FALSE;

  for (guint i = 0; i < cursors->len; i++)
    {
      const Cursor *cursor = g_ptr_array_index (cursors, i);
      gboolean left = cursor->at < cursor->n_numbers;

      g_array_index (pieces, HechaPiece, i).from = left ? cursor->seqs[cursor->at] : G_MAXINT64;
      more = more || left;
    }
  return more;
}

/**
 * hecha_store_append_pieces:
 * @self: a store
 * @pieces: (element-type HechaPiece): what to hand on; each is shortened by what was
 * @without: (nullable) (element-type gint64): numbers of entries to leave out
 * @lines: gets entries and heads
 * @more: (out): whether something is left for the next page
 * @error: when the database failed
 *
 * Writes one page: entries of all pieces in the order in which they arrived here, each piece up to a head.
 *
 * Returns: whether the page is complete
 */
gboolean
hecha_store_append_pieces (HechaStore *self, GArray *pieces, GHashTable *without, GString *lines,
                           gboolean *more, GError **error)
{
  g_autoptr (GPtrArray) cursors = g_ptr_array_new_with_free_func (free_cursor);

  for (guint i = 0; i < pieces->len; i++)
    {
      Cursor *cursor = new_cursor (&g_array_index (pieces, HechaPiece, i));

      g_ptr_array_add (cursors, cursor);
      if (!fill_cursor (self, cursor, without, error))
        return FALSE;
    }
  if (!write_page (self, cursors, without, lines, error))
    return FALSE;
  *more = shorten_pieces (cursors, pieces);
  return TRUE;
}
