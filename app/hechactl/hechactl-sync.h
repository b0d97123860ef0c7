/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

extern const HechactlCommand hechactl_sync_commands[];

G_END_DECLS
