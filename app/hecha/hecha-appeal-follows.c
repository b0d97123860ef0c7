/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-appeal-follows.h"

#include "hecha-words.h"

#include "domain/hecha-negative-score.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-statistics.h"

#include <glib/gi18n.h>

static void
add_compared (HechaDataTable *table, const char *title, const char *before, const char *after)
{
  const char *const cells[] = {title, before, after, NULL};

  hecha_data_table_add_row (table, cells);
}

static char *
dup_rate (guint failed, guint checked)
{
  g_autofree char *percent = checked > 0 ? hecha_rate_dup_percent (failed, checked) : g_strdup ("–");

  return g_strdup_printf ("%s (%u/%u)", percent, failed, checked);
}

static void
add_rate (HechaDataTable *table, const HechaAppealCase *one, const HechaRate *rate)
{
  g_autofree char *title = g_strdup_printf (
    _ ("Error rate of %s"), hecha_record_get (hecha_appeal_case_get_assignment (one), "plan"));
  g_autofree char *before
    = rate != NULL ? dup_rate (rate->signed_failed, rate->signed_checked) : g_strdup ("…");
  g_autofree char *after = rate != NULL ? dup_rate (rate->failed, rate->checked) : g_strdup ("…");

  add_compared (table, title, before, after);
}

static void
add_points (HechaDataTable *table, const HechaAppealCase *one)
{
  const HechaNegative *entry = one->entry;
  gint64 spared = entry->overturned ? entry->spared : 0;
  g_autofree char *lost = hecha_points_dup_exact (entry->loss + spared),
                  *loses = hecha_points_dup_exact (entry->loss);
  g_autofree char *had = hecha_points_dup_shown (MAX (0, one->score - spared)),
                  *has = hecha_points_dup_shown (one->score);

  add_compared (table, _ ("Points lost by it"), lost, loses);
  add_compared (table, _ ("Score of the agency's year"), had, has);
}

/**
 * hecha_appeal_follows_show:
 * @table: where it is shown
 * @one: an appeal
 * @rate: (nullable): of its plan; %NULL while it is computed
 *
 * What counted as it was signed beside what counts as it was ruled: the verdict, the rate, the negative list and the
 * score (P3 4.3 a, R011).
 */
void
hecha_appeal_follows_show (HechaDataTable *table, const HechaAppealCase *one, const HechaRate *rate)
{
  const HechaNegative *entry = one->entry;
  g_auto (HechaOutcome) outcome = {0};

  hecha_data_table_clear (table);
  hecha_outcome_read (&outcome, one->row->assignment);
  add_compared (table, "", _ ("As Signed"), _ ("As Ruled"));
  add_compared (table, _ ("Verdict"), hecha_word ("verdict", outcome.signed_verdict),
                hecha_word ("verdict", outcome.verdict));
  add_rate (table, one, rate);
  if (entry == NULL)
    add_compared (table, _ ("Negative list"), "–", "–");
  else
    {
      add_compared (table, _ ("Negative list"), _ ("On the list"),
                    entry->overturned ? _ ("Off the list") : _ ("On the list"));
      add_points (table, one);
    }
}
