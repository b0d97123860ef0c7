/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-site-list.h"

#include "domain/hecha-frame.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-site.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  GPtrArray *units;    /* (owned) names, in the order they stand there */
  GHashTable *lines;   /* (owned) name → its line */
  GPtrArray *problems; /* (not owned) */
  const char *header;  /* (not owned) (nullable): of the column in a table */
  guint column;        /* from 1; 0 for a list */
  gboolean begun;      /* the table's first line was read */
} List;

static void
list_init (List *self, GPtrArray *problems)
{
  *self = (List) {.units = g_ptr_array_new_with_free_func (g_free),
                  .lines = g_hash_table_new (g_str_hash, g_str_equal),
                  .problems = problems};
}

/* Duplicates are told apart by the line where each stands. */
static void
add_unit (List *self, const char *unit, guint line)
{
  GError *problem = NULL;
  gpointer before = g_hash_table_lookup (self->lines, unit);

  if (before != NULL)
    hecha_problems_add (self->problems, FALSE, line, self->column, self->header,
                        _ ("“%s” stands in line %u already"), unit, GPOINTER_TO_UINT (before));
  else if (!hecha_frame_check_text ("unit", unit, &problem))
    hecha_problems_add (self->problems, FALSE, line, self->column, self->header, "%s", problem->message);
  else
    {
      char *copy = g_strdup (unit);

      g_ptr_array_add (self->units, copy);
      g_hash_table_insert (self->lines, copy, GUINT_TO_POINTER (line));
    }
  g_clear_error (&problem);
}

/* %NULL-terminated, when there is no problem. */
static GPtrArray *
list_finish (List *self)
{
  g_autoptr (GPtrArray) units = self->units;

  g_hash_table_unref (self->lines);
  if (units->len == 0 && !hecha_problems_have_error (self->problems))
    hecha_problems_add (self->problems, FALSE, 0, 0, NULL, _ ("There is no unit to draw from"));
  if (units->len > HECHA_SITE_MOST_UNITS)
    hecha_problems_add (self->problems, FALSE, 0, 0, NULL,
                        _ ("These are %u units; a frame at a site has at most %u"), units->len,
                        HECHA_SITE_MOST_UNITS);
  if (hecha_problems_have_error (self->problems))
    return NULL;
  g_ptr_array_add (units, NULL);
  return g_steal_pointer (&units);
}

static const char *
skip_space (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Blanks around a name cannot be seen and would make another unit of it. */
static char *
dup_trimmed (const char *text)
{
  const char *begin = skip_space (text), *end = text + strlen (text);

  while (end > begin)
    {
      const char *before = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (before)))
        break;
      end = before;
    }
  return g_strndup (begin, (gsize)(end - begin));
}

/**
 * hecha_site_list_parse:
 * @text: one unit in each line
 * @length: of @text in bytes
 * @problems: (element-type HechaProblem): where to say what is wrong
 *
 * Empty lines at the end do not count; blanks around a unit are taken away. Everything else that HCS-1, step 1, does
 * not allow is a problem: an empty line, a unit that stands there twice, one that is not NFC or too long.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1) (element-type utf8): the units; %NULL with a problem
 */
GPtrArray *
hecha_site_list_parse (const char *text, gsize length, GPtrArray *problems)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *whole = NULL;
  guint n_lines;
  List list;

  if (!g_utf8_validate (text, (gssize)length, NULL))
    {
      hecha_problems_add (problems, FALSE, 0, 0, NULL, _ ("This text is not UTF-8"));
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  whole = g_strndup (text, length);
  lines = g_strsplit (whole, "\n", -1);
  n_lines = g_strv_length (lines);
  while (n_lines > 0 && hecha_rule_is_blank (lines[n_lines - 1]))
    n_lines--;
  list_init (&list, problems);
  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *unit = dup_trimmed (lines[i]);

      add_unit (&list, unit, i + 1);
    }
  return list_finish (&list);
}

static guint
find_column (const HechaCsvField *fields, guint n_fields)
{
  static const char *const names[] = {"id", "unit", "单元", "编号", NULL};

  for (guint i = 0; i < n_fields; i++)
    if (g_strv_contains (names, fields[i].text))
      return i + 1;
  return 1;
}

static void
take_row (const HechaCsvField *fields, guint n_fields, gpointer data)
{
  List *self = data;
  g_autofree char *unit = NULL;

  if (!self->begun)
    {
      self->begun = TRUE;
      self->column = n_fields > 0 ? find_column (fields, n_fields) : 1;
      return;
    }
  if (n_fields == 0 || (n_fields == 1 && hecha_rule_is_blank (fields[0].text)))
    return;
  unit = dup_trimmed (n_fields >= self->column ? fields[self->column - 1].text : "");
  add_unit (self, unit, fields[0].line);
}

/**
 * hecha_site_list_parse_csv:
 * @bytes: a table with a header line
 * @problems: (element-type HechaProblem): where to say what is wrong
 *
 * The units are the column id, unit, 单元 or 编号, else the first one. A table is brought to NFC as it is read, as
 * every table is; two names that only then are the same stand there twice.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1) (element-type utf8): the units; %NULL with a problem
 */
GPtrArray *
hecha_site_list_parse_csv (GBytes *bytes, GPtrArray *problems)
{
  List list;

  list_init (&list, problems);
  hecha_csv_read (bytes, take_row, &list, problems);
  return list_finish (&list);
}
