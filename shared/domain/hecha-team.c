/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-team.h"

#include <string.h>

#include "domain/hecha-draw-rule.h"
#include "domain/hecha-inspectors.h"
#include "domain/hecha-rule.h"

/* ---- persons ---- */

/**
 * hecha_inspector_need:
 * @reader: where to read
 * @id: a person
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): the person, who can inspect: not one of the inspected agencies' own
 */
HechaRecord *
hecha_inspector_need (HechaReader *reader, const char *id, GError **error)
{
  g_autoptr (HechaRecord) person = hecha_reader_need (reader, "office", "person", id, error);
  const char *role;

  if (person == NULL || !hecha_rule_check_settled (person, error))
    return NULL;
  role = hecha_record_get (person, "role");
  if (g_strcmp0 (role, "head") != 0 && g_strcmp0 (role, "liaison") != 0)
    return g_steal_pointer (&person);
  hecha_rule_refuse (error, "%s (%s) is of an inspected agency and does not inspect (P3 4.2)", id,
                     hecha_record_get (person, "name"));
  return NULL;
}

/**
 * hecha_person_is_barred:
 * @person: a person
 * @agency: an agency's code
 *
 * Returns: whether the person is recused from it, or works there
 */
gboolean
hecha_person_is_barred (const HechaRecord *person, const char *agency)
{
  g_auto (GStrv) recused = hecha_record_get_list (person, "recused");

  return g_strv_contains ((const char *const *)recused, agency)
         || g_strcmp0 (hecha_record_get (person, "agency_code"), agency) == 0;
}

/**
 * hecha_person_check_agency:
 * @person: a person
 * @agency: an agency's code
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether the person may inspect it
 */
gboolean
hecha_person_check_agency (const HechaRecord *person, const char *agency, GError **error)
{
  if (!hecha_person_is_barred (person, agency))
    return TRUE;
  return hecha_rule_refuse (error, "%s (%s) is recused (回避) from %s (P3 4.2)", person->id,
                            hecha_record_get (person, "name"), agency);
}

static gboolean
contains (const char *const *list, const char *text, guint n)
{
  for (guint i = 0; i < n && list[i] != NULL; i++)
    if (strcmp (list[i], text) == 0)
      return TRUE;
  return FALSE;
}

/* ---- a team that the office puts together ---- */

static gboolean
check_remit (HechaReader *reader, const char *const *remit, GError **error)
{
  if (remit[0] == NULL)
    return hecha_rule_refuse (error,
                              "A team has a remit (职责范围): the agencies that it may inspect (P3 4.2)");
  for (guint i = 0; remit[i] != NULL; i++)
    {
      g_autofree char *scope = hecha_agency_dup_scope (remit[i]);
      g_autoptr (HechaRecord) agency = hecha_reader_need (reader, scope, "agency", remit[i], error);

      if (agency == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_member (HechaReader *reader, const char *id, const char *const *remit, GError **error)
{
  g_autoptr (HechaRecord) person = hecha_inspector_need (reader, id, error);

  for (guint i = 0; person != NULL && remit[i] != NULL; i++)
    if (!hecha_person_check_agency (person, remit[i], error))
      return FALSE;
  return person != NULL;
}

static gboolean
check_members (HechaReader *reader, const HechaTeamInput *input, GError **error)
{
  guint n = g_strv_length ((char **)input->members);

  for (guint i = 0; i < n; i++)
    {
      if (contains (input->members, input->members[i], i))
        return hecha_rule_refuse (error,
                                  "%s is named twice; two persons are needed, and each counts once (P3 4.3)",
                                  input->members[i]);
      if (!check_member (reader, input->members[i], input->remit, error))
        return FALSE;
    }
  if (n < 2)
    return hecha_rule_refuse (error, "A team has two members or more (P3 4.3)");
  if (!contains (input->members, input->leader, n))
    return hecha_rule_refuse (error, "The leader (核查组负责人) %s is one of the members (P3 4.3 a)",
                              input->leader);
  return TRUE;
}

/* A team that was drawn stays as it was drawn. */
static gboolean
check_not_known (HechaReader *reader, const char *id, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) team = hecha_reader_get (reader, "office", "team", id, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (team == NULL)
    return TRUE;
  return hecha_rule_check_settled (team, error)
         && (hecha_record_get (team, "plan") == NULL
             || hecha_rule_refuse (error, "Team %s was drawn for %s and is not put together by hand (P3 4.4)",
                                   id, hecha_record_get (team, "plan")));
}

static void
write_team (HechaAct *act, const char *id, const char *leader, GPtrArray *members, const char *const *remit,
            const char *plan)
{
  HechaActOp *op = hecha_act_op (act, "office", "team", id);

  hecha_act_op_set_text (op, "leader", leader);
  hecha_act_op_set_list (op, "members", (const char *const *)members->pdata);
  hecha_act_op_set_list (op, "remit", remit);
  hecha_act_op_set_text (op, "plan", plan);
}

/**
 * hecha_team_create:
 * @act: the action
 * @input: a #HechaTeamInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_INVALID, %HECHA_ERROR_NOT_FOUND
 *
 * Puts a team together, or changes one: two or more distinct persons, the leader among them, nobody recused from an
 * agency of the remit (P3 4.2, 4.3). Assignments that it has keep the persons that they name.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_team_create (HechaAct *act, gpointer input, GError **error)
{
  const HechaTeamInput *team = input;
  g_autoptr (GPtrArray) members = g_ptr_array_new ();

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "put a team together (P3 4.2)", error)
      || !hecha_rule_check_code ("team's id", team->id, error)
      || !check_not_known (act->reader, team->id, error) || !check_remit (act->reader, team->remit, error)
      || !check_members (act->reader, team, error))
    return FALSE;
  g_ptr_array_add (members, (gpointer)team->leader);
  for (guint i = 0; team->members[i] != NULL; i++)
    if (strcmp (team->members[i], team->leader) != 0)
      g_ptr_array_add (members, (gpointer)team->members[i]);
  g_ptr_array_add (members, NULL);
  write_team (act, team->id, team->leader, members, team->remit, NULL);
  return TRUE;
}

/**
 * hecha_team_may_inspect:
 * @reader: where to read
 * @team: a team
 * @agency: an agency's code
 * @error: %HECHA_ERROR_REFUSED, naming the person or the remit
 *
 * Returns: whether the agency is in its remit (P3 4.2) and none of its members is recused by now
 */
gboolean
hecha_team_may_inspect (HechaReader *reader, const HechaRecord *team, const char *agency, GError **error)
{
  g_auto (GStrv) remit = hecha_record_get_list (team, "remit");
  g_auto (GStrv) members = hecha_record_get_list (team, "members");

  if (!g_strv_contains ((const char *const *)remit, agency))
    {
      g_autofree char *names = g_strjoinv (", ", remit);

      return hecha_rule_refuse (error, "%s is outside the remit of team %s, which is %s (P3 4.2)", agency,
                                team->id, names);
    }
  for (guint i = 0; members[i] != NULL; i++)
    {
      g_autoptr (HechaRecord) person = hecha_reader_need (reader, "office", "person", members[i], error);

      if (person == NULL || !hecha_person_check_agency (person, agency, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- drawn teams ---- */

static int
compare_teams (gconstpointer a, gconstpointer b)
{
  const char *first = (*(const HechaRecord *const *)a)->id, *second = (*(const HechaRecord *const *)b)->id;
  gsize first_length = strlen (first), second_length = strlen (second);

  return first_length != second_length ? (first_length < second_length ? -1 : 1) : strcmp (first, second);
}

/**
 * hecha_team_list_drawn:
 * @reader: where to read
 * @plan: the plan's code
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable) (element-type HechaRecord): the teams that were drawn for it, team 0 first
 */
GPtrArray *
hecha_team_list_drawn (HechaReader *reader, const char *plan, GError **error)
{
  GPtrArray *teams = hecha_reader_list (reader, "office", "team", "plan", plan, error);

  if (teams != NULL)
    g_ptr_array_sort (teams, compare_teams);
  return teams;
}

typedef struct
{
  const HechaTeamDrawInput *input;
  GPtrArray *agencies; /* (owned) codes of the samples */
  GPtrArray *persons;  /* (owned) HechaRecord, in the order of the pool */
  GPtrArray *pool;     /* (owned) ids that are drawn from */
  GArray *rows;        /* (owned) HechaInspectorRow */
} TeamDraw;

static void
team_draw_clear (TeamDraw *self)
{
  g_clear_pointer (&self->agencies, g_ptr_array_unref);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  g_clear_pointer (&self->pool, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TeamDraw, team_draw_clear)

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
read_agencies (TeamDraw *self, HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) samples
    = hecha_reader_list (reader, "office", "sample", "plan", self->input->plan, error);

  self->agencies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const char *agency = hecha_record_get (g_ptr_array_index (samples, i), "agency");

      if (agency != NULL && !g_ptr_array_find_with_equal_func (self->agencies, agency, g_str_equal, NULL))
        g_ptr_array_add (self->agencies, g_strdup (agency));
    }
  g_ptr_array_sort (self->agencies, compare_texts);
  return samples != NULL;
}

static gboolean
read_persons (TeamDraw *self, HechaReader *reader, const char *const *witnesses, GError **error)
{
  self->persons = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
  for (guint i = 0; self->input->pool[i] != NULL; i++)
    {
      const char *id = self->input->pool[i];
      HechaRecord *person = hecha_inspector_need (reader, id, error);

      if (person == NULL)
        return FALSE;
      g_ptr_array_add (self->persons, person);
      if (g_strv_contains (witnesses, id))
        return hecha_rule_refuse (error,
                                  "%s (%s) witnessed the draw and does not inspect its samples (P3 4.4)", id,
                                  hecha_record_get (person, "name"));
    }
  return TRUE;
}

static gboolean
is_barred_from_any (const TeamDraw *self, const HechaRecord *person)
{
  for (guint i = 0; i < self->agencies->len; i++)
    if (hecha_person_is_barred (person, g_ptr_array_index (self->agencies, i)))
      return TRUE;
  return FALSE;
}

/* Known recusals leave the pool as far as enough others remain. Else they stay, and their team's remit gets smaller. */
static void
choose_pool (TeamDraw *self)
{
  guint free_of_recusals = 0;
  gboolean enough;

  for (guint i = 0; i < self->persons->len; i++)
    free_of_recusals += !is_barred_from_any (self, g_ptr_array_index (self->persons, i));
  enough = free_of_recusals / self->input->size >= self->input->n_teams;
  self->pool = g_ptr_array_new ();
  for (guint i = 0; i < self->persons->len; i++)
    {
      const HechaRecord *person = g_ptr_array_index (self->persons, i);

      if (!enough || !is_barred_from_any (self, person))
        g_ptr_array_add (self->pool, person->id);
    }
  g_ptr_array_add (self->pool, NULL);
}

static const HechaRecord *
find_person (const TeamDraw *self, const char *id)
{
  for (guint i = 0; i < self->persons->len; i++)
    if (strcmp (((HechaRecord *)g_ptr_array_index (self->persons, i))->id, id) == 0)
      return g_ptr_array_index (self->persons, i);
  return NULL;
}

static gboolean
any_barred (const TeamDraw *self, GPtrArray *members, const char *agency)
{
  for (guint i = 0; i < members->len; i++)
    if (hecha_person_is_barred (find_person (self, g_ptr_array_index (members, i)), agency))
      return TRUE;
  return FALSE;
}

static gboolean
write_drawn (HechaAct *act, const TeamDraw *self, guint team, const char *id, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (GPtrArray) remit = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      const HechaInspectorRow *row = &g_array_index (self->rows, HechaInspectorRow, i);

      if (row->team == team)
        g_ptr_array_add (members, (gpointer)row->id);
    }
  for (guint i = 0; i < self->agencies->len; i++)
    if (!any_barred (self, members, g_ptr_array_index (self->agencies, i)))
      g_ptr_array_add (remit, g_ptr_array_index (self->agencies, i));
  if (remit->len == 0)
    return hecha_rule_refuse (error,
                              "A team of %s would have nothing to inspect: its members are recused (P3 4.2)",
                              self->input->plan);
  g_ptr_array_add (members, NULL);
  g_ptr_array_add (remit, NULL);
  write_team (act, id, g_ptr_array_index (members, 0), members, (const char *const *)remit->pdata,
              self->input->plan);
  return TRUE;
}

/* T1, T2, … without those that exist. */
static gboolean
write_all_drawn (HechaAct *act, const TeamDraw *self, GError **error)
{
  guint number = 0;

  for (guint team = 0; team < self->input->n_teams;)
    {
      g_autofree char *id = g_strdup_printf ("T%u", ++number);
      GError *problem = NULL;
      g_autoptr (HechaRecord) known = hecha_reader_get (act->reader, "office", "team", id, &problem);

      if (problem != NULL)
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
      if (known != NULL)
        continue;
      if (!write_drawn (act, self, team++, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_no_teams (HechaReader *reader, const char *plan, GError **error)
{
  g_autoptr (GPtrArray) teams = hecha_team_list_drawn (reader, plan, error);

  if (teams == NULL)
    return FALSE;
  return teams->len == 0
         || hecha_rule_refuse (error, "The teams of %s were drawn already; they are drawn once (P3 4.4)",
                               plan);
}

/**
 * hecha_team_draw:
 * @act: the action
 * @input: a #HechaTeamDrawInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Draws teams from a pool with the seed of the samples (双随机; HCS-1, step 8), once for each plan. Those recused from an
 * agency of the sample are left out of the pool as far as enough others remain; else a team with one of them does not
 * have that agency in its remit. The first of each team leads it.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_team_draw (HechaAct *act, gpointer input, GError **error)
{
  g_auto (TeamDraw) self = {.input = input};
  const HechaTeamDrawInput *wanted = input;
  g_autoptr (HechaRecord) draw = NULL;
  g_auto (GStrv) witnesses = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "draw teams (P3 4.2, 4.4)", error))
    return FALSE;
  if (wanted->n_teams < 1 || wanted->size < 2)
    return hecha_rule_refuse (error, "A team has two members or more (P3 4.3)");
  draw = hecha_reader_need (act->reader, "office", "draw", wanted->plan, error);
  if (draw == NULL || !hecha_rule_check_settled (draw, error)
      || !check_no_teams (act->reader, wanted->plan, error))
    return FALSE;
  witnesses = hecha_record_get_list (draw, "witnesses");
  if (!read_agencies (&self, act->reader, error)
      || !read_persons (&self, act->reader, (const char *const *)witnesses, error))
    return FALSE;
  choose_pool (&self);
  self.rows = hecha_inspectors_draw (g_strcmp0 (hecha_record_get (draw, "algorithm"), "HCS-1/sm3") == 0
                                       ? HECHA_SAMPLING_SM3
                                       : HECHA_SAMPLING_SHA256,
                                     hecha_record_get (draw, "seed"), (const char *const *)self.pool->pdata,
                                     wanted->n_teams, wanted->size, error);
  return self.rows != NULL && write_all_drawn (act, &self, error);
}
