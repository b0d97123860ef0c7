/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-central.h"

G_BEGIN_DECLS

/* The way in for commands while a server serves: a Unix socket in its directory, for its owner only. One line of JSON
 * is asked, one is answered: {"done":…} or {"failed":{"code":…,"reason":…}}. One process writes. */

#define HECHA_CONTROL_FILE "control.sock"

typedef struct _HechaControl HechaControl;

HechaControl *hecha_control_start (const char *dir, HechaCentral *central, GError **error);
void hecha_control_stop (HechaControl *self);

GBytes *hecha_control_ask (const char *dir, const char *request, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaControl, hecha_control_stop)

G_END_DECLS
