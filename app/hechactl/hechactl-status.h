/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

/* How the store stands: status, verify, digest. */
extern const HechactlCommand hechactl_status_commands[];

G_END_DECLS
