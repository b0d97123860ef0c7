/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-saver.h"
#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaSectionContext:
 * @worker: owner of the store
 * @env: clock and files
 * @saver: where what is typed goes
 * @thumbnailer: maker of small pictures
 *
 * What the sections of a page work with. Nothing is owned; all of it outlives the sections.
 */
typedef struct
{
  HechaStoreWorker *worker;
  const HechaEnv *env;
  HechaSaver *saver;
  HechaThumbnailer *thumbnailer;
} HechaSectionContext;

#define HECHA_TYPE_SECTION (hecha_section_get_type ())
G_DECLARE_INTERFACE (HechaSection, hecha_section, HECHA, SECTION, GtkWidget)

/**
 * HechaSectionInterface:
 * @set_context: called once, before anything is shown; optional
 * @show: shows a copy of the sample; called again after each change of the store. What is kept longer is referenced
 * @find: the widget where a thing that is missing can be given, as of hecha_section_dup_code(), or %NULL: not here;
 *   optional
 *
 * A part of the sample page, the page's only way in. What the person does there goes to the saver or the worker.
 */
struct _HechaSectionInterface
{
  GTypeInterface parent_interface;

  void (*set_context) (HechaSection *self, const HechaSectionContext *context);
  void (*show) (HechaSection *self, HechaSampleData *data);
  GtkWidget *(*find) (HechaSection *self, const char *code);
};

void hecha_section_set_context (HechaSection *self, const HechaSectionContext *context);
void hecha_section_show (HechaSection *self, HechaSampleData *data);
GtkWidget *hecha_section_find (HechaSection *self, const char *code);

char *hecha_section_dup_code (const HechaMissing *missing);

G_END_DECLS
