/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a fuzz target defines; libFuzzer's main or replay.c calls it. Returns 0; a finding aborts. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
