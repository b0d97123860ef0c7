/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"

#include <stdio.h>

G_BEGIN_DECLS

/* The exit status of hecha-server. */
#define HECHA_SERVER_DONE    0
#define HECHA_SERVER_REFUSED 1
#define HECHA_SERVER_USAGE   2

int hecha_server_command_run (const char *const *arguments, const HechaEnv *env, FILE *out, FILE *err);

G_END_DECLS
