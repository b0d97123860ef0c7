/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-head.h"

#include <string.h>

#define MAX_HEADERS     64
#define MAX_SIZE_DIGITS 18 /* below 2^63 */

static gboolean
read_size (const char *text, gsize length, guint64 *size)
{
  guint64 value = 0;

  if (length == 0 || length > MAX_SIZE_DIGITS)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = value * 10 + (guint64)(text[i] - '0');
    }
  *size = value;
  return TRUE;
}

static guint
count_headers (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  guint n = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    n++;
  return n;
}

/* RFC 9112 6.1, 6.3: a length or chunks, once, and nothing that another program could read otherwise. */
static const char *
read_length (HechaHttpHead *self, SoupMessageHeaders *headers)
{
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const char *coding = soup_message_headers_get_list (headers, "Transfer-Encoding");
  guint64 size = 0;

  if (length != NULL && coding != NULL)
    return "Content-Length and Transfer-Encoding contradict each other";
  if (coding != NULL && g_ascii_strcasecmp (coding, "chunked") != 0)
    return "No other Transfer-Encoding than chunked is understood";
  if (length != NULL && !read_size (length, strlen (length), &size))
    return "Content-Length is not one number";
  self->length = coding != NULL ? -1 : (gint64)size;
  return NULL;
}

/**
 * hecha_http_head_read:
 * @self: (out caller-allocates): what was read
 * @msg: a request whose headers are there
 *
 * To be asked in "got-headers", whatever the request is. What is refused here must end the connection, since
 * nobody can say where the next request would begin.
 *
 * Returns: (nullable): why the request is refused
 */
const char *
hecha_http_head_read (HechaHttpHead *self, SoupServerMessage *msg)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *host = soup_message_headers_get_list (headers, "Host");

  self->length = 0;
  self->expects = (soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE) != 0;
  if (count_headers (headers) > MAX_HEADERS)
    return "There are too many headers";
  if (host != NULL && strpbrk (host, ", \t@/") != NULL)
    return "Host is not one name";
  if (soup_server_message_get_http_version (msg) == SOUP_HTTP_1_0
      && soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    return "HTTP/1.0 has no Transfer-Encoding";
  return read_length (self, headers);
}

static HechaHttpRangeKind
last_bytes (HechaHttpRange *self, const char *text, guint64 size)
{
  guint64 n;

  if (!read_size (text, strlen (text), &n))
    return HECHA_HTTP_RANGE_WHOLE;
  if (n == 0 || size == 0)
    return HECHA_HTTP_RANGE_OUTSIDE;
  self->n_bytes = MIN (n, size);
  self->first = size - self->n_bytes;
  return HECHA_HTTP_RANGE_PART;
}

/**
 * hecha_http_range_read:
 * @self: (out caller-allocates): the part; all of it unless %HECHA_HTTP_RANGE_PART is returned
 * @header: (nullable): the value of `Range`
 * @size: of the whole, in bytes
 *
 * Reads RFC 9110 14.1.2 for one range. Several ranges, other units and nonsense count as no `Range` at all, as
 * that RFC allows; libsoup's own code for them reads outside the body (CVE-2026-2443).
 *
 * Returns: what to send
 */
HechaHttpRangeKind
hecha_http_range_read (HechaHttpRange *self, const char *header, guint64 size)
{
  const char *dash;
  guint64 first, last = G_MAXINT64;

  self->first = 0;
  self->n_bytes = size;
  if (header == NULL || g_ascii_strncasecmp (header, "bytes=", 6) != 0)
    return HECHA_HTTP_RANGE_WHOLE;
  header += 6;
  dash = strchr (header, '-');
  if (dash == NULL)
    return HECHA_HTTP_RANGE_WHOLE;
  if (dash == header)
    return last_bytes (self, dash + 1, size);
  if (!read_size (header, dash - header, &first)
      || (dash[1] != '\0' && !read_size (dash + 1, strlen (dash + 1), &last)) || last < first)
    return HECHA_HTTP_RANGE_WHOLE;
  if (first >= size)
    return HECHA_HTTP_RANGE_OUTSIDE;
  self->first = first;
  self->n_bytes = MIN (last, size - 1) - first + 1;
  return HECHA_HTTP_RANGE_PART;
}

/**
 * hecha_http_list_has:
 * @header: (nullable): a list of words, such as the value of `Accept-Encoding`
 * @word: one of them
 *
 * Returns: whether it is there, and not with a weight of zero
 */
gboolean
hecha_http_list_has (const char *header, const char *word)
{
  g_auto (GStrv) items = header != NULL ? g_strsplit (header, ",", 32) : NULL;

  for (gsize i = 0; items != NULL && items[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (items[i], ";", 2);
      gboolean none = parts[0] != NULL && parts[1] != NULL && g_strrstr (parts[1], "q=0") != NULL
                      && strpbrk (parts[1], "123456789") == NULL;

      if (parts[0] != NULL && g_ascii_strcasecmp (g_strstrip (parts[0]), word) == 0)
        return !none;
    }
  return FALSE;
}
