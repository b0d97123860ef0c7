/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* Inspection teams (核查组): P3 4.2, 4.3; drawn ones after HCS-1, step 8. */

/**
 * HechaTeamInput:
 * @id: such as T1; its scope is team:T1
 * @leader: one of the members
 * @members: (array zero-terminated=1): two or more persons
 * @remit: (array zero-terminated=1): codes of the agencies that it may inspect
 */
typedef struct
{
  const char *id;
  const char *leader;
  const char *const *members;
  const char *const *remit;
} HechaTeamInput;

/**
 * HechaTeamDrawInput:
 * @plan: its samples are drawn
 * @n_teams: how many teams
 * @size: persons of each, 2 or more
 * @pool: (array zero-terminated=1): persons
 */
typedef struct
{
  const char *plan;
  guint n_teams;
  guint size;
  const char *const *pool;
} HechaTeamDrawInput;

gboolean hecha_team_create (HechaAct *act, gpointer input, GError **error);
gboolean hecha_team_draw (HechaAct *act, gpointer input, GError **error);

HechaRecord *hecha_inspector_need (HechaReader *reader, const char *id, GError **error);
gboolean hecha_person_is_barred (const HechaRecord *person, const char *agency);
gboolean hecha_person_check_agency (const HechaRecord *person, const char *agency, GError **error);
gboolean
hecha_team_may_inspect (HechaReader *reader, const HechaRecord *team, const char *agency, GError **error);
GPtrArray *hecha_team_list_drawn (HechaReader *reader, const char *plan, GError **error);

G_END_DECLS
