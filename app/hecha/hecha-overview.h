/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-package.h"
#include "store/hecha-files.h"
#include "store/hecha-summary.h"

G_BEGIN_DECLS

/**
 * HechaHeld:
 * @digest: of the entry
 * @type: of the record that the entry was about
 * @record: id of this record
 * @reason: why the server holds it
 * @decision: (nullable): released or rejected; %NULL while the office has not decided
 * @decision_reason: (nullable): why
 *
 * An entry that came under a hold.
 */
typedef struct
{
  char *digest;
  char *type;
  char *record;
  char *reason;
  char *decision;
  char *decision_reason;
} HechaHeld;

/**
 * HechaOverview:
 * @summary: what is waiting, and since when
 * @held: (element-type HechaHeld): what the server holds
 * @waiting: (element-type HechaWaitingFile): the evidence files that are sent next
 * @files: evidence on this laptop
 * @disk_free: bytes on the store's disk; 0 when nobody knows
 * @enrolled: the store belongs to a server
 * @organisation: (nullable): whose server
 * @url: (nullable): its address
 * @name: (nullable): what this laptop is called
 * @device: (nullable): active, revoked or stopped, as the server said last
 * @receipt: (nullable): the last receipt, JSON
 * @protected: the store has a passphrase
 * @locked: it has to be given first
 * @office: this is the office's laptop
 * @visitor: this laptop is for an unannounced visit
 * @package: the days of its package, and whether it may be opened today
 *
 * A copy of what the window shows of the store as a whole.
 */
typedef struct
{
  HechaSummary summary;
  GPtrArray *held;
  GPtrArray *waiting;
  HechaFileCounts files;
  guint64 disk_free;
  gboolean enrolled;
  char *organisation;
  char *url;
  char *name;
  char *device;
  char *receipt;
  gboolean protected;
  gboolean locked;
  gboolean office;
  gboolean visitor;
  HechaPackage package;
} HechaOverview;

HechaOverview *hecha_overview_load (HechaStore *store, GError **error);
void hecha_overview_free (HechaOverview *self);
guint64 hecha_overview_n_waiting (const HechaOverview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaOverview, hecha_overview_free)

G_END_DECLS
