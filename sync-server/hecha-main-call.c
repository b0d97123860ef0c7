/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-main-call.h"

/**
 * hecha_main_call:
 * @context: where to call
 * @call: what; returns %G_SOURCE_REMOVE
 * @data: for @call
 * @destroy: (nullable): for @data, after the call
 *
 * Calls from any thread, in the order in which it is asked. Unlike g_main_context_invoke() it never calls in the
 * asking thread, which that one does whenever the context happens to rest between two iterations.
 */
void
hecha_main_call (GMainContext *context, GSourceFunc call, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call, data, destroy);
  g_source_attach (source, context);
}
