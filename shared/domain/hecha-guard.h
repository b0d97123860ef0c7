/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

/**
 * HechaGuardMemo:
 * @scope: (owned) (nullable): whose answer it is; %NULL while there is none
 * @dev: (owned) (nullable): the same
 * @rights: of the reader, when it was asked
 * @writer: what the device writes as; 0: nothing in this scope
 * @last: its last entry that counts, where it was revoked
 * @foreign: it may read the scope, not write in it
 *
 * What a device may do in a scope. Most entries come after another one of the same chain.
 */
typedef struct
{
  char *scope;
  char *dev;
  guint64 rights;
  guint writer;
  gint64 last;
  gboolean foreign;
} HechaGuardMemo;

void hecha_guard_memo_clear (HechaGuardMemo *self);

char *
hecha_guard (HechaReader *reader, const HechaEntry *entry, const char *scope, const char *dev, gpointer data);
char *hecha_guard_dup_reason (const char *reason);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaGuardMemo, hecha_guard_memo_clear)

G_END_DECLS
