/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A bundle. The first byte says what the rest is: the whole file, for which nobody but the fuzzer's own key can make
 * chunks, or the records in it, as somebody makes them who may seal to us and means no good. */

#include "base/hecha-error.h"
#include "fuzz.h"
#include "sync/hecha-bundle-private.h"

#include <string.h>

typedef struct
{
  const guint8 *bytes;
  gsize left;
} Text;

/* What was handed on. */
typedef struct
{
  HechaBundleCounts counts;
  guint64 left;
  gboolean inside;
} Taken;

static gboolean
take_lines (const char *lines, gsize n_bytes, gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_false (taken->inside);
  g_assert_cmpuint (n_bytes, <=, HECHA_BUNDLE_MAX_LINES);
  g_assert_true (n_bytes == 0 || lines[n_bytes - 1] == '\n');
  taken->counts.n_lines++;
  return TRUE;
}

static gboolean
begin_file (const HechaDigest *digest, guint64 size, gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_false (taken->inside);
  taken->inside = TRUE;
  taken->left = size;
  return TRUE;
}

static gboolean
take_bytes (const void *bytes, gsize n_bytes, gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_true (taken->inside && n_bytes > 0 && n_bytes <= taken->left);
  taken->left -= n_bytes;
  taken->counts.file_bytes += n_bytes;
  return TRUE;
}

static gboolean
end_file (gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_true (taken->inside && taken->left == 0);
  taken->inside = FALSE;
  taken->counts.n_files++;
  return TRUE;
}

static const HechaBundleSink sink = {take_lines, begin_file, take_bytes, end_file};

static gboolean
pull (gpointer source, void *bytes, gsize n_bytes, GError **error)
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
fill_fixed (HechaRandom *self, guint8 *bytes, gsize n_bytes)
{
  memset (bytes, 7, n_bytes);
}

static gboolean
read_file (const guint8 *data, gsize size, Taken *taken, HechaBundleCounts *counts, GError **error)
{
  static HechaRandom random = {fill_fixed};
  static const HechaEnv env = {.random = &random};
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (data, (gssize)size, NULL);
  HechaKey key;

  hecha_key_generate (&key, &env);
  return hecha_bundle_read (source, &key, &sink, taken, NULL, counts, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  Taken taken = {{0}};
  HechaBundleCounts counts = {0};
  gboolean ok;

  if (size == 0)
    return 0;
  if (data[0] % 2 == 0)
    {
      Text text = {data + 1, size - 1};

      ok = hecha_bundle_read_records (pull, &text, &sink, &taken, &counts, &error);
    }
  else
    ok = read_file (data + 1, size - 1, &taken, &counts, &error);
  g_assert_true (ok == (error == NULL));
  g_assert_cmpuint (counts.n_lines, ==, taken.counts.n_lines);
  g_assert_cmpuint (counts.n_files, ==, taken.counts.n_files);
  g_assert_true (!ok || !taken.inside);
  return 0;
}
