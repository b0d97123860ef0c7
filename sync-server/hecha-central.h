/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "base/hecha-key.h"

G_BEGIN_DECLS

/* The part of the server that touches the database, behind one small interface: nothing above it knows SQLite.
 * All calls are blocking and may come from any thread; pushes that wait at the same time share one commit. */

typedef struct _HechaCentral HechaCentral;

/**
 * HechaCaller:
 * @dev: the device, by its token
 * @role: "office", "team" or "visitor"; %NULL when the server does not know it (restored from an older backup)
 * @state: "active", "revoked" or "stopped"
 */
typedef struct
{
  char *dev;
  char *role;
  char *state;
} HechaCaller;

void hecha_caller_free (HechaCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaCaller, hecha_caller_free)

/* Called in the thread that committed, after each commit that brought entries, so keep it short. */
typedef void (*HechaCentralChanged) (gpointer data);

gboolean hecha_central_init (const char *dir, const char *organisation, const HechaEnv *env, GError **error);
HechaCentral *hecha_central_open (const char *dir, const HechaEnv *env, GError **error);
void hecha_central_close (HechaCentral *self);
void hecha_central_set_changed (HechaCentral *self, HechaCentralChanged changed, gpointer data);
const HechaKey *hecha_central_key (HechaCentral *self);
const char *hecha_central_epoch (HechaCentral *self);
char *hecha_central_organisation (HechaCentral *self);

/* Devices. */
char *hecha_central_invite (HechaCentral *self, const char *role, const char *team, const char *package,
                            const char *name, const char *person, GError **error);
GBytes *hecha_central_enrol (HechaCentral *self, GBytes *request, GError **error);
HechaCaller *hecha_central_authenticate (HechaCentral *self, const char *token, GError **error);
GBytes *hecha_central_devices (HechaCentral *self, GError **error);
gboolean hecha_central_revoke (HechaCentral *self, const char *dev, const char *reason, GError **error);

/* Sync: request and answer are the lines of docs/protocol.md 4.5, not compressed. */
GBytes *hecha_central_sync (HechaCentral *self, const HechaCaller *caller, GBytes *request, GError **error);
char *hecha_central_heads (HechaCentral *self, const HechaCaller *caller, GError **error);

/* Evidence: the files are in DIR/evidence; the database says who may see which. */
gboolean hecha_central_may_read_evidence (HechaCentral *self, const HechaCaller *caller, const char *digest,
                                          GError **error);
gboolean
hecha_central_evidence_arrived (HechaCentral *self, const char *digest, gint64 n_bytes, GError **error);

/* For the operator. Each answers one JSON document. */
GBytes *hecha_central_holds (HechaCentral *self, GError **error);
GBytes *hecha_central_digest (HechaCentral *self, const char *scope, GError **error);
GBytes *hecha_central_verify (HechaCentral *self, GError **error);
GBytes *hecha_central_counts (HechaCentral *self, GError **error);
gboolean hecha_central_backup (HechaCentral *self, const char *destination, GError **error);
GBytes *
hecha_central_import_bundle (HechaCentral *self, const char *path, const char *receipt, GError **error);
gboolean hecha_central_export_bundle (HechaCentral *self, const char *dev, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaCentral, hecha_central_close)

G_END_DECLS
