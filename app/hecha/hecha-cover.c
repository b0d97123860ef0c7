/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-cover.h"

/**
 * HechaCover:
 *
 * A picture that fills its place, cut at the sides where it is longer than that.
 */
struct _HechaCover
{
  GtkWidget parent_instance;

  GdkTexture *texture; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaCover, hecha_cover, GTK_TYPE_WIDGET)

static void
hecha_cover_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HechaCover *self = HECHA_COVER (widget);
  float width = (float)gtk_widget_get_width (widget), height = (float)gtk_widget_get_height (widget);
  float scale, w, h;

  if (self->texture == NULL)
    return;
  w = (float)gdk_texture_get_width (self->texture);
  h = (float)gdk_texture_get_height (self->texture);
  scale = MAX (width / w, height / h);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_append_texture (
    snapshot, self->texture,
    &GRAPHENE_RECT_INIT ((width - w * scale) / 2, (height - h * scale) / 2, w * scale, h * scale));
  gtk_snapshot_pop (snapshot);
}

static void
hecha_cover_dispose (GObject *object)
{
  g_clear_object (&HECHA_COVER (object)->texture);
  G_OBJECT_CLASS (hecha_cover_parent_class)->dispose (object);
}

static void
hecha_cover_class_init (HechaCoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_cover_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = hecha_cover_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hecha_cover_init (HechaCover *self)
{
}

/**
 * hecha_cover_set_texture:
 * @self: a cover
 * @texture: (nullable): what to show
 */
void
hecha_cover_set_texture (HechaCover *self, GdkTexture *texture)
{
  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
