/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-central.h"
#include "hecha-http-connection.h"
#include "hecha-http-head.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _HechaExchange HechaExchange;
typedef struct _HechaHttpServer HechaHttpServer;

/**
 * HechaRouteFlags:
 * @HECHA_ROUTE_TOKEN: needs `Authorization: Bearer`; the caller is known before the handler runs
 * @HECHA_ROUTE_ZSTD: the body and the answer may be compressed
 * @HECHA_ROUTE_LENGTH: a body without a length is refused (411)
 * @HECHA_ROUTE_STREAM: @begin is called before the body comes, and takes it as it comes
 */
typedef enum
{
  HECHA_ROUTE_NONE = 0,
  HECHA_ROUTE_TOKEN = 1 << 0,
  HECHA_ROUTE_ZSTD = 1 << 1,
  HECHA_ROUTE_LENGTH = 1 << 2,
  HECHA_ROUTE_STREAM = 1 << 3,
} HechaRouteFlags;

/**
 * HECHA_HTTP_STATUS:
 *
 * A domain of errors whose code is a status of HTTP: for work that fails in a way only HTTP has a word for.
 */
#define HECHA_HTTP_STATUS (hecha_http_status_quark ())
GQuark hecha_http_status_quark (void);

/**
 * HechaExchangeWork:
 * @self: the exchange, which nobody else touches meanwhile
 *
 * Runs in a worker thread: it may block, and must not touch the message.
 *
 * Returns: (transfer full) (nullable): what is answered
 */
typedef GBytes *(*HechaExchangeWork) (HechaExchange *self, GError **error);

/**
 * HechaExchangeDone:
 * @self: the exchange
 * @answer: (nullable): what the work returned
 * @error: (nullable): or why it failed
 *
 * Runs in the server's main context after the work, also when the client is gone.
 */
typedef void (*HechaExchangeDone) (HechaExchange *self, GBytes *answer, const GError *error);

/**
 * HechaRoute:
 * @method: "GET" also stands for "HEAD" where that has no route of its own
 * @path: when it ends in a slash, something follows: the tail
 * @max_body: bytes, as they come over the wire
 * @content_type: of a good answer
 * @work: reads the whole body and makes the answer, in a worker; or
 * @begin: in the main context; answers now or later
 */
typedef struct
{
  const char *method;
  const char *path;
  guint64 max_body;
  HechaRouteFlags flags;
  const char *content_type;
  HechaExchangeWork work;
  void (*begin) (HechaExchange *self);
} HechaRoute;

/**
 * HechaExchangeSink:
 * @chunk: some of the body came
 * @done: all of it came; the message is paused
 * @aborted: no more will come, and nobody waits for an answer
 *
 * Where a body goes as it comes. In the main context.
 */
typedef struct
{
  void (*chunk) (HechaExchange *self, GBytes *bytes);
  void (*done) (HechaExchange *self);
  void (*aborted) (HechaExchange *self);
} HechaExchangeSink;

/**
 * HechaExchange:
 * @server: (not owned): whose it is
 * @msg: (not owned): the message that owns this
 * @connection: (owned): over which it came
 * @route: (nullable): where it goes
 * @tail: (owned) (nullable): what follows the route's path, unescaped; never with a slash
 * @caller: (owned) (nullable): who asks
 * @token: (owned) (nullable): how they say it
 * @range: (owned) (nullable): the header `Range`, hidden from libsoup
 * @head: what was announced
 * @body: (owned) (nullable): what came, as it came
 * @received: bytes of body that came
 * @zstd_body: @body is compressed
 * @zstd_answer: the client understands zstd; cleared by the work when its answer is not compressed
 * @sink: (nullable): where the body goes
 * @sink_data: the sink's
 *
 * One request and its answer.
 */
struct _HechaExchange
{
  HechaHttpServer *server;
  SoupServerMessage *msg;
  HechaHttpConnection *connection;
  const HechaRoute *route;
  char *tail;
  HechaCaller *caller;
  char *token;
  char *range;
  HechaHttpHead head;
  GByteArray *body;
  guint64 received;
  gboolean zstd_body;
  gboolean zstd_answer;
  const HechaExchangeSink *sink;
  gpointer sink_data;

  gint64 began;       /* monotonic, in µs */
  gsize reserved;     /* of the budget for bodies */
  guint begun : 1;    /* the headers came */
  guint complete : 1; /* the whole body came */
  guint paused : 1;
  guint answered : 1;
  guint gone : 1; /* libsoup no longer has it */
};

HechaExchange *hecha_exchange_new (HechaHttpServer *server, SoupServerMessage *msg);

const char *hecha_exchange_get_header (HechaExchange *self, const char *name);
void hecha_exchange_set_header (HechaExchange *self, const char *name, const char *value);

void hecha_exchange_pause (HechaExchange *self);
void hecha_exchange_resume (HechaExchange *self);
void hecha_exchange_run (HechaExchange *self, HechaExchangeWork work, HechaExchangeDone done);
void hecha_exchange_run_beside (HechaExchange *self, HechaExchangeWork work, HechaExchangeDone done);

void hecha_exchange_answer (HechaExchange *self, guint status, const char *content_type, GBytes *answer);
void hecha_exchange_fail (HechaExchange *self, guint status, const char *kind, const char *reason);
void hecha_exchange_fail_with (HechaExchange *self, const GError *error);
void hecha_exchange_cut (HechaExchange *self);

G_END_DECLS
