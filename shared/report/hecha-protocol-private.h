/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sampling.h"
#include "report/hecha-protocol.h"
#include "report/hecha-sheet-private.h"

G_BEGIN_DECLS

/* A copy of all that the protocol says, out of the store. */
struct _HechaProtocolData
{
  HechaRecord *plan;     /* (owned) */
  HechaRecord *frame;    /* (owned) */
  HechaRecord *record;   /* (owned): the draw as it was recorded */
  HechaRecord *cancel;   /* (owned) (nullable) */
  GPtrArray *extensions; /* (owned) (element-type HechaRecord) */
  GPtrArray *samples;    /* (owned) (element-type HechaRecord): by stratum and rank */
  GHashTable *names;     /* (owned): id of a person → name */
  HechaDraw *draw;       /* (owned): computed anew */
  char *organisation;    /* (owned) (nullable) */
  gboolean verified;     /* what was recorded is what is computed */
};

/* A protocol that is being filled. */
typedef struct
{
  HechaSheetBuilder sheet; /* its data is NULL */
  const HechaProtocolData *data;
} HechaProtocolBuilder;

void hecha_protocol_add_plan (HechaProtocolBuilder *self);
void hecha_protocol_add_frame (HechaProtocolBuilder *self);
void hecha_protocol_add_randomness (HechaProtocolBuilder *self);
void hecha_protocol_add_samples (HechaProtocolBuilder *self);
void hecha_protocol_add_reserve (HechaProtocolBuilder *self);
void hecha_protocol_add_changes (HechaProtocolBuilder *self);
void hecha_protocol_add_recipe (HechaProtocolBuilder *self);
void hecha_protocol_add_signatures (HechaProtocolBuilder *self);

const char *hecha_protocol_name (const HechaProtocolData *data, const char *person);
char *hecha_protocol_dup_names (const HechaProtocolData *data, const HechaRecord *record, const char *field);

G_END_DECLS
