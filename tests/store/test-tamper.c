/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "sim/hecha-machine.h"
#include "sim/hecha-maker.h"
#include "store/hecha-exchange.h"
#include "store/hecha-store-private.h"

#include <string.h>

/* A journal of 300 entries of three devices, all signed for. Whoever has the database open can change
 * anything in it; each kind of change is found by verify, and the first entry that is wrong is named. Every
 * change is made inside a transaction that is undone afterwards. */

#define N_ENTRIES 300
#define N_DEVICES 3

typedef struct
{
  HechaMachine *machine; /* (owned) */
  HechaStore *store;     /* (owned) */
  HechaKey keys[N_DEVICES];
  char devs[N_DEVICES][HECHA_KEY_ID_BYTES];
  GPtrArray *entries; /* (owned) (element-type HechaMade) in the order of arrival; row n is entry n - 1 */
  GRand *rand;        /* (owned) */
} Fixture;

static HechaMade *
make_entry (Fixture *f, guint i)
{
  guint device = i % N_DEVICES;
  const HechaMade *before = i >= N_DEVICES ? g_ptr_array_index (f->entries, i - N_DEVICES) : NULL;
  g_autofree char *ops = g_strdup_printf (
    "[{\"id\":\"P/U%u\",\"set\":{\"observation\":\"第%u处\",\"verdict\":\"met\"},\"t\":\"finding\"}]", i % 40,
    i);

  return hecha_made_new (f->devs[device], "team:T1", before,
                         hecha_time_from_ms (G_GINT64_CONSTANT (1782892800000) + 1000 * i), "I01", ops);
}

static void
fill (Fixture *f)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (HechaIngested) ingested = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = hecha_store_begin (f->store, &error);

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      HechaMade *made = make_entry (f, i);
      HechaHead head;

      g_ptr_array_add (f->entries, made);
      g_string_append_printf (lines, "%s\n", made->bytes);
      hecha_made_head (made, &f->keys[i % N_DEVICES], &head);
      if (i % 60 >= 57 || i >= N_ENTRIES - N_DEVICES)
        hecha_head_append_line (&head, lines);
    }
  ingested = hecha_store_ingest (f->store, "test", NULL, lines->str, lines->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ingested->n_new, ==, N_ENTRIES);
  g_assert_true (hecha_store_commit (f->store, &txn, &error));
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->rand = g_rand_new_with_seed (5);
  f->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_made_free);
  f->machine = hecha_machine_new (5);
  f->store = hecha_machine_open (f->machine, HECHA_STORE_LAPTOP, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_DEVICES; i++)
    {
      hecha_key_generate (&f->keys[i], &f->machine->env);
      hecha_key_id (f->keys[i].sign_public, f->devs[i]);
    }
  fill (f);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_store_close (f->store);
  hecha_machine_free (f->machine);
  g_ptr_array_unref (f->entries);
  g_rand_free (f->rand);
}

static guint
pick (Fixture *f, guint n)
{
  return (guint)g_rand_int_range (f->rand, 0, (gint32)n);
}

static void
begin (Fixture *f)
{
  g_assert_true (hecha_db_exec (f->store->db, "BEGIN", NULL));
}

static void
undo (Fixture *f)
{
  g_assert_true (hecha_db_exec (f->store->db, "ROLLBACK", NULL));
}

/* Entry @row, counted from 1, as verify names it. */
static char *
name_of (Fixture *f, guint row)
{
  const HechaMade *made = g_ptr_array_index (f->entries, row - 1);

  return g_strdup_printf ("Entry %" G_GINT64_FORMAT " of %s in team:T1", made->seq, made->dev);
}

/* Something is found; the first sentence that names an entry names @row (0: any sentence will do). */
static void
expect_found (Fixture *f, guint row, const char *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = hecha_store_verify (f->store, &error);
  g_autofree char *name = row > 0 ? name_of (f, row) : g_strdup ("");
  const char *first = NULL;

  if (verified == NULL)
    {
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
      return;
    }
  for (guint i = 0; i < verified->problems->len && first == NULL; i++)
    if (g_str_has_prefix (g_ptr_array_index (verified->problems, i), row > 0 ? "Entry " : ""))
      first = g_ptr_array_index (verified->problems, i);
  if (first == NULL)
    g_error ("not found: %s (row %u)", change, row);
  if (!g_str_has_prefix (first, name))
    g_error ("%s: expected %s, found: %s", change, name, first);
}

static void
run (Fixture *f, const char *sql, gint64 first, gint64 second)
{
  g_autoptr (GError) error = NULL;

  hecha_db_run (f->store->db, &error, sql, "ii", first, second);
  g_assert_no_error (error);
}

static void
test_untouched (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = hecha_store_verify (f->store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (verified->problems->len, ==, 0);
  g_assert_cmpint (verified->n_entries, ==, N_ENTRIES);
}

/* A bit of the bytes is another one; still text or not. */
static void
test_flipped_bits (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 120; i++)
    {
      guint row = 1 + pick (f, N_ENTRIES), at;
      const HechaMade *made = g_ptr_array_index (f->entries, row - 1);
      g_autofree char *bytes = g_strdup (made->bytes);
      gsize n_bytes = strlen (bytes);

      at = pick (f, (guint)n_bytes);
      bytes[at] = (char)(bytes[at] ^ (1 << pick (f, 8)));
      begin (f);
      g_assert_true (hecha_db_run (f->store->db, NULL, "UPDATE entry SET bytes = ?2 WHERE n = ?1", "is",
                                   (gint64)row, bytes, n_bytes));
      expect_found (f, row, "a bit of the bytes");
      undo (f);
    }
}

/* Bytes that are well formed, and their new digest beside them, as one who knows the format would do it. */
static void
test_rewritten (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 20; i++)
    {
      guint row = 1 + pick (f, N_ENTRIES);
      const HechaMade *made = g_ptr_array_index (f->entries, row - 1);
      const char *verdict = strstr (made->bytes, "\"met\"");
      g_autofree char *bytes
        = g_strdup_printf ("%.*s\"partly\"%s", (int)(verdict - made->bytes), made->bytes, verdict + 5);
      HechaDigest digest;

      hecha_digest_of (&digest, bytes, strlen (bytes));
      begin (f);
      g_assert_true (hecha_db_run (f->store->db, NULL,
                                   "UPDATE entry SET bytes = ?2, digest = ?3 WHERE n = ?1", "itb",
                                   (gint64)row, bytes, digest.bytes, sizeof digest.bytes));
      /* itself a good entry: what it breaks is the link to the next, or the signature over the last */
      expect_found (f, row + N_DEVICES <= N_ENTRIES ? row + N_DEVICES : row, "rewritten, with its digest");
      undo (f);
    }
}

static void
test_deleted (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 30; i++)
    {
      guint row = 1 + pick (f, N_ENTRIES);

      begin (f);
      run (f, "DELETE FROM entry WHERE n = ?1", row, 0);
      expect_found (f, row + N_DEVICES <= N_ENTRIES ? row + N_DEVICES : 0, "deleted");
      undo (f);
    }
}

static void
test_swapped (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 30; i++)
    {
      guint a = 1 + pick (f, N_ENTRIES), b = 1 + (a + pick (f, N_ENTRIES - 1)) % N_ENTRIES;

      if (a == b)
        continue;
      begin (f);
      run (f,
           "UPDATE entry SET bytes = (SELECT e.bytes FROM entry e WHERE e.n = ?1 + ?2 - entry.n) "
           "WHERE n IN (?1, ?2)",
           a, b);
      expect_found (f, MIN (a, b), "swapped");
      undo (f);
    }
}

/* A forged entry at the end of a chain, in the middle of one as a second branch, and one that is there
 * twice. */
static void
test_inserted (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 20; i++)
    {
      guint row = 1 + pick (f, N_ENTRIES);
      const HechaMade *after = g_ptr_array_index (f->entries, row - 1);
      HechaMade *forged
        = hecha_made_new (after->dev, after->scope, after, hecha_time_from_ms (1782899999000), "I01",
                          "[{\"id\":\"P/U1\",\"set\":{\"verdict\":\"met\"},\"t\":\"finding\"}]");

      begin (f);
      g_assert_true (hecha_db_run (f->store->db, NULL,
                                   "INSERT INTO entry (chain, seq, state, at, digest, bytes) "
                                   "SELECT chain, ?2, 0, ?3, ?4, ?5 FROM entry WHERE n = ?1",
                                   "iiibt", (gint64)row, forged->seq, hecha_time_from_ms (1782899999000),
                                   forged->digest.bytes, sizeof forged->digest.bytes, forged->bytes));
      expect_found (f, 0, "inserted");
      undo (f);
      hecha_made_free (forged);
    }
  begin (f);
  run (f,
       "INSERT INTO entry (chain, seq, state, at, digest, bytes) SELECT chain, seq, state, at, digest, bytes "
       "FROM entry WHERE n = ?1",
       17, 0);
  expect_found (f, 17, "here twice");
  undo (f);
}

static void
test_truncated (Fixture *f, gconstpointer unused)
{
  for (guint left = 0; left < N_ENTRIES; left += 37)
    {
      begin (f);
      run (f, "DELETE FROM entry WHERE n > ?1", left, 0);
      expect_found (f, 0, "truncated");
      undo (f);
      begin (f); /* and the ends of the chains as if there had never been more */
      run (f, "DELETE FROM entry WHERE n > ?1", left, 0);
      run (f,
           "UPDATE chain SET seq = ifnull ((SELECT max (e.seq) FROM entry e WHERE e.chain = chain.n), 0), "
           "digest = "
           "ifnull ((SELECT e.digest FROM entry e WHERE e.chain = chain.n ORDER BY e.seq DESC LIMIT 1), "
           "zeroblob (32))",
           0, 0);
      expect_found (f, 0, "truncated, with the ends of the chains");
      undo (f);
    }
}

static void
test_beside (Fixture *f, gconstpointer unused)
{
  static const struct
  {
    const char *sql;
    gboolean named;
  } changes[] = {
    {"UPDATE entry SET seq = seq + 1 WHERE n = ?1", FALSE},
    {"UPDATE entry SET at = at + 1 WHERE n = ?1", TRUE},
    {"UPDATE entry SET digest = zeroblob (32) WHERE n = ?1", TRUE},
    {"UPDATE entry SET state = 2 WHERE n = ?1", FALSE},
    {"UPDATE entry SET chain = 1 + chain % 3 WHERE n = ?1", FALSE},
    {"UPDATE head SET sig = zeroblob (64) WHERE seq = 100", FALSE},
    {"UPDATE head SET key = zeroblob (32) WHERE seq = 100", FALSE},
    {"DELETE FROM head WHERE seq = 100", FALSE},
    {"UPDATE chain SET dev = 'ffffffffffffffffffffffffffffffff' WHERE n = 1", FALSE},
    {"UPDATE finding SET verdict = 'not_met' WHERE n = 1 + ?1 % 40", FALSE},
    {"DELETE FROM finding WHERE n = 1 + ?1 % 40", FALSE},
    {"UPDATE write SET live = 0 WHERE entry = ?1", FALSE},
    {"DELETE FROM conflict WHERE record = 1 + ?1 % 40", FALSE},
    {"UPDATE conflict SET open = 0 WHERE record = 1 + ?1 % 40", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      guint row = 200 + pick (f, 100);

      begin (f);
      run (f, changes[i].sql, row, 0);
      expect_found (f, changes[i].named ? row : 0, changes[i].sql);
      undo (f);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *f, gconstpointer unused);
  } tests[] = {
    {"/tamper/what-nobody-touched-is-clean", test_untouched},
    {"/tamper/a-flipped-bit-is-found-and-its-entry-named", test_flipped_bits},
    {"/tamper/an-entry-written-anew-with-its-digest-is-found", test_rewritten},
    {"/tamper/a-deleted-entry-is-found-and-the-next-named", test_deleted},
    {"/tamper/two-swapped-entries-are-found-and-the-first-named", test_swapped},
    {"/tamper/an-inserted-entry-is-found", test_inserted},
    {"/tamper/a-cut-end-is-found", test_truncated},
    {"/tamper/a-change-beside-the-entries-is-found", test_beside},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
