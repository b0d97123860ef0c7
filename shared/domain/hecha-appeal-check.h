/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal.h"

G_BEGIN_DECLS

/* What has to be so around an appeal, whoever wrote it: asked before something is recorded, and by the server of what
 * others recorded. */

gboolean
hecha_appeal_check_signature (const HechaAssignment *assignment, const char *signature, GError **error);
gboolean hecha_appeal_check_reviewers (HechaReader *reader, const HechaAssignment *assignment,
                                       const char *const *reviewers, GError **error);
gboolean hecha_appeal_check_ruler (HechaReader *reader, const HechaAssignment *assignment, const char *id,
                                   GError **error);

G_END_DECLS
