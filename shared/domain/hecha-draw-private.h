/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-draw-rule.h"
#include "domain/hecha-units.h"

G_BEGIN_DECLS

/* What was recorded of one draw, read together. */
typedef struct
{
  HechaRecord *plan;  /* (owned) */
  HechaRecord *frame; /* (owned) */
  HechaUnits *units;  /* (owned) */
} HechaDrawGround;

gboolean
hecha_draw_ground_read (HechaDrawGround *self, HechaReader *reader, const char *plan, GError **error);
void hecha_draw_ground_clear (HechaDrawGround *self);

HechaActOp *
hecha_draw_write_sample (HechaAct *act, const char *plan, HechaDrawGround *ground, const HechaDrawRow *row);
guint hecha_draw_greatest_rank (GPtrArray *samples, const char *stratum);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaDrawGround, hecha_draw_ground_clear)

G_END_DECLS
