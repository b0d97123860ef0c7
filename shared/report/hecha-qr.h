/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-page.h"

G_BEGIN_DECLS

/* So many bytes a QR code of medium error correction holds at most. */
#define HECHA_QR_MAX_BYTES 2331

HechaDrawing *hecha_qr_new (const char *text, double size, GError **error);

G_END_DECLS
