/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/* What every command with `--store DIR` begins with. */

HechaStore *hechactl_store_open (HechactlInvocation *self, GError **error);
char *hechactl_store_dup_person (HechactlInvocation *self, HechaStore *store);
gboolean hechactl_store_act (HechactlInvocation *self, HechaStore *store, HechaActFunc func, gpointer input,
                             GError **error);

G_END_DECLS
