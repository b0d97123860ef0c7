/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-finding.h"

#include "base/hecha-error.h"
#include "domain/hecha-missing.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- required evidence ---- */

/* Whether @about names @item, and not only a longer item that has its words in it (照片 in 现场照片). */
static gboolean
names_item (const char *about, const char *item, char **items)
{
  g_autoptr (GString) rest = NULL;

  if (strstr (about, item) == NULL)
    return FALSE;
  rest = g_string_new (about);
  for (guint i = 0; items[i] != NULL; i++)
    if (strlen (items[i]) > strlen (item) && strstr (items[i], item) != NULL)
      g_string_replace (rest, items[i], "\n", 0);
  return strstr (rest->str, item) != NULL;
}

static gboolean
is_covered (const HechaAssignment *assignment, const char *item, char **items)
{
  for (guint i = 0; i < assignment->evidence->len; i++)
    {
      const char *about = hecha_record_get (assignment->evidence->pdata[i], "about");

      if (about != NULL && names_item (about, item, items))
        return TRUE;
    }
  return FALSE;
}

/**
 * hecha_finding_count_evidence:
 * @assignment: an assignment
 * @count: (out): to be cleared with hecha_evidence_count_clear()
 *
 * Counts which items of the requirement's evidence list are named by what a piece of evidence is about (P3 4.5, R015).
 */
void
hecha_finding_count_evidence (const HechaAssignment *assignment, HechaEvidenceCount *count)
{
  g_auto (GStrv) items = hecha_record_get_list (assignment->record, "evidence_list");
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();

  count->required = g_strv_length (items);
  count->there = 0;
  for (guint i = 0; items[i] != NULL; i++)
    if (is_covered (assignment, items[i], items))
      count->there++;
    else
      g_strv_builder_add (missing, items[i]);
  count->missing = g_strv_builder_end (missing);
}

/**
 * hecha_evidence_count_dup_sentence:
 * @self: a count with something missing
 *
 * Returns: (transfer full): a sentence that says how much is there and names what is not
 */
char *
hecha_evidence_count_dup_sentence (const HechaEvidenceCount *self)
{
  g_autofree char *names = g_strjoinv ("”, “", self->missing);

  return g_strdup_printf (
    _ ("The required evidence is %u/%u; without “%s” the verdict cannot be “met” (P3 4.5)"), self->there,
    self->required, names);
}

/**
 * hecha_evidence_count_clear:
 * @self: a count
 */
void
hecha_evidence_count_clear (HechaEvidenceCount *self)
{
  g_clear_pointer (&self->missing, g_strfreev);
}

/* ---- the finding ---- */

static const char *
will_be (const char *given, const HechaRecord *finding, const char *field)
{
  if (given == NULL && finding != NULL)
    given = hecha_record_get (finding, field);
  return given != NULL && *given != '\0' ? given : NULL;
}

static gboolean
check_complete (const HechaRecord *finding, const HechaFindingInput *input, GError **error)
{
  const char *missing = NULL;

  if (will_be (input->verdict, finding, "verdict") == NULL)
    missing = _ ("A finding needs a verdict: met, partly, not_met or unverifiable (P3 4.3)");
  else if (hecha_rule_is_blank (will_be (input->observation, finding, "observation")))
    missing = _ ("A finding needs the observation: what was seen and read, apart from opinion (P3 4.5)");
  else if (will_be (input->unit, finding, "unit") != NULL && will_be (input->value, finding, "value") == NULL)
    missing = _ ("A unit stands beside a measured value; there is none (P3 4.5)");
  if (missing != NULL)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, missing);
  return missing == NULL;
}

/**
 * hecha_finding_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaFindingInput
 * @error: %HECHA_ERROR_REFUSED
 *
 * Records what was found, or more of it (P3 4.3, 4.5; R015), with a verdict that hecha_verdict_missing() allows.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_finding_record (HechaAct *act, gpointer data, GError **error)
{
  const HechaFindingInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "record a finding", error);
  const HechaRecord *finding;
  HechaActOp *op;

  if (assignment == NULL || !hecha_verdict_check (assignment, input->verdict, error)
      || (!input->unfinished && !check_complete (assignment->finding, input, error)))
    return FALSE;
  finding = assignment->finding;
  op = hecha_act_op (act, assignment->record->scope, "finding", assignment->record->id);
  return hecha_field_set_text (op, finding, "finding", "verdict", input->verdict, error)
         && hecha_field_set_text (op, finding, "finding", "observation", input->observation, error)
         && hecha_field_set_text (op, finding, "finding", "opinion", input->opinion, error)
         && hecha_field_set_text (op, finding, "finding", "value", input->value, error)
         && hecha_field_set_text (op, finding, "finding", "unit", input->unit, error);
}
