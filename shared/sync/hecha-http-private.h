/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/hecha-transport.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What the files of the way over HTTP share: who the server is, what is asked for, and how files go. */

/* Who are you? The one question that may go to a stranger: it carries no secret. */
#define HECHA_HTTP_SERVER_PATH "/v1/server"

typedef struct
{
  HechaTransport parent;
  char *url;            /* (owned) without the slash at the end */
  char *token;          /* (owned) (nullable) */
  char *server_id;      /* (owned) (nullable) */
  char *pin;            /* (owned) (nullable) */
  SoupSession *session; /* (owned) */
  char *trusted;        /* (owned) (nullable) fingerprint that the server's key signed */
  char *seen; /* (owned) (nullable) fingerprint of the last certificate that no authority vouched for */
  GCancellable *stop; /* (nullable) of the request that is on its way */
  gboolean stranger;  /* that request was stopped, as it would have gone to one */
} HechaHttp;

void hecha_http_watch (HechaHttp *self, SoupMessage *message);
gboolean hecha_http_check_server (HechaHttp *self, GBytes *answer, GError **error);

SoupMessage *hecha_http_message_new (HechaHttp *self, const char *method, const char *path, GError **error);
GInputStream *
hecha_http_send (HechaHttp *self, SoupMessage *message, GCancellable *cancellable, GError **error);
GBytes *
hecha_http_send_and_read (HechaHttp *self, SoupMessage *message, GCancellable *cancellable, GError **error);
GBytes *hecha_http_read (GInputStream *stream, GCancellable *cancellable, GError **error);
void hecha_http_translate (GError **error, const GError *problem);
void hecha_http_report (GError **error, guint status, GBytes *body);
gboolean hecha_http_pause (const GError *problem, guint tries, GCancellable *cancellable);
gboolean hecha_http_recognise (HechaHttp *self, GCancellable *cancellable, GError **error);
gboolean hecha_http_is_unrecognised (HechaHttp *self, const GError *problem);

gboolean
hecha_http_upload (HechaTransport *transport, const char *path, const char *digest,
                   HechaTransportProgress progress, gpointer data, GCancellable *cancellable, GError **error);
gboolean
hecha_http_download (HechaTransport *transport, const char *digest, goffset *offset, HechaTransportSink sink,
                     gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
