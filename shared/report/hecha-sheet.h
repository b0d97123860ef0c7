/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-pdf.h"
#include "report/hecha-picture.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaSheetData:
 *
 * All that the record sheet of one sample says: a copy, so that the store is free while pages are made of it.
 */
typedef struct _HechaSheetData HechaSheetData;

HechaSheetData *
hecha_sheet_data_load (HechaStore *store, const char *scope, const char *sample, GError **error);
void hecha_sheet_data_free (HechaSheetData *self);
GPtrArray *hecha_sheet_data_list_pictures (HechaSheetData *self);

/**
 * HechaSheet:
 * @pages: (owned): to be drawn on screen or on paper
 * @title: (owned): of the document
 * @organisation: (owned) (nullable): whose it is
 * @sample: (owned): `CODE/UNIT`
 * @at: (owned): when the record was last signed; without a signature, when it was assigned
 * @file_name: (owned): what to call its PDF
 * @missing: (owned) (nullable): characters that no font has, such as "U+323B0"
 * @draft: no leader signed it
 *
 * The inspection record (核查记录表) of one sample with one team or visitor.
 */
typedef struct
{
  HechaPages *pages;
  char *title;
  char *organisation;
  char *sample;
  char *at;
  char *file_name;
  char *missing;
  gboolean draft;
} HechaSheet;

HechaSheet *hecha_sheet_new (const HechaSheetData *data, const HechaPictureSource *source, GError **error);
void hecha_sheet_free (HechaSheet *self);
gboolean hecha_sheet_save (HechaSheet *self, HechaDisk *disk, const char *path, GCancellable *cancellable,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSheetData, hecha_sheet_data_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSheet, hecha_sheet_free)

G_END_DECLS
