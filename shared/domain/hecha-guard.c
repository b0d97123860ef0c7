/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-guard.h"

#include "base/hecha-locale.h"
#include "domain/hecha-appeal-check.h"
#include "domain/hecha-appeal-guard.h"
#include "domain/hecha-fork.h"
#include "domain/hecha-laptop-guard.h"
#include "domain/hecha-negative-guard.h"
#include "domain/hecha-presence.h"
#include "domain/hecha-proposal.h"
#include "domain/hecha-records.h"
#include "domain/hecha-signer.h"
#include "domain/hecha-site-guard.h"
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
  N_ ("The draw at the site does not verify: %s: %s"),
  N_ ("%s is no inspector (P3 4.3)"),
  N_ ("%s is recused from %s (P3 4.3)"),
  N_ ("%s does not head %s; the notice goes to the main leader (P3 6.2.4)"),
  N_ ("%s was of the first team, which neither reviews nor rules (P3 4.3 a, R011)"),
  N_ ("%s belongs to the agency that appeals"),
  N_ ("%s is recused from %s (回避)"),
  N_ ("%s does not inspect; inspectors and experts review anew (P3 4.3, 4.3 a)"),
  N_ ("%s is not of the office, which rules on appeals (P3 4.3 a)"),
  N_ ("%s is before %s, when the round before was rejected (P3 2.2, 6.2.5)"),
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
check_ruling_of (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
                 const HechaRecord *record, const char *field, guint writer)
{
  if (!rules_on (reader, entry, op, record, field))
    return NULL;
  if (writer != HECHA_WRITER_OFFICE)
    return g_strdup (N_ ("A conflict is settled by the office"));
  if (op->why == 0)
    return g_strdup (N_ ("A ruling needs a reason"));
  return hecha_proposal_check_ruling (reader, entry, op, scope, record->type,
                                      record->type->once ? "" : field);
}

static char *
check_ruling (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
              const char *type, const char *id, guint writer)
{
  g_autoptr (HechaRecord) record = NULL;
  char *reason = NULL;

  if (op->over == 0 || op->set == 0 || entry->json.tokens[op->over].count < 2)
    return NULL;
  record = hecha_reader_get (reader, scope, type, id, NULL);
  if (record == NULL || record->disputed == 0)
    return NULL;
  for (guint i = 0; i < (record->type->once ? 1 : record->type->n_fields) && reason == NULL; i++)
    if (record->type->once || hecha_json_member (&entry->json, op->set, record->type->fields[i].name) != 0)
      reason = check_ruling_of (reader, entry, op, scope, record, record->type->fields[i].name, writer);
  return reason;
}

/* Whether no value is replaced that stood alone: of several the office takes one; what it did not know stays beside
 * its own, which is a conflict again. */
static gboolean
leaves_settled (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
                const HechaType *type, const char *id, const char *field)
{
  g_auto (GStrv) live = hecha_reader_live (reader, scope, type->name, id, field, NULL);
  guint n_live = live != NULL ? g_strv_length (live) : 0, n_replaced = 0;

  for (guint i = 0; i < n_live; i++)
    n_replaced += names (entry, op->over, live[i]);
  return n_replaced < n_live || n_live > 1;
}

/* The office writes nothing that is a team's; but it settles, for a reason, what the team's laptops wrote
 * differently. */
static gboolean
is_office_ruling (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
                  const HechaType *type, const char *id, guint writer)
{
  if (writer != HECHA_WRITER_OFFICE || type->writers == HECHA_WRITER_SERVER || op->set == 0 || op->add != 0
      || op->rem != 0 || op->why == 0 || op->over == 0 || entry->json.tokens[op->over].count < 2)
    return FALSE;
  if (type->once)
    return leaves_settled (reader, entry, op, scope, type, id, NULL);
  for (guint i = 0; i < type->n_fields; i++)
    if (hecha_json_member (&entry->json, op->set, type->fields[i].name) != 0
        && !leaves_settled (reader, entry, op, scope, type, id, type->fields[i].name))
      return FALSE;
  return TRUE;
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

/* P3 4.3 and 4.3 a: two or more inspectors present at the same time, the leader's own hand, and no appeal yet. */
static char *
check_leader (HechaReader *reader, const char *scope, const char *id, const char *person,
              const char *signature)
{
  g_autoptr (HechaAssignment) assignment = hecha_assignment_load (reader, scope, id, NULL);
  g_autoptr (GPtrArray) persons = NULL;
  const HechaAssignedPerson *leader;
  g_autoptr (GError) problem = NULL;

  if (assignment == NULL)
    return g_strdup (N_ ("What was signed is not assigned here (P3 6.2.1)"));
  persons = hecha_assignment_dup_persons (assignment);
  leader = hecha_assigned_find (persons, person);
  if (leader == NULL || g_strcmp0 (leader->role, "leader") != 0)
    return g_strdup_printf ("%s does not lead here, and signed as the leader (P3 4.3 a)", person);
  if (hecha_visit_count_together (assignment) < HECHA_PRESENCE_NEEDED)
    return g_strdup (N_ ("Fewer than two inspectors were present at the same time (P3 4.3)"));
  return hecha_appeal_check_signature (assignment, signature, &problem) ? NULL : g_strdup (problem->message);
}

/* P3 4.3 a: who typed the own name instead of drawing it did so before a second person. */
static char *
check_typed (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope)
{
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autofree char *role = NULL, *id = NULL, *person = NULL, *typed = NULL, *confirmed_by = NULL;

  if (!set_text (entry, op, "typed_name", &typed) || !set_text (entry, op, "role", &role)
      || !set_text (entry, op, "assignment", &id) || !set_text (entry, op, "person", &person))
    return NULL;
  set_text (entry, op, "confirmed_by", &confirmed_by);
  assignment = hecha_assignment_load (reader, scope, id, NULL);
  if (assignment != NULL && hecha_signer_check_confirmer (assignment, role, person, confirmed_by, NULL))
    return NULL;
  return g_strdup (N_ ("A typed name needs a second person, who was present, to confirm it (P3 4.3 a)"));
}

static char *
check_signature (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope)
{
  g_autofree char *role = NULL, *id = NULL, *person = NULL, *self = g_strndup (op->id.text, op->id.length);
  char *reason = NULL;

  if (set_text (entry, op, "role", &role) && strcmp (role, "leader") == 0
      && set_text (entry, op, "assignment", &id) && set_text (entry, op, "person", &person))
    reason = check_leader (reader, scope, id, person, self);
  if (reason == NULL)
    reason = check_typed (reader, entry, op, scope);
  return reason != NULL || op->set == 0 ? reason : check_content (entry, op);
}

/* P3 4.4, R014: what somebody has is not cancelled any more, and what is cancelled is given to nobody. Offices that did
 * not know of each other may have done both; what came first stands until they have decided. */
static char *
check_cancel (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *type)
{
  gboolean cancel = strcmp (type, "plan_cancel") == 0;
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *plan = NULL;

  if ((!cancel && strcmp (type, "assignment") != 0) || !set_text (entry, op, "plan", &plan))
    return NULL;
  others = hecha_reader_ids (reader, NULL, cancel ? "assignment" : "plan_cancel", "plan", plan, NULL);
  if (others == NULL || others->len == 0)
    return NULL;
  return g_strdup (cancel ? N_ ("The samples are assigned; the plan is not cancelled any more (P3 4.4)")
                          : N_ ("The plan was cancelled; nobody is given its samples (P3 4.4)"));
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

/* P3 5.2 g: reviews are independent, so each is written by its own author. */
static char *
check_review (const HechaEntry *entry, const HechaOp *op)
{
  g_autofree char *reviewer = NULL;

  if (!set_text (entry, op, "reviewer", &reviewer)
      || (strlen (reviewer) == entry->by.length && memcmp (reviewer, entry->by.text, entry->by.length) == 0))
    return NULL;
  return g_strdup (N_ ("Everybody hands in their own review (P3 5.2 g)"));
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
  if (!(type->writers & writer) && !is_office_ruling (reader, entry, op, scope, type, id, writer))
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
  if (reason == NULL && strcmp (type->name, "online_review") == 0)
    reason = check_review (entry, op);
  if (reason == NULL && strcmp (type->name, "proposal") == 0)
    reason = hecha_proposal_check_op (entry, op);
  if (reason == NULL && strcmp (type->name, "choice") == 0)
    reason = hecha_proposal_check_choice (reader, entry, op, scope);
  if (reason == NULL && strcmp (type->name, "signature") == 0)
    reason = check_signature (reader, entry, op, scope);
  if (reason == NULL)
    reason = hecha_negative_guard (reader, entry, op, scope, type->name);
  if (reason == NULL)
    reason = hecha_appeal_guard (reader, entry, op, scope, type->name, writer);
  if (reason == NULL)
    reason = hecha_laptop_guard (reader, entry, op, type->name);
  if (reason == NULL)
    reason = hecha_fork_guard (reader, entry, op, type->name);
  if (reason == NULL)
    reason = check_steps (reader, entry, op, type->name, id);
  if (reason == NULL)
    reason = check_cancel (reader, entry, op, type->name);
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
  return reason == NULL ? hecha_site_guard (reader, entry, scope) : reason;
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
