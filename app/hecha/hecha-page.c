/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-page.h"

G_DEFINE_INTERFACE (HechaPage, hecha_page, GTK_TYPE_WIDGET)

static gboolean
do_nothing (HechaPage *self)
{
  return FALSE;
}

static void
open_nothing (HechaPage *self, const char *record)
{
}

static void
hecha_page_default_init (HechaPageInterface *iface)
{
  iface->open = open_nothing;
  iface->back = do_nothing;
  iface->search = do_nothing;
}

/**
 * hecha_page_set_context:
 * @self: a page
 * @context: (transfer none): what it works with; only for as long as the call
 */
void
hecha_page_set_context (HechaPage *self, const HechaPageContext *context)
{
  HECHA_PAGE_GET_IFACE (self)->set_context (self, context);
}

/**
 * hecha_page_refresh:
 * @self: a page
 *
 * Reads again what it shows.
 */
void
hecha_page_refresh (HechaPage *self)
{
  HECHA_PAGE_GET_IFACE (self)->refresh (self);
}

/**
 * hecha_page_open:
 * @self: a page
 * @record: what to show of it
 */
void
hecha_page_open (HechaPage *self, const char *record)
{
  HECHA_PAGE_GET_IFACE (self)->open (self, record);
}

/**
 * hecha_page_back:
 * @self: a page
 *
 * Returns: whether it went one step back within itself
 */
gboolean
hecha_page_back (HechaPage *self)
{
  return HECHA_PAGE_GET_IFACE (self)->back (self);
}

/**
 * hecha_page_search:
 * @self: a page
 *
 * Returns: whether it has something to search in
 */
gboolean
hecha_page_search (HechaPage *self)
{
  return HECHA_PAGE_GET_IFACE (self)->search (self);
}
