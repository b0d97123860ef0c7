/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-input.h"

#include "hecha-text-row.h"

#include <adwaita.h>
#include <string.h>

struct _HechaInput
{
  HechaSaver *saver; /* (owned) */
  GtkWidget *row;    /* (owned) an AdwEntryRow or a HechaTextRow */
  const char *type;  /* (not owned) */
  const char *field; /* (not owned) */
  char *scope;       /* (owned) (nullable) before anything was shown */
  char *id;          /* (owned) (nullable) */
  HechaLive *live;   /* (owned) (nullable) what was read with what is shown */
  char *prefix;      /* (owned) (nullable) of the value, and not shown: the date of a presence */
  gboolean showing;  /* the program sets the text: nobody typed */
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

/* What people type in Chinese input, as the rules read it. */
static char *
to_value (HechaInput *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  gboolean strict = strcmp (self->field, "span") == 0 || strcmp (self->field, "place") == 0
                    || strcmp (self->field, "value") == 0;

  if (strict)
    {
      static const char *const same[][2] = {
        {"：", ":"}, {"，", ","}, {"、", ","}, {"—", "-"},  {"–", "-"}, {"～", "-"},    {"~", "-"},
        {"－", "-"}, {"。", "."}, {"．", "."}, {"--", "-"}, {" ", ""},  {"\u3000", ""},
      };

      for (guint i = 0; i < G_N_ELEMENTS (same); i++)
        g_string_replace (out, same[i][0], same[i][1], 0);
    }
  if (strcmp (self->field, "span") == 0)
    write_out_span (out);
  if (self->prefix != NULL)
    {
      g_string_prepend_c (out, ' ');
      g_string_prepend (out, self->prefix);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static const char *
to_text (HechaInput *self, const char *value)
{
  const char *blank = self->prefix != NULL ? strchr (value, ' ') : NULL;

  return blank != NULL ? blank + 1 : value;
}

static char *
dup_text (HechaInput *self)
{
  return HECHA_IS_TEXT_ROW (self->row) ? hecha_text_row_dup_text (HECHA_TEXT_ROW (self->row))
                                       : g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row)));
}

static void
set_text (HechaInput *self, const char *text)
{
  self->showing = TRUE;
  if (HECHA_IS_TEXT_ROW (self->row))
    hecha_text_row_set_text (HECHA_TEXT_ROW (self->row), text);
  else if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->row), text);
  self->showing = FALSE;
}

static void
typed_cb (HechaInput *self)
{
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;

  if (self->showing || self->id == NULL)
    return;
  text = dup_text (self);
  value = to_value (self, text);
  hecha_saver_edit (self->saver, self->scope, self->type, self->id, self->field, value, self->live);
}

static void
left_cb (HechaInput *self)
{
  if (self->id != NULL)
    hecha_saver_leave (self->saver, self->scope, self->type, self->id, self->field);
}

/**
 * hecha_input_new:
 * @saver: where what is typed goes
 * @row: an AdwEntryRow or a HechaTextRow
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
  if (HECHA_IS_TEXT_ROW (row))
    {
      g_signal_connect_swapped (row, "typed", G_CALLBACK (typed_cb), self);
      g_signal_connect_swapped (row, "left", G_CALLBACK (left_cb), self);
    }
  else
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_swapped (row, "changed", G_CALLBACK (typed_cb), self);
      g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (left_cb), self);
      g_object_set_data (G_OBJECT (row), "hecha-focus", focus);
      g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
      gtk_widget_add_controller (row, focus);
    }
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
  if (g_object_get_data (G_OBJECT (self->row), "hecha-focus") != NULL)
    g_signal_handlers_disconnect_by_data (g_object_get_data (G_OBJECT (self->row), "hecha-focus"), self);
  g_object_unref (self->saver);
  g_object_unref (self->row);
  g_free (self->scope);
  g_free (self->id);
  hecha_live_free (self->live);
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

/**
 * hecha_input_show:
 * @self: a tie
 * @scope: where the record stands
 * @id: which record
 * @value: (nullable): what is stored
 * @live: (nullable): what is behind it
 * @editable: whether anything can be typed
 *
 * Shows what is stored; or what is being typed, when that is no entry yet.
 */
void
hecha_input_show (HechaInput *self, const char *scope, const char *id, const char *value,
                  const HechaLive *live, gboolean editable)
{
  const char *typed = hecha_saver_peek (self->saver, scope, self->type, id, self->field, NULL);
  const char *text = typed != NULL ? to_text (self, typed) : value != NULL ? value : "";

  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->id);
  self->id = g_strdup (id);
  hecha_live_free (self->live);
  self->live = hecha_live_copy (live);
  set_text (self, text);
  if (HECHA_IS_TEXT_ROW (self->row))
    hecha_text_row_set_editable (HECHA_TEXT_ROW (self->row), editable);
  else
    gtk_editable_set_editable (GTK_EDITABLE (self->row), editable);
}

/**
 * hecha_input_put:
 * @self: a tie
 * @text: what the program types for the person, who asked for it
 */
void
hecha_input_put (HechaInput *self, const char *text)
{
  if (HECHA_IS_TEXT_ROW (self->row))
    hecha_text_row_set_text (HECHA_TEXT_ROW (self->row), text);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->row), text);
  typed_cb (self);
  left_cb (self);
}

/**
 * hecha_input_get_refusal:
 * @self: a tie
 *
 * Returns: (transfer none) (nullable): why what stands there cannot be recorded as it is
 */
const char *
hecha_input_get_refusal (HechaInput *self)
{
  const char *refusal = NULL;

  if (self->id != NULL)
    hecha_saver_peek (self->saver, self->scope, self->type, self->id, self->field, &refusal);
  return refusal;
}

/**
 * hecha_input_get_name:
 * @self: a tie
 *
 * Returns: (transfer none): what is typed there
 */
const char *
hecha_input_get_name (HechaInput *self)
{
  return self->field;
}

/**
 * hecha_input_get_record_type:
 * @self: a tie
 *
 * Returns: (transfer none): type of the record behind it
 */
const char *
hecha_input_get_record_type (HechaInput *self)
{
  return self->type;
}

/**
 * hecha_input_get_row:
 * @self: a tie
 *
 * Returns: (transfer none): where it is typed
 */
GtkWidget *
hecha_input_get_row (HechaInput *self)
{
  return self->row;
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
