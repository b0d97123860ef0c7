/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-fixture.h"

#include "base/hecha-json.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

/* LeakSanitizer's tracer itself crashes in the threads of GnuTLS that GCC 12 has it look at. Programs with a server
 * that speaks TLS are still checked for every other error of memory. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

/* Longer than anything here takes, shorter than the test runner's patience. */
#define SOCKET_SECONDS 20

char *
test_make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("hecha-server-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

void
test_remove_dir (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  const char *name;

  while (open != NULL && (name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        test_remove_dir (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}

static void
open_parts (TestServer *self)
{
  const HechaEnv *env = hecha_env_system ();
  const char *dir = self->central_dir;
  g_autofree char *certificate = g_build_filename (dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  g_autofree char *key = g_build_filename (dir, HECHA_TLS_KEY_FILE, NULL);
  g_autoptr (GError) error = NULL;

  hecha_central_init (dir, "核查办公室", env, &error);
  g_assert_no_error (error);
  hecha_tls_identity_create (dir, env, &error);
  g_assert_no_error (error);
  self->central = hecha_central_open (dir, env, &error);
  g_assert_no_error (error);
  self->identity = hecha_tls_identity_load (certificate, key, &error);
  g_assert_no_error (error);
  self->evidence = hecha_evidence_new (dir, self->env);
}

static void
listen_somewhere (TestServer *self)
{
  g_autoptr (GError) error = NULL;
  HechaHttpServerOptions options = {.dir = self->central_dir,
                                    .central = self->central,
                                    .evidence = self->evidence,
                                    .env = self->env,
                                    .identity = self->identity,
                                    .behind_proxy = self->behind_proxy,
                                    .limits = &self->limits};

  self->server = hecha_http_server_new (&options);
  if (self->behind_proxy)
    hecha_http_server_listen_unix (self->server, self->socket_path, &error);
  else
    hecha_http_server_listen (self->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  self->url = g_strdup (hecha_http_server_get_url (self->server));
  self->port = (guint16)(self->behind_proxy ? 0 : g_ascii_strtoull (strrchr (self->url, ':') + 1, NULL, 10));
}

static gpointer
run_server (gpointer data)
{
  TestServer *self = data;

  g_main_context_push_thread_default (self->context);
  listen_somewhere (self);
  g_mutex_lock (&self->lock);
  g_cond_signal (&self->started);
  g_mutex_unlock (&self->lock);
  g_main_loop_run (self->loop);
  g_clear_pointer (&self->server, hecha_http_server_free);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
start_thread (TestServer *self)
{
  g_clear_pointer (&self->url, g_free);
  g_mutex_lock (&self->lock);
  self->thread = g_thread_new ("server", run_server, self);
  while (self->url == NULL)
    g_cond_wait (&self->started, &self->lock);
  g_mutex_unlock (&self->lock);
}

static TestServer *
start (const HechaHttpLimits *limits, gboolean behind_proxy, const HechaEnv *env)
{
  TestServer *self = g_new0 (TestServer, 1);

  self->env = env;
  self->limits = limits != NULL ? *limits : HECHA_HTTP_LIMITS;
  self->behind_proxy = behind_proxy;
  self->dir = test_make_dir ();
  self->central_dir = g_build_filename (self->dir, "central", NULL);
  self->socket_path = g_build_filename (self->dir, "hecha.sock", NULL);
  open_parts (self);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->lock);
  g_cond_init (&self->started);
  start_thread (self);
  return self;
}

/* @limits: NULL for those of the program. @behind_proxy: on a Unix socket, without TLS. */
TestServer *
test_server_new (const HechaHttpLimits *limits, gboolean behind_proxy)
{
  return start (limits, behind_proxy, hecha_env_system ());
}

/* With the files of another world. */
TestServer *
test_server_new_in (const HechaEnv *env)
{
  return start (NULL, FALSE, env);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* As SIGTERM does: finishes what runs. The database stays open. */
void
test_server_stop (TestServer *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  if (self->thread == NULL)
    return;
  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* On the same directory, on another port. */
void
test_server_restart (TestServer *self)
{
  test_server_stop (self);
  start_thread (self);
}

void
test_server_free (TestServer *self)
{
  test_server_stop (self);
  hecha_evidence_free (self->evidence);
  hecha_central_close (self->central);
  hecha_tls_identity_free (self->identity);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->started);
  test_remove_dir (self->dir);
  g_free (self->dir);
  g_free (self->central_dir);
  g_free (self->url);
  g_free (self->socket_path);
  g_free (self);
}

/* Returns: (transfer full): the token of a new device */
char *
test_server_enrol (TestServer *self, const char *role, const char *team)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = hecha_central_invite (self->central, role, team, NULL, "laptop", "P01", &error);
  g_autofree char *sign = NULL, *box = NULL, *text = NULL;
  g_autoptr (GBytes) request = NULL, answer = NULL;
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  HechaKey key;
  gsize n_bytes;
  const char *bytes;

  g_assert_no_error (error);
  hecha_key_generate (&key, hecha_env_system ());
  sign = hecha_public_key_dup_text (key.sign_public, "ed25519");
  box = hecha_public_key_dup_text (key.box_public, "x25519");
  text = g_strdup_printf ("{\"box_key\":\"%s\",\"code\":\"%s\",\"key\":\"%s\",\"name\":\"laptop\"}", box,
                          code, sign);
  request = g_bytes_new (text, strlen (text));
  answer = hecha_central_enrol (self->central, request, &error);
  g_assert_no_error (error);
  bytes = g_bytes_get_data (answer, &n_bytes);
  hecha_json_scan (&json, bytes, n_bytes - (bytes[n_bytes - 1] == '\n'), &HECHA_JSON_MESSAGE_LIMITS, &error);
  g_assert_no_error (error);
  return hecha_json_dup_string (&json, hecha_json_member (&json, 0, "token"));
}

static gboolean
accept_cb (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors,
           gpointer data)
{
  return TRUE;
}

GIOStream *
test_connect_tls (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) plain = NULL;
  GIOStream *tls;

  g_socket_client_set_timeout (client, SOCKET_SECONDS);
  plain = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  tls = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, &error);
  g_assert_no_error (error);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  return tls;
}

/* Returns: (transfer full): a raw connection, under TLS unless it is the Unix socket */
GIOStream *
test_connect (TestServer *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  if (!self->behind_proxy)
    return test_connect_tls (self->port);
  address = g_unix_socket_address_new (self->socket_path);
  g_socket_client_set_timeout (client, SOCKET_SECONDS);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  return G_IO_STREAM (connection);
}

gboolean
test_send_bytes (GIOStream *stream, const void *bytes, gsize n_bytes)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes, n_bytes, NULL, NULL, NULL);
}

void
test_send (GIOStream *stream, const char *text)
{
  test_send_bytes (stream, text, strlen (text));
}

/* Whether there is one more; a server that neither writes nor closes is a failure. */
static gboolean
read_byte (GInputStream *input, char *byte)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = g_input_stream_read (input, byte, 1, NULL, &error) == 1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_error ("The server keeps silent");
  return ok;
}

static char *
read_head (GInputStream *input)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && read_byte (input, &byte))
    g_string_append_c (head, byte);
  return g_string_free (head, FALSE);
}

static void
read_exactly (GInputStream *input, GByteArray *body, guint64 n_bytes)
{
  guint8 buffer[16384];
  gssize n;

  while (n_bytes > 0
         && (n = g_input_stream_read (input, buffer, MIN (n_bytes, sizeof buffer), NULL, NULL)) > 0)
    {
      g_byte_array_append (body, buffer, (guint)n);
      n_bytes -= (guint64)n;
    }
}

/* Returns: (transfer full): the next answer; 100 Continue is passed over */
TestAnswer *
test_read_answer (GIOStream *stream, gboolean with_body)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  TestAnswer *self = g_new0 (TestAnswer, 1);
  g_autofree char *length = NULL;
  guint64 n_bytes;

  self->body = g_byte_array_new ();
  do
    {
      g_free (self->head);
      self->head = read_head (input);
      self->status
        = g_str_has_prefix (self->head, "HTTP/1.1 ") ? (guint)g_ascii_strtoull (self->head + 9, NULL, 10) : 0;
    }
  while (self->status == 100);
  length = test_answer_header (self, "Content-Length");
  n_bytes = length != NULL && with_body ? g_ascii_strtoull (length, NULL, 10) : 0;
  read_exactly (input, self->body, n_bytes);
  self->whole = self->body->len == n_bytes;
  g_byte_array_append (self->body, (const guint8 *)"", 1);
  self->body->len--;
  return self;
}

/* Whether the server ended the connection, and sent nothing more. */
gboolean
test_is_closed (GIOStream *stream)
{
  char byte;

  return !read_byte (g_io_stream_get_input_stream (stream), &byte);
}

/* Sends a request over a connection of its own, and reads the answer. */
TestAnswer *
test_ask (TestServer *self, const char *format, ...)
{
  g_autoptr (GIOStream) stream = test_connect (self);
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  test_send (stream, text);
  return test_read_answer (stream, !g_str_has_prefix (text, "HEAD "));
}

void
test_answer_free (TestAnswer *self)
{
  g_free (self->head);
  g_byte_array_unref (self->body);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the value of a header */
char *
test_answer_header (TestAnswer *self, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (self->head, "\r\n", -1);
  gsize n = strlen (name);

  for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, n) == 0 && lines[i][n] == ':')
      return g_strdup (g_strstrip (lines[i] + n + 1));
  return NULL;
}

const char *
test_answer_text (TestAnswer *self)
{
  return (const char *)self->body->data;
}
