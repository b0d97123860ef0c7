/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-guard.h"

#include "base/hecha-locale.h"
#include "domain/hecha-presence.h"
#include "domain/hecha-records.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the server checks of an entry that is well formed, chained and signed. It never refuses one: what breaks a rule
 * comes under a hold, and the office decides. Each check returns the reason, or NULL. The reason goes into an entry, so
 * it is in English whatever the server's locale is; hecha_guard_dup_reason() is for showing it. */

static const char *const formats[] = {
  N_ ("%s.%s cannot have this value: %s"),
  N_ ("%s.%s cannot have this value"),
  N_ ("%s has no such field: %s"),
  N_ ("%s lacks %s"),
  N_ ("%s does not lead here, and signed as the leader (P3 4.3 a)"),
  N_ ("No such record type here: %s"),
  N_ ("%s does not belong into this scope"),
  N_ ("This device has no right to write %s"),
  NULL,
};

static guint
writer_of_role (const char *role)
{
  if (g_strcmp0 (role, "office") == 0)
    return HECHA_WRITER_OFFICE;
  if (g_strcmp0 (role, "visitor") == 0)
    return HECHA_WRITER_VISITOR;
  return g_strcmp0 (role, "server") == 0 ? HECHA_WRITER_SERVER : HECHA_WRITER_TEAM;
}

/* The office may begin a scope: its grant there follows in the same transaction. */
static HechaRecord *
find_grant (HechaReader *reader, const char *scope, const char *dev)
{
  g_autoptr (HechaRecord) office = NULL;
  HechaRecord *grant = hecha_reader_get (reader, scope, "grant", dev, NULL);

  if (grant != NULL)
    return grant;
  office = hecha_reader_get (reader, "office", "grant", dev, NULL);
  return office != NULL && g_strcmp0 (hecha_record_get (office, "role"), "office") == 0
           ? g_steal_pointer (&office)
           : NULL;
}

static void
ask_rights (HechaGuardMemo *memo, HechaReader *reader, const char *scope, const char *dev)
{
  g_autoptr (HechaRecord) grant = find_grant (reader, scope, dev);
  g_autoptr (HechaRecord) revoke = hecha_reader_get (reader, scope, "revoke", dev, NULL);

  hecha_guard_memo_clear (memo);
  memo->scope = g_strdup (scope);
  memo->dev = g_strdup (dev);
  memo->rights = reader->rights;
  memo->last = revoke != NULL ? hecha_record_get_int (revoke, "seq", 0) : G_MAXINT64;
  if (grant == NULL || hecha_record_is_disputed (grant, "role"))
    return;
  memo->writer = writer_of_role (hecha_record_get (grant, "role"));
  memo->foreign
    = memo->writer != HECHA_WRITER_OFFICE && g_strcmp0 (hecha_record_get (grant, "home"), scope) != 0;
}

static char *
check_device (HechaGuardMemo *memo, HechaReader *reader, const HechaEntry *entry, const char *scope,
              const char *dev)
{
  if (memo->rights != reader->rights || g_strcmp0 (memo->dev, dev) != 0
      || g_strcmp0 (memo->scope, scope) != 0)
    ask_rights (memo, reader, scope, dev);
  if (memo->writer == 0)
    return g_strdup (N_ ("This device has no right in this scope"));
  if (entry->seq > memo->last)
    return g_strdup (N_ ("The device was revoked before it wrote this"));
  return memo->foreign ? g_strdup (N_ ("This device may read this scope, not write in it")) : NULL;
}

static char *
check_element (const HechaType *type, const HechaField *field, const HechaJson *json, guint token)
{
  HechaField single = *field;
  GError *problem = NULL;
  char *reason;

  single.kind = field->values != NULL ? HECHA_VALUE_CHOICE : HECHA_VALUE_TEXT;
  if (hecha_value_check (&single, json, token, &problem))
    return NULL;
  reason = g_strdup (problem->message);
  g_error_free (problem);
  return reason;
}

static char *
check_elements (const HechaType *type, const HechaField *field, const HechaJson *json, guint list)
{
  guint item = list + 1;
  char *reason = NULL;

  for (guint i = 0; reason == NULL && i < json->tokens[list].count; i++, item = json->tokens[item].next)
    reason = check_element (type, field, json, item);
  return reason;
}

static char *
check_field (const HechaType *type, const HechaJson *json, guint name, HechaMergeKind merge)
{
  const HechaJsonToken *t = &json->tokens[name];
  int index = hecha_type_find_field (type, json->bytes + t->start, t->length);
  GError *problem = NULL;
  char *reason = NULL;

  if (index < 0 || type->fields[index].merge != merge)
    return g_strdup_printf ("%s has no such field: %.*s", type->name, (int)t->length, json->bytes + t->start);
  if (merge == HECHA_MERGE_SET)
    return check_elements (type, &type->fields[index], json, name + 1);
  if (!hecha_value_check (&type->fields[index], json, name + 1, &problem))
    reason = g_strdup (problem->message);
  g_clear_error (&problem);
  return reason;
}

static char *
check_fields (const HechaType *type, const HechaJson *json, guint object, HechaMergeKind merge)
{
  guint name = object + 1;
  char *reason = NULL;

  for (guint i = 0; object != 0 && reason == NULL && i < json->tokens[object].count; i++)
    {
      reason = check_field (type, json, name, merge);
      name = json->tokens[name + 1].next;
    }
  return reason;
}

/* A fact comes whole: what it needs is there at once. */
static char *
check_whole (const HechaType *type, const HechaJson *json, guint set)
{
  for (guint i = 0; type->once && i < type->n_fields; i++)
    if (type->fields[i].required && (set == 0 || hecha_json_member (json, set, type->fields[i].name) == 0))
      return g_strdup_printf ("%s lacks %s", type->name, type->fields[i].name);
  return NULL;
}

/* The office decides about holds; only the server makes them. */
static char *
check_hold (const HechaJson *json, const HechaOp *op)
{
  if (op->set != 0
      && (hecha_json_member (json, op->set, "entry") != 0
          || hecha_json_member (json, op->set, "reason") != 0))
    return g_strdup (N_ ("Only the server puts an entry under a hold"));
  return NULL;
}

static gboolean
names (const HechaEntry *entry, guint list, const char *digest)
{
  guint item = list + 1;

  for (guint i = 0; i < entry->json.tokens[list].count; i++, item = entry->json.tokens[item].next)
    if (hecha_json_string_equals (&entry->json, item, digest))
      return TRUE;
  return FALSE;
}

/* Whether the operation replaces several values of one field. Those of different fields are no ruling. */
static gboolean
rules_on (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const HechaRecord *record,
          const char *field)
{
  g_auto (GStrv) live = NULL;
  guint n = 0;

  if (!hecha_record_is_disputed (record, field))
    return FALSE;
  live = hecha_reader_live (reader, record->scope, record->type->name, record->id,
                            record->type->once ? NULL : field, NULL);
  for (guint i = 0; live != NULL && live[i] != NULL; i++)
    n += names (entry, op->over, live[i]);
  return n >= 2;
}

static char *
check_ruling (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
              const char *type, const char *id, guint writer)
{
  g_autoptr (HechaRecord) record = NULL;
  gboolean ruling = FALSE;

  if (op->over == 0 || entry->json.tokens[op->over].count < 2)
    return NULL;
  record = hecha_reader_get (reader, scope, type, id, NULL);
  if (record == NULL || record->disputed == 0)
    return NULL;
  for (guint i = 0; i < record->type->n_fields && !ruling; i++)
    ruling = op->set != 0 && hecha_json_member (&entry->json, op->set, record->type->fields[i].name) != 0
             && rules_on (reader, entry, op, record, record->type->fields[i].name);
  if (!ruling)
    return NULL;
  if (writer != HECHA_WRITER_OFFICE)
    return g_strdup (N_ ("A conflict is settled by the office"));
  return op->why == 0 ? g_strdup (N_ ("A ruling needs a reason")) : NULL;
}

static gboolean
set_text (const HechaEntry *entry, const HechaOp *op, const char *field, char **text)
{
  guint token = op->set != 0 ? hecha_json_member (&entry->json, op->set, field) : 0;

  *text = token != 0 ? hecha_json_dup_string (&entry->json, token) : NULL;
  return *text != NULL;
}

/* P3 4.3 a: the hash is of exactly what was on the page. An entry is canonical, so what is in it is as well. */
static char *
check_content (const HechaEntry *entry, const HechaOp *op)
{
  guint content = hecha_json_member (&entry->json, op->set, "content");
  g_autofree char *hash = NULL;
  char text[HECHA_DIGEST_TEXT_BYTES];
  HechaDigest digest;
  const char *bytes;
  gsize n_bytes;

  if (content == 0 || !set_text (entry, op, "content_hash", &hash))
    return NULL;
  hecha_json_raw (&entry->json, content, &bytes, &n_bytes);
  hecha_digest_of (&digest, bytes, n_bytes);
  hecha_digest_to_text (&digest, text);
  return strcmp (text, hash) != 0
           ? g_strdup (N_ ("What was signed does not have the hash that it says (P3 4.3 a)"))
           : NULL;
}

/* P3 4.3 and 4.3 a: two or more inspectors present at the same time, and the leader's own hand. */
static char *
check_leader (HechaReader *reader, const char *scope, const char *id, const char *person)
{
  g_autoptr (HechaAssignment) assignment = hecha_assignment_load (reader, scope, id, NULL);
  g_autoptr (GPtrArray) persons = NULL;
  const HechaAssignedPerson *leader;

  if (assignment == NULL)
    return g_strdup (N_ ("What was signed is not assigned here (P3 6.2.1)"));
  persons = hecha_assignment_dup_persons (assignment);
  leader = hecha_assigned_find (persons, person);
  if (leader == NULL || g_strcmp0 (leader->role, "leader") != 0)
    return g_strdup_printf ("%s does not lead here, and signed as the leader (P3 4.3 a)", person);
  if (hecha_visit_count_together (assignment) < HECHA_PRESENCE_NEEDED)
    return g_strdup (N_ ("Fewer than two inspectors were present at the same time (P3 4.3)"));
  return NULL;
}

static char *
check_signature (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope)
{
  g_autofree char *role = NULL, *id = NULL, *person = NULL;
  char *reason = NULL;

  if (set_text (entry, op, "role", &role) && strcmp (role, "leader") == 0
      && set_text (entry, op, "assignment", &id) && set_text (entry, op, "person", &person))
    reason = check_leader (reader, scope, id, person);
  return reason != NULL || op->set == 0 ? reason : check_content (entry, op);
}

/* P3 4.4: no draw before the frame is frozen; nothing is assigned that was not drawn. */
static char *
check_steps (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *type,
             const char *id)
{
  g_autoptr (HechaRecord) before = NULL;
  gboolean draw = strcmp (type, "draw") == 0;

  if (!draw && strcmp (type, "assignment") != 0)
    return NULL;
  before = hecha_reader_get (reader, "office", draw ? "frame" : "sample", id, NULL);
  if (before == NULL)
    return g_strdup (draw ? N_ ("There is no frozen frame to draw from (P3 4.4)")
                          : N_ ("The sample was not drawn (P3 4.4)"));
  return NULL;
}

static char *
check_op (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope, guint writer)
{
  int index = hecha_schema_find_type (hecha_records (), op->type.text, op->type.length);
  const HechaType *type = index >= 0 ? &hecha_records ()->types[index] : NULL;
  g_autofree char *id = g_strndup (op->id.text, op->id.length);
  char *reason = NULL;

  if (type == NULL)
    return g_strdup_printf ("No such record type here: %.*s", (int)op->type.length, op->type.text);
  if (!(type->scopes & hecha_scope_kind (scope)))
    return g_strdup_printf ("%s does not belong into this scope", type->name);
  if (!(type->writers & writer))
    return g_strdup_printf ("This device has no right to write %s", type->name);
  if (strcmp (type->name, "hold") == 0)
    reason = check_hold (&entry->json, op);
  if (reason == NULL)
    reason = check_whole (type, &entry->json, op->set);
  if (reason == NULL)
    reason = check_fields (type, &entry->json, op->set, HECHA_MERGE_REGISTER);
  if (reason == NULL)
    reason = check_fields (type, &entry->json, op->add, HECHA_MERGE_SET);
  if (reason == NULL)
    reason = check_ruling (reader, entry, op, scope, type->name, id, writer);
  if (reason == NULL && strcmp (type->name, "signature") == 0)
    reason = check_signature (reader, entry, op, scope);
  if (reason == NULL)
    reason = check_steps (reader, entry, op, type->name, id);
  return reason;
}

/**
 * hecha_guard_memo_clear:
 * @self: what was known of a device
 */
void
hecha_guard_memo_clear (HechaGuardMemo *self)
{
  g_free (self->scope);
  g_free (self->dev);
  *self = (HechaGuardMemo) {0};
}

/**
 * hecha_guard:
 * @reader: what the server knows
 * @entry: an entry of another device, before it counts
 * @scope: its scope
 * @dev: its device
 * @data: a #HechaGuardMemo, the same for all entries that one reader is asked about
 *
 * Whether the entry breaks a rule of the domain: right to the record, form of its values, a ruling by others than the
 * office, a leader's signature without two persons, a step that cannot be (docs/protocol.md 3.2; P3 4.3, 4.4).
 *
 * Returns: (transfer full) (nullable): the reason for a hold; %NULL when all is in order
 */
char *
hecha_guard (HechaReader *reader, const HechaEntry *entry, const char *scope, const char *dev, gpointer data)
{
  G_GNUC_UNUSED g_auto (HechaNeutral) neutral = hecha_neutral_begin ();
  HechaGuardMemo *memo = data;
  guint token = hecha_entry_first_op (entry);
  char *reason = check_device (memo, reader, entry, scope, dev);

  for (guint i = 0; reason == NULL && i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      reason = check_op (reader, entry, &op, scope, memo->writer);
    }
  return reason;
}

/**
 * hecha_guard_dup_reason:
 * @reason: of a hold
 *
 * Returns: (transfer full): the reason in the language of the reader
 */
char *
hecha_guard_dup_reason (const char *reason)
{
  return hecha_locale_dup_sentence (reason, formats);
}
