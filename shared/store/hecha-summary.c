/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-summary.h"

#include "store/hecha-files.h"
#include "store/hecha-outbox.h"
#include "store/hecha-store-private.h"

/**
 * hecha_store_summarise:
 * @self: a store
 * @summary: (out): how it stands
 * @error: when the database failed
 *
 * Returns: whether everything could be counted
 */
gboolean
hecha_store_summarise (HechaStore *self, HechaSummary *summary, GError **error)
{
  g_autofree char *receipt = NULL;

  *summary = (HechaSummary) {0};
  receipt = hecha_store_last_receipt (self, &summary->receipt_ms);
  return hecha_db_get_int (self->db, &summary->own, error,
                           "SELECT count (*) FROM entry e JOIN chain c ON c.n = e.chain WHERE c.dev = ?1",
                           "t", self->dev)
         && hecha_store_count_unsent (self, &summary->unsent, &summary->unsent_since_ms, error)
         && hecha_store_count_unsent_files (self, &summary->unsent_files, &summary->unsent_bytes, error)
         && hecha_db_get_int (self->db, &summary->conflicts, error,
                              "SELECT count (*) FROM conflict WHERE open = 1", "")
         && hecha_db_get_int (self->db, &summary->parked, error,
                              "SELECT count (*) FROM entry WHERE state & ?1", "i", (gint64)HECHA_STATE_PARKED)
         && hecha_db_get_int (self->db, &summary->held, error, "SELECT count (*) FROM entry WHERE state & ?1",
                              "i", (gint64)HECHA_STATE_HELD)
         && hecha_db_get_int (self->db, &summary->refused, error, "SELECT count (*) FROM refused", "");
}
