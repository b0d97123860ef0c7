/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-saver.h"

G_BEGIN_DECLS

#define HECHA_TYPE_UNDO (hecha_undo_get_type ())
G_DECLARE_FINAL_TYPE (HechaUndo, hecha_undo, HECHA, UNDO, GObject)

HechaUndo *hecha_undo_new (HechaSaver *saver);
void hecha_undo_select (HechaUndo *self, const char *scope, const char *sample);
gboolean hecha_undo_can_undo (HechaUndo *self);
gboolean hecha_undo_can_redo (HechaUndo *self);
gboolean hecha_undo_undo (HechaUndo *self, const HechaSampleData *data);
gboolean hecha_undo_redo (HechaUndo *self, const HechaSampleData *data);

G_END_DECLS
