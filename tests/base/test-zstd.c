/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "base/hecha-zstd.h"

#include <string.h>
#include <zstd.h>

static GByteArray *
make_lines (guint n)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = g_strdup_printf ("{\"seq\":%u,\"text\":\"第%u个村管网已通水\"}\n", i, i * 7919);

      g_byte_array_append (bytes, (const guint8 *)line, strlen (line));
    }
  return bytes;
}

static void
assert_same (GByteArray *a, GByteArray *b)
{
  g_assert_cmpmem (a->data, a->len, b->data, b->len);
}

static void
test_round_trip (void)
{
  for (guint n = 0; n < 40000; n = n * 3 + 1)
    {
      g_autoptr (GByteArray) lines = make_lines (n);
      g_autoptr (GByteArray) out = g_byte_array_new ();
      g_autoptr (GBytes) packed = hecha_zstd_compress (lines->data, lines->len, HECHA_ZSTD_LEVEL);
      g_autoptr (GError) error = NULL;

      g_assert_true (hecha_zstd_decompress (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed),
                                            lines->len, out, &error));
      g_assert_no_error (error);
      assert_same (lines, out);
    }
}

static void
test_pieces (void)
{
  g_autoptr (GByteArray) lines = make_lines (20000), packed = g_byte_array_new (), out = g_byte_array_new ();
  g_autoptr (HechaZstdEncoder) encoder = hecha_zstd_encoder_new (HECHA_ZSTD_LEVEL);
  g_autoptr (HechaZstdDecoder) decoder = hecha_zstd_decoder_new (lines->len);
  g_autoptr (GError) error = NULL;

  for (guint at = 0; at < lines->len; at += 1000)
    hecha_zstd_encoder_add (encoder, lines->data + at, MIN (1000, lines->len - at), packed);
  hecha_zstd_encoder_finish (encoder, packed);
  g_assert_cmpuint (packed->len, <, lines->len / 4);
  for (guint at = 0; at < packed->len; at++)
    {
      g_assert_true (hecha_zstd_decoder_add (decoder, packed->data + at, 1, out, &error));
      g_assert_true (at + 1 == packed->len || !hecha_zstd_decoder_finish (decoder, NULL));
    }
  g_assert_true (hecha_zstd_decoder_finish (decoder, &error));
  assert_same (lines, out);
}

static void
test_flush (void)
{
  g_autoptr (GByteArray) packed = g_byte_array_new (), out = g_byte_array_new ();
  g_autoptr (HechaZstdEncoder) encoder = hecha_zstd_encoder_new (HECHA_ZSTD_LEVEL);
  g_autoptr (HechaZstdDecoder) decoder = hecha_zstd_decoder_new (100);

  hecha_zstd_encoder_add (encoder, "half a line", 11, packed);
  hecha_zstd_encoder_flush (encoder, packed);
  g_assert_true (hecha_zstd_decoder_add (decoder, packed->data, packed->len, out, NULL));
  g_assert_cmpmem (out->data, out->len, "half a line", 11);
  g_assert_false (hecha_zstd_decoder_finish (decoder, NULL));
}

static void
test_several_frames (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new (), both = g_byte_array_new ();
  g_autoptr (GBytes) one = hecha_zstd_compress ("one", 3, 1), two = hecha_zstd_compress ("two", 3, 19);

  g_byte_array_append (both, g_bytes_get_data (one, NULL), g_bytes_get_size (one));
  g_byte_array_append (both, g_bytes_get_data (two, NULL), g_bytes_get_size (two));
  g_assert_true (hecha_zstd_decompress (both->data, both->len, 6, out, NULL));
  g_assert_cmpmem (out->data, out->len, "onetwo", 6);
  g_byte_array_set_size (out, 0);
  g_assert_false (hecha_zstd_decompress (both->data, both->len, 5, out, NULL));
  g_assert_false (hecha_zstd_decompress (both->data, both->len - 1, 6, out, NULL));
  g_assert_cmpuint (out->len, ==, 0);
}

/* 64 MiB of zeros in a few kilobytes, once declared in the header and once not. */
static void
test_bomb (void)
{
  for (int declared = 0; declared < 2; declared++)
    {
      g_autofree guint8 *zeros = g_malloc0 (64 << 20);
      g_autoptr (GByteArray) bomb = g_byte_array_new (), out = g_byte_array_new ();
      g_autoptr (HechaZstdEncoder) encoder = hecha_zstd_encoder_new (HECHA_ZSTD_LEVEL);
      g_autoptr (GBytes) packed = hecha_zstd_compress (zeros, 64 << 20, HECHA_ZSTD_LEVEL);
      g_autoptr (GError) error = NULL;

      if (declared)
        g_byte_array_append (bomb, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
      else
        for (guint i = 0; i < 64; i++)
          hecha_zstd_encoder_add (encoder, zeros, 1 << 20, bomb);
      if (!declared)
        hecha_zstd_encoder_finish (encoder, bomb);
      g_assert_cmpuint (bomb->len, <, 16384);
      g_byte_array_append (out, (const guint8 *)"kept", 4);
      g_assert_false (hecha_zstd_decompress (bomb->data, bomb->len, 1 << 20, out, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
      g_assert_cmpmem (out->data, out->len, "kept", 4);
    }
}

/* A window of 128 MiB would make the decoder allocate as much. */
static void
test_window (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  char packed[256];
  ZSTD_outBuffer to = {packed, sizeof packed, 0};
  ZSTD_inBuffer from = {"x", 1, 0};

  ZSTD_CCtx_setParameter (context, ZSTD_c_windowLog, 27);
  g_assert_cmpuint (ZSTD_compressStream2 (context, &to, &from, ZSTD_e_flush), ==, 0);
  g_assert_cmpuint (ZSTD_compressStream2 (context, &to, &from, ZSTD_e_end), ==, 0);
  ZSTD_freeCCtx (context);
  g_assert_false (hecha_zstd_decompress (packed, to.pos, 1 << 20, out, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
}

static void
test_cut_off (void)
{
  g_autoptr (GByteArray) lines = make_lines (100);
  g_autoptr (GBytes) packed = hecha_zstd_compress (lines->data, lines->len, HECHA_ZSTD_LEVEL);

  for (gsize n = 0; n < g_bytes_get_size (packed); n++)
    {
      g_autoptr (GByteArray) out = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (hecha_zstd_decompress (g_bytes_get_data (packed, NULL), n, lines->len, out, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
      g_assert_cmpuint (out->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zstd/what-was-compressed-comes-back", test_round_trip);
  g_test_add_func ("/zstd/pieces-of-any-size-give-the-same-bytes", test_pieces);
  g_test_add_func ("/zstd/what-was-flushed-can-be-read-before-the-end", test_flush);
  g_test_add_func ("/zstd/frames-in-a-row-share-one-limit", test_several_frames);
  g_test_add_func ("/zstd/a-bomb-is-refused-and-leaves-the-output-as-it-was", test_bomb);
  g_test_add_func ("/zstd/a-window-above-8-mib-is-refused", test_window);
  g_test_add_func ("/zstd/any-cut-is-noticed", test_cut_off);
  return g_test_run ();
}
