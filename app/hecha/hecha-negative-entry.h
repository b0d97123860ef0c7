/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-negative-desk.h"
#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_NEGATIVE_ENTRY (hecha_negative_entry_get_type ())
G_DECLARE_FINAL_TYPE (HechaNegativeEntry, hecha_negative_entry, HECHA, NEGATIVE_ENTRY, GtkWidget)

void hecha_negative_entry_set_context (HechaNegativeEntry *self, const HechaPageContext *context);
void hecha_negative_entry_show (HechaNegativeEntry *self, const HechaNegativeDesk *desk,
                                const HechaNegative *entry);

G_END_DECLS
