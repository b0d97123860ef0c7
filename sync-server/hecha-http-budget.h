/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A fixed amount that many share. Who finds too little waits in line, so nobody waits for ever. One thread only. */

typedef struct _HechaHttpBudget HechaHttpBudget;

typedef void (*HechaHttpBudgetReady) (gpointer data);

HechaHttpBudget *hecha_http_budget_new (gsize amount);
void hecha_http_budget_free (HechaHttpBudget *self);
gboolean
hecha_http_budget_take (HechaHttpBudget *self, gsize amount, HechaHttpBudgetReady ready, gpointer data);
void hecha_http_budget_charge (HechaHttpBudget *self, gsize amount);
void hecha_http_budget_forget (HechaHttpBudget *self, gpointer data);
void hecha_http_budget_give_back (HechaHttpBudget *self, gsize amount);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaHttpBudget, hecha_http_budget_free)

G_END_DECLS
