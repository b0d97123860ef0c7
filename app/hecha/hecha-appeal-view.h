/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_APPEAL_VIEW (hecha_appeal_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaAppealView, hecha_appeal_view, HECHA, APPEAL_VIEW, GtkWidget)

void hecha_appeal_view_set_context (HechaAppealView *self, const HechaPageContext *context);
void hecha_appeal_view_show (HechaAppealView *self, const char *record);
void hecha_appeal_view_refresh (HechaAppealView *self);
void hecha_appeal_view_file (HechaAppealView *self);

G_END_DECLS
