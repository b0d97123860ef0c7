/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-serve.h"

#include "base/hecha-error.h"
#include "hecha-control.h"
#include "hecha-http-server.h"

#include <glib-unix.h>
#include <locale.h>

#include <signal.h>

#define DEFAULT_LISTEN "127.0.0.1:8443"

static HechaTlsIdentity *
load_identity (const HechaServeOptions *options, GError **error)
{
  g_autofree char *certificate = g_build_filename (options->dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  g_autofree char *key = g_build_filename (options->dir, HECHA_TLS_KEY_FILE, NULL);

  return hecha_tls_identity_load (options->certificate != NULL ? options->certificate : certificate,
                                  options->key != NULL ? options->key : key, error);
}

static gboolean
listen_somewhere (HechaHttpServer *server, const HechaServeOptions *options, GError **error)
{
  if (options->socket != NULL)
    return hecha_http_server_listen_unix (server, options->socket, error);
  return hecha_http_server_listen (server, options->listen != NULL ? options->listen : DEFAULT_LISTEN, error);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
say_where (HechaHttpServer *server, const HechaServeOptions *options, FILE *out)
{
  const char *url = hecha_http_server_get_url (server);

  fprintf (out, options->json ? "{\"listening\":\"%s\"}\n" : "listening on %s\n", url);
  fflush (out);
}

/* Until SIGTERM or SIGINT. */
static void
run (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, quit_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, quit_cb, loop);

  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
}

static gboolean
serve (HechaHttpServerOptions *http, const HechaServeOptions *options, FILE *out, GError **error)
{
  g_autoptr (HechaHttpServer) server = hecha_http_server_new (http);
  g_autoptr (HechaControl) control = hecha_control_start (options->dir, http->central, error);

  if (control == NULL || !listen_somewhere (server, options, error))
    return FALSE;
  say_where (server, options, out);
  run ();
  hecha_http_server_stop (server);
  return TRUE;
}

/**
 * hecha_serve:
 * @options: what to serve, and where
 * @env: (not owned): the world
 * @out: where to say so
 * @error: %HECHA_ERROR_BUSY when another process has the directory, or why else not
 *
 * Runs the default main context until SIGTERM or SIGINT, then finishes what runs and closes the database.
 *
 * Returns: whether it served
 */
gboolean
hecha_serve (const HechaServeOptions *options, const HechaEnv *env, FILE *out, GError **error)
{
  g_autoptr (HechaCentral) central = hecha_central_open (options->dir, env, error);
  g_autoptr (HechaTlsIdentity) identity = central != NULL ? load_identity (options, error) : NULL;
  HechaEvidence *evidence;
  HechaHttpServerOptions http;
  gboolean served;

  if (identity == NULL)
    return FALSE;
  evidence = hecha_evidence_new (options->dir, env);
  http = (HechaHttpServerOptions) {.dir = options->dir,
                                   .central = central,
                                   .evidence = evidence,
                                   .env = env,
                                   .identity = identity,
                                   .behind_proxy = options->socket != NULL};
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_MESSAGES, "C"); /* devices of every language ask */
  served = serve (&http, options, out, error);
  setlocale (LC_MESSAGES, "");
  hecha_evidence_free (evidence);
  return served;
}
