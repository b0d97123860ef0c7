/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server-private.h"

#include "base/hecha-error.h"
#include "base/hecha-zstd.h"

#include <glib/gi18n-lib.h>

#define MAX_PLAIN_BYTES (8 * 1024 * 1024)
#define MAX_ZSTD_BYTES  (4 * 1024 * 1024)
/* Below this the frame around compressed bytes costs more than it saves. */
#define WORTH_BYTES 200

static gboolean
check_compressed_size (HechaExchange *self, GError **error)
{
  if (self->body->len <= MAX_ZSTD_BYTES)
    return TRUE;
  g_set_error (error, HECHA_HTTP_STATUS, 413, _ ("More than %d compressed bytes came at once"),
               MAX_ZSTD_BYTES);
  return FALSE;
}

/* A few bytes can stand for gigabytes; no more than MAX_PLAIN_BYTES of them are made. */
static gboolean
decompress (const GByteArray *body, GByteArray *plain, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (hecha_zstd_decompress (body->data, body->len, MAX_PLAIN_BYTES, plain, &local))
    return TRUE;
  if (g_error_matches (local, HECHA_ERROR, HECHA_ERROR_REFUSED))
    g_set_error_literal (error, HECHA_HTTP_STATUS, 413, local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The body as lines; what it was compressed from is freed. */
static GBytes *
take_request (HechaExchange *self, GError **error)
{
  g_autoptr (GByteArray) body = g_steal_pointer (&self->body);
  g_autoptr (GByteArray) plain = NULL;

  if (!self->zstd_body)
    return g_byte_array_free_to_bytes (g_steal_pointer (&body));
  plain = g_byte_array_new ();
  if (!decompress (body, plain, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&plain));
}

static GBytes *
compress (HechaExchange *self, GBytes *answer)
{
  g_autoptr (GBytes) plain = answer;
  gsize n_bytes;
  const void *bytes = g_bytes_get_data (plain, &n_bytes);

  self->zstd_answer = self->zstd_answer && n_bytes >= WORTH_BYTES;
  return self->zstd_answer ? hecha_zstd_compress (bytes, n_bytes, HECHA_ZSTD_LEVEL)
                           : g_steal_pointer (&plain);
}

/* POST /v1/sync (docs/protocol.md 4.5) */
GBytes *
hecha_route_sync (HechaExchange *self, GError **error)
{
  g_autoptr (GBytes) request = NULL;
  GBytes *answer = NULL;

  if (!self->zstd_body || check_compressed_size (self, error))
    request = take_request (self, error);
  if (request != NULL)
    answer = hecha_central_sync (self->server->options.central, self->caller, request, error);
  return answer != NULL ? compress (self, answer) : NULL;
}
