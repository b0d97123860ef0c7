/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

extern const HechactlCommand hechactl_trail_commands[];
