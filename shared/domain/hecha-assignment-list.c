/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-assignment.h"

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

typedef void (*HandOut) (HechaAssignment *owner, HechaRecord *part);

static void
hand_visit (HechaAssignment *owner, HechaRecord *part)
{
  owner->visit = part;
}

static void
hand_finding (HechaAssignment *owner, HechaRecord *part)
{
  owner->finding = part;
}

static void
hand_presence (HechaAssignment *owner, HechaRecord *part)
{
  g_ptr_array_add (owner->presence, part);
}

static void
hand_evidence (HechaAssignment *owner, HechaRecord *part)
{
  g_ptr_array_add (owner->evidence, part);
}

static void
hand_signature (HechaAssignment *owner, HechaRecord *part)
{
  g_ptr_array_add (owner->signatures, part);
}

static void
hand_removal (HechaAssignment *owner, HechaRecord *part)
{
  hecha_assignment_set_aside (owner, part);
  hecha_record_free (part);
}

/* In this order: what is taken back has to be there. A visit and a finding have the assignment's id. */
static const struct
{
  const char *type, *field;
  HandOut hand;
} parts[] = {
  {"visit", NULL, hand_visit},
  {"finding", NULL, hand_finding},
  {"presence", "assignment", hand_presence},
  {"evidence", "assignment", hand_evidence},
  {"signature", "assignment", hand_signature},
  {"removal", "assignment", hand_removal},
};

static gboolean
read_part (Piece *self, guint part, GError **error)
{
  g_autoptr (GPtrArray) found = hecha_reader_range (self->reader, self->scope, parts[part].type,
                                                    parts[part].field, self->from, self->to, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      HechaRecord *record = found->pdata[i];
      const char *id = parts[part].field != NULL ? hecha_record_get (record, parts[part].field) : record->id;
      HechaAssignment *owner = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

      if (owner != NULL)
        parts[part].hand (owner, g_steal_pointer (&found->pdata[i]));
    }
  return found != NULL;
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
  if (!read_assignments (self, asked, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!read_part (self, i, error))
      return FALSE;
  return TRUE;
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

  for (guint first = 0, last; ids != NULL && first < ids->len; first = last + 1)
    {
      g_auto (Piece) piece = {.reader = reader};

      last = end_of_piece (ids, first);
      if (!read_piece (&piece, ids, first, last, error))
        return FALSE;
      if (!tell (&piece, func, data))
        return TRUE;
    }
  return ids != NULL;
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
