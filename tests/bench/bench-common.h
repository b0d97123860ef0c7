/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store-private.h"

G_BEGIN_DECLS

/* What the programs of the bench share. Whatever fails ends them, with a line on standard error. */

typedef struct
{
  guint64 state;
} BenchRandom;

typedef gboolean (*BenchEach) (HechaStore *store, guint i, gpointer data, GError **error);

void bench_fail (const char *what, const GError *error) G_GNUC_NORETURN;
void bench_need (gboolean ok, const char *what, GError **error);
guint bench_read_count (const char *text);

guint bench_random_below (BenchRandom *self, guint n);
char *bench_observe (BenchRandom *random);

HechaStore *bench_open (const char *dir);
HechaStore *bench_open_as (const char *dir, const char *role, const char *home);
void bench_repeat (HechaStore *store, guint n, BenchEach each, gpointer data);

GString *bench_pack (HechaStore *from, HechaStore *to);
void bench_take (HechaStore *store, const GString *lines);
void bench_come (HechaStore *from, HechaStore *to);

G_END_DECLS
