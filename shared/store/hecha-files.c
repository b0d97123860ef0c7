/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-files.h"

#include "domain/hecha-records.h"
#include "store/hecha-store-private.h"

#include <string.h>

/**
 * hecha_store_note_file:
 * @self: a store; inside a transaction or not
 * @digest: a file that is in the evidence directory, on disk
 * @size: its bytes
 * @error: when the database failed
 *
 * Returns: whether it is known, and no longer asked for
 */
gboolean
hecha_store_note_file (HechaStore *self, const HechaDigest *digest, gint64 size, GError **error)
{
  return hecha_db_run (self->db, error,
                       "INSERT INTO file (digest, size, sent) VALUES (?1, ?2, 0) "
                       "ON CONFLICT (digest) DO UPDATE SET sent = 1 WHERE sent = 2",
                       "bi", digest->bytes, sizeof digest->bytes, size)
         && hecha_db_run (self->db, error, "DELETE FROM wanted WHERE digest = ?1", "b", digest->bytes,
                          sizeof digest->bytes);
}

/**
 * hecha_store_note_fetched:
 * @self: a store; inside a transaction or not
 * @digest: a file that came from the server and is in the evidence directory, on disk
 * @size: its bytes
 * @error: when the database failed
 *
 * Returns: whether it is known as one that the server has too
 */
gboolean
hecha_store_note_fetched (HechaStore *self, const HechaDigest *digest, gint64 size, GError **error)
{
  return hecha_db_run (self->db, error,
                       "INSERT INTO file (digest, size, sent) VALUES (?1, ?2, 1) "
                       "ON CONFLICT (digest) DO UPDATE SET sent = 1 WHERE sent = 2",
                       "bi", digest->bytes, sizeof digest->bytes, size)
         && hecha_db_run (self->db, error, "DELETE FROM wanted WHERE digest = ?1", "b", digest->bytes,
                          sizeof digest->bytes);
}

/**
 * hecha_store_has_file:
 * @self: a store
 * @digest: "sha256:…"
 * @size: (out): its bytes
 * @error: only when the database failed
 *
 * Returns: whether the file is here
 */
gboolean
hecha_store_has_file (HechaStore *self, const char *digest, gint64 *size, GError **error)
{
  HechaDigest wanted;

  *size = -1;
  return hecha_digest_from_text (&wanted, digest, -1)
         && hecha_db_get_int (self->db, size, error, "SELECT size FROM file WHERE digest = ?1 AND sent < 2",
                              "b", wanted.bytes, sizeof wanted.bytes)
         && *size >= 0;
}

/**
 * hecha_store_file_sent:
 * @self: a store; inside a transaction or not
 * @digest: "sha256:…": the server said that it has this file
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_file_sent (HechaStore *self, const char *digest, GError **error)
{
  HechaDigest sent;

  return hecha_digest_from_text (&sent, digest, -1)
         && hecha_db_run (self->db, error, "UPDATE file SET sent = 1 WHERE digest = ?1 AND sent = 0", "b",
                          sent.bytes, sizeof sent.bytes);
}

/**
 * hecha_store_count_unsent_files:
 * @self: a store
 * @files: (out): how many files the server has not said it has
 * @bytes: (out): of these
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_count_unsent_files (HechaStore *self, gint64 *files, gint64 *bytes, GError **error)
{
  *files = *bytes = 0;
  return hecha_db_get_int (self->db, files, error, "SELECT count(*) FROM file WHERE sent = 0", "")
         && hecha_db_get_int (self->db, bytes, error, "SELECT sum (size) FROM file WHERE sent = 0", "");
}

static GArray *
list_files (HechaStore *self, const char *sql, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (HechaFileInfo));
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaFileInfo info = {.size = hecha_query_int (query, 1)};
      gsize n_bytes;
      const char *bytes = hecha_query_bytes (query, 0, &n_bytes);

      memcpy (info.digest.bytes, bytes, MIN (n_bytes, sizeof info.digest.bytes));
      g_array_append_val (files, info);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&files) : NULL;
}

/**
 * hecha_store_files:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaFileInfo) (nullable): the files that are said to be here, the smallest
 *   first
 */
GArray *
hecha_store_files (HechaStore *self, GError **error)
{
  return list_files (self, "SELECT digest, size FROM file WHERE sent < 2 ORDER BY size, digest", error);
}

/**
 * hecha_store_unsent_files:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaFileInfo) (nullable): files that the server has not said it has, the
 *   smallest first
 */
GArray *
hecha_store_unsent_files (HechaStore *self, GError **error)
{
  return list_files (self, "SELECT digest, size FROM file WHERE sent = 0 ORDER BY size, digest", error);
}

/**
 * hecha_store_dup_file_name:
 * @self: a store
 * @digest: "sha256:…"
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): what evidence of this content is called, for display
 */
char *
hecha_store_dup_file_name (HechaStore *self, const char *digest, GError **error)
{
  return hecha_db_dup_text (self->db, error, "SELECT max (name) FROM evidence WHERE digest = ?1", "t",
                            digest);
}

/* ---- files that may go ---- */

/* The server said that it has the file and each entry of this laptop that names it, and signed a receipt. */
#define SPARE                                                                                                \
  "sent = 1 AND EXISTS (SELECT 1 FROM receipt) "                                                             \
  "AND 'sha256:' || lower (hex (digest)) IN (SELECT digest FROM evidence) "                                  \
  "AND 'sha256:' || lower (hex (digest)) NOT IN (SELECT v.digest FROM evidence v "                           \
  "JOIN write w ON w.type = ?2 AND w.record = v.n JOIN entry e ON e.n = w.entry "                            \
  "JOIN chain c ON c.n = e.chain LEFT JOIN acknowledged a ON a.chain = c.n "                                 \
  "WHERE c.dev = ?1 AND e.seq > ifnull (a.seq, 0) AND v.digest IS NOT NULL)"

static gint64
type_of_evidence (void)
{
  return hecha_schema_find_type (hecha_records (), "evidence", strlen ("evidence"));
}

/**
 * hecha_store_count_files:
 * @self: a store
 * @counts: (out): what is here, and what of it may go
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_count_files (HechaStore *self, HechaFileCounts *counts, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT count (*), ifnull (sum (size), 0), ifnull (sum (" SPARE "), 0), ifnull (sum (CASE WHEN " SPARE
    " THEN size ELSE 0 END), 0) FROM file WHERE sent < 2",
    "ti", self->dev, type_of_evidence ());

  *counts = (HechaFileCounts) {0};
  if (query == NULL || !hecha_query_next (query, error))
    return FALSE;
  *counts = (HechaFileCounts) {hecha_query_int (query, 0), hecha_query_int (query, 1),
                               hecha_query_int (query, 2), hecha_query_int (query, 3)};
  return TRUE;
}

/**
 * hecha_store_spare_files:
 * @self: a store
 * @error: when the database failed
 *
 * From now on they are not said to be here, and nobody asks for them; the caller removes them. Those of an earlier time
 * come along, in case it was interrupted.
 *
 * Returns: (transfer full) (element-type HechaFileInfo) (nullable): the files that the office has for certain
 */
GArray *
hecha_store_spare_files (HechaStore *self, GError **error)
{
  if (!hecha_db_run (self->db, error, "UPDATE file SET sent = 2 WHERE " SPARE, "ti", self->dev,
                     type_of_evidence ()))
    return NULL;
  return list_files (self, "SELECT digest, size FROM file WHERE sent = 2 ORDER BY size, digest", error);
}

/* ---- files that go next ---- */

static void
free_waiting (gpointer data)
{
  HechaWaitingFile *file = data;

  g_free (file->digest);
  g_free (file->name);
  g_free (file);
}

/**
 * hecha_store_waiting_files:
 * @self: a store
 * @max: how many at most
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaWaitingFile) (nullable): what the server has not said it has, in order of
 *   sending
 */
GPtrArray *
hecha_store_waiting_files (HechaStore *self, guint max, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (free_waiting);
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "WITH f AS (SELECT 'sha256:' || lower (hex (digest)) AS d, size FROM file WHERE sent = 0 "
    "ORDER BY size, digest LIMIT ?1) SELECT f.d, f.size, max (v.name) FROM f "
    "LEFT JOIN evidence v ON v.digest = f.d GROUP BY f.d ORDER BY f.size, f.d",
    "i", (gint64)max);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaWaitingFile *file = g_new0 (HechaWaitingFile, 1);

      file->digest = g_strdup (hecha_query_text (query, 0));
      file->size = hecha_query_int (query, 1);
      file->name = g_strdup (hecha_query_text (query, 2));
      g_ptr_array_add (files, file);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&files) : NULL;
}
