/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-reports.h"

#include "store/hecha-store-private.h"

/**
 * hecha_report_new:
 * @dev: a device
 *
 * Returns: (transfer full): a report that says nothing yet
 */
HechaReport *
hecha_report_new (const char *dev)
{
  HechaReport *self = g_new0 (HechaReport, 1);

  self->dev = g_strdup (dev);
  return self;
}

/**
 * hecha_report_free:
 * @self: (transfer full) (nullable): a report
 */
void
hecha_report_free (HechaReport *self)
{
  if (self == NULL)
    return;
  g_free (self->dev);
  g_free (self);
}

/**
 * hecha_store_put_report:
 * @self: the server's store, inside a transaction
 * @dev: a device that is syncing, and is in the table
 * @report: what it says
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_put_report (HechaStore *self, const char *dev, const HechaReport *report, GError **error)
{
  return hecha_db_run (self->db, error,
                       "UPDATE device SET ahead = ?2, entries = ?3, files = ?4, bytes = ?5 WHERE dev = ?1",
                       "tiiii", dev, report->ahead_ms - hecha_env_now_ms (&self->env), report->entries,
                       report->files, report->bytes);
}

/**
 * hecha_store_reports:
 * @self: the server's store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaReport) (nullable): what is known of each device, by device
 */
GPtrArray *
hecha_store_reports (HechaStore *self, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT d.dev, d.seen, d.ahead IS NOT NULL, ifnull (d.ahead, 0), ifnull (d.entries, 0), ifnull (d.files, "
    "0), "
    "ifnull (d.bytes, 0), (SELECT count (*) FROM chain c JOIN wanted w ON w.chain = c.n WHERE c.dev = d.dev) "
    "FROM device d ORDER BY d.dev",
    "");
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_report_free);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaReport *report = hecha_report_new (hecha_query_text (query, 0));

      report->seen_ms = hecha_query_int (query, 1);
      report->told = hecha_query_int (query, 2) != 0;
      report->ahead_ms = hecha_query_int (query, 3);
      report->entries = hecha_query_int (query, 4);
      report->files = hecha_query_int (query, 5);
      report->bytes = hecha_query_int (query, 6);
      report->wanted = hecha_query_int (query, 7);
      g_ptr_array_add (reports, report);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&reports) : NULL;
}

static gboolean
keep (HechaStore *self, const HechaReport *report, GError **error)
{
  if (!report->told)
    return hecha_db_run (self->db, error,
                         "INSERT INTO device (dev, state, seen, wanted) VALUES (?1, '', ?2, ?3)", "tii",
                         report->dev, report->seen_ms, report->wanted);
  return hecha_db_run (self->db, error,
                       "INSERT INTO device (dev, state, seen, ahead, entries, files, bytes, wanted) "
                       "VALUES (?1, '', ?2, ?3, ?4, ?5, ?6, ?7)",
                       "tiiiiii", report->dev, report->seen_ms, report->ahead_ms, report->entries,
                       report->files, report->bytes, report->wanted);
}

/**
 * hecha_store_keep_reports:
 * @self: a store of the office, inside a transaction
 * @reports: (element-type HechaReport): what the server told
 * @error: when the database failed
 *
 * Returns: whether it is kept, in the place of what it told before
 */
gboolean
hecha_store_keep_reports (HechaStore *self, GPtrArray *reports, GError **error)
{
  if (!hecha_db_run (self->db, error, "DELETE FROM device", ""))
    return FALSE;
  for (guint i = 0; i < reports->len; i++)
    if (!keep (self, g_ptr_array_index (reports, i), error))
      return FALSE;
  return TRUE;
}
