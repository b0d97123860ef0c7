/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-proposal.h"

#include "base/hecha-canonical.h"
#include "domain/hecha-conflict.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A proposal is a record beside the one in conflict, named after what it says, so that two persons who say the same
 * write the same record, knowing of each other or not. */

#define ID_HEX_DIGITS 32

/**
 * hecha_proposal_is_needed:
 * @reader: where to read
 * @scope: where a record stands
 * @record: its id
 *
 * Returns: whether its plan wants a second person to confirm how a conflict is settled
 */
gboolean
hecha_proposal_is_needed (HechaReader *reader, const char *scope, const char *record)
{
  g_autofree char *code = hecha_conflict_dup_plan (scope, record);
  g_autoptr (HechaRecord) plan
    = code != NULL ? hecha_reader_get (reader, "office", "plan", code, NULL) : NULL;

  return plan != NULL && hecha_record_get_int (plan, "second_person", 0) != 0;
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
make_id (const char *type, const char *record, const char *field, const char *value, GPtrArray *over)
{
  g_autoptr (GString) text = g_string_new ("hecha-proposal-v1\n");
  g_autofree char *hex = NULL;
  HechaDigest digest;

  g_string_append_printf (text, "%s\n%s\n%s\n%s\n", type, record, field, value);
  g_ptr_array_sort (over, compare_texts);
  for (guint i = 0; i < over->len; i++)
    g_string_append_printf (text, "%s\n", (char *)g_ptr_array_index (over, i));
  hecha_digest_of (&digest, text->str, text->len);
  hex = hecha_hex_dup (digest.bytes, ID_HEX_DIGITS / 2);
  return g_steal_pointer (&hex);
}

static char *
dup_id (const HechaProposed *proposed, GError **error)
{
  g_autofree char *value = hecha_canonical_dup_node (proposed->value, error);
  g_autoptr (GPtrArray) over = g_ptr_array_new ();

  for (guint i = 0; proposed->over != NULL && proposed->over[i] != NULL; i++)
    g_ptr_array_add (over, (gpointer)proposed->over[i]);
  return value != NULL ? make_id (proposed->type, proposed->record, proposed->field, value, over) : NULL;
}

static char **
read_persons (HechaReader *reader, const char *scope, const char *id)
{
  g_autoptr (HechaRecord) record = hecha_reader_get (reader, scope, "proposal", id, NULL);

  return record != NULL ? hecha_record_get_list (record, "persons") : g_new0 (char *, 1);
}

static gboolean
has_another (char **persons, const char *by)
{
  for (; *persons != NULL; persons++)
    if (strcmp (*persons, by) != 0)
      return TRUE;
  return FALSE;
}

/**
 * hecha_proposal_dup_persons:
 * @reader: where to read
 * @proposed: how a conflict may be settled
 * @error: when @value cannot be written
 *
 * Returns: (transfer full) (nullable): who wants it so
 */
char **
hecha_proposal_dup_persons (HechaReader *reader, const HechaProposed *proposed, GError **error)
{
  g_autofree char *id = dup_id (proposed, error);

  return id != NULL ? read_persons (reader, proposed->scope, id) : NULL;
}

/**
 * hecha_proposal_give:
 * @act: the action
 * @proposed: how the conflict is to be settled
 * @reason: why
 * @waits: (out): whether another person has to say so too; else the ruling may be written
 * @error: %HECHA_ERROR_REFUSED when this person said so already, and nobody else
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_proposal_give (HechaAct *act, const HechaProposed *proposed, const char *reason, gboolean *waits,
                     GError **error)
{
  g_autofree char *id = dup_id (proposed, error);
  g_auto (GStrv) persons = id != NULL ? read_persons (act->reader, proposed->scope, id) : NULL;
  HechaActOp *op;

  if (persons == NULL)
    return FALSE;
  *waits = !has_another (persons, act->by);
  if (*act->by == '\0')
    return hecha_rule_refuse (error, "Two persons settle this; say who acts");
  if (*waits && persons[0] != NULL)
    return hecha_rule_refuse (error, "%s proposed this already; the plan wants a second person to confirm it",
                              act->by);
  op = hecha_act_op (act, proposed->scope, "proposal", id);
  if (persons[0] == NULL)
    {
      hecha_act_op_set_text (op, "type", proposed->type);
      hecha_act_op_set_text (op, "record", proposed->record);
      hecha_act_op_set_text (op, "field", proposed->field);
      hecha_act_op_set (op, "value", json_node_copy (proposed->value));
    }
  hecha_act_op_add (op, "persons", act->by);
  hecha_act_op_add (op, "reasons", reason);
  return TRUE;
}

/* ---- what the server checks ---- */

/**
 * hecha_proposal_check_op:
 * @entry: an entry
 * @op: its operation on a proposal
 *
 * Returns: (transfer full) (nullable): why it is held: who proposes does so in their own name
 */
char *
hecha_proposal_check_op (const HechaEntry *entry, const HechaOp *op)
{
  guint list = op->add != 0 ? hecha_json_member (&entry->json, op->add, "persons") : 0, item = list + 1;
  g_autofree char *by = g_strndup (entry->by.text, entry->by.length);

  for (guint i = 0; list != 0 && i < entry->json.tokens[list].count;
       i++, item = entry->json.tokens[item].next)
    if (!hecha_json_string_equals (&entry->json, item, by))
      return g_strdup (N_ ("Everybody proposes in their own name"));
  return NULL;
}

/* What an operation settles, as its proposal has it. */
typedef struct
{
  const char *type;
  const char *field;
  guint value;
  GPtrArray *over;
} Proposing;

static GPtrArray *
dup_over (const HechaJson *json, const HechaOp *op)
{
  GPtrArray *over = g_ptr_array_new_with_free_func (g_free);
  guint item = op->over + 1;

  for (guint i = 0; op->over != 0 && i < json->tokens[op->over].count; i++, item = json->tokens[item].next)
    g_ptr_array_add (over, hecha_json_dup_string (json, item));
  return over;
}

static char *
check_second_person (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
                     const Proposing *proposing)
{
  g_autofree char *record = g_strndup (op->id.text, op->id.length);
  g_autofree char *by = g_strndup (entry->by.text, entry->by.length);
  g_autofree char *text = NULL, *id = NULL;
  g_auto (GStrv) persons = NULL;
  const char *raw;
  gsize length;

  if (!hecha_proposal_is_needed (reader, scope, record))
    return NULL;
  hecha_json_raw (&entry->json, proposing->value, &raw, &length);
  text = g_strndup (raw, length);
  id = make_id (proposing->type, record, proposing->field, text, proposing->over);
  persons = read_persons (reader, scope, id);
  return has_another (persons, by)
           ? NULL
           : g_strdup (N_ ("The plan wants a second person to confirm how this conflict is settled"));
}

/**
 * hecha_proposal_check_ruling:
 * @reader: what the server knows
 * @entry: an entry
 * @op: its operation that settles a conflict
 * @scope: its scope
 * @type: type of the record in conflict
 * @field: the field; empty for a fact
 *
 * Returns: (transfer full) (nullable): why it is held: its plan wants two persons, and no other one proposed this
 */
char *
hecha_proposal_check_ruling (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
                             const char *scope, const HechaType *type, const char *field)
{
  guint value = type->once ? op->set : hecha_json_member (&entry->json, op->set, field);
  g_autoptr (GPtrArray) over = dup_over (&entry->json, op);

  return check_second_person (reader, entry, op, scope, &(const Proposing) {type->name, field, value, over});
}

/**
 * hecha_proposal_check_choice:
 * @reader: what the server knows
 * @entry: an entry
 * @op: its operation that chooses between the findings on one sample
 * @scope: its scope
 *
 * Of two who chose differently one is ruled on, which hecha_proposal_check_ruling() checks.
 *
 * Returns: (transfer full) (nullable): why it is held: its plan wants two persons, and no other one proposed this
 */
char *
hecha_proposal_check_choice (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
                             const char *scope)
{
  guint counted = op->set != 0 ? hecha_json_member (&entry->json, op->set, "counted") : 0;
  g_autofree char *id = g_strndup (op->id.text, op->id.length);
  g_autoptr (HechaRecord) known = hecha_reader_get (reader, scope, "choice", id, NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (counted == 0 || (known != NULL && known->disputed != 0 && op->over != 0 && op->why != 0))
    return NULL;
  return check_second_person (reader, entry, op, scope,
                              &(const Proposing) {"choice", "counted", counted, none});
}
