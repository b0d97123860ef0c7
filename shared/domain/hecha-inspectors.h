/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-ticket.h"

G_BEGIN_DECLS

/* Inspectors are drawn too (双随机): HCS-1, step 8. */

/**
 * HechaInspectorRow:
 * @id: (not owned): the inspector, as in the pool
 * @position: from 0, in the order of the tickets
 * @team: from 0
 * @leader: whether this is the lowest position of the team
 * @ticket: the whole ticket
 */
typedef struct
{
  const char *id;
  guint position;
  guint team;
  gboolean leader;
  char ticket[HECHA_TICKET_BYTES];
} HechaInspectorRow;

GArray *hecha_inspectors_draw (HechaSamplingAlgorithm algorithm, const char *seed, const char *const *pool,
                               guint n_teams, guint size, GError **error);
int hecha_inspectors_choose_team (guint sample, guint n_teams, const gboolean *recused);

G_END_DECLS
