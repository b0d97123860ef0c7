/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-check.h"
#include "domain/hecha-site.h"

G_BEGIN_DECLS

GPtrArray *hecha_site_verify (const HechaSite *site, gboolean whole, GError **error);

G_END_DECLS
