/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-case-decision.h"

#include "base/hecha-error.h"
#include "domain/hecha-fork.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-ruling.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * hecha_case_decision_free:
 * @self: (transfer full) (nullable): a decision
 */
void
hecha_case_decision_free (HechaCaseDecision *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->shown);
  g_free (self->reason);
  g_free (self);
}

/**
 * hecha_case_decision_copy:
 * @self: a decision
 *
 * Returns: (transfer full): the same
 */
HechaCaseDecision *
hecha_case_decision_copy (const HechaCaseDecision *self)
{
  HechaCaseDecision *copy = g_new0 (HechaCaseDecision, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->shown = g_strdup (self->shown);
  copy->reason = g_strdup (self->reason);
  return copy;
}

static gboolean
decide_conflict (HechaStore *store, const char *by, const HechaCaseDecision *decision, guint *n_waiting,
                 GError **error)
{
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (store, TRUE, error), chosen = NULL;
  HechaConflict *conflict
    = conflicts != NULL ? hecha_case_find_conflict (conflicts, decision->id, error) : NULL;
  HechaSettleInput input = {NULL, NULL, decision->reason, 0};

  if (conflict == NULL)
    return FALSE;
  if (decision->alike)
    chosen = hecha_conflict_list_alike (conflicts, conflict);
  else
    {
      chosen = g_ptr_array_new ();
      g_ptr_array_add (chosen, conflict);
    }
  input.conflicts = chosen;
  input.taken = g_ptr_array_index (conflict->values, decision->take);
  if (!hecha_store_act (store, by, hecha_ruling_settle, &input, error))
    return FALSE;
  *n_waiting = input.n_waiting;
  return TRUE;
}

static gboolean
decide_fork (HechaStore *store, const char *by, const HechaCaseDecision *decision, GError **error)
{
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (store, TRUE, error);
  HechaForkInput input = {
    conflicts != NULL ? hecha_case_find_conflict (conflicts, decision->id, error) : NULL, decision->reason};

  return input.fork != NULL && hecha_store_act (store, by, hecha_fork_settle, &input, error);
}

static gboolean
decide_double (HechaStore *store, const char *by, const HechaCaseDecision *decision, guint *n_waiting,
               GError **error)
{
  g_autoptr (GPtrArray) doubles = hecha_double_list (hecha_store_reader (store), NULL, error);
  const HechaDouble *twice = doubles != NULL ? hecha_case_find_double (doubles, decision->id, error) : NULL;
  HechaChoiceInput input = {decision->id, NULL, decision->reason, FALSE};

  if (twice == NULL)
    return FALSE;
  input.counted = g_ptr_array_index (twice->scopes, decision->take);
  if (!hecha_store_act (store, by, hecha_choice_record, &input, error))
    return FALSE;
  *n_waiting = input.waits;
  return TRUE;
}

/* What is decided is what was before the person's eyes, and not what came while they thought about it. */
static gboolean
check_unchanged (HechaStore *store, const HechaCaseDecision *decision, GError **error)
{
  g_autoptr (HechaCase) now = hecha_case_load (store, decision->kind, decision->id, error);
  const char *shown;

  if (now == NULL)
    return FALSE;
  shown = decision->alike ? now->shown_alike : now->shown;
  if (g_strcmp0 (shown, decision->shown) == 0 && (now->values == NULL || decision->take < now->values->len))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                       _ ("This changed meanwhile. Look at it again, and decide then."));
  return FALSE;
}

/**
 * hecha_case_decide:
 * @store: the office's store
 * @decision: what was decided
 * @n_waiting: (out): how many of them wait for a second person now
 * @error: why it was refused: %HECHA_ERROR_NOT_FOUND when it was settled meanwhile, %HECHA_ERROR_REFUSED when it is
 *   not what was shown any more
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_case_decide (HechaStore *store, const HechaCaseDecision *decision, guint *n_waiting, GError **error)
{
  g_autofree char *person = hecha_store_get_meta (store, "person");
  const char *by = person != NULL ? person : "";
  HechaHoldInput hold = {decision->id, decision->take != 0, decision->reason, decision->alike};

  *n_waiting = 0;
  if (!check_unchanged (store, decision, error))
    return FALSE;
  if (decision->kind == HECHA_CASE_CONFLICT)
    return decide_conflict (store, by, decision, n_waiting, error);
  if (decision->kind == HECHA_CASE_FORK)
    return decide_fork (store, by, decision, error);
  if (decision->kind == HECHA_CASE_DOUBLE)
    return decide_double (store, by, decision, n_waiting, error);
  return hecha_store_act (store, by, hecha_hold_decide, &hold, error);
}
