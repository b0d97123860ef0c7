/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-section.h"

#include <string.h>

G_DEFINE_INTERFACE (HechaSection, hecha_section, GTK_TYPE_WIDGET)

static void
hecha_section_default_init (HechaSectionInterface *iface)
{
}

/**
 * hecha_section_set_context:
 * @self: a section
 * @context: (transfer none): what it works with; outlives it
 */
void
hecha_section_set_context (HechaSection *self, const HechaSectionContext *context)
{
  HechaSectionInterface *iface = HECHA_SECTION_GET_IFACE (self);

  if (iface->set_context != NULL)
    iface->set_context (self, context);
}

/**
 * hecha_section_show:
 * @self: a section
 * @data: (transfer none): a sample
 */
void
hecha_section_show (HechaSection *self, HechaSampleData *data)
{
  HECHA_SECTION_GET_IFACE (self)->show (self, data);
}

/**
 * hecha_section_find:
 * @self: a section
 * @code: of something missing, as of hecha_section_dup_code()
 *
 * Returns: (transfer none) (nullable): where it can be given, when that is here
 */
GtkWidget *
hecha_section_find (HechaSection *self, const char *code)
{
  HechaSectionInterface *iface = HECHA_SECTION_GET_IFACE (self);

  return iface->find != NULL ? iface->find (self, code) : NULL;
}

/**
 * hecha_section_dup_code:
 * @missing: something that the leader's signature, or a verdict, waits for
 *
 * Returns: (transfer full): #HechaMissing.code; where there are several of a kind, with which one: `method:TYPE`,
 *   `record:ID:FIELD` or `answer:ITEM`
 */
char *
hecha_section_dup_code (const HechaMissing *missing)
{
  static const char *const methods[] = {"method", "reviews", "media", NULL};

  if (strcmp (missing->code, "record") == 0)
    return g_strdup_printf ("record:%s:%s", missing->record, missing->field != NULL ? missing->field : "");
  if (strcmp (missing->section, "answer") == 0)
    return g_strdup_printf ("answer:%s", missing->record);
  return g_strv_contains (methods, missing->code) ? g_strdup_printf ("method:%s", missing->section)
                                                  : g_strdup (missing->code);
}
