/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaAppealDesk:
 * @appeals: (element-type HechaAppealRow): what is open first, by what is due
 * @objections: (element-type HechaAppealRow): what agencies wrote in the field and nobody filed
 * @more: not everything that was recorded was looked at yet
 *
 * The appeals as the office has them before its eyes: a copy.
 */
typedef struct
{
  GPtrArray *appeals;
  GPtrArray *objections;
  gboolean more;
} HechaAppealDesk;

gpointer hecha_appeal_desk_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error);
void hecha_appeal_desk_free (HechaAppealDesk *self);
gboolean hecha_appeal_desk_count (HechaStore *store, guint *count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAppealDesk, hecha_appeal_desk_free)

G_END_DECLS
