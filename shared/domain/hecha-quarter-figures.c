/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-quarter-figures-private.h"

#include "domain/hecha-document-word.h"

#include <string.h>

static const char *
flag (gboolean value)
{
  return value ? "1" : "0";
}

/* ---- the records that are counted ---- */

static void
add_target_row (const HechaFiguresMaking *self, HechaFigureTable *table, const HechaRecord *required)
{
  const HechaRecord *target
    = g_hash_table_lookup (self->data->targets, hecha_record_get (required, "target"));
  const HechaRecord *declaration = g_hash_table_lookup (self->data->declared, required->id);
  const char *status = declaration != NULL ? hecha_record_get (declaration, "status") : NULL;
  HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);

  hecha_figure_row_add (row, required->id);
  hecha_figure_row_add (row, hecha_record_get (target, "agency"));
  hecha_figure_row_add (row, hecha_record_get (target, "name"));
  hecha_figure_row_add (row, hecha_record_get (target, "class_name"));
  hecha_figure_row_add (row, status != NULL ? status : "none");
  hecha_figure_row_add (row,
                        flag (declaration != NULL && hecha_record_get_int (declaration, "late", 0) != 0));
}

static void
add_targets (const HechaFiguresMaking *self)
{
  HechaFigureTable *table = hecha_figures_add (self->figures, "targets", "季度目标", NULL);

  table->is_source = TRUE;
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "id", "季度目标", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "agency", "部门代码", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "name", "目标名称", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "class", "指标分类", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 0, "declared", "申报情况", OF ("declared_status"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, 0, "late", "逾期申报", NULL);
  for (guint i = 0; i < self->data->required->len; i++)
    add_target_row (self, table, self->data->required->pdata[i]);
}

/* Who checked (P3 5.1 g): the office by the name that finalised reports know it by. */
static const char *
get_party (const char *operator)
{
  return operator== NULL || strcmp (operator, "office") == 0 ? "own" : operator;
}

static void
add_sample_row (HechaFigureTable *table, const HechaQuarterRound *round, const HechaRateSample *sample)
{
  gboolean self_check = g_strcmp0 (round->rate->operator, "agency") == 0;
  HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);
  gboolean counts = sample->why == NULL;

  hecha_figure_row_add (row, sample->id);
  hecha_figure_row_add (row, round->quarter);
  hecha_figure_row_add (row, round->rate->plan);
  hecha_figure_row_add (row, sample->unit);
  hecha_figure_row_add (row, sample->agency);
  hecha_figure_row_add (row, sample->stratum);
  hecha_figure_row_add (row, get_party (round->rate->operator));
  hecha_figure_row_add (row, flag (round->rate->is_estimate));
  hecha_figure_row_add (row, flag (!self_check && g_strcmp0 (round->rate->selection, "judgement") == 0));
  hecha_figure_row_add (row, flag (self_check));
  hecha_figure_row_add (row, sample->declared);
  hecha_figure_row_add (row, flag (g_strcmp0 (sample->declared, "met") == 0));
  hecha_figure_row_add (row, flag (g_strcmp0 (sample->why, "replaced") != 0));
  hecha_figure_row_add (row, counts ? "verified" : sample->why);
  hecha_figure_row_add (row, sample->verdict);
  hecha_figure_row_add (row, counts ? flag (strcmp (sample->verdict, "met") == 0) : NULL);
  hecha_figure_row_add (row, flag (hecha_rate_sample_fails (sample)));
  hecha_figure_row_add (row, flag (sample->changed));
  hecha_figure_row_add (row, sample->scope);
  hecha_figure_row_add (row, sample->signed_at);
}

static void
add_samples (const HechaFiguresMaking *self)
{
  static const struct
  {
    HechaFigureKind kind;
    const char *id, *title, *words;
  } columns[] = {
    {HECHA_FIGURE_TEXT, "id", "样本", NULL},
    {HECHA_FIGURE_TEXT, "quarter", "季度", NULL},
    {HECHA_FIGURE_TEXT, "plan", "核查方案", NULL},
    {HECHA_FIGURE_TEXT, "unit", "季度目标", NULL},
    {HECHA_FIGURE_TEXT, "agency", "部门代码", NULL},
    {HECHA_FIGURE_TEXT, "class", "指标分类", NULL},
    {HECHA_FIGURE_WORD, "party", "核查方", "party"},
    {HECHA_FIGURE_COUNT, "estimate", "计入误差率", NULL},
    {HECHA_FIGURE_COUNT, "key", "重点核查", NULL},
    {HECHA_FIGURE_COUNT, "self_check", "部门自查", NULL},
    {HECHA_FIGURE_WORD, "declared", "申报情况", "declared_status"},
    {HECHA_FIGURE_COUNT, "complete", "申报完成", NULL},
    {HECHA_FIGURE_COUNT, "stands", "有效样本", NULL},
    {HECHA_FIGURE_WORD, "state", "样本状态", "sample"},
    {HECHA_FIGURE_WORD, "verdict", "核查结论", "verdict"},
    {HECHA_FIGURE_COUNT, "met", "符合标准", NULL},
    {HECHA_FIGURE_COUNT, "failed", "申报完成而不符合标准", NULL},
    {HECHA_FIGURE_COUNT, "changed", "签字后有改动", NULL},
    {HECHA_FIGURE_TEXT, "scope", "核查组", NULL},
    {HECHA_FIGURE_TEXT, "signed_at", "签字时间", NULL},
  };
  HechaFigureTable *table = hecha_figures_add (self->figures, "samples", "样本", NULL);

  table->is_source = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    hecha_figure_table_add_column (table, columns[i].kind, 0, columns[i].id, columns[i].title,
                                   columns[i].words != NULL ? OF (columns[i].words) : NULL);
  for (guint i = 0; i < self->data->rounds->len; i++)
    {
      const HechaQuarterRound *round = self->data->rounds->pdata[i];

      for (guint k = 0; k < round->rate->samples->len; k++)
        add_sample_row (table, round, round->rate->samples->pdata[k]);
    }
}

/* ---- rows that several tables have ---- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The values of a column of a source, each once, sorted; of this quarter where it has quarters. */
static void
collect (const HechaFiguresMaking *self, const char *source, const char *column, GHashTable *seen,
         GPtrArray *values)
{
  const HechaFigureTable *table = hecha_figures_find (self->figures, source);

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *quarter = hecha_figure_table_get (table, i, "quarter");
      const char *value = hecha_figure_table_get (table, i, column);

      if (value != NULL && (quarter == NULL || strcmp (quarter, self->data->quarter) == 0)
          && g_hash_table_add (seen, (gpointer)value))
        g_ptr_array_add (values, (gpointer)value);
    }
  g_ptr_array_sort (values, compare_texts);
}

void
hecha_quarter_add_agency_rows (const HechaFiguresMaking *self, HechaFigureTable *table)
{
  HechaFigureRow *row;

  for (guint i = 0; i < self->codes->len; i++)
    {
      const char *code = self->codes->pdata[i];

      row = hecha_figure_table_add_row (table, OF ("agency", code));
      hecha_figure_row_add (row, code);
      hecha_figure_row_add (row, hecha_quarter_data_get_agency_name (self->data, code));
    }
  row = hecha_figure_table_add_row (table, NULL);
  hecha_figure_row_add (row, "total");
  hecha_figure_row_add (row, "合计");
  hecha_figures_fill (self->figures, table);
}

HechaFigureTable *
hecha_quarter_begin_agencies (const HechaFiguresMaking *self, const char *id, const char *title,
                              const char *source, guint width)
{
  HechaFigureTable *table = hecha_figures_add (self->figures, id, title, source);

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 0, "agency", "部门代码", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, width, "name", "部门", NULL);
  return table;
}

static void
add_count (HechaFigureTable *table, guint width, const char *id, const char *title, const char *const *of)
{
  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, width, id, title, of);
}

/* Samples verified, those of them declared complete that failed, and the one over the other. */
static void
add_rate_columns (HechaFigureTable *table, guint width, const char *quarter)
{
  add_count (table, width, "checked", "已核验",
             OF ("quarter", quarter, "estimate", "1", "state", "verified"));
  add_count (table, width, "failed", "不符合标准", OF ("quarter", quarter, "estimate", "1", "failed", "1"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_RATE, width, "rate", "核验误差率",
                                 OF ("failed", "checked"));
}

/* ---- the tables ---- */

/* The main one: R002, R020 (key picks apart, and an agency's own checks), and the quarter before. */
static void
add_agencies (const HechaFiguresMaking *self)
{
  const char *quarter = self->data->quarter, *before = self->data->before;
  HechaFigureTable *table = hecha_quarter_begin_agencies (self, "agencies", "各部门核验误差率", "samples", 9);

  add_count (table, 4, "samples", "样本", OF ("quarter", quarter, "estimate", "1", "stands", "1"));
  add_rate_columns (table, 5, quarter);
  add_count (table, 0, "before_checked", "上季度已核验",
             OF ("quarter", before, "estimate", "1", "state", "verified"));
  add_count (table, 0, "before_failed", "上季度不符合标准",
             OF ("quarter", before, "estimate", "1", "failed", "1"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_RATE, 5, "before_rate", "上季度误差率",
                                 OF ("before_failed", "before_checked"));
  add_count (table, 5, "key_checked", "重点核查已核验",
             OF ("quarter", quarter, "key", "1", "state", "verified"));
  add_count (table, 5, "key_failed", "重点核查不符合", OF ("quarter", quarter, "key", "1", "failed", "1"));
  add_count (table, 0, "self_checked", "部门自查已核验",
             OF ("quarter", quarter, "self_check", "1", "state", "verified"));
  add_count (table, 0, "self_failed", "部门自查不符合",
             OF ("quarter", quarter, "self_check", "1", "failed", "1"));
  table->note
    = g_strdup ("不符合标准，指申报完成而核查认定不符合标准。重点核查的样本不是随机抽取，不用于推断总体；"
                "部门自查不是核验，不计入误差率。");
  hecha_quarter_add_agency_rows (self, table);
}

static void
add_declarations (const HechaFiguresMaking *self)
{
  HechaFigureTable *table
    = hecha_quarter_begin_agencies (self, "declarations", "各部门季度目标申报情况", "targets", 9);

  add_count (table, 4, "targets", "季度目标", OF (NULL));
  add_count (table, 4, "met", "申报完成", OF ("declared", "met"));
  add_count (table, 4, "partly", "基本完成", OF ("declared", "partly"));
  add_count (table, 4, "not_met", "未完成", OF ("declared", "not_met"));
  add_count (table, 4, "none", "未申报", OF ("declared", "none"));
  add_count (table, 4, "late", "逾期申报", OF ("late", "1"));
  hecha_quarter_add_agency_rows (self, table);
}

static void
add_classes (const HechaFiguresMaking *self)
{
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  HechaFigureTable *table = hecha_figures_add (self->figures, "classes", "各指标分类核验误差率", "samples");

  collect (self, "samples", "class", seen, classes);
  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 9, "class", "指标分类", NULL);
  add_count (table, 4, "samples", "样本",
             OF ("quarter", self->data->quarter, "estimate", "1", "stands", "1"));
  add_rate_columns (table, 5, self->data->quarter);
  for (guint i = 0; i < classes->len; i++)
    hecha_figure_row_add (hecha_figure_table_add_row (table, OF ("class", classes->pdata[i])),
                          classes->pdata[i]);
  hecha_figure_row_add (hecha_figure_table_add_row (table, NULL), "合计");
  hecha_figures_fill (self->figures, table);
}

/* What is wrong with a round, so that none goes missing without a word. */
static void
tell_doubt (GString *note, const HechaRate *rate)
{
  static const char *const doubts[][2] = {
    {"frame", "有两份冻结的总体，裁定前全部样本不计入"},
    {"draw", "有两份抽样记录，裁定前全部样本不计入"},
    {"cancel", "在样本分派后被作废，样本照常计入"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (doubts); i++)
    if (g_strcmp0 (rate->doubt, doubts[i][0]) == 0)
      g_string_append_printf (note, "“%s”%s。", rate->plan, doubts[i][1]);
}

static void
add_plans (const HechaFiguresMaking *self)
{
  HechaFigureTable *table = hecha_figures_add (self->figures, "plans", "核查组织情况", "samples");
  g_autoptr (GString) note = g_string_new (NULL);

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 9, "plan", "核查方案", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 6, "kind", "类型", OF ("plan_kind"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 5, "operator", "组织者", OF ("operator"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 6, "selection", "选样方式", OF ("selection"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_COUNT, 4, "units", "总体", NULL);
  add_count (table, 4, "samples", "样本", OF ("stands", "1"));
  add_count (table, 4, "checked", "已核验", OF ("state", "verified"));
  add_count (table, 4, "failed", "不符合", OF ("failed", "1"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_RATE, 6, "rate", "误差率", OF ("failed", "checked"));
  for (guint i = 0; i < self->data->rounds->len; i++)
    {
      const HechaQuarterRound *round = self->data->rounds->pdata[i];
      HechaFigureRow *row;

      if (round->quarter != self->data->quarter)
        continue;
      row = hecha_figure_table_add_row (table, OF ("plan", round->plan->id));
      hecha_figure_row_add (row, round->plan->id);
      hecha_figure_row_add (row, hecha_record_get (round->plan, "kind"));
      hecha_figure_row_add (row, round->rate->operator);
      hecha_figure_row_add (row, round->rate->selection);
      if (hecha_rate_is_unsettled (round->rate))
        hecha_figure_row_add (row, NULL);
      else
        hecha_figure_row_add_count (row, round->rate->n_units);
      tell_doubt (note, round->rate);
    }
  hecha_figures_fill (self->figures, table);
  if (note->len > 0)
    table->note = g_strdup (note->str);
}

static void
add_proportion (HechaFigureRow *row, gboolean has_value, long double value)
{
  g_autofree char *text = has_value ? hecha_proportion_dup_text (value) : NULL;

  hecha_figure_row_add (row, text);
}

static void
add_limits_row (HechaFigureTable *table, const HechaRate *rate)
{
  const HechaInterval *interval = &rate->interval;
  const HechaStratified *stratified = &rate->stratified;
  g_autofree char *fraction = hecha_rate_dup_fraction (rate->failed, rate->checked);
  HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);

  hecha_figure_row_add (row, rate->plan);
  hecha_figure_row_add (row, fraction);
  for (guint i = 0; i < 2; i++)
    if (interval->has_value)
      hecha_figure_row_add_count (row, interval->bad[i]);
    else
      hecha_figure_row_add (row, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *share
        = interval->has_value ? hecha_rate_dup_fraction (interval->bad[i], rate->n_units) : NULL;

      hecha_figure_row_add (row, share);
    }
  for (guint i = 0; i < 2; i++)
    add_proportion (row, interval->has_value, interval->clopper_pearson[i]);
  for (guint i = 0; i < 2; i++)
    add_proportion (row, interval->has_value, interval->wilson[i]);
  add_proportion (row, stratified->has_value, stratified->rate);
  for (guint i = 0; i < 2; i++)
    add_proportion (row, stratified->has_value, stratified->limits[i]);
  hecha_figure_row_add (row, stratified->has_value && stratified->is_usable ? "stratified" : "simple");
}

/* What the samples say about all that was declared, for those rounds that were drawn (DOMAIN 6.1). */
static void
add_limits (const HechaFiguresMaking *self)
{
  static const struct
  {
    HechaFigureKind kind;
    guint width;
    const char *id, *title;
  } columns[] = {
    {HECHA_FIGURE_RATE, 6, "rate", "误差率"},
    {HECHA_FIGURE_COUNT, 4, "low", "下限项数"},
    {HECHA_FIGURE_COUNT, 4, "high", "上限项数"},
    {HECHA_FIGURE_RATE, 6, "low_share", "下限"},
    {HECHA_FIGURE_RATE, 6, "high_share", "上限"},
    {HECHA_FIGURE_PROPORTION, 0, "clopper_pearson_low", "Clopper-Pearson下限"},
    {HECHA_FIGURE_PROPORTION, 0, "clopper_pearson_high", "Clopper-Pearson上限"},
    {HECHA_FIGURE_PROPORTION, 0, "wilson_low", "Wilson下限"},
    {HECHA_FIGURE_PROPORTION, 0, "wilson_high", "Wilson上限"},
    {HECHA_FIGURE_PROPORTION, 6, "stratified", "分层估计"},
    {HECHA_FIGURE_PROPORTION, 6, "stratified_low", "分层下限"},
    {HECHA_FIGURE_PROPORTION, 6, "stratified_high", "分层上限"},
  };
  HechaFigureTable *table = hecha_figures_add (self->figures, "limits", "误差率的置信区间", NULL);
  gboolean misleads = FALSE;

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 8, "plan", "核查方案", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    hecha_figure_table_add_column (table, columns[i].kind, columns[i].width, columns[i].id, columns[i].title,
                                   NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 7, "limits", "采用的区间", OF ("limits"));
  for (guint i = 0; i < self->data->rounds->len; i++)
    {
      const HechaQuarterRound *round = self->data->rounds->pdata[i];
      const HechaStratified *stratified = &round->rate->stratified;

      if (round->quarter != self->data->quarter || !round->rate->is_estimate)
        continue;
      add_limits_row (table, round->rate);
      misleads = misleads || (round->rate->by_class && !(stratified->has_value && stratified->is_usable));
    }
  if (misleads)
    table->note
      = g_strdup ("有的分类未发现不符合标准的样本，或只核验一个、尚未核验，分层估计的正态区间会偏窄，"
                  "因此采用简单随机抽样的精确区间。");
}

/* Own and third-party checks beside each other, and what both did together (P3 5.1 g, R024). */
static void
add_operators (const HechaFiguresMaking *self)
{
  static const char *const parties[] = {"own", "third_party", "joint"};
  HechaFigureTable *table
    = hecha_figures_add (self->figures, "operators", "目标办核查与第三方核查对照", "samples");
  HechaRate rates[G_N_ELEMENTS (parties)] = {{NULL}};

  hecha_figure_table_add_column (table, HECHA_FIGURE_WORD, 9, "party", "核查方", OF ("party"));
  add_rate_columns (table, 5, self->data->quarter);
  hecha_figure_table_add_column (table, HECHA_FIGURE_PROPORTION, 5, "low", "下限", NULL);
  hecha_figure_table_add_column (table, HECHA_FIGURE_PROPORTION, 5, "high", "上限", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    {
      HechaFigureRow *row = hecha_figure_table_add_row (table, OF ("party", parties[i]));

      hecha_figure_row_add (row, parties[i]);
    }
  hecha_figures_fill (self->figures, table);
  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    {
      guint checked = (guint)g_ascii_strtoull (hecha_figure_table_get (table, i, "checked"), NULL, 10);
      guint failed = (guint)g_ascii_strtoull (hecha_figure_table_get (table, i, "failed"), NULL, 10);
      HechaInterval *interval = &rates[i].interval;

      hecha_interval_compute (failed, checked, checked, self->data->confidence, interval, NULL);
      for (guint k = 0; k < 2; k++)
        add_proportion (table->rows->pdata[i], interval->has_value, interval->clopper_pearson[k]);
    }
  if (rates[0].interval.has_value && rates[1].interval.has_value)
    table->note = g_strdup (hecha_rate_overlaps (&rates[0], &rates[1]) ? "两者的置信区间重叠。"
                                                                       : "两者的置信区间不重叠。");
}

/* Self-check beside external check (P3 5.1 a, R018). */
static void
add_found (const HechaFiguresMaking *self)
{
  static const char *const rows[][2] = {{"1", "申报完成"}, {"0", "其他申报"}};
  const char *quarter = self->data->quarter;
  HechaFigureTable *table = hecha_figures_add (self->figures, "found", "申报情况与核查结论对照", "samples");

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 9, "declared", "申报情况", NULL);
  add_count (table, 5, "met", "核查符合标准", OF ("quarter", quarter, "estimate", "1", "met", "1"));
  add_count (table, 5, "not_met", "核查不符合标准", OF ("quarter", quarter, "estimate", "1", "met", "0"));
  add_count (table, 5, "checked", "合计", OF ("quarter", quarter, "estimate", "1", "state", "verified"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    hecha_figure_row_add (hecha_figure_table_add_row (table, OF ("complete", rows[i][0])), rows[i][1]);
  hecha_figure_row_add (hecha_figure_table_add_row (table, NULL), "合计");
  hecha_figures_fill (self->figures, table);
}

static void
add_states (const HechaFiguresMaking *self)
{
  static const char *const states[]
    = {"verified", "unverifiable", "pending",         "not_assigned", "double",
       "disputed", "broken",       "not_inspectable", "replaced"};
  const char *quarter = self->data->quarter;
  HechaFigureTable *table = hecha_quarter_begin_agencies (self, "states", "各部门样本状态", "samples", 9);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    add_count (table, 4, states[i], hecha_document_word ("sample", states[i]),
               OF ("quarter", quarter, "state", states[i]));
  add_count (table, 4, "samples", "合计", OF ("quarter", quarter));
  add_count (table, 0, "changed", "签字后有改动", OF ("quarter", quarter, "changed", "1"));
  hecha_quarter_add_agency_rows (self, table);
}

static gint64
hundredths_of (const char *fraction)
{
  g_autofree char *percent = NULL;
  g_auto (GStrv) parts = g_strsplit (fraction, "/", 2);

  percent
    = hecha_rate_dup_percent (g_ascii_strtoull (parts[0], NULL, 10), g_ascii_strtoull (parts[1], NULL, 10));
  g_strdelimit (percent, ".", ' ');
  return g_ascii_strtoll (percent, NULL, 10) * 100 + g_ascii_strtoll (strchr (percent, ' '), NULL, 10);
}

/* The difference of the two rates as they are shown. */
static void
add_quarters (const HechaFiguresMaking *self)
{
  const char *const quarters[] = {self->data->quarter, self->data->before};
  HechaFigureTable *table = hecha_figures_add (self->figures, "quarters", "与上季度对照", "samples");
  const char *now, *before;

  hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, 9, "quarter", "季度", NULL);
  add_count (table, 5, "checked", "已核验", OF ("estimate", "1", "state", "verified"));
  add_count (table, 5, "failed", "不符合标准", OF ("estimate", "1", "failed", "1"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_RATE, 5, "rate", "核验误差率", OF ("failed", "checked"));
  hecha_figure_table_add_column (table, HECHA_FIGURE_POINTS, 5, "change", "增减（百分点）", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (quarters); i++)
    hecha_figure_row_add (hecha_figure_table_add_row (table, OF ("quarter", quarters[i])), quarters[i]);
  hecha_figures_fill (self->figures, table);
  now = hecha_figure_table_get (table, 0, "rate");
  before = hecha_figure_table_get (table, 1, "rate");
  if (now != NULL && before != NULL)
    hecha_figure_row_add_count (table->rows->pdata[0], hundredths_of (now) - hundredths_of (before));
  else
    hecha_figure_row_add (table->rows->pdata[0], NULL);
  hecha_figure_row_add (table->rows->pdata[1], NULL);
}

/**
 * hecha_quarter_figures_new:
 * @data: of a quarter
 * @reader: where what was seen of failures is read
 * @error: when reading failed
 *
 * All numbers of the quarterly quality report (P3 6.2.6, R050).
 *
 * Returns: (transfer full) (nullable): the tables, the main one, "agencies", first; the records that they count last
 */
HechaFigures *
hecha_quarter_figures_new (const HechaQuarterData *data, HechaReader *reader, GError **error)
{
  g_autoptr (HechaFigures) figures = hecha_figures_new ();
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const HechaFiguresMaking making = {data, reader, figures, codes};

  add_targets (&making);
  add_samples (&making);
  collect (&making, "targets", "agency", seen, codes);
  collect (&making, "samples", "agency", seen, codes);
  add_agencies (&making);
  add_declarations (&making);
  add_classes (&making);
  add_plans (&making);
  add_limits (&making);
  add_operators (&making);
  add_found (&making);
  add_states (&making);
  add_quarters (&making);
  if (!hecha_quarter_add_lists (&making, error))
    return NULL;
  /* the sources last: they are what the other tables are read with */
  for (guint i = 0; i < 2; i++)
    {
      HechaFigureTable *source = g_ptr_array_steal_index (figures->tables, 0);

      g_ptr_array_add (figures->tables, source);
    }
  return g_steal_pointer (&figures);
}
