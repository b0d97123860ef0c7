/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

/* The quarterly quality report (P3 6.2.6). */
extern const HechactlCommand hechactl_report_commands[];

G_END_DECLS
