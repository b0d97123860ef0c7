/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

G_BEGIN_DECLS

#define HECHA_TYPE_ATTACHING (hecha_attaching_get_type ())
G_DECLARE_FINAL_TYPE (HechaAttaching, hecha_attaching, HECHA, ATTACHING, GObject)

HechaAttaching *
hecha_attaching_new (HechaStoreWorker *worker, const HechaEnv *env, const char *sample, const char *about);
void hecha_attaching_add (HechaAttaching *self, GFile *file);
void
hecha_attaching_add_made (HechaAttaching *self, const char *path, const char *name, const char *derived_from);
void hecha_attaching_start (HechaAttaching *self);
void hecha_attaching_cancel (HechaAttaching *self);

const char *hecha_attaching_get_sample (HechaAttaching *self);
const char *hecha_attaching_get_name (HechaAttaching *self);
guint hecha_attaching_get_n_files (HechaAttaching *self);
guint hecha_attaching_get_n_recorded (HechaAttaching *self);
guint hecha_attaching_get_n_known (HechaAttaching *self);
double hecha_attaching_get_fraction (HechaAttaching *self);

G_END_DECLS
