/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What merging needs to know of the record table. The table itself stands one floor higher, in domain/. */

/* A record has at most this many fields: which of them an entry still decides is kept in one 64-bit mask. */
#define HECHA_MAX_FIELDS 62

typedef enum
{
  HECHA_VALUE_TEXT,
  HECHA_VALUE_INTEGER,
  HECHA_VALUE_BOOLEAN,
  HECHA_VALUE_CHOICE,  /* one of `values`, separated by blanks */
  HECHA_VALUE_DATE,    /* 2026-06-30, China date */
  HECHA_VALUE_TIME,    /* 2026-06-30T08:15:02Z */
  HECHA_VALUE_DECIMAL, /* decimal text such as 22.10: exact, never a float */
  HECHA_VALUE_DIGEST,  /* sha256:… */
  HECHA_VALUE_LIST,    /* array of texts */
  HECHA_VALUE_OBJECT,  /* any canonical JSON */
} HechaValueKind;

typedef enum
{
  HECHA_MERGE_REGISTER,
  HECHA_MERGE_SET,
} HechaMergeKind;

typedef enum
{
  HECHA_SCOPE_BASE = 1 << 0,
  HECHA_SCOPE_OFFICE = 1 << 1,
  HECHA_SCOPE_AGENCY = 1 << 2,
  HECHA_SCOPE_TEAM = 1 << 3,
  HECHA_SCOPE_VISIT = 1 << 4,
  HECHA_SCOPE_ANY = 31,
} HechaScopeKind;

typedef enum
{
  HECHA_WRITER_SERVER = 1 << 0,
  HECHA_WRITER_OFFICE = 1 << 1,
  HECHA_WRITER_TEAM = 1 << 2,
  HECHA_WRITER_VISITOR = 1 << 3,
} HechaWriter;

/**
 * HechaField:
 * @type: name of the record type
 * @name: identifier, as in the glossary
 * @kind: what its value is
 * @values: (nullable): allowed values of a choice, separated by blanks; else the unit
 * @required: a record without it is not complete
 * @merge: register or set
 * @zh: the glossary's Chinese word
 * @clause: (nullable): where the rule comes from
 */
typedef struct
{
  const char *type;
  const char *name;
  HechaValueKind kind;
  const char *values;
  gboolean required;
  HechaMergeKind merge;
  const char *zh;
  const char *clause;
} HechaField;

/**
 * HechaType:
 * @name: identifier, as in the glossary; also the name of its table
 * @once: a fact: written once, one register as a whole
 * @scopes: #HechaScopeKind mask: where such a record can stand
 * @writers: #HechaWriter mask: who may write it
 * @zh: the glossary's Chinese word
 * @clause: (nullable): where it comes from
 * @fields: (array length=n_fields): in the order of the table's columns
 * @n_fields: how many
 */
typedef struct
{
  const char *name;
  gboolean once;
  guint scopes;
  guint writers;
  const char *zh;
  const char *clause;
  const HechaField *fields;
  guint n_fields;
} HechaType;

/**
 * HechaSchema:
 *
 * All record types, in an order that never changes: the index of a type is stored.
 */
typedef struct
{
  const HechaType *types;
  guint n_types;
} HechaSchema;

int hecha_schema_find_type (const HechaSchema *self, const char *name, gsize length);
int hecha_type_find_field (const HechaType *self, const char *name, gsize length);
HechaScopeKind hecha_scope_kind (const char *scope);
gboolean hecha_scope_is_valid (const char *scope, gsize length);

G_END_DECLS
