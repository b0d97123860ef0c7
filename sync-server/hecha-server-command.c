/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-server-command.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "hecha-control.h"
#include "hecha-operator.h"
#include "hecha-serve.h"
#include "hecha-server-print.h"
#include "hecha-tls-identity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ARGUMENTS 3

/* What was typed. */
typedef struct
{
  const HechaEnv *env;            /* (not owned) */
  FILE *out;                      /* (not owned) */
  char *dir;                      /* (owned) */
  char *arguments[MAX_ARGUMENTS]; /* (owned) (nullable): after the directory; files are absolute */
  char *organisation, *listen, *socket, *certificate, *key; /* (owned) (nullable) */
  char *role, *team, *package, *name, *person, *scope, *receipt, *reason;
  gboolean json;
} Invocation;

/**
 * Command:
 * @words: one or two words
 * @usage: what follows them
 * @n_arguments: after the directory
 * @files: how many of these, from the end, are names of files
 * @options: their names, with a comma between them; "!" before one that must be given
 * @members: how the request names the arguments
 * @run: does it; %NULL when it is for hecha_operator_run()
 */
typedef struct
{
  const char *words;
  const char *usage;
  guint n_arguments;
  guint n_files;
  const char *options;
  const char *members[MAX_ARGUMENTS];
  gboolean (*run) (Invocation *self, GError **error);
} Command;

static void
invocation_clear (Invocation *self)
{
  char **owned[] = {&self->dir,    &self->organisation, &self->listen,  &self->socket,  &self->certificate,
                    &self->key,    &self->role,         &self->team,    &self->package, &self->name,
                    &self->person, &self->scope,        &self->receipt, &self->reason};

  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    g_clear_pointer (owned[i], g_free);
  for (guint i = 0; i < MAX_ARGUMENTS; i++)
    g_clear_pointer (&self->arguments[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Invocation, invocation_clear)

/* The options there are. A command takes those that its table names. */
static char **
find_option (Invocation *self, const char *name)
{
  const struct
  {
    const char *name;
    char **value;
  } options[] = {
    {"organisation", &self->organisation},
    {"listen", &self->listen},
    {"socket", &self->socket},
    {"tls-cert", &self->certificate},
    {"tls-key", &self->key},
    {"role", &self->role},
    {"team", &self->team},
    {"package", &self->package},
    {"name", &self->name},
    {"person", &self->person},
    {"reason", &self->reason},
    {"scope", &self->scope},
    {"receipt", &self->receipt},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (strcmp (options[i].name, name) == 0)
      return options[i].value;
  return NULL;
}

/* The operator's commands: in this process, or in the one that serves */

static void
append_member (GString *out, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append (out, out->len > 1 ? "," : "");
  hecha_canonical_append_string (out, name, -1);
  g_string_append_c (out, ':');
  hecha_canonical_append_string (out, value, -1);
}

static char *
dup_request (Invocation *self, const Command *command)
{
  GString *out = g_string_new ("{");

  append_member (out, "command", command->words);
  for (guint i = 0; i < command->n_arguments; i++)
    append_member (out, command->members[i], self->arguments[i]);
  append_member (out, "role", self->role);
  append_member (out, "team", self->team);
  append_member (out, "package", self->package);
  append_member (out, "name", self->name);
  append_member (out, "person", self->person);
  append_member (out, "reason", self->reason);
  append_member (out, "scope", self->scope);
  append_member (out, "receipt", self->receipt);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

/* The lock decides: who can open the directory works in it, else the process that has it is asked. */
static GBytes *
operate (Invocation *self, const char *request, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (HechaCentral) central = hecha_central_open (self->dir, self->env, &local);

  if (central != NULL)
    return hecha_operator_run (central, request, strlen (request), error);
  if (g_error_matches (local, HECHA_ERROR, HECHA_ERROR_BUSY))
    return hecha_control_ask (self->dir, request, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
run_operation (Invocation *self, const Command *command, GError **error)
{
  g_autofree char *request = dup_request (self, command);
  g_autoptr (GBytes) document = operate (self, request, error);

  return document != NULL && hecha_server_print (document, self->json, self->out, error);
}

/* init */

static gboolean
run_init (Invocation *self, GError **error)
{
  g_autofree char *certificate = g_build_filename (self->dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  g_autofree char *tls_key = g_build_filename (self->dir, HECHA_TLS_KEY_FILE, NULL);
  g_autofree char *key_path = g_build_filename (self->dir, "server.key", NULL);
  g_autoptr (HechaTlsIdentity) identity = NULL;
  g_autofree char *key_text = NULL, *directory = NULL;
  g_autoptr (GString) document = g_string_new ("{");
  g_autoptr (GBytes) bytes = NULL;
  g_auto (HechaKey) key = {0};

  if (!hecha_central_init (self->dir, self->organisation != NULL ? self->organisation : "", self->env, error)
      || !hecha_tls_identity_create (self->dir, self->env, error)
      || (identity = hecha_tls_identity_load (certificate, tls_key, error)) == NULL
      || !hecha_key_load (&key, key_path, error))
    return FALSE;
  key_text = hecha_public_key_dup_text (key.sign_public, "ed25519");
  directory = g_filename_display_name (self->dir);
  append_member (document, "directory", directory);
  append_member (document, "key", key_text);
  append_member (document, "tls_sha256", identity->fingerprint);
  g_string_append_c (document, '}');
  bytes = g_bytes_new (document->str, document->len);
  return hecha_server_print (bytes, self->json, self->out, error);
}

/* serve */

static gboolean
run_serve (Invocation *self, GError **error)
{
  HechaServeOptions options = {.dir = self->dir,
                               .listen = self->listen,
                               .socket = self->socket,
                               .certificate = self->certificate,
                               .key = self->key,
                               .json = self->json};

  if (self->listen != NULL && self->socket != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--listen and --socket exclude each other"));
  else if ((self->certificate == NULL) != (self->key == NULL))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--tls-cert and --tls-key belong together"));
  else
    return hecha_serve (&options, self->env, self->out, error);
  return FALSE;
}

static const Command commands[] = {
  {"init", "DIR [--organisation NAME]", 0, 0, "organisation", {NULL}, run_init},
  {"serve",
   "DIR [--listen ADDR:PORT | --socket PATH] [--tls-cert FILE --tls-key FILE]",
   0,
   0,
   "listen,socket,tls-cert,tls-key",
   {NULL},
   run_serve},
  {"invite",
   "DIR --role office|team|visitor [--team ID | --package ID] --name NAME [--person P]",
   0,
   0,
   "!role,team,package,!name,person",
   {NULL},
   NULL},
  {"devices", "DIR", 0, 0, "", {NULL}, NULL},
  {"revoke", "DIR DEVICE [--reason T]", 1, 0, "reason", {"device"}, NULL},
  {"holds", "DIR", 0, 0, "", {NULL}, NULL},
  {"backup", "DIR DEST", 1, 1, "", {"to"}, NULL},
  {"verify", "DIR", 0, 0, "", {NULL}, NULL},
  {"digest", "DIR [--scope S]", 0, 0, "scope", {NULL}, NULL},
  {"bundle import", "DIR FILE --receipt OUT", 1, 1, "!receipt", {"file"}, NULL},
  {"bundle export", "DIR DEVICE OUT", 2, 1, "", {"device", "file"}, NULL},
};

static const Command *
find_command (GPtrArray *words, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) names = g_strsplit (commands[i].words, " ", 2);
      guint n = g_strv_length (names), k = 0;

      while (k < n && k < words->len && strcmp (names[k], words->pdata[k]) == 0)
        k++;
      if (k == n)
        {
          g_ptr_array_remove_range (words, 0, n);
          return &commands[i];
        }
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("there is no command “%s”"),
               words->len > 0 ? (char *)words->pdata[0] : "");
  return NULL;
}

/* "--name value" and "--name=value"; what is left are words. */
static gboolean
read_option (Invocation *self, const char *const *arguments, gsize *i, GPtrArray *given, GError **error)
{
  const char *equals = strchr (arguments[*i], '=');
  g_autofree char *name = equals != NULL ? g_strndup (arguments[*i] + 2, equals - arguments[*i] - 2)
                                         : g_strdup (arguments[*i] + 2);
  const char *value = equals != NULL ? equals + 1 : arguments[*i + 1];
  char **slot = find_option (self, name);

  if (strcmp (name, "json") == 0 && equals == NULL)
    {
      self->json = TRUE;
      return TRUE;
    }
  if (slot == NULL || value == NULL || *slot != NULL || !g_utf8_validate (value, -1, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   slot == NULL    ? _ ("there is no option --%s")
                   : value == NULL ? _ ("--%s needs a value")
                   : *slot != NULL ? _ ("--%s is given twice")
                                   : _ ("the value of --%s is not UTF-8"),
                   name);
      return FALSE;
    }
  *slot = g_strdup (value);
  *i += equals == NULL;
  g_ptr_array_add (given, g_steal_pointer (&name));
  return TRUE;
}

static gboolean
split (Invocation *self, const char *const *arguments, GPtrArray *words, GPtrArray *given, GError **error)
{
  for (gsize i = 1; arguments[i] != NULL; i++)
    if (!g_str_has_prefix (arguments[i], "--"))
      g_ptr_array_add (words, g_strdup (arguments[i]));
    else if (!read_option (self, arguments, &i, given, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_options (Invocation *self, const Command *command, GPtrArray *given, GError **error)
{
  g_auto (GStrv) allowed = g_strsplit (command->options, ",", -1);

  for (guint i = 0; i < given->len; i++)
    {
      g_autofree char *required = g_strconcat ("!", given->pdata[i], NULL);

      if (!g_strv_contains ((const char *const *)allowed, given->pdata[i])
          && !g_strv_contains ((const char *const *)allowed, required))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, _ ("%s has no option --%s"),
                       command->words, (char *)given->pdata[i]);
          return FALSE;
        }
    }
  for (gsize i = 0; allowed[i] != NULL; i++)
    if (allowed[i][0] == '!' && *find_option (self, allowed[i] + 1) == NULL)
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--%s is missing"), allowed[i] + 1);
        return FALSE;
      }
  return TRUE;
}

/* The serving process has another working directory. */
static void
make_absolute (char **path)
{
  char *absolute = *path != NULL ? g_canonicalize_filename (*path, NULL) : NULL;

  g_free (*path);
  *path = absolute;
}

static gboolean
take_arguments (Invocation *self, const Command *command, GPtrArray *words, GError **error)
{
  if (words->len != command->n_arguments + 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   words->len <= command->n_arguments ? _ ("too few arguments for %s")
                                                      : _ ("too many arguments for %s"),
                   command->words);
      return FALSE;
    }
  self->dir = g_strdup (words->pdata[0]);
  for (guint i = 0; i < command->n_arguments; i++)
    {
      self->arguments[i] = g_strdup (words->pdata[i + 1]);
      if (i + command->n_files >= command->n_arguments)
        make_absolute (&self->arguments[i]);
    }
  make_absolute (&self->receipt);
  return TRUE;
}

static void
print_usage (const Command *command, FILE *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (command == NULL || command == &commands[i])
      fprintf (file, "hecha-server %s %s [--json]\n", commands[i].words, commands[i].usage);
}

static int
say_failure (const Command *command, const GError *error, FILE *err)
{
  g_autofree char *reason = g_strdelimit (g_strdup (error->message), "\r\n", ' ');

  fprintf (err, "hecha-server: %s\n", reason);
  if (error->domain != G_OPTION_ERROR)
    return HECHA_SERVER_REFUSED;
  print_usage (command, err);
  return HECHA_SERVER_USAGE;
}

/**
 * hecha_server_command_run:
 * @arguments: what was typed, the program's name first
 * @env: (not owned): the world
 * @out: for the answer
 * @err: for one line of reason
 *
 * Does one command (DESIGN 12). Only `serve` takes long.
 *
 * Returns: the exit status of the program
 */
int
hecha_server_command_run (const char *const *arguments, const HechaEnv *env, FILE *out, FILE *err)
{
  g_auto (Invocation) self = {.env = env, .out = out};
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) given = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const Command *command = NULL;

  if (arguments[0] != NULL && g_strcmp0 (arguments[1], "--help") == 0)
    {
      print_usage (NULL, out);
      return HECHA_SERVER_DONE;
    }
  if (split (&self, arguments, words, given, &error) && (command = find_command (words, &error)) != NULL
      && check_options (&self, command, given, &error) && take_arguments (&self, command, words, &error)
      && (command->run != NULL ? command->run (&self, &error) : run_operation (&self, command, &error))
      && fflush (out) == 0)
    return HECHA_SERVER_DONE;
  if (error == NULL)
    g_set_error_literal (&error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("the answer could not be written"));
  return say_failure (command, error, err);
}
