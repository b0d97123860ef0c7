/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-saver.h"

G_BEGIN_DECLS

/**
 * HechaTyped:
 * @saver: (not owned): who saves it
 * @key: (owned): of the table that it is in
 * @draft: (owned): the text as it is now, and what its author had before their eyes
 * @before: (owned) (nullable): what stood there before what is typed now
 * @knows_before: whether @before is known; not of what a crash left
 * @generation: counts keystrokes
 * @writing: generation that is on its way to become an entry; 0: none
 * @draft_id: timer of the draft; 0: none runs
 * @idle_id: timer of the entry; 0: none runs
 * @refusal: (owned) (nullable): why it cannot be recorded as it is
 *
 * One field that is being typed and is no entry yet. A table of them is keyed by scope, type, id and field.
 */
typedef struct
{
  HechaSaver *saver;
  char *key;
  HechaDraft *draft;
  char *before;
  gboolean knows_before;
  guint generation;
  guint writing;
  guint draft_id;
  guint idle_id;
  char *refusal;
} HechaTyped;

GHashTable *hecha_typed_table_new (void);
char *hecha_typed_make_key (const char *scope, const char *type, const char *id, const char *field);
HechaTyped *hecha_typed_add (GHashTable *table, HechaDraft *draft, HechaSaver *saver);
HechaTyped *
hecha_typed_find (GHashTable *table, const char *scope, const char *type, const char *id, const char *field);

gboolean hecha_typed_is_of_sample (const HechaTyped *self, const char *scope, const char *sample);
const HechaTyped *hecha_typed_find_refused (GHashTable *table, const char *scope, const char *sample);
gboolean hecha_typed_any_is_written (GHashTable *table);
gboolean hecha_typed_all_are_held (GHashTable *table);
GPtrArray *
hecha_typed_list_records (GHashTable *table, const char *scope, const char *type, const char *sample);

G_END_DECLS
