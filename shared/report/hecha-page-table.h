/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-page.h"

G_BEGIN_DECLS

/**
 * HechaPageTable:
 *
 * A table on its way into a document: rows of cells, each with a drawing, text or both. A long row goes on over pages,
 * and a header is set anew on each.
 */
typedef struct _HechaPageTable HechaPageTable;

HechaPageTable *hecha_page_table_new (guint n_columns, const double *parts);
void hecha_page_table_free (HechaPageTable *self);
void hecha_page_table_set_plain (HechaPageTable *self);
void hecha_page_table_add_header (HechaPageTable *self, const char *const *titles);
void hecha_page_table_add_row (HechaPageTable *self);
void hecha_page_table_add_cell (HechaPageTable *self, guint span, HechaFont font, HechaAlign align,
                                const char *text);
void hecha_page_table_add_drawing (HechaPageTable *self, guint span, HechaDrawing *drawing, HechaFont font,
                                   const char *text);
void hecha_page_table_add_pair (HechaPageTable *self, guint span, const char *label, const char *value);
double hecha_page_table_get_width (HechaPageTable *self, guint column, guint span);
guint hecha_page_table_count (HechaPageTable *self);
void hecha_pages_add_table (HechaPages *self, HechaPageTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPageTable, hecha_page_table_free)

G_END_DECLS
