/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-page.h"

G_BEGIN_DECLS

/* As many bars as fit below each other on a page with what belongs to them. */
#define HECHA_CHART_MOST_BARS 20

/**
 * HechaChartBar:
 * @label: what it stands for
 * @text: its value, as it is written in the table
 * @value: from 0 to 1
 * @has_limits: whether @limits hold
 * @limits: from 0 to 1, drawn as a line with two ends
 *
 * One bar of a chart of rates.
 */
typedef struct
{
  const char *label;
  const char *text;
  double value;
  gboolean has_limits;
  double limits[2];
} HechaChartBar;

void hecha_pages_add_chart (HechaPages *self, const HechaChartBar *bars, guint n_bars);

G_END_DECLS
