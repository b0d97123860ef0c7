/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-outcome.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/* What the office has to decide about, as copies for the window. */

typedef enum
{
  HECHA_CASE_CONFLICT, /* of a field or a fact */
  HECHA_CASE_DOUBLE,   /* one sample with two signed findings */
  HECHA_CASE_FORK,     /* a laptop that was copied */
  HECHA_CASE_HOLD,     /* an entry under hold */
} HechaCaseKind;

/**
 * HechaCaseValue:
 * @text: what was written; of a branch: what it has
 * @who: person and time
 * @where: (nullable): device
 * @seen: (nullable): what its author had before their eyes
 * @proposed: (nullable): who wants it to count
 * @confirm: somebody else does: one more word settles it
 *
 * One side of a case. All is owned.
 */
typedef struct
{
  char *text;
  char *who;
  char *where;
  char *seen;
  char *proposed;
  gboolean confirm;
} HechaCaseValue;

/**
 * HechaCaseLine:
 * @title: which field
 * @text: what would become of it
 */
typedef struct
{
  char *title;
  char *text;
} HechaCaseLine;

/**
 * HechaCase:
 * @kind: what it is
 * @id: how the domain names it
 * @title: which field of which record
 * @subtitle: who, when, why
 * @record: (nullable): the record's id
 * @alike: how many are like it, itself included
 * @due: (nullable): by when it is to be settled
 * @two: whether the plan wants two persons
 * @shown: (nullable): all that is to be decided about, as one text: another one when any of it changes
 * @shown_alike: (nullable): the same of all that are alike
 * @base: (nullable) (element-type HechaCaseValue): what all knew
 * @values: (nullable) (element-type HechaCaseValue): what there is to choose from, or the branches
 * @lines: (nullable) (element-type HechaCaseLine): what would change
 *
 * One thing to decide. In a list, the last five are %NULL.
 */
typedef struct
{
  HechaCaseKind kind;
  char *id;
  char *title;
  char *subtitle;
  char *record;
  guint alike;
  char *due;
  gboolean two;
  char *shown;
  char *shown_alike;
  GPtrArray *base;
  GPtrArray *values;
  GPtrArray *lines;
} HechaCase;

GPtrArray *hecha_case_list (HechaStore *store, GError **error);
HechaCase *hecha_case_load (HechaStore *store, HechaCaseKind kind, const char *id, GError **error);
gboolean hecha_case_count (HechaStore *store, guint *count, GError **error);
HechaConflict *hecha_case_find_conflict (GPtrArray *conflicts, const char *id, GError **error);
const HechaDouble *hecha_case_find_double (GPtrArray *doubles, const char *id, GError **error);

void hecha_case_free (HechaCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaCase, hecha_case_free)

G_END_DECLS
