/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-input.h"

#include "domain/hecha-records.h"
#include "hecha-input-row.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _HechaInput
{
  HechaSaver *saver; /* (owned) */
  GtkWidget *row;    /* (owned) an AdwEntryRow or a HechaInputRow */
  const char *type;  /* (not owned) */
  const char *field; /* (not owned) */
  HechaValueKind kind;
  char *scope;      /* (owned) (nullable) before anything was shown */
  char *id;         /* (owned) (nullable) */
  HechaLive *live;  /* (owned) (nullable) what was read with what is shown */
  char *prefix;     /* (owned) (nullable) of the value, and not shown: the date of a presence */
  gboolean showing; /* the program sets the text: nobody typed */
};

/* 9:05-10:30 and 0905-1030 as 09:05-10:30; anything else as it is. */
static void
write_out_span (GString *span)
{
  g_autoptr (GRegex) regex = g_regex_new ("^(\\d?\\d):?(\\d\\d)-(\\d?\\d):?(\\d\\d)$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int part[4];

  if (!g_regex_match (regex, span->str, 0, &match))
    return;
  for (int i = 0; i < 4; i++)
    {
      g_autofree char *digits = g_match_info_fetch (match, i + 1);

      part[i] = (int)g_ascii_strtoll (digits, NULL, 10);
    }
  g_string_printf (span, "%02d:%02d-%02d:%02d", part[0], part[1], part[2], part[3]);
}

/* 2026.7.2, 2026/7/2 and 2026年7月2日 as 2026-07-02; anything else as it is. */
static void
write_out_date (GString *date)
{
  g_autoptr (GRegex) regex = g_regex_new ("^(\\d{4})[-./年](\\d?\\d)[-./月](\\d?\\d)日?$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int part[3];

  if (!g_regex_match (regex, date->str, 0, &match))
    return;
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *digits = g_match_info_fetch (match, i + 1);

      part[i] = (int)g_ascii_strtoll (digits, NULL, 10);
    }
  g_string_printf (date, "%04d-%02d-%02d", part[0], part[1], part[2]);
}

/* Full stops and commas as people type them in Chinese input. */
static void
write_out_marks (GString *out)
{
  static const char *const same[][2] = {
    {"：", ":"}, {"，", ","}, {"、", ","}, {"—", "-"},  {"–", "-"}, {"～", "-"},    {"~", "-"},
    {"－", "-"}, {"。", "."}, {"．", "."}, {"--", "-"}, {" ", ""},  {"\u3000", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    g_string_replace (out, same[i][0], same[i][1], 0);
}

/* A list is typed with commas, and has one element in each line. */
static void
write_out_list (GString *out)
{
  static const char *const commas[] = {"，", "、", ",", "；", ";"};

  for (guint i = 0; i < G_N_ELEMENTS (commas); i++)
    g_string_replace (out, commas[i], "\n", 0);
}

static HechaValueKind
find_kind (const char *type, const char *field)
{
  int t = hecha_schema_find_type (hecha_records (), type, strlen (type));
  int f = t >= 0 ? hecha_type_find_field (&hecha_records ()->types[t], field, strlen (field)) : -1;

  return f >= 0 ? hecha_records ()->types[t].fields[f].kind : HECHA_VALUE_TEXT;
}

/* What people type, as the rules read it. */
static char *
to_value (HechaInput *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  gboolean span = strcmp (self->field, "span") == 0;

  if (self->kind == HECHA_VALUE_DATE)
    write_out_date (out);
  if (span || hecha_edit_is_place (self->type, self->field) || self->kind == HECHA_VALUE_DATE
      || self->kind == HECHA_VALUE_DECIMAL || self->kind == HECHA_VALUE_INTEGER)
    write_out_marks (out);
  if (self->kind == HECHA_VALUE_LIST)
    write_out_list (out);
  if (span)
    write_out_span (out);
  if (self->prefix != NULL)
    {
      g_string_prepend_c (out, ' ');
      g_string_prepend (out, self->prefix);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
to_text (HechaInput *self, const char *value)
{
  const char *blank = self->prefix != NULL ? strchr (value, ' ') : NULL;
  g_autoptr (GString) out = g_string_new (blank != NULL ? blank + 1 : value);

  if (self->kind == HECHA_VALUE_LIST)
    g_string_replace (out, "\n", _ (", "), 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
dup_text (HechaInput *self)
{
  return HECHA_IS_INPUT_ROW (self->row) ? hecha_input_row_dup_text (HECHA_INPUT_ROW (self->row))
                                        : g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row)));
}

static void
set_text (HechaInput *self, const char *text)
{
  self->showing = TRUE;
  if (HECHA_IS_INPUT_ROW (self->row))
    hecha_input_row_set_text (HECHA_INPUT_ROW (self->row), text);
  else if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->row), text);
  self->showing = FALSE;
}

static void
typed_cb (HechaInput *self)
{
  g_autofree char *value = NULL;

  if (self->showing || self->id == NULL)
    return;
  value = hecha_input_dup_value (self);
  hecha_saver_edit (self->saver, self->scope, self->type, self->id, self->field, value, self->live);
}

static void
left_cb (HechaInput *self)
{
  if (self->id != NULL)
    hecha_saver_leave (self->saver, self->scope, self->type, self->id, self->field);
}

/* Red where what stands there cannot be recorded as it is, with what to write instead. */
static void
mark_cb (HechaInput *self)
{
  const char *refusal = NULL;

  if (self->id != NULL)
    hecha_saver_peek (self->saver, self->scope, self->type, self->id, self->field, &refusal);
  if (refusal != NULL)
    gtk_widget_add_css_class (self->row, "error");
  else
    gtk_widget_remove_css_class (self->row, "error");
  hecha_widget_set_tooltip (self->row,
                            refusal != NULL ? hecha_refusal_sentence (self->field, refusal) : NULL);
}

static void
watch_entry (HechaInput *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (self->row, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->row, "entry-activated", G_CALLBACK (left_cb), self);
  g_object_set_data (G_OBJECT (self->row), "hecha-focus", focus);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (self->row, focus);
  /* the sample page undoes, across its fields */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->row), FALSE);
}

/**
 * hecha_input_new:
 * @saver: where what is typed goes
 * @row: an AdwEntryRow or a #HechaInputRow
 * @type: (transfer none): of the record; static
 * @field: (transfer none): what is typed, as of hecha-edit.h; static
 *
 * Returns: (transfer full): the tie between the two
 */
HechaInput *
hecha_input_new (HechaSaver *saver, GtkWidget *row, const char *type, const char *field)
{
  HechaInput *self = g_new0 (HechaInput, 1);

  self->saver = g_object_ref (saver);
  self->row = g_object_ref (row);
  self->type = type;
  self->field = field;
  self->kind = find_kind (type, field);
  if (HECHA_IS_INPUT_ROW (row))
    {
      g_signal_connect_swapped (row, "typed", G_CALLBACK (typed_cb), self);
      g_signal_connect_swapped (row, "left", G_CALLBACK (left_cb), self);
    }
  else
    watch_entry (self);
  g_signal_connect_swapped (saver, "changed", G_CALLBACK (mark_cb), self);
  return self;
}

/**
 * hecha_input_free:
 * @self: (transfer full) (nullable): a tie
 */
void
hecha_input_free (HechaInput *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->row, self);
  g_signal_handlers_disconnect_by_data (self->saver, self);
  if (g_object_get_data (G_OBJECT (self->row), "hecha-focus") != NULL)
    g_signal_handlers_disconnect_by_data (g_object_get_data (G_OBJECT (self->row), "hecha-focus"), self);
  g_object_unref (self->saver);
  g_object_unref (self->row);
  g_free (self->scope);
  g_free (self->id);
  hecha_live_unref (self->live);
  g_free (self->prefix);
  g_free (self);
}

/**
 * hecha_input_set_prefix:
 * @self: a tie
 * @prefix: (nullable): what stands before the text in the stored value, with a blank between
 */
void
hecha_input_set_prefix (HechaInput *self, const char *prefix)
{
  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
}

/* Also while it is typed: what the text says already is left as it is, with the cursor in it. */
static void
show_value (HechaInput *self, const char *value)
{
  g_autofree char *now = hecha_input_dup_value (self);
  g_autofree char *text = to_text (self, value);

  if (strcmp (now, value) != 0)
    set_text (self, text);
}

/**
 * hecha_input_show:
 * @self: a tie
 * @scope: where the record stands
 * @id: which record
 * @live: (nullable): what is stored, and what is behind it
 * @editable: whether anything can be typed
 *
 * Shows what is stored; or what is being typed, when that is no entry yet.
 */
void
hecha_input_show (HechaInput *self, const char *scope, const char *id, const HechaLive *live,
                  gboolean editable)
{
  const char *typed = hecha_saver_peek (self->saver, scope, self->type, id, self->field, NULL);

  hecha_live_unref (self->live);
  self->live = hecha_live_ref (live);
  if (self->id == NULL || strcmp (self->id, id) != 0)
    set_text (self, "");
  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->id);
  self->id = g_strdup (id);
  show_value (self, typed != NULL ? typed : live != NULL && live->text != NULL ? live->text : "");
  if (HECHA_IS_INPUT_ROW (self->row))
    hecha_input_row_set_editable (HECHA_INPUT_ROW (self->row), editable);
  else
    gtk_editable_set_editable (GTK_EDITABLE (self->row), editable);
  mark_cb (self);
}

/**
 * hecha_input_put:
 * @self: a tie
 * @text: what the program types for the person, who asked for it
 */
void
hecha_input_put (HechaInput *self, const char *text)
{
  set_text (self, text);
  typed_cb (self);
  left_cb (self);
}

/**
 * hecha_input_touch:
 * @self: a tie
 *
 * What stands there is to be written anew, because its prefix is another one.
 */
void
hecha_input_touch (HechaInput *self)
{
  typed_cb (self);
}

/**
 * hecha_inputs_new:
 * @saver: where what is typed goes
 * @ties: what stands behind which row
 * @n: how many
 *
 * Returns: (transfer full) (element-type HechaInput): the ties between them
 */
GPtrArray *
hecha_inputs_new (HechaSaver *saver, const HechaTie *ties, guint n)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_input_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (inputs, hecha_input_new (saver, ties[i].row, ties[i].type, ties[i].field));
  return inputs;
}

/**
 * hecha_inputs_show:
 * @inputs: (element-type HechaInput): on fields of a sample's visit and finding
 * @data: a sample
 */
void
hecha_inputs_show (GPtrArray *inputs, const HechaSampleData *data)
{
  const HechaRecord *assignment = data->assignment->record;

  for (guint i = 0; i < inputs->len; i++)
    {
      HechaInput *input = g_ptr_array_index (inputs, i);

      hecha_input_show (input, assignment->scope, assignment->id,
                        hecha_sample_data_live (data, input->type, assignment->id, input->field),
                        hecha_sample_data_is_editable (data)
                          && !hecha_sample_data_is_disputed (data, input->type, input->field));
    }
}

/**
 * hecha_input_show_record:
 * @self: a tie
 * @data: a sample
 * @id: of a record on it, also of one that is not there yet
 * @record: (nullable): that record
 */
void
hecha_input_show_record (HechaInput *self, const HechaSampleData *data, const char *id,
                         const HechaRecord *record)
{
  const char *field = strcmp (self->field, "coordinates") == 0 ? "latitude" : self->field;

  hecha_input_show (
    self, data->assignment->record->scope, id, hecha_sample_data_live (data, self->type, id, self->field),
    hecha_sample_data_is_editable (data) && (record == NULL || !hecha_record_is_disputed (record, field)));
}

/**
 * hecha_input_dup_value:
 * @self: a tie
 *
 * Returns: (transfer full): what stands there, as the rules read it
 */
char *
hecha_input_dup_value (HechaInput *self)
{
  g_autofree char *text = dup_text (self);

  return to_value (self, text);
}

/**
 * hecha_input_dup_text:
 * @self: a tie
 *
 * Returns: (transfer full): what stands there, as it was typed
 */
char *
hecha_input_dup_text (HechaInput *self)
{
  return dup_text (self);
}

/**
 * hecha_input_forget:
 * @self: a tie on a field that is held
 *
 * What stands there was made something of.
 */
void
hecha_input_forget (HechaInput *self)
{
  if (self->id != NULL)
    hecha_saver_forget (self->saver, self->scope, self->type, self->id, self->field);
}
