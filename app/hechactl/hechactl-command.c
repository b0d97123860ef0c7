/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "base/hecha-locale.h"

/* One argument that is no option, and the repeated option whose values may go on with it. */
typedef struct
{
  char *text;                    /* (owned) */
  const HechactlOption *follows; /* (not owned) (nullable) */
} Word;

struct _HechactlInvocation
{
  GHashTable *known; /* (owned) every option of every table: name → HechactlOption */
  GHashTable *given; /* (owned) name → GPtrArray of values, ending with NULL */
  GPtrArray *words;  /* (owned) (element-type Word) what is left are the arguments */
  const HechactlOption
    *open; /* (not owned) (nullable) the repeated option that the next word may belong to */
  const HechactlCommand *command; /* (not owned) (nullable) */
  GString *text;                  /* (owned) */
  JsonNode *document;             /* (owned) (nullable) */
};

static const HechactlOption global_options[] = {
  {"store", "DIR", HECHACTL_OPTION_NONE},
  {"as", "P", HECHACTL_OPTION_NONE},
  {"json", NULL, HECHACTL_OPTION_NONE},
  {"help", NULL, HECHACTL_OPTION_NONE},
  {NULL},
};

static void
word_free (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word);
}

static void
hechactl_invocation_free (HechactlInvocation *self)
{
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->given);
  g_ptr_array_unref (self->words);
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->document, json_node_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechactlInvocation, hechactl_invocation_free)

/* One name means one thing in every table; else an option before the words could not be understood. */
static void
learn_options (HechactlInvocation *self, const HechactlOption *options)
{
  for (const HechactlOption *option = options; option != NULL && option->name != NULL; option++)
    {
      const HechactlOption *known = g_hash_table_lookup (self->known, option->name);

      g_assert (known == NULL || (known->value == NULL) == (option->value == NULL));
      if (known == NULL || (option->flags & HECHACTL_OPTION_REPEATED) != 0)
        g_hash_table_insert (self->known, (gpointer)option->name, (gpointer)option);
    }
}

static HechactlInvocation *
hechactl_invocation_new (const HechactlCommand *const *tables)
{
  HechactlInvocation *self = g_new0 (HechactlInvocation, 1);

  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->words = g_ptr_array_new_with_free_func (word_free);
  self->text = g_string_new (NULL);

  learn_options (self, global_options);
  for (gsize i = 0; tables[i] != NULL; i++)
    for (const HechactlCommand *command = tables[i]; command->words != NULL; command++)
      learn_options (self, command->options);

  return self;
}

static void
add_value (HechactlInvocation *self, const char *name, const char *value)
{
  GPtrArray *values = g_hash_table_lookup (self->given, name);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (values, NULL);
      g_hash_table_insert (self->given, (gpointer)name, values);
    }
  g_ptr_array_insert (values, (int)values->len - 1, g_strdup (value != NULL ? value : ""));
}

static gboolean
option_cb (const char *name, const char *value, gpointer data, GError **error)
{
  HechactlInvocation *self = data;
  const HechactlOption *option = g_hash_table_lookup (self->known, name + strlen ("--"));

  if (value != NULL && !g_utf8_validate (value, -1, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("the value of %s is not UTF-8"), name);
      return FALSE;
    }

  self->open = (option->flags & HECHACTL_OPTION_REPEATED) != 0 ? option : NULL;
  add_value (self, option->name, value);
  return TRUE;
}

static gboolean
word_cb (const char *name, const char *value, gpointer data, GError **error)
{
  HechactlInvocation *self = data;
  Word *word = g_new0 (Word, 1);

  word->text = g_strdup (value);
  word->follows = self->open;
  g_ptr_array_add (self->words, word);
  return TRUE;
}

static void
add_entry (GOptionGroup *group, const char *name, gboolean has_value, GOptionArgFunc callback)
{
  /* G_OPTION_FLAG_FILENAME: the bytes as they are, whatever the locale is. */
  GOptionEntry entries[] = {
    {name, 0, has_value ? G_OPTION_FLAG_FILENAME : G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK,
     (gpointer)callback, NULL, NULL},
    {NULL},
  };

  g_option_group_add_entries (group, entries);
}

/* Takes options and words apart; which words are the command is not yet known. */
static gboolean
parse_arguments (HechactlInvocation *self, const char *const *arguments, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("hechactl", "", "", self, NULL);
  g_auto (GStrv) argv = g_strdupv ((char **)arguments);
  GHashTableIter iter;
  gpointer option;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &option))
    add_entry (group, ((HechactlOption *)option)->name, ((HechactlOption *)option)->value != NULL, option_cb);
  add_entry (group, G_OPTION_REMAINING, TRUE, word_cb);

  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  return g_option_context_parse_strv (context, &argv, error);
}

/* How many of the words given are this command's name; 0 when it is another one. */
static guint
match_words (HechactlInvocation *self, const HechactlCommand *command)
{
  g_auto (GStrv) names = g_strsplit (command->words, " ", -1);
  guint n = g_strv_length (names);

  if (n > self->words->len)
    return 0;
  for (guint i = 0; i < n; i++)
    {
      const Word *word = g_ptr_array_index (self->words, i);

      if (!g_str_equal (word->text, names[i]))
        return 0;
    }
  return n;
}

static gboolean
find_command (HechactlInvocation *self, const HechactlCommand *const *tables, GError **error)
{
  guint longest = 0;

  for (gsize i = 0; tables[i] != NULL; i++)
    for (const HechactlCommand *command = tables[i]; command->words != NULL; command++)
      {
        guint n = match_words (self, command);

        if (n > longest)
          {
            longest = n;
            self->command = command;
          }
      }

  if (self->command == NULL)
    {
      const char *first = self->words->len > 0 ? ((Word *)g_ptr_array_index (self->words, 0))->text : NULL;
      g_autofree char *shown = first != NULL ? g_utf8_make_valid (first, -1) : NULL;

      if (shown != NULL)
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("no such command: %s"), shown);
      else
        g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("no command was given"));
      return FALSE;
    }

  g_ptr_array_remove_range (self->words, 0, longest);
  return TRUE;
}

static const HechactlOption *
find_option (const HechactlOption *options, const char *name)
{
  for (const HechactlOption *option = options; option != NULL && option->name != NULL; option++)
    if (g_str_equal (option->name, name))
      return option;
  return NULL;
}

/* Arguments that the command has no place for are further values of the repeated option that they follow. */
static void
move_surplus (HechactlInvocation *self)
{
  guint i = 0;

  while (i < self->words->len && self->words->len > self->command->max_arguments)
    {
      const Word *word = g_ptr_array_index (self->words, i);

      if (word->follows != NULL && find_option (self->command->options, word->follows->name) != NULL)
        {
          add_value (self, word->follows->name, word->text);
          g_ptr_array_remove_index (self->words, i);
        }
      else
        i++;
    }
}

static gboolean
check_given (HechactlInvocation *self, GError **error)
{
  GHashTableIter iter;
  gpointer name, values;

  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, &name, &values))
    {
      const HechactlOption *option = find_option (self->command->options, name);

      if (option == NULL)
        option = find_option (global_options, name);
      if (option == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, _ ("%s has no option --%s"),
                       self->command->words, (char *)name);
          return FALSE;
        }
      if (((GPtrArray *)values)->len > 2 && option->value != NULL
          && (option->flags & HECHACTL_OPTION_REPEATED) == 0)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--%s is given twice"),
                       (char *)name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_missing (HechactlInvocation *self, GError **error)
{
  if ((self->command->flags & HECHACTL_COMMAND_STORE) != 0 && !hechactl_invocation_has (self, "store"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--store DIR is missing"));
      return FALSE;
    }
  for (const HechactlOption *option = self->command->options; option != NULL && option->name != NULL;
       option++)
    if ((option->flags & HECHACTL_OPTION_REQUIRED) != 0 && !hechactl_invocation_has (self, option->name))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--%s %s is missing"), option->name,
                     option->value != NULL ? option->value : "");
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_arguments (HechactlInvocation *self, GError **error)
{
  move_surplus (self);
  if (self->words->len < self->command->min_arguments || self->words->len > self->command->max_arguments)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   self->words->len < self->command->min_arguments ? _ ("too few arguments for %s")
                                                                   : _ ("too many arguments for %s"),
                   self->command->words);
      return FALSE;
    }
  for (guint i = 0; i < self->words->len && (self->command->flags & HECHACTL_COMMAND_FILES) == 0; i++)
    if (!g_utf8_validate (hechactl_invocation_get_argument (self, i), -1, NULL))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("argument %u is not UTF-8"), i + 1);
        return FALSE;
      }
  return TRUE;
}

static void
append_usage (const HechactlCommand *command, GString *out)
{
  g_string_append_printf (out, "hechactl %s%s%s%s",
                          (command->flags & HECHACTL_COMMAND_STORE) != 0 ? "--store DIR " : "",
                          command->words, command->arguments != NULL ? " " : "",
                          command->arguments != NULL ? command->arguments : "");
  for (const HechactlOption *option = command->options; option != NULL && option->name != NULL; option++)
    {
      gboolean required = (option->flags & HECHACTL_OPTION_REQUIRED) != 0;

      g_string_append_printf (out, " %s--%s%s%s%s%s", required ? "" : "[", option->name,
                              option->value != NULL ? " " : "", option->value != NULL ? option->value : "",
                              required ? "" : "]",
                              (option->flags & HECHACTL_OPTION_REPEATED) != 0 ? "…" : "");
    }
  g_string_append_c (out, '\n');
}

/* Every command that begins with the words given; all of them when no words fit. */
static void
append_help (HechactlInvocation *self, const HechactlCommand *const *tables, GString *out)
{
  const Word *first = self->words->len > 0 ? g_ptr_array_index (self->words, 0) : NULL;
  g_autoptr (GString) some = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; tables[i] != NULL; i++)
    for (const HechactlCommand *command = tables[i]; command->words != NULL; command++)
      {
        gsize length = strcspn (command->words, " ");

        append_usage (command, all);
        if (first != NULL && strlen (first->text) == length
            && strncmp (first->text, command->words, length) == 0)
          append_usage (command, some);
      }
  g_string_append (out, some->len > 0 ? some->str : all->str);
  g_string_append (out, _ ("Every command takes --json; --as P says who acts.\n"));
}

static void
append_failure (HechactlInvocation *self, const GError *failure, GString *err)
{
  g_autofree char *reason = g_strdelimit (g_strdup (failure->message), "\r\n", ' ');

  g_string_append_printf (err, "hechactl: %s\n", reason);
  if (failure->domain != G_OPTION_ERROR)
    return;

  g_string_append (err, _ ("usage: "));
  if (self->command != NULL)
    append_usage (self->command, err);
  else
    g_string_append (
      err, _ ("hechactl [--store DIR] [--as P] [--json] COMMAND …; hechactl --help lists the commands\n"));
}

static void
append_answer (HechactlInvocation *self, GString *out)
{
  if (!hechactl_invocation_has (self, "json"))
    g_string_append_len (out, self->text->str, (gssize)self->text->len);
  else if (self->document != NULL)
    {
      g_autofree char *text = json_to_string (self->document, FALSE);

      g_string_append_printf (out, "%s\n", text);
    }
}

/**
 * hechactl_command_run:
 * @tables: (array zero-terminated=1): the tables of all commands
 * @arguments: (array zero-terminated=1): what was typed, the program's name first
 * @out: where the answer is appended: text, or one JSON document and a line feed with `--json`
 * @err: where one line of reason is appended, after wrong usage a usage line too
 *
 * Finds the command, runs it and collects its answer. Options may stand before, between and after the words. What a
 * failing command said before it failed is printed too, so it should say only what is whole. With `--json` everything
 * is in English: it is read by a program, which has no language.
 *
 * Returns: the exit status of the program
 */
int
hechactl_command_run (const HechactlCommand *const *tables, const char *const *arguments, GString *out,
                      GString *err)
{
  g_autoptr (HechactlInvocation) self = hechactl_invocation_new (tables);
  G_GNUC_UNUSED g_auto (HechaNeutral) neutral = (locale_t)0;
  g_autoptr (GError) failure = NULL;
  gboolean done;

  done = parse_arguments (self, arguments, &failure);
  if (done && hechactl_invocation_has (self, "json"))
    neutral = hecha_neutral_begin ();
  if (done && hechactl_invocation_has (self, "help"))
    {
      append_help (self, tables, out);
      return HECHACTL_DONE;
    }

  done = done && find_command (self, tables, &failure) && check_given (self, &failure)
         && check_missing (self, &failure) && check_arguments (self, &failure);
  if (done)
    {
      done = self->command->run (self, &failure);
      append_answer (self, out);
    }
  if (done)
    return HECHACTL_DONE;

  append_failure (self, failure, err);
  return failure->domain == G_OPTION_ERROR ? HECHACTL_USAGE : HECHACTL_REFUSED;
}

/**
 * hechactl_invocation_get_n_arguments:
 *
 * Returns: how many arguments stand behind the words of the command
 */
guint
hechactl_invocation_get_n_arguments (HechactlInvocation *self)
{
  return self->words->len;
}

/**
 * hechactl_invocation_get_words:
 *
 * Returns: (transfer none): the name of the command
 */
const char *
hechactl_invocation_get_words (HechactlInvocation *self)
{
  return self->command->words;
}

/**
 * hechactl_invocation_get_argument:
 * @index: which one, from 0
 *
 * Returns: (transfer none) (nullable): the argument; %NULL when there are fewer
 */
const char *
hechactl_invocation_get_argument (HechactlInvocation *self, guint index)
{
  return index < self->words->len ? ((Word *)g_ptr_array_index (self->words, index))->text : NULL;
}

/**
 * hechactl_invocation_has:
 * @option: a name without dashes
 *
 * Returns: whether it was given
 */
gboolean
hechactl_invocation_has (HechactlInvocation *self, const char *option)
{
  return g_hash_table_contains (self->given, option);
}

/**
 * hechactl_invocation_get:
 * @option: a name without dashes
 *
 * Returns: (transfer none) (nullable): its (first) value, UTF-8; %NULL when it was not given
 */
const char *
hechactl_invocation_get (HechactlInvocation *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->given, option);

  return values != NULL ? g_ptr_array_index (values, 0) : NULL;
}

/**
 * hechactl_invocation_get_all:
 * @option: a name without dashes
 *
 * Returns: (transfer none) (array zero-terminated=1): its values in the order given; empty when it was not given
 */
const char *const *
hechactl_invocation_get_all (HechactlInvocation *self, const char *option)
{
  static const char *const none[] = {NULL};
  GPtrArray *values = g_hash_table_lookup (self->given, option);

  return values != NULL ? (const char *const *)values->pdata : none;
}

/**
 * hechactl_invocation_get_number:
 * @option: a name without dashes
 * @least: the smallest number allowed
 * @greatest: the greatest number allowed
 * @number: (inout): the number; left as it is when the option was not given
 *
 * Reads a whole number in decimal digits. Anything else is wrong usage.
 *
 * Returns: whether @number holds
 */
gboolean
hechactl_invocation_get_number (HechactlInvocation *self, const char *option, guint64 least, guint64 greatest,
                                guint64 *number, GError **error)
{
  const char *text = hechactl_invocation_get (self, option);

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, least, greatest, number, NULL))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--%s must be a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", not “%s”",
               option, least, greatest, text);
  return FALSE;
}

/**
 * hechactl_invocation_print:
 * @format: as for printf(), with its line feed
 *
 * Says something to a person; not printed with `--json`.
 */
void
hechactl_invocation_print (HechactlInvocation *self, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_string_append_vprintf (self->text, format, values);
  va_end (values);
}

/**
 * hechactl_invocation_take_json:
 * @document: (transfer full): what is printed with `--json`
 *
 * Every command gives one, once.
 */
void
hechactl_invocation_take_json (HechactlInvocation *self, JsonNode *document)
{
  g_return_if_fail (self->document == NULL);

  self->document = document;
}
