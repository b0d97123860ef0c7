/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-attach.h"
#include "domain/hecha-negative.h"

G_BEGIN_DECLS

/**
 * HechaNegativeInput:
 * @entry: which entry; of a new one, the target-quarter
 * @on: (nullable): the China date on which it happened, not after today; %NULL for today
 * @text: (nullable): what was not met, seen, done, answered; the reason, the measures
 * @choice: (nullable): of a new entry its origin, of a verification made_up or rejected, of an urging its channel
 * @person: (nullable): to whom the notice goes; who signed for it; who reported; who was reached
 * @persons: (nullable) (array zero-terminated=1): who looked
 * @sample: (nullable): assignment whose finding the entry rests on
 * @found_in: (nullable): scope of @sample
 * @rectify_by: (nullable): last day for the rectification
 * @number: (nullable): of the notice (发文字号)
 * @files: (nullable) (element-type HechaAttachInput): that show the completion; on disk already
 * @id: (out) (owned): of the entry
 *
 * What is to be recorded of an entry of the negative list. Each rule says which of it it needs.
 */
typedef struct
{
  const char *entry;
  const char *on;
  const char *text;
  const char *choice;
  const char *person;
  const char *const *persons;
  const char *sample;
  const char *found_in;
  const char *rectify_by;
  const char *number;
  GPtrArray *files;
  char *id;
} HechaNegativeInput;

gboolean hecha_negative_add (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_add_all (HechaAct *act, gpointer quarter, GError **error);
gboolean hecha_negative_confirm (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_withdraw (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_notify (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_receive (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_urge (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
