/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/hecha-schema.h"

G_BEGIN_DECLS

/**
 * HechaRecord:
 * @type: what it is
 * @scope: where it stands
 * @id: which one
 * @disputed: mask of the fields in conflict; of a fact: bit 0
 * @values: (array length=type->n_fields) (element-type utf8): the shown value of each field as text: an integer as
 *   decimal, a boolean as "0" or "1", lists and objects as canonical JSON; %NULL for nothing
 *
 * A copy of one record as it is shown.
 */
typedef struct
{
  const HechaType *type; /* (not owned) */
  char *scope;           /* (owned) */
  char *id;              /* (owned) */
  guint64 disputed;
  char **values; /* (owned) */
} HechaRecord;

HechaRecord *hecha_record_new (const HechaType *type, const char *scope, const char *id);
const char *hecha_record_get (const HechaRecord *self, const char *field);
gint64 hecha_record_get_int (const HechaRecord *self, const char *field, gint64 missing);
char **hecha_record_get_list (const HechaRecord *self, const char *field);
gboolean hecha_record_is_disputed (const HechaRecord *self, const char *field);
void hecha_record_free (HechaRecord *self);

/**
 * HechaReader:
 * @get: one record, or %NULL (without error) when there is none; a %NULL scope finds it in any
 * @list: the records of a type, by scope (%NULL: all) and the value of one field (%NULL: all), sorted by scope and id
 * @range: the records of a type in a scope whose id (%NULL field) or whose indexed field lies between two values, both
 *   included, sorted by id
 * @ids: as @list, but with scope and id only; every value is %NULL
 * @live: the digests of the entries whose value of the field is live now, sorted; what a write of it has to name in
 *   `over`. A %NULL field means the fact as a whole
 * @rights: another number whenever a grant or a revocation may have changed
 *
 * What the rules read. Implemented by the store; the domain knows nothing of it.
 */
typedef struct _HechaReader HechaReader;
struct _HechaReader
{
  HechaRecord *(*get) (HechaReader *self, const char *scope, const char *type, const char *id,
                       GError **error);
  GPtrArray *(*list) (HechaReader *self, const char *scope, const char *type, const char *field,
                      const char *value, GError **error);
  GPtrArray *(*range) (HechaReader *self, const char *scope, const char *type, const char *field,
                       const char *from, const char *to, GError **error);
  GPtrArray *(*ids) (HechaReader *self, const char *scope, const char *type, const char *field,
                     const char *value, GError **error);
  char **(*live) (HechaReader *self, const char *scope, const char *type, const char *id, const char *field,
                  GError **error);
  guint64 rights;
};

HechaRecord *
hecha_reader_get (HechaReader *self, const char *scope, const char *type, const char *id, GError **error);
HechaRecord *
hecha_reader_need (HechaReader *self, const char *scope, const char *type, const char *id, GError **error);
GPtrArray *hecha_reader_list (HechaReader *self, const char *scope, const char *type, const char *field,
                              const char *value, GError **error);
GPtrArray *hecha_reader_range (HechaReader *self, const char *scope, const char *type, const char *field,
                               const char *from, const char *to, GError **error);
GPtrArray *hecha_reader_ids (HechaReader *self, const char *scope, const char *type, const char *field,
                             const char *value, GError **error);
char **hecha_reader_live (HechaReader *self, const char *scope, const char *type, const char *id,
                          const char *field, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaRecord, hecha_record_free)

G_END_DECLS
