/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-content.h"
#include "domain/hecha-place.h"
#include "domain/hecha-strokes.h"

#define SAMPLE "A01-2026-T02-Q2"

static const char *const three_items[] = {"验收报告", "现场照片", "照片", NULL};

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

/* ---- finding and evidence ---- */

static char *
attach (FieldLaptop *laptop, char digit, const char *about, gboolean *known)
{
  g_autofree char *hex = g_strnfill (64, digit), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput input = {.sample = SAMPLE,
                            .about = about,
                            .digest = digest,
                            .size = 7,
                            .kind = "photo",
                            .mime = "image/jpeg",
                            .name = "a.jpg"};

  field_do (laptop, hecha_attach_record, &input);
  if (known != NULL)
    *known = input.known;
  return input.id;
}

static void
test_met_needs_all_required_evidence (void)
{
  FieldLaptop laptop;
  HechaFindingInput met = {.sample = SAMPLE, .verdict = "met", .observation = "已建成"};
  g_autofree char *a = NULL, *b = NULL, *c = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, three_items);
  a = attach (&laptop, 'a', "验收报告，盖章", NULL);
  b = attach (&laptop, 'b', "现场照片", NULL); /* has the words 照片, and is another item */
  field_refused (&laptop, hecha_finding_record, &met, "2/3");
  field_refused (&laptop, hecha_finding_record, &met, "“照片”");
  field_find (&laptop, SAMPLE, "partly", "已建成两层");
  c = attach (&laptop, 'c', "照片", NULL);
  field_do (&laptop, hecha_finding_record, &met);
  field_close (&laptop);
}

static void
test_finding_needs_verdict_and_observation (void)
{
  FieldLaptop laptop;
  HechaFindingInput input = {.sample = SAMPLE, .verdict = "not_met"};

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_finding_record, &input, "observation");
  input.observation = "　 ";
  field_refused (&laptop, hecha_finding_record, &input, "observation");
  input.observation = "未见";
  input.verdict = "bad";
  field_refused (&laptop, hecha_finding_record, &input, "met partly not_met unverifiable");
  input.verdict = NULL;
  field_refused (&laptop, hecha_finding_record, &input, "verdict");
  input.verdict = "not_met";
  input.value = "22,1";
  field_refused (&laptop, hecha_finding_record, &input, "22,1");
  input.value = NULL;
  input.unit = "公里";
  field_refused (&laptop, hecha_finding_record, &input, "unit");
  input.value = "22.10";
  field_do (&laptop, hecha_finding_record, &input);
  field_close (&laptop);
}

static void
test_same_file_twice_is_one_evidence (void)
{
  FieldLaptop laptop;
  g_autofree char *first = NULL, *again = NULL, *before = NULL, *after = NULL, *hex = g_strnfill (64, 'a');
  g_autofree char *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput other
    = {.sample = SAMPLE, .about = "别的", .digest = digest, .kind = "photo", .mime = "image/jpeg"};
  gboolean known;

  field_open (&laptop);
  field_assign (&laptop, "HC-2026Q2-1", SAMPLE, NULL);
  first = attach (&laptop, 'a', "照片", &known);
  g_assert_false (known);
  g_assert_cmpstr (first, ==, "HC-2026Q2-1/" SAMPLE "/aaaaaaaaaaaaaaaa");
  before = hecha_store_digest (laptop.store, NULL, NULL);
  again = attach (&laptop, 'a', NULL, &known);
  g_assert_true (known);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  field_refused (&laptop, hecha_attach_record, &other, "照片");
  g_free (other.id);
  field_close (&laptop);
}

static void
test_evidence_is_taken_back_with_a_reason (void)
{
  FieldLaptop laptop;
  g_autofree char *photo = NULL, *again = NULL;
  HechaDetachInput input = {.sample = SAMPLE, .evidence = "bbbb"};
  g_autoptr (HechaAssignment) without = NULL, with = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gboolean known;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  photo = attach (&laptop, 'a', "照片", NULL);
  g_assert_false (hecha_store_act (laptop.store, "I01", hecha_detach_record, &input, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  input.evidence = photo;
  field_refused (&laptop, hecha_detach_record, &input, "reason");
  input.reason = "不是这个地点";
  field_do (&laptop, hecha_detach_record, &input);
  without = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (without->evidence->len, ==, 0);
  g_assert_cmpuint (without->removed->len, ==, 1);
  list = hecha_assignment_list (hecha_store_reader (laptop.store), FIELD_SCOPE, NULL, NULL);
  g_assert_cmpuint (((HechaAssignment *)list->pdata[0])->removed->len, ==, 1);
  again = attach (&laptop, 'a', NULL, &known);
  g_assert_false (known);
  with = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (with->evidence->len, ==, 1);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_sign (&laptop, SAMPLE);
  field_refused (&laptop, hecha_detach_record, &input, "P3 4.3 a");
  field_close (&laptop);
}

static void
test_person_was_not_there_after_all (void)
{
  static const char *const second[] = {"I02", NULL};
  FieldLaptop laptop;
  HechaVisitInput input = {.sample = SAMPLE, .absent = second};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, hecha_visit_record, &input);
  field_refused (&laptop, hecha_sign_record, &sign, "1 is recorded");
  sign.person = "I02";
  sign.role = "inspector";
  field_refused (&laptop, hecha_sign_record, &sign, "not recorded as present");
  field_close (&laptop);
}

static void
test_sample_of_two_plans_has_to_be_named_fully (void)
{
  FieldLaptop laptop;
  HechaFindingInput input = {.sample = SAMPLE, .verdict = "partly", .observation = "一半"};
  g_autoptr (GError) error = NULL;
  HechaFindingInput nowhere = {.sample = "A09-2026-T01-Q1"};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_assign (&laptop, "HC-2", SAMPLE, NULL);
  field_refused (&laptop, hecha_finding_record, &input, "HC-1/" SAMPLE " or HC-2/" SAMPLE);
  input.sample = "HC-2/" SAMPLE;
  field_do (&laptop, hecha_finding_record, &input);
  g_assert_cmpstr (field_state (&laptop, "HC-1/" SAMPLE), ==, "to_do");
  g_assert_cmpstr (field_state (&laptop, "HC-2/" SAMPLE), ==, "begun");
  g_assert_false (hecha_store_act (laptop.store, "I01", hecha_finding_record, &nowhere, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  field_close (&laptop);
}

static void
test_office_records_nothing_in_the_field (void)
{
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online"};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_become (&laptop, "office", "office");
  field_refused (&laptop, hecha_visit_record, &visit, "Only a team or a visitor");
  field_refused (&laptop, hecha_sign_record, &sign, "Only a team or a visitor");
  field_close (&laptop);
}

/* ---- signatures ---- */

static void
test_leader_makes_it_effective (void)
{
  FieldLaptop laptop;
  guint effective = 0, ready = 0;
  g_autoptr (GPtrArray) list = NULL;

  field_open (&laptop);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *unit = g_strdup_printf ("A01-2026-T0%u-Q2", i);

      field_assign (&laptop, "HC-1", unit, NULL);
      field_visit (&laptop, unit);
      field_find (&laptop, unit, "met", "已完成");
      if (i < 3)
        field_sign (&laptop, unit);
    }
  list = hecha_assignment_list (hecha_store_reader (laptop.store), FIELD_SCOPE, "HC-1", NULL);
  for (guint i = 0; i < list->len; i++)
    {
      effective += hecha_sample_state (list->pdata[i]) == HECHA_SAMPLE_EFFECTIVE;
      ready += hecha_sample_state (list->pdata[i]) == HECHA_SAMPLE_READY;
    }
  g_assert_cmpuint (effective, ==, 3);
  g_assert_cmpuint (ready, ==, 2);
  field_close (&laptop);
}

static void
test_signed_is_closed (void)
{
  FieldLaptop laptop;
  HechaFindingInput finding = {.sample = SAMPLE, .observation = "改写"};
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online"};
  HechaAttachInput file = {.sample = SAMPLE};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_sign (&laptop, SAMPLE);
  field_refused (&laptop, hecha_finding_record, &finding, "P3 4.3 a");
  field_refused (&laptop, hecha_visit_record, &visit, "P3 4.3 a");
  field_refused (&laptop, hecha_attach_record, &file, "P3 4.3 a");
  field_refused (&laptop, hecha_sign_record, &sign, "effective");
  field_close (&laptop);
}

/* Two laptops of one team, one of which had not heard of the signature. */
static void
test_change_after_signature_is_seen (void)
{
  FieldLaptop signer, other;
  g_autoptr (HechaAssignment) a = NULL;
  const HechaRecord *effective;
  g_autoptr (JsonNode) content = NULL;

  field_open (&signer);
  field_open (&other);
  field_assign (&signer, "HC-1", SAMPLE, NULL);
  field_visit (&signer, SAMPLE);
  field_find (&signer, SAMPLE, "met", "已完成");
  field_send (&signer, &other);
  field_sign (&signer, SAMPLE);
  field_find (&other, SAMPLE, "met", "未完成");
  field_send (&other, &signer);
  g_assert_cmpstr (field_state (&signer, SAMPLE), ==, "changed");

  a = field_load (&signer, SAMPLE);
  effective = hecha_assignment_effective_signature (a);
  g_assert_cmpstr (hecha_record_get (a->finding, "observation"), ==, "未完成");
  content = json_from_string (hecha_record_get (effective, "content"), NULL);
  g_assert_cmpstr (hecha_content_verdict (json_node_get_object (content)), ==, "met");
  g_assert_nonnull (strstr (hecha_record_get (effective, "content"), "已完成"));
  g_assert_true (hecha_content_verify (effective, NULL));

  field_sign (&signer, SAMPLE); /* over what is there now */
  g_assert_cmpstr (field_state (&signer, SAMPLE), ==, "effective");
  field_close (&signer);
  field_close (&other);
}

static void
test_one_character_fails_verification (void)
{
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) a = NULL;
  g_autoptr (GError) error = NULL;
  HechaRecord *signature;
  char *spot;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "done");
  field_sign (&laptop, SAMPLE);
  a = field_load (&laptop, SAMPLE);
  signature = a->signatures->pdata[0];
  spot = strstr ((char *)hecha_record_get (signature, "content"), "done");
  *spot = 'g';
  g_assert_false (hecha_content_verify (signature, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, signature->id));
  g_assert_true (hecha_content_changed (a, signature));
  field_close (&laptop);
}

static void
test_two_leaders_signatures_are_a_conflict (void)
{
  FieldLaptop signer, other;
  HechaSignInput again = field_leader (SAMPLE);

  field_open (&signer);
  field_open (&other);
  field_assign (&signer, "HC-1", SAMPLE, NULL);
  field_visit (&signer, SAMPLE);
  field_find (&signer, SAMPLE, "met", "已完成");
  field_send (&signer, &other);
  field_sign (&signer, SAMPLE);
  field_sign (&other, SAMPLE);
  field_send (&other, &signer);
  g_assert_cmpstr (field_state (&signer, SAMPLE), ==, "disputed");
  field_refused (&signer, hecha_sign_record, &again, "office");
  field_close (&signer);
  field_close (&other);
}

static void
test_disputed_field_is_for_the_office (void)
{
  FieldLaptop one, two;
  HechaFindingInput input = {.sample = SAMPLE, .observation = "三层", .verdict = "partly"};

  field_open (&one);
  field_open (&two);
  field_assign (&one, "HC-1", SAMPLE, NULL);
  field_send (&one, &two);
  field_find (&one, SAMPLE, "partly", "一层");
  field_find (&two, SAMPLE, "partly", "两层");
  field_send (&two, &one);
  g_assert_cmpstr (field_state (&one, SAMPLE), ==, "disputed");
  field_refused (&one, hecha_finding_record, &input, "observation");
  field_close (&one);
  field_close (&two);
}

static void
test_only_who_may_signs (void)
{
  static const struct
  {
    const char *person, *role, *words;
  } bad[] = {
    {"I02", "leader", "the role leader"},
    {"I09", "inspector", "the role inspector"},
    {"L01", "inspector", "the role inspector"},
    {"I02", "agency", "inspects here"},
    {"", "witness", "named"},
    {"I01", "office", "office"},
    {"I01", "boss", "leader inspector agency"},
    {"I01", "visitor", "the role visitor"},
  };
  FieldLaptop laptop;
  HechaSignInput input = field_leader (SAMPLE);
  static const char *const first[] = {"I01@09:00-10:00", NULL};
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online", .present = first};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, hecha_visit_record, &visit);
  field_find (&laptop, SAMPLE, "met", "已完成");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      input.person = bad[i].person;
      input.role = bad[i].role;
      field_refused (&laptop, hecha_sign_record, &input, bad[i].words);
    }
  input.person = "I02";
  input.role = "inspector";
  field_refused (&laptop, hecha_sign_record, &input, "not recorded as present");
  input.person = "教育厅 办公室 张三";
  input.role = "agency";
  field_do (&laptop, hecha_sign_record, &input);
  g_assert_nonnull (strstr (input.id, "/agency/教育厅_办公室_张三/"));
  g_free (input.id);
  field_close (&laptop);
}

static void
test_refusal_needs_a_witness (void)
{
  FieldLaptop laptop;
  HechaSignInput input = {.sample = SAMPLE, .person = "L01", .role = "agency", .refused = TRUE};

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "not_met", "未完成");
  field_sign (&laptop, SAMPLE);
  field_refused (&laptop, hecha_sign_record, &input, "witness");
  input.witness = "L01";
  field_refused (&laptop, hecha_sign_record, &input, "witness");
  input.witness = "村民 李四";
  field_do (&laptop, hecha_sign_record, &input);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "contested");
  g_free (input.id);
  field_close (&laptop);
}

static void
test_strokes_are_bounded (void)
{
  static const char *const bad[] = {
    "",
    "{}",
    "[]",
    "[[]]",
    "[[[1,2,3]]]",
    "[[[1,2,3,4,5]]]",
    "[[[1.5,2,3,4]]]",
    "[[[1,2,1001,4]]]",
    "[[[1,2,-1,4]]]",
    "[[[1,2,3,4],[1,2,3,3]]]",
    "[[[1,2,3,4]],[[1,2,3,3]]]",
    "[[[1000001,2,3,4]]]",
    "[[\"x\"]]",
    "[[[1,2,3,\"4\"]]]",
  };
  g_autoptr (GString) many = g_string_new ("[[");
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (hecha_strokes_parse (bad[i], strlen (bad[i]), NULL));
  for (guint i = 0; i < HECHA_STROKES_MAX_POINTS; i++)
    g_string_append_printf (many, "%s[%u,0,0,%u]", i == 0 ? "" : ",", i, i);
  g_string_append (many, "]]");
  node = hecha_strokes_parse (many->str, many->len, NULL);
  g_assert_nonnull (node);
  g_string_insert (many, 2, "[0,0,0,0],");
  g_assert_null (hecha_strokes_parse (many->str, many->len, NULL));
}

/* The longest signature still stands in one entry with what it brings about. */
static void
test_longest_signature_is_one_entry (void)
{
  FieldLaptop laptop;
  HechaSignInput input = field_leader (SAMPLE);
  g_autoptr (GString) many = g_string_new ("[[");
  g_autoptr (HechaAssignment) a = NULL;
  g_auto (GStrv) effective = NULL, signature = NULL;

  for (guint i = 0; i < HECHA_STROKES_MAX_POINTS; i++)
    g_string_append_printf (many, "%s[%u,999999,1000,%u]", i == 0 ? "" : ",", 900000 + i, i);
  g_string_append (many, "]]");
  input.strokes = many->str;
  input.n_strokes_bytes = many->len;
  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, hecha_sign_record, &input);
  a = field_load (&laptop, SAMPLE);
  effective = hecha_reader_live (hecha_store_reader (laptop.store), FIELD_SCOPE, "finding", a->record->id,
                                 "effective_by", NULL);
  signature
    = hecha_reader_live (hecha_store_reader (laptop.store), FIELD_SCOPE, "signature", input.id, NULL, NULL);
  g_assert_cmpstr (effective[0], ==, signature[0]);
  g_assert_null (effective[1]);
  g_free (input.id);
  field_close (&laptop);
}

/* ---- what the review page shows ---- */

static char *
missing_codes (FieldLaptop *laptop)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  g_autoptr (GPtrArray) missing = hecha_sample_missing (a);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : " ", ((HechaMissing *)missing->pdata[i])->code);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
expect_missing (FieldLaptop *laptop, const char *codes)
{
  g_autofree char *got = missing_codes (laptop);

  g_assert_cmpstr (got, ==, codes);
}

static void
test_missing_shrinks_to_nothing (void)
{
  static const char *const two[] = {"I01@09:00-10:00", "I02@09:30-11:00", NULL}, *const view[]
                                                                                 = {"site_view", NULL};
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "onsite", .unfinished = TRUE};
  HechaFindingInput finding = {.sample = SAMPLE, .verdict = "met", .unfinished = TRUE};
  g_autofree char *photo = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  expect_missing (&laptop, "mode presence methods verdict observation");
  field_do (&laptop, hecha_visit_record, &visit);
  expect_missing (&laptop, "place presence methods verdict observation");
  visit.place = "26.5,106.7";
  visit.present = two;
  visit.methods = view;
  field_do (&laptop, hecha_visit_record, &visit);
  expect_missing (&laptop, "photo verdict observation");
  field_do (&laptop, hecha_finding_record, &finding);
  expect_missing (&laptop, "photo observation");
  photo = attach (&laptop, 'a', NULL, NULL);
  finding.observation = "已完成";
  field_do (&laptop, hecha_finding_record, &finding);
  expect_missing (&laptop, "");
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "ready");
  visit.place = "";
  field_do (&laptop, hecha_visit_record, &visit);
  expect_missing (&laptop, "place");
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/two-persons-at-the-same-time", test_two_persons_at_the_same_time);
  g_test_add_func ("/field/other-days-are-not-together", test_other_days_are_not_together);
  g_test_add_func ("/field/visit-on-site-needs-place-and-presence", test_site_needs_place_and_presence);
  g_test_add_func ("/field/visit-online-needs-neither", test_online_needs_neither);
  g_test_add_func ("/field/same-visit-twice-records-nothing", test_same_visit_twice_records_nothing);
  g_test_add_func ("/field/places-are-exact", test_places_are_exact);
  g_test_add_func ("/field/met-needs-all-required-evidence", test_met_needs_all_required_evidence);
  g_test_add_func ("/field/finding-needs-verdict-and-observation",
                   test_finding_needs_verdict_and_observation);
  g_test_add_func ("/field/same-file-twice-is-one-evidence", test_same_file_twice_is_one_evidence);
  g_test_add_func ("/field/evidence-is-taken-back-with-a-reason", test_evidence_is_taken_back_with_a_reason);
  g_test_add_func ("/field/person-was-not-there-after-all", test_person_was_not_there_after_all);
  g_test_add_func ("/field/sample-of-two-plans-has-to-be-named-fully",
                   test_sample_of_two_plans_has_to_be_named_fully);
  g_test_add_func ("/field/office-records-nothing-in-the-field", test_office_records_nothing_in_the_field);
  g_test_add_func ("/field/leader-makes-it-effective-three-of-five", test_leader_makes_it_effective);
  g_test_add_func ("/field/what-the-leader-signed-is-closed", test_signed_is_closed);
  g_test_add_func ("/field/change-after-signature-is-seen", test_change_after_signature_is_seen);
  g_test_add_func ("/field/one-character-fails-verification", test_one_character_fails_verification);
  g_test_add_func ("/field/two-leaders-signatures-are-a-conflict",
                   test_two_leaders_signatures_are_a_conflict);
  g_test_add_func ("/field/disputed-field-is-for-the-office", test_disputed_field_is_for_the_office);
  g_test_add_func ("/field/only-who-may-signs", test_only_who_may_signs);
  g_test_add_func ("/field/refusal-needs-a-witness", test_refusal_needs_a_witness);
  g_test_add_func ("/field/strokes-are-bounded", test_strokes_are_bounded);
  g_test_add_func ("/field/longest-signature-is-one-entry", test_longest_signature_is_one_entry);
  g_test_add_func ("/field/missing-shrinks-to-nothing", test_missing_shrinks_to_nothing);
  return g_test_run ();
}
