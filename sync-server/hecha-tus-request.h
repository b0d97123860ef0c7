/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"
#include "hecha-http-exchange.h"

#include <openssl/evp.h>

G_BEGIN_DECLS

/**
 * HechaTusRequest:
 * @size: `Upload-Length`
 * @offset: `Upload-Offset`
 * @digest: from `Upload-Metadata`
 * @has_body: bytes of the file come with this request
 * @hash: (nullable): the algorithm of `Upload-Checksum`
 * @checksum: (owned) (nullable): its value
 *
 * What the headers of a tus request say.
 */
typedef struct
{
  guint64 size;
  guint64 offset;
  HechaDigest digest;
  gboolean has_body;
  const EVP_MD *hash;
  GBytes *checksum;
} HechaTusRequest;

#define HECHA_TUS_CHECKSUM_ALGORITHMS "sha1,sha256"

gboolean hecha_tus_request_check_version (HechaExchange *exchange);
gboolean hecha_tus_request_read_creation (HechaTusRequest *self, HechaExchange *exchange);
gboolean hecha_tus_request_read_patch (HechaTusRequest *self, HechaExchange *exchange);
void hecha_tus_request_clear (HechaTusRequest *self);

G_END_DECLS
