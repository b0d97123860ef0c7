/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

gboolean hecha_server_print (GBytes *document, gboolean json, FILE *out, GError **error);

G_END_DECLS
