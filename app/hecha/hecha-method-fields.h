/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaMethodField:
 * @type: record type of a method
 * @field: what is typed there, as of hecha-edit.h
 * @title: what it is, for a person
 * @row: makes the row for it
 * @words: (nullable): kind of words, where one is chosen
 * @ids: (array zero-terminated=1): which of them
 *
 * One row of a method's form. The first one of a type says what the record is about.
 */
typedef struct _HechaMethodField HechaMethodField;
struct _HechaMethodField
{
  const char *type;
  const char *field;
  const char *title;
  GtkWidget *(*row) (const HechaMethodField *self);
  const char *words;
  const char *ids[5];
};

extern const HechaMethodField hecha_method_fields[]; /* ends with one without a type */

G_END_DECLS
