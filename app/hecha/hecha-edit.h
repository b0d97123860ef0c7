/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-drafts.h"

G_BEGIN_DECLS

/* What the window lets people type, and how it becomes an entry. All of it runs on the store's thread.
 *
 * A draft's type and field name what is typed:
 *   finding: verdict, observation, opinion, value, unit; id: the assignment's
 *   visit: mode, place ("LAT,LON"), place_reason, difficulties, assistance, photo_reason; id: the assignment's
 *   visit: methods:NAME with "1" or "0"
 *   presence: span ("2026-06-30 09:00-10:00", or empty); id: the assignment's, a slash, the person
 */

/**
 * HechaLive:
 * @over: (owned) (array zero-terminated=1): the entries behind a field
 * @stamp: when they were read: a later reading has a greater one
 *
 * What is before a person's eyes in one field.
 */
typedef struct
{
  char **over;
  gint64 stamp;
} HechaLive;

HechaLive *hecha_live_read (HechaReader *reader, const char *scope, const char *type, const char *id,
                            const char *field, GError **error);
HechaLive *hecha_live_copy (const HechaLive *self);
void hecha_live_free (HechaLive *self);

HechaLive *hecha_edit_commit (HechaStore *store, const HechaDraft *draft, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaLive, hecha_live_free)

G_END_DECLS
