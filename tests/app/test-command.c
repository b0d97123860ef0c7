/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-command.h"

#include <locale.h>

#include "base/hecha-error.h"

/* Answers with what it was asked, so that a test can see how the arguments were taken apart. */
static gboolean
echo_run (HechactlInvocation *self, GError **error)
{
  g_autofree char *pool = g_strjoinv ("+", (char **)hechactl_invocation_get_all (self, "pool"));
  const char *plan = hechactl_invocation_get (self, "plan");
  guint64 size = 7;
  JsonNode *document;

  if (!hechactl_invocation_get_number (self, "size", 1, 9, &size, error))
    return FALSE;

  hechactl_invocation_print (self, "plan=%s size=%u pool=%s", plan != NULL ? plan : "-", (guint)size, pool);
  for (guint i = 0; i < hechactl_invocation_get_n_arguments (self); i++)
    hechactl_invocation_print (self, " [%s]", hechactl_invocation_get_argument (self, i));

  document = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (document, plan);
  hechactl_invocation_take_json (self, document);
  return TRUE;
}

static gboolean
refuse_run (HechactlInvocation *self, GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, "the frame is not frozen\nyet");
  return FALSE;
}

static const HechactlOption echo_options[] = {
  {"plan", "CODE", HECHACTL_OPTION_REQUIRED},
  {"size", "N", HECHACTL_OPTION_NONE},
  {"pool", "P", HECHACTL_OPTION_REPEATED},
  {"by-class", NULL, HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption other_options[] = {{"reason", "T", HECHACTL_OPTION_NONE}, {NULL}};

static const HechactlCommand first_table[] = {
  {"draw", "CODE", 1, 1, echo_options, echo_run, HECHACTL_COMMAND_NONE},
  {"draw verify", "CODE", 1, 1, other_options, refuse_run, HECHACTL_COMMAND_NONE},
  {NULL},
};
static const HechactlCommand second_table[] = {
  {"team draw", NULL, 0, 0, echo_options, echo_run, HECHACTL_COMMAND_NONE},
  {"sync", NULL, 0, 0, NULL, echo_run, HECHACTL_COMMAND_STORE},
  {"attach", "SAMPLE FILE…", 2, G_MAXUINT, NULL, echo_run, HECHACTL_COMMAND_FILES},
  {NULL},
};
static const HechactlCommand *const tables[] = {first_table, second_table, NULL};

typedef struct
{
  const char *line; /* arguments separated by one space */
  int status;
  const char *out;
  const char *reason; /* (nullable) what the first line of standard error holds */
} Case;

static void
check (const Case *expected)
{
  g_autofree char *line = g_strconcat ("hechactl ", expected->line, NULL);
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);
  g_autofree char *shown = g_utf8_make_valid (expected->line, -1); /* TAP is text */
  g_auto (GStrv) lines = NULL;

  g_test_message ("%s", shown);
  g_assert_cmpint (hechactl_command_run (tables, (const char *const *)arguments, out, err), ==,
                   expected->status);
  g_assert_cmpstr (out->str, ==, expected->out);

  lines = g_strsplit (err->str, "\n", -1);
  if (expected->reason == NULL)
    g_assert_cmpstr (err->str, ==, "");
  else
    {
      g_assert_cmpstr (lines[0], ==, expected->reason);
      g_assert_cmpuint (g_strv_length (lines), ==, expected->status == HECHACTL_USAGE ? 3 : 2);
      g_assert_true (expected->status != HECHACTL_USAGE || g_str_has_prefix (lines[1], "usage: hechactl "));
    }
}

static void
check_all (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    check (&cases[i]);
}

static void
test_options_stand_anywhere (void)
{
  static const Case cases[] = {
    {"draw C1 --plan X", HECHACTL_DONE, "plan=X size=7 pool= [C1]"},
    {"--plan X draw C1", HECHACTL_DONE, "plan=X size=7 pool= [C1]"},
    {"draw --plan=X C1 --size 3", HECHACTL_DONE, "plan=X size=3 pool= [C1]"},
    {"--size 3 team --plan 核查𠮷 draw", HECHACTL_DONE, "plan=核查𠮷 size=3 pool="},
    {"draw --by-class C1 --plan X --by-class", HECHACTL_DONE, "plan=X size=7 pool= [C1]"},
    {"draw --plan X -- --json", HECHACTL_DONE, "plan=X size=7 pool= [--json]"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_json_prints_one_document (void)
{
  static const Case cases[] = {
    {"--json draw C1 --plan 核查𠮷", HECHACTL_DONE, "\"核查𠮷\"\n"},
    {"draw C1 --plan X --json", HECHACTL_DONE, "\"X\"\n"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_repeated_option_takes_what_follows (void)
{
  static const Case cases[] = {
    {"team draw --plan X --pool A --pool B", HECHACTL_DONE, "plan=X size=7 pool=A+B"},
    {"team draw --plan X --pool A B C", HECHACTL_DONE, "plan=X size=7 pool=A+B+C"},
    {"team draw --pool A B --plan X --pool C", HECHACTL_DONE, "plan=X size=7 pool=A+C+B"},
    {"draw C1 --pool A B --plan X", HECHACTL_DONE, "plan=X size=7 pool=A+B [C1]"},
    {"draw --pool A --plan X C1", HECHACTL_DONE, "plan=X size=7 pool=A [C1]"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_refusal_is_one_line (void)
{
  static const Case cases[] = {
    {"draw verify C1", HECHACTL_REFUSED, "", "hechactl: the frame is not frozen yet"},
    {"draw verify C1 --json", HECHACTL_REFUSED, "", "hechactl: the frame is not frozen yet"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_wrong_usage_says_why (void)
{
  static const Case cases[] = {
    {"--json", HECHACTL_USAGE, "", "hechactl: no command was given"},
    {"drow C1", HECHACTL_USAGE, "", "hechactl: no such command: drow"},
    {"draw C1", HECHACTL_USAGE, "", "hechactl: --plan CODE is missing"},
    {"draw --plan X", HECHACTL_USAGE, "", "hechactl: too few arguments for draw"},
    {"draw C1 C2 --plan X", HECHACTL_USAGE, "", "hechactl: too many arguments for draw"},
    {"draw C1 --plan X --reason T", HECHACTL_USAGE, "", "hechactl: draw has no option --reason"},
    {"draw C1 --plan X --plan Y", HECHACTL_USAGE, "", "hechactl: --plan is given twice"},
    {"draw C1 --plan X --colour red", HECHACTL_USAGE, "", "hechactl: Unknown option --colour"},
    {"draw C1 --plan", HECHACTL_USAGE, "", "hechactl: Missing argument for --plan"},
    {"draw C1 --plan \xb9\xfa", HECHACTL_USAGE, "", "hechactl: the value of --plan is not UTF-8"},
    {"draw \xb9\xfa --plan X", HECHACTL_USAGE, "", "hechactl: argument 1 is not UTF-8"},
    {"draw C1 --plan X --size 10", HECHACTL_USAGE, "",
     "hechactl: --size must be a whole number from 1 to 9, not “10”"},
    {"draw C1 --plan X --size 1.0", HECHACTL_USAGE, "",
     "hechactl: --size must be a whole number from 1 to 9, not “1.0”"},
    {"draw C1 --plan X --size -1", HECHACTL_USAGE, "",
     "hechactl: --size must be a whole number from 1 to 9, not “-1”"},
    {"sync", HECHACTL_USAGE, "", "hechactl: --store DIR is missing"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_file_names_keep_their_bytes (void)
{
  static const Case cases[] = {
    {"attach S \xb9\xfa.jpg", HECHACTL_DONE, "plan=- size=7 pool= [S] [\xb9\xfa.jpg]"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_help_lists_the_commands (void)
{
  static const Case cases[] = {
    {"sync --help", HECHACTL_DONE,
     "hechactl --store DIR sync\nEvery command takes --json; --as P says who acts.\n"},
    {"draw --help", HECHACTL_DONE,
     "hechactl draw CODE --plan CODE [--size N] [--pool P]… [--by-class]\nhechactl draw verify CODE "
     "[--reason T]\n"
     "Every command takes --json; --as P says who acts.\n"},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/options-stand-before-between-and-after-the-words", test_options_stand_anywhere);
  g_test_add_func ("/command/json-prints-one-document", test_json_prints_one_document);
  g_test_add_func ("/command/repeated-option-takes-what-follows", test_repeated_option_takes_what_follows);
  g_test_add_func ("/command/refusal-is-one-line-and-status-1", test_refusal_is_one_line);
  g_test_add_func ("/command/wrong-usage-says-why-and-status-2", test_wrong_usage_says_why);
  g_test_add_func ("/command/file-names-keep-their-bytes", test_file_names_keep_their_bytes);
  g_test_add_func ("/command/help-lists-the-commands", test_help_lists_the_commands);
  return g_test_run ();
}
