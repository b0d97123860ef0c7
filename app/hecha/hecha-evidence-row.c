/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-row.h"

#include "base/hecha-error.h"
#include "hecha-cover.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaEvidenceRow:
 *
 * One piece of evidence: a small picture, what it shows, and what the file tells of itself.
 */
struct _HechaEvidenceRow
{
  AdwActionRow parent_instance;

  HechaCover *cover;
  GtkImage *icon;

  GCancellable *cancellable;     /* (owned) cancelled in dispose */
  HechaThumbnailer *thumbnailer; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HechaEvidenceRow, hecha_evidence_row, ADW_TYPE_ACTION_ROW)

static void
hecha_evidence_row_dispose (GObject *object)
{
  HechaEvidenceRow *self = HECHA_EVIDENCE_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->thumbnailer);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_EVIDENCE_ROW);
  G_OBJECT_CLASS (hecha_evidence_row_parent_class)->dispose (object);
}

static void
hecha_evidence_row_finalize (GObject *object)
{
  g_object_unref (HECHA_EVIDENCE_ROW (object)->cancellable);
  G_OBJECT_CLASS (hecha_evidence_row_parent_class)->finalize (object);
}

static void
hecha_evidence_row_class_init (HechaEvidenceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_evidence_row_dispose;
  object_class->finalize = hecha_evidence_row_finalize;
  g_type_ensure (HECHA_TYPE_COVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-evidence-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceRow, cover);
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceRow, icon);
}

/* Instead of the icon, at the same place: nothing else moves, and the window need not be laid out for each picture. */
static void
show_picture (HechaEvidenceRow *self, gboolean picture)
{
  gtk_widget_set_child_visible (GTK_WIDGET (self->icon), !picture);
  gtk_widget_set_child_visible (GTK_WIDGET (self->cover), picture);
}

static void
hecha_evidence_row_init (HechaEvidenceRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_picture (self, FALSE);
}

static const char *
icon_for (const char *kind)
{
  static const char *const icons[][2] = {
    {"photo", "image-x-generic-symbolic"},
    {"video", "video-x-generic-symbolic"},
    {"audio", "audio-x-generic-symbolic"},
    {"document", "x-office-document-symbolic"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i][0], kind) == 0)
      return icons[i][1];
  return "text-x-generic-symbolic";
}

static void
show_reason (HechaEvidenceRow *self, const char *reason)
{
  g_autofree char *text
    = g_strdup_printf ("%s\n%s", adw_action_row_get_subtitle (ADW_ACTION_ROW (self)), reason);

  gtk_image_set_from_icon_name (self->icon, "image-missing-symbolic");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static void
thumbnail_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaEvidenceRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = hecha_thumbnailer_load_finish (HECHA_THUMBNAILER (source), result, &error);

  if (self->thumbnailer == NULL)
    return;
  if (texture == NULL)
    {
      show_reason (self, g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND)
                           ? _ ("Not on this laptop; whoever opens it gets it from the office")
                           : _ ("Cannot be shown; it is kept as it is"));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), error->message);
      return;
    }
  hecha_cover_set_texture (self->cover, texture);
  show_picture (self, TRUE);
}

static GtkWidget *
make_button (const HechaEvidenceItem *item)
{
  GtkWidget *button
    = gtk_button_new_from_icon_name (item->removed ? "edit-undo-symbolic" : "user-trash-symbolic");
  g_autofree char *name
    = g_strdup_printf (item->removed ? _ ("Attach %s again") : _ ("Take %s back"), item->title);

  g_object_set (button, "valign", GTK_ALIGN_CENTER, "tooltip-text",
                item->removed ? _ ("Attach Again") : _ ("Take Back…"), "action-name",
                item->removed ? "evidence.restore" : "evidence.take-back", NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", item->id);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
show_used (HechaEvidenceRow *self, const char *used)
{
  g_autofree char *text
    = g_strdup_printf ("%s\n%s", adw_action_row_get_subtitle (ADW_ACTION_ROW (self)), used);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_tooltip_text (icon, used);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), icon);
}

/**
 * hecha_evidence_row_new:
 * @item: what to show
 * @thumbnailer: maker of small pictures
 * @editable: whether it can be taken back
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hecha_evidence_row_new (HechaEvidenceItem *item, HechaThumbnailer *thumbnailer, gboolean editable)
{
  HechaEvidenceRow *self = g_object_new (HECHA_TYPE_EVIDENCE_ROW, NULL);

  self->thumbnailer = g_object_ref (thumbnailer);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), item->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), item->subtitle);
  gtk_image_set_from_icon_name (self->icon, icon_for (item->kind));
  if (item->removed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
  if (item->used != NULL)
    show_used (self, item->used);
  if (editable)
    adw_action_row_add_suffix (ADW_ACTION_ROW (self), make_button (item));
  if (item->undecodable != NULL)
    gtk_image_set_from_icon_name (self->icon, "image-missing-symbolic");
  else if (hecha_thumbnailer_can_show (item->kind))
    hecha_thumbnailer_load_async (thumbnailer, item->digest, item->kind, self->cancellable,
                                  thumbnail_loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

/**
 * hecha_evidence_row_set_opens:
 * @self: a row
 * @id: of its evidence
 *
 * Activating it shows the evidence (evidence.open, which what is around it must have).
 */
void
hecha_evidence_row_set_opens (HechaEvidenceRow *self, const char *id)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "evidence.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", id);
}
