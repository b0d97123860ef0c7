/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-sheet-private.h"

#include "base/hecha-canonical.h"
#include "report/hecha-qr.h"

#include <string.h>

/* 5 cm: modules of 0.4 mm and more, which a telephone reads from paper. */
#define QR_SIZE (50 * HECHA_PAGE_MM)
/* A receipt that would make the code finer than that is told by its end of the chain only. */
#define MOST_QR_BYTES 1200

static JsonNode *
receipt_node (const HechaSheetData *data)
{
  return data->receipt != NULL ? json_from_string (data->receipt, NULL) : NULL;
}

/* {"content","entry","receipt","sample","v":1}; what is not known is left out. */
static char *
dup_code (const HechaSheetData *data, gboolean with_receipt, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonNode *receipt = with_receipt ? receipt_node (data) : NULL;

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "sample", data->assignment->record->id);
  json_object_set_string_member (object, "content",
                                 data->effective != NULL ? hecha_record_get (data->effective, "content_hash")
                                                         : data->content_hash);
  if (data->entry != NULL)
    json_object_set_string_member (object, "entry", data->entry);
  if (receipt != NULL)
    json_object_set_member (object, "receipt", receipt);
  node = json_node_init_object (json_node_alloc (), object);
  return hecha_canonical_dup_node (node, error);
}

static HechaDrawing *
make_code (const HechaSheetData *data, GError **error)
{
  g_autofree char *text = dup_code (data, TRUE, error);

  if (text != NULL && strlen (text) > MOST_QR_BYTES)
    {
      g_free (text);
      text = dup_code (data, FALSE, error);
    }
  return text != NULL ? hecha_qr_new (text, QR_SIZE, error) : NULL;
}

static char *
dup_receipt (const HechaSheetData *data)
{
  g_autoptr (JsonNode) node = receipt_node (data);
  JsonObject *receipt = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *at = receipt != NULL ? json_object_get_string_member_with_default (receipt, "at", NULL) : NULL;
  g_autofree char *when = at != NULL ? hecha_sheet_dup_time (at) : NULL;

  if (when == NULL)
    return g_strdup ("目标办尚未收到");
  return g_strdup_printf ("目标办已收到，%s", when);
}

static void
add_digests (HechaSheetBuilder *self)
{
  const HechaSheetData *data = self->data;
  HechaPageTable *table = hecha_sheet_form ();
  g_autofree char *receipt = dup_receipt (data);
  g_autofree char *place
    = data->dev != NULL ? g_strdup_printf ("%s，第 %" G_GINT64_FORMAT " 条", data->dev, data->seq) : NULL;

  hecha_sheet_pair (table, "状态", hecha_sheet_state (data->state));
  if (data->effective != NULL)
    hecha_sheet_digest (table, "所签内容", hecha_record_get (data->effective, "content_hash"));
  if (data->effective == NULL || data->state == HECHA_SAMPLE_CHANGED)
    hecha_sheet_digest (table, "现有内容", data->content_hash);
  hecha_sheet_digest (table, "签字条目", data->entry);
  hecha_sheet_digest (table, "设备与序号", place);
  if (data->entry != NULL)
    hecha_sheet_pair (table, "回执", receipt);
  hecha_sheet_add_form (self, table);
}

/**
 * hecha_sheet_add_proof:
 * @self: a sheet
 * @error: when the code could not be made
 *
 * What ties the paper to the journal: digests, the server's receipt, and both in a QR code.
 *
 * Returns: whether it is there
 */
gboolean
hecha_sheet_add_proof (HechaSheetBuilder *self, GError **error)
{
  static const double columns[] = {50 + 4, 102};
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);
  HechaDrawing *code = make_code (self->data, error);

  if (code == NULL)
    return FALSE;
  hecha_sheet_section (self, "摘要与回执");
  add_digests (self);
  hecha_page_table_set_plain (table);
  hecha_page_table_add_row (table);
  hecha_page_table_add_drawing (table, 1, code, HECHA_FONT_NOTE, NULL);
  hecha_page_table_add_cell (
    table, 1, HECHA_FONT_NOTE, HECHA_ALIGN_START,
    "二维码载有样本编号、所签内容的摘要、签字条目的摘要和目标办的回执。"
    "任何人都可以用它与中心数据库中的记录核对：内容、签字或印证材料有一处改动，摘要就不相符。");
  hecha_pages_add_table (self->pages, table);
  return TRUE;
}
