/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

char *hecha_site_guard (HechaReader *reader, const HechaEntry *entry, const char *scope);

G_END_DECLS
