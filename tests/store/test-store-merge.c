/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "sim/hecha-machine.h"
#include "sim/hecha-scribble.h"
#include "sim/seeds.h"
#include "store/hecha-store-private.h"

#include <string.h>

/* Worlds of entries that no program would make, all from a seed, arriving in several orders: every store must come to
 * what the naive merge says of the set. */

#define N_SEEDS  500
#define N_ORDERS 3

/* One store that the entries arrive at. */
typedef struct
{
  HechaScribble *world;                     /* (not owned) */
  HechaNaive **expected;                    /* (not owned) by scope */
  GRand *rand;                              /* (owned) */
  HechaMachine *machine;                    /* (owned) */
  HechaStore *store;                        /* (owned) */
  GArray *here;                             /* (owned) gboolean by entry */
  GArray *order;                            /* (owned) guint: those of the open transaction */
  guint favourites[HECHA_SCRIBBLE_DEVICES]; /* whose entries come first, when it goes device by device */
  gboolean by_device;
} Arrival;

static void
arrival_init (Arrival *self, HechaScribble *world, HechaNaive **expected, guint32 seed)
{
  g_autoptr (GError) error = NULL;

  self->world = world;
  self->expected = expected;
  self->rand = g_rand_new_with_seed (seed);
  self->machine = hecha_machine_new (seed);
  self->store = hecha_machine_open (self->machine, HECHA_STORE_LAPTOP, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_store_set_meta (self->store, "server", world->server, NULL));
  self->here = g_array_sized_new (FALSE, TRUE, sizeof (gboolean), world->entries->len);
  g_array_set_size (self->here, world->entries->len);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->by_device = g_rand_int_range (self->rand, 0, 3) == 0;
  for (guint i = 0; i < HECHA_SCRIBBLE_DEVICES; i++)
    self->favourites[i] = (guint)g_rand_int_range (self->rand, 0, 100);
}

static void
arrival_clear (Arrival *self)
{
  hecha_store_close (self->store);
  hecha_machine_free (self->machine);
  g_rand_free (self->rand);
  g_array_unref (self->here);
  g_array_unref (self->order);
}

static gboolean
is_here (const Arrival *self, int entry)
{
  return entry < 0 || g_array_index (self->here, gboolean, entry);
}

static HechaAppendResult
append (Arrival *self, guint index)
{
  const HechaMade *made = hecha_scribble_get (self->world, index);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  g_autoptr (GError) error = NULL;
  HechaAppendResult result;

  hecha_entry_scan (&entry, made->bytes, strlen (made->bytes), &error);
  g_assert_no_error (error);
  hecha_store_append (self->store, &entry, made->bytes, strlen (made->bytes), &result, &error);
  g_assert_no_error (error);
  return result;
}

/* Any entry that is not here yet: in the order of devices, or any. */
static int
pick_missing (Arrival *self)
{
  int found = -1;
  guint n = 0;

  for (guint i = 0; i < self->here->len; i++)
    {
      const HechaMade *made = hecha_scribble_get (self->world, i), *best;

      if (g_array_index (self->here, gboolean, i))
        continue;
      best = found >= 0 ? hecha_scribble_get (self->world, (guint)found) : made;
      if (self->by_device && is_here (self, made->parent)
          && (found < 0 || self->favourites[made->device] < self->favourites[best->device]))
        found = (int)i;
      else if (!self->by_device && g_rand_int_range (self->rand, 0, (gint)++n) == 0)
        found = (int)i;
    }
  return found;
}

/* The transaction fails at its end: nothing of it happened. */
static void
lose_transaction (Arrival *self, HechaTxn *txn)
{
  hecha_txn_end (txn);
  hecha_store_forget (self->store);
  for (guint i = 0; i < self->order->len; i++)
    g_array_index (self->here, gboolean, g_array_index (self->order, guint, i)) = FALSE;
}

static void
end_transaction (Arrival *self, HechaTxn *txn)
{
  g_autoptr (GError) error = NULL;

  if (g_rand_int_range (self->rand, 0, 12) == 0)
    lose_transaction (self, txn);
  else
    hecha_store_commit (self->store, txn, &error);
  g_assert_no_error (error);
  g_array_set_size (self->order, 0);
}

static void
arrive_one (Arrival *self, guint index)
{
  const HechaMade *made = hecha_scribble_get (self->world, index);

  if (!is_here (self, made->parent))
    g_assert_cmpint (append (self, index), ==, HECHA_GAP);
  else
    {
      g_assert_cmpint (append (self, index), ==, HECHA_APPENDED);
      g_array_index (self->here, gboolean, index) = TRUE;
      g_array_append_val (self->order, index);
    }
  if (g_rand_int_range (self->rand, 0, 20) == 0 && is_here (self, (int)index))
    g_assert_cmpint (append (self, index), ==, HECHA_KNOWN);
}

static void
arrive (Arrival *self)
{
  g_autoptr (GError) error = NULL;
  int index;

  while ((index = pick_missing (self)) >= 0)
    {
      g_auto (HechaTxn) txn = hecha_store_begin (self->store, &error);
      gint n = g_rand_int_range (self->rand, 1, 12);

      g_assert_no_error (error);
      for (; n > 0 && index >= 0; n--, index = pick_missing (self))
        arrive_one (self, (guint)index);
      end_transaction (self, &txn);
    }
}

/* Each end of a chain is signed by its author. */
static void
sign (Arrival *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = hecha_store_begin (self->store, &error);

  for (guint i = 0; i < self->world->entries->len; i++)
    {
      const HechaMade *made = hecha_scribble_get (self->world, i);
      gboolean last = TRUE;

      for (guint k = i + 1; k < self->world->entries->len && last; k++)
        last = hecha_scribble_get (self->world, k)->parent != (int)i;
      if (last)
        hecha_made_put_head (made, &self->world->keys[made->device], self->store, &error);
      g_assert_no_error (error);
    }
  g_assert_true (hecha_store_commit (self->store, &txn, &error));
}

static void
compare (Arrival *self, const char *when)
{
  for (guint i = 0; hecha_scribble_scopes[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HechaNaive) told = hecha_told_by_store (self->store, hecha_scribble_scopes[i], &error);
      g_autofree char *difference = NULL;

      if (g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
        continue; /* nobody wrote there */
      g_assert_no_error (error);
      difference = hecha_told_difference (self->expected[i], told);
      if (difference != NULL)
        g_error ("%s, in %s: %s", when, hecha_scribble_scopes[i], difference);
    }
}

static void
verify (Arrival *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = hecha_store_verify (self->store, &error);

  g_assert_no_error (error);
  if (verified->problems->len > 0)
    g_error ("verify: %s", (char *)g_ptr_array_index (verified->problems, 0));
}

static void
run_order (HechaScribble *world, HechaNaive **expected, guint32 seed, gboolean thorough)
{
  Arrival arrival;
  g_autoptr (GError) error = NULL;

  arrival_init (&arrival, world, expected, seed);
  arrive (&arrival);
  compare (&arrival, "after arrival");
  if (thorough)
    {
      sign (&arrival);
      verify (&arrival);
      hecha_store_rebuild (arrival.store, &error);
      g_assert_no_error (error);
      compare (&arrival, "after rebuilding");
    }
  arrival_clear (&arrival);
}

static void
run_seed (guint32 seed, gpointer unused)
{
  g_autoptr (HechaScribble) world = hecha_scribble_new (seed, 5 + seed % 60);
  HechaNaive *expected[] = {hecha_scribble_merge (world, hecha_scribble_scopes[0]),
                            hecha_scribble_merge (world, hecha_scribble_scopes[1])};

  for (guint32 i = 0; i < N_ORDERS; i++)
    run_order (world, expected, seed * N_ORDERS + i, i == 0);
  hecha_naive_free (expected[0]);
  hecha_naive_free (expected[1]);
}

static void
test_any_order (void)
{
  seeds_run (N_SEEDS, run_seed, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/merge/any-order-of-arrival-gives-what-the-naive-merge-says", test_any_order);
  return g_test_run ();
}
