/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sheet-print.h"

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, HechaSheet *sheet)
{
  hecha_pages_draw (sheet->pages, (guint)page, gtk_print_context_get_cairo_context (context));
}

/**
 * hecha_sheet_print_new:
 * @sheet: must outlive the operation
 *
 * Returns: (transfer full): what brings the sheet onto paper, drawn as in its PDF
 */
GtkPrintOperation *
hecha_sheet_print_new (HechaSheet *sheet)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, (int)hecha_pages_count (sheet->pages));
  gtk_print_operation_set_job_name (operation, sheet->title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), sheet);
  return operation;
}
