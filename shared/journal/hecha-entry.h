/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"
#include "base/hecha-json.h"
#include "base/hecha-key.h"
#include "base/hecha-time.h"

G_BEGIN_DECLS

#define HECHA_ENTRY_MAX_OPS 1000
#define HECHA_ENTRY_MAX_ID  200
/* Entries between two heads; and their bytes. A page ends at a head, so this bounds pages. */
#define HECHA_HEAD_MAX_ENTRIES 500
#define HECHA_HEAD_MAX_BYTES   (2 * 1024 * 1024)

/**
 * HechaText:
 *
 * A piece of somebody else's bytes; not NUL-terminated.
 */
typedef struct
{
  const char *text; /* (not owned) */
  gsize length;
} HechaText;

/**
 * HechaOp:
 * @type: `t`
 * @id: which record
 * @set: token of the object field → value; 0 when absent
 * @add: token of the object field → elements; 0 when absent
 * @rem: token of the object field → removals; 0 when absent
 * @over: token of the list of digests; 0 when absent
 * @why: token of the reason; 0 when absent
 *
 * One operation of an entry (docs/protocol.md 1.3), as tokens of the entry's scan.
 */
typedef struct
{
  HechaText type;
  HechaText id;
  guint set;
  guint add;
  guint rem;
  guint over;
  guint why;
} HechaOp;

/**
 * HechaEntry:
 *
 * A scanned entry. Borrows the bytes. One object can scan many entries in turn.
 */
typedef struct
{
  HechaJson json;
  HechaDigest digest;
  HechaDigest prev; /* meaningful when seq > 1 */
  HechaText dev;
  HechaText scope;
  HechaText by;
  gint64 seq;
  HechaTime at;
  guint ops; /* token of the array */
  guint n_ops;
} HechaEntry;

#define HECHA_ENTRY_INIT                                                                                     \
  {                                                                                                          \
    HECHA_JSON_INIT                                                                                          \
  }

gboolean hecha_entry_scan (HechaEntry *self, const char *bytes, gsize n_bytes, GError **error);
void hecha_entry_clear (HechaEntry *self);
guint hecha_entry_first_op (const HechaEntry *self);
guint hecha_entry_next_op (const HechaEntry *self, guint token);
guint hecha_entry_nth_op (const HechaEntry *self, gint64 index);
void hecha_entry_get_op (const HechaEntry *self, guint token, HechaOp *op);

/**
 * HechaHead:
 *
 * The author's signature over the last entry of a piece of a chain (docs/protocol.md 1.6).
 */
typedef struct
{
  char dev[64];
  char scope[96];
  gint64 seq;
  HechaDigest digest;
  guint8 key[HECHA_PUBLIC_KEY_BYTES];
  guint8 signature[HECHA_SIGNATURE_BYTES];
} HechaHead;

void hecha_head_sign (HechaHead *self, const HechaKey *key);
gboolean hecha_head_verify (const HechaHead *self, GError **error);
void hecha_head_append_line (const HechaHead *self, GString *out);
gboolean hecha_head_from_json (HechaHead *self, const HechaJson *json, guint token, GError **error);
gboolean hecha_dev_is_valid (const char *dev, gsize length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaEntry, hecha_entry_clear)

G_END_DECLS
