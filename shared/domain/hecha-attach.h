/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/**
 * HechaAttachInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @about: (nullable): the required item, or what it shows
 * @digest: (nullable): "sha256:…" of the file, which is on disk already; %NULL only asks whether it may be attached
 * @size: in bytes
 * @kind: photo, video, audio, document, measurement, testimony or file
 * @mime: such as image/jpeg
 * @name: (nullable): the file's name, for display only
 * @captured_at: (nullable): as the camera wrote it
 * @camera: (nullable): make and model
 * @undecodable: (nullable): why it cannot be shown
 * @has_place: whether @latitude and @longitude are known
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 * @width: pixels; 0 when unknown
 * @height: pixels; 0 when unknown
 * @classification: (nullable): public, internal or work_secret
 * @derived_from: (nullable): "sha256:…" of the original, for a copy with marks
 * @id: (out) (owned): of the evidence
 * @known: (out): it was attached before; nothing new is recorded
 * @problem: (out) (owned) (nullable): of one among many: why it cannot be recorded
 *
 * A file that becomes evidence.
 */
typedef struct
{
  const char *sample;
  const char *about;
  const char *digest;
  guint64 size;
  const char *kind;
  const char *mime;
  const char *name;
  const char *captured_at;
  const char *camera;
  const char *undecodable;
  gboolean has_place;
  gint64 latitude;
  gint64 longitude;
  guint width;
  guint height;
  const char *classification;
  const char *derived_from;
  char *id;
  gboolean known;
  GError *problem;
} HechaAttachInput;

/**
 * HechaDetachInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @evidence: id of the evidence, or the end of it
 * @reason: why it is taken back; not asked for when it is to count again
 *
 * A file that was attached by mistake.
 */
typedef struct
{
  const char *sample;
  const char *evidence;
  const char *reason;
} HechaDetachInput;

gboolean hecha_attach_record (HechaAct *act, gpointer data, GError **error);
gboolean hecha_attach_record_all (HechaAct *act, gpointer data, GError **error);
gboolean hecha_attach_appeal (HechaAct *act, const HechaAssignment *assignment, HechaAttachInput *input,
                              GError **error);
void
hecha_attach_write (HechaAct *act, const char *scope, const char *assignment, const HechaAttachInput *input);
gboolean hecha_detach_record (HechaAct *act, gpointer data, GError **error);
gboolean hecha_restore_record (HechaAct *act, gpointer data, GError **error);

G_END_DECLS
