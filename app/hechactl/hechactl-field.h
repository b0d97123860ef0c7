/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

/* What a team or a visitor does: visit, presence, finding, attach, sign; and what anybody reads: samples, show. */
extern const HechactlCommand hechactl_field_commands[];
extern const HechactlCommand hechactl_show_commands[];

G_END_DECLS
