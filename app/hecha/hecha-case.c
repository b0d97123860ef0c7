/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-case.h"

#include "hecha-names.h"
#include "hecha-words.h"

#include "base/hecha-error.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-hold-change.h"
#include "domain/hecha-label.h"
#include "domain/hecha-proposal.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-ruling.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_value (gpointer data)
{
  HechaCaseValue *value = data;

  g_free (value->text);
  g_free (value->who);
  g_free (value->where);
  g_free (value->seen);
  g_free (value->proposed);
  g_free (value);
}

static void
free_line (gpointer data)
{
  HechaCaseLine *line = data;

  g_free (line->title);
  g_free (line->text);
  g_free (line);
}

/**
 * hecha_case_free:
 * @self: (transfer full) (nullable): a case
 */
void
hecha_case_free (HechaCase *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->record);
  g_free (self->due);
  g_free (self->shown);
  g_free (self->shown_alike);
  g_clear_pointer (&self->base, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

static HechaCase *
new_case (HechaCaseKind kind, const char *id, const char *record)
{
  HechaCase *self = g_new0 (HechaCase, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->record = g_strdup (record);
  self->alike = 1;
  return self;
}

/* ---- conflicts ---- */

/* “张三 (电脑一), 李四 (电脑二)”: each once, whatever they wrote */
static char *
dup_sides (HechaNames *names, GPtrArray *values)
{
  g_autoptr (GPtrArray) sides = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < values->len; i++)
    {
      const HechaConflictValue *value = g_ptr_array_index (values, i);
      g_autofree char *side = g_strdup_printf ("%s (%s)", hecha_names_person (names, value->by),
                                               hecha_names_device (names, value->dev));

      if (!g_ptr_array_find_with_equal_func (sides, side, g_str_equal, NULL))
        g_ptr_array_add (sides, g_steal_pointer (&side));
    }
  g_ptr_array_add (sides, NULL);
  return g_strjoinv (_ (", "), (char **)sides->pdata);
}

static HechaCase *
case_of_conflict (HechaNames *names, HechaReader *reader, const HechaConflict *conflict)
{
  gboolean fork = strcmp (conflict->kind, "fork") == 0;
  HechaCase *self = new_case (fork ? HECHA_CASE_FORK : HECHA_CASE_CONFLICT, conflict->id, conflict->record);

  self->subtitle = dup_sides (names, fork ? conflict->history : conflict->values);
  if (fork)
    {
      self->title = g_strdup_printf (_ ("%s was copied"), hecha_names_device (names, conflict->record));
      return self;
    }
  self->title = hecha_names_dup_field (conflict->type, conflict->field);
  self->due = hecha_conflict_dup_due (conflict, reader);
  self->two = hecha_proposal_is_needed (reader, conflict->scope, conflict->record);
  return self;
}

static void
list_conflicts (HechaNames *names, HechaReader *reader, GPtrArray *conflicts, GPtrArray *cases)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < conflicts->len; i++)
    {
      const HechaConflict *conflict = g_ptr_array_index (conflicts, i);
      char *alike = hecha_conflict_dup_alike (conflict);
      HechaCase *group = g_hash_table_lookup (groups, alike);

      if (group != NULL)
        {
          group->alike++;
          g_free (alike);
          continue;
        }
      group = case_of_conflict (names, reader, conflict);
      g_hash_table_insert (groups, alike, group);
      g_ptr_array_add (cases, group);
    }
}

static char *
dup_seen (const HechaConflict *conflict, const HechaConflictValue *value)
{
  g_autoptr (GPtrArray) seen = hecha_conflict_dup_seen (conflict, value);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < seen->len; i++)
    {
      g_autofree char *each = hecha_names_dup_value (
        conflict->type, conflict->field, ((HechaConflictValue *)g_ptr_array_index (seen, i))->value);

      g_string_append_printf (text, "%s%s", i > 0 ? " / " : "", each);
    }
  if (seen->len == 0)
    g_string_append (text, _ ("nothing"));
  return g_string_free (text, FALSE);
}

static HechaCaseValue *
side_of (HechaNames *names, const HechaConflict *conflict, const HechaConflictValue *value)
{
  HechaCaseValue *side = g_new0 (HechaCaseValue, 1);

  side->text = hecha_names_dup_value (conflict->type, conflict->field, value->value);
  side->who = hecha_names_dup_who (names, value->by, value->at);
  side->where = g_strdup (hecha_names_device (names, value->dev));
  side->seen = dup_seen (conflict, value);
  return side;
}

/* Who wants this value, and whether this person's word would settle it. */
static void
add_proposal (HechaCaseValue *side, HechaNames *names, HechaReader *reader, const HechaProposed *proposed,
              const char *person)
{
  g_auto (GStrv) persons = hecha_proposal_dup_persons (reader, proposed, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; persons != NULL && persons[i] != NULL; i++)
    {
      side->confirm = side->confirm || g_strcmp0 (persons[i], person) != 0;
      g_string_append_printf (text, "%s%s", i > 0 ? _ (", ") : "", hecha_names_person (names, persons[i]));
    }
  if (text->len > 0)
    side->proposed = g_strdup (text->str);
}

static void
propose_value (HechaCaseValue *side, HechaNames *names, HechaStore *store, const HechaConflict *conflict,
               const HechaConflictValue *value)
{
  g_autofree char *person = hecha_store_get_meta (store, "person");
  g_autoptr (JsonNode) node = json_from_string (value->value != NULL ? value->value : "null", NULL);
  g_autoptr (GPtrArray) over = g_ptr_array_new ();
  HechaProposed proposed = {conflict->scope, conflict->type, conflict->record, conflict->field, node, NULL};

  for (guint i = 0; i < conflict->values->len; i++)
    g_ptr_array_add (over, ((HechaConflictValue *)g_ptr_array_index (conflict->values, i))->digest);
  g_ptr_array_add (over, NULL);
  proposed.over = (const char *const *)over->pdata;
  add_proposal (side, names, hecha_store_reader (store), &proposed, person);
}

/**
 * hecha_case_find_conflict:
 * @conflicts: (element-type HechaConflict): conflicts
 * @id: which
 * @error: %HECHA_ERROR_NOT_FOUND when it was decided meanwhile
 *
 * Returns: (transfer none) (nullable): the conflict
 */
HechaConflict *
hecha_case_find_conflict (GPtrArray *conflicts, const char *id, GError **error)
{
  for (guint i = 0; i < conflicts->len; i++)
    if (strcmp (((HechaConflict *)g_ptr_array_index (conflicts, i))->id, id) == 0)
      return g_ptr_array_index (conflicts, i);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("This is settled already."));
  return NULL;
}

static void
fill_branches (HechaCase *self, HechaNames *names, const HechaConflict *fork)
{
  for (guint i = 0; i < fork->history->len; i++)
    {
      const HechaConflictValue *branch = g_ptr_array_index (fork->history, i);
      HechaCaseValue *side = g_new0 (HechaCaseValue, 1);

      side->text
        = g_strdup_printf (ngettext ("Branch %u: %u entry", "Branch %u: %u entries", branch->branch->len),
                           i + 1, branch->branch->len);
      side->who = hecha_names_dup_who (names, branch->by, branch->at);
      side->where = g_strdup_printf (_ ("Begins with %.19s…"), branch->digest);
      g_ptr_array_add (self->values, side);
    }
}

static void
note_values (GString *shown, GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      const HechaConflictValue *value = g_ptr_array_index (values, i);

      g_string_append_printf (shown, "%s %u\n", value->digest,
                              value->branch != NULL ? value->branch->len : 0);
    }
}

/* Digests of all values, so that it is another text when one of them came, went or was written anew. */
static char *
dup_shown_conflicts (GPtrArray *conflicts)
{
  GString *shown = g_string_new (NULL);

  for (guint i = 0; i < conflicts->len; i++)
    {
      const HechaConflict *conflict = g_ptr_array_index (conflicts, i);

      g_string_append_printf (shown, "%s\n", conflict->id);
      note_values (shown, strcmp (conflict->kind, "fork") == 0 ? conflict->history : conflict->values);
    }
  return g_string_free (shown, FALSE);
}

/* Who has spoken for which value, where two have to. */
static void
note_proposals (HechaCase *self)
{
  GString *shown = g_string_new (self->shown);

  for (guint i = 0; self->two && i < self->values->len; i++)
    {
      const HechaCaseValue *side = g_ptr_array_index (self->values, i);

      g_string_append_printf (shown, "%s\n", side->proposed != NULL ? side->proposed : "");
    }
  g_free (self->shown);
  self->shown = g_string_free (shown, FALSE);
}

/* Of the conflict alone, and of all that are alike. */
static void
note_shown_conflicts (HechaCase *self, const HechaConflict *conflict, GPtrArray *alike)
{
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();

  g_ptr_array_add (alone, (gpointer)conflict);
  self->shown = dup_shown_conflicts (alone);
  self->shown_alike = dup_shown_conflicts (alike);
}

static HechaCase *
load_conflict (HechaStore *store, const char *id, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaNames) names = hecha_names_new (reader);
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (store, TRUE, error), alike = NULL, base = NULL;
  const HechaConflict *conflict = conflicts != NULL ? hecha_case_find_conflict (conflicts, id, error) : NULL;
  HechaCase *self;

  if (conflict == NULL)
    return NULL;
  self = case_of_conflict (names, reader, conflict);
  alike = hecha_conflict_list_alike (conflicts, conflict);
  self->alike = alike->len;
  note_shown_conflicts (self, conflict, alike);
  self->base = g_ptr_array_new_with_free_func (free_value);
  self->values = g_ptr_array_new_with_free_func (free_value);
  if (self->kind == HECHA_CASE_FORK)
    {
      fill_branches (self, names, conflict);
      return self;
    }
  base = hecha_conflict_dup_base (conflict);
  for (guint i = 0; i < base->len; i++)
    g_ptr_array_add (self->base, side_of (names, conflict, g_ptr_array_index (base, i)));
  for (guint i = 0; i < conflict->values->len; i++)
    {
      const HechaConflictValue *value = g_ptr_array_index (conflict->values, i);
      HechaCaseValue *side = side_of (names, conflict, value);

      if (self->two)
        propose_value (side, names, store, conflict, value);
      g_ptr_array_add (self->values, side);
    }
  note_proposals (self);
  return self;
}

/* ---- doubles ---- */

static HechaCase *
case_of_double (HechaReader *reader, const HechaDouble *twice)
{
  HechaCase *self = new_case (HECHA_CASE_DOUBLE, twice->id, twice->id);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) scopes = NULL;

  for (guint i = 0; i < twice->scopes->len; i++)
    {
      g_autofree char *scope = hecha_names_dup_scope (twice->scopes->pdata[i]);

      g_strv_builder_add (builder, scope);
    }
  scopes = g_strv_builder_end (builder);
  self->title = g_strdup (_ ("Verified twice"));
  self->subtitle = g_strjoinv (_ (", "), scopes);
  self->two = hecha_proposal_is_needed (reader, "office", twice->id);
  return self;
}

/* “张三 · 2026-07-01 10:00” */
static char *
dup_signed (HechaNames *names, const HechaOutcome *outcome)
{
  g_autofree char *when = NULL;
  gint64 ms;

  if (outcome->signed_at != NULL && hecha_rule_time_to_ms (outcome->signed_at, &ms, NULL))
    when = hecha_time_dup_local (ms);
  return g_strdup_printf ("%s · %s",
                          outcome->leader != NULL ? hecha_names_person (names, outcome->leader) : "—",
                          when != NULL ? when : "—");
}

static HechaCaseValue *
side_of_finding (HechaNames *names, HechaStore *store, const HechaDouble *twice, guint i, gboolean two)
{
  const HechaOutcome *outcome = g_ptr_array_index (twice->outcomes, i);
  const char *scope = g_ptr_array_index (twice->scopes, i);
  HechaCaseValue *side = g_new0 (HechaCaseValue, 1);
  g_autofree char *person = hecha_store_get_meta (store, "person");
  g_autoptr (JsonNode) counted = json_node_init_string (json_node_alloc (), scope);
  const HechaProposed proposed = {"office", "choice", twice->id, "counted", counted, NULL};

  side->text
    = g_strdup (outcome->verdict != NULL ? hecha_word ("verdict", outcome->verdict) : _ ("in conflict"));
  side->who = dup_signed (names, outcome);
  side->where = hecha_names_dup_scope (scope);
  if (two)
    add_proposal (side, names, hecha_store_reader (store), &proposed, person);
  return side;
}

/**
 * hecha_case_find_double:
 * @doubles: (element-type HechaDouble): samples that two have signed for
 * @id: which
 * @error: %HECHA_ERROR_NOT_FOUND when it was decided meanwhile
 *
 * Returns: (transfer none) (nullable): the one, which waits to be decided
 */
const HechaDouble *
hecha_case_find_double (GPtrArray *doubles, const char *id, GError **error)
{
  for (guint i = 0; i < doubles->len; i++)
    {
      const HechaDouble *twice = g_ptr_array_index (doubles, i);

      if (strcmp (twice->id, id) == 0 && hecha_double_waits (twice))
        return twice;
    }
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("This is settled already."));
  return NULL;
}

static char *
dup_shown_double (const HechaDouble *twice)
{
  GString *shown = g_string_new (NULL);

  for (guint i = 0; i < twice->scopes->len; i++)
    {
      const HechaOutcome *outcome = g_ptr_array_index (twice->outcomes, i);

      g_string_append_printf (shown, "%s\t%d\t%s\t%s\t%s\n", (char *)g_ptr_array_index (twice->scopes, i),
                              outcome->kind, outcome->verdict != NULL ? outcome->verdict : "",
                              outcome->leader != NULL ? outcome->leader : "",
                              outcome->signed_at != NULL ? outcome->signed_at : "");
    }
  return g_string_free (shown, FALSE);
}

static HechaCase *
load_double (HechaStore *store, const char *id, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaNames) names = hecha_names_new (reader);
  g_autoptr (GPtrArray) doubles = hecha_double_list (reader, NULL, error);
  const HechaDouble *twice = doubles != NULL ? hecha_case_find_double (doubles, id, error) : NULL;
  HechaCase *self;

  if (twice == NULL)
    return NULL;
  self = case_of_double (reader, twice);
  self->shown = dup_shown_double (twice);
  self->values = g_ptr_array_new_with_free_func (free_value);
  for (guint i = 0; i < twice->scopes->len; i++)
    g_ptr_array_add (self->values, side_of_finding (names, store, twice, i, self->two));
  note_proposals (self);
  return self;
}

/* ---- holds ---- */

static HechaCase *
case_of_hold (const HechaRecord *hold)
{
  HechaCase *self = new_case (HECHA_CASE_HOLD, hold->id, NULL);
  const char *reason = hecha_record_get (hold, "reason");

  self->title = hecha_guard_dup_reason (reason != NULL ? reason : "");
  self->subtitle = hecha_names_dup_scope (hold->scope);
  return self;
}

static gboolean
list_holds (HechaReader *reader, GPtrArray *cases, GError **error)
{
  g_autoptr (GPtrArray) holds = hecha_reader_list (reader, NULL, "hold", NULL, NULL, error);
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; holds != NULL && i < holds->len; i++)
    {
      const HechaRecord *hold = g_ptr_array_index (holds, i);
      const char *reason = hecha_record_get (hold, "reason");
      HechaCase *group = reason != NULL ? g_hash_table_lookup (groups, reason) : NULL;

      if (hecha_record_get (hold, "decision") != NULL)
        continue;
      if (group != NULL)
        {
          group->alike++;
          continue;
        }
      group = case_of_hold (hold);
      g_ptr_array_add (cases, group);
      if (reason != NULL)
        g_hash_table_insert (groups, (gpointer)reason, group);
    }
  return holds != NULL;
}

static void
add_lines (HechaCase *self, GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const HechaHoldChange *change = g_ptr_array_index (changes, i);
      HechaCaseLine *line = g_new0 (HechaCaseLine, 1);
      g_autofree char *field = hecha_names_dup_field (change->type->name, change->field);
      const char *effect = hecha_label ("effect", hecha_hold_effect_get_name (change->effect));
      g_autofree char *now = hecha_names_dup_text (change->type->name, change->field, change->now);
      g_autofree char *then = hecha_names_dup_text (change->type->name, change->field, change->then);

      line->title = g_strdup_printf ("%s (%s)", field, effect);
      line->text = change->now != NULL && change->effect != HECHA_HOLD_SAME
                     ? g_strdup_printf ("%s → %s", now, then)
                     : g_steal_pointer (&then);
      g_ptr_array_add (self->lines, line);
    }
}

static void
fill_hold (HechaCase *self, HechaStore *store)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaNames) names = hecha_names_new (reader);
  g_autofree char *bytes = hecha_store_entry_bytes (store, self->id, NULL);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *by = NULL, *dev = NULL, *who = NULL, *scope = NULL, *where = NULL;
  char at[HECHA_TIME_LENGTH + 1];

  if (bytes == NULL || !hecha_entry_scan (&entry, bytes, strlen (bytes), NULL))
    return;
  by = g_strndup (entry.by.text, entry.by.length);
  dev = g_strndup (entry.dev.text, entry.dev.length);
  hecha_time_to_text (entry.at, at);
  who = hecha_names_dup_who (names, by, at);
  g_free (self->subtitle);
  scope = g_strndup (entry.scope.text, entry.scope.length);
  where = hecha_names_dup_scope (scope);
  self->subtitle = g_strdup_printf ("%s · %s · %s", who, hecha_names_device (names, dev), where);
  if (entry.n_ops > 0)
    {
      HechaOp op;

      hecha_entry_get_op (&entry, hecha_entry_first_op (&entry), &op);
      self->record = g_strndup (op.id.text, op.id.length);
    }
  changes = hecha_hold_list_changes (reader, &entry, NULL);
  if (changes != NULL)
    add_lines (self, changes);
}

/* An entry does not change; those that are held for the same reason may become more. */
static void
note_shown_holds (HechaCase *self, GPtrArray *alike)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  for (guint i = 0; i < alike->len; i++)
    g_string_append_printf (shown, "%s\n", ((HechaRecord *)g_ptr_array_index (alike, i))->id);
  self->shown = g_strdup (self->id);
  self->shown_alike = g_string_free (g_steal_pointer (&shown), FALSE);
}

static HechaCase *
load_hold (HechaStore *store, const char *id, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaRecord) hold = hecha_hold_find (reader, id, error);
  g_autoptr (GPtrArray) alike = hold != NULL ? hecha_hold_list_alike (reader, hold, error) : NULL;
  HechaCase *self;

  if (alike == NULL)
    return NULL;
  if (hecha_record_get (hold, "decision") != NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("This is settled already."));
      return NULL;
    }
  self = case_of_hold (hold);
  self->alike = alike->len;
  note_shown_holds (self, alike);
  self->lines = g_ptr_array_new_with_free_func (free_line);
  fill_hold (self, store);
  return self;
}

/* ---- all of them ---- */

/**
 * hecha_case_list:
 * @store: the office's store
 * @error: when reading failed
 *
 * Returns: (transfer full) (element-type HechaCase) (nullable): what waits for a decision; of those that are alike, one
 */
GPtrArray *
hecha_case_list (HechaStore *store, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaNames) names = hecha_names_new (reader);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_case_free);
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (store, TRUE, error);
  g_autoptr (GPtrArray) doubles = conflicts != NULL ? hecha_double_list (reader, NULL, error) : NULL;

  if (doubles == NULL)
    return NULL;
  list_conflicts (names, reader, conflicts, cases);
  for (guint i = 0; i < doubles->len; i++)
    if (hecha_double_waits (g_ptr_array_index (doubles, i)))
      g_ptr_array_add (cases, case_of_double (reader, g_ptr_array_index (doubles, i)));
  return list_holds (reader, cases, error) ? g_steal_pointer (&cases) : NULL;
}

/**
 * hecha_case_load:
 * @store: the office's store
 * @kind: what it is
 * @id: which
 * @error: %HECHA_ERROR_NOT_FOUND when it was decided meanwhile
 *
 * Returns: (transfer full) (nullable): all that is known of it
 */
HechaCase *
hecha_case_load (HechaStore *store, HechaCaseKind kind, const char *id, GError **error)
{
  if (kind == HECHA_CASE_HOLD)
    return load_hold (store, id, error);
  return kind == HECHA_CASE_DOUBLE ? load_double (store, id, error) : load_conflict (store, id, error);
}

/**
 * hecha_case_count:
 * @store: the office's store
 * @count: (out): what hecha_case_list() lists, those that are alike one by one
 * @error: when reading failed
 *
 * Returns: whether they could be counted
 */
gboolean
hecha_case_count (HechaStore *store, guint *count, GError **error)
{
  HechaOpenCount open;

  if (!hecha_store_count_open (store, &open, error))
    return FALSE;
  *count = open.conflicts + open.forks + open.holds;
  return TRUE;
}
