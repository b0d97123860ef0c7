/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-pinyin.h"

#include <locale.h>
#include <string.h>

static void
test_search (void)
{
  static const struct
  {
    const char *text, *typed;
  } cases[] = {
    {"白露水库除险加固", "blskcxjg"},
    {"白露水库除险加固", "shuiku"},
    {"青岚省水务与河湖厅", "qlsswyhht"},
    {"长江大桥", "cjdq"},
    {"长江大桥", "zjdq"},
    {"重庆路", "chongqinglu"},
    {"厦门路A3 段", "xmla3d"},
    {"𠮷林", "𠮷lin"}, /* ICU has no reading for it: it stays */
    {"Dam No. 7", "damno.7"},
  };
  g_autoptr (HechaPinyin) pinyin = hecha_pinyin_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) keys = g_string_new (NULL);

      hecha_pinyin_append_search_keys (pinyin, keys, cases[i].text);
      if (strstr (keys->str, cases[i].typed) == NULL)
        g_test_message ("%s is not in %s", cases[i].typed, keys->str);
      g_assert_nonnull (strstr (keys->str, cases[i].typed));
    }
}

static void
test_order (void)
{
  static const char *const names[] = {"安平县", "白露县", "北坪县", "鹤鸣县", "松坪县", "望溪市"};
  g_autoptr (HechaPinyin) pinyin = hecha_pinyin_new ();

  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *before = hecha_pinyin_dup_sort_key (pinyin, names[i - 1]);
      g_autofree char *after = hecha_pinyin_dup_sort_key (pinyin, names[i]);

      g_assert_cmpstr (before, <, after);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pinyin/finds-by-initials-and-readings", test_search);
  g_test_add_func ("/pinyin/sorts-as-a-chinese-list", test_order);
  return g_test_run ();
}
