/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-appeal-case.h"

#include "domain/hecha-calendar-local.h"
#include "domain/hecha-negative-score.h"

#include <string.h>

/* Of the limits, which are not shown here. */
static const HechaFraction confidence = {95, 100};

/* ---- which ---- */

/**
 * hecha_appeal_name_new:
 * @record: "SCOPE ID", or a sample: a unit, or `CODE/UNIT`
 *
 * Returns: (transfer full): its parts
 */
HechaAppealName *
hecha_appeal_name_new (const char *record)
{
  HechaAppealName *self = g_new0 (HechaAppealName, 1);
  const char *blank = strchr (record, ' ');

  self->scope = blank != NULL ? g_strndup (record, (gsize)(blank - record)) : NULL;
  self->id = g_strdup (blank != NULL ? blank + 1 : record);
  return self;
}

/**
 * hecha_appeal_name_free:
 * @self: (transfer full) (nullable): a name
 */
void
hecha_appeal_name_free (HechaAppealName *self)
{
  if (self == NULL)
    return;
  g_free (self->scope);
  g_free (self->id);
  g_free (self);
}

/* ---- reading, on the store's thread ---- */

static gboolean
load_appeal (HechaAppealCase *self, HechaReader *reader, const HechaNegativeContext *context, GError **error)
{
  const HechaRecord *record = self->data->assignment->record;

  self->row
    = hecha_appeal_row_load (reader, record->scope, record->id, context->calendar, &context->today, error);
  if (self->row == NULL)
    return FALSE;
  self->has_limit = hecha_appeal_get_limit (&self->row->appeal, context->calendar, &self->limit);
  self->first_team = hecha_appeal_dup_first_team (self->row->assignment);
  self->people = hecha_reader_list (reader, "office", "person", NULL, NULL, error);
  return self->people != NULL;
}

static gboolean
rests_on (const HechaNegative *entry, const HechaRecord *assignment)
{
  return g_strcmp0 (hecha_record_get (entry->entry, "sample"), assignment->id) == 0
         && g_strcmp0 (hecha_record_get (entry->entry, "found_in"), assignment->scope) == 0;
}

static void
take_score (HechaAppealCase *self, GPtrArray *entries, const char *agency)
{
  g_autoptr (HechaNegativeScore) score
    = hecha_negative_score (entries, agency, (guint)g_ascii_strtoull (self->entry->quarter, NULL, 10));

  self->score = score->score;
}

/* What the negative list has of this finding, and what the agency's year is worth by it. */
static gboolean
load_entry (HechaAppealCase *self, HechaReader *reader, const HechaNegativeContext *context, GError **error)
{
  const HechaRecord *record = self->data->assignment->record;
  const HechaNegativeQuery query = {.agency = hecha_record_get (record, "agency")};
  g_autoptr (GPtrArray) entries = hecha_negative_list (reader, &query, context, error);

  for (guint i = 0; entries != NULL && i < entries->len && self->entry == NULL; i++)
    if (rests_on (entries->pdata[i], record))
      {
        self->entry = entries->pdata[i];
        take_score (self, entries, query.agency);
        g_ptr_array_steal_index (entries, i);
      }
  return entries != NULL;
}

static HechaSampleData *
load_data (HechaStore *store, const HechaAppealName *name, GError **error)
{
  g_autoptr (HechaAssignment) found
    = hecha_assignment_find (hecha_store_reader (store), name->scope, name->id, error);

  return found != NULL ? hecha_sample_data_load (store, found->record->scope, found->record->id, error)
                       : NULL;
}

/**
 * hecha_appeal_case_work:
 * @store: the office's store
 * @data: a #HechaAppealName
 * @cancellable: nothing
 * @error: %HECHA_ERROR_NOT_FOUND; %HECHA_ERROR_REFUSED when several fit
 *
 * A #HechaStoreWork.
 *
 * Returns: (transfer full) (nullable): a #HechaAppealCase
 */
gpointer
hecha_appeal_case_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (reader, error);
  g_autoptr (HechaAppealCase) self = g_new0 (HechaAppealCase, 1);
  HechaNegativeContext context = {.calendar = calendar};

  self->data = calendar != NULL ? load_data (store, data, error) : NULL;
  if (self->data == NULL)
    return NULL;
  hecha_date_from_ms (&context.today, hecha_env_now_ms (hecha_store_env (store)));
  self->person = hecha_store_get_meta (store, "person");
  return load_appeal (self, reader, &context, error) && load_entry (self, reader, &context, error)
           ? g_steal_pointer (&self)
           : NULL;
}

/**
 * hecha_appeal_case_free:
 * @self: (transfer full) (nullable): a copy
 */
void
hecha_appeal_case_free (HechaAppealCase *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  hecha_appeal_row_free (self->row);
  g_clear_pointer (&self->first_team, g_hash_table_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self->person);
  g_clear_pointer (&self->entry, hecha_negative_free);
  g_free (self);
}

/**
 * hecha_appeal_case_name:
 * @self: a copy
 * @person: (nullable): an id; of the agency also a name
 *
 * Returns: (transfer none): the name; what was given where it is not known
 */
const char *
hecha_appeal_case_name (const HechaAppealCase *self, const char *person)
{
  const HechaAssignedPerson *assigned
    = person != NULL ? hecha_assigned_find (self->data->persons, person) : NULL;

  for (guint i = 0; i < self->people->len; i++)
    if (g_strcmp0 (((HechaRecord *)self->people->pdata[i])->id, person) == 0
        && hecha_record_get (self->people->pdata[i], "name") != NULL)
      return hecha_record_get (self->people->pdata[i], "name");
  return assigned != NULL ? assigned->name : person;
}

/**
 * hecha_appeal_case_get_assignment:
 * @self: a copy
 *
 * Returns: (transfer none): the assignment whose finding this is about
 */
const HechaRecord *
hecha_appeal_case_get_assignment (const HechaAppealCase *self)
{
  return self->data->assignment->record;
}

/**
 * hecha_appeal_rate_work:
 * @store: the office's store
 * @data: a text: the code of a plan
 * @cancellable: nothing
 * @error: when reading failed
 *
 * A #HechaStoreWork. It looks at every finding of the plan, so it comes after what is shown at once.
 *
 * Returns: (transfer full) (nullable): a #HechaRate, as it counts and as it was signed
 */
gpointer
hecha_appeal_rate_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_rate_compute (hecha_store_reader (store), data, confidence, error);
}
