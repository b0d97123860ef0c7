/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-laptops.h"

#include "base/hecha-time.h"
#include "store/hecha-store-private.h"

static void
free_laptop (gpointer data)
{
  HechaLaptop *laptop = data;

  g_free (laptop->dev);
  g_free (laptop->name);
  g_free (laptop->role);
  g_free (laptop->home);
  g_free (laptop->person);
  g_free (laptop);
}

static HechaLaptop *
read_laptop (HechaQuery *query)
{
  HechaLaptop *laptop = g_new0 (HechaLaptop, 1);
  gint64 last = hecha_query_int (query, 5);

  laptop->dev = g_strdup (hecha_query_text (query, 0));
  laptop->name = g_strdup (hecha_query_text (query, 1));
  laptop->role = g_strdup (hecha_query_text (query, 2));
  laptop->home = g_strdup (hecha_query_text (query, 3));
  laptop->person = g_strdup (hecha_query_text (query, 4));
  laptop->last_ms = last > 0 ? hecha_time_ms ((HechaTime)last) : 0;
  laptop->entries = (guint)hecha_query_int (query, 6);
  laptop->parked = (guint)hecha_query_int (query, 7);
  laptop->revoked = hecha_query_int (query, 8) != 0;
  laptop->forked = hecha_query_int (query, 9) != 0;
  laptop->seen_ms = hecha_query_int (query, 10);
  laptop->told = hecha_query_int (query, 11) != 0;
  laptop->ahead_ms = hecha_query_int (query, 12);
  laptop->unsent = (guint)hecha_query_int (query, 13);
  laptop->files = (guint)hecha_query_int (query, 14);
  laptop->bytes = hecha_query_int (query, 15);
  laptop->wanted = (guint)hecha_query_int (query, 16);
  return laptop;
}

/* Whose entry it is that a hold holds; NULL when the entry is not here. */
static char *
dup_held_device (HechaStore *self, const char *digest)
{
  HechaDigest wanted;
  gint64 n = hecha_digest_from_text (&wanted, digest, -1) ? hecha_store_find_entry (self, &wanted, NULL) : 0;

  return n > 0 ? hecha_db_dup_text (
           self->db, NULL, "SELECT c.dev FROM entry e JOIN chain c ON c.n = e.chain WHERE e.n = ?1", "i", n)
               : NULL;
}

static void
note_held (GPtrArray *laptops, const char *dev)
{
  for (guint i = 0; dev != NULL && i < laptops->len; i++)
    {
      HechaLaptop *laptop = g_ptr_array_index (laptops, i);

      if (g_str_equal (laptop->dev, dev))
        laptop->held++;
    }
}

/* Holds are few beside entries, so it is they that are gone through. */
static gboolean
count_held (HechaStore *self, GPtrArray *laptops, GError **error)
{
  g_autoptr (GPtrArray) holds = hecha_reader_list (&self->reader, NULL, "hold", NULL, NULL, error);

  for (guint i = 0; holds != NULL && i < holds->len; i++)
    {
      const HechaRecord *hold = g_ptr_array_index (holds, i);
      g_autofree char *dev = NULL;

      if (hecha_record_get (hold, "decision") != NULL)
        continue;
      dev = dup_held_device (self, hold->id);
      note_held (laptops, dev);
    }
  return holds != NULL;
}

/**
 * hecha_store_laptops:
 * @self: a store of the office
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaLaptop) (nullable): the laptops that were enrolled, by name
 */
GPtrArray *
hecha_store_laptops (HechaStore *self, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT g.id, ifnull (g.name, ''), ifnull (g.role, ''), g.home, ifnull (g.person, ''), "
    "(SELECT max (e.at) FROM chain c JOIN entry e ON e.chain = c.n AND e.seq = c.seq WHERE c.dev = g.id), "
    "(SELECT sum (c.seq) FROM chain c WHERE c.dev = g.id), "
    "(SELECT count (DISTINCT w.entry) FROM waiting w JOIN entry e ON e.n = w.entry JOIN chain c ON c.n = "
    "e.chain "
    "WHERE c.dev = g.id), "
    "EXISTS (SELECT 1 FROM revoke r WHERE r.id = g.id), "
    "EXISTS (SELECT 1 FROM chain c WHERE c.dev = g.id AND c.forked IS NOT NULL), "
    "ifnull (d.seen, 0), d.ahead IS NOT NULL, ifnull (d.ahead, 0), ifnull (d.entries, 0), ifnull (d.files, "
    "0), "
    "ifnull (d.bytes, 0), ifnull (d.wanted, 0) "
    "FROM \"grant\" g JOIN scope s ON s.n = g.scope LEFT JOIN device d ON d.dev = g.id WHERE s.name = g.home "
    "ORDER BY g.name, g.id",
    "");
  g_autoptr (GPtrArray) laptops = g_ptr_array_new_with_free_func (free_laptop);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_ptr_array_add (laptops, read_laptop (query));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL && count_held (self, laptops, error) ? g_steal_pointer (&laptops)
                                                                               : NULL;
}

/* ---- codes that were made here ---- */

static char *
code_key (const char *code)
{
  return g_strdup_printf ("code:%.4s", code);
}

/**
 * hecha_store_keep_code:
 * @self: a store of the office
 * @code: of an invitation that was just made here
 * @error: when the database failed
 *
 * Only who made it can show it again: in the journal it is for the server alone.
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_keep_code (HechaStore *self, const char *code, GError **error)
{
  g_autofree char *key = code_key (code);

  return hecha_store_set_meta (self, key, code, error);
}

/**
 * hecha_store_dup_code:
 * @self: a store of the office
 * @invitation: its id
 *
 * Returns: (transfer full) (nullable): its code, where it was made here
 */
char *
hecha_store_dup_code (HechaStore *self, const char *invitation)
{
  g_autofree char *key = code_key (invitation);

  return hecha_store_get_meta (self, key);
}
