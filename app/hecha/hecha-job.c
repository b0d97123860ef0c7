/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-job.h"

#include "domain/hecha-rule.h"
#include "evidence/hecha-attachment.h"

struct _HechaJob
{
  HechaDeed deed;
  char *subject;     /* (owned) (nullable): what it is done to */
  GHashTable *lists; /* (owned) name → GPtrArray of utf8, ending with NULL */
  GPtrArray *files;  /* (owned) (element-type HechaAttachment): the list “files”, once it is copied in */
  char *answer;      /* (owned) (nullable) */
  HechaStoreWorker *worker; /* (owned) (nullable): while its files are copied */
};

/**
 * hecha_job_new:
 * @deed: what is to be done
 * @subject: (nullable): to what: the code of a plan
 *
 * Returns: (transfer full): a job
 */
HechaJob *
hecha_job_new (HechaDeed deed, const char *subject)
{
  HechaJob *self = g_new0 (HechaJob, 1);

  self->deed = deed;
  self->subject = g_strdup (subject);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->files = g_ptr_array_new ();
  return self;
}

/**
 * hecha_job_free:
 * @self: (transfer full) (nullable): a job
 */
void
hecha_job_free (HechaJob *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_hash_table_unref (self->lists);
  g_ptr_array_unref (self->files);
  g_clear_object (&self->worker);
  g_free (self->answer);
  g_free (self);
}

static GPtrArray *
ensure_list (HechaJob *self, const char *name)
{
  GPtrArray *list = g_hash_table_lookup (self->lists, name);

  if (list != NULL)
    return list;
  list = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (list, NULL);
  g_hash_table_insert (self->lists, g_strdup (name), list);
  return list;
}

/**
 * hecha_job_add:
 * @self: a job
 * @name: of a list
 * @element: goes to its end
 */
void
hecha_job_add (HechaJob *self, const char *name, const char *element)
{
  GPtrArray *list = ensure_list (self, name);

  g_ptr_array_insert (list, (int)list->len - 1, g_strdup (element));
}

/**
 * hecha_job_set:
 * @self: a job
 * @name: of a text
 * @text: (nullable): what was filled in; without blanks at its ends
 */
void
hecha_job_set (HechaJob *self, const char *name, const char *text)
{
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  g_hash_table_remove (self->lists, name);
  if (stripped != NULL)
    hecha_job_add (self, name, stripped);
}

/**
 * hecha_job_copy:
 * @self: a job that was not done yet
 *
 * Returns: (transfer full): the same
 */
HechaJob *
hecha_job_copy (HechaJob *self)
{
  HechaJob *copy = hecha_job_new (self->deed, self->subject);
  GHashTableIter iter;
  gpointer name, list;

  g_hash_table_iter_init (&iter, self->lists);
  while (g_hash_table_iter_next (&iter, &name, &list))
    for (guint i = 0; i + 1 < ((GPtrArray *)list)->len; i++)
      hecha_job_add (copy, name, ((GPtrArray *)list)->pdata[i]);
  return copy;
}

/**
 * hecha_job_say:
 * @self: a job
 * @answer: (transfer full) (nullable): what the window gets when it was done, beside what was recorded
 */
void
hecha_job_say (HechaJob *self, char *answer)
{
  g_free (self->answer);
  self->answer = answer;
}

/**
 * hecha_job_get_subject:
 *
 * Returns: (nullable): what it is done to
 */
const char *
hecha_job_get_subject (HechaJob *self)
{
  return self->subject;
}

/**
 * hecha_job_get:
 *
 * Returns: (nullable): the text; %NULL for a blank one
 */
const char *
hecha_job_get (HechaJob *self, const char *name)
{
  const char *text = hecha_job_get_list (self, name)[0];

  return hecha_rule_is_blank (text) ? NULL : text;
}

/**
 * hecha_job_get_number:
 *
 * Returns: the text as a number, 0 where it is none
 */
guint
hecha_job_get_number (HechaJob *self, const char *name)
{
  const char *text = hecha_job_get (self, name);

  return text != NULL ? (guint)MIN (g_ascii_strtoull (text, NULL, 10), G_MAXUINT32) : 0;
}

/**
 * hecha_job_is_set:
 *
 * Returns: whether a switch is on
 */
gboolean
hecha_job_is_set (HechaJob *self, const char *name)
{
  return hecha_job_get_number (self, name) != 0;
}

/**
 * hecha_job_get_list:
 *
 * Returns: (array zero-terminated=1): the list, empty where there is none
 */
const char *const *
hecha_job_get_list (HechaJob *self, const char *name)
{
  static const char *const none[] = {NULL};
  GPtrArray *list = g_hash_table_lookup (self->lists, name);

  return list != NULL ? (const char *const *)list->pdata : none;
}

/**
 * hecha_job_get_files:
 * @self: a job that is being done
 *
 * Returns: (transfer none) (element-type HechaAttachment): the files of its list “files”, on disk; empty where there
 *   are none
 */
GPtrArray *
hecha_job_get_files (HechaJob *self)
{
  return self->files;
}

static gpointer
job_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaJob *self = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");

  return self->deed (store, by != NULL ? by : "", self, error) ? g_steal_pointer (&self->answer) : NULL;
}

/* Files may take long: they are copied here, while others save what they type on the store's thread. */
static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HechaJob *self = data;
  g_autoptr (HechaEvidence) evidence = hecha_evidence_new (hecha_store_worker_get_dir (self->worker),
                                                           hecha_store_worker_get_env (self->worker));
  GError *error = NULL;
  GPtrArray *files
    = hecha_attachment_copy_all (evidence, hecha_job_get_list (self, "files"), cancellable, &error);
  char *answer = NULL;

  if (files != NULL)
    {
      g_ptr_array_unref (self->files);
      self->files = files;
      answer = hecha_store_worker_run (self->worker, job_work, self, NULL, g_free, cancellable, &error);
    }
  /* Before the main thread hears of it: who closes the window waits for the store. */
  g_clear_object (&self->worker);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, g_free);
}

/**
 * hecha_job_run:
 * @self: (transfer full): a job
 * @worker: owner of the store
 * @done: called with a result for hecha_store_worker_run_finish(), which returns the answer or %NULL
 * @user_data: for @done
 *
 * Does it; files that it brings are copied in before, on a thread of their own.
 */
void
hecha_job_run (HechaJob *self, HechaStoreWorker *worker, GAsyncReadyCallback done, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  if (*hecha_job_get_list (self, "files") == NULL)
    {
      hecha_store_worker_run_async (worker, job_work, self, (GDestroyNotify)hecha_job_free, g_free, NULL,
                                    done, user_data);
      return;
    }
  self->worker = g_object_ref (worker);
  task = g_task_new (NULL, NULL, done, user_data);
  g_task_set_source_tag (task, hecha_store_worker_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify)hecha_job_free);
  g_task_run_in_thread (task, run_thread);
}
