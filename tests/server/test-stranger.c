/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "hecha-tls-identity.h"
#include "server-fixture.h"
#include "sync/hecha-http-events.h"
#include "sync/hecha-http-transport.h"

#include <libsoup/soup.h>
#include <string.h>

/* Somebody else at the server's address, with a certificate of his own: he learns nothing, however often asked. */

#define TOKEN  "the-token-of-this-laptop"
#define WORDS  "the words of the inspector"
#define DIGEST "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  char *dir;
  char *url;
  char *answer;    /* (owned) (nullable) to the question who he is; else one of his own */
  char *elsewhere; /* (owned) (nullable): where he wants files to be sent */
  HechaTlsIdentity *identity;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GMutex lock;
  GCond listening;
  guint asked; /* who he is */
  guint told;  /* anything else, or a token with it */
} Stranger;

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Stranger *self = data;
  const char *token
    = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");
  const char *answer = self->answer != NULL ? self->answer : "{\"key\":\"ed25519:00\"}";

  if (g_strcmp0 (path, "/v1/server") == 0 && token == NULL)
    self->asked++;
  else
    self->told++;
  if (self->elsewhere != NULL)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "Location",
                                 self->elsewhere);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer, strlen (answer));
}

static gpointer
stranger_thread (gpointer data)
{
  Stranger *self = data;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new ("tls-certificate", self->identity->certificate, NULL);
  soup_server_add_handler (server, NULL, answer_cb, self, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->lock);
  self->url = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_cond_signal (&self->listening);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static Stranger *
stranger_new (const char *answer)
{
  Stranger *self = g_new0 (Stranger, 1);
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;

  self->dir = test_make_dir ();
  self->answer = g_strdup (answer);
  certificate = g_build_filename (self->dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  key = g_build_filename (self->dir, HECHA_TLS_KEY_FILE, NULL);
  g_assert_true (hecha_tls_identity_create (self->dir, hecha_env_system (), NULL));
  self->identity = hecha_tls_identity_load (certificate, key, NULL);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_lock (&self->lock);
  self->thread = g_thread_new ("stranger", stranger_thread, self);
  while (self->url == NULL)
    g_cond_wait (&self->listening, &self->lock);
  g_mutex_unlock (&self->lock);
  return self;
}

static void
stranger_free (Stranger *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  hecha_tls_identity_free (self->identity);
  test_remove_dir (self->dir);
  g_free (self->dir);
  g_free (self->url);
  g_free (self->answer);
  g_free (self->elsewhere);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stranger, stranger_free)

static gboolean
sink_nothing (const void *bytes, gsize n_bytes, goffset total, gpointer data, GError **error)
{
  g_assert_not_reached ();
}

static void
ask_all (HechaTransport *transport)
{
  g_autoptr (GBytes) body = g_bytes_new_static (WORDS, strlen (WORDS));
  g_autoptr (GError) asked = NULL, fetched = NULL, listened = NULL;
  goffset offset = 0;

  g_assert_null (transport->ask (transport, "POST", "/v1/sync", body, NULL, &asked));
  g_assert_error (asked, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
  g_assert_false (transport->download (transport, "sha256:00", &offset, sink_nothing, NULL, NULL, &fetched));
  g_assert_error (fetched, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
  g_assert_false (hecha_http_listen (transport, NULL, NULL, NULL, &listened));
  g_assert_error (listened, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
}

/* Each way twice on one transport, whose connection he keeps open, and on another, whose TLS session he resumes. */
static void
ask_again_and_again (Stranger *stranger, const HechaServerTrust *trust)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HechaTransport) transport = hecha_http_transport_new (stranger->url, TOKEN, trust, &error);

      g_assert_no_error (error);
      ask_all (transport);
      ask_all (transport);
    }
  g_assert_cmpuint (stranger->asked, >, 0);
  g_assert_cmpuint (stranger->told, ==, 0);
}

static void
test_learns_nothing (void)
{
  g_autoptr (Stranger) stranger = stranger_new (NULL);
  HechaServerTrust trust = {.server_id = "00112233445566778899aabbccddeeff"};

  ask_again_and_again (stranger, &trust);
}

/* The server's own words about its own certificate, from the mouth of another. */
static void
test_repeats_the_server (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (TestAnswer) answer = test_ask (server, "GET /v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n");
  g_autoptr (Stranger) stranger = NULL;
  char id[HECHA_KEY_ID_BYTES];
  HechaServerTrust trust = {.server_id = id};

  hecha_key_id (hecha_central_key (server->central)->sign_public, id);
  test_assert_status (answer, 200);
  stranger = stranger_new (test_answer_text (answer));
  ask_again_and_again (stranger, &trust);
}

/* A laptop that has no server yet tells a code, which is worth as much as a token. */
static void
test_gets_no_code (void)
{
  g_autoptr (Stranger) stranger = stranger_new (NULL);
  HechaServerTrust trust = {.pin = "ABCDEFGH"};

  ask_again_and_again (stranger, &trust);
}

/* Of a server that an authority vouches for, and that names another one. */
static void
test_gets_no_file (void)
{
  g_autoptr (Stranger) server = stranger_new (NULL);
  g_autoptr (Stranger) stranger = stranger_new (NULL);
  g_autofree char *authority = g_build_filename (server->dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  HechaServerTrust trust = {.ca_file = authority};
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaTransport) transport = hecha_http_transport_new (server->url, TOKEN, &trust, &error);

  g_assert_no_error (error);
  server->elsewhere = g_strconcat (stranger->url, "/v1/evidence/0", NULL);
  g_assert_false (transport->upload (transport, authority, DIGEST, NULL, NULL, NULL, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_assert_cmpuint (server->told, >, 0);
  g_assert_cmpuint (stranger->asked + stranger->told, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stranger/learns-neither-token-nor-words", test_learns_nothing);
  g_test_add_func ("/stranger/who-repeats-the-server-is-not-the-server", test_repeats_the_server);
  g_test_add_func ("/stranger/gets-no-code", test_gets_no_code);
  g_test_add_func ("/stranger/gets-no-file-that-the-server-sends-to-him", test_gets_no_file);
  return g_test_run ();
}
