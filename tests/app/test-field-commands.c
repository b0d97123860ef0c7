/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../domain/field-fixture.h"

#include "hechactl-field.h"
#include "hechactl-status.h"

#include <string.h>
#include <sys/stat.h>

#define SAMPLE "A01-2026-T02-Q2"

static const HechactlCommand *const tables[] = {hechactl_field_commands, hechactl_method_commands,
                                                hechactl_show_commands, hechactl_status_commands, NULL};

typedef struct
{
  char *dir;     /* (owned) the store's */
  char *outside; /* (owned) where the inspector's files are */
  char *file;    /* (owned) */
  char *strokes; /* (owned) */
} Fixture;

static char *
write_file (Fixture *f, const char *name, const char *text)
{
  char *path = g_build_filename (f->outside, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  static const char *const items[] = {"验收报告", NULL};
  FieldLaptop laptop;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, items);
  g_assert_true (hecha_store_set_meta (laptop.store, "person", "I01", NULL));
  hecha_store_close (laptop.store);
  f->dir = laptop.dir;
  f->outside = g_dir_make_tmp ("hecha-outside-XXXXXX", NULL);
  f->file = write_file (f, "验收报告.txt", "一切如约完成。\n");
  f->strokes = write_file (f, "strokes.json", FIELD_STROKES);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  field_remove (f->dir);
  field_remove (f->outside);
  g_free (f->dir);
  g_free (f->outside);
  g_free (f->file);
  g_free (f->strokes);
}

/* Runs one command with --json; the words end with NULL. */
static JsonNode *run (Fixture *f, int expected, const char *first, ...) G_GNUC_NULL_TERMINATED;

static JsonNode *
run (Fixture *f, int expected, const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);
  const char *fixed[] = {"hechactl", "--store", f->dir, "--json"};
  int status;
  va_list more;

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (words, (gpointer)fixed[i]);
  va_start (more, first);
  for (const char *word = first; word != NULL; word = va_arg (more, const char *))
    g_ptr_array_add (words, (gpointer)word);
  va_end (more);
  g_ptr_array_add (words, NULL);
  status = hechactl_command_run (tables, (const char *const *)words->pdata, out, err);
  if (status != expected)
    g_error ("%s: status %d, %s", first, status, err->str);
  return out->len > 0 ? json_from_string (out->str, NULL) : NULL;
}

static const char *
member (JsonNode *document, const char *name)
{
  return json_object_get_string_member (json_node_get_object (document), name);
}

static void
record_all (Fixture *f)
{
  g_autoptr (JsonNode) visit
    = run (f, HECHACTL_DONE, "visit", SAMPLE, "--mode", "onsite", "--place", "26.5783,106.7135", "--present",
           "I01@09:00-10:00", "I02@09:30-11:00", "--method", "documents", NULL);
  g_autoptr (JsonNode) document = run (f, HECHACTL_DONE, "method", SAMPLE, "documents", "--title", "竣工批复",
                                       "--no-number", "--copy", "seen", NULL);
  g_autoptr (JsonNode) file = run (f, HECHACTL_DONE, "attach", SAMPLE, f->file, "--about", "验收报告", NULL);
  g_autoptr (JsonNode) finding
    = run (f, HECHACTL_DONE, "finding", SAMPLE, "--verdict", "met", "--observation", "已完成𠮷", NULL);

  g_assert_cmpstr (member (visit, "state"), ==, "begun");
  g_assert_cmpstr (member (finding, "state"), ==, "ready");
}

static void
test_whole_way (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) sign = NULL, show = NULL, samples = NULL;
  JsonObject *object, *evidence;

  record_all (f);
  sign = run (f, HECHACTL_DONE, "sign", SAMPLE, "--person", "I01", "--role", "leader", "--strokes",
              f->strokes, NULL);
  g_assert_cmpstr (member (sign, "state"), ==, "effective");

  show = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  object = json_node_get_object (show);
  evidence = json_array_get_object_element (json_object_get_array_member (object, "evidence"), 0);
  g_assert_cmpstr (json_object_get_string_member (evidence, "name"), ==, "验收报告.txt");
  g_assert_cmpint (json_object_get_int_member (evidence, "size"), ==, 22);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "signatures")), ==, 1);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "missing")), ==, 0);

  samples = run (f, HECHACTL_DONE, "samples", "HC-1", NULL);
  object = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (samples), "samples"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "id"), ==, SAMPLE);
  g_assert_cmpstr (json_object_get_string_member (object, "team"), ==, "T1");
  g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "effective");
}

static void
test_status_counts (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) status = NULL;
  JsonObject *object;

  record_all (f);
  status = run (f, HECHACTL_DONE, "status", NULL);
  object = json_node_get_object (status);
  g_assert_cmpstr (json_object_get_string_member (object, "role"), ==, "team");
  g_assert_cmpstr (json_object_get_string_member (object, "person"), ==, "I01");
  g_assert_cmpint (json_object_get_int_member (object, "entries"), ==, 6);
  g_assert_cmpint (json_object_get_int_member (object, "unsent_entries"), ==, 6);
  g_assert_cmpint (json_object_get_int_member (object, "unsent_files"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "unsent_bytes"), ==, 22);
  g_assert_true (json_object_get_null_member (object, "last_receipt"));
}

/* R015: one bit of a stored file. */
static void
flip_bit (Fixture *f)
{
  g_autoptr (JsonNode) show = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  JsonArray *list = json_object_get_array_member (json_node_get_object (show), "evidence");
  const char *digest = json_object_get_string_member (json_array_get_object_element (list, 0), "digest");
  const char *hex = digest + strlen ("sha256:");
  g_autofree char *fan = g_strndup (hex, 2);
  g_autofree char *path = g_build_filename (f->dir, "evidence", fan, hex, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  text[3] ^= 1;
  g_assert_cmpint (chmod (path, 0600), ==, 0);
  g_assert_true (g_file_set_contents_full (path, text, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
test_verify_names_the_damaged_file (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) good = NULL, bad = NULL;
  JsonArray *problems;

  record_all (f);
  good = run (f, HECHACTL_DONE, "verify", NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (good), "files"), ==, 1);
  flip_bit (f);
  bad = run (f, HECHACTL_REFUSED, "verify", NULL);
  problems = json_object_get_array_member (json_node_get_object (bad), "problems");
  g_assert_cmpuint (json_array_get_length (problems), ==, 1);
  g_assert_nonnull (strstr (json_array_get_string_element (problems, 0), "验收报告.txt"));
}

static void
test_digest_tells_scopes_apart (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) all = run (f, HECHACTL_DONE, "digest", NULL);
  g_autoptr (JsonNode) one = run (f, HECHACTL_DONE, "digest", "--scope", FIELD_SCOPE, NULL);
  g_autoptr (JsonNode) later = NULL;

  g_assert_cmpstr (member (all, "digest"), !=, member (one, "digest"));
  record_all (f);
  later = run (f, HECHACTL_DONE, "digest", "--scope", FIELD_SCOPE, NULL);
  g_assert_cmpstr (member (later, "digest"), !=, member (one, "digest"));
  g_assert_null (run (f, HECHACTL_REFUSED, "digest", "--scope", "team:T9", NULL));
}

/* A typed signature, with who confirmed it, its check, and what was changed afterwards. */
static void
test_typed_signature_and_what_changed (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) sign = NULL, change = NULL, show = NULL;
  JsonObject *signature, *changed;

  record_all (f);
  g_assert_null (run (f, HECHACTL_REFUSED, "sign", SAMPLE, "--person", "I02", "--role", "inspector",
                      "--typed-name", "李雷", NULL));
  sign = run (f, HECHACTL_DONE, "sign", SAMPLE, "--person", "I02", "--role", "inspector", "--typed-name",
              "李雷", "--confirmed-by", "I01", "--confirmer-name", "王芳", NULL);
  change = run (f, HECHACTL_DONE, "finding", SAMPLE, "--observation", "未完成", NULL);
  show = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  signature = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (show), "signatures"), 0);
  g_assert_cmpstr (json_object_get_string_member (signature, "confirmed_by"), ==, "I01");
  g_assert_true (json_object_get_boolean_member (signature, "valid"));
  g_assert_true (json_object_get_boolean_member (signature, "changed_since"));
  changed = json_array_get_object_element (json_object_get_array_member (signature, "changes"), 0);
  g_assert_cmpstr (json_object_get_string_member (changed, "field"), ==, "observation");
  g_assert_cmpstr (json_object_get_string_member (changed, "now"), ==, "未完成");
}

/* ---- methods ---- */

static JsonObject *
only_record (JsonNode *show, const char *type)
{
  JsonArray *array = json_object_get_array_member (json_node_get_object (show), type);

  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  return json_array_get_object_element (array, 0);
}

static void
test_method_is_recorded_and_taken_back (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) made = run (f, HECHACTL_DONE, "method", SAMPLE, "meeting", "--participants", "王芳",
                                   "--participants", "李雷", "--minutes", "讨论了进度", NULL);
  g_autoptr (JsonNode) show = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  g_autoptr (JsonNode) changed = run (f, HECHACTL_DONE, "method", SAMPLE, "meeting", "--id",
                                      member (made, "id"), "--minutes", "讨论了资金", NULL);
  g_autoptr (JsonNode) again = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  g_autoptr (JsonNode) removed
    = run (f, HECHACTL_DONE, "method", SAMPLE, "meeting", "--id", member (made, "id"), "--remove", NULL);
  g_autoptr (JsonNode) without = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  JsonArray *participants = json_object_get_array_member (only_record (show, "meeting"), "participants");

  g_assert_cmpuint (json_array_get_length (participants), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (only_record (again, "meeting"), "minutes"), ==,
                   "讨论了资金");
  g_assert_cmpuint (
    json_array_get_length (json_object_get_array_member (json_node_get_object (without), "meeting")), ==, 0);
  g_assert_null (run (f, HECHACTL_USAGE, "method", SAMPLE, "meeting", "--remove", NULL));
  g_assert_null (run (f, HECHACTL_REFUSED, "method", SAMPLE, "meeting", "--minutes", "无人", NULL));
  g_assert_null (run (f, HECHACTL_REFUSED, "answer", SAMPLE, "truth", "yes", NULL));
}

/* R029: whoever was visited is not named in what the agency gets, wherever the name stands. */
static void
test_agency_learns_no_names (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) visit = NULL, finding = NULL, sign = NULL, show = NULL, whole = NULL;
  g_autofree char *text = NULL, *all = NULL;

  record_all (f);
  visit = run (f, HECHACTL_DONE, "method", SAMPLE, "public", "--consent", "yes", "--respondent", "赵\"六𠮷",
               "--answers", "水通了，赵\"六𠮷自己说的", NULL);
  finding = run (f, HECHACTL_DONE, "finding", SAMPLE, "--observation", "据赵\"六𠮷反映已通水", NULL);
  sign = run (f, HECHACTL_DONE, "sign", SAMPLE, "--person", "I01", "--role", "leader", "--strokes",
              f->strokes, NULL);
  show = run (f, HECHACTL_DONE, "show", SAMPLE, "--for-agency", NULL);
  whole = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  text = json_to_string (show, FALSE);
  all = json_to_string (whole, FALSE);
  g_assert_null (strstr (text, "六𠮷"));
  g_assert_nonnull (strstr (text, "反映已通水"));
  g_assert_nonnull (strstr (all, "六𠮷"));
  g_assert_cmpstr (member (show, "state"), ==, "effective");
}

static void
test_refusals_exit_1 (Fixture *f, gconstpointer unused)
{
  g_assert_null (run (f, HECHACTL_REFUSED, "show", "A09-2026-T01-Q1", NULL));
  g_assert_null (run (f, HECHACTL_REFUSED, "sign", SAMPLE, "--person", "I01", "--role", "leader", "--strokes",
                      f->strokes, NULL));
  g_assert_null (run (f, HECHACTL_REFUSED, "attach", SAMPLE, "/nowhere/at/all", NULL));
  g_assert_null (run (f, HECHACTL_USAGE, "sign", SAMPLE, NULL));
  g_assert_null (run (f, HECHACTL_USAGE, "detach", SAMPLE, "x", NULL));
}

/* A photograph whose end is missing is kept as a file, and marked. */
static void
test_undecodable_is_kept_and_marked (Fixture *f, gconstpointer unused)
{
  static const char half[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0";
  g_autofree char *path = g_build_filename (f->outside, "photo.jpg", NULL);
  g_autoptr (JsonNode) answer = NULL;
  JsonObject *file;

  g_assert_true (g_file_set_contents (path, half, sizeof half - 1, NULL));
  answer = run (f, HECHACTL_DONE, "attach", SAMPLE, path, NULL);
  file = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (answer), "evidence"), 0);
  g_assert_cmpint (json_object_get_int_member (file, "size"), ==, (gint64)sizeof half - 1);
  g_assert_true (json_object_has_member (file, "undecodable"));
}

static void
test_detach_and_attach_again (Fixture *f, gconstpointer unused)
{
  g_autoptr (JsonNode) first = NULL, back = NULL, again = NULL;
  JsonObject *file;
  const char *id;

  record_all (f);
  first = run (f, HECHACTL_DONE, "show", SAMPLE, NULL);
  file = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (first), "evidence"), 0);
  id = json_object_get_string_member (file, "id");
  back = run (f, HECHACTL_DONE, "detach", SAMPLE, id, "--reason", "附错了", NULL);
  g_assert_cmpstr (member (back, "state"), ==, "begun"); /* “met” lacks its evidence again */
  again = run (f, HECHACTL_DONE, "attach", SAMPLE, f->file, NULL);
  g_assert_cmpstr (member (again, "state"), ==, "ready");
}

static void
test_mistyped_store_is_not_made (Fixture *f, gconstpointer unused)
{
  g_autofree char *real = f->dir;
  g_autofree char *wrong = g_build_filename (f->outside, "nothing", NULL);

  f->dir = wrong;
  g_assert_null (run (f, HECHACTL_REFUSED, "status", NULL));
  g_assert_false (g_file_test (wrong, G_FILE_TEST_EXISTS));
  f->dir = g_steal_pointer (&real);
}

#define ADD(name, test) g_test_add ("/field-commands/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole-way-to-an-effective-finding", test_whole_way);
  ADD ("status-counts-what-is-not-at-the-office", test_status_counts);
  ADD ("verify-names-the-damaged-file", test_verify_names_the_damaged_file);
  ADD ("digest-tells-scopes-apart", test_digest_tells_scopes_apart);
  ADD ("method-is-recorded-and-taken-back", test_method_is_recorded_and_taken_back);
  ADD ("agency-learns-no-names", test_agency_learns_no_names);
  ADD ("refusals-exit-1", test_refusals_exit_1);
  ADD ("typed-signature-and-what-changed", test_typed_signature_and_what_changed);
  ADD ("undecodable-is-kept-and-marked", test_undecodable_is_kept_and_marked);
  ADD ("detached-file-can-be-attached-again", test_detach_and_attach_again);
  ADD ("mistyped-store-is-not-made", test_mistyped_store_is_not_made);
  return g_test_run ();
}
