/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-control.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "base/hecha-locale.h"
#include "hecha-operator.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_AT_A_TIME 4
/* Who connected and says nothing. */
#define TALK_SECONDS 10
/* An answer may list every device, or every hold. */
#define MAX_ANSWER_BYTES (64 * 1024 * 1024)
/* sun_path has 108 bytes */
#define MAX_PATH_BYTES 100

struct _HechaControl
{
  HechaCentral *central;   /* (not owned) */
  GSocketService *service; /* (owned) */
  char *path;              /* (owned) */
  GMutex lock;
  GCond done;
  gboolean idle; /* under lock: no command runs, and none will */
};

/* A directory may have a longer name than a socket can; then the socket is named from the open directory. */
static GSocketAddress *
address_in (const char *dir, int *fd)
{
  g_autofree char *path = g_build_filename (dir, HECHA_CONTROL_FILE, NULL);

  *fd = -1;
  if (strlen (path) > MAX_PATH_BYTES)
    {
      *fd = open (dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
      g_free (path);
      path = g_strdup_printf ("/proc/self/fd/%d/" HECHA_CONTROL_FILE, *fd);
    }
  return g_unix_socket_address_new (path);
}

static void
close_directory (int fd)
{
  if (fd >= 0)
    close (fd);
}

/* Serving */

static void
append_failure (GString *out, const GError *error)
{
  g_string_append_printf (out, "{\"failed\":{\"code\":%d,\"reason\":",
                          error->domain == HECHA_ERROR ? error->code : HECHA_ERROR_STORAGE);
  hecha_canonical_append_string (out, error->message, -1);
  g_string_append (out, "}}\n");
}

/* The answer is one line, whatever white space the document has. */
static void
append_document (GString *out, GBytes *document)
{
  gsize n_bytes, start = out->len;

  g_string_append (out, "{\"done\":");
  start = out->len;
  g_string_append_len (out, g_bytes_get_data (document, &n_bytes), (gssize)g_bytes_get_size (document));
  for (gsize i = start; i < out->len; i++)
    if (out->str[i] == '\n' || out->str[i] == '\r')
      out->str[i] = ' ';
  g_string_append (out, "}\n");
}

static GString *
answer (HechaControl *self, const char *request, gsize length)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = hecha_operator_run (self->central, request, length, &error);

  if (document != NULL)
    append_document (out, document);
  else
    append_failure (out, error);
  return out;
}

static void
converse (HechaControl *self, GIOStream *stream)
{
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  g_autofree char *line = NULL;
  g_autoptr (GString) out = NULL;
  gsize length;

  line = g_data_input_stream_read_line (input, &length, NULL, NULL);
  if (line == NULL || length > HECHA_OPERATOR_MAX_REQUEST)
    return;
  out = answer (self, line, length);
  g_output_stream_write_all (output, out->str, out->len, NULL, NULL, NULL);
}

/* In a thread of the service's. */
static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_socket_set_timeout (g_socket_connection_get_socket (connection), TALK_SECONDS);
  converse (data, G_IO_STREAM (connection));
  return TRUE;
}

/* The last run_cb() has returned: each holds the closure. */
static void
idle_cb (gpointer data, GClosure *closure)
{
  HechaControl *self = data;

  g_mutex_lock (&self->lock);
  self->idle = TRUE;
  g_cond_signal (&self->done);
  g_mutex_unlock (&self->lock);
}

/**
 * hecha_control_start:
 * @dir: the server's directory, which this process has locked
 * @central: (not owned): the database
 * @error: why the system refused
 *
 * Answers commands, from the thread-default main context and threads of its own.
 *
 * Returns: (transfer full): until hecha_control_stop()
 */
HechaControl *
hecha_control_start (const char *dir, HechaCentral *central, GError **error)
{
  int fd;
  g_autoptr (GSocketAddress) address = address_in (dir, &fd);
  HechaControl *self = g_new0 (HechaControl, 1);
  mode_t mask;
  gboolean ok;

  self->central = central;
  self->path = g_build_filename (dir, HECHA_CONTROL_FILE, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  self->service = g_threaded_socket_service_new (MAX_AT_A_TIME);
  g_signal_connect_data (self->service, "run", G_CALLBACK (run_cb), self, idle_cb, 0);
  g_unlink (self->path); /* left by a process that died: we hold the lock */
  mask = umask (0177);
  ok = g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error);
  umask (mask);
  close_directory (fd);
  if (ok)
    return self;
  hecha_control_stop (self);
  return NULL;
}

/**
 * hecha_control_stop:
 * @self: (transfer full) (nullable): what answers commands
 *
 * Finishes the commands that run, and answers no more.
 */
void
hecha_control_stop (HechaControl *self)
{
  if (self == NULL)
    return;
  g_unlink (self->path);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_mutex_lock (&self->lock);
  while (!self->idle)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
  g_clear_object (&self->service);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  g_free (self->path);
  g_free (self);
}

/* Asking */

static GIOStream *
reach (const char *dir, GError **error)
{
  int fd;
  g_autoptr (GSocketAddress) address = address_in (dir, &fd);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) local = NULL;
  GSocketConnection *connection
    = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &local);

  close_directory (fd);
  if (connection == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_BUSY,
                 _ ("Another program has %s open, and it does not answer commands: %s"), dir, local->message);
  return connection != NULL ? G_IO_STREAM (connection) : NULL;
}

static GBytes *
read_answer (const char *line, gsize length, GError **error)
{
  static const HechaJsonLimits limits = {MAX_ANSWER_BYTES, 32, 10 * 1000 * 1000, FALSE};
  static const char *const formats[]
    = {N_ ("There is no device %s here"), N_ ("The command lacks “%s”"), N_ ("%s cannot be made: %s"), NULL};
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_autofree char *english = NULL, *reason = NULL;
  guint done, failed;
  const char *bytes;
  gsize n_bytes;

  if (!hecha_json_scan (&json, line, length, &limits, error))
    return NULL;
  done = hecha_json_member (&json, 0, "done");
  if (done != 0)
    {
      hecha_json_raw (&json, done, &bytes, &n_bytes);
      return g_bytes_new (bytes, n_bytes);
    }
  failed = hecha_json_member (&json, 0, "failed");
  english = hecha_json_dup_string (&json, hecha_json_member (&json, failed, "reason"));
  reason = hecha_locale_dup_sentence (english, formats);
  g_set_error_literal (error, HECHA_ERROR,
                       (int)hecha_json_integer (&json, hecha_json_member (&json, failed, "code")), reason);
  return NULL;
}

/**
 * hecha_control_ask:
 * @dir: the directory of a server that serves
 * @request: one line for hecha_operator_run(), without its end
 * @error: %HECHA_ERROR_BUSY when nobody answers, or why the command failed there
 *
 * Hands a command to the process that serves, and waits.
 *
 * Returns: (transfer full): one JSON document
 */
GBytes *
hecha_control_ask (const char *dir, const char *request, GError **error)
{
  g_autoptr (GIOStream) stream = reach (dir, error);
  g_autoptr (GDataInputStream) input = NULL;
  g_autofree char *line = NULL;
  g_autofree char *asked = g_strconcat (request, "\n", NULL);
  gsize length;

  if (stream == NULL
      || !g_output_stream_write_all (g_io_stream_get_output_stream (stream), asked, strlen (asked), NULL,
                                     NULL, error))
    return NULL;
  input = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  line = g_data_input_stream_read_line (input, &length, NULL, error);
  if (line == NULL && error != NULL && *error == NULL)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_BUSY, _ ("The server stopped before it answered"));
  return line != NULL ? read_answer (line, length, error) : NULL;
}
