/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-random-page.h"

#include "domain/hecha-nonce.h"
#include "domain/hecha-rule.h"
#include "hecha-chips.h"
#include "hecha-digit-pad.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

#define DICE_DIGITS 20
/* Groups of four digits of a hash in one line; it is read out line by line. */
#define GROUPS_IN_LINE 4

/**
 * HechaSiteRandomPage:
 *
 * The hash of a frozen frame, large enough to be read out; then the digits of the dice with who saw them, or the number
 * that the office told. Emits “draw” and “cancel”.
 */
struct _HechaSiteRandomPage
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *hash;
  GtkSpinButton *size;
  HechaChips *source;
  AdwPreferencesGroup *witnesses;
  AdwEntryRow *first;
  AdwEntryRow *second;
  HechaDigitPad *pad;
  GtkButton *draw;

  char *frame; /* (owned) (nullable): before any was shown */
};

G_DEFINE_FINAL_TYPE (HechaSiteRandomPage, hecha_site_random_page, ADW_TYPE_BIN)

enum
{
  DRAW,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_dice (HechaSiteRandomPage *self)
{
  return g_strcmp0 (hecha_chips_get_only (self->source), "nonce") != 0;
}

static gboolean
is_filled (AdwEntryRow *row)
{
  return !hecha_rule_is_blank (gtk_editable_get_text (GTK_EDITABLE (row)));
}

static void
digits_changed_cb (HechaSiteRandomPage *self)
{
  g_autofree char *digits = hecha_digit_pad_dup_digits (self->pad);
  gboolean ready = is_dice (self)
                     ? strlen (digits) >= DICE_DIGITS && is_filled (self->first) && is_filled (self->second)
                     : strlen (digits) == HECHA_NONCE_DIGITS;

  gtk_widget_set_sensitive (GTK_WIDGET (self->draw), ready);
}

static void
source_changed_cb (HechaSiteRandomPage *self)
{
  gboolean dice = is_dice (self);

  gtk_widget_set_visible (GTK_WIDGET (self->witnesses), dice);
  hecha_digit_pad_set_title (self->pad,
                             dice ? _ ("Digits of the dice, in the order in which they were rolled")
                                  : _ ("Number that the office told"),
                             dice ? DICE_DIGITS : HECHA_NONCE_DIGITS);
  digits_changed_cb (self);
}

static void
draw_cb (HechaSiteRandomPage *self)
{
  g_signal_emit (self, signals[DRAW], 0);
}

static void
cancel_cb (HechaSiteRandomPage *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

/* ---- showing ---- */

static char *
dup_lines (const char *hash)
{
  g_autofree char *groups = hecha_site_dup_groups (hash);
  guint n = 0;

  for (char *at = strchr (groups, ' '); at != NULL; at = strchr (at + 1, ' '))
    if (++n % GROUPS_IN_LINE == 0)
      *at = '\n';
  return g_steal_pointer (&groups);
}

/* What came by sync need not be typed; and then nothing else is drawn with. */
static void
show_nonce (HechaSiteRandomPage *self, const HechaSampleData *data, const HechaRecord *frame)
{
  const HechaRecord *nonce = data->site->nonce;
  gboolean revealed = hecha_nonce_is_for (nonce, frame);
  gboolean possible
    = hecha_record_get (data->assignment->record, "nonce_hash") != NULL && (nonce == NULL || revealed);

  hecha_chips_set_enabled (self->source, "nonce", possible,
                           possible ? NULL : _ ("The office has no number for this frame"));
  hecha_chips_set_enabled (self->source, "dice", !revealed,
                           revealed ? _ ("The office has told its number for this frame") : NULL);
  if (!revealed)
    return;
  hecha_chips_set_only (self->source, "nonce");
  source_changed_cb (self);
  hecha_digit_pad_set_digits (self->pad, hecha_record_get (nonce, "nonce"));
}

/**
 * hecha_site_random_page_show:
 * @self: the page
 * @data: the sample
 * @frame: the frame in force
 *
 * Shows what there is to draw from. Another frame takes digits of its own.
 */
void
hecha_site_random_page_show (HechaSiteRandomPage *self, const HechaSampleData *data, const HechaRecord *frame)
{
  g_auto (GStrv) units = hecha_record_get_list (frame, "units");
  const char *hash = hecha_record_get (frame, "hash");
  g_autofree char *lines = dup_lines (hash != NULL ? hash : "");
  g_autofree char *title = g_strdup_printf (
    ngettext ("%u unit is frozen", "%u units are frozen", g_strv_length (units)), g_strv_length (units));

  if (g_strcmp0 (self->frame, frame->id) != 0)
    {
      g_free (self->frame);
      self->frame = g_strdup (frame->id);
      hecha_digit_pad_set_digits (self->pad, "");
      gtk_spin_button_set_range (self->size, 1, MAX (1, MIN (g_strv_length (units), HECHA_SITE_MOST_DRAWN)));
    }
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->hash, lines);
  show_nonce (self, data, frame);
}

/**
 * hecha_site_random_page_fill:
 * @self: the page
 * @job: where to put size and randomness
 */
void
hecha_site_random_page_fill (HechaSiteRandomPage *self, HechaSiteJob *job)
{
  char *digits = hecha_digit_pad_dup_digits (self->pad);
  const char *witnesses[] = {gtk_editable_get_text (GTK_EDITABLE (self->first)),
                             gtk_editable_get_text (GTK_EDITABLE (self->second)), NULL};

  job->size = hecha_widget_get_number (self->size);
  if (is_dice (self))
    {
      job->dice = digits;
      job->witnesses = g_strdupv ((char **)witnesses);
      g_strstrip (job->witnesses[0]);
      g_strstrip (job->witnesses[1]);
    }
  else
    job->nonce = digits;
}

/* ---- life cycle ---- */

static void
hecha_site_random_page_dispose (GObject *object)
{
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SITE_RANDOM_PAGE);
  G_OBJECT_CLASS (hecha_site_random_page_parent_class)->dispose (object);
}

static void
hecha_site_random_page_finalize (GObject *object)
{
  g_free (HECHA_SITE_RANDOM_PAGE (object)->frame);
  G_OBJECT_CLASS (hecha_site_random_page_parent_class)->finalize (object);
}

static void
hecha_site_random_page_class_init (HechaSiteRandomPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_site_random_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_site_random_page_finalize;
  signals[DRAW] = g_signal_new ("draw", HECHA_TYPE_SITE_RANDOM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[CANCEL] = g_signal_new ("cancel", HECHA_TYPE_SITE_RANDOM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  g_type_ensure (HECHA_TYPE_CHIPS);
  g_type_ensure (HECHA_TYPE_DIGIT_PAD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-site-random-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, hash);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, size);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, source);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, witnesses);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, first);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, second);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, pad);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteRandomPage, draw);
  gtk_widget_class_bind_template_callback (widget_class, digits_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, source_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, draw_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
hecha_site_random_page_init (HechaSiteRandomPage *self)
{
  static const char *const sources[] = {"dice", "nonce", NULL};

  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_chips_add_words (self->source, "site-source", sources);
  hecha_chips_set_only (self->source, "dice");
  source_changed_cb (self);
}
