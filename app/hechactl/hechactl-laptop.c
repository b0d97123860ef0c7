/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-laptop.h"

#include "base/hecha-error.h"
#include "domain/hecha-label.h"
#include "domain/hecha-laptop.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"
#include "store/hecha-laptops.h"

#include <glib/gi18n-lib.h>

/* The office's laptops: invited, replaced, revoked. What is asked for is done when the server has it: after a sync. */

/* ---- invitations ---- */

static gboolean
answer_code (HechactlInvocation *self, HechaStore *store, const char *code, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!hecha_store_keep_code (store, code, error))
    return FALSE;
  hechactl_invocation_print (self, "%s\n", code);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "code", code);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
get_days (HechactlInvocation *self, guint *days, GError **error)
{
  guint64 number = HECHA_INVITATION_DAYS;

  if (hechactl_invocation_has (self, "days")
      && !hechactl_invocation_get_number (self, "days", 1, HECHA_INVITATION_DAYS, &number, error))
    return FALSE;
  *days = (guint)number;
  return TRUE;
}

/* (transfer full) (nullable): the scope that the options name */
static char *
dup_home (HechactlInvocation *self)
{
  const char *team = hechactl_invocation_get (self, "team"),
             *package = hechactl_invocation_get (self, "package");

  if (team != NULL && package != NULL)
    return NULL;
  if (team != NULL)
    return g_strconcat ("team:", team, NULL);
  return package != NULL ? g_strconcat ("visit:", package, NULL) : g_strdup ("office");
}

static gboolean
invite_run (HechactlInvocation *self, GError **error)
{
  g_autofree char *home = dup_home (self), *code = NULL;
  g_autoptr (HechaStore) store = NULL;
  HechaInviteInput input = {.role = hechactl_invocation_get (self, "role"),
                            .home = home,
                            .name = hechactl_invocation_get (self, "name"),
                            .person = hechactl_invocation_get (self, "person")};

  if (!get_days (self, &input.days, error))
    return FALSE;
  store = hechactl_store_open (self, error);
  if (store == NULL || !hechactl_store_act (self, store, hecha_laptop_invite, &input, error))
    return FALSE;
  code = input.code;
  return answer_code (self, store, code, error);
}

static void
answer_invitation (HechactlInvocation *self, JsonBuilder *builder, const HechaLaptopInvitation *each)
{
  const char *state = hecha_invitation_state_get_name (each->state);
  const char *home = hecha_record_get (each->record, "home"), *name = hecha_record_get (each->record, "name"),
             *person = hecha_record_get (each->record, "person"),
             *until = hecha_record_get (each->record, "until");

  hechactl_invocation_print (self, "%s  %s  %s  %s  %s  %s\n", each->record->id, home, name, person, until,
                             hecha_label ("invitation", state));
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", each->record->id);
  hechactl_add_text (builder, "role", hecha_record_get (each->record, "role"));
  hechactl_add_text (builder, "home", home);
  hechactl_add_text (builder, "name", name);
  hechactl_add_text (builder, "person", person);
  hechactl_add_text (builder, "until", until);
  hechactl_add_text (builder, "state", state);
  hechactl_add_text (builder, "device", each->dev);
  hechactl_add_text (builder, "replaces", hecha_record_get (each->record, "replaces"));
  json_builder_end_object (builder);
}

static gboolean
invitations_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) all = store != NULL ? hecha_laptop_list_invitations (
                                hecha_store_reader (store), hecha_env_now_ms (hecha_store_env (store)), error)
                                            : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (all == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "invitations");
  for (guint i = 0; i < all->len; i++)
    answer_invitation (self, builder, g_ptr_array_index (all, i));
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- what is done to one ---- */

static gboolean
act_and_say (HechactlInvocation *self, HechaActFunc rule, gpointer input, const char *member, GError **error)
{
  const char *subject = hechactl_invocation_get_argument (self, 0);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (store == NULL || !hechactl_store_act (self, store, rule, input, error))
    return FALSE;
  hechactl_invocation_print (self, _ ("%s: recorded; the server does it at the next sync\n"), subject);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, member, subject);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
withdraw_run (HechactlInvocation *self, GError **error)
{
  HechaWithdrawInput input
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get (self, "reason")};

  return act_and_say (self, hecha_laptop_withdraw, &input, "withdrawn", error);
}

static HechaRevokeInput
get_revocation (HechactlInvocation *self)
{
  return (HechaRevokeInput) {hechactl_invocation_get_argument (self, 0),
                             hechactl_invocation_get (self, "reason"),
                             hechactl_invocation_get (self, "since")};
}

static gboolean
revoke_run (HechactlInvocation *self, GError **error)
{
  HechaRevokeInput input = get_revocation (self);

  return act_and_say (self, hecha_laptop_revoke, &input, "revoked", error);
}

static gboolean
replace_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = NULL;
  g_autofree char *code = NULL;
  HechaReplaceInput input = {.revoke = get_revocation (self),
                             .name = hechactl_invocation_get (self, "name"),
                             .person = hechactl_invocation_get (self, "person")};

  if (!get_days (self, &input.days, error))
    return FALSE;
  store = hechactl_store_open (self, error);
  if (store == NULL || !hechactl_store_act (self, store, hecha_laptop_replace, &input, error))
    return FALSE;
  code = input.code;
  return answer_code (self, store, code, error);
}

/* ---- the list ---- */

static const char *
state_of (const HechaLaptop *laptop)
{
  if (laptop->revoked)
    return "revoked";
  return laptop->forked ? "stopped" : "active";
}

static void
answer_laptop (HechactlInvocation *self, JsonBuilder *builder, const HechaLaptop *laptop)
{
  hechactl_invocation_print (self, "%s  %s  %s  %s  %s\n", laptop->dev, laptop->home, laptop->name,
                             laptop->person, hecha_label ("laptop", state_of (laptop)));
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "device", laptop->dev);
  hechactl_add_text (builder, "role", laptop->role);
  hechactl_add_text (builder, "home", laptop->home);
  hechactl_add_text (builder, "name", laptop->name);
  hechactl_add_text (builder, "person", laptop->person);
  hechactl_add_text (builder, "state", state_of (laptop));
  hechactl_add_int (builder, "last", laptop->last_ms);
  hechactl_add_int (builder, "entries", laptop->entries);
  hechactl_add_int (builder, "held", laptop->held);
  hechactl_add_int (builder, "parked", laptop->parked);
  hechactl_add_int (builder, "seen", laptop->seen_ms);
  if (laptop->told)
    {
      hechactl_add_int (builder, "clock_ahead", laptop->ahead_ms);
      hechactl_add_int (builder, "unsent", laptop->unsent);
      hechactl_add_int (builder, "unsent_files", laptop->files);
      hechactl_add_int (builder, "unsent_bytes", laptop->bytes);
    }
  hechactl_add_int (builder, "wanted_files", laptop->wanted);
  json_builder_end_object (builder);
}

static gboolean
devices_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) laptops = store != NULL ? hecha_store_laptops (store, error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (laptops == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "devices");
  for (guint i = 0; i < laptops->len; i++)
    answer_laptop (self, builder, g_ptr_array_index (laptops, i));
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

static const HechactlOption invite_options[] = {
  {"role", "office|team|visitor", HECHACTL_OPTION_REQUIRED},
  {"team", "ID", HECHACTL_OPTION_NONE},
  {"package", "ID", HECHACTL_OPTION_NONE},
  {"name", "NAME", HECHACTL_OPTION_REQUIRED},
  {"person", "P", HECHACTL_OPTION_REQUIRED},
  {"days", "N", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption reason_options[] = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};
static const HechactlOption revoke_options[]
  = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {"since", "TIME", HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption replace_options[] = {
  {"reason", "T", HECHACTL_OPTION_REQUIRED}, {"since", "TIME", HECHACTL_OPTION_NONE},
  {"name", "NAME", HECHACTL_OPTION_NONE},    {"person", "P", HECHACTL_OPTION_NONE},
  {"days", "N", HECHACTL_OPTION_NONE},       {NULL},
};

const HechactlCommand hechactl_laptop_commands[] = {
  {"invite", NULL, 0, 0, invite_options, invite_run, HECHACTL_COMMAND_STORE},
  {"invitations", NULL, 0, 0, NULL, invitations_run, HECHACTL_COMMAND_STORE},
  {"withdraw", "INVITATION", 1, 1, reason_options, withdraw_run, HECHACTL_COMMAND_STORE},
  {"devices", NULL, 0, 0, NULL, devices_run, HECHACTL_COMMAND_STORE},
  {"revoke", "DEVICE", 1, 1, revoke_options, revoke_run, HECHACTL_COMMAND_STORE},
  {"replace", "DEVICE", 1, 1, replace_options, replace_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
