/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-signer.h"

#include "base/hecha-error.h"
#include "domain/hecha-content.h"
#include "domain/hecha-label.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- who ---- */

/**
 * hecha_signer_is_outside:
 * @role: a role of a signature
 *
 * Returns: whether it is of those who do not inspect: the inspected agency, a witness
 */
gboolean
hecha_signer_is_outside (const char *role)
{
  return strcmp (role, "agency") == 0 || strcmp (role, "witness") == 0;
}

/* The leader may also sign as one of those who inspect; nobody else may sign as the leader. */
static gboolean
has_role (const HechaAssignment *assignment, const HechaAssignedPerson *person, const char *role)
{
  if (strcmp (role, "inspector") == 0)
    return hecha_assigned_is_inspector (person);
  if (strcmp (role, "visitor") == 0)
    return hecha_assigned_is_inspector (person) && g_str_has_prefix (assignment->record->scope, "visit:");
  return g_strcmp0 (person->role, role) == 0;
}

/* Those who inspect cannot speak for the inspected agency, nor witness its refusal of themselves. */
static gboolean
check_outsider (GPtrArray *persons, const char *id, const char *as, GError **error)
{
  const HechaAssignedPerson *person = hecha_assigned_find (persons, id);

  if (hecha_rule_is_blank (id))
    return hecha_rule_refuse (error, "The %s has to be named (P3 4.3 a)", hecha_label ("role", as));
  if (person != NULL && hecha_assigned_is_inspector (person))
    return hecha_rule_refuse (error, "%s inspects here, and cannot be the %s as well (P3 4.3 a)", id,
                              hecha_label ("role", as));
  return TRUE;
}

static gboolean
check_insider (const HechaAssignment *assignment, GPtrArray *persons, const HechaSignInput *input,
               GError **error)
{
  const HechaAssignedPerson *person = hecha_assigned_find (persons, input->person);

  if (person == NULL || !has_role (assignment, person, input->role))
    return hecha_rule_refuse (error, "%s does not have the role %s in %s (P3 4.3 a)", input->person,
                              hecha_label ("role", input->role), assignment->record->id);
  if (!hecha_visit_was_present (assignment, input->person))
    return hecha_rule_refuse (error, "%s was not recorded as present at %s (P3 4.3)", input->person,
                              assignment->record->id);
  return TRUE;
}

/**
 * hecha_signer_check: (skip)
 * @assignment: what is signed
 * @input: how
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether this person may sign in this role (P3 4.3, 4.3 a)
 */
gboolean
hecha_signer_check (const HechaAssignment *assignment, const HechaSignInput *input, GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (assignment);

  if (!hecha_value_check_text ("signature", "role", input->role, error))
    return FALSE;
  if (strcmp (input->role, "office") == 0)
    return hecha_rule_refuse (error, "The office signs in its own place, not at the site (P3 4.3 a)");
  return hecha_signer_is_outside (input->role) ? check_outsider (persons, input->person, input->role, error)
                                               : check_insider (assignment, persons, input, error);
}

/* ---- a typed name ---- */

static char *
dup_bare (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFKC);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = normal; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (out, g_unichar_tolower (g_utf8_get_char (at)));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * hecha_signer_same_name:
 * @a: (nullable): a name
 * @b: (nullable): another
 *
 * Returns: whether they are the same but for blanks, width and case; nothing is no name
 */
gboolean
hecha_signer_same_name (const char *a, const char *b)
{
  g_autofree char *first = a != NULL ? dup_bare (a) : NULL;
  g_autofree char *second = b != NULL ? dup_bare (b) : NULL;

  return !hecha_rule_is_blank (first) && g_strcmp0 (first, second) == 0;
}

/* What a person of the assignment is called; others are named by their name. */
static const char *
name_of (GPtrArray *persons, const char *id)
{
  const HechaAssignedPerson *person = hecha_assigned_find (persons, id);

  return person != NULL && !hecha_rule_is_blank (person->name) ? person->name : id;
}

/* By id, or by the name that stands in the assignment. */
static const HechaAssignedPerson *
find_person (GPtrArray *persons, const char *who)
{
  const HechaAssignedPerson *found = hecha_assigned_find (persons, who);

  for (guint i = 0; found == NULL && i < persons->len; i++)
    if (hecha_signer_same_name (((const HechaAssignedPerson *)persons->pdata[i])->name, who))
      found = persons->pdata[i];
  return found;
}

static gboolean
check_second (const HechaAssignment *assignment, const HechaAssignedPerson *confirmer, gboolean outside,
              const char *who, GError **error)
{
  if (outside && confirmer != NULL && hecha_assigned_is_inspector (confirmer))
    return hecha_rule_refuse (
      error, "%s inspects here, and cannot confirm a name for the other side (P3 4.3 a)", confirmer->name);
  if (!outside && confirmer == NULL)
    return hecha_rule_refuse (error, "%s is not a person of %s, and cannot confirm a typed name (P3 4.3)",
                              who, assignment->record->id);
  if (confirmer != NULL && !hecha_visit_was_present (assignment, confirmer->id))
    return hecha_rule_refuse (error, "%s was not recorded as present at %s (P3 4.3)", confirmer->name,
                              assignment->record->id);
  return TRUE;
}

/**
 * hecha_signer_check_confirmer: (skip)
 * @assignment: what is signed
 * @role: as what the name was typed
 * @person: who typed it
 * @confirmed_by: (nullable): who saw that
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether the second person is another one, who was present, and not of the other side (P3 4.3, 4.3 a)
 */
gboolean
hecha_signer_check_confirmer (const HechaAssignment *assignment, const char *role, const char *person,
                              const char *confirmed_by, GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (assignment);
  gboolean outside = hecha_signer_is_outside (role);

  if (hecha_rule_is_blank (confirmed_by))
    return hecha_rule_refuse (error, "A typed name needs a second person who confirms it (P3 4.3 a)");
  if (strcmp (confirmed_by, person) == 0
      || (outside && hecha_signer_same_name (name_of (persons, confirmed_by), name_of (persons, person))))
    return hecha_rule_refuse (error, "Nobody confirms their own name; it takes a second person (P3 4.3 a)");
  return check_second (
    assignment, outside ? find_person (persons, confirmed_by) : hecha_assigned_find (persons, confirmed_by),
    outside, confirmed_by, error);
}

/**
 * hecha_signer_check_typed: (skip)
 * @assignment: what is signed
 * @input: how
 * @error: %HECHA_ERROR_REFUSED
 *
 * A name that is typed instead of drawn: the signer types the own name, and another person, who was present, confirms
 * by typing theirs. Who confirms for the inspected agency or a witness does not inspect here; such a person may also be
 * anybody else, by name.
 *
 * Two names typed on one laptop prove no more than one: whoever has the laptop can type both. So the rule is about who
 * answers for it. The record says that the name was typed and names a second person who can be asked; what vouches for
 * it is the device's key, as for drawn strokes (docs/protocol.md 7.5).
 *
 * Returns: whether nothing is typed, or it is confirmed
 */
gboolean
hecha_signer_check_typed (const HechaAssignment *assignment, const HechaSignInput *input, GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (assignment);

  if (hecha_rule_is_blank (input->typed_name))
    return hecha_rule_is_blank (input->confirmed_by)
             ? TRUE
             : hecha_rule_refuse (error, "There is no typed name to confirm (P3 4.3 a)");
  if (!hecha_signer_same_name (input->typed_name, name_of (persons, input->person)))
    return hecha_rule_refuse (error, "The typed name is not that of %s, who signs (P3 4.3 a)",
                              name_of (persons, input->person));
  if (!hecha_signer_check_confirmer (assignment, input->role, input->person, input->confirmed_by, error))
    return FALSE;
  if (!hecha_signer_same_name (input->confirmer_name, name_of (persons, input->confirmed_by)))
    return hecha_rule_refuse (error, "%s confirms by typing their own name (P3 4.3 a)",
                              name_of (persons, input->confirmed_by));
  return TRUE;
}

/* ---- the order ---- */

static gboolean
has_signed (const HechaAssignment *assignment, const char *person)
{
  for (guint i = 0; i < assignment->signatures->len; i++)
    {
      const HechaRecord *signature = assignment->signatures->pdata[i];

      if (g_strcmp0 (hecha_record_get (signature, "person"), person) == 0
          && !hecha_content_changed (assignment, signature))
        return TRUE;
    }
  return FALSE;
}

/**
 * hecha_signer_list_waiting:
 * @assignment: an assignment
 * @persons: (element-type HechaAssignedPerson): those whom it names
 *
 * Returns: (transfer container) (element-type HechaAssignedPerson): those who inspected, without the leader, and have
 *   not signed the page as it is now; @persons owns them
 */
GPtrArray *
hecha_signer_list_waiting (const HechaAssignment *assignment, GPtrArray *persons)
{
  GPtrArray *waiting = g_ptr_array_new ();

  for (guint i = 0; i < persons->len; i++)
    {
      HechaAssignedPerson *person = g_ptr_array_index (persons, i);

      if (hecha_assigned_is_inspector (person) && strcmp (person->role, "leader") != 0
          && hecha_visit_was_present (assignment, person->id) && !has_signed (assignment, person->id))
        g_ptr_array_add (waiting, person);
    }
  return waiting;
}

/**
 * hecha_signer_check_order: (skip)
 * @assignment: what is signed
 * @input: how
 * @error: %HECHA_ERROR_REFUSED, naming who has to sign first
 *
 * Returns: whether the leader signs last, or says why not, where that is asked for
 */
gboolean
hecha_signer_check_order (const HechaAssignment *assignment, const HechaSignInput *input, GError **error)
{
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  if (strcmp (input->role, "leader") != 0)
    return hecha_rule_is_blank (input->early_reason)
             ? TRUE
             : hecha_rule_refuse (error, "Only the leader says why others did not sign before (P3 4.3 a)");
  if (!input->members_first || !hecha_rule_is_blank (input->early_reason))
    return TRUE;
  persons = hecha_assignment_dup_persons (assignment);
  waiting = hecha_signer_list_waiting (assignment, persons);
  if (waiting->len == 0)
    return TRUE;
  return hecha_rule_refuse (
    error, "%s was present and signs before the leader does, or the leader says why not (P3 4.3)",
    ((const HechaAssignedPerson *)waiting->pdata[0])->name);
}
