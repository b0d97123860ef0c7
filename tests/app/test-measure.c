/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-measure.h"

static void
test_numbers_with_units (void)
{
  g_autoptr (GPtrArray) list
    = hecha_measure_list ("累计完成投资不少于3,600.5万元，坝体灌浆完成50%，铺设管道12 公里");
  static const char *const wanted[][2] = {{"3600.5", "万元"}, {"50", "%"}, {"12", "公里"}};

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < list->len; i++)
    {
      const HechaMeasure *measure = g_ptr_array_index (list, i);

      g_assert_cmpstr (measure->value, ==, wanted[i][0]);
      g_assert_cmpstr (measure->unit, ==, wanted[i][1]);
    }
}

static void
test_other_numbers (void)
{
  static const char *const texts[]
    = {"2026年6月30日前完成", "按青水发〔2026〕12号执行", "第3项、第2条已落实", "", "完成两轮征求意见"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) list = hecha_measure_list (texts[i]);

      g_assert_cmpuint (list->len, ==, 0);
    }
}

static void
test_share (void)
{
  HechaMeasure asked = {(char *)"4000", (char *)"万元"}, percent = {(char *)"90", (char *)"%"};
  g_autofree char *share = hecha_measure_dup_share (&asked, "3412", "万元");
  g_autofree char *wide = hecha_measure_dup_share (&percent, "45", "％");

  g_assert_cmpstr (share, ==, "85.3%");
  g_assert_cmpstr (wide, ==, "50.0%");
  g_assert_null (hecha_measure_dup_share (&asked, "3412", "元"));
  g_assert_null (hecha_measure_dup_share (&asked, "三千", "万元"));
  g_assert_null (hecha_measure_dup_share (&asked, "", "万元"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/finds-numbers-with-units", test_numbers_with_units);
  g_test_add_func ("/measure/leaves-dates-and-document-numbers", test_other_numbers);
  g_test_add_func ("/measure/compares-only-the-same-unit", test_share);
  return g_test_run ();
}
