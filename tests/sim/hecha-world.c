/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-world.h"

#include "base/hecha-error.h"
#include "fault-disk.h"
#include "hecha-central-private.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-bundle-sync.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* Requests that are remembered, to be delivered once more. */
#define MAX_REQUESTS 24

typedef struct
{
  char *token;
  GBytes *body;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->token);
  g_bytes_unref (request->body);
  g_free (request);
}

guint
hecha_world_pick (HechaWorld *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

gboolean
hecha_world_chance (HechaWorld *self, guint percent)
{
  return hecha_world_pick (self, 100) < percent;
}

static gboolean
goes_wrong (HechaWorld *self)
{
  gboolean wrong = !self->calm && hecha_world_chance (self, self->bad);

  self->n_faults += wrong;
  return wrong;
}

HechaLaptop *
hecha_world_laptop (HechaWorld *self, guint index)
{
  return g_ptr_array_index (self->laptops, index);
}

void
hecha_world_wait (HechaWorld *self, gint64 ms)
{
  self->now_ms += ms;
  self->server->now_ms += ms;
  for (guint i = 0; i < self->laptops->len; i++)
    hecha_world_laptop (self, i)->machine->now_ms += ms;
}

/* ---- what must be kept ---- */

static GHashTable *
digests_in (HechaStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuery) query
    = hecha_db_query (store->db, &error, "SELECT 'sha256:' || lower (hex (digest)) FROM entry", "");
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  while (query != NULL && hecha_query_next (query, &error))
    g_hash_table_add (found, g_strdup (hecha_query_text (query, 0)));
  g_assert_no_error (error);
  return found;
}

static void
note_kept (HechaWorld *self, HechaStore *store, gint64 behind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuery) query = hecha_db_query (
    store->db, &error, "SELECT 'sha256:' || lower (hex (digest)) FROM entry WHERE n > ?1", "i", behind);

  while (query != NULL && hecha_query_next (query, &error))
    g_hash_table_add (self->must, g_strdup (hecha_query_text (query, 0)));
  g_assert_no_error (error);
}

static gint64
last_number (HechaStore *store)
{
  gint64 n = 0;

  hecha_db_get_int (store->db, &n, NULL, "SELECT max (n) FROM entry", "");
  return n;
}

/* A disk was put back to an earlier day: what was only there is gone, and nobody can be blamed. */
static void
forget_lost (HechaWorld *self)
{
  g_autoptr (GHashTable) somewhere = digests_in (hecha_world_central_store (self));
  GHashTableIter iter;
  gpointer digest;

  for (guint i = 0; i < self->laptops->len; i++)
    {
      g_autoptr (GHashTable) here = digests_in (hecha_world_laptop (self, i)->store);

      g_hash_table_iter_init (&iter, here);
      while (g_hash_table_iter_next (&iter, &digest, NULL))
        g_hash_table_add (somewhere, g_strdup (digest));
    }
  g_hash_table_iter_init (&iter, self->must);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    if (!g_hash_table_contains (somewhere, digest))
      g_hash_table_iter_remove (&iter);
}

GPtrArray *
hecha_store_all_entries (HechaStore *store, const char *scope)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuery) query = hecha_db_query (
    store->db, &error,
    "SELECT e.bytes FROM entry e JOIN chain c ON c.n = e.chain JOIN scope s ON s.n = c.scope "
    "WHERE s.name = ?1",
    "t", scope);
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_free);

  while (query != NULL && hecha_query_next (query, &error))
    g_ptr_array_add (entries, g_strdup (hecha_query_text (query, 0)));
  g_assert_no_error (error);
  return entries;
}

/* ---- the server ---- */

HechaStore *
hecha_world_central_store (HechaWorld *self)
{
  return self->central->store;
}

static void
open_server (HechaWorld *self)
{
  g_autoptr (GError) error = NULL;

  self->central = hecha_central_open (self->server->dir, &self->server->env, &error);
  g_assert_no_error (error);
}

void
hecha_world_crash_server_again (HechaWorld *self, gboolean power, guint again)
{
  if (power)
    hecha_memory_vfs_cut_power (self->server->vfs, self->rand);
  else
    hecha_memory_vfs_kill (self->server->vfs);
  hecha_central_close (self->central);
  if (again > 0)
    {
      hecha_memory_vfs_fail (self->server->vfs, again, TRUE, SQLITE_IOERR_WRITE);
      hecha_central_close (hecha_central_open (self->server->dir, &self->server->env, NULL));
      hecha_memory_vfs_cut_power (self->server->vfs, self->rand);
    }
  open_server (self);
}

void
hecha_world_crash_server (HechaWorld *self, gboolean power)
{
  hecha_world_crash_server_again (self, power, 0);
}

void
hecha_world_put_back (HechaWorld *self, const HechaMemoryImage *image)
{
  hecha_memory_vfs_kill (self->server->vfs);
  hecha_central_close (self->central);
  hecha_memory_vfs_restore (self->server->vfs, image);
  open_server (self);
}

static void
remove_epoch (HechaWorld *self)
{
  g_autofree char *path = g_build_filename (self->server->dir, "epoch", NULL);

  g_unlink (path);
}

/* From a backup, which has no epoch; or the whole machine from an image, and then it has the old one. */
void
hecha_world_restore_server (HechaWorld *self)
{
  if (self->backup == NULL)
    return;
  if (hecha_world_chance (self, 50))
    remove_epoch (self);
  hecha_world_put_back (self, self->backup);
  forget_lost (self);
}

static GBytes *
serve (HechaWorld *self, const char *token, const char *path, GBytes *body, GError **error)
{
  g_autoptr (HechaCaller) caller = NULL;

  if (strcmp (path, "/v1/enrol") == 0)
    return hecha_central_enrol (self->central, body, error);
  g_assert_cmpstr (path, ==, "/v1/sync");
  caller = hecha_central_authenticate (self->central, token, error);
  return caller != NULL ? hecha_central_sync (self->central, caller, body, error) : NULL;
}

/* The server's disk may fail under it, once or for good, with or without the power going. */
static GBytes *
serve_badly (HechaWorld *self, const char *token, const char *path, GBytes *body, GError **error)
{
  gboolean fails = goes_wrong (self), for_ever = hecha_world_chance (self, 60);
  GBytes *answer;

  if (fails)
    hecha_memory_vfs_fail (self->server->vfs, 1 + hecha_world_pick (self, 30), for_ever,
                           hecha_world_chance (self, 50) ? SQLITE_IOERR_WRITE : SQLITE_FULL);
  answer = serve (self, token, path, body, error);
  hecha_memory_vfs_fail (self->server->vfs, 0, FALSE, SQLITE_OK);
  if (fails && for_ever)
    hecha_world_crash_server (self, hecha_world_chance (self, 50));
  return answer;
}

/* ---- the network ---- */

static GBytes *
lost (GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NETWORK, "The network is away");
  return NULL;
}

static void
remember_request (HechaWorld *self, const char *token, GBytes *body)
{
  Request *request = g_new0 (Request, 1);

  request->token = g_strdup (token);
  request->body = g_bytes_ref (body);
  if (self->requests->len >= MAX_REQUESTS)
    g_ptr_array_remove_index_fast (self->requests, hecha_world_pick (self, self->requests->len));
  g_ptr_array_add (self->requests, request);
}

static GBytes *
cut (HechaWorld *self, GBytes *bytes)
{
  return g_bytes_new_from_bytes (bytes, 0, hecha_world_pick (self, (guint)g_bytes_get_size (bytes)));
}

/* What was on its way for long, or twice, or was cut, arrives now; nobody waits for the answer. */
static void
deliver_old (HechaWorld *self)
{
  const Request *request;
  g_autoptr (GBytes) body = NULL, answer = NULL;

  if (self->requests->len == 0)
    return;
  request = g_ptr_array_index (self->requests, hecha_world_pick (self, self->requests->len));
  body = hecha_world_chance (self, 30) ? cut (self, request->body) : g_bytes_ref (request->body);
  answer = serve_badly (self, request->token, "/v1/sync", body, NULL);
}

/* With HECHA_TRACE: what goes over the wire, to see why a seed went wrong. */
static void
trace (const HechaLaptop *laptop, const char *what, GBytes *bytes)
{
  gsize n_bytes = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &n_bytes) : "nothing";

  if (g_getenv ("HECHA_TRACE") != NULL)
    g_printerr ("%s %s: %.*s\n", laptop->name, what, bytes != NULL ? (int)n_bytes : 7, text);
}

static GBytes *
ask (HechaTransport *transport, const char *method, const char *path, GBytes *body, GCancellable *cancellable,
     GError **error)
{
  HechaLaptop *laptop = (HechaLaptop *)transport;
  HechaWorld *self = laptop->world;
  g_autofree char *token = hecha_store_get_meta (laptop->store, "token");
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) answer = NULL;

  hecha_world_wait (self, 50 + hecha_world_pick (self, 3000));
  if (token != NULL)
    remember_request (self, token, body);
  trace (laptop, "asks", body);
  if (goes_wrong (self))
    deliver_old (self);
  if (goes_wrong (self))
    return lost (error); /* the request */
  answer = serve_badly (self, token, path, body, &problem);
  if (answer != NULL && goes_wrong (self))
    {
      g_bytes_unref (answer);
      answer
        = serve_badly (self, token, path, body, &problem); /* it came twice; the second answer is faster */
    }
  trace (laptop, "hears", answer);
  if (goes_wrong (self))
    return lost (error); /* the answer */
  if (answer != NULL && hecha_world_chance (self, 20) && goes_wrong (self))
    return cut (self, answer);
  if (answer == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return g_steal_pointer (&answer);
}

static gboolean
upload (HechaTransport *transport, const char *path, const char *digest, HechaTransportProgress progress,
        gpointer data, GCancellable *cancellable, GError **error)
{
  lost (error);
  return FALSE;
}

static void
keep (HechaTransport *transport)
{
}

/* ---- laptops ---- */

static void
open_laptop (HechaLaptop *self)
{
  g_autoptr (GError) error = NULL;

  self->store = hecha_machine_open (self->machine, HECHA_STORE_LAPTOP, &error);
  g_assert_no_error (error);
}

static HechaLaptop *
new_laptop (HechaWorld *self, const char *role)
{
  HechaLaptop *laptop = g_new0 (HechaLaptop, 1);

  laptop->transport = (HechaTransport) {ask, upload, keep};
  laptop->world = self;
  laptop->machine = hecha_machine_new (g_rand_int (self->rand));
  laptop->machine->now_ms = self->now_ms;
  laptop->role = g_strdup (role);
  laptop->name = g_strdup_printf ("%s-%u", role, self->laptops->len);
  g_ptr_array_add (self->laptops, laptop);
  return laptop;
}

static void
free_laptop (gpointer data)
{
  HechaLaptop *self = data;

  hecha_store_close (self->store);
  hecha_memory_image_free (self->image);
  hecha_machine_free (self->machine);
  g_free (self->name);
  g_free (self->role);
  g_free (self->refused);
  g_free (self);
}

HechaLaptop *
hecha_world_add_laptop (HechaWorld *self, const char *role, const char *unit)
{
  HechaLaptop *laptop = new_laptop (self, role);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  open_laptop (laptop);
  code = hecha_central_invite (self->central, role, unit, unit, laptop->name, "I01", &error);
  g_assert_no_error (error);
  hecha_enrol (laptop->store, &laptop->transport, "memory:", code, laptop->name, NULL, &error);
  g_assert_no_error (error);
  note_kept (self, hecha_world_central_store (self), 0);
  return laptop;
}

static void
copy_key (const HechaLaptop *from, const HechaLaptop *to)
{
  g_autofree char *source = g_build_filename (from->machine->dir, "device.key", NULL);
  g_autofree char *target = g_build_filename (to->machine->dir, "device.key", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (source, &text, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (target, text, -1, &error);
  g_assert_no_error (error);
}

/* The whole disk is copied, as it is now, and both go on. */
HechaLaptop *
hecha_world_clone (HechaWorld *self, HechaLaptop *laptop)
{
  HechaLaptop *clone = new_laptop (self, laptop->role);
  g_autoptr (HechaMemoryImage) image = hecha_memory_vfs_save (laptop->machine->vfs);

  hecha_memory_vfs_restore (clone->machine->vfs, image);
  copy_key (laptop, clone);
  clone->machine->now_ms = laptop->machine->now_ms;
  open_laptop (clone);
  return clone;
}

void
hecha_laptop_crash_again (HechaLaptop *self, gboolean power, guint again)
{
  if (power)
    hecha_memory_vfs_cut_power (self->machine->vfs, self->world->rand);
  else
    hecha_memory_vfs_kill (self->machine->vfs);
  hecha_store_close (self->store);
  if (again > 0)
    {
      hecha_memory_vfs_fail (self->machine->vfs, again, TRUE, SQLITE_IOERR_WRITE);
      hecha_store_close (hecha_machine_open (self->machine, HECHA_STORE_LAPTOP, NULL));
      hecha_memory_vfs_cut_power (self->machine->vfs, self->world->rand);
    }
  open_laptop (self);
}

void
hecha_laptop_crash (HechaLaptop *self, gboolean power)
{
  hecha_laptop_crash_again (self, power, 0);
}

void
hecha_laptop_put_back (HechaLaptop *self, const HechaMemoryImage *image)
{
  hecha_memory_vfs_kill (self->machine->vfs);
  hecha_store_close (self->store);
  hecha_memory_vfs_restore (self->machine->vfs, image);
  open_laptop (self);
}

void
hecha_laptop_restore (HechaLaptop *self)
{
  if (self->image == NULL)
    return;
  hecha_laptop_put_back (self, self->image);
  forget_lost (self->world);
}

/* Whether the laptop's disk fails soon, for good (then it dies) or once (then it has to go on). */
static gboolean
arm (HechaLaptop *self, gboolean *for_ever)
{
  HechaWorld *world = self->world;

  *for_ever = hecha_world_chance (world, 60);
  if (!goes_wrong (world))
    return FALSE;
  hecha_memory_vfs_fail (self->machine->vfs, 1 + hecha_world_pick (world, 25), *for_ever,
                         hecha_world_chance (world, 50) ? SQLITE_IOERR_FSYNC : SQLITE_FULL);
  return TRUE;
}

static void
disarm (HechaLaptop *self, gboolean armed, gboolean for_ever)
{
  hecha_memory_vfs_fail (self->machine->vfs, 0, FALSE, SQLITE_OK);
  if (armed && for_ever)
    hecha_laptop_crash (self, hecha_world_chance (self->world, 50));
}

void
hecha_laptop_act (HechaLaptop *self, HechaActFunc func, gpointer data)
{
  gint64 before = last_number (self->store);
  gboolean for_ever, armed = arm (self, &for_ever);

  if (hecha_store_act (self->store, "I01", func, data, NULL))
    note_kept (self->world, self->store, before);
  disarm (self, armed, for_ever);
}

gboolean
hecha_laptop_sync (HechaLaptop *self, guint *moved, char **state, GError **error)
{
  gboolean for_ever, armed = arm (self, &for_ever);
  g_autoptr (HechaSyncResult) result = hecha_sync (self->store, &self->transport, NULL, NULL, NULL, error);

  disarm (self, armed, for_ever);
  g_clear_pointer (&self->refused, g_free);
  if (result != NULL && result->refused->len > 0)
    self->refused = g_strdup (g_ptr_array_index (result->refused, 0));
  if (moved != NULL)
    *moved = result != NULL ? result->sent + result->received : 0;
  if (state != NULL)
    *state = result != NULL ? g_strdup (result->device) : NULL;
  return result != NULL;
}

/* ---- by hand ---- */

static void
free_parcel (gpointer data)
{
  HechaParcel *parcel = data;

  g_free (parcel->path);
  g_free (parcel);
}

static void
add_parcel (HechaWorld *self, char *path, HechaLaptop *laptop, gboolean answer)
{
  HechaParcel *parcel = g_new0 (HechaParcel, 1);

  *parcel = (HechaParcel) {path, laptop, answer};
  g_ptr_array_add (self->bundles, parcel);
}

static char *
next_path (HechaWorld *self)
{
  return g_strdup_printf ("%s/bundle-%u", self->server->dir, self->bundles->len);
}

void
hecha_laptop_post (HechaLaptop *self)
{
  gboolean for_ever, armed = arm (self, &for_ever);
  g_autofree char *path = next_path (self->world);
  HechaBundleCounts counts;

  if (hecha_bundle_export (self->store, path, NULL, NULL, NULL, NULL, &counts, NULL))
    add_parcel (self->world, g_steal_pointer (&path), self, FALSE);
  else
    g_unlink (path);
  disarm (self, armed, for_ever);
}

static void
deliver_to_server (HechaWorld *self, const HechaParcel *parcel)
{
  gboolean fails = goes_wrong (self), for_ever = hecha_world_chance (self, 60);
  g_autofree char *receipt = next_path (self);
  g_autoptr (GBytes) told = NULL;

  if (fails)
    hecha_memory_vfs_fail (self->server->vfs, 1 + hecha_world_pick (self, 30), for_ever, SQLITE_IOERR_WRITE);
  told = hecha_central_import_bundle (self->central, parcel->path, receipt, NULL);
  hecha_memory_vfs_fail (self->server->vfs, 0, FALSE, SQLITE_OK);
  if (told != NULL)
    add_parcel (self, g_steal_pointer (&receipt), parcel->laptop, TRUE);
  else
    g_unlink (receipt);
  if (fails && for_ever)
    hecha_world_crash_server (self, hecha_world_chance (self, 50));
}

static void
deliver_to_laptop (HechaWorld *self, const HechaParcel *parcel)
{
  gboolean for_ever, armed = arm (parcel->laptop, &for_ever);
  g_autoptr (HechaSyncResult) result = hecha_bundle_import (parcel->laptop->store, parcel->path, NULL, NULL);

  disarm (parcel->laptop, armed, for_ever);
}

void
hecha_world_deliver (HechaWorld *self)
{
  const HechaParcel *parcel;

  if (self->bundles->len == 0)
    return;
  parcel = g_ptr_array_index (self->bundles, hecha_world_pick (self, self->bundles->len));
  if (parcel->answer)
    deliver_to_laptop (self, parcel);
  else
    deliver_to_server (self, parcel);
}

/* ---- the world ---- */

HechaWorld *
hecha_world_new (guint32 seed)
{
  HechaWorld *self = g_new0 (HechaWorld, 1);
  g_autoptr (GError) error = NULL;

  self->rand = g_rand_new_with_seed (seed);
  self->laptops = g_ptr_array_new_with_free_func (free_laptop);
  self->requests = g_ptr_array_new_with_free_func (free_request);
  self->bundles = g_ptr_array_new_with_free_func (free_parcel);
  self->must = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->server = hecha_machine_new (g_rand_int (self->rand));
  self->now_ms = self->server->now_ms;
  self->calm = TRUE;
  hecha_machine_prepare (self->server, HECHA_STORE_CENTRAL);
  hecha_central_init (self->server->dir, "Office", &self->server->env, &error);
  g_assert_no_error (error);
  open_server (self);
  return self;
}

void
hecha_world_free (HechaWorld *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->laptops);
  hecha_central_close (self->central);
  hecha_memory_image_free (self->backup);
  hecha_machine_free (self->server);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->bundles);
  g_hash_table_unref (self->must);
  g_rand_free (self->rand);
  g_free (self);
}
