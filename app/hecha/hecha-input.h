/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
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

/**
 * HechaTie:
 * @row: as of hecha_input_new()
 * @type: visit or finding; static
 * @field: what is typed there, as of hecha-edit.h; static
 *
 * Which field of a sample's visit or finding stands behind which row.
 */
typedef struct
{
  gpointer row;
  const char *type;
  const char *field;
} HechaTie;

HechaInput *hecha_input_new (HechaSaver *saver, GtkWidget *row, const char *type, const char *field);
void hecha_input_free (HechaInput *self);
void hecha_input_set_prefix (HechaInput *self, const char *prefix);
void hecha_input_show (HechaInput *self, const char *scope, const char *id, const HechaLive *live,
                       gboolean editable);
void hecha_input_show_record (HechaInput *self, const HechaSampleData *data, const char *id,
                              const HechaRecord *record);
char *hecha_input_dup_value (HechaInput *self);
char *hecha_input_dup_text (HechaInput *self);
void hecha_input_forget (HechaInput *self);
void hecha_input_put (HechaInput *self, const char *text);
void hecha_input_touch (HechaInput *self);

GPtrArray *hecha_inputs_new (HechaSaver *saver, const HechaTie *ties, guint n);
void hecha_inputs_show (GPtrArray *inputs, const HechaSampleData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaInput, hecha_input_free)

G_END_DECLS
