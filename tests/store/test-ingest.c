/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "sim/hecha-machine.h"
#include "sim/hecha-scribble.h"
#include "sim/seeds.h"
#include "store/hecha-exchange.h"
#include "store/hecha-store-private.h"

#include <string.h>

/* Pages that an honest device would never send. What no head of its own author vouches for never gets in, whatever
 * stands beside it; all else does; and a page of honest lines afterwards brings everything. */

#define N_SEEDS 400

typedef struct
{
  HechaScribble *world;  /* (owned) */
  GRand *rand;           /* (owned) */
  HechaMachine *machine; /* (owned) */
  HechaStore *store;     /* (owned) */
  GHashTable *genuine;   /* (owned) (element-type utf8): bytes of all entries of the world */
} Victim;

static guint
pick (Victim *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

static void
victim_init (Victim *self, guint32 seed)
{
  g_autoptr (GError) error = NULL;

  self->world = hecha_scribble_new (seed, 4 + seed % 30);
  self->rand = g_rand_new_with_seed (seed + 1);
  self->machine = hecha_machine_new (seed);
  self->store = hecha_machine_open (self->machine, HECHA_STORE_LAPTOP, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_store_set_meta (self->store, "server", self->world->server, NULL));
  self->genuine = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->world->entries->len; i++)
    g_hash_table_add (self->genuine, hecha_scribble_get (self->world, i)->bytes);
}

static void
victim_clear (Victim *self)
{
  hecha_store_close (self->store);
  hecha_machine_free (self->machine);
  hecha_scribble_free (self->world);
  g_rand_free (self->rand);
  g_hash_table_unref (self->genuine);
}

static gboolean
has_successor (const HechaScribble *world, guint entry)
{
  for (guint i = entry + 1; i < world->entries->len; i++)
    if (hecha_scribble_get (world, i)->parent == (int)entry)
      return TRUE;
  return FALSE;
}

static void
append_head (Victim *self, const HechaMade *made, const HechaKey *key, GString *page)
{
  HechaHead head;

  hecha_made_head (made, key, &head);
  hecha_head_append_line (&head, page);
}

/* ---- what a stranger would try ---- */

static void
append_forged (Victim *self, const HechaMade *made, GString *page)
{
  /* another person is said to have done it */
  const char *by = strstr (made->bytes, "\"by\":\"") + 6;
  g_autofree char *bytes
    = g_strdup_printf ("%.*sMallory%s", (int)(by - made->bytes), made->bytes, strchr (by, '"'));
  HechaMade forged = *made;
  const HechaKey *other = &self->world->keys[(made->device + 1) % HECHA_SCRIBBLE_DEVICES];

  forged.bytes = bytes;
  hecha_digest_of (&forged.digest, bytes, strlen (bytes));
  g_string_append_printf (page, "%s\n", bytes);
  if (pick (self, 3) == 0) /* signed in the author's name by somebody else */
    append_head (self, &forged, other, page);
  if (pick (self, 3) == 0) /* vouched for in somebody else's own name */
    {
      char id[HECHA_KEY_ID_BYTES];

      hecha_key_id (other->sign_public, id);
      g_strlcpy (forged.dev, id, sizeof forged.dev);
      append_head (self, &forged, other, page);
    }
}

static void
append_damaged (Victim *self, const char *line, GString *page)
{
  gsize start = page->len, n = strlen (line), at = pick (self, (guint)n);

  g_string_append (page, line);
  if (pick (self, 2) == 0)
    page->str[start + at] = (char)(page->str[start + at] ^ (1 << pick (self, 7)));
  else
    g_string_truncate (page, start + at);
  g_string_append_c (page, '\n');
}

static void
append_mischief (Victim *self, const HechaMade *made, GString *page)
{
  switch (pick (self, 5))
    {
    case 0:
      append_forged (self, made, page);
      break;
    case 1:
      append_damaged (self, made->bytes, page);
      break;
    case 2:
      g_string_append_printf (page, "%s\n%s\n", made->bytes, made->bytes);
      break;
    case 3:
      g_string_append (page, "{\"head\":{\"dev\":7}}\n\n[]\n");
      break;
    default: /* a head over an entry that comes later, or never */
      append_head (self, made, &self->world->keys[made->device], page);
    }
}

static GString *
hostile_page (Victim *self)
{
  GString *page = g_string_new (NULL);
  guint from = pick (self, self->world->entries->len), n = 1 + pick (self, self->world->entries->len);

  for (guint i = from; i < MIN (from + n, self->world->entries->len); i++)
    {
      const HechaMade *made = hecha_scribble_get (self->world, i);

      if (pick (self, 3) == 0)
        append_mischief (self, made, page);
      if (pick (self, 6) > 0)
        g_string_append_printf (page, "%s\n", made->bytes);
      if (pick (self, 2) == 0)
        append_head (self, made, &self->world->keys[made->device], page);
    }
  return page;
}

static GString *
honest_page (Victim *self)
{
  GString *page = g_string_new (NULL);

  for (guint i = 0; i < self->world->entries->len; i++)
    {
      const HechaMade *made = hecha_scribble_get (self->world, i);

      g_string_append_printf (page, "%s\n", made->bytes);
      if (!has_successor (self->world, i))
        append_head (self, made, &self->world->keys[made->device], page);
    }
  return page;
}

/* ---- what must hold ---- */

static HechaIngested *
ingest (Victim *self, const GString *page)
{
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = hecha_store_begin (self->store, &error);
  HechaIngested *ingested = hecha_store_ingest (self->store, "test", NULL, page->str, page->len, &error);

  g_assert_no_error (error);
  g_assert_true (hecha_store_commit (self->store, &txn, &error));
  return ingested;
}

static void
check_genuine (Victim *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuery) query = hecha_db_query (self->store->db, &error, "SELECT bytes FROM entry", "");

  while (hecha_query_next (query, &error))
    if (!g_hash_table_contains (self->genuine, hecha_query_text (query, 0)))
      g_error ("forged: %s", hecha_query_text (query, 0));
  g_assert_no_error (error);
}

static void
check_verified (Victim *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = hecha_store_verify (self->store, &error);

  g_assert_no_error (error);
  if (verified->problems->len > 0)
    g_error ("verify: %s", (char *)g_ptr_array_index (verified->problems, 0));
}

static void
check_complete (Victim *self)
{
  for (guint i = 0; hecha_scribble_scopes[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HechaNaive) expected = hecha_scribble_merge (self->world, hecha_scribble_scopes[i]);
      g_autoptr (HechaNaive) told = hecha_told_by_store (self->store, hecha_scribble_scopes[i], &error);
      g_autofree char *difference = NULL;

      if (g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
        continue; /* nobody wrote there */
      g_assert_no_error (error);
      difference = hecha_told_difference (expected, told);
      if (difference != NULL)
        g_error ("%s: %s", hecha_scribble_scopes[i], difference);
    }
}

static void
run_seed (guint32 seed, gpointer unused)
{
  Victim victim;
  g_autoptr (HechaIngested) last = NULL;
  g_autoptr (GString) honest = NULL;

  victim_init (&victim, seed);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GString) page = hostile_page (&victim);
      g_autoptr (HechaIngested) ingested = ingest (&victim, page);

      check_genuine (&victim);
    }
  if (seed % 4 == 0)
    check_verified (&victim);
  honest = honest_page (&victim);
  last = ingest (&victim, honest);
  g_assert_cmpuint (last->refused->len, ==, 0);
  g_assert_cmpuint (last->n_new + last->n_known, ==, victim.world->entries->len);
  check_complete (&victim);
  if (seed % 4 == 1)
    check_verified (&victim);
  victim_clear (&victim);
}

static void
test_hostile_pages (void)
{
  seeds_run (N_SEEDS, run_seed, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/ingest/only-what-its-author-vouches-for-gets-in", test_hostile_pages);
  return g_test_run ();
}
