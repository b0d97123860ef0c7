/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-drafts.h"

#include "fault-disk.h"

/* What is typed and is no entry yet. */

typedef struct
{
  char *dir;         /* (owned) */
  HechaStore *store; /* (owned) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->dir = fault_dir_make ();
  f->store = hecha_store_open (f->dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_store_close (f->store);
  fault_dir_remove (f->dir);
  g_free (f->dir);
}

static HechaDraft
make_draft (const char *field, const char *value, char **over)
{
  return (HechaDraft) {
    (char *)"team:T1", (char *)"finding", (char *)"P/U", (char *)field, (char *)value, over, 0};
}

static void
reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  hecha_store_close (f->store);
  f->store = hecha_store_open (f->dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);
  g_assert_no_error (error);
}

static GPtrArray *
list (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *drafts = hecha_store_list_drafts (f->store, &error);

  g_assert_no_error (error);
  return drafts;
}

static void
test_survives (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  char *over[] = {(char *)"sha256:aa", (char *)"sha256:bb", NULL};
  HechaDraft draft = make_draft ("observation", "坝体𠮷\n“渗水”", over);
  g_autoptr (GPtrArray) drafts = NULL;
  const HechaDraft *found;

  g_assert_true (hecha_store_put_draft (f->store, &draft, &error));
  g_assert_no_error (error);
  reopen (f);
  drafts = list (f);
  g_assert_cmpuint (drafts->len, ==, 1);
  found = g_ptr_array_index (drafts, 0);
  g_assert_cmpstr (found->scope, ==, "team:T1");
  g_assert_cmpstr (found->type, ==, "finding");
  g_assert_cmpstr (found->id, ==, "P/U");
  g_assert_cmpstr (found->field, ==, "observation");
  g_assert_cmpstr (found->value, ==, "坝体𠮷\n“渗水”");
  g_assert_cmpstrv (found->over, over);
  g_assert_cmpint (found->changed, >, 0);
}

static void
test_latest (Fixture *f, gconstpointer unused)
{
  HechaDraft first = make_draft ("observation", "一", NULL),
             second = make_draft ("observation", "一二", NULL);
  g_autoptr (GPtrArray) drafts = NULL;

  g_assert_true (hecha_store_put_draft (f->store, &first, NULL));
  g_assert_true (hecha_store_put_draft (f->store, &second, NULL));
  drafts = list (f);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpstr (((HechaDraft *)drafts->pdata[0])->value, ==, "一二");
}

static void
test_clear_one (Fixture *f, gconstpointer unused)
{
  HechaDraft one = make_draft ("observation", "甲", NULL), other = make_draft ("opinion", "乙", NULL);
  g_autoptr (GPtrArray) drafts = NULL;

  g_assert_true (hecha_store_put_draft (f->store, &one, NULL));
  g_assert_true (hecha_store_put_draft (f->store, &other, NULL));
  g_assert_true (hecha_store_clear_draft (f->store, &one, NULL));
  g_assert_true (hecha_store_clear_draft (f->store, &one, NULL));
  drafts = list (f);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpstr (((HechaDraft *)drafts->pdata[0])->field, ==, "opinion");
}

static void
test_outside_digest (Fixture *f, gconstpointer unused)
{
  g_autofree char *before = hecha_store_digest (f->store, NULL, NULL);
  g_autofree char *after = NULL;
  HechaDraft draft = make_draft ("observation", "甲", NULL);

  g_assert_true (hecha_store_put_draft (f->store, &draft, NULL));
  after = hecha_store_digest (f->store, NULL, NULL);
  g_assert_nonnull (before);
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/drafts/survive-a-restart-to-the-letter", Fixture, NULL, set_up, test_survives, tear_down);
  g_test_add ("/drafts/keep-the-latest-of-a-field", Fixture, NULL, set_up, test_latest, tear_down);
  g_test_add ("/drafts/clearing-one-leaves-the-others", Fixture, NULL, set_up, test_clear_one, tear_down);
  g_test_add ("/drafts/are-in-no-digest", Fixture, NULL, set_up, test_outside_digest, tear_down);
  return g_test_run ();
}
