/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-edit.h"

#include "base/hecha-error.h"
#include "domain/hecha-checklist.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-method.h"
#include "domain/hecha-place.h"
#include "domain/hecha-quarter-report.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-site-rule.h"
#include "domain/hecha-visit.h"

#include <string.h>

#define METHOD_PREFIX "methods:"
/* between a place and how many metres it may be off */
#define ACCURACY_MARK "±"

/* ---- what is before a person's eyes ---- */

/**
 * hecha_edit_is_place:
 * @type: name of the record type
 * @field: what is typed, as of a draft
 *
 * Returns: whether it is latitude and longitude; the "place" of a site view is a name
 */
gboolean
hecha_edit_is_place (const char *type, const char *field)
{
  return strcmp (field, "coordinates") == 0 || (strcmp (field, "place") == 0 && strcmp (type, "visit") == 0);
}

/* The fields of the record table behind what is typed in one place. */
static const char *const *
fields_of (const char *type, const char *field)
{
  static const char *const place[] = {"latitude", "longitude", "datum", "accuracy", NULL};
  static const char *const span[] = {"date", "from", "to", NULL};
  static const char *const coordinates[] = {"latitude", "longitude", "datum", NULL};
  static const char *const removed[] = {"reason", NULL};
  static const char *const none[] = {NULL};

  if (strchr (field, ':') != NULL)
    return none;
  if (hecha_edit_is_place (type, field))
    return strcmp (type, "visit") == 0 ? place : coordinates;
  return strcmp (field, "span") == 0 ? span : strcmp (field, "removed") == 0 ? removed : NULL;
}

/* What takes a record back is a record beside it. */
static const char *
type_of (const char *type, const char *field)
{
  return strcmp (field, "removed") == 0 ? "removal" : type;
}

static gboolean
add_live (GPtrArray *all, HechaReader *reader, const char *scope, const char *type, const char *id,
          const char *field, GError **error)
{
  g_auto (GStrv) live = hecha_reader_live (reader, scope, type, id, field, error);

  for (guint i = 0; live != NULL && live[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (all, live[i], g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (live[i]));
  return live != NULL;
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
dup_place (const HechaRecord *record)
{
  gboolean visit = strcmp (record->type->name, "visit") == 0; /* only there it is known */
  gint64 accuracy = visit ? hecha_record_get_int (record, "accuracy", 0) : 0;
  g_autofree char *place = NULL;

  if (hecha_record_get (record, "latitude") == NULL || hecha_record_get (record, "longitude") == NULL)
    return NULL;
  place = hecha_place_dup_text (hecha_record_get_int (record, "latitude", 0),
                                hecha_record_get_int (record, "longitude", 0));
  return accuracy > 0 ? g_strdup_printf ("%s" ACCURACY_MARK "%" G_GINT64_FORMAT, place, accuracy)
                      : g_steal_pointer (&place);
}

static char *
dup_span (const HechaRecord *record)
{
  const char *date = hecha_record_get (record, "date"), *from = hecha_record_get (record, "from");

  return date == NULL ? NULL
                      : g_strdup_printf ("%s %s%s%s", date, from != NULL ? from : "", from != NULL ? "-" : "",
                                         from != NULL ? hecha_record_get (record, "to") : "");
}

static char *
dup_list (const HechaRecord *record, const char *field)
{
  g_auto (GStrv) list = hecha_record_get_list (record, field);

  return g_strjoinv ("\n", list);
}

/* What is stored, as it would be typed. */
static char *
dup_stored (const HechaRecord *record, const char *field)
{
  gboolean method = g_str_has_prefix (field, METHOD_PREFIX);
  int index = hecha_type_find_field (record->type, field, strlen (field));

  if (hecha_edit_is_place (record->type->name, field))
    return dup_place (record);
  if (strcmp (field, "span") == 0)
    return dup_span (record);
  if (strcmp (field, "removed") == 0)
    return g_strdup (hecha_record_get (record, "reason") != NULL ? "1" : "0");
  if (method)
    {
      g_auto (GStrv) methods = hecha_record_get_list (record, "methods");

      return g_strdup (g_strv_contains ((const char *const *)methods, field + strlen (METHOD_PREFIX)) ? "1"
                                                                                                      : "0");
    }
  if (index >= 0 && record->type->fields[index].kind == HECHA_VALUE_LIST)
    return dup_list (record, field);
  return index >= 0 ? g_strdup (record->values[index]) : NULL;
}

/**
 * hecha_live_read:
 * @reader: what is known
 * @scope: where the record stands
 * @type: its type
 * @id: which record
 * @field: what is typed, as of a draft
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): the entries behind the field now
 */
HechaLive *
hecha_live_read (HechaReader *reader, const char *scope, const char *type, const char *id, const char *field,
                 GError **error)
{
  const char *const single[] = {field, NULL};
  const char *const *fields = fields_of (type, field) != NULL ? fields_of (type, field) : single;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) problem = NULL;
  g_autoptr (HechaRecord) record = hecha_reader_get (reader, scope, type_of (type, field), id, &problem);
  HechaLive *self;

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  for (; *fields != NULL; fields++)
    if (!add_live (all, reader, scope, type_of (type, field), id, *fields, error))
      return NULL;
  g_ptr_array_sort (all, compare_strings);
  g_ptr_array_add (all, NULL);
  self = g_atomic_rc_box_new0 (HechaLive);
  self->over = (char **)g_ptr_array_steal (all, NULL);
  self->text = record != NULL ? dup_stored (record, field) : NULL;
  self->stamp = g_get_monotonic_time ();
  return self;
}

/**
 * hecha_live_new_text:
 * @text: (nullable): what is stored
 *
 * Returns: (transfer full): a reading of a text of which it does not matter which entries are behind it
 */
HechaLive *
hecha_live_new_text (const char *text)
{
  HechaLive *self = g_atomic_rc_box_new0 (HechaLive);

  self->text = g_strdup (text);
  return self;
}

/**
 * hecha_live_ref:
 * @self: (nullable): a reading
 *
 * Returns: (transfer full) (nullable): the same
 */
HechaLive *
hecha_live_ref (const HechaLive *self)
{
  return self != NULL ? g_atomic_rc_box_acquire ((HechaLive *)self) : NULL;
}

static void
clear_live (gpointer data)
{
  HechaLive *self = data;

  g_strfreev (self->over);
  g_free (self->text);
}

/**
 * hecha_live_unref:
 * @self: (transfer full) (nullable): a reading
 */
void
hecha_live_unref (HechaLive *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_live);
}

/* ---- from typing to an entry ---- */

static gboolean
record_finding (HechaAct *act, const HechaDraft *draft, GError **error)
{
  HechaFindingInput input = {.sample = draft->id, .unfinished = TRUE};
  const struct
  {
    const char *field;
    const char **member;
  } members[] = {
    {"verdict", &input.verdict}, {"observation", &input.observation},
    {"opinion", &input.opinion}, {"value", &input.value},
    {"unit", &input.unit},
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (draft->field, members[i].field) == 0)
      *members[i].member = draft->value;
  return hecha_finding_record (act, &input, error);
}

/* The place alone, and how many metres it may be off. */
static char *
split_accuracy (const char *text, guint *accuracy_m)
{
  const char *mark = strstr (text, ACCURACY_MARK);
  guint64 metres = mark != NULL ? g_ascii_strtoull (mark + strlen (ACCURACY_MARK), NULL, 10) : 0;

  *accuracy_m = (guint)MIN (metres, G_MAXINT32);
  return mark != NULL ? g_strndup (text, (gsize)(mark - text)) : g_strdup (text);
}

static gboolean
record_visit (HechaAct *act, const HechaDraft *draft, GError **error)
{
  HechaVisitInput input = {.sample = draft->id, .unfinished = TRUE};
  const char *method[] = {NULL, NULL};
  g_autofree char *place = NULL;
  const struct
  {
    const char *field;
    const char **member;
  } members[] = {
    {"mode", &input.mode},
    {"place", &input.place},
    {"place_reason", &input.place_reason},
    {"datum", &input.datum},
    {"difficulty", &input.difficulty},
    {"difficulties", &input.difficulties},
    {"assistance", &input.assistance},
    {"photo_reason", &input.photo_reason},
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (draft->field, members[i].field) == 0)
      *members[i].member = draft->value;
  if (input.place != NULL)
    input.place = place = split_accuracy (draft->value, &input.accuracy_m);
  if (g_str_has_prefix (draft->field, METHOD_PREFIX))
    {
      method[0] = draft->field + strlen (METHOD_PREFIX);
      if (strcmp (draft->value, "1") == 0)
        input.methods = method;
      else
        input.no_methods = method;
    }
  return hecha_visit_record (act, &input, error);
}

/* The person of a presence, and the day when it is one of several. */
static gboolean
split_presence (const char *id, char **assignment, char **person, char **day)
{
  const char *slash = strrchr (id, '/');
  g_autofree char *head = NULL;

  *assignment = *person = *day = NULL;
  if (slash == NULL)
    return FALSE;
  if (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d$", slash + 1, 0, 0))
    {
      *day = g_strdup (slash + 1);
      head = g_strndup (id, (gsize)(slash - id));
    }
  else
    head = g_strdup (id);
  slash = strrchr (head, '/');
  if (slash == NULL)
    return FALSE;
  *assignment = g_strndup (head, (gsize)(slash - head));
  *person = g_strdup (slash + 1);
  return TRUE;
}

static gboolean
record_presence (HechaAct *act, const HechaDraft *draft, GError **error)
{
  const char *blank = strchr (draft->value, ' ');
  g_autofree char *assignment = NULL, *person = NULL, *day = NULL, *present = NULL;
  g_autofree char *date = blank != NULL ? g_strndup (draft->value, (gsize)(blank - draft->value)) : NULL;
  const char *list[] = {NULL, NULL};
  HechaVisitInput input = {.unfinished = TRUE};

  if (!split_presence (draft->id, &assignment, &person, &day))
    return hecha_rule_refuse (error, "“%s” is no presence", draft->id);
  input.sample = assignment;
  input.date = date != NULL ? date : day;
  if (blank == NULL || blank[1] == '\0')
    {
      list[0] = person;
      input.absent = list;
    }
  else
    {
      list[0] = present = g_strdup_printf ("%s@%s", person, blank + 1);
      input.present = list;
    }
  return hecha_visit_record (act, &input, error);
}

/* The assignment of a record with an id of `ASSIGNMENT/TYPE/…`. */
static char *
dup_assignment (const HechaDraft *draft)
{
  g_autofree char *middle = g_strdup_printf ("/%s/", draft->type);
  const char *found = g_strrstr (draft->id, middle);

  return found != NULL ? g_strndup (draft->id, (gsize)(found - draft->id)) : g_strdup (draft->id);
}

static gboolean
record_method (HechaAct *act, const HechaDraft *draft, GError **error)
{
  g_autofree char *assignment = dup_assignment (draft);
  const HechaFieldText field = {draft->field, draft->value};
  HechaRemovalInput removal = {.sample = assignment, .record = draft->id};
  HechaMethodInput input = {
    .sample = assignment,
    .kind = draft->type,
    .record = draft->id,
    .fields = &field,
    .n_fields = 1,
    .unfinished = TRUE,
  };
  gboolean ok;

  if (strcmp (draft->field, "removed") == 0)
    return strcmp (draft->value, "1") == 0 ? hecha_method_take_back (act, &removal, error)
                                           : hecha_method_put_back (act, &removal, error);
  ok = hecha_method_record (act, &input, error);
  g_free (input.id);
  return ok;
}

static gboolean
record_answer (HechaAct *act, const HechaDraft *draft, GError **error)
{
  g_autofree char *assignment = dup_assignment (draft);
  HechaAnswerInput input = {.sample = assignment, .item = strrchr (draft->id, '/') + 1};

  if (strcmp (draft->field, "note") == 0)
    input.note = draft->value;
  else
    input.answer = draft->value;
  return hecha_answer_record (act, &input, error);
}

static gboolean
record_site_unit (HechaAct *act, const HechaDraft *draft, GError **error)
{
  g_autoptr (HechaRecord) unit = hecha_reader_need (act->reader, draft->scope, "site_unit", draft->id, error);
  HechaSiteUnitInput input = {NULL};

  if (unit == NULL)
    return FALSE;
  input.sample = hecha_record_get (unit, "assignment");
  input.unit = hecha_record_get (unit, "unit");
  if (strcmp (draft->field, "result") == 0)
    input.result = draft->value;
  else
    input.note = draft->value;
  return hecha_site_unit_record (act, &input, error);
}

static gboolean
record_report (HechaAct *act, const HechaDraft *draft, GError **error)
{
  HechaReportEditInput input = {draft->id, {NULL}};

  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    if (strcmp (draft->field, hecha_quarter_report_get_field (i)) == 0)
      input.texts[i] = draft->value;
  return hecha_report_edit (act, &input, error);
}

/* What somebody else wrote meanwhile was not before the author's eyes: then both values stay, and the office rules. */
static gboolean
name_predecessors (HechaAct *act, const HechaDraft *draft, GError **error)
{
  g_autoptr (HechaLive) now
    = hecha_live_read (act->reader, draft->scope, draft->type, draft->id, draft->field, error);

  if (now == NULL)
    return FALSE;
  if (draft->over != NULL && !g_strv_equal ((const char *const *)now->over, (const char *const *)draft->over))
    hecha_act_op_over (hecha_act_op (act, draft->scope, type_of (draft->type, draft->field), draft->id),
                       (const char *const *)draft->over);
  return TRUE;
}

static gboolean
record_draft (HechaAct *act, gpointer data, GError **error)
{
  const HechaDraft *draft = data;
  static const struct
  {
    const char *type;
    gboolean (*record) (HechaAct *act, const HechaDraft *draft, GError **error);
  } kinds[] = {
    {"finding", record_finding},     {"visit", record_visit},   {"presence", record_presence},
    {"site_unit", record_site_unit}, {"answer", record_answer}, {"quarter_report", record_report},
  };
  gboolean (*record) (HechaAct * act, const HechaDraft *draft, GError **error) = record_method;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (draft->type, kinds[i].type) == 0)
      record = kinds[i].record;
  return record (act, draft, error)
         && (strchr (draft->field, ':') != NULL || name_predecessors (act, draft, error));
}

/* What the author has before their eyes after their own write: not what others wrote unseen. */
static void
leave_out_unseen (HechaLive *after, const HechaLive *before, char **over)
{
  g_autoptr (GStrvBuilder) seen = g_strv_builder_new ();

  for (guint i = 0; after->over[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *)before->over, after->over[i]) || over == NULL
        || g_strv_contains ((const char *const *)over, after->over[i]))
      g_strv_builder_add (seen, after->over[i]);
  g_strfreev (after->over);
  after->over = g_strv_builder_end (seen);
}

/**
 * hecha_edit_is_held:
 * @draft: what was typed
 *
 * Returns: whether it is to stay a draft, as of the top of this file
 */
gboolean
hecha_edit_is_held (const HechaDraft *draft)
{
  return g_str_has_prefix (draft->field, "held:")
         || (strcmp (draft->field, "span") == 0 && g_str_has_suffix (draft->value, "-")
             && strchr (draft->value, ' ') != NULL);
}

/**
 * hecha_edit_commit:
 * @store: the store, on its thread
 * @draft: what was typed
 * @error: %HECHA_ERROR_REFUSED or %HECHA_ERROR_INVALID when it cannot be recorded as it is; else the disk failed
 *
 * Makes an entry of what was typed. The draft is forgotten only after the entry is on disk.
 *
 * Returns: (transfer full) (nullable): what is before the author's eyes now
 */
HechaLive *
hecha_edit_commit (HechaStore *store, const HechaDraft *draft, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autofree char *by = hecha_store_get_meta (store, "person");
  g_autoptr (HechaLive) before
    = hecha_live_read (reader, draft->scope, draft->type, draft->id, draft->field, error);
  g_autoptr (HechaLive) after = NULL;

  if (before == NULL || !hecha_store_act (store, by != NULL ? by : "", record_draft, (gpointer)draft, error)
      || !hecha_store_clear_draft (store, draft, error))
    return NULL;
  after = hecha_live_read (reader, draft->scope, draft->type, draft->id, draft->field, error);
  if (after != NULL)
    leave_out_unseen (after, before, draft->over);
  return g_steal_pointer (&after);
}
