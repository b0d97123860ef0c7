/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-laptop-guard.h"

#include "base/hecha-code.h"
#include "base/hecha-time.h"
#include "domain/hecha-laptop.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the server checks of what the office asks for its laptops: see hecha-guard.c. That only the office writes these
 * types, and that they come whole, is checked there. */

/* (transfer full): a text that the operation sets; empty where it sets none */
static char *
dup_text (const HechaEntry *entry, const HechaOp *op, const char *field)
{
  guint token = op->set != 0 ? hecha_json_member (&entry->json, op->set, field) : 0;
  char *text = token != 0 && hecha_json_kind (&entry->json, token) == HECHA_JSON_STRING
                 ? hecha_json_dup_string (&entry->json, token)
                 : NULL;

  return text != NULL ? text : g_strdup ("");
}

/* By the clock that wrote it; the server ends it in time by its own. */
static gboolean
ends_in_time (const HechaEntry *entry, const char *until)
{
  gint64 at = hecha_time_ms (entry->at), ms = 0;

  return hecha_rule_time_to_ms (until, &ms, NULL)
         && ms <= at + (gint64)HECHA_INVITATION_DAYS * 24 * 3600 * 1000;
}

static char *
check_invitation (HechaReader *reader, const HechaEntry *entry, const HechaOp *op)
{
  g_autofree char *id = g_strndup (op->id.text, op->id.length);
  g_autofree char *role = dup_text (entry, op, "role"), *home = dup_text (entry, op, "home");
  g_autofree char *until = dup_text (entry, op, "until"), *sealed = dup_text (entry, op, "sealed");
  g_autoptr (GPtrArray) all = NULL;

  if (!hecha_code_id_is_valid (id) || strlen (sealed) != HECHA_CODE_SEALED_LENGTH)
    return g_strdup (N_ ("This is no invitation that the server can read"));
  if (!hecha_laptop_home_fits (role, home) || !hecha_scope_is_valid (home, strlen (home)))
    return g_strdup (
      N_ ("An invitation is for the office, for a team (with its id) or for a visitor (with a package)"));
  if (!ends_in_time (entry, until))
    return g_strdup (N_ ("An invitation is good for 14 days at most"));
  all = hecha_laptop_list_invitations (reader, hecha_time_ms (entry->at), NULL);
  return all != NULL && hecha_laptop_count_open (all) >= HECHA_INVITATIONS_MAX
           ? g_strdup (N_ ("Too many invitations are open"))
           : NULL;
}

static char *
check_revocation (const HechaEntry *entry, const HechaOp *op)
{
  g_autofree char *device = dup_text (entry, op, "device");
  gsize n = strlen (device);

  if (!hecha_dev_is_valid (device, n) || op->id.length < n || memcmp (op->id.text, device, n) != 0)
    return g_strdup (N_ ("This names no laptop"));
  return n == entry->dev.length && memcmp (device, entry->dev.text, n) == 0
           ? g_strdup (N_ ("No laptop revokes itself"))
           : NULL;
}

/**
 * hecha_laptop_guard:
 * @reader: what the server knows
 * @entry: an entry of another device
 * @op: one of its operations
 * @type: the operation's record type
 *
 * Whether an operation on invitations and revocations of laptops breaks a rule (docs/protocol.md 3.4).
 *
 * Returns: (transfer full) (nullable): the reason for a hold, in English; %NULL when all is in order, or it is about
 *   something else
 */
char *
hecha_laptop_guard (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *type)
{
  if (strcmp (type, "laptop_invitation") == 0)
    return check_invitation (reader, entry, op);
  return strcmp (type, "laptop_revocation") == 0 ? check_revocation (entry, op) : NULL;
}
