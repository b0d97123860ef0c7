/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-appeal.h"

#include "domain/hecha-due.h"
#include "domain/hecha-rule.h"

#include <string.h>

/* ---- one ---- */

/* Each step is a fact with the id of its assignment, so there is one at most. */
static const HechaRecord *
find_step (const HechaAssignment *assignment, const char *type)
{
  return hecha_assignment_find_record (assignment, type, assignment->record->id);
}

static gboolean
is_disputed (const HechaRecord *step)
{
  return step != NULL && step->disputed != 0;
}

/* After a ruling it is; before, the leader may have signed anew. */
static gboolean
is_of_effective (const HechaRecord *filed, const HechaAssignment *assignment)
{
  const HechaRecord *effective = hecha_assignment_effective_signature (assignment);

  return effective != NULL && g_strcmp0 (hecha_record_get (filed, "signature"), effective->id) == 0;
}

/**
 * hecha_appeal_read:
 * @self: (out caller-allocates): its appeal; its records belong to @assignment
 * @assignment: an assignment with all that was recorded on it
 *
 * A step counts only after the one before it: what came in another order waits. What the leader signed anew before it
 * was ruled on puts the appeal in doubt; afterwards it changes nothing.
 */
void
hecha_appeal_read (HechaAppeal *self, const HechaAssignment *assignment)
{
  *self = (HechaAppeal) {
    .filed = find_step (assignment, "appeal"),
    .admission = find_step (assignment, "appeal_admission"),
    .review = find_step (assignment, "appeal_review"),
    .ruling = find_step (assignment, "appeal_ruling"),
  };
  if (self->filed == NULL)
    self->state = HECHA_APPEAL_NONE;
  else if (is_disputed (self->filed) || is_disputed (self->admission) || is_disputed (self->review)
           || is_disputed (self->ruling) || !is_of_effective (self->filed, assignment))
    self->state = HECHA_APPEAL_DISPUTED;
  else if (self->admission == NULL)
    self->state = HECHA_APPEAL_FILED;
  else if (g_strcmp0 (hecha_record_get (self->admission, "decision"), "accepted") != 0)
    self->state = HECHA_APPEAL_OUT_OF_TIME;
  else if (self->review == NULL)
    self->state = HECHA_APPEAL_ACCEPTED;
  else
    self->state = self->ruling == NULL ? HECHA_APPEAL_RE_REVIEW : HECHA_APPEAL_RULED;
}

/**
 * hecha_appeal_state_name:
 * @state: how far an appeal is
 *
 * Returns: (transfer none): its identifier, such as re_review; for hecha_label()
 */
const char *
hecha_appeal_state_name (HechaAppealState state)
{
  static const char *const names[]
    = {"none", "filed", "out_of_time", "accepted", "re_review", "ruled", "disputed"};

  return names[state];
}

/**
 * hecha_appeal_is_open:
 * @state: how far an appeal is
 *
 * Returns: whether somebody still has to do something, so that the finding is contested
 */
gboolean
hecha_appeal_is_open (HechaAppealState state)
{
  return state != HECHA_APPEAL_NONE && state != HECHA_APPEAL_OUT_OF_TIME && state != HECHA_APPEAL_RULED;
}

/* ---- when ---- */

static gboolean
add_days (const HechaRecord *step, const char *from, guint usual, const HechaCalendar *calendar,
          HechaDeadline *deadline)
{
  const char *text = step != NULL ? hecha_record_get (step, from) : NULL;
  gint64 days = step != NULL ? hecha_record_get_int (step, "days", usual) : 0;
  GDate date;

  if (text == NULL || days < 1 || days > G_MAXUINT16 || !hecha_date_parse (text, &date, NULL))
    return FALSE;
  hecha_calendar_add_working_days (calendar, &date, (guint)days, deadline);
  return TRUE;
}

/**
 * hecha_appeal_get_limit:
 * @self: an appeal
 * @calendar: working days
 * @limit: (out caller-allocates): the last day on which the agency could appeal (D12)
 *
 * Returns: whether there is one
 */
gboolean
hecha_appeal_get_limit (const HechaAppeal *self, const HechaCalendar *calendar, HechaDeadline *limit)
{
  return add_days (self->filed, "received_on", HECHA_APPEAL_DAYS, calendar, limit);
}

/**
 * hecha_appeal_get_due:
 * @self: an appeal
 * @calendar: working days
 * @deadline: (out caller-allocates): the last day for the ruling (D13)
 *
 * Returns: whether it was accepted, so that there is one
 */
gboolean
hecha_appeal_get_due (const HechaAppeal *self, const HechaCalendar *calendar, HechaDeadline *deadline)
{
  return g_strcmp0 (self->admission != NULL ? hecha_record_get (self->admission, "decision") : NULL,
                    "accepted")
           == 0
         && add_days (self->admission, "decided_on", HECHA_RULING_DAYS, calendar, deadline);
}

/* ---- since when ---- */

/**
 * hecha_appeal_dup_day_of:
 * @signature: of a finding
 *
 * Returns: (transfer full) (nullable): the China date on which it was given
 */
char *
hecha_appeal_dup_day_of (const HechaRecord *signature)
{
  const char *text = hecha_record_get (signature, "signed_at");
  GDate date;
  gint64 ms;

  if (text == NULL || !hecha_rule_time_to_ms (text, &ms, NULL))
    return NULL;
  hecha_date_from_ms (&date, ms);
  return hecha_date_dup_text (&date);
}

/**
 * hecha_appeal_dup_received_on:
 * @assignment: an assignment that the leader signed
 *
 * Returns: (transfer full) (nullable): when the agency had the finding before its eyes: when it signed, else when the
 *   leader did
 */
char *
hecha_appeal_dup_received_on (const HechaAssignment *assignment)
{
  char *last = hecha_appeal_dup_day_of (hecha_assignment_effective_signature (assignment));

  for (guint i = 0; i < assignment->signatures->len; i++)
    {
      const HechaRecord *signature = g_ptr_array_index (assignment->signatures, i);
      g_autofree char *day = NULL;

      if (g_strcmp0 (hecha_record_get (signature, "role"), "agency") != 0)
        continue;
      day = hecha_appeal_dup_day_of (signature);
      if (day != NULL && g_strcmp0 (day, last) > 0)
        {
          g_free (last);
          last = g_steal_pointer (&day);
        }
    }
  return last;
}

/* ---- who ---- */

/**
 * hecha_appeal_find_objection:
 * @assignment: an assignment
 *
 * Returns: (transfer none) (nullable): the agency's signature in the field that carries an objection
 */
const HechaRecord *
hecha_appeal_find_objection (const HechaAssignment *assignment)
{
  for (guint i = 0; i < assignment->signatures->len; i++)
    {
      const HechaRecord *signature = g_ptr_array_index (assignment->signatures, i);

      if (g_strcmp0 (hecha_record_get (signature, "role"), "agency") == 0
          && !hecha_rule_is_blank (hecha_record_get (signature, "objection")))
        return signature;
    }
  return NULL;
}

static void
add_persons (GHashTable *team, GPtrArray *records, GPtrArray *assigned)
{
  for (guint i = 0; i < records->len; i++)
    {
      const char *id = hecha_record_get (records->pdata[i], "person");
      const HechaAssignedPerson *person = id != NULL ? hecha_assigned_find (assigned, id) : NULL;

      if (person != NULL && hecha_assigned_is_inspector (person))
        g_hash_table_add (team, g_strdup (id));
    }
}

/**
 * hecha_appeal_dup_first_team:
 * @assignment: an assignment
 *
 * Those of the first check, who neither review it anew nor rule on it (P3 4.3 a, R011): who was to inspect, who did,
 * and who wrote evidence.
 *
 * Returns: (transfer full) (element-type utf8): a set of persons
 */
GHashTable *
hecha_appeal_dup_first_team (const HechaAssignment *assignment)
{
  GHashTable *team = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) assigned = hecha_assignment_dup_persons (assignment);

  for (guint i = 0; i < assigned->len; i++)
    {
      const HechaAssignedPerson *person = g_ptr_array_index (assigned, i);

      if (hecha_assigned_is_inspector (person))
        g_hash_table_add (team, g_strdup (person->id));
    }
  add_persons (team, assignment->presence, assigned);
  add_persons (team, assignment->signatures, assigned);
  for (guint i = 0; i < assignment->evidence->len; i++)
    if (hecha_record_get (assignment->evidence->pdata[i], "author") != NULL)
      g_hash_table_add (team, g_strdup (hecha_record_get (assignment->evidence->pdata[i], "author")));
  return team;
}

/* ---- all of them ---- */

/**
 * hecha_appeal_row_free:
 * @self: (transfer full) (nullable): a line of the list
 */
void
hecha_appeal_row_free (HechaAppealRow *self)
{
  if (self == NULL)
    return;
  hecha_assignment_free (self->assignment);
  g_free (self);
}

static void
count_days (HechaAppealRow *self, const HechaCalendar *calendar, const GDate *today)
{
  gboolean provisional = FALSE;

  if (self->has_due)
    self->days = hecha_due_count_days (calendar, today, &self->deadline.due, &provisional);
  self->deadline.provisional = self->deadline.provisional || provisional;
}

static HechaAppealRow *
row_new (HechaAssignment *assignment, const HechaCalendar *calendar, const GDate *today)
{
  HechaAppealRow *self = g_new0 (HechaAppealRow, 1);

  self->assignment = assignment;
  hecha_appeal_read (&self->appeal, assignment);
  self->has_due = hecha_appeal_is_open (self->appeal.state)
                  && hecha_appeal_get_due (&self->appeal, calendar, &self->deadline);
  count_days (self, calendar, today);
  return self;
}

/* Until when the agency may still appeal (D12), as the plan says. */
static gboolean
read_last_day (HechaAppealRow *self, HechaReader *reader, const HechaCalendar *calendar, GError **error)
{
  g_autofree char *received_on = hecha_appeal_dup_received_on (self->assignment);
  g_autoptr (HechaRecord) plan = NULL;
  gint64 days;
  GDate date;

  if (received_on == NULL || !hecha_date_parse (received_on, &date, NULL))
    return TRUE;
  plan = hecha_reader_need (reader, "office", "plan", hecha_record_get (self->assignment->record, "plan"),
                            error);
  if (plan == NULL)
    return FALSE;
  days = CLAMP (hecha_record_get_int (plan, "appeal_days", HECHA_APPEAL_DAYS), 1, G_MAXUINT16);
  hecha_calendar_add_working_days (calendar, &date, (guint)days, &self->deadline);
  self->has_due = TRUE;
  return TRUE;
}

/**
 * hecha_appeal_row_load:
 * @reader: where to read
 * @scope: of an assignment
 * @id: of the assignment
 * @calendar: working days
 * @today: China date
 * @error: %HECHA_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the appeal against a finding; where there is none, until when it may be filed
 */
HechaAppealRow *
hecha_appeal_row_load (HechaReader *reader, const char *scope, const char *id, const HechaCalendar *calendar,
                       const GDate *today, GError **error)
{
  HechaAssignment *assignment = hecha_assignment_load (reader, scope, id, error);
  g_autoptr (HechaAppealRow) self = assignment != NULL ? row_new (assignment, calendar, today) : NULL;

  if (self == NULL)
    return NULL;
  if (self->appeal.state == HECHA_APPEAL_NONE && hecha_assignment_effective_signature (assignment) != NULL
      && !read_last_day (self, reader, calendar, error))
    return NULL;
  count_days (self, calendar, today);
  return g_steal_pointer (&self);
}

static int
rank_of (const HechaAppealRow *row)
{
  return !hecha_appeal_is_open (row->appeal.state) ? 2 : row->has_due ? 1 : 0;
}

/* What nobody decided about, then what is due, the first first, then what is done. */
static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const HechaAppealRow *left = *(const HechaAppealRow *const *)a, *right = *(const HechaAppealRow *const *)b;
  int order = rank_of (left) - rank_of (right);

  if (order == 0 && left->has_due && right->has_due)
    order = g_date_compare (&left->deadline.due, &right->deadline.due);
  if (order == 0)
    order = strcmp (left->assignment->record->id, right->assignment->record->id);
  return order != 0 ? order : strcmp (left->assignment->record->scope, right->assignment->record->scope);
}

/**
 * hecha_appeal_list:
 * @reader: where to read
 * @plan: (nullable): of this plan only
 * @calendar: working days
 * @today: China date
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable) (element-type HechaAppealRow): all appeals, the open ones first, by what is due
 */
GPtrArray *
hecha_appeal_list (HechaReader *reader, const char *plan, const HechaCalendar *calendar, const GDate *today,
                   GError **error)
{
  g_autoptr (GPtrArray) ids = hecha_reader_ids (reader, NULL, "appeal", NULL, NULL, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_appeal_row_free);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      const HechaRecord *which = g_ptr_array_index (ids, i);
      HechaAssignment *assignment = hecha_assignment_load (reader, which->scope, which->id, error);

      if (assignment == NULL)
        return NULL;
      if (plan != NULL && g_strcmp0 (hecha_record_get (assignment->record, "plan"), plan) != 0)
        hecha_assignment_free (assignment);
      else
        g_ptr_array_add (rows, row_new (assignment, calendar, today));
    }
  g_ptr_array_sort (rows, compare_rows);
  return ids != NULL ? g_steal_pointer (&rows) : NULL;
}
