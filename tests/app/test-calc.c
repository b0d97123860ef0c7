/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-calc.h"

#include <glib/gstdio.h>
#include <string.h>

static const HechactlCommand *const tables[] = {hechactl_calc_commands, NULL};

typedef struct
{
  const char *line; /* arguments separated by one space */
  int status;
  const char *out;
} Case;

static char *
run (const char *line, int status)
{
  g_autofree char *whole = g_strconcat ("hechactl calc ", line, NULL);
  g_auto (GStrv) arguments = g_strsplit (whole, " ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);

  g_test_message ("%s", line);
  g_assert_cmpint (hechactl_command_run (tables, (const char *const *)arguments, out, err), ==, status);
  g_assert_cmpint (err->len > 0, ==, status != HECHACTL_DONE);
  return g_strdup (out->str);
}

static void
check_all (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *out = run (cases[i].line, cases[i].status);

      g_assert_cmpstr (out, ==, cases[i].out);
    }
}

static void
test_statistics (void)
{
  static const Case cases[] = {
    {"interval --failed 0 --checked 20 --population 100 --json", HECHACTL_DONE,
     "{\"rate\":\"0.00%\",\"hypergeometric\":[0,15],\"clopper_pearson\":[\"0.0\",\"0.168433470983085\"],"
     "\"wilson\":[\"0.0\",\"0.161125158052819\"]}\n"},
    {"interval --failed 2 --checked 8 --population 21 --confidence 0.95", HECHACTL_DONE,
     "rate 25.00%\nhypergeometric 2 – 12\nclopper_pearson 0.0318540262499442 – 0.650855794412824\n"
     "wilson 0.0714792127521090 – 0.590724569689831\n"},
    {"interval --failed 0 --checked 0 --population 21 --json", HECHACTL_DONE,
     "{\"rate\":null,\"hypergeometric\":null,\"clopper_pearson\":null,\"wilson\":null}\n"},
    {"interval --failed 0 --checked 0 --population 21", HECHACTL_DONE, "rate —\n"},
    {"interval --failed 9 --checked 8 --population 21", HECHACTL_REFUSED, ""},
    {"interval --failed 1 --checked 8 --population 21 --confidence 95", HECHACTL_USAGE, ""},
    {"sample-size --population 500 --margin 0.05 --json", HECHACTL_DONE,
     "{\"n\":218,\"reason\":\"Confidence 95 % (z = 1.9600), margin ± 5 %, expected rate 50 %: n₀ = "
     "z²p(1−p)/e² = 384.15; of 500 units n₀/(1+(n₀−1)/N) = 217.49, rounded up: 218.\"}\n"},
    {"sample-size --population 500 --margin 0.05 --confidence 0.99 --expected 0.1", HECHACTL_DONE,
     "162\nConfidence 99 % (z = 2.5758), margin ± 5 %, expected rate 10 %: n₀ = z²p(1−p)/e² = 238.86; of 500 "
     "units "
     "n₀/(1+(n₀−1)/N) = 161.86, rounded up: 162.\n"},
    {"sample-size --population 0 --margin 0.05", HECHACTL_USAGE, ""},
    {"discovery --population 100 --bad 1 --json", HECHACTL_DONE,
     "{\"n\":95,\"reason\":\"If 1 of 100 units are bad, a sample of 95 shows at least one of them with a "
     "probability of 95 % or more (hypergeometric, exact); one unit less would not.\"}\n"},
    {"discovery --population 100 --bad 5 --confidence 0.95", HECHACTL_DONE,
     "45\nIf 5 of 100 units are bad, a sample of 45 shows at least one of them with a probability of 95 % or "
     "more "
     "(hypergeometric, exact); one unit less would not.\n"},
    {"discovery --population 100 --bad 101", HECHACTL_REFUSED, ""},
    {"acceptance --lot 500 --aql 0.65", HECHACTL_DONE,
     "80\nGB/T 2828.1: a lot of 500 at level II has code letter H; at AQL 0.65 the arrow leads to J: 80 "
     "units; up to "
     "1 bad ones accept the lot at AQL 0.65, 2 or more reject it.\n"},
    {"acceptance --lot 2 --aql 1 --json", HECHACTL_DONE,
     "{\"n\":2,\"reason\":\"GB/T 2828.1: a lot of 2 at level II has code letter A; at AQL 1 the arrow leads "
     "to E: "
     "its sample is not smaller than the lot, so all 2 are "
     "checked.\",\"accept\":0,\"reject\":1,\"letter\":\"A\","
     "\"used\":\"E\",\"census\":true}\n"},
    {"acceptance --lot 500 --aql 0.7", HECHACTL_REFUSED, ""},
    {"declared --level 0.02 --ratio 10", HECHACTL_DONE,
     "18\nDeclared level 2 %, limiting ratio 10: of 18 units, more than 1 bad ones contradict the "
     "declaration. A true "
     "one is contradicted with 4.951 % (5 % at most), one 10 times worse is missed with 9.908 % (10 % at "
     "most); not "
     "more than 1 does not prove it (GB/T 2828.4).\n"},
    {"declared --level 0.5 --ratio 10", HECHACTL_REFUSED, ""},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_calendar (void)
{
  static const Case cases[] = {
    {"due --from 2026-04-30 --working-days 5 --json", HECHACTL_DONE,
     "{\"due\":\"2026-05-11\",\"provisional\":false}\n"},
    {"due --from 2026-01-24 --days 30 --json", HECHACTL_DONE,
     "{\"due\":\"2026-02-24\",\"provisional\":false}\n"},
    {"due --from 2026-12-31 --working-days 15", HECHACTL_DONE,
     "2027-01-21 (provisional: no data for that year)\ncalendar holiday-cn d4e53bf2143d (2026-08-07)\n"},
    {"due --from 2026-12-31", HECHACTL_USAGE, ""},
    {"due --from 2026-12-31 --days 1 --working-days 1", HECHACTL_USAGE, ""},
    {"due --from 2026-02-30 --days 1", HECHACTL_USAGE, ""},
    {"working-day 2026-09-20 --json", HECHACTL_DONE, "{\"working\":true,\"provisional\":false}\n"},
    {"working-day 2026-09-26", HECHACTL_DONE, "day off\n"},
    {"working-day 2027-10-01 --json", HECHACTL_DONE, "{\"working\":true,\"provisional\":true}\n"},
    {"working-day tomorrow", HECHACTL_USAGE, ""},
  };

  check_all (cases, G_N_ELEMENTS (cases));
}

/* (transfer full): a file with @text; the folder is the test's own */
static char *
write_frame (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("hecha-calc-XXXXXX", NULL);
  char *path = g_build_filename (folder, "frame.tsv", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
remove_frame (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_draw (void)
{
  g_autofree char *path = write_frame ("T03\tALL\nT01\tALL\nT02\tALL\n");
  g_autofree char *json
    = g_strconcat ("draw ", path, " --plan P --rand 20237331128159211123 --size 1 --json", NULL);
  g_autofree char *sized
    = g_strconcat ("draw ", path, " --plan P --rand 20237331128159211123 --size 4", NULL);
  g_autofree char *short_rand
    = g_strconcat ("draw ", path, " --plan P --rand 2023733112815921112 --size 1", NULL);
  g_autofree char *algorithm
    = g_strconcat ("draw ", path, " --plan P --rand 20237331128159211123 --size 1 --algorithm md5", NULL);
  g_autofree char *out = run (json, HECHACTL_DONE);
  g_autofree char *too_many = run (sized, HECHACTL_REFUSED);
  g_autofree char *too_short = run (short_rand, HECHACTL_REFUSED);
  g_autofree char *unknown = run (algorithm, HECHACTL_USAGE);

  g_assert_cmpstr (
    out, ==,
    "{\"frame\":\"3ab83e165027349b81ac421fa021203894e02b0bf6cf632b18e263dc04781849\","
    "\"seed\":\"hecha-seed-v1;plan=P;frame=3ab83e165027349b81ac421fa021203894e02b0bf6cf632b18e263dc04781849"
    ";rand=20237331128159211123\","
    "\"draw\":[{\"rank\":1,\"id\":\"T01\",\"stratum\":\"ALL\",\"ticket\":\"0.148082571458142629\"}],"
    "\"reserve\":[{\"rank\":2,\"id\":\"T03\",\"stratum\":\"ALL\",\"ticket\":\"0.164150804358073255\"},"
    "{\"rank\":3,\"id\":\"T02\",\"stratum\":\"ALL\",\"ticket\":\"0.782659460231649626\"}]}\n");
  remove_frame (path);
}

static void
test_bad_frame (void)
{
  g_autofree char *path = write_frame ("T01\tALL\nT02 ALL\n");
  g_autofree char *line
    = g_strconcat ("hechactl calc draw ", path, " --plan P --rand 20237331128159211123 --size 1", NULL);
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autofree char *expected
    = g_strconcat ("hechactl: ", path, ": line 2: the line is not an id, a TAB and a stratum\n", NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);

  g_assert_cmpint (hechactl_command_run (tables, (const char *const *)arguments, out, err), ==,
                   HECHACTL_REFUSED);
  g_assert_cmpstr (err->str, ==, expected);
  g_assert_cmpstr (out->str, ==, "");
  remove_frame (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calc/statistics-answer-as-published", test_statistics);
  g_test_add_func ("/calc/calendar-answers-as-published", test_calendar);
  g_test_add_func ("/calc/draw-answers-as-published", test_draw);
  g_test_add_func ("/calc/bad-line-of-a-frame-is-named", test_bad_frame);
  return g_test_run ();
}
