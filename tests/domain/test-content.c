/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "base/hecha-digest.h"
#include "domain/hecha-content.h"
#include "domain/hecha-records.h"

#define SAMPLE "A01-2026-T02-Q2"
#define ID     "HC-1/" SAMPLE

/* ---- a record of any type ---- */

static gboolean
write_rule (HechaAct *act, gpointer data, GError **error)
{
  const HechaType *type = data;
  g_autofree char *id = g_strdup_printf ("%s/%s/1", ID, type->name);
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, type->name, id);

  hecha_act_op_set_text (op, "assignment", ID);
  if (hecha_type_find_field (type, "strokes", strlen ("strokes")) >= 0)
    hecha_act_op_set (op, "strokes", json_from_string (FIELD_STROKES, NULL));
  return TRUE;
}

static const HechaType *
type_named (const char *name)
{
  return &hecha_records ()->types[hecha_schema_find_type (hecha_records (), name, strlen (name))];
}

static void
write_record (FieldLaptop *laptop, const char *type)
{
  field_do (laptop, write_rule, (gpointer)type_named (type));
}

static gboolean
take_back_rule (HechaAct *act, gpointer data, GError **error)
{
  const HechaType *type = data;
  g_autofree char *id = g_strdup_printf ("%s/%s/1", ID, type->name);
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "removal", id);

  hecha_act_op_set_text (op, "assignment", ID);
  hecha_act_op_set_text (op, "reason", "误记");
  return TRUE;
}

static JsonObject *
build (FieldLaptop *laptop)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) content = hecha_content_build (hecha_store_reader (laptop->store), a, &error);

  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (content));
}

/* ---- every type is on the page ---- */

static void
check_type (FieldLaptop *laptop, const HechaType *type, gboolean later)
{
  static const char *const drawn[] = {"site_frame", "site_cancel", "site_draw", "site_unit", NULL};
  g_autoptr (JsonObject) before = build (laptop);
  g_autoptr (JsonObject) after = NULL, without = NULL;
  JsonObject *element;

  g_assert_cmpint (json_object_has_member (before, type->name), ==, !later);
  write_record (laptop, type->name);
  after = build (laptop);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (after, type->name)), ==, 1);
  element = json_array_get_object_element (json_object_get_array_member (after, type->name), 0);
  g_assert_true (g_str_has_suffix (json_object_get_string_member (element, "id"), "/1"));
  if (type->once)
    g_assert_cmpuint (json_array_get_length (json_object_get_array_member (element, "entry")), ==, 1);
  else
    g_assert_true (json_object_has_member (json_object_get_object_member (element, "assignment"), "from"));
  field_do (laptop, take_back_rule, (gpointer)type);
  without = build (laptop);
  /* what was drawn at a site is not taken back */
  g_assert_true (json_object_equal (g_strv_contains (drawn, type->name) ? after : before, without));
}

/* Each type of the record table that names an assignment, but for what signs the page or comes from the office. */
static void
test_every_type_is_covered (void)
{
  static const char *const not_on_page[] = {
    "removal", "signature", "nonce", "appeal", "appeal_admission", "appeal_review", "appeal_ruling", NULL,
  };
  static const char *const always[] = {"presence", "evidence", NULL};
  FieldLaptop laptop;
  guint covered = 0;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    {
      const HechaType *type = &hecha_records ()->types[i];

      if (hecha_type_find_field (type, "assignment", strlen ("assignment")) < 0
          || g_strv_contains (not_on_page, type->name))
        continue;
      check_type (&laptop, type, !g_strv_contains (always, type->name));
      covered++;
    }
  g_assert_cmpuint (covered, >=, 14);
  field_close (&laptop);
}

/* ---- a change is seen, whatever type it is of ---- */

static void
test_change_of_any_type_is_seen (void)
{
  static const char *const types[]
    = {"meeting",       "document_review", "inquiry", "site_view",  "public_visit", "media_item",
       "online_review", "survey",          "answer",  "site_frame", "site_draw",    "site_unit"};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      FieldLaptop signer, other;

      field_open (&signer);
      field_open (&other);
      field_assign (&signer, "HC-1", SAMPLE, NULL);
      field_visit (&signer, SAMPLE);
      field_find (&signer, SAMPLE, "met", "已完成");
      field_send (&signer, &other);
      field_sign (&signer, SAMPLE);
      write_record (&other, types[i]);
      field_send (&other, &signer);
      g_assert_cmpstr (field_state (&signer, SAMPLE), ==, "changed");
      field_close (&signer);
      field_close (&other);
    }
}

/* The office tells its number when it likes; what was signed stays as it was. */
static void
test_nonce_changes_nothing (void)
{
  FieldLaptop laptop;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  write_record (&laptop, "nonce");
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "to_do");
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_sign (&laptop, SAMPLE);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "effective");
  field_close (&laptop);
}

static void
test_strokes_stand_as_their_digest (void)
{
  FieldLaptop laptop;
  HechaDigest digest;
  g_autofree char *expected = NULL;
  g_autoptr (JsonObject) content = NULL;
  JsonObject *strokes;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  write_record (&laptop, "inquiry");
  content = build (&laptop);
  strokes = json_object_get_object_member (
    json_array_get_object_element (json_object_get_array_member (content, "inquiry"), 0), "strokes");
  hecha_digest_of (&digest, FIELD_STROKES, strlen (FIELD_STROKES));
  expected = hecha_digest_dup_text (&digest);
  g_assert_cmpstr (json_object_get_string_member (strokes, "value"), ==, expected);
  field_close (&laptop);
}

/* One by one and in a list, an assignment has the same. */
static void
test_list_has_what_one_has (void)
{
  FieldLaptop laptop;
  g_autoptr (GPtrArray) list = NULL;
  const HechaAssignment *a;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  write_record (&laptop, "meeting");
  write_record (&laptop, "answer");
  field_do (&laptop, take_back_rule, (gpointer)type_named ("answer"));
  list = hecha_assignment_list (hecha_store_reader (laptop.store), FIELD_SCOPE, NULL, NULL);
  a = list->pdata[0];
  g_assert_cmpuint (hecha_assignment_get_records (a, "meeting")->len, ==, 1);
  g_assert_nonnull (hecha_assignment_find_record (a, "meeting", ID "/meeting/1"));
  g_assert_null (hecha_assignment_find_record (a, "answer", ID "/answer/1"));
  g_assert_cmpuint (a->removed->len, ==, 1);
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/every-type-is-covered", test_every_type_is_covered);
  g_test_add_func ("/content/change-of-any-type-is-seen", test_change_of_any_type_is_seen);
  g_test_add_func ("/content/nonce-changes-nothing", test_nonce_changes_nothing);
  g_test_add_func ("/content/strokes-stand-as-their-digest", test_strokes_stand_as_their_digest);
  g_test_add_func ("/content/list-has-what-one-has", test_list_has_what_one_has);
  return g_test_run ();
}
