/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-fixture.h"

#include "hecha-control.h"
#include "hecha-server-command.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory, and what the last command said. */
typedef struct
{
  char *root;
  char *dir;
  int status;
  char *out;
  char *err;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->root = test_make_dir ();
  self->dir = g_build_filename (self->root, "central", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_remove_dir (self->root);
  g_free (self->root);
  g_free (self->dir);
  free (self->out);
  free (self->err);
}

/* "DIR" stands for the server's directory, "ROOT/…" for what is beside it. */
static char **
split_words (Fixture *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  GStrvBuilder *builder = g_strv_builder_new ();
  char **all;

  g_strv_builder_add (builder, "hecha-server");
  for (gsize i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], "DIR") == 0)
      g_strv_builder_add (builder, self->dir);
    else if (g_str_has_prefix (words[i], "ROOT/"))
      {
        g_autofree char *path = g_build_filename (self->root, words[i] + 5, NULL);

        g_strv_builder_add (builder, path);
      }
    else if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
  all = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return all;
}

static int
run (Fixture *self, const char *line)
{
  g_auto (GStrv) words = split_words (self, line);
  gsize n_out, n_err;
  FILE *out, *err;

  g_clear_pointer (&self->out, free);
  g_clear_pointer (&self->err, free);
  out = open_memstream (&self->out, &n_out);
  err = open_memstream (&self->err, &n_err);
  self->status = hecha_server_command_run ((const char *const *)words, hecha_env_system (), out, err);
  fclose (out);
  fclose (err);
  return self->status;
}

static JsonNode *
parse_answer (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (self->out, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static void
test_init_once (Fixture *self, gconstpointer unused)
{
  static const char *const files[] = {"central.db", "server.key", "tls.pem", "tls.key"};
  g_autofree char *key_path = g_build_filename (self->dir, "server.key", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (run (self, "init DIR --organisation 核查办公室"), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (self->dir, files[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_file_get_contents (key_path, &before, NULL, NULL);
  g_assert_cmpint (run (self, "init DIR"), ==, 1);
  g_assert_cmpuint (count_lines (self->err), ==, 1);
  g_file_get_contents (key_path, &after, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

static void
test_wrong_usage (Fixture *self, gconstpointer unused)
{
  static const char *const lines[] = {
    "",
    "dance DIR",
    "init",
    "init DIR more",
    "init DIR --organisation",
    "init DIR --color red",
    "init DIR --listen 127.0.0.1:0",
    "invite DIR --role office",
    "invite DIR --name x",
    "invite DIR --role office --role team --name x",
    "revoke DIR",
    "bundle DIR",
    "bundle import DIR ROOT/x",
    "bundle export DIR device",
    "backup DIR",
    "digest DIR --scope",
    "serve DIR --listen 127.0.0.1:0 --socket ROOT/s",
    "serve DIR --tls-cert ROOT/c",
  };

  run (self, "init DIR");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (run (self, lines[i]), ==, 2);
      g_assert_cmpstr (self->out, ==, "");
      g_assert_true (g_str_has_prefix (self->err, "hecha-server: "));
    }
}

static void
test_refusals_are_one_line (Fixture *self, gconstpointer unused)
{
  static const char *const lines[] = {
    "devices ROOT/nothing",
    "serve ROOT/nothing",
    "revoke DIR 00000000000000000000000000000000",
    "invite DIR --role king --name x",
    "invite DIR --role team --name x",
    "bundle import DIR ROOT/nothing --receipt ROOT/receipt",
    "serve DIR --listen nowhere",
    "serve DIR --listen 127.0.0.1:99999",
    "serve DIR --tls-cert ROOT/nothing --tls-key ROOT/nothing",
  };

  run (self, "init DIR");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (run (self, lines[i]), ==, 1);
      g_assert_cmpuint (count_lines (self->err), ==, 1);
      g_assert_cmpstr (self->out, ==, "");
    }
}

static void
test_each_command_has_json (Fixture *self, gconstpointer unused)
{
  static const char *const lines[] = {
    "invite DIR --role team --team T1 --name laptop --person P01 --json",
    "devices DIR --json",
    "--json holds DIR",
    "verify --json DIR",
    "digest DIR --json",
    "digest DIR --scope base --json",
    "digest DIR --scope=base --json",
    "backup DIR ROOT/copy --json",
  };

  g_assert_cmpint (run (self, "init DIR --json"), ==, 0);
  json_node_unref (parse_answer (self));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (JsonNode) node = NULL;

      g_test_message ("%s", lines[i]);
      g_assert_cmpint (run (self, lines[i]), ==, 0);
      g_assert_cmpuint (count_lines (self->out), ==, 1);
      node = parse_answer (self);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node));
    }
}

static void
test_text_is_for_people (Fixture *self, gconstpointer unused)
{
  run (self, "init DIR");
  g_assert_cmpint (run (self, "invite DIR --role office --name x"), ==, 0);
  g_assert_cmpuint (strlen (self->out), ==, strlen ("IIII-SSSS-SSSS-KKKK-KKKK-KKKK\n"));
  g_assert_cmpint (run (self, "digest DIR"), ==, 0);
  g_assert_true (g_regex_match_simple ("^[a-z0-9:]{64,}\n$", self->out, 0, 0));
}

static void
test_help (Fixture *self, gconstpointer unused)
{
  g_assert_cmpint (run (self, "--help"), ==, 0);
  g_assert_cmpuint (count_lines (self->out), ==, 11);
}

/* A server in this process: its commands come through the socket, as the lock makes them. */
typedef struct
{
  GThread *thread;
  FILE *out;
  char *dir;
  char line[200];
  int status;
} Serving;

static gpointer
serve (gpointer data)
{
  Serving *self = data;
  const char *words[] = {"hecha-server", "serve", self->dir, "--listen", "127.0.0.1:0", NULL};

  self->status = hecha_server_command_run (words, hecha_env_system (), self->out, stderr);
  fclose (self->out);
  return NULL;
}

static void
start_serving (Serving *self, const char *dir)
{
  int fds[2];
  FILE *in;

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  self->out = fdopen (fds[1], "w");
  self->dir = g_strdup (dir);
  self->thread = g_thread_new ("serve", serve, self);
  in = fdopen (fds[0], "r");
  g_assert_nonnull (fgets (self->line, sizeof self->line, in));
  fclose (in);
}

static void
stop_serving (Serving *self)
{
  kill (getpid (), SIGTERM);
  g_thread_join (self->thread);
  g_free (self->dir);
}

static void
test_commands_while_serving (Fixture *self, gconstpointer unused)
{
  static const char *const lines[] = {
    "invite DIR --role office --name x --json",
    "devices DIR --json",
    "holds DIR --json",
    "verify DIR --json",
    "digest DIR --json",
    "backup DIR ROOT/copy --json",
  };
  g_autofree char *socket = g_build_filename (self->dir, HECHA_CONTROL_FILE, NULL);
  GStatBuf status;
  Serving serving;

  run (self, "init DIR");
  start_serving (&serving, self->dir);
  g_assert_true (g_str_has_prefix (serving.line, "listening on https://127.0.0.1:"));
  g_assert_cmpint (g_stat (socket, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (run (self, lines[i]), ==, 0);
      json_node_unref (parse_answer (self));
    }
  g_assert_cmpint (run (self, "revoke DIR 00000000000000000000000000000000"), ==, 1);
  g_assert_cmpuint (count_lines (self->err), ==, 1);
  g_assert_cmpint (run (self, "serve DIR --listen 127.0.0.1:0"), ==, 1);
  stop_serving (&serving);
  g_assert_cmpint (serving.status, ==, 0);
  g_assert_false (g_file_test (socket, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run (self, "devices DIR"), ==, 0);
}

static void
test_control_socket_takes_only_sense (Fixture *self, gconstpointer unused)
{
  static const char *const requests[] = {
    "",
    "{",
    "[]",
    "null",
    "{\"command\":\"dance\"}",
    "{\"command\":5}",
    "{\"command\":\"revoke\"}",
    "{\"command\":\"invite\",\"role\":\"office\"}",
    "{\"command\":\"devices\",\"command\":\"holds\"}",
  };
  Serving serving;

  run (self, "init DIR");
  start_serving (&serving, self->dir);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) answer = hecha_control_ask (self->dir, requests[i], &error);

      g_test_message ("%s", requests[i]);
      g_assert_null (answer);
      g_assert_nonnull (error);
    }
  g_assert_cmpint (run (self, "devices DIR"), ==, 0);
  stop_serving (&serving);
}

static void
test_long_directory_name (Fixture *self, gconstpointer unused)
{
  g_autofree char *tail = g_strnfill (150, 'x');
  g_autofree char *dir = g_build_filename (self->root, tail, NULL);
  Serving serving;

  g_free (self->dir);
  self->dir = g_steal_pointer (&dir);
  g_assert_cmpint (run (self, "init DIR"), ==, 0);
  start_serving (&serving, self->dir);
  g_assert_cmpint (run (self, "devices DIR --json"), ==, 0);
  stop_serving (&serving);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/server-command/init-makes-a-server-once", test_init_once);
  add ("/server-command/wrong-usage-exits-with-two", test_wrong_usage);
  add ("/server-command/a-refusal-is-one-line", test_refusals_are_one_line);
  add ("/server-command/each-command-has-json", test_each_command_has_json);
  add ("/server-command/text-is-for-people", test_text_is_for_people);
  add ("/server-command/help-names-every-command", test_help);
  add ("/server-command/commands-reach-a-server-that-serves", test_commands_while_serving);
  add ("/server-command/the-control-socket-takes-only-sense", test_control_socket_takes_only_sense);
  add ("/server-command/a-directory-may-have-a-long-name", test_long_directory_name);
  return g_test_run ();
}
