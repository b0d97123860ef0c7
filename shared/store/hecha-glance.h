/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-work.h"

G_BEGIN_DECLS

/**
 * HechaContact:
 * @dev: its id
 * @name: (nullable): what it is called
 * @role: office, team or visitor
 * @person: (nullable): who uses it
 * @home: (nullable): scope of its work
 * @last_ms: when it recorded last, by its own clock, of what is here; ms since 1970, 0 for never
 *
 * A laptop, as far as its entries are here.
 */
typedef struct
{
  char *dev;
  char *name;
  char *role;
  char *person;
  char *home;
  gint64 last_ms;
} HechaContact;

/**
 * HechaGlance:
 * @rounds: (element-type HechaWorkRound)
 * @contacts: (element-type HechaContact): those silent for longest first
 * @n_due: samples that are due today and not signed
 * @n_overdue: samples that were due before and are not signed
 * @open: what waits for a decision
 * @n_parked: entries that wait for others
 *
 * What the office looks at first.
 */
typedef struct
{
  GPtrArray *rounds;
  GPtrArray *contacts;
  guint n_due;
  guint n_overdue;
  HechaOpenCount open;
  guint n_parked;
} HechaGlance;

HechaGlance *hecha_glance_load (HechaWork *work, GError **error);
void hecha_glance_free (HechaGlance *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaGlance, hecha_glance_free)

G_END_DECLS
