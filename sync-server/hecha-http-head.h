/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What a request says about itself, read strictly: libsoup 3.2.3 lets through what makes two programs see two
 * different requests in the same bytes. */

/**
 * HechaHttpHead:
 * @length: bytes of body that are announced; -1 when chunked
 * @expects: the client waits for our word before it sends the body
 */
typedef struct
{
  gint64 length;
  gboolean expects;
} HechaHttpHead;

const char *hecha_http_head_read (HechaHttpHead *self, SoupServerMessage *msg);

/**
 * HechaHttpRange:
 * @first: offset of the first byte
 * @n_bytes: how many
 */
typedef struct
{
  guint64 first;
  guint64 n_bytes;
} HechaHttpRange;

typedef enum
{
  HECHA_HTTP_RANGE_WHOLE,
  HECHA_HTTP_RANGE_PART,
  HECHA_HTTP_RANGE_OUTSIDE,
} HechaHttpRangeKind;

HechaHttpRangeKind hecha_http_range_read (HechaHttpRange *self, const char *header, guint64 size);

gboolean hecha_http_list_has (const char *header, const char *word);

G_END_DECLS
