/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"
#include "hecha-syncing.h"

G_BEGIN_DECLS

#define HECHA_TYPE_LISTENING (hecha_listening_get_type ())
G_DECLARE_FINAL_TYPE (HechaListening, hecha_listening, HECHA, LISTENING, GObject)

HechaListening *hecha_listening_new (HechaStoreWorker *worker, HechaSyncing *syncing);

G_END_DECLS
