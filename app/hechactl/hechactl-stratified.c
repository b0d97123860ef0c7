/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-stratified.h"

#include "domain/hecha-stratified.h"
#include "hechactl-answer.h"

#include <glib/gi18n-lib.h>

/* "50:10:2": units, checked, failed */
static gboolean
parse_stratum (const char *text, HechaStratum *stratum, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint64 numbers[3] = {0};
  gboolean good = g_strv_length (parts) == G_N_ELEMENTS (numbers);

  for (guint i = 0; good && i < G_N_ELEMENTS (numbers); i++)
    good = g_ascii_string_to_unsigned (parts[i], 10, 0, HECHA_STATISTICS_MAX, &numbers[i], NULL);
  if (!good || numbers[0] == 0 || numbers[1] > numbers[0] || numbers[2] > numbers[1])
    {
      g_set_error (
        error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
        _ ("a stratum is its units, how many were checked and how many failed, such as 50:10:2, not “%s”"),
        text);
      return FALSE;
    }
  *stratum = (HechaStratum) {(guint32)numbers[0], (guint32)numbers[1], (guint32)numbers[2]};
  return TRUE;
}

static void
answer (HechactlInvocation *self, const HechaStratified *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *rate = hecha_proportion_dup_text (result->rate);
  g_autofree char *low = hecha_proportion_dup_text (result->limits[0]);
  g_autofree char *high = hecha_proportion_dup_text (result->limits[1]);

  if (!result->has_value)
    hechactl_invocation_print (self, "—\n");
  else
    hechactl_invocation_print (self, _ ("%.6s, %.6s to %.6s\n"), rate, low, high);
  if (result->has_value && !result->is_usable)
    hechactl_invocation_print (self, _ ("a class without a failure, or with one unit checked: use the exact "
                                        "interval of a simple draw\n"));
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "rate", result->has_value ? rate : NULL);
  hechactl_begin_array (builder, "limits");
  json_builder_add_string_value (builder, low);
  json_builder_add_string_value (builder, high);
  json_builder_end_array (builder);
  hechactl_add_bool (builder, "usable", result->is_usable);
  hechactl_answer (self, builder);
}

static gboolean
stratified_run (HechactlInvocation *self, GError **error)
{
  guint n = hechactl_invocation_get_n_arguments (self);
  g_autofree HechaStratum *strata = g_new0 (HechaStratum, n);
  HechaStratified result;
  HechaFraction confidence;

  if (!hechactl_get_fraction (self, "confidence", "0.95", &confidence, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!parse_stratum (hechactl_invocation_get_argument (self, i), &strata[i], error))
      return FALSE;
  hecha_stratified_compute (strata, n, confidence, &result);
  answer (self, &result);
  return TRUE;
}

static const HechactlOption stratified_options[] = {{"confidence", "C", HECHACTL_OPTION_NONE}, {NULL}};

const HechactlCommand hechactl_stratified_commands[] = {
  {"calc stratified", "UNITS:CHECKED:FAILED…", 1, 1000, stratified_options, stratified_run,
   HECHACTL_COMMAND_NONE},
  {NULL},
};
