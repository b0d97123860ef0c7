/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* The office's nonce for a draw at a site: 40 decimal digits that only the office knows. The assignment commits to it
 * with its SHA-256; the office reveals it once, after it wrote down the hash of the frame that was told to it. */

#define HECHA_NONCE_DIGITS 40

/**
 * HechaNonceInput:
 * @sample: as of hecha_assignment_find()
 * @scope: (nullable): which team or visit, where several have it
 * @frame_hash: as it was told
 * @told_by: a person of the assignment
 * @nonce: (out) (owned): what to tell them
 */
typedef struct
{
  const char *sample;
  const char *scope;
  const char *frame_hash;
  const char *told_by;
  char *nonce;
} HechaNonceInput;

void hecha_nonce_commit (HechaAct *act, HechaActOp *assignment, const char *scope, const char *id);
gboolean hecha_nonce_check (const HechaRecord *assignment, const char *nonce, GError **error);
gboolean hecha_nonce_is_for (const HechaRecord *nonce, const HechaRecord *frame);
gboolean hecha_nonce_record (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
