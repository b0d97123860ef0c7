/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-enrol-page.h"

#include "hecha-words.h"
#include "sync/hecha-connect.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaEnrolPage:
 *
 * The first start: what must not be entered, and the one-time code that connects this laptop with its office.
 */
struct _HechaEnrolPage
{
  GtkWidget parent_instance;

  AdwEntryRow *code;
  GtkButton *enrol;
  GtkLabel *problem;
  GtkBox *problem_box;
  GtkSpinner *spinner;
  AdwEntryRow *url;

  GCancellable *cancellable; /* (owned) cancelled in dispose */
  HechaStoreWorker *worker;  /* (owned) */
  gboolean asking;
};

enum
{
  ENROLLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaEnrolPage, hecha_enrol_page, GTK_TYPE_WIDGET)

typedef struct
{
  char *url;  /* (owned) */
  char *code; /* (owned) */
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->url);
  g_free (asked->code);
  g_free (asked);
}

static void
show_problem (HechaEnrolPage *self, const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_box), sentence != NULL);
}

static void
update (HechaEnrolPage *self)
{
  const char *url = gtk_editable_get_text (GTK_EDITABLE (self->url));
  const char *code = gtk_editable_get_text (GTK_EDITABLE (self->code));

  gtk_widget_set_sensitive (GTK_WIDGET (self->enrol),
                            !self->asking && *code != '\0' && strlen (url) > strlen ("https://"));
  gtk_spinner_set_spinning (self->spinner, self->asking);
}

static gboolean
is_address (const char *word)
{
  return g_str_has_prefix (word, "https://") || g_str_has_prefix (word, "http://");
}

/* What a message or a QR code says: an address and a code, in one piece, wherever it is pasted. */
static gboolean
take_invitation (HechaEnrolPage *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n,;，；", -1);
  const char *url = NULL, *code = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (is_address (words[i]))
      url = words[i] + (g_str_has_prefix (words[i], "https://https://") ? strlen ("https://") : 0);
    else if (*words[i] != '\0' && strchr (words[i], '-') != NULL)
      code = words[i];
  if (url == NULL || code == NULL)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->url), url);
  gtk_editable_set_text (GTK_EDITABLE (self->code), code);
  gtk_widget_grab_focus (GTK_WIDGET (self->enrol));
  return TRUE;
}

static gboolean
take_pasted_cb (gpointer data)
{
  g_autoptr (HechaEnrolPage) self = data;

  if (self->url != NULL && !take_invitation (self, gtk_editable_get_text (GTK_EDITABLE (self->code))))
    take_invitation (self, gtk_editable_get_text (GTK_EDITABLE (self->url)));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HechaEnrolPage *self, GtkEditable *changed)
{
  show_problem (self, NULL);
  update (self);
  if (strpbrk (gtk_editable_get_text (changed), " \n,;") != NULL) /* not while it is being changed */
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, take_pasted_cb, g_object_ref (self), NULL);
}

static gpointer
enrol_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;

  hecha_connect_and_enrol (store, asked->url, asked->code, NULL, g_get_host_name (), cancellable, error);
  return NULL;
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaEnrolPage) self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  self->asking = FALSE;
  if (self->problem == NULL)
    return;
  update (self);
  if (error != NULL)
    {
      g_autofree char *sentence = hecha_error_dup_sentence (error);

      show_problem (self, sentence);
    }
  else
    g_signal_emit (self, signals[ENROLLED], 0);
}

static void
enrol_cb (HechaEnrolPage *self)
{
  Asked *asked;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->enrol)))
    return;
  asked = g_new0 (Asked, 1);
  asked->url = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url))));
  asked->code = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->code))));
  self->asking = TRUE;
  show_problem (self, NULL);
  update (self);
  hecha_store_worker_run_async (self->worker, enrol_work, asked, free_asked, NULL, self->cancellable,
                                enrolled_cb, g_object_ref (self));
}

static void
hecha_enrol_page_dispose (GObject *object)
{
  HechaEnrolPage *self = HECHA_ENROL_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_ENROL_PAGE);
  G_OBJECT_CLASS (hecha_enrol_page_parent_class)->dispose (object);
}

static void
hecha_enrol_page_finalize (GObject *object)
{
  HechaEnrolPage *self = HECHA_ENROL_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (hecha_enrol_page_parent_class)->finalize (object);
}

static void
hecha_enrol_page_class_init (HechaEnrolPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_enrol_page_dispose;
  object_class->finalize = hecha_enrol_page_finalize;

  /**
   * HechaEnrolPage::enrolled:
   *
   * The store belongs to a server now.
   */
  signals[ENROLLED] = g_signal_new ("enrolled", HECHA_TYPE_ENROL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-enrol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaEnrolPage, code);
  gtk_widget_class_bind_template_child (widget_class, HechaEnrolPage, enrol);
  gtk_widget_class_bind_template_child (widget_class, HechaEnrolPage, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaEnrolPage, problem_box);
  gtk_widget_class_bind_template_child (widget_class, HechaEnrolPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HechaEnrolPage, url);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, enrol_cb);
}

static void
hecha_enrol_page_init (HechaEnrolPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_enrol_page_set_worker:
 * @self: the page
 * @worker: owner of the store
 */
void
hecha_enrol_page_set_worker (HechaEnrolPage *self, HechaStoreWorker *worker)
{
  self->worker = g_object_ref (worker);
}
