/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-rate.h"

#include "domain/hecha-rate.h"
#include "domain/hecha-label.h"
#include "domain/hecha-rule.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- one rate ---- */

static void
add_ratio (JsonBuilder *builder, guint failed, guint checked)
{
  g_autofree char *fraction = hecha_rate_dup_fraction (failed, checked);
  g_autofree char *percent = hecha_rate_dup_percent (failed, checked);

  hechactl_add_int (builder, "failed", failed);
  hechactl_add_int (builder, "checked", checked);
  hechactl_add_text (builder, "fraction", fraction);
  hechactl_add_text (builder, "rate", percent);
}

static void
add_named_ratio (JsonBuilder *builder, const char *name, guint failed, guint checked)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_ratio (builder, failed, checked);
  json_builder_end_object (builder);
}

static void
print_ratio (HechactlInvocation *self, const char *what, guint failed, guint checked, const char *note)
{
  g_autofree char *percent = hecha_rate_dup_percent (failed, checked);

  if (percent != NULL)
    hechactl_invocation_print (self, "%s %u/%u = %s%s\n", what, failed, checked, percent, note);
  else
    hechactl_invocation_print (self, "%s —%s\n", what, note);
}

static void
answer_parts (HechactlInvocation *self, JsonBuilder *builder, const char *name, GPtrArray *parts)
{
  hechactl_begin_array (builder, name);
  for (guint i = 0; i < parts->len; i++)
    {
      const HechaRatePart *part = g_ptr_array_index (parts, i);
      g_autofree char *what = g_strconcat ("  ", part->name, NULL);

      print_ratio (self, what, part->failed, part->checked, "");
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "name", part->name);
      add_ratio (builder, part->failed, part->checked);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
answer_units (HechactlInvocation *self, JsonBuilder *builder, const char *name, const char *heading,
              GPtrArray *units)
{
  if (units->len > 0)
    hechactl_invocation_print (self, "%s:\n", heading);
  hechactl_begin_array (builder, name);
  for (guint i = 0; i < units->len; i++)
    {
      const HechaRateUnit *unit = g_ptr_array_index (units, i);

      hechactl_invocation_print (self, "  %s  %s%s%s\n", unit->unit, unit->why,
                                 unit->detail != NULL ? ": " : "", unit->detail != NULL ? unit->detail : "");
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "unit", unit->unit);
      hechactl_add_text (builder, "why", unit->why);
      hechactl_add_text (builder, "detail", unit->detail);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Self-check beside external check (P3 5.1 a). */
static void
answer_table (HechactlInvocation *self, JsonBuilder *builder, const HechaRate *rate)
{
  static const char *const names[2][2]
    = {{"complete_met", "complete_not_met"}, {"incomplete_met", "incomplete_not_met"}};

  hechactl_invocation_print (
    self, _ ("declared complete: %u found met, %u not; declared otherwise: %u met, %u not\n"),
    rate->table[0][0], rate->table[0][1], rate->table[1][0], rate->table[1][1]);
  json_builder_set_member_name (builder, "table");
  json_builder_begin_object (builder);
  for (guint i = 0; i < 4; i++)
    hechactl_add_int (builder, names[i / 2][i % 2], rate->table[i / 2][i % 2]);
  json_builder_end_object (builder);
}

/* Two more figures where they differ: of those declared complete only, and as if all unverifiable ones had failed. */
static void
answer_variants (HechactlInvocation *self, JsonBuilder *builder, const HechaRate *rate)
{
  guint complete = rate->table[0][0] + rate->table[0][1], all = rate->checked + rate->n_unverifiable;

  if (complete != rate->checked)
    print_ratio (self, _ ("of those declared complete"), rate->failed, complete, "");
  if (all != rate->checked)
    print_ratio (self, _ ("if all unverifiable ones failed"), rate->failed + rate->n_unverifiable, all, "");
  add_named_ratio (builder, "declared_complete_only", rate->failed, complete);
  add_named_ratio (builder, "worst_case", rate->failed + rate->n_unverifiable, all);
}

/* Why the rate says nothing about the frame; "" where it does. */
static const char *
get_remark (const HechaRate *rate)
{
  if (hecha_rate_is_unsettled (rate))
    return _ ("  (frame or draw in conflict: nothing counts until that is ruled on)");
  if (rate->doubt != NULL)
    return _ ("  (cancelled after the samples were assigned; they count)");
  if (rate->is_estimate)
    return "";
  return g_strcmp0 (rate->operator, "agency") == 0 ? _ ("  (部门自查: no verification, P3 7.1)")
                                                   : _ ("  (重点核查: not an estimate, P3 5.1 c)");
}

static void
answer_head (HechactlInvocation *self, JsonBuilder *builder, const HechaRate *rate)
{
  hechactl_invocation_print (self, "核查方案 %s  %s  %s  %s\n", rate->plan, rate->quarter, rate->operator,
                             rate->selection);
  print_ratio (self, "核验误差率", rate->failed, rate->checked, get_remark (rate));
  hechactl_invocation_print (self, _ ("%u of %u samples counted, %u units in the frame\n"), rate->checked,
                             rate->n_samples, rate->n_units);
  hechactl_add_text (builder, "plan", rate->plan);
  hechactl_add_text (builder, "quarter", rate->quarter);
  hechactl_add_text (builder, "operator", rate->operator);
  hechactl_add_text (builder, "selection", rate->selection);
  hechactl_add_bool (builder, "estimate", rate->is_estimate);
  hechactl_add_text (builder, "doubt", rate->doubt);
  hechactl_add_text (builder, "note",
                     !rate->is_estimate ? "not an estimate"
                     : rate->by_class   ? "drawn by class; limits as for a simple draw"
                                        : NULL);
  hechactl_add_int (builder, "units", rate->n_units);
  hechactl_add_int (builder, "samples", rate->n_samples);
  add_ratio (builder, rate->failed, rate->checked);
}

/* For a person: how many units of the frame, and how much of it. */
static void
print_limits (HechactlInvocation *self, const HechaRate *rate)
{
  const char *confidence = hechactl_invocation_get (self, "confidence");
  g_autofree char *low = hecha_rate_dup_percent (rate->interval.bad[0], rate->n_units);
  g_autofree char *high = hecha_rate_dup_percent (rate->interval.bad[1], rate->n_units);

  hechactl_invocation_print (self, _ ("with confidence %s, %u to %u of the %u units (%s to %s)\n"),
                             confidence != NULL ? confidence : "0.95", rate->interval.bad[0],
                             rate->interval.bad[1], rate->n_units, low, high);
}

/* R011: what was signed and what counts can both be read. */
static void
answer_appeals (HechactlInvocation *self, JsonBuilder *builder, const HechaRate *rate)
{
  if (rate->signed_failed != rate->failed || rate->signed_checked != rate->checked)
    print_ratio (self, _ ("as it was signed, before rulings"), rate->signed_failed, rate->signed_checked, "");
  add_named_ratio (builder, "as_signed", rate->signed_failed, rate->signed_checked);
  answer_units (self, builder, "appeals",
                _ ("under appeal, counted as signed; or ruled on, counted as ruled"), rate->appeals);
}

static void
answer_rate (HechactlInvocation *self, JsonBuilder *builder, const HechaRate *rate)
{
  answer_head (self, builder, rate);
  if (rate->interval.has_value)
    print_limits (self, rate);
  if (rate->is_estimate)
    hechactl_answer_interval (self, builder, &rate->interval);
  if (rate->is_estimate && rate->by_class)
    hechactl_invocation_print (self, _ ("drawn by class; the limits are those of a simple draw\n"));
  answer_table (self, builder, rate);
  answer_variants (self, builder, rate);
  answer_parts (self, builder, "agencies", rate->agencies);
  answer_parts (self, builder, "classes", rate->classes);
  answer_units (self, builder, "changed", _ ("changed after the leader's signature, counted as signed"),
                rate->changed);
  answer_appeals (self, builder, rate);
  answer_units (self, builder, "excluded", _ ("not counted"), rate->excluded);
}

/* What stands under a hold counts nowhere, and whoever reads a rate should know. */
static gboolean
answer_holds (HechactlInvocation *self, JsonBuilder *builder, HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) holds = hecha_reader_list (reader, NULL, "hold", NULL, NULL, error);
  guint open = 0;

  if (holds == NULL)
    return FALSE;
  for (guint i = 0; i < holds->len; i++)
    open += hecha_record_get (g_ptr_array_index (holds, i), "decision") == NULL;
  if (open > 0)
    hechactl_invocation_print (self, _ ("%u entries are under a hold and count nowhere\n"), open);
  hechactl_add_int (builder, "open_holds", open);
  return TRUE;
}

/* ---- several ---- */

/* Own and third-party checks beside each other (P3 5.1 g). */
static void
answer_comparison (HechactlInvocation *self, JsonBuilder *builder, const HechaRate *a, const HechaRate *b)
{
  gboolean overlap = hecha_rate_overlaps (a, b);

  hechactl_invocation_print (self,
                             overlap ? _ ("%s (%s) and %s (%s): the limits overlap\n")
                                     : _ ("%s (%s) and %s (%s): the limits do not overlap\n"),
                             a->plan, a->operator, b->plan, b->operator);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", a->plan);
  hechactl_add_text (builder, "other", b->plan);
  hechactl_add_bool (builder, "overlap", overlap);
  json_builder_end_object (builder);
}

static void
answer_comparisons (HechactlInvocation *self, JsonBuilder *builder, GPtrArray *rates)
{
  hechactl_begin_array (builder, "comparisons");
  for (guint i = 0; i < rates->len; i++)
    for (guint k = i + 1; k < rates->len; k++)
      {
        const HechaRate *a = g_ptr_array_index (rates, i), *b = g_ptr_array_index (rates, k);

        if (a->is_estimate && b->is_estimate && g_strcmp0 (a->operator, b->operator) != 0)
          answer_comparison (self, builder, a, b);
      }
  json_builder_end_array (builder);
}

static void
answer_total (HechactlInvocation *self, JsonBuilder *builder, GPtrArray *rates)
{
  guint failed = 0, checked = 0;

  for (guint i = 0; i < rates->len; i++)
    {
      const HechaRate *rate = g_ptr_array_index (rates, i);

      failed += rate->is_estimate ? rate->failed : 0;
      checked += rate->is_estimate ? rate->checked : 0;
    }
  if (rates->len > 1)
    print_ratio (self, _ ("all random and full checks"), failed, checked, "");
  add_named_ratio (builder, "total", failed, checked);
}

static gboolean
answer_all (HechactlInvocation *self, JsonBuilder *builder, HechaReader *reader, HechaFraction confidence,
            GError **error)
{
  const char *quarter = hechactl_invocation_get (self, "quarter");
  g_autoptr (GPtrArray) rates = NULL;
  guint year, number;

  if (quarter != NULL && !hecha_quarter_parse (quarter, &year, &number, error))
    return FALSE;
  rates = hecha_rate_list (reader, quarter, confidence, error);
  if (rates == NULL)
    return FALSE;
  hechactl_begin_array (builder, "rates");
  for (guint i = 0; i < rates->len; i++)
    {
      json_builder_begin_object (builder);
      answer_rate (self, builder, g_ptr_array_index (rates, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  answer_total (self, builder, rates);
  answer_comparisons (self, builder, rates);
  return TRUE;
}

static gboolean
answer_one (HechactlInvocation *self, JsonBuilder *builder, HechaReader *reader, HechaFraction confidence,
            GError **error)
{
  g_autoptr (HechaRate) rate
    = hecha_rate_compute (reader, hechactl_invocation_get_argument (self, 0), confidence, error);

  if (rate != NULL)
    answer_rate (self, builder, rate);
  return rate != NULL;
}

static gboolean
rate_run (HechactlInvocation *self, GError **error)
{
  gboolean one = hechactl_invocation_get_n_arguments (self) == 1;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaStore) store = NULL;
  HechaFraction confidence;
  HechaReader *reader;

  if (!hechactl_get_fraction (self, "confidence", "0.95", &confidence, error))
    return FALSE;
  store = hechactl_store_open (self, error);
  if (store == NULL)
    return FALSE;
  reader = hecha_store_reader (store);
  json_builder_begin_object (builder);
  if (!(one ? answer_one : answer_all) (self, builder, reader, confidence, error)
      || !answer_holds (self, builder, reader, error))
    return FALSE;
  hechactl_answer (self, builder);
  return TRUE;
}

static const HechactlOption rate_options[]
  = {{"quarter", "2026Q2", HECHACTL_OPTION_NONE}, {"confidence", "C", HECHACTL_OPTION_NONE}, {NULL}};

const HechactlCommand hechactl_rate_commands[] = {
  {"rate", "[CODE]", 0, 1, rate_options, rate_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
