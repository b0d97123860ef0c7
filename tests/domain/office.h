/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* An office with its store in a directory of its own, its clock under the test's control, and the demo's tables. */

typedef struct
{
  HechaClock clock; /* first: the clock is the office */
  gint64 now_ms;
  HechaEnv env;
  char *dir;
  HechaStore *store;
} Office;

Office *office_new (void);
void office_free (Office *self);
void office_set_role (Office *self, const char *role, const char *home);

/* One table of the demo, or @csv itself when it is not NULL; TRUE when it was imported. */
gboolean
office_import (Office *self, const char *table, const char *csv, GPtrArray **problems, guint counts[3]);
void office_import_demo (Office *self);

/* A plan with all six parts, approved. */
void office_approve_plan (Office *self, const char *code, const char *selection);
/* ... its frame of what was declared complete ... */
void office_freeze (Office *self, const char *code);
/* ... and its samples, by @digits. */
void office_draw (Office *self, const char *code, guint size, gboolean by_class, const char *digits);

/* Does a rule that must succeed; or one that must be refused with a sentence that holds @reason, changing nothing. */
void office_do (Office *self, HechaActFunc rule, gconstpointer input);
void office_refuses (Office *self, HechaActFunc rule, gconstpointer input, const char *reason);

HechaRecord *office_get (Office *self, const char *scope, const char *type, const char *id);
guint office_count (Office *self, const char *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)

G_END_DECLS
