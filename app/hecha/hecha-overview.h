/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-summary.h"

G_BEGIN_DECLS

/**
 * HechaHeld:
 * @what: record type and id of what the entry was about, for display
 * @reason: why the server holds it
 * @decision: (nullable): released or rejected; %NULL while the office has not decided
 *
 * An entry that came under a hold.
 */
typedef struct
{
  char *type;
  char *record;
  char *reason;
  char *decision;
} HechaHeld;

/**
 * HechaOverview:
 * @items: (element-type HechaSampleItem): what is assigned here
 * @summary: what is waiting, and since when
 * @held: (element-type HechaHeld): what the server holds
 * @enrolled: the store belongs to a server
 * @organisation: (nullable): whose server
 * @url: (nullable): its address
 * @name: (nullable): what this laptop is called
 * @device: (nullable): active, revoked or stopped, as the server said last
 * @receipt: (nullable): the last receipt, JSON
 *
 * A copy of what the window shows of the store as a whole.
 */
typedef struct
{
  GPtrArray *items;
  HechaSummary summary;
  GPtrArray *held;
  gboolean enrolled;
  char *organisation;
  char *url;
  char *name;
  char *device;
  char *receipt;
} HechaOverview;

HechaOverview *hecha_overview_load (HechaStore *store, GError **error);
void hecha_overview_free (HechaOverview *self);
guint64 hecha_overview_n_waiting (const HechaOverview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaOverview, hecha_overview_free)

G_END_DECLS
