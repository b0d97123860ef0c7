/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

/* What observers can check without a store and without a network. */
extern const HechactlCommand hechactl_calc_commands[];

G_END_DECLS
