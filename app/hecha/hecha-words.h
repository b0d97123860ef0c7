/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sample-state.h"

G_BEGIN_DECLS

/* The glossary's words and the program's sentences, in the language of the person. */

const char *hecha_word (const char *kind, const char *id);
char *hecha_missing_dup_sentence (const HechaMissing *missing);
char *hecha_told_dup_sentence (const char *message);
char *hecha_error_dup_sentence (const GError *error);
const char *hecha_refusal_sentence (const char *field, const char *reason);
char *hecha_time_dup_local (gint64 ms);
char *hecha_size_dup_text (guint64 bytes);

G_END_DECLS
