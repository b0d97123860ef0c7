/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-viewer.h"

#include "base/hecha-error.h"
#include "evidence/hecha-evidence.h"
#include "hecha-evidence-facts.h"
#include "hecha-marker.h"
#include "hecha-picture-view.h"
#include "hecha-words.h"
#include "store/hecha-summary.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Longest side of the picture that fits a window, and of the one that is shown when somebody looks closer. */
#define FIT_SIZE   1600
#define CLOSE_SIZE 4096
#define ZOOM_STEP  1.5
#define PAN_STEP   80.0

/**
 * HechaViewer:
 *
 * Evidence as large as it is wanted, beside what is known of it; one after the other.
 */
struct _HechaViewer
{
  AdwWindow parent_instance;

  GtkListBox *facts;
  GtkToggleButton *info_button;
  GtkToggleButton *mark_button;
  HechaMarker *marker;
  GtkButton *next_button;
  AdwStatusPage *none;
  GtkButton *open_button;
  HechaPictureView *picture;
  GtkButton *previous_button;
  GtkStack *stack;
  AdwWindowTitle *title;
  GtkBox *zoom_box;

  HechaStoreWorker *worker;      /* (owned) */
  const HechaEnv *env;           /* (not owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
  GPtrArray *items;              /* (owned) (element-type HechaEvidenceItem) */
  HechaVisitFacts visit;
  guint index;               /* of what is shown */
  GCancellable *cancellable; /* (owned) of loading; replaced with each piece */
  gboolean editable;         /* copies can be attached */
  guint n_copying;           /* copies with marks that are being written */
  gboolean closing;          /* goes when they are */
  int leaving;               /* where to, when the marks are saved or dropped: 0 away */
  gboolean close;            /* the large picture is there or on its way */
};

enum
{
  MARKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaViewer, hecha_viewer, ADW_TYPE_WINDOW)

static void load_picture (HechaViewer *self, int size);
static gboolean ask_first (HechaViewer *self, int leaving);

static HechaEvidenceItem *
get_item (HechaViewer *self)
{
  return g_ptr_array_index (self->items, self->index);
}

/* ---- the picture ---- */

static void
show_none (HechaViewer *self, const char *reason)
{
  const HechaEvidenceItem *item = get_item (self);
  gboolean shows = hecha_thumbnailer_can_show (item->kind);

  adw_status_page_set_icon_name (self->none, shows ? "image-missing-symbolic" : "text-x-generic-symbolic");
  adw_status_page_set_title (self->none, shows ? _ ("Cannot Be Shown") : item->title);
  adw_status_page_set_description (self->none, reason);
  gtk_stack_set_visible_child_name (self->stack, "none");
  gtk_widget_set_visible (GTK_WIDGET (self->zoom_box), FALSE);
}

/* Either the file is no picture, or it is not here and did not come. */
static char *
dup_why_none (const GError *error)
{
  if (error->domain != HECHA_ERROR)
    return g_strdup (_ ("It is kept as it is. Another program may know this kind of file."));
  return hecha_error_dup_sentence (error);
}

/* What one loading was for: the window may show something else by now. */
typedef struct
{
  HechaViewer *viewer;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean same;             /* more pixels of what is shown */
} Loading;

static void
free_loading (Loading *loading)
{
  g_object_unref (loading->viewer);
  g_object_unref (loading->cancellable);
  g_free (loading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, free_loading)

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Loading) loading = user_data;
  HechaViewer *self = loading->viewer;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = hecha_thumbnailer_load_finish (HECHA_THUMBNAILER (source), result, &error);

  if (g_cancellable_is_cancelled (loading->cancellable))
    return;
  if (texture == NULL)
    {
      g_autofree char *reason = dup_why_none (error);

      if (!loading->same)
        show_none (self, reason);
      return;
    }
  hecha_picture_view_set_texture (self->picture, texture, loading->same);
  gtk_stack_set_visible_child_name (self->stack, "picture");
  gtk_widget_set_visible (GTK_WIDGET (self->zoom_box), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->mark_button),
                          self->editable && hecha_evidence_item_is_photo (get_item (self)));
  if (!loading->same)
    gtk_widget_grab_focus (GTK_WIDGET (self->picture));
}

static void
load_picture (HechaViewer *self, int size)
{
  const HechaEvidenceItem *item = get_item (self);
  Loading *loading = g_new0 (Loading, 1);

  *loading
    = (Loading) {g_object_ref (self), g_object_ref (self->cancellable), self->close && size == CLOSE_SIZE};
  hecha_thumbnailer_load_large_async (self->thumbnailer, item->digest, item->kind, size, self->cancellable,
                                      picture_loaded_cb, loading);
}

/* Whoever looks closer gets all the pixels that there are. */
static void
zoomed_cb (HechaViewer *self)
{
  if (self->close || hecha_picture_view_get_zoom (self->picture) <= 1)
    return;
  self->close = TRUE;
  load_picture (self, CLOSE_SIZE);
}

/* ---- what is known of it ---- */

static gpointer
recorded_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const HechaEvidenceItem *item = data;
  gint64 *ms = g_new0 (gint64, 1);

  if (hecha_store_recorded_at (store, "evidence", item->id, ms, error))
    return ms;
  g_free (ms);
  return NULL;
}

static void
show_facts (HechaViewer *self, gint64 recorded_ms)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_list_box_remove (self->facts, row);
  hecha_evidence_facts_fill (self->facts, get_item (self), &self->visit, recorded_ms);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaViewer) self = user_data;
  g_autofree gint64 *ms = hecha_store_worker_run_finish (NULL, result, NULL);

  if (ms != NULL)
    show_facts (self, *ms);
}

/* ---- one after the other ---- */

static void
show_item (HechaViewer *self)
{
  HechaEvidenceItem *item = get_item (self);
  g_autofree char *place = g_strdup_printf (_ ("%u of %u"), self->index + 1, self->items->len);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->close = FALSE;
  hecha_marker_clear (self->marker);
  gtk_toggle_button_set_active (self->mark_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->mark_button), FALSE);
  adw_window_title_set_title (self->title, item->title);
  adw_window_title_set_subtitle (self->title, place);
  gtk_widget_set_sensitive (GTK_WIDGET (self->previous_button), self->index > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), self->index + 1 < self->items->len);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, item->title,
                                  -1);
  hecha_picture_view_set_texture (self->picture, NULL, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->zoom_box), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  if (item->undecodable != NULL || !hecha_thumbnailer_can_show (item->kind))
    show_none (self, _ ("It is kept as it is. Another program may know this kind of file."));
  else
    load_picture (self, FIT_SIZE);
  show_facts (self, 0);
  hecha_store_worker_run_async (self->worker, recorded_work, hecha_evidence_item_ref (item),
                                (GDestroyNotify)hecha_evidence_item_unref, g_free, self->cancellable,
                                recorded_cb, g_object_ref (self));
}

static void
step (HechaViewer *self, int by)
{
  if ((by < 0 && self->index == 0) || (by > 0 && self->index + 1 >= self->items->len))
    return;
  if (ask_first (self, by))
    return;
  self->index += (guint)by;
  show_item (self);
}

static void
next_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (HECHA_VIEWER (widget), 1);
}

static void
previous_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (HECHA_VIEWER (widget), -1);
}

static void
zoom_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaViewer *self = HECHA_VIEWER (widget);
  int by = g_variant_get_int32 (parameter);

  if (by == 0)
    hecha_picture_view_fit (self->picture);
  else
    hecha_picture_view_zoom (self->picture, by > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
}

/* Arrows move what is larger than the window; else they go to the one before or behind. */
static void
move_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaViewer *self = HECHA_VIEWER (widget);
  int x, y;

  g_variant_get (parameter, "(ii)", &x, &y);
  if (gtk_toggle_button_get_active (self->mark_button))
    hecha_marker_move (self->marker, x, y);
  else if (!hecha_picture_view_pan (self->picture, x * PAN_STEP, y * PAN_STEP))
    step (self, x);
}

/* ---- marks ---- */

static void
mark_toggled_cb (HechaViewer *self)
{
  if (!gtk_toggle_button_get_active (self->mark_button))
    {
      hecha_marker_end (self->marker);
      return;
    }
  hecha_marker_begin (self->marker, self->picture);
  if (!self->close)
    {
      self->close = TRUE;
      load_picture (self, CLOSE_SIZE);
    }
}

static void
press_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaViewer *self = HECHA_VIEWER (widget);

  if (gtk_toggle_button_get_active (self->mark_button))
    hecha_marker_press (self->marker);
}

/* A copy on its way. */
typedef struct
{
  HechaViewer *viewer; /* (owned) */
  char *path;          /* (owned) */
  char *note;          /* (owned) */
  char *digest;        /* (owned) of the original */
  char *name;          /* (owned) */
} Copying;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Copying *copying = user_data;
  HechaViewer *self = copying->viewer;

  g_autoptr (GError) error = NULL;

  self->n_copying--;
  if (hecha_marks_save_finish (result, &error))
    g_signal_emit (self, signals[MARKED], 0, copying->path, copying->name, copying->note, copying->digest);
  else
    {
      g_unlink (copying->path);
      gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.say",
                                  "(ss)", _ ("The Copy Was Not Saved"), error->message);
    }
  if (self->closing && self->n_copying == 0)
    gtk_window_destroy (GTK_WINDOW (self));
  g_object_unref (copying->viewer);
  g_free (copying->path);
  g_free (copying->note);
  g_free (copying->digest);
  g_free (copying->name);
  g_free (copying);
}

/* The copy stands under the item of its original, unless a note says what it shows. */
static void
save_copy (HechaViewer *self)
{
  const HechaEvidenceItem *item = get_item (self);
  const char *note = hecha_marker_get_note (self->marker);
  char *path = g_build_filename (hecha_store_worker_get_dir (self->worker), "made-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  Copying *copying = g_new0 (Copying, 1);

  if (fd >= 0)
    close (fd);
  *copying = (Copying) {
    .viewer = g_object_ref (self),
    .path = path,
    .note = *note == '\0'         ? g_strdup (item->about != NULL ? item->about : "")
            : item->about != NULL ? g_strdup_printf ("%s: %s", item->about, note)
                                  : g_strdup (note),
    .digest = g_strdup (item->digest),
    .name = g_strdup_printf (_ ("Marked copy of %s"), item->name != NULL ? item->name : item->title),
  };
  self->n_copying++;
  hecha_marks_save_async (hecha_marker_get_marks (self->marker),
                          hecha_picture_view_get_texture (self->picture), path, saved_cb, copying);
  hecha_marker_clear (self->marker);
  gtk_toggle_button_set_active (self->mark_button, FALSE);
}

static void
save_copy_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save_copy (HECHA_VIEWER (widget));
}

static void
leave_response_cb (HechaViewer *self, const char *response)
{
  if (strcmp (response, "save") == 0)
    save_copy (self);
  else if (strcmp (response, "discard") == 0)
    hecha_marker_clear (self->marker);
  else
    return;
  if (self->leaving == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    step (self, self->leaving);
}

/* What was drawn is not lost by a key. */
static gboolean
ask_first (HechaViewer *self, int leaving)
{
  AdwMessageDialog *dialog;

  if (!hecha_marker_has_any (self->marker))
    return FALSE;
  self->leaving = leaving;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _ ("Save the Marked Copy?"),
                                                       _ ("The marks and the note are not saved yet.")));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "discard", _ ("_Discard"), "save",
                                    _ ("_Save Copy"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (leave_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

/* ---- in another program ---- */

/* Playing a film decodes it, with a hundred times the code that a still takes. That is done by the desktop's own
 * player, in a process that holds none of our keys and records, and only when somebody asks for it: it may remember
 * the name. */
static void
open_response_cb (HechaViewer *self, const char *response)
{
  g_autoptr (HechaEvidence) evidence
    = hecha_evidence_new (hecha_store_worker_get_dir (self->worker), self->env);
  g_autofree char *path = NULL, *uri = NULL;
  HechaDigest digest;

  if (strcmp (response, "open") != 0 || !hecha_digest_from_text (&digest, get_item (self)->digest, -1))
    return;
  path = hecha_evidence_dup_path (evidence, &digest);
  uri = g_filename_to_uri (path, NULL, NULL);
  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
open_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (widget), _ ("Open in Another Program?"),
    _ (
      "A file can be made to harm the program that opens it, and that program may remember that it did. Open "
      "only what you know."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "open", _ ("_Open"), NULL);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (open_response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- life cycle ---- */

/* A window that is gone tells nobody of a copy that was made: it goes after it. */
static gboolean
hecha_viewer_close_request (GtkWindow *window)
{
  HechaViewer *self = HECHA_VIEWER (window);

  if (ask_first (self, 0))
    return TRUE;
  if (self->n_copying == 0)
    return GTK_WINDOW_CLASS (hecha_viewer_parent_class)->close_request (window);
  self->closing = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return TRUE;
}

static void
hecha_viewer_dispose (GObject *object)
{
  HechaViewer *self = HECHA_VIEWER (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_VIEWER);
  G_OBJECT_CLASS (hecha_viewer_parent_class)->dispose (object);
}

static void
hecha_viewer_finalize (GObject *object)
{
  HechaViewer *self = HECHA_VIEWER (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->thumbnailer);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  hecha_visit_facts_clear (&self->visit);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hecha_viewer_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    int zoom;
  } zooms[] = {
    {GDK_KEY_plus, 1},        {GDK_KEY_equal, 1},        {GDK_KEY_KP_Add, 1}, {GDK_KEY_minus, -1},
    {GDK_KEY_underscore, -1}, {GDK_KEY_KP_Subtract, -1}, {GDK_KEY_0, 0},      {GDK_KEY_KP_0, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      gtk_widget_class_add_binding_action (klass, zooms[i].key, 0, "viewer.zoom", "i", zooms[i].zoom);
      gtk_widget_class_add_binding_action (klass, zooms[i].key, GDK_CONTROL_MASK, "viewer.zoom", "i",
                                           zooms[i].zoom);
    }
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Arrows are the picture's; where none is shown, or not yet, nothing has the focus that would take them. */
static gboolean
arrow_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  HechaViewer *self = HECHA_VIEWER (widget);

  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->picture))
    return GDK_EVENT_PROPAGATE;
  step (self, GPOINTER_TO_INT (user_data));
  return GDK_EVENT_STOP;
}

static void
add_arrow (GtkEventController *keys, guint key, int by)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, 0),
                      gtk_callback_action_new (arrow_cb, GINT_TO_POINTER (by), NULL)));
}

/* Before anything that scrolls takes them. */
static void
add_page_keys (HechaViewer *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_arrow (keys, GDK_KEY_Right, 1);
  add_arrow (keys, GDK_KEY_Left, -1);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Page_Down, 0), gtk_named_action_new ("viewer.next")));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Page_Up, 0), gtk_named_action_new ("viewer.previous")));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, facts);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, info_button);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, mark_button);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, marker);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, next_button);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, none);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, open_button);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, previous_button);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, title);
  gtk_widget_class_bind_template_child (widget_class, HechaViewer, zoom_box);
}

static void
hecha_viewer_class_init (HechaViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_viewer_dispose;
  object_class->finalize = hecha_viewer_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hecha_viewer_close_request;
  g_type_ensure (HECHA_TYPE_MARKER);
  g_type_ensure (HECHA_TYPE_PICTURE_VIEW);
  gtk_widget_class_install_action (widget_class, "viewer.press", NULL, press_action_cb);
  gtk_widget_class_install_action (widget_class, "viewer.save-copy", NULL, save_copy_action_cb);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, next_action_cb);
  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, previous_action_cb);
  gtk_widget_class_install_action (widget_class, "viewer.zoom", "i", zoom_action_cb);
  gtk_widget_class_install_action (widget_class, "viewer.move", "(ii)", move_action_cb);
  gtk_widget_class_install_action (widget_class, "viewer.open", NULL, open_action_cb);
  add_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-viewer.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, mark_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);

  /**
   * HechaViewer::marked:
   * @path: a picture with marks, to be attached and taken away
   * @name: for display
   * @about: what it shows
   * @derived_from: digest of the original
   */
  signals[MARKED] = g_signal_new ("marked", HECHA_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hecha_viewer_init (HechaViewer *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_page_keys (self);
}

/**
 * hecha_viewer_new:
 * @parent: the window that it belongs to
 * @worker: owner of the store
 * @env: (transfer none): must outlive it
 * @thumbnailer: maker of pictures
 *
 * Returns: (transfer none): a window, as large as @parent
 */
HechaViewer *
hecha_viewer_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaEnv *env,
                  HechaThumbnailer *thumbnailer)
{
  HechaViewer *self
    = g_object_new (HECHA_TYPE_VIEWER, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->worker = g_object_ref (worker);
  self->env = env;
  self->thumbnailer = g_object_ref (thumbnailer);
  gtk_window_set_default_size (GTK_WINDOW (self), gtk_widget_get_width (GTK_WIDGET (parent)),
                               gtk_widget_get_height (GTK_WIDGET (parent)));
  return self;
}

static gpointer
ref_item (gconstpointer item, gpointer data)
{
  return hecha_evidence_item_ref ((gpointer)item);
}

/**
 * hecha_viewer_show:
 * @self: a window
 * @data: a sample
 * @id: of the evidence that is shown first
 */
void
hecha_viewer_show (HechaViewer *self, HechaSampleData *data, const char *id)
{
  g_autoptr (GPtrArray) appeal = hecha_evidence_items_list_appeal (data);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = hecha_evidence_items_list (data);
  g_ptr_array_extend (self->items, appeal, ref_item, NULL);
  hecha_visit_facts_clear (&self->visit);
  hecha_visit_facts_read (&self->visit, data);
  self->editable = hecha_sample_data_is_editable (data);
  self->index = 0;
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (((HechaEvidenceItem *)self->items->pdata[i])->id, id) == 0)
      self->index = i;
  if (self->items->len > 0)
    show_item (self);
}
