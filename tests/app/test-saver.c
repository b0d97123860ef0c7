/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "base/hecha-error.h"
#include "hecha-undo.h"
#include "store/hecha-summary.h"

static void
edit (FieldFixture *f, const char *field, const char *value, const HechaLive *live)
{
  hecha_saver_edit (f->saver, FIELD_SCOPE, "finding", FIELD_SAMPLE, field, value, live);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

static gboolean
flush (FieldFixture *f, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  hecha_saver_flush_async (f->saver, flushed_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hecha_saver_flush_finish (f->saver, answer, error);
}

static gpointer
get_finding_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_reader_get (hecha_store_reader (store), FIELD_SCOPE, "finding", FIELD_SAMPLE, error);
}

static HechaRecord *
get_finding (FieldFixture *f)
{
  return field_fixture_run (f, get_finding_work, NULL, NULL);
}

static gpointer
list_drafts_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_store_list_drafts (store, error);
}

static guint
count_drafts (FieldFixture *f)
{
  g_autoptr (GPtrArray) drafts = field_fixture_run (f, list_drafts_work, NULL, NULL);

  return drafts->len;
}

static gpointer
live_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_live_read (hecha_store_reader (store), FIELD_SCOPE, "finding", FIELD_SAMPLE, data, error);
}

static void
test_draft_first (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaRecord) finding = NULL;

  edit (f, "observation", "坝体", NULL);
  while (count_drafts (f) == 0)
    g_main_context_iteration (NULL, TRUE);
  finding = get_finding (f);
  g_assert_null (finding);
  g_assert_cmpint (hecha_saver_get_state (f->saver, NULL), ==, HECHA_SAVER_SAVING);
  g_assert_true (flush (f, NULL));
}

/* How often SQLite committed since the log was begun: a frame that ends a commit says how large the database is. */
static guint
count_commits (FieldFixture *f)
{
  enum
  {
    LOG_HEADER = 32,
    PAGE_SIZE_AT = 8,
    FRAME_HEADER = 24,
    COMMIT_AT = 4
  };
  g_autofree char *path = g_build_filename (f->dir, "hecha.db-wal", NULL);
  g_autofree char *log = NULL;
  gsize length, page;
  guint commits = 0;

  g_assert_true (g_file_get_contents (path, &log, &length, NULL));
  g_assert_cmpuint (length, >=, LOG_HEADER);
  page = GUINT32_FROM_BE (*(const guint32 *)(gpointer)(log + PAGE_SIZE_AT));
  for (gsize at = LOG_HEADER; at + FRAME_HEADER + page <= length; at += FRAME_HEADER + page)
    commits += *(const guint32 *)(gpointer)(log + at + COMMIT_AT) != 0;
  return commits;
}

static gpointer
has_draft_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) drafts = hecha_store_list_drafts (store, error);

  return GINT_TO_POINTER (drafts->len == 1 && strcmp (((HechaDraft *)drafts->pdata[0])->value, data) == 0);
}

/* How many commits it takes until what is typed is on the disk. */
static guint
type_key (FieldFixture *f, const char *text)
{
  guint before = count_commits (f);

  edit (f, "observation", text, NULL);
  while (!GPOINTER_TO_INT (field_fixture_run (f, has_draft_work, (gpointer)text, NULL)))
    g_main_context_iteration (NULL, TRUE);
  return count_commits (f) - before;
}

static void
test_commits (FieldFixture *f, gconstpointer unused)
{
  static const char *const typed[] = {"坝", "坝体", "坝体已", "坝体已封"};
  guint most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      guint commits = type_key (f, typed[i]);

      g_assert_cmpuint (commits, >=, 1);
      most = MAX (most, commits);
    }
  g_test_message ("a keystroke is on the disk after %u commits", most);
  g_assert_cmpuint (most, <=, 2);
  g_assert_true (flush (f, NULL));
}

static void
test_leave (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaRecord) finding = NULL;

  edit (f, "observation", "坝体渗水", NULL);
  hecha_saver_leave (f->saver, FIELD_SCOPE, "finding", FIELD_SAMPLE, "observation");
  while (hecha_saver_get_state (f->saver, NULL) != HECHA_SAVER_SAVED)
    g_main_context_iteration (NULL, TRUE);
  finding = get_finding (f);
  g_assert_cmpstr (hecha_record_get (finding, "observation"), ==, "坝体渗水");
  g_assert_cmpuint (count_drafts (f), ==, 0);
}

static void
test_idle (FieldFixture *f, gconstpointer unused)
{
  edit (f, "observation", "坝体渗水", NULL);
  while (hecha_saver_get_state (f->saver, NULL) != HECHA_SAVER_SAVED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_drafts (f), ==, 0);
}

static void
test_dirty (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaRecord) finding = NULL;

  edit (f, "observation", "一", NULL);
  hecha_saver_leave (f->saver, FIELD_SCOPE, "finding", FIELD_SAMPLE, "observation");
  edit (f, "observation", "一二", NULL);
  g_assert_true (flush (f, NULL));
  finding = get_finding (f);
  g_assert_cmpstr (hecha_record_get (finding, "observation"), ==, "一二");
  g_assert_false (hecha_record_is_disputed (finding, "observation"));
}

static void
test_crash (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaRecord) finding = NULL;

  edit (f, "observation", "写到一半", NULL);
  while (count_drafts (f) == 0)
    g_main_context_iteration (NULL, TRUE);
  field_fixture_restart (f);
  g_assert_cmpstr (hecha_saver_peek (f->saver, FIELD_SCOPE, "finding", FIELD_SAMPLE, "observation", NULL), ==,
                   "写到一半");
  g_assert_true (flush (f, NULL));
  finding = get_finding (f);
  g_assert_cmpstr (hecha_record_get (finding, "observation"), ==, "写到一半");
}

static void
test_refused (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  const char *refusal = NULL;

  edit (f, "value", "三千", NULL);
  g_assert_false (flush (f, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_assert_cmpint (hecha_saver_get_state (f->saver, NULL), ==, HECHA_SAVER_REFUSED);
  g_assert_cmpstr (hecha_saver_peek (f->saver, FIELD_SCOPE, "finding", FIELD_SAMPLE, "value", &refusal), ==,
                   "三千");
  g_assert_nonnull (refusal);
  g_assert_nonnull (hecha_saver_find_refused (f->saver, FIELD_SCOPE, FIELD_SAMPLE, NULL));
  g_assert_null (hecha_saver_find_refused (f->saver, FIELD_SCOPE, "P/A01-2026-T02", NULL));
  g_assert_cmpuint (count_drafts (f), ==, 1);
  edit (f, "value", "3000", NULL);
  g_assert_true (flush (f, NULL));
  g_assert_cmpuint (count_drafts (f), ==, 0);
}

static gboolean
write_other (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "finding", FIELD_SAMPLE);

  hecha_act_op_set_text (op, "observation", "别人写的");
  return TRUE;
}

static gpointer
write_other_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_act (store, "I02", write_other, NULL, error);
  return NULL;
}

/* What came by a sync while it was typed was not before the author's eyes. */
static void
test_unseen (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaLive) seen = NULL;
  g_autoptr (HechaRecord) finding = NULL;

  edit (f, "observation", "原来的", NULL);
  g_assert_true (flush (f, NULL));
  seen = field_fixture_run (f, live_work, (gpointer) "observation", NULL);
  edit (f, "observation", "我写的", seen);
  field_fixture_run (f, write_other_work, NULL, NULL);
  g_assert_true (flush (f, NULL));
  finding = get_finding (f);
  g_assert_true (hecha_record_is_disputed (finding, "observation"));
}

static void
test_own (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaRecord) finding = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("第%u次", i);

      /* the page was not drawn anew in between */
      edit (f, "observation", text, NULL);
      g_assert_true (flush (f, NULL));
    }
  finding = get_finding (f);
  g_assert_false (hecha_record_is_disputed (finding, "observation"));
  g_assert_cmpstr (hecha_record_get (finding, "observation"), ==, "第2次");
}

/* ---- undoing ---- */

static gpointer
load_sample_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_sample_data_load (store, FIELD_SCOPE, FIELD_SAMPLE, error);
}

static void
leave (FieldFixture *f, const char *field, const char *value)
{
  g_autoptr (HechaSampleData) data = field_fixture_run (f, load_sample_work, NULL, NULL);

  edit (f, field, value, hecha_sample_data_live (data, "finding", FIELD_SAMPLE, field));
  g_assert_true (flush (f, NULL));
}

static void
step (FieldFixture *f, HechaUndo *undo, gboolean (*func) (HechaUndo *, const HechaSampleData *))
{
  g_autoptr (HechaSampleData) data = field_fixture_run (f, load_sample_work, NULL, NULL);

  g_assert_true (func (undo, data));
  g_assert_true (flush (f, NULL));
}

static void
assert_finding (FieldFixture *f, const char *observation, const char *opinion)
{
  g_autoptr (HechaRecord) finding = get_finding (f);

  g_assert_cmpstr (hecha_record_get (finding, "observation"), ==, observation);
  g_assert_cmpstr (hecha_record_get (finding, "opinion"), ==, opinion);
  g_assert_cmpuint (finding->disputed, ==, 0);
}

static void
test_undo (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaUndo) undo = hecha_undo_new (f->saver);

  hecha_undo_select (undo, FIELD_SCOPE, FIELD_SAMPLE);
  leave (f, "observation", "坝体渗水");
  leave (f, "opinion", "应当返工");
  leave (f, "observation", "坝体渗水两处");
  step (f, undo, hecha_undo_undo);
  assert_finding (f, "坝体渗水", "应当返工");
  step (f, undo, hecha_undo_undo);
  assert_finding (f, "坝体渗水", NULL);
  step (f, undo, hecha_undo_undo);
  assert_finding (f, NULL, NULL);
  g_assert_false (hecha_undo_can_undo (undo));
  step (f, undo, hecha_undo_redo);
  step (f, undo, hecha_undo_redo);
  step (f, undo, hecha_undo_redo);
  assert_finding (f, "坝体渗水两处", "应当返工");
  g_assert_false (hecha_undo_can_redo (undo));
}

static gpointer
count_entries_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaSummary summary = {0};

  g_assert_true (hecha_store_summarise (store, &summary, error));
  return GSIZE_TO_POINTER ((gsize)summary.own);
}

static void
test_undo_appends (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaUndo) undo = hecha_undo_new (f->saver);
  gsize before;

  hecha_undo_select (undo, FIELD_SCOPE, FIELD_SAMPLE);
  leave (f, "observation", "坝体渗水");
  before = GPOINTER_TO_SIZE (field_fixture_run (f, count_entries_work, NULL, NULL));
  step (f, undo, hecha_undo_undo);
  g_assert_cmpuint (GPOINTER_TO_SIZE (field_fixture_run (f, count_entries_work, NULL, NULL)), ==, before + 1);
}

static void
test_undo_while_typing (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaUndo) undo = hecha_undo_new (f->saver);

  hecha_undo_select (undo, FIELD_SCOPE, FIELD_SAMPLE);
  leave (f, "observation", "坝体渗水");
  edit (f, "observation", "坝体渗水，还在写", NULL);
  step (f, undo, hecha_undo_undo);
  assert_finding (f, "坝体渗水", NULL);
  step (f, undo, hecha_undo_redo);
  assert_finding (f, "坝体渗水，还在写", NULL);
}

static void
test_undo_refused (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaUndo) undo = hecha_undo_new (f->saver);
  g_autoptr (GError) error = NULL;

  hecha_undo_select (undo, FIELD_SCOPE, FIELD_SAMPLE);
  leave (f, "value", "34.1");
  edit (f, "value", "三千", NULL);
  g_assert_false (flush (f, &error));
  step (f, undo, hecha_undo_undo);
  g_assert_cmpint (hecha_saver_get_state (f->saver, NULL), ==, HECHA_SAVER_SAVED);
}

static void
test_undo_other_sample (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaUndo) undo = hecha_undo_new (f->saver);

  hecha_undo_select (undo, FIELD_SCOPE, "P/A01-2026-T02");
  leave (f, "observation", "坝体渗水");
  g_assert_false (hecha_undo_can_undo (undo));
}

/* The place of a site view has a name, and coordinates beside it. */
static gpointer
site_view_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaLive) place = NULL;
  g_autoptr (HechaLive) coordinates = NULL;
  HechaReader *reader = hecha_store_reader (store);

  place = hecha_live_read (reader, FIELD_SCOPE, "site_view", FIELD_SAMPLE "/site_view/1", "place", error);
  coordinates
    = hecha_live_read (reader, FIELD_SCOPE, "site_view", FIELD_SAMPLE "/site_view/1", "coordinates", error);
  g_assert_cmpstr (place->text, ==, "右岸，灌浆平台");
  g_assert_cmpstr (coordinates->text, ==, "26.5783000,106.7135000");
  return NULL;
}

static void
test_site_view (FieldFixture *f, gconstpointer unused)
{
  const char *id = FIELD_SAMPLE "/site_view/1";

  hecha_saver_edit (f->saver, FIELD_SCOPE, "site_view", id, "place", "右岸，灌浆平台", NULL);
  g_assert_true (flush (f, NULL));
  hecha_saver_edit (f->saver, FIELD_SCOPE, "site_view", id, "coordinates", "26.5783,106.7135", NULL);
  g_assert_true (flush (f, NULL));
  field_fixture_run (f, site_view_work, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/saver/" name, FieldFixture, NULL, field_fixture_set_up, func, field_fixture_tear_down)
  ADD ("a-keystroke-is-a-draft-before-it-is-an-entry", test_draft_first);
  ADD ("a-keystroke-is-on-the-disk-after-two-commits-at-most", test_commits);
  ADD ("leaving-the-field-makes-an-entry-and-clears-the-draft", test_leave);
  ADD ("a-site-view-has-a-place-with-a-name-and-coordinates", test_site_view);
  ADD ("an-idle-field-becomes-an-entry", test_idle);
  ADD ("what-is-typed-while-it-writes-is-written-too", test_dirty);
  ADD ("restores-what-a-crash-left", test_crash);
  ADD ("keeps-what-is-refused-as-it-was-typed", test_refused);
  ADD ("what-others-wrote-unseen-stays-beside-it", test_unseen);
  ADD ("replaces-its-own-earlier-words", test_own);
  ADD ("undoes-and-redoes-across-fields", test_undo);
  ADD ("undoing-adds-an-entry-and-deletes-none", test_undo_appends);
  ADD ("undoes-what-is-being-typed", test_undo_while_typing);
  ADD ("undoes-what-is-refused", test_undo_refused);
  ADD ("another-sample-has-its-own-steps", test_undo_other_sample);
#undef ADD
  return g_test_run ();
}
