/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

/* Evidence files that are with the server and not here. */
extern const HechactlCommand hechactl_evidence_commands[];
