/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"

G_BEGIN_DECLS

/**
 * HechaEvidenceItem:
 * @id: of the evidence
 * @digest: of its file
 * @kind: photo, video, audio, document …
 * @mime: such as image/jpeg
 * @name: (nullable): of the file
 * @about: (nullable): the required item, or what it shows
 * @title: for display
 * @subtitle: for display
 * @used: (nullable): a sentence about the same file in another sample
 * @undecodable: (nullable): why it cannot be shown
 * @captured_at: (nullable): as the camera wrote it
 * @camera: (nullable)
 * @author: (nullable): name of who attached it
 * @derived_from: (nullable): digest of the original, of a copy with marks
 * @has_place: whether @latitude and @longitude are known
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 * @width: pixels; 0 when unknown
 * @height: pixels; 0 when unknown
 * @size: bytes
 * @removed: it was taken back
 *
 * One piece of evidence as the window shows it: a copy, counted, that no thread changes.
 */
typedef struct
{
  char *id;
  char *digest;
  char *kind;
  char *mime;
  char *name;
  char *about;
  char *title;
  char *subtitle;
  char *used;
  char *undecodable;
  char *captured_at;
  char *camera;
  char *author;
  char *derived_from;
  gboolean has_place;
  gint64 latitude;
  gint64 longitude;
  gint64 width;
  gint64 height;
  gint64 size;
  gboolean removed;
} HechaEvidenceItem;

GPtrArray *hecha_evidence_items_list (const HechaSampleData *data);
GPtrArray *hecha_evidence_items_list_appeal (const HechaSampleData *data);
HechaEvidenceItem *hecha_evidence_item_ref (HechaEvidenceItem *self);
void hecha_evidence_item_unref (HechaEvidenceItem *self);
gboolean hecha_evidence_item_is_photo (const HechaEvidenceItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaEvidenceItem, hecha_evidence_item_unref)

G_END_DECLS
