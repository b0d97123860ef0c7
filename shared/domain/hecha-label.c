/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-label.h"

#include "domain/hecha-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The values that people read, for the translators. In English the identifiers are words already. */
G_GNUC_UNUSED static const char *const labels[] = {
  NC_ ("verdict", "met"),          NC_ ("verdict", "partly"),    NC_ ("verdict", "not_met"),
  NC_ ("verdict", "unverifiable"), NC_ ("role", "leader"),       NC_ ("role", "inspector"),
  NC_ ("role", "visitor"),         NC_ ("role", "agency"),       NC_ ("role", "witness"),
  NC_ ("role", "office"),          NC_ ("role", "team"),         NC_ ("role", "server"),
  NC_ ("decision", "released"),    NC_ ("decision", "rejected"), NC_ ("kind", "document"),
  NC_ ("kind", "photo"),           NC_ ("kind", "video"),        NC_ ("kind", "audio"),
  NC_ ("kind", "measurement"),     NC_ ("kind", "testimony"),    NC_ ("kind", "file"),
  NC_ ("conflict", "value"),       NC_ ("conflict", "once"),     NC_ ("conflict", "fork"),
  NC_ ("conflict", "double"),
};

/**
 * hecha_label:
 * @kind: verdict, role, decision, kind (of evidence), state, status, conflict or record
 * @value: an identifier of that kind
 *
 * Returns: (transfer none): the glossary's word in the language of the reader; the identifier where there is none
 */
const char *
hecha_label (const char *kind, const char *value)
{
  int type;

  if (strcmp (kind, "record") != 0)
    return *value != '\0' ? g_dpgettext2 (GETTEXT_PACKAGE, kind, value) : value;
  type = hecha_schema_find_type (hecha_records (), value, strlen (value));
  return type >= 0 ? hecha_type_get_label (&hecha_records ()->types[type]) : value;
}

/* The record table knows each name in both languages already. */
static gboolean
reads_chinese (void)
{
  /* Translators: which of its two names of a record is shown: “name” for the English one, “zh” for the Chinese one. */
  return strcmp (C_ ("which name of a record is shown", "name"), "zh") == 0;
}

/**
 * hecha_type_get_label:
 * @type: of the record table
 *
 * Returns: (transfer none): its name in the language of the reader
 */
const char *
hecha_type_get_label (const HechaType *type)
{
  return reads_chinese () ? type->zh : type->name;
}

/**
 * hecha_field_get_label:
 * @field: of the record table
 *
 * Returns: (transfer none): its name in the language of the reader
 */
const char *
hecha_field_get_label (const HechaField *field)
{
  return reads_chinese () ? field->zh : field->name;
}
