/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laptop-fixture.h"

#include "store/hecha-files.h"
#include "sync/hecha-connect.h"

TestLaptop *
test_laptop_new (TestServer *server, const char *role, const char *team)
{
  TestLaptop *self = g_new0 (TestLaptop, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = hecha_central_invite (server->central, role, team, NULL, "laptop", "P01", &error);

  g_assert_no_error (error);
  self->dir = test_make_dir ();
  self->store = hecha_store_open (self->dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);
  g_assert_no_error (error);
  self->evidence = hecha_evidence_new (self->dir, hecha_env_system ());
  hecha_connect_and_enrol (self->store, server->url, code, NULL, "laptop", NULL, &error);
  g_assert_no_error (error);
  self->transport = hecha_connect (self->store, NULL, &error);
  g_assert_no_error (error);
  self->token = hecha_store_get_meta (self->store, "token");
  g_assert_nonnull (self->token);
  return self;
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
void
test_laptop_attach (TestLaptop *self, const char *scope, const char *id, const void *bytes, gsize n_bytes,
                    HechaDigest *digest)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (bytes, (gssize)n_bytes, NULL);
  g_autoptr (GError) error = NULL;
  Item item = {scope, id, NULL, (gint64)n_bytes};
  guint64 size;

  hecha_evidence_put (self->evidence, source, NULL, NULL, NULL, digest, &size, &error);
  g_assert_no_error (error);
  hecha_store_note_file (self->store, digest, (gint64)size, &error);
  g_assert_no_error (error);
  item.digest = hecha_digest_dup_text (digest);
  hecha_store_act (self->store, "P01", record_item, &item, &error);
  g_assert_no_error (error);
  g_free (item.digest);
}

HechaSyncResult *
test_laptop_sync (TestLaptop *self)
{
  g_autoptr (GError) error = NULL;
  HechaSyncResult *result = hecha_sync (self->store, self->transport, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}
