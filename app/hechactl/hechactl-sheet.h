/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

/* The inspection record as PDF. */
extern const HechactlCommand hechactl_sheet_commands[];

G_END_DECLS
