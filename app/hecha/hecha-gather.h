/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_GATHER (hecha_gather_get_type ())
G_DECLARE_FINAL_TYPE (HechaGather, hecha_gather, HECHA, GATHER, GObject)

HechaGather *hecha_gather_new (GtkWidget *owner, const char *dir, const HechaEnv *env);
void hecha_gather_start (HechaGather *self, const char *source, const char *about);
GMenuModel *hecha_gather_make_menu (const char *about, gboolean with_files);

G_END_DECLS
