/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_EVIDENCE_LIST (hecha_evidence_list_get_type ())
G_DECLARE_FINAL_TYPE (HechaEvidenceList, hecha_evidence_list, HECHA, EVIDENCE_LIST, AdwPreferencesGroup)

void hecha_evidence_list_set_context (HechaEvidenceList *self, HechaStoreWorker *worker, const HechaEnv *env,
                                      HechaThumbnailer *thumbnailer);
void hecha_evidence_list_show (HechaEvidenceList *self, const HechaSampleData *data);

G_END_DECLS
