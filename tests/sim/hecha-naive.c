/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-naive.h"

#include "base/hecha-canonical.h"

#include <string.h>

/* The numbers are those of docs/protocol.md. Nothing here is shared with the merge that it checks: entries
 * are read with json-glib, the record table is read a second time, and every question goes over all entries.
 * */

typedef struct
{
  char *digest;    /* (owned) */
  JsonNode *node;  /* (owned) */
  const char *dev; /* (not owned) */
  const char *at;  /* (not owned) */
  const char *by;  /* (not owned) */
  JsonArray *ops;  /* (not owned) */
  gint64 seq;
  int decides; /* about holds; -1: not known yet */
  int counts;  /* -1: not known yet */
} Entry;

typedef struct
{
  const Entry *entry; /* (not owned) */
  JsonObject *op;     /* (not owned) */
} Write;

typedef struct
{
  GPtrArray *entries; /* (owned) (element-type Entry) */
  const char *server; /* (not owned) */
  HechaNaive *out;    /* (not owned) */
  GPtrArray *lines;   /* (owned) (element-type utf8): of the digest */
} Merge;

/* ---- the record table ---- */

typedef enum
{
  REGISTER,
  SET
} How;

static const struct
{
  const char *name;
  gboolean fact;
} types[] = {
#define FACT(NAME, ...)   {#NAME, TRUE},
#define RECORD(NAME, ...) {#NAME, FALSE},
#define FIELD(...)
#include "record-table.def"
#undef FACT
#undef RECORD
#undef FIELD
};

static const struct
{
  const char *type;
  const char *name;
  const char *kind;
  How how;
} fields[] = {
#define FACT(...)
#define RECORD(...)
#define FIELD(TYPE, NAME, KIND, VALUES, NEED, HOW, ...) {#TYPE, #NAME, #KIND, HOW},
#include "record-table.def"
};

/* ---- reading ---- */

static char *
sha256 (const char *bytes)
{
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, -1);

  return g_strconcat ("sha256:", hex, NULL);
}

static Entry *
read_entry (const char *bytes)
{
  Entry *entry = g_new0 (Entry, 1);
  JsonObject *object;

  entry->digest = sha256 (bytes);
  entry->node = json_from_string (bytes, NULL);
  object = json_node_get_object (entry->node);
  entry->dev = json_object_get_string_member (object, "dev");
  entry->at = json_object_get_string_member (object, "at");
  entry->by = json_object_get_string_member (object, "by");
  entry->seq = json_object_get_int_member (object, "seq");
  entry->ops = json_object_get_array_member (object, "ops");
  entry->decides = entry->counts = -1;
  return entry;
}

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->digest);
  json_node_unref (entry->node);
  g_free (entry);
}

static const char *
text (JsonObject *object, const char *name)
{
  return json_object_get_string_member (object, name);
}

/* The member of an object in a member of an object, such as set.verdict; %NULL where one is missing. */
static JsonNode *
inner (JsonObject *op, const char *part, const char *name)
{
  JsonObject *object = json_object_has_member (op, part) ? json_object_get_object_member (op, part) : NULL;

  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static gboolean
names (JsonArray *digests, const char *digest)
{
  for (guint i = 0; digests != NULL && i < json_array_get_length (digests); i++)
    if (strcmp (json_array_get_string_element (digests, i), digest) == 0)
      return TRUE;
  return FALSE;
}

static JsonArray *
over (JsonObject *op)
{
  return json_object_has_member (op, "over") ? json_object_get_array_member (op, "over") : NULL;
}

/* ---- 2.2: what counts ---- */

static gboolean
is_here (const Merge *self, const char *digest)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (strcmp (((Entry *)g_ptr_array_index (self->entries, i))->digest, digest) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
all_here (const Merge *self, JsonArray *digests)
{
  for (guint i = 0; digests != NULL && i < json_array_get_length (digests); i++)
    if (!is_here (self, json_array_get_string_element (digests, i)))
      return FALSE;
  return TRUE;
}

static gboolean
removals_here (const Merge *self, JsonObject *rem)
{
  g_autoptr (GList) lists = json_object_get_values (rem);

  for (GList *l = lists; l != NULL; l = l->next)
    for (guint i = 0; i < json_array_get_length (json_node_get_array (l->data)); i++)
      {
        JsonObject *removal = json_array_get_object_element (json_node_get_array (l->data), i);

        if (!all_here (self, json_object_get_array_member (removal, "of")))
          return FALSE;
      }
  return TRUE;
}

static gboolean
is_parked (const Merge *self, const Entry *entry)
{
  for (guint i = 0; i < json_array_get_length (entry->ops); i++)
    {
      JsonObject *op = json_array_get_object_element (entry->ops, i);

      if (!all_here (self, over (op))
          || (json_object_has_member (op, "rem")
              && !removals_here (self, json_object_get_object_member (op, "rem"))))
        return TRUE;
    }
  return FALSE;
}

/* ---- 2.7: holds ---- */

static JsonObject *
op_on (const Entry *entry, const char *type, const char *id)
{
  for (guint i = 0; i < json_array_get_length (entry->ops); i++)
    {
      JsonObject *op = json_array_get_object_element (entry->ops, i);

      if (strcmp (text (op, "t"), type) == 0 && strcmp (text (op, "id"), id) == 0)
        return op;
    }
  return NULL;
}

static gboolean decides_about_holds (const Merge *self, Entry *entry);

/* The entries that decide about the hold on @entry. Each contains its digest, so this ends. */
static GArray *
hold_writes (const Merge *self, const Entry *entry)
{
  GArray *writes = g_array_new (FALSE, FALSE, sizeof (Write));

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *other = g_ptr_array_index (self->entries, i);
      Write write = {other, op_on (other, "hold", entry->digest)};

      if (write.op != NULL && decides_about_holds (self, other))
        g_array_append_val (writes, write);
    }
  return writes;
}

static gboolean
was_ever_held (const Merge *self, const Entry *entry)
{
  g_autoptr (GArray) writes = hold_writes (self, entry);

  for (guint i = 0; i < writes->len; i++)
    if (g_str_has_prefix (g_array_index (writes, Write, i).entry->dev, self->server))
      return TRUE;
  return FALSE;
}

static gboolean
decides_about_holds (const Merge *self, Entry *entry)
{
  if (entry->decides < 0)
    entry->decides = !is_parked (self, entry) && !was_ever_held (self, entry);
  return entry->decides;
}

static gboolean
is_replaced (GArray *writes, const char *field, const char *digest)
{
  for (guint i = 0; i < writes->len; i++)
    {
      const Write *write = &g_array_index (writes, Write, i);

      if ((field == NULL ? json_object_has_member (write->op, "set")
                         : inner (write->op, "set", field) != NULL)
          && names (over (write->op), digest))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_released (const Merge *self, const Entry *entry)
{
  g_autoptr (GArray) writes = hold_writes (self, entry);
  guint n_released = 0;

  for (guint i = 0; i < writes->len; i++)
    {
      const Write *write = &g_array_index (writes, Write, i);
      JsonNode *decision = inner (write->op, "set", "decision");
      g_autofree char *value = NULL;

      if (decision == NULL || is_replaced (writes, "decision", write->entry->digest))
        continue;
      value = hecha_canonical_dup_node (decision, NULL);
      if (strcmp (value, "\"released\"") != 0)
        return FALSE;
      n_released++;
    }
  return n_released > 0;
}

static gboolean
is_held (const Merge *self, const Entry *entry)
{
  return was_ever_held (self, entry) && !is_released (self, entry);
}

static gboolean
counts (const Merge *self, Entry *entry)
{
  if (entry->counts < 0)
    entry->counts = !is_parked (self, entry) && !is_held (self, entry);
  return entry->counts;
}

/* ---- 2.3 to 2.6: the fields of a record ---- */

typedef struct
{
  char *value;        /* (owned) canonical bytes */
  const Entry *entry; /* (not owned) */
  JsonObject *op;     /* (not owned) */
} Value;

static void
clear_value (gpointer data)
{
  g_free (((Value *)data)->value);
}

static GArray *
values_new (void)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (Value));

  g_array_set_clear_func (values, clear_value);
  return values;
}

static gint
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *left = a, *right = b;
  int order = strcmp (left->value, right->value);

  return order != 0 ? order : strcmp (left->entry->digest, right->entry->digest);
}

/* All writes of a register (%NULL: of the fact), or only those that no other one replaced. */
static GArray *
register_values (GArray *writes, const char *field, gboolean live_only)
{
  GArray *values = values_new ();

  for (guint i = 0; i < writes->len; i++)
    {
      const Write *write = &g_array_index (writes, Write, i);
      JsonNode *node
        = field == NULL ? json_object_get_member (write->op, "set") : inner (write->op, "set", field);
      Value value = {NULL, write->entry, write->op};

      if (node == NULL || (live_only && is_replaced (writes, field, write->entry->digest)))
        continue;
      value.value = hecha_canonical_dup_node (node, NULL);
      g_array_append_val (values, value);
    }
  g_array_sort (values, compare_values);
  return values;
}

static gboolean
is_taken_out (GArray *writes, const char *field, const char *element, const char *digest)
{
  for (guint i = 0; i < writes->len; i++)
    {
      JsonNode *list = inner (g_array_index (writes, Write, i).op, "rem", field);

      for (guint k = 0; list != NULL && k < json_array_get_length (json_node_get_array (list)); k++)
        {
          JsonObject *removal = json_array_get_object_element (json_node_get_array (list), k);
          g_autofree char *removed = hecha_canonical_dup_node (json_object_get_member (removal, "v"), NULL);

          if (strcmp (removed, element) == 0 && names (json_object_get_array_member (removal, "of"), digest))
            return TRUE;
        }
    }
  return FALSE;
}

static GArray *
set_values (GArray *writes, const char *field)
{
  GArray *values = values_new ();

  for (guint i = 0; i < writes->len; i++)
    {
      const Write *write = &g_array_index (writes, Write, i);
      JsonNode *list = inner (write->op, "add", field);

      for (guint k = 0; list != NULL && k < json_array_get_length (json_node_get_array (list)); k++)
        {
          Value value
            = {hecha_canonical_dup_node (json_array_get_element (json_node_get_array (list), k), NULL),
               write->entry, write->op};

          if (is_taken_out (writes, field, value.value, write->entry->digest))
            clear_value (&value);
          else
            g_array_append_val (values, value);
        }
    }
  g_array_sort (values, compare_values);
  for (guint i = values->len; i-- > 1;)
    if (compare_values (&g_array_index (values, Value, i), &g_array_index (values, Value, i - 1)) == 0)
      g_array_remove_index (values, i);
  return values;
}

static guint
count_different (GArray *values)
{
  guint n = 0;

  for (guint i = 0; i < values->len; i++)
    n += i == 0
         || strcmp (g_array_index (values, Value, i).value, g_array_index (values, Value, i - 1).value) != 0;
  return n;
}

static gboolean
is_later (const Entry *a, const Entry *b)
{
  int order = strcmp (a->at, b->at);

  if (order == 0)
    order = strcmp (a->dev, b->dev);
  return (order != 0 ? order : strcmp (a->digest, b->digest)) > 0;
}

static const Value *
latest (GArray *values)
{
  const Value *found = NULL;

  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);

      if (found == NULL || is_later (value->entry, found->entry))
        found = value;
    }
  return found;
}

/* 2.6: the latest write that replaced two or more different values. */
static const Value *
find_ruling (GArray *all)
{
  const Value *ruling = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      const Value *value = &g_array_index (all, Value, i);
      const char *first = NULL;
      gboolean different = FALSE;

      for (guint k = 0; k < all->len; k++)
        {
          const Value *other = &g_array_index (all, Value, k);

          if (!names (over (value->op), other->entry->digest))
            continue;
          different = different || (first != NULL && strcmp (first, other->value) != 0);
          first = other->value;
        }
      if (different && (ruling == NULL || is_later (value->entry, ruling->entry)))
        ruling = value;
    }
  return ruling;
}

/* ---- what is told of it ---- */

static void
add_digest_line (Merge *self, const char *type, const char *id, const char *field, GArray *values)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "[\"%s\",\"%s\",\"%s\",[", type, id, field);
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);
      gboolean again = i > 0 && strcmp (value->value, g_array_index (values, Value, i - 1).value) == 0;

      if (!again)
        g_string_append_printf (line, "%s[%s,[", i > 0 ? "]]," : "", value->value);
      g_string_append_printf (line, "%s\"%s\"", again ? "," : "", value->entry->digest);
    }
  g_string_append (line, "]]]]");
  if (values->len > 0)
    g_ptr_array_add (self->lines, g_string_free (line, FALSE));
  else
    g_string_free (line, TRUE);
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
join_sorted (GPtrArray *lines, const char *between)
{
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (between, (char **)lines->pdata);
}

static void
add_conflict (Merge *self, const char *type, const char *id, const char *field, GArray *all, GArray *live)
{
  gboolean open = count_different (live) > 1;
  const Value *ruling = find_ruling (all);
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *values = NULL;
  GString *line;

  if (!open && ruling == NULL)
    return;
  for (guint i = 0; i < (open ? live : all)->len; i++)
    {
      const Value *value = &g_array_index (open ? live : all, Value, i);

      g_ptr_array_add (told, g_strdup_printf ("%s=%s", value->entry->digest, value->value));
    }
  values = join_sorted (told, " ");
  line = g_string_new (NULL);
  g_string_append_printf (line, "%s\t%s\t%s\t%s\t%s\t%s", field[0] == '\0' ? "once" : "value", type, id,
                          field, open ? "open" : "ruled", values);
  if (!open)
    g_string_append_printf (line, "\t%s\t%s",
                            json_object_has_member (ruling->op, "why") ? text (ruling->op, "why") : "",
                            ruling->entry->by);
  g_ptr_array_add (self->out->conflicts, g_string_free (line, FALSE));
}

/* A value as a column shows it: text without quotes, numbers and yes or no only where the field has such. */
static char *
shown_text (JsonNode *node, const char *kind)
{
  gboolean wants_number = strcmp (kind, "INTEGER") == 0 || strcmp (kind, "BOOLEAN") == 0;
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
  gboolean number = type == G_TYPE_INT64 || type == G_TYPE_BOOLEAN;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node) || number != wants_number)
    return NULL;
  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "1" : "0");
  return hecha_canonical_dup_node (node, NULL);
}

static char *
shown_set (GArray *values)
{
  GString *out = g_string_new ("[");

  for (guint i = 0; i < values->len; i++)
    if (i == 0
        || strcmp (g_array_index (values, Value, i).value, g_array_index (values, Value, i - 1).value) != 0)
      g_string_append_printf (out, "%s%s", i > 0 ? "," : "", g_array_index (values, Value, i).value);
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* ---- a record ---- */

static void
merge_fact (Merge *self, const char *type, const char *id, GArray *writes)
{
  g_autoptr (GArray) all = register_values (writes, NULL, FALSE);
  g_autoptr (GArray) live = register_values (writes, NULL, TRUE);
  gboolean disputed = count_different (live) > 1;
  GString *row = g_string_new (NULL);

  add_digest_line (self, type, id, "", live);
  add_conflict (self, type, id, "", all, live);
  g_string_append_printf (row, "%s\t%s\t%s", type, id, disputed ? "," : "");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].type, type) == 0 && live->len > 0 && !disputed)
      {
        g_autofree char *shown
          = shown_text (inner (latest (live)->op, "set", fields[i].name), fields[i].kind);

        if (shown != NULL)
          g_string_append_printf (row, "\t%s=%s", fields[i].name, shown);
      }
  g_ptr_array_add (self->out->rows, g_string_free (row, FALSE));
}

static void
merge_field (Merge *self, guint field, const char *id, GArray *writes, GString *disputed, GString *row)
{
  const char *type = fields[field].type, *name = fields[field].name;
  g_autoptr (GArray) live = NULL;
  g_autofree char *shown = NULL;

  if (fields[field].how == SET)
    {
      live = set_values (writes, name);
      shown = shown_set (live);
    }
  else
    {
      g_autoptr (GArray) all = register_values (writes, name, FALSE);

      live = register_values (writes, name, TRUE);
      add_conflict (self, type, id, name, all, live);
      if (count_different (live) > 1)
        g_string_append_printf (disputed, "%s,", name);
      if (live->len > 0)
        shown = shown_text (inner (latest (live)->op, "set", name), fields[field].kind);
    }
  add_digest_line (self, type, id, name, live);
  if (shown != NULL)
    g_string_append_printf (row, "\t%s=%s", name, shown);
}

static void
merge_record (Merge *self, const char *type, gboolean fact, const char *id, GArray *writes)
{
  g_autoptr (GString) disputed = g_string_new (NULL);
  g_autoptr (GString) row = g_string_new (NULL);

  if (fact)
    {
      merge_fact (self, type, id, writes);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].type, type) == 0)
      merge_field (self, i, id, writes, disputed, row);
  g_ptr_array_add (self->out->rows, g_strdup_printf ("%s\t%s\t%s%s", type, id, disputed->str, row->str));
}

static GArray *
writes_of (const Merge *self, const char *type, const char *id)
{
  GArray *writes = g_array_new (FALSE, FALSE, sizeof (Write));

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);
      Write write = {entry, op_on (entry, type, id)};

      if (write.op != NULL && counts (self, entry)
          && (strcmp (type, "hold") != 0 || decides_about_holds (self, entry)))
        g_array_append_val (writes, write);
    }
  return writes;
}

static void
merge_type (Merge *self, const char *type, gboolean fact)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->entries->len; i++)
    {
      JsonArray *ops = ((Entry *)g_ptr_array_index (self->entries, i))->ops;

      for (guint k = 0; k < json_array_get_length (ops); k++)
        {
          JsonObject *op = json_array_get_object_element (ops, k);
          g_autoptr (GArray) writes = NULL;

          if (strcmp (text (op, "t"), type) != 0 || !g_hash_table_add (seen, (gpointer)text (op, "id")))
            continue;
          writes = writes_of (self, type, text (op, "id"));
          if (writes->len > 0)
            merge_record (self, type, fact, text (op, "id"), writes);
        }
    }
}

/* ---- 2.8: forks ---- */

/* The digests of all entries of a device with this number, sorted. */
static GPtrArray *
branches (const Merge *self, const char *dev, gint64 seq)
{
  GPtrArray *digests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (strcmp (entry->dev, dev) == 0 && entry->seq == seq)
        g_ptr_array_add (digests, g_strdup (entry->digest));
    }
  g_ptr_array_sort (digests, compare_lines);
  return digests;
}

static void
tell_fork (Merge *self, const Entry *entry, GPtrArray *digests)
{
  g_autofree char *quoted = NULL;
  g_autofree char *plain = NULL;
  gboolean first = TRUE;

  for (gint64 seq = 1; seq < entry->seq && first; seq++)
    {
      g_autoptr (GPtrArray) earlier = branches (self, entry->dev, seq);

      first = earlier->len < 2;
    }
  g_ptr_array_add (digests, NULL);
  quoted = g_strjoinv ("\",\"", (char **)digests->pdata);
  plain = g_strjoinv (" ", (char **)digests->pdata);
  g_ptr_array_add (self->lines, g_strdup_printf ("[\"fork\",\"%s\",\"%" G_GINT64_FORMAT "\",[\"%s\"]]",
                                                 entry->dev, entry->seq, quoted));
  if (first)
    g_ptr_array_add (self->out->conflicts, g_strdup_printf ("fork\t\t%s\t%" G_GINT64_FORMAT "\topen\t%s",
                                                            entry->dev, entry->seq, plain));
}

static void
find_forks (Merge *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      g_autoptr (GPtrArray) digests = branches (self, entry->dev, entry->seq);

      if (digests->len > 1 && strcmp (g_ptr_array_index (digests, 0), entry->digest) == 0)
        tell_fork (self, entry, digests);
    }
}

static void
tell_states (Merge *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      gboolean parked = is_parked (self, entry), held = is_held (self, entry);

      if (parked || held)
        g_ptr_array_add (self->out->states,
                         g_strdup_printf ("%s\t%s%s%s", entry->digest, parked ? "parked" : "",
                                          parked && held ? " " : "", held ? "held" : ""));
    }
}

HechaNaive *
hecha_naive_merge (GPtrArray *entries, const char *server)
{
  HechaNaive *out = g_new0 (HechaNaive, 1);
  Merge merge
    = {g_ptr_array_new_with_free_func (free_entry), server, out, g_ptr_array_new_with_free_func (g_free)};
  g_autofree char *lines = NULL;
  g_autofree char *state = NULL;

  out->conflicts = g_ptr_array_new_with_free_func (g_free);
  out->states = g_ptr_array_new_with_free_func (g_free);
  out->rows = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (merge.entries, read_entry (g_ptr_array_index (entries, i)));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    merge_type (&merge, types[i].name, types[i].fact);
  find_forks (&merge);
  tell_states (&merge);
  g_ptr_array_sort (out->conflicts, compare_lines);
  g_ptr_array_sort (out->states, compare_lines);
  g_ptr_array_sort (out->rows, compare_lines);
  lines = join_sorted (merge.lines, "\n");
  state = g_strconcat ("hecha-state-v1\n", lines, lines[0] != '\0' ? "\n" : "", NULL);
  out->digest = sha256 (state);
  g_ptr_array_unref (merge.lines);
  g_ptr_array_unref (merge.entries);
  return out;
}

void
hecha_naive_free (HechaNaive *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_ptr_array_unref (self->conflicts);
  g_ptr_array_unref (self->states);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
