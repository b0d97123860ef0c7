/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-edit.h"

#include "base/hecha-error.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-visit.h"

#include <string.h>

#define METHOD_PREFIX "methods:"

/* ---- what is before a person's eyes ---- */

/* The fields of the record table behind what is typed in one place. */
static const char *const *
fields_of (const char *field)
{
  static const char *const place[] = {"latitude", "longitude", "datum", "accuracy", NULL};
  static const char *const span[] = {"date", "from", "to", NULL};

  return strcmp (field, "place") == 0 ? place : strcmp (field, "span") == 0 ? span : NULL;
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
  const char *const *fields = fields_of (field) != NULL ? fields_of (field) : single;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  HechaLive *self;

  for (; !g_str_has_prefix (field, METHOD_PREFIX) && *fields != NULL; fields++)
    if (!add_live (all, reader, scope, type, id, *fields, error))
      return NULL;
  g_ptr_array_sort (all, compare_strings);
  g_ptr_array_add (all, NULL);
  self = g_new0 (HechaLive, 1);
  self->over = (char **)g_ptr_array_steal (all, NULL);
  self->stamp = g_get_monotonic_time ();
  return self;
}

/**
 * hecha_live_copy:
 * @self: (nullable): a reading
 *
 * Returns: (transfer full) (nullable): the same
 */
HechaLive *
hecha_live_copy (const HechaLive *self)
{
  HechaLive *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (HechaLive, 1);
  copy->over = g_strdupv (self->over);
  copy->stamp = self->stamp;
  return copy;
}

/**
 * hecha_live_free:
 * @self: (transfer full) (nullable): a reading
 */
void
hecha_live_free (HechaLive *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->over);
  g_free (self);
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

static gboolean
record_visit (HechaAct *act, const HechaDraft *draft, GError **error)
{
  HechaVisitInput input = {.sample = draft->id, .unfinished = TRUE};
  const char *method[] = {NULL, NULL};
  const struct
  {
    const char *field;
    const char **member;
  } members[] = {
    {"mode", &input.mode},
    {"place", &input.place},
    {"place_reason", &input.place_reason},
    {"difficulties", &input.difficulties},
    {"assistance", &input.assistance},
    {"photo_reason", &input.photo_reason},
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (draft->field, members[i].field) == 0)
      *members[i].member = draft->value;
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

static gboolean
record_presence (HechaAct *act, const HechaDraft *draft, GError **error)
{
  const char *slash = strrchr (draft->id, '/');
  g_autofree char *assignment = slash != NULL ? g_strndup (draft->id, (gsize)(slash - draft->id)) : NULL;
  const char *blank = strchr (draft->value, ' ');
  g_autofree char *date = blank != NULL ? g_strndup (draft->value, (gsize)(blank - draft->value)) : NULL;
  g_autofree char *present = NULL;
  const char *list[] = {NULL, NULL};
  HechaVisitInput input = {.sample = assignment, .date = date, .unfinished = TRUE};

  if (assignment == NULL || date == NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, "A presence has a date");
      return FALSE;
    }
  if (blank[1] == '\0')
    {
      list[0] = slash + 1;
      input.absent = list;
    }
  else
    {
      list[0] = present = g_strdup_printf ("%s@%s", slash + 1, blank + 1);
      input.present = list;
    }
  return hecha_visit_record (act, &input, error);
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
    hecha_act_op_over (hecha_act_op (act, draft->scope, draft->type, draft->id),
                       (const char *const *)draft->over);
  return TRUE;
}

static gboolean
record_draft (HechaAct *act, gpointer data, GError **error)
{
  const HechaDraft *draft = data;
  gboolean ok = strcmp (draft->type, "finding") == 0 ? record_finding (act, draft, error)
                : strcmp (draft->type, "visit") == 0 ? record_visit (act, draft, error)
                                                     : record_presence (act, draft, error);

  return ok && (g_str_has_prefix (draft->field, METHOD_PREFIX) || name_predecessors (act, draft, error));
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
