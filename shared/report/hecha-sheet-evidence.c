/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-sheet-private.h"

#include "domain/hecha-content.h"

#include <string.h>

/* Of a photograph; two stand side by side, six on a page. */
#define PHOTO_HEIGHT 150
#define INK_HEIGHT   50

/* What it shows, else the file's name. */
static const char *
title_of (const HechaRecord *evidence)
{
  const char *about = hecha_record_get (evidence, "about");
  const char *name = hecha_record_get (evidence, "name");

  return about != NULL ? about : name != NULL ? name : "";
}

static char *
dup_description (HechaSheetBuilder *self, const HechaRecord *evidence)
{
  GString *out = g_string_new (title_of (evidence));
  const char *name = hecha_record_get (evidence, "name");
  const char *undecodable = hecha_record_get (evidence, "undecodable");
  g_autofree char *classification = hecha_sheet_dup_value (self->data, evidence, "classification");

  if (name != NULL && strcmp (name, out->str) != 0)
    g_string_append_printf (out, "（%s）", name);
  if (classification != NULL)
    g_string_append_printf (out, "［%s］", classification);
  if (undecodable != NULL)
    g_string_append (out, "，无法显示");
  if (hecha_record_get (evidence, "derived_from") != NULL)
    g_string_append (out, "，有标注的副本");
  return g_string_free (out, FALSE);
}

static void
add_file (HechaSheetBuilder *self, HechaPageTable *table, guint number, const HechaRecord *evidence)
{
  g_autofree char *n = g_strdup_printf ("%u", number);
  g_autofree char *description = dup_description (self, evidence);
  g_autofree char *kind = hecha_sheet_dup_value (self->data, evidence, "kind");
  g_autofree char *size = hecha_sheet_dup_size (hecha_record_get (evidence, "size"));

  hecha_page_table_add_row (table);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, n);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_START, description);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, kind);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_END, size);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CODE, HECHA_ALIGN_START,
                             hecha_record_get (evidence, "digest"));
}

static gboolean
is_photo (const HechaRecord *evidence)
{
  return g_strcmp0 (hecha_record_get (evidence, "kind"), "photo") == 0;
}

/* "照片3  坝体全景", then when and where it was taken. */
static char *
dup_caption (const HechaRecord *evidence, guint number, gboolean here)
{
  const char *taken = hecha_record_get (evidence, "captured_at");
  g_autofree char *place = hecha_sheet_dup_place (evidence);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "材料%u  %s", number, title_of (evidence));
  if (taken != NULL)
    {
      g_autofree char *blank = g_strdelimit (g_strdup (taken), "T", ' ');

      g_string_append_printf (out, "\n%s", blank);
    }
  if (place != NULL)
    g_string_append_printf (out, "\n%s", place);
  if (!here)
    g_string_append (out, "\n原件不在本机");
  return g_string_free (out, FALSE);
}

static void
add_photo (HechaSheetBuilder *self, HechaPageTable *table, guint column, guint number,
           const HechaRecord *evidence)
{
  const char *digest = hecha_record_get (evidence, "digest");
  const char *path = g_hash_table_lookup (self->data->paths, digest);
  gboolean whole = path != NULL && hecha_record_get (evidence, "undecodable") == NULL;
  g_autofree char *caption = dup_caption (evidence, number, path != NULL);

  if (column == 0)
    hecha_page_table_add_row (table);
  hecha_page_table_add_drawing (
    table, 1,
    hecha_picture_new (whole ? path : NULL, hecha_record_get (evidence, "mime"), digest, self->source,
                       hecha_page_table_get_width (table, column, 1), PHOTO_HEIGHT),
    HECHA_FONT_NOTE, caption);
}

static void
add_photos (HechaSheetBuilder *self, GPtrArray *evidence)
{
  static const double columns[] = {1, 1};
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);
  guint n = 0;

  hecha_page_table_set_plain (table);
  for (guint i = 0; i < evidence->len; i++)
    if (is_photo (evidence->pdata[i]))
      add_photo (self, table, n++ % 2, i + 1, evidence->pdata[i]);
  if (n == 0)
    return;
  hecha_sheet_part (self, "照片");
  hecha_pages_add_table (self->pages, table);
}

static void
add_removed (HechaSheetBuilder *self)
{
  GPtrArray *removed = self->data->assignment->removed;

  if (removed->len == 0)
    return;
  hecha_sheet_part (self, "签字前撤回");
  for (guint i = 0; i < removed->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (removed, i);
      gboolean file = strcmp (record->type->name, "evidence") == 0;
      g_autofree char *text
        = g_strdup_printf ("%s：%s", record->type->zh, file ? title_of (record) : record->id);

      hecha_pages_add_text (self->pages, HECHA_FONT_CELL, HECHA_ALIGN_INDENT, text);
    }
}

/**
 * hecha_sheet_add_evidence:
 * @self: a sheet
 *
 * Every file with its digest, and the photographs (P3 4.5).
 */
void
hecha_sheet_add_evidence (HechaSheetBuilder *self)
{
  static const double columns[] = {3, 12, 4, 5, 12};
  static const char *const titles[] = {"序号", "材料", "类型", "大小", "摘要", NULL};
  GPtrArray *evidence = self->data->evidence;
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);

  hecha_sheet_section (self, "印证材料");
  hecha_page_table_add_header (table, titles);
  for (guint i = 0; i < evidence->len; i++)
    add_file (self, table, i + 1, evidence->pdata[i]);
  if (evidence->len == 0)
    hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT, "没有印证材料。");
  else
    hecha_pages_add_table (self->pages, table);
  add_photos (self, evidence);
  add_removed (self);
}

/* ---- signatures ---- */

static char *
dup_who (HechaSheetBuilder *self, const HechaRecord *signature)
{
  g_autofree char *role = hecha_sheet_dup_value (self->data, signature, "role");
  g_autofree char *person = hecha_sheet_dup_value (self->data, signature, "person");

  return g_strdup_printf ("%s\n%s", role, person);
}

static char *
dup_what (HechaSheetBuilder *self, const HechaRecord *signature)
{
  g_autofree char *at = hecha_sheet_dup_value (self->data, signature, "signed_at");
  g_autofree char *witness = hecha_sheet_dup_value (self->data, signature, "witness");
  g_autofree char *confirmed = hecha_sheet_dup_value (self->data, signature, "confirmed_by");
  const char *typed = hecha_record_get (signature, "typed_name");
  const char *objection = hecha_record_get (signature, "objection");
  GString *out = g_string_new (at);

  if (hecha_record_get_int (signature, "refused", 0) != 0)
    g_string_append (out, "\n拒绝签字");
  if (witness != NULL)
    g_string_append_printf (out, "\n见证人：%s", witness);
  if (typed != NULL)
    g_string_append_printf (out, "\n键入姓名：%s", typed);
  if (confirmed != NULL)
    g_string_append_printf (out, "\n确认人：%s", confirmed);
  if (objection != NULL)
    g_string_append_printf (out, "\n异议：%s", objection);
  if (hecha_content_changed (self->data->assignment, signature))
    g_string_append (out, "\n此签字之后，内容有改动");
  return g_string_free (out, FALSE);
}

static void
add_signature (HechaSheetBuilder *self, HechaPageTable *table, const HechaRecord *signature)
{
  HechaDrawing *ink = hecha_sheet_ink (hecha_record_get (signature, "strokes"),
                                       hecha_page_table_get_width (table, 1, 1), INK_HEIGHT);
  g_autofree char *who = dup_who (self, signature);
  g_autofree char *what = dup_what (self, signature);

  hecha_page_table_add_row (table);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, who);
  if (ink != NULL)
    hecha_page_table_add_drawing (table, 1, ink, HECHA_FONT_CELL, NULL);
  else
    hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER,
                               hecha_record_get (signature, "typed_name"));
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_START, what);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CODE, HECHA_ALIGN_START,
                             hecha_record_get (signature, "content_hash"));
}

/**
 * hecha_sheet_add_signatures:
 * @self: a sheet
 *
 * Who signed what, and who refused or objected (P3 4.3 a).
 */
void
hecha_sheet_add_signatures (HechaSheetBuilder *self)
{
  static const double columns[] = {8, 11, 11, 9};
  static const char *const titles[] = {"签字人", "签字", "时间", "所签内容摘要", NULL};
  GPtrArray *signatures = self->data->signatures;
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);

  hecha_sheet_section (self, "签字");
  hecha_page_table_add_header (table, titles);
  for (guint i = 0; i < signatures->len; i++)
    add_signature (self, table, signatures->pdata[i]);
  if (signatures->len == 0)
    hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT, "尚未签字。");
  else
    hecha_pages_add_table (self->pages, table);
}
