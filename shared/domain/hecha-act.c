/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-act.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-time.h"
#include "domain/hecha-records.h"
#include "domain/hecha-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Operations in one entry; fewer than the protocol allows, since each also has a bound of bytes. */
#define OPS_PER_ENTRY 200

struct _HechaActOp
{
  HechaAct *act; /* (not owned) */
  const HechaType *type;
  char *scope;     /* (owned) */
  char *id;        /* (owned) */
  JsonObject *set; /* (owned) field → value */
  JsonObject *add; /* (owned) field → array of elements */
  JsonObject *rem; /* (owned) field → array of {of, v} */
  char **over;     /* (owned) (nullable): given by the caller; else what is live at the end */
  char *why;       /* (owned) (nullable) */
};

static void
free_op (gpointer data)
{
  HechaActOp *op = data;

  g_free (op->scope);
  g_free (op->id);
  json_object_unref (op->set);
  json_object_unref (op->add);
  json_object_unref (op->rem);
  g_strfreev (op->over);
  g_free (op->why);
  g_free (op);
}

/**
 * hecha_act_new:
 * @reader: (transfer none): what is known; must outlive the act
 * @env: (transfer none): clock and randomness
 * @writer: as whom this device may write
 * @by: the person who acts; empty for a program
 * @home: the device's own scope
 * @dev: this device
 *
 * Returns: (transfer full): an action without operations
 */
HechaAct *
hecha_act_new (HechaReader *reader, const HechaEnv *env, HechaWriter writer, const char *by, const char *home,
               const char *dev)
{
  HechaAct *self = g_new0 (HechaAct, 1);

  self->reader = reader;
  self->env = env;
  self->writer = writer;
  self->by = g_strdup (by);
  self->home = g_strdup (home);
  self->dev = g_strdup (dev);
  self->scopes = g_ptr_array_new_with_free_func (g_free);
  self->ops = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  return self;
}

/**
 * hecha_act_free:
 * @self: (transfer full) (nullable): an action
 */
void
hecha_act_free (HechaAct *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->ops);
  g_ptr_array_unref (self->scopes);
  g_free (self->by);
  g_free (self->home);
  g_free (self->dev);
  g_free (self);
}

/**
 * hecha_act_need:
 * @self: an action
 * @writers: mask of those who may
 * @what: what is to be done, for the message, such as "freeze a frame"
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether this device may
 */
gboolean
hecha_act_need (const HechaAct *self, guint writers, const char *what, GError **error)
{
  if (self->writer & writers)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               writers & HECHA_WRITER_OFFICE ? _ ("Only the office may %s")
                                             : _ ("Only a team or a visitor may %s"),
               _ (what));
  return FALSE;
}

/**
 * hecha_act_now_text:
 * @self: an action
 *
 * Returns: (transfer full): the wall clock as a value of a time field, such as 2026-06-30T08:15:02Z
 */
char *
hecha_act_now_text (const HechaAct *self)
{
  char text[HECHA_TIME_LENGTH + 1];

  hecha_time_to_text (hecha_time_from_ms (hecha_env_now_ms (self->env)), text);
  return g_strdup_printf ("%.19sZ", text);
}

static GPtrArray *
ops_of_scope (HechaAct *self, const char *scope)
{
  GPtrArray *ops = g_hash_table_lookup (self->ops, scope);

  if (ops == NULL)
    {
      char *name = g_strdup (scope);

      ops = g_ptr_array_new_with_free_func (free_op);
      g_ptr_array_add (self->scopes, name);
      g_hash_table_insert (self->ops, name, ops);
    }
  return ops;
}

/**
 * hecha_act_op:
 * @self: an action
 * @scope: where the record stands
 * @type: a type of the record table
 * @id: which record
 *
 * Returns: (transfer none): the action's one operation on this record
 */
HechaActOp *
hecha_act_op (HechaAct *self, const char *scope, const char *type, const char *id)
{
  int index = hecha_schema_find_type (hecha_records (), type, strlen (type));
  GPtrArray *ops = ops_of_scope (self, scope);
  HechaActOp *op;

  g_assert (index >= 0);
  for (guint i = ops->len; i-- > 0 && ops->len - i <= OPS_PER_ENTRY;)
    {
      op = g_ptr_array_index (ops, i);
      if (strcmp (op->id, id) == 0 && strcmp (op->type->name, type) == 0)
        return op;
    }
  op = g_new0 (HechaActOp, 1);
  op->act = self;
  op->type = &hecha_records ()->types[index];
  op->scope = g_strdup (scope);
  op->id = g_strdup (id);
  op->set = json_object_new ();
  op->add = json_object_new ();
  op->rem = json_object_new ();
  g_ptr_array_add (ops, op);
  return op;
}

static void
assert_field (const HechaActOp *self, const char *field)
{
  g_assert (hecha_type_find_field (self->type, field, strlen (field)) >= 0);
}

/**
 * hecha_act_op_set:
 * @self: an operation
 * @field: a register of the type
 * @value: (transfer full): what it is to be; a null node clears
 */
void
hecha_act_op_set (HechaActOp *self, const char *field, JsonNode *value)
{
  assert_field (self, field);
  json_object_set_member (self->set, field, value);
}

/**
 * hecha_act_op_set_text:
 * @self: an operation
 * @field: a register of the type
 * @value: (nullable): the text; %NULL leaves the field alone
 */
void
hecha_act_op_set_text (HechaActOp *self, const char *field, const char *value)
{
  if (value != NULL)
    hecha_act_op_set (self, field, json_node_init_string (json_node_alloc (), value));
}

/**
 * hecha_act_op_set_int:
 * @self: an operation
 * @field: a register of the type
 * @value: the number
 */
void
hecha_act_op_set_int (HechaActOp *self, const char *field, gint64 value)
{
  hecha_act_op_set (self, field, json_node_init_int (json_node_alloc (), value));
}

/**
 * hecha_act_op_set_bool:
 * @self: an operation
 * @field: a register of the type
 * @value: yes or no
 */
void
hecha_act_op_set_bool (HechaActOp *self, const char *field, gboolean value)
{
  hecha_act_op_set (self, field, json_node_init_boolean (json_node_alloc (), value));
}

/**
 * hecha_act_op_set_list:
 * @self: an operation
 * @field: a register of the type that is a list
 * @values: (array zero-terminated=1): the texts
 */
void
hecha_act_op_set_list (HechaActOp *self, const char *field, const char *const *values)
{
  JsonArray *array = json_array_new ();

  for (; *values != NULL; values++)
    json_array_add_string_element (array, *values);
  hecha_act_op_set (self, field, json_node_init_array (json_node_alloc (), array));
  json_array_unref (array);
}

static JsonArray *
list_of (JsonObject *object, const char *field)
{
  if (!json_object_has_member (object, field))
    json_object_set_array_member (object, field, json_array_new ());
  return json_object_get_array_member (object, field);
}

/**
 * hecha_act_op_add:
 * @self: an operation
 * @field: a set of the type
 * @element: what to put in
 */
void
hecha_act_op_add (HechaActOp *self, const char *field, const char *element)
{
  assert_field (self, field);
  json_array_add_string_element (list_of (self->add, field), element);
}

/**
 * hecha_act_op_remove:
 * @self: an operation
 * @field: a set of the type
 * @element: what to take out, as far as it is known here
 */
void
hecha_act_op_remove (HechaActOp *self, const char *field, const char *element)
{
  g_auto (GStrv) live = NULL;
  JsonObject *removal;
  JsonArray *of;

  assert_field (self, field);
  live = hecha_reader_live (self->act->reader, self->scope, self->type->name, self->id, field, NULL);
  if (live == NULL || live[0] == NULL)
    return;
  of = json_array_new ();
  for (guint i = 0; live[i] != NULL; i++)
    json_array_add_string_element (of, live[i]);
  removal = json_object_new ();
  json_object_set_array_member (removal, "of", of);
  json_object_set_string_member (removal, "v", element);
  json_array_add_object_element (list_of (self->rem, field), removal);
}

/**
 * hecha_act_op_over:
 * @self: an operation
 * @digests: (array zero-terminated=1): the entries whose values the author had before their eyes
 *
 * Without this call an operation replaces what is live when the action is done.
 */
void
hecha_act_op_over (HechaActOp *self, const char *const *digests)
{
  g_strfreev (self->over);
  self->over = g_strdupv ((char **)digests);
}

/**
 * hecha_act_op_why:
 * @self: an operation that rules on a conflict
 * @reason: the reason
 */
void
hecha_act_op_why (HechaActOp *self, const char *reason)
{
  g_free (self->why);
  self->why = g_strdup (reason);
}

/* A register that already has this value, undisputed, is left out: doing the same again changes nothing. */
static void
leave_out_unchanged (HechaActOp *op, const HechaRecord *record)
{
  g_autoptr (GList) names = json_object_get_members (op->set);
  gboolean same = TRUE;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *text = hecha_value_dup_text (json_object_get_member (op->set, l->data));
      gboolean equal = g_strcmp0 (text, hecha_record_get (record, l->data)) == 0
                       && !hecha_record_is_disputed (record, l->data);

      same = same && equal;
      if (equal && !op->type->once)
        json_object_remove_member (op->set, l->data);
    }
  if (op->type->once && same)
    for (GList *l = names; l != NULL; l = l->next)
      json_object_remove_member (op->set, l->data);
}

static void
leave_out_present (HechaActOp *op, const HechaRecord *record)
{
  g_autoptr (GList) names = json_object_get_members (op->add);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonArray *elements = json_object_get_array_member (op->add, l->data);
      g_auto (GStrv) present = hecha_record_get_list (record, l->data);

      for (guint i = json_array_get_length (elements); i-- > 0;)
        if (g_strv_contains ((const char *const *)present, json_array_get_string_element (elements, i)))
          json_array_remove_element (elements, i);
      if (json_array_get_length (elements) == 0)
        json_object_remove_member (op->add, l->data);
    }
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* What is live now in the fields that the operation sets. */
static gboolean
fill_over (HechaActOp *op, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (op->set);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (GList *l = names; l != NULL; l = op->type->once ? NULL : l->next)
    {
      g_auto (GStrv) live = hecha_reader_live (op->act->reader, op->scope, op->type->name, op->id,
                                               op->type->once ? NULL : l->data, error);

      if (live == NULL)
        return FALSE;
      for (guint i = 0; live[i] != NULL; i++)
        if (!g_ptr_array_find_with_equal_func (all, live[i], g_str_equal, NULL))
          g_ptr_array_add (all, g_strdup (live[i]));
    }
  g_ptr_array_sort (all, compare_strings);
  g_ptr_array_add (all, NULL);
  op->over = (char **)g_ptr_array_steal (all, NULL);
  return TRUE;
}

static gboolean
prepare (HechaActOp *op, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) record
    = hecha_reader_get (op->act->reader, op->scope, op->type->name, op->id, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (record != NULL && op->over == NULL)
    {
      leave_out_unchanged (op, record);
      leave_out_present (op, record);
    }
  return record == NULL || op->over != NULL || fill_over (op, error);
}

static JsonNode *
op_to_node (HechaActOp *op)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "t", op->type->name);
  json_object_set_string_member (object, "id", op->id);
  if (json_object_get_size (op->set) > 0)
    json_object_set_object_member (object, "set", json_object_ref (op->set));
  if (json_object_get_size (op->add) > 0)
    json_object_set_object_member (object, "add", json_object_ref (op->add));
  if (json_object_get_size (op->rem) > 0)
    json_object_set_object_member (object, "rem", json_object_ref (op->rem));
  if (json_object_get_size (op->set) > 0 && op->over != NULL && op->over[0] != NULL)
    {
      JsonArray *over = json_array_new ();

      for (guint i = 0; op->over[i] != NULL; i++)
        json_array_add_string_element (over, op->over[i]);
      json_object_set_array_member (object, "over", over);
    }
  if (op->why != NULL)
    json_object_set_string_member (object, "why", op->why);
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
is_empty (const HechaActOp *op)
{
  return json_object_get_size (op->set) + json_object_get_size (op->add) + json_object_get_size (op->rem)
         == 0;
}

/**
 * hecha_act_dup_scopes:
 * @self: an action
 *
 * Returns: (transfer full) (element-type utf8): the scopes of its operations, in the order they were first named
 */
GPtrArray *
hecha_act_dup_scopes (HechaAct *self)
{
  GPtrArray *scopes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->scopes->len; i++)
    g_ptr_array_add (scopes, g_strdup (g_ptr_array_index (self->scopes, i)));
  return scopes;
}

/**
 * hecha_act_dup_ops:
 * @self: an action whose rules were all checked
 * @scope: one of its scopes
 * @position: (inout): where to go on; 0 at first
 * @error: when reading failed, or a value cannot be written
 *
 * Returns: (transfer full) (nullable): the next operations of the scope as one canonical JSON array, as many as
 *   belong into one entry; %NULL without @error when none is left that changes anything
 */
char *
hecha_act_dup_ops (HechaAct *self, const char *scope, guint *position, GError **error)
{
  GPtrArray *ops = g_hash_table_lookup (self->ops, scope);
  g_autoptr (GString) out = g_string_new ("[");
  guint n = 0;

  for (; ops != NULL && *position < ops->len && n < OPS_PER_ENTRY && out->len < 256 * 1024; (*position)++)
    {
      HechaActOp *op = g_ptr_array_index (ops, *position);
      g_autoptr (JsonNode) node = NULL;

      if (!prepare (op, error))
        return NULL;
      if (is_empty (op))
        continue;
      node = op_to_node (op);
      if (n++ > 0)
        g_string_append_c (out, ',');
      if (!hecha_canonical_append_node (out, node, error))
        return NULL;
    }
  g_string_append_c (out, ']');
  return n == 0 ? NULL : g_string_free (g_steal_pointer (&out), FALSE);
}
