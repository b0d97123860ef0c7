/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-evidence-check.h"

#include "base/hecha-error.h"
#include "domain/hecha-content.h"
#include "journal/hecha-entry.h"
#include "store/hecha-files.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The half of `verify` that the journal alone cannot do: files against their digests, signatures against what they
 * cover. */

/* Digest as text → record, so that a damaged file can be named as people know it. */
static GHashTable *
index_evidence (GPtrArray *evidence)
{
  GHashTable *by_digest = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < evidence->len; i++)
    {
      const char *digest = hecha_record_get (evidence->pdata[i], "digest");

      if (digest != NULL)
        g_hash_table_insert (by_digest, (gpointer)digest, evidence->pdata[i]);
    }
  return by_digest;
}

static char *
describe (GHashTable *by_digest, const HechaDigest *digest, const GError *problem)
{
  char text[HECHA_DIGEST_TEXT_BYTES];
  const HechaRecord *record;
  const char *name;

  hecha_digest_to_text (digest, text);
  record = g_hash_table_lookup (by_digest, text);
  name = record != NULL ? hecha_record_get (record, "name") : NULL;
  if (record == NULL)
    return g_strdup_printf (_ ("File %s: %s"), text, problem->message);
  return g_strdup_printf (_ ("Evidence %s (%s, %s): %s"), record->id, name != NULL ? name : _ ("no name"),
                          text, problem->message);
}

/**
 * hecha_evidence_check_files:
 * @store: a store
 * @cancellable: (nullable): to stop
 * @problems: (element-type utf8): gets a sentence for each file that is damaged or gone, naming it
 * @n_files: (out): how many were read
 * @error: when the database failed, or it was stopped
 *
 * Reads every evidence file that should be here and compares it with its digest (P3 4.5, R015).
 *
 * Returns: whether all of them were looked at
 */
gboolean
hecha_evidence_check_files (HechaStore *store, GCancellable *cancellable, GPtrArray *problems, guint *n_files,
                            GError **error)
{
  g_autoptr (HechaEvidence) evidence = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));
  g_autoptr (GPtrArray) records
    = hecha_reader_list (hecha_store_reader (store), NULL, "evidence", NULL, NULL, error);
  g_autoptr (GArray) files = records != NULL ? hecha_store_files (store, error) : NULL;
  g_autoptr (GHashTable) by_digest = files != NULL ? index_evidence (records) : NULL;

  for (*n_files = 0; files != NULL && *n_files < files->len; (*n_files)++)
    {
      const HechaDigest *digest = &g_array_index (files, HechaFileInfo, *n_files).digest;
      g_autoptr (GError) problem = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!hecha_evidence_verify (evidence, digest, cancellable, &problem))
        g_ptr_array_add (problems, describe (by_digest, digest, problem));
    }
  return files != NULL;
}

/* ---- signatures ---- */

/* Where the entry writes the record; 0 when it does not. */
static guint
find_set (const HechaEntry *entry, const HechaRecord *record)
{
  guint token = hecha_entry_first_op (entry);

  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      if (strncmp (op.type.text, record->type->name, op.type.length) == 0
          && record->type->name[op.type.length] == '\0' && strncmp (op.id.text, record->id, op.id.length) == 0
          && record->id[op.id.length] == '\0')
        return op.set;
    }
  return 0;
}

static gboolean
holds_content (const char *bytes, const char *digest, const HechaRecord *signature)
{
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  const char *content = hecha_record_get (signature, "content"), *raw;
  char text[HECHA_DIGEST_TEXT_BYTES];
  guint set, token;
  gsize length;

  if (!hecha_entry_scan (&entry, bytes, strlen (bytes), NULL))
    return FALSE;
  hecha_digest_to_text (&entry.digest, text);
  set = find_set (&entry, signature);
  token = set != 0 ? hecha_json_member (&entry.json, set, "content") : 0;
  if (token == 0 || strcmp (text, digest) != 0)
    return FALSE;
  hecha_json_raw (&entry.json, token, &raw, &length);
  return strlen (content) == length && memcmp (content, raw, length) == 0;
}

/**
 * hecha_evidence_check_signature:
 * @store: a store
 * @signature: a signature in it, as it is shown
 * @error: %HECHA_ERROR_CORRUPT, or when the database failed
 *
 * Compares what the signature carries with the hash that was signed, and with the journal's own bytes, under the digest
 * that the chain goes on from (P3 4.3 a, R010): a table that somebody edited does not pass.
 *
 * Returns: whether the signature is what it was when it was given
 */
gboolean
hecha_evidence_check_signature (HechaStore *store, const HechaRecord *signature, GError **error)
{
  g_auto (GStrv) live = NULL;

  if (!hecha_content_verify (signature, error))
    return FALSE;
  live = hecha_reader_live (hecha_store_reader (store), signature->scope, "signature", signature->id, NULL,
                            error);
  for (guint i = 0; live != NULL && live[i] != NULL; i++)
    {
      g_autofree char *bytes = hecha_store_entry_bytes (store, live[i], error);

      if (bytes != NULL && holds_content (bytes, live[i], signature))
        return TRUE;
    }
  if (live != NULL && (error == NULL || *error == NULL))
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT,
                 _ ("The journal does not have signature %s as it stands here (P3 4.3 a)"), signature->id);
  return FALSE;
}

/**
 * hecha_evidence_check_signatures:
 * @store: a store
 * @problems: (element-type utf8): gets a sentence for each signature that does not fit
 * @n_signatures: (out): how many there are
 * @error: when the database failed
 *
 * Checks each signature as hecha_evidence_check_signature() does.
 *
 * Returns: whether all of them were looked at
 */
gboolean
hecha_evidence_check_signatures (HechaStore *store, GPtrArray *problems, guint *n_signatures, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (GPtrArray) ids = hecha_reader_ids (reader, NULL, "signature", NULL, NULL, error);

  for (*n_signatures = 0; ids != NULL && *n_signatures < ids->len; (*n_signatures)++)
    {
      const HechaRecord *bare = ids->pdata[*n_signatures];
      g_autoptr (HechaRecord) signature
        = hecha_reader_need (reader, bare->scope, "signature", bare->id, error);
      g_autoptr (GError) problem = NULL;

      if (signature == NULL)
        return FALSE;
      if (!hecha_evidence_check_signature (store, signature, &problem))
        g_ptr_array_add (problems, g_strdup (problem->message));
    }
  return ids != NULL;
}
