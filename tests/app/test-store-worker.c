/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "base/hecha-error.h"

static gpointer
set_word_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_set_meta (store, "word", data, error);
  return NULL;
}

static gpointer
get_word_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_store_get_meta (store, "word");
}

static void
test_busy (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  FieldFixture second = {f->dir, hecha_store_worker_new (f->dir, hecha_env_system ()), NULL};

  field_fixture_run (&second, get_word_work, NULL, &error);
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_BUSY);
  g_assert_finalize_object (second.worker);
}

typedef struct
{
  FieldFixture *fixture;
  GAsyncQueue *go; /* something is pushed when the network answers */
  gboolean waited;
} Slow;

static void
wait_for_network (gpointer data)
{
  g_async_queue_pop (((Slow *)data)->go);
}

static gpointer
slow_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Slow *slow = data;

  hecha_store_worker_wait (slow->fixture->worker, wait_for_network, slow);
  slow->waited = TRUE;
  return NULL;
}

static void
slow_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
}

static void
test_serves (FieldFixture *f, gconstpointer unused)
{
  Slow slow = {f, g_async_queue_new (), FALSE};
  g_autofree char *word = NULL;
  gboolean done = FALSE;

  hecha_store_worker_run_async (f->worker, slow_work, &slow, NULL, NULL, NULL, slow_done_cb, &done);
  field_fixture_run (f, set_word_work, (gpointer) "typed", NULL);
  word = field_fixture_run (f, get_word_work, NULL, NULL);
  g_assert_cmpstr (word, ==, "typed");
  g_assert_false (slow.waited);
  g_async_queue_push (slow.go, &slow);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (slow.waited);
  g_async_queue_unref (slow.go);
}

/* A thread that asks, as the one that fetches files does, while the main one goes on. */
static gpointer
ask_thread (gpointer data)
{
  GError *error = NULL;
  char *word = hecha_store_worker_run (data, get_word_work, NULL, NULL, g_free, NULL, &error);

  g_assert_no_error (error);
  return word;
}

static void
test_blocking (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *word = NULL;

  field_fixture_run (f, set_word_work, (gpointer) "typed", NULL);
  word = g_thread_join (g_thread_new ("asks", ask_thread, f->worker));
  g_assert_cmpstr (word, ==, "typed");
}

static void
test_blocking_cancelled (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (hecha_store_worker_run (f->worker, get_word_work, NULL, NULL, g_free, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_all_done (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *word = NULL;

  for (guint i = 0; i < 100; i++)
    hecha_store_worker_run_async (f->worker, set_word_work, (gpointer)(i == 99 ? "last" : "word"), NULL, NULL,
                                  NULL, NULL, NULL);
  field_fixture_restart (f);
  word = field_fixture_run (f, get_word_work, NULL, NULL);
  g_assert_cmpstr (word, ==, "last");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store-worker/says-that-another-program-has-the-store", FieldFixture, NULL,
              field_fixture_set_up, test_busy, field_fixture_tear_down);
  g_test_add ("/store-worker/serves-others-while-it-waits-for-the-network", FieldFixture, NULL,
              field_fixture_set_up, test_serves, field_fixture_tear_down);
  g_test_add ("/store-worker/gives-a-thread-that-waits-what-it-asked-for", FieldFixture, NULL,
              field_fixture_set_up, test_blocking, field_fixture_tear_down);
  g_test_add ("/store-worker/tells-a-thread-that-waits-when-it-was-cancelled", FieldFixture, NULL,
              field_fixture_set_up, test_blocking_cancelled, field_fixture_tear_down);
  g_test_add ("/store-worker/does-all-it-was-given-before-it-ends", FieldFixture, NULL, field_fixture_set_up,
              test_all_done, field_fixture_tear_down);
  return g_test_run ();
}
