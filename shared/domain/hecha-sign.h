/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/**
 * HechaSignInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @person: who signs: a person of the assignment; of the inspected agency or as witness also anybody else, by name
 * @role: leader, inspector, visitor, agency or witness
 * @strokes: (nullable): what was drawn, as of hecha_strokes_parse(); %NULL when refused, or only typed
 * @n_strokes_bytes: length of @strokes
 * @typed_name: (nullable): the signer's own name, typed by the signer instead of, or beside, the strokes
 * @confirmed_by: (nullable): who saw that @person typed it: another person, see hecha_signer_check_typed()
 * @confirmer_name: (nullable): the name of @confirmed_by, typed by that person
 * @members_first: the leader waits for all who were present, or gives @early_reason. The standard asks for the leader's
 *   signature only (P3 4.3 a); the app asks for this as well
 * @early_reason: (nullable): why the leader signs before somebody who was present
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
  const char *typed_name;
  const char *confirmed_by;
  const char *confirmer_name;
  gboolean members_first;
  const char *early_reason;
  gboolean refused;
  const char *witness;
  const char *objection;
  char *id;
} HechaSignInput;

gboolean hecha_sign_record (HechaAct *act, gpointer data, GError **error);

G_END_DECLS
