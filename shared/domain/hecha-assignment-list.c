/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-assignment.h"

#include "domain/hecha-records.h"

#include <string.h>

/* Assignments a piece at a time: quick as one question for each record type, in the memory of one piece. */

#define PIECE 200

/* Some assignments that follow each other in one scope. */
typedef struct
{
  const char *scope;
  const char *from;    /* the first id */
  const char *to;      /* the last id */
  GPtrArray *list;     /* (owned) (element-type HechaAssignment) */
  GHashTable *by_id;   /* (owned) id → HechaAssignment */
  HechaReader *reader; /* (not owned) */
} Piece;

static void
piece_clear (Piece *self)
{
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Piece, piece_clear)

static void
hand_out (HechaAssignment *owner, HechaRecord *part)
{
  const HechaSchema *schema = hecha_records ();

  if (strcmp (part->type->name, "visit") == 0)
    owner->visit = part;
  else if (strcmp (part->type->name, "finding") == 0)
    owner->finding = part;
  else if (hecha_assignment_has_type (part->type))
    g_ptr_array_add (owner->lists[part->type - schema->types], part);
  else
    {
      hecha_assignment_set_aside (owner, part);
      hecha_record_free (part);
    }
}

/* A visit and a finding have the assignment's id; other types name it in @field. */
static gboolean
read_part (Piece *self, const char *type, const char *field, GError **error)
{
  g_autoptr (GPtrArray) found
    = hecha_reader_range (self->reader, self->scope, type, field, self->from, self->to, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      HechaRecord *record = found->pdata[i];
      const char *id = field != NULL ? hecha_record_get (record, field) : record->id;
      HechaAssignment *owner = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

      if (owner != NULL)
        hand_out (owner, g_steal_pointer (&found->pdata[i]));
    }
  return found != NULL;
}

/* Removals last: what is taken back has to be there. */
static gboolean
read_parts (Piece *self, GError **error)
{
  const HechaSchema *schema = hecha_records ();

  if (!read_part (self, "visit", NULL, error) || !read_part (self, "finding", NULL, error))
    return FALSE;
  for (guint i = 0; i < schema->n_types; i++)
    if (hecha_assignment_has_type (&schema->types[i])
        && !read_part (self, schema->types[i].name,
                       hecha_assignment_shares_id (&schema->types[i]) ? NULL : "assignment", error))
      return FALSE;
  if (!read_part (self, "removal", "assignment", error))
    return FALSE;
  for (guint i = 0; i < self->list->len; i++)
    hecha_assignment_set_appeal_aside (self->list->pdata[i]);
  return TRUE;
}

/* Of the records from the first id to the last, those that were asked for. */
static gboolean
read_assignments (Piece *self, GHashTable *asked, GError **error)
{
  g_autoptr (GPtrArray) found
    = hecha_reader_range (self->reader, self->scope, "assignment", NULL, self->from, self->to, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      HechaRecord *record = found->pdata[i];
      HechaAssignment *assignment;

      if (!g_hash_table_contains (asked, record->id))
        continue;
      assignment = hecha_assignment_new (g_steal_pointer (&found->pdata[i]));
      g_ptr_array_add (self->list, assignment);
      g_hash_table_insert (self->by_id, assignment->record->id, assignment);
    }
  return found != NULL;
}

static gboolean
read_piece (Piece *self, GPtrArray *ids, guint first, guint last, GError **error)
{
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);

  self->scope = ((const HechaRecord *)ids->pdata[first])->scope;
  self->from = ((const HechaRecord *)ids->pdata[first])->id;
  self->to = ((const HechaRecord *)ids->pdata[last])->id;
  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_assignment_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = first; i <= last; i++)
    g_hash_table_add (asked, ((const HechaRecord *)ids->pdata[i])->id);
  return read_assignments (self, asked, error) && read_parts (self, error);
}

static guint
end_of_piece (GPtrArray *ids, guint first)
{
  const char *scope = ((const HechaRecord *)ids->pdata[first])->scope;
  guint last = first;

  while (last + 1 < ids->len && last + 1 - first < PIECE
         && strcmp (((const HechaRecord *)ids->pdata[last + 1])->scope, scope) == 0)
    last++;
  return last;
}

static gboolean
tell (Piece *piece, HechaAssignmentFunc func, gpointer data)
{
  for (guint i = 0; i < piece->list->len; i++)
    if (!func (piece->list->pdata[i], data))
      return FALSE;
  return TRUE;
}

static const char *
wanted_scope (const char *scope)
{
  return scope == NULL || *scope == '\0' || strcmp (scope, "office") == 0 ? NULL : scope;
}

/**
 * hecha_assignment_each_of:
 * @reader: where to read
 * @ids: (element-type HechaRecord): which ones, by scope and id alone, sorted by both
 * @func: called for each of them that is there
 * @data: for @func
 * @error: when reading failed
 *
 * As hecha_assignment_each(). What lies between two that follow each other is read, too: few of many are better loaded
 * one by one.
 *
 * Returns: whether all were read, or @func ended it
 */
gboolean
hecha_assignment_each_of (HechaReader *reader, GPtrArray *ids, HechaAssignmentFunc func, gpointer data,
                          GError **error)
{
  for (guint first = 0, last; first < ids->len; first = last + 1)
    {
      g_auto (Piece) piece = {.reader = reader};

      last = end_of_piece (ids, first);
      if (!read_piece (&piece, ids, first, last, error))
        return FALSE;
      if (!tell (&piece, func, data))
        return TRUE;
    }
  return TRUE;
}

/**
 * hecha_assignment_each:
 * @reader: where to read
 * @scope: (nullable): %NULL, empty or `office` for all
 * @plan: (nullable): of this plan only
 * @func: called for each, sorted by scope and id
 * @data: for @func
 * @error: when reading failed
 *
 * Goes through any number of samples in bounded memory.
 *
 * Returns: whether all were read, or @func ended it
 */
gboolean
hecha_assignment_each (HechaReader *reader, const char *scope, const char *plan, HechaAssignmentFunc func,
                       gpointer data, GError **error)
{
  g_autoptr (GPtrArray) ids = hecha_reader_ids (reader, wanted_scope (scope), "assignment",
                                                plan != NULL ? "plan" : NULL, plan, error);

  return ids != NULL && hecha_assignment_each_of (reader, ids, func, data, error);
}

/**
 * hecha_assignment_list:
 * @reader: where to read
 * @scope: (nullable): %NULL, empty or `office` for all
 * @plan: (nullable): of this plan only
 * @error: when reading failed
 *
 * All of them at once, with strokes and signed pages: for a plan of some hundred samples. Longer lists go through
 * hecha_assignment_each().
 *
 * Returns: (transfer full) (element-type HechaAssignment) (nullable): sorted by scope and id
 */
GPtrArray *
hecha_assignment_list (HechaReader *reader, const char *scope, const char *plan, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_assignment_free);
  g_autoptr (GPtrArray) ids = hecha_reader_ids (reader, wanted_scope (scope), "assignment",
                                                plan != NULL ? "plan" : NULL, plan, error);

  for (guint first = 0, last; ids != NULL && first < ids->len; first = last + 1)
    {
      g_auto (Piece) piece = {.reader = reader};

      last = end_of_piece (ids, first);
      if (!read_piece (&piece, ids, first, last, error))
        return NULL;
      g_ptr_array_extend_and_steal (list, g_steal_pointer (&piece.list));
    }
  return ids != NULL ? g_steal_pointer (&list) : NULL;
}
