/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-attach.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ID_HEX_DIGITS 16

static const HechaRecord *
find_evidence (GPtrArray *evidence, const char *id)
{
  for (guint i = 0; i < evidence->len; i++)
    if (strcmp (((HechaRecord *)evidence->pdata[i])->id, id) == 0)
      return evidence->pdata[i];
  return NULL;
}

/* What was taken back and is attached again counts again. */
static void
restore (HechaAct *act, const HechaAssignment *assignment, const char *id)
{
  hecha_act_op_set (hecha_act_op (act, assignment->record->scope, "removal", id), "reason",
                    json_node_new (JSON_NODE_NULL));
}

/* The same file twice is one piece of evidence; it shows one thing. */
static gboolean
check_known (const HechaRecord *known, HechaAttachInput *input, GError **error)
{
  const char *about = hecha_record_get (known, "about");
  g_autofree char *normal = input->about != NULL ? g_utf8_normalize (input->about, -1, G_NORMALIZE_NFC)
                                                 : NULL; /* as it is stored */

  input->known = TRUE;
  if (normal == NULL || *normal == '\0' || g_strcmp0 (about, normal) == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               _ ("This file is attached already, as “%s”; evidence is not changed afterwards (P3 4.5)"),
               about != NULL ? about : "");
  return FALSE;
}

static gboolean
check_values (const HechaAttachInput *input, GError **error)
{
  HechaDigest digest;

  if (!hecha_digest_from_text (&digest, input->digest, -1))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("“%s” is no digest"), input->digest);
      return FALSE;
    }
  return hecha_value_check_text ("evidence", "kind", input->kind, error)
         && (input->classification == NULL
             || hecha_value_check_text ("evidence", "classification", input->classification, error));
}

/**
 * hecha_attach_write:
 * @act: an action
 * @scope: where the evidence belongs
 * @assignment: what it is evidence of: an assignment, or an entry of the negative list
 * @input: a file that is on disk, with its @id
 *
 * Writes all that a file tells of itself: evidence is a fact, to which nothing can be added later. Asks no rule.
 */
void
hecha_attach_write (HechaAct *act, const char *scope, const char *assignment, const HechaAttachInput *input)
{
  HechaActOp *op = hecha_act_op (act, scope, "evidence", input->id);

  hecha_act_op_set_text (op, "assignment", assignment);
  hecha_act_op_set_text (op, "about", input->about != NULL && *input->about != '\0' ? input->about : NULL);
  hecha_act_op_set_text (op, "kind", input->kind);
  hecha_act_op_set_text (op, "digest", input->digest);
  hecha_act_op_set_int (op, "size", (gint64)input->size);
  hecha_act_op_set_text (op, "mime", input->mime);
  hecha_act_op_set_text (op, "name", input->name);
  hecha_act_op_set_text (op, "captured_at", input->captured_at);
  if (input->has_place)
    {
      hecha_act_op_set_int (op, "latitude", input->latitude);
      hecha_act_op_set_int (op, "longitude", input->longitude);
    }
  hecha_act_op_set_text (op, "camera", input->camera);
  if (input->width > 0)
    hecha_act_op_set_int (op, "width", input->width);
  if (input->height > 0)
    hecha_act_op_set_int (op, "height", input->height);
  hecha_act_op_set_text (op, "undecodable", input->undecodable);
  hecha_act_op_set_text (op, "author", act->by);
  hecha_act_op_set_text (op, "classification", input->classification);
  hecha_act_op_set_text (op, "derived_from", input->derived_from);
}

static gboolean
attach_one (HechaAct *act, const HechaAssignment *assignment, HechaAttachInput *input, GError **error)
{
  const HechaRecord *known, *removed;

  if (!check_values (input, error))
    return FALSE;
  input->id
    = g_strdup_printf ("%s/%.*s", assignment->record->id, ID_HEX_DIGITS, input->digest + strlen ("sha256:"));
  removed = find_evidence (assignment->removed, input->id);
  known = removed != NULL ? removed : find_evidence (assignment->evidence, input->id);
  if (known != NULL && !check_known (known, input, error))
    return FALSE;
  if (removed != NULL)
    {
      restore (act, assignment, input->id);
      input->known = FALSE;
    }
  if (known == NULL)
    hecha_attach_write (act, assignment->record->scope, assignment->record->id, input);
  return TRUE;
}

/**
 * hecha_attach_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaAttachInput
 * @error: %HECHA_ERROR_REFUSED
 *
 * Makes a file that is on disk evidence of a sample (P3 4.5, R015). Sealed by the leader's signature: nothing is added
 * afterwards (DOMAIN 3.2).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_attach_record (HechaAct *act, gpointer data, GError **error)
{
  HechaAttachInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "attach evidence", error);

  return assignment != NULL && (input->digest == NULL || attach_one (act, assignment, input, error));
}

/**
 * hecha_attach_record_all:
 * @act: an action of a team or a visitor
 * @data: (element-type HechaAttachInput): a #GPtrArray of one file at least, all of one sample
 * @error: %HECHA_ERROR_REFUSED when nothing can be attached to the sample
 *
 * Does what hecha_attach_record() does for files that came together, as one action. One that cannot be recorded says
 * so in its @problem, and stops no other.
 *
 * Returns: whether they may be recorded
 */
gboolean
hecha_attach_record_all (HechaAct *act, gpointer data, GError **error)
{
  GPtrArray *inputs = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, ((HechaAttachInput *)inputs->pdata[0])->sample, "attach evidence", error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (assignment == NULL)
    return FALSE;
  for (guint i = 0; i < inputs->len; i++)
    {
      HechaAttachInput *input = g_ptr_array_index (inputs, i);

      if (!g_hash_table_add (seen, (gpointer)input->digest))
        input->known = TRUE;
      else
        attach_one (act, assignment, input, &input->problem);
    }
  return TRUE;
}

/**
 * hecha_attach_appeal:
 * @act: an action of the office
 * @assignment: whose finding is appealed against
 * @input: a file; its @sample is not looked at
 * @error: %HECHA_ERROR_REFUSED
 *
 * Makes a file that came with an appeal, or with its re-review, evidence of that (P3 4.3 a, R011): the finding is
 * sealed.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_attach_appeal (HechaAct *act, const HechaAssignment *assignment, HechaAttachInput *input,
                     GError **error)
{
  if (!check_values (input, error))
    return FALSE;
  input->id = g_strdup_printf ("%s/appeal/%.*s", assignment->record->id, ID_HEX_DIGITS,
                               input->digest + strlen ("sha256:"));
  input->known = find_evidence (assignment->appeal_evidence, input->id) != NULL;
  if (input->known)
    return TRUE;
  hecha_attach_write (act, assignment->record->scope, assignment->record->id, input);
  hecha_act_op_set_bool (hecha_act_op (act, assignment->record->scope, "evidence", input->id), "appeal",
                         TRUE);
  return TRUE;
}

static const HechaRecord *
find_named (const HechaAssignment *assignment, GPtrArray *evidence, const char *name, GError **error)
{
  const HechaRecord *found = NULL;
  guint n = 0;

  for (guint i = 0; i < evidence->len; i++)
    if (*name != '\0' && g_str_has_suffix (((HechaRecord *)evidence->pdata[i])->id, name))
      {
        found = evidence->pdata[i];
        n++;
      }
  if (n == 1)
    return found;
  g_set_error (error, HECHA_ERROR, n == 0 ? HECHA_ERROR_NOT_FOUND : HECHA_ERROR_REFUSED,
               n == 0 ? _ ("There is no evidence “%s” on %s") : _ ("“%s” names more than one evidence of %s"),
               name, assignment->record->id);
  return NULL;
}

/**
 * hecha_detach_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaDetachInput
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_REFUSED
 *
 * Takes evidence back that was attached by mistake, before the leader's signature seals it (DOMAIN 3.2). The file and
 * the record stay, with who took it back and why; attaching the file again makes it count again.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_detach_record (HechaAct *act, gpointer data, GError **error)
{
  const HechaDetachInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "take evidence back", error);
  const HechaRecord *evidence;
  HechaActOp *op;

  if (assignment == NULL)
    return FALSE;
  evidence = find_named (assignment, assignment->evidence, input->evidence, error);
  if (evidence == NULL)
    return FALSE;
  if (input->reason == NULL || *input->reason == '\0')
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                           _ ("Evidence is taken back with a reason, which stays on record (P3 4.5)"));
      return FALSE;
    }
  op = hecha_act_op (act, assignment->record->scope, "removal", evidence->id);
  hecha_act_op_set_text (op, "assignment", assignment->record->id);
  hecha_act_op_set_text (op, "digest", hecha_record_get (evidence, "digest"));
  hecha_act_op_set_text (op, "reason", input->reason);
  return TRUE;
}

/**
 * hecha_restore_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaDetachInput
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_REFUSED
 *
 * Makes evidence count again that was taken back (P3 4.5).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_restore_record (HechaAct *act, gpointer data, GError **error)
{
  const HechaDetachInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "attach evidence", error);
  const HechaRecord *evidence
    = assignment != NULL ? find_named (assignment, assignment->removed, input->evidence, error) : NULL;

  if (evidence == NULL)
    return FALSE;
  restore (act, assignment, evidence->id);
  return TRUE;
}
