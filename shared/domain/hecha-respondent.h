/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

void hecha_respondents_hide (HechaAssignment *assignment);

G_END_DECLS
