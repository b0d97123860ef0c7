/* SPDX-License-Identifier: GPL-3.0-or-later */

/* generate-database-md TEMPLATE - prints docs/database.md: TEMPLATE with the tables of the record table
 * (data/record-table.def) in the place of its line "@tables@". */
#include "domain/hecha-records.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  guint bit;
  const char *name;
} Name;

static const Name scopes[] = {
  {HECHA_SCOPE_BASE, "`base`"},           {HECHA_SCOPE_OFFICE, "`office`"},
  {HECHA_SCOPE_AGENCY, "`agency:CODE`"},  {HECHA_SCOPE_TEAM, "`team:ID`"},
  {HECHA_SCOPE_VISIT, "`visit:PACKAGE`"},
};

static const Name writers[] = {
  {HECHA_WRITER_SERVER, "the server"},
  {HECHA_WRITER_OFFICE, "the office"},
  {HECHA_WRITER_TEAM, "the team"},
  {HECHA_WRITER_VISITOR, "the visitor"},
};

static char *
dup_names (const Name *names, gsize n, guint mask)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    if ((mask & names[i].bit) != 0)
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", names[i].name);
  return g_string_free (out, FALSE);
}

static char *
dup_scopes (const HechaType *type)
{
  return type->scopes == HECHA_SCOPE_ANY ? g_strdup ("any scope")
                                         : dup_names (scopes, G_N_ELEMENTS (scopes), type->scopes);
}

/* What stands in the column: kind as SQLite has it, and the unit or the words that are allowed. */
static char *
dup_value (const HechaField *field)
{
  static const char *const kinds[] = {
    [HECHA_VALUE_TEXT] = "text",
    [HECHA_VALUE_INTEGER] = "integer",
    [HECHA_VALUE_BOOLEAN] = "0 or 1",
    [HECHA_VALUE_CHOICE] = "one of",
    [HECHA_VALUE_DATE] = "date",
    [HECHA_VALUE_TIME] = "time, UTC",
    [HECHA_VALUE_DECIMAL] = "decimal text",
    [HECHA_VALUE_DIGEST] = "digest",
    [HECHA_VALUE_LIST] = "JSON list of texts",
    [HECHA_VALUE_OBJECT] = "JSON",
  };
  const char *kind = kinds[field->kind];

  if (field->kind == HECHA_VALUE_CHOICE || (field->merge == HECHA_MERGE_SET && field->values != NULL))
    {
      g_auto (GStrv) words = g_strsplit (field->values, " ", -1);
      g_autofree char *joined = g_strjoinv ("`, `", words);

      return g_strdup_printf ("%s `%s`", field->kind == HECHA_VALUE_CHOICE ? kind : "JSON list, a set, of",
                              joined);
    }
  return field->values != NULL ? g_strdup_printf ("%s: %s", kind, field->values) : g_strdup (kind);
}

/* A bar would end the cell. */
static void
print_cell (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "|", -1);
  g_autofree char *joined = g_strjoinv ("\\|", parts);

  printf (" %s |", joined);
}

static void
print_field (const HechaField *field)
{
  g_autofree char *name = g_strdup_printf ("`%s`", field->name);
  g_autofree char *value = dup_value (field);

  printf ("|");
  print_cell (name);
  print_cell (field->zh);
  print_cell (value);
  print_cell (field->required ? "yes" : "");
  print_cell (field->clause);
  printf ("\n");
}

static void
print_type (const HechaType *type, guint index)
{
  g_autofree char *where = dup_scopes (type);
  g_autofree char *who = dup_names (writers, G_N_ELEMENTS (writers), type->writers);

  printf ("### %s %s\n\n", type->name, type->zh);
  printf ("Type %u%s%s. In %s; written by %s.%s\n\n", index, type->clause != NULL ? ", " : "",
          type->clause != NULL ? type->clause : "", where, who, type->once ? " A fact: written once." : "");
  printf ("| column | | value | needed | clause |\n| --- | --- | --- | --- | --- |\n");
  for (guint i = 0; i < type->n_fields; i++)
    print_field (&type->fields[i]);
}

static void
print_tables (void)
{
  const HechaSchema *schema = hecha_records ();

  for (guint i = 0; i < schema->n_types; i++)
    {
      if (i > 0)
        printf ("\n");
      print_type (&schema->types[i], i);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  if (argc != 2 || !g_file_get_contents (argv[1], &text, NULL, &error))
    {
      g_printerr ("generate-database-md: %s\n", error != NULL ? error->message : "usage: … TEMPLATE");
      return 1;
    }
  parts = g_strsplit (text, "@tables@\n", 2);
  fputs (parts[0], stdout);
  if (parts[1] == NULL)
    {
      g_printerr ("generate-database-md: %s has no line @tables@\n", argv[1]);
      return 1;
    }
  print_tables ();
  fputs (parts[1], stdout);
  return fflush (stdout) == 0 ? 0 : 1;
}
