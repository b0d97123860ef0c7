/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-evidence-item.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_EVIDENCE_ROW (hecha_evidence_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaEvidenceRow, hecha_evidence_row, HECHA, EVIDENCE_ROW, AdwActionRow)

GtkWidget *hecha_evidence_row_new (HechaEvidenceItem *item, HechaThumbnailer *thumbnailer, gboolean editable);
void hecha_evidence_row_set_opens (HechaEvidenceRow *self, const char *id);

G_END_DECLS
