/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-saver.h"
#include "hecha-store-worker.h"

#define FIELD_SCOPE  "team:T1"
#define FIELD_SAMPLE "P/A01-2026-T02-Q2"

/**
 * FieldFixture:
 *
 * A team's laptop with one assignment, its store's thread, and the saver of a window.
 */
typedef struct
{
  char *dir;                /* (owned) */
  HechaStoreWorker *worker; /* (owned) */
  HechaSaver *saver;        /* (owned) (nullable) */
} FieldFixture;

void field_fixture_set_up (FieldFixture *self, gconstpointer unused);
void field_fixture_tear_down (FieldFixture *self, gconstpointer unused);
gpointer field_fixture_run (FieldFixture *self, HechaStoreWork work, gpointer data, GError **error);
void field_fixture_restart (FieldFixture *self);
