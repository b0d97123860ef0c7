/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync requests into a real central database, and the same bytes as an answer into a laptop's reader. So
 * that a mutated entry goes the whole way through chain, guard and merge, three things are put right
 * before: a device of zeros becomes the enrolled one, a digest of zeros its last entry, one of ones an
 * entry that is there, and every entry of the device gets a head. */

#include "fuzz.h"

#include "base/hecha-error.h"
#include "hecha-central.h"
#include "sim/hecha-machine.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-sync-client.h"
#include "sync/hecha-sync-message.h"

#include "hecha-central-private.h"

#include <string.h>

#define ZEROS "00000000000000000000000000000000"
#define ONES  "11111111111111111111111111111111"

typedef struct
{
  HechaMachine *server;
  HechaMachine *laptop;
  HechaCentral *central;
  HechaStore *store;
  char *tip; /* digests of the laptop's last entry, and of its first */
  char *first;
} Harness;

typedef struct
{
  HechaTransport transport; /* first */
  HechaCentral *central;
} Way;

static GBytes *
ask (HechaTransport *transport, const char *method, const char *path, GBytes *body, GCancellable *cancellable,
     GError **error)
{
  HechaCentral *central = ((Way *)transport)->central;
  g_autoptr (HechaCaller) caller = NULL;

  if (strcmp (path, "/v1/enrol") == 0)
    return hecha_central_enrol (central, body, error);
  return NULL;
}

static gboolean
note (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "team:T1", "visit", "P/U1");

  hecha_act_op_set_int (op, "latitude", GPOINTER_TO_INT (data));
  hecha_act_op_add (op, "methods", "meeting");
  return TRUE;
}

static GBytes *
request_of (Harness *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  const char *dev = hecha_store_dev (self->store);
  g_autoptr (GString) heads = g_string_new (NULL);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  g_auto (GStrv) lines = NULL;

  g_string_replace (out, ZEROS ZEROS, self->tip + strlen ("sha256:"), 0);
  g_string_replace (out, ONES ONES, self->first + strlen ("sha256:"), 0);
  g_string_replace (out, ZEROS, dev, 0);
  lines = g_strsplit (out->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      HechaHead head = {0};

      if (!hecha_entry_scan (&entry, lines[i], strlen (lines[i]), NULL) || entry.dev.length != strlen (dev)
          || memcmp (entry.dev.text, dev, entry.dev.length) != 0)
        continue;
      g_strlcpy (head.dev, dev, sizeof head.dev);
      g_strlcpy (head.scope, entry.scope.text, MIN (sizeof head.scope, entry.scope.length + 1));
      head.seq = entry.seq;
      head.digest = entry.digest;
      hecha_head_sign (&head, hecha_store_key (self->store));
      hecha_head_append_line (&head, heads);
    }
  g_string_append_printf (out, "%s%s", out->len > 0 && out->str[out->len - 1] == '\n' ? "" : "\n",
                          heads->str);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static void
open_central (Harness *self)
{
  g_autoptr (GError) error = NULL;

  self->central = hecha_central_open (self->server->dir, &self->server->env, &error);
  g_assert_no_error (error);
}

static void
begin (Harness *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  Way way = {{ask, NULL, NULL}, NULL};

  self->server = hecha_machine_new (1);
  self->laptop = hecha_machine_new (2);
  hecha_central_init (self->server->dir, "Office", &self->server->env, &error);
  g_assert_no_error (error);
  open_central (self);
  self->store = hecha_machine_open (self->laptop, HECHA_STORE_LAPTOP, &error);
  g_assert_no_error (error);
  way.central = self->central;
  code = hecha_central_invite (self->central, "team", "T1", NULL, "laptop", "I01", &error);
  hecha_enrol (self->store, &way.transport, "memory:", code, "laptop", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_store_act (self->store, "I01", note, GINT_TO_POINTER (1), NULL));
  self->first
    = hecha_db_dup_text (self->store->db, NULL, "SELECT 'sha256:' || lower (hex (digest)) FROM entry", "");
  self->tip = g_strdup (self->first);
}

static void
hand_over_first (Harness *self)
{
  g_autofree char *entry = hecha_store_entry_bytes (self->store, self->first, NULL);
  g_autofree char *text = g_strconcat ("{\"heads\":\"sha256:" ZEROS ZEROS "\",\"hecha\":1}\n", entry, NULL);
  g_autoptr (GBytes) request = request_of (self, text);
  HechaCaller caller = {(char *)hecha_store_dev (self->store), (char *)"team", (char *)"active"};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = hecha_central_sync (self->central, &caller, request, &error);

  g_assert_no_error (error);
}

/* One request in a transaction that is undone, so that every input meets the same server. */
typedef struct
{
  const char *dev;
  GBytes *request;
  GBytes *answer; /* (out) */
} Exchange;

static gboolean
exchange_and_undo (HechaCentral *central, gpointer data, GError **error)
{
  Exchange *exchange = data;
  HechaTime last = central->store->last;
  g_auto (HechaTxn) txn = hecha_store_begin (central->store, error);

  exchange->answer = hecha_central_exchange (central, exchange->dev, exchange->request, NULL, error);
  if (exchange->answer != NULL)
    g_assert_true (hecha_store_flush_chains (central->store, NULL));
  hecha_txn_end (&txn);
  central->store->last = last;
  central->n_scopes = 0;
  hecha_store_forget (central->store);
  return exchange->answer != NULL;
}

/* A new epoch is not undone with the transaction. */
static void
go_back (Harness *self)
{
  if (self->central->first_epoch == NULL)
    return;
  hecha_central_close (self->central);
  open_central (self);
}

static Harness harness; /* one server for all inputs: making it takes longer than asking it */

static void __attribute__ ((destructor)) end (void)
{
  hecha_central_close (harness.central);
  hecha_store_close (harness.store);
  hecha_machine_free (harness.server);
  hecha_machine_free (harness.laptop);
  g_free (harness.tip);
  g_free (harness.first);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GBytes) raw = g_bytes_new (data, size);
  g_autoptr (HechaSyncAnswer) heard = hecha_sync_answer_parse (raw, NULL);
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  Exchange exchange = {0};

  if (harness.central == NULL)
    {
      begin (&harness);
      hand_over_first (&harness);
    }
  request = request_of (&harness, text);
  exchange.dev = hecha_store_dev (harness.store);
  exchange.request = request;
  hecha_central_run (harness.central, exchange_and_undo, &exchange, &error);
  answer = exchange.answer;
  if (answer == NULL)
    g_assert_true (g_error_matches (error, HECHA_ERROR, HECHA_ERROR_INVALID)
                   || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NEWER));
  else
    {
      g_autoptr (HechaSyncAnswer) parsed = hecha_sync_answer_parse (answer, &error);

      g_assert_no_error (error);
    }
  go_back (&harness);
  return 0;
}
