/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-content.h"

#define SAMPLE "A01-2026-T02-Q2"

/* A page with a file, signed by a witness, so that it can still be written on. */
static void
open_signed (FieldLaptop *laptop)
{
  HechaSignInput witness = field_leader (SAMPLE);
  g_autofree char *hex = g_strnfill (64, 'a'), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput file
    = {.sample = SAMPLE, .digest = digest, .kind = "file", .mime = "text/plain", .name = "台账.txt"};

  witness.person = "证人";
  witness.role = "witness";
  field_open (laptop);
  field_assign (laptop, "HC-1", SAMPLE, NULL);
  field_visit (laptop, SAMPLE);
  field_find (laptop, SAMPLE, "not_met", "未完成");
  field_do (laptop, hecha_attach_record, &file);
  field_do (laptop, hecha_sign_record, &witness);
  g_free (file.id);
  g_free (witness.id);
}

static GPtrArray *
diff (FieldLaptop *laptop)
{
  g_autoptr (HechaAssignment) a = field_load (laptop, SAMPLE);
  GPtrArray *changes = hecha_content_diff (a, a->signatures->pdata[0]);

  g_assert_cmpint (changes->len > 0, ==, hecha_content_changed (a, a->signatures->pdata[0]));
  return changes;
}

static void
assert_change (GPtrArray *changes, guint i, const char *type, const char *field, const char *before,
               const char *now)
{
  const HechaChange *change;

  g_assert_cmpuint (i, <, changes->len);
  change = changes->pdata[i];
  g_assert_cmpstr (change->type->name, ==, type);
  g_assert_cmpstr (change->field != NULL ? change->field->name : NULL, ==, field);
  g_assert_cmpstr (change->before, ==, before);
  g_assert_cmpstr (change->now, ==, now);
}

static void
test_nothing (void)
{
  FieldLaptop laptop;
  g_autoptr (GPtrArray) changes = NULL;

  open_signed (&laptop);
  changes = diff (&laptop);
  g_assert_cmpuint (changes->len, ==, 0);
  field_close (&laptop);
}

/* Changed, cleared and added values, in the order of the page. */
static void
test_fields (void)
{
  FieldLaptop laptop;
  HechaFindingInput finding = {.sample = SAMPLE, .observation = "已完成", .opinion = "复查"};
  HechaVisitInput visit = {.sample = SAMPLE, .place = "", .place_reason = "无信号"};
  g_autoptr (GPtrArray) changes = NULL;

  open_signed (&laptop);
  field_do (&laptop, hecha_finding_record, &finding);
  field_do (&laptop, hecha_visit_record, &visit);
  changes = diff (&laptop);
  g_assert_cmpuint (changes->len, ==, 6);
  assert_change (changes, 0, "visit", "latitude", "265783000", NULL);
  assert_change (changes, 1, "visit", "longitude", "1067135000", NULL);
  assert_change (changes, 2, "visit", "datum", "WGS-84", NULL);
  assert_change (changes, 3, "visit", "place_reason", NULL, "无信号");
  assert_change (changes, 4, "finding", "observation", "未完成", "已完成");
  assert_change (changes, 5, "finding", "opinion", NULL, "复查");
  field_close (&laptop);
}

/* Records that came and went stand there as one change each, by the name that people know. */
static void
test_records (void)
{
  static const char *const third[] = {"L01@09:00-10:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput guest = {.sample = SAMPLE, .present = third};
  HechaDetachInput detach = {.sample = SAMPLE, .evidence = "aaaaaaaaaaaaaaaa", .reason = "错"};
  g_autofree char *hex = g_strnfill (64, 'b'), *digest = g_strconcat ("sha256:", hex, NULL);
  HechaAttachInput file
    = {.sample = SAMPLE, .digest = digest, .kind = "photo", .mime = "image/jpeg", .name = "坝体.jpg"};
  g_autoptr (GPtrArray) changes = NULL;

  open_signed (&laptop);
  field_do (&laptop, hecha_visit_record, &guest);
  field_do (&laptop, hecha_detach_record, &detach);
  field_do (&laptop, hecha_attach_record, &file);
  changes = diff (&laptop);
  g_assert_cmpuint (changes->len, ==, 3);
  assert_change (changes, 0, "presence", NULL, NULL, "L01");
  assert_change (changes, 1, "evidence", NULL, "台账.txt", NULL);
  assert_change (changes, 2, "evidence", NULL, NULL, "坝体.jpg");
  g_free (file.id);
  field_close (&laptop);
}

/* A field of one of several records says of which. */
static void
test_names_the_record (void)
{
  static const char *const longer[] = {"I02@09:30-12:00", NULL};
  FieldLaptop laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .present = longer};
  g_autoptr (GPtrArray) changes = NULL;

  open_signed (&laptop);
  field_do (&laptop, hecha_visit_record, &visit);
  changes = diff (&laptop);
  g_assert_cmpuint (changes->len, ==, 1);
  assert_change (changes, 0, "presence", "to", "11:00", "12:00");
  g_assert_cmpstr (((const HechaChange *)changes->pdata[0])->name, ==, "I02");
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content-diff/nothing-changed", test_nothing);
  g_test_add_func ("/content-diff/fields-with-before-and-now", test_fields);
  g_test_add_func ("/content-diff/records-that-came-and-went", test_records);
  g_test_add_func ("/content-diff/names-the-record", test_names_the_record);
  return g_test_run ();
}
