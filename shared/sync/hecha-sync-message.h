/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-exchange.h"
#include "store/hecha-reports.h"

G_BEGIN_DECLS

/* The lines of docs/protocol.md 4.5 to 4.7. Everything read here comes from the other side: the strict
 * scanner first. */

/* A request or an answer, not compressed. */
#define HECHA_SYNC_MAX_BYTES (8 * 1024 * 1024)

/**
 * HechaSyncRequest:
 * @heads: digest of what the device has, this request included
 * @have: (element-type HechaTip) (nullable): the same in full, sorted; %NULL when it was left out
 * @report: what the device says of itself; not told in a bundle, which travels
 * @dev: whose it is, in a bundle; empty over HTTP, where the token says it
 * @lines: entries and heads, borrowed from the request
 * @n_lines: bytes
 */
typedef struct
{
  HechaDigest heads;
  GArray *have;
  HechaReport report;
  char dev[64];
  const char *lines;
  gsize n_lines;
} HechaSyncRequest;

GBytes *hecha_sync_request_build (const HechaDigest *heads, GArray *have, const char *dev,
                                  const HechaReport *report, const GString *lines);
gboolean hecha_sync_request_parse (HechaSyncRequest *self, GBytes *bytes, GError **error);
void hecha_sync_request_clear (HechaSyncRequest *self);

/**
 * HechaSyncAnswer:
 * @device: active, revoked or stopped
 * @devices: (nullable) (element-type HechaReport): for the office, with the last page: what is known of each device
 * @epoch: the server's
 * @accepted: (element-type HechaTip): how far the server has the chains that were handed over
 * @lacks: (element-type HechaTip): chains of which the device has more, and how far the server has them
 * @held: (element-type utf8): digests of entries that came under a hold
 * @reasons: (element-type utf8): of each of these
 * @parked: (element-type utf8): digests of entries that wait for others
 * @refused: (element-type HechaRefusal)
 * @wanted: (element-type utf8): digests of evidence that is asked for
 * @stored: (element-type utf8): digests of evidence that came in a bundle and is on disk
 * @lines: entries and heads; borrowed from the answer when it was parsed
 * @n_lines: bytes
 * @more: another page waits
 * @need_have: the request has to be made again with `have`
 * @receipt: (nullable): canonical JSON
 */
typedef struct
{
  char *device;
  GPtrArray *devices;
  char *epoch;
  GArray *accepted;
  GArray *lacks;
  GPtrArray *held;
  GPtrArray *reasons;
  GPtrArray *parked;
  GPtrArray *refused;
  GPtrArray *wanted;
  GPtrArray *stored;
  const char *lines;
  gsize n_lines;
  gboolean more;
  gboolean need_have;
  char *receipt;
} HechaSyncAnswer;

HechaSyncAnswer *hecha_sync_answer_new (void);
void hecha_sync_answer_free (HechaSyncAnswer *self);
GBytes *hecha_sync_answer_build (const HechaSyncAnswer *self);
HechaSyncAnswer *hecha_sync_answer_parse (GBytes *bytes, GError **error);

char *hecha_receipt_build (const HechaKey *key, const char *dev, const char *epoch, const char *at,
                           GArray *tips, const HechaDigest *heads);
gboolean hecha_receipt_verify (const char *receipt, const char *server_id, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaSyncRequest, hecha_sync_request_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSyncAnswer, hecha_sync_answer_free)

G_END_DECLS
