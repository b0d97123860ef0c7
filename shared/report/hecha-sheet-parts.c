/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-sheet-private.h"

#include "domain/hecha-records.h"

#include <string.h>

/* What has a place of its own on the sheet; everything else on the page that is signed is a method's record. */
static const char *const placed[] = {
  "visit",  "finding",    "presence",  "evidence",  "signature", "removal",
  "answer", "site_frame", "site_draw", "site_unit", NULL,
};

/* ---- what was asked ---- */

static void
add_persons (HechaSheetBuilder *self)
{
  static const double columns[] = {1, 1, 2};
  static const char *const titles[] = {"姓名", "角色", "单位", NULL};
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);

  hecha_page_table_add_header (table, titles);
  for (guint i = 0; i < self->data->persons->len; i++)
    {
      const HechaAssignedPerson *person = g_ptr_array_index (self->data->persons, i);

      hecha_page_table_add_row (table);
      hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, person->name);
      hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER,
                                 hecha_sheet_word ("role", person->role));
      hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_START, person->unit);
    }
  if (hecha_page_table_count (table) > 0)
    hecha_pages_add_table (self->pages, table);
}

/**
 * hecha_sheet_add_task:
 * @self: a sheet
 *
 * Who was to check what (P3 4.3, 6.2.1).
 */
void
hecha_sheet_add_task (HechaSheetBuilder *self)
{
  const HechaRecord *record = self->data->assignment->record;
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_section (self, "核查任务");
  hecha_sheet_two (self, table, record, "plan", "quarter");
  hecha_sheet_row (self, table, record, "unit");
  hecha_sheet_row (self, table, record, "agency_name");
  hecha_sheet_row (self, table, record, "name");
  hecha_sheet_row (self, table, record, "content");
  hecha_sheet_two (self, table, record, "class_code", "selection");
  hecha_sheet_row (self, table, record, "site");
  hecha_sheet_row (self, table, record, "time_limit");
  hecha_sheet_row (self, table, record, "key_point");
  hecha_sheet_add_form (self, table);
  add_persons (self);
}

/**
 * hecha_sheet_add_demand:
 * @self: a sheet
 *
 * Requirement and standard of the quarter (P2 4.1).
 */
void
hecha_sheet_add_demand (HechaSheetBuilder *self)
{
  const HechaRecord *record = self->data->assignment->record;
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_section (self, "绩效要求与标准");
  hecha_sheet_row (self, table, record, "requirement");
  hecha_sheet_row (self, table, record, "standard");
  hecha_sheet_row (self, table, record, "evidence_list");
  hecha_sheet_add_form (self, table);
}

/**
 * hecha_sheet_add_declaration:
 * @self: a sheet
 *
 * What the agency declared; a visitor's assignment never has it (P3 7.4).
 */
void
hecha_sheet_add_declaration (HechaSheetBuilder *self)
{
  const HechaRecord *record = self->data->assignment->record;
  HechaPageTable *table;

  if (hecha_record_get (record, "declared_status") == NULL)
    return;
  table = hecha_sheet_form ();
  hecha_sheet_section (self, "申报情况");
  hecha_sheet_two (self, table, record, "declared_status", "declared_value");
  hecha_sheet_add_form (self, table);
}

/* ---- the visit ---- */

static void
add_presence (HechaSheetBuilder *self)
{
  static const double columns[] = {2, 3, 2, 2};
  static const char *const titles[] = {"在场人员", "日期", "起", "止", NULL};
  static const char *const fields[] = {"person", "date", "from", "to", NULL};
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);
  GPtrArray *presence = self->data->assignment->presence;

  hecha_page_table_add_header (table, titles);
  for (guint i = 0; i < presence->len; i++)
    {
      hecha_page_table_add_row (table);
      for (guint j = 0; fields[j] != NULL; j++)
        {
          g_autofree char *value = hecha_sheet_dup_value (self->data, presence->pdata[i], fields[j]);

          hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, value);
        }
    }
  if (presence->len > 0)
    hecha_pages_add_table (self->pages, table);
}

static void
add_nothing (HechaSheetBuilder *self)
{
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT, "尚未记录。");
}

/**
 * hecha_sheet_add_visit:
 * @self: a sheet
 *
 * How, where and by whom it was checked (P3 4.3, 5.1 b, 5.2).
 */
void
hecha_sheet_add_visit (HechaSheetBuilder *self)
{
  const HechaRecord *visit = self->data->assignment->visit;
  HechaPageTable *table = hecha_sheet_form ();
  g_autofree char *accuracy = NULL;

  hecha_sheet_section (self, "查访情况");
  if (visit == NULL && self->data->assignment->presence->len == 0)
    add_nothing (self);
  if (visit != NULL)
    {
      const char *metres = hecha_record_get (visit, "accuracy");

      accuracy = metres != NULL ? g_strdup_printf ("%s 米", metres) : NULL;
      hecha_sheet_row (self, table, visit, "mode");
      hecha_sheet_row (self, table, visit, "methods");
      hecha_sheet_place (table, visit);
      hecha_sheet_pair (table, "精度", accuracy);
      hecha_sheet_row (self, table, visit, "place_reason");
      hecha_sheet_row (self, table, visit, "photo_reason");
      hecha_sheet_row (self, table, visit, "difficulty");
      hecha_sheet_row (self, table, visit, "difficulties");
      hecha_sheet_row (self, table, visit, "assistance");
    }
  hecha_sheet_add_form (self, table);
  add_presence (self);
}

/* ---- methods ---- */

static void
add_list (HechaSheetBuilder *self, GPtrArray *records, gboolean *begun)
{
  for (guint i = 0; i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);

      if (!*begun)
        hecha_sheet_section (self, "核查方法记录");
      *begun = TRUE;
      hecha_sheet_part (self, record->type->zh);
      hecha_sheet_record (self, record);
    }
}

/**
 * hecha_sheet_add_methods:
 * @self: a sheet
 *
 * One record for each use of a method (P3 5.2).
 */
void
hecha_sheet_add_methods (HechaSheetBuilder *self)
{
  const HechaSchema *schema = hecha_records ();
  gboolean begun = FALSE;

  for (guint i = 0; i < schema->n_types; i++)
    {
      const HechaType *type = &schema->types[i];
      GPtrArray *records = hecha_assignment_shows_type (type) && !g_strv_contains (placed, type->name)
                             ? hecha_assignment_get_records (self->data->assignment, type->name)
                             : NULL;

      if (records != NULL)
        add_list (self, records, &begun);
    }
}

/* ---- the checklist ---- */

static const HechaRecord *
find_answer (GPtrArray *answers, const char *item)
{
  for (guint i = 0; i < answers->len; i++)
    if (g_strcmp0 (hecha_record_get (answers->pdata[i], "item"), item) == 0)
      return answers->pdata[i];
  return NULL;
}

static void
add_answer_row (HechaSheetBuilder *self, HechaPageTable *table, guint number, const char *text,
                const HechaRecord *answer)
{
  g_autofree char *n = g_strdup_printf ("%u", number);
  g_autofree char *said = hecha_sheet_dup_value (self->data, answer, "answer");
  g_autofree char *note = hecha_sheet_dup_value (self->data, answer, "note");

  hecha_page_table_add_row (table);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, n);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_START, text);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, said);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_START, note);
}

static void
add_items (HechaSheetBuilder *self, HechaPageTable *table, JsonArray *items, GPtrArray *answers)
{
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (item != NULL)
        add_answer_row (self, table, i + 1, json_object_get_string_member_with_default (item, "text", ""),
                        find_answer (answers, json_object_get_string_member_with_default (item, "id", "")));
    }
}

/**
 * hecha_sheet_add_answers:
 * @self: a sheet
 *
 * The checklist as it was when it was assigned, with what was answered (P3 6.2.3).
 */
void
hecha_sheet_add_answers (HechaSheetBuilder *self)
{
  static const double columns[] = {1, 6, 2, 4};
  static const char *const titles[] = {"序号", "核查要点", "回答", "说明", NULL};
  const char *text = hecha_record_get (self->data->assignment->record, "checklist");
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *checklist = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *items = checklist != NULL ? json_object_get_member (checklist, "items") : NULL;
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);

  if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items))
    return;
  hecha_page_table_add_header (table, titles);
  add_items (self, table, json_node_get_array (items),
             hecha_assignment_get_records (self->data->assignment, "answer"));
  if (hecha_page_table_count (table) == 0)
    return;
  hecha_sheet_section (self, "核查要点");
  hecha_sheet_part (self, json_object_get_string_member_with_default (checklist, "title", ""));
  hecha_pages_add_table (self->pages, table);
}

/* ---- the second stage ---- */

static void
add_frame (HechaSheetBuilder *self, const HechaRecord *frame)
{
  g_auto (GStrv) units = hecha_record_get_list (frame, "units");
  g_autofree char *count = g_strdup_printf ("%u", units != NULL ? g_strv_length (units) : 0);
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_part (self, frame->type->zh);
  hecha_sheet_row (self, table, frame, "kind");
  hecha_sheet_pair (table, "单元数", count);
  hecha_sheet_row (self, table, frame, "units");
  hecha_sheet_row (self, table, frame, "hash");
  hecha_sheet_row (self, table, frame, "hash_alg");
  hecha_sheet_two (self, table, frame, "frozen_by", "frozen_at");
  hecha_sheet_add_form (self, table);
}

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  gint64 x = hecha_record_get_int (*(const HechaRecord *const *)a, "rank", 0);
  gint64 y = hecha_record_get_int (*(const HechaRecord *const *)b, "rank", 0);

  return x < y ? -1 : x > y;
}

static void
add_units (HechaSheetBuilder *self, GPtrArray *units)
{
  static const double columns[] = {2, 4, 7, 3, 3, 6};
  static const char *const titles[] = {"名次", "单元", "票号", "状态", "结果", "情况", NULL};
  static const char *const fields[] = {"rank", "unit", "ticket", "status", "result", "note", NULL};
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (units, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_ranks);
  hecha_page_table_add_header (table, titles);
  for (guint i = 0; i < sorted->len; i++)
    {
      hecha_page_table_add_row (table);
      for (guint j = 0; fields[j] != NULL; j++)
        {
          g_autofree char *value = hecha_sheet_dup_value (self->data, sorted->pdata[i], fields[j]);

          hecha_page_table_add_cell (table, 1, j == 2 ? HECHA_FONT_CODE : HECHA_FONT_CELL, HECHA_ALIGN_CENTER,
                                     value);
        }
    }
  hecha_sheet_part (self, "抽取结果");
  hecha_pages_add_table (self->pages, table);
}

/**
 * hecha_sheet_add_site_draw:
 * @self: a sheet
 *
 * What was drawn at the site, so that anybody can draw it again (P3 4.4).
 */
void
hecha_sheet_add_site_draw (HechaSheetBuilder *self)
{
  const HechaAssignment *assignment = self->data->assignment;
  GPtrArray *frames = hecha_assignment_get_records (assignment, "site_frame");
  GPtrArray *draws = hecha_assignment_get_records (assignment, "site_draw");
  GPtrArray *nonces = hecha_assignment_get_records (assignment, "nonce");
  GPtrArray *units = hecha_assignment_get_records (assignment, "site_unit");

  if (frames->len == 0)
    return;
  hecha_sheet_section (self, "现场抽样");
  for (guint i = 0; i < frames->len; i++)
    add_frame (self, frames->pdata[i]);
  for (guint i = 0; i < nonces->len; i++)
    {
      hecha_sheet_part (self, ((const HechaRecord *)nonces->pdata[i])->type->zh);
      hecha_sheet_record (self, nonces->pdata[i]);
    }
  for (guint i = 0; i < draws->len; i++)
    {
      hecha_sheet_part (self, ((const HechaRecord *)draws->pdata[i])->type->zh);
      hecha_sheet_record (self, draws->pdata[i]);
    }
  if (units->len > 0)
    add_units (self, units);
}

/* ---- the finding ---- */

static void
add_words (HechaSheetBuilder *self, const HechaRecord *finding, const char *field, const char *title)
{
  g_autofree char *text = hecha_sheet_dup_value (self->data, finding, field);

  if (text == NULL)
    return;
  hecha_sheet_part (self, title);
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT, text);
}

/**
 * hecha_sheet_add_finding:
 * @self: a sheet
 *
 * Verdict, observation and, apart from it, opinion (P3 4.5).
 */
void
hecha_sheet_add_finding (HechaSheetBuilder *self)
{
  const HechaRecord *finding = self->data->assignment->finding;
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_section (self, "核查结论");
  if (finding == NULL)
    add_nothing (self);
  else
    {
      hecha_sheet_row (self, table, finding, "verdict");
      hecha_sheet_two (self, table, finding, "value", "unit");
    }
  hecha_sheet_add_form (self, table);
  add_words (self, finding, "observation", "核查情况");
  add_words (self, finding, "opinion", "核查意见");
}
