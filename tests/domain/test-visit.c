/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-place.h"

#define SAMPLE "A01-2026-T02-Q2"

static const char *
shown (const HechaRecord *record, const char *field)
{
  return hecha_record_get (record, field);
}

/* ---- R009 ---- */

typedef struct
{
  const char *present[4];
  guint together;
} Together;

static void
test_two_persons_at_the_same_time (void)
{
  static const Together cases[] = {
    {{"I01@09:00-10:00"}, 1},
    {{"I01@09:00-10:00", "I02@10:30-11:00"}, 1},
    {{"I01@09:00-10:00", "I02@09:30-11:00"}, 2},
    {{"I01@09:00-10:00", "I02@10:00-11:00"}, 1},
    {{"I01@09:00-10:00", "I01@09:30-11:00"}, 1},
    {{"I01@09:00-10:00", "L01@09:00-10:00"}, 1}, /* a liaison of the inspected agency does not inspect */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FieldLaptop laptop;
      HechaVisitInput input
        = {.sample = SAMPLE, .mode = "online", .present = cases[i].present, .unfinished = TRUE};
      g_autoptr (HechaAssignment) assignment = NULL;
      HechaSignInput sign = field_leader (SAMPLE);

      field_open (&laptop);
      field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
      field_do (&laptop, hecha_visit_record, &input);
      field_find (&laptop, SAMPLE, "not_met", "未见");
      assignment = field_load (&laptop, SAMPLE);
      g_assert_cmpuint (hecha_visit_count_together (assignment), ==, cases[i].together);
      if (cases[i].together < 2)
        field_refused (&laptop, hecha_sign_record, &sign, "P3 4.3");
      field_close (&laptop);
    }
}

static void
test_other_days_are_not_together (void)
{
  static const char *const first[] = {"I01@09:00-10:00", NULL}, *const second[] = {"I02@09:00-10:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput a = {.sample = SAMPLE, .mode = "online", .present = first, .date = "2026-07-06"};
  HechaVisitInput b = {.sample = SAMPLE, .present = second}; /* today */
  g_autoptr (HechaAssignment) assignment = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &a);
  field_do (&laptop, hecha_visit_record, &b);
  assignment = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (hecha_record_get (assignment->presence->pdata[1], "date"), ==, "2026-07-07");
  g_assert_cmpuint (hecha_visit_count_together (assignment), ==, 1);
  field_close (&laptop);
}

/* ---- visit ---- */

static void
test_site_needs_place_and_presence (void)
{
  static const char *const present[] = {"I01@09:00-10:00", NULL}, *const nobody[] = {"I09@09:00-10:00", NULL};
  static const char *const backwards[] = {"I01@10:00-09:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput input = {.sample = SAMPLE, .mode = "onsite"};

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_visit_record, &input, "place");
  input.place = "26.5,106.7";
  field_refused (&laptop, hecha_visit_record, &input, "present");
  input.present = nobody;
  field_refused (&laptop, hecha_visit_record, &input, "I09");
  input.present = backwards;
  field_refused (&laptop, hecha_visit_record, &input, "10:00-09:00");
  input.present = present;
  input.place = "90.0000001,0";
  field_refused (&laptop, hecha_visit_record, &input, "latitude");
  input.place = NULL;
  input.place_reason = "山谷中无定位信号";
  field_do (&laptop, hecha_visit_record, &input);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "begun");
  field_close (&laptop);
}

static void
test_online_needs_neither (void)
{
  FieldLaptop laptop;
  HechaVisitInput input = {.sample = SAMPLE, .mode = "online"};

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &input);
  field_close (&laptop);
}

static void
test_same_visit_twice_records_nothing (void)
{
  FieldLaptop laptop;
  g_autofree char *before = NULL, *after = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  before = hecha_store_digest (laptop.store, NULL, NULL);
  field_visit (&laptop, SAMPLE);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  field_close (&laptop);
}

static void
test_places_are_exact (void)
{
  static const struct
  {
    const char *text;
    gint64 latitude, longitude;
    const char *shown;
  } good[] = {
    {"26.5783,106.7135", 265783000, 1067135000, "26.5783000,106.7135000"},
    {"-90,180", -900000000, 1800000000, "-90.0000000,180.0000000"},
    {"+0.0000001, -0.0000001", 1, -1, "0.0000001,-0.0000001"},
    {"26.12345674999,106.12345675", 261234567, 1061234568, "26.1234567,106.1234568"},
  };
  static const char *const bad[]
    = {"",      "26.5",    "26.5,",   "26.5,106.7,0", "90.1,0",     "0,180.00000006",         "-91,0",
       "1e1,0", "26.,106", "26°,106", "N26,106",      "26,5,106,7", "999999999999999999999,0"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gint64 latitude, longitude;
      g_autofree char *shown = NULL;

      g_assert_true (hecha_place_parse (good[i].text, &latitude, &longitude, NULL));
      g_assert_cmpint (latitude, ==, good[i].latitude);
      g_assert_cmpint (longitude, ==, good[i].longitude);
      shown = hecha_place_dup_text (latitude, longitude);
      g_assert_cmpstr (shown, ==, good[i].shown);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 latitude, longitude;

      g_assert_false (hecha_place_parse (bad[i], &latitude, &longitude, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
    }
}

static void
test_visit_says_what_it_was_told (void)
{
  static const char *const two[] = {"meeting", "documents", NULL}, *const one[] = {"meeting", NULL};
  FieldLaptop laptop;
  HechaVisitInput first = {.sample = SAMPLE,
                           .mode = "online",
                           .methods = two,
                           .place = "26.5,106.7",
                           .datum = "CGCS2000",
                           .accuracy_m = 12,
                           .difficulties = "无",
                           .assistance = "协调用地"};
  HechaVisitInput second = {.sample = SAMPLE, .no_methods = one, .difficulties = "资金未到位"};
  HechaVisitInput third = {.sample = SAMPLE, .methods = one, .assistance = "", .place = ""};
  g_autoptr (HechaAssignment) a = NULL, b = NULL, c = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &first);
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (a->visit, "datum"), ==, "CGCS2000");
  g_assert_cmpstr (shown (a->visit, "accuracy"), ==, "12");
  g_assert_cmpstr (shown (a->visit, "methods"), ==, "[\"documents\",\"meeting\"]");
  field_do (&laptop, hecha_visit_record, &second);
  b = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (b->visit, "methods"), ==, "[\"documents\"]");
  g_assert_cmpstr (shown (b->visit, "difficulties"), ==, "资金未到位");
  g_assert_cmpstr (shown (b->visit, "assistance"), ==, "协调用地");
  field_do (&laptop, hecha_visit_record, &third);
  c = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (c->visit, "methods"), ==, "[\"documents\",\"meeting\"]");
  g_assert_null (shown (c->visit, "assistance"));
  g_assert_null (shown (c->visit, "latitude"));
  g_assert_null (shown (c->visit, "accuracy"));
  field_close (&laptop);
}

/* What was said before need not be said again; taking the place back asks for the reason. */
static void
test_visit_on_site_goes_on (void)
{
  static const char *const stranger[] = {"L01", NULL};
  FieldLaptop laptop;
  HechaVisitInput more = {.sample = SAMPLE, .difficulties = "无"};
  HechaVisitInput absent = {.sample = SAMPLE, .absent = stranger};
  HechaVisitInput lost = {.sample = SAMPLE, .place = ""};
  g_autoptr (HechaAssignment) a = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_do (&laptop, hecha_visit_record, &more);
  field_do (&laptop, hecha_visit_record, &absent); /* nobody had said that they were there */
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpstr (shown (a->visit, "latitude"), ==, "265783000");
  g_assert_null (shown (a->visit, "accuracy"));
  g_assert_cmpuint (hecha_visit_count_together (a), ==, 2);
  field_refused (&laptop, hecha_visit_record, &lost, "place");
  lost.place_reason = "定位有误";
  field_do (&laptop, hecha_visit_record, &lost);
  field_close (&laptop);
}

static void
test_disputed_presence_is_for_the_office (void)
{
  static const char *const early[] = {"I02@08:00-09:00", NULL}, *const late[] = {"I02@10:00-11:00", NULL};
  static const char *const other[] = {"I01@08:00-09:00", NULL};
  FieldLaptop one, two;
  HechaVisitInput a = {.sample = SAMPLE, .mode = "online", .present = early};
  HechaVisitInput b = {.sample = SAMPLE, .mode = "online", .present = late};
  HechaVisitInput c = {.sample = SAMPLE, .mode = "online", .present = other};

  field_open (&one);
  field_open (&two);
  field_assign (&one, "HC-1", SAMPLE, NULL);
  field_do (&one, hecha_visit_record, &c);
  field_send (&one, &two);
  field_do (&one, hecha_visit_record, &a);
  field_do (&two, hecha_visit_record, &b);
  field_send (&two, &one);
  field_refused (&one, hecha_visit_record, &a, "office");
  c.present = (const char *const[]) {"I01@08:00-10:00", NULL};
  field_do (&one, hecha_visit_record, &c);
  field_close (&one);
  field_close (&two);
}

static void
test_visit_refuses_what_it_cannot_be (void)
{
  static const char *const unknown[] = {"gossip", NULL}, *const nobody[] = {"09:00-10:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput mode = {.sample = SAMPLE, .difficulties = "无"};
  HechaVisitInput method = {.sample = SAMPLE, .mode = "online", .methods = unknown};
  HechaVisitInput person = {.sample = SAMPLE, .mode = "online", .present = nobody};
  HechaVisitInput date = {.sample = SAMPLE, .mode = "online", .date = "2026-02-29"};
  static const char *const present[] = {"I01@09:00-10:00", NULL};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_visit_record, &mode, "onsite or online");
  mode.mode = "by-air";
  field_refused (&laptop, hecha_visit_record, &mode, "online onsite");
  field_refused (&laptop, hecha_visit_record, &method, "gossip");
  field_refused (&laptop, hecha_visit_record, &person, "PERSON@");
  date.present = present;
  field_refused (&laptop, hecha_visit_record, &date, "2026-02-29");
  field_close (&laptop);
}

/* One person has a record for each day; what is said of one day leaves the others alone. */
static void
test_days_of_one_person (void)
{
  static const char *const first[] = {"I01@09:00-10:00", NULL}, *const second[] = {"I01@14:00-15:00", NULL};
  static const char *const person[] = {"I01", NULL};
  FieldLaptop laptop;
  HechaVisitInput a = {.sample = SAMPLE, .present = first, .date = "2026-07-06", .unfinished = TRUE};
  HechaVisitInput b = {.sample = SAMPLE, .present = second, .date = "2026-07-07", .unfinished = TRUE};
  HechaVisitInput gone = {.sample = SAMPLE, .absent = person, .date = "2026-07-06", .unfinished = TRUE};
  g_autoptr (HechaAssignment) both = NULL, one = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &a);
  field_do (&laptop, hecha_visit_record, &b);
  both = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (both->presence->len, ==, 2);
  g_assert_cmpstr (shown (both->presence->pdata[0], "from"), ==, "09:00");
  g_assert_cmpstr (shown (both->presence->pdata[1], "from"), ==, "14:00");
  field_do (&laptop, hecha_visit_record, &gone);
  one = field_load (&laptop, SAMPLE);
  g_assert_null (shown (one->presence->pdata[0], "from"));
  g_assert_cmpstr (shown (one->presence->pdata[1], "from"), ==, "14:00");
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visit/two-persons-at-the-same-time", test_two_persons_at_the_same_time);
  g_test_add_func ("/visit/other-days-are-not-together", test_other_days_are_not_together);
  g_test_add_func ("/visit/one-person-is-there-on-several-days", test_days_of_one_person);
  g_test_add_func ("/visit/on-site-needs-place-and-presence", test_site_needs_place_and_presence);
  g_test_add_func ("/visit/online-needs-neither", test_online_needs_neither);
  g_test_add_func ("/visit/same-visit-twice-records-nothing", test_same_visit_twice_records_nothing);
  g_test_add_func ("/visit/places-are-exact", test_places_are_exact);
  g_test_add_func ("/visit/says-what-it-was-told", test_visit_says_what_it_was_told);
  g_test_add_func ("/visit/on-site-goes-on", test_visit_on_site_goes_on);
  g_test_add_func ("/visit/disputed-presence-is-for-the-office", test_disputed_presence_is_for_the_office);
  g_test_add_func ("/visit/refuses-what-it-cannot-be", test_visit_refuses_what_it_cannot_be);
  return g_test_run ();
}
