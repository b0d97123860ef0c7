/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-people-page.h"

#include "hecha-ask-reason.h"
#include "hecha-code-window.h"
#include "hecha-laptop-deeds.h"
#include "hecha-laptop-forms.h"
#include "hecha-reading.h"
#include "hecha-row-list.h"
#include "hecha-sidebar-button.h"
#include "hecha-trail-view.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaPeoplePage:
 *
 * Who works here and on which laptop; laptops are invited, replaced and revoked here, and what each wrote is followed
 * back.
 */
struct _HechaPeoplePage
{
  GtkWidget parent_instance;

  GtkWidget *back;
  AdwPreferencesGroup *laptops;
  AdwPreferencesGroup *invitations;
  AdwPreferencesGroup *people;
  AdwEntryRow *record;
  GtkStack *stack;
  HechaTrailView *trail;
  GtkWidget *actions;

  HechaRowList *laptop_rows;     /* (owned) */
  HechaRowList *invitation_rows; /* (owned) */
  HechaRowList *people_rows;     /* (owned) */
  HechaStoreWorker *worker;      /* (owned) (nullable) */
  HechaSyncing *syncing;         /* (owned) (nullable) */
  HechaPeopleData *data;         /* (owned) (nullable) as it was read last */
  char *shown;                   /* (owned) (nullable) the laptop that is open */
  char *fresh;               /* (owned) (nullable) a code that was just made, to be shown once it is read */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  HechaReading *reading;     /* (owned) */
};

static void page_init (HechaPageInterface *iface);
static void load (HechaPeoplePage *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaPeoplePage, hecha_people_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

static void
say (HechaPeoplePage *self, const char *heading, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, sentence);
}

static GtkWindow *
get_window (HechaPeoplePage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* ---- following back ---- */

static void
show_trail (HechaPeoplePage *self, const char *title, const char *about, const HechaTrailQuestion *question)
{
  hecha_trail_view_show (self->trail, title, about, question);
  gtk_stack_set_visible_child_name (self->stack, "trail");
  gtk_widget_set_visible (self->back, TRUE);
  gtk_widget_grab_focus (self->back);
}

static void
show_laptop (HechaPeoplePage *self, const HechaPeopleRow *laptop)
{
  const HechaTrailQuestion question = {.dev = laptop->id};

  g_free (self->shown);
  self->shown = g_strdup (laptop->id);
  gtk_widget_set_visible (self->actions, !laptop->ended);
  show_trail (self, laptop->title, laptop->text, &question);
}

static void
show_person (HechaPeoplePage *self, const HechaPeopleRow *person)
{
  const HechaTrailQuestion question = {.person = person->id};

  gtk_widget_set_visible (self->actions, FALSE);
  show_trail (self, person->title, person->text, &question);
}

static void
follow_record_cb (HechaPeoplePage *self)
{
  g_autofree char *id = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->record))));
  const HechaTrailQuestion question = {.record = id};

  if (*id == '\0')
    return;
  gtk_widget_set_visible (self->actions, FALSE);
  show_trail (self, id, NULL, &question);
}

static void
row_activated_cb (GtkWidget *row, HechaPeoplePage *self)
{
  const char *id = g_object_get_data (G_OBJECT (row), "hecha-id");
  const HechaPeopleRow *laptop = hecha_people_find (self->data->laptops, id);
  const HechaPeopleRow *person = laptop == NULL ? hecha_people_find (self->data->people, id) : NULL;

  if (laptop != NULL)
    show_laptop (self, laptop);
  else if (person != NULL)
    show_person (self, person);
}

/* ---- inviting, replacing, revoking ---- */

static void
show_code (HechaPeoplePage *self, const HechaPeopleRow *invitation)
{
  hecha_code_window_present (get_window (self), self->syncing, invitation->title, self->data->url,
                             invitation->code, invitation->until);
}

static void
invited_cb (HechaForm *form, const char *code, HechaPeoplePage *self)
{
  g_free (self->fresh);
  self->fresh = g_strdup (code);
  load (self);
}

static void
invite_cb (HechaPeoplePage *self)
{
  HechaForm *form;

  if (self->data == NULL)
    return;
  form = hecha_invite_form_new (get_window (self), self->worker, self->data);
  g_signal_connect_object (form, "done", G_CALLBACK (invited_cb), self, 0);
}

static const HechaPeopleRow *
get_shown (HechaPeoplePage *self)
{
  return self->data != NULL ? hecha_people_find (self->data->laptops, self->shown) : NULL;
}

static void
replace_cb (HechaPeoplePage *self)
{
  const HechaPeopleRow *laptop = get_shown (self);
  HechaForm *form;

  if (laptop == NULL)
    return;
  form = hecha_replace_form_new (get_window (self), self->worker, self->data, laptop);
  g_signal_connect_object (form, "done", G_CALLBACK (invited_cb), self, 0);
}

/* The server does it; so it is told at once, where there is a network. */
static void
sync_and_load (HechaPeoplePage *self)
{
  hecha_syncing_start_quietly (self->syncing);
  load (self);
}

static void
revoke_cb (HechaPeoplePage *self)
{
  const HechaPeopleRow *laptop = get_shown (self);
  HechaForm *form;

  if (laptop == NULL)
    return;
  form = hecha_revoke_form_new (get_window (self), self->worker, laptop);
  g_signal_connect_object (form, "done", G_CALLBACK (sync_and_load), self, G_CONNECT_SWAPPED);
}

/* ---- withdrawing an invitation ---- */

typedef struct
{
  HechaPeoplePage *page; /* (owned) */
  char *id;              /* (owned) */
} Withdrawal;

static void
free_withdrawal (gpointer data)
{
  Withdrawal *withdrawal = data;

  g_object_unref (withdrawal->page);
  g_free (withdrawal->id);
  g_free (withdrawal);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaPeoplePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = hecha_store_worker_run_finish (self->worker, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    say (self, _ ("Not Withdrawn"), error);
  else
    sync_and_load (self);
}

static void
reason_given_cb (const char *reason, gpointer user_data)
{
  const Withdrawal *withdrawal = user_data;
  HechaJob *job = hecha_job_new (hecha_deed_laptop_withdraw, withdrawal->id);

  hecha_job_set (job, "reason", reason);
  hecha_job_run (job, withdrawal->page->worker, withdrawn_cb, g_object_ref (withdrawal->page));
}

static void
withdraw_cb (GtkWidget *button, HechaPeoplePage *self)
{
  Withdrawal *withdrawal = g_new0 (Withdrawal, 1);

  withdrawal->page = g_object_ref (self);
  withdrawal->id = g_strdup (g_object_get_data (G_OBJECT (button), "hecha-id"));
  hecha_ask_reason (
    get_window (self), _ ("Withdraw the Invitation?"),
    _ ("Its code is void once the server knows. A laptop that enrolled with it before stays."),
    _ ("_Withdraw"), reason_given_cb, withdrawal, free_withdrawal);
}

/* ---- the lists ---- */

static GtkWidget *
new_row (const HechaPeopleRow *each)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", each->title, "subtitle", each->text, "title-lines", 0,
                "subtitle-lines", 0, NULL);
  g_object_set_data_full (G_OBJECT (row), "hecha-id", g_strdup (each->id), g_free);
  return row;
}

static char *
dup_look (gconstpointer item, gpointer data)
{
  const HechaPeopleRow *each = item;

  return g_strdup_printf ("%s %d %d\n%s\n%s", each->id, each->warning, each->code != NULL, each->title,
                          each->text);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  const HechaPeopleRow *each = item;
  GtkWidget *row = new_row (each);

  if (each->warning)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set (row, "activatable", TRUE, NULL);
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), data);
  return row;
}

static void
code_clicked_cb (GtkWidget *button, HechaPeoplePage *self)
{
  const HechaPeopleRow *invitation
    = hecha_people_find (self->data->invitations, g_object_get_data (G_OBJECT (button), "hecha-id"));

  if (invitation != NULL)
    show_code (self, invitation);
}

static GtkWidget *
new_button (const HechaPeopleRow *each, const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  g_object_set_data_full (G_OBJECT (button), "hecha-id", g_strdup (each->id), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  hecha_widget_set_tooltip (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
make_invitation (gpointer item, gpointer data)
{
  const HechaPeopleRow *each = item;
  GtkWidget *row = new_row (each), *withdraw = new_button (each, "user-trash-symbolic", _ ("Withdraw"));

  if (each->code != NULL)
    {
      GtkWidget *code = new_button (each, "view-reveal-symbolic", _ ("Show the Code"));

      g_signal_connect (code, "clicked", G_CALLBACK (code_clicked_cb), data);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), code);
    }
  g_signal_connect (withdraw, "clicked", G_CALLBACK (withdraw_cb), data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), withdraw);
  return row;
}

/* The code that was just made belongs to one of the invitations that were just read. */
static void
show_fresh (HechaPeoplePage *self)
{
  g_autofree char *code = g_steal_pointer (&self->fresh);
  g_autofree char *id = code != NULL ? g_strndup (code, strcspn (code, "-")) : NULL;
  const HechaPeopleRow *invitation = id != NULL ? hecha_people_find (self->data->invitations, id) : NULL;

  if (invitation != NULL && invitation->code != NULL)
    show_code (self, invitation);
}

static void
show_data (HechaPeoplePage *self)
{
  const HechaPeopleRow *shown = get_shown (self);

  hecha_row_list_fill (self->laptop_rows, self->data->laptops, dup_look, make_row, self);
  hecha_row_list_fill (self->people_rows, self->data->people, dup_look, make_row, self);
  hecha_row_list_fill (self->invitation_rows, self->data->invitations, dup_look, make_invitation, self);
  gtk_widget_set_visible (GTK_WIDGET (self->invitations), self->data->invitations->len > 0);
  if (shown != NULL)
    {
      hecha_trail_view_set_about (self->trail, shown->title, shown->text);
      gtk_widget_set_visible (self->actions, !shown->ended);
    }
  show_fresh (self);
}

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_people_load (store, error);
}

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaPeoplePage *self = HECHA_PEOPLE_PAGE (page);

  if (result == NULL)
    return;
  g_clear_pointer (&self->data, hecha_people_data_free);
  self->data = result;
  show_data (self);
}

static void
load (HechaPeoplePage *self)
{
  hecha_reading_ask (self->reading, self->worker, NULL);
}

/* ---- as a page ---- */

/* A sync may have brought how the laptops stand, which is no entry. */
static void
syncing_changed_cb (HechaPeoplePage *self)
{
  if (!hecha_syncing_is_running (self->syncing) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HechaPeoplePage *self = HECHA_PEOPLE_PAGE (page);

  self->worker = g_object_ref (context->worker);
  self->syncing = g_object_ref (context->syncing);
  hecha_trail_view_set_worker (self->trail, context->worker);
  g_signal_connect_object (context->syncing, "changed", G_CALLBACK (syncing_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
refresh (HechaPage *page)
{
  load (HECHA_PEOPLE_PAGE (page));
}

static void
back_clicked_cb (HechaPeoplePage *self)
{
  g_clear_pointer (&self->shown, g_free);
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_set_visible (self->back, FALSE);
}

static gboolean
back (HechaPage *page)
{
  HechaPeoplePage *self = HECHA_PEOPLE_PAGE (page);

  if (!gtk_widget_get_visible (self->back))
    return FALSE;
  back_clicked_cb (self);
  return TRUE;
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
  iface->back = back;
}

/* ---- life cycle ---- */

static void
hecha_people_page_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_PEOPLE_PAGE (object)->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_PEOPLE_PAGE);
  G_OBJECT_CLASS (hecha_people_page_parent_class)->dispose (object);
}

static void
hecha_people_page_finalize (GObject *object)
{
  HechaPeoplePage *self = HECHA_PEOPLE_PAGE (object);

  hecha_reading_free (self->reading);
  hecha_row_list_free (self->laptop_rows);
  hecha_row_list_free (self->invitation_rows);
  hecha_row_list_free (self->people_rows);
  g_clear_pointer (&self->data, hecha_people_data_free);
  g_clear_object (&self->worker);
  g_clear_object (&self->syncing);
  g_clear_object (&self->cancellable);
  g_free (self->shown);
  g_free (self->fresh);
  G_OBJECT_CLASS (hecha_people_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, back);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, laptops);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, invitations);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, people);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, record);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, trail);
  gtk_widget_class_bind_template_child (widget_class, HechaPeoplePage, actions);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, invite_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoke_cb);
  gtk_widget_class_bind_template_callback (widget_class, follow_record_cb);
}

static void
hecha_people_page_class_init (HechaPeoplePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_people_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_people_page_finalize;
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  g_type_ensure (HECHA_TYPE_TRAIL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-people-page.ui");
  bind_template (widget_class);
}

static void
hecha_people_page_init (HechaPeoplePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->reading = hecha_reading_new (GTK_WIDGET (self), load_work, (GDestroyNotify)hecha_people_data_free,
                                     show_loaded, self->cancellable);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->laptop_rows = hecha_row_list_new (self->laptops, _ ("Laptops"));
  self->invitation_rows = hecha_row_list_new (self->invitations, _ ("Invitations"));
  self->people_rows = hecha_row_list_new (self->people, _ ("People"));
}
