/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sample-state.h"
#include "report/hecha-page-table.h"
#include "report/hecha-picture.h"
#include "report/hecha-sheet.h"

G_BEGIN_DECLS

/* A copy of all that the sheet says, out of the store. */
struct _HechaSheetData
{
  HechaAssignment *assignment; /* (owned) */
  GPtrArray *persons;          /* (owned) (element-type HechaAssignedPerson) */
  GPtrArray *evidence;         /* (owned) (element-type HechaRecord, not owned): as a person would order it */
  GPtrArray *signatures;       /* (owned) (element-type HechaRecord, not owned): by time */
  HechaSampleState state;
  char *organisation;           /* (owned) (nullable) */
  char *content_hash;           /* (owned): of what is there now */
  const HechaRecord *effective; /* (not owned) (nullable): the leader's signature */
  char *entry;                  /* (owned) (nullable): digest of the entry that it is in */
  char *dev;                    /* (owned) (nullable): device that wrote that */
  gint64 seq;                   /* its number there */
  char *at;                     /* (owned) (nullable): of the last signature, else of the assignment */
  char *receipt;                /* (owned) (nullable): the server's, that covers it */
  GHashTable *paths;            /* (owned) digest → path of an evidence file that is here */
};

/* A sheet that is being filled. */
typedef struct
{
  HechaPages *pages;                /* (not owned) */
  const HechaSheetData *data;       /* (not owned) */
  const HechaPictureSource *source; /* (not owned) (nullable) */
  guint n_sections;
  guint n_parts; /* of this section */
} HechaSheetBuilder;

/* hecha-sheet-words.c: the words of the document, which is Chinese whatever the desktop speaks. */
const char *hecha_sheet_word (const char *field, const char *value);
const char *hecha_sheet_state (HechaSampleState state);
const char *hecha_sheet_name (const HechaSheetData *data, const char *person);
char *hecha_sheet_dup_time (const char *text);
char *hecha_sheet_dup_date (const char *text);
char *hecha_sheet_dup_quarter (const char *text);
char *hecha_sheet_dup_place (const HechaRecord *record);
char *hecha_sheet_dup_size (const char *bytes);
char *hecha_sheet_dup_value (const HechaSheetData *data, const HechaRecord *record, const char *field);

/* hecha-sheet-record.c: any record as a table. */
void hecha_sheet_section (HechaSheetBuilder *self, const char *title);
void hecha_sheet_part (HechaSheetBuilder *self, const char *title);
HechaPageTable *hecha_sheet_form (void);
void hecha_sheet_row (HechaSheetBuilder *self, HechaPageTable *table, const HechaRecord *record,
                      const char *field);
void hecha_sheet_pair (HechaPageTable *table, const char *label, const char *value);
void hecha_sheet_two (HechaSheetBuilder *self, HechaPageTable *table, const HechaRecord *record,
                      const char *first, const char *second);
void hecha_sheet_place (HechaPageTable *table, const HechaRecord *record);
void hecha_sheet_digest (HechaPageTable *table, const char *label, const char *digest);
void hecha_sheet_add_form (HechaSheetBuilder *self, HechaPageTable *table);
void hecha_sheet_record (HechaSheetBuilder *self, const HechaRecord *record);
HechaDrawing *hecha_sheet_ink (const char *strokes, double max_width, double max_height);

/* The sections, in the order of the sheet. */
void hecha_sheet_add_task (HechaSheetBuilder *self);
void hecha_sheet_add_demand (HechaSheetBuilder *self);
void hecha_sheet_add_declaration (HechaSheetBuilder *self);
void hecha_sheet_add_visit (HechaSheetBuilder *self);
void hecha_sheet_add_methods (HechaSheetBuilder *self);
void hecha_sheet_add_answers (HechaSheetBuilder *self);
void hecha_sheet_add_site_draw (HechaSheetBuilder *self);
void hecha_sheet_add_finding (HechaSheetBuilder *self);
void hecha_sheet_add_evidence (HechaSheetBuilder *self);
void hecha_sheet_add_signatures (HechaSheetBuilder *self);
gboolean hecha_sheet_add_proof (HechaSheetBuilder *self, GError **error);

/* hecha-sheet.c: what the fonts lacked, once all else is there. */
void hecha_sheet_add_missing (HechaSheet *sheet);

G_END_DECLS
