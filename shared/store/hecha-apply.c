/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "domain/hecha-records.h"

#include <string.h>

/* Bringing the views up to the journal. A record that is new is inserted as it comes; every other change goes through
 * the merge. `late` means that entries which knew of this one may have been applied before it (it was parked or held):
 * then the record's whole history is merged, not only the writes that were live. */

/* One write of a record, with the entry that it came in. */
typedef struct
{
  char *bytes; /* (owned) */
  HechaEntry entry;
  gint64 n;
  gint64 op;
  guint64 live; /* as stored */
} LoadedWrite;

static void
clear_loaded (gpointer data)
{
  LoadedWrite *write = data;

  hecha_entry_clear (&write->entry);
  g_free (write->bytes);
}

/* ---- values ---- */

/* Binds a value as its column has it: text decoded, numbers as numbers, lists and objects as canonical JSON. */
static void
bind_value (HechaQuery *query, int parameter, const HechaJson *json, guint token, GPtrArray *texts)
{
  const HechaJsonToken *t = token != 0 ? &json->tokens[token] : NULL;
  const char *raw;
  gsize length;

  switch (t == NULL ? HECHA_JSON_NULL : (HechaJsonKind)t->kind)
    {
    case HECHA_JSON_NULL:
      hecha_query_bind_null (query, parameter);
      break;
    case HECHA_JSON_INTEGER:
      hecha_query_bind_int (query, parameter, hecha_json_integer (json, token));
      break;
    case HECHA_JSON_TRUE:
    case HECHA_JSON_FALSE:
      hecha_query_bind_int (query, parameter, t->kind == HECHA_JSON_TRUE);
      break;
    case HECHA_JSON_STRING:
      if (!t->escaped)
        hecha_query_bind_text (query, parameter, json->bytes + t->start, t->length);
      else
        {
          char *text = hecha_json_dup_string (json, token);

          g_ptr_array_add (texts, text);
          hecha_query_bind_text (query, parameter, text, strlen (text));
        }
      break;
    default:
      hecha_json_raw (json, token, &raw, &length);
      hecha_query_bind_text (query, parameter, raw, length);
    }
}

/* A value of another kind than its column (a hold will say so) is shown as text where it can be, else not at all. */
static void
bind_field (HechaQuery *query, int parameter, const HechaField *field, const HechaJson *json, guint token,
            GPtrArray *texts)
{
  HechaJsonKind kind = token != 0 ? hecha_json_kind (json, token) : HECHA_JSON_NULL;
  gboolean number = kind == HECHA_JSON_INTEGER || kind == HECHA_JSON_TRUE || kind == HECHA_JSON_FALSE;
  gboolean wants_number = field->kind == HECHA_VALUE_INTEGER || field->kind == HECHA_VALUE_BOOLEAN;

  if (kind != HECHA_JSON_NULL && wants_number != number)
    hecha_query_bind_null (query, parameter);
  else
    bind_value (query, parameter, json, token, texts);
}

/* The elements of a set as one JSON array; one that several entries added stands there once. */
static char *
join_elements (const GArray *elements)
{
  GString *out = g_string_new ("[");
  const HechaText *last = NULL;

  for (guint i = 0; i < elements->len; i++)
    {
      const HechaText *value = &g_array_index (elements, HechaElement, i).value;

      if (last != NULL && last->length == value->length
          && memcmp (last->text, value->text, value->length) == 0)
        continue;
      if (last != NULL)
        g_string_append_c (out, ',');
      g_string_append_len (out, value->text, (gssize)value->length);
      last = value;
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* ---- the row of a record ---- */

static void
bind_row (HechaQuery *query, const HechaType *type, const HechaWrite *writes, const HechaMerged *merged,
          GPtrArray *texts)
{
  guint64 disputed = 0;

  for (guint f = 0; f < type->n_fields; f++)
    {
      const HechaMerged *m = &merged[type->once ? 0 : f];
      const HechaWrite *shown = m->shown >= 0 ? &writes[m->shown] : NULL;
      int parameter = HECHA_FIRST_FIELD_COLUMN + (int)f;
      guint value = 0;

      if (m->n_values > 1)
        disputed |= G_GUINT64_CONSTANT (1) << (type->once ? 0 : f);
      if (m->elements != NULL)
        {
          char *list = join_elements (m->elements);

          g_ptr_array_add (texts, list);
          hecha_query_bind_text (query, parameter, list, strlen (list));
          continue;
        }
      if (shown != NULL)
        value = hecha_json_member (&shown->entry->json, shown->op.set, type->fields[f].name);
      bind_field (query, parameter, &type->fields[f], shown != NULL ? &shown->entry->json : NULL, value,
                  texts);
    }
  hecha_query_bind_int (query, 3, (gint64)disputed);
}

static void
note_changed (HechaStore *self, guint type)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << type;

  self->changed_types |= bit;
  if (self->rights & bit)
    self->reader.rights++;
}

static gboolean
write_row (HechaStore *self, guint type_index, const char *sql, gint64 first, const char *id, gsize id_length,
           const HechaWrite *writes, const HechaMerged *merged, GError **error)
{
  const HechaType *type = &hecha_records ()->types[type_index];
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "i", first);

  if (query == NULL)
    return FALSE;
  if (id != NULL)
    hecha_query_bind_text (query, 2, id, id_length);
  bind_row (query, type, writes, merged, texts);
  note_changed (self, type_index);
  return hecha_query_finish (query, error);
}

static gboolean
insert_write (HechaStore *self, guint type, gint64 record, gint64 entry, guint op, guint64 live,
              GError **error)
{
  return hecha_db_run (self->db, error,
                       "INSERT INTO write (type, record, entry, op, live) VALUES (?1, ?2, ?3, ?4, ?5)",
                       "iiiii", (gint64)type, record, entry, (gint64)op, (gint64)live);
}

/* ---- conflicts ---- */

static char *
conflict_id (HechaStore *self, guint type_index, gint64 record, guint field, GError **error)
{
  const HechaType *type = &hecha_records ()->types[type_index];
  g_autofree char *sql = g_strdup_printf (
    "SELECT s.name || char (9) || t.id FROM \"%s\" t JOIN scope s ON s.n = t.scope WHERE t.n = ?1",
    type->name);
  g_autofree char *where = hecha_db_dup_text (self->db, error, sql, "i", record);
  g_autofree char *text = NULL;
  HechaDigest digest;

  if (where == NULL)
    return NULL;
  text = g_strdup_printf ("%s\t%s\t%s", where, type->name, type->once ? "" : type->fields[field].name);
  hecha_digest_of (&digest, text, strlen (text));
  return hecha_hex_dup (digest.bytes, 6);
}

static gboolean
write_conflict (HechaStore *self, guint type_index, gint64 record, guint field, const HechaMerged *merged,
                const LoadedWrite *loaded, GError **error)
{
  const HechaType *type = &hecha_records ()->types[type_index];
  g_autofree char *id = NULL;
  gint64 scope = 0;
  g_autofree char *scope_sql = g_strdup_printf ("SELECT scope FROM \"%s\" WHERE n = ?1", type->name);

  if (merged->n_values < 2 && merged->ruling < 0)
    return TRUE;
  id = conflict_id (self, type_index, record, field, error);
  if (id == NULL || !hecha_db_get_int (self->db, &scope, error, scope_sql, "i", record))
    return FALSE;
  return hecha_db_run (self->db, error,
                       "INSERT INTO conflict (id, kind, scope, type, record, field, open, ruling) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif (?8, 0)) "
                       "ON CONFLICT (type, record, field) DO UPDATE SET open = excluded.open",
                       "ttiiiiii", id, type->once ? "once" : "value", scope, (gint64)type_index, record,
                       (gint64)field, (gint64)(merged->n_values > 1),
                       merged->ruling >= 0 ? loaded[merged->ruling].n : (gint64)0);
}

/* A merge of what was live finds new conflicts only: an old one was ruled on, and its row stays. */
static gboolean
write_conflicts (HechaStore *self, guint type_index, gint64 record, const HechaMerged *merged,
                 const LoadedWrite *loaded, gboolean full, GError **error)
{
  const HechaType *type = &hecha_records ()->types[type_index];

  if (full
      && !hecha_db_run (self->db, error, "DELETE FROM conflict WHERE type = ?1 AND record = ?2", "ii",
                        (gint64)type_index, record))
    return FALSE;
  for (guint f = 0; f < (type->once ? 1 : type->n_fields); f++)
    if (!write_conflict (self, type_index, record, f, &merged[f], loaded, error))
      return FALSE;
  return TRUE;
}

/* ---- the merge of a record ---- */

static gboolean
load_writes (HechaStore *self, guint type, gint64 record, gboolean full, GArray *loaded, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT w.entry, w.op, w.live, e.bytes FROM write w JOIN entry e ON e.n = w.entry "
                      "WHERE w.type = ?1 AND w.record = ?2 AND (?3 OR w.live <> 0) ORDER BY w.entry",
                      "iii", (gint64)type, record, (gint64)full);
  GError *problem = NULL;

  if (query == NULL)
    return FALSE;
  while (hecha_query_next (query, &problem))
    {
      LoadedWrite write = {NULL, HECHA_ENTRY_INIT, hecha_query_int (query, 0), hecha_query_int (query, 1),
                           (guint64)hecha_query_int (query, 2)};
      gsize n_bytes;
      const char *bytes = hecha_query_bytes (query, 3, &n_bytes);

      write.bytes = g_strndup (bytes, n_bytes);
      g_array_append_val (loaded, write);
      if (!hecha_entry_scan (&g_array_index (loaded, LoadedWrite, loaded->len - 1).entry, write.bytes,
                             n_bytes, error))
        return FALSE;
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static gboolean
store_live (HechaStore *self, guint type, gint64 record, const GArray *loaded, const HechaWrite *writes,
            GError **error)
{
  for (guint i = 0; i < loaded->len; i++)
    {
      const LoadedWrite *write = &g_array_index (loaded, LoadedWrite, i);

      if (write->live != writes[i].live
          && !hecha_db_run (self->db, error,
                            "UPDATE write SET live = ?4 WHERE type = ?1 AND record = ?2 AND entry = ?3",
                            "iiii", (gint64)type, record, write->n, (gint64)writes[i].live))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_record (HechaStore *self, guint type, gint64 record, GError **error)
{
  note_changed (self, type);
  return hecha_db_run (self->db, error, "DELETE FROM conflict WHERE type = ?1 AND record = ?2", "ii",
                       (gint64)type, record)
         && hecha_db_run (self->db, error, self->sql[type].remove, "i", record);
}

/**
 * hecha_store_merge_record:
 * @self: a store, inside a transaction
 * @type: index of the record's type
 * @record: its number in that type's table
 * @full: merge the whole history, not only what was live
 * @error: when the database failed
 *
 * Brings the record's row, its live writes and its conflicts up to its writes. Without any it is removed.
 *
 * Returns: whether the database went along
 */
gboolean
hecha_store_merge_record (HechaStore *self, guint type, gint64 record, gboolean full, GError **error)
{
  const HechaType *t = &hecha_records ()->types[type];
  guint n_merged = t->once ? 1 : t->n_fields;
  g_autoptr (GArray) loaded = g_array_new (FALSE, FALSE, sizeof (LoadedWrite));
  g_autofree HechaWrite *writes = NULL;
  g_autofree HechaMerged *merged = g_new0 (HechaMerged, n_merged);
  gboolean ok;

  g_array_set_clear_func (loaded, clear_loaded);
  if (!load_writes (self, type, record, full, loaded, error))
    return FALSE;
  if (loaded->len == 0 && full)
    return remove_record (self, type, record, error);
  writes = g_new0 (HechaWrite, loaded->len);
  for (guint i = 0; i < loaded->len; i++)
    {
      LoadedWrite *write = &g_array_index (loaded, LoadedWrite, i);

      writes[i].entry = &write->entry;
      writes[i].live = full ? G_MAXUINT64 : write->live;
      hecha_entry_get_op (&write->entry, hecha_entry_nth_op (&write->entry, write->op), &writes[i].op);
    }
  hecha_merge (t, writes, loaded->len, merged);
  ok = write_row (self, type, self->sql[type].update, record, NULL, 0, writes, merged, error)
       && store_live (self, type, record, loaded, writes, error)
       && write_conflicts (self, type, record, merged, (const LoadedWrite *)(gpointer)loaded->data, full,
                           error);
  hecha_merged_clear (merged, n_merged);
  return ok;
}

/* ---- operations ---- */

/* Evidence that is named and not here: the server asks for it. */
static gboolean
note_evidence (HechaStore *self, const HechaEntry *entry, const HechaOp *op, gint64 n, GError **error)
{
  guint value = op->set != 0 ? hecha_json_member (&entry->json, op->set, "digest") : 0;
  guint size = op->set != 0 ? hecha_json_member (&entry->json, op->set, "size") : 0;
  HechaDigest digest;

  if (value == 0 || size == 0 || hecha_json_kind (&entry->json, size) != HECHA_JSON_INTEGER
      || !hecha_digest_from_text (&digest, entry->json.bytes + entry->json.tokens[value].start,
                                  entry->json.tokens[value].length))
    return TRUE;
  return hecha_db_run (
    self->db, error,
    "INSERT OR IGNORE INTO wanted (digest, chain, size) SELECT ?1, chain, ?2 FROM entry WHERE n = ?3 "
    "AND NOT EXISTS (SELECT 1 FROM file WHERE digest = ?1)",
    "bii", digest.bytes, sizeof digest.bytes, hecha_json_integer (&entry->json, size), n);
}

/* @inserted: whether the record was new. */
static gboolean
insert_record (HechaStore *self, guint type, gint64 scope, const HechaEntry *entry, const HechaOp *op,
               gint64 n, guint index, gboolean *inserted, GError **error)
{
  const HechaType *t = &hecha_records ()->types[type];
  guint n_merged = t->once ? 1 : t->n_fields;
  HechaMerged merged[HECHA_MAX_FIELDS];
  HechaWrite write = {entry, *op, G_MAXUINT64};
  gboolean ok;

  hecha_merge (t, &write, 1, merged);
  ok = write_row (self, type, self->sql[type].insert, scope, op->id.text, op->id.length, &write, merged,
                  error);
  *inserted = ok && hecha_db_changes (self->db) > 0;
  if (*inserted)
    ok = insert_write (self, type, hecha_db_last_id (self->db), n, index, write.live, error);
  hecha_merged_clear (merged, n_merged);
  return ok;
}

static gboolean
find_record (HechaStore *self, guint type, gint64 scope, HechaText id, gint64 *record, guint64 *disputed,
             GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error, self->sql[type].find, "is", scope, id.text, id.length);
  GError *problem = NULL;

  *record = 0;
  *disputed = 0;
  if (query == NULL)
    return FALSE;
  if (hecha_query_next (query, &problem))
    {
      *record = hecha_query_int (query, 0);
      *disputed = (guint64)hecha_query_int (query, 1);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/* Rulings are found only in the whole history; so is what a late entry's successors already replaced. */
static gboolean
needs_history (const HechaEntry *entry, const HechaOp *op, guint64 disputed, gboolean late)
{
  return late || disputed != 0 || (op->over != 0 && entry->json.tokens[op->over].count > 1);
}

static gboolean
apply_op (HechaStore *self, gint64 scope, const HechaEntry *entry, const HechaOp *op, gint64 n, guint index,
          gboolean late, GError **error)
{
  int type = hecha_schema_find_type (hecha_records (), op->type.text, op->type.length);
  gboolean inserted = FALSE;
  gint64 record;
  guint64 disputed;

  if (type < 0)
    return TRUE; /* a newer program's; the journal keeps it, and the views are rebuilt by a program that knows it */
  /* Most operations make their record, and then it need not be looked for. */
  if (op->over == 0 && !insert_record (self, (guint)type, scope, entry, op, n, index, &inserted, error))
    return FALSE;
  if (inserted)
    return TRUE;
  if (!find_record (self, (guint)type, scope, op->id, &record, &disputed, error))
    return FALSE;
  if (record == 0)
    return insert_record (self, (guint)type, scope, entry, op, n, index, &inserted, error);
  return insert_write (self, (guint)type, record, n, index,
                       hecha_write_mask (&hecha_records ()->types[type], entry, op), error)
         && hecha_store_merge_record (self, (guint)type, record, needs_history (entry, op, disputed, late),
                                      error);
}

static gboolean
is_type (const HechaOp *op, const char *name)
{
  return op->type.length == strlen (name) && memcmp (op->type.text, name, op->type.length) == 0;
}

static gint64
scope_of (HechaStore *self, const HechaEntry *entry, GError **error)
{
  return hecha_store_scope_id (self, entry->scope.text, entry->scope.length, FALSE, error);
}

static gboolean
hold_target_changed (HechaStore *self, gint64 scope, const HechaOp *op, GError **error)
{
  g_autofree char *digest = g_strndup (op->id.text, op->id.length);

  return hecha_store_hold_changed (self, scope, digest, error);
}

/**
 * hecha_entry_has_hold:
 * @entry: a scanned entry
 *
 * Returns: whether it decides about holds, as far as its operations go
 */
gboolean
hecha_entry_has_hold (const HechaEntry *entry)
{
  guint token = hecha_entry_first_op (entry);
  HechaOp op;

  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      hecha_entry_get_op (entry, token, &op);
      if (is_type (&op, "hold"))
        return TRUE;
    }
  return FALSE;
}

/**
 * hecha_store_apply:
 * @self: a store, inside a transaction
 * @entry: an entry that counts from now on
 * @n: its number
 * @late: whether entries that know of it may have been applied before it
 * @error: when the database failed
 *
 * Brings the views up to an entry of the journal.
 *
 * Returns: whether the database went along
 */
gboolean
hecha_store_apply (HechaStore *self, const HechaEntry *entry, gint64 n, gboolean late, GError **error)
{
  gint64 scope = scope_of (self, entry, error);
  guint token = hecha_entry_first_op (entry);
  gboolean ever_held = FALSE;

  if (scope <= 0
      || (hecha_entry_has_hold (entry)
          && !hecha_store_was_held (self, scope, &entry->digest, &ever_held, error)))
    return FALSE;
  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;
      gboolean hold;

      hecha_entry_get_op (entry, token, &op);
      hold = is_type (&op, "hold");
      if (hold && ever_held)
        continue;
      if (!apply_op (self, scope, entry, &op, n, i, late, error)
          || (is_type (&op, "evidence") && !note_evidence (self, entry, &op, n, error))
          || (hold && !hold_target_changed (self, scope, &op, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
unapply_op (HechaStore *self, gint64 scope, const HechaOp *op, gint64 n, GError **error)
{
  int type = hecha_schema_find_type (hecha_records (), op->type.text, op->type.length);
  gint64 record;
  guint64 disputed;

  if (type < 0)
    return TRUE;
  if (!find_record (self, (guint)type, scope, op->id, &record, &disputed, error))
    return FALSE;
  if (record == 0)
    return TRUE;
  return hecha_db_run (self->db, error, "DELETE FROM write WHERE type = ?1 AND record = ?2 AND entry = ?3",
                       "iii", (gint64)type, record, n)
         && hecha_store_merge_record (self, (guint)type, record, TRUE, error);
}

/**
 * hecha_store_unapply:
 * @self: a store, inside a transaction
 * @entry: an entry that counted until now
 * @n: its number
 * @error: when the database failed
 *
 * Takes an entry out of the views; it stays in the journal.
 *
 * Returns: whether the database went along
 */
gboolean
hecha_store_unapply (HechaStore *self, const HechaEntry *entry, gint64 n, GError **error)
{
  gint64 scope = scope_of (self, entry, error);
  guint token = hecha_entry_first_op (entry);

  if (scope <= 0)
    return FALSE;
  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      if (!unapply_op (self, scope, &op, n, error)
          || (is_type (&op, "hold") && !hold_target_changed (self, scope, &op, error)))
        return FALSE;
    }
  return TRUE;
}
