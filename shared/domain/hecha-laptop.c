/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-laptop.h"

#include "base/hecha-error.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the office knows of the laptops that it invited and revoked. */

/* What the server writes itself, for the translators. */
G_GNUC_UNUSED static const char *const sentences[] = {N_ ("revoked by the operator")};

/**
 * hecha_laptop_home_fits:
 * @role: office, team or visitor
 * @home: a scope
 *
 * Returns: whether a laptop of that role can have it as its own
 */
gboolean
hecha_laptop_home_fits (const char *role, const char *home)
{
  if (strcmp (role, "office") == 0)
    return strcmp (home, "office") == 0;
  if (strcmp (role, "team") == 0)
    return g_str_has_prefix (home, "team:");
  return strcmp (role, "visitor") == 0 && g_str_has_prefix (home, "visit:");
}

/**
 * hecha_laptop_home_grant:
 * @reader: where to read
 * @dev: a device
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): the grant in the device's own scope, which says all of it; %NULL without @error
 *   when there is none here
 */
HechaRecord *
hecha_laptop_home_grant (HechaReader *reader, const char *dev, GError **error)
{
  g_autoptr (GPtrArray) grants = hecha_reader_list (reader, NULL, "grant", NULL, NULL, error);

  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      HechaRecord *grant = g_ptr_array_index (grants, i);

      if (strcmp (grant->id, dev) == 0 && g_strcmp0 (hecha_record_get (grant, "home"), grant->scope) == 0)
        return g_ptr_array_steal_index (grants, i);
    }
  return NULL;
}

/**
 * hecha_laptop_find_revocation:
 * @reader: of the office
 * @dev: a device
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): what the office wrote to end its rights, the first by id where two wrote it;
 *   %NULL without @error when nobody did
 */
HechaRecord *
hecha_laptop_find_revocation (HechaReader *reader, const char *dev, GError **error)
{
  g_autofree char *from = g_strconcat (dev, "/", NULL);
  g_autofree char *to = g_strconcat (dev, "/~", NULL);
  g_autoptr (GPtrArray) all
    = hecha_reader_range (reader, "office", "laptop_revocation", NULL, from, to, error);

  return all != NULL && all->len > 0 ? g_ptr_array_steal_index (all, 0) : NULL;
}

/* ---- invitations ---- */

static void
free_invitation (gpointer data)
{
  HechaLaptopInvitation *self = data;

  hecha_record_free (self->record);
  g_free (self->dev);
  g_free (self);
}

/* Invitation → the laptop that enrolled with it. */
static GHashTable *
list_used (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) grants = hecha_reader_list (reader, NULL, "grant", NULL, NULL, error);
  GHashTable *used;

  if (grants == NULL)
    return NULL;
  used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < grants->len; i++)
    {
      const HechaRecord *grant = g_ptr_array_index (grants, i);
      const char *invitation = hecha_record_get (grant, "invitation");

      if (invitation != NULL && *invitation != '\0')
        g_hash_table_replace (used, g_strdup (invitation), g_strdup (grant->id));
    }
  return used;
}

static HechaInvitationState
state_of (HechaReader *reader, const HechaLaptopInvitation *self, gint64 now_ms)
{
  g_autoptr (HechaRecord) withdrawal
    = hecha_reader_get (reader, "office", "laptop_withdrawal", self->record->id, NULL);
  gint64 until = 0;

  if (self->dev != NULL)
    return HECHA_INVITATION_USED;
  if (withdrawal != NULL)
    return HECHA_INVITATION_WITHDRAWN;
  return hecha_rule_time_to_ms (hecha_record_get (self->record, "until"), &until, NULL) && until > now_ms
           ? HECHA_INVITATION_OPEN
           : HECHA_INVITATION_EXPIRED;
}

/**
 * hecha_laptop_list_invitations:
 * @reader: of the office
 * @now_ms: ms since 1970
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaLaptopInvitation) (nullable): all that the office made, by id
 */
GPtrArray *
hecha_laptop_list_invitations (HechaReader *reader, gint64 now_ms, GError **error)
{
  g_autoptr (GPtrArray) records
    = hecha_reader_list (reader, "office", "laptop_invitation", NULL, NULL, error);
  g_autoptr (GHashTable) used = records != NULL ? list_used (reader, error) : NULL;
  GPtrArray *invitations;

  if (used == NULL)
    return NULL;
  invitations = g_ptr_array_new_with_free_func (free_invitation);
  while (records->len > 0)
    {
      HechaLaptopInvitation *self = g_new0 (HechaLaptopInvitation, 1);

      self->record = g_ptr_array_steal_index (records, 0);
      self->dev = g_strdup (g_hash_table_lookup (used, self->record->id));
      self->state = state_of (reader, self, now_ms);
      g_ptr_array_add (invitations, self);
    }
  return invitations;
}

/**
 * hecha_laptop_count_open:
 * @invitations: (element-type HechaLaptopInvitation): all of them
 *
 * Returns: how many somebody could enrol with
 */
guint
hecha_laptop_count_open (GPtrArray *invitations)
{
  guint n = 0;

  for (guint i = 0; i < invitations->len; i++)
    n += ((const HechaLaptopInvitation *)g_ptr_array_index (invitations, i))->state == HECHA_INVITATION_OPEN;
  return n;
}

/**
 * hecha_invitation_state_get_name:
 * @state: of an invitation
 *
 * Returns: (transfer none): its name in answers, and of its label
 */
const char *
hecha_invitation_state_get_name (HechaInvitationState state)
{
  static const char *const names[] = {"open", "used", "expired", "withdrawn"};

  return names[state];
}
