/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-sheet.h"

#include "hechactl-store.h"
#include "report/hecha-sheet.h"

#include <glib/gi18n-lib.h>

static void
answer (HechactlInvocation *self, HechaSheet *sheet, const char *path)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "sample", sheet->sample);
  json_object_set_string_member (object, "file", path);
  json_object_set_int_member (object, "pages", hecha_pages_count (sheet->pages));
  json_object_set_boolean_member (object, "draft", sheet->draft);
  if (sheet->missing != NULL)
    json_object_set_string_member (object, "no_font_for", sheet->missing);
  hechactl_invocation_print (self, _ ("%s: %u pages in %s\n"), sheet->sample,
                             hecha_pages_count (sheet->pages), path);
  if (sheet->missing != NULL)
    hechactl_invocation_print (self, _ ("no font here has these characters: %s\n"), sheet->missing);
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
}

static gboolean
sheet_run (HechactlInvocation *self, GError **error)
{
  const char *path = hechactl_invocation_get (self, "out");
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaSheetData) data = NULL;
  g_autoptr (HechaSheet) sheet = NULL;

  if (store == NULL)
    return FALSE;
  data = hecha_sheet_data_load (store, hechactl_invocation_get (self, "scope"),
                                hechactl_invocation_get_argument (self, 0), error);
  sheet = data != NULL ? hecha_sheet_new (data, NULL, error) : NULL;
  if (sheet == NULL || !hecha_sheet_save (sheet, hecha_store_env (store)->disk, path, NULL, error))
    return FALSE;
  answer (self, sheet, path);
  return TRUE;
}

static const HechactlOption sheet_options[] = {
  {"out", "FILE.pdf", HECHACTL_OPTION_REQUIRED},
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_sheet_commands[] = {
  {"sheet", "SAMPLE", 1, 1, sheet_options, sheet_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
