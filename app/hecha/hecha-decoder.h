/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/resource.h>

G_BEGIN_DECLS

/* What the children have in common that look into files nobody vouches for (hecha-thumbnail, hecha-poster).
 *
 * Each runs with little memory and little time, in a sandbox where there is one: a hostile file costs this process and
 * nothing else. It says "hecha-thumbnail 1" first, so that a sandbox that does not work is told from a file that does
 * not; then "ok WIDTH HEIGHT" and the pixels (RGBA, not premultiplied, no padding), or "no REASON". */

/* The longest side that may be asked for, in pixels. */
#define HECHA_DECODER_MAX_SIZE 4096

int hecha_decoder_begin (int argc, char **argv, rlim_t memory);
int hecha_decoder_answer (const guint8 *pixels, int width, int height, gsize stride);
int hecha_decoder_refuse (const char *reason);

G_END_DECLS
