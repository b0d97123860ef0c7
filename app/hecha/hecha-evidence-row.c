/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-row.h"

#include "hecha-cover.h"
#include "hecha-words.h"

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
  GtkStack *stack;

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
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceRow, stack);
}

static void
hecha_evidence_row_init (HechaEvidenceRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
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

static char *
make_subtitle (const HechaRecord *evidence)
{
  const char *name = hecha_record_get (evidence, "name"),
             *captured = hecha_record_get (evidence, "captured_at");
  g_autofree char *size = hecha_size_dup_text ((guint64)hecha_record_get_int (evidence, "size", 0));
  g_autoptr (GString) text = g_string_new (hecha_word ("kind", hecha_record_get (evidence, "kind")));

  g_string_append_printf (text, " · %s", size);
  if (captured != NULL)
    {
      g_autofree char *when = g_strdup (captured);

      when = g_strdelimit (when, "T", ' ');
      g_string_append_printf (text, " · %.16s", when);
    }
  if (hecha_record_get (evidence, "about") != NULL && name != NULL)
    g_string_append_printf (text, "\n%s", name);
  return g_string_free (g_steal_pointer (&text), FALSE);
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
      show_reason (self, _ ("Cannot be shown; it is kept as it is"));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), error->message);
      return;
    }
  hecha_cover_set_texture (self->cover, texture);
  gtk_stack_set_visible_child_name (self->stack, "picture");
}

/**
 * hecha_evidence_row_new:
 * @evidence: what to show
 * @thumbnailer: maker of small pictures
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hecha_evidence_row_new (const HechaRecord *evidence, HechaThumbnailer *thumbnailer)
{
  HechaEvidenceRow *self = g_object_new (HECHA_TYPE_EVIDENCE_ROW, NULL);
  const char *about = hecha_record_get (evidence, "about"), *name = hecha_record_get (evidence, "name");
  const char *kind = hecha_record_get (evidence, "kind");
  g_autofree char *subtitle = make_subtitle (evidence);

  self->thumbnailer = g_object_ref (thumbnailer);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), about != NULL  ? about
                                                             : name != NULL ? name
                                                                            : _ ("Without a name"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->icon, icon_for (kind));
  if (hecha_record_get (evidence, "undecodable") != NULL)
    show_reason (self, _ ("Cannot be shown; it is kept as it is"));
  else if (g_strcmp0 (kind, "photo") == 0)
    hecha_thumbnailer_load_async (thumbnailer, hecha_record_get (evidence, "digest"), self->cancellable,
                                  thumbnail_loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
