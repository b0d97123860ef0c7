/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* Which evidence files are here, and which of them the server said it has. The files themselves are evidence/'s. */

gboolean hecha_store_note_file (HechaStore *self, const HechaDigest *digest, gint64 size, GError **error);
gboolean hecha_store_note_fetched (HechaStore *self, const HechaDigest *digest, gint64 size, GError **error);
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

/**
 * HechaFileCounts:
 * @n_files: evidence files that are here
 * @bytes: of these
 * @n_spare: of these, those that the office has for certain
 * @spare_bytes: of these
 */
typedef struct
{
  gint64 n_files;
  gint64 bytes;
  gint64 n_spare;
  gint64 spare_bytes;
} HechaFileCounts;

/**
 * HechaWaitingFile:
 * @digest: (owned): "sha256:…"
 * @name: (owned) (nullable): for display
 * @size: its bytes
 */
typedef struct
{
  char *digest;
  char *name;
  gint64 size;
} HechaWaitingFile;

GArray *hecha_store_unsent_files (HechaStore *self, GError **error);
gboolean hecha_store_count_unsent_files (HechaStore *self, gint64 *files, gint64 *bytes, GError **error);
GArray *hecha_store_files (HechaStore *self, GError **error);
char *hecha_store_dup_file_name (HechaStore *self, const char *digest, GError **error);
gboolean hecha_store_count_files (HechaStore *self, HechaFileCounts *counts, GError **error);
GArray *hecha_store_spare_files (HechaStore *self, GError **error);
GPtrArray *hecha_store_waiting_files (HechaStore *self, guint max, GError **error);

G_END_DECLS
