/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-evidence-check.h"
#include "evidence/hecha-space.h"
#include "laptop-fixture.h"

#include <string.h>

/* Room on a laptop: only what a real server acknowledged goes. */

static void
count (TestLaptop *laptop, HechaFileCounts *counts)
{
  g_autoptr (GError) error = NULL;

  hecha_store_count_files (laptop->store, counts, &error);
  g_assert_no_error (error);
}

static void
free_space (TestLaptop *laptop, HechaFileCounts *freed)
{
  g_autoptr (GError) error = NULL;

  hecha_space_free (laptop->store, NULL, freed, &error);
  g_assert_no_error (error);
}

static void
test_only_what_the_office_has (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (TestLaptop) laptop = test_laptop_new (server, "team", "T1");
  g_autoptr (HechaSyncResult) first = NULL, second = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  HechaDigest sent, waiting;
  HechaFileCounts counts, freed;
  guint n_files;

  test_laptop_attach (laptop, "team:T1", "E1", "one two three", 13, &sent);
  count (laptop, &counts);
  g_assert_cmpint (counts.n_files, ==, 1);
  g_assert_cmpint (counts.n_spare, ==, 0);
  free_space (laptop, &freed);
  g_assert_cmpint (freed.n_files, ==, 0);

  first = test_laptop_sync (laptop);
  test_laptop_attach (laptop, "team:T1", "E2", "four", 4, &waiting);
  count (laptop, &counts);
  g_assert_cmpint (counts.bytes, ==, 17);
  g_assert_cmpint (counts.n_spare, ==, 1);
  g_assert_cmpint (counts.spare_bytes, ==, 13);
  free_space (laptop, &freed);
  g_assert_cmpint (freed.n_files, ==, 1);
  g_assert_cmpint (freed.bytes, ==, 13);
  g_assert_false (hecha_evidence_has (laptop->evidence, &sent, NULL));
  g_assert_true (hecha_evidence_has (laptop->evidence, &waiting, NULL));

  /* what is gone is not missed, and what waits still goes */
  g_assert_true (hecha_evidence_check_files (laptop->store, NULL, problems, &n_files, NULL));
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (n_files, ==, 1);
  second = test_laptop_sync (laptop);
  g_assert_cmpuint (second->files_sent, ==, 1);
  count (laptop, &counts);
  g_assert_cmpint (counts.n_files, ==, 1);
}

/* The same file is evidence of a second thing, of which the office does not know yet. */
static void
test_named_again (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (TestLaptop) laptop = test_laptop_new (server, "team", "T1");
  g_autoptr (HechaSyncResult) first = NULL, second = NULL;
  HechaDigest digest;
  HechaFileCounts freed;

  test_laptop_attach (laptop, "team:T1", "E1", "one", 3, &digest);
  first = test_laptop_sync (laptop);
  test_laptop_attach (laptop, "team:T1", "E2", "one", 3, &digest);
  free_space (laptop, &freed);
  g_assert_cmpint (freed.n_files, ==, 0);
  second = test_laptop_sync (laptop);
  free_space (laptop, &freed);
  g_assert_cmpint (freed.n_files, ==, 1);

  /* and brought again, it is here again, and the office has it still */
  test_laptop_attach (laptop, "team:T1", "E3", "one", 3, &digest);
  g_assert_true (hecha_evidence_has (laptop->evidence, &digest, NULL));
  free_space (laptop, &freed);
  g_assert_cmpint (freed.n_files, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/space/only-what-the-office-has", test_only_what_the_office_has);
  g_test_add_func ("/space/named-again", test_named_again);
  return g_test_run ();
}
