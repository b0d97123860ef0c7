/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaPictureDraw:
 * @cr: 1 is the width of the picture, both ways; the origin is its upper left corner
 * @pixel: width of a pixel on the screen, in these units
 * @data: the caller's
 *
 * Draws over the picture.
 */
typedef void (*HechaPictureDraw) (cairo_t *cr, double pixel, gpointer data);

#define HECHA_TYPE_PICTURE_VIEW (hecha_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaPictureView, hecha_picture_view, HECHA, PICTURE_VIEW, GtkWidget)

void hecha_picture_view_set_texture (HechaPictureView *self, GdkTexture *texture, gboolean same);
GdkTexture *hecha_picture_view_get_texture (HechaPictureView *self);
void hecha_picture_view_set_overlay (HechaPictureView *self, HechaPictureDraw draw, gpointer data);
void hecha_picture_view_zoom (HechaPictureView *self, double by);
void hecha_picture_view_fit (HechaPictureView *self);
double hecha_picture_view_get_zoom (HechaPictureView *self);
gboolean hecha_picture_view_pan (HechaPictureView *self, double dx, double dy);
void hecha_picture_view_set_pannable (HechaPictureView *self, gboolean pannable);
void hecha_picture_view_from_screen (HechaPictureView *self, double *x, double *y);

G_END_DECLS
