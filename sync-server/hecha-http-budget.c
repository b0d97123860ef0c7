/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-budget.h"

struct _HechaHttpBudget
{
  gssize left; /* below zero when more was charged than there is */
  gsize amount;
  GQueue waiting; /* of Waiting, owned; the first is served first */
};

typedef struct
{
  gsize amount;
  HechaHttpBudgetReady ready;
  gpointer data;
} Waiting;

/**
 * hecha_http_budget_new:
 * @amount: what there is
 *
 * Returns: (transfer full): a budget
 */
HechaHttpBudget *
hecha_http_budget_new (gsize amount)
{
  HechaHttpBudget *self = g_new0 (HechaHttpBudget, 1);

  self->amount = amount;
  self->left = (gssize)amount;
  g_queue_init (&self->waiting);
  return self;
}

/**
 * hecha_http_budget_free:
 * @self: (transfer full) (nullable): a budget; who still waits is forgotten
 */
void
hecha_http_budget_free (HechaHttpBudget *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->waiting, g_free);
  g_free (self);
}

/**
 * hecha_http_budget_take:
 * @amount: how much; at most what there is when nobody has taken any
 * @ready: called later, when there is room and it was taken
 * @data: for @ready, and the name under which to forget it
 *
 * Returns: whether it was taken at once; if not, @ready will be called
 */
gboolean
hecha_http_budget_take (HechaHttpBudget *self, gsize amount, HechaHttpBudgetReady ready, gpointer data)
{
  Waiting *waiting;

  g_return_val_if_fail (amount <= self->amount, FALSE);

  if (g_queue_is_empty (&self->waiting) && (gssize)amount <= self->left)
    {
      self->left -= (gssize)amount;
      return TRUE;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->amount = amount;
  waiting->ready = ready;
  waiting->data = data;
  g_queue_push_tail (&self->waiting, waiting);
  return FALSE;
}

static void
serve (HechaHttpBudget *self)
{
  Waiting *first;

  while ((first = g_queue_peek_head (&self->waiting)) != NULL && (gssize)first->amount <= self->left)
    {
      g_queue_pop_head (&self->waiting);
      self->left -= (gssize)first->amount;
      first->ready (first->data);
      g_free (first);
    }
}

/**
 * hecha_http_budget_charge:
 * @amount: how much is used already, whether there is room or not
 *
 * Who takes next waits until it was given back.
 */
void
hecha_http_budget_charge (HechaHttpBudget *self, gsize amount)
{
  self->left -= (gssize)amount;
}

/**
 * hecha_http_budget_forget:
 * @data: of somebody who waits no longer
 */
void
hecha_http_budget_forget (HechaHttpBudget *self, gpointer data)
{
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    if (((Waiting *)link->data)->data == data)
      {
        g_free (link->data);
        g_queue_delete_link (&self->waiting, link);
        break;
      }
  serve (self);
}

/**
 * hecha_http_budget_give_back:
 * @amount: what was taken or charged
 *
 * Serves those who wait, in their order.
 */
void
hecha_http_budget_give_back (HechaHttpBudget *self, gsize amount)
{
  self->left += (gssize)amount;
  g_assert (self->left <= (gssize)self->amount);
  serve (self);
}
