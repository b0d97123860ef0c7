/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-negative-rule.h"

G_BEGIN_DECLS

/* Among the files of the negative list alone: what every step on an entry begins with, and how it lays out a record. */

#define BIT(state) (1u << HECHA_NEGATIVE_##state)

/**
 * HechaNegativeActing: (skip)
 * @negative: (owned): what is known of the entry
 * @calendar: (owned): of the office
 * @on: (owned): the day on which it happened
 */
typedef struct
{
  HechaNegative *negative;
  HechaCalendar *calendar;
  char *on;
} HechaNegativeActing;

void hecha_negative_acting_clear (HechaNegativeActing *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaNegativeActing, hecha_negative_acting_clear)

gboolean hecha_negative_make_context (HechaAct *act, HechaCalendar **calendar, HechaNegativeContext *context,
                                      GError **error);
gboolean
hecha_negative_acting_begin (HechaNegativeActing *self, HechaAct *act, const HechaNegativeInput *input,
                             const char *what, guint states, GError **error);
HechaRecord *hecha_negative_copy_record (const HechaRecord *known, const char *type, const char *id);
void hecha_negative_set_text (HechaRecord *record, HechaActOp *op, const char *field, const char *text);
void hecha_negative_clear_text (HechaRecord *record, HechaActOp *op, const char *field);
void
hecha_negative_set_list (HechaRecord *record, HechaActOp *op, const char *field, const char *const *texts);

G_END_DECLS
