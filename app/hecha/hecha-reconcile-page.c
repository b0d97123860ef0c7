/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-reconcile-page.h"

#include "base/hecha-error.h"
#include "hecha-case-view.h"
#include "hecha-reading.h"
#include "hecha-row-list.h"
#include "hecha-sidebar-button.h"
#include "hecha-trail-rows.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many of the latest are read. */
#define DECISIONS 30

typedef struct
{
  GPtrArray *cases;     /* (owned) (element-type HechaCase) */
  GPtrArray *decisions; /* (owned) (element-type HechaTrailRow) */
} Loaded;

/**
 * HechaReconcilePage:
 *
 * What the office has to decide about: conflicts, copied laptops, the quarantine; and what it decided.
 */
struct _HechaReconcilePage
{
  GtkWidget parent_instance;

  GtkWidget *back;
  AdwPreferencesGroup *conflicts;
  AdwPreferencesGroup *decisions;
  AdwPreferencesGroup *forks;
  AdwPreferencesGroup *holds;
  GtkWidget *nothing;
  GtkStack *stack;
  HechaCaseView *view;

  HechaRowList *conflict_rows; /* (owned) */
  HechaRowList *decision_rows; /* (owned) */
  HechaRowList *fork_rows;     /* (owned) */
  HechaRowList *hold_rows;     /* (owned) */
  HechaStoreWorker *worker;    /* (owned) (nullable) */
  GCancellable *cancellable;   /* (owned) cancelled in dispose */
  Loaded *loaded;              /* (owned) (nullable) what the list shows */
  HechaReading *reading;       /* (owned) */
  HechaCaseDecision *open;     /* (owned) (nullable): kind and id of the case that is in view */
  gboolean deciding;           /* a decision is on its way to the store */
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaReconcilePage, hecha_reconcile_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

static void
say (HechaReconcilePage *self, const char *title, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", title, sentence);
}

/* ---- one case ---- */

static void
show_list (HechaReconcilePage *self)
{
  hecha_case_decision_free (g_steal_pointer (&self->open));
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_set_visible (self->back, FALSE);
}

static gpointer
load_case_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const HechaCaseDecision *wanted = data;

  return hecha_case_load (store, wanted->kind, wanted->id, error);
}

/* Whether it is still the one that is wanted: the person may have gone back, or on to another one. */
static gboolean
is_open (HechaReconcilePage *self, const HechaCase *loaded)
{
  return self->open != NULL && self->open->kind == loaded->kind && strcmp (self->open->id, loaded->id) == 0;
}

static void
show_case (HechaReconcilePage *self, const HechaCase *loaded)
{
  gboolean entered = !gtk_widget_get_visible (self->back);

  if (!is_open (self, loaded) || (!entered && hecha_case_view_is_shown (self->view, loaded)))
    return;
  hecha_case_view_show (self->view, loaded);
  gtk_stack_set_visible_child_name (self->stack, "case");
  gtk_widget_set_visible (self->back, TRUE);
  if (entered)
    gtk_widget_grab_focus (self->back);
}

static void
case_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaReconcilePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaCase) loaded = hecha_store_worker_run_finish (NULL, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || self->open == NULL)
    return;
  if (loaded != NULL)
    show_case (self, loaded);
  else if (!self->deciding)
    {
      show_list (self);
      say (self, _ ("Not Shown"), error);
    }
}

/* What is open, as it is now. */
static void
reload_case (HechaReconcilePage *self)
{
  if (self->open == NULL || self->deciding)
    return;
  hecha_store_worker_run_async (self->worker, load_case_work, hecha_case_decision_copy (self->open),
                                (GDestroyNotify)hecha_case_decision_free, (GDestroyNotify)hecha_case_free,
                                self->cancellable, case_loaded_cb, g_object_ref (self));
}

static void
load_case (HechaReconcilePage *self, HechaCaseKind kind, const char *id)
{
  const HechaCaseDecision wanted = {.kind = kind, .id = (char *)id};

  hecha_case_decision_free (self->open);
  self->open = hecha_case_decision_copy (&wanted);
  reload_case (self);
}

static void
row_activated_cb (AdwActionRow *row, HechaReconcilePage *self)
{
  load_case (self, (HechaCaseKind)GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "kind")),
             g_object_get_data (G_OBJECT (row), "id"));
}

/* ---- deciding ---- */

static gpointer
decide_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  guint n_waiting;

  return hecha_case_decide (store, data, &n_waiting, error) ? GUINT_TO_POINTER (n_waiting + 1) : NULL;
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaReconcilePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer done = hecha_store_worker_run_finish (NULL, result, &error);

  self->deciding = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (done == NULL)
    say (self, _ ("Not Decided"), error);
  if (done != NULL || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
    show_list (self);
  else
    reload_case (self);
}

static void
decide_cb (HechaReconcilePage *self, gpointer decision)
{
  self->deciding = TRUE;
  hecha_store_worker_run_async (self->worker, decide_work, hecha_case_decision_copy (decision),
                                (GDestroyNotify)hecha_case_decision_free, NULL, self->cancellable, decided_cb,
                                g_object_ref (self));
}

/* ---- the list ---- */

static void
loaded_free (Loaded *self)
{
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_pointer (&self->decisions, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const HechaTrailQuestion question = {.decisions = TRUE, .limit = DECISIONS};
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  loaded->cases = hecha_case_list (store, error);
  if (loaded->cases == NULL)
    return NULL;
  loaded->decisions = hecha_trail_rows_load (store, &question, error);
  return loaded->decisions != NULL ? g_steal_pointer (&loaded) : NULL;
}

static char *
dup_subtitle (const HechaCase *each)
{
  GString *text = g_string_new (each->subtitle);

  if (each->alike > 1)
    g_string_append_printf (text, ngettext (" · %u alike", " · %u alike", each->alike), each->alike);
  if (each->due != NULL)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("by %s"), each->due);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_case_look (gconstpointer item, gpointer data)
{
  const HechaCase *each = item;
  g_autofree char *subtitle = dup_subtitle (each);

  return g_strdup_printf ("%d %s\n%s\n%s", (int)each->kind, each->id, each->title, subtitle);
}

static GtkWidget *
make_case_row (gpointer item, gpointer data)
{
  HechaReconcilePage *self = data;
  const HechaCase *each = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (each);
  g_autofree char *title = each->record != NULL && each->kind != HECHA_CASE_FORK && each->alike == 1
                             ? g_strdup_printf ("%s — %s", each->title, each->record)
                             : g_strdup (each->title);

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, "title-lines", 0,
                "subtitle-lines", 0, "activatable", TRUE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data (G_OBJECT (row), "kind", GINT_TO_POINTER (each->kind));
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (each->id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), self);
  return row;
}

static char *
dup_decision_look (gconstpointer item, gpointer data)
{
  const HechaTrailRow *step = item;

  return g_strconcat (step->title, "\n", step->text, NULL);
}

static GtkWidget *
make_decision_row (gpointer item, gpointer data)
{
  return hecha_trail_row_new (item);
}

/* Two findings of one sample stand among the conflicts. */
static gboolean
is_listed_as (const HechaCase *each, HechaCaseKind kind)
{
  return each->kind == kind || (each->kind == HECHA_CASE_DOUBLE && kind == HECHA_CASE_CONFLICT);
}

static void
show_cases (HechaReconcilePage *self, GPtrArray *cases, HechaCaseKind kind, AdwPreferencesGroup *group,
            HechaRowList *rows)
{
  g_autoptr (GPtrArray) of_kind = g_ptr_array_new ();

  for (guint i = 0; i < cases->len; i++)
    if (is_listed_as (cases->pdata[i], kind))
      g_ptr_array_add (of_kind, cases->pdata[i]);
  hecha_row_list_fill (rows, of_kind, dup_case_look, make_case_row, self);
  gtk_widget_set_visible (GTK_WIDGET (group), of_kind->len > 0);
}

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaReconcilePage *self = HECHA_RECONCILE_PAGE (page);
  Loaded *loaded = result;

  reload_case (self);
  if (loaded == NULL)
    return;
  show_cases (self, loaded->cases, HECHA_CASE_CONFLICT, self->conflicts, self->conflict_rows);
  show_cases (self, loaded->cases, HECHA_CASE_FORK, self->forks, self->fork_rows);
  show_cases (self, loaded->cases, HECHA_CASE_HOLD, self->holds, self->hold_rows);
  hecha_row_list_fill (self->decision_rows, loaded->decisions, dup_decision_look, make_decision_row, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->decisions), loaded->decisions->len > 0);
  gtk_widget_set_visible (self->nothing, loaded->cases->len == 0);
  g_clear_pointer (&self->loaded, loaded_free);
  self->loaded = loaded;
}

static void
load (HechaReconcilePage *self)
{
  hecha_reading_ask (self->reading, self->worker, NULL);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HECHA_RECONCILE_PAGE (page)->worker = g_object_ref (context->worker);
}

static void
refresh (HechaPage *page)
{
  load (HECHA_RECONCILE_PAGE (page));
}

/* A conflict by its id, a hold by its digest. */
static void
open_record (HechaPage *page, const char *record)
{
  HechaCaseKind kind = g_str_has_prefix (record, "sha256:") ? HECHA_CASE_HOLD : HECHA_CASE_CONFLICT;

  load_case (HECHA_RECONCILE_PAGE (page), strchr (record, '/') != NULL ? HECHA_CASE_DOUBLE : kind, record);
}

static gboolean
back (HechaPage *page)
{
  HechaReconcilePage *self = HECHA_RECONCILE_PAGE (page);

  if (!gtk_widget_get_visible (self->back))
    return FALSE;
  show_list (self);
  return TRUE;
}

static void
back_clicked_cb (HechaReconcilePage *self)
{
  show_list (self);
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
  iface->open = open_record;
  iface->back = back;
}

/* ---- life cycle ---- */

static void
hecha_reconcile_page_dispose (GObject *object)
{
  HechaReconcilePage *self = HECHA_RECONCILE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_RECONCILE_PAGE);
  G_OBJECT_CLASS (hecha_reconcile_page_parent_class)->dispose (object);
}

static void
hecha_reconcile_page_finalize (GObject *object)
{
  HechaReconcilePage *self = HECHA_RECONCILE_PAGE (object);

  hecha_reading_free (self->reading);
  hecha_row_list_free (self->conflict_rows);
  hecha_row_list_free (self->decision_rows);
  hecha_row_list_free (self->fork_rows);
  hecha_row_list_free (self->hold_rows);
  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->loaded, loaded_free);
  hecha_case_decision_free (self->open);
  G_OBJECT_CLASS (hecha_reconcile_page_parent_class)->finalize (object);
}

static void
hecha_reconcile_page_class_init (HechaReconcilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_reconcile_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_reconcile_page_finalize;
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  g_type_ensure (HECHA_TYPE_CASE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-reconcile-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, back);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, conflicts);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, decisions);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, forks);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, holds);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, nothing);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaReconcilePage, view);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, decide_cb);
}

static void
hecha_reconcile_page_init (HechaReconcilePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->reading = hecha_reading_new (GTK_WIDGET (self), load_work, (GDestroyNotify)loaded_free, show_loaded,
                                     self->cancellable);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->conflict_rows = hecha_row_list_new (self->conflicts, _ ("Conflicts"));
  self->fork_rows = hecha_row_list_new (self->forks, _ ("Copied Laptops"));
  self->hold_rows = hecha_row_list_new (self->holds, _ ("Quarantine"));
  self->decision_rows = hecha_row_list_new (self->decisions, _ ("Decisions"));
}
