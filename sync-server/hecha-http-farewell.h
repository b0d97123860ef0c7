/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void hecha_http_farewell (SoupServerMessage *msg, const char *answer);

G_END_DECLS
