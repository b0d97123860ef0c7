/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "base/hecha-error.h"
#include "domain/hecha-records.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Checking a store by doing everything again from the stored bytes, on a second path: a copy is built in a directory
 * beside it, entry by entry, and has to come out the same. */

#define ENTRIES_PER_TXN 2000
/* After so many sentences the rest would not be read. */
#define MAX_PROBLEMS 100

static void report (HechaVerified *verified, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
report (HechaVerified *verified, const char *format, ...)
{
  va_list values;

  if (verified->n_entries < 0 || verified->problems->len >= MAX_PROBLEMS)
    return;
  va_start (values, format);
  g_ptr_array_add (verified->problems, g_strdup_vprintf (format, values));
  va_end (values);
}

/* An entry is named by what stands beside it, since its own words may be what was changed. */
static void
report_entry (HechaVerified *verified, HechaQuery *query, const char *what)
{
  const char *dev = hecha_query_text (query, 5), *scope = hecha_query_text (query, 6);

  report (verified, _ ("Entry %ld of %s in %s (row %ld) %s"), (long)hecha_query_int (query, 3),
          dev != NULL ? dev : _ ("nobody"), scope != NULL ? scope : _ ("no scope"),
          (long)hecha_query_int (query, 0), what);
}

static gboolean
same_text (HechaText text, const char *column)
{
  return column != NULL && strlen (column) == text.length && memcmp (column, text.text, text.length) == 0;
}

/* Whether the columns beside the bytes say what the bytes say. */
static gboolean
columns_agree (HechaQuery *query, const HechaEntry *entry)
{
  gsize n_digest;
  const char *digest = hecha_query_bytes (query, 2, &n_digest);

  return n_digest == HECHA_DIGEST_BYTES && memcmp (digest, entry->digest.bytes, n_digest) == 0
         && hecha_query_int (query, 3) == entry->seq && hecha_query_int (query, 4) == entry->at
         && same_text (entry->dev, hecha_query_text (query, 5))
         && same_text (entry->scope, hecha_query_text (query, 6));
}

static gboolean
copy_entry (HechaStore *self, HechaStore *copy, HechaQuery *query, HechaEntry *entry, HechaVerified *verified,
            GError **error)
{
  g_autoptr (GError) problem = NULL;
  HechaAppendResult result;
  gsize n_bytes;
  const char *bytes = hecha_query_bytes (query, 1, &n_bytes);

  verified->n_entries++;
  if (!hecha_entry_scan (entry, bytes, n_bytes, &problem))
    {
      g_autofree char *what = g_strdup_printf (_ ("is damaged: %s"), problem->message);

      report_entry (verified, query, what);
      return TRUE;
    }
  if (!columns_agree (query, entry))
    report_entry (verified, query, _ ("is not what its digest and place say"));
  if (!hecha_store_append (copy, entry, bytes, n_bytes, &result, error))
    return FALSE;
  if (result == HECHA_KNOWN)
    report_entry (verified, query, _ ("is here twice"));
  else if (result == HECHA_GAP)
    report_entry (verified, query, _ ("follows an entry that is not here, or was changed"));
  return TRUE;
}

static gboolean
copy_piece (HechaStore *self, HechaStore *copy, gint64 *last, gboolean *more, HechaVerified *verified,
            GError **error)
{
  g_auto (HechaTxn) txn = hecha_store_begin (copy, error);
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT e.n, e.bytes, e.digest, e.seq, e.at, c.dev, s.name FROM entry e "
                      "LEFT JOIN chain c ON c.n = e.chain LEFT JOIN scope s ON s.n = c.scope "
                      "WHERE e.n > ?1 ORDER BY e.n LIMIT ?2",
                      "ii", *last, (gint64)ENTRIES_PER_TXN);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  GError *problem = NULL;

  *more = FALSE;
  if (txn.db == NULL || query == NULL)
    return FALSE;
  while (hecha_query_next (query, &problem))
    {
      *last = hecha_query_int (query, 0);
      *more = TRUE;
      if (!copy_entry (self, copy, query, &entry, verified, error))
        return FALSE;
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  return hecha_store_commit (copy, &txn, error);
}

static gboolean
copy_entries (HechaStore *self, HechaStore *copy, HechaVerified *verified, GError **error)
{
  gint64 last = 0;
  gboolean more = TRUE;

  while (more)
    if (!copy_piece (self, copy, &last, &more, verified, error))
      return FALSE;
  return TRUE;
}

static void
read_head (HechaQuery *query, HechaHead *head)
{
  gsize n;

  g_strlcpy (head->dev, hecha_query_text (query, 0), sizeof head->dev);
  g_strlcpy (head->scope, hecha_query_text (query, 1), sizeof head->scope);
  head->seq = hecha_query_int (query, 2);
  memcpy (head->digest.bytes, hecha_query_bytes (query, 3, &n), sizeof head->digest.bytes);
  memcpy (head->key, hecha_query_bytes (query, 4, &n), sizeof head->key);
  memcpy (head->signature, hecha_query_bytes (query, 5, &n), sizeof head->signature);
}

static gboolean
verify_heads (HechaStore *self, HechaVerified *verified, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT c.dev, s.name, h.seq, h.digest, h.key, h.sig, EXISTS (SELECT 1 FROM entry e "
                      "WHERE e.chain = h.chain AND e.seq = h.seq AND e.digest = h.digest) "
                      "FROM head h JOIN chain c ON c.n = h.chain JOIN scope s ON s.n = c.scope",
                      "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autoptr (GError) wrong = NULL;
      HechaHead head;

      read_head (query, &head);
      verified->n_heads++;
      if (!hecha_head_verify (&head, &wrong))
        report (verified, "%s", wrong->message);
      if (hecha_query_int (query, 6) == 0)
        report (verified, _ ("A head of %s in %s is over an entry that is not here"), head.dev, head.scope);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/* What another device handed on must be vouched for to its end, on each branch; what this one wrote may wait for the
 * next sync. */
static gboolean
verify_covered (HechaStore *self, HechaVerified *verified, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT c.dev, s.name, e.seq FROM chain c JOIN scope s ON s.n = c.scope JOIN entry e ON e.chain = c.n "
    "AND e.seq >= ifnull (c.forked, c.seq) WHERE (?2 OR c.dev <> ?1) "
    "AND NOT EXISTS (SELECT 1 FROM head h WHERE h.chain = c.n AND h.seq = e.seq AND h.digest = e.digest) "
    "AND NOT EXISTS (SELECT 1 FROM entry f WHERE f.chain = c.n AND f.seq = e.seq + 1 "
    "AND f.bytes ->> 'prev' = 'sha256:' || lower (hex (e.digest)))",
    "ti", self->dev, (gint64)(self->kind == HECHA_STORE_CENTRAL));
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    report (verified, _ ("Entry %ld of %s in %s ends its chain and is not signed"),
            (long)hecha_query_int (query, 2), hecha_query_text (query, 0), hecha_query_text (query, 1));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/* All that a type's table shows, without the numbers that depend on the order of arrival. */
static char *
digest_rows (HechaStore *self, guint index, GError **error)
{
  const HechaType *type = &hecha_records ()->types[index];
  g_autofree char *sql = g_strconcat (self->sql[index].select, " ORDER BY s.name, t.id", NULL);
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "");
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  GError *problem = NULL;
  HechaDigest digest;

  while (query != NULL && hecha_query_next (query, &problem))
    for (int i = 2; i <= HECHA_FIRST_FIELD_COLUMN + (int)type->n_fields; i++)
      {
        const char *text = hecha_query_text (query, i);

        hecha_digester_add (digester, text != NULL ? text : "\1", (text != NULL ? strlen (text) : 1));
        hecha_digester_add (digester, "\0", 1);
      }
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (query == NULL || problem != NULL)
    return NULL;
  hecha_digester_finish (digester, &digest);
  return hecha_digest_dup_text (&digest);
}

/* All that a query answers, which does not ask for numbers that depend on the order of arrival. */
static char *
digest_answer (HechaStore *self, const char *sql, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "");
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  GError *problem = NULL;
  HechaDigest digest;

  while (query != NULL && hecha_query_next (query, &problem))
    for (int i = 0; i < hecha_query_n_columns (query); i++)
      {
        gsize n_bytes;
        const char *bytes = hecha_query_bytes (query, i, &n_bytes);

        hecha_digester_add (digester, bytes != NULL ? bytes : "\1", bytes != NULL ? n_bytes : 1);
        hecha_digester_add (digester, "\0", 1);
      }
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (query == NULL || problem != NULL)
    return NULL;
  hecha_digester_finish (digester, &digest);
  return hecha_digest_dup_text (&digest);
}

/* What else is derived from the entries, beside the record tables. */
static gboolean
compare_lists (HechaStore *self, HechaStore *copy, HechaVerified *verified, GError **error)
{
  static const struct
  {
    const char *name;
    const char *sql;
  } lists[] = {
    {N_ ("ends of chains"),
     "SELECT s.name, c.dev, c.seq, c.digest, c.forked FROM chain c JOIN scope s ON s.n = c.scope "
     "WHERE c.seq > 0 ORDER BY s.name, c.dev"},
    {N_ ("parked and held entries"), "SELECT digest, state FROM entry WHERE state <> 0 ORDER BY digest"},
    {N_ ("entries that are waited for"),
     "SELECT w.digest, e.digest FROM waiting w JOIN entry e ON e.n = w.entry "
     "ORDER BY w.digest, e.digest"},
    {N_ ("conflicts"), "SELECT k.id, k.kind, s.name, k.type, k.field, k.open, e.digest FROM conflict k "
                       "JOIN scope s ON s.n = k.scope LEFT JOIN entry e ON e.n = k.ruling "
                       "ORDER BY k.id, k.type, k.field, s.name"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *here = digest_answer (self, lists[i].sql, error);
      g_autofree char *there = here != NULL ? digest_answer (copy, lists[i].sql, error) : NULL;

      if (here == NULL || there == NULL)
        return FALSE;
      if (strcmp (here, there) != 0)
        report (verified, _ ("The list of %s is not what the entries say"), _ (lists[i].name));
    }
  return TRUE;
}

static gboolean
compare_copies (HechaStore *self, HechaStore *copy, HechaVerified *verified, GError **error)
{
  g_autoptr (GPtrArray) scopes = hecha_store_scopes (self, error);

  for (guint i = 0; scopes != NULL && i < scopes->len; i++)
    {
      const char *scope = g_ptr_array_index (scopes, i);
      GError *problem = NULL;
      g_autofree char *here = hecha_store_digest (self, scope, &problem);
      g_autofree char *there = here != NULL ? hecha_store_digest (copy, scope, NULL) : NULL;

      if (problem != NULL && !g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_INVALID))
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
      g_clear_error (&problem);
      if (here == NULL || (there != NULL && strcmp (here, there) != 0))
        report (verified, _ ("The state of %s is not what its entries say"), scope);
    }
  for (guint i = 0; scopes != NULL && i < hecha_records ()->n_types; i++)
    {
      g_autofree char *here = digest_rows (self, i, error);
      g_autofree char *there = here != NULL ? digest_rows (copy, i, error) : NULL;

      if (here == NULL || there == NULL)
        return FALSE;
      if (strcmp (here, there) != 0)
        report (verified, _ ("The table %s is not what the entries say"), hecha_records ()->types[i].name);
    }
  return scopes != NULL;
}

/* A scratch copy, which nothing was acknowledged from. */
static void
remove_copy (HechaStore *self, const char *dir)
{
  static const char *const databases[] = {"central.db", "hecha.db"};
  static const char *const files[] = {"device.key", "server.key", "lock"};

  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    {
      g_autofree char *path = g_build_filename (dir, databases[i], NULL);

      hecha_db_remove (path, self->env.vfs);
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (dir, files[i], NULL);

      self->env.disk->unlink (self->env.disk, path);
    }
  g_rmdir (dir);
}

static gboolean
verify_by_copy (HechaStore *self, const char *dir, HechaVerified *verified, GError **error)
{
  g_autofree char *server = hecha_store_get_meta (self, "server");
  g_autoptr (HechaStore) copy = hecha_store_open (dir, self->kind, &self->env, error);

  if (copy == NULL || !hecha_store_set_meta (copy, "server", server, error))
    return FALSE;
  return copy_entries (self, copy, verified, error) && compare_copies (self, copy, verified, error)
         && compare_lists (self, copy, verified, error);
}

/**
 * hecha_store_verify:
 * @self: a store
 * @error: when it could not be checked at all
 *
 * Scans, hashes and chains every stored byte again, checks every signature, and builds all views a second time from the
 * entries, in a directory beside the database that is removed afterwards.
 *
 * Returns: (transfer full) (nullable): what was found
 */
HechaVerified *
hecha_store_verify (HechaStore *self, GError **error)
{
  g_autoptr (HechaVerified) verified = g_new0 (HechaVerified, 1);
  g_autofree char *dir = g_build_filename (self->dir, "verify.tmp", NULL);
  gboolean ok;

  verified->problems = g_ptr_array_new_with_free_func (g_free);
  if (!hecha_db_check (self->db, error) || !verify_heads (self, verified, error)
      || !verify_covered (self, verified, error))
    return NULL;
  remove_copy (self, dir);
  ok = verify_by_copy (self, dir, verified, error);
  remove_copy (self, dir);
  return ok ? g_steal_pointer (&verified) : NULL;
}

/**
 * hecha_verified_free:
 * @self: (transfer full) (nullable): what hecha_store_verify() found
 */
void
hecha_verified_free (HechaVerified *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* ---- building the views again in place ---- */

static gboolean
drop_views (HechaStore *self, GError **error)
{
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DROP TABLE IF EXISTS \"%s\"", hecha_records ()->types[i].name);

      if (!hecha_db_exec (self->db, sql, error))
        return FALSE;
    }
  return hecha_db_exec (
    self->db, "DELETE FROM write; DELETE FROM conflict; UPDATE entry SET state = state & 1 WHERE state & 2",
    error);
}

static gboolean
apply_all (HechaStore *self, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error, "SELECT n, bytes FROM entry WHERE state = 0 ORDER BY n", "");
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autofree char *bytes = g_strdup (hecha_query_text (query, 1));
      gint64 n = hecha_query_int (query, 0), state = 0;

      self->applied_to = n;
      if (!hecha_entry_scan (&entry, bytes, strlen (bytes), error)
          || !hecha_db_get_int (self->db, &state, error, "SELECT state FROM entry WHERE n = ?1", "i", n)
          || (state == HECHA_STATE_COUNTS && !hecha_store_apply (self, &entry, n, TRUE, error)))
        return FALSE;
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/**
 * hecha_store_rebuild:
 * @self: a store
 * @error: when the database failed; then nothing was changed
 *
 * Drops the record tables and makes them anew from the journal, as when the record table changed.
 *
 * Returns: whether the views are those of this program
 */
gboolean
hecha_store_rebuild (HechaStore *self, GError **error)
{
  g_auto (HechaTxn) txn = hecha_store_begin (self, error);
  g_autofree char *ddl = hecha_tables_ddl ();
  g_autofree char *fingerprint = hecha_tables_fingerprint ();
  gboolean applied;

  if (txn.db == NULL || !drop_views (self, error) || !hecha_db_exec (self->db, ddl, error))
    return FALSE;
  self->applied_to = 0;
  applied = apply_all (self, error);
  self->applied_to = G_MAXINT64;
  return applied && hecha_store_set_meta (self, "tables", fingerprint, error)
         && hecha_store_commit (self, &txn, error);
}
