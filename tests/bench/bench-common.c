/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-common.h"

#include "store/hecha-exchange.h"

#include <stdlib.h>

#define TXN_ENTRIES 20000

/* ---- words ---- */

/* Common words of reports; a text of them compresses about as prose does. */
static const char *const words[]
  = {"现场", "核查", "项目", "完成", "资金", "台账", "进度", "施工", "单位", "验收", "资料", "图纸", "河道",
     "清淤", "学校", "医院", "道路", "管网", "改造", "居民", "走访", "记录", "照片", "签字", "监理", "日志",
     "材料", "合同", "拨付", "比例", "达到", "不足", "未见", "已经", "正在", "整改", "要求", "说明", "负责",
     "人员", "办公", "会议", "纪要", "抽查", "农户", "安置", "设备", "安装", "调试", "运行", "正常", "水质",
     "监测", "数据", "一致", "不符", "差异", "原因", "天气", "工期", "延误", "计划", "目标", "季度"};

guint
bench_random_below (BenchRandom *self, guint n)
{
  self->state = self->state * G_GUINT64_CONSTANT (6364136223846793005) + 1442695040888963407u;
  return (guint)((self->state >> 33) % n);
}

/* 40 to 120 Chinese characters, with a number now and then. */
char *
bench_observe (BenchRandom *random)
{
  GString *text = g_string_new (NULL);
  guint length = 40 + bench_random_below (random, 81);

  for (guint n = 0; n < length; n += 2)
    {
      g_string_append (text, words[bench_random_below (random, G_N_ELEMENTS (words))]);
      if (bench_random_below (random, 8) == 0)
        g_string_append_printf (text, "%u，", bench_random_below (random, 1000));
    }
  return g_string_free (text, FALSE);
}

/* ---- the command line ---- */

void
bench_fail (const char *what, const GError *error)
{
  g_printerr ("%s: %s: %s\n", g_get_prgname (), what, error != NULL ? error->message : "failed");
  exit (1);
}

void
bench_need (gboolean ok, const char *what, GError **error)
{
  if (!ok)
    bench_fail (what, error != NULL ? *error : NULL);
}

guint
bench_read_count (const char *text)
{
  guint64 count = 0;

  bench_need (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &count, NULL), text, NULL);
  return (guint)count;
}

/* ---- stores ---- */

HechaStore *
bench_open (const char *dir)
{
  g_autoptr (GError) error = NULL;
  HechaStore *store = hecha_store_open (dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);

  bench_need (store != NULL, dir, &error);
  return store;
}

HechaStore *
bench_open_as (const char *dir, const char *role, const char *home)
{
  HechaStore *store = bench_open (dir);

  bench_need (hecha_store_set_meta (store, "role", role, NULL)
                && hecha_store_set_meta (store, "home", home, NULL),
              dir, NULL);
  return store;
}

/* Runs @each for 0 … n - 1 in large transactions. */
void
bench_repeat (HechaStore *store, guint n, BenchEach each, gpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n;)
    {
      g_auto (HechaTxn) txn = hecha_store_begin (store, &error);
      guint end = MIN (n, i + TXN_ENTRIES);

      for (; txn.db != NULL && error == NULL && i < end; i++)
        each (store, i, data, &error);
      bench_need (error == NULL && hecha_store_commit (store, &txn, &error), "filling", &error);
    }
}

/* ---- from one to another ---- */

/* What @from has and @to lacks, as it would come over the network. */
GString *
bench_pack (HechaStore *from, HechaStore *to)
{
  g_autoptr (GArray) have = hecha_store_tips (to, NULL, NULL);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (HechaPiece));
  g_autoptr (GHashTable) without = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  GString *lines = g_string_new (NULL);
  gboolean more = FALSE;

  bench_need (hecha_store_missing (from, NULL, have, pieces, without, &error)
                && hecha_store_append_pieces (from, pieces, without, lines, &more, &error) && !more,
              "packing", &error);
  return lines;
}

void
bench_take (HechaStore *store, const GString *lines)
{
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = hecha_store_begin (store, &error);
  g_autoptr (HechaIngested) ingested
    = hecha_store_ingest (store, "bench", NULL, lines->str, lines->len, &error);

  bench_need (ingested != NULL && ingested->refused->len == 0 && hecha_store_commit (store, &txn, &error),
              "taking in", &error);
}

void
bench_come (HechaStore *from, HechaStore *to)
{
  g_autoptr (GString) lines = bench_pack (from, to);

  bench_take (to, lines);
}
