/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-job.h"

G_BEGIN_DECLS

/* What the office does with laptops, as jobs. Who made an invitation is answered its code. */

gboolean hecha_deed_laptop_invite (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_laptop_replace (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_laptop_revoke (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_laptop_withdraw (HechaStore *store, const char *by, HechaJob *job, GError **error);

G_END_DECLS
