/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The frame of hechactl: a command is one line of a table and one function. The frame finds the command by its
 * words, checks the options against the table, runs the function and prints what it said. */

/**
 * HechactlOptionFlags:
 * @HECHACTL_OPTION_REQUIRED: leaving it out is wrong usage
 * @HECHACTL_OPTION_REPEATED: may be given more than once; `--pool A B C` is the same as `--pool A --pool B --pool C`
 */
typedef enum
{
  HECHACTL_OPTION_NONE = 0,
  HECHACTL_OPTION_REQUIRED = 1 << 0,
  HECHACTL_OPTION_REPEATED = 1 << 1,
} HechactlOptionFlags;

/**
 * HechactlOption:
 * @name: without the dashes; the same name has a value in all commands or in none
 * @value: what stands for the value in the usage line, %NULL for a switch
 * @flags: how often
 *
 * An array of these ends with a %NULL name.
 */
typedef struct
{
  const char *name;
  const char *value;
  HechactlOptionFlags flags;
} HechactlOption;

typedef struct _HechactlInvocation HechactlInvocation;

/**
 * HechactlHandler:
 * @self: what was asked, and where to say the answer
 *
 * Does one command. A failure with an error of the domain %G_OPTION_ERROR is wrong usage (exit status 2), any other
 * one is a refusal or a failure (exit status 1); its message is one sentence for a person.
 *
 * Returns: whether it was done
 */
typedef gboolean (*HechactlHandler) (HechactlInvocation *self, GError **error);

/**
 * HechactlCommandFlags:
 * @HECHACTL_COMMAND_STORE: needs `--store DIR`
 * @HECHACTL_COMMAND_FILES: its arguments are file names, in whatever encoding; those of other commands are checked
 *   to be UTF-8, as the values of all options are
 */
typedef enum
{
  HECHACTL_COMMAND_NONE = 0,
  HECHACTL_COMMAND_STORE = 1 << 0,
  HECHACTL_COMMAND_FILES = 1 << 1,
} HechactlCommandFlags;

/**
 * HechactlCommand:
 * @words: its name, words separated by one space; where several fit, the longest is meant
 * @arguments: what stands for the arguments in the usage line, or %NULL
 * @min_arguments: least number of arguments
 * @max_arguments: greatest number of arguments; %G_MAXUINT for any number
 * @options: its own options, or %NULL; `--store`, `--as` and `--json` belong to all
 * @run: what it does
 * @flags: what it needs
 *
 * A table of these ends with %NULL words.
 */
typedef struct
{
  const char *words;
  const char *arguments;
  guint min_arguments;
  guint max_arguments;
  const HechactlOption *options;
  HechactlHandler run;
  HechactlCommandFlags flags;
} HechactlCommand;

/* The exit status of hechactl. */
#define HECHACTL_DONE    0
#define HECHACTL_REFUSED 1
#define HECHACTL_USAGE   2

int hechactl_command_run (const HechactlCommand *const *tables, const char *const *arguments, GString *out,
                          GString *err);

/* What was asked. */
const char *hechactl_invocation_get_words (HechactlInvocation *self);
guint hechactl_invocation_get_n_arguments (HechactlInvocation *self);
const char *hechactl_invocation_get_argument (HechactlInvocation *self, guint index);
gboolean hechactl_invocation_has (HechactlInvocation *self, const char *option);
const char *hechactl_invocation_get (HechactlInvocation *self, const char *option);
const char *const *hechactl_invocation_get_all (HechactlInvocation *self, const char *option);
gboolean hechactl_invocation_get_number (HechactlInvocation *self, const char *option, guint64 least,
                                         guint64 greatest, guint64 *number, GError **error);

/* What is answered. */
void hechactl_invocation_print (HechactlInvocation *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void hechactl_invocation_take_json (HechactlInvocation *self, JsonNode *document);

G_END_DECLS
