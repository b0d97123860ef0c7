/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/* The eight methods of P3 5.2, each with a record type of its own (R025–R032). */

/**
 * HechaMethod:
 * @name: as in visit.methods, such as documents
 * @type: its record type, such as document_review
 * @clause: such as "P3 5.2 b"
 *
 * A way to check a target.
 */
typedef struct
{
  const char *name;
  const char *type;
  const char *clause;
} HechaMethod;

extern const HechaMethod hecha_methods[]; /* ends with one without a name */

const HechaMethod *hecha_method_find (const char *kind);
char *hecha_method_dup_problem (const HechaRecord *record, const char **field);

/* Independent reviews: two at least, each handed in before its author sees another one (P3 5.2 g, R031). */
#define HECHA_REVIEWS_NEEDED 2

gboolean
hecha_review_is_open (const HechaAssignment *assignment, const HechaRecord *review, const char *person);
void hecha_review_hide (HechaAssignment *assignment, const char *person);

char *hecha_survey_dup_rate (const HechaRecord *survey);

/**
 * HechaFieldText:
 * @name: a field of the record type; of a site view also `coordinates`, which is `LAT,LON`
 * @text: as of hecha_value_parse(); empty takes the value back
 */
typedef struct
{
  const char *name;
  const char *text;
} HechaFieldText;

/**
 * HechaMethodInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @kind: a method or its record type
 * @record: (nullable): id of the record, or the end of it; a new one when %NULL. A whole id that nobody has yet begins
 *   that record, so that a window can name it before anything was typed
 * @fields: (array length=n_fields): what to write
 * @n_fields: how many
 * @unfinished: it is still being typed: what has to be there together is asked for at the signature, not now
 * @id: (out) (owned): of the record
 *
 * What is to be recorded of one use of a method.
 */
typedef struct
{
  const char *sample;
  const char *kind;
  const char *record;
  const HechaFieldText *fields;
  guint n_fields;
  gboolean unfinished;
  char *id;
} HechaMethodInput;

/**
 * HechaRemovalInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @record: id of a method's record, or the end of it
 * @reason: (nullable): why; %NULL says that it was recorded by mistake
 */
typedef struct
{
  const char *sample;
  const char *record;
  const char *reason;
} HechaRemovalInput;

gboolean hecha_method_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_method_take_back (HechaAct *act, gpointer input, GError **error);
gboolean hecha_method_put_back (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
