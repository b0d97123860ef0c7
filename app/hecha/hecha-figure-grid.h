/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaFigureFunc:
 * @table: id
 * @row: of it
 * @column: id
 * @user_data: the caller's
 *
 * Somebody wants to know what a number counts.
 */
typedef void (*HechaFigureFunc) (const char *table, guint row, const char *column, gpointer user_data);

GtkWidget *hecha_figure_grid_new (const HechaFigures *figures, const HechaFigureTable *table, guint n_rows,
                                  HechaFigureFunc asked, gpointer user_data);
char *hecha_figure_grid_dup_look (const HechaFigures *figures, const HechaFigureTable *table, guint n_rows);
void hecha_figure_grid_focus_row (GtkWidget *grid, guint row);

G_END_DECLS
