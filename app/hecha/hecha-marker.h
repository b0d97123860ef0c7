/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-marks.h"
#include "hecha-picture-view.h"

G_BEGIN_DECLS

#define HECHA_TYPE_MARKER (hecha_marker_get_type ())
G_DECLARE_FINAL_TYPE (HechaMarker, hecha_marker, HECHA, MARKER, GtkWidget)

void hecha_marker_begin (HechaMarker *self, HechaPictureView *view);
void hecha_marker_end (HechaMarker *self);
void hecha_marker_clear (HechaMarker *self);
gboolean hecha_marker_has_any (HechaMarker *self);
void hecha_marker_move (HechaMarker *self, int x, int y);
void hecha_marker_press (HechaMarker *self);
const char *hecha_marker_get_note (HechaMarker *self);
const HechaMarks *hecha_marker_get_marks (HechaMarker *self);

G_END_DECLS
