/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-quarter-figures-private.h"

#include "domain/hecha-appeal.h"
#include "domain/hecha-calendar-local.h"
#include "domain/hecha-content.h"
#include "domain/hecha-negative.h"
#include "domain/hecha-outcome.h"

#include <string.h>

/* ---- samples ---- */

/* (transfer full) (nullable): what the leader signed that was seen. */
static gboolean
read_observation (const HechaFiguresMaking *self, const HechaRateSample *sample, char **observation,
                  GError **error)
{
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_load (self->reader, sample->scope, sample->id, error);
  const HechaRecord *signature
    = assignment != NULL ? hecha_assignment_effective_signature (assignment) : NULL;

  if (signature != NULL)
    *observation = hecha_content_dup_signed (signature, "observation");
  return assignment != NULL;
}

static gboolean
add_failure (const HechaFiguresMaking *self, HechaFigureTable *table, const HechaQuarterRound *round,
             const HechaRateSample *sample, GError **error)
{
  g_autofree char *observation = NULL;
  HechaFigureRow *row;

  if (!read_observation (self, sample, &observation, error))
    return FALSE;
  row = hecha_figure_table_add_row (table, NULL);
  hecha_figure_row_add (row, sample->id);
  hecha_figure_row_add (row, round->rate->plan);
  hecha_figure_row_add (row, round->rate->selection);
  hecha_figure_row_add (row, sample->agency);
  hecha_figure_row_add (row, hecha_quarter_data_get_agency_name (self->data, sample->agency));
  hecha_figure_row_add (row, sample->unit);
  hecha_figure_row_add (row, hecha_quarter_data_get_target_name (self->data, sample->unit));
  hecha_figure_row_add (row, sample->verdict);
  hecha_figure_row_add (row, observation);
  return TRUE;
}

static gboolean
add_failures (const HechaFiguresMaking *self, GError **error)
{
  HechaFigureTable *table = hecha_figures_add (self->figures, "failures", "申报完成而不符合标准的目标", NULL);

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "id", "样本", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "plan", "核查方案", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "selection", "选样方式", OF ("selection"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "agency", "部门代码", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 6, "name", "部门", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "unit", "季度目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 8, "target", "目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "verdict", "核查结论", OF ("verdict"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 12, "observation", "核查情况", NULL);
  for (guint i = 0; i < self->data->rounds->len; i++)
    {
      const HechaQuarterRound *round = self->data->rounds->pdata[i];

      for (guint k = 0; round->quarter == self->data->quarter && k < round->rate->samples->len; k++)
        if (hecha_rate_sample_fails (round->rate->samples->pdata[k])
            && !add_failure (self, table, round, round->rate->samples->pdata[k], error))
          return FALSE;
    }
  return TRUE;
}

static void
add_excluded_sample (const HechaFiguresMaking *self, HechaFigureTable *table, const HechaQuarterRound *round,
                     const HechaRateSample *sample)
{
  HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);

  hecha_figure_row_add (row, sample->id);
  hecha_figure_row_add (row, round->rate->plan);
  hecha_figure_row_add (row, sample->agency);
  hecha_figure_row_add (row, sample->unit);
  hecha_figure_row_add (row, hecha_quarter_data_get_target_name (self->data, sample->unit));
  hecha_figure_row_add (row, sample->why);
  hecha_figure_row_add (row, sample->detail);
}

/* All samples of a round, of which it is not known what was drawn. */
static void
add_excluded_round (HechaFigureTable *table, const HechaRate *rate)
{
  HechaFigureRow *row;

  if (!hecha_rate_is_unsettled (rate))
    return;
  row = hecha_figure_table_add_row (table, NULL);
  hecha_figure_row_add (row, rate->plan);
  hecha_figure_row_add (row, rate->plan);
  for (guint i = 0; i < 3; i++)
    hecha_figure_row_add (row, NULL);
  hecha_figure_row_add (row, "disputed");
  hecha_figure_row_add (row, "全部样本");
}

/* Everything that counts nowhere, and why: no sample goes missing without a word (X03). */
static void
add_excluded (const HechaFiguresMaking *self)
{
  HechaFigureTable *table = hecha_figures_add (self->figures, "excluded", "未计入误差率的样本", NULL);

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "id", "样本", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 7, "plan", "核查方案", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "agency", "部门代码", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 7, "unit", "季度目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 9, "target", "目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 5, "why", "状态", OF ("sample"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 7, "detail", "说明", NULL);
  for (guint i = 0; i < self->data->rounds->len; i++)
    {
      const HechaQuarterRound *round = self->data->rounds->pdata[i];

      if (round->quarter == self->data->quarter)
        add_excluded_round (table, round->rate);
      for (guint k = 0; round->quarter == self->data->quarter && k < round->rate->samples->len; k++)
        if (((const HechaRateSample *)round->rate->samples->pdata[k])->why != NULL)
          add_excluded_sample (self, table, round, round->rate->samples->pdata[k]);
    }
}

/* ---- appeals ---- */

static void
add_appeal (const HechaFiguresMaking *self, HechaFigureTable *table, const HechaAppealRow *appeal)
{
  const HechaRecord *assignment = appeal->assignment->record, *ruling = appeal->appeal.ruling;
  const char *agency = hecha_record_get (assignment, "agency"), *unit = hecha_record_get (assignment, "unit");
  gboolean ruled = appeal->appeal.state == HECHA_APPEAL_RULED;
  HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);
  g_autofree char *finding = g_strdup_printf ("%s %s", assignment->scope, assignment->id);
  g_auto (HechaOutcome) outcome = {0};

  hecha_outcome_read (&outcome, appeal->assignment);
  hecha_figure_row_add (row, finding);
  hecha_figure_row_add (row, assignment->id);
  hecha_figure_row_add (row, agency);
  hecha_figure_row_add (row, hecha_quarter_data_get_agency_name (self->data, agency));
  hecha_figure_row_add (row, unit);
  hecha_figure_row_add (row, hecha_quarter_data_get_target_name (self->data, unit));
  hecha_figure_row_add (row, hecha_record_get (appeal->appeal.filed, "filed_on"));
  hecha_figure_row_add (row, hecha_appeal_state_name (appeal->appeal.state));
  hecha_figure_row_add (row, outcome.signed_verdict);
  hecha_figure_row_add (row, ruled ? hecha_record_get (ruling, "result") : NULL);
  hecha_figure_row_add (row, ruled ? outcome.verdict : NULL);
  hecha_figure_row_add (row, ruled ? hecha_record_get (ruling, "reason") : NULL);
}

static gboolean
is_of_quarter (const HechaFiguresMaking *self, const HechaAppealRow *appeal)
{
  const char *plan = hecha_record_get (appeal->assignment->record, "plan");

  for (guint i = 0; i < self->data->rounds->len; i++)
    {
      const HechaQuarterRound *round = self->data->rounds->pdata[i];

      if (round->quarter == self->data->quarter && g_strcmp0 (round->plan->id, plan) == 0)
        return TRUE;
    }
  return FALSE;
}

/* By what nobody changes any more: the list's own order is by what is due. */
static int
compare_appeals (gconstpointer a, gconstpointer b)
{
  const HechaRecord *left = (*(const HechaAppealRow *const *)a)->assignment->record,
                    *right = (*(const HechaAppealRow *const *)b)->assignment->record;
  int order = strcmp (left->id, right->id);

  return order != 0 ? order : strcmp (left->scope, right->scope);
}

/* What was signed beside what was ruled (P3 4.3 a, R011): the figures count as ruled. */
static gboolean
add_appeals (const HechaFiguresMaking *self, GError **error)
{
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (self->reader, error);
  g_autoptr (GPtrArray) appeals = NULL;
  HechaFigureTable *table = hecha_figures_add (self->figures, "appeals", "申诉及裁定", NULL);

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "id", "核查任务", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "sample", "样本", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "agency", "部门代码", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 6, "name", "部门", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "unit", "季度目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 8, "target", "目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 5, "filed_on", "申诉日期", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "state", "状态", OF ("appeal"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "signed", "原核查结论", OF ("verdict"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "result", "裁定结果", OF ("ruling"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "verdict", "裁定结论", OF ("verdict"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 8, "reason", "裁定理由", NULL);
  if (calendar == NULL)
    return FALSE;
  appeals = hecha_appeal_list (self->reader, NULL, calendar, &self->data->today, error);
  if (appeals != NULL)
    g_ptr_array_sort (appeals, compare_appeals);
  for (guint i = 0; appeals != NULL && i < appeals->len; i++)
    if (is_of_quarter (self, appeals->pdata[i]))
      add_appeal (self, table, appeals->pdata[i]);
  return appeals != NULL;
}

/* ---- the negative list ---- */

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const HechaNegative *const *)a)->entry->id,
                 (*(const HechaNegative *const *)b)->entry->id);
}

/* Overdue on the day that the report is written: the day of the last finding was before any notice. */
static GPtrArray *
list_entries (const HechaFiguresMaking *self, GError **error)
{
  const HechaNegativeQuery query = {.quarter = self->data->quarter};
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (self->reader, error);
  const HechaNegativeContext context = {calendar, self->data->today};
  GPtrArray *entries;

  if (calendar == NULL)
    return NULL;
  entries = hecha_negative_list (self->reader, &query, &context, error);
  if (entries != NULL)
    g_ptr_array_sort (entries, compare_entries);
  return entries;
}

static const char *
progress_of (const HechaNegative *entry)
{
  if (entry->state == HECHA_NEGATIVE_MADE_UP)
    return "made_up";
  return entry->state == HECHA_NEGATIVE_OVERDUE ? "overdue" : "under_way";
}

static void
add_entry (const HechaFiguresMaking *self, HechaFigureTable *table, const HechaNegative *entry)
{
  const char *agency = hecha_record_get (entry->entry, "agency");
  const char *unit = hecha_record_get (entry->entry, "unit");
  HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);

  hecha_figure_row_add (row, entry->entry->id);
  hecha_figure_row_add (row, agency);
  hecha_figure_row_add (row, agency != NULL ? hecha_quarter_data_get_agency_name (self->data, agency) : NULL);
  hecha_figure_row_add (row, unit);
  hecha_figure_row_add (row, unit != NULL ? hecha_quarter_data_get_target_name (self->data, unit) : NULL);
  hecha_figure_row_add (row, hecha_record_get (entry->entry, "origin"));
  hecha_figure_row_add (row, hecha_record_get (entry->entry, "reason"));
  hecha_figure_row_add (row, hecha_record_get (entry->entry, "rectify_by"));
  hecha_figure_row_add (row, hecha_negative_state_name (entry->state));
  hecha_figure_row_add (row, progress_of (entry));
}

/* How making up goes on, by agency. */
static void
add_make_up (const HechaFiguresMaking *self)
{
  HechaFigureTable *table
    = hecha_quarter_begin_agencies (self, "make_up", "各部门负面清单及补欠情况", "negative", 9);

  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, 5, "listed", "列入清单", OF (NULL));
  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, 5, "under_way", "整改中",
                                 OF ("progress", "under_way"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, 5, "overdue", "逾期", OF ("progress", "overdue"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, 5, "made_up", "已补欠",
                                 OF ("progress", "made_up"));
  hecha_quarter_add_agency_rows (self, table);
}

/* Exactly the confirmed entries of the quarter (R050): neither provisional ones nor those withdrawn. */
static gboolean
add_negative (const HechaFiguresMaking *self, GError **error)
{
  g_autoptr (GPtrArray) entries = list_entries (self, error);
  HechaFigureTable *table = hecha_figures_add (self->figures, "negative", "负面清单", NULL);

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "id", "编号", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "agency", "部门代码", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 6, "name", "部门", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "unit", "季度目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 7, "target", "目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "origin", "来源", OF ("origin"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 10, "reason", "未完成情况", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 5, "rectify_by", "整改期限", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 4, "state", "状态", OF ("negative"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 0, "progress", "补欠", OF ("progress"));
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (hecha_negative_counts (entries->pdata[i]))
      add_entry (self, table, entries->pdata[i]);
  if (table->rows->len > 0)
    add_make_up (self);
  return entries != NULL;
}

/* Tables that tell what there is one by one. */
gboolean
hecha_quarter_add_lists (const HechaFiguresMaking *self, GError **error)
{
  add_excluded (self);
  return add_failures (self, error) && add_appeals (self, error) && add_negative (self, error);
}
