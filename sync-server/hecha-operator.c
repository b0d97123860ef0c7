/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-operator.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"

#include <glib/gi18n-lib.h>

/**
 * Operation:
 * @name: the member `command` of the request
 * @run: gets the request, whose members are the arguments
 */
typedef struct
{
  const char *name;
  GBytes *(*run) (HechaCentral *central, const HechaJson *request, GError **error);
} Operation;

/* A member that is text, or %NULL. */
static char *
dup_argument (const HechaJson *request, const char *name)
{
  guint token = hecha_json_member (request, 0, name);

  return token != 0 && hecha_json_kind (request, token) == HECHA_JSON_STRING
           ? hecha_json_dup_string (request, token)
           : NULL;
}

/* {"name":"value"} */
static GBytes *
one_member (const char *name, const char *value)
{
  GString *out = g_string_new ("{");

  hecha_canonical_append_string (out, name, -1);
  g_string_append_c (out, ':');
  hecha_canonical_append_string (out, value, -1);
  g_string_append (out, "}");
  return g_string_free_to_bytes (out);
}

static gboolean
need (const char *value, const char *name, GError **error)
{
  if (value == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The command lacks “%s”"), name);
  return value != NULL;
}

static GBytes *
invite (HechaCentral *central, const HechaJson *request, GError **error)
{
  g_autofree char *role = dup_argument (request, "role");
  g_autofree char *team = dup_argument (request, "team");
  g_autofree char *package = dup_argument (request, "package");
  g_autofree char *name = dup_argument (request, "name");
  g_autofree char *person = dup_argument (request, "person");
  g_autofree char *code = NULL;

  if (!need (role, "role", error) || !need (name, "name", error))
    return NULL;
  code = hecha_central_invite (central, role, team, package, name, person, error);
  return code != NULL ? one_member ("code", code) : NULL;
}

static GBytes *
devices (HechaCentral *central, const HechaJson *request, GError **error)
{
  return hecha_central_devices (central, error);
}

static GBytes *
revoke_device (HechaCentral *central, const HechaJson *request, GError **error)
{
  g_autofree char *device = dup_argument (request, "device");
  g_autofree char *reason = dup_argument (request, "reason");

  if (!need (device, "device", error) || !hecha_central_revoke (central, device, reason, error))
    return NULL;
  return one_member ("revoked", device);
}

static GBytes *
holds (HechaCentral *central, const HechaJson *request, GError **error)
{
  return hecha_central_holds (central, error);
}

static GBytes *
backup (HechaCentral *central, const HechaJson *request, GError **error)
{
  g_autofree char *to = dup_argument (request, "to");

  if (!need (to, "to", error) || !hecha_central_backup (central, to, error))
    return NULL;
  return one_member ("backup", to);
}

static GBytes *
verify (HechaCentral *central, const HechaJson *request, GError **error)
{
  return hecha_central_verify (central, error);
}

static GBytes *
digest (HechaCentral *central, const HechaJson *request, GError **error)
{
  g_autofree char *scope = dup_argument (request, "scope");

  return hecha_central_digest (central, scope, error);
}

static GBytes *
import_bundle (HechaCentral *central, const HechaJson *request, GError **error)
{
  g_autofree char *file = dup_argument (request, "file");
  g_autofree char *receipt = dup_argument (request, "receipt");

  if (!need (file, "file", error) || !need (receipt, "receipt", error))
    return NULL;
  return hecha_central_import_bundle (central, file, receipt, error);
}

static GBytes *
export_bundle (HechaCentral *central, const HechaJson *request, GError **error)
{
  g_autofree char *device = dup_argument (request, "device");
  g_autofree char *file = dup_argument (request, "file");

  if (!need (device, "device", error) || !need (file, "file", error)
      || !hecha_central_export_bundle (central, device, file, error))
    return NULL;
  return one_member ("bundle", file);
}

static const Operation operations[] = {
  {"backup", backup},
  {"bundle export", export_bundle},
  {"bundle import", import_bundle},
  {"devices", devices},
  {"digest", digest},
  {"holds", holds},
  {"invite", invite},
  {"revoke", revoke_device},
  {"verify", verify},
};

/**
 * hecha_operator_run:
 * @central: the database
 * @request: (array length=length): an object with `command` and its arguments
 * @length: in bytes
 * @error: why not
 *
 * May come from any thread.
 *
 * Returns: (transfer full): one JSON document
 */
GBytes *
hecha_operator_run (HechaCentral *central, const char *request, gsize length, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_autofree char *command = NULL;

  if (!hecha_json_scan (&json, request, length, &HECHA_JSON_MESSAGE_LIMITS, error))
    return NULL;
  if (hecha_json_kind (&json, 0) == HECHA_JSON_OBJECT)
    command = dup_argument (&json, "command");
  for (gsize i = 0; command != NULL && i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (command, operations[i].name))
      return operations[i].run (central, &json, error);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("There is no such command"));
  return NULL;
}
