/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "base/hecha-locale.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-label.h"
#include "domain/hecha-rule.h"

/* This program runs as a Chinese reader's: main() sets the language before anything is said. */

static void
test_rule_refuses_in_the_readers_language (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hecha_rule_refuse (&error, "%s was replaced already (P3 4.4)", "A01-2026-T02-Q2"));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "A01-2026-T02-Q2 已经替换过（第3部分 4.4）");
}

static void
test_neutral_thread_speaks_english (void)
{
  g_autoptr (GError) inside = NULL, after = NULL;

  {
    G_GNUC_UNUSED g_auto (HechaNeutral) neutral = hecha_neutral_begin ();

    hecha_rule_refuse (&inside, "A ruling has a reason (P3 4.3 a)");
    g_assert_cmpstr (hecha_label ("verdict", "met"), ==, "met");
  }
  hecha_rule_refuse (&after, "A ruling has a reason (P3 4.3 a)");
  g_assert_cmpstr (inside->message, ==, "A ruling has a reason (P3 4.3 a)");
  g_assert_cmpstr (after->message, ==, "裁定要写明理由（第3部分 4.3 a）");
  g_assert_cmpstr (hecha_label ("verdict", "met"), ==, "完成");
  g_assert_cmpstr (hecha_label ("record", "finding"), ==, "核查记录");
}

static void
test_reason_of_a_hold_is_translated_when_shown (void)
{
  g_autofree char *whole = hecha_guard_dup_reason ("A conflict is settled by the office");
  g_autofree char *filled = hecha_guard_dup_reason ("finding.verdict cannot have this value: P3 4.3");
  g_autofree char *unknown = hecha_guard_dup_reason ("A reason of a newer server");

  g_assert_cmpstr (whole, ==, "冲突由目标办裁定");
  g_assert_cmpstr (filled, ==, "finding.verdict 不能取这个值：P3 4.3");
  g_assert_cmpstr (unknown, ==, "A reason of a newer server");
}

static void
test_values_keep_their_place_whatever_stands_in_them (void)
{
  static const char *const formats[] = {"%s lacks %s", NULL};
  g_autofree char *odd = hecha_locale_dup_sentence ("a%s%n lacks b lacks c", formats);
  g_autofree char *none = hecha_locale_dup_sentence ("", formats);

  g_assert_cmpstr (odd, ==, "a%s%n 缺少 b lacks c");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_autofree char *dir = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "po", NULL);

  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  g_setenv ("HECHA_LOCALE_DIR", dir, TRUE);
  hecha_locale_bind ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/rule-refuses-in-the-readers-language",
                   test_rule_refuses_in_the_readers_language);
  g_test_add_func ("/language/neutral-thread-speaks-english", test_neutral_thread_speaks_english);
  g_test_add_func ("/language/reason-of-a-hold-is-translated-when-shown",
                   test_reason_of_a_hold_is_translated_when_shown);
  g_test_add_func ("/language/values-keep-their-place-whatever-stands-in-them",
                   test_values_keep_their_place_whatever_stands_in_them);
  return g_test_run ();
}
