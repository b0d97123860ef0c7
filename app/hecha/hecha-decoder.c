/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-decoder.h"

#include <sched.h>
#include <stdio.h>

#define MAX_SECONDS 10

static void
limit (int resource, rlim_t most)
{
  struct rlimit value = {most, most};

  setrlimit (resource, &value);
}

/**
 * hecha_decoder_begin:
 * @argc: of main()
 * @argv: of main(): the longest side in pixels
 * @memory: bytes of addresses
 *
 * Gives up what the rest does not need, then greets.
 *
 * Returns: the longest side that is asked for; 0 when it is none
 */
int
hecha_decoder_begin (int argc, char **argv, rlim_t memory)
{
  int size = argc > 1 ? (int)g_ascii_strtoll (argv[1], NULL, 10) : 0;

  /* whoever records comes first: this gives way at once, where a low priority alone would end its slice before */
  sched_setscheduler (0, SCHED_IDLE, &(struct sched_param) {0});
#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of addresses for itself */
  limit (RLIMIT_AS, memory);
#endif
  limit (RLIMIT_CPU, MAX_SECONDS);
  limit (RLIMIT_FSIZE, 0); /* a pipe is no file */
  limit (RLIMIT_CORE, 0);
  puts ("hecha-thumbnail 1");
  fflush (stdout);
  return size < 1 || size > HECHA_DECODER_MAX_SIZE ? 0 : size;
}

/**
 * hecha_decoder_answer:
 * @pixels: RGBA
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one row to the next
 *
 * Returns: the exit status
 */
int
hecha_decoder_answer (const guint8 *pixels, int width, int height, gsize stride)
{
  printf ("ok %d %d\n", width, height);
  for (int y = 0; y < height; y++)
    fwrite (pixels + (gsize)y * stride, 4, (gsize)width, stdout);
  return fflush (stdout) == 0 ? 0 : 1;
}

/**
 * hecha_decoder_refuse:
 * @reason: why there is no picture
 *
 * Returns: the exit status
 */
int
hecha_decoder_refuse (const char *reason)
{
  printf ("no %s\n", reason);
  return 1;
}
