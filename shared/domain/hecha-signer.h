/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sign.h"

G_BEGIN_DECLS

/* Who may sign, in which order, and who vouches for a name that was only typed. */

gboolean hecha_signer_is_outside (const char *role);
gboolean hecha_signer_same_name (const char *a, const char *b);
GPtrArray *hecha_signer_list_waiting (const HechaAssignment *assignment, GPtrArray *persons);
gboolean hecha_signer_check_confirmer (const HechaAssignment *assignment, const char *role,
                                       const char *person, const char *confirmed_by, GError **error);

/* The steps of hecha_sign_record(). */
gboolean hecha_signer_check (const HechaAssignment *assignment, const HechaSignInput *input, GError **error);
gboolean
hecha_signer_check_typed (const HechaAssignment *assignment, const HechaSignInput *input, GError **error);
gboolean
hecha_signer_check_order (const HechaAssignment *assignment, const HechaSignInput *input, GError **error);

G_END_DECLS
