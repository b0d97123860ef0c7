/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-appeal-guard.h"

#include "domain/hecha-appeal-check.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the server checks of the steps of an appeal (P3 4.3 a, R011): see hecha-guard.c. Whether it came in time is not
 * checked here: that depends on the calendar that the office had. */

/* (transfer full) (nullable): a text that the operation sets */
static char *
dup_text (const HechaEntry *entry, const HechaOp *op, const char *field)
{
  guint token = op->set != 0 ? hecha_json_member (&entry->json, op->set, field) : 0;

  return token != 0 && hecha_json_kind (&entry->json, token) == HECHA_JSON_STRING
           ? hecha_json_dup_string (&entry->json, token)
           : NULL;
}

/* (transfer full): empty when the operation does not set it */
static char **
dup_list (const HechaEntry *entry, const HechaOp *op, const char *field)
{
  guint list = op->set != 0 ? hecha_json_member (&entry->json, op->set, field) : 0;
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  guint item = list + 1;

  for (guint i = 0; list != 0 && i < entry->json.tokens[list].count;
       i++, item = entry->json.tokens[item].next)
    {
      g_autofree char *text = hecha_json_dup_string (&entry->json, item);

      g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}

/* What the office attaches where a finding stands belongs to an appeal; what others attach does not. */
static char *
check_evidence (const HechaEntry *entry, const HechaOp *op, const char *scope, guint writer)
{
  guint token = op->set != 0 ? hecha_json_member (&entry->json, op->set, "appeal") : 0;
  gboolean appeal = token != 0 && hecha_json_kind (&entry->json, token) == HECHA_JSON_TRUE;

  if (appeal == (writer == HECHA_WRITER_OFFICE) || strcmp (scope, "office") == 0)
    return NULL;
  return g_strdup (
    appeal ? N_ ("Only the office attaches what came with an appeal (P3 4.3 a)")
           : N_ ("The office attaches evidence to an appeal only; a finding is the team's (P3 4.5)"));
}

static char *
check_filed (const HechaEntry *entry, const HechaOp *op, const HechaAssignment *assignment)
{
  g_auto (GStrv) evidence = dup_list (entry, op, "evidence");
  g_autofree char *grounds = dup_text (entry, op, "grounds"), *signature = dup_text (entry, op, "signature");
  const HechaRecord *effective = hecha_assignment_effective_signature (assignment);

  if (effective == NULL)
    return g_strdup (N_ ("An appeal is against an effective finding (P3 4.3 a)"));
  if (evidence[0] == NULL || hecha_rule_is_blank (grounds))
    return g_strdup (N_ ("An appeal comes with its grounds and one piece of evidence at least (P3 4.3 a)"));
  return g_strcmp0 (signature, effective->id) != 0
           ? g_strdup (N_ ("The leader signed anew; an appeal is against what is effective now (P3 4.3 a)"))
           : NULL;
}

static char *
check_reviewers (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
                 const HechaAssignment *assignment)
{
  g_auto (GStrv) reviewers = dup_list (entry, op, "reviewers");
  g_autoptr (GError) problem = NULL;

  return hecha_appeal_check_reviewers (reader, assignment, (const char *const *)reviewers, &problem)
           ? NULL
           : g_strdup (problem->message);
}

static char *
check_ruled (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
             const HechaAssignment *assignment)
{
  g_autofree char *result = dup_text (entry, op, "result"), *verdict = dup_text (entry, op, "verdict"),
                  *ruled_by = dup_text (entry, op, "ruled_by"), *reason = dup_text (entry, op, "reason");
  g_autoptr (GError) problem = NULL;

  if (!hecha_appeal_check_ruler (reader, assignment, ruled_by != NULL ? ruled_by : "", &problem))
    return g_strdup (problem->message);
  if (hecha_rule_is_blank (reason))
    return g_strdup (N_ ("A ruling needs a reason"));
  return (g_strcmp0 (result, "upheld") == 0) != (verdict == NULL)
           ? g_strdup (N_ ("A ruling says a new verdict unless it upholds the finding (P3 4.3 a)"))
           : NULL;
}

/* Each step after the one before it; a step that was recorded twice is a conflict, and no step too early. */
static char *
check_order (const HechaAppeal *appeal, const char *type)
{
  gboolean ready = strcmp (type, "appeal_admission") == 0 ? appeal->filed != NULL
                   : strcmp (type, "appeal_review") == 0
                     ? appeal->admission != NULL && appeal->state != HECHA_APPEAL_OUT_OF_TIME
                     : appeal->review != NULL;

  return ready ? NULL : g_strdup (N_ ("The step of the appeal before this one is missing (P3 4.3 a)"));
}

static char *
check_step (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
            const HechaAssignment *assignment, const char *type)
{
  HechaAppeal appeal;
  char *reason;

  if (strcmp (type, "appeal") == 0)
    return check_filed (entry, op, assignment);
  hecha_appeal_read (&appeal, assignment);
  reason = check_order (&appeal, type);
  if (reason == NULL && strcmp (type, "appeal_review") == 0)
    reason = check_reviewers (reader, entry, op, assignment);
  if (reason == NULL && strcmp (type, "appeal_ruling") == 0)
    reason = check_ruled (reader, entry, op, assignment);
  return reason;
}

/**
 * hecha_appeal_guard:
 * @reader: what the server knows
 * @entry: an entry of another device
 * @op: one of its operations
 * @scope: its scope
 * @type: the operation's record type
 * @writer: as whom the device writes: one #HechaWriter
 *
 * Whether an operation on an appeal, or on what came with one, breaks a rule (P3 4.3 a, R011).
 *
 * Returns: (transfer full) (nullable): the reason for a hold, in English; %NULL when all is in order, or it is about
 *   something else
 */
char *
hecha_appeal_guard (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
                    const char *type, guint writer)
{
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autofree char *id = NULL;

  if (strcmp (type, "evidence") == 0)
    return check_evidence (entry, op, scope, writer);
  if (!g_str_has_prefix (type, "appeal"))
    return NULL;
  id = dup_text (entry, op, "assignment");
  if (id == NULL || strlen (id) != op->id.length || memcmp (id, op->id.text, op->id.length) != 0)
    return g_strdup (N_ ("An appeal has the id of its assignment"));
  assignment = hecha_assignment_load (reader, scope, id, NULL);
  return assignment != NULL ? check_step (reader, entry, op, assignment, type)
                            : g_strdup (N_ ("What is appealed against is not assigned here (P3 6.2.1)"));
}
