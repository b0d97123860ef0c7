/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-csv.h"

G_BEGIN_DECLS

/* The units of a frame as they are typed, pasted or read from a table. Nothing is corrected silently: what may not go
 * into a frame is refused, with its line and the reason. */

GPtrArray *hecha_site_list_parse (const char *text, gsize length, GPtrArray *problems);
GPtrArray *hecha_site_list_parse_csv (GBytes *bytes, GPtrArray *problems);

G_END_DECLS
