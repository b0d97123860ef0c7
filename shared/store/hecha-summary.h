/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaSummary:
 * @own: entries that this device made
 * @unsent: entries that the server has not acknowledged
 * @unsent_since_ms: ms since 1970 of the oldest of them; 0 for none
 * @unsent_files: evidence files that the server has not said it has
 * @unsent_bytes: of these
 * @conflicts: that are open
 * @parked: entries that wait for others
 * @held: entries under a hold
 * @refused: what the scanner, the chain or the signature refused
 * @receipt_ms: when the last receipt came, ms since 1970; 0 for never
 *
 * How a store stands: what a person wants to know at any time.
 */
typedef struct
{
  gint64 own;
  gint64 unsent;
  gint64 unsent_since_ms;
  gint64 unsent_files;
  gint64 unsent_bytes;
  gint64 conflicts;
  gint64 parked;
  gint64 held;
  gint64 refused;
  gint64 receipt_ms;
} HechaSummary;

gboolean hecha_store_summarise (HechaStore *self, HechaSummary *summary, GError **error);
gboolean
hecha_store_recorded_at (HechaStore *self, const char *type, const char *id, gint64 *ms, GError **error);

G_END_DECLS
