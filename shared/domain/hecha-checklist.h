/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/* What is looked at in a kind of target (P3 6.2.3, R044–R047), as data: the templates in data/checklists, and those
 * that the office adds. */

/**
 * HechaChecklistItem:
 * @id: such as allocation: lower case letters, digits and `_`
 * @text: what is asked
 * @kind: yes_no, yes_no_na, text or date
 *
 * One thing to look at.
 */
typedef struct
{
  char *id;
  char *text;
  char *kind;
} HechaChecklistItem;

/**
 * HechaChecklist:
 * @id: such as work_report
 * @title: for a person
 * @clause: (nullable): such as "P3 6.2.3 c"
 * @items: (element-type HechaChecklistItem): in the order of the page
 * @node: the template as it was read
 *
 * A template, or the copy of one in an assignment.
 */
typedef struct
{
  char *id;
  char *title;
  char *clause;
  GPtrArray *items;
  JsonNode *node;
} HechaChecklist;

HechaChecklist *hecha_checklist_parse (const char *text, GError **error);
HechaChecklist *hecha_checklist_of (const HechaAssignment *assignment);
void hecha_checklist_free (HechaChecklist *self);
const HechaChecklistItem *hecha_checklist_find_item (const HechaChecklist *self, const char *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaChecklist, hecha_checklist_free)

const HechaRecord *hecha_answer_find (const HechaAssignment *assignment, const char *item);

/**
 * HechaChecklistBar:
 * @item: (transfer none): the item whose answer, or missing answer, bars the verdict
 * @at_most: (transfer none): the best verdict that is left
 * @because: (transfer none) (nullable): why, in the template's words
 */
typedef struct
{
  const char *item;
  const char *at_most;
  const char *because;
} HechaChecklistBar;

GArray *
hecha_checklist_bars (const HechaChecklist *self, const HechaAssignment *assignment, const char *verdict);

/**
 * HechaAnswerInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @item: of the assignment's checklist
 * @answer: (nullable): yes, no or not_applicable; a text or a date (or not_applicable) where the item asks for one;
 *   empty takes it back
 * @note: (nullable): of one's own; empty takes it back
 */
typedef struct
{
  const char *sample;
  const char *item;
  const char *answer;
  const char *note;
} HechaAnswerInput;

gboolean hecha_answer_record (HechaAct *act, gpointer input, GError **error);

/* hecha-checklist-rule.c: the office's templates */
GPtrArray *hecha_checklist_list (HechaReader *reader, GError **error);
gboolean hecha_checklist_choose (HechaReader *reader, const char *wanted, const HechaRecord *target,
                                 JsonNode **copy, GError **error);
gboolean hecha_checklist_import (HechaAct *act, gpointer checklist, GError **error);

G_END_DECLS
