/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-stratified.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>

#include "base/hecha-error.h"

static HechaFraction
fraction (const char *text)
{
  g_autoptr (GError) error = NULL;
  HechaFraction value;

  hecha_fraction_parse ("number", text, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* As close as a double can say it; @expected has more digits than that. */
static void
assert_close (long double value, const char *expected)
{
  long double wanted = g_ascii_strtod (expected, NULL);

  if (fabsl (value - wanted) > 4e-16L * wanted)
    g_error ("%.18Lg is not %s", value, expected);
}

/* All 15 digits. */
static void
assert_text (long double proportion, const char *expected)
{
  g_autofree char *text = hecha_proportion_dup_text (proportion);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_rate (void)
{
  static const struct
  {
    guint failed, checked;
    const char *fraction, *percent;
  } cases[] = {
    {3, 20, "3/20", "15.00%"},      {2, 20, "2/20", "10.00%"},
    {1, 8, "1/8", "12.50%"},        {37, 412, "37/412", "8.98%"},
    {0, 20, "0/20", "0.00%"},       {20, 20, "20/20", "100.00%"},
    {1, 3, "1/3", "33.33%"},        {2, 3, "2/3", "66.67%"},
    {1, 1600, "1/1600", "0.06%"},   {1, 20000, "1/20000", "0.01%"},
    {1, 20001, "1/20001", "0.00%"}, {18, 373, "18/373", "4.83%"},
    {1, 7, "1/7", "14.29%"},        {0, 0, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = hecha_rate_dup_fraction (cases[i].failed, cases[i].checked);
      g_autofree char *percent = hecha_rate_dup_percent (cases[i].failed, cases[i].checked);

      g_assert_cmpstr (text, ==, cases[i].fraction);
      g_assert_cmpstr (percent, ==, cases[i].percent);
    }
}

static void
test_quantile (void)
{
  static const char *const cases[][2] = {
    {"0.95", "1.95996398454005424"},        {"0.90", "1.64485362695147271"},
    {"0.99", "2.57582930354890076"},        {"0.5", "0.674489750196081743"},
    {"0.999999999", "6.10941020486939714"}, {"0.000000001", "1.25331413731550025e-9"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_close (hecha_normal_quantile (fraction (cases[i][0])), cases[i][1]);
}

static void
test_sample_size (void)
{
  static const struct
  {
    guint population;
    const char *margin, *unrounded;
    guint n;
  } cases[] = {
    {100, "0.05", "79.5092944648596", 80},
    {500, "0.05", "217.487218062587247", 218},
    {1000, "0.05", "277.733453173187697", 278},
    {12000, "0.05", "372.260056429424176", 373},
    {1, "0.05", "1", 1},
    {5, "0.001", NULL, 5},
    {1000000000, "0.999", NULL, 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HechaSampleSize size;

      g_assert_true (hecha_sample_size (cases[i].population, fraction (cases[i].margin), fraction ("0.95"),
                                        fraction ("0.5"), &size, NULL));
      g_assert_cmpuint (size.n, ==, cases[i].n);
      if (cases[i].unrounded != NULL)
        assert_close (size.unrounded, cases[i].unrounded);
    }
}

static void
test_discovery (void)
{
  static const struct
  {
    guint population, bad;
    const char *confidence;
    guint n;
  } cases[] = {
    {100, 5, "0.95", 45},
    {12000, 120, "0.95", 295},
    {1, 1, "0.95", 1},
    {100, 100, "0.95", 1},
    {20, 3, "0.5", 4},
    /* exactly at the limit: 5/100, 1/1000, 114/1140, 1/4950 > 1/1000000 */
    {100, 1, "0.95", 95},
    {1000, 1, "0.999", 999},
    {1140, 1, "0.9", 1026},
    {100, 2, "0.999999", 99},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n;

      g_assert_true (
        hecha_discovery_size (cases[i].population, cases[i].bad, fraction (cases[i].confidence), &n, NULL));
      g_assert_cmpuint (n, ==, cases[i].n);
    }
}

/* Here one unit more or less is a billionth, less than rounded arithmetic can tell apart. */
static void
test_discovery_in_a_billion (void)
{
  for (guint n = 1; n <= 50; n++)
    {
      g_autofree char *confidence = g_strdup_printf ("0.%09u", n);
      guint size;

      g_assert_true (hecha_discovery_size (1000000000, 1, fraction (confidence), &size, NULL));
      g_assert_cmpuint (size, ==, n);
    }
}

typedef struct
{
  guint failed, checked, population;
  const char *confidence;
  guint bad[2];
  const char *clopper_pearson[2];
  const char *wilson[2];
} IntervalCase;

/* The limits of bad units with rational numbers by definition, the others with 50 digits, both in Python. */
static const IntervalCase interval_cases[] = {
  {0, 20, 100, "0.95", {0, 15}, {"0.0", "0.168433470983085"}, {"0.0", "0.161125158052819"}},
  {1,
   8,
   21,
   "0.95",
   {1, 9},
   {"0.00315972353125191", "0.526509670875207"},
   {"0.0224174914500567", "0.470888182212854"}},
  {2,
   8,
   21,
   "0.95",
   {2, 12},
   {"0.0318540262499442", "0.650855794412824"},
   {"0.0714792127521090", "0.590724569689831"}},
  {3,
   20,
   24,
   "0.95",
   {3, 6},
   {"0.0320709371854637", "0.378926826545314"},
   {"0.0523687458962166", "0.360418864740757"}},
  {20,
   20,
   100,
   "0.95",
   {85, 100},
   {"0.831566529016915", "1.00000000000000"},
   {"0.838874841947181", "1.00000000000000"}},
  {1,
   1,
   1,
   "0.95",
   {1, 1},
   {"0.0250000000000000", "1.00000000000000"},
   {"0.206549314377237", "1.00000000000000"}},
  {5,
   80,
   400,
   "0.99",
   {8, 62},
   {"0.0137271844265745", "0.166991657483084"},
   {"0.0211057329094784", "0.170905768848638"}},
  {18,
   373,
   12000,
   "0.95",
   {350, 897},
   {"0.0288476840125488", "0.0751970861311299"},
   {"0.0307401017032724", "0.0749846212223205"}},
  /* one bad unit of 40 escapes 39 draws with 1/40, which is half of 0.05: excluded, exactly at the limit */
  {0, 39, 40, "0.95", {0, 0}, {"0.0", "0.0902511009603343"}, {"0.0", "0.0896668537075714"}},
  {1,
   39,
   40,
   "0.95",
   {1, 2},
   {"0.000648963895481945", "0.134763921559498"},
   {"0.00454070310099010", "0.131809901698501"}},
  {150,
   300,
   600,
   "0.9",
   {279, 321},
   {"0.451008754708794", "0.548991245291206"},
   {"0.452729839816412", "0.547270160183588"}},
};

static void
test_intervals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (interval_cases); i++)
    {
      const IntervalCase *expected = &interval_cases[i];
      HechaInterval interval;

      g_assert_true (hecha_interval_compute (expected->failed, expected->checked, expected->population,
                                             fraction (expected->confidence), &interval, NULL));
      g_assert_true (interval.has_value);
      for (guint side = 0; side < 2; side++)
        {
          g_assert_cmpuint (interval.bad[side], ==, expected->bad[side]);
          assert_text (interval.clopper_pearson[side], expected->clopper_pearson[side]);
          assert_text (interval.wilson[side], expected->wilson[side]);
        }
    }
}

static void
test_published_vectors (void)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "data", "vectors", "statistics-examples.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  HechaInterval interval;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  object = json_array_get_object_element (json_object_get_array_member (object, "intervals"), 0);

  g_assert_true (hecha_interval_compute (0, 20, 100, fraction ("0.95"), &interval, NULL));
  assert_text (interval.clopper_pearson[1],
               json_array_get_string_element (json_object_get_array_member (object, "clopper_pearson"), 1));
  assert_text (interval.wilson[1],
               json_array_get_string_element (json_object_get_array_member (object, "wilson"), 1));
  assert_text (hecha_binomial_upper (0, 20, 0.05L),
               json_object_get_string_member (object, "one_sided_upper"));
}

/* A lower limit far below 1 / n keeps its digits. */
static void
test_small_limits (void)
{
  assert_text (hecha_binomial_lower (1, 100000, 0.025L), "0.000000253178047793331");
  assert_text (hecha_binomial_upper (1, 100000, 0.025L), "0.0000557151603477428");
  assert_text (hecha_binomial_lower (7, 373, 0.025L), "0.00757768035838522");
  assert_text (hecha_binomial_upper (7, 373, 0.025L), "0.0382828593803757");
}

static guint64
choose (guint n, guint k)
{
  guint64 ways = 1;

  if (k > n)
    return 0;
  for (guint i = 0; i < k; i++)
    ways = ways * (n - i) / (i + 1);
  return ways;
}

/* Neither tail of @failed among @checked may be 1/40 or less when @bad of @population are bad. */
static gboolean
is_possible (guint failed, guint checked, guint population, guint bad)
{
  guint64 at_most = 0, at_least = 0, all = choose (population, checked);

  for (guint i = 0; i <= checked; i++)
    {
      guint64 ways = choose (bad, i) * choose (population - bad, checked - i);

      at_most += i <= failed ? ways : 0;
      at_least += i >= failed ? ways : 0;
    }
  return 40 * at_most > all && 40 * at_least > all;
}

static void
check_by_definition (guint failed, guint checked, guint population)
{
  guint least = G_MAXUINT, greatest = 0;
  HechaInterval interval;

  for (guint bad = 0; bad <= population; bad++)
    if (is_possible (failed, checked, population, bad))
      {
        least = MIN (least, bad);
        greatest = bad;
      }

  g_assert_true (hecha_interval_compute (failed, checked, population, fraction ("0.95"), &interval, NULL));
  g_assert_cmpuint (interval.bad[0], ==, least);
  g_assert_cmpuint (interval.bad[1], ==, greatest);
}

static void
test_limits_by_definition (void)
{
  for (guint population = 1; population <= 16; population++)
    for (guint checked = 1; checked <= population; checked++)
      for (guint failed = 0; failed <= checked; failed++)
        check_by_definition (failed, checked, population);
}

static void
test_nothing_checked (void)
{
  HechaInterval interval;

  g_assert_true (hecha_interval_compute (0, 0, 100, fraction ("0.95"), &interval, NULL));
  g_assert_false (interval.has_value);
}

static void
test_impossible_numbers (void)
{
  static const guint numbers[][3] = {{3, 2, 10}, {1, 11, 10}, {1, 1, 0}};
  HechaInterval interval;
  HechaSampleSize size;
  guint n;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hecha_interval_compute (numbers[i][0], numbers[i][1], numbers[i][2], fraction ("0.95"),
                                              &interval, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
      g_assert_false (interval.has_value);
    }
  g_assert_false (hecha_discovery_size (100, 0, fraction ("0.95"), &n, NULL));
  g_assert_false (hecha_discovery_size (100, 101, fraction ("0.95"), &n, NULL));
  g_assert_false (hecha_sample_size (0, fraction ("0.05"), fraction ("0.95"), fraction ("0.5"), &size, NULL));
}

static void
test_fractions (void)
{
  static const char *const bad[] = {"",      "1",    "0",    "0.",           "0.0", "1.5",  ".95",  "95%",
                                    "0.95 ", "0,95", "-0.5", "0.1234567891", "nan", "1e-3", "0.9五"};
  HechaFraction value = fraction ("0.95");

  g_assert_cmpuint (value.numerator, ==, 95);
  g_assert_cmpuint (value.denominator, ==, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hecha_fraction_parse ("confidence", bad[i], &value, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
    }
}

static void
test_proportion_text (void)
{
  static const struct
  {
    long double value;
    const char *text;
  } cases[] = {
    {0, "0.0"},
    {1, "1.00000000000000"},
    {0.15L, "0.150000000000000"},
    {2.0L / 3, "0.666666666666667"},
    {0.0025317804779333140L, "0.00253178047793331"},
    {0.99999999999999999L, "1.00000000000000"},
  };

  /* A locale with a decimal comma, where the computer has it: the text must not follow it. */
  setlocale (LC_NUMERIC, "de_DE.UTF-8");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = hecha_proportion_dup_text (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  setlocale (LC_NUMERIC, "C");
}

/* Weights 0.5, 0.3, 0.2 and rates 1/5, 1/6, 1/4: 0.2 in all; the variance is a sum of three fractions. */
static void
test_stratified (void)
{
  static const HechaStratum strata[] = {{50, 10, 2}, {30, 6, 1}, {20, 4, 1}};
  HechaStratified result;

  hecha_stratified_compute (strata, G_N_ELEMENTS (strata), fraction ("0.95"), &result);
  g_assert_true (result.has_value && result.is_usable);
  assert_text (result.rate, "0.200000000000000");
  assert_close (result.error * result.error, "0.00755555555555555556");
  assert_text (result.limits[0], "0.0296346410383455");
  assert_text (result.limits[1], "0.370365358961655");
}

/* A class without a failure, or with one unit checked, makes the limits too narrow: here they have no width at all. */
static void
test_stratified_misleads (void)
{
  static const HechaStratum none[] = {{10, 5, 0}, {11, 3, 0}}, one[] = {{10, 1, 1}, {11, 4, 1}};
  static const HechaStratum missing[] = {{10, 2, 1}, {11, 0, 0}}, all[] = {{3, 3, 1}, {2, 2, 1}};
  HechaStratified result;

  hecha_stratified_compute (none, 2, fraction ("0.95"), &result);
  g_assert_true (result.has_value && !result.is_usable);
  g_assert_true (result.limits[0] == result.limits[1]);
  hecha_stratified_compute (one, 2, fraction ("0.95"), &result);
  g_assert_true (result.has_value && !result.is_usable);
  hecha_stratified_compute (missing, 2, fraction ("0.95"), &result);
  g_assert_false (result.has_value);
  hecha_stratified_compute (NULL, 0, fraction ("0.95"), &result);
  g_assert_false (result.has_value);
  hecha_stratified_compute (all, 2, fraction ("0.95"), &result);
  g_assert_true (result.is_usable && result.error == 0); /* nothing is left to chance */
  assert_text (result.rate, "0.400000000000000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/rate-is-exact-and-shown-half-up", test_rate);
  g_test_add_func ("/statistics/quantile-has-all-digits", test_quantile);
  g_test_add_func ("/statistics/sample-size-is-rounded-up", test_sample_size);
  g_test_add_func ("/statistics/discovery-decides-exactly-at-the-limit", test_discovery);
  g_test_add_func ("/statistics/discovery-is-exact-in-a-billion", test_discovery_in_a_billion);
  g_test_add_func ("/statistics/intervals-equal-other-computations", test_intervals);
  g_test_add_func ("/statistics/intervals-equal-the-published-vectors", test_published_vectors);
  g_test_add_func ("/statistics/small-limits-keep-their-digits", test_small_limits);
  g_test_add_func ("/statistics/limits-equal-their-definition-up-to-16-units", test_limits_by_definition);
  g_test_add_func ("/statistics/nothing-checked-gives-no-value", test_nothing_checked);
  g_test_add_func ("/statistics/impossible-numbers-are-refused", test_impossible_numbers);
  g_test_add_func ("/statistics/fraction-is-decimal-text-between-0-and-1", test_fractions);
  g_test_add_func ("/statistics/proportion-has-15-digits-and-a-point", test_proportion_text);
  g_test_add_func ("/statistics/stratified-estimate", test_stratified);
  g_test_add_func ("/statistics/stratified-limits-that-mislead", test_stratified_misleads);
  return g_test_run ();
}
