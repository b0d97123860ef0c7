/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-case-view.h"

#include "hecha-ask-reason.h"
#include "hecha-row-list.h"

#include <glib/gi18n.h>

#define CARD_WIDTH 260

/**
 * HechaCaseView:
 *
 * One thing that the office decides about: its sides beside each other, each with its button. Tells what was decided,
 * with its reason, by the signal “decide”.
 */
struct _HechaCaseView
{
  AdwBin parent_instance;

  GtkWidget *switcher; /* (not owned) (nullable): whether the decision is for all that are alike */
  HechaCaseKind kind;
  char *id;          /* (owned) (nullable) */
  char *shown;       /* (owned) (nullable): as of #HechaCase */
  char *shown_alike; /* (owned) (nullable) */
  guint alike;
};

G_DEFINE_FINAL_TYPE (HechaCaseView, hecha_case_view, ADW_TYPE_BIN)

enum
{
  SIGNAL_DECIDE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- deciding ---- */

typedef struct
{
  HechaCaseView *view;         /* (owned) */
  HechaCaseDecision *decision; /* (owned): without its reason */
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->view);
  hecha_case_decision_free (question->decision);
  g_free (question);
}

static void
reason_given_cb (const char *reason, gpointer user_data)
{
  Question *question = user_data;

  question->decision->reason = g_strdup (reason);
  g_signal_emit (question->view, signals[SIGNAL_DECIDE], 0, question->decision);
}

/* What is before the person's eyes now, whatever the view shows when the reason is typed. */
static HechaCaseDecision *
decision_new (HechaCaseView *self, guint take, gboolean alike)
{
  const HechaCaseDecision decision
    = {self->kind, self->id, take, alike, alike ? self->shown_alike : self->shown, NULL};

  return hecha_case_decision_copy (&decision);
}

static void
ask (HechaCaseView *self, guint take, const char *heading, const char *verb)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean all = self->switcher != NULL && gtk_switch_get_active (GTK_SWITCH (self->switcher));
  Question *question = g_new0 (Question, 1);
  g_autofree char *body
    = all ? g_strdup_printf (
        ngettext ("This decides %u case.", "This decides %u cases that are alike.", self->alike), self->alike)
      : self->kind == HECHA_CASE_FORK ? g_strdup (_ ("Both branches stay in the journal."))
                                      : g_strdup (_ ("What is not taken stays in the journal."));

  question->view = g_object_ref (self);
  question->decision = decision_new (self, take, all);
  hecha_ask_reason (GTK_WINDOW (root), heading, body, verb, reason_given_cb, question, free_question);
}

static void
take_cb (GtkButton *button, HechaCaseView *self)
{
  guint take = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "take"));

  ask (self, take, _ ("Take This Value?"), _ ("_Settle"));
}

static void
release_cb (GtkButton *button, HechaCaseView *self)
{
  ask (self, 1, _ ("Release What Is Held?"), _ ("_Release It"));
}

static void
reject_cb (GtkButton *button, HechaCaseView *self)
{
  ask (self, 0, _ ("Reject What Is Held?"), _ ("_Reject It"));
}

static void
settle_cb (GtkButton *button, HechaCaseView *self)
{
  ask (self, 0, _ ("Settle That It Was Copied?"), _ ("_Settle"));
}

/* ---- making ---- */

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", FALSE,
                NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* @line: (transfer full) (nullable): nothing where there is none */
static void
take_line (GtkBox *box, char *line)
{
  if (line != NULL)
    gtk_box_append (box, make_label (line, "caption"));
  g_free (line);
}

static GtkWidget *
make_take_button (HechaCaseView *self, const HechaCaseValue *value, guint take)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (value->confirm ? _ ("_Confirm") : _ ("_Take This"));
  g_autofree char *name
    = g_strdup_printf (value->confirm ? _ ("Confirm: %s") : _ ("Take this: %s"), value->text);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 6);
  if (value->confirm)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "take", GUINT_TO_POINTER (take));
  g_signal_connect (button, "clicked", G_CALLBACK (take_cb), self);
  return button;
}

static GtkWidget *
make_card (HechaCaseView *self, const HechaCaseValue *value, guint n, gboolean choose)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *text = make_label (value->text, "heading");

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "case-card");
  gtk_widget_set_size_request (card, CARD_WIDTH, -1);
  gtk_box_append (GTK_BOX (card), text);
  gtk_box_append (GTK_BOX (card), make_label (value->who, NULL));
  take_line (GTK_BOX (card), g_strdup (value->where));
  if (value->seen != NULL)
    take_line (GTK_BOX (card), g_strdup_printf (_ ("Had seen: %s"), value->seen));
  if (value->proposed != NULL)
    take_line (GTK_BOX (card), g_strdup_printf (_ ("Proposed by %s"), value->proposed));
  if (choose)
    gtk_box_append (GTK_BOX (card), make_take_button (self, value, n));
  return card;
}

static GtkWidget *
make_cards (HechaCaseView *self, GPtrArray *values, gboolean choose)
{
  GtkWidget *flow = gtk_flow_box_new ();

  g_object_set (flow, "selection-mode", GTK_SELECTION_NONE, "homogeneous", TRUE, "min-children-per-line", 1,
                "max-children-per-line", 3, "column-spacing", 12, "row-spacing", 12, "valign",
                GTK_ALIGN_START, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choose ? _ ("Values to choose from") : _ ("What there is"), -1);
  for (guint i = 0; i < values->len; i++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                    make_card (self, g_ptr_array_index (values, i), i, choose));
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
    }
  return flow;
}

static void
append_section (GtkBox *box, const char *title, GtkWidget *widget)
{
  gtk_box_append (box, make_label (title, "heading"));
  gtk_box_append (box, widget);
}

static GtkWidget *
make_lines (GPtrArray *lines)
{
  GtkWidget *list = adw_preferences_group_new ();

  for (guint i = 0; i < lines->len; i++)
    {
      const HechaCaseLine *line = g_ptr_array_index (lines, i);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (list),
                                 hecha_text_lines_new (line->title, line->text));
    }
  return list;
}

static GtkWidget *
make_alike (HechaCaseView *self)
{
  GtkWidget *group = adw_preferences_group_new (), *row = adw_action_row_new ();
  g_autofree char *title
    = g_strdup_printf (ngettext ("Decide %u Case", "Decide All %u That Are Alike", self->alike), self->alike);

  self->switcher = gtk_switch_new ();
  gtk_widget_set_valign (self->switcher, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (
    ADW_ACTION_ROW (row),
    self->kind == HECHA_CASE_HOLD
      ? _ ("Held for the same reason")
      : _ ("The same field, the same laptops: what the same laptop wrote is taken in each"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->switcher);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->switcher);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static GtkWidget *
make_hold_buttons (HechaCaseView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *release = gtk_button_new_with_mnemonic (_ ("_Release"));
  GtkWidget *reject = gtk_button_new_with_mnemonic (_ ("Re_ject"));

  gtk_widget_add_css_class (release, "suggested-action");
  gtk_widget_add_css_class (release, "pill");
  gtk_widget_add_css_class (reject, "pill");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  g_signal_connect (release, "clicked", G_CALLBACK (release_cb), self);
  g_signal_connect (reject, "clicked", G_CALLBACK (reject_cb), self);
  gtk_box_append (GTK_BOX (box), release);
  gtk_box_append (GTK_BOX (box), reject);
  return box;
}

/* ---- showing ---- */

static void
append_head (GtkBox *box, const HechaCase *wanted)
{
  gtk_box_append (box, make_label (wanted->title, "title-3"));
  if (wanted->record != NULL && wanted->kind != HECHA_CASE_FORK)
    gtk_box_append (box, make_label (wanted->record, "secondary"));
  if (wanted->kind == HECHA_CASE_HOLD)
    gtk_box_append (box, make_label (wanted->subtitle, "secondary"));
  if (wanted->due != NULL)
    take_line (box, g_strdup_printf (_ ("To be settled by %s"), wanted->due));
  if (wanted->two)
    gtk_box_append (
      box,
      make_label (_ ("The plan wants two persons: it counts when a second one has confirmed it."), "notice"));
}

static void
append_fork (HechaCaseView *self, GtkBox *box)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Settle…"));

  gtk_box_append (
    box, make_label (_ ("Both branches are kept and count. The laptop is stopped until it is "
                        "invited anew; what its branches wrote differently stands among the conflicts."),
                     "notice"));
  gtk_box_append (box,
                  make_label (_ ("It is settled when the laptop was revoked or replaced and somebody has "
                                 "looked at its branches; one that comes later opens it again."),
                              "secondary"));
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (settle_cb), self);
  gtk_box_append (box, button);
}

static void
append_body (HechaCaseView *self, GtkBox *box, const HechaCase *wanted)
{
  if (wanted->base != NULL && wanted->kind == HECHA_CASE_CONFLICT)
    {
      if (wanted->base->len > 0)
        append_section (box, _ ("What All Knew Before"), make_cards (self, wanted->base, FALSE));
      else
        append_section (box, _ ("What All Knew Before"),
                        make_label (_ ("Nothing: the field was empty."), "secondary"));
    }
  if (wanted->values != NULL)
    append_section (box, wanted->kind == HECHA_CASE_FORK ? _ ("Its Branches") : _ ("What Was Written"),
                    make_cards (self, wanted->values, wanted->kind != HECHA_CASE_FORK));
  if (wanted->kind == HECHA_CASE_FORK)
    append_fork (self, box);
  if (wanted->lines != NULL)
    append_section (box, _ ("If It Is Released"), make_lines (wanted->lines));
  if (self->alike > 1)
    gtk_box_append (box, make_alike (self));
  if (wanted->kind == HECHA_CASE_HOLD)
    gtk_box_append (box, make_hold_buttons (self));
}

/**
 * hecha_case_view_is_shown:
 * @self: the view
 * @wanted: what to decide about
 *
 * Returns: whether it shows just this, so that it need not be laid out anew
 */
gboolean
hecha_case_view_is_shown (HechaCaseView *self, const HechaCase *wanted)
{
  return g_strcmp0 (self->id, wanted->id) == 0 && g_strcmp0 (self->shown, wanted->shown) == 0
         && g_strcmp0 (self->shown_alike, wanted->shown_alike) == 0;
}

/**
 * hecha_case_view_show:
 * @self: the view
 * @wanted: what to decide about
 */
void
hecha_case_view_show (HechaCaseView *self, const HechaCase *wanted)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  g_free (self->id);
  self->id = g_strdup (wanted->id);
  g_free (self->shown);
  self->shown = g_strdup (wanted->shown);
  g_free (self->shown_alike);
  self->shown_alike = g_strdup (wanted->shown_alike);
  self->kind = wanted->kind;
  self->alike = wanted->alike;
  self->switcher = NULL;
  g_object_set (box, "margin-top", 18, "margin-bottom", 18, "margin-start", 12, "margin-end", 12, NULL);
  append_head (GTK_BOX (box), wanted);
  append_body (self, GTK_BOX (box), wanted);
  g_object_set (clamp, "maximum-size", 900, NULL);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  g_object_set (scrolled, "hscrollbar-policy", GTK_POLICY_NEVER, "child", clamp, NULL);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/* ---- life cycle ---- */

static void
hecha_case_view_finalize (GObject *object)
{
  HechaCaseView *self = HECHA_CASE_VIEW (object);

  g_free (self->id);
  g_free (self->shown);
  g_free (self->shown_alike);
  G_OBJECT_CLASS (hecha_case_view_parent_class)->finalize (object);
}

static void
hecha_case_view_class_init (HechaCaseViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_case_view_finalize;
  /**
   * HechaCaseView::decide:
   * @self: the view
   * @decision: (type gpointer): a #HechaCaseDecision, only for as long as the signal
   */
  signals[SIGNAL_DECIDE] = g_signal_new ("decide", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
hecha_case_view_init (HechaCaseView *self)
{
}
