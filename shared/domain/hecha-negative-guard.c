/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative-guard.h"

#include "domain/hecha-lay.h"
#include "domain/hecha-negative-check.h"

#include <string.h>

typedef gboolean (*Check) (HechaReader *reader, const HechaRecord *record, GError **error);

static Check
find_check (const char *type)
{
  static const struct
  {
    const char *type;
    Check check;
  } checks[] = {
    {"nl_entry", hecha_negative_check_entry},
    {"rectification", hecha_negative_check_rectification},
    {"urging", hecha_negative_check_urging},
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (strcmp (checks[i].type, type) == 0)
      return checks[i].check;
  return NULL;
}

/**
 * hecha_negative_guard:
 * @reader: what the server knows
 * @entry: an entry of another device, before it counts
 * @op: one of its operations
 * @scope: its scope
 * @type: of the record
 *
 * Whether the negative list would break a rule with it (P3 2.2, 6.2.4, 6.2.5, 7.2): see hecha-guard.c.
 *
 * Returns: (transfer full) (nullable): the reason for a hold; %NULL when all is in order
 */
char *
hecha_negative_guard (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *scope,
                      const char *type)
{
  Check check = find_check (type);
  g_autoptr (HechaRecord) record = NULL;
  g_autofree char *id = NULL;
  GError *problem = NULL;
  char *reason = NULL;

  if (check == NULL)
    return NULL;
  id = g_strndup (op->id.text, op->id.length);
  record = hecha_reader_get (reader, scope, type, id, NULL);
  if (record != NULL)
    hecha_lay_op (record, entry, op);
  else
    record = hecha_lay_new (entry, op, scope);
  if (!check (reader, record, &problem))
    reason = g_strdup (problem->message);
  g_clear_error (&problem);
  return reason;
}
