/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* The least that a passphrase has. */
#define HECHA_PASSPHRASE_CHARACTERS 8

gboolean hecha_store_has_passphrase (HechaStore *self);
gboolean hecha_store_is_locked (HechaStore *self);
void hecha_store_lock (HechaStore *self);
gboolean hecha_store_unlock (HechaStore *self, const char *passphrase, GError **error);
guint hecha_store_unlock_wait (HechaStore *self);
gboolean
hecha_store_set_passphrase (HechaStore *self, const char *current, const char *passphrase, GError **error);

gboolean hecha_store_get_secret (HechaStore *self, const char *key, char **value, GError **error);

G_END_DECLS
