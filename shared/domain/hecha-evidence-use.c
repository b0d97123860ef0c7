/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-evidence-use.h"

#include <string.h>

/**
 * hecha_evidence_use_free:
 * @self: (transfer full) (nullable): a use
 */
void
hecha_evidence_use_free (HechaEvidenceUse *self)
{
  if (self == NULL)
    return;
  g_free (self->assignment);
  g_free (self->name);
  g_free (self->quarter);
  g_free (self);
}

/* The id of evidence is that of its assignment, a slash and the beginning of the digest. */
static char *
dup_assignment (const char *evidence_id)
{
  const char *slash = strrchr (evidence_id, '/');

  return slash != NULL ? g_strndup (evidence_id, (gsize)(slash - evidence_id)) : NULL;
}

/* What was taken back from another sample was put there by mistake, and counts as no use. */
static gboolean
counts (HechaReader *reader, const HechaRecord *evidence, gboolean *yes, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) removal
    = hecha_reader_get (reader, evidence->scope, "removal", evidence->id, &problem);

  *yes = removal == NULL || hecha_record_get (removal, "reason") == NULL;
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static gboolean
name_use (HechaReader *reader, HechaEvidenceUse *use, const char *scope, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) record = hecha_reader_get (reader, scope, "assignment", use->assignment, &problem);

  if (record != NULL)
    {
      use->name = g_strdup (hecha_record_get (record, "name"));
      use->quarter = g_strdup (hecha_record_get (record, "quarter"));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static gboolean
find_use (HechaReader *reader, const HechaRecord *evidence, HechaEvidenceUse **use, GError **error)
{
  g_autoptr (HechaEvidenceUse) found = g_new0 (HechaEvidenceUse, 1);
  g_autoptr (GPtrArray) same
    = hecha_reader_ids (reader, NULL, "evidence", "digest", hecha_record_get (evidence, "digest"), error);

  *use = NULL;
  for (guint i = 0; same != NULL && i < same->len; i++)
    {
      const HechaRecord *other = g_ptr_array_index (same, i);
      gboolean yes;

      if (strcmp (other->id, evidence->id) == 0)
        continue;
      if (!counts (reader, other, &yes, error))
        return FALSE;
      if (!yes || found->n++ > 0)
        continue;
      found->assignment = dup_assignment (other->id);
      if (!name_use (reader, found, other->scope, error))
        return FALSE;
    }
  if (same != NULL && found->n > 0)
    *use = g_steal_pointer (&found);
  return same != NULL;
}

/**
 * hecha_evidence_find_uses:
 * @reader: where to read
 * @assignment: a sample
 * @error: when reading failed
 *
 * Looks whether the same files, to the bit, are evidence of other samples, of this quarter or an earlier one.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 HechaEvidenceUse): by id of the evidence; what was not used
 *   elsewhere is not in it
 */
GHashTable *
hecha_evidence_find_uses (HechaReader *reader, const HechaAssignment *assignment, GError **error)
{
  g_autoptr (GHashTable) uses
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)hecha_evidence_use_free);

  for (guint i = 0; i < assignment->evidence->len; i++)
    {
      const HechaRecord *evidence = g_ptr_array_index (assignment->evidence, i);
      HechaEvidenceUse *use = NULL;

      if (hecha_record_get (evidence, "digest") == NULL)
        continue;
      if (!find_use (reader, evidence, &use, error))
        return NULL;
      if (use != NULL)
        g_hash_table_insert (uses, g_strdup (evidence->id), use);
    }
  return g_steal_pointer (&uses);
}
