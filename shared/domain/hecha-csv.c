/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-csv.h"

#include "base/hecha-unicode.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* The value of csv_parser.pstate between two rows, which csv.h does not name. */
#define ROW_NOT_BEGUN 0

#define BOM       "\xef\xbb\xbf"
#define BOM_BYTES 3

/* A header has a few dozen names; a row of a million commas is no table. */
#define MAX_FIELDS 1000

/* A row in the making. */
typedef struct
{
  HechaCsvEach each;
  gpointer data;
  GPtrArray *problems; /* (not owned) */
  struct csv_parser parser;
  GString *text;    /* (owned) of all fields of the row, NUL after each */
  GArray *starts;   /* (owned) (element-type gsize): of each field in `text` */
  GArray *lines;    /* (owned) (element-type guint): where each field begins */
  guint line;       /* that is being read */
  guint field_line; /* where the field that is being read began */
  gboolean broken;  /* something in this row was not understood: it is not handed on */
} Reader;

static void
problem_free (gpointer data)
{
  HechaProblem *self = data;

  g_free (self->name);
  g_free (self->message);
  g_free (self);
}

/**
 * hecha_problems_new:
 *
 * Returns: (transfer full) (element-type HechaProblem): an empty list
 */
GPtrArray *
hecha_problems_new (void)
{
  return g_ptr_array_new_with_free_func (problem_free);
}

/**
 * hecha_problems_add:
 * @self: a list
 * @warning: whether it is only worth a look
 * @line: as in #HechaProblem
 * @column: as in #HechaProblem
 * @name: (nullable): as in #HechaProblem
 * @format: one sentence, as printf
 * @...: for @format
 *
 * After %HECHA_CSV_MAX_PROBLEMS nothing more is added: nobody reads so many, and a wrong file has one in each field.
 */
void
hecha_problems_add (GPtrArray *self, gboolean warning, guint line, guint column, const char *name,
                    const char *format, ...)
{
  HechaProblem *problem;
  va_list args;

  /* An error must not be hidden by warnings that came before it. */
  if (self->len >= HECHA_CSV_MAX_PROBLEMS && (warning || hecha_problems_have_error (self)))
    return;
  problem = g_new (HechaProblem, 1);
  va_start (args, format);
  *problem = (HechaProblem) {warning, line, column, g_strdup (name), g_strdup_vprintf (_ (format), args)};
  va_end (args);
  g_ptr_array_add (self, problem);
}

/**
 * hecha_problems_have_error:
 * @self: (element-type HechaProblem): a list
 *
 * Returns: whether one of them is more than a warning
 */
gboolean
hecha_problems_have_error (GPtrArray *self)
{
  for (guint i = 0; i < self->len; i++)
    if (!((HechaProblem *)self->pdata[i])->warning)
      return TRUE;
  return FALSE;
}

/**
 * hecha_problem_dup_text:
 * @self: a problem
 *
 * Returns: (transfer full): such as "line 7, column 12 (class_code): …"
 */
char *
hecha_problem_dup_text (const HechaProblem *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->line > 0)
    g_string_append_printf (text, _ ("line %u"), self->line);
  if (self->column > 0)
    g_string_append_printf (text, _ (", column %u"), self->column);
  if (self->name != NULL)
    g_string_append_printf (text, " (%s)", self->name);
  if (text->len > 0)
    g_string_append (text, ": ");
  if (self->warning)
    g_string_append (text, _ ("warning: "));
  g_string_append (text, self->message);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
count_lines (const char *from, const char *to)
{
  guint n = 1;

  for (; from < to; from++)
    n += *from == '\n' || (*from == '\r' && (from + 1 == to || from[1] != '\n'));
  return n;
}

/* GB 18030 is what Chinese spreadsheets still write; every UTF-8 text is tried as UTF-8 first. */
static char *
convert_to_utf8 (const char *bytes, gsize n_bytes, gsize *n_out, GPtrArray *problems)
{
  const char *bad = bytes;
  gboolean has_bom = n_bytes >= BOM_BYTES && memcmp (bytes, BOM, BOM_BYTES) == 0;
  char *text;

  if (g_utf8_validate_len (bytes, n_bytes, &bad))
    {
      *n_out = n_bytes;
      return g_strndup (bytes, n_bytes);
    }
  text = has_bom ? NULL : g_convert (bytes, (gssize)n_bytes, "UTF-8", "GB18030", NULL, n_out, NULL);
  if (text == NULL)
    hecha_problems_add (
      problems, FALSE, count_lines (bytes, bad), 0, NULL,
      "The text is neither UTF-8 nor GB 18030: save the table as “CSV UTF-8” and try again");
  else
    hecha_problems_add (
      problems, TRUE, 0, 0, NULL,
      "The table is not in UTF-8 and was read as GB 18030: look whether the names are right");
  return text;
}

static char *
dup_text (GBytes *bytes, gsize *n, GPtrArray *problems)
{
  gsize n_bytes;
  const char *from = g_bytes_get_data (bytes, &n_bytes);
  const char *nul;

  if (n_bytes == 0 || n_bytes > HECHA_CSV_MAX_BYTES)
    {
      hecha_problems_add (problems, FALSE, 0, 0, NULL,
                          n_bytes == 0 ? N_ ("The file is empty")
                                       : N_ ("The file is too large to be such a table"));
      return NULL;
    }
  nul = memchr (from, '\0', n_bytes);
  if (nul != NULL)
    {
      hecha_problems_add (problems, FALSE, count_lines (from, nul), 0, NULL,
                          "This is not a table in CSV: save it as “CSV UTF-8” and try again");
      return NULL;
    }
  return convert_to_utf8 (from, n_bytes, n, problems);
}

static void
start_row (Reader *self)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->starts, 0);
  g_array_set_size (self->lines, 0);
  self->broken = FALSE;
}

/* Of the field that is being read; only the first problem of a row, since it may have caused the others. */
static void
reject (Reader *self, const char *message)
{
  if (!self->broken)
    hecha_problems_add (self->problems, FALSE, self->field_line, self->starts->len + 1, NULL, "%s", message);
  self->broken = TRUE;
}

/* CR LF and CR inside quotes become LF; the rest of the control characters but TAB have no place in a table. */
static gboolean
tidy_line_ends (char *text, gsize *length)
{
  char *to = text;
  gboolean clean = TRUE;

  for (gsize i = 0; i < *length; i++)
    {
      guint8 c = (guint8)text[i];

      if (c == '\r' && i + 1 < *length && text[i + 1] == '\n')
        continue;
      *to++ = c == '\r' ? '\n' : text[i];
      clean = clean && ((c >= 0x20 && c != 0x7f) || c == '\r' || c == '\n' || c == '\t');
    }
  *length = (gsize)(to - text);
  return clean;
}

/* libcsv: a field has ended. Its buffer is ours to change until we return. */
static void
take_field (void *bytes, size_t n_bytes, void *data)
{
  Reader *self = data;
  gsize start = self->text->len, length = n_bytes;

  if (self->starts->len >= MAX_FIELDS)
    {
      reject (self, _ ("This line has too many columns"));
      return;
    }
  if (!tidy_line_ends (bytes, &length))
    reject (self, _ ("A character that cannot be seen (a control character) stands in this field"));
  else if (!hecha_unicode_append_nfc (self->text, bytes, length))
    reject (self, _ ("Too many combining characters stand in a row in this field"));
  g_string_append_c (self->text, '\0');
  g_array_append_val (self->starts, start);
  g_array_append_val (self->lines, self->field_line);
  self->field_line = self->line;
}

/* libcsv: a row has ended. */
static void
take_row (int terminator, void *data)
{
  Reader *self = data;
  g_autofree HechaCsvField *fields = NULL;
  guint n = self->starts->len;

  if (!self->broken)
    {
      fields = g_new (HechaCsvField, MAX (1, n));
      for (guint i = 0; i < n; i++)
        fields[i] = (HechaCsvField) {self->text->str + g_array_index (self->starts, gsize, i),
                                     g_array_index (self->lines, guint, i)};
      self->each (fields, n, self->data);
    }
  start_row (self);
}

static void
start_parser (Reader *self)
{
  csv_init (&self->parser, CSV_STRICT | CSV_STRICT_FINI);
}

/* Strict mode stops at a quote in the wrong place. The row is lost, the next line is a new beginning. */
static void
recover (Reader *self)
{
  reject (self, _ ("A quotation mark stands where none may be: put the field into quotation marks and double "
                   "those inside it"));
  csv_free (&self->parser);
  start_parser (self);
  start_row (self);
}

/* One line of the file, its end included, so that the parser's callbacks know which line they are in. */
static void
read_line (Reader *self, const char *line, gsize n_bytes)
{
  if (self->parser.pstate == ROW_NOT_BEGUN)
    self->field_line = self->line;
  if (csv_parse (&self->parser, line, n_bytes, take_field, take_row, self) != n_bytes)
    recover (self);
  self->line++;
}

/* LF, CR LF, or the CR of old. */
static gsize
find_line_end (const char *at, const char *end)
{
  const char *stop = at;

  while (stop < end && *stop != '\n' && *stop != '\r')
    stop++;
  if (stop < end && *stop == '\r')
    stop++;
  if (stop < end && *stop == '\n')
    stop++;
  return (gsize)(stop - at);
}

static void
read_end (Reader *self)
{
  if (csv_fini (&self->parser, take_field, take_row, self) == 0)
    return;
  reject (self, _ ("A quotation mark is opened here and never closed"));
}

static void
reader_init (Reader *self, HechaCsvEach each, gpointer data, GPtrArray *problems)
{
  *self = (Reader) {each, data, problems};
  self->text = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  self->line = self->field_line = 1;
  start_parser (self);
}

static void
reader_clear (Reader *self)
{
  csv_free (&self->parser);
  g_string_free (self->text, TRUE);
  g_array_unref (self->starts);
  g_array_unref (self->lines);
}

/**
 * hecha_csv_read:
 * @bytes: a file
 * @each: (scope call): called for each row, the header included; empty lines are passed over
 * @data: for @each
 * @problems: (element-type HechaProblem): where to say what could not be understood
 *
 * A row that is not well formed is reported and left out, and reading goes on behind it, so that a person learns of all
 * problems at once. Blanks around a field that is not in quotation marks are no part of it.
 */
void
hecha_csv_read (GBytes *bytes, HechaCsvEach each, gpointer data, GPtrArray *problems)
{
  gsize n = 0;
  g_autofree char *text = dup_text (bytes, &n, problems);
  const char *at, *end;
  Reader reader;

  if (text == NULL)
    return;
  at = g_str_has_prefix (text, BOM) ? text + BOM_BYTES : text;
  end = text + n;
  reader_init (&reader, each, data, problems);
  while (at < end)
    {
      gsize n_line = find_line_end (at, end);

      read_line (&reader, at, n_line);
      at += n_line;
    }
  read_end (&reader);
  reader_clear (&reader);
}
