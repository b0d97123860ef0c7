/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-glance.h"

#include "store/hecha-work-private.h"

static void
free_contact (gpointer data)
{
  HechaContact *contact = data;

  g_free (contact->dev);
  g_free (contact->name);
  g_free (contact->role);
  g_free (contact->person);
  g_free (contact->home);
  g_free (contact);
}

/**
 * hecha_glance_free:
 * @self: (transfer full) (nullable): what the office looks at first
 */
void
hecha_glance_free (HechaGlance *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rounds, g_ptr_array_unref);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  g_free (self);
}

/* A grant says what a laptop is called in the scope that is its home; its last entry is at the end of a chain. */
#define CONTACTS                                                                                             \
  "SELECT g.id, g.name, g.role, g.person, g.home, ifnull ((SELECT max (e.at) FROM chain c "                  \
  "JOIN entry e ON e.chain = c.n AND e.seq = c.seq WHERE c.dev = g.id), 0) AS last "                         \
  "FROM \"grant\" g JOIN scope s ON s.n = g.scope "                                                          \
  "WHERE g.role <> 'server' AND s.name = g.home ORDER BY last, g.id"

static gboolean
load_contacts (HechaGlance *self, HechaDb *db, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (db, error, CONTACTS, "");
  GError *problem = NULL;

  self->contacts = g_ptr_array_new_with_free_func (free_contact);
  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaContact *contact = g_new0 (HechaContact, 1);

      contact->dev = g_strdup (hecha_query_text (query, 0));
      contact->name = g_strdup (hecha_query_text (query, 1));
      contact->role = g_strdup (hecha_query_text (query, 2));
      contact->person = g_strdup (hecha_query_text (query, 3));
      contact->home = g_strdup (hecha_query_text (query, 4));
      contact->last_ms = hecha_time_ms (hecha_query_int (query, 5));
      g_ptr_array_add (self->contacts, contact);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gboolean
count (HechaDb *db, guint *n, GError **error, const char *sql)
{
  gint64 found = 0;

  if (!hecha_db_get_int (db, &found, error, sql, ""))
    return FALSE;
  *n = (guint)found;
  return TRUE;
}

/**
 * hecha_glance_load:
 * @work: lists of a store, brought up to date by hecha_work_refresh()
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): what the office looks at first
 */
HechaGlance *
hecha_glance_load (HechaWork *work, GError **error)
{
  HechaDb *db = work->store->db;
  g_autoptr (HechaGlance) self = g_new0 (HechaGlance, 1);

  self->rounds = hecha_work_rounds (work, error);
  return self->rounds != NULL && load_contacts (self, db, error)
             && hecha_work_count_due (work, &self->n_due, &self->n_overdue, error)
             && hecha_store_count_open (work->store, &self->open, error)
             && count (db, &self->n_parked, error, "SELECT count (DISTINCT entry) FROM waiting")
           ? g_steal_pointer (&self)
           : NULL;
}
