/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laptop-fixture.h"

#include "store/hecha-files.h"
#include "sync/hecha-connect.h"

static void
open_store (TestLaptop *self)
{
  g_autoptr (GError) error = NULL;

  self->store = hecha_store_open (self->dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);
  g_assert_no_error (error);
}

static void
connect_to_server (TestLaptop *self)
{
  g_autoptr (GError) error = NULL;

  self->transport = hecha_connect (self->store, NULL, &error);
  g_assert_no_error (error);
  self->token = hecha_store_get_meta (self->store, "token");
  g_assert_nonnull (self->token);
}

TestLaptop *
test_laptop_new (TestServer *server, const char *role, const char *team)
{
  TestLaptop *self = g_new0 (TestLaptop, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = hecha_central_invite (server->central, role, team, NULL, "laptop", "P01", &error);

  g_assert_no_error (error);
  self->dir = test_make_dir ();
  open_store (self);
  self->evidence = hecha_evidence_new (self->dir, hecha_env_system ());
  hecha_connect_and_enrol (self->store, server->url, code, NULL, "laptop", NULL, &error);
  g_assert_no_error (error);
  connect_to_server (self);
  return self;
}

/* What somebody has who copies a laptop's disk. */
TestLaptop *
test_laptop_copy (TestLaptop *self)
{
  TestLaptop *copy = g_new0 (TestLaptop, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = g_strconcat (self->dir, "/.", NULL);
  int status;

  copy->dir = test_make_dir ();
  hecha_transport_free (self->transport);
  hecha_store_close (self->store);
  g_spawn_sync (NULL, (char *[]) {(char *)"cp", (char *)"-r", contents, copy->dir, NULL}, NULL,
                G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_free (g_steal_pointer (&self->token));
  open_store (self);
  connect_to_server (self);
  open_store (copy);
  copy->evidence = hecha_evidence_new (copy->dir, hecha_env_system ());
  connect_to_server (copy);
  return copy;
}

void
test_laptop_free (TestLaptop *self)
{
  hecha_transport_free (self->transport);
  hecha_evidence_free (self->evidence);
  hecha_store_close (self->store);
  test_remove_dir (self->dir);
  g_free (self->dir);
  g_free (self->token);
  g_free (self);
}

typedef struct
{
  const char *scope;
  const char *id;
  char *digest;
  gint64 n_bytes;
} Item;

static gboolean
record_item (HechaAct *act, gpointer data, GError **error)
{
  Item *item = data;
  HechaActOp *op = hecha_act_op (act, item->scope, "evidence", item->id);

  hecha_act_op_set_text (op, "assignment", "A1");
  hecha_act_op_set_text (op, "author", "P01");
  hecha_act_op_set_text (op, "digest", item->digest);
  hecha_act_op_set_text (op, "kind", "photo");
  hecha_act_op_set_text (op, "mime", "image/jpeg");
  hecha_act_op_set_int (op, "size", item->n_bytes);
  return TRUE;
}

/* Puts a file and says so in the journal. */
/* Says that a file is evidence, and how long it is. */
void
test_laptop_claim (TestLaptop *self, const char *scope, const char *id, const HechaDigest *digest,
                   gint64 n_bytes)
{
  g_autoptr (GError) error = NULL;
  Item item = {scope, id, hecha_digest_dup_text (digest), n_bytes};

  hecha_store_act (self->store, "P01", record_item, &item, &error);
  g_assert_no_error (error);
  g_free (item.digest);
}

void
test_laptop_attach (TestLaptop *self, const char *scope, const char *id, const void *bytes, gsize n_bytes,
                    HechaDigest *digest)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (bytes, (gssize)n_bytes, NULL);
  g_autoptr (GError) error = NULL;
  guint64 size;

  hecha_evidence_put (self->evidence, source, NULL, NULL, NULL, digest, &size, &error);
  g_assert_no_error (error);
  hecha_store_note_file (self->store, digest, (gint64)size, &error);
  g_assert_no_error (error);
  test_laptop_claim (self, scope, id, digest, (gint64)size);
}

HechaSyncResult *
test_laptop_sync (TestLaptop *self)
{
  g_autoptr (GError) error = NULL;
  HechaSyncResult *result = hecha_sync (self->store, self->transport, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}
