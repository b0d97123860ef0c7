/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-fixture.h"

#include "base/hecha-zstd.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HOST "Host: localhost\r\n"

static void
test_routes_answer (void)
{
  static const struct
  {
    const char *request;
    guint status;
  } cases[] = {
    {"GET /healthz HTTP/1.1\r\n", 200},
    {"HEAD /healthz HTTP/1.1\r\n", 200},
    {"GET /metrics HTTP/1.1\r\n", 200},
    {"GET /v1/server HTTP/1.1\r\n", 200},
    {"GET / HTTP/1.1\r\n", 404},
    {"GET /v1 HTTP/1.1\r\n", 404},
    {"GET /v1/server/ HTTP/1.1\r\n", 404},
    {"GET /V1/server HTTP/1.1\r\n", 404},
    {"POST /healthz HTTP/1.1\r\n", 405},
    {"DELETE /v1/sync HTTP/1.1\r\n", 405},
    {"GET /v1/sync HTTP/1.1\r\n", 405},
    {"GET /v1/enrol HTTP/1.1\r\n", 405},
    {"PUT /v1/evidence HTTP/1.1\r\n", 405},
    {"BREW /v1/events HTTP/1.1\r\n", 405},
    {"CONNECT localhost:443 HTTP/1.1\r\n", 404},
    {"POST /v1/sync HTTP/1.1\r\nContent-Length: 0\r\n", 401},
    {"GET /v1/events HTTP/1.1\r\n", 401},
    {"GET /v1/events HTTP/1.1\r\nAuthorization: Basic YTpi\r\n", 401},
    {"GET /v1/events HTTP/1.1\r\nAuthorization: Bearer \r\n", 401},
    {"GET /v1/events HTTP/1.1\r\nAuthorization: Bearer nobody.garbage\r\n", 401},
    {"OPTIONS /v1/evidence HTTP/1.1\r\n", 204},
    {"POST /v1/enrol HTTP/1.1\r\nContent-Length: 0\r\nContent-Encoding: zstd\r\n", 415},
    {"POST /v1/enrol HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", 411},
  };
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestAnswer) answer = test_ask (server, "%s" HOST "\r\n", cases[i].request);

      g_test_message ("%.*s", (int)strcspn (cases[i].request, "\r"), cases[i].request);
      test_assert_status (answer, cases[i].status);
      if (answer->status >= 400 && answer->body->len > 0)
        g_assert_true (g_str_has_prefix (test_answer_text (answer), "{\"error\":\""));
    }
}

static void
test_wrong_method_names_the_right_ones (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (TestAnswer) answer = test_ask (server, "PUT /v1/evidence/x HTTP/1.1\r\n" HOST "\r\n");
  g_autofree char *allowed = test_answer_header (answer, "Allow");

  test_assert_status (answer, 405);
  g_assert_cmpstr (allowed, ==, "OPTIONS, GET, HEAD, PATCH, DELETE");
}

static void
test_no_path_leads_out (void)
{
  static const char *const tails[] = {
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "%252e%252e%252fetc%252fpasswd",
    "sha256:../../../central.db",
    "sha256:..%2f..%2fserver.key",
    "sha256:%00",
    "..",
    ".",
    "%2e",
    "incoming",
    "server.key",
    "....//....//etc/passwd",
    "/etc/passwd",
    "%c0%ae%c0%ae%c0%afetc%c0%afpasswd",
    "sha256:0000000000000000000000000000000000000000000000000000000000000000%2f..",
    "sha256:0000000000000000000000000000000000000000000000000000000000000000\?x=../../server.key",
  };
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autofree char *token = test_server_enrol (server, "office", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      g_autoptr (TestAnswer) answer = test_ask (
        server, "GET /v1/evidence/%s HTTP/1.1\r\n" HOST "Authorization: Bearer %s\r\n\r\n", tails[i], token);

      g_test_message ("%s", tails[i]);
      g_assert_true (answer->status == 404 || answer->status == 400);
      g_assert_null (strstr (test_answer_text (answer), "root:"));
      g_assert_null (strstr (test_answer_text (answer), "hecha-key"));
    }
}

static void
hide_a_request (TestServer *server, const char *head)
{
  g_autoptr (GIOStream) stream = test_connect (server);
  g_autoptr (TestAnswer) answer = NULL;
  g_autofree char *shown = g_strescape (head, NULL);

  g_test_message ("%s", shown);
  test_send (stream, "POST /v1/enrol HTTP/1.1\r\n" HOST);
  test_send (stream, head);
  test_send (stream, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
  answer = test_read_answer (stream, TRUE);
  g_assert_true (answer->status == 400 || answer->status == 501 || answer->status == 0);
  g_assert_true (test_is_closed (stream));
}

/* Two programs could read two different requests in these bytes. None of them may be executed after the first. */
static void
test_no_request_is_smuggled (void)
{
  static const char *const heads[] = {
    "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
    "Content-Length: 0\r\nContent-Length: 50\r\n\r\n",
    "Content-Length: 50\r\nContent-Length: 0\r\n\r\n",
    "Content-Length: +0\r\n\r\n",
    "Content-Length: -1\r\n\r\n",
    "Content-Length: 99999999999999999999999\r\n\r\n",
    "Content-Length: \r\n\r\n",
    "Transfer-Encoding: identity\r\n\r\n",
    "Host: other\r\n\r\n",
  };
  /* libsoup 3.2.3 refuses these by itself, and forgets to free the path */
  static const char *const leaking_heads[] = {
    "Content-Length: 0, 0\r\n\r\n",
    "Content-Length: 0x0\r\n\r\n",
    "Transfer-Encoding: xchunked\r\n\r\n",
    "Transfer-Encoding: gzip, chunked\r\n\r\n",
    "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
  };
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    hide_a_request (server, heads[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (leaking_heads) && g_getenv ("HECHA_SANITIZED") == NULL; i++)
    hide_a_request (server, leaking_heads[i]);
}

static void
test_connection_is_kept (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (GIOStream) stream = test_connect (server);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TestAnswer) answer = NULL;

      test_send (stream, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
      answer = test_read_answer (stream, TRUE);
      test_assert_status (answer, 200);
      g_assert_cmpstr (test_answer_text (answer), ==, "ok\n");
    }
}

static void
test_small_refused_body_keeps_the_connection (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (GIOStream) stream = test_connect (server);
  g_autoptr (TestAnswer) first = NULL;
  g_autoptr (TestAnswer) second = NULL;

  test_send (stream, "POST /v1/sync HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n0123456789");
  first = test_read_answer (stream, TRUE);
  test_assert_status (first, 401);
  test_send (stream, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
  second = test_read_answer (stream, TRUE);
  test_assert_status (second, 200);
}

/* Until the server does not take more: how much it took. */
static guint64
pour (GIOStream *stream, guint64 most)
{
  g_autofree char *zeros = g_malloc0 (65536);
  guint64 sent = 0;

  while (sent < most && test_send_bytes (stream, zeros, 65536))
    sent += 65536;
  return sent;
}

static void
test_ten_gigabytes_are_refused_at_once (void)
{
  const guint64 size = G_GUINT64_CONSTANT (10) * 1024 * 1024 * 1024;
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autofree char *token = test_server_enrol (server, "office", NULL);
  g_autoptr (GIOStream) stream = test_connect (server);
  g_autofree char *head = g_strdup_printf ("POST /v1/sync HTTP/1.1\r\n" HOST "Authorization: Bearer %s\r\n"
                                           "Content-Length: %" G_GUINT64_FORMAT "\r\n\r\n",
                                           token, size);
  g_autoptr (TestAnswer) answer = NULL;

  test_send (stream, head);
  answer = test_read_answer (stream, TRUE);
  test_assert_status (answer, 413);
  /* the sender goes on all the same, and the server hangs up long before the end */
  g_assert_cmpuint (pour (stream, size), <, 64 * 1024 * 1024);
}

static void
test_stranger_cannot_pour (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (GIOStream) stream = test_connect (server);
  g_autoptr (TestAnswer) answer = NULL;

  test_send (stream, "POST /v1/evidence HTTP/1.1\r\n" HOST "Authorization: Bearer nobody.garbage\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n");
  answer = test_read_answer (stream, TRUE);
  test_assert_status (answer, 401);
  g_assert_cmpuint (pour (stream, G_GUINT64_CONSTANT (10) << 30), <, 64 * 1024 * 1024);
}

static GBytes *
make_bomb (gsize n_bytes)
{
  g_autofree guint8 *zeros = g_malloc0 (n_bytes);

  return hecha_zstd_compress (zeros, n_bytes, HECHA_ZSTD_LEVEL);
}

static TestAnswer *
push_compressed (TestServer *server, const char *token, const char *coding, GBytes *body)
{
  g_autoptr (GIOStream) stream = test_connect (server);
  gsize n_bytes;
  const void *bytes = g_bytes_get_data (body, &n_bytes);
  g_autofree char *head = g_strdup_printf ("POST /v1/sync HTTP/1.1\r\n" HOST
                                           "Authorization: Bearer %s\r\nContent-Encoding: %s\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           token, coding, n_bytes);

  test_send (stream, head);
  test_send_bytes (stream, bytes, n_bytes);
  return test_read_answer (stream, TRUE);
}

static void
test_bombs_do_not_go_off (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autofree char *token = test_server_enrol (server, "office", NULL);
  g_autoptr (GBytes) bomb = make_bomb (256 * 1024 * 1024);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("not zstd at all", 15);
  g_autoptr (TestAnswer) too_much = push_compressed (server, token, "zstd", bomb);
  g_autoptr (TestAnswer) no_zstd = push_compressed (server, token, "zstd", garbage);
  g_autoptr (TestAnswer) gzip = push_compressed (server, token, "gzip", garbage);
  g_autoptr (TestAnswer) twice = push_compressed (server, token, "zstd, zstd", garbage);

  test_assert_status (too_much, 413);
  test_assert_status (no_zstd, 400);
  test_assert_status (gzip, 415);
  test_assert_status (twice, 415);
}

/* The client's patience is far longer than the server's, and no other request is held up. */
static void
test_slow_clients_are_cut (void)
{
  static const char *const beginnings[] = {
    "",
    "GET /hea",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\n",
    "POST /v1/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n{",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
  };
  HechaHttpLimits limits = HECHA_HTTP_LIMITS;
  g_autoptr (TestServer) server = NULL;

  limits.head_ms = limits.idle_ms = limits.window_ms = 400;
  server = test_server_new (&limits, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GIOStream) stream = test_connect (server);
      g_autoptr (TestAnswer) answer = NULL;

      g_test_message ("%.*s", (int)strcspn (beginnings[i], "\r"), beginnings[i]);
      test_send (stream, beginnings[i]);
      if (g_str_has_suffix (beginnings[i], "\r\n\r\n"))
        answer = test_read_answer (stream, TRUE);
      while (!test_is_closed (stream))
        continue; /* an answer such as 408 would be all right */
    }
}

static gpointer
drip (gpointer data)
{
  GIOStream *stream = data;

  while (test_send_bytes (stream, "x", 1))
    g_usleep (50 * 1000); /* lint-allow sleep: slowness is what is tested */
  return NULL;
}

static void
test_drips_are_cut (void)
{
  static const char *const beginnings[] = {
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ",
    "POST /v1/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n{",
  };
  HechaHttpLimits limits = HECHA_HTTP_LIMITS;
  g_autoptr (TestServer) server = NULL;

  limits.head_ms = limits.window_ms = 400;
  server = test_server_new (&limits, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GIOStream) stream = test_connect (server);
      GThread *thread;

      test_send (stream, beginnings[i]);
      thread = g_thread_new ("drip", drip, stream);
      while (!test_is_closed (stream))
        continue;
      g_thread_join (thread);
    }
}

/* The first says that much will come, and sends nothing; the second waits for room, and gets it. */
static void
test_room_is_given_back (void)
{
  HechaHttpLimits limits = HECHA_HTTP_LIMITS;
  g_autoptr (TestServer) server = NULL;
  g_autoptr (GIOStream) holder = NULL;
  g_autofree char *token = NULL;
  g_autofree char *head = NULL;

  limits.window_ms = 400;
  limits.body_budget = 100000;
  server = test_server_new (&limits, TRUE);
  token = test_server_enrol (server, "office", NULL);
  head = g_strdup_printf ("POST /v1/sync HTTP/1.1\r\n" HOST "Authorization: Bearer %s\r\n"
                          "Content-Length: 60000\r\n\r\n",
                          token);
  holder = test_connect (server);
  test_send (holder, head);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TestAnswer) answer
        = test_ask (server,
                    "POST /v1/sync HTTP/1.1\r\n" HOST "Authorization: Bearer %s\r\n"
                    "Content-Length: 25\r\n\r\n{\"have\":[],\"hecha\":1  }\r\n",
                    token);

      g_assert_cmpuint (answer->status, !=, 0);
    }
  g_assert_true (test_is_closed (holder));
}

static void
test_silent_handshake_is_cut (void)
{
  HechaHttpLimits limits = HECHA_HTTP_LIMITS;
  g_autoptr (TestServer) server = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) silent = NULL;
  g_autoptr (GSocketConnection) half = NULL;

  limits.head_ms = 400;
  server = test_server_new (&limits, FALSE);
  silent = g_socket_client_connect_to_host (client, "127.0.0.1", server->port, NULL, NULL);
  half = g_socket_client_connect_to_host (client, "127.0.0.1", server->port, NULL, NULL);
  test_send_bytes (G_IO_STREAM (half), "\x16\x03\x01", 3);
  g_assert_true (test_is_closed (G_IO_STREAM (silent)));
  g_assert_true (test_is_closed (G_IO_STREAM (half)));
}

static void
test_too_many_connections_are_closed (void)
{
  HechaHttpLimits limits = HECHA_HTTP_LIMITS;
  g_autoptr (TestServer) server = NULL;
  g_autoptr (GIOStream) first = NULL;
  g_autoptr (GIOStream) second = NULL;
  g_autoptr (GIOStream) third = NULL;
  g_autoptr (TestAnswer) answer = NULL;

  limits.max_connections = 2;
  server = test_server_new (&limits, TRUE);
  first = test_connect (server);
  second = test_connect (server);
  third = test_connect (server);
  g_assert_true (test_is_closed (third));
  test_send (second, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
  answer = test_read_answer (second, TRUE);
  test_assert_status (answer, 200);
}

static void
connect_fd (int fd, TestServer *server)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};

  g_strlcpy (address.sun_path, server->socket_path, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
}

/* libsoup by itself would never accept again. */
static void
test_no_descriptors_left_is_no_end (void)
{
  static const char request[] = "GET /healthz HTTP/1.1\r\n" HOST "\r\n";
  g_autoptr (TestServer) server = test_server_new (NULL, TRUE);
  g_autoptr (GArray) hoard = g_array_new (FALSE, FALSE, sizeof (int));
  int client = socket (AF_UNIX, SOCK_STREAM, 0);
  struct rlimit before, now;
  char answer[16] = "";
  int fd;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  now = before;
  now.rlim_cur = 256;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &now), ==, 0);
  while ((fd = open ("/dev/null", O_RDONLY)) >= 0)
    g_array_append_val (hoard, fd);
  connect_fd (client, server);
  g_usleep (300 * 1000); /* lint-allow sleep: that the server could not accept is told by nobody */
  for (guint i = 0; i < hoard->len; i++)
    close (g_array_index (hoard, int, i));
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_assert_cmpint (write (client, request, strlen (request)), ==, strlen (request));
  g_assert_cmpint (read (client, answer, 12), ==, 12);
  g_assert_cmpstr (answer, ==, "HTTP/1.1 200");
  close (client);
}

static void
test_head_without_end_is_refused (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, TRUE);
  g_autoptr (GIOStream) stream = test_connect (server);
  g_autoptr (GString) line = g_string_new ("X-Filler: ");
  guint i = 0;

  for (guint n = 0; n < 1000; n++)
    g_string_append_c (line, 'x');
  g_string_append (line, "\r\n");
  test_send (stream, "GET /healthz HTTP/1.1\r\n" HOST);
  while (i < 1000 && test_send_bytes (stream, line->str, line->len))
    i++;
  g_assert_cmpuint (i, <, 1000);
}

static void
test_many_headers_are_refused (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (GString) head = g_string_new ("GET /healthz HTTP/1.1\r\n" HOST);
  g_autoptr (TestAnswer) answer = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (head, "X-%u: 1\r\n", i);
  answer = test_ask (server, "%s\r\n", head->str);
  test_assert_status (answer, 400);
}

static void
test_server_names_itself (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (TestAnswer) answer = test_ask (server, "GET /v1/server HTTP/1.1\r\n" HOST "\r\n");
  g_autofree char *key
    = hecha_public_key_dup_text (hecha_central_key (server->central)->sign_public, "ed25519");
  g_autofree char *signature
    = hecha_tls_sign_fingerprint (hecha_central_key (server->central), server->identity->fingerprint);

  test_assert_status (answer, 200);
  g_assert_nonnull (strstr (test_answer_text (answer), key));
  g_assert_nonnull (strstr (test_answer_text (answer), server->identity->fingerprint));
  g_assert_nonnull (strstr (test_answer_text (answer), signature));
  g_assert_nonnull (strstr (test_answer_text (answer), hecha_central_epoch (server->central)));
  g_assert_nonnull (strstr (test_answer_text (answer), "核查办公室"));
}

static void
test_codes_cannot_be_tried_by_the_dozen (void)
{
  static const char body[] = "{\"box_key\":\"x25519:%064d\",\"code\":\"0001-AAAA-AAAA-AAAA-AAAA-AAAA\","
                             "\"key\":\"ed25519:%064d\",\"name\":\"n\"}";
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autofree char *text = g_strdup_printf (body, 1, 1);
  guint n_wrong = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (TestAnswer) answer = test_ask (
        server, "POST /v1/enrol HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n%s", strlen (text), text);
      g_autofree char *later = test_answer_header (answer, "Retry-After");

      n_wrong += answer->status == 422;
      if (answer->status == 429)
        {
          g_assert_nonnull (later);
          break;
        }
    }
  g_assert_cmpuint (n_wrong, ==, 20);
}

static void
test_stopping_finishes_what_runs (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (GIOStream) stream = test_connect (server);
  g_autoptr (TestAnswer) first = NULL;
  g_autoptr (TestAnswer) answer = NULL;

  test_send (stream, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
  first = test_read_answer (stream, TRUE);
  test_send (stream, "POST /v1/enrol HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}");
  answer = test_read_answer (stream, TRUE);
  test_server_stop (server);
  g_assert_cmpuint (answer->status, !=, 0);
  g_assert_true (test_is_closed (stream));
}

static void
test_metrics_are_prometheus_and_name_nobody (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autofree char *token = test_server_enrol (server, "team", "T1");
  g_autofree char *device = g_strndup (token, 32);
  g_autoptr (TestAnswer) some = test_ask (server, "GET /who/is/T1 HTTP/1.1\r\n" HOST "\r\n");
  g_autoptr (TestAnswer) answer = test_ask (server, "GET /metrics HTTP/1.1\r\n" HOST "\r\n");
  g_auto (GStrv) lines = g_strsplit (test_answer_text (answer), "\n", -1);
  g_autoptr (GRegex) sample
    = g_regex_new ("^hecha_[a-z_]+(\\{([a-z]+=\"[^\"]*\",?)+\\})? [0-9.]+$", 0, 0, NULL);
  guint n = 0;

  test_assert_status (answer, 200);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !g_str_has_prefix (lines[i], "# HELP hecha_")
        && !g_str_has_prefix (lines[i], "# TYPE hecha_"))
      {
        g_assert_true (g_regex_match (sample, lines[i], 0, NULL));
        n++;
      }
  g_assert_cmpuint (n, >, 5);
  g_assert_null (strstr (test_answer_text (answer), "T1"));
  g_assert_null (strstr (test_answer_text (answer), "who"));
  g_assert_null (strstr (test_answer_text (answer), "P01"));
  g_assert_null (strstr (test_answer_text (answer), device));
}

static void
test_unix_socket_survives_odd_requests (void)
{
  static const char *const requests[] = {
    "GET /healthz HTTP/1.0\r\n\r\n",
    "GET /healthz HTTP/1.1\r\n\r\n",
    "GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    "\r\n\r\n",
    "\x16\x03\x01\x02\r\n\r\n",
    "GET\r\n\r\n",
    "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
    "GET /healthz\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
  };
  HechaHttpLimits limits = HECHA_HTTP_LIMITS;
  g_autoptr (TestServer) server = NULL;
  g_autoptr (TestAnswer) after = NULL;

  limits.head_ms = 300; /* some are no whole request */
  server = test_server_new (&limits, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (TestAnswer) answer = test_ask (server, "%s", requests[i]);

      g_autofree char *shown = g_strescape (requests[i], NULL);

      g_test_message ("%s: %u", shown, answer->status);
    }
  after = test_ask (server, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
  test_assert_status (after, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/every-route-answers", test_routes_answer);
  g_test_add_func ("/http/a-wrong-method-is-told-the-right-ones", test_wrong_method_names_the_right_ones);
  g_test_add_func ("/http/no-path-leads-out-of-the-directory", test_no_path_leads_out);
  g_test_add_func ("/http/no-request-is-smuggled", test_no_request_is_smuggled);
  g_test_add_func ("/http/a-connection-is-kept", test_connection_is_kept);
  g_test_add_func ("/http/a-small-refused-body-keeps-the-connection",
                   test_small_refused_body_keeps_the_connection);
  g_test_add_func ("/http/ten-gigabytes-are-refused-at-once", test_ten_gigabytes_are_refused_at_once);
  g_test_add_func ("/http/a-stranger-cannot-pour", test_stranger_cannot_pour);
  g_test_add_func ("/http/bombs-do-not-go-off", test_bombs_do_not_go_off);
  g_test_add_func ("/http/slow-clients-are-cut", test_slow_clients_are_cut);
  g_test_add_func ("/http/drips-are-cut", test_drips_are_cut);
  g_test_add_func ("/http/who-waits-for-room-gets-it", test_room_is_given_back);
  g_test_add_func ("/http/a-silent-handshake-is-cut", test_silent_handshake_is_cut);
  g_test_add_func ("/http/too-many-connections-are-closed", test_too_many_connections_are_closed);
  g_test_add_func ("/http/no-descriptors-left-is-no-end", test_no_descriptors_left_is_no_end);
  g_test_add_func ("/http/a-head-without-end-is-refused", test_head_without_end_is_refused);
  g_test_add_func ("/http/many-headers-are-refused", test_many_headers_are_refused);
  g_test_add_func ("/http/the-server-names-itself-and-its-certificate", test_server_names_itself);
  g_test_add_func ("/http/codes-cannot-be-tried-by-the-dozen", test_codes_cannot_be_tried_by_the_dozen);
  g_test_add_func ("/http/stopping-finishes-what-runs", test_stopping_finishes_what_runs);
  g_test_add_func ("/http/metrics-are-prometheus-and-name-nobody",
                   test_metrics_are_prometheus_and_name_nobody);
  g_test_add_func ("/http/the-unix-socket-survives-odd-requests", test_unix_socket_survives_odd_requests);
  return g_test_run ();
}
