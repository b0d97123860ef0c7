/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-evidence.h"
#include "store/hecha-store.h"
#include "sync/hecha-bundle.h"
#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

/* A sync through a file (docs/protocol.md 6): what a laptop would push over HTTP, and what the server would answer. */

/**
 * HechaBundleLines:
 *
 * Takes one record of lines: a request, or an answer.
 */
typedef gboolean (*HechaBundleLines) (GBytes *lines, gpointer data, GError **error);

GPtrArray *
hecha_bundle_unpack (const char *path, const HechaKey *own, HechaEvidence *files, HechaBundleLines lines,
                     gpointer data, GCancellable *cancellable, GError **error);

gboolean
hecha_bundle_export (HechaStore *store, const char *path, const char *recipient, HechaBundleProgress progress,
                     gpointer data, GCancellable *cancellable, HechaBundleCounts *counts, GError **error);
HechaSyncResult *
hecha_bundle_import (HechaStore *store, const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
