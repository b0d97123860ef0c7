/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-data.h"

#include "domain/hecha-content.h"
#include "domain/hecha-evidence-use.h"
#include "domain/hecha-method.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-visit.h"
#include "evidence/hecha-evidence-check.h"
#include "hecha-method-fields.h"

#include <string.h>

/* What can be typed on the page, by record type. */
static const struct
{
  const char *type;
  const char *field;
} typed[] = {
  {"visit", "mode"},       {"visit", "place"},         {"visit", "place_reason"}, {"visit", "difficulties"},
  {"visit", "assistance"}, {"visit", "photo_reason"},  {"visit", "datum"},        {"visit", "difficulty"},
  {"finding", "verdict"},  {"finding", "observation"}, {"finding", "opinion"},    {"finding", "value"},
  {"finding", "unit"},
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
add_presence_lives (HechaSampleData *self, HechaReader *reader, GError **error)
{
  GPtrArray *presence = self->assignment->presence;

  for (guint i = 0; i < presence->len; i++)
    if (!add_live (self, reader, "presence", ((HechaRecord *)presence->pdata[i])->id, "span", error))
      return FALSE;
  return TRUE;
}

static gboolean
add_record_lives (HechaSampleData *self, HechaReader *reader, const HechaRecord *record, GError **error)
{
  const char *type = record->type->name;

  for (const HechaMethodField *field = hecha_method_fields; field->type != NULL; field++)
    if (strcmp (field->type, type) == 0 && strchr (field->field, ':') == NULL
        && !add_live (self, reader, type, record->id, field->field, error))
      return FALSE;
  return add_live (self, reader, type, record->id, "removed", error);
}

static gboolean
add_method_lives (HechaSampleData *self, HechaReader *reader, GError **error)
{
  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    {
      GPtrArray *records = hecha_assignment_get_records (self->assignment, method->type);

      for (guint i = 0; i < records->len; i++)
        if (!add_record_lives (self, reader, records->pdata[i], error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
add_answer_lives (HechaSampleData *self, HechaReader *reader, GError **error)
{
  GPtrArray *answers = hecha_assignment_get_records (self->assignment, "answer");

  for (guint i = 0; i < answers->len; i++)
    {
      const char *id = ((HechaRecord *)answers->pdata[i])->id;

      if (!add_live (self, reader, "answer", id, "answer", error)
          || !add_live (self, reader, "answer", id, "note", error))
        return FALSE;
    }
  return TRUE;
}

/* What was found of each unit that was drawn at the site. */
static gboolean
load_site (HechaSampleData *self, HechaReader *reader, GError **error)
{
  self->site = hecha_site_load (reader, self->assignment->record, error);
  for (guint i = 0; self->site != NULL && i < self->site->units->len; i++)
    {
      const HechaRecord *unit = g_ptr_array_index (self->site->units, i);

      if (!add_live (self, reader, "site_unit", unit->id, "result", error)
          || !add_live (self, reader, "site_unit", unit->id, "note", error))
        return FALSE;
    }
  return self->site != NULL;
}

static gboolean
load_lives (HechaSampleData *self, HechaReader *reader, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    if (!add_live (self, reader, typed[i].type, self->assignment->record->id, typed[i].field, error))
      return FALSE;
  return add_presence_lives (self, reader, error) && add_method_lives (self, reader, error)
         && add_answer_lives (self, reader, error);
}

/* What the agency declared of this very quarter, where this laptop may know it. */
static gboolean
load_declaration (HechaSampleData *self, HechaReader *reader, GError **error)
{
  const HechaRecord *assignment = self->assignment->record;
  g_autofree char *scope = hecha_agency_dup_scope (hecha_record_get (assignment, "agency"));
  g_autoptr (GError) problem = NULL;

  self->declaration
    = hecha_reader_get (reader, scope, "declaration", hecha_record_get (assignment, "unit"), &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* What is known of the sample beside what is recorded on it. */
static gboolean
load_around (HechaSampleData *self, HechaReader *reader, GError **error)
{
  self->history = hecha_history_list (reader, self->assignment, error);
  if (self->history != NULL)
    self->uses = hecha_evidence_find_uses (reader, self->assignment, error);
  return self->uses != NULL && load_declaration (self, reader, error);
}

static gboolean
hash_content (HechaSampleData *self, HechaReader *reader, GError **error)
{
  g_autoptr (JsonNode) content = hecha_content_build (reader, self->assignment, error);

  self->content_hash = content != NULL ? hecha_content_dup_hash (content, error) : NULL;
  return self->content_hash != NULL;
}

static void
free_check (gpointer data)
{
  HechaSignatureCheck *check = data;

  g_ptr_array_unref (check->changes);
  g_free (check);
}

static void
check_signatures (HechaSampleData *self, HechaStore *store)
{
  GPtrArray *signatures = self->assignment->signatures;

  self->checks = g_ptr_array_new_with_free_func (free_check);
  for (guint i = 0; i < signatures->len; i++)
    {
      HechaSignatureCheck *check = g_new0 (HechaSignatureCheck, 1);

      check->valid = hecha_evidence_check_signature (store, signatures->pdata[i], NULL);
      check->changes = hecha_content_diff (self->assignment, signatures->pdata[i]);
      g_ptr_array_add (self->checks, check);
    }
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
  g_autoptr (HechaSampleData) self = g_atomic_rc_box_new0 (HechaSampleData);

  self->assignment = hecha_assignment_load (reader, scope, id, error);
  if (self->assignment == NULL)
    return NULL;
  self->persons = hecha_assignment_dup_persons (self->assignment);
  self->missing = hecha_sample_missing (self->assignment);
  self->checklist = hecha_checklist_of (self->assignment);
  check_signatures (self, store);
  self->state = hecha_sample_state (self->assignment);
  self->lives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)hecha_live_unref);
  self->today = hecha_visit_dup_today (hecha_store_env (store));
  self->person = hecha_store_get_meta (store, "person");
  self->may_write = is_own (store, scope);
  return load_around (self, reader, error) && load_lives (self, reader, error)
             && load_site (self, reader, error) && hash_content (self, reader, error)
           ? g_steal_pointer (&self)
           : NULL;
}

static void
clear (gpointer data)
{
  HechaSampleData *self = data;

  g_clear_pointer (&self->site, hecha_site_free);
  hecha_assignment_free (self->assignment);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_clear_pointer (&self->checklist, hecha_checklist_free);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->declaration, hecha_record_free);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->lives, g_hash_table_unref);
  g_clear_pointer (&self->uses, g_hash_table_unref);
  g_free (self->content_hash);
  g_free (self->today);
  g_free (self->person);
}

/**
 * hecha_sample_data_ref:
 * @self: a copy
 *
 * Returns: (transfer full): the same
 */
HechaSampleData *
hecha_sample_data_ref (HechaSampleData *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * hecha_sample_data_unref:
 * @self: (transfer full): a copy
 */
void
hecha_sample_data_unref (HechaSampleData *self)
{
  g_atomic_rc_box_release_full (self, clear);
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
 * @date: (nullable): a day; %NULL for any
 *
 * Returns: (transfer none) (nullable): when that person was there
 */
const HechaRecord *
hecha_sample_data_presence (const HechaSampleData *self, const char *person, const char *date)
{
  for (guint i = 0; i < self->assignment->presence->len; i++)
    {
      const HechaRecord *presence = g_ptr_array_index (self->assignment->presence, i);

      if (g_strcmp0 (hecha_record_get (presence, "person"), person) == 0
          && (date == NULL || g_strcmp0 (hecha_record_get (presence, "date"), date) == 0))
        return presence;
    }
  return NULL;
}

static const HechaRecord *
get_record (const HechaSampleData *self, const char *type)
{
  return strcmp (type, "visit") == 0     ? self->assignment->visit
         : strcmp (type, "finding") == 0 ? self->assignment->finding
                                         : self->assignment->record;
}

/**
 * hecha_sample_data_is_disputed:
 * @self: a copy
 * @type: assignment, visit or finding
 * @field: what is typed, as of hecha-edit.h
 *
 * Returns: whether people wrote different things there, so that the office has to settle it
 */
gboolean
hecha_sample_data_is_disputed (const HechaSampleData *self, const char *type, const char *field)
{
  const HechaRecord *record = get_record (self, type);

  return record != NULL
         && hecha_record_is_disputed (record, strcmp (field, "place") == 0 ? "latitude" : field);
}

/**
 * hecha_sample_data_is_missing:
 * @self: a copy
 * @code: as of #HechaMissing
 *
 * Returns: whether the leader's signature waits for it
 */
gboolean
hecha_sample_data_is_missing (const HechaSampleData *self, const char *code)
{
  for (guint i = 0; i < self->missing->len; i++)
    if (strcmp (((HechaMissing *)self->missing->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
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
  const HechaRecord *record = get_record (self, type);

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
