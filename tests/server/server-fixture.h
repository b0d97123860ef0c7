/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-http-server.h"

G_BEGIN_DECLS

/* A real server in a thread of its own, with a real database in a directory of its own. */

typedef struct
{
  char *dir;
  char *central_dir; /* below it */
  HechaCentral *central;
  HechaEvidence *evidence;
  HechaTlsIdentity *identity;
  HechaHttpServer *server; /* belongs to the thread */
  const HechaEnv *env;     /* of the evidence; the database has the system's */
  HechaHttpLimits limits;
  gboolean behind_proxy;
  char *url;         /* of the TCP port, or "unix:…" */
  char *socket_path; /* of the Unix socket */
  guint16 port;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GMutex lock;
  GCond started;
} TestServer;

TestServer *test_server_new (const HechaHttpLimits *limits, gboolean behind_proxy);
TestServer *test_server_new_in (const HechaEnv *env);
void test_server_stop (TestServer *self);
void test_server_restart (TestServer *self);
void test_server_free (TestServer *self);
char *test_server_enrol (TestServer *self, const char *role, const char *team);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

/* What came back over a raw connection. */
typedef struct
{
  guint status; /* 0: nothing came */
  char *head;
  GByteArray *body;
  gboolean whole; /* the body is as long as was said */
} TestAnswer;

GIOStream *test_connect (TestServer *self);
GIOStream *test_connect_tls (guint16 port);
void test_send (GIOStream *stream, const char *text);
gboolean test_send_bytes (GIOStream *stream, const void *bytes, gsize n_bytes);
TestAnswer *test_read_answer (GIOStream *stream, gboolean with_body);
gboolean test_is_closed (GIOStream *stream);
TestAnswer *test_ask (TestServer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void test_answer_free (TestAnswer *self);
char *test_answer_header (TestAnswer *self, const char *name);
const char *test_answer_text (TestAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestAnswer, test_answer_free)

#define test_assert_status(answer, expected)                                                                 \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if ((answer)->status != (expected))                                                                      \
      g_error ("%s:%d: status %u instead of %u: %s%s", __FILE__, __LINE__, (answer)->status, (expected),     \
               (answer)->head, test_answer_text (answer));                                                   \
  }                                                                                                          \
  G_STMT_END

char *test_make_dir (void);
void test_remove_dir (const char *dir);

G_END_DECLS
