/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-negative-desk.h"

#include "domain/hecha-calendar-local.h"
#include "domain/hecha-negative-basis.h"
#include "evidence/hecha-attachment.h"
#include "store/hecha-results.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- reading, on the store's thread ---- */

static HechaCalendar *
load_context (HechaStore *store, HechaNegativeContext *context, GError **error)
{
  HechaCalendar *calendar = hecha_calendar_load_local (hecha_store_reader (store), error);

  context->calendar = calendar;
  hecha_date_from_ms (&context->today, hecha_env_now_ms (hecha_store_env (store)));
  return calendar;
}

/* Of the findings only those are read that the lists know as not met. */
static GPtrArray *
list_candidates (HechaStore *store, GError **error)
{
  g_autoptr (HechaWork) work = hecha_work_open (store, error);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) ids = NULL;
  gboolean more = TRUE;

  while (more)
    if (work == NULL || !hecha_work_refresh (work, G_USEC_PER_SEC, changed, &more, error))
      return NULL;
  ids = hecha_results_find (work, "not_met", error);
  return ids != NULL ? hecha_negative_candidates (hecha_store_reader (store), ids, NULL, error) : NULL;
}

/**
 * hecha_negative_desk_work:
 * @store: the office's store
 * @data: nothing
 * @cancellable: nothing
 * @error: when reading failed
 *
 * A #HechaStoreWork.
 *
 * Returns: (transfer full) (nullable): a #HechaNegativeDesk
 */
gpointer
hecha_negative_desk_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaNegativeDesk) self = g_new0 (HechaNegativeDesk, 1);
  g_autoptr (HechaCalendar) calendar = NULL;
  HechaNegativeContext context;

  calendar = load_context (store, &context, error);
  self->entries = calendar != NULL ? hecha_negative_list (reader, NULL, &context, error) : NULL;
  self->candidates = self->entries != NULL ? list_candidates (store, error) : NULL;
  self->people
    = self->candidates != NULL ? hecha_reader_list (reader, "office", "person", NULL, NULL, error) : NULL;
  if (self->people == NULL)
    return NULL;
  self->today = context.today;
  hecha_week_get_last_day (&self->today, &self->week_end);
  return g_steal_pointer (&self);
}

/**
 * hecha_negative_desk_free:
 * @self: (transfer full) (nullable): what was read
 */
void
hecha_negative_desk_free (HechaNegativeDesk *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self);
}

/**
 * hecha_negative_desk_find:
 * @self: what was read
 * @id: of an entry, or its unit
 *
 * Returns: (transfer none) (nullable): that entry
 */
const HechaNegative *
hecha_negative_desk_find (const HechaNegativeDesk *self, const char *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const HechaNegative *entry = g_ptr_array_index (self->entries, i);

      if (strcmp (entry->entry->id, id) == 0 || g_strcmp0 (hecha_record_get (entry->entry, "unit"), id) == 0)
        return entry;
    }
  return NULL;
}

/**
 * hecha_negative_desk_name:
 * @self: what was read
 * @person: an id
 *
 * Returns: (transfer none): the name; the id where it is not known
 */
const char *
hecha_negative_desk_name (const HechaNegativeDesk *self, const char *person)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (self->people, i);

      if (strcmp (record->id, person) == 0 && hecha_record_get (record, "name") != NULL)
        return hecha_record_get (record, "name");
    }
  return person;
}

/**
 * hecha_negative_desk_count:
 * @store: the office's store, on its thread
 * @count: (out): entries whose step is due this week, or was before
 * @error: when reading failed
 *
 * Returns: whether it could be counted
 */
gboolean
hecha_negative_desk_count (HechaStore *store, guint *count, GError **error)
{
  HechaNegativeContext context;
  g_autoptr (HechaCalendar) calendar = load_context (store, &context, error);
  g_autoptr (GPtrArray) due = NULL;
  GDate last;
  HechaNegativeQuery query = {.due_by = &last};

  if (calendar == NULL)
    return FALSE;
  hecha_week_get_last_day (&context.today, &last);
  due = hecha_negative_list (hecha_store_reader (store), &query, &context, error);
  *count = due != NULL ? due->len : 0;
  return due != NULL;
}

/* ---- recording, on the store's thread ---- */

static const HechaActFunc rules[] = {
  [HECHA_NEGATIVE_ACT_ADD] = hecha_negative_add,
  [HECHA_NEGATIVE_ACT_CONFIRM] = hecha_negative_confirm,
  [HECHA_NEGATIVE_ACT_NOTIFY] = hecha_negative_notify,
  [HECHA_NEGATIVE_ACT_RECEIVE] = hecha_negative_receive,
  [HECHA_NEGATIVE_ACT_MEASURE] = hecha_negative_measure,
  [HECHA_NEGATIVE_ACT_COMPLETE] = hecha_negative_complete,
  [HECHA_NEGATIVE_ACT_FEED_BACK] = hecha_negative_feed_back,
  [HECHA_NEGATIVE_ACT_VERIFY] = hecha_negative_verify,
  [HECHA_NEGATIVE_ACT_URGE] = hecha_negative_urge,
  [HECHA_NEGATIVE_ACT_WITHDRAW] = hecha_negative_withdraw,
};

/**
 * hecha_negative_job_copy:
 * @self: a step
 * @worker: owner of the store
 * @cancellable: (nullable): to stop
 * @error: when a file cannot be read or copied
 *
 * Copies its files in, on any thread but the store's, on which people save what they type.
 *
 * Returns: whether all of them are there
 */
gboolean
hecha_negative_job_copy (HechaNegativeJob *self, HechaStoreWorker *worker, GCancellable *cancellable,
                         GError **error)
{
  static const char *const none[] = {NULL};
  g_autoptr (HechaEvidence) evidence
    = hecha_evidence_new (hecha_store_worker_get_dir (worker), hecha_store_worker_get_env (worker));

  self->attachments = hecha_attachment_copy_all (
    evidence, self->files != NULL ? (const char *const *)self->files : none, cancellable, error);
  return self->attachments != NULL;
}

/**
 * hecha_negative_job_work:
 * @store: the office's store
 * @data: a #HechaNegativeJob; of a completion, its files are copied
 * @cancellable: nothing
 * @error: %HECHA_ERROR_REFUSED, with the rule
 *
 * A #HechaStoreWork: records one step.
 *
 * Returns: (transfer full) (nullable): the id of the entry, a text
 */
gpointer
hecha_negative_job_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const HechaNegativeJob *job = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");
  HechaNegativeInput input = {.entry = job->entry,
                              .on = job->on,
                              .text = job->text,
                              .choice = job->choice,
                              .person = job->person,
                              .persons = (const char *const *)job->persons,
                              .rectify_by = job->rectify_by,
                              .number = job->number};
  gboolean done
    = job->act == HECHA_NEGATIVE_ACT_COMPLETE
        ? hecha_attachment_record_completion (store, by != NULL ? by : "", &input, job->attachments, error)
        : hecha_store_act (store, by != NULL ? by : "", rules[job->act], &input, error);

  if (!done)
    {
      g_free (input.id);
      return NULL;
    }
  return input.id != NULL ? input.id : g_strdup (job->entry);
}

/**
 * hecha_negative_job_free:
 * @self: (transfer full): a step
 */
void
hecha_negative_job_free (HechaNegativeJob *self)
{
  g_free (self->entry);
  g_free (self->on);
  g_free (self->text);
  g_free (self->choice);
  g_free (self->person);
  g_strfreev (self->persons);
  g_free (self->rectify_by);
  g_free (self->number);
  g_strfreev (self->files);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_free (self);
}

/* ---- words ---- */

/**
 * hecha_negative_act_of_step:
 * @step: that comes next
 *
 * Returns: what records it
 */
HechaNegativeAct
hecha_negative_act_of_step (HechaNegativeStep step)
{
  static const HechaNegativeAct acts[] = {
    [HECHA_NEGATIVE_NOTHING] = HECHA_NEGATIVE_ACT_NONE,
    [HECHA_NEGATIVE_CONFIRM] = HECHA_NEGATIVE_ACT_CONFIRM,
    [HECHA_NEGATIVE_NOTIFY] = HECHA_NEGATIVE_ACT_NOTIFY,
    [HECHA_NEGATIVE_MEASURES] = HECHA_NEGATIVE_ACT_MEASURE,
    [HECHA_NEGATIVE_COMPLETE] = HECHA_NEGATIVE_ACT_COMPLETE,
    [HECHA_NEGATIVE_URGE] = HECHA_NEGATIVE_ACT_URGE,
    [HECHA_NEGATIVE_FEEDBACK] = HECHA_NEGATIVE_ACT_FEED_BACK,
    [HECHA_NEGATIVE_VERIFY] = HECHA_NEGATIVE_ACT_VERIFY,
  };

  return acts[step];
}

/**
 * hecha_negative_dup_days:
 * @entry: one that has something due
 *
 * Returns: (transfer full): how many working days are left, or late
 */
char *
hecha_negative_dup_days (const HechaNegative *entry)
{
  guint days = (guint)ABS (entry->days);
  g_autofree char *text
    = entry->days < 0
        ? g_strdup_printf (ngettext ("%u working day late", "%u working days late", days), days)
        : g_strdup_printf (ngettext ("%u working day left", "%u working days left", days), days);

  return entry->days_provisional ? g_strconcat (text, _ (" (provisional)"), NULL) : g_steal_pointer (&text);
}
