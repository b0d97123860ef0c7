/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-sampling.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "domain/hecha-inspectors.h"

/* (transfer full): the cases of tests/data/vectors/sampling-examples.json, made with the reference implementation */
static JsonNode *
load_vectors (void)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "data", "vectors", "sampling-examples.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static JsonObject *
find_case (JsonNode *vectors, const char *name)
{
  JsonArray *cases = json_object_get_array_member (json_node_get_object (vectors), "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);

      if (g_str_equal (json_object_get_string_member (object, "name"), name))
        return object;
    }
  g_assert_not_reached ();
}

/* The units are given last first: the order they come in must not matter. */
static HechaFrame *
build_frame (JsonObject *object)
{
  HechaFrame *frame = hecha_frame_new ();
  JsonArray *units = json_object_get_array_member (object, "frame");
  g_autoptr (GError) error = NULL;

  for (guint i = json_array_get_length (units); i > 0; i--)
    {
      JsonObject *unit = json_array_get_object_element (units, i - 1);

      hecha_frame_add (frame, json_object_get_string_member (unit, "id"),
                       json_object_get_string_member (unit, "stratum"), &error);
      g_assert_no_error (error);
    }
  hecha_frame_close (frame, &error);
  g_assert_no_error (error);
  return frame;
}

static void
assert_rows (GPtrArray *rows, guint first, JsonArray *expected)
{
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      const HechaDrawRow *row = g_ptr_array_index (rows, first + i);
      JsonNode *node = json_array_get_element (expected, i);
      g_autofree char *ticket = hecha_ticket_dup_short (row->ticket);
      JsonObject *unit;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_assert_cmpstr (row->id, ==, json_node_get_string (node));
          continue;
        }
      unit = json_node_get_object (node);
      g_assert_cmpstr (row->id, ==, json_object_get_string_member (unit, "id"));
      g_assert_cmpint (row->rank, ==, json_object_get_int_member (unit, "rank"));
      g_assert_cmpstr (ticket, ==, json_object_get_string_member (unit, "ticket18"));
    }
}

static HechaDraw *
draw_case (JsonObject *object, gboolean by_stratum)
{
  g_autoptr (HechaFrame) frame = build_frame (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = hecha_frame_dup_hash (frame, HECHA_SAMPLING_SHA256, &error);
  HechaDraw *draw;

  g_assert_cmpstr (hash, ==, json_object_get_string_member (object, "frame_sha256"));
  if (!json_object_has_member (object, "seed_is_raw"))
    {
      g_autofree char *seed
        = hecha_sampling_dup_seed (json_object_get_string_member (object, "plan"), hash,
                                   json_object_get_string_member (object, "public_random"), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (seed, ==, json_object_get_string_member (object, "seed"));
    }

  draw = hecha_draw_new (frame, HECHA_SAMPLING_SHA256, json_object_get_string_member (object, "seed"),
                         (guint)json_object_get_int_member (object, "sample_size"), by_stratum, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draw->order_hash, ==, json_object_get_string_member (object, "full_order_sha256"));
  return draw;
}

static void
test_simple_draw (gconstpointer name)
{
  g_autoptr (JsonNode) vectors = load_vectors ();
  JsonObject *object = find_case (vectors, name);
  g_autoptr (HechaDraw) draw = draw_case (object, FALSE);
  g_autoptr (GPtrArray) sample = hecha_draw_dup_sample (draw);
  g_autoptr (GPtrArray) reserve = hecha_draw_dup_reserve (draw);
  const HechaDrawRow *first = g_ptr_array_index (sample, 0);

  g_assert_cmpint (sample->len, ==, json_object_get_int_member (object, "sample_size"));
  g_assert_cmpuint (sample->len + reserve->len, ==, draw->frame->units->len);
  assert_rows (sample, 0, json_object_get_array_member (object, "draw"));
  assert_rows (reserve, 0, json_object_get_array_member (object, "reserve"));
  g_assert_cmpstr (first->ticket, ==, json_object_get_string_member (object, "first_ticket_full"));
}

static void
test_draw_by_stratum (void)
{
  g_autoptr (JsonNode) vectors = load_vectors ();
  JsonObject *object = find_case (vectors, "pop7-strata-n6");
  JsonArray *strata = json_object_get_array_member (object, "strata");
  g_autoptr (HechaDraw) draw = draw_case (object, TRUE);
  g_autoptr (GPtrArray) sample = hecha_draw_dup_sample (draw);
  g_autoptr (GPtrArray) reserve = hecha_draw_dup_reserve (draw);
  guint n_sample = 0, n_reserve = 0;

  g_assert_cmpuint (draw->strata->len, ==, json_array_get_length (strata));
  for (guint i = 0; i < draw->strata->len; i++)
    {
      JsonObject *expected = json_array_get_object_element (strata, i);
      JsonArray *reserve_ids = json_object_get_array_member (expected, "reserve");
      const HechaDrawStratum *stratum = &g_array_index (draw->strata, HechaDrawStratum, i);

      g_assert_cmpstr (stratum->stratum, ==, json_object_get_string_member (expected, "stratum"));
      g_assert_cmpint (stratum->n_units, ==, json_object_get_int_member (expected, "N"));
      g_assert_cmpint (stratum->n_sample, ==, json_object_get_int_member (expected, "n"));
      assert_rows (sample, n_sample, json_object_get_array_member (expected, "draw"));
      assert_rows (reserve, n_reserve, reserve_ids);
      n_sample += stratum->n_sample;
      n_reserve += json_array_get_length (reserve_ids);
    }
  g_assert_cmpuint (n_sample, ==, sample->len);
  g_assert_cmpuint (n_reserve, ==, reserve->len);
}

static HechaFrame *
build_large_frame (guint n_agencies)
{
  HechaFrame *frame = hecha_frame_new ();

  for (guint agency = 1; agency <= n_agencies; agency++)
    for (guint unit = 0; unit < 400; unit++)
      {
        g_autofree char *id = g_strdup_printf ("A%02u-2026-T%03u-Q%u", agency, unit / 4 + 1, unit % 4 + 1);
        g_autofree char *stratum = g_strdup_printf ("A%02u", agency);

        g_assert_true (hecha_frame_add (frame, id, stratum, NULL));
      }
  g_assert_true (hecha_frame_close (frame, NULL));
  return frame;
}

typedef struct
{
  HechaSamplingAlgorithm algorithm;
  const char *frame_hash;
  const char *order_hash;
  const char *first_ticket;
  const char *inspectors; /* eleven of them, P01 to P11, in the order of their tickets */
} LargeCase;

/* Computed by a second implementation, with the hashes and the big numbers of Python. */
static const LargeCase large_cases[] = {
  {HECHA_SAMPLING_SHA256, "01b02627f912e0618782cb6e8e4e674c02e2184fc411cdde59512d0f10a649f9",
   "07cca6a1af4e9a68fd27ac909f1611fc2b62c9f8ecd99ca02e156d20f1271066",
   "0.00000461177634371618030947706710695378371821208955617728119290313541759804906",
   "P06 P03 P11 P02 P01 P04 P05 P07 P10"},
  {HECHA_SAMPLING_SM3, "0d80b1942d405a81ddc91517537ea12e3dc82dfefd1f6625c5ccd132034376a0",
   "890e341229296c042b81b7a5364dc8fb66a93001404d3b5e9567217ba567c843",
   "0.00008809407562427643464819644320434013971440449279278613971008471117812575153",
   "P04 P08 P06 P01 P07 P05 P02 P10 P11"},
};

static char *
dup_large_seed (const LargeCase *expected, HechaFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = hecha_frame_dup_hash (frame, expected->algorithm, &error);
  char *seed = hecha_sampling_dup_seed ("HC2026Q2-DEMO", hash, "00000000000000000007", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, expected->frame_hash);
  return seed;
}

static void
test_large_frame (gconstpointer data)
{
  const LargeCase *expected = data;
  g_autoptr (HechaFrame) frame = build_large_frame (30);
  g_autofree char *seed = dup_large_seed (expected, frame);
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaDraw) draw = hecha_draw_new (frame, expected->algorithm, seed, 373, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (draw->rows->len, ==, 12000);
  g_assert_cmpstr (draw->order_hash, ==, expected->order_hash);
  g_assert_cmpstr (g_array_index (draw->rows, HechaDrawRow, 0).ticket, ==, expected->first_ticket);
}

/* A sample of 400 begins with the sample of 373: nobody can start over to get rid of a unit. */
static void
test_larger_sample_extends (void)
{
  g_autoptr (HechaFrame) frame = build_large_frame (30);
  g_autoptr (HechaDraw) small = hecha_draw_new (frame, HECHA_SAMPLING_SHA256, "seed", 373, FALSE, NULL);
  g_autoptr (HechaDraw) large = hecha_draw_new (frame, HECHA_SAMPLING_SHA256, "seed", 400, FALSE, NULL);
  g_autoptr (GPtrArray) before = hecha_draw_dup_sample (small);
  g_autoptr (GPtrArray) after = hecha_draw_dup_sample (large);

  g_assert_cmpuint (after->len, ==, 400);
  for (guint i = 0; i < before->len; i++)
    g_assert_cmpstr (((HechaDrawRow *)g_ptr_array_index (before, i))->id, ==,
                     ((HechaDrawRow *)g_ptr_array_index (after, i))->id);
  for (guint rank = 373; rank < 400; rank++)
    g_assert_cmpstr (hecha_draw_get_next (small, NULL, rank)->id, ==,
                     ((HechaDrawRow *)g_ptr_array_index (after, rank))->id);
}

static void
test_replacement (void)
{
  g_autoptr (JsonNode) vectors = load_vectors ();
  JsonObject *simple = find_case (vectors, "pop7-n3"), *strata = find_case (vectors, "pop7-strata-n6");
  g_autoptr (HechaDraw) seven = draw_case (simple, FALSE);
  g_autoptr (HechaDraw) six = draw_case (strata, TRUE);
  const HechaDrawRow *row = hecha_draw_get_next (six, "项目建设类", 2);

  g_assert_cmpstr (hecha_draw_get_next (seven, "ALL", 3)->id, ==, "T02");
  g_assert_cmpstr (hecha_draw_get_next (seven, NULL, 4)->id, ==, "T03");
  g_assert_null (hecha_draw_get_next (seven, NULL, 7));

  g_assert_cmpstr (row->id, ==, "水利厅-2026-T03-Q2");
  g_assert_cmpuint (row->rank, ==, 3);
  g_assert_null (hecha_draw_get_next (six, "项目建设类", 3));
  g_assert_null (hecha_draw_get_next (six, "培训类", 1));
  g_assert_null (hecha_draw_get_next (six, "没有的类", 0));
}

static void
test_ticket_form (void)
{
  guint8 hash[HECHA_HASH_BYTES] = {0};
  char ticket[HECHA_TICKET_BYTES];
  g_autofree char *zeros = g_strnfill (64, '0');
  g_autofree char *zero = g_strconcat ("0.", zeros, NULL);
  g_autofree char *one = g_strconcat ("0.1", zeros + 1, NULL);
  g_autofree char *nines = hecha_ticket_dup_short ("0.9994161337281519028842017253");

  hecha_ticket_from_hash (hash, ticket);
  g_assert_cmpstr (ticket, ==, zero);
  hash[31] = 1;
  hecha_ticket_from_hash (hash, ticket);
  g_assert_cmpstr (ticket, ==, one);
  memset (hash, 0xff, sizeof hash);
  hecha_ticket_from_hash (hash, ticket);
  g_assert_cmpstr (ticket, ==,
                   "0.539936921319700485754930465046566489962358709786800589075324591613732980297511");
  g_assert_cmpstr (nines, ==, "0.999416133728151902884");
}

typedef struct
{
  guint n_strata;
  guint n_units[6];
  guint size;
  guint n_sample[6];
} AllocationCase;

static void
test_allocation (void)
{
  static const AllocationCase cases[] = {
    {5, {1, 1, 1, 1, 3}, 6, {1, 1, 1, 1, 2}},
    /* quotas 2/3 each: equal fractional parts, the first two get one */
    {3, {2, 2, 2}, 5, {2, 2, 1}},
    /* ISO 2859-4:2020: 127 over five equal days */
    {5, {300, 300, 300, 300, 300}, 127, {26, 26, 25, 25, 25}},
    /* all of it: nothing is left to be spread */
    {3, {1, 4, 2}, 7, {1, 4, 2}},
    {3, {1, 1, 1}, 3, {1, 1, 1}},
    /* R = 7, quotas 7·9/98, 7·89/98, 0: parts 0.643 and 0.357 */
    {3, {10, 90, 1}, 10, {2, 7, 1}},
    /* products that pass 2^32 */
    {2, {3000000000u, 1000000000u}, 2000000000u, {1500000000u, 500000000u}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_sample[6] = {0};

      g_assert_true (
        hecha_sampling_allocate (cases[i].n_units, cases[i].n_strata, cases[i].size, 1, n_sample, NULL));
      for (guint h = 0; h < 6; h++)
        g_assert_cmpuint (n_sample[h], ==, cases[i].n_sample[h]);
    }
}

/* The teams of HCS-1, step 8: position p goes to team p mod 3. */
static void
test_inspector_teams (gconstpointer data)
{
  static const char *const pool[]
    = {"P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", NULL};
  const LargeCase *expected = data;
  g_autoptr (HechaFrame) frame = build_large_frame (30);
  g_autofree char *seed = dup_large_seed (expected, frame);
  g_auto (GStrv) ids = g_strsplit (expected->inspectors, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = hecha_inspectors_draw (expected->algorithm, seed, pool, 3, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 9);
  for (guint i = 0; i < rows->len; i++)
    {
      const HechaInspectorRow *row = &g_array_index (rows, HechaInspectorRow, i);

      g_assert_cmpstr (row->id, ==, ids[i]);
      g_assert_cmpuint (row->position, ==, i);
      g_assert_cmpuint (row->team, ==, i % 3);
      g_assert_cmpint (row->leader, ==, i < 3);
    }
}

static void
test_recused_team_is_passed_over (void)
{
  const gboolean first[] = {TRUE, FALSE, FALSE}, two[] = {TRUE, FALSE, TRUE}, all[] = {TRUE, TRUE, TRUE};

  g_assert_cmpint (hecha_inspectors_choose_team (4, 3, NULL), ==, 1);
  g_assert_cmpint (hecha_inspectors_choose_team (3, 3, first), ==, 1);
  g_assert_cmpint (hecha_inspectors_choose_team (2, 3, two), ==, 1);
  g_assert_cmpint (hecha_inspectors_choose_team (5, 3, first), ==, 2);
  g_assert_cmpint (hecha_inspectors_choose_team (0, 3, all), ==, -1);
}

static void
test_id_of_64_bytes (void)
{
  g_autofree char *longest = g_strnfill (64, 'T'), *longer = g_strnfill (65, 'T');
  g_autoptr (HechaFrame) frame = hecha_frame_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (hecha_frame_add (frame, longest, "ALL", NULL));
  g_assert_false (hecha_frame_add (frame, longer, "ALL", &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_assert_cmpuint (frame->units->len, ==, 1);
}

typedef struct
{
  const char *text;
  const char *reason;
} BadFrame;

static void
test_bad_frames (void)
{
  static const BadFrame cases[] = {
    {"", "the frame has no units"},
    {"hecha-frame-v1\n", "the frame has no units"},
    {"T01\tALL\nT01\tB\n", "the id “T01” stands in the frame twice"},
    {"T01\tALL\nT02 ALL\n", "line 2: the line is not an id, a TAB and a stratum"},
    {"T01\tALL\tx\n", "line 1: the line is not an id, a TAB and a stratum"},
    {"T01\tALL\n\nT02\tALL\n", "line 2: the line is not an id, a TAB and a stratum"},
    {"T01\tALL\n\tALL\n", "line 2: the id is empty"},
    {"T01\t\n", "line 1: the stratum is empty"},
    {"T\x01\tALL\n", "line 1: the id “T\x01” has a control character"},
    {"T\xc2\x85\tALL\n", "line 1: the id “T\xc2\x85” has a control character"},
    {"T01\tALL\n\xb9\xfa\tALL\n", "line 2: the id is not UTF-8"},
    {"e\xcc\x81\tALL\n", "line 1: the id “e\xcc\x81” is not in the Unicode form NFC"},
    {"0123456789012345678901234567890123456789012345678901234567890123456\tALL\n",
     "line 1: the id “0123456789012345678901234567890123456789012345678901234567890123456” is longer than 64 "
     "bytes"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hecha_frame_parse (cases[i].text, strlen (cases[i].text), &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].reason);
    }
}

static void
test_frame_text (void)
{
  static const char text[] = "\xef\xbb\xbfhecha-frame-v1\r\n水库𠮷\tB\r\nT01\tA";
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaFrame) frame = hecha_frame_parse (text, strlen (text), &error);
  g_autofree char *published = NULL;
  g_autoptr (HechaFrame) again = NULL;

  g_assert_no_error (error);
  published = hecha_frame_dup_text (frame);
  g_assert_cmpstr (published, ==, "hecha-frame-v1\nT01\tA\n水库𠮷\tB\n");
  again = hecha_frame_parse (published, strlen (published), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->units->len, ==, 2);
}

static void
test_bad_sizes (void)
{
  static const char text[] = "T01\tA\nT02\tB\nT03\tC\n";
  g_autoptr (HechaFrame) frame = hecha_frame_parse (text, strlen (text), NULL);
  const guint sizes[] = {0, 4, 2}, n_units[] = {1, 2};
  guint n_sample[2];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hecha_draw_new (frame, HECHA_SAMPLING_SHA256, "seed", sizes[i], TRUE, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
    }
  g_assert_false (hecha_sampling_allocate (n_units, 2, 0, 0, n_sample, NULL));
  g_assert_true (hecha_sampling_allocate (n_units, 2, 1, 0, n_sample, NULL));
}

static void
test_bad_randomness (void)
{
  static const char beacon[] = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
                               "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  static const char *const bad[][2] = {
    {"dice", "2023733112815921112"},
    {"dice", "2023733112815921112x"},
    {"dice", ""},
    {"dice", " 20237331128159211123"},
    {"beacon", beacon + 1},
    {"commit_reveal", beacon},
    {NULL, "2023733112815921112"},
    {"guess", "20237331128159211123"},
  };

  g_assert_true (hecha_random_check ("dice", "00000000000000000000", NULL));
  g_assert_true (hecha_random_check ("beacon", beacon, NULL));
  g_assert_true (hecha_random_check ("commit_reveal", beacon + 64, NULL));
  g_assert_true (hecha_random_check ("nonce", "0123456789012345678901234567890123456789", NULL));
  g_assert_true (hecha_random_check (NULL, beacon, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hecha_random_check (bad[i][0], bad[i][1], &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
    }
}

static void
test_randomness_follows_the_freeze (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hecha_random_check_time (1000, 1001, NULL));
  g_assert_false (hecha_random_check_time (1000, 1000, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
}

static void
test_bad_plan_codes (void)
{
  static const char *const codes[] = {"", "HC;rand=1", "HC\n", "e\xcc\x81"};

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hecha_sampling_dup_seed (codes[i], "00", "20237331128159211123", &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
    }
}

static void
test_bad_pools (void)
{
  static const char *const pool[] = {"P1", "P2", "P3", NULL}, *const twice[] = {"P1", "P2", "P1", NULL};
  static const guint shapes[][2] = {{0, 2}, {1, 1}, {2, 2}};

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        hecha_inspectors_draw (HECHA_SAMPLING_SHA256, "S", pool, shapes[i][0], shapes[i][1], &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
    }
  g_assert_null (hecha_inspectors_draw (HECHA_SAMPLING_SHA256, "S", twice, 1, 2, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sampling/draw-of-three-equals-the-published-vector", "pop7-n3", test_simple_draw);
  g_test_add_data_func ("/sampling/draw-equals-the-readme-of-the-reference", "raw-seed-readme",
                        test_simple_draw);
  g_test_add_func ("/sampling/draw-by-stratum-equals-the-published-vector", test_draw_by_stratum);
  g_test_add_data_func ("/sampling/twelve-thousand-units/sha256", &large_cases[0], test_large_frame);
  g_test_add_data_func ("/sampling/twelve-thousand-units/sm3", &large_cases[1], test_large_frame);
  g_test_add_func ("/sampling/larger-sample-extends-the-smaller", test_larger_sample_extends);
  g_test_add_func ("/sampling/replacement-is-the-next-rank-of-the-stratum", test_replacement);
  g_test_add_func ("/sampling/ticket-is-padded-to-64-digits-and-reversed", test_ticket_form);
  g_test_add_func ("/sampling/allocation-is-exact", test_allocation);
  g_test_add_data_func ("/sampling/inspectors-are-dealt-to-teams/sha256", &large_cases[0],
                        test_inspector_teams);
  g_test_add_data_func ("/sampling/inspectors-are-dealt-to-teams/sm3", &large_cases[1], test_inspector_teams);
  g_test_add_func ("/sampling/recused-team-is-passed-over", test_recused_team_is_passed_over);
  g_test_add_func ("/sampling/bad-frame-is-refused-with-its-line", test_bad_frames);
  g_test_add_func ("/sampling/id-of-more-than-64-bytes-is-refused", test_id_of_64_bytes);
  g_test_add_func ("/sampling/frame-text-is-sorted-by-bytes-and-read-again", test_frame_text);
  g_test_add_func ("/sampling/bad-size-is-refused", test_bad_sizes);
  g_test_add_func ("/sampling/too-little-randomness-is-refused", test_bad_randomness);
  g_test_add_func ("/sampling/randomness-before-the-freeze-is-refused", test_randomness_follows_the_freeze);
  g_test_add_func ("/sampling/ambiguous-plan-code-is-refused", test_bad_plan_codes);
  g_test_add_func ("/sampling/bad-pool-is-refused", test_bad_pools);
  return g_test_run ();
}
