/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server-fixture.h"
#include "store/hecha-store.h"
#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

/* A real laptop of a real server. */

typedef struct
{
  char *dir;
  HechaStore *store;
  HechaEvidence *evidence;
  HechaTransport *transport;
  char *token;
} TestLaptop;

TestLaptop *test_laptop_new (TestServer *server, const char *role, const char *team);
TestLaptop *test_laptop_copy (TestLaptop *self);
void test_laptop_free (TestLaptop *self);
void test_laptop_attach (TestLaptop *self, const char *scope, const char *id, const void *bytes,
                         gsize n_bytes, HechaDigest *digest);
void test_laptop_claim (TestLaptop *self, const char *scope, const char *id, const HechaDigest *digest,
                        gint64 n_bytes);
HechaSyncResult *test_laptop_sync (TestLaptop *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestLaptop, test_laptop_free)

G_END_DECLS
