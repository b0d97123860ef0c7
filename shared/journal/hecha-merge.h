/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/hecha-entry.h"
#include "journal/hecha-schema.h"

G_BEGIN_DECLS

/* The write took something out of a set: it must be looked at again whenever the record is merged. */
#define HECHA_LIVE_REMOVAL (G_GUINT64_CONSTANT (1) << 62)
/* The bit of a fact, which is one register as a whole. */
#define HECHA_LIVE_FACT G_GUINT64_CONSTANT (1)

/**
 * HechaWrite:
 * @entry: the entry, scanned
 * @op: its operation on the record
 * @live: (inout): mask of the fields in which this write still decides; all bits before its first merge
 */
typedef struct
{
  const HechaEntry *entry; /* (not owned) */
  HechaOp op;
  guint64 live;
} HechaWrite;

/**
 * HechaElement:
 * @value: raw canonical JSON
 * @write: index of the write that added it
 */
typedef struct
{
  HechaText value;
  guint write;
} HechaElement;

/**
 * HechaMerged:
 * @shown: index of the write whose value is shown; -1 for none (cleared, never written, or a disputed fact)
 * @n_values: different live values: 2 or more is a conflict
 * @ruling: index of the write that replaced two or more different values, the latest one; -1 for none
 * @elements: (element-type HechaElement) (nullable): of a set: each live add, sorted by value and digest
 */
typedef struct
{
  int shown;
  guint n_values;
  int ruling;
  GArray *elements;
} HechaMerged;

guint64 hecha_write_mask (const HechaType *type, const HechaEntry *entry, const HechaOp *op);
guint hecha_write_value (const HechaType *type, const HechaWrite *write, guint field);
void hecha_merge (const HechaType *type, HechaWrite *writes, guint n_writes, HechaMerged *merged);
void hecha_merged_clear (HechaMerged *merged, guint n);
int hecha_write_compare (const HechaWrite *a, const HechaWrite *b);

G_END_DECLS
