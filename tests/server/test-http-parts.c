/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-fixture.h"

#include "hecha-http-budget.h"
#include "hecha-http-head.h"
#include "hecha-http-server-private.h"
#include "hecha-tls-identity.h"
#include "hecha-tries.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
test_lists (void)
{
  static const struct
  {
    const char *header;
    gboolean has;
  } cases[] = {
    {NULL, FALSE},          {"", FALSE},
    {"zstd", TRUE},         {"ZSTD", TRUE},
    {"gzip, zstd", TRUE},   {"gzip,zstd;q=0.5", TRUE},
    {"zstd;q=0", FALSE},    {"zstd; q=0.000", FALSE},
    {"zstd;q=0.001", TRUE}, {"zstdx", FALSE},
    {"x-zstd", FALSE},      {"gzip;zstd", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].header);
      g_assert_cmpint (hecha_http_list_has (cases[i].header, "zstd"), ==, cases[i].has);
    }
}

static void
test_routes (void)
{
  static const struct
  {
    const char *method, *path, *tail;
    gboolean there;
  } cases[] = {
    {"GET", "/healthz", NULL, TRUE},
    {"HEAD", "/healthz", NULL, TRUE},
    {"GET", "/healthz/", NULL, FALSE},
    {"GET", "//healthz", NULL, FALSE},
    {"PATCH", "/v1/evidence/abc", "abc", TRUE},
    {"PATCH", "/v1/evidence/a%62c", "abc", TRUE},
    {"PATCH", "/v1/evidence/", NULL, FALSE},
    {"PATCH", "/v1/evidence/a/b", NULL, FALSE},
    {"PATCH", "/v1/evidence/a%2Fb", NULL, FALSE},
    {"PATCH", "/v1/evidence/a%2fb", NULL, FALSE},
    {"PATCH", "/v1/evidence/a%00", NULL, FALSE},
    {"PATCH", "/v1/evidence/%zz", NULL, FALSE},
    {"PATCH", "/v1/evidence", NULL, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tail = NULL;
      g_autofree char *allowed = NULL;
      const HechaRoute *route = hecha_route_find (cases[i].method, cases[i].path, &tail, &allowed);

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      g_assert_cmpint (route != NULL, ==, cases[i].there);
      g_assert_cmpstr (tail, ==, cases[i].tail);
    }
}

static void
count_cb (gpointer data)
{
  (*(guint *)data)++;
}

static void
test_budget_is_kept_in_line (void)
{
  g_autoptr (HechaHttpBudget) budget = hecha_http_budget_new (100);
  guint large = 0, small = 0, gone = 0;

  g_assert_true (hecha_http_budget_take (budget, 60, count_cb, NULL));
  g_assert_false (hecha_http_budget_take (budget, 80, count_cb, &large));
  g_assert_false (hecha_http_budget_take (budget, 50, count_cb, &gone));
  /* there would be room, but it is not its turn */
  g_assert_false (hecha_http_budget_take (budget, 10, count_cb, &small));
  hecha_http_budget_forget (budget, &gone);
  g_assert_cmpuint (large + small, ==, 0);
  hecha_http_budget_give_back (budget, 60);
  g_assert_cmpuint (large, ==, 1);
  g_assert_cmpuint (small, ==, 1);
  g_assert_cmpuint (gone, ==, 0);
}

static void
test_budget_forgets_the_first (void)
{
  g_autoptr (HechaHttpBudget) budget = hecha_http_budget_new (100);
  guint first = 0, second = 0;

  g_assert_true (hecha_http_budget_take (budget, 60, count_cb, NULL));
  g_assert_false (hecha_http_budget_take (budget, 80, count_cb, &first));
  g_assert_false (hecha_http_budget_take (budget, 40, count_cb, &second));
  hecha_http_budget_forget (budget, &first);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (second, ==, 1);
}

/* What is used already is used; the next waits until enough of it came back. */
static void
test_overdrawn_budget (void)
{
  g_autoptr (HechaHttpBudget) budget = hecha_http_budget_new (100);
  guint next = 0;

  hecha_http_budget_charge (budget, 1000);
  g_assert_false (hecha_http_budget_take (budget, 1, count_cb, &next));
  hecha_http_budget_give_back (budget, 900);
  g_assert_cmpuint (next, ==, 0);
  hecha_http_budget_give_back (budget, 100);
  g_assert_cmpuint (next, ==, 1);
}

static void
test_tries (void)
{
  g_autoptr (HechaTries) tries = hecha_tries_new (3, 1000);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (hecha_tries_allowed (tries, "a", 5000 + i));
      hecha_tries_failed (tries, "a", 5000 + i);
    }
  g_assert_false (hecha_tries_allowed (tries, "a", 5999));
  g_assert_true (hecha_tries_allowed (tries, "b", 5999));
  g_assert_true (hecha_tries_allowed (tries, "a", 6000));
  hecha_tries_failed (tries, "a", 6000);
  g_assert_true (hecha_tries_allowed (tries, "a", 6001));
}

/* From ever new addresses: what is kept stays bounded, and the tries do too. */
static void
test_tries_from_everywhere (void)
{
  g_autoptr (HechaTries) tries = hecha_tries_new (3, 1000);

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *who = g_strdup_printf ("10.0.%u.%u", i / 256, i % 256);

      hecha_tries_failed (tries, who, 5000);
    }
  g_assert_false (hecha_tries_allowed (tries, "192.168.1.1", 5001));
  g_assert_true (hecha_tries_allowed (tries, "192.168.1.1", 6001));
}

/* One connection, shown the certificate. */
typedef struct
{
  GSocketListener *listener;
  GTlsCertificate *certificate;
} Show;

static gpointer
show_certificate (gpointer data)
{
  Show *show = data;
  g_autoptr (GSocketConnection) plain = g_socket_listener_accept (show->listener, NULL, NULL, NULL);
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (plain), show->certificate, NULL);

  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
  return NULL;
}

/* What a client that trusts @ca thinks of the server when it calls it @name. */
static GTlsCertificateFlags
judge (HechaTlsIdentity *server, const char *ca, const char *name)
{
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca, NULL);
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  Show show = {listener, server->certificate};
  GThread *thread = g_thread_new ("show", show_certificate, &show);
  g_autoptr (GSocketConnection) plain
    = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (name, port);
  g_autoptr (GIOStream) tls = g_tls_client_connection_new (G_IO_STREAM (plain), identity, NULL);
  GTlsCertificateFlags errors;

  g_tls_connection_set_database (G_TLS_CONNECTION (tls), database);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
  errors = g_tls_connection_get_peer_certificate_errors (G_TLS_CONNECTION (tls));
  g_io_stream_close (tls, NULL, NULL);
  g_thread_join (thread);
  return errors;
}

static void
test_certificate_is_accepted (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autofree char *certificate = g_build_filename (dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  g_autofree char *key = g_build_filename (dir, HECHA_TLS_KEY_FILE, NULL);
  g_autoptr (HechaTlsIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  if (g_getenv ("HECHA_SANITIZED") != NULL)
    {
      g_test_skip ("LeakSanitizer crashes when GnuTLS has loaded a file of authorities");
      return;
    }
  g_assert_true (hecha_tls_identity_create (dir, hecha_env_system (), &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (key, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  identity = hecha_tls_identity_load (certificate, key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (identity->fingerprint), ==, 64);
  g_assert_false (hecha_tls_identity_create (dir, hecha_env_system (), NULL)); /* never over another */

  g_assert_cmpint (judge (identity, certificate, "localhost"), ==, 0);
  g_assert_cmpint (judge (identity, certificate, "127.0.0.1"), ==, 0);
  g_assert_cmpint (judge (identity, certificate, "example.org"), ==, G_TLS_CERTIFICATE_BAD_IDENTITY);
  test_remove_dir (dir);
}

static void
test_broken_certificates (void)
{
  g_autofree char *dir = test_make_dir ();
  g_autofree char *certificate = g_build_filename (dir, HECHA_TLS_CERTIFICATE_FILE, NULL);
  g_autofree char *key = g_build_filename (dir, HECHA_TLS_KEY_FILE, NULL);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) garbage = NULL;
  g_autoptr (GError) swapped = NULL;

  g_assert_null (hecha_tls_identity_load (certificate, key, &missing));
  g_assert_nonnull (missing);
  hecha_tls_identity_create (dir, hecha_env_system (), NULL);
  g_assert_null (hecha_tls_identity_load (key, certificate, &swapped));
  g_assert_nonnull (swapped);
  g_assert_true (g_file_set_contents (certificate, "no certificate", -1, NULL));
  g_assert_null (hecha_tls_identity_load (certificate, key, &garbage));
  g_assert_nonnull (garbage);
  test_remove_dir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-parts/a-word-in-a-list-is-found", test_lists);
  g_test_add_func ("/http-parts/a-path-has-one-route-or-none", test_routes);
  g_test_add_func ("/http-parts/a-budget-is-kept-in-line", test_budget_is_kept_in_line);
  g_test_add_func ("/http-parts/a-budget-forgets-who-left", test_budget_forgets_the_first);
  g_test_add_func ("/http-parts/an-overdrawn-budget-makes-the-next-wait", test_overdrawn_budget);
  g_test_add_func ("/http-parts/tries-are-counted-by-source", test_tries);
  g_test_add_func ("/http-parts/tries-from-everywhere-are-counted-together", test_tries_from_everywhere);
  g_test_add_func ("/http-parts/the-certificate-is-accepted-for-its-names", test_certificate_is_accepted);
  g_test_add_func ("/http-parts/broken-certificates-are-told", test_broken_certificates);
  return g_test_run ();
}
