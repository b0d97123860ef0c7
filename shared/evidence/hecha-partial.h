/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-evidence.h"

G_BEGIN_DECLS

/**
 * HechaPartial:
 *
 * A file that arrives in pieces, over several connections, days and restarts: an upload by tus, or evidence in
 * a bundle.
 *
 * It has two numbers. `offset` is what was received; `durable` is what was written, fsynced and recorded as such.
 * Only the latter may be told to anybody: it never goes back, whatever happens to program or power, except by
 * hecha_partial_rewind().
 *
 * One object at a time may stand for one upload, used by one thread at a time; who takes requests keeps a table
 * of them.
 */
typedef struct _HechaPartial HechaPartial;

HechaPartial *hecha_partial_begin (HechaEvidence *evidence, const char *id, guint64 size,
                                   const HechaDigest *expected, GError **error);
HechaPartial *hecha_partial_resume (HechaEvidence *evidence, const char *id, GError **error);
void hecha_partial_free (HechaPartial *self);

guint64 hecha_partial_get_size (HechaPartial *self);
guint64 hecha_partial_get_offset (HechaPartial *self);
guint64 hecha_partial_get_durable (HechaPartial *self);
const HechaDigest *hecha_partial_get_expected (HechaPartial *self);

gboolean hecha_partial_append (HechaPartial *self, const void *bytes, gsize n_bytes, GError **error);
gboolean hecha_partial_sync (HechaPartial *self, GError **error);
gboolean hecha_partial_rewind (HechaPartial *self, guint64 offset, GError **error);
gboolean hecha_partial_finish (HechaPartial *self, GCancellable *cancellable, GError **error);

gboolean hecha_partial_discard (HechaEvidence *evidence, const char *id, GError **error);
guint hecha_partial_expire (HechaEvidence *evidence, gint64 seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPartial, hecha_partial_free)

G_END_DECLS
