/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* Which evidence files are here, and which of them the server said it has. The files themselves are evidence/'s. */

gboolean hecha_store_note_file (HechaStore *self, const HechaDigest *digest, gint64 size, GError **error);
gboolean hecha_store_has_file (HechaStore *self, const char *digest, gint64 *size, GError **error);
gboolean hecha_store_file_sent (HechaStore *self, const char *digest, GError **error);
/**
 * HechaFileInfo:
 * @digest: which file
 * @size: its bytes
 */
typedef struct
{
  HechaDigest digest;
  gint64 size;
} HechaFileInfo;

GArray *hecha_store_unsent_files (HechaStore *self, GError **error);
gboolean hecha_store_count_unsent_files (HechaStore *self, gint64 *files, gint64 *bytes, GError **error);
GArray *hecha_store_files (HechaStore *self, GError **error);

G_END_DECLS
