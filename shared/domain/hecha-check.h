/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaCheck:
 * @what: what was checked
 * @ok: whether it holds
 * @detail: (owned): what was found
 *
 * One line of the answer to “is this draw as it should be?”.
 */
typedef struct
{
  const char *what;
  gboolean ok;
  char *detail;
} HechaCheck;

GPtrArray *hecha_checks_new (void);
void hecha_checks_add (GPtrArray *self, const char *what, gboolean ok, char *detail);
void hecha_checks_compare (GPtrArray *self, const char *what, const char *recorded, const char *computed);

G_END_DECLS
