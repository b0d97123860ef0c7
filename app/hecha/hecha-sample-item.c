/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-item.h"

#include <glib/gi18n.h>

/**
 * HechaSampleItem:
 *
 * One sample in a list. Empty until what it looks like has come from the store.
 */
struct _HechaSampleItem
{
  GObject parent_instance;

  gint64 n;
  HechaWorkRow *row; /* (owned) (nullable) */
  gint64 distance;   /* m; negative where it is not known */
};

G_DEFINE_FINAL_TYPE (HechaSampleItem, hecha_sample_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * hecha_work_state_label:
 * @state: a drawer
 *
 * Returns: (transfer none): what it is called
 */
const char *
hecha_work_state_label (HechaWorkState state)
{
  static const char *const labels[] = {
    N_ ("All Samples"), N_ ("To Do"),     N_ ("Begun"),         N_ ("Ready to Sign"),
    N_ ("Effective"),   N_ ("Contested"), N_ ("At the Office"),
  };

  return _ (labels[state]);
}

/**
 * hecha_work_state_style:
 * @state: a drawer
 *
 * Returns: (transfer none): style class of what stands for a sample in it
 */
const char *
hecha_work_state_style (HechaWorkState state)
{
  static const char *const styles[] = {
    "pill-neutral",   "pill-neutral",  "pill-begun",  "pill-ready",
    "pill-effective", "pill-disputed", "pill-office",
  };

  return styles[state];
}

/**
 * hecha_sample_state_style:
 * @state: how far a sample is
 *
 * Returns: (transfer none): style class of its pill
 */
const char *
hecha_sample_state_style (HechaSampleState state)
{
  static const char *const styles[] = {
    [HECHA_SAMPLE_TO_DO] = "pill-neutral",      [HECHA_SAMPLE_BEGUN] = "pill-begun",
    [HECHA_SAMPLE_READY] = "pill-ready",        [HECHA_SAMPLE_EFFECTIVE] = "pill-effective",
    [HECHA_SAMPLE_CONTESTED] = "pill-disputed", [HECHA_SAMPLE_CHANGED] = "pill-disputed",
    [HECHA_SAMPLE_DISPUTED] = "pill-disputed",
  };

  return styles[state];
}

/**
 * hecha_sample_state_label:
 * @state: how far a sample is
 *
 * Returns: (transfer none): what that is called
 */
const char *
hecha_sample_state_label (HechaSampleState state)
{
  static const char *const labels[] = {
    [HECHA_SAMPLE_TO_DO] = N_ ("To Do"),         [HECHA_SAMPLE_BEGUN] = N_ ("Begun"),
    [HECHA_SAMPLE_READY] = N_ ("Ready to Sign"), [HECHA_SAMPLE_EFFECTIVE] = N_ ("Effective"),
    [HECHA_SAMPLE_CONTESTED] = N_ ("Contested"), [HECHA_SAMPLE_CHANGED] = N_ ("Changed After Signature"),
    [HECHA_SAMPLE_DISPUTED] = N_ ("Disputed"),
  };

  return _ (labels[state]);
}

static void
hecha_sample_item_finalize (GObject *object)
{
  hecha_work_row_free (HECHA_SAMPLE_ITEM (object)->row);
  G_OBJECT_CLASS (hecha_sample_item_parent_class)->finalize (object);
}

static void
hecha_sample_item_class_init (HechaSampleItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_sample_item_finalize;

  /**
   * HechaSampleItem::changed:
   *
   * It looks different now.
   */
  signals[CHANGED] = g_signal_new ("changed", HECHA_TYPE_SAMPLE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hecha_sample_item_init (HechaSampleItem *self)
{
  self->distance = -1;
}

/**
 * hecha_sample_item_new:
 * @n: its number in the lists of the store
 *
 * Returns: (transfer full): an item that shows nothing yet
 */
HechaSampleItem *
hecha_sample_item_new (gint64 n)
{
  HechaSampleItem *self = g_object_new (HECHA_TYPE_SAMPLE_ITEM, NULL);

  self->n = n;
  return self;
}

/**
 * hecha_sample_item_get_n:
 * @self: an item
 *
 * Returns: its number in the lists of the store
 */
gint64
hecha_sample_item_get_n (HechaSampleItem *self)
{
  return self->n;
}

/**
 * hecha_sample_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what it looks like; %NULL while that is on its way
 */
const HechaWorkRow *
hecha_sample_item_get_row (HechaSampleItem *self)
{
  return self->row;
}

/**
 * hecha_sample_item_get_distance:
 * @self: an item
 *
 * Returns: metres from where the list is sorted from; negative where there is no such place
 */
gint64
hecha_sample_item_get_distance (HechaSampleItem *self)
{
  return self->distance;
}

/**
 * hecha_sample_item_take_row:
 * @self: an item
 * @row: (transfer full): what it looks like now
 * @distance: metres; negative for none
 */
void
hecha_sample_item_take_row (HechaSampleItem *self, HechaWorkRow *row, gint64 distance)
{
  hecha_work_row_free (self->row);
  self->row = row;
  self->distance = distance;
  g_signal_emit (self, signals[CHANGED], 0);
}
