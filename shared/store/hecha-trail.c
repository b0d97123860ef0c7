/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-trail.h"

#include "domain/hecha-records.h"
#include "store/hecha-store-private.h"

#include <string.h>

/* What is read of an entry for a person. */
#define MAX_CHANGES 60
/* Members of canonical JSON are sorted, so the author stands at one place: {"at":"…","by":"…" */
#define BY_COLUMN (7 + HECHA_TIME_LENGTH + 8)

static void
free_change (gpointer data)
{
  HechaTrailChange *change = data;

  g_free (change->type);
  g_free (change->record);
  g_free (change->field);
  g_free (change->value);
  g_free (change->why);
  g_free (change);
}

/**
 * hecha_trail_entry_free:
 * @self: (transfer full) (nullable): a step of a trail
 */
void
hecha_trail_entry_free (HechaTrailEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_free (self->at);
  g_free (self->by);
  g_free (self->dev);
  g_free (self->scope);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/* ---- what an entry says ---- */

static void
add_change (HechaTrailEntry *self, const HechaEntry *entry, const HechaOp *op, const char *verb, guint name)
{
  HechaTrailChange *change;
  const char *raw;
  gsize length;

  if (self->changes->len >= MAX_CHANGES)
    {
      self->n_left++;
      return;
    }
  change = g_new0 (HechaTrailChange, 1);
  hecha_json_raw (&entry->json, name + 1, &raw, &length);
  change->type = g_strndup (op->type.text, op->type.length);
  change->record = g_strndup (op->id.text, op->id.length);
  change->field = hecha_json_dup_string (&entry->json, name);
  change->verb = verb;
  change->value = g_strndup (raw, length);
  change->why = op->why != 0 ? hecha_json_dup_string (&entry->json, op->why) : NULL;
  g_ptr_array_add (self->changes, change);
}

static void
add_members (HechaTrailEntry *self, const HechaEntry *entry, const HechaOp *op, const char *verb,
             guint object)
{
  guint name = object + 1;

  for (guint i = 0; object != 0 && i < entry->json.tokens[object].count; i++)
    {
      add_change (self, entry, op, verb, name);
      name = entry->json.tokens[name + 1].next;
    }
}

static gboolean
is_type (const HechaOp *op, const char *name)
{
  return op->type.length == strlen (name) && memcmp (op->type.text, name, op->type.length) == 0;
}

/* A device is revoked in each of its scopes; once is enough to read. */
static gboolean
decides (const HechaEntry *entry, const HechaOp *op)
{
  return op->why != 0 || is_type (op, "choice") || is_type (op, "proposal") || is_type (op, "fork_review")
         || (is_type (op, "revoke") && entry->scope.length == 4 && memcmp (entry->scope.text, "base", 4) == 0)
         || (is_type (op, "hold") && op->set != 0
             && hecha_json_member (&entry->json, op->set, "decision") != 0);
}

static void
read_changes (HechaTrailEntry *self, const HechaEntry *entry, gboolean decisions)
{
  guint token = hecha_entry_first_op (entry);

  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      if (decisions && !decides (entry, &op))
        continue;
      add_members (self, entry, &op, "set", op.set);
      add_members (self, entry, &op, "add", op.add);
      add_members (self, entry, &op, "rem", op.rem);
    }
}

/* Columns: n, state, bytes. */
static HechaTrailEntry *
read_entry (HechaQuery *query, gboolean decisions, GError **error)
{
  gsize n_bytes;
  const char *bytes = hecha_query_bytes (query, 2, &n_bytes);
  gint64 state = hecha_query_int (query, 1);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  char at[HECHA_TIME_LENGTH + 1];
  HechaTrailEntry *self;

  if (!hecha_entry_scan (&entry, bytes, n_bytes, error))
    return NULL;
  hecha_time_to_text (entry.at, at);
  self = g_new0 (HechaTrailEntry, 1);
  self->place = hecha_query_int (query, 0);
  self->digest = hecha_digest_dup_text (&entry.digest);
  self->at = g_strdup (at);
  self->by = g_strndup (entry.by.text, entry.by.length);
  self->dev = g_strndup (entry.dev.text, entry.dev.length);
  self->scope = g_strndup (entry.scope.text, entry.scope.length);
  self->seq = entry.seq;
  self->parked = (state & HECHA_STATE_PARKED) != 0;
  self->held = (state & HECHA_STATE_HELD) != 0;
  self->changes = g_ptr_array_new_with_free_func (free_change);
  read_changes (self, &entry, decisions);
  return self;
}

/* ---- which entries ---- */

/* What counts is found by its record; what does not count yet has none, and is few. */
static void
append_record_condition (GString *sql)
{
  const HechaSchema *schema = hecha_records ();

  g_string_append (sql, " AND (e.n IN (");
  for (guint i = 0; i < schema->n_types; i++)
    g_string_append_printf (sql,
                            "%sSELECT w.entry FROM write w JOIN \"%s\" t ON t.n = w.record WHERE w.type = %u "
                            "AND (t.id = ?4 OR (t.id > ?4 || '/' AND t.id < ?4 || '0'))",
                            i > 0 ? " UNION ALL " : "", schema->types[i].name, i);
  g_string_append (sql, ") OR (e.state <> 0 AND (instr (e.bytes, '\"id\":\"' || ?4 || '\"') > 0"
                        " OR instr (e.bytes, '\"id\":\"' || ?4 || '/') > 0)))");
}

static void
append_decision_condition (GString *sql)
{
  static const char *const types[] = {"hold", "choice", "proposal", "revoke", "fork_review"};
  const HechaSchema *schema = hecha_records ();

  g_string_append (sql, " AND e.n IN (SELECT w.entry FROM conflict k JOIN write w ON w.type = k.type AND "
                        "w.record = k.record UNION ALL SELECT entry FROM write WHERE type IN (");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_string_append_printf (sql, "%s%d", i > 0 ? ", " : "",
                            hecha_schema_find_type (schema, types[i], strlen (types[i])));
  g_string_append (sql, "))");
}

static char *
make_sql (const HechaTrailQuestion *question)
{
  GString *sql = g_string_new ("SELECT e.n, e.state, e.bytes FROM entry e WHERE (?1 = 0 OR e.n < ?1)"
                               " AND ?2 || ?3 || ?4 IS NOT NULL");

  if (question->person != NULL)
    g_string_append_printf (sql, " AND substr (e.bytes, %d, length (?2) + 2) = '\"' || ?2 || '\"'",
                            BY_COLUMN);
  if (question->dev != NULL)
    g_string_append (sql, " AND e.chain IN (SELECT n FROM chain WHERE dev = ?3)");
  if (question->record != NULL)
    append_record_condition (sql);
  if (question->decisions)
    append_decision_condition (sql);
  g_string_append (sql, " ORDER BY e.n DESC");
  return g_string_free (sql, FALSE);
}

static const char *
text_or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * hecha_store_trail:
 * @self: a store
 * @question: what is looked for
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaTrailEntry) (nullable): the steps, what came last first
 */
GPtrArray *
hecha_store_trail (HechaStore *self, const HechaTrailQuestion *question, GError **error)
{
  g_autofree char *sql = make_sql (question);
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error, sql, "ittt", question->before, text_or_empty (question->person),
                      text_or_empty (question->dev), text_or_empty (question->record));
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_trail_entry_free);
  GError *problem = NULL;

  while (query != NULL && steps->len < question->limit && hecha_query_next (query, &problem))
    {
      g_autoptr (HechaTrailEntry) step = read_entry (query, question->decisions, error);

      if (step == NULL)
        return NULL;
      if (step->changes->len > 0)
        g_ptr_array_add (steps, g_steal_pointer (&step));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&steps) : NULL;
}

/**
 * hecha_store_trail_entry:
 * @self: a store
 * @digest: "sha256:…"
 * @error: %HECHA_ERROR_NOT_FOUND, or when the database failed
 *
 * Returns: (transfer full) (nullable): one entry, as a step of a trail; %NULL without @error when it is not here
 */
HechaTrailEntry *
hecha_store_trail_entry (HechaStore *self, const char *digest, GError **error)
{
  HechaDigest wanted;
  g_autoptr (HechaQuery) query = NULL;
  gint64 n;

  if (!hecha_digest_from_text (&wanted, digest, -1))
    return NULL;
  n = hecha_store_find_entry (self, &wanted, error);
  if (n <= 0)
    return NULL;
  query = hecha_db_query (self->db, error, "SELECT n, state, bytes FROM entry WHERE n = ?1", "i", n);
  return query != NULL && hecha_query_next (query, error) ? read_entry (query, FALSE, error) : NULL;
}
