/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-conflict.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

/* A laptop that was copied, and what the office made of it. Neither branch is given up, so nothing is chosen: the
 * laptop is revoked or replaced, and somebody says that the branches were looked at, and why that is enough. */

/**
 * HechaForkInput:
 * @fork: a conflict of the kind fork, as it is before the person's eyes
 * @reason: why nothing is left to do about it
 */
typedef struct
{
  const HechaConflict *fork;
  const char *reason;
} HechaForkInput;

gboolean hecha_fork_settle (HechaAct *act, gpointer input, GError **error);
gboolean hecha_fork_read (HechaConflict *fork, HechaReader *reader, GError **error);

/* what the server checks */
char *hecha_fork_guard (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *type);

G_END_DECLS
