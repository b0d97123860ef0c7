/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-http-connection.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void hecha_http_farewell (SoupServerMessage *msg, HechaHttpConnection *connection, const char *answer);

G_END_DECLS
