/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-ceremony.h"

#include "domain/hecha-site.h"
#include "hecha-ask-discard.h"
#include "hecha-digit-pad.h"
#include "hecha-drawn-row.h"
#include "hecha-plan-deeds.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define DICE_DIGITS 20
/* Between one rank and the next, so that people can read along. */
#define RANK_MS 150

/**
 * HechaCeremony:
 *
 * The draw before witnesses, on one page that can be projected: first the hash of what is drawn from, then the digits
 * of the dice, then tickets and ranks. Which part is shown follows from what is recorded.
 */
struct _HechaCeremony
{
  AdwWindow parent_instance;

  GtkLabel *announced;
  GtkSwitch *by_class;
  GtkLabel *digits;
  GtkButton *draw;
  GtkListBox *drawn;
  AdwComboRow *first;
  GtkLabel *frame_title;
  GtkToggleButton *full;
  GtkLabel *hash;
  AdwWindowTitle *heading;
  HechaDigitPad *pad;
  GtkLabel *problem;
  AdwComboRow *second;
  GtkSpinButton *size;
  GtkStack *stack;
  GtkLabel *witnesses;

  HechaStoreWorker *worker; /* (owned) */
  HechaPlanData *data;      /* (owned) (nullable) */
  HechaPlanData *began;     /* (owned) (nullable): as it was when the ceremony began */
  GPtrArray *people;        /* (owned) (element-type HechaRecord, of @began): who may be a witness */
  HechaJob *said;           /* (owned) (nullable): the draw as it was announced: all but the digits */
  gboolean drawing;         /* what was rolled is being recorded */
  guint shown;              /* samples that are listed */
  guint next_id;            /* 0 when none is about to be listed */
};

G_DEFINE_FINAL_TYPE (HechaCeremony, hecha_ceremony, ADW_TYPE_WINDOW)

/* ---- who sees it ---- */

static gboolean
is_on_a_team (const HechaPlanData *data, const char *person)
{
  for (guint i = 0; i < data->teams->len; i++)
    {
      g_auto (GStrv) members = hecha_record_get_list (data->teams->pdata[i], "members");

      if (g_strv_contains ((const char *const *)members, person))
        return TRUE;
    }
  return FALSE;
}

static void
add_people (HechaCeremony *self, GtkStringList *names, gboolean office)
{
  for (guint i = 0; i < self->began->people->len; i++)
    {
      const HechaRecord *person = self->began->people->pdata[i];
      const char *role = hecha_record_get (person, "role");
      g_autofree char *label = NULL;

      if ((g_strcmp0 (role, "office") == 0) != office || is_on_a_team (self->began, person->id))
        continue;
      label = g_strdup_printf ("%s · %s", hecha_record_get (person, "name"), hecha_word ("role", role));
      gtk_string_list_append (names, label);
      g_ptr_array_add (self->people, (gpointer)person);
    }
}

/* Those who inspect cannot witness, so they are not offered; the office's own come first (P3 4.4). */
static void
list_people (HechaCeremony *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->people, 0);
  add_people (self, names, TRUE);
  add_people (self, names, FALSE);
  adw_combo_row_set_model (self->first, G_LIST_MODEL (names));
  adw_combo_row_set_model (self->second, G_LIST_MODEL (names));
  if (self->people->len > 1)
    adw_combo_row_set_selected (self->second, 1);
}

static const HechaRecord *
get_witness (HechaCeremony *self, AdwComboRow *row)
{
  guint i = adw_combo_row_get_selected (row);

  return i < self->people->len ? self->people->pdata[i] : NULL;
}

/* ---- acting ---- */

static void
show_problem (HechaCeremony *self, const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

static void
full_cb (HechaCeremony *self)
{
  if (gtk_toggle_button_get_active (self->full))
    gtk_window_fullscreen (GTK_WINDOW (self));
  else
    gtk_window_unfullscreen (GTK_WINDOW (self));
}

static HechaJob *
make_job (HechaCeremony *self, guint size, gboolean by_class, const HechaRecord *first,
          const HechaRecord *second)
{
  HechaJob *job = hecha_job_new (hecha_deed_draw, self->data->plan->id);
  g_autofree char *number = g_strdup_printf ("%u", size);

  hecha_job_set (job, "size", number);
  hecha_job_set (job, "by_class", by_class ? "1" : "0");
  hecha_job_add (job, "witnesses", first->id);
  hecha_job_add (job, "witnesses", second->id);
  return job;
}

/* How many, by which rule and before whom: all said before there are digits, and done as it was said. */
static void
roll_cb (HechaCeremony *self)
{
  const HechaRecord *first = get_witness (self, self->first), *second = get_witness (self, self->second);
  guint size = hecha_widget_get_number (self->size);
  gboolean by_class = gtk_switch_get_active (self->by_class);
  g_autofree char *text = NULL;

  if (first == NULL || second == NULL || first == second)
    {
      show_problem (self, _ ("A draw needs two witnesses"));
      return;
    }
  show_problem (self, NULL);
  hecha_job_free (self->said);
  self->said = make_job (self, size, by_class, first, second);
  text = g_strdup_printf (_ ("%d samples, %s, before %s and %s"), (int)size,
                          by_class ? _ ("by class") : _ ("not by class"), hecha_record_get (first, "name"),
                          hecha_record_get (second, "name"));
  gtk_label_set_text (self->announced, text);
  gtk_stack_set_visible_child_name (self->stack, "digits");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
digits_cb (HechaCeremony *self)
{
  g_autofree char *digits = hecha_digit_pad_dup_digits (self->pad);

  gtk_widget_set_sensitive (GTK_WIDGET (self->draw), strlen (digits) >= DICE_DIGITS);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaCeremony) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  self->drawing = FALSE;
  if (error == NULL || self->problem == NULL)
    return;
  sentence = hecha_error_dup_sentence (error);
  show_problem (self, sentence);
  gtk_widget_set_sensitive (GTK_WIDGET (self->draw), TRUE);
}

/* What was recorded comes back as data. */
static void
draw_cb (HechaCeremony *self)
{
  HechaJob *job = hecha_job_copy (self->said);
  g_autofree char *digits = hecha_digit_pad_dup_digits (self->pad);

  hecha_job_set (job, "random", digits);
  show_problem (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->draw), FALSE);
  self->drawing = TRUE;
  hecha_job_run (job, self->worker, drawn_cb, g_object_ref (self));
}

/* ---- what came out ---- */

static void
add_sample (HechaCeremony *self, const HechaRecord *sample)
{
  g_autofree char *about
    = g_strdup_printf ("%s · %s", hecha_record_get (sample, "ticket"), hecha_record_get (sample, "stratum"));

  gtk_list_box_append (self->drawn, hecha_drawn_row_new (sample, about, "title-1"));
}

/* The next one; where motion is not wanted, all of them. */
static gboolean
show_next_cb (gpointer data)
{
  HechaCeremony *self = data;
  gboolean animated = adw_get_enable_animations (GTK_WIDGET (self));

  while (self->shown < self->data->samples->len)
    {
      add_sample (self, self->data->samples->pdata[self->shown++]);
      if (animated)
        return G_SOURCE_CONTINUE;
    }
  self->next_id = 0;
  return G_SOURCE_REMOVE;
}

static void
show_drawn (HechaCeremony *self)
{
  const HechaRecord *draw = self->data->draw;
  g_autofree char *digits = hecha_site_dup_groups (hecha_record_get (draw, "public_random"));
  g_autofree char *names = hecha_plan_data_dup_names (self->data, draw, "witnesses");
  g_autofree char *text = g_strdup_printf (_ ("Witnesses: %s"), names);

  gtk_label_set_text (self->digits, digits);
  gtk_label_set_text (self->witnesses, text);
  gtk_stack_set_visible_child_name (self->stack, "drawn");
  if (self->next_id == 0 && self->shown < self->data->samples->len)
    self->next_id = g_timeout_add (RANK_MS, show_next_cb, self);
}

/**
 * hecha_ceremony_show:
 * @self: the ceremony
 * @data: (transfer none): a plan with a frozen frame, again after each change
 *
 * Shows how far the draw is.
 */
void
hecha_ceremony_show (HechaCeremony *self, HechaPlanData *data)
{
  gboolean first = self->data == NULL;
  guint n = hecha_plan_data_count_units (data);
  g_autofree char *groups = hecha_site_dup_groups (hecha_record_get (data->frame, "hash"));
  g_autofree char *title = g_strdup_printf (ngettext ("%u unit is frozen", "%u units are frozen", n), n);

  hecha_plan_data_ref (data);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  self->data = data;
  adw_window_title_set_title (self->heading, data->plan->id);
  adw_window_title_set_subtitle (self->heading, hecha_record_get (data->plan, "quarter"));
  gtk_label_set_text (self->frame_title, title);
  gtk_label_set_text (self->hash, groups);
  if (first)
    {
      self->began = hecha_plan_data_ref (data);
      gtk_spin_button_set_range (self->size, 1, MAX (1, n));
      gtk_spin_button_set_value (self->size, MIN (n, gtk_spin_button_get_value (self->size)));
    }
  if (data->draw != NULL)
    show_drawn (self);
  else if (first)
    list_people (self);
}

/* ---- closing ---- */

/* Digits that were read before witnesses are not rolled again. */
static gboolean
hecha_ceremony_close_request (GtkWindow *window)
{
  HechaCeremony *self = HECHA_CEREMONY (window);
  g_autofree char *digits = hecha_digit_pad_dup_digits (self->pad);
  gboolean drawn = self->data != NULL && self->data->draw != NULL;

  if (self->drawing)
    return TRUE;
  if (drawn || *digits == '\0')
    return GTK_WINDOW_CLASS (hecha_ceremony_parent_class)->close_request (window);
  hecha_ask_discard (window, gtk_window_destroy);
  return TRUE;
}

/* ---- life cycle ---- */

static void
hecha_ceremony_dispose (GObject *object)
{
  HechaCeremony *self = HECHA_CEREMONY (object);

  g_clear_handle_id (&self->next_id, g_source_remove);
  g_ptr_array_set_size (self->people, 0);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  g_clear_pointer (&self->began, hecha_plan_data_unref);
  g_clear_object (&self->worker);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_CEREMONY);
  G_OBJECT_CLASS (hecha_ceremony_parent_class)->dispose (object);
}

static void
hecha_ceremony_finalize (GObject *object)
{
  g_ptr_array_unref (HECHA_CEREMONY (object)->people);
  hecha_job_free (HECHA_CEREMONY (object)->said);
  G_OBJECT_CLASS (hecha_ceremony_parent_class)->finalize (object);
}

static void
hecha_ceremony_class_init (HechaCeremonyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_ceremony_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_ceremony_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hecha_ceremony_close_request;
  g_type_ensure (HECHA_TYPE_DIGIT_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-ceremony.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, announced);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, by_class);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, digits);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, draw);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, drawn);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, first);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, frame_title);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, full);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, hash);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, heading);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, pad);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, second);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, size);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaCeremony, witnesses);
  gtk_widget_class_bind_template_callback (widget_class, digits_cb);
  gtk_widget_class_bind_template_callback (widget_class, draw_cb);
  gtk_widget_class_bind_template_callback (widget_class, full_cb);
  gtk_widget_class_bind_template_callback (widget_class, roll_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hecha_ceremony_init (HechaCeremony *self)
{
  self->people = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_digit_pad_set_title (self->pad, _ ("Digits of the dice, in the order in which they were rolled"),
                             DICE_DIGITS);
}

/**
 * hecha_ceremony_new:
 * @parent: the window
 * @worker: owner of the store
 * @size: how many samples to begin with
 *
 * Returns: (transfer none): the ceremony, not yet presented
 */
HechaCeremony *
hecha_ceremony_new (GtkWindow *parent, HechaStoreWorker *worker, guint size)
{
  HechaCeremony *self = g_object_new (HECHA_TYPE_CEREMONY, "transient-for", parent, NULL);
  int width = gtk_widget_get_width (GTK_WIDGET (parent));

  self->worker = g_object_ref (worker);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (960, MAX (340, width)), 720);
  gtk_spin_button_set_range (self->size, 1, 1000000);
  gtk_spin_button_set_value (self->size, size);
  return self;
}
