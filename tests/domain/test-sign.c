/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-content.h"
#include "domain/hecha-strokes.h"
#include "evidence/hecha-evidence-check.h"

#define SAMPLE "A01-2026-T02-Q2"

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
  g_autofree char *verdict = NULL;

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
  verdict = hecha_content_dup_signed (effective, "verdict");
  g_assert_cmpstr (verdict, ==, "met");
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

/* Who edits the table, and its hash with it, still has the journal against them. */
static void
test_edited_table_is_broken (void)
{
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) a = NULL, edited = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *forged = NULL, *hash = NULL;
  const char *content;
  HechaDigest digest;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "done");
  field_sign (&laptop, SAMPLE);
  a = field_load (&laptop, SAMPLE);
  g_assert_true (hecha_evidence_check_signature (laptop.store, a->signatures->pdata[0], &error));
  content = hecha_record_get (a->signatures->pdata[0], "content");
  forged = g_strdup (content);
  memcpy (strstr (forged, "done"), "gone", 4);
  hecha_digest_of (&digest, forged, strlen (forged));
  hash = hecha_digest_dup_text (&digest);
  g_assert_true (hecha_db_run (laptop.store->db, NULL, "UPDATE signature SET content = ?1, content_hash = ?2",
                               "tt", forged, hash));
  edited = field_load (&laptop, SAMPLE);
  g_assert_true (hecha_content_verify (edited->signatures->pdata[0], NULL));
  g_assert_false (hecha_evidence_check_signature (laptop.store, edited->signatures->pdata[0], &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
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

/* Disputed is disputed, whichever part of the page it is in. */
static void
test_disputed_visit_waits_for_the_office (void)
{
  FieldLaptop one, two;
  HechaVisitInput a = {.sample = SAMPLE, .difficulties = "甲"}, b = {.sample = SAMPLE, .difficulties = "乙"};
  HechaSignInput sign = field_leader (SAMPLE);

  field_open (&one);
  field_open (&two);
  field_assign (&one, "HC-1", SAMPLE, NULL);
  field_visit (&one, SAMPLE);
  field_find (&one, SAMPLE, "met", "已完成");
  field_send (&one, &two);
  field_do (&one, hecha_visit_record, &a);
  field_do (&two, hecha_visit_record, &b);
  field_send (&two, &one);
  g_assert_cmpstr (field_state (&one, SAMPLE), ==, "disputed");
  field_refused (&one, hecha_sign_record, &sign, "office");
  field_refused (&one, hecha_visit_record, &b, "office");
  field_close (&one);
  field_close (&two);
}

static void
test_nobody_signs_an_empty_page (void)
{
  FieldLaptop laptop;
  HechaSignInput agency = field_leader (SAMPLE);
  HechaFindingInput finding = {.sample = SAMPLE, .verdict = "met", .unfinished = TRUE};

  agency.person = "L01";
  agency.role = "agency";
  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_refused (&laptop, hecha_sign_record, &agency, "verdict");
  field_do (&laptop, hecha_finding_record, &finding);
  field_refused (&laptop, hecha_sign_record, &agency, "observation");
  field_close (&laptop);
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
  g_clear_pointer (&input.id, g_free);
  input.person
    = "一个名字很长的人一个名字很长的人一个名字很长的人一个名字很长的人"; /* 96 bytes; an id has 200 */
  field_do (&laptop, hecha_sign_record, &input);
  g_assert_nonnull (strstr (input.id, "/agency/一个名字很长的人一个名字很长的人一个名字/"));
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

static gboolean
assign_visit (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "visit:V1", "assignment", "AF-1/" SAMPLE);

  hecha_act_op_set_text (op, "plan", "AF-1");
  hecha_act_op_set_text (op, "unit", SAMPLE);
  hecha_act_op_set (op, "persons",
                    json_from_string ("[{\"id\":\"V01\",\"name\":\"甲\",\"role\":\"leader\"},"
                                      "{\"id\":\"V02\",\"name\":\"乙\",\"role\":\"visitor\"}]",
                                      NULL));
  return TRUE;
}

/* An unannounced visit (P3 7.4) keeps to the same rules, in a scope of its own. */
static void
test_visitors_sign_what_they_visited (void)
{
  static const char *const present[] = {"V01@09:00-10:00", "V02@09:00-10:00", NULL};
  static const HechaFieldText asked[] = {{"consent", "yes"}, {"answers", "从未见过这个窗口"}};
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online", .present = present};
  HechaSignInput sign = field_leader (SAMPLE);
  g_autoptr (HechaAssignment) a = NULL;

  field_open (&laptop);
  field_do (&laptop, assign_visit, NULL);
  field_become (&laptop, "visitor", "visit:V1");
  field_do (&laptop, hecha_visit_record, &visit);
  field_method (&laptop, SAMPLE, "public", asked, G_N_ELEMENTS (asked));
  field_find (&laptop, SAMPLE, "not_met", "无人受益");
  sign.person = "V02";
  sign.role = "visitor";
  field_do (&laptop, hecha_sign_record, &sign);
  g_clear_pointer (&sign.id, g_free);
  sign.role = "leader";
  field_refused (&laptop, hecha_sign_record, &sign, "the role leader");
  sign.person = "V01";
  field_do (&laptop, hecha_sign_record, &sign);
  g_clear_pointer (&sign.id, g_free);
  a = hecha_assignment_find (hecha_store_reader (laptop.store), "visit:V1", SAMPLE, NULL);
  g_assert_cmpint (hecha_sample_state (a), ==, HECHA_SAMPLE_EFFECTIVE);
  field_close (&laptop);
}

/* One who only acknowledges contests nothing; one who objects does, with words. */
static void
test_objection_contests (void)
{
  FieldLaptop laptop;
  HechaSignInput agency = field_leader (SAMPLE), inspector = field_leader (SAMPLE);

  agency.person = "L01";
  agency.role = "agency";
  inspector.person = "I02";
  inspector.role = "inspector";
  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "not_met", "未完成");
  field_do (&laptop, hecha_sign_record, &agency);
  g_clear_pointer (&agency.id, g_free);
  field_refused (&laptop, hecha_sign_record, &agency, "already");
  g_clear_pointer (&agency.id, g_free);
  field_sign (&laptop, SAMPLE);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "effective");
  inspector.objection = "不同意";
  field_refused (&laptop, hecha_sign_record, &inspector, "Only the inspected agency objects");
  inspector.objection = NULL;
  inspector.refused = TRUE;
  field_refused (&laptop, hecha_sign_record, &inspector, "Only the inspected agency can refuse");
  agency.person = "何长洲";
  agency.objection = "数据口径不同";
  field_do (&laptop, hecha_sign_record, &agency);
  g_clear_pointer (&agency.id, g_free);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "contested");
  field_close (&laptop);
}

static gboolean
is_changed (FieldLaptop *laptop, guint signature)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);

  return hecha_content_changed (a, a->signatures->pdata[signature]);
}

/* Each thing on the page: added or changed after somebody signed, it shows; taken back, it no longer does. */
static void
test_whatever_changes_shows (void)
{
  static const char *const third[] = {"L01@09:00-10:00", NULL};
  FieldLaptop laptop;
  g_autofree char *hex = g_strnfill (64, 'e'), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaSignInput sign = field_leader (SAMPLE);
  HechaFindingInput opinion = {.sample = SAMPLE, .opinion = "另有意见"},
                    no_opinion = {.sample = SAMPLE, .opinion = ""};
  HechaVisitInput visit = {.sample = SAMPLE, .assistance = "帮"},
                  no_help = {.sample = SAMPLE, .assistance = ""};
  HechaVisitInput guest = {.sample = SAMPLE, .present = third};
  HechaAttachInput file = {.sample = SAMPLE, .digest = digest, .kind = "file", .mime = "text/plain"};
  HechaDetachInput detach = {.sample = SAMPLE, .evidence = "eeeeeeeeeeeeeeee", .reason = "错"};

  sign.person = "证人";
  sign.role = "witness";
  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_find (&laptop, SAMPLE, "not_met", "未完成");
  field_do (&laptop, hecha_sign_record, &sign); /* before any visit was recorded */
  g_clear_pointer (&sign.id, g_free);
  g_assert_false (is_changed (&laptop, 0));
  field_visit (&laptop, SAMPLE);
  g_assert_true (is_changed (&laptop, 0));
  sign.person = "另一证人";
  field_do (&laptop, hecha_sign_record, &sign);
  g_clear_pointer (&sign.id, g_free);

  g_assert_true (is_changed (&laptop, 1)); /* in the order of their names */
  g_assert_false (is_changed (&laptop, 0));
  field_do (&laptop, hecha_finding_record, &opinion);
  g_assert_true (is_changed (&laptop, 0));
  field_do (&laptop, hecha_finding_record, &no_opinion);
  g_assert_false (is_changed (&laptop, 0));
  field_do (&laptop, hecha_visit_record, &visit);
  g_assert_true (is_changed (&laptop, 0));
  field_do (&laptop, hecha_visit_record, &no_help);
  g_assert_false (is_changed (&laptop, 0));
  field_do (&laptop, hecha_attach_record, &file);
  g_clear_pointer (&file.id, g_free);
  g_assert_true (is_changed (&laptop, 0));
  field_do (&laptop, hecha_detach_record, &detach);
  g_assert_false (is_changed (&laptop, 0));
  field_do (&laptop, hecha_visit_record, &guest);
  g_assert_true (is_changed (&laptop, 0));
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign/leader-makes-it-effective-three-of-five", test_leader_makes_it_effective);
  g_test_add_func ("/sign/what-the-leader-signed-is-closed", test_signed_is_closed);
  g_test_add_func ("/sign/change-after-signature-is-seen", test_change_after_signature_is_seen);
  g_test_add_func ("/sign/one-character-fails-verification", test_one_character_fails_verification);
  g_test_add_func ("/sign/edited-table-is-broken", test_edited_table_is_broken);
  g_test_add_func ("/sign/two-leaders-signatures-are-a-conflict", test_two_leaders_signatures_are_a_conflict);
  g_test_add_func ("/sign/disputed-field-is-for-the-office", test_disputed_field_is_for_the_office);
  g_test_add_func ("/sign/disputed-visit-waits-for-the-office", test_disputed_visit_waits_for_the_office);
  g_test_add_func ("/sign/nobody-signs-an-empty-page", test_nobody_signs_an_empty_page);
  g_test_add_func ("/sign/only-who-may-signs", test_only_who_may_signs);
  g_test_add_func ("/sign/refusal-needs-a-witness", test_refusal_needs_a_witness);
  g_test_add_func ("/sign/visitors-sign-what-they-visited", test_visitors_sign_what_they_visited);
  g_test_add_func ("/sign/objection-contests", test_objection_contests);
  g_test_add_func ("/sign/whatever-changes-shows", test_whatever_changes_shows);
  g_test_add_func ("/sign/strokes-are-bounded", test_strokes_are_bounded);
  g_test_add_func ("/sign/longest-signature-is-one-entry", test_longest_signature_is_one_entry);
  return g_test_run ();
}
