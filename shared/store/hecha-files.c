/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-files.h"

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
  return hecha_db_run (self->db, error, "INSERT OR IGNORE INTO file (digest, size, sent) VALUES (?1, ?2, 0)",
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
         && hecha_db_get_int (self->db, size, error, "SELECT size FROM file WHERE digest = ?1", "b",
                              wanted.bytes, sizeof wanted.bytes)
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
         && hecha_db_run (self->db, error, "UPDATE file SET sent = 1 WHERE digest = ?1", "b", sent.bytes,
                          sizeof sent.bytes);
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
  return list_files (self, "SELECT digest, size FROM file ORDER BY size, digest", error);
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
