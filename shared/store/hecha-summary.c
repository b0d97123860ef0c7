/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-summary.h"

#include "store/hecha-files.h"
#include "store/hecha-outbox.h"
#include "store/hecha-store-private.h"

#include "domain/hecha-records.h"

#include <string.h>

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
                           "SELECT ifnull (sum (seq), 0) FROM chain WHERE dev = ?1", "t", self->dev)
         && hecha_store_count_unsent (self, &summary->unsent, &summary->unsent_since_ms, error)
         && hecha_store_count_unsent_files (self, &summary->unsent_files, &summary->unsent_bytes, error)
         && hecha_db_get_int (self->db, &summary->conflicts, error,
                              "SELECT count (*) FROM conflict WHERE open = 1", "")
         && hecha_db_get_int (self->db, &summary->parked, error,
                              "SELECT count (*) FROM entry WHERE state <> 0 AND state & ?1", "i",
                              (gint64)HECHA_STATE_PARKED)
         && hecha_db_get_int (self->db, &summary->held, error,
                              "SELECT count (*) FROM entry WHERE state <> 0 AND state & ?1", "i",
                              (gint64)HECHA_STATE_HELD)
         && hecha_db_get_int (self->db, &summary->refused, error, "SELECT count (*) FROM refused", "");
}

/**
 * hecha_store_recorded_at:
 * @self: a store
 * @type: of a record
 * @id: of the record
 * @ms: (out): when it was recorded first, since 1970, on the clock of the laptop that did so; 0 when nobody knows
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_recorded_at (HechaStore *self, const char *type, const char *id, gint64 *ms, GError **error)
{
  int index = hecha_schema_find_type (hecha_records (), type, strlen (type));
  g_autofree char *sql
    = g_strdup_printf ("SELECT min(e.at) FROM \"%s\" t JOIN write w ON w.type = ?2 AND w.record = t.n "
                       "JOIN entry e ON e.n = w.entry WHERE t.id = ?1 AND t.scope IN (SELECT n FROM scope)",
                       type);
  gint64 at = 0;

  g_return_val_if_fail (index >= 0, FALSE);
  if (!hecha_db_get_int (self->db, &at, error, sql, "ti", id, (gint64)index))
    return FALSE;
  *ms = hecha_time_ms (at);
  return TRUE;
}
