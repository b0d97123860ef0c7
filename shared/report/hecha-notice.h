/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-sheet.h"

G_BEGIN_DECLS

/**
 * HechaNoticeData:
 *
 * All that the notice of one entry of the negative list says: a copy, so that the store is free while pages are made.
 */
typedef struct _HechaNoticeData HechaNoticeData;

HechaNoticeData *hecha_notice_data_load (HechaStore *store, const char *entry, GError **error);
void hecha_notice_data_free (HechaNoticeData *self);
HechaSheet *hecha_notice_new (const HechaNoticeData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNoticeData, hecha_notice_data_free)

G_END_DECLS
