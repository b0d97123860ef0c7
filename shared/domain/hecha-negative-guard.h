/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

char *hecha_negative_guard (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
                            const char *scope, const char *type);

G_END_DECLS
