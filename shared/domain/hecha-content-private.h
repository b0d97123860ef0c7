/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"
#include "journal/hecha-schema.h"

G_BEGIN_DECLS

/* What writing the content of a page and comparing with it agree on. */

gboolean hecha_content_covers (const HechaField *field);
gboolean hecha_content_by_digest (const HechaField *field);
void hecha_content_digest_text (const char *text, char digest[HECHA_DIGEST_TEXT_BYTES]);

G_END_DECLS
