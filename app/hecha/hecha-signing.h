/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-store-worker.h"

#include "domain/hecha-sign.h"

G_BEGIN_DECLS

/**
 * HechaSigning:
 * @scope: of the assignment
 * @sample: its id
 * @hash: of the content that was shown
 * @person, @role, @strokes, @typed_name, @confirmed_by, @confirmer_name, @early_reason, @witness, @objection, @refused:
 *   as in #HechaSignInput
 *
 * A signature that a person gave in the window. All texts are owned; what is not there is %NULL.
 */
typedef struct
{
  char *scope;
  char *sample;
  char *hash;
  char *person;
  const char *role;
  char *strokes;
  char *typed_name;
  char *confirmed_by;
  char *confirmer_name;
  char *early_reason;
  char *witness;
  char *objection;
  gboolean refused;
} HechaSigning;

HechaSigning *hecha_signing_new (const HechaSampleData *data);
void hecha_signing_free (HechaSigning *self);
void hecha_signing_run_async (HechaStoreWorker *worker, HechaSigning *signing, GAsyncReadyCallback done,
                              gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSigning, hecha_signing_free)

G_END_DECLS
