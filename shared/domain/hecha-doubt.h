/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-outcome.h"

G_BEGIN_DECLS

/**
 * HechaDoubt:
 * @HECHA_DOUBT_DISPUTED: people wrote different things where it decides, and the office has not ruled
 * @HECHA_DOUBT_OBJECTED: the inspected agency objects, or refused to sign (R011)
 * @HECHA_DOUBT_CHANGED: something was written after the leader's signature
 * @HECHA_DOUBT_BROKEN: what a signature carries is not what was signed
 * @HECHA_DOUBT_CLOCK: times do not fit each other: the laptop's clock was wrong, or somebody's word is
 * @HECHA_DOUBT_DECLARED: it was declared otherwise (R018)
 * @HECHA_DOUBT_DOUBLE: two or more have signed for it, and the office has not chosen
 * @HECHA_DOUBT_OPERATORS: the office's own check and a third party's found different things (R024)
 *
 * Why somebody should look at a finding again. The last three are seen beside other findings and declarations only.
 */
typedef enum
{
  HECHA_DOUBT_DISPUTED = 1 << 0,
  HECHA_DOUBT_OBJECTED = 1 << 1,
  HECHA_DOUBT_CHANGED = 1 << 2,
  HECHA_DOUBT_BROKEN = 1 << 3,
  HECHA_DOUBT_CLOCK = 1 << 4,
  HECHA_DOUBT_DECLARED = 1 << 5,
  HECHA_DOUBT_DOUBLE = 1 << 6,
  HECHA_DOUBT_OPERATORS = 1 << 7,
} HechaDoubt;

#define HECHA_DOUBT_N 8

guint hecha_doubt_find (const HechaAssignment *assignment, const HechaOutcome *outcome, gint64 assigned_ms);

G_END_DECLS
