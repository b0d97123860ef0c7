/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../domain/field-fixture.h"
#include "domain/hecha-evidence-use.h"
#include "domain/hecha-place.h"
#include "evidence/hecha-attachment.h"
#include "evidence/hecha-partial.h"
#include "evidence/hecha-space.h"
#include "store/hecha-files.h"
#include "store/hecha-summary.h"

#define SAMPLE "A01-2026-T02-Q2"
#define OTHER  "A01-2026-T03-Q2"

typedef struct
{
  FieldLaptop laptop;
  HechaEvidence *evidence; /* (owned) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  field_open (&f->laptop);
  field_assign (&f->laptop, "HC-1", SAMPLE, NULL);
  field_assign (&f->laptop, "HC-1", OTHER, NULL);
  f->evidence = hecha_evidence_new (f->laptop.dir, &f->laptop.env);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_evidence_free (f->evidence);
  field_close (&f->laptop);
}

static HechaAttachment *
put (Fixture *f, const char *text)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);
  g_autoptr (GError) error = NULL;
  HechaAttachment *attachment = g_new0 (HechaAttachment, 1);

  hecha_evidence_put (f->evidence, stream, NULL, NULL, NULL, &attachment->digest, &attachment->size, &error);
  g_assert_no_error (error);
  attachment->name = g_strdup ("会议纪要.txt");
  g_assert_true (hecha_attachment_read (attachment, f->evidence, &error));
  return attachment;
}

static GPtrArray *
attach (Fixture *f, const char *sample, const char *about, const char *const *texts)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_attachment_free);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (all, put (f, texts[i]));
  g_assert_true (hecha_attachment_record_all (f->laptop.store, "I01", sample, about, all, &error));
  g_assert_no_error (error);
  return all;
}

static void
test_together (Fixture *f, gconstpointer unused)
{
  const char *texts[] = {"一", "二", "一", NULL};
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (HechaAssignment) sample = NULL;
  gint64 entries, after, ms;

  hecha_db_get_int (f->laptop.store->db, &entries, NULL, "SELECT count(*) FROM entry", "");
  all = attach (f, SAMPLE, "纪要", texts);
  hecha_db_get_int (f->laptop.store->db, &after, NULL, "SELECT count(*) FROM entry", "");
  g_assert_cmpint (after - entries, ==, 1);
  sample = field_load (&f->laptop, SAMPLE);
  g_assert_cmpuint (sample->evidence->len, ==, 2);
  g_assert_false (((HechaAttachment *)all->pdata[1])->known);
  g_assert_true (((HechaAttachment *)all->pdata[2])->known);
  g_assert_true (hecha_store_recorded_at (f->laptop.store, "evidence",
                                          ((HechaRecord *)sample->evidence->pdata[0])->id, &ms, NULL));
  g_assert_cmpint (ms, ==, FIELD_NOW_MS);
}

/* The one that is known as something else says so; the others are there, and only they are to be sent. */
static void
test_one_refused (Fixture *f, gconstpointer unused)
{
  const char *first[] = {"一", NULL}, *second[] = {"二", "一", "三", NULL};
  g_autoptr (GPtrArray) known = attach (f, SAMPLE, "纪要", first);
  g_autoptr (GPtrArray) all = attach (f, SAMPLE, "照片", second);
  g_autoptr (HechaAssignment) sample = field_load (&f->laptop, SAMPLE);
  gint64 files, bytes;

  g_assert_no_error (((HechaAttachment *)all->pdata[0])->problem);
  g_assert_error (((HechaAttachment *)all->pdata[1])->problem, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_assert_no_error (((HechaAttachment *)all->pdata[2])->problem);
  g_assert_cmpuint (sample->evidence->len, ==, 3);
  g_assert_true (hecha_store_count_unsent_files (f->laptop.store, &files, &bytes, NULL));
  g_assert_cmpint (files, ==, 3);
}

static void
test_sealed (Fixture *f, gconstpointer unused)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_attachment_free);
  g_autoptr (GError) error = NULL;
  gint64 files, bytes;

  field_visit (&f->laptop, SAMPLE);
  field_find (&f->laptop, SAMPLE, "met", "已完成");
  field_sign (&f->laptop, SAMPLE);
  g_ptr_array_add (one, put (f, "一"));
  g_assert_false (hecha_attachment_record_all (f->laptop.store, "I01", SAMPLE, NULL, one, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_assert_true (hecha_store_count_unsent_files (f->laptop.store, &files, &bytes, NULL));
  g_assert_cmpint (files, ==, 0);
}

static void
test_back_again (Fixture *f, gconstpointer unused)
{
  const char *texts[] = {"一", NULL};
  g_autoptr (GPtrArray) one = attach (f, SAMPLE, NULL, texts);
  HechaDetachInput input
    = {.sample = SAMPLE, .evidence = ((HechaAttachment *)one->pdata[0])->id, .reason = "误传"};
  g_autoptr (HechaAssignment) without = NULL, with = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (hecha_store_act (f->laptop.store, "I01", hecha_restore_record, &input, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  field_do (&f->laptop, hecha_detach_record, &input);
  without = field_load (&f->laptop, SAMPLE);
  g_assert_cmpuint (without->evidence->len, ==, 0);
  field_do (&f->laptop, hecha_restore_record, &input);
  with = field_load (&f->laptop, SAMPLE);
  g_assert_cmpuint (with->evidence->len, ==, 1);
  g_assert_cmpuint (with->removed->len, ==, 0);
}

static void
test_marked_copy (Fixture *f, gconstpointer unused)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_attachment_free);
  g_autoptr (HechaAssignment) sample = NULL;
  g_autofree char *hex = g_strnfill (64, 'a'), *original = g_strconcat ("sha256:", hex, NULL);
  HechaAttachment *copy = put (f, "带标注");

  copy->derived_from = g_strdup (original);
  g_ptr_array_add (one, copy);
  g_assert_true (hecha_attachment_record_all (f->laptop.store, "I01", SAMPLE, "裂缝", one, NULL));
  sample = field_load (&f->laptop, SAMPLE);
  g_assert_cmpstr (hecha_record_get (sample->evidence->pdata[0], "derived_from"), ==, original);
}

static HechaEvidenceUse *
use_of_first (Fixture *f, GHashTable **uses)
{
  g_autoptr (HechaAssignment) sample = field_load (&f->laptop, SAMPLE);

  *uses = hecha_evidence_find_uses (hecha_store_reader (f->laptop.store), sample, NULL);
  g_assert_nonnull (*uses);
  return g_hash_table_lookup (*uses, ((HechaRecord *)sample->evidence->pdata[0])->id);
}

static void
test_used_before (Fixture *f, gconstpointer unused)
{
  const char *texts[] = {"一", NULL};
  g_autoptr (GPtrArray) first = attach (f, SAMPLE, NULL, texts), other = NULL;
  g_autoptr (GHashTable) alone = NULL, shared = NULL, back = NULL;
  HechaDetachInput input = {.sample = OTHER, .reason = "误传"};
  HechaEvidenceUse *use;

  g_assert_null (use_of_first (f, &alone));
  other = attach (f, OTHER, NULL, texts);
  use = use_of_first (f, &shared);
  g_assert_cmpuint (use->n, ==, 1);
  g_assert_cmpstr (use->assignment, ==, "HC-1/" OTHER);
  g_assert_cmpstr (use->quarter, ==, "2026Q2");
  input.evidence = ((HechaAttachment *)other->pdata[0])->id;
  field_do (&f->laptop, hecha_detach_record, &input);
  g_assert_null (use_of_first (f, &back));
}

/* Guiyang to Zunyi is 127 km; the length of a street; the other side of the earth. */
static void
test_distance (void)
{
  g_assert_cmpint (hecha_place_distance (266470000, 1066302000, 266470000, 1066302000), ==, 0);
  g_assert_cmpint (hecha_place_distance (266470000, 1066302000, 277255000, 1069272000) / 1000, ==, 123);
  g_assert_cmpint (hecha_place_distance (0, 0, 10000, 0), ==, 111);
  g_assert_cmpint (hecha_place_distance (0, 1799990000, 0, -1799990000) / 10, ==, 22);
  g_assert_cmpint (hecha_place_distance (0, 0, 0, 1800000000) / 1000, ==, 20015);
}

static gint64
two_days_later (HechaClock *clock)
{
  return FIELD_NOW_MS + 2 * G_GINT64_CONSTANT (86400000);
}

/* A download that was stopped goes on the next day, and takes no room for ever. */
static void
test_abandoned_download (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) begun = NULL;
  g_autoptr (HechaPartial) kept = NULL;
  HechaFileCounts freed;
  HechaDigest digest;

  hecha_digest_of (&digest, "abc", 3);
  begun = hecha_partial_begin (f->evidence, "00112233445566778899aabbccddeeff", 3, &digest, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_partial_append (begun, "a", 1, NULL) && hecha_partial_sync (begun, NULL));
  g_clear_pointer (&begun, hecha_partial_free);
  g_assert_true (hecha_space_free (f->laptop.store, NULL, &freed, NULL));
  kept = hecha_partial_resume (f->evidence, "00112233445566778899aabbccddeeff", &error);
  g_assert_no_error (error);
  g_clear_pointer (&kept, hecha_partial_free);
  f->laptop.clock.now_ms = two_days_later;
  g_assert_true (hecha_space_free (f->laptop.store, NULL, &freed, NULL));
  g_assert_null (hecha_partial_resume (f->evidence, "00112233445566778899aabbccddeeff", &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/attachment/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("files-that-came-together-are-one-action", test_together);
  ADD ("one-that-cannot-be-recorded-stops-no-other", test_one_refused);
  ADD ("nothing-is-to-be-sent-that-was-not-recorded", test_sealed);
  ADD ("what-was-taken-back-counts-again", test_back_again);
  ADD ("a-marked-copy-names-its-original", test_marked_copy);
  ADD ("a-file-that-another-sample-has-is-recognised", test_used_before);
  ADD ("abandoned-download-takes-no-room-for-ever", test_abandoned_download);
  g_test_add_func ("/place/distance-in-metres", test_distance);
  return g_test_run ();
}
