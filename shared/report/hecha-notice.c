/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-notice.h"

#include "domain/hecha-calendar-local.h"
#include "domain/hecha-negative-basis.h"
#include "domain/hecha-negative.h"
#include "domain/hecha-rule.h"
#include "report/hecha-page-private.h"
#include "report/hecha-sheet-private.h"

#include <string.h>

#define TITLE "关于负面清单事项限期整改的通知"
#define OWN   "省目标办"

/* The name of who issues it, in red above a red line (GB/T 9704). */
#define HEAD_SCALE 1.5
#define HEAD_LINE  1.4 /* points */
#define RED        0.80, 0.06, 0.06
/* In characters from the right, below the text. */
#define DATE_INDENT 4

#define EN_SPACE "\u2002"

#define LINE hecha_font_pitch (HECHA_FONT_BODY)

/* What is filled in by hand. */
#define BLANK "　　　　　　　　"

struct _HechaNoticeData
{
  HechaNegative *negative; /* (owned): only what was recorded is looked at, nothing that the day decides */
  HechaBasis basis;        /* of the finding, where it rests on one */
  GHashTable *names;       /* (owned): id of a person → name */
  char *organisation;      /* (owned) */
};

/* ---- out of the store ---- */

static gboolean
load_entry (HechaNoticeData *self, HechaReader *reader, const char *id, GError **error)
{
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (reader, error);
  HechaNegativeContext context = {.calendar = calendar};

  if (calendar == NULL)
    return FALSE;
  hecha_date_from_ms (&context.today, 0);
  self->negative = hecha_negative_load (reader, id, &context, error);
  return self->negative != NULL;
}

static gboolean
load_basis (HechaNoticeData *self, HechaReader *reader, GError **error)
{
  const HechaRecord *entry = self->negative->entry;
  const char *sample = hecha_record_get (entry, "sample"), *scope = hecha_record_get (entry, "found_in");

  return sample == NULL || scope == NULL || hecha_basis_load (&self->basis, reader, scope, sample, error);
}

static gboolean
load_names (HechaNoticeData *self, HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) people = hecha_reader_list (reader, "office", "person", NULL, NULL, error);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const HechaRecord *person = g_ptr_array_index (people, i);

      g_hash_table_insert (self->names, g_strdup (person->id), g_strdup (hecha_record_get (person, "name")));
    }
  return people != NULL;
}

/**
 * hecha_notice_data_load:
 * @store: the office's store, on its thread
 * @entry: of the negative list
 * @error: %HECHA_ERROR_NOT_FOUND; %HECHA_ERROR_REFUSED before it has an addressee and a deadline
 *
 * Returns: (transfer full) (nullable): all that its notice says
 */
HechaNoticeData *
hecha_notice_data_load (HechaStore *store, const char *entry, GError **error)
{
  g_autoptr (HechaNoticeData) self = g_new0 (HechaNoticeData, 1);
  HechaReader *reader = hecha_store_reader (store);

  if (!load_entry (self, reader, entry, error))
    return NULL;
  if (hecha_record_get (self->negative->entry, "notified_on") == NULL)
    {
      hecha_rule_refuse (
        error, "There is no notice of %s yet: it needs an addressee and a deadline (P3 6.2.4)", entry);
      return NULL;
    }
  self->organisation = hecha_store_get_meta (store, "organisation");
  if (self->organisation == NULL)
    self->organisation = g_strdup (OWN);
  return load_basis (self, reader, error) && load_names (self, reader, error) ? g_steal_pointer (&self)
                                                                              : NULL;
}

/**
 * hecha_notice_data_free:
 * @self: (transfer full) (nullable): of a notice
 */
void
hecha_notice_data_free (HechaNoticeData *self)
{
  if (self == NULL)
    return;
  hecha_negative_free (self->negative);
  hecha_basis_clear (&self->basis);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self->organisation);
  g_free (self);
}

/* ---- words ---- */

static const char *
entry_text (const HechaNoticeData *data, const char *field)
{
  return hecha_record_get (data->negative->entry, field);
}

static const char *
text_of (const HechaRecord *record, const char *field)
{
  const char *text = record != NULL ? hecha_record_get (record, field) : NULL;

  return text != NULL ? text : "";
}

static const char *
name_of (const HechaNoticeData *data, const char *person)
{
  const char *name = g_hash_table_lookup (data->names, person);

  return name != NULL ? name : person;
}

static char *
dup_names (const HechaNoticeData *data, const char *field)
{
  g_auto (GStrv) persons = hecha_record_get_list (data->negative->entry, field);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; persons[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)name_of (data, persons[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("、", (char **)names->pdata);
}

/* How the office knows. */
static char *
dup_grounds (const HechaNoticeData *data)
{
  g_autofree char *on = NULL, *who = NULL;

  if (entry_text (data, "confirmed_on") != NULL)
    {
      on = hecha_sheet_dup_date (entry_text (data, "confirmed_on"));
      who = dup_names (data, "confirmed_by");
      return g_strdup_printf ("%s由%s现场认定：%s", on, who, text_of (data->negative->entry, "confirmation"));
    }
  on = data->basis.signed_at != NULL ? hecha_sheet_dup_time (data->basis.signed_at) : NULL;
  return on != NULL
           ? g_strdup_printf ("核查组现场核查，负责人于%s签字生效（%s）", on, entry_text (data, "sample"))
           : g_strdup ("核查组现场核查");
}

/* ---- onto pages ---- */

typedef struct
{
  PangoLayout *layout; /* (owned) */
} Head;

static void
free_head (gpointer data)
{
  Head *head = data;

  g_object_unref (head->layout);
  g_free (head);
}

static void
draw_head (cairo_t *cr, double width, double height, gpointer data)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (((Head *)data)->layout, 0);
  PangoRectangle logical;
  double scale, line_width;

  pango_layout_line_get_extents (line, NULL, &logical);
  line_width = (double)logical.width / PANGO_SCALE;
  scale = MIN (HEAD_SCALE, width / line_width);
  cairo_save (cr);
  cairo_set_source_rgb (cr, RED);
  cairo_move_to (cr, (width - line_width * scale) / 2, hecha_font_baseline (HECHA_FONT_TITLE) * scale);
  cairo_scale (cr, scale, scale);
  pango_cairo_show_layout_line (cr, line);
  cairo_restore (cr);
}

static void
draw_line (cairo_t *cr, double width, double height, gpointer data)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, RED);
  cairo_set_line_width (cr, HEAD_LINE);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, width, 0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
put_drawing (HechaPages *pages, double height, HechaPageDraw draw, gpointer data, GDestroyNotify free_data)
{
  g_autoptr (HechaDrawing) drawing = hecha_drawing_new (HECHA_TYPE_WIDTH, height, draw, data, free_data);

  hecha_pages_begin (pages, height);
  hecha_pages_put_drawing (pages, drawing, 0, hecha_pages_get_y (pages));
  hecha_pages_advance (pages, height);
}

static void
add_head (HechaSheetBuilder *self, const HechaNoticeData *data)
{
  Head *head = g_new0 (Head, 1);
  const char *number = entry_text (data, "notice_no");

  head->layout
    = hecha_fonts_layout (hecha_pages_get_fonts (self->pages), HECHA_FONT_TITLE, data->organisation, 0);
  put_drawing (self->pages, 2 * LINE, draw_head, head, free_head);
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_CENTER, number != NULL ? number : "");
  hecha_pages_add_space (self->pages, LINE / 3);
  put_drawing (self->pages, 1.5 * LINE, draw_line, NULL, NULL);
  hecha_pages_add_heading (self->pages, HECHA_FONT_TITLE, TITLE);
}

static void
add_opening (HechaSheetBuilder *self, const HechaNoticeData *data)
{
  const char *agency = text_of (data->negative->agency, "name");
  g_autofree char *to
    = g_strdup_printf ("%s主要领导%s同志：", agency, name_of (data, entry_text (data, "addressee")));
  g_autofree char *quarter = hecha_sheet_dup_quarter (data->negative->quarter);
  g_autofree char *text
    = g_strdup_printf ("经核查，%s%s下列绩效目标未按质按量完成，已列入负面清单。根据目标管控标准"
                       "第6.2.4条，现予反馈，请在规定期限内完成整改和补欠。",
                       agency, quarter);

  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_START, "");
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_START, to);
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT, text);
}

static void
add_item (HechaSheetBuilder *self, const HechaNoticeData *data)
{
  const HechaNegative *negative = data->negative;
  HechaPageTable *table = hecha_sheet_form ();
  g_autofree char *quarter = hecha_sheet_dup_quarter (negative->quarter);
  g_autofree char *grounds = dup_grounds (data);

  hecha_sheet_section (self, "未完成事项");
  hecha_sheet_pair (table, "清单编号", negative->entry->id);
  hecha_sheet_pair (table, "绩效目标", text_of (negative->target, "name"));
  hecha_sheet_pair (table, "季度", quarter);
  hecha_sheet_pair (table, "绩效要求", text_of (negative->requirement, "requirement"));
  hecha_sheet_pair (table, "标准", text_of (negative->requirement, "standard"));
  hecha_sheet_pair (table, "未完成情况", entry_text (data, "reason"));
  hecha_sheet_pair (table, "认定依据", grounds);
  hecha_sheet_add_form (self, table);
}

static void
add_demands (HechaSheetBuilder *self, const HechaNoticeData *data)
{
  g_autofree char *by = hecha_sheet_dup_date (entry_text (data, "rectify_by"));
  g_autofree char *limit
    = g_strdup_printf ("（一）请制定整改措施，于%s前（含当日）完成整改，达到原季度绩效要求和标准。", by);
  const char *const demands[] = {
    limit,
    "（二）完成后5个工作日内（自完成之日的次日起算，按国家公布的调休计算）反馈整改情况，并附新的印证材料（第6"
    ".2.5条）。",
    "（三）整改情况由两名以上核查人员核验。逾期未完成的，以电话、函件、现场方式催办（第6.2.2条）。",
    "（四）对核查结果有异议的，可以事实为依据提出申诉（第4.3条a项）。",
  };

  hecha_sheet_section (self, "整改要求");
  for (guint i = 0; i < G_N_ELEMENTS (demands); i++)
    hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT, demands[i]);
}

/* In halves of a character: digits and Latin letters are one wide, others two. */
static guint
count_halves (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    n += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return n;
}

static void
add_at_right (HechaSheetBuilder *self, const char *text, guint halves)
{
  g_autoptr (GString) line = g_string_new (text);

  for (guint i = 0; i < halves; i++)
    g_string_append (line, EN_SPACE);
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_END, line->str);
}

/* The date stands four characters from the right, and who issues it in the middle above. */
static void
add_closing (HechaSheetBuilder *self, const HechaNoticeData *data)
{
  g_autofree char *date = hecha_sheet_dup_date (entry_text (data, "notified_on"));
  int middle = 2 * DATE_INDENT + ((int)count_halves (date) - (int)count_halves (data->organisation)) / 2;

  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_START, "");
  add_at_right (self, data->organisation, (guint)MAX (middle, 0));
  add_at_right (self, date, 2 * DATE_INDENT);
}

/* To be signed and sent back; filled where the office recorded it. */
static void
add_receipt (HechaSheetBuilder *self, const HechaNoticeData *data)
{
  HechaPageTable *table = hecha_sheet_form ();
  const char *on = entry_text (data, "received_on"), *by = entry_text (data, "received_by");
  g_autofree char *date = on != NULL ? hecha_sheet_dup_date (on) : g_strdup ("　　　　年　　月　　日");

  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_START, "");
  hecha_pages_add_heading (self->pages, HECHA_FONT_HEADING, "送达回执（签收后退回）");
  hecha_sheet_pair (table, "清单编号", data->negative->entry->id);
  hecha_sheet_pair (table, "受送达单位", text_of (data->negative->agency, "name"));
  hecha_sheet_pair (table, "签收人", by != NULL ? by : BLANK);
  hecha_sheet_pair (table, "签收日期", date);
  hecha_sheet_add_form (self, table);
}

/**
 * hecha_notice_new:
 * @data: what it says
 *
 * The notice of an entry of the negative list to the main leader of the agency (P3 6.2.4), with the deadline and a
 * receipt, in the layout of GB/T 9704. Chinese on every desktop, and of the same journal the same.
 *
 * Returns: (transfer full): a document, with the entry as its @sample
 */
HechaSheet *
hecha_notice_new (const HechaNoticeData *data)
{
  g_autoptr (HechaSheet) self = g_new0 (HechaSheet, 1);
  HechaSheetBuilder builder = {0};

  self->pages = hecha_pages_new ();
  self->sample = g_strdup (data->negative->entry->id);
  builder.pages = self->pages;
  add_head (&builder, data);
  add_opening (&builder, data);
  add_item (&builder, data);
  add_demands (&builder, data);
  add_closing (&builder, data);
  add_receipt (&builder, data);
  if (entry_text (data, "withdrawn_reason") != NULL)
    hecha_pages_set_mark (self->pages, "已撤销");
  hecha_pages_set_footer (self->pages, self->sample);
  hecha_sheet_add_missing (self);
  self->title = g_strdup_printf ("%s %s", TITLE, self->sample);
  self->organisation = g_strdup (data->organisation);
  self->at = g_strdup_printf ("%sT00:00:00Z", entry_text (data, "notified_on"));
  self->file_name = g_strdup_printf ("负面清单整改通知-%s.pdf", self->sample);
  return g_steal_pointer (&self);
}
