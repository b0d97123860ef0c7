/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-draw-section.h"

#include "hecha-ask-reason.h"
#include "hecha-site-dialog.h"
#include "hecha-site-job.h"
#include "hecha-site-unit-row.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSiteDrawSection:
 *
 * The second stage: the way to a draw at the site, frames that were cancelled, and what was found of each drawn unit.
 */
struct _HechaSiteDrawSection
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *begin;
  AdwActionRow *summary;

  HechaStoreWorker *worker; /* (not owned) */
  HechaSaver *saver;        /* (not owned) */
  HechaSampleData *data;    /* (owned) (nullable) */
  HechaSiteDialog *dialog;  /* (not owned) (nullable): a weak pointer */
  GPtrArray *cancelled;     /* (owned) rows of cancelled frames */
  GPtrArray *units;         /* (owned) (element-type HechaSiteUnitRow) */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaSiteDrawSection, hecha_site_draw_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static GtkWindow *
window_of (HechaSiteDrawSection *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* ---- the ceremony ---- */

static void
begin_cb (HechaSiteDrawSection *self)
{
  HechaSiteDialog *dialog = hecha_site_dialog_new (window_of (self), self->worker);

  g_set_weak_pointer (&self->dialog, dialog);
  hecha_site_dialog_show (dialog, self->data);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- replacing ---- */

typedef struct
{
  HechaSiteDrawSection *self; /* (owned) */
  char *sample;               /* (owned) */
  char *unit;                 /* (owned) */
} Replacement;

static void
free_replacement (gpointer data)
{
  Replacement *replacement = data;

  g_object_unref (replacement->self);
  g_free (replacement->sample);
  g_free (replacement->unit);
  g_free (replacement);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSiteDrawSection) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  hecha_store_worker_run_finish (HECHA_STORE_WORKER (source), result, &error);
  if (error == NULL)
    return;
  sentence = hecha_error_dup_sentence (error);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), sentence);
}

static void
reason_cb (const char *reason, gpointer user_data)
{
  const Replacement *replacement = user_data;
  HechaSiteJob *job = hecha_site_job_new (HECHA_SITE_REPLACE, replacement->sample);

  job->unit = g_strdup (replacement->unit);
  job->reason = g_strdup (reason);
  hecha_site_job_run (job, replacement->self->worker, replaced_cb, g_object_ref (replacement->self));
}

static void
replace_cb (HechaSiteUnitRow *row, HechaSiteDrawSection *self)
{
  Replacement *replacement = g_new0 (Replacement, 1);
  guint index;
  g_autofree char *heading = NULL;

  g_assert (g_ptr_array_find (self->units, row, &index));
  replacement->self = g_object_ref (self);
  replacement->sample = g_strdup (self->data->assignment->record->id);
  replacement->unit = g_strdup (hecha_record_get (self->data->site->units->pdata[index], "unit"));
  heading = g_strdup_printf (_ ("Replace “%s”?"), replacement->unit);
  hecha_ask_reason (
    window_of (self), heading,
    _ ("The next in the order of the draw takes its place. It stays on record with your reason."),
    _ ("_Replace"), reason_cb, replacement, free_replacement);
}

/* ---- showing ---- */

static void
show_begin (HechaSiteDrawSection *self)
{
  const HechaSite *site = self->data->site;
  const HechaRecord *frame = hecha_site_get_frame (site);

  gtk_widget_set_visible (GTK_WIDGET (self->begin),
                          site->draw == NULL && hecha_sample_data_is_editable (self->data));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->begin),
                                 frame != NULL ? _ ("Go On with the Draw…") : _ ("Draw Units at the Site…"));
  adw_action_row_set_subtitle (
    self->begin, frame != NULL
                   ? _ ("The list is frozen; the digits are still to come")
                   : _ ("Where there are more households, documents or sections than can be inspected"));
}

static char *
dup_summary (const HechaSite *site)
{
  guint met = 0, not_met = 0;

  for (guint i = 0; i < site->units->len; i++)
    {
      const char *result = hecha_record_get (site->units->pdata[i], "result");

      met += g_strcmp0 (result, "met") == 0;
      not_met += g_strcmp0 (result, "not_met") == 0;
    }
  return g_strdup_printf (_ ("Met: %u · Not met: %u"), met, not_met);
}

static void
show_summary (HechaSiteDrawSection *self)
{
  const HechaSite *site = self->data->site;
  const HechaRecord *frame
    = site->draw != NULL ? hecha_site_find_frame (site, hecha_record_get (site->draw, "frame")) : NULL;
  g_auto (GStrv) units = NULL;
  g_autofree char *title = NULL, *subtitle = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->summary), site->draw != NULL);
  if (site->draw == NULL)
    return;
  if (frame == NULL || site->draw->disputed != 0 || frame->disputed != 0)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary),
                                     _ ("Two draws were made; the office has to settle it"));
      return;
    }
  units = hecha_record_get_list (frame, "units");
  title = g_strdup_printf (_ ("%s of %u drawn · %s"), hecha_record_get (site->draw, "sample_size"),
                           g_strv_length (units),
                           hecha_word ("site-source", hecha_record_get (site->draw, "random_source")));
  subtitle = dup_summary (site);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary), title);
  adw_action_row_set_subtitle (self->summary, subtitle);
}

static void
remove_rows (HechaSiteDrawSection *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
show_cancelled (HechaSiteDrawSection *self)
{
  const HechaSite *site = self->data->site;

  remove_rows (self, self->cancelled);
  for (guint i = 0; i < site->cancels->len; i++)
    {
      const HechaRecord *cancel = g_ptr_array_index (site->cancels, i);
      g_autofree char *title = g_strdup_printf (_ ("List %s, cancelled"), strrchr (cancel->id, '/') + 1);
      const char *reason = hecha_record_get (cancel, "reason");
      GtkWidget *row = adw_action_row_new ();

      g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", reason != NULL ? reason : "", NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->cancelled, row);
    }
}

static gboolean
is_shown (HechaSiteDrawSection *self, const HechaSampleData *before)
{
  return before != NULL && strcmp (before->assignment->record->id, self->data->assignment->record->id) == 0
         && before->site->units->len == self->data->site->units->len
         && before->site->cancels->len == self->data->site->cancels->len;
}

/* Rows stay while a person types in them. */
static void
show_units (HechaSiteDrawSection *self, gboolean anew)
{
  const HechaSite *site = self->data->site;

  if (anew)
    remove_rows (self, self->units);
  for (guint i = self->units->len; i < site->units->len; i++)
    {
      HechaSiteUnitRow *row = hecha_site_unit_row_new (self->saver);

      g_signal_connect (row, "replace", G_CALLBACK (replace_cb), self);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
      g_ptr_array_add (self->units, row);
    }
  for (guint i = 0; i < self->units->len; i++)
    hecha_site_unit_row_show (self->units->pdata[i], self->data, site->units->pdata[i]);
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaSiteDrawSection *self = HECHA_SITE_DRAW_SECTION (section);
  g_autoptr (HechaSampleData) before = self->data;
  gboolean anew;

  self->data = hecha_sample_data_ref (data);
  anew = !is_shown (self, before);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), NULL);
  show_begin (self);
  show_summary (self);
  if (anew)
    show_cancelled (self);
  show_units (self, anew);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          data->site->frames->len > 0 || hecha_sample_data_is_editable (data));
  if (self->dialog != NULL)
    hecha_site_dialog_show (self->dialog, data);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HechaSiteDrawSection *self = HECHA_SITE_DRAW_SECTION (section);

  self->worker = context->worker;
  self->saver = context->saver;
}

/* ---- life cycle ---- */

static void
section_init (HechaSectionInterface *iface)
{
  iface->set_context = set_context;
  iface->show = show;
}

static void
hecha_site_draw_section_dispose (GObject *object)
{
  HechaSiteDrawSection *self = HECHA_SITE_DRAW_SECTION (object);

  g_clear_weak_pointer (&self->dialog);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SITE_DRAW_SECTION);
  G_OBJECT_CLASS (hecha_site_draw_section_parent_class)->dispose (object);
}

static void
hecha_site_draw_section_finalize (GObject *object)
{
  HechaSiteDrawSection *self = HECHA_SITE_DRAW_SECTION (object);

  g_ptr_array_unref (self->cancelled);
  g_ptr_array_unref (self->units);
  G_OBJECT_CLASS (hecha_site_draw_section_parent_class)->finalize (object);
}

static void
hecha_site_draw_section_class_init (HechaSiteDrawSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_site_draw_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_site_draw_section_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-site-draw-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDrawSection, begin);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDrawSection, summary);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
}

static void
hecha_site_draw_section_init (HechaSiteDrawSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancelled = g_ptr_array_new ();
  self->units = g_ptr_array_new ();
}
