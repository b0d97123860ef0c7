/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_EVIDENCE_LIST (hecha_evidence_list_get_type ())
G_DECLARE_FINAL_TYPE (HechaEvidenceList, hecha_evidence_list, HECHA, EVIDENCE_LIST, AdwPreferencesGroup)

void hecha_evidence_list_attach (HechaEvidenceList *self, GListModel *files, const char *about);

G_END_DECLS
