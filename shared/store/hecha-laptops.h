/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaLaptop:
 * @dev: the device
 * @name: what it is called
 * @role: office, team or visitor
 * @home: its own scope
 * @person: who uses it; empty for nobody in particular
 * @last_ms: time of its last entry that is here, as its clock says, ms since 1970; 0 for none
 * @entries: of it that are here
 * @held: of them under a hold that is not decided
 * @parked: of them that wait for others
 * @seen_ms: when it synced last, as the server told, ms since 1970; 0 for never
 * @told: whether what follows is known
 * @ahead_ms: what its clock was ahead of the server's then; negative for behind
 * @unsent: entries that it still had then
 * @files: of evidence, that it still had then
 * @bytes: of these
 * @wanted: files that its entries name and the server lacks
 * @revoked: it may bring what it has, and gets nothing any more
 * @forked: its records went two ways
 *
 * A laptop, as far as the journal here tells of it. All strings are owned.
 */
typedef struct
{
  char *dev;
  char *name;
  char *role;
  char *home;
  char *person;
  gint64 last_ms;
  guint entries;
  guint held;
  guint parked;
  gint64 seen_ms;
  gboolean told;
  gint64 ahead_ms;
  guint unsent;
  guint files;
  gint64 bytes;
  guint wanted;
  gboolean revoked;
  gboolean forked;
} HechaLaptop;

GPtrArray *hecha_store_laptops (HechaStore *self, GError **error);
gboolean hecha_store_keep_code (HechaStore *self, const char *code, GError **error);
char *hecha_store_dup_code (HechaStore *self, const char *invitation);

G_END_DECLS
