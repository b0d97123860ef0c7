/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-pinyin.h"
#include "store/hecha-store-private.h"
#include "store/hecha-work.h"

G_BEGIN_DECLS

struct _HechaWork
{
  HechaStore *store;       /* (not owned) */
  HechaCalendar *calendar; /* (owned) */
  char *mark;              /* (owned) (nullable): of what the office laid over it */
  HechaPinyin *pinyin;     /* (owned) */
  char *seq_sql;           /* (owned) the last own entry on an assignment */
};

/* Sorts behind every day. */
#define HECHA_WORK_NO_DUE "9999-99-99"

/* hecha-work-tables.c */
gboolean hecha_work_tables_check (HechaWork *self, GError **error);
char *hecha_work_seq_sql (void);

G_END_DECLS
