/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "evidence/hecha-partial.h"
#include "evidence/hecha-space.h"
#include "laptop-fixture.h"
#include "store/hecha-files.h"
#include "sync/hecha-fetch.h"

#include <string.h>

/* Files that a laptop lacks, from a real server. */

#define FILE_BYTES (3 * 1024 * 1024)

/* A team, the office and a file that the team attached, all of it synced. */
typedef struct
{
  TestServer *server;
  TestLaptop *team;
  TestLaptop *office;
  HechaDigest digest;
  char *text; /* of the digest */
  guint8 *bytes;
} Ground;

static void
ground_init (Ground *self)
{
  self->server = test_server_new (NULL, FALSE);
  self->team = test_laptop_new (self->server, "team", "T1");
  self->office = test_laptop_new (self->server, "office", NULL);
  self->bytes = g_malloc (FILE_BYTES);
  for (guint i = 0; i < FILE_BYTES; i++)
    self->bytes[i] = (guint8)(i * 31 + i / 251);
  test_laptop_attach (self->team, "team:T1", "E1", self->bytes, FILE_BYTES, &self->digest);
  self->text = hecha_digest_dup_text (&self->digest);
  hecha_sync_result_free (test_laptop_sync (self->team));
  hecha_sync_result_free (test_laptop_sync (self->office));
}

static void
ground_clear (Ground *self)
{
  test_laptop_free (self->team);
  test_laptop_free (self->office);
  test_server_free (self->server);
  g_free (self->text);
  g_free (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ground, ground_clear)

/* What the progress said. */
typedef struct
{
  goffset first;
  goffset last;
  GCancellable *stop; /* (nullable): at the first piece */
} Heard;

static void
hear (goffset done, goffset total, gpointer data)
{
  Heard *heard = data;

  g_assert_cmpint (total, ==, FILE_BYTES);
  g_assert_cmpint (done, >, heard->last);
  heard->first = heard->first == 0 ? done : heard->first;
  heard->last = done;
  if (heard->stop != NULL)
    g_cancellable_cancel (heard->stop);
}

static gboolean
fetch (TestLaptop *laptop, const char *digest, Heard *heard, GError **error)
{
  gboolean came = FALSE;

  return hecha_fetch (laptop->store, laptop->transport, digest, hear, heard, heard->stop, &came, error)
         && came;
}

static void
check_whole (Ground *self, TestLaptop *laptop)
{
  g_autoptr (GError) error = NULL;
  gint64 files, bytes;

  hecha_evidence_verify (laptop->evidence, &self->digest, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_store_has_file (laptop->store, self->text, &bytes, NULL));
  g_assert_cmpint (bytes, ==, FILE_BYTES);
  g_assert_true (hecha_store_count_unsent_files (laptop->store, &files, &bytes, NULL));
  g_assert_cmpint (files, ==, 0);
}

static void
test_office (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (GError) error = NULL;
  Heard heard = {0};
  gboolean came = TRUE;

  ground_init (&ground);
  g_assert_false (hecha_evidence_has (ground.office->evidence, &ground.digest, NULL));
  g_assert_true (fetch (ground.office, ground.text, &heard, &error));
  g_assert_no_error (error);
  g_assert_cmpint (heard.last, ==, FILE_BYTES);
  check_whole (&ground, ground.office);
  /* and once it is here, nothing comes */
  test_server_stop (ground.server);
  g_assert_true (hecha_fetch (ground.office->store, ground.office->transport, ground.text, NULL, NULL, NULL,
                              &came, &error));
  g_assert_false (came);
}

/* What went for room comes back, and may go again. */
/* One laptop says that it is shorter, another one longer: the digest says which file it is, the server how long. */
static void
test_whatever_its_size_is_said_to_be (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (GError) error = NULL;
  Heard heard = {0};

  ground_init (&ground);
  test_laptop_claim (ground.team, "team:T1", "E0", &ground.digest, 5);
  test_laptop_claim (ground.team, "team:T1", "E2", &ground.digest, FILE_BYTES + 5);
  hecha_sync_result_free (test_laptop_sync (ground.team));
  hecha_sync_result_free (test_laptop_sync (ground.office));
  g_assert_true (fetch (ground.office, ground.text, &heard, &error));
  g_assert_no_error (error);
  check_whole (&ground, ground.office);
}

static void
test_after_space_was_made (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (GError) error = NULL;
  HechaFileCounts freed;
  Heard heard = {0};

  ground_init (&ground);
  g_assert_true (hecha_space_free (ground.team->store, NULL, &freed, NULL));
  g_assert_cmpint (freed.n_files, ==, 1);
  g_assert_false (hecha_evidence_has (ground.team->evidence, &ground.digest, NULL));
  g_assert_true (fetch (ground.team, ground.text, &heard, &error));
  g_assert_no_error (error);
  check_whole (&ground, ground.team);
  g_assert_true (hecha_space_free (ground.team->store, NULL, &freed, NULL));
  g_assert_cmpint (freed.n_files, ==, 1);
}

/* Stopped at the first piece, it goes on from there and not from the beginning. */
static void
test_goes_on (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GError) error = NULL, problem = NULL;
  Heard first = {0, 0, stop}, second = {0};

  ground_init (&ground);
  g_assert_false (fetch (ground.office, ground.text, &first, &problem));
  g_assert_error (problem, HECHA_ERROR, HECHA_ERROR_NETWORK);
  g_assert_false (hecha_evidence_has (ground.office->evidence, &ground.digest, NULL));
  g_assert_cmpint (first.last, <, FILE_BYTES);
  g_assert_true (fetch (ground.office, ground.text, &second, &error));
  g_assert_no_error (error);
  g_assert_cmpint (second.first, >, first.last);
  check_whole (&ground, ground.office);
}

/* Half of it is something else, as after a disk that lies: it never gets the name, and the next attempt is whole. */
static void
test_checked_before_it_is_named (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (GError) error = NULL, problem = NULL;
  g_autoptr (HechaPartial) partial = NULL;
  Heard first = {0}, second = {0};

  ground_init (&ground);
  partial = hecha_partial_begin (ground.office->evidence, ground.text + strlen ("sha256:"), FILE_BYTES,
                                 &ground.digest, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_partial_append (partial, ground.bytes + 1, FILE_BYTES / 2, &error)
                 && hecha_partial_sync (partial, &error));
  g_clear_pointer (&partial, hecha_partial_free);
  g_assert_false (fetch (ground.office, ground.text, &first, &problem));
  g_assert_error (problem, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
  g_assert_cmpint (first.first, >, FILE_BYTES / 2);
  g_assert_false (hecha_evidence_has (ground.office->evidence, &ground.digest, NULL));
  g_assert_true (fetch (ground.office, ground.text, &second, &error));
  g_assert_no_error (error);
  check_whole (&ground, ground.office);
}

static gboolean
count_bytes (const void *bytes, gsize n_bytes, goffset total, gpointer data, GError **error)
{
  *(gsize *)data += n_bytes;
  return TRUE;
}

/* Another team knows nothing of it; when it guesses the name, the server knows nothing either. */
static void
test_only_within_the_scope (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (TestLaptop) other = NULL;
  g_autoptr (GError) error = NULL, problem = NULL;
  Heard heard = {0};
  goffset offset = 0;
  gsize n_bytes = 0;

  ground_init (&ground);
  other = test_laptop_new (ground.server, "team", "T2");
  hecha_sync_result_free (test_laptop_sync (other));
  g_assert_false (fetch (other, ground.text, &heard, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  g_assert_false (other->transport->download (other->transport, ground.text, &offset, count_bytes, &n_bytes,
                                              NULL, &problem));
  g_assert_error (problem, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  g_assert_cmpuint (n_bytes, ==, 0);
}

/* Both copies of a laptop go on and attach something; each file is nowhere else. */
static void
test_both_copies_hand_over (void)
{
  g_auto (Ground) ground = {NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (TestLaptop) copy = NULL;
  g_autoptr (HechaSyncResult) stopped = NULL;
  HechaDigest digests[2];

  ground_init (&ground);
  copy = test_laptop_copy (ground.team);
  test_laptop_attach (ground.team, "team:T1", "E2", "one", 3, &digests[0]);
  test_laptop_attach (copy, "team:T1", "E3", "two", 3, &digests[1]);
  hecha_sync_result_free (test_laptop_sync (ground.team));
  stopped = hecha_sync (copy->store, copy->transport, NULL, NULL, NULL, &error);
  g_assert_null (stopped);
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STOPPED);
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    g_assert_true (hecha_evidence_has (ground.server->evidence, &digests[i], NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/office-gets-the-files-of-a-team", test_office);
  g_test_add_func ("/fetch/whatever-its-size-is-said-to-be", test_whatever_its_size_is_said_to_be);
  g_test_add_func ("/fetch/back-after-space-was-made", test_after_space_was_made);
  g_test_add_func ("/fetch/goes-on-where-it-was-cut", test_goes_on);
  g_test_add_func ("/fetch/checked-before-it-is-named", test_checked_before_it_is_named);
  g_test_add_func ("/fetch/only-within-the-scope", test_only_within_the_scope);
  g_test_add_func ("/fetch/both-copies-of-a-laptop-hand-over-their-files", test_both_copies_hand_over);
  return g_test_run ();
}
