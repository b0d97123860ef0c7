/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-edit.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaSaverState:
 * @HECHA_SAVER_SAVED: everything that was typed is an entry
 * @HECHA_SAVER_SAVING: something is being typed or written
 * @HECHA_SAVER_REFUSED: something was typed that cannot be recorded as it is; it is kept as typed
 * @HECHA_SAVER_FAILED: the disk does not take it; it is tried again
 */
typedef enum
{
  HECHA_SAVER_SAVED,
  HECHA_SAVER_SAVING,
  HECHA_SAVER_REFUSED,
  HECHA_SAVER_FAILED,
} HechaSaverState;

#define HECHA_TYPE_SAVER (hecha_saver_get_type ())
G_DECLARE_FINAL_TYPE (HechaSaver, hecha_saver, HECHA, SAVER, GObject)

HechaSaver *hecha_saver_new (HechaStoreWorker *worker);
HechaSaverState hecha_saver_get_state (HechaSaver *self, const char **reason);

void hecha_saver_edit (HechaSaver *self, const char *scope, const char *type, const char *id,
                       const char *field, const char *value, const HechaLive *live);
void
hecha_saver_leave (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field);
void hecha_saver_restore (HechaSaver *self, const char *scope, const char *type, const char *id,
                          const char *field, const char *value, const HechaLive *live);
void
hecha_saver_forget (HechaSaver *self, const char *scope, const char *type, const char *id, const char *field);
void hecha_saver_leave_sample (HechaSaver *self, const char *scope, const char *sample);
GPtrArray *
hecha_saver_list_records (HechaSaver *self, const char *scope, const char *type, const char *sample);
const char *hecha_saver_peek (HechaSaver *self, const char *scope, const char *type, const char *id,
                              const char *field, const char **refusal);
const char *const *hecha_saver_peek_over (HechaSaver *self, const char *scope, const char *type,
                                          const char *id, const char *field);
const char *
hecha_saver_find_refused (HechaSaver *self, const char *scope, const char *sample, const char **field);
void hecha_saver_flush_async (HechaSaver *self, GAsyncReadyCallback done, gpointer user_data);
gboolean hecha_saver_flush_finish (HechaSaver *self, GAsyncResult *result, GError **error);

G_END_DECLS
