/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-zstd.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <zstd.h>

#define PIECE_BYTES (128 * 1024)

struct _HechaZstdEncoder
{
  ZSTD_CCtx *context; /* (owned) */
};

struct _HechaZstdDecoder
{
  ZSTD_DCtx *context; /* (owned) */
  gsize left;         /* bytes that may still come out */
  gboolean inside;    /* a frame has begun and not ended */
  gboolean any;       /* at least one frame has ended */
};

/**
 * hecha_zstd_compress:
 * @bytes: (array length=n_bytes): any bytes
 * @n_bytes: how many
 * @level: such as %HECHA_ZSTD_LEVEL
 *
 * Returns: (transfer full): one frame that declares its content size
 */
GBytes *
hecha_zstd_compress (const void *bytes, gsize n_bytes, int level)
{
  gsize bound = ZSTD_compressBound (n_bytes);
  void *out = g_malloc (bound);
  gsize n = ZSTD_compress (out, bound, bytes, n_bytes, level);

  g_assert (!ZSTD_isError (n)); /* only a buffer below the bound can fail here */
  return g_bytes_new_take (g_realloc (out, n), n);
}

/**
 * hecha_zstd_declared_size:
 * @bytes: (array length=n_bytes): compressed bytes
 * @n_bytes: how many
 * @size: (out): what the first frame says that it holds
 *
 * Returns: whether it says so; hecha_zstd_compress() always does, a stream never
 */
gboolean
hecha_zstd_declared_size (const void *bytes, gsize n_bytes, guint64 *size)
{
  unsigned long long declared = ZSTD_getFrameContentSize (bytes, n_bytes);

  *size = declared;
  return declared != ZSTD_CONTENTSIZE_ERROR && declared != ZSTD_CONTENTSIZE_UNKNOWN;
}

static gboolean
refuse_size (GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                       _ ("The compressed data holds more than is allowed here"));
  return FALSE;
}

/**
 * hecha_zstd_decompress:
 * @bytes: (array length=n_bytes): one or more whole frames
 * @n_bytes: how many
 * @max_out: the most bytes that may come out
 * @out: where they are appended; as it was when this fails
 * @error: %HECHA_ERROR_INVALID when damaged or cut off, %HECHA_ERROR_REFUSED when more than @max_out would come out
 *
 * Returns: whether all of it was good
 */
gboolean
hecha_zstd_decompress (const void *bytes, gsize n_bytes, gsize max_out, GByteArray *out, GError **error)
{
  g_autoptr (HechaZstdDecoder) decoder = NULL;
  guint before = out->len;
  guint64 size;

  if (hecha_zstd_declared_size (bytes, n_bytes, &size) && size > max_out)
    return refuse_size (error);
  decoder = hecha_zstd_decoder_new (max_out);
  if (hecha_zstd_decoder_add (decoder, bytes, n_bytes, out, error)
      && hecha_zstd_decoder_finish (decoder, error))
    return TRUE;
  g_byte_array_set_size (out, before);
  return FALSE;
}

/**
 * hecha_zstd_encoder_new:
 * @level: such as %HECHA_ZSTD_LEVEL
 *
 * For bytes that come in pieces.
 *
 * Returns: (transfer full): a frame in the making
 */
HechaZstdEncoder *
hecha_zstd_encoder_new (int level)
{
  HechaZstdEncoder *self = g_new0 (HechaZstdEncoder, 1);

  self->context = ZSTD_createCCtx ();
  ZSTD_CCtx_setParameter (self->context, ZSTD_c_compressionLevel, level);
  return self;
}

static void
encode (HechaZstdEncoder *self, const void *bytes, gsize n_bytes, ZSTD_EndDirective end, GByteArray *out)
{
  ZSTD_inBuffer in = {bytes, n_bytes, 0};
  gsize left;

  do
    {
      guint before = out->len;
      ZSTD_outBuffer piece;

      g_byte_array_set_size (out, before + PIECE_BYTES);
      piece = (ZSTD_outBuffer) {out->data + before, PIECE_BYTES, 0};
      left = ZSTD_compressStream2 (self->context, &piece, &in, end);
      g_assert (!ZSTD_isError (left)); /* nothing that a caller passes can make this fail */
      g_byte_array_set_size (out, before + piece.pos);
    }
  while (end == ZSTD_e_continue ? in.pos < in.size : left > 0);
}

/**
 * hecha_zstd_encoder_add:
 * @self: a frame in the making
 * @bytes: (array length=n_bytes): the next bytes
 * @n_bytes: how many
 * @out: where compressed bytes are appended, perhaps none yet
 */
void
hecha_zstd_encoder_add (HechaZstdEncoder *self, const void *bytes, gsize n_bytes, GByteArray *out)
{
  encode (self, bytes, n_bytes, ZSTD_e_continue, out);
}

/**
 * hecha_zstd_encoder_flush:
 * @self: a frame in the making
 * @out: where compressed bytes are appended, so that the other side can read all that was added
 */
void
hecha_zstd_encoder_flush (HechaZstdEncoder *self, GByteArray *out)
{
  encode (self, NULL, 0, ZSTD_e_flush, out);
}

/**
 * hecha_zstd_encoder_finish:
 * @self: a frame in the making; a new one begins afterwards
 * @out: where the rest of the frame is appended
 */
void
hecha_zstd_encoder_finish (HechaZstdEncoder *self, GByteArray *out)
{
  encode (self, NULL, 0, ZSTD_e_end, out);
}

/**
 * hecha_zstd_encoder_free:
 * @self: (transfer full): a frame in the making
 */
void
hecha_zstd_encoder_free (HechaZstdEncoder *self)
{
  ZSTD_freeCCtx (self->context);
  g_free (self);
}

/**
 * hecha_zstd_decoder_new:
 * @max_out: the most bytes that may come out, all calls together
 *
 * Returns: (transfer full): a reader of frames that come in pieces
 */
HechaZstdDecoder *
hecha_zstd_decoder_new (gsize max_out)
{
  HechaZstdDecoder *self = g_new0 (HechaZstdDecoder, 1);

  self->context = ZSTD_createDCtx ();
  ZSTD_DCtx_setParameter (self->context, ZSTD_d_windowLogMax, HECHA_ZSTD_WINDOW_LOG);
  self->left = max_out;
  return self;
}

/* One byte more than is left is room enough to notice that there is more. */
static gboolean
decode_piece (HechaZstdDecoder *self, ZSTD_inBuffer *in, GByteArray *out, gsize *n_out, GError **error)
{
  guint before = out->len;
  gsize room = MIN (PIECE_BYTES, self->left + 1);
  ZSTD_outBuffer piece;
  gsize wanted;

  g_byte_array_set_size (out, before + room);
  piece = (ZSTD_outBuffer) {out->data + before, room, 0};
  wanted = ZSTD_decompressStream (self->context, &piece, in);
  g_byte_array_set_size (out, before + (ZSTD_isError (wanted) ? 0 : piece.pos));
  if (ZSTD_isError (wanted))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The compressed data is damaged: %s"),
                   ZSTD_getErrorName (wanted));
      return FALSE;
    }
  if (piece.pos > self->left)
    return refuse_size (error);
  self->left -= piece.pos;
  self->inside = wanted != 0;
  self->any |= wanted == 0;
  *n_out = piece.pos;
  return TRUE;
}

/**
 * hecha_zstd_decoder_add:
 * @self: a reader
 * @bytes: (array length=n_bytes): the next compressed bytes
 * @n_bytes: how many
 * @out: where decompressed bytes are appended; the caller may empty it between calls
 * @error: %HECHA_ERROR_INVALID when damaged, %HECHA_ERROR_REFUSED when more than the limit would come out
 *
 * Returns: whether to go on; after %FALSE the reader can only be freed
 */
gboolean
hecha_zstd_decoder_add (HechaZstdDecoder *self, const void *bytes, gsize n_bytes, GByteArray *out,
                        GError **error)
{
  ZSTD_inBuffer in = {bytes, n_bytes, 0};
  gsize n_out = 0;

  /* A full piece may mean that more is waiting inside the decoder. */
  while (in.pos < in.size || (self->inside && n_out == PIECE_BYTES))
    if (!decode_piece (self, &in, out, &n_out, error))
      return FALSE;
  return TRUE;
}

/**
 * hecha_zstd_decoder_finish:
 * @self: a reader
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: whether what came was one or more whole frames
 */
gboolean
hecha_zstd_decoder_finish (HechaZstdDecoder *self, GError **error)
{
  if (self->any && !self->inside)
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The compressed data is cut off"));
  return FALSE;
}

/**
 * hecha_zstd_decoder_free:
 * @self: (transfer full): a reader
 */
void
hecha_zstd_decoder_free (HechaZstdDecoder *self)
{
  ZSTD_freeDCtx (self->context);
  g_free (self);
}
