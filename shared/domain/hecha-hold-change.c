/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-hold-change.h"

#include "domain/hecha-records.h"
#include "domain/hecha-value.h"

#include <string.h>

/* What the office looks at before it decides about an entry under hold: each field, as it is and as it would be. */

/* What one operation of the entry writes, while it is looked at. */
typedef struct
{
  HechaReader *reader;
  const HechaEntry *entry;
  HechaOp op;
  const HechaType *type;
  char *scope;         /* (owned) */
  char *id;            /* (owned) */
  HechaRecord *record; /* (owned) (nullable) */
  GPtrArray *changes;  /* (not owned) */
} Look;

static void
free_change (gpointer data)
{
  HechaHoldChange *change = data;

  g_free (change->record);
  g_free (change->now);
  g_free (change->then);
  g_free (change);
}

static void
look_clear (Look *self)
{
  g_free (self->scope);
  g_free (self->id);
  hecha_record_free (self->record);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static char *
dup_text (const HechaJson *json, guint token)
{
  const char *raw;
  gsize length;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  hecha_json_raw (json, token, &raw, &length);
  text = g_strndup (raw, length);
  node = json_from_string (text, NULL);
  return node != NULL ? hecha_value_dup_text (node) : NULL;
}

static gboolean
has_seen (const Look *look, char **live)
{
  const HechaJson *json = &look->entry->json;

  for (; *live != NULL; live++)
    {
      guint item = look->op.over + 1;
      gboolean seen = FALSE;

      for (guint i = 0; look->op.over != 0 && !seen && i < json->tokens[look->op.over].count;
           i++, item = json->tokens[item].next)
        seen = hecha_json_string_equals (json, item, *live);
      if (!seen)
        return FALSE;
    }
  return TRUE;
}

static void
add_change (const Look *look, const HechaField *field, HechaHoldEffect effect, char *then)
{
  HechaHoldChange *change = g_new0 (HechaHoldChange, 1);
  const char *now = look->record != NULL ? hecha_record_get (look->record, field->name) : NULL;

  change->type = look->type;
  change->record = g_strdup (look->id);
  change->field = field->name;
  change->effect = effect;
  change->now = g_strdup (now);
  change->then = then;
  g_ptr_array_add (look->changes, change);
}

static gboolean
look_at_register (const Look *look, const HechaField *field, guint token, GError **error)
{
  g_autofree char *then = dup_text (&look->entry->json, token);
  const char *now = look->record != NULL ? hecha_record_get (look->record, field->name) : NULL;
  HechaHoldEffect effect = HECHA_HOLD_REPLACES;
  g_auto (GStrv) live = NULL;

  live = hecha_reader_live (look->reader, look->scope, look->type->name, look->id,
                            look->type->once ? NULL : field->name, error);
  if (live == NULL)
    return FALSE;
  if (live[0] == NULL)
    effect = HECHA_HOLD_NEW;
  else if (g_strcmp0 (now, then) == 0)
    effect = HECHA_HOLD_SAME;
  else if (!has_seen (look, live))
    effect = HECHA_HOLD_CONFLICTS;
  add_change (look, field, effect, g_steal_pointer (&then));
  return TRUE;
}

/* Of an added element itself; of a removed one, its `v`. */
static void
look_at_set (const Look *look, const HechaField *field, guint list, gboolean removes)
{
  const HechaJson *json = &look->entry->json;
  guint item = list + 1;

  for (guint i = 0; i < json->tokens[list].count; i++, item = json->tokens[item].next)
    add_change (look, field, removes ? HECHA_HOLD_REMOVES : HECHA_HOLD_ADDS,
                dup_text (json, removes ? hecha_json_member (json, item, "v") : item));
}

static gboolean
look_at_fields (const Look *look, GError **error)
{
  const HechaJson *json = &look->entry->json;

  for (guint i = 0; i < look->type->n_fields; i++)
    {
      const HechaField *field = &look->type->fields[i];
      guint set = look->op.set != 0 ? hecha_json_member (json, look->op.set, field->name) : 0;
      guint add = look->op.add != 0 ? hecha_json_member (json, look->op.add, field->name) : 0;
      guint rem = look->op.rem != 0 ? hecha_json_member (json, look->op.rem, field->name) : 0;

      if (set != 0 && !look_at_register (look, field, set, error))
        return FALSE;
      if (add != 0 && hecha_json_kind (json, add) == HECHA_JSON_ARRAY)
        look_at_set (look, field, add, FALSE);
      if (rem != 0 && hecha_json_kind (json, rem) == HECHA_JSON_ARRAY)
        look_at_set (look, field, rem, TRUE);
    }
  return TRUE;
}

static gboolean
look_at_op (HechaReader *reader, const HechaEntry *entry, guint token, GPtrArray *changes, GError **error)
{
  g_auto (Look) look = {.reader = reader, .entry = entry, .changes = changes};
  GError *problem = NULL;
  int type;

  hecha_entry_get_op (entry, token, &look.op);
  type = hecha_schema_find_type (hecha_records (), look.op.type.text, look.op.type.length);
  if (type < 0)
    return TRUE;
  look.type = &hecha_records ()->types[type];
  look.scope = g_strndup (entry->scope.text, entry->scope.length);
  look.id = g_strndup (look.op.id.text, look.op.id.length);
  look.record = hecha_reader_get (reader, look.scope, look.type->name, look.id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  return look_at_fields (&look, error);
}

/**
 * hecha_hold_list_changes:
 * @reader: where to read
 * @entry: an entry under hold
 * @error: when reading failed
 *
 * What would change if the entry were released. What a program of this version does not know is left out.
 *
 * Returns: (transfer full) (element-type HechaHoldChange) (nullable): in the order of the entry and the record table
 */
GPtrArray *
hecha_hold_list_changes (HechaReader *reader, const HechaEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (free_change);
  guint token = hecha_entry_first_op (entry);

  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    if (!look_at_op (reader, entry, token, changes, error))
      return NULL;
  return g_steal_pointer (&changes);
}

/**
 * hecha_hold_effect_get_name:
 * @effect: what would become of a field
 *
 * Returns: (transfer none): new, replaces, conflicts, same, adds or removes
 */
const char *
hecha_hold_effect_get_name (HechaHoldEffect effect)
{
  static const char *const names[] = {"new", "replaces", "conflicts", "same", "adds", "removes"};

  return names[effect];
}
