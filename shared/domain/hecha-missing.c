/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-missing.h"

#include "base/hecha-error.h"
#include "domain/hecha-checklist.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-label.h"
#include "domain/hecha-method.h"
#include "domain/hecha-presence.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
free_missing (gpointer data)
{
  HechaMissing *missing = data;

  g_free (missing->sentence);
  g_free (missing->record);
  g_strfreev (missing->items);
  g_free (missing);
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func (free_missing);
}

/* What it is, and where it is given; takes the sentence. */
static HechaMissing *
add (GPtrArray *list, const char *code, const char *section, const char *field, const char *clause,
     char *sentence)
{
  HechaMissing *missing = g_new0 (HechaMissing, 1);

  missing->code = code;
  missing->section = section;
  missing->field = field;
  missing->clause = clause;
  missing->sentence = sentence;
  g_ptr_array_add (list, missing);
  return missing;
}

static const char *
text_of (const HechaRecord *record, const char *field)
{
  return record != NULL ? hecha_record_get (record, field) : NULL;
}

/* ---- disputes ---- */

static gboolean
any_disputed (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    if (((const HechaRecord *)records->pdata[i])->disputed != 0)
      return TRUE;
  return FALSE;
}

/**
 * hecha_sample_is_disputed:
 * @a: an assignment
 *
 * Returns: whether people wrote different things anywhere on it, so that the office has to settle it first
 */
gboolean
hecha_sample_is_disputed (const HechaAssignment *a)
{
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    if (a->lists[i] != NULL && any_disputed (a->lists[i]))
      return TRUE;
  return a->record->disputed != 0 || (a->visit != NULL && a->visit->disputed != 0)
         || (a->finding != NULL && a->finding->disputed != 0);
}

/* ---- the visit ---- */

static gboolean
has_photo (const HechaAssignment *a)
{
  for (guint i = 0; i < a->evidence->len; i++)
    {
      const char *kind = hecha_record_get (a->evidence->pdata[i], "kind");

      if (g_strcmp0 (kind, "photo") == 0 || g_strcmp0 (kind, "video") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_mode (const HechaAssignment *a, GPtrArray *list)
{
  const char *mode = text_of (a->visit, "mode");

  if (mode == NULL)
    add (list, "mode", "visit", "mode", "P3 5.1 b",
         g_strdup (_ ("Say whether the visit was online or on site (P3 5.1 b)")));
  else if (strcmp (mode, "onsite") == 0 && text_of (a->visit, "latitude") == NULL
           && text_of (a->visit, "place_reason") == NULL)
    add (list, "place", "visit", "place", "P3 5.1 b",
         g_strdup (_ ("A visit on site needs its place, or the reason why there is none (P3 5.1 b)")));
}

static void
check_together (const HechaAssignment *a, GPtrArray *list)
{
  guint together = hecha_visit_count_together (a);
  HechaMissing *missing;

  if (together >= HECHA_PRESENCE_NEEDED)
    return;
  missing
    = add (list, "presence", "presence", NULL, "P3 4.3",
           g_strdup_printf (
             ngettext ("Two or more inspectors have to be present at the same time; %u is recorded (P3 4.3)",
                       "Two or more inspectors have to be present at the same time; %u are recorded (P3 4.3)",
                       together),
             together));
  missing->have = together;
  missing->need = HECHA_PRESENCE_NEEDED;
}

/* P3 7.3: at a key point it is said whether there were difficulties; wherever there were, which. */
static void
check_difficulty (const HechaAssignment *a, GPtrArray *list)
{
  const char *difficulty = text_of (a->visit, "difficulty");

  if (difficulty == NULL && hecha_record_get_int (a->record, "key_point", 0) != 0)
    add (list, "difficulty", "visit", "difficulty", "P3 7.3",
         g_strdup (_ ("At a key point, say whether there are difficulties and problems or none (P3 7.3)")));
  if (g_strcmp0 (difficulty, "some") == 0 && hecha_rule_is_blank (text_of (a->visit, "difficulties")))
    add (list, "difficulties", "visit", "difficulties", "P3 7.3",
         g_strdup (_ ("There were difficulties: say which ones (P3 7.3)")));
}

/* ---- the methods ---- */

static void
check_records (GPtrArray *records, const HechaMethod *method, GPtrArray *list)
{
  for (guint i = 0; i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);
      const char *field = NULL;
      char *problem = hecha_method_dup_problem (record, &field);

      if (problem != NULL)
        add (list, "record", method->type, field, method->clause, problem)->record = g_strdup (record->id);
    }
}

static void
check_reviews (const HechaMethod *method, guint n, GPtrArray *list)
{
  HechaMissing *missing;

  if (n >= HECHA_REVIEWS_NEEDED)
    return;
  missing
    = add (list, "reviews", method->type, NULL, method->clause,
           g_strdup_printf (_ ("An online review is made by two or more, each independently; handed in: "
                               "%u (P3 5.2 g)"),
                            n));
  missing->have = n;
  missing->need = HECHA_REVIEWS_NEEDED;
}

/* What was looked at on site shows in its photographs; every other method has a record. */
static void
check_method (const HechaAssignment *a, const HechaMethod *method, GPtrArray *list)
{
  guint n = hecha_assignment_get_records (a, method->type)->len;

  if (strcmp (method->name, "site_view") == 0)
    {
      if (!has_photo (a) && text_of (a->visit, "photo_reason") == NULL)
        add (list, "photo", "evidence", NULL, "P3 5.2 d",
             g_strdup (_ ("A site view needs a photo, or the reason why there is none (P3 5.2 d)")));
    }
  else if (strcmp (method->name, "online_review") == 0)
    check_reviews (method, n, list);
  else if (n == 0)
    add (list, "method", method->type, NULL, method->clause,
         g_strdup_printf (_ ("The visit names this method, and there is no record of it: %s (%s)"),
                          hecha_label ("record", method->type), method->clause));
}

static void
check_methods (const HechaAssignment *a, GPtrArray *list)
{
  g_auto (GStrv) named = a->visit != NULL ? hecha_record_get_list (a->visit, "methods") : NULL;

  if (named == NULL || named[0] == NULL)
    add (list, "methods", "visit", "methods", "P3 5.2",
         g_strdup (_ ("Say by which method it was checked (P3 5.2)")));
  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    {
      if (named != NULL && g_strv_contains ((const char *const *)named, method->name))
        check_method (a, method, list);
      check_records (hecha_assignment_get_records (a, method->type), method, list);
    }
}

/* ---- the checklist ---- */

static void
check_answers (const HechaAssignment *a, GPtrArray *list)
{
  g_autoptr (HechaChecklist) checklist = hecha_checklist_of (a);

  for (guint i = 0; checklist != NULL && i < checklist->items->len; i++)
    {
      const HechaChecklistItem *item = g_ptr_array_index (checklist->items, i);

      if (hecha_answer_find (a, item->id) == NULL)
        add (list, "answer", "answer", "answer", "P3 6.2.3",
             g_strdup_printf (_ ("Not answered yet: %s (P3 6.2.3)"), item->text))
          ->record
          = g_strdup (item->id);
    }
}

/* ---- the verdict ---- */

static void
check_evidence (const HechaAssignment *a, GPtrArray *list)
{
  g_auto (HechaEvidenceCount) count = {0};
  HechaMissing *missing;

  hecha_finding_count_evidence (a, &count);
  if (count.there == count.required)
    return;
  missing = add (list, "evidence", "evidence", NULL, "P3 4.5", hecha_evidence_count_dup_sentence (&count));
  missing->have = count.there;
  missing->need = count.required;
  missing->items = g_steal_pointer (&count.missing);
}

static void
add_bar (GPtrArray *list, const HechaChecklist *checklist, const HechaChecklistBar *bar)
{
  const HechaChecklistItem *item = hecha_checklist_find_item (checklist, bar->item);
  char *sentence = bar->because != NULL
                     ? g_strdup_printf (_ ("The verdict is at most “%s”: %s (P3 6.2.3)"),
                                        hecha_label ("verdict", bar->at_most), bar->because)
                     : g_strdup_printf (_ ("The verdict is at most “%s”, as was answered to: %s (P3 6.2.3)"),
                                        hecha_label ("verdict", bar->at_most), item->text);

  add (list, "rule", "answer", "answer", "P3 6.2.3", sentence)->record = g_strdup (bar->item);
}

static void
check_bars (const HechaAssignment *a, const char *verdict, GPtrArray *list)
{
  g_autoptr (HechaChecklist) checklist = hecha_checklist_of (a);
  g_autoptr (GArray) bars = checklist != NULL ? hecha_checklist_bars (checklist, a, verdict) : NULL;

  for (guint i = 0; bars != NULL && i < bars->len; i++)
    add_bar (list, checklist, &g_array_index (bars, HechaChecklistBar, i));
}

static gboolean
has_other_evidence (const HechaAssignment *a)
{
  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    if (strcmp (method->name, "media") != 0 && hecha_assignment_get_records (a, method->type)->len > 0)
      return TRUE;
  return a->evidence->len > 0;
}

/* P3 5.2 f: what the media say and nobody verified cannot alone make a target fail. */
static void
check_media (const HechaAssignment *a, GPtrArray *list)
{
  GPtrArray *items = hecha_assignment_get_records (a, "media_item");

  for (guint i = 0; i < items->len; i++)
    if (hecha_record_get_int (items->pdata[i], "verified", 0) != 0)
      return;
  if (items->len > 0 && !has_other_evidence (a))
    add (list, "media", "media_item", "verified", "P3 5.2 f",
         g_strdup (_ ("A report of the media that was not verified cannot be the only evidence of a target "
                      "that is not met (P3 5.2 f)")));
}

static void
check_verdict (const HechaAssignment *a, const char *verdict, GPtrArray *list)
{
  if (strcmp (verdict, "met") == 0)
    check_evidence (a, list);
  check_bars (a, verdict, list);
  if (strcmp (verdict, "not_met") == 0 || strcmp (verdict, "partly") == 0)
    check_media (a, list);
}

/**
 * hecha_verdict_missing:
 * @assignment: an assignment
 * @verdict: met, partly, not_met or unverifiable
 *
 * What has to be there, or be otherwise, before this verdict may be given (P3 4.5, 5.2 f, 6.2.3; R015, R030, R046,
 * R047).
 *
 * Returns: (transfer full) (element-type HechaMissing): empty when it may
 */
GPtrArray *
hecha_verdict_missing (const HechaAssignment *assignment, const char *verdict)
{
  GPtrArray *list = new_list ();

  check_verdict (assignment, verdict, list);
  return list;
}

/**
 * hecha_verdict_check:
 * @assignment: an assignment
 * @verdict: (nullable): a verdict; none may always be given
 * @error: %HECHA_ERROR_REFUSED, with the first sentence of hecha_verdict_missing()
 *
 * Returns: whether the verdict may be given
 */
gboolean
hecha_verdict_check (const HechaAssignment *assignment, const char *verdict, GError **error)
{
  g_autoptr (GPtrArray) missing = hecha_verdict_missing (assignment, verdict != NULL ? verdict : "");

  if (missing->len > 0)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                         ((const HechaMissing *)missing->pdata[0])->sentence);
  return missing->len == 0;
}

/**
 * hecha_sample_missing:
 * @assignment: an assignment
 *
 * What the leader's signature waits for, in the order of the page (P3 4.3, 4.5, 5.1, 5.2, 6.2.3, 7.3; R009, R015, R019,
 * R025–R032, R044–R047, R055).
 *
 * Returns: (transfer full) (element-type HechaMissing): empty when the leader can sign
 */
GPtrArray *
hecha_sample_missing (const HechaAssignment *assignment)
{
  GPtrArray *list = new_list ();
  const char *verdict = text_of (assignment->finding, "verdict");

  if (hecha_sample_is_disputed (assignment))
    add (list, "disputed", "conflict", NULL, NULL,
         g_strdup (_ ("People wrote different things; the office has to settle it before anybody signs")));
  check_mode (assignment, list);
  check_together (assignment, list);
  check_methods (assignment, list);
  check_difficulty (assignment, list);
  check_answers (assignment, list);
  if (verdict == NULL)
    add (list, "verdict", "finding", "verdict", "P3 4.3",
         g_strdup (_ ("The finding has no verdict (P3 4.3)")));
  if (text_of (assignment->finding, "observation") == NULL)
    add (list, "observation", "finding", "observation", "P3 4.5",
         g_strdup (_ ("The finding has no observation: what was seen and read (P3 4.5)")));
  if (verdict != NULL)
    check_verdict (assignment, verdict, list);
  return list;
}
