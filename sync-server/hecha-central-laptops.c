/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-central-private.h"

#include "base/hecha-code.h"
#include "domain/hecha-laptop.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "store/hecha-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the office asked for its laptops, done when its entry arrives (docs/protocol.md 3.4). Everything here may be
 * done again: a server that was restored does it when the office's entries come back. */

/* ---- invitations ---- */

/* The server's own clock has the last word: nobody makes an invitation that is good for ever. */
static gint64
expiry (HechaCentral *self, const HechaRecord *record)
{
  gint64 now = hecha_env_now_ms (&self->env), until = 0;

  hecha_rule_time_to_ms (hecha_record_get (record, "until"), &until, NULL);
  return MIN (until, now + (gint64)HECHA_INVITATION_DAYS * 24 * 3600 * 1000);
}

/* A box that was not sealed for this server, and an id that the operator gave out, make no invitation. */
static gboolean
begin_invitation (HechaCentral *self, const HechaRecord *record, GError **error)
{
  const char *sealed = hecha_record_get (record, "sealed");
  g_autoptr (HechaInvitation) invitation = g_new0 (HechaInvitation, 1);

  if (record->disputed != 0 || sealed == NULL
      || !hecha_code_open_sealed (sealed, &self->key, &invitation->secret))
    return TRUE;
  invitation->id = g_strdup (record->id);
  invitation->role = g_strdup (hecha_record_get (record, "role"));
  invitation->home = g_strdup (hecha_record_get (record, "home"));
  invitation->name = g_strdup (hecha_record_get (record, "name"));
  invitation->person = g_strdup (hecha_record_get (record, "person"));
  invitation->expires = expiry (self, record);
  invitation->tries = HECHA_CENTRAL_TRIES;
  return invitation->role == NULL || invitation->home == NULL || invitation->name == NULL
         || invitation->person == NULL || hecha_store_put_invitation (self->store, invitation, error);
}

static gboolean
heed_invitation (HechaCentral *self, const HechaRecord *record, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaInvitation) known = hecha_store_get_invitation (self->store, record->id, &problem);
  g_autoptr (HechaRecord) withdrawal = NULL;

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  withdrawal
    = hecha_reader_get (hecha_store_reader (self->store), "office", "laptop_withdrawal", record->id, NULL);
  if (known == NULL)
    return withdrawal != NULL || begin_invitation (self, record, error);
  if (withdrawal == NULL || known->used_by != NULL || known->tries == 0)
    return TRUE;
  known->tries = 0;
  return hecha_store_put_invitation (self->store, known, error);
}

/* ---- revocations ---- */

static gboolean
heed_revocation (HechaCentral *self, const HechaRecord *record, GError **error)
{
  const char *dev = hecha_record_get (record, "device"), *reason = hecha_record_get (record, "reason");
  const char *since = hecha_record_get (record, "since");
  g_autofree char *state = dev != NULL ? hecha_store_device_state (self->store, dev) : NULL;
  gboolean found;
  gint64 ms;

  if (dev == NULL || strcmp (state, "revoked") == 0)
    return TRUE;
  if (!hecha_central_revoke_now (self, dev, reason != NULL ? reason : "", &found, error))
    return FALSE;
  if (!found || since == NULL || !hecha_rule_time_to_ms (since, &ms, NULL))
    return TRUE;
  return hecha_store_hold_later (self->store, dev, ms, N_ ("The device was revoked before it wrote this"),
                                 error);
}

/* ---- both ---- */

static gboolean
for_each (HechaCentral *self, const char *type,
          gboolean (*heed) (HechaCentral *self, const HechaRecord *record, GError **error), GError **error)
{
  g_autoptr (GPtrArray) all
    = hecha_reader_list (hecha_store_reader (self->store), "office", type, NULL, NULL, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (!heed (self, g_ptr_array_index (all, i), error))
      return FALSE;
  return all != NULL;
}

static gboolean
has_changed (HechaCentral *self, const char *type)
{
  int index = hecha_schema_find_type (hecha_records (), type, strlen (type));

  return (self->store->changed_types & (G_GUINT64_CONSTANT (1) << index)) != 0;
}

/**
 * hecha_central_heed_office:
 * @self: the central database; in the writer's thread, inside the transaction that took entries in
 * @error: when the database failed
 *
 * Returns: whether what the office asked for its laptops is done
 */
gboolean
hecha_central_heed_office (HechaCentral *self, GError **error)
{
  gboolean invitations = has_changed (self, "laptop_invitation") || has_changed (self, "laptop_withdrawal");

  return (!invitations || for_each (self, "laptop_invitation", heed_invitation, error))
         && (!has_changed (self, "laptop_revocation")
             || for_each (self, "laptop_revocation", heed_revocation, error));
}
