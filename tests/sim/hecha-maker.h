/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-naive.h"
#include "journal/hecha-entry.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaMade:
 * @bytes: (owned): the entry
 * @parent: index of the entry that it follows; -1 for none
 * @device: index of who wrote it
 *
 * An entry that no program made, for tests that need what programs would not do.
 */
typedef struct
{
  char *bytes;
  HechaDigest digest;
  char dev[64];
  char scope[96];
  gint64 seq;
  int parent;
  int device;
} HechaMade;

HechaMade *hecha_made_new (const char *dev, const char *scope, const HechaMade *parent, HechaTime at,
                           const char *by, const char *ops);
void hecha_made_free (HechaMade *self);
void hecha_made_head (const HechaMade *self, const HechaKey *key, HechaHead *head);
gboolean hecha_made_put_head (const HechaMade *self, const HechaKey *key, HechaStore *store, GError **error);

/* What a store tells of a scope, in the words of #HechaNaive, so that the two can be compared. */
HechaNaive *hecha_told_by_store (HechaStore *store, const char *scope, GError **error);
/* Says where two differ; %NULL where they do not. */
char *hecha_told_difference (const HechaNaive *expected, const HechaNaive *told);

G_END_DECLS
