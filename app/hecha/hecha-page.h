/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-saver.h"
#include "hecha-store-worker.h"
#include "hecha-syncing.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HechaPageContext:
 * @worker: owner of the store
 * @env: clock and files
 * @saver: where what is typed goes
 * @syncing: what syncs
 * @thumbnailer: maker of small pictures
 *
 * What the pages of the office work with. Nothing is owned; all of it outlives the pages.
 */
typedef struct
{
  HechaStoreWorker *worker;
  const HechaEnv *env;
  HechaSaver *saver;
  HechaSyncing *syncing;
  HechaThumbnailer *thumbnailer;
} HechaPageContext;

#define HECHA_TYPE_PAGE (hecha_page_get_type ())
G_DECLARE_INTERFACE (HechaPage, hecha_page, HECHA, PAGE, GtkWidget)

/**
 * HechaPageInterface:
 * @set_context: called once, before anything is shown
 * @refresh: reads again what it shows: when it comes into view, and when the store changed while it is in view
 * @open: shows one record, named as the page understands it; optional
 * @back: goes one step back within the page; %FALSE where there is none; optional
 * @search: puts the cursor where one searches; optional
 *
 * A page of the office's window. It brings its own header bar, with a #HechaSidebarButton at the start.
 */
struct _HechaPageInterface
{
  GTypeInterface parent_interface;

  void (*set_context) (HechaPage *self, const HechaPageContext *context);
  void (*refresh) (HechaPage *self);
  void (*open) (HechaPage *self, const char *record);
  gboolean (*back) (HechaPage *self);
  gboolean (*search) (HechaPage *self);
};

void hecha_page_set_context (HechaPage *self, const HechaPageContext *context);
void hecha_page_refresh (HechaPage *self);
void hecha_page_open (HechaPage *self, const char *record);
gboolean hecha_page_back (HechaPage *self);
gboolean hecha_page_search (HechaPage *self);

G_END_DECLS
