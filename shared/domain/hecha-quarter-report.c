/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-quarter-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-canonical.h"
#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-calendar.h"
#include "domain/hecha-quarter-figures.h"
#include "domain/hecha-quarter-words.h"
#include "domain/hecha-rule.h"

/* What a snapshot and the texts may take of one entry, which is bounded (HECHA_JSON_ENTRY_LIMITS). */
#define MOST_BYTES (900 * 1024)

static const char *const fields[HECHA_REPORT_PARTS] = {"part_a", "part_b", "part_c", "part_d", "part_e"};
static const HechaFraction confidence = {95, 100};

/**
 * hecha_quarter_report_free:
 * @self: (transfer full) (nullable): a report
 */
void
hecha_quarter_report_free (HechaQuarterReport *self)
{
  if (self == NULL)
    return;
  g_free (self->quarter);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    g_free (self->texts[i]);
  hecha_figures_free (self->figures);
  g_free (self->as_of);
  g_free (self->hash);
  g_free (self->by);
  g_free (self->at);
  g_ptr_array_unref (self->changes);
  g_free (self->incomparable);
  g_free (self->before_incomparable);
  g_free (self);
}

/**
 * hecha_quarter_report_get_title:
 * @part: a to e
 *
 * Returns: (transfer none): what P3 6.2.6 calls it
 */
const char *
hecha_quarter_report_get_title (char part)
{
  static const char *const titles[HECHA_REPORT_PARTS]
    = {"目标完成情况及特点", "目标运行情况及特点", "存在的问题及原因", "下一步工作措施", "负面清单"};

  return titles[part - 'a'];
}

/**
 * hecha_quarter_report_get_field:
 * @part: from 0, below %HECHA_REPORT_PARTS
 *
 * Returns: (transfer none): the field of a quarter_report that has the office's words
 */
const char *
hecha_quarter_report_get_field (guint part)
{
  return fields[part];
}

static gboolean
get (HechaReader *reader, const char *type, const char *quarter, HechaRecord **record, GError **error)
{
  GError *problem = NULL;

  *record = hecha_reader_get (reader, "office", type, quarter, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/* ---- a draft ---- */

static void
read_texts (HechaQuarterReport *self, const HechaRecord *record)
{
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    {
      const char *text = record != NULL ? hecha_record_get (record, fields[i]) : NULL;

      self->edited[i] = !hecha_rule_is_blank (text);
      self->texts[i] = self->edited[i]
                         ? g_strdup (text)
                         : hecha_quarter_dup_text (self->figures, self->quarter, (char)('a' + (int)i));
      if (record != NULL && hecha_record_is_disputed (record, fields[i]))
        self->disputed |= G_GUINT64_CONSTANT (1) << i;
    }
}

static HechaQuarterReport *
new_report (const char *quarter)
{
  HechaQuarterReport *self = g_new0 (HechaQuarterReport, 1);

  self->quarter = g_strdup (quarter);
  self->changes = g_ptr_array_new ();
  return self;
}

static HechaQuarterReport *
load_draft (HechaReader *reader, const char *quarter, const GDate *today, GError **error)
{
  g_autoptr (HechaQuarterData) data = hecha_quarter_data_load (reader, quarter, today, confidence, error);
  g_autoptr (HechaQuarterReport) self = new_report (quarter);
  g_autoptr (HechaRecord) record = NULL;

  self->figures = data != NULL ? hecha_quarter_figures_new (data, reader, error) : NULL;
  if (self->figures == NULL || !get (reader, "quarter_report", quarter, &record, error))
    return NULL;
  self->as_of = g_strdup (data->as_of);
  read_texts (self, record);
  return g_steal_pointer (&self);
}

/* ---- a final one ---- */

static JsonNode *
texts_node (const HechaQuarterReport *self)
{
  JsonNode *node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    json_object_set_string_member (object, fields[i], self->texts[i]);
  json_node_init_object (node, object);
  json_object_unref (object);
  return node;
}

static JsonNode *
snapshot_node (const HechaQuarterReport *self)
{
  JsonNode *node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "v", "hecha-report-v2");
  json_object_set_string_member (object, "as_of", self->as_of);
  json_object_set_member (object, "tables", hecha_figures_to_node (self->figures));
  json_node_init_object (node, object);
  json_object_unref (object);
  return node;
}

/* (transfer full) (nullable): of the canonical object of quarter, texts and snapshot */
static char *
dup_hash (const char *quarter, JsonNode *texts, JsonNode *snapshot, gsize *n_bytes, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), NULL);
  g_autofree char *text = NULL;
  HechaDigest digest;

  json_node_take_object (node, json_object_new ());
  json_object_set_string_member (json_node_get_object (node), "quarter", quarter);
  json_object_set_member (json_node_get_object (node), "texts", json_node_copy (texts));
  json_object_set_member (json_node_get_object (node), "snapshot", json_node_copy (snapshot));
  text = hecha_canonical_dup_node (node, error);
  if (text == NULL)
    return NULL;
  *n_bytes = strlen (text);
  hecha_digest_of (&digest, text, *n_bytes);
  return hecha_digest_dup_text (&digest);
}

static JsonNode *
parse_object (const HechaRecord *record, const char *field)
{
  const char *text = hecha_record_get (record, field);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
is_whole (const HechaRecord *final, JsonNode *texts, JsonNode *snapshot)
{
  gsize n_bytes;
  g_autofree char *hash
    = texts != NULL && snapshot != NULL ? dup_hash (final->id, texts, snapshot, &n_bytes, NULL) : NULL;

  return hash != NULL && g_strcmp0 (hash, hecha_record_get (final, "hash")) == 0;
}

/* The records that the figures count are those of today, with today's columns; what they counted then is in the
 * snapshot. */
static void
take_sources (HechaFigures *kept, HechaFigures *now)
{
  for (guint i = 0; i < kept->tables->len; i++)
    {
      HechaFigureTable *table = kept->tables->pdata[i];
      HechaFigureTable *same = hecha_figures_find (now, table->id);

      if (table->is_source && same != NULL && same->is_source)
        {
          const HechaFigureTable whole = *table;

          table->rows = same->rows;
          table->columns = same->columns;
          same->rows = whole.rows;
          same->columns = whole.columns;
        }
    }
}

/* Of rounds in conflict nothing is counted today: that is no change of what was found. */
static char *
dup_doubts (const HechaQuarterData *data, const char *quarter)
{
  g_autoptr (GString) plans = g_string_new (NULL);

  for (guint i = 0; i < data->rounds->len; i++)
    {
      const HechaQuarterRound *round = data->rounds->pdata[i];

      if (strcmp (round->quarter, quarter) == 0 && hecha_rate_is_unsettled (round->rate))
        g_string_append_printf (plans, "%s%s", plans->len > 0 ? _ (", ") : "", round->rate->plan);
    }
  return plans->len > 0 ? g_strdup_printf (_ ("Frame or draw are in conflict: %s"), plans->str) : NULL;
}

/* All of them, also where a page has room for some only. */
static void
add_changes_table (HechaFigures *figures, GPtrArray *changes)
{
  static const char *const columns[][2]
    = {{"table", "表"}, {"row", "行"}, {"column", "项"}, {"before", "定稿时"}, {"now", "现在"}};
  HechaFigureTable *table;

  if (changes->len == 0 || hecha_figures_find (figures, "changes") != NULL)
    return;
  table = hecha_figures_add (figures, "changes", "定稿后有变化的数据", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    hecha_figure_table_add_column (table, HECHA_FIGURE_TEXT, i < 3 ? 5 : 4, columns[i][0], columns[i][1],
                                   NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const HechaFigureChange *change = changes->pdata[i];
      const HechaFigureTable *of = hecha_figures_find (figures, change->table);
      const HechaFigureColumn *column
        = of->columns->pdata[hecha_figure_table_find_column (of, change->column)];
      g_autofree char *before = hecha_figure_column_dup_text (column, change->before);
      g_autofree char *now = hecha_figure_column_dup_text (column, change->now);
      HechaFigureRow *row = hecha_figure_table_add_row (table, NULL);
      const char *const cells[] = {of->title, change->row, column->title, before, now};

      for (guint k = 0; k < G_N_ELEMENTS (cells); k++)
        hecha_figure_row_add (row, cells[k]);
    }
}

/* What is computed from the rounds of the quarter before, which is in no other figure. */
static gboolean
is_of_before (const HechaFigureChange *change, const char *before)
{
  if (strcmp (change->table, "quarters") == 0)
    return strcmp (change->row, before) == 0 || strcmp (change->column, "change") == 0;
  return strcmp (change->table, "agencies") == 0 && g_str_has_prefix (change->column, "before_");
}

static void
drop_changes_of_before (GPtrArray *changes, const char *before)
{
  for (guint i = changes->len; i-- > 0;)
    if (is_of_before (changes->pdata[i], before))
      g_ptr_array_remove_index (changes, i);
}

/* It stands whatever became of the records: where they cannot be read any more, that is said beside it. Deadlines are
 * judged by the day of the report, so that it changes by what was recorded and never by waiting. */
static void
compare (HechaQuarterReport *self, HechaReader *reader, const GDate *today)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuarterData) data
    = hecha_quarter_data_load (reader, self->quarter, today, confidence, &error);
  g_autoptr (HechaFigures) now = data != NULL ? hecha_quarter_figures_new (data, reader, &error) : NULL;

  self->incomparable = now != NULL ? dup_doubts (data, data->quarter) : g_strdup (error->message);
  if (self->incomparable == NULL)
    {
      g_ptr_array_unref (self->changes);
      self->changes = hecha_figures_compare (self->figures, now);
      self->before_incomparable = dup_doubts (data, data->before);
      if (self->before_incomparable != NULL)
        drop_changes_of_before (self->changes, data->before);
      add_changes_table (self->figures, self->changes);
    }
  if (now != NULL)
    take_sources (self->figures, now);
}

static gboolean
take_text (char **text, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  *text = json_node_dup_string (node);
  return TRUE;
}

/* A digest only says that nobody changed it since; what was finalised may be of another program. */
static gboolean
read_words (HechaQuarterReport *self, JsonObject *texts, JsonObject *snapshot, GDate *day)
{
  gint64 ms;

  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    if (!take_text (&self->texts[i], texts, fields[i]))
      return FALSE;
  if (!take_text (&self->as_of, snapshot, "as_of") || !hecha_rule_time_to_ms (self->as_of, &ms, NULL))
    return FALSE;
  hecha_date_from_ms (day, ms);
  return TRUE;
}

static gboolean
read_final (HechaQuarterReport *self, const HechaRecord *final, GDate *day, GError **error)
{
  g_autoptr (JsonNode) texts = parse_object (final, "texts");
  g_autoptr (JsonNode) snapshot = parse_object (final, "snapshot");

  if (!is_whole (final, texts, snapshot))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("The final report of %s does not have the digest that it was finalised with"),
                   final->id);
      return FALSE;
    }
  self->figures
    = hecha_figures_from_node (json_object_get_member (json_node_get_object (snapshot), "tables"), error);
  if (self->figures == NULL)
    return FALSE;
  if (!read_words (self, json_node_get_object (texts), json_node_get_object (snapshot), day))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The final report of %s cannot be read"),
                   final->id);
      return FALSE;
    }
  self->hash = g_strdup (hecha_record_get (final, "hash"));
  self->by = g_strdup (hecha_record_get (final, "by"));
  self->at = g_strdup (hecha_record_get (final, "at"));
  return TRUE;
}

static HechaQuarterReport *
load_final (HechaReader *reader, const HechaRecord *final, GError **error)
{
  g_autoptr (HechaQuarterReport) self = new_report (final->id);
  GDate day;

  if (!read_final (self, final, &day, error))
    return NULL;
  compare (self, reader, &day);
  return g_steal_pointer (&self);
}

/**
 * hecha_quarter_report_load:
 * @reader: where to read
 * @quarter: such as 2026Q2
 * @now_ms: in ms since 1970: a draft is as of this day in China
 * @error: %HECHA_ERROR_INVALID, or when reading failed
 *
 * The quarterly quality report (P3 6.2.6, R050): as it was finalised, else as it would be today.
 *
 * Returns: (transfer full) (nullable): the report
 */
HechaQuarterReport *
hecha_quarter_report_load (HechaReader *reader, const char *quarter, gint64 now_ms, GError **error)
{
  g_autoptr (HechaRecord) final = NULL;
  HechaQuarterReport *self;
  GDate today;

  if (!get (reader, "report_final", quarter, &final, error))
    return NULL;
  if (final != NULL && final->disputed == 0)
    return load_final (reader, final, error);
  hecha_date_from_ms (&today, now_ms);
  self = load_draft (reader, quarter, &today, error);
  if (self != NULL && final != NULL)
    self->disputed |= HECHA_REPORT_FINALISED_TWICE; /* neither is used until the office has ruled */
  return self;
}

/* ---- what the office does ---- */

static gboolean
check_not_final (HechaAct *act, const char *quarter, GError **error)
{
  g_autoptr (HechaRecord) final = NULL;

  if (!get (act->reader, "report_final", quarter, &final, error))
    return FALSE;
  if (final == NULL)
    return TRUE;
  return hecha_rule_refuse (
    error, "The report of %s was finalised on %s and is not rewritten; a later ruling marks it (P3 6.2.6)",
    quarter, hecha_record_get (final, "at"));
}

/**
 * hecha_report_edit:
 * @act: the action
 * @input: a #HechaReportEditInput
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_REFUSED
 *
 * Writes parts of the report in the office's words.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_report_edit (HechaAct *act, gpointer input, GError **error)
{
  const HechaReportEditInput *edit = input;
  guint year, quarter;
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "write the quarterly report (P3 6.2.6)", error)
      || !hecha_quarter_parse (edit->quarter, &year, &quarter, error)
      || !check_not_final (act, edit->quarter, error))
    return FALSE;
  op = hecha_act_op (act, "office", "quarter_report", edit->quarter);
  hecha_act_op_set_int (op, "year", year);
  hecha_act_op_set_int (op, "quarter", quarter);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    if (edit->texts[i] != NULL)
      hecha_act_op_set_text (op, fields[i], edit->texts[i]);
  return TRUE;
}

static gboolean
check_ready (HechaAct *act, const HechaQuarterReport *report, GError **error)
{
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    {
      if ((report->disputed & (G_GUINT64_CONSTANT (1) << i)) != 0)
        return hecha_rule_refuse (
          error, "Part %c of the report of %s is in conflict; rule on it before it is finalised (P3 6.2.6)",
          'a' + (int)i, report->quarter);
      if (hecha_rule_is_blank (report->texts[i]))
        return hecha_rule_refuse (
          error, "The report of %s cannot be finalised: part %c (%s) has no text; P3 6.2.6 wants all five",
          report->quarter, 'a' + (int)i, hecha_quarter_report_get_title ((char)('a' + (int)i)));
    }
  if (*act->by == '\0')
    return hecha_rule_refuse (error, "A person finalises the report (P3 6.2.6); say who acts");
  return TRUE;
}

/**
 * hecha_report_finalise:
 * @act: the action
 * @quarter: such as 2026Q2
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_REFUSED
 *
 * Fixes texts and figures of the quarter under one digest (P3 6.2.6, R050). All five parts have a text.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_report_finalise (HechaAct *act, gpointer quarter, GError **error)
{
  g_autoptr (HechaQuarterReport) report = NULL;
  g_autoptr (JsonNode) texts = NULL;
  g_autoptr (JsonNode) snapshot = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *now = hecha_act_now_text (act);
  gsize n_bytes = 0;
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "finalise the quarterly report (P3 6.2.6)", error)
      || !check_not_final (act, quarter, error))
    return FALSE;
  report = hecha_quarter_report_load (act->reader, quarter, hecha_env_now_ms (act->env), error);
  if (report == NULL || !check_ready (act, report, error))
    return FALSE;
  texts = texts_node (report);
  snapshot = snapshot_node (report);
  hash = dup_hash (quarter, texts, snapshot, &n_bytes, error);
  if (hash == NULL)
    return FALSE;
  if (n_bytes > MOST_BYTES)
    return hecha_rule_refuse (
      error, "The lists of the report of %s are too long to be kept; verify or replace more samples first",
      report->quarter);
  op = hecha_act_op (act, "office", "report_final", quarter);
  hecha_act_op_set_text (op, "quarter", quarter);
  hecha_act_op_set (op, "texts", g_steal_pointer (&texts));
  hecha_act_op_set (op, "snapshot", g_steal_pointer (&snapshot));
  hecha_act_op_set_text (op, "hash", hash);
  hecha_act_op_set_text (op, "by", act->by);
  hecha_act_op_set_text (op, "at", now);
  return TRUE;
}
