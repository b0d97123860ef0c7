/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-missing.h"

G_BEGIN_DECLS

/**
 * HechaSampleState:
 * @HECHA_SAMPLE_TO_DO: nothing was recorded yet
 * @HECHA_SAMPLE_BEGUN: something was, and something is missing for the leader's signature
 * @HECHA_SAMPLE_READY: the leader can sign
 * @HECHA_SAMPLE_EFFECTIVE: the leader signed (P3 4.3 a)
 * @HECHA_SAMPLE_CONTESTED: and the inspected agency objected or refused to sign
 * @HECHA_SAMPLE_CHANGED: and something was changed afterwards; what was signed counts
 * @HECHA_SAMPLE_DISPUTED: people wrote different things; the office has to settle it first
 *
 * How far a sample is with one team or visitor. Computed, never stored.
 */
typedef enum
{
  HECHA_SAMPLE_TO_DO,
  HECHA_SAMPLE_BEGUN,
  HECHA_SAMPLE_READY,
  HECHA_SAMPLE_EFFECTIVE,
  HECHA_SAMPLE_CONTESTED,
  HECHA_SAMPLE_CHANGED,
  HECHA_SAMPLE_DISPUTED,
} HechaSampleState;

HechaSampleState hecha_sample_state (const HechaAssignment *assignment);
const char *hecha_sample_state_name (HechaSampleState state);

G_END_DECLS
