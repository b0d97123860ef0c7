/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/**
 * HechaAssignment:
 * @record: the assignment itself
 * @visit: (nullable)
 * @finding: (nullable)
 * @presence: (element-type HechaRecord): by person
 * @evidence: (element-type HechaRecord): by id; without what was taken back
 * @removed: (element-type HechaRecord): what was taken back before it was sealed
 * @appeal_evidence: (element-type HechaRecord): what came with an appeal: no part of the finding
 * @signatures: (element-type HechaRecord): by id
 * @lists: by the index of a record type; %NULL for types that do not hang on an assignment. @presence, @evidence and
 *   @signatures are three of them; see hecha_assignment_get_records() for the others
 *
 * One sample as a team or a visitor was given it, and all that was recorded on it: copies, owned.
 */
typedef struct
{
  HechaRecord *record;
  HechaRecord *visit;
  HechaRecord *finding;
  GPtrArray *presence;   /* (not owned) */
  GPtrArray *evidence;   /* (not owned) */
  GPtrArray *signatures; /* (not owned) */
  GPtrArray *removed;
  GPtrArray *appeal_evidence;
  GPtrArray **lists;
} HechaAssignment;

/**
 * HechaAssignedPerson:
 * @id: such as I07
 * @name: for display
 * @role: leader, inspector, visitor …
 * @unit: (nullable): where they come from
 *
 * A person that an assignment names.
 */
typedef struct
{
  char *id;
  char *name;
  char *role;
  char *unit;
} HechaAssignedPerson;

HechaAssignment *
hecha_assignment_find (HechaReader *reader, const char *home, const char *sample, GError **error);
HechaAssignment *
hecha_assignment_load (HechaReader *reader, const char *scope, const char *id, GError **error);
HechaAssignment *hecha_assignment_new (HechaRecord *record);
void hecha_assignment_set_list (HechaAssignment *self, guint type, GPtrArray *list);
void hecha_assignment_set_appeal_aside (HechaAssignment *self);
void hecha_assignment_set_aside (HechaAssignment *self, const HechaRecord *removal);
void hecha_assignment_free (HechaAssignment *self);

gboolean hecha_assignment_has_type (const HechaType *type);
gboolean hecha_assignment_shares_id (const HechaType *type);
gboolean hecha_assignment_shows_type (const HechaType *type);
GPtrArray *hecha_assignment_get_records (const HechaAssignment *self, const char *type);
const HechaRecord *
hecha_assignment_find_record (const HechaAssignment *self, const char *type, const char *id);

GPtrArray *hecha_assignment_dup_persons (const HechaAssignment *self);
const HechaAssignedPerson *hecha_assigned_find (GPtrArray *persons, const char *id);
gboolean hecha_assigned_is_inspector (const HechaAssignedPerson *self);
const HechaRecord *hecha_assignment_effective_signature (const HechaAssignment *self);

/**
 * HechaAssignmentFunc:
 * @assignment: one of many, valid during the call
 * @data: the caller's
 *
 * Returns: whether to go on
 */
typedef gboolean (*HechaAssignmentFunc) (const HechaAssignment *assignment, gpointer data);

/* hecha-assignment-list.c */
gboolean hecha_assignment_each_of (HechaReader *reader, GPtrArray *ids, HechaAssignmentFunc func,
                                   gpointer data, GError **error);
gboolean hecha_assignment_each (HechaReader *reader, const char *scope, const char *plan,
                                HechaAssignmentFunc func, gpointer data, GError **error);
GPtrArray *hecha_assignment_list (HechaReader *reader, const char *scope, const char *plan, GError **error);

/* What the rules that write on an assignment begin with. */
HechaAssignment *hecha_assignment_open (HechaAct *act, const char *sample, const char *what, GError **error);
gboolean hecha_field_settled (const HechaRecord *record, const char *field, GError **error);
gboolean hecha_field_set_text (HechaActOp *op, const HechaRecord *record, const char *type, const char *field,
                               const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAssignment, hecha_assignment_free)

G_END_DECLS
