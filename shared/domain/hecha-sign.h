/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/**
 * HechaSignInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @person: who signs: a person of the assignment; of the inspected agency or as witness also anybody else, by name
 * @role: leader, inspector, visitor, agency or witness
 * @strokes: (nullable): what was drawn, as of hecha_strokes_parse(); %NULL when refused
 * @n_strokes_bytes: length of @strokes
 * @refused: the inspected agency will not sign
 * @witness: (nullable): who saw that it refused
 * @objection: (nullable): what the inspected agency objects to
 * @id: (out) (owned): of the signature
 *
 * One signature under what is on the page now.
 */
typedef struct
{
  const char *sample;
  const char *person;
  const char *role;
  const char *strokes;
  gsize n_strokes_bytes;
  gboolean refused;
  const char *witness;
  const char *objection;
  char *id;
} HechaSignInput;

gboolean hecha_sign_record (HechaAct *act, gpointer data, GError **error);

G_END_DECLS
