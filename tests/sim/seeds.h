/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One world; ends the program when something is wrong in it. */
typedef void (*SeedsFunc) (guint32 seed, gpointer data);

/* Runs the seeds 1 to @n_default, or as many as HECHA_SEEDS says, from HECHA_FIRST_SEED on; or HECHA_SEED alone. On all
 * processors. A world that goes wrong prints its seed. */
void seeds_run (guint n_default, SeedsFunc func, gpointer data);
