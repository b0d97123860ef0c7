/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-qr.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <qrencode.h>
#include <string.h>

/* White modules around the code, which readers look for. */
#define QUIET 4

/* Black modules that touch in a row are one box: no hair lines between them at any scale. */
static void
draw_code (cairo_t *cr, double width, double height, gpointer data)
{
  const QRcode *code = data;
  double module = width / (code->width + 2 * QUIET);

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int y = 0; y < code->width; y++)
    for (int x = 0, n; x < code->width; x += n + 1)
      {
        for (n = 0; x + n < code->width && (code->data[y * code->width + x + n] & 1) != 0;)
          n++;
        if (n > 0)
          cairo_rectangle (cr, (x + QUIET) * module, (y + QUIET) * module, n * module, module);
      }
  cairo_fill (cr);
}

/**
 * hecha_qr_new:
 * @text: what it says
 * @size: of its side with the white around it, in points
 * @error: %HECHA_ERROR_INVALID when it is too long
 *
 * Returns: (transfer full) (nullable): a QR code
 */
HechaDrawing *
hecha_qr_new (const char *text, double size, GError **error)
{
  QRcode *code = strlen (text) <= HECHA_QR_MAX_BYTES
                   ? QRcode_encodeData ((int)strlen (text), (const guchar *)text, 0, QR_ECLEVEL_M)
                   : NULL;

  if (code != NULL)
    return hecha_drawing_new (size, size, draw_code, code, (GDestroyNotify)QRcode_free);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The text is too long for a QR code"));
  return NULL;
}
