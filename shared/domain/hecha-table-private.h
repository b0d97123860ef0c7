/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-csv.h"

G_BEGIN_DECLS

/* What the columns of a table hold. */
typedef enum
{
  HECHA_CELL_TEXT,
  HECHA_CELL_ID,
  HECHA_CELL_AGENCY,     /* a code: A–Z and 0–9, 12 at most */
  HECHA_CELL_LIST,       /* parts separated by | */
  HECHA_CELL_CODES,      /* agency codes separated by | */
  HECHA_CELL_CHOICE,     /* one of `choices` */
  HECHA_CELL_INTEGER,    /* from `least` to `most` */
  HECHA_CELL_HUNDREDTHS, /* a decimal of at most two places, kept in hundredths; `least` and `most` are whole */
  HECHA_CELL_BOOLEAN,    /* 是 or 否 */
  HECHA_CELL_DATE,
  HECHA_CELL_IGNORED, /* may be there, is never looked at */
} HechaCellKind;

/**
 * HechaChoice:
 * @label: what people write; the value itself is accepted too
 * @value: what is kept; %NULL for what is refused
 * @reason: (nullable): for @value %NULL: why
 */
typedef struct
{
  const char *label;
  const char *value;
  const char *reason;
} HechaChoice;

/**
 * HechaColumn:
 * @name: the header
 * @kind: what it holds
 * @needed: whether the field may not be blank
 * @offset: of the member in the row's struct: a char *, a char ** for lists, an int for numbers and booleans
 * @most: largest number; for text the most characters, 0 for %HECHA_TEXT_CHARS
 */
typedef struct
{
  const char *name;
  HechaCellKind kind;
  gboolean needed;
  gsize offset;
  int least;
  int most;
  const HechaChoice *choices;
} HechaColumn;

#define HECHA_TEXT_CHARS 4000

typedef struct _HechaTableReader HechaTableReader;

/**
 * HechaTable:
 * @what: what a row is, in the plural, for messages
 * @columns: (array length=n_columns): all that the header may name, 64 at most
 * @n_columns: how many
 * @row_bytes: size of the row's struct, whose first member is its line
 * @check: called for each row; a field that is blank or wrong by itself is %NULL, 0 or -1 there
 * @free_row: frees a row and what @check put into it
 */
typedef struct
{
  const char *what;
  const HechaColumn *columns;
  guint n_columns;
  gsize row_bytes;
  void (*check) (HechaTableReader *reader, gpointer row);
  GDestroyNotify free_row;
} HechaTable;

gboolean hecha_table_read (const HechaTable *table, GBytes *csv, GPtrArray **rows, GPtrArray **problems);
void hecha_table_free_row (const HechaTable *table, gpointer row);

void hecha_table_problem (HechaTableReader *reader, gboolean warning, const char *column, const char *format,
                          ...) G_GNUC_PRINTF (4, 5);
gboolean hecha_table_once (HechaTableReader *reader, const char *kind, const char *key, guint *first_line);
const char *
hecha_table_agree (HechaTableReader *reader, const char *kind, const char *key, const char *value);

const char *hecha_import_id_problem (const char *text, glong max_chars);

G_END_DECLS
