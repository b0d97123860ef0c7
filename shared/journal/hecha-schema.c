/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/hecha-schema.h"

#include <string.h>

#define MAX_SCOPE_LENGTH 80

static gboolean
equals (const char *name, const char *text, gsize length)
{
  return strncmp (name, text, length) == 0 && name[length] == '\0';
}

/**
 * hecha_schema_find_type:
 * @self: the record table
 * @name: @length bytes
 * @length: how many
 *
 * Returns: the type's index, or -1 when this program does not know it
 */
int
hecha_schema_find_type (const HechaSchema *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->n_types; i++)
    if (equals (self->types[i].name, name, length))
      return (int)i;
  return -1;
}

/**
 * hecha_type_find_field:
 * @self: a record type
 * @name: @length bytes
 * @length: how many
 *
 * Returns: the field's index, or -1
 */
int
hecha_type_find_field (const HechaType *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (equals (self->fields[i].name, name, length))
      return (int)i;
  return -1;
}

/**
 * hecha_scope_kind:
 * @scope: a valid scope
 *
 * Returns: which kind of scope it is
 */
HechaScopeKind
hecha_scope_kind (const char *scope)
{
  if (strcmp (scope, "base") == 0)
    return HECHA_SCOPE_BASE;
  if (strcmp (scope, "office") == 0)
    return HECHA_SCOPE_OFFICE;
  if (g_str_has_prefix (scope, "agency:"))
    return HECHA_SCOPE_AGENCY;
  if (g_str_has_prefix (scope, "team:"))
    return HECHA_SCOPE_TEAM;
  return HECHA_SCOPE_VISIT;
}

/**
 * hecha_scope_is_valid:
 * @scope: @length bytes
 * @length: how many
 *
 * Returns: whether it is base, office, or agency:, team: or visit: with a name that can stand in an id
 */
gboolean
hecha_scope_is_valid (const char *scope, gsize length)
{
  static const char *const prefixes[] = {"agency:", "team:", "visit:"};

  if (length > MAX_SCOPE_LENGTH)
    return FALSE;
  if (equals ("base", scope, length) || equals ("office", scope, length))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      gsize n = strlen (prefixes[i]);

      if (length <= n || memcmp (scope, prefixes[i], n) != 0)
        continue;
      for (gsize k = n; k < length; k++)
        if ((guchar)scope[k] < '#' || scope[k] == '\\')
          return FALSE;
      return TRUE;
    }
  return FALSE;
}
