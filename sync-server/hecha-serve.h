/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"

#include <stdio.h>

G_BEGIN_DECLS

/**
 * HechaServeOptions:
 * @dir: the server's directory
 * @listen: (nullable): address and port
 * @socket: (nullable): path of a Unix socket, instead
 * @certificate: (nullable): PEM file; %NULL for the one that `init` made
 * @key: (nullable): PEM file
 * @json: say where it listens as a JSON document
 */
typedef struct
{
  const char *dir;
  const char *listen;
  const char *socket;
  const char *certificate;
  const char *key;
  gboolean json;
} HechaServeOptions;

gboolean hecha_serve (const HechaServeOptions *options, const HechaEnv *env, FILE *out, GError **error);

G_END_DECLS
