/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-lay.h"

#include "domain/hecha-records.h"

static char *
dup_value (const HechaJson *json, guint token)
{
  const char *raw;
  gsize length;

  switch (hecha_json_kind (json, token))
    {
    case HECHA_JSON_NULL:
      return NULL;
    case HECHA_JSON_STRING:
      return hecha_json_dup_string (json, token);
    default:
      hecha_json_raw (json, token, &raw, &length);
      return g_strndup (raw, length);
    }
}

/**
 * hecha_lay_op:
 * @record: what is known; becomes what it would be
 * @entry: an entry
 * @op: an operation of it on that record
 *
 * Lays the registers that the operation sets over the record.
 */
void
hecha_lay_op (HechaRecord *record, const HechaEntry *entry, const HechaOp *op)
{
  for (guint i = 0; op->set != 0 && i < record->type->n_fields; i++)
    {
      guint token = hecha_json_member (&entry->json, op->set, record->type->fields[i].name);

      if (token == 0)
        continue;
      g_free (record->values[i]);
      record->values[i] = dup_value (&entry->json, token);
    }
}

/**
 * hecha_lay_new:
 * @entry: an entry
 * @op: an operation of it, of a known type
 * @scope: of the entry
 *
 * Returns: (transfer full): the record as this operation alone says it
 */
HechaRecord *
hecha_lay_new (const HechaEntry *entry, const HechaOp *op, const char *scope)
{
  int type = hecha_schema_find_type (hecha_records (), op->type.text, op->type.length);
  g_autofree char *id = g_strndup (op->id.text, op->id.length);
  HechaRecord *record = hecha_record_new (&hecha_records ()->types[type], scope, id);

  hecha_lay_op (record, entry, op);
  return record;
}
