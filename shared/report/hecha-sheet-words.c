/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-sheet-private.h"

#include "domain/hecha-place.h"
#include "domain/hecha-document-word.h"

#include <stdio.h>
#include <string.h>

/* China has one time zone, and a record says when it was there. */
#define CHINA_OFFSET_S (8 * 3600)

/* The glossary's words for values that only a sheet has, by the name of the field; see hecha-document-word.c. */
static const struct
{
  const char *field;
  const char *value;
  const char *word;
} words[] = {
  {"class_code", "B1", "职能管理类"},
  {"class_code", "B2", "执法监督和检查类"},
  {"class_code", "B3", "项目建设类"},
  {"class_code", "B5", "文件、政策与规划制定类"},
  {"class_code", "B6", "民生实事类"},
  {"class_code", "B7", "培训类"},
  {"class_code", "B8", "调研类"},
  {"class_code", "B9", "专项行动、活动类"},
  {"class_code", "B10", "服务类"},
  {"mode", "onsite", "实地核查"},
  {"mode", "online", "在线核查"},
  {"methods", "meeting", "座谈了解"},
  {"methods", "documents", "查阅资料"},
  {"methods", "inquiry", "询问核实"},
  {"methods", "site_view", "实地查看"},
  {"methods", "public", "走访群众"},
  {"methods", "media", "舆论监督"},
  {"methods", "online_review", "在线评审"},
  {"methods", "survey", "公众评议"},
  {"difficulty", "none", "无"},
  {"difficulty", "some", "有"},
  {"datum", "CGCS2000", "2000国家大地坐标系"},
  {"role", "leader", "核查组负责人"},
  {"role", "inspector", "核查人员"},
  {"role", "visitor", "暗访员"},
  {"role", "agency", "被核查机关"},
  {"role", "head", "部门主要领导"},
  {"role", "liaison", "目标管理联络员"},
  {"role", "witness", "见证人"},
  {"role", "office", "目标办"},
  {"role", "expert", "专家"},
  {"role", "business_staff", "业务人员"},
  {"kind", "document", "文档"},
  {"kind", "photo", "照片"},
  {"kind", "video", "视频"},
  {"kind", "audio", "录音"},
  {"kind", "measurement", "测量"},
  {"kind", "testimony", "证言"},
  {"kind", "file", "文件"},
  {"kind", "households", "农户"},
  {"kind", "documents", "文件资料"},
  {"kind", "sections", "路段"},
  {"kind", "other", "其他"},
  {"classification", "public", "公开"},
  {"classification", "internal", "内部"},
  {"classification", "work_secret", "工作秘密"},
  {"copy", "taken", "复制"},
  {"copy", "seen", "查看"},
  {"agreed", "signed", "签字确认"},
  {"agreed", "refused", "拒绝签字"},
  {"draw_source", "dice", "掷骰（十面骰，逐次读数）"},
  {"draw_source", "beacon", "公开信标"},
  {"draw_source", "lottery", "公开彩票开奖号码"},
  {"draw_source", "commit_reveal", "承诺与揭示"},
  {"random_source", "dice", "掷骰"},
  {"random_source", "commit_reveal", "目标办随机数"},
  {"status", "drawn", "抽中"},
  {"status", "not_inspectable", "无法核查"},
  {"status", "replaced", "已替换"},
  {"result", "met", "符合"},
  {"result", "not_met", "不符合"},
  {"answer", "yes", "是"},
  {"answer", "no", "否"},
  {"answer", "not_applicable", "不适用"},
};

/**
 * hecha_sheet_word:
 * @field: name of a field
 * @value: of it
 *
 * Returns: (transfer none): the glossary's Chinese word; the value where there is none
 */
const char *
hecha_sheet_word (const char *field, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].field, field) == 0 && g_strcmp0 (words[i].value, value) == 0)
      return words[i].word;
  return hecha_document_word (field, value);
}

/**
 * hecha_sheet_state:
 * @state: of a sample
 *
 * Returns: (transfer none): the word for it
 */
const char *
hecha_sheet_state (HechaSampleState state)
{
  static const char *const states[] = {
    [HECHA_SAMPLE_TO_DO] = "待核查",     [HECHA_SAMPLE_BEGUN] = "核查中",
    [HECHA_SAMPLE_READY] = "待签字",     [HECHA_SAMPLE_EFFECTIVE] = "已生效",
    [HECHA_SAMPLE_CONTESTED] = "有异议", [HECHA_SAMPLE_CHANGED] = "签字后有改动",
    [HECHA_SAMPLE_DISPUTED] = "有争议",
  };

  return states[state];
}

/**
 * hecha_sheet_name:
 * @data: of a sheet
 * @person: (nullable): id of a person, or a name
 *
 * Returns: (transfer none): the name
 */
const char *
hecha_sheet_name (const HechaSheetData *data, const char *person)
{
  const HechaAssignedPerson *known = person != NULL ? hecha_assigned_find (data->persons, person) : NULL;

  return known != NULL && known->name != NULL ? known->name : person;
}

/**
 * hecha_sheet_dup_time:
 * @text: such as 2026-06-30T08:15:02Z
 *
 * Returns: (transfer full): such as 2026年6月30日16时15分, in China
 */
char *
hecha_sheet_dup_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) china = g_time_zone_new_offset (CHINA_OFFSET_S);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  g_autoptr (GDateTime) there = time != NULL ? g_date_time_to_timezone (time, china) : NULL;

  if (there == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%d年%d月%d日%d时%02d分", g_date_time_get_year (there),
                          g_date_time_get_month (there), g_date_time_get_day_of_month (there),
                          g_date_time_get_hour (there), g_date_time_get_minute (there));
}

/**
 * hecha_sheet_dup_date:
 * @text: such as 2026-06-30
 *
 * Returns: (transfer full): such as 2026年6月30日; @text where it is no date
 */
char *
hecha_sheet_dup_date (const char *text)
{
  int year, month, day;

  if (sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return g_strdup (text);
  return g_strdup_printf ("%d年%d月%d日", year, month, day);
}

/* 2026Q2. */
/**
 * hecha_sheet_dup_quarter:
 * @text: such as 2026Q2
 *
 * Returns: (transfer full): such as 2026年第2季度; @text where it is no quarter
 */
char *
hecha_sheet_dup_quarter (const char *text)
{
  int year, quarter;

  if (sscanf (text, "%4dQ%1d", &year, &quarter) != 2)
    return g_strdup (text);
  return g_strdup_printf ("%d年第%d季度", year, quarter);
}

/**
 * hecha_sheet_dup_place:
 * @record: with latitude and longitude
 *
 * Returns: (transfer full) (nullable): such as "北纬26.5783421°，东经106.7135123°"; %NULL when it has none
 */
char *
hecha_sheet_dup_place (const HechaRecord *record)
{
  gint64 latitude = hecha_record_get_int (record, "latitude", 0);
  gint64 longitude = hecha_record_get_int (record, "longitude", 0);
  g_autofree char *north = hecha_place_dup_degrees (ABS (latitude));
  g_autofree char *east = hecha_place_dup_degrees (ABS (longitude));

  if (hecha_record_get (record, "latitude") == NULL || hecha_record_get (record, "longitude") == NULL)
    return NULL;
  return g_strdup_printf ("%s%s°，%s%s°", latitude < 0 ? "南纬" : "北纬", north,
                          longitude < 0 ? "西经" : "东经", east);
}

/**
 * hecha_sheet_dup_size:
 * @bytes: (nullable): a number
 *
 * Returns: (transfer full): such as "3.2 MB"
 */
char *
hecha_sheet_dup_size (const char *bytes)
{
  static const char *const units[] = {"B", "kB", "MB", "GB"};
  gint64 tenths = bytes != NULL ? g_ascii_strtoll (bytes, NULL, 10) * 10 : 0;
  guint unit = 0;

  for (; tenths >= 10000 && unit + 1 < G_N_ELEMENTS (units); unit++)
    tenths = (tenths + 500) / 1000;
  if (unit == 0 || tenths >= 1000)
    return g_strdup_printf ("%" G_GINT64_FORMAT " %s", tenths / 10, units[unit]);
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%d %s", tenths / 10, (int)(tenths % 10), units[unit]);
}

/* ---- lists and objects ---- */

static gboolean
names_persons (const HechaField *field)
{
  return g_strcmp0 (field->values, "person") == 0 || g_strcmp0 (field->values, "two or more persons") == 0;
}

static char *
dup_list (const HechaSheetData *data, const HechaRecord *record, const HechaField *field)
{
  g_auto (GStrv) values = hecha_record_get_list (record, field->name);
  GString *out = g_string_new (NULL);

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "、" : "",
                            names_persons (field) ? hecha_sheet_name (data, values[i])
                                                  : hecha_sheet_word (field->name, values[i]));
  return g_string_free (out, FALSE);
}

static const char *
text_at (JsonArray *array, guint i)
{
  JsonNode *node = i < json_array_get_length (array) ? json_array_get_element (array, i) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

/* [[question, answer]] and [[what, decimal, unit]]. */
static void
append_lines (GString *out, JsonArray *rows, const char *format)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonArray *row = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (row == NULL)
        continue;
      if (out->len > 0)
        g_string_append_c (out, '\n');
      if (strcmp (format, "questions") == 0)
        g_string_append_printf (out, "问：%s\n答：%s", text_at (row, 0), text_at (row, 1));
      else
        g_string_append_printf (out, "%s：%s %s", text_at (row, 0), text_at (row, 1), text_at (row, 2));
    }
}

static char *
dup_object (const HechaField *field, const char *text)
{
  g_autoptr (JsonNode) node = NULL;
  GString *out;

  if (strcmp (field->name, "questions") != 0 && strcmp (field->name, "measurements") != 0)
    return g_strdup (text);
  node = json_from_string (text, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return g_strdup (text);
  out = g_string_new (NULL);
  append_lines (out, json_node_get_array (node), field->name);
  return g_string_free (out, FALSE);
}

static char *
dup_plain (const HechaSheetData *data, const HechaRecord *record, const HechaField *field, const char *text)
{
  switch (field->kind)
    {
    case HECHA_VALUE_BOOLEAN:
      return g_strdup (strcmp (text, "1") == 0 ? "是" : "否");
    case HECHA_VALUE_DATE:
      return hecha_sheet_dup_date (text);
    case HECHA_VALUE_TIME:
      return hecha_sheet_dup_time (text);
    case HECHA_VALUE_LIST:
      return dup_list (data, record, field);
    case HECHA_VALUE_OBJECT:
      return dup_object (field, text);
    case HECHA_VALUE_CHOICE:
      return g_strdup (hecha_sheet_word (field->name, text));
    default:
      if (names_persons (field))
        return g_strdup (hecha_sheet_name (data, text));
      if (strcmp (field->name, "quarter") == 0)
        return hecha_sheet_dup_quarter (text);
      if (strcmp (field->name, "time_limit") == 0)
        return hecha_sheet_dup_date (text);
      return g_strdup (hecha_sheet_word (field->name, text));
    }
}

/**
 * hecha_sheet_dup_value:
 * @data: of a sheet
 * @record: (nullable): one of its records
 * @field: name of a field
 *
 * Returns: (transfer full) (nullable): what it says, for a person; %NULL for nothing
 */
char *
hecha_sheet_dup_value (const HechaSheetData *data, const HechaRecord *record, const char *field)
{
  const char *text = record != NULL ? hecha_record_get (record, field) : NULL;
  g_autofree char *plain = NULL;
  int i;

  if (text == NULL)
    return NULL;
  i = hecha_type_find_field (record->type, field, strlen (field));
  plain = dup_plain (data, record, &record->type->fields[i], text);
  if (!record->type->once && hecha_record_is_disputed (record, field))
    return g_strconcat (plain, "（有争议）", NULL);
  return g_steal_pointer (&plain);
}
