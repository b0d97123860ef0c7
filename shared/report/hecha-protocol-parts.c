/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-protocol-private.h"

#include "domain/hecha-site.h"

#include <string.h>

/* Units of the reserve that are printed; of larger frames the recipe gives the rest. */
#define MOST_RESERVE 2000
/* Empty lines for who signs by hand. */
#define SIGNATURE_LINE "　　　　　　　　　　　　"

static gboolean
is_by_class (const HechaProtocolBuilder *self)
{
  return hecha_record_get_int (self->data->record, "by_class", 0) != 0;
}

static gboolean
is_sm3 (const HechaProtocolBuilder *self)
{
  return g_strcmp0 (hecha_record_get (self->data->frame, "hash_alg"), "sm3") == 0;
}

static void
add_time (HechaPageTable *table, const char *label, const char *text)
{
  g_autofree char *time = text != NULL ? hecha_sheet_dup_time (text) : NULL;

  hecha_sheet_pair (table, label, time);
}

/* ---- the plan, the frame, the randomness ---- */

void
hecha_protocol_add_plan (HechaProtocolBuilder *self)
{
  const HechaRecord *plan = self->data->plan;
  HechaPageTable *table = hecha_sheet_form ();
  const HechaRecord *cancel = self->data->cancel;

  hecha_sheet_section (&self->sheet, "核查方案");
  hecha_sheet_pair (table, "方案编号", plan->id);
  hecha_sheet_pair (table, "类型", hecha_sheet_word ("plan_kind", hecha_record_get (plan, "kind")));
  hecha_sheet_pair (table, "季度", hecha_record_get (plan, "quarter"));
  hecha_sheet_pair (table, "批准人",
                    hecha_protocol_name (self->data, hecha_record_get (plan, "approved_by")));
  add_time (table, "批准时间", hecha_record_get (plan, "approved_at"));
  hecha_sheet_digest (table, "文本摘要", hecha_record_get (plan, "text_hash"));
  if (cancel != NULL)
    {
      hecha_sheet_pair (table, "作废理由", hecha_record_get (cancel, "reason"));
      hecha_sheet_pair (table, "作废人",
                        hecha_protocol_name (self->data, hecha_record_get (cancel, "cancelled_by")));
      add_time (table, "作废时间", hecha_record_get (cancel, "cancelled_at"));
    }
  hecha_sheet_add_form (&self->sheet, table);
}

static void
add_strata (HechaProtocolBuilder *self)
{
  static const char *const titles[] = {"分层", "单元数", "样本数", NULL};
  static const double columns[] = {80, 38, 38};
  g_autoptr (HechaPageTable) table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);
  GArray *strata = self->data->draw->strata;

  hecha_page_table_add_header (table, titles);
  for (guint i = 0; i < strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (strata, HechaDrawStratum, i);
      g_autofree char *units = g_strdup_printf ("%u", stratum->n_units);
      g_autofree char *sample = g_strdup_printf ("%u", stratum->n_sample);

      hecha_page_table_add_row (table);
      hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_START,
                                 stratum->stratum != NULL ? stratum->stratum : "全部（不分层）");
      hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_END, units);
      hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_END, sample);
    }
  hecha_pages_add_table (self->sheet.pages, table);
}

void
hecha_protocol_add_frame (HechaProtocolBuilder *self)
{
  const HechaRecord *frame = self->data->frame;
  g_autofree char *count = g_strdup_printf ("%u个", self->data->draw->rows->len);
  gboolean declared = g_strcmp0 (hecha_record_get (frame, "declared"), "complete") == 0;
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_section (&self->sheet, "抽样总体");
  hecha_sheet_pair (table, "范围", declared ? "本季度申报完成的目标" : "本季度全部目标");
  hecha_sheet_pair (table, "单元数", count);
  hecha_sheet_pair (table, "冻结人", hecha_protocol_name (self->data, hecha_record_get (frame, "frozen_by")));
  add_time (table, "冻结时间", hecha_record_get (frame, "frozen_at"));
  hecha_sheet_digest (table, is_sm3 (self) ? "总体摘要（SM3）" : "总体摘要（SHA-256）",
                      hecha_record_get (frame, "hash"));
  hecha_sheet_add_form (&self->sheet, table);
  add_strata (self);
}

void
hecha_protocol_add_randomness (HechaProtocolBuilder *self)
{
  const HechaRecord *draw = self->data->record;
  g_autofree char *witnesses = hecha_protocol_dup_names (self->data, draw, "witnesses");
  g_autofree char *digits = hecha_site_dup_groups (hecha_record_get (draw, "public_random"));
  g_autofree char *size = g_strdup_printf ("%s个", hecha_record_get (draw, "sample_size"));
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_section (&self->sheet, "公开随机数与种子");
  hecha_sheet_pair (table, "随机数来源",
                    hecha_sheet_word ("draw_source", hecha_record_get (draw, "random_source")));
  add_time (table, "取得时间", hecha_record_get (draw, "random_at"));
  hecha_sheet_pair (table, "公开随机数", digits);
  hecha_sheet_pair (table, "见证人", witnesses);
  hecha_sheet_pair (table, "算法", hecha_record_get (draw, "algorithm"));
  hecha_sheet_pair (table, "样本量", size);
  hecha_sheet_pair (table, "分层方法",
                    is_by_class (self) ? "按指标分类分层，每层至少1个，其余按比例" : "不分层");
  hecha_sheet_digest (table, "种子", hecha_record_get (draw, "seed"));
  hecha_sheet_digest (table, "顺序摘要", hecha_record_get (draw, "order_hash"));
  hecha_sheet_pair (table, "重新计算", self->data->verified ? "与记录相符" : "与记录不符");
  hecha_sheet_add_form (&self->sheet, table);
}

/* ---- what came out ---- */

static HechaPageTable *
new_table (const char *last)
{
  static const double columns[] = {12, 38, 46, 42, 18};
  const char *const titles[] = {"名次", "单元", "分层", "票号", last, NULL};
  HechaPageTable *table = hecha_page_table_new (G_N_ELEMENTS (columns), columns);

  hecha_page_table_add_header (table, titles);
  return table;
}

static void
add_row (HechaPageTable *table, guint rank, const char *unit, const char *stratum, const char *ticket,
         const char *last)
{
  g_autofree char *number = g_strdup_printf ("%u", rank);

  hecha_page_table_add_row (table);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CELL, HECHA_ALIGN_CENTER, number);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CODE, HECHA_ALIGN_START, unit);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_NOTE, HECHA_ALIGN_START, stratum);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_CODE, HECHA_ALIGN_START, ticket);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_NOTE, HECHA_ALIGN_CENTER, last);
}

void
hecha_protocol_add_samples (HechaProtocolBuilder *self)
{
  g_autoptr (HechaPageTable) table = new_table ("状态");

  hecha_sheet_section (&self->sheet, "抽中样本");
  for (guint i = 0; i < self->data->samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (self->data->samples, i);

      add_row (table, (guint)hecha_record_get_int (sample, "rank", 0), hecha_record_get (sample, "unit"),
               hecha_record_get (sample, "stratum"), hecha_record_get (sample, "ticket"),
               hecha_record_get (sample, "replaces") != NULL
                 ? "递补"
                 : hecha_sheet_word ("status", hecha_record_get (sample, "status")));
    }
  hecha_pages_add_table (self->sheet.pages, table);
}

static void
add_replacements (HechaProtocolBuilder *self)
{
  for (guint i = 0; i < self->data->samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (self->data->samples, i);
      HechaPageTable *table;

      if (hecha_record_get (sample, "replace_reason") == NULL)
        continue;
      table = hecha_sheet_form ();
      hecha_sheet_pair (table, "单元", hecha_record_get (sample, "unit"));
      hecha_sheet_pair (table, "替换理由", hecha_record_get (sample, "replace_reason"));
      hecha_sheet_add_form (&self->sheet, table);
    }
}

/* Replacements and extensions: each is the next rank, so that it too is recomputed. */
void
hecha_protocol_add_changes (HechaProtocolBuilder *self)
{
  gboolean replaced = FALSE;

  for (guint i = 0; i < self->data->samples->len; i++)
    replaced
      = replaced || hecha_record_get (g_ptr_array_index (self->data->samples, i), "replace_reason") != NULL;
  if (!replaced && self->data->extensions->len == 0)
    return;
  hecha_sheet_section (&self->sheet, "替换与扩大抽样");
  add_replacements (self);
  for (guint i = 0; i < self->data->extensions->len; i++)
    {
      const HechaRecord *extension = g_ptr_array_index (self->data->extensions, i);
      g_auto (GStrv) units = hecha_record_get_list (extension, "units");
      g_autofree char *text = g_strjoinv ("、", units);
      HechaPageTable *table = hecha_sheet_form ();

      hecha_sheet_pair (table, "扩大抽样", text);
      hecha_sheet_pair (table, "扩大理由", hecha_record_get (extension, "reason"));
      hecha_sheet_pair (table, "决定人",
                        hecha_protocol_name (self->data, hecha_record_get (extension, "extended_by")));
      add_time (table, "决定时间", hecha_record_get (extension, "extended_at"));
      hecha_sheet_add_form (&self->sheet, table);
    }
}

static GHashTable *
list_taken (const HechaProtocolData *data)
{
  GHashTable *taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < data->samples->len; i++)
    g_hash_table_add (taken, (gpointer)hecha_record_get (g_ptr_array_index (data->samples, i), "unit"));
  return taken;
}

static int
compare_by_stratum (gconstpointer a, gconstpointer b)
{
  const HechaDrawRow *first = *(const HechaDrawRow *const *)a, *second = *(const HechaDrawRow *const *)b;
  int order = g_strcmp0 (first->stratum, second->stratum);

  return order != 0 ? order : strcmp (first->id, second->id);
}

/* Without their ranks, which the recipe gives: it needs every unit of the frame with its class. */
static void
add_rest (HechaProtocolBuilder *self, GPtrArray *rest)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *stratum = NULL;

  hecha_pages_add_text (self->sheet.pages, HECHA_FONT_NOTE, HECHA_ALIGN_START,
                        "其余候补单元，按分层列出，名次与票号按下述方法可得：");
  g_ptr_array_sort (rest, compare_by_stratum);
  for (guint i = 0; i < rest->len; i++)
    {
      const HechaDrawRow *row = g_ptr_array_index (rest, i);

      if (g_strcmp0 (stratum, row->stratum) != 0)
        g_string_append_printf (text, "%s分层“%s”：", i > 0 ? "\n" : "", row->stratum);
      stratum = row->stratum;
      g_string_append_printf (text, " %s", row->id);
    }
  hecha_pages_add_text (self->sheet.pages, HECHA_FONT_NOTE, HECHA_ALIGN_START, text->str);
}

void
hecha_protocol_add_reserve (HechaProtocolBuilder *self)
{
  g_autoptr (GPtrArray) reserve = hecha_draw_dup_reserve (self->data->draw);
  g_autoptr (GHashTable) taken = list_taken (self->data);
  g_autoptr (HechaPageTable) table = new_table ("备注");
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < reserve->len; i++)
    {
      HechaDrawRow *row = g_ptr_array_index (reserve, i);
      g_autofree char *ticket = NULL;

      if (g_hash_table_contains (taken, row->id))
        continue;
      if (++n > MOST_RESERVE)
        {
          g_ptr_array_add (rest, row);
          continue;
        }
      ticket = hecha_ticket_dup_short (row->ticket);
      add_row (table, row->rank, row->id, row->stratum, ticket, "候补");
    }
  if (n == 0)
    return;
  hecha_sheet_section (&self->sheet, "候补样本");
  hecha_pages_add_table (self->sheet.pages, table);
  if (rest->len > 0)
    add_rest (self, rest);
}

/* ---- how to do it again ---- */

/* What anybody types, with other people's programs. */
static char *
dup_recipe (HechaProtocolBuilder *self)
{
  const HechaRecord *draw = self->data->record;
  GString *text = g_string_new ("export LC_ALL=C\n");

  g_string_append_printf (text, "h() { %s | cut -c1-64; }\n",
                          is_sm3 (self) ? "openssl dgst -sm3 -r" : "sha256sum");
  g_string_append (text, "frame=$( (printf 'hecha-frame-v1\\n'; sort frame.tsv) | h)\n");
  g_string_append_printf (text, "plan=%s\n", self->data->plan->id);
  g_string_append_printf (text, "rand=%s\n", hecha_record_get (draw, "public_random"));
  g_string_append (text, "s=\"hecha-seed-v1;plan=$plan;frame=$frame;rand=$rand\"\n"
                         "s=$(printf %s \"$s\" | h)\n"
                         "tab=$(printf '\\t')\n"
                         "while IFS=$tab read -r id stratum; do\n"
                         "n=$(printf %s \"$s$id\" | h | tr a-f A-F)\n"
                         "n=$(echo \"ibase=16; $n\" | BC_LINE_LENGTH=0 bc)\n"
                         "while [ ${#n} -lt 64 ]; do n=0$n; done\n"
                         "n=$(printf %s \"$n\" | rev)\n"
                         "printf '0.%s\\t%s\\t%s\\n' \"$n\" \"$id\" \"$stratum\"\n"
                         "done < frame.tsv | sort > order.tsv\n");
  g_string_append_printf (text, "awk -F\"$tab\" '{print ++n[%s], $2, $1}' order.tsv\n",
                          is_by_class (self) ? "$3" : "0");
  return g_string_free (text, FALSE);
}

void
hecha_protocol_add_recipe (HechaProtocolBuilder *self)
{
  g_autofree char *recipe = dup_recipe (self);

  hecha_sheet_section (&self->sheet, "复核方法");
  hecha_pages_add_text (
    self->sheet.pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT,
    "任何人都可以不用本软件，以通用工具重新计算。将抽中样本与候补样本的全部单元逐行存为 frame.tsv"
    "（UTF-8，每行为“单元、制表符、分层”），在装有 sha256sum（或 openssl）、bc、rev、sort、awk "
    "的计算机上执行以下命令。"
    "所得 $frame 应等于总体摘要；各行依次为名次、单元、票号，名次、单元应与本记录一致，票号的前 18 "
    "位小数应与本记录一致"
    "（以 9 开头的票号，开头连续的 9 不计入 18 位）。");
  hecha_pages_add_space (self->sheet.pages, hecha_font_pitch (HECHA_FONT_CELL) / 2);
  hecha_pages_add_text (self->sheet.pages, HECHA_FONT_CODE, HECHA_ALIGN_START, recipe);
  hecha_pages_add_space (self->sheet.pages, hecha_font_pitch (HECHA_FONT_CELL) / 2);
}

/* ---- who was there ---- */

static void
add_signer (HechaPageTable *table, const char *role, const char *name)
{
  hecha_page_table_add_row (table);
  hecha_page_table_add_pair (table, 1, role, name != NULL ? name : SIGNATURE_LINE);
  hecha_page_table_add_pair (table, 1, "签字", "\n");
}

void
hecha_protocol_add_signatures (HechaProtocolBuilder *self)
{
  g_auto (GStrv) witnesses = hecha_record_get_list (self->data->record, "witnesses");
  HechaPageTable *table = hecha_sheet_form ();

  hecha_sheet_section (&self->sheet, "签字");
  for (guint i = 0; witnesses[i] != NULL; i++)
    add_signer (table, "见证人", hecha_protocol_name (self->data, witnesses[i]));
  add_signer (table, "掷骰人", NULL);
  add_signer (table, "记录人", NULL);
  hecha_sheet_add_form (&self->sheet, table);
}
