/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-central.h"

G_BEGIN_DECLS

/* What the operator asks of the central database: one JSON document in, one out. The same whether the command runs in
 * its own process or was handed to the one that serves. */

#define HECHA_OPERATOR_MAX_REQUEST 65536

GBytes *hecha_operator_run (HechaCentral *central, const char *request, gsize length, GError **error);

G_END_DECLS
