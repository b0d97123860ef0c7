/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/**
 * HechaNeutral:
 *
 * While one is held, what this thread writes is in English. What is stored in an entry, sent to another device or read
 * by a script must not depend on the language of the person who happens to run the program.
 */
typedef locale_t HechaNeutral;

HechaNeutral hecha_neutral_begin (void);
void hecha_neutral_end (HechaNeutral neutral);

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (HechaNeutral, hecha_neutral_end, (locale_t)0)

void hecha_locale_bind (void);
char *hecha_locale_dup_sentence (const char *english, const char *const *formats);

G_END_DECLS
