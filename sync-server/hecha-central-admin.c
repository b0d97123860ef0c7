/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-central-private.h"

#include "base/hecha-error.h"
#include "evidence/hecha-evidence.h"
#include "store/hecha-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What an operator asks: holds, digests, counts, a full check, a backup while others write. */

/**
 * hecha_json_to_bytes:
 * @node: what this program built
 *
 * Returns: (transfer full): its JSON
 */
GBytes *
hecha_json_to_bytes (JsonNode *node)
{
  char *text = json_to_string (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
end_document (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return hecha_json_to_bytes (root);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value != NULL ? value : "");
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* ---- holds ---- */

static gboolean
holds_task (HechaCentral *self, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) holds
    = hecha_reader_list (hecha_store_reader (self->store), NULL, "hold", NULL, NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (holds == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "holds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < holds->len; i++)
    {
      const HechaRecord *hold = g_ptr_array_index (holds, i);

      json_builder_begin_object (builder);
      add_text (builder, "entry", hecha_record_get (hold, "entry"));
      add_text (builder, "scope", hold->scope);
      add_text (builder, "reason", hecha_record_get (hold, "reason"));
      add_text (builder, "decision", hecha_record_get (hold, "decision"));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  *(GBytes **)data = end_document (builder);
  return TRUE;
}

/**
 * hecha_central_holds:
 * @self: the central database
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): `{"holds":[{"entry","scope","reason","decision"}]}`
 */
GBytes *
hecha_central_holds (HechaCentral *self, GError **error)
{
  GBytes *answer = NULL;

  hecha_central_run (self, holds_task, &answer, error);
  return answer;
}

/* ---- digests ---- */

typedef struct
{
  const char *scope;
  GBytes *answer; /* (out) */
} DigestQuestion;

static gboolean
digest_task (HechaCentral *self, gpointer data, GError **error)
{
  DigestQuestion *question = data;
  g_autofree char *digest = hecha_store_digest (self->store, question->scope, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (digest == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  if (question->scope != NULL)
    add_text (builder, "scope", question->scope);
  add_text (builder, "digest", digest);
  json_builder_end_object (builder);
  question->answer = end_document (builder);
  return TRUE;
}

/**
 * hecha_central_digest:
 * @self: the central database
 * @scope: (nullable): %NULL for all
 * @error: %HECHA_ERROR_NOT_FOUND, or when the database failed
 *
 * Returns: (transfer full) (nullable): `{"digest"}` of the state (docs/protocol.md 2.9), with `scope` when
 * one was asked
 */
GBytes *
hecha_central_digest (HechaCentral *self, const char *scope, GError **error)
{
  DigestQuestion question = {scope, NULL};

  hecha_central_run (self, digest_task, &question, error);
  return question.answer;
}

/* ---- the full check ---- */

typedef struct
{
  HechaCentral *central;
  HechaEvidence *files;
  GPtrArray *problems;
  gint64 n_files;
} FileCheck;

static gboolean
check_file (const HechaDigest *digest, guint64 size, gpointer data)
{
  FileCheck *check = data;
  g_autoptr (GError) problem = NULL;

  check->n_files++;
  if (!hecha_evidence_verify (check->files, digest, NULL, &problem))
    g_ptr_array_add (check->problems, g_strdup (problem->message));
  return TRUE;
}

static GBytes *
describe_check (const HechaVerified *verified, gint64 n_files)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_int (builder, "entries", verified->n_entries);
  add_int (builder, "heads", verified->n_heads);
  add_int (builder, "files", n_files);
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verified->problems->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (verified->problems, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return end_document (builder);
}

static gboolean
verify_task (HechaCentral *self, gpointer data, GError **error)
{
  g_autoptr (HechaVerified) verified = hecha_store_verify (self->store, error);
  FileCheck check = {self, NULL, NULL, 0};

  if (verified == NULL)
    return FALSE;
  check.problems = verified->problems;
  check.files = hecha_evidence_new (self->dir, &self->env);
  hecha_evidence_each (check.files, check_file, &check);
  hecha_evidence_free (check.files);
  *(GBytes **)data = describe_check (verified, check.n_files);
  return TRUE;
}

/**
 * hecha_central_verify:
 * @self: the central database
 * @error: when it could not be checked at all
 *
 * Computes everything again from the stored bytes: entries, chains, signatures, views, evidence files.
 *
 * Returns: (transfer full) (nullable): `{"entries","heads","files","problems":[sentence]}`
 */
GBytes *
hecha_central_verify (HechaCentral *self, GError **error)
{
  GBytes *answer = NULL;

  hecha_central_run (self, verify_task, &answer, error);
  return answer;
}

/* ---- counts for the metrics: numbers only, no names ---- */

static gboolean
counts_task (HechaCentral *self, gpointer data, GError **error)
{
  static const struct
  {
    const char *name, *sql;
  } counts[] = {
    {"entries", "SELECT ifnull (max (n), 0) FROM entry"},
    {"chains", "SELECT count(*) FROM chain"},
    {"holds_open", "SELECT count(*) FROM hold WHERE decision IS NULL"},
    {"conflicts_open", "SELECT count(*) FROM conflict WHERE open"},
    {"evidence_files", "SELECT count(*) FROM file"},
    {"evidence_bytes", "SELECT sum (size) FROM file"},
    {"evidence_wanted", "SELECT count(*) FROM wanted"},
    {"lines_refused", "SELECT count(*) FROM refused"},
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 value = 0;

      if (!hecha_db_get_int (self->store->db, &value, error, counts[i].sql, ""))
        return FALSE;
      add_int (builder, counts[i].name, value);
    }
  json_builder_end_object (builder);
  *(GBytes **)data = end_document (builder);
  return TRUE;
}

/**
 * hecha_central_counts:
 * @self: the central database
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): one JSON object of numbers
 */
GBytes *
hecha_central_counts (HechaCentral *self, GError **error)
{
  GBytes *answer = NULL;

  hecha_central_run (self, counts_task, &answer, error);
  return answer;
}

/* ---- backup ---- */

static gboolean
copy_file (const char *from_dir, const char *to_dir, const char *name, GError **error)
{
  g_autofree char *from_path = g_build_filename (from_dir, name, NULL);
  g_autofree char *to_path = g_build_filename (to_dir, name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (from_path);
  g_autoptr (GFile) to = g_file_new_for_path (to_path);

  return !g_file_test (from_path, G_FILE_TEST_EXISTS)
         || g_file_copy (from, to, G_FILE_COPY_ALL_METADATA, NULL, NULL, NULL, error);
}

typedef struct
{
  HechaEvidence *from;
  HechaEvidence *to;
  GError *error;
} FileCopy;

/* Evidence never changes, so a second name for the same file is a copy; across file systems it is read
 * again. */
static gboolean
copy_evidence (const HechaDigest *digest, guint64 size, gpointer data)
{
  FileCopy *copy = data;
  g_autofree char *from = hecha_evidence_dup_path (copy->from, digest);
  g_autofree char *to = hecha_evidence_dup_path (copy->to, digest);
  g_autofree char *dir = g_path_get_dirname (to);
  HechaDigest copied;
  guint64 n_bytes;

  if (g_mkdir_with_parents (dir, 0700) == 0 && link (from, to) == 0)
    return TRUE;
  return hecha_evidence_put_file (copy->to, from, NULL, NULL, NULL, &copied, &n_bytes, &copy->error);
}

static gboolean
check_copy (HechaCentral *self, const char *path, GError **error)
{
  g_autoptr (HechaDb) db = hecha_db_open (path, HECHA_DB_READ_ONLY, self->env.vfs, error);

  return db != NULL && hecha_db_check (db, error);
}

static gboolean
backup_task (HechaCentral *self, gpointer data, GError **error)
{
  const char *to = data;
  g_autofree char *path = g_build_filename (to, "central.db", NULL);
  FileCopy copy = {NULL, NULL, NULL};

  if (g_mkdir (to, 0700) != 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("%s cannot be made: %s"), to,
                   g_strerror (errno));
      return FALSE;
    }
  if (!hecha_db_backup (self->store->db, path, error) || !check_copy (self, path, error)
      || !copy_file (self->dir, to, "server.key", error) || !copy_file (self->dir, to, "tls.pem", error)
      || !copy_file (self->dir, to, "tls.key", error))
    return FALSE;
  copy.from = hecha_evidence_new (self->dir, &self->env);
  copy.to = hecha_evidence_new (to, &self->env);
  hecha_evidence_each (copy.from, copy_evidence, &copy);
  hecha_evidence_free (copy.from);
  hecha_evidence_free (copy.to);
  if (copy.error != NULL)
    g_propagate_error (error, copy.error);
  return copy.error == NULL;
}

/**
 * hecha_central_backup:
 * @self: the central database
 * @destination: a directory that does not exist
 * @error: %HECHA_ERROR_STORAGE, or %HECHA_ERROR_CORRUPT when the copy is not sound
 *
 * Copies the server while it serves. The epoch is left out: the copy begins its own when it first serves.
 *
 * Returns: whether the copy is complete and was checked
 */
gboolean
hecha_central_backup (HechaCentral *self, const char *destination, GError **error)
{
  return hecha_central_run (self, backup_task, (gpointer)destination, error);
}
