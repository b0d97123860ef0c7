/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-case-decision.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CASE_VIEW (hecha_case_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaCaseView, hecha_case_view, HECHA, CASE_VIEW, AdwBin)

gboolean hecha_case_view_is_shown (HechaCaseView *self, const HechaCase *wanted);
void hecha_case_view_show (HechaCaseView *self, const HechaCase *wanted);

G_END_DECLS
