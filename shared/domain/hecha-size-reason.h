/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-acceptance.h"

G_BEGIN_DECLS

/* Why a sample has the size that it has: one sentence with the numbers, for the plan and for whoever asks. */

char *hecha_sample_size_dup_reason (guint32 population, HechaFraction margin, HechaFraction confidence,
                                    HechaFraction expected, const HechaSampleSize *size);
char *hecha_discovery_dup_reason (guint32 population, guint32 bad, HechaFraction confidence, guint32 n);
char *
hecha_acceptance_dup_reason (guint32 lot, const char *level, const char *aql, const HechaAcceptance *plan);
char *hecha_declared_plan_dup_reason (HechaFraction declared, guint32 ratio, const HechaDeclaredPlan *plan);

G_END_DECLS
