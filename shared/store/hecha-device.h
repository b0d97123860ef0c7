/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-exchange.h"

G_BEGIN_DECLS

/* What the server keeps of devices: invitations, states, what they may have and what they still owe. */

/**
 * HechaInvitation:
 * @id: the first group of the code
 * @secret: SHA-256 of the secret groups
 * @role: office, team or visitor
 * @home: the device's own scope
 * @name: what the device is called
 * @person: who uses it; empty for nobody in particular
 * @expires: ms since 1970
 * @tries: wrong secrets that are left
 * @used_by: (nullable): the key that enrolled with it, as text
 */
typedef struct
{
  char *id;
  HechaDigest secret;
  char *role;
  char *home;
  char *name;
  char *person;
  gint64 expires;
  gint64 tries;
  char *used_by;
} HechaInvitation;

void hecha_invitation_free (HechaInvitation *self);
gboolean hecha_store_put_invitation (HechaStore *self, const HechaInvitation *invitation, GError **error);
HechaInvitation *hecha_store_get_invitation (HechaStore *self, const char *id, GError **error);

GHashTable *hecha_store_device_scopes (HechaStore *self, const char *dev, GError **error);
char *hecha_store_device_state (HechaStore *self, const char *dev);
gboolean hecha_store_set_device_state (HechaStore *self, const char *dev, const char *state, GError **error);
gboolean hecha_store_device_seen (HechaStore *self, const char *dev, GError **error);
gint64 hecha_store_device_last_seen (HechaStore *self, const char *dev);
gboolean hecha_store_is_forked (HechaStore *self, const char *dev, gboolean *forked, GError **error);

gboolean hecha_store_hold_later (HechaStore *self, const char *dev, gint64 since_ms, const char *reason,
                                 GError **error);

GPtrArray *hecha_store_wanted (HechaStore *self, const char *dev, guint limit, GError **error);
gboolean hecha_store_names_evidence (HechaStore *self, GHashTable *scopes, const char *digest,
                                     gboolean *named, GError **error);

/* Of the entries @digests: those under a hold with its reason (nullable), and those that are parked. */
gboolean hecha_store_held_and_parked (HechaStore *self, GArray *digests, GPtrArray *held, GPtrArray *reasons,
                                      GPtrArray *parked, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaInvitation, hecha_invitation_free)

G_END_DECLS
