/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-bundle.h"

#include "base/hecha-error.h"
#include "base/hecha-zstd.h"
#include "fault-disk.h"
#include "sync/hecha-bundle-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *dir;  /* (owned) */
  char *path; /* (owned) of the bundle */
  FaultDisk disk;
  HechaEnv env;
  HechaKey key, other;
} Fixture;

/* What a reader was given, as text: "L…" and "E…" with sizes, so that it can be compared. */
typedef struct
{
  GString *log; /* (owned) */
  HechaDigester *digester;
  HechaDigest expected;
  guint64 left;
  guint n_files;
  gboolean hostile; /* whoever wrote it may have announced another digest */
} Taken;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = fault_dir_make ();
  f->path = g_build_filename (f->dir, "to-server.hecha", NULL);
  fault_disk_init (&f->disk);
  f->env = *hecha_env_system ();
  f->env.disk = &f->disk.disk;
  hecha_key_generate (&f->key, &f->env);
  hecha_key_generate (&f->other, &f->env);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  fault_disk_clear (&f->disk);
  fault_dir_remove (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

static gboolean
take_lines (const char *lines, gsize n_bytes, gpointer data, GError **error)
{
  Taken *taken = data;

  g_string_append_printf (taken->log, "L%" G_GSIZE_FORMAT " ", n_bytes);
  return TRUE;
}

static gboolean
take_begin (const HechaDigest *digest, guint64 size, gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_cmpuint (size, <=, G_MAXINT64);
  taken->expected = *digest;
  taken->left = size;
  return TRUE;
}

static gboolean
take_bytes (const void *bytes, gsize n_bytes, gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_cmpuint (n_bytes, <=, taken->left);
  taken->left -= n_bytes;
  hecha_digester_add (taken->digester, bytes, n_bytes);
  return TRUE;
}

/* A file is never told to be complete when it is not. */
static gboolean
take_end (gpointer data, GError **error)
{
  Taken *taken = data;
  HechaDigest digest;

  g_assert_cmpuint (taken->left, ==, 0);
  hecha_digester_finish (taken->digester, &digest);
  g_assert_true (taken->hostile || hecha_digest_equal (&digest, &taken->expected));
  g_string_append (taken->log, "E ");
  taken->n_files++;
  return TRUE;
}

static const HechaBundleSink sink = {take_lines, take_begin, take_bytes, take_end};

static void
taken_init (Taken *self)
{
  *self = (Taken) {g_string_new (NULL), hecha_digester_new ()};
}

static void
taken_clear (Taken *self)
{
  g_string_free (self->log, TRUE);
  hecha_digester_free (self->digester);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Taken, taken_clear)

static guint8 *
make_bytes (gsize n)
{
  guint8 *bytes = g_malloc (n + 1);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8)(i * 2654435761u >> 24);
  return bytes;
}

static gboolean
add_file (HechaBundleWriter *writer, gsize n, GError **error)
{
  g_autofree guint8 *bytes = make_bytes (n);
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (bytes, (gssize)n, NULL);
  HechaDigest digest;

  hecha_digest_of (&digest, bytes, n);
  return hecha_bundle_writer_add_file (writer, &digest, n, source, NULL, error);
}

/* Lines and one file of each of these sizes. */
static gboolean
write_bundle (Fixture *f, const gsize *sizes, guint n_sizes, GError **error)
{
  g_autoptr (HechaBundleWriter) writer = hecha_bundle_writer_new (f->path, &f->key, &f->env, error);

  if (writer == NULL || !hecha_bundle_writer_add_lines (writer, "{\"v\":1}\n", 8, error))
    return FALSE;
  for (guint i = 0; i < n_sizes; i++)
    if (!add_file (writer, sizes[i], error))
      return FALSE;
  return hecha_bundle_writer_finish (writer, NULL, NULL, error);
}

static gboolean
read_bytes (Fixture *f, const void *bytes, gsize n, Taken *taken, HechaBundleCounts *counts, GError **error)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (bytes, (gssize)n, NULL);

  return hecha_bundle_read (source, &f->key, &sink, taken, NULL, counts, error);
}

static guint8 *
load (Fixture *f, gsize *n)
{
  char *bytes;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (f->path, &bytes, n, &error);
  g_assert_no_error (error);
  return (guint8 *)bytes;
}

static void
test_round_trip (Fixture *f, gconstpointer unused)
{
  /* Around the sizes of a chunk and of what stands before the bytes in it. */
  const gsize sizes[] = {0, 1, 65536 - 100, 65536 - 41, 65536 - 9, 65535, 65536, 65537, 300000};
  g_auto (Taken) taken;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = NULL;
  HechaBundleCounts counts;
  guint64 total = 0;
  gsize n;

  taken_init (&taken);
  g_assert_true (write_bundle (f, sizes, G_N_ELEMENTS (sizes), &error));
  bytes = load (f, &n);
  g_assert_true (read_bytes (f, bytes, n, &taken, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (taken.log->str, ==, "L8 E E E E E E E E E ");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    total += sizes[i];
  g_assert_cmpuint (counts.n_lines, ==, 1);
  g_assert_cmpuint (counts.n_files, ==, G_N_ELEMENTS (sizes));
  g_assert_cmpuint (counts.file_bytes, ==, total);
}

typedef struct
{
  guint64 written;
  guint64 checked;
} Told;

static void
note_progress (gboolean checking, guint64 done, guint64 total, gpointer data)
{
  Told *told = data;
  guint64 *last = checking ? &told->checked : &told->written;

  g_assert_cmpuint (total, ==, 300001);
  g_assert_cmpuint (done, >, *last);
  g_assert_cmpuint (told->written, ==, checking ? total : told->written);
  *last = done;
}

/* First all of it is written, then all of it is read back. */
static void
test_progress (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaBundleWriter) writer = hecha_bundle_writer_new (f->path, &f->key, &f->env, &error);
  Told told = {0, 0};

  g_assert_no_error (error);
  hecha_bundle_writer_set_progress (writer, 300001, note_progress, &told);
  g_assert_true (add_file (writer, 1, &error) && add_file (writer, 300000, &error));
  g_assert_cmpuint (told.written, ==, 300001);
  g_assert_cmpuint (told.checked, ==, 0);
  g_assert_true (hecha_bundle_writer_finish (writer, NULL, NULL, &error));
  g_assert_cmpuint (told.checked, ==, 300001);
}

/* The final record may end anywhere in a chunk, also with it. */
static void
test_every_end (Fixture *f, gconstpointer unused)
{
  for (gsize size = 65536 - 130; size < 65536; size++)
    {
      g_auto (Taken) taken;
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *bytes = NULL;
      HechaBundleCounts counts;
      gsize n;

      taken_init (&taken);
      g_assert_true (write_bundle (f, &size, 1, &error));
      bytes = load (f, &n);
      g_assert_true (read_bytes (f, bytes, n, &taken, &counts, &error));
      g_assert_cmpuint (taken.n_files, ==, 1);
    }
}

static void
test_full_lines (Fixture *f, gconstpointer unused)
{
  g_autofree guint8 *noise = make_bytes (HECHA_BUNDLE_MAX_LINES);
  g_autoptr (HechaBundleWriter) writer = hecha_bundle_writer_new (f->path, &f->key, &f->env, NULL);
  g_auto (Taken) taken;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = NULL;
  HechaBundleCounts counts;
  gsize n;

  taken_init (&taken);
  noise[HECHA_BUNDLE_MAX_LINES - 1] = '\n';
  g_assert_true (hecha_bundle_writer_add_lines (writer, (char *)noise, HECHA_BUNDLE_MAX_LINES, &error));
  g_assert_true (hecha_bundle_writer_finish (writer, NULL, &counts, &error));
  g_assert_cmpuint (counts.n_lines, ==, 1);
  bytes = load (f, &n);
  g_assert_true (read_bytes (f, bytes, n, &taken, &counts, &error));
  g_assert_cmpstr (taken.log->str, ==, "L4194304 ");
  g_assert_false (hecha_bundle_writer_add_lines (writer, (char *)noise, HECHA_BUNDLE_MAX_LINES + 1, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
}

static void
test_wrong_recipient (Fixture *f, gconstpointer unused)
{
  g_autoptr (GInputStream) source = NULL;
  g_auto (Taken) taken;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = NULL;
  char id[HECHA_KEY_ID_BYTES];
  HechaBundleCounts counts;
  gsize n;

  taken_init (&taken);
  g_assert_true (write_bundle (f, NULL, 0, NULL));
  bytes = load (f, &n);
  source = g_memory_input_stream_new_from_data (bytes, (gssize)n, NULL);
  g_assert_false (hecha_bundle_read (source, &f->other, &sink, &taken, NULL, &counts, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
  hecha_key_id (f->key.sign_public, id);
  g_assert_nonnull (strstr (error->message, id));
  g_assert_cmpuint (taken.log->len, ==, 0);
}

/* Nothing of a bundle that is not exactly what was written is taken for the whole. */
static void
assert_refused (Fixture *f, const void *bytes, gsize n)
{
  g_auto (Taken) taken;
  g_autoptr (GError) error = NULL;
  HechaBundleCounts counts;

  taken_init (&taken);
  g_assert_false (read_bytes (f, bytes, n, &taken, &counts, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == HECHA_ERROR);
  g_assert_true (error->code == HECHA_ERROR_UNTRUSTED || error->code == HECHA_ERROR_INVALID
                 || error->code == HECHA_ERROR_NEWER);
  g_assert_cmpuint (counts.n_files, ==, taken.n_files);
}

static void
test_every_bit (Fixture *f, gconstpointer unused)
{
  const gsize size = 100;
  g_autofree guint8 *bytes = NULL;
  gsize n;

  g_assert_true (write_bundle (f, &size, 1, NULL));
  bytes = load (f, &n);
  for (gsize i = 0; i < 8 * n; i++)
    {
      bytes[i / 8] ^= (guint8)(1 << i % 8);
      assert_refused (f, bytes, n);
      bytes[i / 8] ^= (guint8)(1 << i % 8);
    }
}

static void
test_bits_of_many_chunks (Fixture *f, gconstpointer unused)
{
  const gsize sizes[] = {100000, 90000};
  g_autofree guint8 *bytes = NULL;
  gsize n;

  g_assert_true (write_bundle (f, sizes, 2, NULL));
  bytes = load (f, &n);
  for (guint i = 0; i < 500; i++)
    {
      gsize at = (gsize)g_test_rand_int_range (0, (gint32)n);
      guint8 bit = (guint8)(1 << g_test_rand_int_range (0, 8));

      bytes[at] ^= bit;
      assert_refused (f, bytes, n);
      bytes[at] ^= bit;
    }
}

static void
test_every_cut (Fixture *f, gconstpointer unused)
{
  const gsize sizes[] = {70000};
  g_autofree guint8 *bytes = NULL;
  gsize n;

  g_assert_true (write_bundle (f, sizes, 1, NULL));
  bytes = load (f, &n);
  for (gsize cut = 0; cut < n; cut += cut < 300 || cut > n - 300 || (cut > 65600 && cut < 65800) ? 1 : 101)
    assert_refused (f, bytes, cut);
}

static void
test_trailing (Fixture *f, gconstpointer unused)
{
  g_autofree guint8 *bytes = NULL, *longer = NULL;
  gsize n;

  g_assert_true (write_bundle (f, NULL, 0, NULL));
  bytes = load (f, &n);
  longer = g_malloc0 (2 * n + HECHA_BUNDLE_SEAL_BYTES);
  memcpy (longer, bytes, n);
  memcpy (longer + n, bytes, n);
  assert_refused (f, longer, n + 1);
  assert_refused (f, longer, 2 * n);
  assert_refused (f, longer, n + HECHA_BUNDLE_SEAL_BYTES);
}

/* Chunks that change places, come twice, or come from another bundle for the same device. */
static void
test_chunks_in_order (Fixture *f, gconstpointer unused)
{
  const gsize start = sizeof (HechaBundleHead) + 24, chunk = HECHA_BUNDLE_SEAL_BYTES, size = 250000;
  g_autofree guint8 *bytes = NULL, *again = NULL, *mixed = NULL;
  gsize n, n_again;

  g_assert_true (write_bundle (f, &size, 1, NULL));
  bytes = load (f, &n);
  g_assert_true (write_bundle (f, &size, 1, NULL));
  again = load (f, &n_again);
  g_assert_cmpuint (n, ==, n_again);
  mixed = g_memdup2 (bytes, n);
  memcpy (mixed + start, bytes + start + chunk, chunk);
  memcpy (mixed + start + chunk, bytes + start, chunk);
  assert_refused (f, mixed, n);
  memcpy (mixed + start, bytes + start, chunk);
  assert_refused (f, mixed, n);
  memcpy (mixed, bytes, n);
  memcpy (mixed + start, again + start, chunk);
  assert_refused (f, mixed, n);
  memcpy (mixed, again, start);
  assert_refused (f, mixed, n);
}

static void
test_other_files (Fixture *f, gconstpointer unused)
{
  g_autofree guint8 *bytes = NULL;
  g_auto (Taken) taken;
  g_autoptr (GError) error = NULL, newer = NULL;
  HechaBundleCounts counts;
  gsize n;

  taken_init (&taken);
  g_assert_false (read_bytes (f, "PK\3\4 holiday pictures", 21, &taken, &counts, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_assert_true (write_bundle (f, NULL, 0, NULL));
  bytes = load (f, &n);
  bytes[15] = 2;
  g_assert_false (read_bytes (f, bytes, n, &taken, &counts, &newer));
  g_assert_error (newer, HECHA_ERROR, HECHA_ERROR_NEWER);
}

/* The text of a bundle that somebody made who may seal to us, and means no good. */
typedef struct
{
  const guint8 *bytes;
  gsize left;
} Text;

static gboolean
pull_from_text (gpointer source, void *bytes, gsize n_bytes, GError **error)
{
  Text *text = source;

  if (n_bytes > text->left)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, "the end");
      return FALSE;
    }
  memcpy (bytes, text->bytes, n_bytes);
  text->bytes += n_bytes;
  text->left -= n_bytes;
  return TRUE;
}

static void
append_record (GByteArray *text, char kind, guint64 length, const void *bytes, gsize n_bytes)
{
  guint64 big = GUINT64_TO_BE (length);

  g_byte_array_append (text, (const guint8 *)&kind, 1);
  g_byte_array_append (text, (const guint8 *)&big, 8);
  g_byte_array_append (text, bytes, n_bytes);
}

static void
append_end (GByteArray *text, guint64 n_lines, guint64 n_files, guint64 n_bytes)
{
  guint64 end[3] = {GUINT64_TO_BE (n_lines), GUINT64_TO_BE (n_files), GUINT64_TO_BE (n_bytes)};

  append_record (text, 'Z', sizeof end, end, sizeof end);
}

static gboolean
read_text (GByteArray *bytes)
{
  Text text = {bytes->data, bytes->len};
  g_auto (Taken) taken;
  g_autoptr (GError) error = NULL;
  HechaBundleCounts counts;

  taken_init (&taken);
  taken.hostile = TRUE;
  if (hecha_bundle_read_records (pull_from_text, &text, &sink, &taken, &counts, &error))
    return TRUE;
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  return FALSE;
}

static char *
make_zero_line (gsize n)
{
  char *bytes = g_malloc0 (n);

  bytes[n - 1] = '\n';
  return bytes;
}

static void
test_malicious_records (void)
{
  g_autofree char *zeros = make_zero_line (64 << 20);
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (HechaZstdEncoder) encoder = hecha_zstd_encoder_new (1);
  g_autoptr (GBytes) good = hecha_zstd_compress ("{}\n", 3, 1), no_lf = hecha_zstd_compress ("{}", 2, 1);
  g_autoptr (GBytes) bomb = hecha_zstd_compress (zeros, 64 << 20, 1);
  gsize n_good = g_bytes_get_size (good), n_bomb = g_bytes_get_size (bomb);
  const guint8 *packed = g_bytes_get_data (good, NULL);
  g_autofree guint8 *twice = g_malloc (2 * n_good);

  memcpy (twice, packed, n_good);
  memcpy (twice + n_good, packed, n_good);
  hecha_zstd_encoder_add (encoder, "{}\n", 3, stream);
  hecha_zstd_encoder_finish (encoder, stream);
  for (guint i = 0; i < 15; i++)
    {
      g_autoptr (GByteArray) text = g_byte_array_new ();

      append_record (text, 'L', n_good, packed, n_good);
      if (i == 1)
        append_record (text, 'L', n_bomb, g_bytes_get_data (bomb, NULL), n_bomb);
      else if (i == 2)
        append_record (text, 'L', stream->len, stream->data, stream->len); /* declares no size */
      else if (i == 3)
        append_record (text, 'L', 2 * n_good, twice, 2 * n_good);
      else if (i == 4)
        append_record (text, 'L', G_MAXUINT64, packed, n_good);
      else if (i == 5)
        append_record (text, 'L', n_good - 1, packed, n_good - 1);
      else if (i == 6)
        append_record (text, 'L', g_bytes_get_size (no_lf), g_bytes_get_data (no_lf, NULL),
                       g_bytes_get_size (no_lf));
      else if (i == 7)
        append_record (text, 'E', 31, zeros, 31);
      else if (i == 8)
        append_record (text, 'E', G_MAXUINT64, zeros, 1000);
      else if (i == 9)
        append_record (text, 'E', 1000, zeros, 999);
      else if (i == 10)
        append_record (text, 'X', 3, zeros, 3);
      else if (i == 11)
        append_record (text, 'Z', 23, zeros, 23);
      /* The counts are right wherever the record before would be taken. */
      append_end (text, (i >= 1 && i <= 6) || i == 12 ? 2 : 1, (i >= 7 && i <= 9) || i == 13,
                  i == 8 ? G_MAXUINT64 - 32 : i == 14);
      g_assert_true (read_text (text) == (i == 0));
    }
}

/* A bundle of one chunk with this text and tag, sealed as the protocol says (6.4). */
static GByteArray *
seal_text (Fixture *f, const void *text, gsize n, guint8 tag)
{
  GByteArray *bundle = g_byte_array_new ();
  g_autofree guint8 *sealed = g_malloc (HECHA_BUNDLE_SEAL_BYTES);
  crypto_secretstream_xchacha20poly1305_state state;
  HechaBundleHead head = {.version = {0, 0, 0, HECHA_BUNDLE_VERSION}};
  guint8 key[HECHA_BUNDLE_KEY_BYTES] = {1}, start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  char id[HECHA_KEY_ID_BYTES];
  unsigned long long n_sealed;

  memcpy (head.magic, HECHA_BUNDLE_MAGIC, HECHA_BUNDLE_MAGIC_BYTES);
  hecha_key_id (f->key.sign_public, id);
  g_assert_true (hecha_hex_parse (id, 2 * HECHA_BUNDLE_ID_BYTES, head.recipient));
  g_assert_cmpint (crypto_box_seal (head.sealed, key, sizeof key, f->key.box_public), ==, 0);
  crypto_secretstream_xchacha20poly1305_init_push (&state, start, key);
  crypto_secretstream_xchacha20poly1305_push (&state, sealed, &n_sealed, text, n, (const guint8 *)&head,
                                              sizeof head, tag);
  g_byte_array_append (bundle, (const guint8 *)&head, sizeof head);
  g_byte_array_append (bundle, start, sizeof start);
  g_byte_array_append (bundle, sealed, n_sealed);
  return bundle;
}

static void
test_malicious_chunks (Fixture *f, gconstpointer unused)
{
  const guint8 message = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
  const guint8 final = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const struct
  {
    guint less; /* bytes of the text that are left out */
    guint8 tag;
    gboolean good;
  } cases[]
    = {{1, final, TRUE}, {0, final, FALSE}, {2, final, FALSE}, {1, message, FALSE}, {0, message, FALSE}};

  append_end (text, 0, 0, 0);
  g_byte_array_append (text, (const guint8 *)"more", 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bundle = seal_text (f, text->data, text->len - cases[i].less, cases[i].tag);
      g_auto (Taken) taken;
      HechaBundleCounts counts;

      taken_init (&taken);
      if (cases[i].good)
        g_assert_true (read_bytes (f, bundle->data, bundle->len, &taken, &counts, NULL));
      else
        assert_refused (f, bundle->data, bundle->len);
    }
}

static void
test_damaged_source (Fixture *f, gconstpointer unused)
{
  for (int shorter = 0; shorter < 2; shorter++)
    {
      g_autoptr (HechaBundleWriter) writer = hecha_bundle_writer_new (f->path, &f->key, &f->env, NULL);
      g_autoptr (GInputStream) source
        = g_memory_input_stream_new_from_data (shorter ? "word" : "words", shorter ? 4 : 5, NULL);
      g_autoptr (GError) error = NULL;
      HechaDigest digest;

      hecha_digest_of (&digest, shorter ? "words" : "Words", 5);
      g_assert_false (hecha_bundle_writer_add_file (writer, &digest, 5, source, NULL, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
    }
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

static guint
count_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_old_or_new (Fixture *f, const guint8 *before, gsize n_before, gboolean told)
{
  g_autofree guint8 *bytes = NULL;
  g_auto (Taken) taken;
  HechaBundleCounts counts;
  gsize n;

  taken_init (&taken);
  bytes = load (f, &n);
  g_assert_true (read_bytes (f, bytes, n, &taken, &counts, NULL));
  if (told)
    g_assert_cmpuint (taken.n_files, ==, 1);
  if (taken.n_files == 0)
    g_assert_cmpmem (bytes, n, before, n_before);
}

/* n = 1, 2, … until it runs through: there is the old bundle or the new one, never half of one. */
static void
test_faults (Fixture *f, gconstpointer unused)
{
  const gsize size = 100000;

  for (guint how = 0; how < 3; how++)
    for (guint n = 1, reached = 1; reached >= n - 1; n++)
      {
        g_autofree guint8 *before = NULL;
        gsize n_before;
        gboolean told;

        f->disk.fail_at = 0;
        g_assert_true (write_bundle (f, NULL, 0, NULL));
        before = load (f, &n_before);
        fault_disk_clear (&f->disk);
        fault_disk_init (&f->disk);
        f->disk.fail_at = n;
        f->disk.for_ever = how > 0;
        told = write_bundle (f, &size, 1, NULL);
        reached = f->disk.calls;
        g_assert_true (told || reached >= n);
        if (how == 0)
          g_assert_cmpuint (count_files (f), ==, 1);
        if (how == 2)
          fault_disk_cut_power (&f->disk, n);
        fault_disk_clear (&f->disk);
        fault_disk_init (&f->disk);
        /* A rename that is not on disk yet may be undone; then the new one is still called .part. */
        if (how < 2 || told)
          assert_old_or_new (f, before, n_before, told);
      }
}

static gssize
write_wrong (HechaDisk *disk, int fd, const void *bytes, gsize n_bytes)
{
  g_autofree guint8 *changed = g_memdup2 (bytes, n_bytes);

  changed[n_bytes / 2] ^= 1;
  return write (fd, changed, n_bytes);
}

/* A stick that says that all is well. */
static void
test_lying_disk (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  const gsize size = 100000;

  f->disk.disk.write = write_wrong;
  g_assert_false (write_bundle (f, &size, 1, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
  g_assert_cmpuint (count_files (f), ==, 0);
}

static gboolean
refuse_file (const HechaDigest *digest, guint64 size, gpointer data, GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_STORAGE, "no room");
  return FALSE;
}

static void
test_sink_stops (Fixture *f, gconstpointer unused)
{
  const HechaBundleSink full = {take_lines, refuse_file, take_bytes, take_end};
  const gsize size = 100000;
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GInputStream) source = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Taken) taken;
  HechaBundleCounts counts;
  gsize n;

  taken_init (&taken);
  g_assert_true (write_bundle (f, &size, 1, NULL));
  bytes = load (f, &n);
  source = g_memory_input_stream_new_from_data (bytes, (gssize)n, NULL);
  g_assert_false (hecha_bundle_read (source, &f->key, &full, &taken, NULL, &counts, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
  g_assert_cmpuint (counts.n_lines, ==, 1);
  g_assert_cmpuint (counts.n_files, ==, 0);
}

#define ADD(name, function) g_test_add ("/bundle/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("what-was-put-in-comes-out", test_round_trip);
  ADD ("it-says-how-far-it-is", test_progress);
  ADD ("the-end-may-fall-anywhere-in-a-chunk", test_every_end);
  ADD ("lines-of-4-mib-fit-and-no-more", test_full_lines);
  ADD ("only-the-recipient-can-open-it", test_wrong_recipient);
  ADD ("any-changed-bit-is-refused", test_every_bit);
  ADD ("any-changed-bit-of-many-chunks-is-refused", test_bits_of_many_chunks);
  ADD ("any-cut-is-refused", test_every_cut);
  ADD ("anything-behind-the-end-is-refused", test_trailing);
  ADD ("chunks-keep-their-place-and-their-bundle", test_chunks_in_order);
  ADD ("other-files-and-newer-bundles-are-refused", test_other_files);
  g_test_add_func ("/bundle/records-that-mean-no-good-are-refused", test_malicious_records);
  ADD ("chunks-that-mean-no-good-are-refused", test_malicious_chunks);
  ADD ("a-damaged-file-is-not-exported", test_damaged_source);
  ADD ("a-fault-at-any-call-leaves-the-old-bundle-or-the-new-one", test_faults);
  ADD ("a-disk-that-lies-is-found-out-at-once", test_lying_disk);
  ADD ("a-sink-can-stop-the-reading", test_sink_stops);
  return g_test_run ();
}
