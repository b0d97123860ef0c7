/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "local-transport.h"

#include "base/hecha-error.h"

#include <string.h>

typedef struct
{
  HechaTransport parent;
  HechaCentral *central; /* (not owned) */
  char *token;           /* (owned) (nullable) */
  GByteArray *answers;   /* (owned) */
} LocalTransport;

static GBytes *
ask_central (LocalTransport *self, const char *path, GBytes *body, GError **error)
{
  g_autoptr (HechaCaller) caller = NULL;

  if (strcmp (path, "/v1/enrol") == 0)
    return hecha_central_enrol (self->central, body, error);
  caller = hecha_central_authenticate (self->central, self->token, error);
  return caller != NULL ? hecha_central_sync (self->central, caller, body, error) : NULL;
}

static GBytes *
ask (HechaTransport *transport, const char *method, const char *path, GBytes *body, GCancellable *cancellable,
     GError **error)
{
  LocalTransport *self = (LocalTransport *)transport;
  GBytes *answer = ask_central (self, path, body, error);

  if (answer != NULL)
    g_byte_array_append (self->answers, g_bytes_get_data (answer, NULL), (guint)g_bytes_get_size (answer));
  return answer;
}

static gboolean
upload (HechaTransport *transport, const char *path, const char *digest, HechaTransportProgress progress,
        gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NETWORK, "No files go this way");
  return FALSE;
}

static void
free_transport (HechaTransport *transport)
{
  LocalTransport *self = (LocalTransport *)transport;

  g_byte_array_unref (self->answers);
  g_free (self->token);
  g_free (self);
}

HechaTransport *
local_transport_new (HechaCentral *central, const char *token)
{
  LocalTransport *self = g_new0 (LocalTransport, 1);

  self->parent = (HechaTransport) {ask, upload, free_transport};
  self->central = central;
  self->token = g_strdup (token);
  self->answers = g_byte_array_new ();
  return &self->parent;
}

GByteArray *
local_transport_answers (HechaTransport *transport)
{
  return ((LocalTransport *)transport)->answers;
}

HechaStore *
local_enrol (HechaCentral *central, const char *dir, const char *role, const char *team, const char *package,
             const char *person)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = hecha_central_invite (central, role, team, package, "laptop", person, &error);
  g_autoptr (HechaTransport) transport = local_transport_new (central, NULL);
  HechaStore *store = hecha_store_open (dir, HECHA_STORE_LAPTOP, hecha_env_system (), &error);

  g_assert_no_error (error);
  g_assert_true (hecha_enrol (store, transport, "https://test", code, "laptop", NULL, &error));
  g_assert_no_error (error);
  return store;
}

HechaSyncResult *
local_sync (HechaCentral *central, HechaStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = hecha_store_get_meta (store, "token");
  g_autoptr (HechaTransport) transport = local_transport_new (central, token);
  HechaSyncResult *result = hecha_sync (store, transport, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}
