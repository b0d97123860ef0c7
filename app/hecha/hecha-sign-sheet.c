/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sign-sheet.h"

/**
 * HechaSignSheet:
 *
 * A pad as large as the screen, for a signature that needs room. What is drawn goes to the pad that it was opened from.
 */
struct _HechaSignSheet
{
  AdwWindow parent_instance;

  GtkButton *clear;
  GtkButton *done;
  HechaSignaturePad *pad;
  AdwWindowTitle *title;
  GtkButton *undo;

  HechaSignaturePad *target; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HechaSignSheet, hecha_sign_sheet, ADW_TYPE_WINDOW)

static void
update (HechaSignSheet *self)
{
  gboolean drawn = !hecha_signature_pad_is_empty (self->pad);

  gtk_widget_set_sensitive (GTK_WIDGET (self->done), drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo), drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear), drawn);
}

static void
done_cb (HechaSignSheet *self)
{
  g_autofree char *strokes = hecha_signature_pad_dup_strokes (self->pad);

  hecha_signature_pad_set_strokes (self->target, strokes);
  gtk_window_close (GTK_WINDOW (self));
}

static void
undo_cb (HechaSignSheet *self)
{
  hecha_signature_pad_undo (self->pad);
}

static void
clear_cb (HechaSignSheet *self)
{
  hecha_signature_pad_clear (self->pad);
}

static void
hecha_sign_sheet_dispose (GObject *object)
{
  g_clear_object (&HECHA_SIGN_SHEET (object)->target);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SIGN_SHEET);
  G_OBJECT_CLASS (hecha_sign_sheet_parent_class)->dispose (object);
}

static void
hecha_sign_sheet_class_init (HechaSignSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_sign_sheet_dispose;
  g_type_ensure (HECHA_TYPE_SIGNATURE_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sign-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSignSheet, clear);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSheet, done);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSheet, pad);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSheet, title);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSheet, undo);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hecha_sign_sheet_init (HechaSignSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * hecha_sign_sheet_present:
 * @parent: where it was asked for
 * @target: gets what was drawn
 * @title: (nullable): who signs
 *
 * Opens the sheet over the whole screen.
 */
void
hecha_sign_sheet_present (GtkWidget *parent, HechaSignaturePad *target, const char *title)
{
  HechaSignSheet *self
    = g_object_new (HECHA_TYPE_SIGN_SHEET, "transient-for", gtk_widget_get_root (parent), NULL);

  self->target = g_object_ref (target);
  if (title != NULL)
    adw_window_title_set_subtitle (self->title, title);
  gtk_window_maximize (GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
}
