/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-document-word.h"

#include <string.h>

/* The glossary's words for values, by the name of the field. Not in the catalogues of translations: a document is the
 * same on every desktop, to the byte. */
static const struct
{
  const char *vocabulary;
  const char *value;
  const char *word;
} words[] = {
  {"selection", "random", "随机抽选"},
  {"selection", "census", "全面核查"},
  {"selection", "judgement", "重点核查"},
  {"plan_kind", "self_check", "部门自查"},
  {"plan_kind", "quarterly", "季度核查"},
  {"plan_kind", "midterm", "中期核查"},
  {"plan_kind", "year_end", "年终复核"},
  {"plan_kind", "cloud", "云端监查"},
  {"plan_kind", "timely", "适时监控"},
  {"plan_kind", "unannounced", "暗访"},
  {"operator", "office", "目标办"},
  {"operator", "joint", "联合"},
  {"operator", "third_party", "第三方机构"},
  {"operator", "agency", "部门"},
  {"declared_status", "met", "完成"},
  {"declared_status", "partly", "基本完成"},
  {"declared_status", "not_met", "未完成"},
  {"declared_status", "none", "未申报"},
  {"verdict", "met", "完成"},
  {"verdict", "partly", "基本完成"},
  {"verdict", "not_met", "未完成"},
  {"verdict", "unverifiable", "无法核实"},
  {"sample", "verified", "已核验"},
  {"sample", "unverifiable", "无法核实"},
  {"sample", "pending", "待签字生效"},
  {"sample", "not_assigned", "未分派"},
  {"sample", "double", "重复核查待认定"},
  {"sample", "disputed", "有争议"},
  {"sample", "broken", "签字不符"},
  {"sample", "not_inspectable", "无法核查"},
  {"sample", "replaced", "已替换"},
  {"origin", "finding", "核查认定"},
  {"origin", "online_review", "在线评审"},
  {"origin", "unannounced", "暗访"},
  {"origin", "cloud", "云端监查"},
  {"origin", "key_point", "重点项点"},
  {"appeal", "filed", "待受理"},
  {"appeal", "accepted", "待复核"},
  {"appeal", "re_review", "待裁定"},
  {"appeal", "ruled", "已裁定"},
  {"appeal", "out_of_time", "逾期申诉"},
  {"appeal", "disputed", "有争议"},
  {"ruling", "upheld", "维持"},
  {"ruling", "amended", "变更"},
  {"ruling", "overturned", "撤销"},
  {"negative", "provisional", "待认定"},
  {"negative", "confirmed", "已认定"},
  {"negative", "notified", "已通知"},
  {"negative", "rectifying", "整改中"},
  {"negative", "overdue", "逾期"},
  {"negative", "completed", "已完成"},
  {"negative", "completed_late", "逾期完成"},
  {"negative", "feedback_given", "待核验"},
  {"negative", "made_up", "已补欠"},
  {"negative", "withdrawn", "已撤销"},
  {"progress", "under_way", "整改中"},
  {"progress", "overdue", "逾期"},
  {"progress", "made_up", "已补欠"},
  {"party", "own", "目标办"},
  {"party", "third_party", "第三方机构"},
  {"party", "joint", "联合"},
  {"party", "agency", "部门"},
  {"limits", "simple", "按简单随机抽样"},
  {"limits", "stratified", "按分层估计"},
};

/**
 * hecha_document_word:
 * @vocabulary: name of a field, or of another list of values
 * @value: (nullable): of it
 *
 * Returns: (transfer none): the glossary's Chinese word, for documents; the value where there is none
 */
const char *
hecha_document_word (const char *vocabulary, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].vocabulary, vocabulary) == 0 && g_strcmp0 (words[i].value, value) == 0)
      return words[i].word;
  return value;
}
