/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-exchange.h"

G_BEGIN_DECLS

/* What a laptop still has to hand over: by the server's word, never by its own. */

GArray *hecha_store_unsent (HechaStore *self, GError **error);
gboolean hecha_store_count_unsent (HechaStore *self, gint64 *entries, gint64 *since_ms, GError **error);
gboolean hecha_store_acknowledge (HechaStore *self, const HechaTip *tip, GError **error);
gboolean hecha_store_needs_again (HechaStore *self, const HechaTip *lack, GError **error);
gboolean hecha_store_add_receipt (HechaStore *self, const char *text, GError **error);
char *hecha_store_last_receipt (HechaStore *self, gint64 *at_ms);
GPtrArray *hecha_store_receipts (HechaStore *self, GError **error);
gboolean hecha_store_all_signed (HechaStore *self, GError **error);

G_END_DECLS
