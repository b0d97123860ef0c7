/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-sheet.h"

G_BEGIN_DECLS

/**
 * HechaProtocolData:
 *
 * All that the protocol of one draw says: a copy, so that the store is free while pages are made of it.
 */
typedef struct _HechaProtocolData HechaProtocolData;

HechaProtocolData *hecha_protocol_data_load (HechaStore *store, const char *plan, GError **error);
void hecha_protocol_data_free (HechaProtocolData *self);
HechaSheet *hecha_protocol_new (const HechaProtocolData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaProtocolData, hecha_protocol_data_free)

G_END_DECLS
