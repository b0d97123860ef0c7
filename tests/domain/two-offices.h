/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "field-fixture.h"
#include "office.h"

#include "domain/hecha-plan.h"
#include "domain/hecha-ruling.h"

/* Two devices of the office that write without knowing of each other, and then meet. */

#define PLAN "HC2026Q2-DEMO"

typedef struct
{
  Office *first;
  Office *second;
} Two;

static inline void
two_clear (Two *self)
{
  office_free (self->first);
  office_free (self->second);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Two, two_clear)

static inline void
meet (Two *self)
{
  FieldLaptop first = {.store = self->first->store}, second = {.store = self->second->store};
  g_autofree char *one = NULL, *other = NULL;

  field_send (&first, &second);
  field_send (&second, &first);
  one = hecha_store_digest (self->first->store, NULL, NULL);
  other = hecha_store_digest (self->second->store, NULL, NULL);
  g_assert_cmpstr (one, ==, other);
}

/* A plan as far as it is known; what is written again differs in its purpose alone. */
static inline void
draft_plan (Office *office, const char *code, const char *purpose, const char *second_person)
{
  HechaPlanInput plan = {.code = code,
                         .kind = "quarterly",
                         .quarter = "2026Q2",
                         .selection = "random",
                         .purpose = purpose,
                         .second_person = second_person};

  office_do (office, hecha_plan_create, &plan);
}

static inline void
disagree_about (Two *self, const char *code, const char *second_person)
{
  draft_plan (self->first, code, "核实申报", second_person);
  meet (self);
  draft_plan (self->first, code, "核实第二季度申报", second_person);
  self->second->now_ms += 1000;
  draft_plan (self->second, code, "核实重点项目", second_person);
  meet (self);
}

/* The one open conflict of this kind. */
static inline HechaConflict *
only_conflict (Office *office, const char *kind)
{
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (office->store, TRUE, NULL);
  HechaConflict *found = NULL;

  for (guint i = conflicts->len; i-- > 0;)
    if (g_str_equal (((HechaConflict *)g_ptr_array_index (conflicts, i))->kind, kind))
      {
        g_assert_null (found);
        found = g_ptr_array_steal_index (conflicts, i);
      }
  g_assert_nonnull (found);
  return found;
}

/* Whether it was recorded; why not goes to @error. */
static inline gboolean
settle (Office *office, const char *by, HechaConflict *conflict, guint take, const char *reason,
        guint *n_waiting, GError **error)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new ();
  HechaSettleInput input = {conflicts, g_ptr_array_index (conflict->values, take - 1), reason, 0};
  gboolean done;

  g_ptr_array_add (conflicts, conflict);
  done = hecha_store_act (office->store, by, hecha_ruling_settle, &input, error);
  *n_waiting = input.n_waiting;
  return done;
}
