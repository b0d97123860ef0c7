/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-maker.h"

G_BEGIN_DECLS

#define HECHA_SCRIBBLE_DEVICES 5

/**
 * HechaScribble:
 * @keys: of the devices: 0 is the server, 1 and 2 the offices, 3 and 4 laptops of a team
 * @devs: their names
 * @server: (owned): the first 32 digits of the server's name
 * @entries: (element-type HechaMade): in the order of their making, so that each stands behind all that it
 *   names
 *
 * Entries of every kind that can be in a journal, sensible or not, from a seed: registers, sets, facts,
 * rulings, holds on anything, forks, and such as wait for ever.
 */
typedef struct
{
  GRand *rand;
  HechaKey keys[HECHA_SCRIBBLE_DEVICES];
  char devs[HECHA_SCRIBBLE_DEVICES][64];
  char *server;
  GPtrArray *entries;
} HechaScribble;

HechaScribble *hecha_scribble_new (guint32 seed, guint n_entries);
void hecha_scribble_free (HechaScribble *self);
const HechaMade *hecha_scribble_get (const HechaScribble *self, guint index);
/* The entries of one scope as hecha_naive_merge() takes them. */
HechaNaive *hecha_scribble_merge (const HechaScribble *self, const char *scope);
extern const char *const hecha_scribble_scopes[3];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaScribble, hecha_scribble_free)

G_END_DECLS
