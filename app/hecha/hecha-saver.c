/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-saver.h"

#include "hecha-typed.h"

#include "base/hecha-error.h"

#include <string.h>

/* A draft is on disk so long after a keystroke, at most: what a crash loses. */
#define DRAFT_MS 300
/* So long without a keystroke, and what was typed becomes an entry. */
#define IDLE_MS 3000
/* When the disk failed, it is tried again so often. */
#define RETRY_MS 5000

/**
 * HechaSaver:
 *
 * Saves what is typed while it is typed: first as draft, then as entry. A mark "not saved" goes only after the disk
 * said so, and only when nothing was typed meanwhile.
 */
struct _HechaSaver
{
  GObject parent_instance;

  HechaStoreWorker *worker; /* (owned) */
  GHashTable *typed;        /* (owned) key → HechaTyped: what is not an entry yet */
  GHashTable *lives;        /* (owned) key → HechaLive: after own entries */
  char *failure;            /* (owned) (nullable): why the disk does not take it */
  GList *flushes;           /* (owned) (element-type GTask): wait until all is written */
  HechaSaverState state;
};

enum
{
  CHANGED,
  STEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaSaver, hecha_saver, G_TYPE_OBJECT)

static void begin_commit (HechaTyped *typed);
static void commit_all (HechaSaver *self);
static gboolean idle_cb (gpointer data);

/* ---- where it stands ---- */

static const char *
find_refusal (HechaSaver *self)
{
  const HechaTyped *refused = hecha_typed_find_refused (self->typed, NULL, NULL);

  return refused != NULL ? refused->refusal : NULL;
}

static HechaSaverState
find_state (HechaSaver *self)
{
  if (self->failure != NULL)
    return HECHA_SAVER_FAILED;
  if (find_refusal (self) != NULL)
    return HECHA_SAVER_REFUSED;
  return hecha_typed_all_are_held (self->typed) ? HECHA_SAVER_SAVED : HECHA_SAVER_SAVING;
}

/* Those who wait for everything to be written are told when it is, or when it cannot be. */
static void
answer_flushes (HechaSaver *self)
{
  GList *flushes;

  if (self->flushes == NULL || hecha_typed_any_is_written (self->typed))
    return;
  if (self->failure == NULL)
    commit_all (self);
  if (hecha_typed_any_is_written (self->typed))
    return;
  flushes = g_steal_pointer (&self->flushes);
  for (GList *l = flushes; l != NULL; l = l->next)
    if (self->state == HECHA_SAVER_SAVED)
      g_task_return_boolean (l->data, TRUE);
    else
      g_task_return_new_error (l->data, HECHA_ERROR,
                               self->failure != NULL ? HECHA_ERROR_STORAGE : HECHA_ERROR_REFUSED, "%s",
                               self->failure != NULL ? self->failure : find_refusal (self));
  g_list_free_full (flushes, g_object_unref);
}

static void
update (HechaSaver *self)
{
  self->state = find_state (self);
  answer_flushes (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
note_failure (HechaSaver *self, const char *reason)
{
  g_free (self->failure);
  self->failure = g_strdup (reason);
}

/* ---- writing ---- */

typedef struct
{
  HechaSaver *saver; /* (owned) */
  char *key;         /* (owned) */
  guint generation;
} Written;

static Written *
written_new (const HechaTyped *typed)
{
  Written *written = g_new0 (Written, 1);

  written->saver = g_object_ref (typed->saver);
  written->key = g_strdup (typed->key);
  written->generation = typed->generation;
  return written;
}

static void
free_written (Written *written)
{
  g_object_unref (written->saver);
  g_free (written->key);
  g_free (written);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Written, free_written)

static void
schedule_idle (HechaTyped *typed, guint ms)
{
  g_clear_handle_id (&typed->idle_id, g_source_remove);
  typed->idle_id = g_timeout_add (ms, idle_cb, typed);
}

static gpointer
put_draft_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_put_draft (store, data, error);
  return NULL;
}

static void
draft_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Written) written = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (written->saver->worker, result, &error);
  if (error != NULL)
    note_failure (written->saver, error->message);
  update (written->saver);
}

static gboolean
put_draft_cb (gpointer data)
{
  HechaTyped *typed = data;

  typed->draft_id = 0;
  hecha_store_worker_run_async (typed->saver->worker, put_draft_work, hecha_draft_copy (typed->draft),
                                (GDestroyNotify)hecha_draft_free, NULL, NULL, draft_put_cb,
                                written_new (typed));
  return G_SOURCE_REMOVE;
}

static gpointer
commit_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaDraft *draft = data;
  GError *problem = NULL;
  HechaLive *live = hecha_edit_commit (store, draft, &problem);

  /* What cannot be recorded is kept as it was typed. */
  if (live == NULL)
    hecha_store_put_draft (store, draft, NULL);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return live;
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, HECHA_ERROR, HECHA_ERROR_REFUSED)
         || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_INVALID)
         || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
}

static void
take_live (HechaSaver *self, const char *key, HechaLive *live)
{
  HechaTyped *typed = g_hash_table_lookup (self->typed, key);

  if (typed != NULL)
    {
      g_strfreev (typed->draft->over);
      typed->draft->over = g_strdupv (live->over);
    }
  g_hash_table_replace (self->lives, g_strdup (key), live);
}

static void
committed (HechaSaver *self, const Written *written, HechaTyped *typed)
{
  note_failure (self, NULL);
  if (typed == NULL)
    return;
  if (typed->generation == written->generation)
    g_hash_table_remove (self->typed, written->key);
}

static void
not_committed (HechaSaver *self, const Written *written, HechaTyped *typed, const GError *error)
{
  if (typed == NULL)
    return;
  if (!is_refusal (error))
    {
      note_failure (self, error->message);
      schedule_idle (typed, RETRY_MS);
    }
  else if (typed->generation == written->generation)
    {
      note_failure (self, NULL);
      typed->refusal = g_strdup (error->message);
    }
}

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Written) written = user_data;
  g_autoptr (GError) error = NULL;
  HechaSaver *self = written->saver;
  HechaLive *live = hecha_store_worker_run_finish (self->worker, result, &error);
  HechaTyped *typed = g_hash_table_lookup (self->typed, written->key);

  if (typed != NULL)
    typed->writing = 0;
  if (live != NULL)
    {
      take_live (self, written->key, live);
      committed (self, written, typed);
    }
  else
    not_committed (self, written, typed, error);
  update (self);
}

/* What was typed in one go can be undone in one go. */
static void
note_step (HechaTyped *typed)
{
  const HechaDraft *draft = typed->draft;
  g_autofree char *before = g_steal_pointer (&typed->before);

  typed->before = g_strdup (draft->value);
  if (typed->knows_before && strcmp (before != NULL ? before : "", draft->value) != 0)
    g_signal_emit (typed->saver, signals[STEP], 0, draft->scope, draft->type, draft->id, draft->field,
                   before != NULL ? before : "", draft->value);
  typed->knows_before = TRUE;
}

static void
begin_commit (HechaTyped *typed)
{
  note_step (typed);
  if (hecha_edit_is_held (typed->draft))
    return;
  if (typed->writing != 0 || typed->refusal != NULL)
    return;
  g_clear_handle_id (&typed->draft_id, g_source_remove);
  g_clear_handle_id (&typed->idle_id, g_source_remove);
  typed->writing = typed->generation;
  hecha_store_worker_run_async (typed->saver->worker, commit_work, hecha_draft_copy (typed->draft),
                                (GDestroyNotify)hecha_draft_free, (GDestroyNotify)hecha_live_unref, NULL,
                                commit_cb, written_new (typed));
}

static void
commit_all (HechaSaver *self)
{
  g_autoptr (GList) all = g_hash_table_get_values (self->typed);

  for (GList *l = all; l != NULL; l = l->next)
    begin_commit (l->data);
}

static gboolean
idle_cb (gpointer data)
{
  HechaTyped *typed = data;

  typed->idle_id = 0;
  if (typed->writing != 0)
    schedule_idle (typed, IDLE_MS);
  else
    begin_commit (typed);
  return G_SOURCE_REMOVE;
}

/* ---- restoring ---- */

static gpointer
list_drafts_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_store_list_drafts (store, error);
}

static void
drafts_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSaver) self = user_data;
  g_autoptr (GPtrArray) drafts = hecha_store_worker_run_finish (self->worker, result, NULL);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      HechaDraft *draft = g_ptr_array_index (drafts, i);
      HechaTyped *typed;

      /* the list of a frame is recorded by its dialog, as a whole */
      if (hecha_typed_find (self->typed, draft->scope, draft->type, draft->id, draft->field) != NULL
          || strcmp (draft->type, "site_frame") == 0)
        continue;
      typed = hecha_typed_add (self->typed, hecha_draft_copy (draft), self);
      typed->generation = 1;
      schedule_idle (typed, IDLE_MS);
    }
  update (self);
}

/* ---- life cycle ---- */

static void
hecha_saver_dispose (GObject *object)
{
  HechaSaver *self = HECHA_SAVER (object);

  g_hash_table_remove_all (self->typed);
  G_OBJECT_CLASS (hecha_saver_parent_class)->dispose (object);
}

static void
hecha_saver_finalize (GObject *object)
{
  HechaSaver *self = HECHA_SAVER (object);

  g_clear_object (&self->worker);
  g_hash_table_unref (self->typed);
  g_hash_table_unref (self->lives);
  g_free (self->failure);
  g_list_free_full (self->flushes, g_object_unref);
  G_OBJECT_CLASS (hecha_saver_parent_class)->finalize (object);
}

static void
hecha_saver_class_init (HechaSaverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hecha_saver_dispose;
  object_class->finalize = hecha_saver_finalize;

  /**
   * HechaSaver::changed:
   *
   * The state, or why a field cannot be recorded, may be different now.
   */
  signals[CHANGED]
    = g_signal_new ("changed", HECHA_TYPE_SAVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * HechaSaver::step:
   * @scope: where the record stands
   * @type: of the record
   * @id: which record
   * @field: what was typed
   * @before: what stood there
   * @after: what stands there now
   *
   * A person changed a field: what can be undone.
   */
  signals[STEP]
    = g_signal_new ("step", HECHA_TYPE_SAVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 6,
                    G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hecha_saver_init (HechaSaver *self)
{
  self->typed = hecha_typed_table_new ();
  self->lives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)hecha_live_unref);
}

/**
 * hecha_saver_new:
 * @worker: owner of the store
 *
 * Begins with what a crash left as drafts.
 *
 * Returns: (transfer full): a saver
 */
HechaSaver *
hecha_saver_new (HechaStoreWorker *worker)
{
  HechaSaver *self = g_object_new (HECHA_TYPE_SAVER, NULL);

  self->worker = g_object_ref (worker);
  hecha_store_worker_run_async (worker, list_drafts_work, NULL, NULL, (GDestroyNotify)g_ptr_array_unref, NULL,
                                drafts_listed_cb, g_object_ref (self));
  return self;
}

/**
 * hecha_saver_get_state:
 * @self: a saver
 * @reason: (out) (optional) (nullable) (transfer none): why something is not saved
 *
 * Returns: where saving stands
 */
HechaSaverState
hecha_saver_get_state (HechaSaver *self, const char **reason)
{
  if (reason != NULL)
    *reason = self->failure != NULL ? self->failure : find_refusal (self);
  return self->state;
}

/**
 * hecha_saver_edit:
 * @self: a saver
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what is typed, as of hecha-edit.h
 * @value: the whole text as it is now
 * @live: (nullable): what was before the author's eyes when the page was drawn
 *
 * Something was typed.
 */
void
hecha_saver_edit (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field,
                  const char *value, const HechaLive *live)
{
  g_autofree char *key = hecha_typed_make_key (scope, type, id, field);
  HechaTyped *typed = g_hash_table_lookup (self->typed, key);
  const HechaLive *own = g_hash_table_lookup (self->lives, key);
  const HechaLive *seen = own != NULL && (live == NULL || own->stamp > live->stamp) ? own : live;

  if (typed == NULL)
    {
      const HechaDraft draft = {(char *)scope,
                                (char *)type,
                                (char *)id,
                                (char *)field,
                                (char *)"",
                                seen != NULL ? seen->over : NULL,
                                0};

      typed = hecha_typed_add (self->typed, hecha_draft_copy (&draft), self);
      typed->before = seen != NULL ? g_strdup (seen->text) : NULL;
      typed->knows_before = TRUE;
    }
  typed->generation++;
  g_free (typed->draft->value);
  typed->draft->value = g_strdup (value);
  g_clear_pointer (&typed->refusal, g_free);
  if (typed->draft_id == 0)
    typed->draft_id = g_timeout_add (DRAFT_MS, put_draft_cb, typed);
  schedule_idle (typed, IDLE_MS);
  update (self);
}

/**
 * hecha_saver_leave:
 * @self: a saver
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what was typed
 *
 * The author went on to something else: what was typed becomes an entry.
 */
void
hecha_saver_leave (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field)
{
  HechaTyped *typed = hecha_typed_find (self->typed, scope, type, id, field);

  if (typed != NULL)
    begin_commit (typed);
}

/**
 * hecha_saver_peek:
 * @self: a saver
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what may be being typed
 * @refusal: (out) (optional) (nullable) (transfer none): why it cannot be recorded as it is
 *
 * Returns: (transfer none) (nullable): the text that is not an entry yet
 */
const char *
hecha_saver_peek (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field,
                  const char **refusal)
{
  HechaTyped *typed = hecha_typed_find (self->typed, scope, type, id, field);

  if (refusal != NULL)
    *refusal = typed != NULL ? typed->refusal : NULL;
  return typed != NULL ? typed->draft->value : NULL;
}

/**
 * hecha_saver_peek_over:
 * @self: a saver
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what may be being typed
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the entries that were before the author's eyes when
 *   they began; %NULL when nothing is being typed
 */
const char *const *
hecha_saver_peek_over (HechaSaver *self, const char *scope, const char *type, const char *id,
                       const char *field)
{
  HechaTyped *typed = hecha_typed_find (self->typed, scope, type, id, field);

  return typed != NULL ? (const char *const *)typed->draft->over : NULL;
}

/**
 * hecha_saver_restore:
 * @self: a saver
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what was typed
 * @value: what stood there once
 * @live: (nullable): what was before the author's eyes
 *
 * As if @value had been typed anew, at once: an entry of its own, and no step.
 */
void
hecha_saver_restore (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field,
                     const char *value, const HechaLive *live)
{
  HechaTyped *typed;

  hecha_saver_edit (self, scope, type, id, field, value, live);
  typed = hecha_typed_find (self->typed, scope, type, id, field);
  g_free (typed->before);
  typed->before = g_strdup (value);
  begin_commit (typed);
}

static gpointer
clear_draft_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_clear_draft (store, data, error);
  return NULL;
}

/**
 * hecha_saver_forget:
 * @self: a saver
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what was typed and held
 *
 * The page made something else of it: it is no draft any more.
 */
void
hecha_saver_forget (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field)
{
  HechaTyped *typed = hecha_typed_find (self->typed, scope, type, id, field);

  if (typed == NULL)
    return;
  hecha_store_worker_run_async (self->worker, clear_draft_work, hecha_draft_copy (typed->draft),
                                (GDestroyNotify)hecha_draft_free, NULL, NULL, NULL, NULL);
  g_hash_table_remove (self->typed, typed->key);
  update (self);
}

/**
 * hecha_saver_leave_sample:
 * @self: a saver
 * @scope: of a sample
 * @sample: id of its assignment
 *
 * As hecha_saver_leave() of everything that is being typed on the sample.
 */
void
hecha_saver_leave_sample (HechaSaver *self, const char *scope, const char *sample)
{
  g_autoptr (GList) all = g_hash_table_get_values (self->typed);

  for (GList *l = all; l != NULL; l = l->next)
    if (hecha_typed_is_of_sample (l->data, scope, sample))
      begin_commit (l->data);
}

/**
 * hecha_saver_list_records:
 * @self: a saver
 * @scope: where they stand
 * @type: of the records
 * @sample: id of an assignment
 *
 * Returns: (transfer full) (element-type utf8): ids of the records on which something is being typed
 */
GPtrArray *
hecha_saver_list_records (HechaSaver *self, const char *scope, const char *type, const char *sample)
{
  return hecha_typed_list_records (self->typed, scope, type, sample);
}

/**
 * hecha_saver_find_refused:
 * @self: a saver
 * @scope: of a sample
 * @sample: id of its assignment
 * @field: (out) (optional) (nullable) (transfer none): what was typed
 *
 * Looks for something that was typed on the sample and cannot be recorded as it is.
 *
 * Returns: (transfer none) (nullable): why it cannot; %NULL when there is no such thing
 */
const char *
hecha_saver_find_refused (HechaSaver *self, const char *scope, const char *sample, const char **field)
{
  const HechaTyped *refused = hecha_typed_find_refused (self->typed, scope, sample);

  if (refused != NULL && field != NULL)
    *field = refused->draft->field;
  return refused != NULL ? refused->refusal : NULL;
}

/**
 * hecha_saver_flush_async:
 * @self: a saver
 * @done: called when everything is an entry, or cannot be
 * @user_data: for @done
 *
 * Before a review, a sync, and the end.
 */
void
hecha_saver_flush_async (HechaSaver *self, GAsyncReadyCallback done, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, done, user_data);

  g_task_set_source_tag (task, hecha_saver_flush_async);
  self->flushes = g_list_prepend (self->flushes, task);
  commit_all (self);
  update (self);
}

/**
 * hecha_saver_flush_finish:
 * @self: a saver
 * @result: what @done was given
 * @error: why something is not an entry; it is kept as draft when the disk allows it
 *
 * Returns: whether everything is an entry
 */
gboolean
hecha_saver_flush_finish (HechaSaver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
