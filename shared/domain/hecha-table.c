/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-table-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* Ids sort as the lines that hold them do (protocol 1.3): nothing below '#', and no backslash. */
#define FIRST_ID_CHARACTER '#'

/* How much of a wrong value a message repeats. */
#define EXCERPT_CHARS 40

struct _HechaTableReader
{
  const HechaTable *table;
  GPtrArray *rows;     /* (not owned) */
  GPtrArray *problems; /* (not owned) */
  int *position;       /* (owned) for each column of the table: where it stands in the file, or -1 */
  guint n_header;      /* fields of the header; 0 before it was read */
  gboolean useless;    /* the header was not understood: rows would only give the same problem again */
  gboolean bad;        /* the row that is being read has an error */
  guint64 bad_columns; /* which of its fields have one, one bit each */
  const HechaCsvField *fields; /* of that row */
  guint line;                  /* where it begins */
  GHashTable *seen;            /* (owned) "kind TAB key" → line, or a text */
};

static int
find_column (const HechaTable *table, const char *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_str_equal (table->columns[i].name, name))
      return (int)i;
  return -1;
}

/**
 * hecha_table_problem: (skip)
 * @reader: the table
 * @warning: whether the row may be taken all the same
 * @column: (nullable): the header of the field; %NULL for the row
 * @format: one sentence, as printf
 * @...: for @format
 *
 * A field has one error at most: what is wrong by itself is not asked whether it fits the others.
 */
void
hecha_table_problem (HechaTableReader *reader, gboolean warning, const char *column, const char *format, ...)
{
  g_autofree char *message = NULL;
  guint line = reader->line, number = 0;
  int known = column == NULL ? -1 : find_column (reader->table, column);
  va_list args;

  if (known >= 0 && !warning && (reader->bad_columns & 1ull << known) != 0)
    return;
  if (known >= 0 && !warning)
    reader->bad_columns |= 1ull << known;
  if (known >= 0 && reader->position[known] >= 0)
    {
      number = (guint)reader->position[known] + 1;
      line = reader->fields[number - 1].line;
    }
  va_start (args, format);
  message = g_strdup_vprintf (_ (format), args);
  va_end (args);
  hecha_problems_add (reader->problems, warning, line, number, column, "%s", message);
  reader->bad |= !warning;
}

/**
 * hecha_table_once: (skip)
 * @reader: the table
 * @kind: what @key is
 * @key: what may stand in one row only
 * @first_line: (out): the row that has it already
 *
 * Returns: whether it is here for the first time
 */
gboolean
hecha_table_once (HechaTableReader *reader, const char *kind, const char *key, guint *first_line)
{
  char *both = g_strconcat (kind, "\t", key, NULL);
  gpointer line;

  if (g_hash_table_lookup_extended (reader->seen, both, NULL, &line))
    {
      *first_line = (guint)g_ascii_strtoull (line, NULL, 10);
      g_free (both);
      return FALSE;
    }
  g_hash_table_insert (reader->seen, both, g_strdup_printf ("%u", reader->line));
  return TRUE;
}

/**
 * hecha_table_agree: (skip)
 * @reader: the table
 * @kind: what @key is
 * @key: what has one @value in the whole table
 * @value: its value in this row
 *
 * Returns: (nullable) (transfer none): the value of an earlier row, when it is another one
 */
const char *
hecha_table_agree (HechaTableReader *reader, const char *kind, const char *key, const char *value)
{
  char *both = g_strconcat (kind, "\t", key, NULL);
  const char *before = g_hash_table_lookup (reader->seen, both);

  if (before == NULL)
    {
      g_hash_table_insert (reader->seen, both, g_strdup (value));
      return NULL;
    }
  g_free (both);
  return g_str_equal (before, value) ? NULL : before;
}

/**
 * hecha_import_id_problem: (skip)
 * @text: what is to be an id
 * @max_chars: how long it may be
 *
 * Returns: (nullable): what is wrong with it, the rest of a sentence
 */
const char *
hecha_import_id_problem (const char *text, glong max_chars)
{
  if (g_utf8_strlen (text, -1) > max_chars)
    return _ ("is too long");
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      if (g_unichar_isspace (c) || type == G_UNICODE_SPACE_SEPARATOR)
        return _ ("contains a blank");
      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT)
        return _ ("contains a character that cannot be seen");
      if (c < FIRST_ID_CHARACTER || c == '\\')
        return _ ("contains one of ! \" \\");
    }
  return NULL;
}

/* A value that is wrong: the message begins with it, or with its beginning. */
G_GNUC_PRINTF (4, 5)
static void
refuse_value (HechaTableReader *reader, const HechaColumn *column, const char *text, const char *format, ...)
{
  gboolean is_long = g_utf8_strlen (text, -1) > EXCERPT_CHARS;
  g_autofree char *excerpt = g_utf8_substring (text, 0, is_long ? EXCERPT_CHARS : g_utf8_strlen (text, -1));
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  hecha_table_problem (reader, FALSE, column->name, "“%s%s” %s", excerpt, is_long ? "…" : "", reason);
}

/* What was lost on the way through other programs, or cannot be seen. */
static void
check_characters (HechaTableReader *reader, const char *column, const char *text)
{
  gboolean lost = FALSE, unseen = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      lost = lost || c == 0xfffd || c == 0x25a1 || type == G_UNICODE_PRIVATE_USE;
      unseen = unseen || type == G_UNICODE_FORMAT || (type == G_UNICODE_CONTROL && c >= 0x80);
    }
  if (lost)
    hecha_table_problem (reader, TRUE, column,
                         "A character stands here that programs write for one they do not know (such as □): "
                         "compare with the original");
  if (unseen)
    hecha_table_problem (reader, TRUE, column, "A character that cannot be seen stands here");
}

/* "到位资金 万元": a unit of measure with a blank where its number should be (R131). */
static gboolean
lacks_number (const char *text)
{
  static const char *const units[] = {"万元", "亿元", "公里", "平方米", "%", "％"};

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    for (const char *at = strstr (text, units[i]); at != NULL; at = strstr (at + 1, units[i]))
      {
        const char *before = g_utf8_find_prev_char (text, at), *word = before;

        while (word != NULL && g_unichar_isspace (g_utf8_get_char (word)))
          word = g_utf8_find_prev_char (text, word);
        if (before != NULL && word != before && (word == NULL || !g_unichar_isdigit (g_utf8_get_char (word))))
          return TRUE;
      }
  return FALSE;
}

static void
read_text (HechaTableReader *reader, const HechaColumn *column, const char *text, char **value)
{
  int most = column->most > 0 ? column->most : HECHA_TEXT_CHARS;

  check_characters (reader, column->name, text);
  if (g_utf8_strlen (text, -1) > most)
    hecha_table_problem (reader, FALSE, column->name, "The text is longer than %d characters", most);
  else if (lacks_number (text))
    hecha_table_problem (reader, FALSE, column->name,
                         "A unit stands here with a blank instead of its number: fill in the number (R131)");
  *value = g_strdup (text);
}

static void
read_id (HechaTableReader *reader, const HechaColumn *column, const char *text, char **value)
{
  const char *problem = hecha_import_id_problem (text, column->most);

  if (problem != NULL)
    refuse_value (reader, column, text, _ ("%s: it cannot be an id"), problem);
  *value = g_strdup (text);
}

static gboolean
is_agency_code (const char *text)
{
  gsize n = strlen (text);

  return n >= 1 && n <= 12 && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == n;
}

static void
check_agency (HechaTableReader *reader, const HechaColumn *column, const char *text)
{
  if (!is_agency_code (text))
    refuse_value (reader, column, text, _ ("is no agency code: it has 1 to 12 of A–Z and 0–9, such as A01"));
}

static void
read_list (HechaTableReader *reader, const HechaColumn *column, const char *text, char ***value)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  check_characters (reader, column->name, text);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (parts[i][0] == '\0')
        continue;
      if (column->kind == HECHA_CELL_CODES)
        check_agency (reader, column, parts[i]);
      else if (g_utf8_strlen (parts[i], -1) > column->most)
        refuse_value (reader, column, parts[i], _ ("is too long"));
      g_ptr_array_add (list, g_strdup (parts[i]));
    }
  g_ptr_array_add (list, NULL);
  *value = (char **)g_ptr_array_steal (list, NULL);
}

static char *
dup_labels (const HechaChoice *choices)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; choices[i].label != NULL; i++)
    if (choices[i].value != NULL)
      g_string_append_printf (labels, "%s%s", labels->len > 0 ? ", " : "", choices[i].label);
  return g_string_free (g_steal_pointer (&labels), FALSE);
}

static void
read_choice (HechaTableReader *reader, const HechaColumn *column, const char *text, char **value)
{
  g_autofree char *labels = NULL;

  for (const HechaChoice *choice = column->choices; choice->label != NULL; choice++)
    if (g_str_equal (text, choice->label) || g_strcmp0 (text, choice->value) == 0)
      {
        if (choice->value == NULL)
          hecha_table_problem (reader, FALSE, column->name, "%s", _ (choice->reason));
        *value = g_strdup (choice->value);
        return;
      }
  labels = dup_labels (column->choices);
  refuse_value (reader, column, text, _ ("is not one of: %s"), labels);
}

static void
read_integer (HechaTableReader *reader, const HechaColumn *column, const char *text, int *value)
{
  guint64 number;

  *value = -1;
  if (!g_ascii_string_to_unsigned (text, 10, (guint64)column->least, (guint64)column->most, &number, NULL))
    refuse_value (reader, column, text, _ ("is no whole number from %d to %d"), column->least, column->most);
  else
    *value = (int)number;
}

/* "7", "7.5" or "12.25" → 700, 750, 1225; -1 for anything else. */
static int
parse_hundredths (const char *text)
{
  gsize whole = strspn (text, "0123456789"), places = 0;
  int value = 0;

  if (text[whole] == '.')
    places = strspn (text + whole + 1, "0123456789");
  if (whole < 1 || whole > 6 || places > 2 || (text[whole] == '.' && places == 0)
      || text[whole + (text[whole] == '.') + places] != '\0')
    return -1;
  for (gsize i = 0; i < whole; i++)
    value = value * 10 + (text[i] - '0');
  for (gsize i = 0; i < 2; i++)
    value = value * 10 + (i < places ? text[whole + 1 + i] - '0' : 0);
  return value;
}

static void
read_hundredths (HechaTableReader *reader, const HechaColumn *column, const char *text, int *value)
{
  *value = parse_hundredths (text);
  if (*value < column->least * 100 || *value > column->most * 100)
    refuse_value (reader, column, text, _ ("is no number from %d to %d with at most two decimals"),
                  column->least, column->most);
}

static void
read_boolean (HechaTableReader *reader, const HechaColumn *column, const char *text, int *value)
{
  if (g_str_equal (text, "是") || g_str_equal (text, "否"))
    *value = g_str_equal (text, "是");
  else
    refuse_value (reader, column, text, _ ("is neither 是 nor 否"));
}

static void
read_date (HechaTableReader *reader, const HechaColumn *column, const char *text, char **value)
{
  static const char form[] = "dddd-dd-dd";
  gboolean ok = strlen (text) == strlen (form);
  guint year, month, day;

  for (guint i = 0; ok && form[i] != '\0'; i++)
    ok = form[i] == 'd' ? g_ascii_isdigit (text[i]) : text[i] == form[i];
  ok = ok && sscanf (text, "%4u-%2u-%2u", &year, &month, &day) == 3 && year >= 1994 && year <= 2100
       && g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
  if (!ok)
    refuse_value (reader, column, text, _ ("is no date: write it as 2026-04-03"));
  *value = g_strdup (text);
}

static void
read_cell (HechaTableReader *reader, const HechaColumn *column, const char *text, gpointer member)
{
  switch (column->kind)
    {
    case HECHA_CELL_TEXT:
      read_text (reader, column, text, member);
      break;
    case HECHA_CELL_ID:
      read_id (reader, column, text, member);
      break;
    case HECHA_CELL_AGENCY:
      check_agency (reader, column, text);
      *(char **)member = g_strdup (text);
      break;
    case HECHA_CELL_LIST:
    case HECHA_CELL_CODES:
      read_list (reader, column, text, member);
      break;
    case HECHA_CELL_CHOICE:
      read_choice (reader, column, text, member);
      break;
    case HECHA_CELL_INTEGER:
      read_integer (reader, column, text, member);
      break;
    case HECHA_CELL_HUNDREDTHS:
      read_hundredths (reader, column, text, member);
      break;
    case HECHA_CELL_BOOLEAN:
      read_boolean (reader, column, text, member);
      break;
    case HECHA_CELL_DATE:
      read_date (reader, column, text, member);
      break;
    case HECHA_CELL_IGNORED:
      break;
    }
}

static gboolean
is_number (const HechaColumn *column)
{
  return column->kind == HECHA_CELL_INTEGER || column->kind == HECHA_CELL_HUNDREDTHS
         || column->kind == HECHA_CELL_BOOLEAN;
}

static gboolean
is_list (const HechaColumn *column)
{
  return column->kind == HECHA_CELL_LIST || column->kind == HECHA_CELL_CODES;
}

static void
read_blank (HechaTableReader *reader, const HechaColumn *column, gpointer member)
{
  if (column->needed)
    hecha_table_problem (reader, FALSE, column->name,
                         is_number (column) ? N_ ("The number is blank")
                                            : N_ ("This field may not be blank"));
  if (is_number (column))
    *(int *)member = -1;
  if (is_list (column))
    *(char ***)member = g_new0 (char *, 1);
}

static void
read_row (HechaTableReader *reader)
{
  const HechaTable *table = reader->table;
  gpointer row = g_malloc0 (table->row_bytes);

  *(guint *)row = reader->line;
  for (guint i = 0; i < table->n_columns; i++)
    {
      const HechaColumn *column = &table->columns[i];
      gpointer member = (guint8 *)row + column->offset;
      g_autofree char *text
        = reader->position[i] < 0 ? g_strdup ("") : g_strdup (reader->fields[reader->position[i]].text);

      if (column->kind == HECHA_CELL_IGNORED)
        continue;
      /* Blanks around a text were put there by accident, also inside quotation marks. */
      if (g_strstrip (text)[0] == '\0')
        read_blank (reader, column, member);
      else
        read_cell (reader, column, text, member);
    }
  table->check (reader, row);
  if (reader->bad)
    table->free_row (row);
  else
    g_ptr_array_add (reader->rows, row);
}

static char *
dup_names (const HechaTable *table)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].kind != HECHA_CELL_IGNORED)
      g_string_append_printf (names, "%s%s", i > 0 ? "," : "", table->columns[i].name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
refuse_header (HechaTableReader *reader)
{
  g_autofree char *names = dup_names (reader->table);

  hecha_problems_add (reader->problems, FALSE, reader->line, 0, NULL,
                      "This is not a table of %s: its first line must be %s", _ (reader->table->what), names);
}

static void
report_missing (HechaTableReader *reader)
{
  for (guint i = 0; i < reader->table->n_columns; i++)
    if (reader->position[i] < 0 && reader->table->columns[i].kind != HECHA_CELL_IGNORED)
      {
        hecha_problems_add (reader->problems, FALSE, reader->line, 0, reader->table->columns[i].name,
                            "This column is missing");
        reader->useless = TRUE;
      }
}

/* The columns may stand in any order; each must be there, and none that we do not know, since a column that is
 * spelled wrong would otherwise be lost without a word. */
static void
read_header (HechaTableReader *reader, guint n)
{
  guint n_known = 0;

  for (guint i = 0; i < n; i++)
    n_known += find_column (reader->table, reader->fields[i].text) >= 0;
  if (n_known == 0)
    {
      reader->useless = TRUE;
      refuse_header (reader);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      const char *name = reader->fields[i].text;
      int known = find_column (reader->table, name);

      if (known < 0 || reader->position[known] >= 0)
        hecha_problems_add (reader->problems, FALSE, reader->fields[i].line, i + 1, name,
                            known < 0 ? N_ ("This column is not known here")
                                      : N_ ("This column is there twice"));
      else
        reader->position[known] = (int)i;
    }
  report_missing (reader);
}

static void
take_fields (const HechaCsvField *fields, guint n_fields, gpointer data)
{
  HechaTableReader *reader = data;

  if (reader->useless)
    return;
  reader->fields = fields;
  reader->line = fields[0].line;
  reader->bad = FALSE;
  reader->bad_columns = 0;
  if (reader->n_header == 0)
    {
      reader->n_header = n_fields;
      read_header (reader, n_fields);
    }
  else if (n_fields != reader->n_header)
    hecha_problems_add (reader->problems, FALSE, reader->line, 0, NULL,
                        "This line has %u fields, the first line has %u", n_fields, reader->n_header);
  else
    read_row (reader);
}

/**
 * hecha_table_free_row: (skip)
 * @table: what kind of row
 * @row: (transfer full): a row
 */
void
hecha_table_free_row (const HechaTable *table, gpointer row)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const HechaColumn *column = &table->columns[i];
      gpointer member = (guint8 *)row + column->offset;

      if (is_list (column))
        g_strfreev (*(char ***)member);
      else if (!is_number (column) && column->kind != HECHA_CELL_IGNORED)
        g_free (*(char **)member);
    }
  g_free (row);
}

/**
 * hecha_table_read: (skip)
 * @table: what to expect
 * @csv: a file
 * @rows: (out) (transfer full): its rows; none when there is an error
 * @problems: (out) (transfer full) (element-type HechaProblem): all that a person should know
 *
 * Returns: whether the table may be imported
 */
gboolean
hecha_table_read (const HechaTable *table, GBytes *csv, GPtrArray **rows, GPtrArray **problems)
{
  HechaTableReader reader = {table};
  gboolean ok;

  *rows = g_ptr_array_new_with_free_func (table->free_row);
  *problems = hecha_problems_new ();
  reader.rows = *rows;
  reader.problems = *problems;
  reader.position = g_new (int, table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    reader.position[i] = -1;
  reader.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  hecha_csv_read (csv, take_fields, &reader, *problems);
  if ((*rows)->len == 0 && (*problems)->len == 0)
    hecha_problems_add (*problems, FALSE, 0, 0, NULL, "There are no %s in this file", _ (table->what));
  ok = !hecha_problems_have_error (*problems);
  if (!ok)
    g_ptr_array_set_size (*rows, 0);
  g_free (reader.position);
  g_hash_table_unref (reader.seen);
  return ok;
}
