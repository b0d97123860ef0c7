/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-central-private.h"

#include "base/hecha-canonical.h"
#include "base/hecha-code.h"
#include "base/hecha-error.h"
#include "domain/hecha-laptop.h"
#include "store/hecha-store-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

/* Who may have what: invitations, enrolment, grants, revocation (docs/protocol.md 3 and 4.4). */

#define INVITATION_MS  ((gint64)HECHA_INVITATION_DAYS * 24 * 3600 * 1000)
#define MAX_NAME_BYTES 200

/* ---- tokens: checked without the database, so they outlive a restore ---- */

static char *
token_mac (HechaCentral *self, const char *dev)
{
  guint8 mac[32];

  crypto_generichash (mac, sizeof mac, (const guint8 *)dev, strlen (dev), self->token_key,
                      sizeof self->token_key);
  return hecha_hex_dup (mac, sizeof mac);
}

/**
 * hecha_central_token:
 * @self: the central database
 * @dev: a device
 *
 * Returns: (transfer full): its token
 */
char *
hecha_central_token (HechaCentral *self, const char *dev)
{
  g_autofree char *mac = token_mac (self, dev);

  return g_strconcat (dev, ".", mac, NULL);
}

static gboolean
is_token_of (HechaCentral *self, const char *token, const char *dev)
{
  g_autofree char *expected = hecha_central_token (self, dev);

  return strlen (expected) == strlen (token) && sodium_memcmp (expected, token, strlen (expected)) == 0;
}

typedef struct
{
  const char *dev;
  HechaCaller *caller; /* (out) */
} Authentication;

static gboolean
find_caller (HechaCentral *self, gpointer data, GError **error)
{
  Authentication *authentication = data;
  g_autoptr (HechaRecord) grant
    = hecha_reader_get (hecha_store_reader (self->store), NULL, "grant", authentication->dev, error);

  authentication->caller = g_new0 (HechaCaller, 1);
  authentication->caller->dev = g_strdup (authentication->dev);
  authentication->caller->role = grant != NULL ? g_strdup (hecha_record_get (grant, "role")) : NULL;
  authentication->caller->state = hecha_store_device_state (self->store, authentication->dev);
  return TRUE;
}

/**
 * hecha_central_authenticate:
 * @self: the central database
 * @token: what the other side sent
 * @error: %HECHA_ERROR_UNTRUSTED
 *
 * Returns: (transfer full) (nullable): whose token it is
 */
HechaCaller *
hecha_central_authenticate (HechaCentral *self, const char *token, GError **error)
{
  g_autofree char *dev = g_strndup (token, 32);
  Authentication authentication = {dev, NULL};

  if (strlen (token) < 33 || !hecha_dev_is_valid (dev, strlen (dev)) || !is_token_of (self, token, dev))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                           _ ("This token is not one of this server"));
      return NULL;
    }
  return hecha_central_run (self, find_caller, &authentication, error) ? authentication.caller : NULL;
}

/* ---- invitations ---- */

typedef struct
{
  HechaInvitation *invitation;
} Invite;

static gboolean
put_invitation (HechaCentral *self, gpointer data, GError **error)
{
  return hecha_store_put_invitation (self->store, data, error);
}

static char *
home_of (const char *role, const char *team, const char *package, GError **error)
{
  g_autofree char *home = NULL;

  if (strcmp (role, "office") == 0)
    home = g_strdup ("office");
  else if (strcmp (role, "team") == 0 && team != NULL)
    home = g_strconcat ("team:", team, NULL);
  else if (strcmp (role, "visitor") == 0 && package != NULL)
    home = g_strconcat ("visit:", package, NULL);
  if (home == NULL || !hecha_scope_is_valid (home, strlen (home)))
    {
      g_set_error_literal (
        error, HECHA_ERROR, HECHA_ERROR_INVALID,
        _ ("An invitation is for the office, for a team (with its id) or for a visitor (with a package)"));
      return NULL;
    }
  return g_steal_pointer (&home);
}

/**
 * hecha_central_invite:
 * @self: the central database
 * @role: office, team or visitor
 * @team: (nullable): of a team's laptop: its team
 * @package: (nullable): of a visitor's laptop: its package
 * @name: what the device is called
 * @person: (nullable): who uses it
 * @error: %HECHA_ERROR_INVALID, or when the database failed
 *
 * Returns: (transfer full) (nullable): the code, valid for 14 days and for one device
 */
char *
hecha_central_invite (HechaCentral *self, const char *role, const char *team, const char *package,
                      const char *name, const char *person, GError **error)
{
  g_autofree char *home = home_of (role, team, package, error);
  g_autoptr (HechaInvitation) invitation = g_new0 (HechaInvitation, 1);
  g_autofree char *text = NULL;
  HechaCode code;

  if (home == NULL)
    return NULL;
  text = hecha_code_generate (&code, &self->env, self->key.sign_public);
  invitation->id = g_strdup (code.id);
  invitation->secret = code.secret;
  invitation->role = g_strdup (role);
  invitation->home = g_steal_pointer (&home);
  invitation->name = g_strdup (name);
  invitation->person = g_strdup (person != NULL ? person : "");
  invitation->expires = hecha_env_now_ms (&self->env) + INVITATION_MS;
  invitation->tries = HECHA_CENTRAL_TRIES;
  return hecha_central_run (self, put_invitation, invitation, error) ? g_steal_pointer (&text) : NULL;
}

/* ---- grants ---- */

/* What a device is, as its grant in its own scope says. */
typedef struct
{
  const char *dev;
  const char *key;
  const char *box_key;
  const char *role;
  const char *name;
  const char *person;
  const char *home;
  const char *invitation; /* (nullable): where the office made it */
} Device;

/* In its own scope all is said of a device. Elsewhere others read along: there it is a key and a role, no
 * name, no person, no team. */
static gboolean
write_grant (HechaCentral *self, const Device *device, const char *scope, GError **error)
{
  const char *const pairs[]
    = {"key",  device->key,  "role",   device->role,   "box_key",    device->box_key,   "home", device->home,
       "name", device->name, "person", device->person, "invitation", device->invitation};
  guint n = strcmp (scope, device->home) != 0 ? 4
            : device->invitation != NULL      ? G_N_ELEMENTS (pairs)
                                              : G_N_ELEMENTS (pairs) - 2;
  g_autoptr (HechaRecord) known
    = hecha_reader_get (hecha_store_reader (self->store), scope, "grant", device->dev, NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *ops = NULL;

  if (known != NULL)
    return TRUE;
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, device->dev);
  json_builder_set_member_name (builder, "t");
  json_builder_add_string_value (builder, "grant");
  json_builder_set_member_name (builder, "set");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n; i += 2)
    {
      json_builder_set_member_name (builder, pairs[i]);
      json_builder_add_string_value (builder, pairs[i + 1] != NULL ? pairs[i + 1] : "");
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  ops = hecha_canonical_dup_node (root, error);
  return ops != NULL && hecha_store_append_ops (self->store, scope, "", ops, error);
}

static gboolean
grant_team (HechaCentral *self, const Device *device, GError **error)
{
  g_autoptr (HechaRecord) team = hecha_reader_get (hecha_store_reader (self->store), "office", "team",
                                                   device->home + strlen ("team:"), NULL);
  g_auto (GStrv) remit = team != NULL ? hecha_record_get_list (team, "remit") : NULL;

  for (guint i = 0; remit != NULL && remit[i] != NULL; i++)
    {
      g_autofree char *scope = g_strconcat ("agency:", remit[i], NULL);

      if (hecha_scope_is_valid (scope, strlen (scope)) && !write_grant (self, device, scope, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
grant_everywhere (HechaCentral *self, const Device *device, GError **error)
{
  g_autoptr (GPtrArray) scopes = hecha_store_scopes (self->store, error);

  for (guint i = 0; scopes != NULL && i < scopes->len; i++)
    if (strcmp (g_ptr_array_index (scopes, i), "base") != 0
        && !write_grant (self, device, g_ptr_array_index (scopes, i), error))
      return FALSE;
  return scopes != NULL;
}

static gboolean
grant_device (HechaCentral *self, const Device *device, GError **error)
{
  if (!write_grant (self, device, device->home, error))
    return FALSE;
  if (strcmp (device->role, "office") == 0)
    return grant_everywhere (self, device, error);
  return strcmp (device->role, "team") != 0 || grant_team (self, device, error);
}

/**
 * hecha_central_home_grant:
 * @self: the central database; in the writer's thread
 * @dev: a device
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): the grant that says all of it; %NULL without @error when it is not
 * known
 */
HechaRecord *
hecha_central_home_grant (HechaCentral *self, const char *dev, GError **error)
{
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, dev, error);
  GHashTableIter iter;
  gpointer scope;

  if (scopes == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, scopes);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    {
      g_autoptr (HechaRecord) grant
        = hecha_reader_get (hecha_store_reader (self->store), scope, "grant", dev, NULL);

      if (grant != NULL && g_strcmp0 (hecha_record_get (grant, "home"), scope) == 0)
        return g_steal_pointer (&grant);
    }
  return NULL;
}

static gboolean
is_home_grant (const HechaRecord *grant)
{
  return g_strcmp0 (hecha_record_get (grant, "home"), grant->scope) == 0;
}

static gboolean
grant_once (HechaCentral *self, GError **error)
{
  g_autoptr (GPtrArray) grants
    = hecha_reader_list (hecha_store_reader (self->store), NULL, "grant", NULL, NULL, error);

  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      const HechaRecord *grant = g_ptr_array_index (grants, i);
      Device device = {grant->id,
                       hecha_record_get (grant, "key"),
                       hecha_record_get (grant, "box_key"),
                       hecha_record_get (grant, "role"),
                       hecha_record_get (grant, "name"),
                       hecha_record_get (grant, "person"),
                       hecha_record_get (grant, "home"),
                       hecha_record_get (grant, "invitation")};

      if (is_home_grant (grant) && device.role != NULL && !grant_device (self, &device, error))
        return FALSE;
    }
  return grants != NULL;
}

/**
 * hecha_central_grant_all:
 * @self: the central database; in the writer's thread, inside a transaction
 * @error: when the database failed
 *
 * Gives each device the scopes that its role and its team's remit call for now. A grant to a team may begin a
 * scope, which then is the office's too.
 *
 * Returns: whether the grants are written
 */
gboolean
hecha_central_grant_all (HechaCentral *self, GError **error)
{
  guint before, now = 0;

  do
    {
      g_autoptr (GPtrArray) scopes = NULL;

      before = now;
      if (!grant_once (self, error))
        return FALSE;
      scopes = hecha_store_scopes (self->store, error);
      if (scopes == NULL)
        return FALSE;
      now = self->n_scopes = scopes->len;
    }
  while (now != before);
  return TRUE;
}

/* ---- enrolment ---- */

typedef struct
{
  HechaCode code;
  char dev[HECHA_KEY_ID_BYTES];
  char *key;
  char *box_key;
  char *name;      /* (nullable): what the device calls itself */
  GBytes *answer;  /* (out) */
  GError *refusal; /* (out) the request's fault, not the database's */
} Enrolment;

static void
enrolment_clear (Enrolment *self)
{
  g_free (self->key);
  g_free (self->box_key);
  g_free (self->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Enrolment, enrolment_clear)

static gboolean
refuse (Enrolment *self, const char *reason)
{
  self->refusal = g_error_new_literal (HECHA_ERROR, HECHA_ERROR_REFUSED, reason);
  return TRUE;
}

static void
add_strings (JsonBuilder *builder, const char *const *pairs)
{
  for (; pairs[0] != NULL; pairs += 2)
    {
      json_builder_set_member_name (builder, pairs[0]);
      json_builder_add_string_value (builder, pairs[1] != NULL ? pairs[1] : "");
    }
}

static GBytes *
describe_enrolment (HechaCentral *self, const Enrolment *enrolment, const HechaInvitation *invitation,
                    GHashTable *scopes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *organisation = hecha_store_get_meta (self->store, "organisation");
  g_autofree char *token = hecha_central_token (self, enrolment->dev);
  g_autofree char *key = hecha_public_key_dup_text (self->key.sign_public, "ed25519");
  g_autofree char *box_key = hecha_public_key_dup_text (self->key.box_public, "x25519");
  const char *const pairs[] = {"box_key",
                               box_key,
                               "dev",
                               enrolment->dev,
                               "epoch",
                               self->epoch,
                               "home",
                               invitation->home,
                               "key",
                               key,
                               "name",
                               invitation->name,
                               "organisation",
                               organisation,
                               "person",
                               invitation->person,
                               "role",
                               invitation->role,
                               "token",
                               token,
                               NULL};
  g_autoptr (JsonNode) root = NULL;
  GHashTableIter iter;
  gpointer scope;

  json_builder_begin_object (builder);
  add_strings (builder, pairs);
  json_builder_set_member_name (builder, "scopes");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, scopes);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    json_builder_add_string_value (builder, scope);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return hecha_json_to_bytes (root);
}

/* %TRUE: go on. A refusal is written down first: tries are counted even when the answer is lost. */
static gboolean
check_invitation (HechaCentral *self, Enrolment *enrolment, HechaInvitation *invitation, gboolean *good,
                  GError **error)
{
  *good = FALSE;
  if (invitation == NULL)
    return refuse (enrolment, "This code is not known here; compare it with the one you were given");
  if (invitation->tries <= 0)
    return refuse (enrolment, "This code was tried too often and is void; ask the office for a new one");
  if (!hecha_digest_equal (&invitation->secret, &enrolment->code.secret))
    {
      invitation->tries--;
      return hecha_store_put_invitation (self->store, invitation, error)
             && refuse (enrolment, "This code is wrong; compare it with the one you were given");
    }
  if (invitation->expires < hecha_env_now_ms (&self->env))
    return refuse (enrolment, "This code has expired; ask the office for a new one");
  if (invitation->used_by != NULL && strcmp (invitation->used_by, enrolment->key) != 0)
    return refuse (enrolment, "This code was used by another device; ask the office for a new one");
  *good = TRUE;
  return TRUE;
}

static gboolean
enrol_task (HechaCentral *self, gpointer data, GError **error)
{
  Enrolment *enrolment = data;
  GError *problem = NULL;
  g_autoptr (HechaInvitation) invitation
    = hecha_store_get_invitation (self->store, enrolment->code.id, &problem);
  g_autoptr (GHashTable) scopes = NULL;
  gboolean good;

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (!check_invitation (self, enrolment, invitation, &good, error) || !good)
    return enrolment->refusal != NULL;
  if (invitation->used_by == NULL)
    {
      g_autoptr (HechaRecord) asked = hecha_reader_get (hecha_store_reader (self->store), "office",
                                                        "laptop_invitation", invitation->id, NULL);
      Device device
        = {enrolment->dev,   enrolment->key,     enrolment->box_key, invitation->role,
           invitation->name, invitation->person, invitation->home,   asked != NULL ? invitation->id : NULL};

      invitation->used_by = g_strdup (enrolment->key);
      if (!hecha_store_put_invitation (self->store, invitation, error) || !grant_device (self, &device, error)
          || !hecha_store_set_device_state (self->store, enrolment->dev, "active", error)
          || !hecha_central_grant_all (self, error))
        return FALSE;
    }
  scopes = hecha_store_device_scopes (self->store, enrolment->dev, error);
  if (scopes == NULL)
    return FALSE;
  enrolment->answer = describe_enrolment (self, enrolment, invitation, scopes);
  return TRUE;
}

static gboolean
read_enrolment (Enrolment *self, GBytes *request, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  guint8 key[HECHA_PUBLIC_KEY_BYTES], box_key[HECHA_PUBLIC_KEY_BYTES];
  g_autofree char *code = NULL;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (request, &n_bytes);

  if (!hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_MESSAGE_LIMITS, error))
    return FALSE;
  code = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "code"));
  self->key = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "key"));
  self->box_key = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "box_key"));
  self->name = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "name"));
  if (code == NULL || self->key == NULL || self->box_key == NULL
      || (self->name != NULL && strlen (self->name) > MAX_NAME_BYTES)
      || !hecha_public_key_from_text (key, self->key, "ed25519")
      || !hecha_public_key_from_text (box_key, self->box_key, "x25519"))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("The enrolment lacks its code or its keys"));
      return FALSE;
    }
  hecha_key_id (key, self->dev);
  return hecha_code_parse (&self->code, code, error);
}

/**
 * hecha_central_enrol:
 * @self: the central database
 * @request: JSON of docs/protocol.md 4.4
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_REFUSED with the reason for the person, or when the database
 *   failed
 *
 * Returns: (transfer full) (nullable): JSON that tells the device what it is now
 */
GBytes *
hecha_central_enrol (HechaCentral *self, GBytes *request, GError **error)
{
  g_auto (Enrolment) enrolment = {0};

  if (!read_enrolment (&enrolment, request, error)
      || !hecha_central_run_shared (self, enrol_task, &enrolment, error))
    {
      g_clear_error (&enrolment.refusal);
      g_clear_pointer (&enrolment.answer, g_bytes_unref);
      return NULL;
    }
  if (enrolment.refusal != NULL)
    {
      g_propagate_error (error, enrolment.refusal);
      return NULL;
    }
  return enrolment.answer;
}

/* ---- revocation ---- */

static gboolean
write_revoke (HechaCentral *self, const char *dev, const char *scope, const char *reason, GError **error)
{
  HechaText dev_text = {dev, strlen (dev)}, scope_text = {scope, strlen (scope)};
  GError *problem = NULL;
  HechaChain *chain = hecha_store_chain (self->store, dev_text, scope_text, FALSE, &problem);
  g_autoptr (GString) ops = g_string_new (NULL);
  char digest[HECHA_DIGEST_TEXT_BYTES];

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  g_string_append_printf (ops, "[{\"id\":\"%s\",\"set\":{", dev);
  if (chain != NULL && chain->seq > 0)
    {
      hecha_digest_to_text (&chain->digest, digest);
      g_string_append_printf (ops, "\"digest\":\"%s\",", digest);
    }
  g_string_append (ops, "\"reason\":");
  hecha_canonical_append_string (ops, reason, -1);
  g_string_append_printf (ops, ",\"seq\":%" G_GINT64_FORMAT "},\"t\":\"revoke\"}]",
                          chain != NULL ? chain->seq : (gint64)0);
  return hecha_store_append_ops (self->store, scope, "", ops->str, error);
}

/**
 * hecha_central_revoke_now:
 * @self: the central database; in the writer's thread, inside a transaction
 * @dev: a device
 * @reason: why
 * @found: (out): whether there is such a device
 * @error: when the database failed
 *
 * Ends a device's rights in all its scopes; what was revoked already stays as it was.
 *
 * Returns: whether the database went along
 */
gboolean
hecha_central_revoke_now (HechaCentral *self, const char *dev, const char *reason, gboolean *found,
                          GError **error)
{
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, dev, error);
  g_autofree char *state = hecha_store_device_state (self->store, dev);
  g_autofree gpointer *names = NULL;
  guint n = 0;

  if (scopes == NULL)
    return FALSE;
  *found = g_hash_table_size (scopes) > 0;
  if (!*found || strcmp (state, "revoked") == 0)
    return TRUE;
  names = g_hash_table_get_keys_as_array (scopes, &n);
  for (guint i = 0; i < n; i++)
    if (!write_revoke (self, dev, names[i], reason, error))
      return FALSE;
  return hecha_store_set_device_state (self->store, dev, "revoked", error);
}

typedef struct
{
  const char *dev;
  const char *reason;
  gboolean found; /* (out) */
} Revocation;

static gboolean
revoke_task (HechaCentral *self, gpointer data, GError **error)
{
  Revocation *revocation = data;

  return hecha_central_revoke_now (self, revocation->dev, revocation->reason, &revocation->found, error);
}

/**
 * hecha_central_revoke:
 * @self: the central database
 * @dev: a device
 * @reason: (nullable): why
 * @error: %HECHA_ERROR_NOT_FOUND, or when the database failed
 *
 * Ends its rights: what it wrote up to now stands, what comes later enters under a hold, and it gets
 * nothing any more.
 *
 * Returns: whether it is on disk
 */
gboolean
hecha_central_revoke (HechaCentral *self, const char *dev, const char *reason, GError **error)
{
  Revocation revocation = {dev, reason != NULL ? reason : HECHA_REVOKED_BY_OPERATOR, FALSE};

  if (!hecha_dev_is_valid (dev, strlen (dev))
      || !hecha_central_run_shared (self, revoke_task, &revocation, error) || !revocation.found)
    {
      if (error == NULL || *error == NULL)
        g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no device %s here"), dev);
      return FALSE;
    }
  return TRUE;
}

/* ---- the list ---- */

static void
add_device (HechaCentral *self, JsonBuilder *builder, const HechaRecord *grant)
{
  g_autofree char *state = hecha_store_device_state (self->store, grant->id);
  const char *const pairs[] = {"dev",    grant->id,
                               "name",   hecha_record_get (grant, "name"),
                               "role",   hecha_record_get (grant, "role"),
                               "home",   hecha_record_get (grant, "home"),
                               "person", hecha_record_get (grant, "person"),
                               "state",  state,
                               NULL};

  json_builder_begin_object (builder);
  add_strings (builder, pairs);
  json_builder_set_member_name (builder, "seen");
  json_builder_add_int_value (builder, hecha_store_device_last_seen (self->store, grant->id));
  json_builder_end_object (builder);
}

static gboolean
devices_task (HechaCentral *self, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) grants
    = hecha_reader_list (hecha_store_reader (self->store), NULL, "grant", NULL, NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  if (grants == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "devices");
  json_builder_begin_array (builder);
  for (guint i = 0; i < grants->len; i++)
    if (is_home_grant (g_ptr_array_index (grants, i)))
      add_device (self, builder, g_ptr_array_index (grants, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  *(GBytes **)data = hecha_json_to_bytes (root);
  return TRUE;
}

/**
 * hecha_central_devices:
 * @self: the central database
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable):
 * `{"devices":[{"dev","name","role","home","person","state","seen"}]}`; `seen` is ms since 1970 of the last
 * sync, 0 for never
 */
GBytes *
hecha_central_devices (HechaCentral *self, GError **error)
{
  GBytes *answer = NULL;

  hecha_central_run (self, devices_task, &answer, error);
  return answer;
}
