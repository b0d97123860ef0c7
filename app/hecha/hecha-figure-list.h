/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-figure-grid.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HechaFigureList:
 *
 * The tables in a preferences group, one below the other. A table that says the same as before stays; of a long one the
 * first rows are shown, and the others as a person asks for them.
 */
typedef struct _HechaFigureList HechaFigureList;

HechaFigureList *hecha_figure_list_new (AdwPreferencesGroup *group, const char *const *tables,
                                        HechaFigureFunc asked, gpointer user_data);
void hecha_figure_list_free (HechaFigureList *self);
void hecha_figure_list_show (HechaFigureList *self, const HechaFigures *figures);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaFigureList, hecha_figure_list_free)

G_END_DECLS
