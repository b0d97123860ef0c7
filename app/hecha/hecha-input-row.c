/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-input-row.h"

enum
{
  TYPED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (HechaInputRow, hecha_input_row, GTK_TYPE_WIDGET)

static void
hecha_input_row_default_init (HechaInputRowInterface *iface)
{
  /**
   * HechaInputRow::typed:
   *
   * A person changed the value.
   */
  signals[TYPED]
    = g_signal_new ("typed", HECHA_TYPE_INPUT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * HechaInputRow::left:
   *
   * The person went on to something else.
   */
  signals[LEFT]
    = g_signal_new ("left", HECHA_TYPE_INPUT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * hecha_input_row_dup_text:
 * @self: a row
 *
 * Returns: (transfer full): the value that stands there; empty for none
 */
char *
hecha_input_row_dup_text (HechaInputRow *self)
{
  return HECHA_INPUT_ROW_GET_IFACE (self)->dup_text (self);
}

/**
 * hecha_input_row_set_text:
 * @self: a row
 * @text: the value to show; the cursor stays where it is when that is what stands there already
 */
void
hecha_input_row_set_text (HechaInputRow *self, const char *text)
{
  HECHA_INPUT_ROW_GET_IFACE (self)->set_text (self, text);
}

/**
 * hecha_input_row_set_editable:
 * @self: a row
 * @editable: whether the value can be changed
 */
void
hecha_input_row_set_editable (HechaInputRow *self, gboolean editable)
{
  HECHA_INPUT_ROW_GET_IFACE (self)->set_editable (self, editable);
}

/**
 * hecha_input_row_typed:
 * @self: a row
 *
 * For those who implement it: a person changed the value.
 */
void
hecha_input_row_typed (HechaInputRow *self)
{
  g_signal_emit (self, signals[TYPED], 0);
}

/**
 * hecha_input_row_left:
 * @self: a row
 *
 * For those who implement it: the person went on to something else.
 */
void
hecha_input_row_left (HechaInputRow *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}
