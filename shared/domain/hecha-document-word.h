/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *hecha_document_word (const char *vocabulary, const char *value);

G_END_DECLS
