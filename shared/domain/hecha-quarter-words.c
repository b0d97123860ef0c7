/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-quarter-words.h"

#include "domain/hecha-document-word.h"

#include <stdio.h>
#include <string.h>

/* The draft of each part, written from the tables. The document is Chinese whatever the desktop speaks. */

/* As many failures as a draft tells one by one; the table has all. */
#define MOST_TOLD 20

/**
 * hecha_quarter_dup_name:
 * @quarter: such as 2026Q2
 *
 * Returns: (transfer full): such as 2026年第二季度
 */
char *
hecha_quarter_dup_name (const char *quarter)
{
  static const char *const numbers[] = {"一", "二", "三", "四"};
  guint year, number;

  if (sscanf (quarter, "%4uQ%1u", &year, &number) != 2 || number < 1 || number > 4)
    return g_strdup (quarter);
  return g_strdup_printf ("%u年第%s季度", year, numbers[number - 1]);
}

static guint
number_of (const HechaFigureTable *table, guint row, const char *column)
{
  const char *cell = hecha_figure_table_get (table, row, column);

  return cell != NULL ? (guint)g_ascii_strtoull (cell, NULL, 10) : 0;
}

static char *
dup_shown (const HechaFigureTable *table, guint row, const char *column)
{
  int at = hecha_figure_table_find_column (table, column);

  return hecha_figure_column_dup_text (table->columns->pdata[at],
                                       hecha_figure_table_get (table, row, column));
}

/* ---- a: completion and its features ---- */

static void
tell_declarations (GString *out, const HechaFigures *figures, const char *name)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "declarations");
  guint total = table->rows->len - 1;

  g_string_append_printf (out, "%s，%u个部门共有季度目标%u项，申报完成%u项、基本完成%u项、未完成%u项", name,
                          total, number_of (table, total, "targets"), number_of (table, total, "met"),
                          number_of (table, total, "partly"), number_of (table, total, "not_met"));
  if (number_of (table, total, "none") > 0)
    g_string_append_printf (out, "，未申报%u项", number_of (table, total, "none"));
  g_string_append (out, "。\n");
}

static void
tell_change (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "quarters");
  const char *change = hecha_figure_table_get (table, 0, "change");
  g_autofree char *before = dup_shown (table, 1, "rate");
  g_autofree char *points = dup_shown (table, 0, "change");

  if (change == NULL)
    g_string_append (out, "；上季度没有可比的数值");
  else if (strcmp (change, "0") == 0)
    g_string_append_printf (out, "，与上季度持平");
  else
    g_string_append_printf (out, "，较上季度（%s）%s%s个百分点", before, *change == '-' ? "下降" : "上升",
                            *points == '-' ? points + 1 : points);
}

/* Agencies where all that was verified is as declared, and the others with their rate. */
static void
tell_agencies (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "agencies");
  g_autoptr (GString) good = g_string_new (NULL);
  g_autoptr (GString) bad = g_string_new (NULL);

  for (guint i = 0; i + 1 < table->rows->len; i++)
    {
      const char *name = hecha_figure_table_get (table, i, "name");
      guint failed = number_of (table, i, "failed"), checked = number_of (table, i, "checked");
      g_autofree char *rate = dup_shown (table, i, "rate");

      if (failed > 0)
        g_string_append_printf (bad, "%s%s%s（%u/%u）", bad->len > 0 ? "，" : "", name, rate, failed,
                                checked);
      else if (checked > 0)
        g_string_append_printf (good, "%s%s", good->len > 0 ? "、" : "", name);
    }
  if (bad->len > 0)
    g_string_append_printf (out, "分部门看，核验误差率为：%s。", bad->str);
  if (good->len > 0)
    g_string_append_printf (out, "%s已核验的样本申报与核查一致。", good->str);
  if (bad->len + good->len > 0)
    g_string_append_c (out, '\n');
}

static void
tell_completion (GString *out, const HechaFigures *figures, const char *name)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "agencies");
  guint total = table->rows->len - 1;
  g_autofree char *rate = dup_shown (table, total, "rate");

  tell_declarations (out, figures, name);
  if (number_of (table, total, "checked") == 0)
    {
      g_string_append (out, "本季度随机抽选和全面核查尚无已生效的核查结论，核验误差率没有数值。");
      return;
    }
  g_string_append_printf (
    out, "随机抽选和全面核查共核验样本%u个，其中申报完成而不符合标准的%u个，核验误差率为%s（%s）",
    number_of (table, total, "checked"), number_of (table, total, "failed"), rate,
    hecha_figure_table_get (table, total, "rate"));
  tell_change (out, figures);
  g_string_append (out, "。\n");
  tell_agencies (out, figures);
}

/* ---- b: how it ran ---- */

static void
tell_plan (GString *out, const HechaFigureTable *table, guint row)
{
  g_string_append_printf (out, "“%s”为%s，由%s组织，%s，总体%u项，样本%u个，已核验%u个。",
                          hecha_figure_table_get (table, row, "plan"),
                          hecha_document_word ("plan_kind", hecha_figure_table_get (table, row, "kind")),
                          hecha_document_word ("operator", hecha_figure_table_get (table, row, "operator")),
                          hecha_document_word ("selection", hecha_figure_table_get (table, row, "selection")),
                          number_of (table, row, "units"), number_of (table, row, "samples"),
                          number_of (table, row, "checked"));
}

static void
tell_limits (GString *out, const HechaFigureTable *table, guint row)
{
  const char *shown = hecha_figure_table_get (table, row, "limits");
  gboolean stratified = g_strcmp0 (shown, "stratified") == 0;
  g_autofree char *low = dup_shown (table, row, stratified ? "stratified_low" : "low_share");
  g_autofree char *high = dup_shown (table, row, stratified ? "stratified_high" : "high_share");

  if (hecha_figure_table_get (table, row, "low") == NULL)
    return;
  if (stratified)
    g_string_append_printf (out, "“%s”按分层估计，误差率的95%%置信区间为%s至%s。",
                            hecha_figure_table_get (table, row, "plan"), low, high);
  else
    g_string_append_printf (
      out, "“%s”在95%%的置信水平下，总体中申报完成而不符合标准的目标为%s至%s项（%s至%s）。",
      hecha_figure_table_get (table, row, "plan"), hecha_figure_table_get (table, row, "low"),
      hecha_figure_table_get (table, row, "high"), low, high);
}

static void
tell_left_out (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "states");
  guint total = table->rows->len - 1;
  g_autoptr (GString) list = g_string_new (NULL);

  /* after code, name and what was verified, up to the total */
  for (guint i = 3; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      guint n = number_of (table, total, column->id);

      if (strcmp (column->id, "samples") == 0)
        break;
      if (n > 0)
        g_string_append_printf (list, "%s%s%u个", list->len > 0 ? "、" : "", column->title, n);
    }
  if (list->len > 0)
    g_string_append_printf (out, "未计入误差率的样本有：%s。", list->str);
}

static void
tell_operators (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "operators");
  g_autofree char *own = dup_shown (table, 0, "rate");
  g_autofree char *third = dup_shown (table, 1, "rate");

  if (table->note != NULL)
    g_string_append_printf (out, "目标办核查误差率%s，第三方核查误差率%s，%s\n", own, third, table->note);
}

static void
tell_make_up (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "make_up");
  guint total = table != NULL ? table->rows->len - 1 : 0;

  if (table != NULL)
    g_string_append_printf (out, "列入负面清单%u项，其中整改中%u项、逾期%u项、已补欠%u项。\n",
                            number_of (table, total, "listed"), number_of (table, total, "under_way"),
                            number_of (table, total, "overdue"), number_of (table, total, "made_up"));
}

static void
tell_running (GString *out, const HechaFigures *figures, const char *name)
{
  const HechaFigureTable *plans = hecha_figures_find (figures, "plans");
  const HechaFigureTable *limits = hecha_figures_find (figures, "limits");
  const HechaFigureTable *declared = hecha_figures_find (figures, "declarations");
  guint total = declared->rows->len - 1;

  g_string_append_printf (out, "%s共组织核查%u次。", name, plans->rows->len);
  for (guint i = 0; i < plans->rows->len; i++)
    tell_plan (out, plans, i);
  if (plans->note != NULL)
    g_string_append (out, plans->note);
  g_string_append_printf (out, "\n部门自查申报中逾期%u项，未申报%u项。\n",
                          number_of (declared, total, "late"), number_of (declared, total, "none"));
  for (guint i = 0; i < limits->rows->len; i++)
    tell_limits (out, limits, i);
  tell_left_out (out, figures);
  g_string_append_c (out, '\n');
  tell_operators (out, figures);
  tell_make_up (out, figures);
}

/* ---- c: problems, with what was seen ---- */

static guint
count_cells (const HechaFigureTable *table, const char *column, const char *value)
{
  guint n = 0;

  for (guint i = 0; i < table->rows->len; i++)
    n += g_strcmp0 (hecha_figure_table_get (table, i, column), value) == 0;
  return n;
}

/* The figures count as ruled (P3 4.3 a). */
static void
tell_appeals (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "appeals");

  if (table == NULL || table->rows->len == 0)
    return;
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  g_string_append_printf (out, "本季度部门提出申诉%u件，已裁定%u件，其中维持%u件，变更%u件，撤销%u件。",
                          table->rows->len, count_cells (table, "state", "ruled"),
                          count_cells (table, "result", "upheld"), count_cells (table, "result", "amended"),
                          count_cells (table, "result", "overturned"));
}

static void
tell_problems (GString *out, const HechaFigures *figures)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "failures");

  if (table->rows->len == 0)
    g_string_append (out, "本季度核查未发现申报完成而不符合标准的目标。");
  for (guint i = 0; i < MIN (table->rows->len, MOST_TOLD); i++)
    {
      const char *observation = hecha_figure_table_get (table, i, "observation");

      g_string_append_printf (out, "%u．%s“%s”申报完成，核查认定为%s。%s\n", i + 1,
                              hecha_figure_table_get (table, i, "name"),
                              hecha_figure_table_get (table, i, "target"),
                              hecha_document_word ("verdict", hecha_figure_table_get (table, i, "verdict")),
                              observation != NULL ? observation : "");
    }
  if (table->rows->len > MOST_TOLD)
    g_string_append_printf (out, "其余%u项见附表。", table->rows->len - MOST_TOLD);
  tell_appeals (out, figures);
}

/* ---- e: the negative list ---- */

static void
tell_negative_list (GString *out, const HechaFigures *figures, const char *name)
{
  const HechaFigureTable *table = hecha_figures_find (figures, "negative");

  if (table->rows->len == 0)
    g_string_append_printf (out, "%s没有经认定列入负面清单的事项。", name);
  else
    g_string_append_printf (out, "%s经认定列入负面清单的事项共%u项，见附表。", name, table->rows->len);
}

/**
 * hecha_quarter_dup_text:
 * @figures: of the quarter
 * @quarter: such as 2026Q2
 * @part: a to e (P3 6.2.6)
 *
 * Returns: (transfer full): what the report says there before the office edits it; nothing for d, which only the office
 *   can say
 */
char *
hecha_quarter_dup_text (const HechaFigures *figures, const char *quarter, char part)
{
  g_autofree char *name = hecha_quarter_dup_name (quarter);
  GString *out = g_string_new (NULL);

  if (part == 'a')
    tell_completion (out, figures, name);
  else if (part == 'b')
    tell_running (out, figures, name);
  else if (part == 'c')
    tell_problems (out, figures);
  else if (part == 'e')
    tell_negative_list (out, figures, name);
  return g_strchomp (g_string_free (out, FALSE));
}
