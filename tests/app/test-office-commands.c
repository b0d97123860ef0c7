/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-calc.h"
#include "hechactl-draw.h"
#include "hechactl-hold.h"
#include "hechactl-import.h"
#include "hechactl-plan.h"
#include "hechactl-rate.h"
#include "hechactl-ruling.h"
#include "hechactl-trail.h"
#include "hechactl-team.h"

#include <glib/gstdio.h>

#include "base/hecha-data.h"
#include "store/hecha-store.h"

#define PLAN "HC2026Q2-DEMO"
#define DICE "20237331128159211123"

/* The commands of the office, as a person types them, on a store of their own. */
typedef struct
{
  char *dir;
  int status;
  GString *out;
  GString *err;
} Desk;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
desk_clear (Desk *self)
{
  remove_tree (self->dir);
  g_free (self->dir);
  g_string_free (self->out, TRUE);
  g_string_free (self->err, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static void
desk_init (Desk *self)
{
  static const char *const meta[][2] = {{"role", "office"}, {"home", "office"}, {"person", "O01"}};
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaStore) store = NULL;

  self->dir = g_dir_make_tmp ("hecha-desk-XXXXXX", &error);
  g_assert_no_error (error);
  self->out = g_string_new (NULL);
  self->err = g_string_new (NULL);
  store = hecha_store_open (self->dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (meta); i++)
    g_assert_true (hecha_store_set_meta (store, meta[i][0], meta[i][1], NULL));
}

/* @line: words separated by one blank; `@NAME` is a table of the demo. */
static int
type (Desk *self, const char *line)
{
  static const HechactlCommand *const tables[] = {hechactl_calc_commands,   hechactl_draw_commands,
                                                  hechactl_import_commands, hechactl_plan_commands,
                                                  hechactl_rate_commands,   hechactl_ruling_commands,
                                                  hechactl_team_commands,   hechactl_hold_commands,
                                                  hechactl_trail_commands,  NULL};
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  g_ptr_array_add (arguments, g_strdup ("hechactl"));
  g_ptr_array_add (arguments, g_strconcat ("--store=", self->dir, NULL));
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *table = *words[i] == '@' ? g_strdup_printf ("demo/%s.csv", words[i] + 1) : NULL;

      if (*words[i] != '\0')
        g_ptr_array_add (arguments, table != NULL ? hecha_data_path (table) : g_strdup (words[i]));
    }
  g_ptr_array_add (arguments, NULL);
  g_string_truncate (self->out, 0);
  g_string_truncate (self->err, 0);
  self->status = hechactl_command_run (tables, (const char *const *)arguments->pdata, self->out, self->err);
  g_test_message ("%s → %d %s", line, self->status, self->err->str);
  return self->status;
}

/* ... with --json, and what it answered. */
static JsonNode *
ask (Desk *self, const char *line, int status)
{
  g_autofree char *with = g_strconcat ("--json ", line, NULL);
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  g_assert_cmpint (type (self, with), ==, status);
  node = json_from_string (self->out->str, &error);
  g_assert_no_error (error);
  return node;
}

static void
check_done (Desk *self, const char *line)
{
  g_assert_cmpint (type (self, line), ==, HECHACTL_DONE);
  g_assert_cmpstr (self->err->str, ==, "");
}

/* One line of reason, that holds @reason. */
static void
check_refused (Desk *self, const char *line, const char *reason)
{
  g_assert_cmpint (type (self, line), ==, HECHACTL_REFUSED);
  g_assert_nonnull (strstr (self->err->str, reason));
  g_assert_true (strchr (self->err->str, '\n') == self->err->str + self->err->len - 1);
}

static const char *
text_at (JsonNode *node, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) found = json_path_query (path, node, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (found)), ==, 1);
  return g_intern_string (json_array_get_string_element (json_node_get_array (found), 0));
}

static guint
count_at (JsonNode *node, const char *member)
{
  return json_array_get_length (json_object_get_array_member (json_node_get_object (node), member));
}

static gint64
int_at (JsonNode *node, const char *member)
{
  return json_object_get_int_member (json_node_get_object (node), member);
}

#define CREATE                                                                                               \
  "plan create " PLAN " --kind quarterly --quarter 2026Q2 --selection random --purpose 核实申报 "        \
  "--content 申报完成的目标 --method 实地查看 --standard 季度标准 --time-limit 2026-08-14 "

static void
prepare (Desk *self)
{
  check_done (self, "import people @people");
  check_done (self, "import targets @targets");
  check_done (self, "import declarations @declarations");
  check_done (self, CREATE "--demands 每组2人以上");
  check_done (self, "plan approve " PLAN);
  check_done (self, "frame freeze " PLAN " --declared complete --quarter 2026Q2");
}

/* ---- tests ---- */

static void
test_import (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;

  desk_init (&desk);
  first = ask (&desk, "import targets @targets", HECHACTL_DONE);
  g_assert_cmpint (int_at (first, "new"), ==, 24);
  g_assert_cmpuint (count_at (first, "problems"), ==, 0);
  g_assert_cmpuint (count_at (first, "rule_1_6_n"), ==, 3);
  second = ask (&desk, "import targets @targets", HECHACTL_DONE);
  g_assert_cmpint (int_at (second, "new"), ==, 0);
  g_assert_cmpint (int_at (second, "changed"), ==, 0);
  check_done (&desk, "import targets @targets");
  g_assert_true (g_str_has_prefix (desk.out->str, "0 new, 0 changed, 24 as before\n"));
  g_assert_nonnull (strstr (desk.out->str, "A03 青岚省数字政务局 2026: 1+6+0 = 7\n"));
}

/* Everything that is wrong is listed, and then there is one line of reason. */
static void
test_import_problems (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) answer = NULL;

  desk_init (&desk);
  answer = ask (&desk, "import declarations @declarations", HECHACTL_REFUSED);
  g_assert_cmpuint (count_at (answer, "problems"), ==, 96);
  g_assert_cmpstr (text_at (answer, "$.problems[0].message"), ==,
                   "there is no target A01-2026-T01 here; import the targets first");
  check_refused (&desk, "import declarations @declarations", "Nothing was imported: 96 problems");
  check_refused (&desk, "import targets @declarations", "Nothing was imported");
  check_refused (&desk, "import targets @nothing", "nothing.csv");
}

static void
test_plan (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) draft = NULL;

  desk_init (&desk);
  g_assert_cmpint (type (&desk, "plan create X --kind quarterly"), ==, HECHACTL_USAGE);
  draft = ask (&desk, CREATE, HECHACTL_DONE);
  g_assert_cmpstr (text_at (draft, "$.state"), ==, "draft");
  g_assert_cmpstr (text_at (draft, "$.missing"), ==, "demands (要求)");
  check_refused (&desk, "plan approve " PLAN, "P3 6.2.1");
  check_done (&desk, CREATE "--demands 每组2人以上");
  check_done (&desk, "plan approve " PLAN);
  check_done (&desk, "plan show " PLAN);
  g_assert_nonnull (strstr (desk.out->str, "核查方案 " PLAN ": approved\n"));
  check_refused (&desk, "plan show OTHER", "no plan OTHER");
}

/* What the office drew is what `calc draw` gives to anybody from the frame. */
static void
test_draw (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) frame = NULL;
  g_autoptr (JsonNode) draw = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (JsonNode) verified = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *path = NULL, *line = NULL;
  static const char *const same[] = {"draw", "reserve", "frame", "seed"};
  JsonArray *units;

  desk_init (&desk);
  prepare (&desk);
  frame = ask (&desk, "frame show " PLAN, HECHACTL_DONE);
  units = json_object_get_array_member (json_node_get_object (frame), "units");
  g_assert_cmpuint (json_array_get_length (units), ==, 21);
  for (guint i = 0; i < json_array_get_length (units); i++)
    {
      JsonObject *unit = json_array_get_object_element (units, i);

      g_string_append_printf (lines, "%s\t%s\n", json_object_get_string_member (unit, "id"),
                              json_object_get_string_member (unit, "stratum"));
    }
  path = g_build_filename (desk.dir, "frame.tsv", NULL);
  g_assert_true (g_file_set_contents (path, lines->str, -1, NULL));

  draw = ask (&desk,
              "draw " PLAN " --size 12 --by-class --rand " DICE " --source dice --witness O01 --witness O02",
              HECHACTL_DONE);
  line = g_strdup_printf ("calc draw %s --plan " PLAN " --rand " DICE " --size 12 --by-stratum", path);
  again = ask (&desk, line, HECHACTL_DONE);
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    g_assert_true (json_node_equal (json_object_get_member (json_node_get_object (draw), same[i]),
                                    json_object_get_member (json_node_get_object (again), same[i])));
  g_assert_cmpstr (text_at (draw, "$.rand"), ==, DICE);

  verified = ask (&desk, "draw verify " PLAN, HECHACTL_DONE);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (verified), "verified"));
  check_refused (&desk, "draw " PLAN " --size 12 --rand " DICE " --source dice --witness O01 --witness O02",
                 "P3 4.4");
  check_refused (&desk, "draw verify OTHER", "no plan OTHER");
}

static void
test_teams (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) team = NULL;
  g_autoptr (JsonNode) assigned = NULL;
  g_autoptr (JsonNode) twice = NULL;
  g_autoptr (JsonNode) package = NULL;
  g_autoptr (JsonNode) drawn = NULL;

  desk_init (&desk);
  prepare (&desk);
  check_done (&desk, "draw " PLAN " --size 8 --rand " DICE " --source dice --witness O01 --witness O02");
  team = ask (&desk, "team create T1 --leader I01 --member I02 --remit A01,A02", HECHACTL_DONE);
  g_assert_cmpuint (count_at (team, "members"), ==, 2);
  check_done (&desk, "team create T2 --leader I04 --member I04 --member I05 --remit A02 --remit A03");
  check_refused (&desk, "team create T3 --leader I01 --member I01 --remit A01", "P3 4.3");
  assigned = ask (&desk, "assign " PLAN " --team T1", HECHACTL_DONE);
  g_assert_cmpuint (count_at (assigned, "assignments"), ==, 6);
  check_refused (&desk, "assign " PLAN " --team T1 A03-2026-T01-Q2", "P3 4.2");
  twice = ask (&desk, "assign " PLAN " --team T2 A02-2026-T04-Q2", HECHACTL_DONE);
  g_assert_cmpuint (count_at (twice, "assignments"), ==, 1);
  g_assert_true (json_object_get_boolean_member (
    json_array_get_object_element (json_object_get_array_member (json_node_get_object (twice), "assignments"),
                                   0),
    "double"));
  package = ask (&desk, "package create V1 A02-2026-T07-Q2 A03-2026-T02-Q2", HECHACTL_DONE);
  g_assert_cmpuint (count_at (package, "assignments"), ==, 2);
  drawn = ask (
    &desk, "team draw " PLAN " --teams 4 --size 3 --pool I01 I02 I03 I04 I05 I06 I07 I08 I09 I10 I11 I12 I13",
    HECHACTL_DONE);
  g_assert_cmpuint (count_at (drawn, "teams"), ==, 4);
  g_assert_cmpuint (count_at (drawn, "unassigned"), ==, 1);
}

static void
test_replace_and_rate (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) replaced = NULL;
  g_autoptr (JsonNode) rate = NULL;
  g_autoptr (JsonNode) rates = NULL;

  desk_init (&desk);
  prepare (&desk);
  check_done (&desk, "draw " PLAN " --size 8 --rand " DICE " --source dice --witness O01 --witness O02");
  g_assert_cmpint (type (&desk, "replace A03-2026-T01-Q2"), ==, HECHACTL_USAGE);
  replaced = ask (&desk, "replace A03-2026-T01-Q2 --reason 现场封路", HECHACTL_DONE);
  g_assert_cmpuint (count_at (replaced, "samples"), ==, 9);
  rate = ask (&desk, "rate " PLAN, HECHACTL_DONE);
  g_assert_cmpint (int_at (rate, "checked"), ==, 0);
  g_assert_cmpint (int_at (rate, "samples"), ==, 8);
  g_assert_cmpuint (count_at (rate, "excluded"), ==, 9);
  g_assert_true (json_object_get_null_member (json_node_get_object (rate), "rate"));
  g_assert_true (json_object_get_null_member (json_node_get_object (rate), "hypergeometric"));
  check_done (&desk, "rate " PLAN);
  g_assert_nonnull (strstr (desk.out->str, "核验误差率 —\n"));
  rates = ask (&desk, "rate --quarter 2026Q2", HECHACTL_DONE);
  g_assert_cmpuint (count_at (rates, "rates"), ==, 1);
  g_assert_cmpint (type (&desk, "rate --confidence 2"), ==, HECHACTL_USAGE);
  check_refused (&desk, "rate --quarter 2026", "2026Q2");
}

static void
test_rulings (void)
{
  g_auto (Desk) desk = {NULL};
  g_autoptr (JsonNode) conflicts = NULL;
  g_autoptr (JsonNode) decisions = NULL, holds = NULL;

  desk_init (&desk);
  conflicts = ask (&desk, "conflicts --all", HECHACTL_DONE);
  g_assert_cmpuint (count_at (conflicts, "conflicts"), ==, 0);
  decisions = ask (&desk, "decisions --limit 5", HECHACTL_DONE);
  g_assert_cmpuint (count_at (decisions, "steps"), ==, 0);
  holds = ask (&desk, "holds", HECHACTL_DONE);
  g_assert_cmpuint (count_at (holds, "holds"), ==, 0);
  check_refused (&desk, "resolve abc --take 1 --reason 会商", "no open conflict abc");
  check_refused (&desk, "release abc --reason 会商", "no hold abc");
  check_refused (&desk, "reject abc --reason 会商", "no hold abc");
  g_assert_cmpint (type (&desk, "resolve abc --take 0 --reason 会商"), ==, HECHACTL_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/office-commands/import-says-what-is-new-and-what-changed", test_import);
  g_test_add_func ("/office-commands/import-lists-every-problem", test_import_problems);
  g_test_add_func ("/office-commands/plan-says-what-it-lacks", test_plan);
  g_test_add_func ("/office-commands/draw-is-what-calc-draws", test_draw);
  g_test_add_func ("/office-commands/teams-assignments-and-packages", test_teams);
  g_test_add_func ("/office-commands/replace-and-a-rate-of-nothing", test_replace_and_rate);
  g_test_add_func ("/office-commands/nothing-to-rule-on", test_rulings);
  return g_test_run ();
}
