/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaDraft:
 * @scope: where the record stands
 * @type: its type
 * @id: which record
 * @field: what is being typed; a field of the type, or a name of the window's own for what becomes several
 * @value: the text as typed so far
 * @over: (array zero-terminated=1): the entries that were live when the author began
 * @changed: when it was put, ms since 1970
 *
 * What is being typed and is no entry yet. Local: in no digest, never synchronised.
 */
typedef struct
{
  char *scope;
  char *type;
  char *id;
  char *field;
  char *value;
  char **over;
  gint64 changed;
} HechaDraft;

gboolean hecha_store_put_draft (HechaStore *self, const HechaDraft *draft, GError **error);
GPtrArray *hecha_store_list_drafts (HechaStore *self, GError **error);
gboolean hecha_store_clear_draft (HechaStore *self, const HechaDraft *draft, GError **error);
HechaDraft *hecha_draft_copy (const HechaDraft *self);
void hecha_draft_free (HechaDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaDraft, hecha_draft_free)

G_END_DECLS
