/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

#include "domain/hecha-assignment.h"

/* Appeals of the inspected agency (P3 4.3 a), and what counts of a finding after one. */
extern const HechactlCommand hechactl_appeal_commands[];

JsonObject *hechactl_outcome_to_json (const HechaAssignment *assignment);
void hechactl_print_outcome (HechactlInvocation *self, const HechaAssignment *assignment);
