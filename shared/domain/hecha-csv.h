/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table as offices send it: comma-separated (RFC 4180), UTF-8 or GB 18030, with or without BOM, LF or CRLF. */

/* Enough for a province; more is a mistake or an attack. */
#define HECHA_CSV_MAX_BYTES    (64 * 1024 * 1024)
#define HECHA_CSV_MAX_PROBLEMS 1000

/**
 * HechaProblem:
 * @warning: only worth a look; else the table cannot be taken
 * @line: of the file, counted from 1, line ends inside quotes included; 0 when it is about the file as a whole
 * @column: counted from 1; 0 when it is about the whole line
 * @name: (owned) (nullable): the column's header
 * @message: (owned): one sentence
 *
 * What a person has to correct in a table, and where.
 */
typedef struct
{
  gboolean warning;
  guint line;
  guint column;
  char *name;
  char *message;
} HechaProblem;

/**
 * HechaCsvField:
 * @text: NFC, line ends inside it are LF
 * @line: where it begins
 */
typedef struct
{
  const char *text;
  guint line;
} HechaCsvField;

/**
 * HechaCsvEach:
 * @fields: (array length=n_fields): of one row; valid during the call
 * @n_fields: how many
 * @data: the caller's
 */
typedef void (*HechaCsvEach) (const HechaCsvField *fields, guint n_fields, gpointer data);

GPtrArray *hecha_problems_new (void);
void hecha_problems_add (GPtrArray *self, gboolean warning, guint line, guint column, const char *name,
                         const char *format, ...) G_GNUC_PRINTF (6, 7);
gboolean hecha_problems_have_error (GPtrArray *self);
char *hecha_problem_dup_text (const HechaProblem *self);

void hecha_csv_read (GBytes *bytes, HechaCsvEach each, gpointer data, GPtrArray *problems);

G_END_DECLS
