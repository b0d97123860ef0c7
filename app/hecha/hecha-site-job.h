/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaSiteDeed:
 * @HECHA_SITE_FREEZE: with @kind and @units
 * @HECHA_SITE_CANCEL: with @reason
 * @HECHA_SITE_DRAW: with @size and either @dice and @witnesses, or @nonce
 * @HECHA_SITE_REPLACE: with @unit and @reason
 */
typedef enum
{
  HECHA_SITE_FREEZE,
  HECHA_SITE_CANCEL,
  HECHA_SITE_DRAW,
  HECHA_SITE_REPLACE,
} HechaSiteDeed;

/**
 * HechaSiteJob:
 *
 * One act of a draw at the site, on its way to the store's thread. All texts are owned, and %NULL where the deed has
 * none; the names are those of domain/hecha-site-rule.h.
 */
typedef struct
{
  HechaSiteDeed deed;
  char *sample;
  char *unit;
  char *reason;
  char *kind;
  char **units;
  guint size;
  char *dice;
  char *nonce;
  char **witnesses;
} HechaSiteJob;

HechaSiteJob *hecha_site_job_new (HechaSiteDeed deed, const char *sample);
void hecha_site_job_run (HechaSiteJob *self, HechaStoreWorker *worker, GAsyncReadyCallback done,
                         gpointer user_data);

G_END_DECLS
