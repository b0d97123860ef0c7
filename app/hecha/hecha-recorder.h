/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaRecorderKind:
 * @HECHA_RECORDER_PHOTO: single pictures of a camera
 * @HECHA_RECORDER_VIDEO: a film, with sound where there is a microphone
 * @HECHA_RECORDER_SOUND: sound alone
 */
typedef enum
{
  HECHA_RECORDER_PHOTO,
  HECHA_RECORDER_VIDEO,
  HECHA_RECORDER_SOUND,
} HechaRecorderKind;

#define HECHA_TYPE_RECORDER (hecha_recorder_get_type ())
G_DECLARE_FINAL_TYPE (HechaRecorder, hecha_recorder, HECHA, RECORDER, GObject)

HechaRecorder *hecha_recorder_new (const char *camera);
void hecha_recorder_set_mute (HechaRecorder *self, gboolean mute);
gboolean hecha_recorder_start (HechaRecorder *self, HechaRecorderKind kind, const char *path, GError **error);
void hecha_recorder_stop (HechaRecorder *self);
void hecha_recorder_end (HechaRecorder *self);
void hecha_recorder_take_async (HechaRecorder *self, const char *path, gint64 now_ms,
                                GAsyncReadyCallback done, gpointer user_data);
gboolean hecha_recorder_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
