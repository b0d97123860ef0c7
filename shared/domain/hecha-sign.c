/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-sign.h"

#include "domain/hecha-appeal-check.h"
#include "domain/hecha-content.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-sample-state.h"
#include "domain/hecha-signer.h"
#include "domain/hecha-strokes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_PERSON_BYTES 60

/* ---- how ---- */

static gboolean
check_refusal (const HechaSignInput *input, GError **error)
{
  if (!hecha_rule_is_blank (input->objection) && strcmp (input->role, "agency") != 0)
    return hecha_rule_refuse (error,
                              "Only the inspected agency objects; the team writes its opinion (P3 4.3 a)");
  if (!input->refused)
    return hecha_rule_is_blank (input->strokes) && hecha_rule_is_blank (input->typed_name)
             ? hecha_rule_refuse (error, "There are no strokes of a signature")
             : TRUE;
  if (strcmp (input->role, "agency") != 0)
    return hecha_rule_refuse (
      error, "Only the inspected agency can refuse to sign; others simply do not (P3 4.3 a)");
  if (hecha_rule_is_blank (input->witness))
    return hecha_rule_refuse (error, "A refusal needs a witness: say who saw it (P3 4.3 a)");
  if (g_strcmp0 (input->witness, input->person) == 0)
    return hecha_rule_refuse (error, "%s refuses, and cannot be the witness of it (P3 4.3 a)", input->person);
  if (!hecha_rule_is_blank (input->typed_name))
    return hecha_rule_refuse (error, "Who refuses to sign gives no signature (P3 4.3 a)");
  return TRUE;
}

/* ---- what ---- */

/* The leader signs what is complete; the others what at least says something, and gives no review away. */
static gboolean
check_page (const HechaAssignment *assignment, const char *role, GError **error)
{
  static const char *const first[] = {"disputed", "reviews", "verdict", "observation", NULL};
  g_autoptr (GPtrArray) missing = hecha_sample_missing (assignment);
  gboolean leader = strcmp (role, "leader") == 0;

  for (guint i = 0; i < missing->len; i++)
    {
      const HechaMissing *item = g_ptr_array_index (missing, i);

      if (leader || g_strv_contains (first, item->code))
        return hecha_rule_refuse (error, "%s", item->sentence);
    }
  return TRUE;
}

/* Signing the same page twice changes nothing; what a merge changed after the signature may be signed anew, unless the
 * agency appealed: then a ruling decides. */
static gboolean
check_effective (const HechaAssignment *assignment, const char *role, GError **error)
{
  const HechaRecord *effective = hecha_assignment_effective_signature (assignment);

  if (strcmp (role, "leader") != 0)
    return TRUE;
  if (!hecha_appeal_check_signature (assignment, NULL, error))
    return FALSE;
  if (effective == NULL || hecha_content_changed (assignment, effective))
    return TRUE;
  return hecha_rule_refuse (error, "The leader signed %s already; its finding is effective (P3 4.3 a)",
                            assignment->record->id);
}

/* ---- the signature ---- */

/* An id holds no blanks and is short; who signs for an agency may be anybody, by name. */
static char *
id_part (const char *person)
{
  const char *end = person;
  char *part;

  while (*end != '\0' && g_utf8_next_char (end) - person <= MOST_PERSON_BYTES)
    end = g_utf8_next_char (end);
  part = g_strndup (person, (gsize)(end - person));
  for (char *c = part; *c != '\0'; c++)
    if ((guchar)*c < '#' || *c == '\\' || *c == '/')
      *c = '_';
  return part;
}

static char *
make_id (const HechaAct *act, const HechaAssignment *assignment, const HechaSignInput *input,
         const char *hash)
{
  g_autofree char *person = id_part (input->person);

  return g_strdup_printf ("%s/%s/%s/%.8s-%.8s", assignment->record->id, input->role, person,
                          hash + strlen ("sha256:"), act->dev);
}

static gboolean
set_hand (HechaActOp *op, const HechaSignInput *input, GError **error)
{
  gboolean typed = !hecha_rule_is_blank (input->typed_name),
           drawn = !input->refused && !hecha_rule_is_blank (input->strokes);
  JsonNode *strokes;

  hecha_act_op_set_text (op, "method", !drawn ? "key" : typed ? "both" : "drawn");
  if (typed)
    {
      hecha_act_op_set_text (op, "typed_name", input->typed_name);
      hecha_act_op_set_text (op, "confirmed_by", input->confirmed_by);
    }
  if (!drawn)
    return TRUE;
  strokes = hecha_strokes_parse (input->strokes, input->n_strokes_bytes, error);
  if (strokes != NULL)
    hecha_act_op_set (op, "strokes", strokes);
  return strokes != NULL;
}

static gboolean
write_signature (HechaAct *act, const HechaAssignment *assignment, const HechaSignInput *input,
                 JsonNode *content, const char *hash, GError **error)
{
  HechaActOp *op = hecha_act_op (act, assignment->record->scope, "signature", input->id);
  g_autofree char *now = hecha_act_now_text (act);

  hecha_act_op_set_text (op, "assignment", assignment->record->id);
  hecha_act_op_set_text (op, "person", input->person);
  hecha_act_op_set_text (op, "role", input->role);
  hecha_act_op_set (op, "content", json_node_copy (content));
  hecha_act_op_set_text (op, "content_hash", hash);
  hecha_act_op_set_text (op, "signed_at", now);
  if (input->refused)
    {
      hecha_act_op_set_bool (op, "refused", TRUE);
      hecha_act_op_set_text (op, "witness", input->witness);
    }
  if (!hecha_rule_is_blank (input->objection))
    hecha_act_op_set_text (op, "objection", input->objection);
  if (!hecha_rule_is_blank (input->early_reason))
    hecha_act_op_set_text (op, "early_reason", input->early_reason);
  return set_hand (op, input, error);
}

static gboolean
is_signed (const HechaAssignment *assignment, const char *id)
{
  for (guint i = 0; i < assignment->signatures->len; i++)
    if (strcmp (((const HechaRecord *)assignment->signatures->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
sign (HechaAct *act, const HechaAssignment *assignment, HechaSignInput *input, GError **error)
{
  g_autoptr (JsonNode) content = hecha_content_build (act->reader, assignment, error);
  g_autofree char *hash = content != NULL ? hecha_content_dup_hash (content, error) : NULL;

  if (hash == NULL)
    return FALSE;
  input->id = make_id (act, assignment, input, hash);
  if (is_signed (assignment, input->id))
    return hecha_rule_refuse (error, "%s signed this page already (P3 4.3 a)", input->person);
  /* first, since an entry takes operations until it is large: both have to stand in one */
  if (strcmp (input->role, "leader") == 0)
    hecha_act_op_set_text (hecha_act_op (act, assignment->record->scope, "finding", assignment->record->id),
                           "effective_by", input->id);
  return write_signature (act, assignment, input, content, hash, error);
}

/**
 * hecha_sign_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaSignInput
 * @error: %HECHA_ERROR_REFUSED
 *
 * Signs what is on the page. The leader's signature makes the finding effective, in the same entry (P3 4.3, 4.3 a;
 * R009, R010, R015).
 *
 * What a signature is worth: the device's key vouches that this page was signed on this laptop, at this time by its
 * clock, and the content's hash that nothing on it was changed. Strokes and typed names vouch for nobody by themselves:
 * they are what two people will be asked about.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_sign_record (HechaAct *act, gpointer data, GError **error)
{
  HechaSignInput *input = data;
  g_autoptr (HechaAssignment) assignment = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_TEAM | HECHA_WRITER_VISITOR, "sign at the site", error))
    return FALSE;
  assignment = hecha_assignment_find (act->reader, act->home, input->sample, error);
  return assignment != NULL && hecha_signer_check (assignment, input, error) && check_refusal (input, error)
         && hecha_signer_check_typed (assignment, input, error) && check_page (assignment, input->role, error)
         && check_effective (assignment, input->role, error)
         && hecha_signer_check_order (assignment, input, error) && sign (act, assignment, input, error);
}
