/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

/* An entry laid over what is known: how the records would look with it. The guard judges that. */

HechaRecord *hecha_lay_new (const HechaEntry *entry, const HechaOp *op, const char *scope);
void hecha_lay_op (HechaRecord *record, const HechaEntry *entry, const HechaOp *op);

G_END_DECLS
