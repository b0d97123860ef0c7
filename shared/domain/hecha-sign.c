/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-sign.h"

#include "base/hecha-error.h"
#include "domain/hecha-content.h"
#include "domain/hecha-label.h"
#include "domain/hecha-records.h"
#include "domain/hecha-sample-state.h"
#include "domain/hecha-strokes.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_PERSON_BYTES 60

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
is_outside (const char *role)
{
  return strcmp (role, "agency") == 0 || strcmp (role, "witness") == 0;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

/* ---- who ---- */

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

  if (is_blank (id))
    return refuse (error, _ ("The %s has to be named (P3 4.3 a)"), hecha_label ("role", as));
  if (person != NULL && hecha_assigned_is_inspector (person))
    return refuse (error, _ ("%s inspects here, and cannot be the %s as well (P3 4.3 a)"), id,
                   hecha_label ("role", as));
  return TRUE;
}

static gboolean
check_insider (const HechaAssignment *assignment, GPtrArray *persons, const HechaSignInput *input,
               GError **error)
{
  const HechaAssignedPerson *person = hecha_assigned_find (persons, input->person);

  if (person == NULL || !has_role (assignment, person, input->role))
    return refuse (error, _ ("%s does not have the role %s in %s (P3 4.3 a)"), input->person,
                   hecha_label ("role", input->role), assignment->record->id);
  if (!hecha_visit_was_present (assignment, input->person))
    return refuse (error, _ ("%s was not recorded as present at %s (P3 4.3)"), input->person,
                   assignment->record->id);
  return TRUE;
}

static gboolean
check_person (const HechaAssignment *assignment, const HechaSignInput *input, GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (assignment);

  if (!hecha_value_check_text ("signature", "role", input->role, error))
    return FALSE;
  if (strcmp (input->role, "office") == 0)
    return refuse (error, _ ("The office signs in its own place, not at the site (P3 4.3 a)"));
  return is_outside (input->role) ? check_outsider (persons, input->person, input->role, error)
                                  : check_insider (assignment, persons, input, error);
}

static gboolean
check_refusal (const HechaSignInput *input, GError **error)
{
  if (!is_blank (input->objection) && strcmp (input->role, "agency") != 0)
    return refuse (error, _ ("Only the inspected agency objects; the team writes its opinion (P3 4.3 a)"));
  if (!input->refused)
    return is_blank (input->strokes) ? refuse (error, _ ("There are no strokes of a signature")) : TRUE;
  if (strcmp (input->role, "agency") != 0)
    return refuse (error,
                   _ ("Only the inspected agency can refuse to sign; others simply do not (P3 4.3 a)"));
  if (is_blank (input->witness))
    return refuse (error, _ ("A refusal needs a witness: say who saw it (P3 4.3 a)"));
  if (g_strcmp0 (input->witness, input->person) == 0)
    return refuse (error, _ ("%s refuses, and cannot be the witness of it (P3 4.3 a)"), input->person);
  return TRUE;
}

/* ---- what ---- */

/* The leader signs what is complete; the others what at least says something. */
static gboolean
check_page (const HechaAssignment *assignment, const char *role, GError **error)
{
  g_autoptr (GPtrArray) missing = hecha_sample_missing (assignment);
  gboolean leader = strcmp (role, "leader") == 0;

  for (guint i = 0; i < missing->len; i++)
    {
      const HechaMissing *item = g_ptr_array_index (missing, i);

      if (leader || strcmp (item->code, "disputed") == 0 || strcmp (item->code, "verdict") == 0
          || strcmp (item->code, "observation") == 0)
        return refuse (error, "%s", item->sentence);
    }
  return TRUE;
}

/* Signing the same page twice changes nothing; what a merge changed after the signature may be signed anew. */
static gboolean
check_effective (const HechaAssignment *assignment, const char *role, GError **error)
{
  const HechaRecord *effective = hecha_assignment_effective_signature (assignment);

  if (strcmp (role, "leader") != 0 || effective == NULL || hecha_content_changed (assignment, effective))
    return TRUE;
  return refuse (error, _ ("The leader signed %s already; its finding is effective (P3 4.3 a)"),
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
set_strokes (HechaActOp *op, const HechaSignInput *input, GError **error)
{
  JsonNode *strokes;

  hecha_act_op_set_text (op, "method", input->refused ? "key" : "drawn");
  if (input->refused)
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
  if (!is_blank (input->objection))
    hecha_act_op_set_text (op, "objection", input->objection);
  return set_strokes (op, input, error);
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
    return refuse (error, _ ("%s signed this page already (P3 4.3 a)"), input->person);
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
  return assignment != NULL && check_person (assignment, input, error) && check_refusal (input, error)
         && check_page (assignment, input->role, error) && check_effective (assignment, input->role, error)
         && sign (act, assignment, input, error);
}
