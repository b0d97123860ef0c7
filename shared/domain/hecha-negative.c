/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative.h"

#include "domain/hecha-deadline.h"
#include "domain/hecha-due.h"
#include "domain/hecha-negative-basis.h"
#include "domain/hecha-presence.h"
#include "domain/hecha-rule.h"

#include <string.h>

/* Of a quarter's share of the weight, in tenths: what is lost although it was made up, in time or late (S1). */
#define TENTHS_IN_TIME 4
#define TENTHS_LATE    7
#define TENTHS_OPEN    10
/* 1/4 of a hundredth, a tenth of that: 1/4000 of a point */
#define LOSS_UNIT (HECHA_POINT / 4000)

static const char *const state_names[] = {
  [HECHA_NEGATIVE_PROVISIONAL] = "provisional",
  [HECHA_NEGATIVE_CONFIRMED] = "confirmed",
  [HECHA_NEGATIVE_NOTIFIED] = "notified",
  [HECHA_NEGATIVE_RECTIFYING] = "rectifying",
  [HECHA_NEGATIVE_OVERDUE] = "overdue",
  [HECHA_NEGATIVE_COMPLETED] = "completed",
  [HECHA_NEGATIVE_COMPLETED_LATE] = "completed_late",
  [HECHA_NEGATIVE_FEEDBACK_GIVEN] = "feedback_given",
  [HECHA_NEGATIVE_MADE_UP] = "verified_made_up",
  [HECHA_NEGATIVE_WITHDRAWN] = "withdrawn",
};

static const char *const step_names[] = {
  [HECHA_NEGATIVE_NOTHING] = "nothing",   [HECHA_NEGATIVE_CONFIRM] = "confirm",
  [HECHA_NEGATIVE_NOTIFY] = "notify",     [HECHA_NEGATIVE_MEASURES] = "measures",
  [HECHA_NEGATIVE_COMPLETE] = "complete", [HECHA_NEGATIVE_URGE] = "urge",
  [HECHA_NEGATIVE_FEEDBACK] = "feedback", [HECHA_NEGATIVE_VERIFY] = "verify",
};

/**
 * hecha_negative_state_name:
 * @state: of an entry
 *
 * Returns: (transfer none): "provisional" …
 */
const char *
hecha_negative_state_name (HechaNegativeState state)
{
  return state_names[state];
}

/**
 * hecha_negative_step_name:
 * @step: that comes next
 *
 * Returns: (transfer none): "confirm" …
 */
const char *
hecha_negative_step_name (HechaNegativeStep step)
{
  return step_names[step];
}

/**
 * hecha_negative_free:
 * @self: (transfer full) (nullable): an entry
 */
void
hecha_negative_free (HechaNegative *self)
{
  if (self == NULL)
    return;
  hecha_record_free (self->entry);
  g_clear_pointer (&self->target, hecha_record_free);
  g_clear_pointer (&self->requirement, hecha_record_free);
  g_clear_pointer (&self->agency, hecha_record_free);
  g_free (self->quarter);
  g_clear_pointer (&self->rectifications, g_ptr_array_unref);
  g_clear_pointer (&self->urgings, g_ptr_array_unref);
  g_free (self);
}

/* ---- names ---- */

/**
 * hecha_unit_parse:
 * @unit: `<agency>-<year>-<no>-Q<q>`, such as A01-2026-T02-Q2
 * @agency: (out) (transfer full): code
 * @year: (out)
 * @number: (out) (transfer full): of the target in the agency's year
 * @quarter: (out): 1 to 4
 *
 * Returns: whether it has that form
 */
gboolean
hecha_unit_parse (const char *unit, char **agency, guint *year, char **number, guint *quarter)
{
  static const char pattern[] = "^([A-Z0-9]+)-(\\d{4})-(.+)-Q([1-4])$";
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *digits = NULL, *last = NULL;

  if (!g_regex_match (regex, unit, 0, &match))
    return FALSE;
  digits = g_match_info_fetch (match, 2);
  last = g_match_info_fetch (match, 4);
  *agency = g_match_info_fetch (match, 1);
  *number = g_match_info_fetch (match, 3);
  *year = (guint)g_ascii_strtoull (digits, NULL, 10);
  *quarter = (guint)(*last - '0');
  return TRUE;
}

/**
 * hecha_unit_dup_target:
 * @unit: a target-quarter
 *
 * Returns: (transfer full): the id of its target
 */
char *
hecha_unit_dup_target (const char *unit)
{
  const char *quarter = g_strrstr (unit, "-Q");

  return g_strndup (unit, quarter != NULL ? (gsize)(quarter - unit) : strlen (unit));
}

/* ---- reading ---- */

/* What is not there is NULL, without an error. */
static gboolean
read_part (HechaRecord **part, HechaReader *reader, const char *scope, const char *type, const char *id,
           GError **error)
{
  GError *problem = NULL;

  *part = hecha_reader_get (reader, scope, type, id, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
read_target (HechaNegative *self, HechaReader *reader, GError **error)
{
  const char *unit = hecha_record_get (self->entry, "unit");
  g_autofree char *agency = NULL, *number = NULL, *scope = NULL, *target = NULL;
  guint year, quarter;

  if (unit == NULL || !hecha_unit_parse (unit, &agency, &year, &number, &quarter))
    {
      self->quarter = g_strdup ("");
      return TRUE;
    }
  self->quarter = g_strdup_printf ("%uQ%u", year, quarter);
  scope = hecha_agency_dup_scope (agency);
  target = hecha_unit_dup_target (unit);
  return read_part (&self->target, reader, scope, "target", target, error)
         && read_part (&self->requirement, reader, scope, "quarter_requirement", unit, error)
         && read_part (&self->agency, reader, scope, "agency", agency, error);
}

static int
compare_urgings (gconstpointer a, gconstpointer b)
{
  const HechaRecord *first = *(const HechaRecord *const *)a, *second = *(const HechaRecord *const *)b;
  int order = g_strcmp0 (hecha_record_get (first, "urged_on"), hecha_record_get (second, "urged_on"));

  return order != 0 ? order : strcmp (first->id, second->id);
}

static guint
round_of (const HechaRecord *rectification)
{
  const char *slash = strrchr (rectification->id, '/');

  return slash != NULL ? (guint)g_ascii_strtoull (slash + 1, NULL, 10) : 0;
}

static int
compare_rounds (gconstpointer a, gconstpointer b)
{
  guint first = round_of (*(const HechaRecord *const *)a), second = round_of (*(const HechaRecord *const *)b);

  return first < second ? -1 : first > second;
}

static gboolean
read_rounds (HechaNegative *self, HechaReader *reader, GError **error)
{
  self->rectifications
    = hecha_reader_list (reader, "office", "rectification", "entry", self->entry->id, error);
  if (self->rectifications == NULL)
    return FALSE;
  self->urgings = hecha_reader_list (reader, "office", "urging", "object", self->entry->id, error);
  if (self->urgings == NULL)
    return FALSE;
  g_ptr_array_sort (self->rectifications, compare_rounds);
  g_ptr_array_sort (self->urgings, compare_urgings);
  return TRUE;
}

/**
 * hecha_negative_get_round:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the last round of making it up; %NULL before the first measures
 */
const HechaRecord *
hecha_negative_get_round (const HechaNegative *self)
{
  guint n = self->rectifications->len;

  return n > 0 ? g_ptr_array_index (self->rectifications, n - 1) : NULL;
}

/* ---- judging ---- */

static const char *
round_value (const HechaNegative *self, const char *field)
{
  const HechaRecord *round = hecha_negative_get_round (self);

  return round != NULL ? hecha_record_get (round, field) : NULL;
}

static gboolean
read_day (const char *text, GDate *date)
{
  return text != NULL && hecha_date_parse (text, date, NULL);
}

/* Confirmed is what a team found there itself, and what two or more looked at afterwards (P3 7.2). */
static gboolean
is_confirmed (const HechaNegative *self, const HechaBasis *basis)
{
  const char *scope = hecha_record_get (self->entry, "found_in");
  g_auto (GStrv) persons = hecha_record_get_list (self->entry, "confirmed_by");

  if (scope != NULL && basis->kind == HECHA_BASIS_DOUBTFUL)
    return FALSE;
  if (scope != NULL && g_str_has_prefix (scope, "team:") && basis->onsite)
    return TRUE;
  return hecha_record_get (self->entry, "confirmed_on") != NULL
         && g_strv_length (persons) >= HECHA_PRESENCE_NEEDED;
}

static gboolean
is_notified (const HechaNegative *self)
{
  return hecha_record_get (self->entry, "notified_on") != NULL
         && hecha_record_get (self->entry, "rectify_by") != NULL
         && hecha_record_get (self->entry, "addressee") != NULL;
}

static gboolean
is_after (const char *day, const char *last)
{
  GDate a, b;

  return read_day (day, &a) && read_day (last, &b) && g_date_compare (&a, &b) > 0;
}

static HechaNegativeState
state_of_round (const HechaNegative *self, gboolean overdue)
{
  const char *result = round_value (self, "result");

  if (g_strcmp0 (result, "made_up") == 0)
    return HECHA_NEGATIVE_MADE_UP;
  if (result != NULL || round_value (self, "completed_on") == NULL)
    return overdue                                   ? HECHA_NEGATIVE_OVERDUE
           : hecha_negative_get_round (self) == NULL ? HECHA_NEGATIVE_NOTIFIED
                                                     : HECHA_NEGATIVE_RECTIFYING;
  if (round_value (self, "feedback_on") != NULL)
    return HECHA_NEGATIVE_FEEDBACK_GIVEN;
  return self->late ? HECHA_NEGATIVE_COMPLETED_LATE : HECHA_NEGATIVE_COMPLETED;
}

static void
judge_state (HechaNegative *self, const HechaBasis *basis, const HechaNegativeContext *context)
{
  const char *last = hecha_record_get (self->entry, "rectify_by"),
             *completed = round_value (self, "completed_on");
  gboolean open = completed == NULL || g_strcmp0 (round_value (self, "result"), "rejected") == 0;
  g_autofree char *today = hecha_date_dup_text (&context->today);

  self->overturned = basis->kind == HECHA_BASIS_FELL;
  if (hecha_record_get (self->entry, "withdrawn_reason") != NULL || self->overturned)
    self->state = HECHA_NEGATIVE_WITHDRAWN;
  else if (!is_confirmed (self, basis))
    self->state = HECHA_NEGATIVE_PROVISIONAL;
  else if (!is_notified (self))
    self->state = HECHA_NEGATIVE_CONFIRMED;
  else
    {
      self->late = is_after (open ? today : completed, last);
      self->state = state_of_round (self, open && self->late);
    }
}

/* P3 6.2.5: from the declared completion, whether that was in time or not. */
static void
judge_feedback (HechaNegative *self, const HechaNegativeContext *context)
{
  const HechaDeadlineRule *rule = hecha_deadline_rule_find ("D07");
  const char *given = round_value (self, "feedback_on");
  HechaDeadline due;
  GDate completed, on;

  if (!read_day (round_value (self, "completed_on"), &completed)
      || !hecha_deadline_rule_apply (rule, context->calendar, &completed, &due, NULL))
    return;
  if (!read_day (given, &on))
    on = context->today;
  self->feedback_late = g_date_compare (&on, &due.due) > 0;
  if (given == NULL)
    self->due = due;
}

static HechaNegativeStep
step_of (const HechaNegative *self)
{
  switch (self->state)
    {
    case HECHA_NEGATIVE_PROVISIONAL:
      return HECHA_NEGATIVE_CONFIRM;
    case HECHA_NEGATIVE_CONFIRMED:
      return HECHA_NEGATIVE_NOTIFY;
    case HECHA_NEGATIVE_NOTIFIED:
      return HECHA_NEGATIVE_MEASURES;
    case HECHA_NEGATIVE_RECTIFYING: /* what was rejected begins anew */
      return round_value (self, "result") != NULL ? HECHA_NEGATIVE_MEASURES : HECHA_NEGATIVE_COMPLETE;
    case HECHA_NEGATIVE_OVERDUE:
      return HECHA_NEGATIVE_URGE;
    case HECHA_NEGATIVE_COMPLETED:
    case HECHA_NEGATIVE_COMPLETED_LATE:
      return HECHA_NEGATIVE_FEEDBACK;
    case HECHA_NEGATIVE_FEEDBACK_GIVEN:
      return HECHA_NEGATIVE_VERIFY;
    case HECHA_NEGATIVE_MADE_UP:
    case HECHA_NEGATIVE_WITHDRAWN:
    default:
      return HECHA_NEGATIVE_NOTHING;
    }
}

static void
judge_due (HechaNegative *self, const HechaNegativeContext *context)
{
  GDate last;

  self->step = step_of (self);
  self->has_due = self->step == HECHA_NEGATIVE_FEEDBACK;
  if ((self->step == HECHA_NEGATIVE_MEASURES || self->step == HECHA_NEGATIVE_COMPLETE
       || self->step == HECHA_NEGATIVE_URGE)
      && read_day (hecha_record_get (self->entry, "rectify_by"), &last))
    {
      self->has_due = TRUE;
      hecha_calendar_fix (context->calendar, &last, &self->due);
    }
  if (self->has_due)
    self->days
      = hecha_due_count_days (context->calendar, &context->today, &self->due.due, &self->days_provisional);
}

static void
judge_notice (HechaNegative *self, const HechaBasis *basis, const HechaNegativeContext *context)
{
  GDate signed_on, notified;
  gint64 ms;

  self->notice_days = -1;
  if (!hecha_rule_time_to_ms (basis->signed_at, &ms, NULL)
      || !read_day (hecha_record_get (self->entry, "notified_on"), &notified))
    return;
  hecha_date_from_ms (&signed_on, ms);
  self->notice_days = (int)hecha_calendar_count_working_days (context->calendar, &signed_on, &notified);
}

/**
 * hecha_negative_counts:
 * @self: an entry
 *
 * Only what is confirmed costs points (P3 7.2); what is withdrawn costs nothing.
 *
 * Returns: whether it is on the list for good
 */
gboolean
hecha_negative_counts (const HechaNegative *self)
{
  return self->state != HECHA_NEGATIVE_PROVISIONAL && self->state != HECHA_NEGATIVE_WITHDRAWN;
}

/* S1: a quarter of the weight; made up in time it costs 4 tenths of that, made up late 7. What two wrote differently is
 * not made up before the office has ruled. */
static void
judge_loss (HechaNegative *self)
{
  gint64 weight = self->target != NULL ? hecha_record_get_int (self->target, "weight", -1) : -1;
  gboolean made_up = self->state == HECHA_NEGATIVE_MADE_UP && !self->disputed;
  gint64 tenths = !made_up ? TENTHS_OPEN : self->late ? TENTHS_LATE : TENTHS_IN_TIME;

  self->has_weight = weight >= 0 && !hecha_record_is_disputed (self->target, "weight");
  self->loss = self->has_weight && hecha_negative_counts (self) ? weight * tenths * LOSS_UNIT : 0;
}

static gboolean
read_basis (HechaNegative *self, HechaReader *reader, HechaBasis *basis, GError **error)
{
  const char *scope = hecha_record_get (self->entry, "found_in"),
             *sample = hecha_record_get (self->entry, "sample");

  *basis = (HechaBasis) {.kind = HECHA_BASIS_STANDS};
  return scope == NULL || sample == NULL || hecha_basis_load (basis, reader, scope, sample, error);
}

/* What it cost, or would have, as long as the finding stood. */
static void
judge_spared (HechaNegative *self, const HechaBasis *basis, const HechaNegativeContext *context)
{
  HechaBasis stood = *basis;

  stood.kind = HECHA_BASIS_STANDS;
  judge_state (self, &stood, context);
  judge_loss (self);
  self->spared = self->loss;
  self->late = FALSE;
}

static HechaNegative *
negative_new (HechaRecord *entry, HechaReader *reader, const HechaNegativeContext *context, GError **error)
{
  g_autoptr (HechaNegative) self = g_new0 (HechaNegative, 1);
  g_auto (HechaBasis) basis = {0};
  const HechaRecord *round;

  self->entry = entry;
  if (!read_target (self, reader, error) || !read_rounds (self, reader, error)
      || !read_basis (self, reader, &basis, error))
    return NULL;
  round = hecha_negative_get_round (self);
  self->disputed = entry->disputed != 0 || (round != NULL && round->disputed != 0);
  if (basis.kind == HECHA_BASIS_FELL)
    judge_spared (self, &basis, context);
  judge_state (self, &basis, context);
  judge_feedback (self, context);
  judge_due (self, context);
  judge_notice (self, &basis, context);
  judge_loss (self);
  return g_steal_pointer (&self);
}

/**
 * hecha_negative_load:
 * @reader: where to read
 * @id: of the entry: agency-year-Qq-no
 * @context: by what deadlines are judged
 * @error: %HECHA_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the entry as it stands
 */
HechaNegative *
hecha_negative_load (HechaReader *reader, const char *id, const HechaNegativeContext *context, GError **error)
{
  HechaRecord *entry = hecha_reader_need (reader, "office", "nl_entry", id, error);

  return entry != NULL ? negative_new (entry, reader, context, error) : NULL;
}

/* ---- lists ---- */

static gboolean
is_wanted (const HechaNegative *self, const HechaNegativeQuery *query)
{
  return (query->quarter == NULL || strcmp (query->quarter, self->quarter) == 0)
         && (query->due_by == NULL || (self->has_due && g_date_compare (&self->due.due, query->due_by) <= 0));
}

/* What is due comes first, the longest due before; then what waits for a step, then what is over. */
static int
compare_due (gconstpointer a, gconstpointer b)
{
  const HechaNegative *first = *(const HechaNegative *const *)a, *second = *(const HechaNegative *const *)b;
  int order = second->has_due - first->has_due;

  if (order == 0 && first->has_due)
    order = g_date_compare (&first->due.due, &second->due.due);
  if (order == 0)
    order = (first->step == HECHA_NEGATIVE_NOTHING) - (second->step == HECHA_NEGATIVE_NOTHING);
  return order != 0 ? order : strcmp (first->entry->id, second->entry->id);
}

/**
 * hecha_negative_list:
 * @reader: where to read
 * @query: (nullable): which; %NULL for all
 * @context: by what deadlines are judged
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable) (element-type HechaNegative): what is due first before all, by day; then what
 *   waits for a step of the office; then what is over
 */
GPtrArray *
hecha_negative_list (HechaReader *reader, const HechaNegativeQuery *query,
                     const HechaNegativeContext *context, GError **error)
{
  static const HechaNegativeQuery all = {NULL};
  const HechaNegativeQuery *wanted = query != NULL ? query : &all;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_negative_free);
  g_autoptr (GPtrArray) entries = hecha_reader_list (
    reader, "office", "nl_entry", wanted->agency != NULL ? "agency" : NULL, wanted->agency, error);

  while (entries != NULL && entries->len > 0)
    {
      HechaNegative *negative
        = negative_new (g_ptr_array_steal_index (entries, entries->len - 1), reader, context, error);

      if (negative == NULL)
        return NULL;
      if (is_wanted (negative, wanted))
        g_ptr_array_add (list, negative);
      else
        hecha_negative_free (negative);
    }
  if (entries == NULL)
    return NULL;
  g_ptr_array_sort (list, compare_due);
  return g_steal_pointer (&list);
}

/**
 * hecha_negative_next_channel:
 * @self: an entry
 *
 * Urging grows: by telephone, then by letter, then on site (P3 6.2.2, R043).
 *
 * Returns: (transfer none): how to urge next
 */
const char *
hecha_negative_next_channel (const HechaNegative *self)
{
  static const char *const channels[] = {"phone", "letter", "site"};
  guint reached = 0;

  for (guint i = 0; i < self->urgings->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (channels); k++)
      if (g_strcmp0 (hecha_record_get (self->urgings->pdata[i], "channel"), channels[k]) == 0)
        reached = MAX (reached, k + 1);
  return channels[MIN (reached, G_N_ELEMENTS (channels) - 1)];
}

/**
 * hecha_week_get_last_day:
 * @today: a day
 * @last: (out caller-allocates): the Sunday of its week; it may be worked
 */
void
hecha_week_get_last_day (const GDate *today, GDate *last)
{
  *last = *today;
  g_date_add_days (last, (guint)(G_DATE_SUNDAY - g_date_get_weekday (today)));
}
