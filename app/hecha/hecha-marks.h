/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaMarkKind:
 * @HECHA_MARK_ARROW: from the first point to the last
 * @HECHA_MARK_BOX: with two corners
 * @HECHA_MARK_PEN: through all points
 * @HECHA_MARK_TEXT: beginning at the last point
 */
typedef enum
{
  HECHA_MARK_ARROW,
  HECHA_MARK_BOX,
  HECHA_MARK_PEN,
  HECHA_MARK_TEXT,
} HechaMarkKind;

/**
 * HechaMarks:
 *
 * What is drawn over a picture, in parts of its width. The picture itself is never touched.
 */
typedef struct _HechaMarks HechaMarks;

HechaMarks *hecha_marks_new (void);
void hecha_marks_free (HechaMarks *self);
void hecha_marks_begin (HechaMarks *self, HechaMarkKind kind, const char *text, double x, double y);
void hecha_marks_extend (HechaMarks *self, double x, double y);
gboolean hecha_marks_undo (HechaMarks *self);
void hecha_marks_clear (HechaMarks *self);
guint hecha_marks_get_n (const HechaMarks *self);
void hecha_marks_draw (const HechaMarks *self, cairo_t *cr);

void hecha_marks_save_async (const HechaMarks *self, GdkTexture *texture, const char *path,
                             GAsyncReadyCallback done, gpointer user_data);
gboolean hecha_marks_save_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaMarks, hecha_marks_free)

G_END_DECLS
