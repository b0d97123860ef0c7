/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-team.h"

#include "domain/hecha-assign.h"
#include "domain/hecha-team.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_TEAMS 1000

/* ---- teams ---- */

static void
add_list (JsonBuilder *builder, const char *name, char **values)
{
  hechactl_begin_array (builder, name);
  for (guint i = 0; values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static char *
dup_name (HechaReader *reader, const char *person)
{
  g_autoptr (HechaRecord) record = hecha_reader_get (reader, "office", "person", person, NULL);

  return record != NULL ? g_strdup_printf ("%s %s", person, hecha_record_get (record, "name"))
                        : g_strdup (person);
}

static void
answer_team (HechactlInvocation *self, JsonBuilder *builder, HechaReader *reader, const HechaRecord *team)
{
  g_auto (GStrv) members = hecha_record_get_list (team, "members");
  g_auto (GStrv) remit = hecha_record_get_list (team, "remit");
  g_autofree char *agencies = g_strjoinv (", ", remit);

  hechactl_invocation_print (self, "核查组 %s: %s\n", team->id, agencies);
  for (guint i = 0; members[i] != NULL; i++)
    {
      g_autofree char *name = dup_name (reader, members[i]);

      hechactl_invocation_print (self, "  %s%s\n", name,
                                 g_strcmp0 (members[i], hecha_record_get (team, "leader")) == 0 ? "  (负责人)"
                                                                                                : "");
    }
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", team->id);
  hechactl_add_text (builder, "leader", hecha_record_get (team, "leader"));
  add_list (builder, "members", members);
  add_list (builder, "remit", remit);
  hechactl_add_text (builder, "plan", hecha_record_get (team, "plan"));
  json_builder_end_object (builder);
}

/* `--remit A01,A02` and `--remit A01 --remit A02` are the same. */
static char **
split_remit (HechactlInvocation *self)
{
  const char *const *given = hechactl_invocation_get_all (self, "remit");
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  for (; *given != NULL; given++)
    {
      g_auto (GStrv) parts = g_strsplit (*given, ",", -1);

      for (guint i = 0; parts[i] != NULL; i++)
        if (*g_strstrip (parts[i]) != '\0')
          g_strv_builder_add (codes, parts[i]);
    }
  return g_strv_builder_end (codes);
}

/* The leader is a member, whether named as one or not. */
static char **
list_members (HechactlInvocation *self, const char *leader)
{
  const char *const *given = hechactl_invocation_get_all (self, "member");
  g_autoptr (GStrvBuilder) members = g_strv_builder_new ();

  if (!g_strv_contains (given, leader))
    g_strv_builder_add (members, leader);
  g_strv_builder_addv (members, (const char **)given);
  return g_strv_builder_end (members);
}

static gboolean
create_run (HechactlInvocation *self, GError **error)
{
  const char *leader = hechactl_invocation_get (self, "leader");
  g_auto (GStrv) members = list_members (self, leader);
  g_auto (GStrv) remit = split_remit (self);
  HechaTeamInput input = {hechactl_invocation_get_argument (self, 0), leader, (const char *const *)members,
                          (const char *const *)remit};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaRecord) team = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (store == NULL || !hechactl_store_act (self, store, hecha_team_create, &input, error))
    return FALSE;
  team = hecha_reader_need (hecha_store_reader (store), "office", "team", input.id, error);
  if (team == NULL)
    return FALSE;
  answer_team (self, builder, hecha_store_reader (store), team);
  hechactl_invocation_take_json (self, json_builder_get_root (builder));
  return TRUE;
}

static gboolean
is_on_any (GPtrArray *teams, const char *person)
{
  for (guint i = 0; i < teams->len; i++)
    {
      g_auto (GStrv) members = hecha_record_get_list (g_ptr_array_index (teams, i), "members");

      if (g_strv_contains ((const char *const *)members, person))
        return TRUE;
    }
  return FALSE;
}

static void
answer_rest (HechactlInvocation *self, JsonBuilder *builder, GPtrArray *teams)
{
  const char *const *pool = hechactl_invocation_get_all (self, "pool");

  hechactl_begin_array (builder, "unassigned");
  for (; *pool != NULL; pool++)
    if (!is_on_any (teams, *pool))
      {
        hechactl_invocation_print (self, _ ("on no team: %s\n"), *pool);
        json_builder_add_string_value (builder, *pool);
      }
  json_builder_end_array (builder);
}

static gboolean
draw_run (HechactlInvocation *self, GError **error)
{
  HechaTeamDrawInput input
    = {hechactl_invocation_get_argument (self, 0), 0, 0, hechactl_invocation_get_all (self, "pool")};
  g_autoptr (HechaStore) store = NULL;
  g_autoptr (GPtrArray) teams = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint64 n_teams = 0, size = 0;

  if (!hechactl_invocation_get_number (self, "teams", 1, MOST_TEAMS, &n_teams, error)
      || !hechactl_invocation_get_number (self, "size", 1, MOST_TEAMS, &size, error))
    return FALSE;
  input.n_teams = (guint)n_teams;
  input.size = (guint)size;
  store = hechactl_store_open (self, error);
  if (store == NULL || !hechactl_store_act (self, store, hecha_team_draw, &input, error))
    return FALSE;
  teams = hecha_team_list_drawn (hecha_store_reader (store), input.plan, error);
  if (teams == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", input.plan);
  hechactl_begin_array (builder, "teams");
  for (guint i = 0; i < teams->len; i++)
    answer_team (self, builder, hecha_store_reader (store), g_ptr_array_index (teams, i));
  json_builder_end_array (builder);
  answer_rest (self, builder, teams);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- assignments ---- */

static gboolean
is_assigned_elsewhere (GPtrArray *all, const HechaRecord *assignment)
{
  for (guint i = 0; i < all->len; i++)
    {
      const HechaRecord *other = g_ptr_array_index (all, i);

      if (strcmp (other->id, assignment->id) == 0 && strcmp (other->scope, assignment->scope) != 0)
        return TRUE;
    }
  return FALSE;
}

/* All that a scope has of a plan now. */
static gboolean
answer_assignments (HechactlInvocation *self, HechaStore *store, const char *scope, const char *plan,
                    GError **error)
{
  g_autoptr (GPtrArray) all = hecha_reader_list (hecha_store_reader (store), NULL, "assignment",
                                                 plan != NULL ? "plan" : NULL, plan, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (all == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", plan);
  hechactl_add_text (builder, "scope", scope);
  hechactl_begin_array (builder, "assignments");
  for (guint i = 0; i < all->len; i++)
    {
      const HechaRecord *assignment = g_ptr_array_index (all, i);
      gboolean twice = is_assigned_elsewhere (all, assignment);

      if (strcmp (assignment->scope, scope) != 0)
        continue;
      hechactl_invocation_print (self, "%s  %s  %s%s\n", hecha_record_get (assignment, "unit"),
                                 hecha_record_get (assignment, "agency_name"),
                                 hecha_record_get (assignment, "name"),
                                 twice ? _ ("  (others have it too)") : "");
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "id", assignment->id);
      hechactl_add_text (builder, "unit", hecha_record_get (assignment, "unit"));
      hechactl_add_text (builder, "agency", hecha_record_get (assignment, "agency"));
      hechactl_add_text (builder, "name", hecha_record_get (assignment, "name"));
      hechactl_add_bool (builder, "double", twice);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

/* (transfer container): the arguments behind the first. */
static GPtrArray *
rest_of_arguments (HechactlInvocation *self)
{
  GPtrArray *rest = g_ptr_array_new ();

  for (guint i = 1; i < hechactl_invocation_get_n_arguments (self); i++)
    g_ptr_array_add (rest, (gpointer)hechactl_invocation_get_argument (self, i));
  g_ptr_array_add (rest, NULL);
  return rest;
}

static HechaAssignMore
get_more (HechactlInvocation *self)
{
  return (HechaAssignMore) {hechactl_invocation_get (self, "checklist"),
                            hechactl_invocation_has (self, "key-point")};
}

static gboolean
assign_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (GPtrArray) samples = rest_of_arguments (self);
  HechaAssignInput input
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get (self, "team"),
       (const char *const *)samples->pdata, get_more (self)};
  g_autofree char *scope = g_strconcat ("team:", input.team, NULL);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_assign_record, &input, error)
         && answer_assignments (self, store, scope, input.plan, error);
}

static gboolean
package_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (GPtrArray) samples = rest_of_arguments (self);
  HechaPackageInput input = {
    .id = hechactl_invocation_get_argument (self, 0),
    .samples = (const char *const *)samples->pdata,
    .visitors = hechactl_invocation_get_all (self, "visitor"),
    .valid_from = hechactl_invocation_get (self, "from"),
    .valid_to = hechactl_invocation_get (self, "to"),
    .more = get_more (self),
  };
  g_autofree char *scope = g_strconcat ("visit:", input.id, NULL);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_package_record, &input, error)
         && answer_assignments (self, store, scope, NULL, error);
}

static const HechactlOption create_options[] = {
  {"leader", "P", HECHACTL_OPTION_REQUIRED},
  {"member", "P", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
  {"remit", "A01,A02", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
  {NULL},
};
static const HechactlOption draw_options[] = {
  {"teams", "T", HECHACTL_OPTION_REQUIRED},
  {"size", "S", HECHACTL_OPTION_REQUIRED},
  {"pool", "P", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
  {NULL},
};
static const HechactlOption assign_options[] = {
  {"team", "ID", HECHACTL_OPTION_REQUIRED},
  {"checklist", "TEMPLATE|none", HECHACTL_OPTION_NONE},
  {"key-point", NULL, HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption package_options[] = {
  {"visitor", "P", HECHACTL_OPTION_REPEATED}, {"from", "DATE", HECHACTL_OPTION_NONE},
  {"to", "DATE", HECHACTL_OPTION_NONE},       {"checklist", "TEMPLATE|none", HECHACTL_OPTION_NONE},
  {"key-point", NULL, HECHACTL_OPTION_NONE},  {NULL},
};

const HechactlCommand hechactl_team_commands[] = {
  {"team create", "ID", 1, 1, create_options, create_run, HECHACTL_COMMAND_STORE},
  {"team draw", "CODE", 1, 1, draw_options, draw_run, HECHACTL_COMMAND_STORE},
  {"assign", "CODE [SAMPLE…]", 1, G_MAXUINT, assign_options, assign_run, HECHACTL_COMMAND_STORE},
  {"package create", "ID SAMPLE…", 2, G_MAXUINT, package_options, package_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
