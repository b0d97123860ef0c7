/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-assign.h"

#include <string.h>

#include "domain/hecha-calendar.h"
#include "domain/hecha-checklist.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-inspectors.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-team.h"
#include "domain/hecha-units.h"

/* What all assignments of one action have in common. */
typedef struct
{
  HechaAct *act;
  HechaRecord *plan;  /* (owned) */
  HechaRecord *frame; /* (owned) */
  HechaRecord *draw;  /* (owned) (nullable): %NULL where nothing was drawn */
  HechaUnits *units;  /* (owned) */
  char *scope;        /* (owned) of those who get them */
  GPtrArray *people;  /* (owned) HechaRecord of type person, the leader first */
  gboolean visit;     /* unannounced: neither declarations nor names that are not needed */
  HechaAssignMore more;
  gboolean named;    /* the samples, one by one */
  const char *from;  /* (nullable) the first day of a package */
  const char *until; /* (nullable) the last day of a package; else the plan's counts */
} Task;

static void
task_clear (Task *self)
{
  g_clear_pointer (&self->plan, hecha_record_free);
  g_clear_pointer (&self->frame, hecha_record_free);
  g_clear_pointer (&self->draw, hecha_record_free);
  g_clear_pointer (&self->units, hecha_units_free);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self->scope);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static gboolean
read_plan (Task *self, const char *code, GError **error)
{
  HechaReader *reader = self->act->reader;

  self->plan = hecha_plan_need_approved (reader, code, error);
  self->frame = self->plan != NULL ? hecha_reader_need (reader, "office", "frame", code, error) : NULL;
  if (self->frame == NULL || !hecha_rule_check_settled (self->frame, error))
    return FALSE;
  self->units = hecha_units_parse (self->frame, error);
  if (self->units == NULL || g_strcmp0 (hecha_record_get (self->plan, "selection"), "random") != 0)
    return self->units != NULL;
  self->draw = hecha_reader_need (reader, "office", "draw", code, error);
  return self->draw != NULL && hecha_rule_check_settled (self->draw, error);
}

static gboolean
add_person (Task *self, const char *id, GError **error)
{
  g_auto (GStrv) witnesses = self->draw != NULL ? hecha_record_get_list (self->draw, "witnesses") : NULL;
  HechaRecord *person = hecha_inspector_need (self->act->reader, id, error);

  if (person == NULL)
    return FALSE;
  g_ptr_array_add (self->people, person);
  if (witnesses == NULL || !g_strv_contains ((const char *const *)witnesses, id))
    return TRUE;
  return hecha_rule_refuse (error, "%s (%s) witnessed the draw and does not inspect its samples (P3 4.4)", id,
                            hecha_record_get (person, "name"));
}

/* ---- the snapshot ---- */

static void
append_person (JsonArray *persons, const HechaRecord *person, const char *role)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", person->id);
  json_object_set_string_member (object, "name", hecha_record_get (person, "name"));
  json_object_set_string_member (object, "role", role);
  if (hecha_record_get (person, "unit") != NULL)
    json_object_set_string_member (object, "unit", hecha_record_get (person, "unit"));
  json_array_add_object_element (persons, object);
}

/* Those of the agency who may acknowledge what was found (P3 4.3 a). */
static gboolean
append_agency (Task *self, JsonArray *persons, const char *agency, GError **error)
{
  g_autoptr (GPtrArray) people
    = hecha_reader_list (self->act->reader, "office", "person", "agency_code", agency, error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    append_person (persons, g_ptr_array_index (people, i), "agency");
  return people != NULL;
}

static JsonNode *
persons_to_node (Task *self, const char *agency, GError **error)
{
  g_autoptr (JsonArray) persons = json_array_new ();

  for (guint i = 0; i < self->people->len; i++)
    append_person (persons, g_ptr_array_index (self->people, i),
                   i == 0        ? "leader"
                   : self->visit ? "visitor"
                                 : "inspector");
  if (!self->visit && !append_agency (self, persons, agency, error))
    return NULL;
  return json_node_init_array (json_node_alloc (), persons);
}

/* What an assignment is taken from. */
typedef struct
{
  HechaRecord *agency;      /* (owned) */
  HechaRecord *target;      /* (owned) */
  HechaRecord *requirement; /* (owned) */
  HechaRecord *declaration; /* (owned) (nullable): %NULL also for a visit */
} Sources;

static void
sources_clear (Sources *self)
{
  g_clear_pointer (&self->agency, hecha_record_free);
  g_clear_pointer (&self->target, hecha_record_free);
  g_clear_pointer (&self->requirement, hecha_record_free);
  g_clear_pointer (&self->declaration, hecha_record_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sources, sources_clear)

static gboolean
read_sources (Sources *self, Task *task, const HechaUnit *unit, GError **error)
{
  HechaReader *reader = task->act->reader;
  g_autofree char *scope = hecha_agency_dup_scope (unit->agency);
  GError *problem = NULL;

  self->requirement = hecha_reader_need (reader, scope, "quarter_requirement", unit->id, error);
  if (self->requirement == NULL || !hecha_rule_check_settled (self->requirement, error))
    return FALSE;
  self->target
    = hecha_reader_need (reader, scope, "target", hecha_record_get (self->requirement, "target"), error);
  self->agency
    = self->target != NULL ? hecha_reader_need (reader, scope, "agency", unit->agency, error) : NULL;
  if (self->agency == NULL || !hecha_rule_check_settled (self->target, error)
      || !hecha_rule_check_settled (self->agency, error))
    return FALSE;
  if (!task->visit)
    self->declaration = hecha_reader_get (reader, scope, "declaration", unit->id, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL
         && (self->declaration == NULL || hecha_rule_check_settled (self->declaration, error));
}

static gboolean
write_sources (Task *self, HechaActOp *op, const HechaRecord *sample, const Sources *sources, GError **error)
{
  const HechaRecord *const records[]
    = {self->plan, sample, sources->agency, sources->target, sources->requirement, sources->declaration};
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    if (records[i] != NULL && !hecha_rule_add_sources (self->act->reader, records[i], digests, error))
      return FALSE;
  g_ptr_array_add (digests, NULL);
  hecha_act_op_set_list (op, "sources", (const char *const *)digests->pdata);
  return TRUE;
}

static void
copy (HechaActOp *op, const char *field, const HechaRecord *record, const char *from)
{
  hecha_act_op_set_text (op, field, hecha_record_get (record, from));
}

static void
copy_place (HechaActOp *op, const HechaRecord *target)
{
  if (hecha_record_get (target, "latitude") == NULL || hecha_record_get (target, "longitude") == NULL)
    return;
  hecha_act_op_set_int (op, "latitude", hecha_record_get_int (target, "latitude", 0));
  hecha_act_op_set_int (op, "longitude", hecha_record_get_int (target, "longitude", 0));
}

static void
write_texts (Task *self, HechaActOp *op, const HechaUnit *unit, const Sources *sources)
{
  g_auto (GStrv) items = hecha_record_get_list (sources->requirement, "evidence_list");

  hecha_act_op_set_text (op, "plan", self->plan->id);
  hecha_act_op_set_text (op, "unit", unit->id);
  copy (op, "quarter", self->frame, "quarter");
  copy (op, "selection", self->plan, "selection");
  hecha_act_op_set_text (op, "agency", unit->agency);
  copy (op, "agency_name", sources->agency, "name");
  copy (op, "name", sources->target, "name");
  copy (op, "content", sources->target, "content");
  copy (op, "class_code", sources->target, "class_code");
  copy (op, "site", sources->target, "site");
  copy_place (op, sources->target);
  copy (op, "requirement", sources->requirement, "requirement");
  copy (op, "standard", sources->requirement, "standard");
  if (items[0] != NULL)
    hecha_act_op_set_list (op, "evidence_list", (const char *const *)items);
  copy (op, "time_limit", self->plan, "time_limit");
  hecha_act_op_set_text (op, "due", self->until != NULL ? self->until : hecha_record_get (self->plan, "to"));
  hecha_act_op_set_text (op, "valid_from", self->from);
  if (self->visit)
    {
      hecha_act_op_set_text (op, "valid_to", self->until);
      return;
    }
  hecha_act_op_set_text (op, "declared_status", unit->status);
  if (sources->declaration != NULL)
    copy (op, "declared_value", sources->declaration, "value");
}

static gboolean
write_more (Task *self, HechaActOp *op, const HechaRecord *target, GError **error)
{
  JsonNode *checklist;

  if (!hecha_checklist_choose (self->act->reader, self->more.checklist, target, &checklist, error))
    return FALSE;
  if (checklist != NULL)
    hecha_act_op_set (op, "checklist", checklist);
  if (self->more.key_point || hecha_record_get_int (target, "key_point", 0) != 0)
    hecha_act_op_set_bool (op, "key_point", TRUE);
  return TRUE;
}

static gboolean
is_assigned (Task *self, const char *id, gboolean *assigned, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) known
    = hecha_reader_get (self->act->reader, self->scope, "assignment", id, &problem);

  *assigned = known != NULL;
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/* What they have already is left as they have it. */
static gboolean
write_assignment (Task *self, const HechaRecord *sample, GError **error)
{
  const HechaUnit *unit = hecha_units_find (self->units, hecha_record_get (sample, "unit"));
  g_auto (Sources) sources = {NULL};
  JsonNode *persons;
  gboolean assigned;
  HechaActOp *op;

  if (unit == NULL)
    return hecha_rule_refuse (error, "%s is not in the frozen frame (P3 4.4)", sample->id);
  if (!is_assigned (self, sample->id, &assigned, error))
    return FALSE;
  if (assigned && self->named && (self->more.checklist != NULL || self->more.key_point))
    return hecha_rule_refuse (error, "%s is assigned already; what was given does not change (P3 6.2.1)",
                              sample->id);
  if (assigned)
    return TRUE;
  if (!read_sources (&sources, self, unit, error))
    return FALSE;
  persons = persons_to_node (self, unit->agency, error);
  if (persons == NULL)
    return FALSE;
  op = hecha_act_op (self->act, self->scope, "assignment", sample->id);
  write_texts (self, op, unit, &sources);
  hecha_act_op_set (op, "persons", persons);
  hecha_nonce_commit (self->act, op, self->scope, sample->id);
  return write_more (self, op, sources.target, error) && write_sources (self, op, sample, &sources, error);
}

static gboolean
check_open (const HechaRecord *sample, GError **error)
{
  if (!hecha_rule_check_settled (sample, error) || !hecha_rule_check_complete (sample, error))
    return FALSE;
  return g_strcmp0 (hecha_record_get (sample, "status"), "drawn") == 0
         || hecha_rule_refuse (error, "%s cannot be inspected, as was recorded: %s (P3 4.4)", sample->id,
                               hecha_record_get (sample, "replace_reason"));
}

/* ---- to a team ---- */

static gboolean
assign_named (Task *self, const HechaRecord *team, const char *unit, GError **error)
{
  const char *slash = strrchr (unit, '/');
  g_autofree char *id = hecha_sample_dup_id (self->plan->id, slash != NULL ? slash + 1 : unit);
  g_autoptr (HechaRecord) sample = hecha_reader_need (self->act->reader, "office", "sample", id, error);

  return sample != NULL && check_open (sample, error)
         && hecha_team_may_inspect (self->act->reader, team, hecha_record_get (sample, "agency"), error)
         && write_assignment (self, sample, error);
}

/* The place of a sample in the draw; a replacement has the place of the unit that it stands for, and what the draw was
 * extended by comes behind it. */
static int
index_of (GPtrArray *rows, char **more, GHashTable *samples, const HechaRecord *sample)
{
  const char *unit = hecha_record_get (sample, "unit");

  for (guint hops = 0; hops <= g_hash_table_size (samples); hops++)
    {
      const HechaRecord *known = g_hash_table_lookup (samples, unit);
      const char *replaces = known != NULL ? hecha_record_get (known, "replaces") : NULL;

      if (replaces == NULL)
        break;
      unit = replaces;
    }
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((HechaDrawRow *)g_ptr_array_index (rows, i))->id, unit) == 0)
      return (int)i;
  for (guint i = 0; more[i] != NULL; i++)
    if (strcmp (more[i], unit) == 0)
      return (int)(rows->len + i);
  return -1;
}

/* Sample i goes to team i mod T, or to the next one that may inspect it (HCS-1, step 8). */
static const HechaRecord *
choose_team (Task *self, GPtrArray *teams, int index, const char *agency)
{
  g_autofree gboolean *barred = g_new0 (gboolean, teams->len);
  int chosen;

  for (guint i = 0; i < teams->len; i++)
    barred[i] = !hecha_team_may_inspect (self->act->reader, g_ptr_array_index (teams, i), agency, NULL);
  chosen = index >= 0 ? hecha_inspectors_choose_team ((guint)index, teams->len, barred) : -1;
  return chosen >= 0 ? g_ptr_array_index (teams, chosen) : NULL;
}

static gboolean
assign_drawn (Task *self, const HechaRecord *team, GPtrArray *samples, GError **error)
{
  g_autoptr (GPtrArray) teams = hecha_team_list_drawn (self->act->reader, self->plan->id, error);
  g_autoptr (HechaDraw) draw
    = teams != NULL ? hecha_draw_from_records (self->frame, self->draw, error) : NULL;
  g_autoptr (GPtrArray) rows = draw != NULL ? hecha_draw_dup_sample (draw) : NULL;
  g_auto (GStrv) more
    = rows != NULL ? hecha_extension_list_units (self->act->reader, self->plan->id, error) : NULL;
  g_autoptr (GHashTable) by_unit = g_hash_table_new (g_str_hash, g_str_equal);

  if (more == NULL)
    return FALSE;
  for (guint i = 0; i < samples->len; i++)
    g_hash_table_insert (by_unit, (gpointer)hecha_record_get (g_ptr_array_index (samples, i), "unit"),
                         g_ptr_array_index (samples, i));
  for (guint i = 0; i < samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (samples, i);
      const HechaRecord *chosen;

      if (g_strcmp0 (hecha_record_get (sample, "status"), "drawn") != 0)
        continue;
      chosen = choose_team (self, teams, index_of (rows, more, by_unit, sample),
                            hecha_record_get (sample, "agency"));
      if (chosen == NULL)
        return hecha_rule_refuse (
          error, "No drawn team may inspect %s; the office assigns it by name (P3 4.2)", sample->id);
      if (strcmp (chosen->id, team->id) == 0 && !write_assignment (self, sample, error))
        return FALSE;
    }
  return TRUE;
}

/* Samples that some team has. */
static GHashTable *
read_taken (Task *self, GError **error)
{
  g_autoptr (GPtrArray) assignments
    = hecha_reader_list (self->act->reader, NULL, "assignment", "plan", self->plan->id, error);
  GHashTable *taken;

  if (assignments == NULL)
    return NULL;
  taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < assignments->len; i++)
    {
      const HechaRecord *assignment = g_ptr_array_index (assignments, i);

      if (g_str_has_prefix (assignment->scope, "team:"))
        g_hash_table_add (taken, g_strdup (assignment->id));
    }
  return taken;
}

static gboolean
assign_rest (Task *self, const HechaRecord *team, GPtrArray *samples, GError **error)
{
  g_autoptr (GHashTable) taken = read_taken (self, error);

  if (taken == NULL)
    return FALSE;
  for (guint i = 0; i < samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (samples, i);

      if (g_strcmp0 (hecha_record_get (sample, "status"), "drawn") == 0
          && !g_hash_table_contains (taken, sample->id)
          && hecha_team_may_inspect (self->act->reader, team, hecha_record_get (sample, "agency"), NULL)
          && !write_assignment (self, sample, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
assign_share (Task *self, const HechaRecord *team, GError **error)
{
  g_autoptr (GPtrArray) samples
    = hecha_reader_list (self->act->reader, "office", "sample", "plan", self->plan->id, error);

  if (samples == NULL)
    return FALSE;
  for (guint i = 0; i < samples->len; i++)
    if (!hecha_rule_check_complete (g_ptr_array_index (samples, i), error))
      return FALSE;
  if (samples->len == 0)
    return hecha_rule_refuse (error, "Nothing was drawn for %s yet (P3 4.4)", self->plan->id);
  return g_strcmp0 (hecha_record_get (team, "plan"), self->plan->id) == 0
           ? assign_drawn (self, team, samples, error)
           : assign_rest (self, team, samples, error);
}

/**
 * hecha_assign_record:
 * @act: the action
 * @input: a #HechaAssignInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Gives samples to a team: those named, each within its remit (P3 4.2); or its share, which is, for a team that was
 * drawn for the plan, what HCS-1 step 8 gives it, and for another team all within its remit that no team has. A sample
 * may be given to two teams by name; both findings are kept then. What the team has already is left alone.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_assign_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaAssignInput *wanted = input;
  g_auto (Task) self = {.act = act, .more = wanted->more, .named = wanted->samples[0] != NULL};
  g_autoptr (HechaRecord) team = NULL;
  g_auto (GStrv) members = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "assign samples (P3 4.2)", error))
    return FALSE;
  team = hecha_reader_need (act->reader, "office", "team", wanted->team, error);
  if (team == NULL || !hecha_rule_check_settled (team, error) || !read_plan (&self, wanted->plan, error))
    return FALSE;
  self.scope = g_strconcat ("team:", team->id, NULL);
  self.people = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
  members = hecha_record_get_list (team, "members");
  for (guint i = 0; members[i] != NULL; i++)
    if (!add_person (&self, members[i], error))
      return FALSE;
  for (guint i = 0; wanted->samples[i] != NULL; i++)
    if (!assign_named (&self, team, wanted->samples[i], error))
      return FALSE;
  return wanted->samples[0] != NULL || assign_share (&self, team, error);
}

/* ---- to visitors ---- */

static gboolean
add_default_visitors (Task *self, GError **error)
{
  g_autoptr (GPtrArray) people
    = hecha_reader_list (self->act->reader, "office", "person", "role", "visitor", error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    if (!add_person (self, ((HechaRecord *)g_ptr_array_index (people, i))->id, error))
      return FALSE;
  return people != NULL;
}

static gboolean
add_visitors (Task *self, const char *const *visitors, GError **error)
{
  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
  for (guint i = 0; visitors[i] != NULL; i++)
    {
      for (guint k = 0; k < i; k++)
        if (strcmp (visitors[i], visitors[k]) == 0)
          return hecha_rule_refuse (error, "%s is named twice (P3 4.3)", visitors[i]);
      if (!add_person (self, visitors[i], error))
        return FALSE;
    }
  if (visitors[0] == NULL && !add_default_visitors (self, error))
    return FALSE;
  return self->people->len >= 2
         || hecha_rule_refuse (
           error, "An unannounced visit (暗访) too is made by two persons or more (P3 4.3, 7.4)");
}

static gboolean
check_package (HechaAct *act, const HechaPackageInput *input, GError **error)
{
  GDate from, to;
  GError *problem = NULL;
  g_autoptr (HechaRecord) known = NULL;

  if (!hecha_rule_check_code ("package's id", input->id, error)
      || (input->valid_from != NULL && !hecha_date_parse (input->valid_from, &from, error))
      || (input->valid_to != NULL && !hecha_date_parse (input->valid_to, &to, error)))
    return FALSE;
  if (input->valid_from != NULL && input->valid_to != NULL && g_date_compare (&from, &to) > 0)
    return hecha_rule_refuse (error, "The package would end on %s, before it begins on %s", input->valid_to,
                              input->valid_from);
  known = hecha_reader_get (act->reader, "office", "package", input->id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  return known == NULL
         || hecha_rule_refuse (
           error, "The package %s is made; what visitors were given does not change (P3 7.4)", input->id);
}

static gboolean
pack_sample (Task *self, const HechaRecord *sample, GError **error)
{
  const char *agency = hecha_record_get (sample, "agency");

  if (strcmp (hecha_record_get (sample, "plan"), self->plan->id) != 0)
    return hecha_rule_refuse (error, "A package is of one plan, and %s is not of %s (P3 7.4)", sample->id,
                              self->plan->id);
  for (guint i = 0; i < self->people->len; i++)
    if (!hecha_person_check_agency (g_ptr_array_index (self->people, i), agency, error))
      return FALSE;
  return check_open (sample, error) && write_assignment (self, sample, error);
}

static void
write_package (Task *self, const HechaPackageInput *input, GPtrArray *units)
{
  HechaActOp *op = hecha_act_op (self->act, "office", "package", input->id);

  g_ptr_array_add (units, NULL);
  hecha_act_op_set_text (op, "plan", self->plan->id);
  hecha_act_op_set_list (op, "samples", (const char *const *)units->pdata);
  hecha_act_op_set_text (op, "valid_from", input->valid_from);
  hecha_act_op_set_text (op, "valid_to", input->valid_to);
}

static gboolean
pack_all (Task *self, const HechaPackageInput *input, GError **error)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; input->samples[i] != NULL; i++)
    {
      g_autoptr (HechaRecord) sample = hecha_sample_find (self->act->reader, input->samples[i], error);

      if (sample == NULL
          || (self->plan == NULL
              && (!read_plan (self, hecha_record_get (sample, "plan"), error)
                  || !add_visitors (self, input->visitors, error)))
          || !pack_sample (self, sample, error))
        return FALSE;
      g_ptr_array_add (units, g_strdup (hecha_record_get (sample, "unit")));
    }
  write_package (self, input, units);
  return TRUE;
}

/**
 * hecha_package_record:
 * @act: the action
 * @input: a #HechaPackageInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_INVALID, %HECHA_ERROR_NOT_FOUND
 *
 * Makes the package of an unannounced visit (暗访; P3 7.4, R056): its samples with requirement and standard in a scope of
 * its own, without declarations, other samples, or names that visitors do not need.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_package_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaPackageInput *wanted = input;
  g_auto (Task) self = {.act = act, .visit = TRUE, .more = wanted->more};

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "make a package (P3 7.4)", error)
      || !check_package (act, wanted, error))
    return FALSE;
  if (wanted->samples[0] == NULL)
    return hecha_rule_refuse (error, "A package has one sample or more (P3 7.4)");
  self.scope = g_strconcat ("visit:", wanted->id, NULL);
  self.from = wanted->valid_from;
  self.until = wanted->valid_to;
  return pack_all (&self, wanted, error);
}
