/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * HechaFont:
 * @HECHA_FONT_TITLE: 2号小标宋, of the title (GB/T 9704)
 * @HECHA_FONT_HEADING: 3号黑体, 一、
 * @HECHA_FONT_SUBHEADING: 3号楷体, （一）
 * @HECHA_FONT_BODY: 3号仿宋, of all else
 * @HECHA_FONT_LABEL: 小4号黑体, of what stands before a value in a table
 * @HECHA_FONT_CELL: 小4号仿宋, of values
 * @HECHA_FONT_NOTE: 5号仿宋, under pictures
 * @HECHA_FONT_CODE: digests and keys, each character as wide as the next
 * @HECHA_FONT_FOLIO: 4号半角宋体, of page numbers
 * @HECHA_FONT_MARK: of a word across the page
 *
 * What a text of an official document is set in.
 */
typedef enum
{
  HECHA_FONT_TITLE,
  HECHA_FONT_HEADING,
  HECHA_FONT_SUBHEADING,
  HECHA_FONT_BODY,
  HECHA_FONT_LABEL,
  HECHA_FONT_CELL,
  HECHA_FONT_NOTE,
  HECHA_FONT_CODE,
  HECHA_FONT_FOLIO,
  HECHA_FONT_MARK,
} HechaFont;

/**
 * HechaFonts:
 *
 * The fonts of one document, the same whatever the language of the desktop. One thread at a time.
 */
typedef struct _HechaFonts HechaFonts;

HechaFonts *hecha_fonts_new (void);
void hecha_fonts_free (HechaFonts *self);
double hecha_font_size (HechaFont font);
double hecha_font_pitch (HechaFont font);
double hecha_font_baseline (HechaFont font);
PangoLayout *hecha_fonts_layout (HechaFonts *self, HechaFont font, const char *text, double width);
char *hecha_fonts_dup_missing (HechaFonts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaFonts, hecha_fonts_free)

G_END_DECLS
