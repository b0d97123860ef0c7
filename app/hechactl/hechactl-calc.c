/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-calc.h"

#include "hechactl-answer.h"
#include "hechactl-store.h"

#include "base/hecha-error.h"
#include "domain/hecha-calendar-local.h"
#include "domain/hecha-sampling.h"
#include "domain/hecha-size-reason.h"

#include <glib/gi18n-lib.h>

#define MOST_DAYS 36500

/* What stands wrong in an option is wrong usage, not a refusal. */
static gboolean
blame_usage (GError **error)
{
  if (error != NULL)
    {
      (*error)->domain = G_OPTION_ERROR;
      (*error)->code = G_OPTION_ERROR_BAD_VALUE;
    }
  return FALSE;
}

static gboolean
get_count (HechactlInvocation *self, const char *option, guint32 least, guint32 *count, GError **error)
{
  guint64 number = least;

  if (!hechactl_invocation_get_number (self, option, least, HECHA_STATISTICS_MAX, &number, error))
    return FALSE;
  *count = (guint32)number;
  return TRUE;
}

static gboolean
parse_date (const char *text, GDate *date, GError **error)
{
  return hecha_date_parse (text, date, error) || blame_usage (error);
}

/* ---- draw ---- */

static HechaFrame *
read_frame (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  HechaFrame *frame;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  frame = hecha_frame_parse (text, length, error);
  if (frame == NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", shown);
    }
  return frame;
}

static void
answer_draw (HechactlInvocation *self, const HechaDraw *draw, const char *hash)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) sample = hecha_draw_dup_sample (draw);
  g_autoptr (GPtrArray) reserve = hecha_draw_dup_reserve (draw);

  hechactl_invocation_print (self, _ ("frame %s\nseed %s\n"), hash, draw->seed);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "frame", hash);
  hechactl_add_text (builder, "seed", draw->seed);
  hechactl_answer_rows (self, builder, "draw", sample);
  hechactl_answer_rows (self, builder, "reserve", reserve);
  hechactl_answer (self, builder);
}

static gboolean
draw_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaFrame) frame = NULL;
  g_autoptr (HechaDraw) draw = NULL;
  g_autofree char *hash = NULL, *seed = NULL;
  HechaSamplingAlgorithm algorithm;
  guint32 size = 0;

  if (!hechactl_get_algorithm (self, &algorithm, error) || !get_count (self, "size", 1, &size, error))
    return FALSE;
  frame = read_frame (hechactl_invocation_get_argument (self, 0), error);
  if (frame == NULL)
    return FALSE;

  hash = hecha_frame_dup_hash (frame, algorithm, error);
  if (hash == NULL)
    return FALSE;
  seed = hecha_sampling_dup_seed (hechactl_invocation_get (self, "plan"), hash,
                                  hechactl_invocation_get (self, "rand"), error);
  if (seed == NULL)
    return FALSE;
  draw = hecha_draw_new (frame, algorithm, seed, size, hechactl_invocation_has (self, "by-stratum"), error);
  if (draw == NULL)
    return FALSE;

  answer_draw (self, draw, hash);
  return TRUE;
}

/* ---- statistics ---- */

static gboolean
interval_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *rate = NULL;
  guint32 failed, checked, population;
  HechaFraction confidence;
  HechaInterval interval;

  if (!get_count (self, "failed", 0, &failed, error) || !get_count (self, "checked", 0, &checked, error)
      || !get_count (self, "population", 0, &population, error)
      || !hechactl_get_fraction (self, "confidence", "0.95", &confidence, error)
      || !hecha_interval_compute (failed, checked, population, confidence, &interval, error))
    return FALSE;

  rate = hecha_rate_dup_percent (failed, checked);
  hechactl_invocation_print (self, _ ("rate %s\n"), rate != NULL ? rate : "—");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "rate", rate);
  hechactl_answer_interval (self, builder, &interval);
  hechactl_answer (self, builder);
  return TRUE;
}

/* (transfer full): begins with how many and why. */
static JsonBuilder *
begin_size (HechactlInvocation *self, guint32 n, const char *reason)
{
  JsonBuilder *builder = json_builder_new ();

  hechactl_invocation_print (self, "%u\n%s\n", n, reason);
  json_builder_begin_object (builder);
  hechactl_add_int (builder, "n", n);
  hechactl_add_text (builder, "reason", reason);
  return builder;
}

static gboolean
sample_size_run (HechactlInvocation *self, GError **error)
{
  HechaFraction margin, confidence, expected;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *reason = NULL;
  HechaSampleSize size;
  guint32 population;

  if (!get_count (self, "population", 1, &population, error)
      || !hechactl_get_fraction (self, "margin", NULL, &margin, error)
      || !hechactl_get_fraction (self, "confidence", "0.95", &confidence, error)
      || !hechactl_get_fraction (self, "expected", "0.5", &expected, error)
      || !hecha_sample_size (population, margin, confidence, expected, &size, error))
    return FALSE;

  reason = hecha_sample_size_dup_reason (population, margin, confidence, expected, &size);
  builder = begin_size (self, size.n, reason);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
discovery_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *reason = NULL;
  HechaFraction confidence;
  guint32 population, bad, n;

  if (!get_count (self, "population", 1, &population, error) || !get_count (self, "bad", 1, &bad, error)
      || !hechactl_get_fraction (self, "confidence", "0.95", &confidence, error)
      || !hecha_discovery_size (population, bad, confidence, &n, error))
    return FALSE;

  reason = hecha_discovery_dup_reason (population, bad, confidence, n);
  builder = begin_size (self, n, reason);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
acceptance_run (HechactlInvocation *self, GError **error)
{
  const char *level = hechactl_invocation_get (self, "level"), *aql = hechactl_invocation_get (self, "aql");
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *reason = NULL;
  HechaAcceptance plan;
  guint32 lot;

  level = level != NULL ? level : "II";
  if (!get_count (self, "lot", 2, &lot, error) || !hecha_acceptance_find (lot, level, aql, &plan, error))
    return FALSE;
  reason = hecha_acceptance_dup_reason (lot, level, aql, &plan);
  builder = begin_size (self, plan.size, reason);
  hechactl_add_int (builder, "accept", plan.accept);
  hechactl_add_int (builder, "reject", plan.accept + 1);
  hechactl_add_text (builder, "letter", (char[]) {plan.letter, '\0'});
  hechactl_add_text (builder, "used", (char[]) {plan.used, '\0'});
  hechactl_add_bool (builder, "census", plan.census);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
declared_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *reason = NULL;
  HechaDeclaredPlan plan;
  HechaFraction level;
  guint32 ratio;

  if (!hechactl_get_fraction (self, "level", NULL, &level, error)
      || !get_count (self, "ratio", 2, &ratio, error)
      || !hecha_declared_plan_find (level, ratio, &plan, error))
    return FALSE;
  reason = hecha_declared_plan_dup_reason (level, ratio, &plan);
  builder = begin_size (self, plan.size, reason);
  hechactl_add_int (builder, "limit", plan.limit);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- calendar ---- */

static gboolean
get_days (HechactlInvocation *self, gboolean *working, guint64 *days, GError **error)
{
  *working = hechactl_invocation_has (self, "working-days");
  if (*working == hechactl_invocation_has (self, "days"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("one of --working-days N and --days N must be given"));
      return FALSE;
    }
  return hechactl_invocation_get_number (self, *working ? "working-days" : "days", 1, MOST_DAYS, days, error);
}

/* As the office corrected it, where a store is named; an observer counts by the table alone. */
static HechaCalendar *
load_calendar (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = NULL;

  if (!hechactl_invocation_has (self, "store"))
    return hecha_calendar_load (error);
  store = hechactl_store_open (self, error);
  return store != NULL ? hecha_calendar_load_local (hecha_store_reader (store), error) : NULL;
}

static const char *
note (gboolean provisional)
{
  return provisional ? _ (" (provisional: no data for that year)") : "";
}

static gboolean
due_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaCalendar) calendar = NULL;
  g_autofree char *due = NULL;
  HechaDeadline deadline;
  gboolean working;
  guint64 days;
  GDate from;

  if (!parse_date (hechactl_invocation_get (self, "from"), &from, error)
      || !get_days (self, &working, &days, error))
    return FALSE;
  calendar = load_calendar (self, error);
  if (calendar == NULL)
    return FALSE;

  if (working)
    hecha_calendar_add_working_days (calendar, &from, (guint)days, &deadline);
  else
    hecha_calendar_add_days (calendar, &from, (guint)days, &deadline);

  due = hecha_date_dup_text (&deadline.due);
  hechactl_invocation_print (self, _ ("%s%s\ncalendar %s\n"), due, note (deadline.provisional),
                             deadline.version);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "due", due);
  hechactl_add_bool (builder, "provisional", deadline.provisional);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
working_day_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaCalendar) calendar = NULL;
  gboolean working, provisional;
  GDate date;

  if (!parse_date (hechactl_invocation_get_argument (self, 0), &date, error))
    return FALSE;
  calendar = load_calendar (self, error);
  if (calendar == NULL)
    return FALSE;

  working = hecha_calendar_is_working_day (calendar, &date, &provisional);
  hechactl_invocation_print (self, "%s%s\n", working ? _ ("working day") : _ ("day off"), note (provisional));
  json_builder_begin_object (builder);
  hechactl_add_bool (builder, "working", working);
  hechactl_add_bool (builder, "provisional", provisional);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- the table ---- */

static const HechactlOption draw_options[] = {
  {"plan", "CODE", HECHACTL_OPTION_REQUIRED},        {"rand", "DIGITS", HECHACTL_OPTION_REQUIRED},
  {"size", "N", HECHACTL_OPTION_REQUIRED},           {"by-stratum", NULL, HECHACTL_OPTION_NONE},
  {"algorithm", "sha256|sm3", HECHACTL_OPTION_NONE}, {NULL},
};

static const HechactlOption interval_options[] = {
  {"failed", "K", HECHACTL_OPTION_REQUIRED},
  {"checked", "N", HECHACTL_OPTION_REQUIRED},
  {"population", "M", HECHACTL_OPTION_REQUIRED},
  {"confidence", "C", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption sample_size_options[] = {
  {"population", "N", HECHACTL_OPTION_REQUIRED},
  {"margin", "E", HECHACTL_OPTION_REQUIRED},
  {"confidence", "C", HECHACTL_OPTION_NONE},
  {"expected", "P", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption discovery_options[] = {
  {"population", "N", HECHACTL_OPTION_REQUIRED},
  {"bad", "D", HECHACTL_OPTION_REQUIRED},
  {"confidence", "C", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption acceptance_options[] = {
  {"lot", "N", HECHACTL_OPTION_REQUIRED},
  {"aql", "PERCENT", HECHACTL_OPTION_REQUIRED},
  {"level", "I|II|III|S-1…S-4", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption declared_options[] = {
  {"level", "P", HECHACTL_OPTION_REQUIRED},
  {"ratio", "R", HECHACTL_OPTION_REQUIRED},
  {NULL},
};

static const HechactlOption due_options[] = {
  {"from", "DATE", HECHACTL_OPTION_REQUIRED},
  {"working-days", "N", HECHACTL_OPTION_NONE},
  {"days", "N", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_calc_commands[] = {
  {"calc draw", "FRAME.tsv", 1, 1, draw_options, draw_run, HECHACTL_COMMAND_FILES},
  {"calc interval", NULL, 0, 0, interval_options, interval_run, HECHACTL_COMMAND_NONE},
  {"calc sample-size", NULL, 0, 0, sample_size_options, sample_size_run, HECHACTL_COMMAND_NONE},
  {"calc discovery", NULL, 0, 0, discovery_options, discovery_run, HECHACTL_COMMAND_NONE},
  {"calc acceptance", NULL, 0, 0, acceptance_options, acceptance_run, HECHACTL_COMMAND_NONE},
  {"calc declared", NULL, 0, 0, declared_options, declared_run, HECHACTL_COMMAND_NONE},
  {"calc due", NULL, 0, 0, due_options, due_run, HECHACTL_COMMAND_NONE},
  {"calc working-day", "DATE", 1, 1, NULL, working_day_run, HECHACTL_COMMAND_NONE},
  {NULL},
};
