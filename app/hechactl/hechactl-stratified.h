/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

G_BEGIN_DECLS

/* The estimate of a draw by class, for those who check us. */
extern const HechactlCommand hechactl_stratified_commands[];

G_END_DECLS
