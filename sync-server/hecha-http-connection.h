/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HechaHttpLimits:
 * @max_connections: open connections; further ones are closed at once
 * @head_ms: longest time for the TLS handshake, and again for the head of a request, as a whole
 * @idle_ms: longest time between two requests; more than nginx keeps its own (60 s), so that nginx closes first
 * @window_ms: a body or an answer must move @window_bytes in each such time
 * @window_bytes: low, since the roads that we serve are thin: it ends a drip, not a poor link
 * @body_budget: bytes of requests and of answers to syncs in memory, of all connections together; who finds no room
 *   waits
 *
 * What one client can take from the others.
 */
typedef struct
{
  guint max_connections;
  gint64 head_ms;
  gint64 idle_ms;
  gint64 window_ms;
  guint64 window_bytes;
  gsize body_budget;
} HechaHttpLimits;

extern const HechaHttpLimits HECHA_HTTP_LIMITS;

/**
 * HechaHttpPhase:
 * @HECHA_HTTP_HANDSHAKE: TLS is being agreed
 * @HECHA_HTTP_IDLE: between two requests
 * @HECHA_HTTP_HEAD: a request line and headers are awaited
 * @HECHA_HTTP_BODY: a body is being read
 * @HECHA_HTTP_WORKING: we are at work; the client may be silent
 * @HECHA_HTTP_ANSWER: an answer is being written
 *
 * What a connection is doing, and so which limit it is under.
 */
typedef enum
{
  HECHA_HTTP_HANDSHAKE,
  HECHA_HTTP_IDLE,
  HECHA_HTTP_HEAD,
  HECHA_HTTP_BODY,
  HECHA_HTTP_WORKING,
  HECHA_HTTP_ANSWER,
} HechaHttpPhase;

#define HECHA_TYPE_HTTP_CONNECTION (hecha_http_connection_get_type ())
G_DECLARE_FINAL_TYPE (HechaHttpConnection, hecha_http_connection, HECHA, HTTP_CONNECTION, GIOStream)

HechaHttpConnection *hecha_http_connection_new (GIOStream *base, GSocket *socket);
void hecha_http_connection_enter (HechaHttpConnection *self, HechaHttpPhase phase);
HechaHttpPhase hecha_http_connection_get_phase (HechaHttpConnection *self);
void hecha_http_connection_moved (HechaHttpConnection *self, gsize n_bytes);
gboolean hecha_http_connection_is_late (HechaHttpConnection *self, const HechaHttpLimits *limits);
void hecha_http_connection_cut (HechaHttpConnection *self);
void hecha_http_connection_end_writing (HechaHttpConnection *self);

void hecha_http_connection_tag (HechaHttpConnection *self, GSocketAddress *remote);
HechaHttpConnection *hecha_http_connection_of (GSocketAddress *remote);

G_END_DECLS
