/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HechaRowList:
 *
 * The rows of a preferences group: of hecha_row_list_fill(), which keeps those that look the same, or added one by one.
 */
typedef struct _HechaRowList HechaRowList;

/**
 * HechaRowLook:
 * @item: of what is shown
 * @data: as it was given
 *
 * Returns: (transfer full): all that its row shows and leads to
 */
typedef char *(*HechaRowLook) (gconstpointer item, gpointer data);

/**
 * HechaRowMaker:
 * @item: of what is shown
 * @data: as it was given
 *
 * Returns: (transfer floating): its row
 */
typedef GtkWidget *(*HechaRowMaker) (gpointer item, gpointer data);

HechaRowList *hecha_row_list_new (AdwPreferencesGroup *group, const char *title);
void hecha_row_list_free (HechaRowList *self);
void hecha_row_list_clear (HechaRowList *self);
void hecha_row_list_add (HechaRowList *self, GtkWidget *row);
void hecha_row_list_fill (HechaRowList *self, GPtrArray *items, HechaRowLook look, HechaRowMaker make,
                          gpointer data);
guint hecha_row_list_get_length (HechaRowList *self);
GtkWidget *hecha_text_lines_new (const char *title, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaRowList, hecha_row_list_free)

G_END_DECLS
