/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-report-job.h"

#include "report/hecha-figures-file.h"
#include "report/hecha-quarter-document.h"

#include <string.h>

/**
 * hecha_report_view_free:
 * @self: (transfer full) (nullable): a view
 */
void
hecha_report_view_free (HechaReportView *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->quarters, g_ptr_array_unref);
  hecha_quarter_report_free (self->report);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    hecha_live_unref (self->lives[i]);
  g_free (self);
}

static void
free_job (gpointer data)
{
  HechaReportJob *self = data;

  g_free (self->quarter);
  g_free (self->path);
  g_free (self);
}

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)b, *(const char *const *)a);
}

static GPtrArray *
list_quarters (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) plans = hecha_reader_list (reader, "office", "plan", NULL, NULL, error);
  g_autoptr (GPtrArray) quarters = g_ptr_array_new_with_free_func (g_free);

  if (plans == NULL)
    return NULL;
  for (guint i = 0; i < plans->len; i++)
    {
      const char *quarter = hecha_record_get (plans->pdata[i], "quarter");

      if (quarter != NULL && !g_ptr_array_find_with_equal_func (quarters, quarter, g_str_equal, NULL))
        g_ptr_array_add (quarters, g_strdup (quarter));
    }
  g_ptr_array_sort (quarters, compare_descending);
  return g_steal_pointer (&quarters);
}

/* Where the office wrote nothing, the draft that is made of the figures is what stands before its eyes. */
static gboolean
load_lives (HechaReportView *view, HechaReader *reader, GError **error)
{
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    {
      view->lives[i] = hecha_live_read (reader, "office", "quarter_report", view->report->quarter,
                                        hecha_quarter_report_get_field (i), error);
      if (view->lives[i] == NULL)
        return FALSE;
      g_free (view->lives[i]->text);
      view->lives[i]->text = g_strdup (view->report->texts[i]);
    }
  return TRUE;
}

/**
 * hecha_report_view_work:
 * @store: the office's store
 * @data: (nullable): the quarter, such as "2026Q2"; %NULL for the last one that has plans
 * @cancellable: nothing
 * @error: when reading failed
 *
 * A #HechaStoreWork.
 *
 * Returns: (transfer full) (nullable): a #HechaReportView
 */
gpointer
hecha_report_view_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaReportView) view = g_new0 (HechaReportView, 1);
  const char *quarter = data;

  view->quarters = list_quarters (reader, error);
  if (view->quarters == NULL)
    return NULL;
  if (quarter == NULL && view->quarters->len > 0)
    quarter = view->quarters->pdata[0];
  if (quarter != NULL)
    {
      view->report
        = hecha_quarter_report_load (reader, quarter, hecha_env_now_ms (hecha_store_env (store)), error);
      if (view->report == NULL || !load_lives (view, reader, error))
        return NULL;
    }
  return g_steal_pointer (&view);
}

/* (transfer full) (nullable): the names of files that are there; not that of @path, which the person chose. */
static char **
list_beside (const HechaFigures *figures, const char *path)
{
  g_autoptr (GPtrArray) files = hecha_figures_list_csv (figures, path);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < files->len; i++)
    if (strcmp (files->pdata[i], path) != 0 && g_file_test (files->pdata[i], G_FILE_TEST_EXISTS))
      g_ptr_array_add (names, g_path_get_basename (files->pdata[i]));
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_steal (names, NULL);
}

/* (transfer full) (nullable): the names of files that keep it from being written. */
static char **
write_file (HechaStore *store, const HechaReportJob *job, GCancellable *cancellable, GError **error)
{
  HechaDisk *disk = hecha_store_env (store)->disk;
  g_autofree char *organisation = hecha_store_get_meta (store, "organisation");
  g_autoptr (HechaQuarterReport) report = hecha_quarter_report_load (
    hecha_store_reader (store), job->quarter, hecha_env_now_ms (hecha_store_env (store)), error);
  g_autoptr (HechaQuarterDocument) document = NULL;
  g_autoptr (GPtrArray) files = NULL;
  gboolean csv = g_str_has_suffix (job->path, ".csv");
  g_auto (GStrv) beside = report != NULL && csv && job->deed != HECHA_REPORT_REPLACE
                            ? list_beside (report->figures, job->path)
                            : NULL;

  if (report == NULL || beside != NULL)
    return g_steal_pointer (&beside);
  if (csv)
    files = hecha_figures_save_all_csv (report->figures, disk, job->path, error);
  else if (g_str_has_suffix (job->path, ".xlsx"))
    hecha_quarter_workbook_save (report, organisation, disk, job->path, error);
  else
    {
      document = hecha_quarter_document_new (report, organisation);
      hecha_quarter_document_save (document, disk, job->path, cancellable, error);
    }
  return NULL;
}

static gpointer
job_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const HechaReportJob *job = data;
  g_autofree char *person = hecha_store_get_meta (store, "person");
  const char *by = person != NULL ? person : "";

  switch (job->deed)
    {
    case HECHA_REPORT_FINALISE:
      hecha_store_act (store, by, hecha_report_finalise, job->quarter, error);
      break;
    case HECHA_REPORT_EXPORT:
    case HECHA_REPORT_REPLACE:
    default:
      return write_file (store, job, cancellable, error);
    }
  return NULL;
}

/**
 * hecha_report_job_run:
 * @worker: owner of the store
 * @deed: what is to be done
 * @quarter: of the report
 * @path: (nullable): of a file
 * @cancellable: (nullable): to stop
 * @done: called with a result for hecha_store_worker_run_finish(): a %NULL-terminated array of names, to be freed with
 *   g_strfreev(), where nothing was written because of files that are there; else %NULL
 * @user_data: for @done
 */
void
hecha_report_job_run (HechaStoreWorker *worker, HechaReportDeed deed, const char *quarter, const char *path,
                      GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data)
{
  HechaReportJob *job = g_new0 (HechaReportJob, 1);

  *job = (HechaReportJob) {deed, g_strdup (quarter), g_strdup (path)};
  hecha_store_worker_run_async (worker, job_work, job, free_job, (GDestroyNotify)g_strfreev, cancellable,
                                done, user_data);
}
