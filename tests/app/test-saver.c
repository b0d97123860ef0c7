/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "base/hecha-error.h"

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
  g_assert_true (hecha_saver_is_refused (f->saver, FIELD_SCOPE, FIELD_SAMPLE));
  g_assert_false (hecha_saver_is_refused (f->saver, FIELD_SCOPE, "P/A01-2026-T02"));
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/saver/" name, FieldFixture, NULL, field_fixture_set_up, func, field_fixture_tear_down)
  ADD ("a-keystroke-is-a-draft-before-it-is-an-entry", test_draft_first);
  ADD ("leaving-the-field-makes-an-entry-and-clears-the-draft", test_leave);
  ADD ("an-idle-field-becomes-an-entry", test_idle);
  ADD ("what-is-typed-while-it-writes-is-written-too", test_dirty);
  ADD ("restores-what-a-crash-left", test_crash);
  ADD ("keeps-what-is-refused-as-it-was-typed", test_refused);
  ADD ("what-others-wrote-unseen-stays-beside-it", test_unseen);
  ADD ("replaces-its-own-earlier-words", test_own);
#undef ADD
  return g_test_run ();
}
