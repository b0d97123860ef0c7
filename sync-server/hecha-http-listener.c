/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-listener.h"

#include "base/hecha-error.h"
#include "hecha-main-call.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/stat.h>

/* libsoup would accept by itself, but it stops for ever at the first failed accept (no descriptors left), does the
 * handshake on threads that the rest of the process needs, and has a use after free there (CVE-2026-2436). */

#define HANDSHAKE_THREADS 16
#define ACCEPT_PAUSE_MS   100
#define SWEEP_MS          500
/* A client that writes nothing for longer than any phase allows; only guards the blocking calls of TLS. */
#define SOCKET_SECONDS 60

struct _HechaHttpListener
{
  const HechaHttpLimits *limits; /* (not owned) */
  GTlsCertificate *certificate;  /* (owned) (nullable): plain HTTP without one */
  HechaHttpAccepted accepted;
  gpointer data;

  GMainContext *context;   /* (owned) */
  GSocket *socket;         /* (owned) (nullable) */
  GSource *accept_source;  /* (owned) (nullable) */
  GSource *sweep_source;   /* (owned) */
  GThreadPool *handshakes; /* (owned) */
  GHashTable *connections; /* of HechaHttpConnection, not owned: each leaves when it is finalized */
  char *url;               /* (owned) (nullable) */
  char *unix_path;         /* (owned) (nullable): removed at the end */
  guint64 n_refused, n_cut;
};

typedef struct
{
  HechaHttpListener *listener;
  HechaHttpConnection *connection; /* (owned) */
  GTlsConnection *tls;             /* (owned) (nullable) */
  GSocket *socket;                 /* (owned) */
  gboolean agreed;
} Arrival;

static void
arrival_free (Arrival *self)
{
  g_clear_object (&self->connection);
  g_clear_object (&self->tls);
  g_clear_object (&self->socket);
  g_free (self);
}

static void
forget_connection (gpointer data, GObject *was)
{
  HechaHttpListener *self = data;

  g_hash_table_remove (self->connections, was);
}

static GSocketAddress *
loopback_address (void)
{
  return g_inet_socket_address_new_from_string ("127.0.0.1", 0);
}

/* libsoup takes every address for one of the internet, and a peer on a Unix socket has none. */
static GSocketAddress *
dup_address (GSocketAddress *address)
{
  g_autoptr (GSocketAddress) known = address;

  return G_IS_INET_SOCKET_ADDRESS (known) ? g_steal_pointer (&known) : loopback_address ();
}

static void
hand_over (Arrival *arrival)
{
  HechaHttpListener *self = arrival->listener;
  g_autoptr (GSocketAddress) local = dup_address (g_socket_get_local_address (arrival->socket, NULL));
  g_autoptr (GSocketAddress) remote = dup_address (g_socket_get_remote_address (arrival->socket, NULL));

  hecha_http_connection_tag (arrival->connection, remote);
  hecha_http_connection_enter (arrival->connection, HECHA_HTTP_HEAD);
  self->accepted (arrival->connection, local, remote, self->data);
}

static gboolean
handshake_done_cb (gpointer data)
{
  Arrival *arrival = data;

  if (arrival->agreed && arrival->listener->socket != NULL)
    hand_over (arrival);
  return G_SOURCE_REMOVE;
}

/* In a thread of the pool. The sweep ends a handshake that takes too long. */
static void
shake_hands (gpointer data, gpointer user_data)
{
  Arrival *arrival = data;

  arrival->agreed = g_tls_connection_handshake (arrival->tls, NULL, NULL);
  hecha_main_call (arrival->listener->context, handshake_done_cb, arrival, (GDestroyNotify)arrival_free);
}

/* A thread is given only to who has said something. */
static gboolean
first_bytes_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  Arrival *arrival = g_steal_pointer ((Arrival **)data);

  if (condition & (G_IO_HUP | G_IO_ERR))
    arrival_free (arrival);
  else
    g_thread_pool_push (arrival->listener->handshakes, arrival, NULL);
  return G_SOURCE_REMOVE;
}

static void
free_waiting (gpointer data)
{
  Arrival **slot = data;

  g_clear_pointer (slot, arrival_free);
  g_free (slot);
}

static void
wait_for_first_bytes (Arrival *arrival)
{
  g_autoptr (GSource) source = g_socket_create_source (arrival->socket, G_IO_IN, NULL);
  Arrival **slot = g_new0 (Arrival *, 1);

  *slot = arrival;
  g_source_set_callback (source, G_SOURCE_FUNC (first_bytes_cb), slot, free_waiting);
  g_source_attach (source, arrival->listener->context);
}

static GTlsConnection *
wrap_in_tls (GIOStream *stream, GTlsCertificate *certificate)
{
  static const char *const protocols[] = {"http/1.1", NULL};
  /* No client shows a certificate. With the system's database each connection would read all authorities: 20 MB. */
  GObject *tls = g_initable_new (g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()),
                                 NULL, NULL, "base-io-stream", stream, "certificate", certificate, "database",
                                 NULL, "require-close-notify", FALSE, NULL);

  if (tls == NULL)
    return NULL;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  return G_TLS_CONNECTION (tls);
}

static void
welcome (HechaHttpListener *self, GSocket *socket)
{
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  Arrival *arrival = g_new0 (Arrival, 1);

  g_socket_set_timeout (socket, SOCKET_SECONDS);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  arrival->listener = self;
  arrival->socket = g_object_ref (socket);
  if (self->certificate != NULL)
    arrival->tls = wrap_in_tls (G_IO_STREAM (stream), self->certificate);
  arrival->connection = hecha_http_connection_new (
    arrival->tls != NULL ? G_IO_STREAM (arrival->tls) : G_IO_STREAM (stream), socket);
  g_hash_table_add (self->connections, arrival->connection);
  g_object_weak_ref (G_OBJECT (arrival->connection), forget_connection, self);

  if (arrival->tls != NULL)
    wait_for_first_bytes (arrival);
  else
    {
      if (self->certificate == NULL)
        hand_over (arrival);
      arrival_free (arrival);
    }
}

static void start_accepting (HechaHttpListener *self);

static gboolean
accept_again_cb (gpointer data)
{
  start_accepting (data);
  return G_SOURCE_REMOVE;
}

static void
replace_source (HechaHttpListener *self, GSource *source)
{
  if (self->accept_source != NULL)
    g_source_destroy (self->accept_source);
  g_clear_pointer (&self->accept_source, g_source_unref);
  self->accept_source = source;
  if (source != NULL)
    g_source_attach (source, self->context);
}

/* No descriptor is free, most likely: whoever is connected may leave meanwhile. */
static void
pause_accepting (HechaHttpListener *self)
{
  GSource *source = g_timeout_source_new (ACCEPT_PAUSE_MS);

  g_source_set_callback (source, accept_again_cb, self, NULL);
  replace_source (self, source);
}

static gboolean
incoming_cb (GSocket *listening, GIOCondition condition, gpointer data)
{
  HechaHttpListener *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_accept (listening, NULL, &error);

  if (socket == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  if (socket == NULL)
    {
      pause_accepting (self);
      return G_SOURCE_REMOVE;
    }
  if (g_hash_table_size (self->connections) < self->limits->max_connections)
    welcome (self, socket);
  else
    self->n_refused++;
  return G_SOURCE_CONTINUE;
}

static void
start_accepting (HechaHttpListener *self)
{
  GSource *source = g_socket_create_source (self->socket, G_IO_IN, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (incoming_cb), self, NULL);
  replace_source (self, source);
}

static gboolean
sweep_cb (gpointer data)
{
  HechaHttpListener *self = data;
  GHashTableIter iter;
  gpointer connection;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    if (hecha_http_connection_is_late (connection, self->limits))
      {
        hecha_http_connection_cut (connection);
        hecha_http_connection_enter (connection, HECHA_HTTP_WORKING);
        self->n_cut++;
      }
  return G_SOURCE_CONTINUE;
}

/**
 * hecha_http_listener_new:
 * @limits: (not owned): what one client may take; the sweep looks every half second, or oftener for shorter limits
 * @certificate: (nullable): for TLS; with %NULL there is none, for a Unix socket behind a proxy
 * @accepted: called for each connection
 * @data: for @accepted
 *
 * Lives in the thread-default main context of the caller.
 *
 * Returns: (transfer full): a listener that does not listen yet
 */
HechaHttpListener *
hecha_http_listener_new (const HechaHttpLimits *limits, GTlsCertificate *certificate,
                         HechaHttpAccepted accepted, gpointer data)
{
  HechaHttpListener *self = g_new0 (HechaHttpListener, 1);
  gint64 sweep_ms = MIN (SWEEP_MS, MIN (limits->head_ms, limits->window_ms) / 4);

  self->limits = limits;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->accepted = accepted;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  self->connections = g_hash_table_new (NULL, NULL);
  self->handshakes = g_thread_pool_new (shake_hands, NULL, HANDSHAKE_THREADS, FALSE, NULL);
  self->sweep_source = g_timeout_source_new ((guint)MAX (sweep_ms, 1));
  g_source_set_callback (self->sweep_source, sweep_cb, self, NULL);
  g_source_attach (self->sweep_source, self->context);
  return self;
}

/**
 * hecha_http_listener_free:
 * @self: (transfer full) (nullable): a listener whose connections are gone
 */
void
hecha_http_listener_free (HechaHttpListener *self)
{
  GHashTableIter iter;
  gpointer connection;

  if (self == NULL)
    return;
  hecha_http_listener_stop (self);
  hecha_http_listener_cut_all (self);
  g_thread_pool_free (self->handshakes, FALSE, TRUE);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    g_object_weak_unref (connection, forget_connection, self);
  g_source_destroy (self->sweep_source);
  g_source_unref (self->sweep_source);
  g_hash_table_unref (self->connections);
  g_clear_object (&self->certificate);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self->unix_path);
  g_free (self);
}

static GSocket *
listening_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, 512);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/* "127.0.0.1:8443", "[::1]:0", "localhost:8443" */
static GSocketAddress *
parse_address (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon != NULL ? g_strndup (text, colon - text) : NULL;
  GSocketAddress *address = NULL;
  guint64 port;
  gsize length = host != NULL ? strlen (host) : 0;

  if (length > 1 && host[0] == '[' && host[length - 1] == ']')
    {
      host[length - 1] = '\0';
      memmove (host, host + 1, length - 1);
    }
  if (host != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    address = g_inet_socket_address_new_from_string (strcmp (host, "localhost") == 0 ? "127.0.0.1" : host,
                                                     (guint)port);
  if (address == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                 _ ("“%s” is not an address and a port, such as 127.0.0.1:8443"), text);
  return address;
}

static char *
dup_url (GSocket *socket, gboolean tls)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  gboolean v6 = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("%s://%s%s%s:%u", tls ? "https" : "http", v6 ? "[" : "", host, v6 ? "]" : "",
                          g_inet_socket_address_get_port (inet));
}

/**
 * hecha_http_listener_listen_tcp:
 * @address: such as "127.0.0.1:8443" or "[::]:8443"; port 0 picks a free one
 * @error: %HECHA_ERROR_INVALID or why the system refused
 *
 * Returns: whether it listens
 */
gboolean
hecha_http_listener_listen_tcp (HechaHttpListener *self, const char *address, GError **error)
{
  g_autoptr (GSocketAddress) parsed = parse_address (address, error);

  if (parsed == NULL)
    return FALSE;
  self->socket = listening_socket (parsed, error);
  if (self->socket == NULL)
    {
      g_prefix_error (error, _ ("Cannot listen on %s: "), address);
      return FALSE;
    }
  self->url = dup_url (self->socket, self->certificate != NULL);
  start_accepting (self);
  return TRUE;
}

/* Whether somebody answers there: a socket whose program died stays as a file. */
static gboolean
is_answered (GSocketAddress *address)
{
  g_autoptr (GSocket) probe
    = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  return probe != NULL && g_socket_connect (probe, address, NULL, NULL);
}

static gboolean
is_socket (const char *path)
{
  GStatBuf status;

  return g_lstat (path, &status) == 0 && S_ISSOCK (status.st_mode);
}

/**
 * hecha_http_listener_listen_unix:
 * @path: where the socket shall be; one that nobody answers any more is replaced
 * @error: why the system refused
 *
 * The group may connect too, so that the proxy can run as another user of that group.
 *
 * Returns: whether it listens
 */
gboolean
hecha_http_listener_listen_unix (HechaHttpListener *self, const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  if (is_socket (path) && !is_answered (address))
    g_unlink (path);
  self->socket = listening_socket (address, error);
  if (self->socket == NULL || g_chmod (path, 0660) != 0)
    {
      g_prefix_error (error, _ ("Cannot listen on %s: "), path);
      return FALSE;
    }
  self->unix_path = g_strdup (path);
  self->url = g_strconcat ("unix:", path, NULL);
  start_accepting (self);
  return TRUE;
}

/**
 * hecha_http_listener_get_url:
 *
 * Returns: (transfer none): such as "https://127.0.0.1:41007" or "unix:/run/hecha/http.sock"
 */
const char *
hecha_http_listener_get_url (HechaHttpListener *self)
{
  return self->url;
}

/**
 * hecha_http_listener_stop:
 *
 * Accepts nobody any more. Who is connected stays.
 */
void
hecha_http_listener_stop (HechaHttpListener *self)
{
  replace_source (self, NULL);
  g_clear_object (&self->socket);
  if (self->unix_path != NULL)
    g_unlink (self->unix_path);
  g_clear_pointer (&self->unix_path, g_free);
}

static void
cut_if (HechaHttpListener *self, gboolean idle_only)
{
  GHashTableIter iter;
  gpointer connection;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    {
      HechaHttpPhase phase = hecha_http_connection_get_phase (connection);

      if (!idle_only || phase == HECHA_HTTP_IDLE || phase == HECHA_HTTP_HANDSHAKE || phase == HECHA_HTTP_HEAD)
        hecha_http_connection_cut (connection);
    }
}

/**
 * hecha_http_listener_cut_idle:
 *
 * Ends the connections in which no request is being answered.
 */
void
hecha_http_listener_cut_idle (HechaHttpListener *self)
{
  cut_if (self, TRUE);
}

/**
 * hecha_http_listener_cut_all:
 *
 * Ends all connections.
 */
void
hecha_http_listener_cut_all (HechaHttpListener *self)
{
  cut_if (self, FALSE);
}

/**
 * hecha_http_listener_get_n_connections:
 *
 * Returns: how many are open now
 */
guint
hecha_http_listener_get_n_connections (HechaHttpListener *self)
{
  return g_hash_table_size (self->connections);
}

/**
 * hecha_http_listener_get_n_refused:
 *
 * Returns: how many were closed at once because there were too many
 */
guint64
hecha_http_listener_get_n_refused (HechaHttpListener *self)
{
  return self->n_refused;
}

/**
 * hecha_http_listener_get_n_cut:
 *
 * Returns: how many were ended because they were too slow
 */
guint64
hecha_http_listener_get_n_cut (HechaHttpListener *self)
{
  return self->n_cut;
}
