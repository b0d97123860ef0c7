/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-negative-rule.h"

G_BEGIN_DECLS

gboolean hecha_negative_measure (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_complete (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_feed_back (HechaAct *act, gpointer input, GError **error);
gboolean hecha_negative_verify (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
