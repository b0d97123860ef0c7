/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-form-field.h"

#include "hecha-files-row.h"
#include "hecha-input-row.h"
#include "hecha-text-row.h"
#include "hecha-widget.h"

#include <string.h>

/**
 * hecha_form_field_free:
 * @self: (transfer full): a field; its widgets stay
 */
void
hecha_form_field_free (HechaFormField *self)
{
  g_free (self->name);
  g_free (self->element);
  g_free (self->before);
  hecha_input_free (self->draft);
  g_free (self);
}

/**
 * hecha_form_field_dup_value:
 * @self: a field
 *
 * Returns: (transfer full): what is filled in, as one text
 */
char *
hecha_form_field_dup_value (const HechaFormField *self)
{
  if (HECHA_IS_FILES_ROW (self->input))
    return g_strjoinv ("\n", (char **)hecha_files_row_get_paths (HECHA_FILES_ROW (self->input)));
  if (GTK_IS_CHECK_BUTTON (self->input))
    return g_strdup (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->input)) ? "1" : "0");
  if (HECHA_IS_INPUT_ROW (self->input))
    return hecha_input_row_dup_text (HECHA_INPUT_ROW (self->input));
  if (ADW_IS_COMBO_ROW (self->input))
    return g_strdup (self->ids[adw_combo_row_get_selected (ADW_COMBO_ROW (self->input))]);
  if (GTK_IS_SPIN_BUTTON (self->input))
    return g_strdup_printf ("%u", hecha_widget_get_number (GTK_SPIN_BUTTON (self->input)));
  if (GTK_IS_SWITCH (self->input))
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->input)) ? "1" : "0");
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->input)));
}

static void
add_files (const HechaFormField *self, HechaJob *job)
{
  const char *const *paths = hecha_files_row_get_paths (HECHA_FILES_ROW (self->input));

  for (guint i = 0; paths[i] != NULL; i++)
    hecha_job_add (job, self->name, paths[i]);
}

/**
 * hecha_form_field_is_changed:
 * @self: a field of a form that was presented
 *
 * Returns: whether it is not as the person found it
 */
gboolean
hecha_form_field_is_changed (const HechaFormField *self)
{
  g_autofree char *value = hecha_form_field_dup_value (self);

  return g_strcmp0 (value, self->before) != 0;
}

/**
 * hecha_form_field_fill:
 * @self: a field
 * @job: gets what is filled in
 */
void
hecha_form_field_fill (const HechaFormField *self, HechaJob *job)
{
  g_autofree char *value = hecha_form_field_dup_value (self);

  if (self->element != NULL && strcmp (value, "1") == 0)
    hecha_job_add (job, self->name, self->element);
  else if (self->element == NULL && HECHA_IS_FILES_ROW (self->input))
    add_files (self, job);
  else if (self->element == NULL)
    hecha_job_set (job, self->name, value);
}

/* ---- drafts ---- */

/**
 * hecha_form_field_is_text:
 * @self: a field
 *
 * Returns: whether a person types it
 */
gboolean
hecha_form_field_is_text (const HechaFormField *self)
{
  return ADW_IS_ENTRY_ROW (self->input) || HECHA_IS_TEXT_ROW (self->input);
}

/**
 * hecha_form_field_dup_draft:
 * @self: a text
 *
 * Returns: (transfer full): the name of its draft, as of hecha-edit.h
 */
char *
hecha_form_field_dup_draft (const HechaFormField *self)
{
  return g_strconcat ("held:", self->name, NULL);
}

/**
 * hecha_form_field_keep:
 * @self: a text of a form that was presented
 * @saver: where it goes while it is typed
 * @id: of the form and its subject
 * @over: (nullable) (array zero-terminated=1): the entries that are before the person's eyes
 */
void
hecha_form_field_keep (HechaFormField *self, HechaSaver *saver, const char *id, char **over)
{
  g_autofree char *name = hecha_form_field_dup_draft (self);
  g_autoptr (HechaLive) live = hecha_live_new_text (self->before);

  live->over = g_strdupv (over);
  self->draft = hecha_input_new (saver, self->input, "form", g_intern_string (name));
  hecha_input_show (self->draft, "office", id, live, TRUE);
  if (!hecha_form_field_is_changed (self))
    hecha_input_forget (self->draft);
  if (ADW_IS_ENTRY_ROW (self->input))
    gtk_editable_set_enable_undo (GTK_EDITABLE (self->input), TRUE);
}
