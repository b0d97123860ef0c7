/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-page.h"

G_BEGIN_DECLS

/* What tables need of the flow. */

HechaFonts *hecha_pages_get_fonts (HechaPages *self);
double hecha_pages_get_left (HechaPages *self);
void hecha_pages_begin (HechaPages *self, double height);
double hecha_pages_begin_page (HechaPages *self);
double hecha_pages_get_y (HechaPages *self);
void hecha_pages_advance (HechaPages *self, double height);
void hecha_pages_put_line (HechaPages *self, PangoLayout *layout, PangoLayoutLine *line, HechaFont font,
                           double x, double y);
void
hecha_pages_put_rule (HechaPages *self, double x, double y, double width, double height, double thickness);
void hecha_pages_put_drawing (HechaPages *self, HechaDrawing *drawing, double x, double y);

G_END_DECLS
