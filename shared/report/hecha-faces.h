/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <fontconfig/fontconfig.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaFaces:
 *
 * The installed fonts that a document uses, opened by us.
 *
 * Cairo 1.16 keeps ten faces open and, to open one more, closes one without asking the thread that sets text with it
 * (_cairo_ft_unscaled_font_lock_face() in cairo-ft-font.c): a document that was made beside a window crashed the
 * window's program, or itself. A face that comes along in the font's pattern it never closes.
 */
typedef struct _HechaFaces HechaFaces;

HechaFaces *hecha_faces_new (const char *const *families);
void hecha_faces_free (HechaFaces *self);
FcConfig *hecha_faces_get_config (HechaFaces *self);
gboolean hecha_faces_cover (HechaFaces *self, gunichar character);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaFaces, hecha_faces_free)

G_END_DECLS
