/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-ticket.h"

G_BEGIN_DECLS

/**
 * HechaFreezeInput:
 * @plan: an approved plan
 * @declared_complete: only what was declared met; else all target-quarters
 * @quarter: (nullable): has to be the plan's
 * @algorithm: of the hash, and of the draw that follows
 */
typedef struct
{
  const char *plan;
  gboolean declared_complete;
  const char *quarter;
  HechaSamplingAlgorithm algorithm;
} HechaFreezeInput;

gboolean hecha_frame_freeze (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
