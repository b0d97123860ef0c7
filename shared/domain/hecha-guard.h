/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

char *
hecha_guard (HechaReader *reader, const HechaEntry *entry, const char *scope, const char *dev, gpointer data);

G_END_DECLS
