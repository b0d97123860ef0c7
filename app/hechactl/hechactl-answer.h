/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

#include "domain/hecha-reader.h"
#include "domain/hecha-sampling.h"
#include "domain/hecha-statistics.h"

G_BEGIN_DECLS

/* Parts of answers that several commands give. */

void hechactl_add_text (JsonBuilder *builder, const char *name, const char *text);
void hechactl_add_int (JsonBuilder *builder, const char *name, gint64 number);
void hechactl_add_bool (JsonBuilder *builder, const char *name, gboolean value);
void hechactl_begin_array (JsonBuilder *builder, const char *name);
JsonObject *hechactl_record_to_json (const HechaRecord *record);
void hechactl_answer (HechactlInvocation *self, JsonBuilder *builder);

gboolean hechactl_get_algorithm (HechactlInvocation *self, HechaSamplingAlgorithm *algorithm, GError **error);
void hechactl_answer_rows (HechactlInvocation *self, JsonBuilder *builder, const char *name, GPtrArray *rows);
void hechactl_answer_interval (HechactlInvocation *self, JsonBuilder *builder, const HechaInterval *interval);
gboolean hechactl_get_fraction (HechactlInvocation *self, const char *option, const char *otherwise,
                                HechaFraction *fraction, GError **error);

G_END_DECLS
