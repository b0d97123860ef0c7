/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-csv.h"

#include <string.h>

/* Reads @n bytes and writes what came as "line:text|line:text" and LF after each row, then the problems. */
static void
append_row (const HechaCsvField *fields, guint n_fields, gpointer data)
{
  GString *out = data;

  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (out, "%s%u:%s", i > 0 ? "|" : "", fields[i].line, fields[i].text);
  g_string_append_c (out, '\n');
}

static char *
read_bytes (const void *bytes, gsize n)
{
  g_autofree void *exact = g_memdup2 (bytes, n);
  g_autoptr (GBytes) csv = g_bytes_new_static (exact, n);
  g_autoptr (GPtrArray) problems = hecha_problems_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  hecha_csv_read (csv, append_row, out, problems);
  for (guint i = 0; i < problems->len; i++)
    {
      const HechaProblem *problem = problems->pdata[i];

      g_string_append_printf (out, "%s %u.%u\n", problem->warning ? "warning" : "error", problem->line,
                              problem->column);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

#define ASSERT_READS(bytes, expected)                                                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found = read_bytes (bytes, sizeof bytes - 1);                                           \
    g_assert_cmpstr (found, ==, expected);                                                                   \
  }                                                                                                          \
  G_STMT_END

static void
test_rows (void)
{
  ASSERT_READS ("a,b\nc,d\n", "1:a|1:b\n2:c|2:d\n");
  ASSERT_READS ("a,b\r\nc,d\r\n", "1:a|1:b\n2:c|2:d\n");
  ASSERT_READS ("a,b\rc,d", "1:a|1:b\n2:c|2:d\n");
  ASSERT_READS ("a,,b\n,\n", "1:a|1:|1:b\n2:|2:\n");
  ASSERT_READS ("\n\na\n\n\nb\n", "3:a\n6:b\n");
  ASSERT_READS (" a , b \n", "1:a|1:b\n");
}

static void
test_quotes (void)
{
  ASSERT_READS ("\"a,b\",\"say \"\"yes\"\"\"\n", "1:a,b|1:say \"yes\"\n");
  ASSERT_READS ("\"a\nb\",c\nd,e\n", "1:a\nb|2:c\n3:d|3:e\n");
  ASSERT_READS ("x,\"a\r\n\r\nb\",c\r\nd,\"e\"\r\n", "1:x|1:a\n\nb|3:c\n4:d|4:e\n");
  ASSERT_READS ("\"\n\n\",\"\n\"\n", "1:\n\n|3:\n\n");
}

static void
test_encodings (void)
{
  ASSERT_READS ("\xef\xbb\xbf"
                "a,b\n",
                "1:a|1:b\n");
  ASSERT_READS ("\xc4\xbf\xb1\xea,1\n", "1:目标|1:1\nwarning 0.0\n");
  /* 𠮷 in four bytes of GB 18030 */
  ASSERT_READS ("\xd6\xdc\x95\x34\xb2\x35\xb0\xb2\n", "1:周𠮷安\nwarning 0.0\n");
  ASSERT_READS ("周𠮷安\n", "1:周𠮷安\n");
  ASSERT_READS ("a\n\xff\xfe\n", "error 2.0\n");
  ASSERT_READS ("\xef\xbb\xbf"
                "a\n\xc4\xbf\xb1\xea\n",
                "error 2.0\n");
  ASSERT_READS ("a\n\0b\n", "error 2.0\n");
  ASSERT_READS ("", "error 0.0\n");
}

static void
test_nfc (void)
{
  ASSERT_READS ("e\xcc\x81\n", "1:é\n");
}

/* A wrong line is reported and left out; those behind it are read. */
static void
test_recovery (void)
{
  ASSERT_READS ("a,b\nc,d\"e\nf,g\n", "1:a|1:b\n3:f|3:g\nerror 2.2\n");
  ASSERT_READS ("a,\"b\" c\nf,g\n", "2:f|2:g\nerror 1.2\n");
  ASSERT_READS ("a,b\nc,\"d\ne\nf\n", "1:a|1:b\nerror 2.2\n");
  ASSERT_READS ("a,\x01\nb,c\n", "2:b|2:c\nerror 1.2\n");
  ASSERT_READS ("a,\x7f\nb,\"x\ty\"\n", "2:b|2:x\ty\nerror 1.2\n");
}

static void
test_limits (void)
{
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *found = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (wide, ',');
  g_string_append (wide, "\na\n");
  found = read_bytes (wide->str, wide->len);
  g_assert_cmpstr (found, ==, "2:a\nerror 1.1001\n");
}

static void
test_too_large (void)
{
  g_autofree guint8 *bytes = g_malloc0 (HECHA_CSV_MAX_BYTES + 1);
  g_autoptr (GBytes) csv = g_bytes_new_static (bytes, HECHA_CSV_MAX_BYTES + 1);
  g_autoptr (GPtrArray) problems = hecha_problems_new ();

  hecha_csv_read (csv, NULL, NULL, problems);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (((HechaProblem *)problems->pdata[0])->message, "too large"));
}

static void
test_many_problems (void)
{
  g_autoptr (GPtrArray) problems = hecha_problems_new ();

  for (guint i = 0; i < 2 * HECHA_CSV_MAX_PROBLEMS; i++)
    hecha_problems_add (problems, TRUE, i, 0, NULL, "warning");
  g_assert_cmpuint (problems->len, ==, HECHA_CSV_MAX_PROBLEMS);
  g_assert_false (hecha_problems_have_error (problems));
  hecha_problems_add (problems, FALSE, 1, 0, NULL, "error");
  hecha_problems_add (problems, FALSE, 2, 0, NULL, "error");
  g_assert_true (hecha_problems_have_error (problems));
  g_assert_cmpuint (problems->len, ==, HECHA_CSV_MAX_PROBLEMS + 1);
}

static void
test_problem_text (void)
{
  HechaProblem whole = {FALSE, 0, 0, NULL, (char *)"The file is empty"};
  HechaProblem field = {TRUE, 7, 12, (char *)"class_code", (char *)"Look at it"};
  g_autofree char *one = hecha_problem_dup_text (&whole), *two = hecha_problem_dup_text (&field);

  g_assert_cmpstr (one, ==, "The file is empty");
  g_assert_cmpstr (two, ==, "line 7, column 12 (class_code): warning: Look at it");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/rows-end-with-lf-crlf-or-cr-and-know-their-line", test_rows);
  g_test_add_func ("/csv/line-ends-inside-quotes-count-as-lines", test_quotes);
  g_test_add_func ("/csv/utf-8-with-bom-and-gb-18030-are-understood", test_encodings);
  g_test_add_func ("/csv/text-is-nfc", test_nfc);
  g_test_add_func ("/csv/a-wrong-line-is-named-and-those-behind-it-are-read", test_recovery);
  g_test_add_func ("/csv/a-row-of-a-million-columns-is-one-problem", test_limits);
  g_test_add_func ("/csv/a-file-above-64-mib-is-not-looked-at", test_too_large);
  g_test_add_func ("/csv/an-error-is-never-hidden-by-warnings", test_many_problems);
  g_test_add_func ("/csv/a-problem-says-where", test_problem_text);
  return g_test_run ();
}
