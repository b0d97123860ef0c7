/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaChartColor:
 *
 * The colours of the app's states, so that a chart and a pill say the same.
 */
typedef enum
{
  HECHA_CHART_NEUTRAL,
  HECHA_CHART_BEGUN,
  HECHA_CHART_READY,
  HECHA_CHART_EFFECTIVE,
  HECHA_CHART_CONTESTED,
  HECHA_CHART_THIRD_PARTY,
} HechaChartColor;

/**
 * HechaChartPart:
 * @color: of it
 * @value: how much of the bar
 */
typedef struct
{
  HechaChartColor color;
  double value;
} HechaChartPart;

#define HECHA_TYPE_CHART (hecha_chart_get_type ())
G_DECLARE_FINAL_TYPE (HechaChart, hecha_chart, HECHA, CHART, GtkWidget)

GtkWidget *hecha_chart_new (const char *name);
void hecha_chart_clear (HechaChart *self);
void hecha_chart_add_bar (HechaChart *self, const char *label, const HechaChartPart *parts, guint n_parts);
void hecha_chart_add_range (HechaChart *self, const char *label, const char *text, HechaChartColor color,
                            double low, double value, double high);

G_END_DECLS
