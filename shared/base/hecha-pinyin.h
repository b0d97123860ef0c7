/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaPinyin:
 *
 * How Chinese characters are read, for searching and sorting. Remembers each character that it was asked for. Not
 * thread-safe: one thread owns it.
 */
typedef struct _HechaPinyin HechaPinyin;

HechaPinyin *hecha_pinyin_new (void);
void hecha_pinyin_free (HechaPinyin *self);
char *hecha_pinyin_dup_sort_key (HechaPinyin *self, const char *text);
void hecha_pinyin_append_search_keys (HechaPinyin *self, GString *out, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPinyin, hecha_pinyin_free)

G_END_DECLS
