/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-label.h"

#include "domain/hecha-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The values that people read, for the translators. In English the identifiers are words already. */
G_GNUC_UNUSED static const char *const labels[] = {
  NC_ ("verdict", "met"),
  NC_ ("verdict", "partly"),
  NC_ ("verdict", "not_met"),
  NC_ ("verdict", "unverifiable"),
  NC_ ("role", "leader"),
  NC_ ("role", "inspector"),
  NC_ ("role", "visitor"),
  NC_ ("role", "agency"),
  NC_ ("role", "witness"),
  NC_ ("role", "office"),
  NC_ ("role", "team"),
  NC_ ("role", "server"),
  NC_ ("role", "expert"),
  NC_ ("role", "business_staff"),
  NC_ ("role", "head"),
  NC_ ("role", "liaison"),
  NC_ ("decision", "released"),
  NC_ ("decision", "rejected"),
  NC_ ("kind", "document"),
  NC_ ("kind", "photo"),
  NC_ ("kind", "video"),
  NC_ ("kind", "audio"),
  NC_ ("kind", "measurement"),
  NC_ ("kind", "testimony"),
  NC_ ("kind", "file"),
  NC_ ("conflict", "value"),
  NC_ ("conflict", "once"),
  NC_ ("conflict", "fork"),
  NC_ ("conflict", "double"),
  NC_ ("state", "draft"),
  NC_ ("state", "approved"),
  NC_ ("state", "frozen"),
  NC_ ("state", "drawn"),
  NC_ ("state", "running"),
  NC_ ("state", "disputed"),
  NC_ ("state", "cancelled"),
  NC_ ("negative", "provisional"),
  NC_ ("negative", "confirmed"),
  NC_ ("negative", "notified"),
  NC_ ("negative", "rectifying"),
  NC_ ("negative", "overdue"),
  NC_ ("negative", "completed"),
  NC_ ("negative", "completed_late"),
  NC_ ("negative", "feedback_given"),
  NC_ ("negative", "verified_made_up"),
  NC_ ("negative", "withdrawn"),
  NC_ ("invitation", "open"),
  NC_ ("invitation", "used"),
  NC_ ("invitation", "expired"),
  NC_ ("invitation", "withdrawn"),
  NC_ ("laptop", "active"),
  NC_ ("laptop", "revoked"),
  NC_ ("laptop", "stopped"),
  NC_ ("step", "nothing"),
  NC_ ("step", "confirm"),
  NC_ ("step", "notify"),
  NC_ ("step", "measures"),
  NC_ ("step", "complete"),
  NC_ ("step", "urge"),
  NC_ ("step", "feedback"),
  NC_ ("step", "verify"),
  NC_ ("origin", "finding"),
  NC_ ("origin", "online_review"),
  NC_ ("origin", "unannounced"),
  NC_ ("origin", "cloud"),
  NC_ ("origin", "key_point"),
  NC_ ("channel", "phone"),
  NC_ ("channel", "letter"),
  NC_ ("channel", "site"),
  NC_ ("result", "made_up"),
  NC_ ("result", "rejected"),
  NC_ ("why", "pending"),
  NC_ ("why", "unverifiable"),
  NC_ ("why", "disputed"),
  NC_ ("why", "broken"),
  NC_ ("why", "replaced"),
  NC_ ("why", "not_inspectable"),
  NC_ ("why", "not_assigned"),
  NC_ ("why", "double"),
  NC_ ("why", "changed"),
  NC_ ("why", "appealed"),
  NC_ ("why", "ruled"),
  NC_ ("result", "upheld"),
  NC_ ("result", "amended"),
  NC_ ("result", "overturned"),
  NC_ ("status", "device"),
  NC_ ("status", "role"),
  NC_ ("status", "home"),
  NC_ ("status", "person"),
  NC_ ("status", "url"),
  NC_ ("status", "server"),
  NC_ ("status", "organisation"),
  NC_ ("status", "name"),
  NC_ ("status", "entries"),
  NC_ ("status", "unsent_entries"),
  NC_ ("status", "unsent_files"),
  NC_ ("status", "unsent_bytes"),
  NC_ ("status", "conflicts"),
  NC_ ("status", "parked"),
  NC_ ("status", "held"),
  NC_ ("status", "refused"),
  NC_ ("status", "unsent_since"),
  NC_ ("status", "last_receipt"),
  NC_ ("state", "to_do"),
  NC_ ("state", "begun"),
  NC_ ("state", "ready"),
  NC_ ("state", "effective"),
  NC_ ("state", "contested"),
  NC_ ("state", "changed"),
  NC_ ("state", "disputed"),
  NC_ ("state", "replaced"),
  NC_ ("state", "not_inspectable"),
  NC_ ("effect", "new"),
  NC_ ("effect", "replaces"),
  NC_ ("effect", "conflicts"),
  NC_ ("effect", "same"),
  NC_ ("effect", "adds"),
  NC_ ("effect", "removes"),
  NC_ ("state", "none"),
  NC_ ("state", "filed"),
  NC_ ("state", "accepted"),
  NC_ ("state", "out_of_time"),
  NC_ ("state", "re_review"),
  NC_ ("state", "ruled"),
};

/**
 * hecha_label:
 * @kind: verdict, role, decision, kind (of evidence), state, negative (an entry's state), step, origin,
 *   channel, result, why, status, conflict, effect or record
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

/**
 * hecha_field_dup_title:
 * @field: of the record table
 *
 * Returns: (transfer full): its name for a person: “purpose (目的)”, and for a Chinese reader “目的”
 */
char *
hecha_field_dup_title (const HechaField *field)
{
  return reads_chinese () ? g_strdup (field->zh) : g_strdup_printf ("%s (%s)", field->name, field->zh);
}
