/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-pdf.h"

#include "base/hecha-file.h"

#include <cairo-pdf.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>

/* Where the bytes go, and the first thing that went wrong there. */
typedef struct
{
  HechaFile *file;
  GCancellable *cancellable;
  GError *error; /* (owned) (nullable) */
} Sink;

static cairo_status_t
write_cb (void *closure, const guchar *bytes, guint n_bytes)
{
  Sink *sink = closure;

  if (sink->error == NULL)
    hecha_file_write (sink->file, bytes, n_bytes, &sink->error);
  return sink->error == NULL ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
set_metadata (cairo_surface_t *surface, const HechaPdfMeta *meta)
{
  const struct
  {
    cairo_pdf_metadata_t key;
    const char *value;
  } values[] = {
    {CAIRO_PDF_METADATA_TITLE, meta->title},     {CAIRO_PDF_METADATA_AUTHOR, meta->author},
    {CAIRO_PDF_METADATA_SUBJECT, meta->subject}, {CAIRO_PDF_METADATA_CREATOR, "Hecha 核查"},
    {CAIRO_PDF_METADATA_CREATE_DATE, meta->at},  {CAIRO_PDF_METADATA_MOD_DATE, meta->at},
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].value != NULL)
      cairo_pdf_surface_set_metadata (surface, values[i].key, values[i].value);
}

static void
add_outline (cairo_surface_t *surface, HechaPages *pages)
{
  GPtrArray *headings = hecha_pages_get_headings (pages);
  int parent = CAIRO_PDF_OUTLINE_ROOT;

  for (guint i = 0; i < headings->len; i++)
    {
      const HechaPageHeading *heading = g_ptr_array_index (headings, i);
      g_autofree char *place = g_strdup_printf ("page=%u pos=[0 %d]", heading->page + 1, (int)heading->y);
      int id = cairo_pdf_surface_add_outline (surface, heading->level > 0 ? parent : CAIRO_PDF_OUTLINE_ROOT,
                                              heading->text, place, CAIRO_PDF_OUTLINE_FLAG_OPEN);

      if (heading->level == 0)
        parent = id;
    }
}

static void
draw_pages (cairo_surface_t *surface, HechaPages *pages, GCancellable *cancellable)
{
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < hecha_pages_count (pages) && !g_cancellable_is_cancelled (cancellable); i++)
    {
      cairo_save (cr);
      hecha_pages_draw (pages, i, cr);
      cairo_restore (cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
}

/* The same bytes for the same document: nothing comes from the clock, the desktop or the order in memory. */
static gboolean
write_pages (Sink *sink, HechaPages *pages, const HechaPdfMeta *meta, GError **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;

  hecha_pages_count (pages);
  surface = cairo_pdf_surface_create_for_stream (write_cb, sink, HECHA_PAGE_WIDTH, HECHA_PAGE_HEIGHT);
  set_metadata (surface, meta);
  add_outline (surface, pages);
  draw_pages (surface, pages, sink->cancellable);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (sink->error == NULL)
    g_cancellable_set_error_if_cancelled (sink->cancellable, &sink->error);
  if (sink->error == NULL && status != CAIRO_STATUS_SUCCESS)
    sink->error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The PDF could not be made: %s"),
                               cairo_status_to_string (status));
  if (sink->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&sink->error));
  return FALSE;
}

/**
 * hecha_pdf_save:
 * @pages: a document, complete
 * @meta: what it says of itself
 * @disk: where it is written
 * @path: of the file; one that is there is replaced once the new one is whole
 * @cancellable: (nullable): to stop between pages
 * @error: what went wrong
 *
 * The same document is the same bytes, on any day and in any language of the desktop.
 *
 * Returns: whether the file is there
 */
gboolean
hecha_pdf_save (HechaPages *pages, const HechaPdfMeta *meta, HechaDisk *disk, const char *path,
                GCancellable *cancellable, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_auto (HechaFile) file = HECHA_FILE_INIT;
  Sink sink = {&file, cancellable, NULL};

  if (!hecha_file_open (&file, disk, part, O_CREAT | O_TRUNC, error))
    return FALSE;
  if (write_pages (&sink, pages, meta, error) && hecha_file_sync (&file, error)
      && hecha_file_close (&file, error) && hecha_disk_rename (disk, part, path, error))
    return TRUE;
  hecha_disk_unlink (disk, part, NULL);
  return FALSE;
}
