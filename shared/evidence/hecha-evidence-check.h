/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-evidence.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

gboolean hecha_evidence_check_files (HechaStore *store, GCancellable *cancellable, GPtrArray *problems,
                                     guint *n_files, GError **error);
gboolean hecha_evidence_check_signature (HechaStore *store, const HechaRecord *signature, GError **error);
gboolean
hecha_evidence_check_signatures (HechaStore *store, GPtrArray *problems, guint *n_signatures, GError **error);

G_END_DECLS
