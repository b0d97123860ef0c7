/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-trail.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HechaTrailRow:
 * @place: in the journal; where the next page of it begins
 * @title: who and when
 * @text: what was written, one line for each change
 * @record: (nullable): the first record that was written
 *
 * A step of the journal, as it is read. All is owned.
 */
typedef struct
{
  gint64 place;
  char *title;
  char *text;
  char *record;
} HechaTrailRow;

GPtrArray *hecha_trail_rows_load (HechaStore *store, const HechaTrailQuestion *question, GError **error);
GtkWidget *hecha_trail_row_new (const HechaTrailRow *row);

G_END_DECLS
