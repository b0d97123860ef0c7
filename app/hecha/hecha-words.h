/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sample-state.h"
#include "store/hecha-work.h"

G_BEGIN_DECLS

/* The glossary's words and the program's sentences, in the language of the person. */

char *hecha_label_dup_title (const char *label);
const char *hecha_word (const char *kind, const char *id);
char *hecha_missing_dup_sentence (const HechaMissing *missing);
char *hecha_told_dup_sentence (const char *message);
char *hecha_error_dup_sentence (const GError *error);
const char *hecha_refusal_sentence (const char *field, const char *reason);
char *hecha_moments_dup_local (const char *text);
char *hecha_time_dup_local (gint64 ms);
char *hecha_size_dup_text (guint64 bytes);
char *hecha_deadline_dup_text (const HechaDeadline *deadline, int days);
char *hecha_due_dup_text (const HechaWorkRow *row);
char *hecha_distance_dup_text (gint64 metres);

G_END_DECLS
