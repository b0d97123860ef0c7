/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laptop-fixture.h"

#include "domain/hecha-ruling.h"

#include <string.h>

#define N_BYTES 700000

/* A team's laptop that brought one file, and the office's. */
typedef struct
{
  TestServer *server;
  TestLaptop *team;
  TestLaptop *office;
  guint8 *bytes;
  HechaDigest digest;
  char *path; /* of the file at the server */
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (HechaSyncResult) sent = NULL;
  g_autofree char *text = NULL;

  self->server = test_server_new (NULL, FALSE);
  self->team = test_laptop_new (self->server, "team", "T1");
  self->office = test_laptop_new (self->server, "office", NULL);
  self->bytes = g_malloc (N_BYTES);
  hecha_env_random (hecha_env_system (), self->bytes, N_BYTES);
  test_laptop_attach (self->team, "team:T1", "E1", self->bytes, N_BYTES, &self->digest);
  sent = test_laptop_sync (self->team);
  g_assert_cmpuint (sent->files_failed->len, ==, 0);
  g_assert_cmpuint (sent->files_sent, ==, 1);
  text = hecha_digest_dup_text (&self->digest);
  self->path = g_strconcat ("/v1/evidence/", text, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  test_laptop_free (self->team);
  test_laptop_free (self->office);
  test_server_free (self->server);
  g_free (self->bytes);
  g_free (self->path);
}

static TestAnswer *
get (Fixture *self, const char *method, const char *token, const char *headers)
{
  return test_ask (self->server, "%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n", method,
                   self->path, token, headers);
}

static void
test_file_arrives (Fixture *self, gconstpointer unused)
{
  g_autoptr (TestAnswer) answer = get (self, "GET", self->office->token, "");
  g_autofree char *type = test_answer_header (answer, "Content-Type");

  test_assert_status (answer, 200);
  g_assert_cmpmem (answer->body->data, answer->body->len, self->bytes, N_BYTES);
  g_assert_cmpstr (type, ==, "application/octet-stream");
}

static void
test_ranges (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *range;
    guint status;
    guint64 first, n_bytes;
  } cases[] = {
    {"bytes=0-0", 206, 0, 1},
    {"bytes=0-99", 206, 0, 100},
    {"bytes=100000-", 206, 100000, 600000},
    {"bytes=262143-262145", 206, 262143, 3},
    {"bytes=699999-", 206, 699999, 1},
    {"bytes=0-99999999", 206, 0, N_BYTES},
    {"bytes=-1", 206, 699999, 1},
    {"bytes=-700001", 206, 0, N_BYTES},
    {"bytes=700000-", 416, 0, 0},
    {"bytes=999999999999999999-", 416, 0, 0},
    {"bytes=-0", 416, 0, 0},
    {"bytes=5-4", 200, 0, N_BYTES},
    {"bytes=0-1,5-6", 200, 0, N_BYTES},
    {"bytes=a-b", 200, 0, N_BYTES},
    {"bytes=", 200, 0, N_BYTES},
    {"bytes=--1", 200, 0, N_BYTES},
    {"bytes=18446744073709551615-", 200, 0, N_BYTES},
    {"lines=0-1", 200, 0, N_BYTES},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Range: %s\r\n", cases[i].range);
      g_autofree char *expected
        = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%d", cases[i].first,
                           cases[i].first + cases[i].n_bytes - 1, N_BYTES);
      g_autoptr (TestAnswer) answer = get (self, "GET", self->office->token, header);
      g_autofree char *range = test_answer_header (answer, "Content-Range");

      g_test_message ("%s", cases[i].range);
      test_assert_status (answer, cases[i].status);
      if (cases[i].status != 416)
        g_assert_cmpmem (answer->body->data, answer->body->len, self->bytes + cases[i].first,
                         cases[i].n_bytes);
      g_assert_cmpstr (range, ==,
                       cases[i].status == 206   ? expected
                       : cases[i].status == 416 ? "bytes */700000"
                                                : NULL);
    }
}

static void
test_range_only_of_the_same_file (Fixture *self, gconstpointer unused)
{
  g_autofree char *same
    = g_strdup_printf ("Range: bytes=1-2\r\nIf-Range: \"%s\"\r\n", strrchr (self->path, '/') + 1);
  g_autoptr (TestAnswer) part = get (self, "GET", self->office->token, same);
  g_autoptr (TestAnswer) whole
    = get (self, "GET", self->office->token, "Range: bytes=1-2\r\nIf-Range: \"other\"\r\n");

  test_assert_status (part, 206);
  test_assert_status (whole, 200);
}

static void
test_head_has_the_size (Fixture *self, gconstpointer unused)
{
  g_autoptr (TestAnswer) answer = get (self, "HEAD", self->office->token, "");
  g_autofree char *length = test_answer_header (answer, "Content-Length");

  test_assert_status (answer, 200);
  g_assert_cmpstr (length, ==, "700000");
}

/* What a device may not see is answered to the letter like what is not there. */
static void
test_secret_and_missing_are_one (Fixture *self, gconstpointer unused)
{
  g_autofree char *stranger = test_server_enrol (self->server, "team", "T2");
  g_autoptr (TestAnswer) secret = get (self, "GET", stranger, "");
  g_autoptr (TestAnswer) missing = NULL;

  memcpy (strrchr (self->path, ':') + 1, "00000000", 8);
  missing = get (self, "GET", stranger, "");
  test_assert_status (secret, 404);
  test_assert_status (missing, 404);
  g_assert_cmpmem (secret->body->data, secret->body->len, missing->body->data, missing->body->len);
}

static void
test_revoked_device_reads_nothing (Fixture *self, gconstpointer unused)
{
  g_autofree char *dev = g_strndup (self->office->token, 32);
  g_autoptr (GError) error = NULL;
  g_autoptr (TestAnswer) answer = NULL;

  hecha_central_revoke (self->server->central, dev, NULL, &error);
  g_assert_no_error (error);
  answer = get (self, "GET", self->office->token, "");
  test_assert_status (answer, 403);
}

/* A reader that stops reading holds a piece or two in memory, and nobody else up. */
static void
test_reader_that_stops (Fixture *self, gconstpointer unused)
{
  g_autoptr (GIOStream) lazy = test_connect (self->server);
  g_autofree char *head = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n",
                                           self->path, self->office->token);
  g_autoptr (TestAnswer) other = NULL;

  test_send (lazy, head);
  other = get (self, "GET", self->office->token, "");
  test_assert_status (other, 200);
  g_assert_true (other->whole);
}

/* The device has what another has; a device that may read it need not send it. */
static void
test_known_file_is_not_sent_again (Fixture *self, gconstpointer unused)
{
  const char *digest = strrchr (self->path, '/') + 1;
  g_autofree char *metadata = g_base64_encode ((const guint8 *)digest, strlen (digest));
  g_autofree char *stranger = test_server_enrol (self->server, "team", "T2");
  const char *tokens[] = {self->office->token, stranger};
  const char *offsets[] = {"700000", "0"};

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (TestAnswer) answer = test_ask (
        self->server,
        "POST /v1/evidence HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nAuthorization: Bearer %s\r\n"
        "Upload-Length: %d\r\nUpload-Metadata: digest %s\r\nContent-Length: 0\r\n\r\n",
        tokens[i], N_BYTES, metadata);
      g_autofree char *offset = test_answer_header (answer, "Upload-Offset");

      test_assert_status (answer, 201);
      g_assert_cmpstr (offset, ==, offsets[i]);
    }
}

static GIOStream *
listen_to (Fixture *self, const char *token)
{
  GIOStream *stream = test_connect (self->server);
  g_autofree char *head
    = g_strdup_printf ("GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", token);

  test_send (stream, head);
  return stream;
}

/* The next `data:` line of an event; comments are passed over. NULL when the stream ends. */
static char *
next_event (GIOStream *stream)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char byte;

  while (g_input_stream_read (g_io_stream_get_input_stream (stream), &byte, 1, NULL, NULL) == 1)
    {
      if (byte != '\n')
        g_string_append_c (line, byte);
      else if (g_str_has_prefix (line->str, "data: "))
        return g_strdup (line->str + 6);
      else
        g_string_truncate (line, 0);
    }
  return NULL;
}

static void
test_events_tell_of_changes (Fixture *self, gconstpointer unused)
{
  g_autoptr (GIOStream) stream = listen_to (self, self->office->token);
  g_autofree char *first = next_event (stream);
  g_autofree char *second = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *heads = NULL;
  g_autoptr (HechaSyncResult) sent = NULL;
  g_autoptr (HechaCaller) caller
    = hecha_central_authenticate (self->server->central, self->office->token, NULL);
  HechaDigest digest;

  g_assert_nonnull (first);
  test_laptop_attach (self->team, "team:T1", "E2", "abc", 3, &digest);
  sent = test_laptop_sync (self->team);
  second = next_event (stream);
  heads = hecha_central_heads (self->server->central, caller, NULL);
  expected = g_strdup_printf ("{\"heads\":\"%s\"}", heads);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpstr (second, ==, expected);
}

static void
test_events_end_when_revoked (Fixture *self, gconstpointer unused)
{
  g_autoptr (GIOStream) stream = listen_to (self, self->office->token);
  g_autofree char *first = next_event (stream);
  g_autofree char *dev = g_strndup (self->office->token, 32);
  g_autofree char *more = NULL;
  g_autoptr (TestAnswer) again = NULL;

  g_assert_nonnull (first);
  hecha_central_revoke (self->server->central, dev, NULL, NULL);
  while ((more = next_event (stream)) != NULL)
    g_clear_pointer (&more, g_free);
  again = test_ask (self->server, "GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n",
                    self->office->token);
  test_assert_status (again, 403);
}

static void
test_events_end_with_the_server (Fixture *self, gconstpointer unused)
{
  g_autoptr (GIOStream) stream = listen_to (self, self->office->token);
  g_autofree char *first = next_event (stream);
  g_autofree char *none = NULL;

  g_assert_nonnull (first);
  test_server_stop (self->server);
  none = next_event (stream);
  g_assert_null (none);
}

/* What both sides write for a sync that has nothing new, over an open connection. */
static void
test_nothing_new_is_small (Fixture *self, gconstpointer unused)
{
  g_autoptr (HechaCaller) caller
    = hecha_central_authenticate (self->server->central, self->office->token, NULL);
  g_autoptr (HechaSyncResult) all = test_laptop_sync (self->office);
  g_autofree char *heads = hecha_central_heads (self->server->central, caller, NULL);
  g_autofree char *body = g_strdup_printf ("{\"heads\":\"%s\",\"hecha\":1}\n", heads);
  g_autofree char *request = g_strdup_printf (
    "POST /v1/sync HTTP/1.1\r\nHost: localhost:8443\r\nUser-Agent: hecha/0.1\r\nAccept-Encoding: zstd\r\n"
    "Connection: Keep-Alive\r\nAuthorization: Bearer %s\r\nContent-Length: %zu\r\n\r\n%s",
    self->office->token, strlen (body), body);
  g_autoptr (TestAnswer) answer = test_ask (self->server, "%s", request);

  test_assert_status (answer, 200);
  g_test_message ("%zu up, %zu down", strlen (request), strlen (answer->head) + answer->body->len);
  g_assert_cmpuint (strlen (request) + strlen (answer->head) + answer->body->len, <=, 2048);
}

/* ---- two of the office, each on a laptop ---- */

static gboolean
name_person (HechaAct *act, gpointer name, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "office", "person", "I02"), "name", name);
  return TRUE;
}

static void
record (TestLaptop *laptop, HechaActFunc rule, gpointer input)
{
  g_autoptr (GError) error = NULL;

  hecha_store_act (laptop->store, "P01", rule, input, &error);
  g_assert_no_error (error);
}

/* Both have all that either has. */
static void
sync_both (TestLaptop *first, TestLaptop *second)
{
  TestLaptop *const turns[] = {first, second, first};

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr (HechaSyncResult) result = test_laptop_sync (turns[i]);

      g_assert_cmpuint (result->refused->len, ==, 0);
    }
}

static HechaConflict *
only_open (TestLaptop *laptop)
{
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (laptop->store, TRUE, NULL);

  g_assert_cmpuint (conflicts->len, ==, 1);
  return g_ptr_array_steal_index (conflicts, 0);
}

static void
take (TestLaptop *laptop, const char *value, const char *reason)
{
  g_autoptr (HechaConflict) conflict = only_open (laptop);
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new ();
  HechaSettleInput input = {conflicts, NULL, reason};

  g_ptr_array_add (conflicts, conflict);
  for (guint i = 0; i < conflict->values->len; i++)
    if (strcmp (((HechaConflictValue *)conflict->values->pdata[i])->value, value) == 0)
      input.taken = conflict->values->pdata[i];
  record (laptop, hecha_ruling_settle, &input);
}

/* Each decides offline, differently: for both of them and the server that is a conflict again. */
static void
test_two_rulings_offline (Fixture *self, gconstpointer unused)
{
  g_autoptr (TestLaptop) second = test_laptop_new (self->server, "office", NULL);
  g_autoptr (HechaConflict) mine = NULL, theirs = NULL;
  g_autoptr (GPtrArray) base = NULL;
  g_autofree char *one = NULL, *other = NULL;

  record (self->office, name_person, (gpointer) "张三");
  sync_both (self->office, second);
  record (self->office, name_person, (gpointer) "张山");
  record (second, name_person, (gpointer) "章三");
  sync_both (self->office, second);
  take (self->office, "\"张山\"", "身份证");
  take (second, "\"章三\"", "名册");
  sync_both (self->office, second);
  mine = only_open (self->office);
  theirs = only_open (second);
  g_assert_cmpstr (mine->id, ==, theirs->id);
  g_assert_cmpuint (mine->values->len, ==, 2);
  base = hecha_conflict_dup_base (mine);
  g_assert_cmpuint (base->len, ==, 2);
  take (second, "\"张山\"", "会商一致");
  sync_both (self->office, second);
  one = hecha_store_digest (self->office->store, "office", NULL);
  other = hecha_store_digest (second->store, "office", NULL);
  g_assert_cmpstr (one, ==, other);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/office/a-file-that-a-team-brought-arrives", test_file_arrives);
  add ("/office/each-range-is-what-it-says", test_ranges);
  add ("/office/a-range-is-only-of-the-same-file", test_range_only_of_the_same_file);
  add ("/office/head-has-the-size", test_head_has_the_size);
  add ("/office/what-is-secret-and-what-is-missing-look-alike", test_secret_and_missing_are_one);
  add ("/office/a-revoked-device-reads-nothing", test_revoked_device_reads_nothing);
  add ("/office/a-reader-that-stops-holds-nobody-up", test_reader_that_stops);
  add ("/office/a-known-file-is-sent-again-only-by-who-may-not-read-it", test_known_file_is_not_sent_again);
  add ("/office/events-tell-of-changes", test_events_tell_of_changes);
  add ("/office/events-end-when-the-device-is-revoked", test_events_end_when_revoked);
  add ("/office/events-end-with-the-server", test_events_end_with_the_server);
  add ("/office/a-sync-with-nothing-new-is-small", test_nothing_new_is_small);
  add ("/office/two-who-rule-differently-offline-disagree-again", test_two_rulings_offline);
  return g_test_run ();
}
