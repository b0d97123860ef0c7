/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-drafts.h"

G_BEGIN_DECLS

/* What the window lets people type, and how it becomes an entry. All of it runs on the store's thread.
 *
 * A draft's type and field name what is typed; ids begin with the assignment's:
 *   finding: verdict, observation, opinion, value, unit
 *   visit: mode, place ("LAT,LON" or "LAT,LON±METRES"), datum, place_reason, difficulty, difficulties, assistance,
 *     photo_reason
 *   visit: methods:NAME with "1" or "0"
 *   site_unit: result, note; id: a slash, the rank
 *   presence: span ("2026-06-30 09:00-10:00", or no more than the date); id: a slash, the person; on a further day
 *     another slash and the date
 *   a record type of a method: its fields, coordinates as a place; removed with "1" or "0"; id: a slash, the type, a
 *     slash and anything
 *   answer: answer, note; id: /answer/ and the item
 *   quarter_report: part_a to part_e; id: the quarter alone
 *   form: held:NAME, a text of a form of the office; id: the form's name, a slash, what it is about
 * A list has one element in each line, yes and no are "1" and "0", a table is JSON. A field that begins with "held:" is
 * a draft until the page makes something of it, and so is a span without an end.
 */

/**
 * HechaLive:
 * @over: (owned) (array zero-terminated=1): the entries behind a field
 * @text: (owned) (nullable): what is stored, as it would be typed; %NULL for nothing
 * @stamp: when they were read: a later reading has a greater one
 *
 * What is before a person's eyes in one field. Counted; changed by none.
 */
typedef struct
{
  char **over;
  char *text;
  gint64 stamp;
} HechaLive;

HechaLive *hecha_live_read (HechaReader *reader, const char *scope, const char *type, const char *id,
                            const char *field, GError **error);
HechaLive *hecha_live_new_text (const char *text);
HechaLive *hecha_live_ref (const HechaLive *self);
void hecha_live_unref (HechaLive *self);

gboolean hecha_edit_is_place (const char *type, const char *field);
gboolean hecha_edit_is_held (const HechaDraft *draft);
HechaLive *hecha_edit_commit (HechaStore *store, const HechaDraft *draft, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaLive, hecha_live_unref)

G_END_DECLS
