/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hechactl-command.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/* What a team or a visitor does: visit, presence, method, answer, finding, attach, sign; and what anybody reads:
 * samples, show. */
extern const HechactlCommand hechactl_field_commands[];
extern const HechactlCommand hechactl_method_commands[];
extern const HechactlCommand hechactl_show_commands[];

gboolean hechactl_answer_state (HechactlInvocation *self, HechaStore *store, const char *sample,
                                JsonObject *more, GError **error);

G_END_DECLS
