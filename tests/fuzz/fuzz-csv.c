/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table as anybody may send it. The first byte says which of the three; the rest is the file. */

#include "base/hecha-unicode.h"
#include "domain/hecha-import.h"
#include "fuzz.h"

#include <string.h>

typedef gboolean (*Import) (GBytes *csv, GPtrArray **rows, GPtrArray **problems);

/* What is handed on goes into the journal, which takes only NFC. */
static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  g_assert_true (text == NULL || hecha_unicode_nfc_problem (text, strlen (text)) == NULL);
}

static void
check_target (const HechaTargetRow *row)
{
  check_text (row->name);
  check_text (row->content);
  check_text (row->requirement[3]);
  g_assert_nonnull (row->id);
  g_assert_nonnull (row->category);
  g_assert_cmpint (row->weight, >=, -1);
  g_assert_cmpint (row->weight, <=, 10000);
}

static void
check_declaration (const HechaDeclarationRow *row)
{
  check_text (row->value);
  g_assert_nonnull (row->status);
  g_assert_cmpint (row->quarter, >=, 1);
  g_assert_cmpint (row->quarter, <=, 4);
  for (guint i = 0; row->evidence[i] != NULL; i++)
    check_text (row->evidence[i]);
}

static void
check_person (const HechaPersonRow *row)
{
  check_text (row->name);
  g_assert_nonnull (row->role);
  g_assert_nonnull (row->recused);
}

static void
check_day (const HechaCalendarRow *row)
{
  g_assert_cmpuint (strlen (row->date), ==, strlen ("2026-04-15"));
  g_assert_nonnull (row->day);
  g_assert_nonnull (row->source);
}

static void
check_rows (GPtrArray *rows, guint which)
{
  for (guint i = 0; i < rows->len; i++)
    if (which == 0)
      check_target (rows->pdata[i]);
    else if (which == 1)
      check_declaration (rows->pdata[i]);
    else if (which == 2)
      check_person (rows->pdata[i]);
    else
      check_day (rows->pdata[i]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const Import imports[]
    = {hecha_import_targets, hecha_import_declarations, hecha_import_people, hecha_import_calendar};
  guint which = size == 0 ? 0 : data[0] % G_N_ELEMENTS (imports);
  g_autoptr (GBytes) csv = g_bytes_new (data + (size > 0), size - (size > 0));
  g_autoptr (GPtrArray) rows = NULL, problems = NULL;
  gboolean ok = imports[which](csv, &rows, &problems);

  g_assert_true (ok == !hecha_problems_have_error (problems));
  g_assert_true (ok == (rows->len > 0));
  g_assert_cmpuint (problems->len, <=, HECHA_CSV_MAX_PROBLEMS + 1);
  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *text = hecha_problem_dup_text (problems->pdata[i]);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (((HechaProblem *)problems->pdata[i])->line, <=, size + 1);
    }
  check_rows (rows, which);
  return 0;
}
