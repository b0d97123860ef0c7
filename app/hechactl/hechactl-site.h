/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"

#include "domain/hecha-check.h"

G_BEGIN_DECLS

extern const HechactlCommand hechactl_site_commands[];

GPtrArray *hechactl_site_verify (HechactlInvocation *self, const char *sample, GError **error);

G_END_DECLS
