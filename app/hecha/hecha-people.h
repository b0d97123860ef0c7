/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaPeopleRow:
 * @id: person, device or invitation
 * @title: the name
 * @text: what is known, one line for each thing
 * @warning: whether somebody should look: stopped, revoked, held or waiting
 * @name: (nullable): of a laptop: what it is called
 * @person: (nullable): of a laptop: who uses it
 * @ended: of a laptop: it was revoked, or is the one that this is
 * @code: (nullable): of an invitation that was made here: what to tell the person
 * @until: (nullable): of an invitation: how long it is good, as people read it
 *
 * A person, a laptop or an invitation, as it is read. All is owned.
 */
typedef struct
{
  char *id;
  char *title;
  char *text;
  gboolean warning;
  char *name;
  char *person;
  gboolean ended;
  char *code;
  char *until;
} HechaPeopleRow;

/**
 * HechaPeopleData:
 * @people: (element-type HechaPeopleRow): persons with role, unit, teams and recusals, by id
 * @laptops: (element-type HechaPeopleRow): with what the office has of them; those that were revoked at the end
 * @invitations: (element-type HechaPeopleRow): that are open
 * @persons: (element-type HechaRecord): as they are recorded
 * @homes: (element-type utf8): what a laptop can be for: `office`, `team:T1`, `visit:P1`
 * @leaders: (element-type utf8 utf8): who leads each team, by its home
 * @url: (nullable): of the server
 *
 * What the page of people and laptops shows. All is owned.
 */
typedef struct
{
  GPtrArray *people;
  GPtrArray *laptops;
  GPtrArray *invitations;
  GPtrArray *persons;
  GPtrArray *homes;
  GHashTable *leaders;
  char *url;
} HechaPeopleData;

HechaPeopleData *hecha_people_load (HechaStore *store, GError **error);
void hecha_people_data_free (HechaPeopleData *self);
const HechaPeopleRow *hecha_people_find (GPtrArray *rows, const char *id);
char *hecha_home_dup_text (const char *home);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPeopleData, hecha_people_data_free)

G_END_DECLS
