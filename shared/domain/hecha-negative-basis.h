/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-outcome.h"

G_BEGIN_DECLS

/* What an entry of the negative list rests on: an effective finding, and what the office knows of it by now. */

/**
 * HechaBasisKind:
 * @HECHA_BASIS_DOUBTFUL: not signed, disputed, broken, or found twice and not decided; nothing follows from it yet
 * @HECHA_BASIS_STANDS: signed, not met, and it is the one that counts
 * @HECHA_BASIS_FELL: ruled otherwise, or another finding on the same sample was chosen
 */
typedef enum
{
  HECHA_BASIS_DOUBTFUL,
  HECHA_BASIS_STANDS,
  HECHA_BASIS_FELL,
} HechaBasisKind;

/**
 * HechaBasis:
 * @kind: what it is worth
 * @onsite: the people were there (P3 5.1 b)
 * @verdict: (owned) (nullable): that counts
 * @signed_at: (owned) (nullable): by the leader
 * @observation: (owned) (nullable): of the finding
 */
typedef struct
{
  HechaBasisKind kind;
  gboolean onsite;
  char *verdict;
  char *signed_at;
  char *observation;
} HechaBasis;

gboolean
hecha_basis_read (HechaBasis *self, HechaReader *reader, const HechaAssignment *assignment, GError **error);
gboolean
hecha_basis_load (HechaBasis *self, HechaReader *reader, const char *scope, const char *id, GError **error);
void hecha_basis_clear (HechaBasis *self);

/**
 * HechaNegativeCandidate:
 * @unit: (owned): target-quarter
 * @agency: (owned): its code
 * @origin: as in the record nl_entry
 * @reason: (owned): what was found
 * @sample: (owned) (nullable): assignment; %NULL for what the agency itself declared as not met
 * @found_in: (owned) (nullable): its scope
 *
 * What belongs on the negative list and is not there yet.
 */
typedef struct
{
  char *unit;
  char *agency;
  const char *origin;
  char *reason;
  char *sample;
  char *found_in;
} HechaNegativeCandidate;

GPtrArray *
hecha_negative_candidates (HechaReader *reader, GPtrArray *ids, const char *quarter, GError **error);
void hecha_negative_candidate_free (HechaNegativeCandidate *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaBasis, hecha_basis_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNegativeCandidate, hecha_negative_candidate_free)

G_END_DECLS
