/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-saver.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaInput:
 *
 * One text on a page and the field of a record behind it: what is typed there goes to the saver, what is stored is
 * shown there, and what is being typed is never overwritten.
 */
typedef struct _HechaInput HechaInput;

HechaInput *hecha_input_new (HechaSaver *saver, GtkWidget *row, const char *type, const char *field);
void hecha_input_free (HechaInput *self);
void hecha_input_set_prefix (HechaInput *self, const char *prefix);
void hecha_input_show (HechaInput *self, const char *scope, const char *id, const char *value,
                       const HechaLive *live, gboolean editable);
void hecha_input_put (HechaInput *self, const char *text);
const char *hecha_input_get_refusal (HechaInput *self);
const char *hecha_input_get_name (HechaInput *self);
const char *hecha_input_get_record_type (HechaInput *self);
GtkWidget *hecha_input_get_row (HechaInput *self);
void hecha_input_touch (HechaInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaInput, hecha_input_free)

G_END_DECLS
