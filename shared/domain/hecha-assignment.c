/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-assignment.h"

#include "base/hecha-error.h"
#include "domain/hecha-label.h"
#include "domain/hecha-records.h"
#include "domain/hecha-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what hangs on one ---- */

/**
 * hecha_assignment_has_type:
 * @type: of the record table
 *
 * Returns: whether its records hang on an assignment, each for itself: it names one. A removal only takes another one
 *   back
 */
gboolean
hecha_assignment_has_type (const HechaType *type)
{
  return hecha_type_find_field (type, "assignment", strlen ("assignment")) >= 0
         && strcmp (type->name, "removal") != 0;
}

/**
 * hecha_assignment_shares_id:
 * @type: of the record table
 *
 * Returns: whether its record has the id of the assignment, so that there is one at most; it is found by that id also
 *   while two people wrote it differently and no value of it is used
 */
gboolean
hecha_assignment_shares_id (const HechaType *type)
{
  static const char *const single[]
    = {"visit", "finding", "appeal", "appeal_admission", "appeal_review", "appeal_ruling", NULL};

  return g_strv_contains (single, type->name);
}

/**
 * hecha_assignment_shows_type:
 * @type: of the record table
 *
 * Returns: whether its records are on the page that is signed: those that a team or a visitor writes, without the
 *   signatures themselves
 */
gboolean
hecha_assignment_shows_type (const HechaType *type)
{
  return hecha_assignment_has_type (type) && strcmp (type->name, "signature") != 0
         && (type->writers & (HECHA_WRITER_TEAM | HECHA_WRITER_VISITOR)) != 0;
}

static guint
index_of (const char *type)
{
  int index = hecha_schema_find_type (hecha_records (), type, strlen (type));

  g_assert (index >= 0);
  return (guint)index;
}

/**
 * hecha_assignment_get_records:
 * @self: an assignment
 * @type: a record type that hangs on assignments, such as meeting or answer
 *
 * Returns: (transfer none) (element-type HechaRecord): its records of this type by id, without what was taken back
 */
GPtrArray *
hecha_assignment_get_records (const HechaAssignment *self, const char *type)
{
  g_assert (self->lists[index_of (type)] != NULL);
  return self->lists[index_of (type)];
}

static const HechaRecord *
find_in (GPtrArray *list, const char *id, guint *position)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((HechaRecord *)list->pdata[i])->id, id) == 0)
      {
        *position = i;
        return list->pdata[i];
      }
  return NULL;
}

/**
 * hecha_assignment_find_record:
 * @self: an assignment
 * @type: a record type that hangs on assignments
 * @id: which record
 *
 * Returns: (transfer none) (nullable): that record
 */
const HechaRecord *
hecha_assignment_find_record (const HechaAssignment *self, const char *type, const char *id)
{
  guint position;

  return find_in (hecha_assignment_get_records (self, type), id, &position);
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
}

/**
 * hecha_assignment_set_list:
 * @self: an assignment
 * @type: index of a record type that hangs on assignments
 * @list: (transfer full) (element-type HechaRecord): its records
 */
void
hecha_assignment_set_list (HechaAssignment *self, guint type, GPtrArray *list)
{
  g_clear_pointer (&self->lists[type], g_ptr_array_unref);
  self->lists[type] = list;
  self->presence = self->lists[index_of ("presence")];
  self->evidence = self->lists[index_of ("evidence")];
  self->signatures = self->lists[index_of ("signature")];
}

/**
 * hecha_assignment_new:
 * @record: (transfer full): the assignment itself
 *
 * Returns: (transfer full): it, without anything recorded on it
 */
HechaAssignment *
hecha_assignment_new (HechaRecord *record)
{
  HechaAssignment *self = g_new0 (HechaAssignment, 1);

  self->record = record;
  self->removed = new_list ();
  self->appeal_evidence = new_list ();
  self->lists = g_new0 (GPtrArray *, hecha_records ()->n_types);
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    if (hecha_assignment_has_type (&hecha_records ()->types[i]))
      hecha_assignment_set_list (self, i, new_list ());
  return self;
}

/**
 * hecha_assignment_free:
 * @self: (transfer full) (nullable): an assignment
 */
void
hecha_assignment_free (HechaAssignment *self)
{
  if (self == NULL)
    return;
  hecha_record_free (self->record);
  hecha_record_free (self->visit);
  hecha_record_free (self->finding);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->appeal_evidence);
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    g_clear_pointer (&self->lists[i], g_ptr_array_unref);
  g_free (self->lists);
  g_free (self);
}

/* A draw at the site stays, and so does all that belongs to it: a wrong frame is cancelled where everybody sees it. */
static gboolean
may_take_back (const HechaType *type)
{
  static const char *const drawn[] = {"site_frame", "site_cancel", "site_draw", "site_unit", NULL};

  return !g_strv_contains (drawn, type->name);
}

/**
 * hecha_assignment_set_aside:
 * @self: an assignment
 * @removal: a removal, which shares the id of what it takes back
 *
 * What has a removal with a reason was taken back.
 */
void
hecha_assignment_set_aside (HechaAssignment *self, const HechaRecord *removal)
{
  guint position;

  for (guint i = 0; i < hecha_records ()->n_types && hecha_record_get (removal, "reason") != NULL; i++)
    if (self->lists[i] != NULL && may_take_back (&hecha_records ()->types[i])
        && find_in (self->lists[i], removal->id, &position) != NULL)
      g_ptr_array_add (self->removed, g_ptr_array_steal_index (self->lists[i], position));
}

/**
 * hecha_assignment_set_appeal_aside:
 * @self: an assignment whose evidence was read
 *
 * What the office attached to an appeal (P3 4.3 a, R011) is no part of the finding, nor of what was signed.
 */
void
hecha_assignment_set_appeal_aside (HechaAssignment *self)
{
  for (guint i = self->evidence->len; i-- > 0;)
    if (hecha_record_get_int (self->evidence->pdata[i], "appeal", 0) != 0)
      g_ptr_array_insert (self->appeal_evidence, 0, g_ptr_array_steal_index (self->evidence, i));
}

/* ---- one ---- */

static gboolean
get_part (HechaReader *reader, const HechaRecord *record, const char *type, HechaRecord **part,
          GError **error)
{
  GError *problem = NULL;

  *part = hecha_reader_get (reader, record->scope, type, record->id, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/* (transfer full) (nullable): the records of one type */
static GPtrArray *
list_part (HechaReader *reader, const HechaRecord *record, const HechaType *type, GError **error)
{
  g_autoptr (GPtrArray) one = new_list ();
  HechaRecord *part = NULL;

  if (!hecha_assignment_shares_id (type))
    return hecha_reader_list (reader, record->scope, type->name, "assignment", record->id, error);
  if (!get_part (reader, record, type->name, &part, error))
    return NULL;
  if (part != NULL)
    g_ptr_array_add (one, part);
  return g_steal_pointer (&one);
}

static gboolean
list_parts (HechaReader *reader, HechaAssignment *self, GError **error)
{
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    {
      GPtrArray *found;

      if (self->lists[i] == NULL)
        continue;
      found = list_part (reader, self->record, &hecha_records ()->types[i], error);
      if (found == NULL)
        return FALSE;
      hecha_assignment_set_list (self, i, found);
    }
  return TRUE;
}

static HechaAssignment *
load_parts (HechaReader *reader, HechaRecord *record, GError **error)
{
  g_autoptr (HechaAssignment) self = hecha_assignment_new (record);
  g_autoptr (GPtrArray) removals = NULL;

  if (!get_part (reader, record, "visit", &self->visit, error)
      || !get_part (reader, record, "finding", &self->finding, error) || !list_parts (reader, self, error))
    return NULL;
  removals = hecha_reader_list (reader, record->scope, "removal", "assignment", record->id, error);
  for (guint i = 0; removals != NULL && i < removals->len; i++)
    hecha_assignment_set_aside (self, removals->pdata[i]);
  hecha_assignment_set_appeal_aside (self);
  return removals != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * hecha_assignment_load:
 * @reader: where to read
 * @scope: `team:…` or `visit:…`
 * @id: `CODE/UNIT`
 * @error: %HECHA_ERROR_NOT_FOUND, or when reading failed
 *
 * Returns: (transfer full) (nullable): the assignment with all that was recorded on it
 */
HechaAssignment *
hecha_assignment_load (HechaReader *reader, const char *scope, const char *id, GError **error)
{
  HechaRecord *record = hecha_reader_need (reader, scope, "assignment", id, error);

  return record != NULL ? load_parts (reader, record, error) : NULL;
}

/* Which ones were meant, for a person who has to say it more exactly. */
static void
blame_ambiguous (GPtrArray *found, const char *sample, gboolean by_id, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (found, i);

      g_string_append_printf (names, "%s%s", i == 0 ? "" : _ (" or "), by_id ? record->scope : record->id);
    }
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               by_id ? _ ("%s is assigned more than once; say in which scope: %s")
                     : _ ("%s is assigned more than once; say which: %s"),
               sample, names->str);
}

static gboolean
same_id (GPtrArray *found)
{
  for (guint i = 1; i < found->len; i++)
    if (strcmp (((HechaRecord *)found->pdata[i])->id, ((HechaRecord *)found->pdata[0])->id) != 0)
      return FALSE;
  return TRUE;
}

static GPtrArray *
list_named (HechaReader *reader, const char *scope, const char *sample, GError **error)
{
  const char *slash = strrchr (sample, '/');
  g_autoptr (GPtrArray) found
    = hecha_reader_list (reader, scope, "assignment", "unit", slash != NULL ? slash + 1 : sample, error);

  for (guint i = found != NULL ? found->len : 0; slash != NULL && i-- > 0;)
    if (strcmp (((HechaRecord *)found->pdata[i])->id, sample) != 0)
      g_ptr_array_remove_index (found, i);
  return g_steal_pointer (&found);
}

/**
 * hecha_assignment_find:
 * @reader: where to read
 * @home: the scope to look in; `office`, empty or %NULL for all
 * @sample: a unit id such as `A01-2026-T02-Q2`, or `CODE/UNIT` where two plans have it
 * @error: %HECHA_ERROR_NOT_FOUND; %HECHA_ERROR_REFUSED when several fit
 *
 * Returns: (transfer full) (nullable): the assignment with all that was recorded on it
 */
HechaAssignment *
hecha_assignment_find (HechaReader *reader, const char *home, const char *sample, GError **error)
{
  const char *scope = home == NULL || *home == '\0' || strcmp (home, "office") == 0 ? NULL : home;
  g_autoptr (GPtrArray) found = list_named (reader, scope, sample, error);

  if (found == NULL)
    return NULL;
  if (found->len == 1)
    return load_parts (reader, g_ptr_array_steal_index (found, 0), error);
  if (found->len == 0)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("%s is not assigned to %s"), sample,
                 scope != NULL ? scope : "anybody");
  else
    blame_ambiguous (found, sample, same_id (found), error);
  return NULL;
}

/* ---- persons ---- */

static void
free_person (gpointer data)
{
  HechaAssignedPerson *person = data;

  g_free (person->id);
  g_free (person->name);
  g_free (person->role);
  g_free (person->unit);
  g_free (person);
}

static char *
dup_member (JsonObject *object, const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

/**
 * hecha_assignment_dup_persons:
 * @self: an assignment
 *
 * Returns: (transfer full) (element-type HechaAssignedPerson): those whom it names, in its order
 */
GPtrArray *
hecha_assignment_dup_persons (const HechaAssignment *self)
{
  const char *text = hecha_record_get (self->record, "persons");
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  GPtrArray *persons = g_ptr_array_new_with_free_func (free_person);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      HechaAssignedPerson *person;

      if (object == NULL || !json_object_has_member (object, "id"))
        continue;
      person = g_new0 (HechaAssignedPerson, 1);
      person->id = dup_member (object, "id");
      person->name = dup_member (object, "name");
      person->role = dup_member (object, "role");
      person->unit = dup_member (object, "unit");
      g_ptr_array_add (persons, person);
    }
  return persons;
}

/**
 * hecha_assigned_find:
 * @persons: (element-type HechaAssignedPerson): those of an assignment
 * @id: a person
 *
 * Returns: (transfer none) (nullable): that person
 */
const HechaAssignedPerson *
hecha_assigned_find (GPtrArray *persons, const char *id)
{
  for (guint i = 0; i < persons->len; i++)
    if (g_strcmp0 (((HechaAssignedPerson *)persons->pdata[i])->id, id) == 0)
      return persons->pdata[i];
  return NULL;
}

/**
 * hecha_assigned_is_inspector:
 * @self: a person of an assignment
 *
 * Returns: whether they inspect, so that they count for P3 4.3; those of the inspected agency do not
 */
gboolean
hecha_assigned_is_inspector (const HechaAssignedPerson *self)
{
  static const char *const agency[] = {"head", "liaison", "agency", "witness", NULL};

  return self->role != NULL && !g_strv_contains (agency, self->role);
}

static const HechaRecord *
find_by_leader (const HechaAssignment *self, const char *id)
{
  guint position;
  const HechaRecord *signature = id != NULL ? find_in (self->signatures, id, &position) : NULL;

  return signature != NULL && g_strcmp0 (hecha_record_get (signature, "role"), "leader") == 0 ? signature
                                                                                              : NULL;
}

/**
 * hecha_assignment_effective_signature:
 * @self: an assignment
 *
 * A ruling on an appeal is final: the signature that it is about stays effective, whatever was signed later (R011).
 *
 * Returns: (transfer none) (nullable): the leader's signature that made the finding effective (P3 4.3 a)
 */
const HechaRecord *
hecha_assignment_effective_signature (const HechaAssignment *self)
{
  const char *id = self->record->id;
  const HechaRecord *ruling = hecha_assignment_find_record (self, "appeal_ruling", id),
                    *filed = hecha_assignment_find_record (self, "appeal", id), *ruled = NULL;

  if (ruling != NULL && filed != NULL)
    ruled = find_by_leader (self, hecha_record_get (filed, "signature"));
  if (ruled != NULL || self->finding == NULL)
    return ruled;
  return find_by_leader (self, hecha_record_get (self->finding, "effective_by"));
}

/* ---- writing on one ---- */

/**
 * hecha_assignment_open:
 * @act: an action of a team or a visitor
 * @sample: as of hecha_assignment_find()
 * @what: what is to be done, for the message, such as "record a visit"
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_REFUSED
 *
 * Finds the assignment in the device's own scope. What the leader signed is closed: nothing edits an effective finding
 * (P3 4.3 a; DOMAIN 3.2).
 *
 * Returns: (transfer full) (nullable): the assignment, which may be written on
 */
HechaAssignment *
hecha_assignment_open (HechaAct *act, const char *sample, const char *what, GError **error)
{
  g_autoptr (HechaAssignment) self = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_TEAM | HECHA_WRITER_VISITOR, what, error))
    return NULL;
  self = hecha_assignment_find (act->reader, act->home, sample, error);
  if (self == NULL || hecha_assignment_effective_signature (self) == NULL)
    return g_steal_pointer (&self);
  g_set_error (
    error, HECHA_ERROR, HECHA_ERROR_REFUSED,
    _ ("The leader signed %s, so its finding is effective and nothing on it is changed (P3 4.3 a)"),
    self->record->id);
  return NULL;
}

/**
 * hecha_field_settled:
 * @record: (nullable): a record, if there is one
 * @field: a field of its type
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether the field may be written here: only the office rules on what two people wrote differently
 */
gboolean
hecha_field_settled (const HechaRecord *record, const char *field, GError **error)
{
  if (record == NULL || !hecha_record_is_disputed (record, field))
    return TRUE;
  g_set_error (
    error, HECHA_ERROR, HECHA_ERROR_REFUSED,
    _ ("Two people wrote different things in %s of %s; only the office can settle it, with a reason"),
    hecha_field_get_label (
      &record->type->fields[hecha_type_find_field (record->type, field, strlen (field))]),
    record->id);
  return FALSE;
}

/**
 * hecha_field_set_text:
 * @op: the operation on the record
 * @record: (nullable): the record as it is now
 * @type: its type
 * @field: a field of it
 * @text: (nullable): what to write, as of hecha_value_parse(); empty clears; %NULL leaves it alone
 * @error: %HECHA_ERROR_REFUSED or %HECHA_ERROR_INVALID
 *
 * Returns: whether the value fits the field and the field may be written
 */
gboolean
hecha_field_set_text (HechaActOp *op, const HechaRecord *record, const char *type, const char *field,
                      const char *text, GError **error)
{
  JsonNode *value;

  if (text == NULL)
    return TRUE;
  if (!hecha_field_settled (record, field, error))
    return FALSE;
  if (*text == '\0')
    {
      if (record != NULL && hecha_record_get (record, field) != NULL)
        hecha_act_op_set (op, field, json_node_new (JSON_NODE_NULL));
      return TRUE;
    }
  value = hecha_value_parse (hecha_field_find (type, field), text, error);
  if (value != NULL)
    hecha_act_op_set (op, field, value);
  return value != NULL;
}
