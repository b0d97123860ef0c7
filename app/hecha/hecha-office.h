/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_OFFICE (hecha_office_get_type ())
G_DECLARE_FINAL_TYPE (HechaOffice, hecha_office, HECHA, OFFICE, GObject)

HechaOffice *hecha_office_new (GtkListBox *sidebar, AdwLeaflet *pages, const HechaPageContext *context);
void hecha_office_refresh (HechaOffice *self);
gboolean hecha_office_show (HechaOffice *self, const char *name, const char *record);
gboolean hecha_office_activate (HechaOffice *self, GtkListBoxRow *row);
gboolean hecha_office_is_shown (HechaOffice *self);
gboolean hecha_office_back (HechaOffice *self);
gboolean hecha_office_search (HechaOffice *self);

G_END_DECLS
