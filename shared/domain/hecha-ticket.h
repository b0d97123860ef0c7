/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-frame.h"

G_BEGIN_DECLS

/* "0.", at most 78 digits of a 256-bit number, NUL. */
#define HECHA_TICKET_BYTES 81
/* A SHA-256 or SM3; and in hex, NUL. */
#define HECHA_HASH_BYTES      32
#define HECHA_HASH_TEXT_BYTES 65

typedef struct _HechaTicketer HechaTicketer;

gboolean hecha_sampling_hash (HechaSamplingAlgorithm algorithm, const char *text,
                              char hash[HECHA_HASH_TEXT_BYTES], GError **error);

HechaTicketer *hecha_ticketer_new (HechaSamplingAlgorithm algorithm, const char *seed, GError **error);
void hecha_ticketer_free (HechaTicketer *self);
void hecha_ticketer_get (HechaTicketer *self, const char *id, char ticket[HECHA_TICKET_BYTES]);
void hecha_ticket_from_hash (const guint8 hash[HECHA_HASH_BYTES], char ticket[HECHA_TICKET_BYTES]);
char *hecha_ticket_dup_short (const char *ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTicketer, hecha_ticketer_free)

G_END_DECLS
