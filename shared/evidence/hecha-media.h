/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HechaMediaType:
 * @kind: a value of the field `kind` of evidence: "photo", "video", "audio", "document" or "file"
 * @mime: such as "image/jpeg"
 *
 * What the bytes of a file are. Its name has no say in it.
 */
typedef struct
{
  const char *kind;
  const char *mime;
} HechaMediaType;

/**
 * HechaMedia:
 * @type: by its first bytes
 * @undecodable: (owned) (nullable): why it cannot be shown; %NULL for what looks whole
 * @captured_at: (owned) (nullable): as the camera wrote it: "2026-06-30T08:15:02", with "+08:00" where it says so
 * @camera: (owned) (nullable): make and model
 * @width: pixels, before turning; 0 when unknown
 * @height: pixels, before turning; 0 when unknown
 * @orientation: 1 to 8 as in EXIF; 0 when unknown
 * @has_place: whether @latitude and @longitude are known
 * @latitude: in 1e-7 degrees, north positive (WGS-84)
 * @longitude: in 1e-7 degrees, east positive
 * @has_altitude: whether @altitude_mm is known
 * @altitude_mm: above the sea
 * @has_accuracy: whether @accuracy_mm is known
 * @accuracy_mm: of the place, horizontally
 *
 * What a file tells of itself. Nobody vouches for it: a clock may be wrong and a place may be written by hand.
 */
typedef struct
{
  HechaMediaType type;
  char *undecodable;
  char *captured_at;
  char *camera;
  guint width;
  guint height;
  guint orientation;
  gboolean has_place;
  gint64 latitude;
  gint64 longitude;
  gboolean has_altitude;
  gint64 altitude_mm;
  gboolean has_accuracy;
  gint64 accuracy_mm;
} HechaMedia;

HechaMediaType hecha_media_sniff (const void *bytes, gsize n_bytes);
const char *hecha_media_find_damage (int fd, const char *mime);

gboolean hecha_media_read (HechaMedia *self, const char *path, GError **error);
gboolean hecha_media_stamp (const char *path, gint64 now_ms, const char *camera, GError **error);
JsonObject *hecha_media_to_json (const HechaMedia *self);
void hecha_media_clear (HechaMedia *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaMedia, hecha_media_clear)

G_END_DECLS
