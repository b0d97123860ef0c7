/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-page.h"

G_BEGIN_DECLS

/**
 * HechaPictureDecode:
 * @digest: of an evidence file
 * @data: the caller's
 *
 * Makes pixels of a file that nobody vouches for, in a process of its own; this one never decodes any.
 *
 * Returns: (transfer full) (nullable): the picture, turned as the camera was held; %NULL when it cannot be shown
 */
typedef cairo_surface_t *(*HechaPictureDecode) (const char *digest, gpointer data);

/**
 * HechaPictureSource:
 * @decode: (nullable): without it only JPEG files are shown, and only in a PDF and on paper
 * @data: of the caller
 *
 * Where the pixels come from.
 */
typedef struct
{
  HechaPictureDecode decode;
  gpointer data;
} HechaPictureSource;

HechaDrawing *hecha_picture_new (const char *path, const char *mime, const char *digest,
                                 const HechaPictureSource *source, double max_width, double max_height);

G_END_DECLS
