/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"
#include "hecha-plan-data.h"

G_BEGIN_DECLS

#define HECHA_TYPE_PLAN_VIEW (hecha_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaPlanView, hecha_plan_view, HECHA, PLAN_VIEW, AdwBin)

void hecha_plan_view_set_context (HechaPlanView *self, const HechaPageContext *context);
void hecha_plan_view_show (HechaPlanView *self, HechaPlanData *data);

G_END_DECLS
