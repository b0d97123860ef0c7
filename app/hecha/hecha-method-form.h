/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_METHOD_FORM (hecha_method_form_get_type ())
G_DECLARE_FINAL_TYPE (HechaMethodForm, hecha_method_form, HECHA, METHOD_FORM, AdwExpanderRow)

HechaMethodForm *hecha_method_form_new (const HechaSectionContext *context, const char *type, const char *id);
const char *hecha_method_form_get_id (HechaMethodForm *self);
void hecha_method_form_show (HechaMethodForm *self, HechaSampleData *data);
GtkWidget *hecha_method_form_find (HechaMethodForm *self, const char *field);

G_END_DECLS
