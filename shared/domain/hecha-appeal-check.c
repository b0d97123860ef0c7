/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-appeal-check.h"

#include "domain/hecha-rule.h"

/**
 * hecha_appeal_check_signature:
 * @assignment: an assignment with all that was recorded on it
 * @signature: (nullable): the leader's signature that is to be, unless it has no id yet
 * @error: %HECHA_ERROR_REFUSED
 *
 * Once the agency has appealed, what the leader signed stays as it is, and a ruling decides (P3 4.3 a, R011).
 *
 * Returns: whether the leader may sign
 */
gboolean
hecha_appeal_check_signature (const HechaAssignment *assignment, const char *signature, GError **error)
{
  const HechaRecord *filed = hecha_assignment_find_record (assignment, "appeal", assignment->record->id);

  return filed == NULL
         || (signature != NULL && g_strcmp0 (hecha_record_get (filed, "signature"), signature) == 0)
         || hecha_rule_refuse (error, "The agency appealed against what the leader signed; a ruling decides, "
                                      "not a new signature (P3 4.3 a)");
}

/* ---- who ---- */

/* Nobody judges their own check, their own agency, or one that they have to stay away from. */
static HechaRecord *
need_impartial (HechaReader *reader, const HechaAssignment *assignment, const char *id, GError **error)
{
  g_autoptr (GHashTable) first = hecha_appeal_dup_first_team (assignment);
  g_autoptr (HechaRecord) person = NULL;
  g_auto (GStrv) recused = NULL;
  const char *agency = hecha_record_get (assignment->record, "agency");

  if (g_hash_table_contains (first, id))
    hecha_rule_refuse (error, "%s was of the first team, which neither reviews nor rules (P3 4.3 a, R011)",
                       id);
  else
    person = hecha_reader_need (reader, "office", "person", id, error);
  if (person == NULL)
    return NULL;
  recused = hecha_record_get_list (person, "recused");
  if (g_strcmp0 (hecha_record_get (person, "agency_code"), agency) == 0)
    hecha_rule_refuse (error, "%s belongs to the agency that appeals", id);
  else if (agency != NULL && g_strv_contains ((const char *const *)recused, agency))
    hecha_rule_refuse (error, "%s is recused from %s (回避)", id, agency);
  else
    return g_steal_pointer (&person);
  return NULL;
}

static gboolean
check_reviewer (HechaReader *reader, const HechaAssignment *assignment, const char *id, GError **error)
{
  static const char *const roles[] = {"inspector", "leader", "expert", NULL};
  g_autoptr (HechaRecord) person = need_impartial (reader, assignment, id, error);
  const char *role = person != NULL ? hecha_record_get (person, "role") : NULL;

  return person != NULL
         && ((role != NULL && g_strv_contains (roles, role))
             || hecha_rule_refuse (
               error, "%s does not inspect; inspectors and experts review anew (P3 4.3, 4.3 a)", id));
}

/**
 * hecha_appeal_check_reviewers:
 * @reader: where people stand
 * @assignment: what they review anew, with all that was recorded on it
 * @reviewers: (nullable) (array zero-terminated=1): persons
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Returns: whether they are two inspectors or more, who were not of the first team and are impartial (P3 4.3 a, R011)
 */
gboolean
hecha_appeal_check_reviewers (HechaReader *reader, const HechaAssignment *assignment,
                              const char *const *reviewers, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; reviewers != NULL && reviewers[i] != NULL; i++)
    if (!check_reviewer (reader, assignment, reviewers[i], error))
      return FALSE;
    else
      g_hash_table_add (seen, (gpointer)reviewers[i]);
  return g_hash_table_size (seen) >= HECHA_APPEAL_REVIEWERS
         || hecha_rule_refuse (error, "A re-review takes two persons at least (P3 4.3, 4.3 a)");
}

/**
 * hecha_appeal_check_ruler:
 * @reader: where people stand
 * @assignment: what is ruled on, with all that was recorded on it
 * @id: a person
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Returns: whether the person is of the office, was not of the first team and is impartial (P3 4.3 a, R011)
 */
gboolean
hecha_appeal_check_ruler (HechaReader *reader, const HechaAssignment *assignment, const char *id,
                          GError **error)
{
  g_autoptr (HechaRecord) person = need_impartial (reader, assignment, id, error);

  return person != NULL
         && (g_strcmp0 (hecha_record_get (person, "role"), "office") == 0
             || hecha_rule_refuse (error, "%s is not of the office, which rules on appeals (P3 4.3 a)", id));
}
