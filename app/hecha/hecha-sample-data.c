/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-data.h"

#include "domain/hecha-content.h"
#include "domain/hecha-visit.h"

#include <string.h>

/* What can be typed on the page, by record type. */
static const struct
{
  const char *type;
  const char *field;
} typed[] = {
  {"visit", "mode"},       {"visit", "place"},        {"visit", "place_reason"}, {"visit", "difficulties"},
  {"visit", "assistance"}, {"visit", "photo_reason"}, {"finding", "verdict"},    {"finding", "observation"},
  {"finding", "opinion"},  {"finding", "value"},      {"finding", "unit"},
};

static gboolean
add_live (HechaSampleData *self, HechaReader *reader, const char *type, const char *id, const char *field,
          GError **error)
{
  HechaLive *live = hecha_live_read (reader, self->assignment->record->scope, type, id, field, error);

  if (live == NULL)
    return FALSE;
  g_hash_table_insert (self->lives, g_strjoin ("\n", type, id, field, NULL), live);
  return TRUE;
}

static gboolean
load_lives (HechaSampleData *self, HechaReader *reader, GError **error)
{
  const char *id = self->assignment->record->id;

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    if (!add_live (self, reader, typed[i].type, id, typed[i].field, error))
      return FALSE;
  for (guint i = 0; i < self->persons->len; i++)
    {
      const HechaAssignedPerson *person = g_ptr_array_index (self->persons, i);
      g_autofree char *presence = g_strdup_printf ("%s/%s", id, person->id);

      if (!add_live (self, reader, "presence", presence, "span", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
hash_content (HechaSampleData *self, HechaReader *reader, GError **error)
{
  g_autoptr (JsonNode) content = hecha_content_build (reader, self->assignment, error);

  self->content_hash = content != NULL ? hecha_content_dup_hash (content, error) : NULL;
  return self->content_hash != NULL;
}

static gboolean
is_own (HechaStore *store, const char *scope)
{
  g_autofree char *home = hecha_store_get_meta (store, "home");
  g_autofree char *role = hecha_store_get_meta (store, "role");

  return g_strcmp0 (home, scope) == 0 && g_strcmp0 (role, "office") != 0;
}

/**
 * hecha_sample_data_load:
 * @store: the store, on its thread
 * @scope: of the assignment
 * @id: of the assignment
 * @error: when there is none, or the database failed
 *
 * Returns: (transfer full) (nullable): a copy of everything on the sample
 */
HechaSampleData *
hecha_sample_data_load (HechaStore *store, const char *scope, const char *id, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaSampleData) self = g_new0 (HechaSampleData, 1);

  self->assignment = hecha_assignment_load (reader, scope, id, error);
  if (self->assignment == NULL)
    return NULL;
  self->persons = hecha_assignment_dup_persons (self->assignment);
  self->missing = hecha_sample_missing (self->assignment);
  self->state = hecha_sample_state (self->assignment);
  self->lives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)hecha_live_free);
  self->today = hecha_visit_dup_today (hecha_store_env (store));
  self->person = hecha_store_get_meta (store, "person");
  self->may_write = is_own (store, scope);
  return load_lives (self, reader, error) && hash_content (self, reader, error) ? g_steal_pointer (&self)
                                                                                : NULL;
}

/**
 * hecha_sample_data_free:
 * @self: (transfer full) (nullable): a copy
 */
void
hecha_sample_data_free (HechaSampleData *self)
{
  if (self == NULL)
    return;
  hecha_assignment_free (self->assignment);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_clear_pointer (&self->lives, g_hash_table_unref);
  g_free (self->content_hash);
  g_free (self->today);
  g_free (self->person);
  g_free (self);
}

/**
 * hecha_sample_data_live:
 * @self: a copy
 * @type: of a record
 * @id: which record
 * @field: what is typed
 *
 * Returns: (transfer none) (nullable): what was behind the field when this was read
 */
const HechaLive *
hecha_sample_data_live (const HechaSampleData *self, const char *type, const char *id, const char *field)
{
  g_autofree char *key = g_strjoin ("\n", type, id, field, NULL);

  return g_hash_table_lookup (self->lives, key);
}

/**
 * hecha_sample_data_presence:
 * @self: a copy
 * @person: of the assignment
 *
 * Returns: (transfer none) (nullable): when that person was there
 */
const HechaRecord *
hecha_sample_data_presence (const HechaSampleData *self, const char *person)
{
  for (guint i = 0; i < self->assignment->presence->len; i++)
    {
      const HechaRecord *presence = g_ptr_array_index (self->assignment->presence, i);

      if (g_strcmp0 (hecha_record_get (presence, "person"), person) == 0)
        return presence;
    }
  return NULL;
}

/**
 * hecha_sample_data_get:
 * @self: a copy
 * @type: assignment, visit or finding
 * @field: of that type
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
hecha_sample_data_get (const HechaSampleData *self, const char *type, const char *field)
{
  const HechaRecord *record = strcmp (type, "visit") == 0     ? self->assignment->visit
                              : strcmp (type, "finding") == 0 ? self->assignment->finding
                                                              : self->assignment->record;

  return record != NULL ? hecha_record_get (record, field) : NULL;
}

/**
 * hecha_sample_data_is_sealed:
 * @self: a copy
 *
 * Returns: whether the leader signed, so that nothing is edited any more
 */
gboolean
hecha_sample_data_is_sealed (const HechaSampleData *self)
{
  return hecha_assignment_effective_signature (self->assignment) != NULL;
}

/**
 * hecha_sample_data_is_editable:
 * @self: a copy
 *
 * Returns: whether anything can be recorded here; what others record is only looked at
 */
gboolean
hecha_sample_data_is_editable (const HechaSampleData *self)
{
  return self->may_write && !hecha_sample_data_is_sealed (self);
}
