/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* Laptops that the office invites, replaces and revokes (docs/protocol.md 3.4). A rule records what is to be; the
 * server does it when the entry arrives, so a laptop of the office can ask for it with no network. */

/* An invitation is good for so long at most, and so many may be open at the same time. */
#define HECHA_INVITATION_DAYS 14
#define HECHA_INVITATIONS_MAX 100

/* The reason in a revocation for which the operator of the server gave none; shown by hecha_locale_dup_sentence(). */
#define HECHA_REVOKED_BY_OPERATOR "revoked by the operator"

/**
 * HechaInviteInput:
 * @role: office, team or visitor
 * @home: the laptop's own scope: `office`, `team:T1`, `visit:P1`
 * @name: what the laptop is called
 * @person: who uses it
 * @days: how long the code is good
 * @code: (out) (transfer full): to be told to that person alone
 */
typedef struct
{
  const char *role;
  const char *home;
  const char *name;
  const char *person;
  guint days;
  char *code;
} HechaInviteInput;

/**
 * HechaRevokeInput:
 * @device: a laptop
 * @reason: why
 * @since: (nullable): what it wrote later, such as after 2026-06-30T08:15:02Z when it was lost, comes under a hold too
 */
typedef struct
{
  const char *device;
  const char *reason;
  const char *since;
} HechaRevokeInput;

/**
 * HechaReplaceInput:
 * @revoke: of the old laptop
 * @name: (nullable): what the new one is called; %NULL: as the old one
 * @person: (nullable): who uses it; %NULL: who used the old one
 * @days: how long the code is good
 * @code: (out) (transfer full): to be told to that person alone
 */
typedef struct
{
  HechaRevokeInput revoke;
  const char *name;
  const char *person;
  guint days;
  char *code;
} HechaReplaceInput;

/**
 * HechaWithdrawInput:
 * @id: an invitation: the first group of its code
 * @reason: why
 */
typedef struct
{
  const char *id;
  const char *reason;
} HechaWithdrawInput;

typedef enum
{
  HECHA_INVITATION_OPEN,
  HECHA_INVITATION_USED,
  HECHA_INVITATION_EXPIRED,
  HECHA_INVITATION_WITHDRAWN,
} HechaInvitationState;

/**
 * HechaLaptopInvitation:
 * @record: (owned): as the office wrote it
 * @state: what became of it
 * @dev: (owned) (nullable): the laptop that enrolled with it
 */
typedef struct
{
  HechaRecord *record;
  HechaInvitationState state;
  char *dev;
} HechaLaptopInvitation;

/* The rules; their input is a Hecha…Input. */
gboolean hecha_laptop_invite (HechaAct *act, gpointer input, GError **error);
gboolean hecha_laptop_revoke (HechaAct *act, gpointer input, GError **error);
gboolean hecha_laptop_replace (HechaAct *act, gpointer input, GError **error);
gboolean hecha_laptop_withdraw (HechaAct *act, gpointer input, GError **error);

GPtrArray *hecha_laptop_list_invitations (HechaReader *reader, gint64 now_ms, GError **error);
guint hecha_laptop_count_open (GPtrArray *invitations);
HechaRecord *hecha_laptop_find_revocation (HechaReader *reader, const char *dev, GError **error);
HechaRecord *hecha_laptop_home_grant (HechaReader *reader, const char *dev, GError **error);
gboolean hecha_laptop_home_fits (const char *role, const char *home);
const char *hecha_invitation_state_get_name (HechaInvitationState state);

G_END_DECLS
