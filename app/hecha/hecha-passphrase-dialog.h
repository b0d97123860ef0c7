/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HechaPassphraseTask:
 * @HECHA_PASSPHRASE_SET: there is none yet
 * @HECHA_PASSPHRASE_CHANGE: another one
 * @HECHA_PASSPHRASE_REMOVE: none any more
 */
typedef enum
{
  HECHA_PASSPHRASE_SET,
  HECHA_PASSPHRASE_CHANGE,
  HECHA_PASSPHRASE_REMOVE,
} HechaPassphraseTask;

typedef void (*HechaPassphraseDone) (gpointer data);

void hecha_passphrase_dialog_show (GtkWindow *parent, HechaStoreWorker *worker, HechaPassphraseTask task,
                                   HechaPassphraseDone done, gpointer data);

G_END_DECLS
