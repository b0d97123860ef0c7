/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-digit-pad.h"

#include "domain/hecha-site.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaDigitPad:
 *
 * Digits that somebody reads out, taken down in groups of four: typed, or pressed on keys that are large enough for
 * cold hands. Emits “changed”.
 */
struct _HechaDigitPad
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkEntry *entry;
  GtkLabel *count;
  GtkGrid *keys;

  guint needed;
};

G_DEFINE_FINAL_TYPE (HechaDigitPad, hecha_digit_pad, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_count (HechaDigitPad *self)
{
  g_autofree char *digits = hecha_digit_pad_dup_digits (self);
  g_autofree char *text = g_strdup_printf (_ ("%u of %u digits"), (guint)strlen (digits), self->needed);

  gtk_label_set_text (self->count, text);
}

static void
changed_cb (HechaDigitPad *self)
{
  show_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Typed text is left alone while it is typed; the groups come with the keys and on leaving. */
static void
group (HechaDigitPad *self)
{
  g_autofree char *digits = hecha_digit_pad_dup_digits (self);

  hecha_digit_pad_set_digits (self, digits);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
key_cb (GtkButton *button, HechaDigitPad *self)
{
  const char *digit = g_object_get_data (G_OBJECT (button), "hecha-digit");
  g_autofree char *digits = hecha_digit_pad_dup_digits (self);
  g_autofree char *more = NULL;

  if (*digit == '\0')
    more = g_strndup (digits, *digits != '\0' ? strlen (digits) - 1 : 0);
  else
    more = g_strconcat (digits, digit, NULL);
  hecha_digit_pad_set_digits (self, more);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
add_key (HechaDigitPad *self, const char *digit, int column, int row)
{
  GtkWidget *key = *digit != '\0' ? gtk_button_new_with_label (digit)
                                  : gtk_button_new_from_icon_name ("edit-clear-symbolic");

  if (*digit == '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (key), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Take back the last digit"), -1);
  g_object_set_data (G_OBJECT (key), "hecha-digit", (gpointer)digit);
  gtk_widget_add_css_class (key, "digit-key");
  gtk_widget_set_hexpand (key, TRUE);
  g_signal_connect (key, "clicked", G_CALLBACK (key_cb), self);
  gtk_grid_attach (self->keys, key, column, row, 1, 1);
}

/* ---- life cycle ---- */

static void
hecha_digit_pad_dispose (GObject *object)
{
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_DIGIT_PAD);
  G_OBJECT_CLASS (hecha_digit_pad_parent_class)->dispose (object);
}

static gboolean
hecha_digit_pad_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HECHA_DIGIT_PAD (widget)->entry));
}

static void
hecha_digit_pad_class_init (HechaDigitPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_digit_pad_dispose;
  widget_class->grab_focus = hecha_digit_pad_grab_focus;
  signals[CHANGED]
    = g_signal_new ("changed", HECHA_TYPE_DIGIT_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-digit-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaDigitPad, title);
  gtk_widget_class_bind_template_child (widget_class, HechaDigitPad, entry);
  gtk_widget_class_bind_template_child (widget_class, HechaDigitPad, count);
  gtk_widget_class_bind_template_child (widget_class, HechaDigitPad, keys);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, group);
}

static void
hecha_digit_pad_init (HechaDigitPad *self)
{
  static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", ""};

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    add_key (self, digits[i], (int)(i < 9 ? i % 3 : i - 8), (int)(i / 3));
}

/**
 * hecha_digit_pad_set_title:
 * @self: the pad
 * @title: whose digits these are
 * @needed: how many there have to be
 */
void
hecha_digit_pad_set_title (HechaDigitPad *self, const char *title, guint needed)
{
  self->needed = needed;
  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  show_count (self);
}

/**
 * hecha_digit_pad_dup_digits:
 * @self: the pad
 *
 * Returns: (transfer full): what was typed, without the blanks
 */
char *
hecha_digit_pad_dup_digits (HechaDigitPad *self)
{
  return hecha_site_dup_digits (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

/**
 * hecha_digit_pad_set_digits:
 * @self: the pad
 * @digits: to stand there
 */
void
hecha_digit_pad_set_digits (HechaDigitPad *self, const char *digits)
{
  g_autofree char *groups = hecha_site_dup_groups (digits);

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entry)), groups) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), groups);
}
