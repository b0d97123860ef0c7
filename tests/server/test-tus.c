/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-fixture.h"

#include "evidence/hecha-partial.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TUS   "Host: localhost\r\nTus-Resumable: 1.0.0\r\n"
#define BYTES "Content-Type: application/offset+octet-stream\r\n"

/* A file and where it goes. */
typedef struct
{
  TestServer *server;
  char *token;
  guint8 *bytes;
  gsize n_bytes;
  HechaDigest digest;
  char *metadata; /* base 64 of the digest's text */
  char *path;     /* of the upload, once created */
} Upload;

static void
upload_begin (Upload *self, gsize n_bytes)
{
  g_autofree char *text = NULL;

  *self = (Upload) {.server = test_server_new (NULL, FALSE), .n_bytes = n_bytes};
  self->token = test_server_enrol (self->server, "team", "T1");
  self->bytes = g_malloc (n_bytes + 1);
  hecha_env_random (hecha_env_system (), self->bytes, n_bytes);
  hecha_digest_of (&self->digest, self->bytes, n_bytes);
  text = hecha_digest_dup_text (&self->digest);
  self->metadata = g_base64_encode ((const guint8 *)text, strlen (text));
}

static void
upload_end (Upload *self)
{
  test_server_free (self->server);
  g_free (self->token);
  g_free (self->bytes);
  g_free (self->metadata);
  g_free (self->path);
}

static TestAnswer *
create (Upload *self, const char *headers)
{
  TestAnswer *answer
    = test_ask (self->server,
                "POST /v1/evidence HTTP/1.1\r\n" TUS "Authorization: Bearer %s\r\n"
                "Upload-Length: %zu\r\nUpload-Metadata: digest %s\r\n%sContent-Length: 0\r\n\r\n",
                self->token, self->n_bytes, self->metadata, headers);

  g_free (self->path);
  self->path = test_answer_header (answer, "Location");
  return answer;
}

static void
must_create (Upload *self)
{
  g_autoptr (TestAnswer) answer = create (self, "");

  test_assert_status (answer, 201);
  g_assert_true (g_str_has_prefix (self->path, "/v1/evidence/"));
}

/* Sends @n_sent of @n_said bytes from @offset, and hangs up when there are fewer. */
static TestAnswer *
patch_some (Upload *self, gsize offset, gsize n_said, gsize n_sent, const char *headers)
{
  g_autoptr (GIOStream) stream = test_connect (self->server);
  g_autofree char *head
    = g_strdup_printf ("PATCH %s HTTP/1.1\r\n" TUS BYTES "Authorization: Bearer %s\r\nUpload-Offset: %zu\r\n"
                       "%sContent-Length: %zu\r\n\r\n",
                       self->path, self->token, offset, headers, n_said);

  test_send (stream, head);
  test_send_bytes (stream, self->bytes + offset, n_sent);
  if (n_sent < n_said)
    {
      g_io_stream_close (stream, NULL, NULL);
      return NULL;
    }
  return test_read_answer (stream, TRUE);
}

static TestAnswer *
patch (Upload *self, gsize offset, gsize n_bytes, const char *headers)
{
  return patch_some (self, offset, n_bytes, n_bytes, headers);
}

static TestAnswer *
ask_about (Upload *self, const char *method, const char *token)
{
  return test_ask (self->server, "%s %s HTTP/1.1\r\n" TUS "Authorization: Bearer %s\r\n\r\n", method,
                   self->path, token);
}

static guint64
offset_of (TestAnswer *answer)
{
  g_autofree char *text = test_answer_header (answer, "Upload-Offset");

  g_assert_nonnull (text);
  return g_ascii_strtoull (text, NULL, 10);
}

static void
assert_header (TestAnswer *answer, const char *name, const char *value)
{
  g_autofree char *found = test_answer_header (answer, name);

  g_assert_cmpstr (found, ==, value);
}

static void
assert_here (Upload *self)
{
  guint64 size = 0;

  g_assert_true (hecha_evidence_has (self->server->evidence, &self->digest, &size));
  g_assert_cmpuint (size, ==, self->n_bytes);
  g_assert_true (hecha_evidence_verify (self->server->evidence, &self->digest, NULL, NULL));
}

static void
test_options_say_what_we_can (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL, FALSE);
  g_autoptr (TestAnswer) answer = test_ask (server, "OPTIONS /v1/evidence HTTP/1.1\r\nHost: x\r\n\r\n");

  test_assert_status (answer, 204);
  assert_header (answer, "Tus-Version", "1.0.0");
  assert_header (answer, "Tus-Extension", "creation,creation-with-upload,checksum,termination,expiration");
  assert_header (answer, "Tus-Checksum-Algorithm", "sha1,sha256");
  assert_header (answer, "Tus-Max-Size", "68719476736");
}

static void
test_pieces_become_a_file (void)
{
  Upload upload;

  upload_begin (&upload, 1000000);
  must_create (&upload);
  for (gsize offset = 0; offset < upload.n_bytes; offset += 250000)
    {
      g_autoptr (TestAnswer) head = ask_about (&upload, "HEAD", upload.token);
      g_autoptr (TestAnswer) answer = patch (&upload, offset, 250000, "");
      g_autofree char *expires = test_answer_header (answer, "Upload-Expires");

      test_assert_status (head, 200);
      g_assert_cmpuint (offset_of (head), ==, offset);
      assert_header (head, "Upload-Length", "1000000");
      assert_header (head, "Cache-Control", "no-store");
      test_assert_status (answer, 204);
      assert_header (answer, "Tus-Resumable", "1.0.0");
      g_assert_cmpuint (offset_of (answer), ==, offset + 250000);
      g_assert_cmpint (expires != NULL, ==, offset + 250000 < upload.n_bytes);
    }
  assert_here (&upload);
  upload_end (&upload);
}

/* Each is refused for one reason, and the upload is as it was. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *what;
    const char *headers; /* after Host and Authorization */
    guint status;
  } cases[] = {
    {"no version", BYTES "Upload-Offset: 0\r\n", 412},
    {"another version", "Tus-Resumable: 0.2.2\r\n" BYTES "Upload-Offset: 0\r\n", 412},
    {"no type", "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n", 415},
    {"another type", "Tus-Resumable: 1.0.0\r\nContent-Type: image/jpeg\r\nUpload-Offset: 0\r\n", 415},
    {"no offset", "Tus-Resumable: 1.0.0\r\n" BYTES, 400},
    {"a negative offset", "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: -1\r\n", 400},
    {"two offsets", "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 0\r\nUpload-Offset: 0\r\n", 400},
    {"a wrong offset", "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 1\r\n", 409},
    {"an offset behind the end", "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 100001\r\n", 409},
    {"an unknown checksum",
     "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 0\r\nUpload-Checksum: md5 aaaa\r\n", 400},
    {"no checksum", "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 0\r\nUpload-Checksum: sha1\r\n", 400},
    {"a checksum that is no base 64",
     "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 0\r\nUpload-Checksum: sha1 !!!!\r\n", 400},
    {"a wrong checksum",
     "Tus-Resumable: 1.0.0\r\n" BYTES
     "Upload-Offset: 0\r\nUpload-Checksum: sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=\r\n",
     460},
    {"a coding", "Tus-Resumable: 1.0.0\r\n" BYTES "Upload-Offset: 0\r\nContent-Encoding: gzip\r\n", 415},
  };
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestAnswer) head = NULL;
      g_autoptr (TestAnswer) answer = test_ask (
        upload.server,
        "PATCH %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%sContent-Length: 3\r\n\r\nabc",
        upload.path, upload.token, cases[i].headers);

      g_test_message ("%s", cases[i].what);
      test_assert_status (answer, cases[i].status);
      head = ask_about (&upload, "HEAD", upload.token);
      g_assert_cmpuint (offset_of (head), ==, 0);
    }
  upload_end (&upload);
}

static void
test_refused_creations (void)
{
  static const struct
  {
    const char *what;
    const char *headers;
    guint status;
  } cases[] = {
    {"no version", "Upload-Length: 5\r\n", 412},
    {"no length", "Tus-Resumable: 1.0.0\r\n", 400},
    {"a length that comes later", "Tus-Resumable: 1.0.0\r\nUpload-Defer-Length: 1\r\n", 400},
    {"a length that is none", "Tus-Resumable: 1.0.0\r\nUpload-Length: five\r\n", 400},
    {"too long", "Tus-Resumable: 1.0.0\r\nUpload-Length: 68719476737\r\n", 413},
    {"no metadata", "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\n", 400},
    {"no digest", "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\nUpload-Metadata: filename YQ==\r\n", 400},
    {"an empty digest", "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\nUpload-Metadata: digest\r\n", 400},
    {"a digest that is none", "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\nUpload-Metadata: digest YWJj\r\n",
     400},
    {"a path for a digest",
     "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\nUpload-Metadata: digest "
     "c2hhMjU2Oi4uLy4uLy4uL2V0Yy9wYXNzd2Q=\r\n",
     400},
  };
  Upload upload;

  upload_begin (&upload, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestAnswer) answer
        = test_ask (upload.server,
                    "POST /v1/evidence HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    "%s\r\n%sContent-Length: 0\r\n\r\n",
                    upload.token, cases[i].headers);

      g_test_message ("%s", cases[i].what);
      test_assert_status (answer, cases[i].status);
    }
  upload_end (&upload);
}

static void
test_repeated_creation_is_the_same_upload (void)
{
  g_autofree char *first = NULL;
  g_autoptr (TestAnswer) some = NULL;
  g_autoptr (TestAnswer) again = NULL;
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  first = g_strdup (upload.path);
  some = patch (&upload, 0, 40000, "");
  again = create (&upload, "");
  test_assert_status (again, 201);
  g_assert_cmpstr (upload.path, ==, first);
  g_assert_cmpuint (offset_of (again), ==, 40000);
  upload_end (&upload);
}

static void
test_nobody_else_can_touch_it (void)
{
  static const char *const methods[] = {"HEAD", "DELETE"};
  g_autofree char *stranger = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *first = NULL;
  g_autoptr (TestAnswer) theirs = NULL;
  g_autoptr (TestAnswer) head = NULL;
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  first = g_strdup (upload.path);
  stranger = test_server_enrol (upload.server, "team", "T2");
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (TestAnswer) answer = ask_about (&upload, methods[i], stranger);

      test_assert_status (answer, 404);
    }
  mine = g_steal_pointer (&upload.token);
  upload.token = g_strdup (stranger);
  theirs = patch (&upload, 0, 10, "");
  test_assert_status (theirs, 404);
  must_create (&upload); /* of the same file: another upload */
  g_assert_cmpstr (upload.path, !=, first);
  g_free (upload.path);
  upload.path = g_steal_pointer (&first);
  head = ask_about (&upload, "HEAD", mine);
  test_assert_status (head, 200);
  upload_end (&upload);
}

static void
test_names_that_are_no_uploads (void)
{
  static const char *const names[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "ABCDEF0000000000000000000000000000000000000000000000000000000000",
    "..%2e",
    "sha256",
  };
  Upload upload;

  upload_begin (&upload, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TestAnswer) head = NULL;

      g_free (upload.path);
      upload.path = g_strconcat ("/v1/evidence/", names[i], NULL);
      head = ask_about (&upload, "HEAD", upload.token);
      test_assert_status (head, 404);
    }
  upload_end (&upload);
}

/* What a cut request brought is there when the client comes back, however soon. */
static void
test_cut_request_keeps_what_came (void)
{
  gsize offset = 0;
  guint n_cuts = 0;
  Upload upload;

  upload_begin (&upload, 3000000);
  must_create (&upload);
  while (offset < upload.n_bytes)
    {
      gsize left = upload.n_bytes - offset;
      g_autoptr (TestAnswer) none = patch_some (&upload, offset, left, MIN (left, 450000), "");
      g_autoptr (TestAnswer) head = ask_about (&upload, "HEAD", upload.token);

      test_assert_status (head, 200);
      g_assert_cmpuint (offset_of (head), ==, offset + MIN (left, 450000));
      offset = offset_of (head);
      n_cuts++;
    }
  g_assert_cmpuint (n_cuts, ==, 7);
  assert_here (&upload);
  upload_end (&upload);
}

/* Until the server has read so many bytes of bodies, by its own account. */
static void
wait_for_bytes (TestServer *server, guint64 n_bytes)
{
  static const char name[] = "\nhecha_http_received_bytes_total ";
  guint64 received = 0;

  while (received < n_bytes)
    {
      g_autoptr (TestAnswer) answer = test_ask (server, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");

      received = g_ascii_strtoull (strstr (test_answer_text (answer), name) + strlen (name), NULL, 10);
    }
}

/* The old connection is dead, but nobody has told the server. */
static void
test_who_comes_back_is_not_locked_out (void)
{
  g_autoptr (GIOStream) dead = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) rest = NULL;
  g_autofree char *text = NULL;
  Upload upload;

  upload_begin (&upload, 1000000);
  must_create (&upload);
  dead = test_connect (upload.server);
  text = g_strdup_printf ("PATCH %s HTTP/1.1\r\n" TUS BYTES "Authorization: Bearer %s\r\nUpload-Offset: 0\r\n"
                          "Content-Length: 1000000\r\n\r\n",
                          upload.path, upload.token);
  test_send (dead, text);
  test_send_bytes (dead, upload.bytes, 300000);
  wait_for_bytes (upload.server, 300000);
  head = ask_about (&upload, "HEAD", upload.token);
  test_assert_status (head, 200);
  g_assert_cmpuint (offset_of (head), ==, 300000);
  rest = patch (&upload, 300000, 700000, "");
  test_assert_status (rest, 204);
  assert_here (&upload);
  upload_end (&upload);
}

static void
test_wrong_file_is_gone (void)
{
  g_autoptr (TestAnswer) answer = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) again = NULL;
  Upload upload;

  upload_begin (&upload, 200000);
  must_create (&upload);
  upload.bytes[77777] ^= 1;
  answer = patch (&upload, 0, upload.n_bytes, "");
  test_assert_status (answer, 460);
  g_assert_false (hecha_evidence_has (upload.server->evidence, &upload.digest, NULL));
  head = ask_about (&upload, "HEAD", upload.token);
  test_assert_status (head, 404);
  upload.bytes[77777] ^= 1;
  must_create (&upload);
  again = patch (&upload, 0, upload.n_bytes, "");
  test_assert_status (again, 204);
  assert_here (&upload);
  upload_end (&upload);
}

static char *
checksum_of (const guint8 *bytes, gsize n_bytes, GChecksumType type, const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  guint8 digest[64];
  gsize length = sizeof digest;
  g_autofree char *encoded = NULL;

  g_checksum_update (checksum, bytes, (gssize)n_bytes);
  g_checksum_get_digest (checksum, digest, &length);
  encoded = g_base64_encode (digest, length);
  return g_strdup_printf ("Upload-Checksum: %s %s\r\n", name, encoded);
}

static void
test_checksums_guard_each_piece (void)
{
  g_autofree char *sha1 = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (TestAnswer) first = NULL;
  g_autoptr (TestAnswer) wrong = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) right = NULL;
  Upload upload;

  upload_begin (&upload, 600000);
  must_create (&upload);
  sha1 = checksum_of (upload.bytes, 300000, G_CHECKSUM_SHA1, "sha1");
  sha256 = checksum_of (upload.bytes + 300000, 300000, G_CHECKSUM_SHA256, "sha256");
  first = patch (&upload, 0, 300000, sha1);
  test_assert_status (first, 204);
  wrong = patch (&upload, 300000, 300000, sha1);
  test_assert_status (wrong, 460);
  head = ask_about (&upload, "HEAD", upload.token);
  g_assert_cmpuint (offset_of (head), ==, 300000);
  right = patch (&upload, 300000, 300000, sha256);
  test_assert_status (right, 204);
  assert_here (&upload);
  upload_end (&upload);
}

/* POST with bytes; repeated after a cut it goes on where it was. */
static void
test_creation_with_bytes (void)
{
  g_autoptr (GIOStream) first = NULL;
  g_autoptr (GIOStream) second = NULL;
  g_autoptr (TestAnswer) answer = NULL;
  g_autofree char *head = NULL;
  Upload upload;

  upload_begin (&upload, 500000);
  head = g_strdup_printf ("POST /v1/evidence HTTP/1.1\r\n" TUS BYTES "Authorization: Bearer %s\r\n"
                          "Upload-Length: %zu\r\nUpload-Metadata: filename YQ==,digest %s\r\n"
                          "Content-Length: %zu\r\n\r\n",
                          upload.token, upload.n_bytes, upload.metadata, upload.n_bytes);
  first = test_connect (upload.server);
  test_send (first, head);
  test_send_bytes (first, upload.bytes, 200000);
  g_io_stream_close (first, NULL, NULL);
  second = test_connect (upload.server);
  test_send (second, head);
  test_send_bytes (second, upload.bytes, upload.n_bytes);
  answer = test_read_answer (second, TRUE);
  test_assert_status (answer, 201);
  g_assert_cmpuint (offset_of (answer), ==, upload.n_bytes);
  assert_here (&upload);
  upload_end (&upload);
}

static void
test_done_upload_answers_alike (void)
{
  g_autoptr (TestAnswer) last = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) empty = NULL;
  g_autoptr (TestAnswer) created = NULL;
  g_autoptr (TestAnswer) removed = NULL;
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  last = patch (&upload, 0, upload.n_bytes, "");
  test_assert_status (last, 204);
  head = ask_about (&upload, "HEAD", upload.token);
  test_assert_status (head, 200);
  g_assert_cmpuint (offset_of (head), ==, upload.n_bytes);
  empty = patch (&upload, upload.n_bytes, 0, "");
  test_assert_status (empty, 204);
  created = create (&upload, "");
  test_assert_status (created, 201);
  g_assert_cmpuint (offset_of (created), ==, upload.n_bytes);
  removed = ask_about (&upload, "DELETE", upload.token);
  test_assert_status (removed, 403);
  assert_here (&upload);
  upload_end (&upload);
}

static void
test_given_up_upload_is_gone (void)
{
  g_autoptr (TestAnswer) some = NULL;
  g_autoptr (TestAnswer) removed = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) again = NULL;
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  some = patch (&upload, 0, 50000, "");
  removed = ask_about (&upload, "DELETE", upload.token);
  test_assert_status (removed, 204);
  head = ask_about (&upload, "HEAD", upload.token);
  test_assert_status (head, 404);
  again = ask_about (&upload, "DELETE", upload.token);
  test_assert_status (again, 404);
  upload_end (&upload);
}

static void
test_empty_file (void)
{
  Upload upload;

  upload_begin (&upload, 0);
  must_create (&upload);
  assert_here (&upload);
  upload_end (&upload);
}

/* Chunks without end stop at the announced size. */
static void
test_chunks_without_end (void)
{
  g_autofree char *head = NULL;
  g_autofree char *zeros = g_malloc0 (65536);
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (TestAnswer) after = NULL;
  guint i = 0;
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  stream = test_connect (upload.server);
  head = g_strdup_printf ("PATCH %s HTTP/1.1\r\n" TUS BYTES "Authorization: Bearer %s\r\nUpload-Offset: 0\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n",
                          upload.path, upload.token);
  test_send (stream, head);
  for (i = 0; i < 10000; i++)
    if (!test_send_bytes (stream, "10000\r\n", 7) || !test_send_bytes (stream, zeros, 65536)
        || !test_send_bytes (stream, "\r\n", 2))
      break;
  g_assert_cmpuint (i, <, 10000);
  after = ask_about (&upload, "HEAD", upload.token);
  g_assert_true (after->status == 200 || after->status == 404);
  upload_end (&upload);
}

static void
test_longer_than_announced (void)
{
  g_autoptr (TestAnswer) answer = NULL;
  g_autofree guint8 *more = NULL;
  Upload upload;

  upload_begin (&upload, 1000);
  must_create (&upload);
  more = g_malloc0 (2000);
  g_free (upload.bytes);
  upload.bytes = g_steal_pointer (&more);
  answer = patch (&upload, 0, 2000, "");
  test_assert_status (answer, 413);
  upload_end (&upload);
}

static void
test_post_can_say_patch (void)
{
  g_autoptr (GIOStream) stream = NULL;
  g_autofree char *head = NULL;
  g_autoptr (TestAnswer) answer = NULL;
  Upload upload;

  upload_begin (&upload, 1000);
  must_create (&upload);
  stream = test_connect (upload.server);
  head = g_strdup_printf ("POST %s HTTP/1.1\r\n" TUS BYTES "Authorization: Bearer %s\r\nUpload-Offset: 0\r\n"
                          "X-HTTP-Method-Override: PATCH\r\nContent-Length: 1000\r\n\r\n",
                          upload.path, upload.token);
  test_send (stream, head);
  test_send_bytes (stream, upload.bytes, upload.n_bytes);
  answer = test_read_answer (stream, TRUE);
  test_assert_status (answer, 204);
  assert_here (&upload);
  upload_end (&upload);
}

static void
test_pieces_share_a_connection (void)
{
  g_autoptr (GIOStream) stream = NULL;
  Upload upload;

  upload_begin (&upload, 900000);
  must_create (&upload);
  stream = test_connect (upload.server);
  for (gsize offset = 0; offset < upload.n_bytes; offset += 300000)
    {
      g_autofree char *head = g_strdup_printf ("PATCH %s HTTP/1.1\r\n" TUS BYTES
                                               "Authorization: Bearer %s\r\nUpload-Offset: %zu\r\n"
                                               "Content-Length: 300000\r\n\r\n",
                                               upload.path, upload.token, offset);
      g_autoptr (TestAnswer) answer = NULL;

      test_send (stream, head);
      test_send_bytes (stream, upload.bytes + offset, 300000);
      answer = test_read_answer (stream, TRUE);
      test_assert_status (answer, 204);
    }
  assert_here (&upload);
  upload_end (&upload);
}

/* A clock that is ahead by what is said. */
typedef struct
{
  HechaClock clock;
  gint64 ahead_ms;
} LateClock;

static gint64
read_late_clock (HechaClock *clock)
{
  return g_get_real_time () / 1000 + ((LateClock *)clock)->ahead_ms;
}

static void
test_upload_expires (void)
{
  LateClock clock = {{read_late_clock}, 0};
  HechaEnv env = *hecha_env_system ();
  guint status = 200;
  g_autoptr (TestAnswer) some = NULL;
  g_autoptr (TestAnswer) again = NULL;
  Upload upload;

  env.clock = &clock.clock;
  upload_begin (&upload, 100000);
  test_server_free (upload.server);
  upload.server = test_server_new_in (&env);
  g_free (upload.token);
  upload.token = test_server_enrol (upload.server, "team", "T1");
  must_create (&upload);
  some = patch (&upload, 0, 50000, "");
  test_assert_status (some, 204);
  clock.ahead_ms = (gint64)15 * 24 * 60 * 60 * 1000;
  test_server_restart (upload.server);
  while (status
         != 410) /* it is cleared away beside the requests: for a moment it may be gone without a reason */
    {
      g_autoptr (TestAnswer) head = ask_about (&upload, "HEAD", upload.token);

      status = head->status;
      g_assert_true (status == 200 || status == 404 || status == 410);
    }
  again = create (&upload, "");
  test_assert_status (again, 201);
  g_assert_cmpuint (offset_of (again), ==, 0);
  upload_end (&upload);
}

static void
test_restart_keeps_uploads (void)
{
  g_autoptr (TestAnswer) some = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) rest = NULL;
  g_autoptr (TestAnswer) done = NULL;
  Upload upload;

  upload_begin (&upload, 100000);
  must_create (&upload);
  some = patch (&upload, 0, 50000, "");
  test_server_restart (upload.server);
  head = ask_about (&upload, "HEAD", upload.token);
  g_assert_cmpuint (offset_of (head), ==, 50000);
  rest = patch (&upload, 50000, 50000, "");
  test_assert_status (rest, 204);
  test_server_restart (upload.server);
  done = ask_about (&upload, "HEAD", upload.token);
  g_assert_cmpuint (offset_of (done), ==, 100000);
  assert_here (&upload);
  upload_end (&upload);
}

/* A disk that is full for a while. */
typedef struct
{
  HechaDisk disk;
  gint full; /* atomic */
} FullDisk;

static gssize
write_if_room (HechaDisk *disk, int fd, const void *bytes, gsize n_bytes)
{
  if (g_atomic_int_get (&((FullDisk *)disk)->full))
    {
      errno = ENOSPC;
      return -1;
    }
  return write (fd, bytes, n_bytes);
}

static void
test_full_disk (void)
{
  FullDisk disk = {*hecha_env_system ()->disk, 0};
  HechaEnv env = *hecha_env_system ();
  g_autoptr (TestAnswer) first = NULL;
  g_autoptr (TestAnswer) refused = NULL;
  g_autoptr (TestAnswer) head = NULL;
  g_autoptr (TestAnswer) rest = NULL;
  Upload upload;

  disk.disk.write = write_if_room;
  env.disk = &disk.disk;
  upload_begin (&upload, 1000000);
  test_server_free (upload.server);
  upload.server = test_server_new_in (&env);
  g_free (upload.token);
  upload.token = test_server_enrol (upload.server, "team", "T1");
  must_create (&upload);
  first = patch (&upload, 0, 300000, "");
  test_assert_status (first, 204);
  g_atomic_int_set (&disk.full, TRUE);
  refused = patch (&upload, 300000, 700000, "");
  test_assert_status (refused, 507);
  g_atomic_int_set (&disk.full, FALSE);
  head = ask_about (&upload, "HEAD", upload.token);
  g_assert_cmpuint (offset_of (head), ==, 300000);
  rest = patch (&upload, 300000, 700000, "");
  test_assert_status (rest, 204);
  assert_here (&upload);
  upload_end (&upload);
}

/* Stopping the server is a cut like any other. */
static void
test_stop_keeps_what_came (void)
{
  g_autoptr (GIOStream) stream = NULL;
  g_autofree char *head = NULL;
  g_autoptr (HechaPartial) partial = NULL;
  Upload upload;

  upload_begin (&upload, 1000000);
  must_create (&upload);
  stream = test_connect (upload.server);
  head = g_strdup_printf ("PATCH %s HTTP/1.1\r\n" TUS BYTES "Authorization: Bearer %s\r\nUpload-Offset: 0\r\n"
                          "Content-Length: 1000000\r\n\r\n",
                          upload.path, upload.token);
  test_send (stream, head);
  test_send_bytes (stream, upload.bytes, 400000);
  wait_for_bytes (upload.server, 400000);
  test_server_stop (upload.server);
  partial = hecha_partial_resume (upload.server->evidence, strrchr (upload.path, '/') + 1, NULL);
  g_assert_nonnull (partial);
  g_assert_cmpuint (hecha_partial_get_durable (partial), ==, 400000);
  g_clear_pointer (&partial, hecha_partial_free);
  upload_end (&upload);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tus/options-say-what-we-can", test_options_say_what_we_can);
  g_test_add_func ("/tus/pieces-become-a-file", test_pieces_become_a_file);
  g_test_add_func ("/tus/each-mistake-has-its-status-and-changes-nothing", test_refusals);
  g_test_add_func ("/tus/each-wrong-creation-has-its-status", test_refused_creations);
  g_test_add_func ("/tus/a-repeated-creation-is-the-same-upload", test_repeated_creation_is_the_same_upload);
  g_test_add_func ("/tus/nobody-else-can-touch-it", test_nobody_else_can_touch_it);
  g_test_add_func ("/tus/names-that-are-no-uploads-are-not-there", test_names_that_are_no_uploads);
  g_test_add_func ("/tus/a-cut-request-keeps-what-came", test_cut_request_keeps_what_came);
  g_test_add_func ("/tus/who-comes-back-is-not-locked-out", test_who_comes_back_is_not_locked_out);
  g_test_add_func ("/tus/a-wrong-file-is-gone", test_wrong_file_is_gone);
  g_test_add_func ("/tus/checksums-guard-each-piece", test_checksums_guard_each_piece);
  g_test_add_func ("/tus/a-creation-with-bytes-goes-on-where-it-was", test_creation_with_bytes);
  g_test_add_func ("/tus/an-upload-that-is-done-answers-alike", test_done_upload_answers_alike);
  g_test_add_func ("/tus/an-upload-that-was-given-up-is-gone", test_given_up_upload_is_gone);
  g_test_add_func ("/tus/an-empty-file-is-a-file", test_empty_file);
  g_test_add_func ("/tus/chunks-without-end-stop-at-the-announced-size", test_chunks_without_end);
  g_test_add_func ("/tus/more-than-announced-is-refused", test_longer_than_announced);
  g_test_add_func ("/tus/a-post-can-say-patch", test_post_can_say_patch);
  g_test_add_func ("/tus/pieces-share-a-connection", test_pieces_share_a_connection);
  g_test_add_func ("/tus/a-full-disk-is-told-and-loses-nothing", test_full_disk);
  g_test_add_func ("/tus/an-upload-that-waits-too-long-is-gone", test_upload_expires);
  g_test_add_func ("/tus/a-restart-keeps-uploads", test_restart_keeps_uploads);
  g_test_add_func ("/tus/stopping-the-server-keeps-what-came", test_stop_keeps_what_came);
  return g_test_run ();
}
