/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-code.h"
#include "base/hecha-error.h"
#include "base/hecha-time.h"
#include "domain/hecha-laptop.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The office invites, replaces and revokes laptops. */

#define DAY_MS ((gint64)24 * 3600 * 1000)

/* ---- inviting ---- */

static gboolean
check_team (HechaReader *reader, const HechaInviteInput *input, GError **error)
{
  const char *id = input->home + strlen ("team:");
  g_autoptr (HechaRecord) team = hecha_reader_need (reader, "office", "team", id, error);
  g_auto (GStrv) members = team != NULL ? hecha_record_get_list (team, "members") : NULL;

  return team != NULL
         && (g_strv_contains ((const char *const *)members, input->person)
             || hecha_rule_refuse (error, "%s is not a member of team %s", input->person, id));
}

static gboolean
check_home (HechaReader *reader, const HechaInviteInput *input, GError **error)
{
  g_autoptr (HechaRecord) package = NULL;

  if (!hecha_rule_check_choice ("laptop_invitation", "role", input->role, error))
    return FALSE;
  if (input->home == NULL || !hecha_laptop_home_fits (input->role, input->home))
    return hecha_rule_refuse (
      error, "An invitation is for the office, for a team (with its id) or for a visitor (with a package)");
  if (strcmp (input->role, "team") == 0)
    return check_team (reader, input, error);
  if (strcmp (input->role, "visitor") == 0)
    package = hecha_reader_need (reader, "office", "package", input->home + strlen ("visit:"), error);
  return package != NULL || strcmp (input->role, "office") == 0;
}

static gboolean
check_invite (HechaAct *act, const HechaInviteInput *input, GError **error)
{
  g_autoptr (HechaRecord) person = NULL;
  g_autoptr (GPtrArray) all = NULL;

  if (hecha_rule_is_blank (input->name))
    return hecha_rule_refuse (error, "A laptop has a name, so that people know which one it is");
  if (hecha_rule_is_blank (input->person))
    return hecha_rule_refuse (error, "An invitation is for one person");
  if (input->days < 1 || input->days > HECHA_INVITATION_DAYS)
    return hecha_rule_refuse (error, "An invitation is good for 1 to %d days", HECHA_INVITATION_DAYS);
  person = hecha_reader_need (act->reader, "office", "person", input->person, error);
  if (person == NULL || !check_home (act->reader, input, error))
    return FALSE;
  all = hecha_laptop_list_invitations (act->reader, hecha_env_now_ms (act->env), error);
  return all != NULL
         && (hecha_laptop_count_open (all) < HECHA_INVITATIONS_MAX
             || hecha_rule_refuse (error, "%d invitations are open; withdraw those that nobody needs",
                                   HECHA_INVITATIONS_MAX));
}

static gboolean
read_server (HechaReader *reader, guint8 key[HECHA_PUBLIC_KEY_BYTES], guint8 box_key[HECHA_PUBLIC_KEY_BYTES],
             GError **error)
{
  g_autoptr (HechaRecord) server = hecha_reader_get (reader, "base", "server", "server", error);
  const char *sign = server != NULL ? hecha_record_get (server, "key") : NULL;
  const char *box = server != NULL ? hecha_record_get (server, "box_key") : NULL;

  if (sign != NULL && box != NULL && hecha_public_key_from_text (key, sign, "ed25519")
      && hecha_public_key_from_text (box_key, box, "x25519"))
    return TRUE;
  g_clear_error (error);
  return hecha_rule_refuse (error, "The server's keys are not here yet; sync first");
}

/* The first groups are few, so one that was given out before is not taken again. */
static char *
make_code (HechaAct *act, HechaCode *code, const guint8 key[HECHA_PUBLIC_KEY_BYTES])
{
  char *text = NULL;
  gboolean known = TRUE;

  while (known)
    {
      g_autoptr (HechaRecord) other = NULL;

      g_free (text);
      text = hecha_code_generate (code, act->env, key);
      other = hecha_reader_get (act->reader, "office", "laptop_invitation", code->id, NULL);
      known = other != NULL;
    }
  return text;
}

static char *
dup_until (HechaAct *act, guint days)
{
  char text[HECHA_TIME_LENGTH + 1];

  hecha_time_to_text (hecha_time_from_ms (hecha_env_now_ms (act->env) + days * DAY_MS), text);
  return g_strdup_printf ("%.19sZ", text);
}

static gboolean
write_invitation (HechaAct *act, HechaInviteInput *input, const char *replaces, GError **error)
{
  guint8 key[HECHA_PUBLIC_KEY_BYTES], box_key[HECHA_PUBLIC_KEY_BYTES];
  g_autofree char *until = dup_until (act, input->days), *text = NULL, *sealed = NULL;
  HechaActOp *op;
  HechaCode code;

  if (!read_server (act->reader, key, box_key, error))
    return FALSE;
  text = make_code (act, &code, key);
  sealed = hecha_code_dup_sealed (&code, box_key);
  if (sealed == NULL)
    return hecha_rule_refuse (error, "The server's keys are not here yet; sync first");
  op = hecha_act_op (act, "office", "laptop_invitation", code.id);
  hecha_act_op_set_text (op, "role", input->role);
  hecha_act_op_set_text (op, "home", input->home);
  hecha_act_op_set_text (op, "name", input->name);
  hecha_act_op_set_text (op, "person", input->person);
  hecha_act_op_set_text (op, "until", until);
  hecha_act_op_set_text (op, "sealed", sealed);
  if (replaces != NULL)
    hecha_act_op_set_text (op, "replaces", replaces);
  input->code = g_steal_pointer (&text);
  return TRUE;
}

/**
 * hecha_laptop_invite:
 * @act: an action of the office
 * @input: a #HechaInviteInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Makes a code with which one laptop can enrol, once the server has this entry.
 *
 * Returns: whether it may be
 */
gboolean
hecha_laptop_invite (HechaAct *act, gpointer input, GError **error)
{
  return hecha_act_need (act, HECHA_WRITER_OFFICE, N_ ("invite a laptop"), error)
         && check_invite (act, input, error) && write_invitation (act, input, NULL, error);
}

/**
 * hecha_laptop_withdraw:
 * @act: an action of the office
 * @input: a #HechaWithdrawInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Makes the code of an invitation void.
 *
 * Returns: whether it may be
 */
gboolean
hecha_laptop_withdraw (HechaAct *act, gpointer input, GError **error)
{
  const HechaWithdrawInput *wish = input;
  g_autoptr (HechaRecord) invitation = NULL;
  g_autoptr (HechaRecord) known = NULL;
  g_autoptr (GHashTable) used = NULL;
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, N_ ("withdraw an invitation"), error))
    return FALSE;
  if (hecha_rule_is_blank (wish->reason))
    return hecha_rule_refuse (error, "A withdrawal has a reason");
  invitation = hecha_reader_need (act->reader, "office", "laptop_invitation", wish->id, error);
  if (invitation == NULL)
    return FALSE;
  known = hecha_reader_get (act->reader, "office", "laptop_withdrawal", wish->id, NULL);
  if (known != NULL)
    return hecha_rule_refuse (error, "Invitation %s was withdrawn already", wish->id);
  op = hecha_act_op (act, "office", "laptop_withdrawal", wish->id);
  hecha_act_op_set_text (op, "reason", wish->reason);
  return TRUE;
}

/* ---- revoking ---- */

static gboolean
check_not_revoked (HechaReader *reader, const char *dev, GError **error)
{
  g_autoptr (HechaRecord) done = hecha_reader_get (reader, NULL, "revoke", dev, NULL);
  g_autoptr (HechaRecord) asked = hecha_laptop_find_revocation (reader, dev, NULL);

  return (done == NULL && asked == NULL) || hecha_rule_refuse (error, "This laptop was revoked already");
}

static gboolean
check_since (HechaAct *act, const char *since, GError **error)
{
  gint64 ms;

  if (since == NULL)
    return TRUE;
  return hecha_rule_time_to_ms (since, &ms, error)
         && (ms <= hecha_env_now_ms (act->env)
             || hecha_rule_refuse (error,
                                   "The moment after which a laptop is not believed is one that has passed"));
}

static gboolean
write_revocation (HechaAct *act, const HechaRevokeInput *input, GError **error)
{
  g_autofree char *id = NULL;
  HechaActOp *op;

  if (hecha_rule_is_blank (input->reason))
    return hecha_rule_refuse (error, "A revocation has a reason");
  if (strcmp (input->device, act->dev) == 0)
    return hecha_rule_refuse (
      error, "This is the laptop that you work on; revoke it from another one of the office");
  if (!check_not_revoked (act->reader, input->device, error) || !check_since (act, input->since, error))
    return FALSE;
  id = g_strdup_printf ("%s/%.8s", input->device, act->dev);
  op = hecha_act_op (act, "office", "laptop_revocation", id);
  hecha_act_op_set_text (op, "device", input->device);
  hecha_act_op_set_text (op, "reason", input->reason);
  if (input->since != NULL)
    hecha_act_op_set_text (op, "since", input->since);
  return TRUE;
}

static HechaRecord *
need_laptop (HechaReader *reader, const char *dev, GError **error)
{
  GError *problem = NULL;
  HechaRecord *grant = hecha_laptop_home_grant (reader, dev, &problem);

  if (problem != NULL)
    g_propagate_error (error, problem);
  else if (grant == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no device %s here"), dev);
  return grant;
}

/**
 * hecha_laptop_revoke:
 * @act: an action of the office
 * @input: a #HechaRevokeInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_INVALID
 *
 * Ends a laptop's rights, once the server has this entry: what it still brings comes under a hold.
 *
 * Returns: whether it may be
 */
gboolean
hecha_laptop_revoke (HechaAct *act, gpointer input, GError **error)
{
  const HechaRevokeInput *wish = input;
  g_autoptr (HechaRecord) grant = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, N_ ("revoke a laptop"), error))
    return FALSE;
  grant = need_laptop (act->reader, wish->device, error);
  return grant != NULL && write_revocation (act, wish, error);
}

/**
 * hecha_laptop_replace:
 * @act: an action of the office
 * @input: a #HechaReplaceInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_INVALID
 *
 * Revokes a laptop and invites another one in its place: both, in one entry, or none.
 *
 * Returns: whether it may be
 */
gboolean
hecha_laptop_replace (HechaAct *act, gpointer input, GError **error)
{
  HechaReplaceInput *wish = input;
  g_autoptr (HechaRecord) grant = NULL;
  HechaInviteInput invite = {.days = wish->days};

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, N_ ("replace a laptop"), error))
    return FALSE;
  grant = need_laptop (act->reader, wish->revoke.device, error);
  if (grant == NULL)
    return FALSE;
  invite.role = hecha_record_get (grant, "role");
  invite.home = hecha_record_get (grant, "home");
  invite.name = wish->name != NULL ? wish->name : hecha_record_get (grant, "name");
  invite.person = wish->person != NULL ? wish->person : hecha_record_get (grant, "person");
  if (!write_revocation (act, &wish->revoke, error) || !check_invite (act, &invite, error)
      || !write_invitation (act, &invite, wish->revoke.device, error))
    return FALSE;
  wish->code = invite.code;
  return TRUE;
}
