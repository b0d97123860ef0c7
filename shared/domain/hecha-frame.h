/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaSamplingAlgorithm:
 * @HECHA_SAMPLING_SHA256: HCS-1 with SHA-256, the usual one
 * @HECHA_SAMPLING_SM3: HCS-1/sm3, with SM3 (GB/T 32905) everywhere instead
 *
 * The digest behind frame hash, seed and tickets.
 */
typedef enum
{
  HECHA_SAMPLING_SHA256,
  HECHA_SAMPLING_SM3,
} HechaSamplingAlgorithm;

/**
 * HechaFrameUnit:
 * @id: a name that stays, such as "A01-2026-T02-Q2": UTF-8 in NFC, 1 to 64 bytes, no control characters
 * @stratum: of the same form; the same text everywhere when there are no strata
 *
 * One thing that can be drawn.
 */
typedef struct
{
  const char *id;
  const char *stratum;
} HechaFrameUnit;

/**
 * HechaFrame:
 * @units: (element-type HechaFrameUnit): after hecha_frame_close() ascending by the bytes of the ids
 * @closed: whether it may still grow
 *
 * The sample frame (抽样总体). Counted references; the texts belong to it.
 */
typedef struct
{
  GArray *units;
  gboolean closed;
  GStringChunk *texts;
} HechaFrame;

HechaFrame *hecha_frame_new (void);
HechaFrame *hecha_frame_ref (HechaFrame *self);
void hecha_frame_unref (HechaFrame *self);

gboolean hecha_frame_check_text (const char *what, const char *text, GError **error);
gboolean hecha_frame_add (HechaFrame *self, const char *id, const char *stratum, GError **error);
gboolean hecha_frame_close (HechaFrame *self, GError **error);
HechaFrame *hecha_frame_parse (const char *text, gsize length, GError **error);
char *hecha_frame_dup_text (const HechaFrame *self);
char *hecha_frame_dup_hash (const HechaFrame *self, HechaSamplingAlgorithm algorithm, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaFrame, hecha_frame_unref)

G_END_DECLS
