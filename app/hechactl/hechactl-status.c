/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-status.h"

#include "base/hecha-error.h"
#include "domain/hecha-label.h"
#include "evidence/hecha-evidence-check.h"
#include "hechactl-store.h"
#include "store/hecha-outbox.h"
#include "store/hecha-summary.h"
#include "sync/hecha-sync-message.h"

#include <glib/gi18n-lib.h>

static void
take (HechactlInvocation *self, JsonObject *object)
{
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
}

/* ---- status ---- */

static char *
dup_organisation (HechaStore *store)
{
  g_autoptr (GPtrArray) servers
    = hecha_reader_list (hecha_store_reader (store), "base", "server", NULL, NULL, NULL);
  const HechaRecord *server = servers != NULL && servers->len > 0 ? servers->pdata[0] : NULL;

  return server != NULL ? g_strdup (hecha_record_get (server, "organisation"))
                        : hecha_store_get_meta (store, "organisation");
}

static void
tell (HechactlInvocation *self, JsonObject *object, const char *name, const char *value)
{
  hechactl_invocation_print (self, "%s: %s\n", hecha_label ("status", name), value != NULL ? value : "-");
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static void
tell_meta (HechactlInvocation *self, HechaStore *store, JsonObject *object, const char *key)
{
  g_autofree char *value = hecha_store_get_meta (store, key);

  tell (self, object, key, value);
}

static void
tell_time (HechactlInvocation *self, JsonObject *object, const char *name, gint64 ms)
{
  g_autoptr (GDateTime) time = ms > 0 ? g_date_time_new_from_unix_utc (ms / 1000) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  tell (self, object, name, text);
}

static void
tell_summary (HechactlInvocation *self, JsonObject *object, const HechaSummary *summary)
{
  const struct
  {
    const char *name;
    gint64 number;
  } counts[] = {
    {"entries", summary->own},
    {"unsent_entries", summary->unsent},
    {"unsent_files", summary->unsent_files},
    {"unsent_bytes", summary->unsent_bytes},
    {"conflicts", summary->conflicts},
    {"parked", summary->parked},
    {"held", summary->held},
    {"refused", summary->refused},
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      hechactl_invocation_print (self, "%s: %" G_GINT64_FORMAT "\n", hecha_label ("status", counts[i].name),
                                 counts[i].number);
      json_object_set_int_member (object, counts[i].name, counts[i].number);
    }
  tell_time (self, object, "unsent_since", summary->unsent_since_ms);
  tell_time (self, object, "last_receipt", summary->receipt_ms);
}

static gboolean
status_run (HechactlInvocation *self, GError **error)
{
  static const char *const keys[] = {"role", "home", "person", "url", "server"};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *organisation = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  HechaSummary summary;

  if (store == NULL || !hecha_store_summarise (store, &summary, error))
    return FALSE;
  tell (self, object, "device", hecha_store_dev (store));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    tell_meta (self, store, object, keys[i]);
  organisation = dup_organisation (store);
  tell (self, object, "organisation", organisation);
  tell_summary (self, object, &summary);
  take (self, object);
  return TRUE;
}

/* ---- verify ---- */

static gboolean
check_receipts (HechaStore *store, GPtrArray *problems, guint *n_receipts, GError **error)
{
  g_autoptr (GPtrArray) receipts = hecha_store_receipts (store, error);
  g_autofree char *server = hecha_store_get_meta (store, "server");

  for (*n_receipts = 0; receipts != NULL && *n_receipts < receipts->len; (*n_receipts)++)
    {
      g_autoptr (GError) problem = NULL;

      if (!hecha_receipt_verify (receipts->pdata[*n_receipts], server != NULL ? server : "", &problem))
        g_ptr_array_add (problems, g_strdup_printf (_ ("Receipt %u: %s"), *n_receipts + 1, problem->message));
    }
  return receipts != NULL;
}

static void
answer_problems (HechactlInvocation *self, JsonObject *object, GPtrArray *problems)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < problems->len; i++)
    {
      hechactl_invocation_print (self, "%s\n", (const char *)problems->pdata[i]);
      json_array_add_string_element (list, problems->pdata[i]);
    }
  json_object_set_array_member (object, "problems", list);
}

static gboolean
verify_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaVerified) verified = store != NULL ? hecha_store_verify (store, error) : NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  guint n_files, n_signatures, n_receipts;

  if (verified == NULL || !hecha_evidence_check_files (store, NULL, verified->problems, &n_files, error)
      || !hecha_evidence_check_signatures (store, verified->problems, &n_signatures, error)
      || !check_receipts (store, verified->problems, &n_receipts, error))
    return FALSE;
  json_object_set_int_member (object, "entries", verified->n_entries);
  json_object_set_int_member (object, "heads", verified->n_heads);
  json_object_set_int_member (object, "files", n_files);
  json_object_set_int_member (object, "signatures", n_signatures);
  json_object_set_int_member (object, "receipts", n_receipts);
  hechactl_invocation_print (self, _ ("%ld entries, %ld heads, %u files, %u signatures, %u receipts\n"),
                             (long)verified->n_entries, (long)verified->n_heads, n_files, n_signatures,
                             n_receipts);
  answer_problems (self, object, verified->problems);
  take (self, object);
  if (verified->problems->len == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT,
               ngettext ("%u problem; the first: %s", "%u problems; the first: %s", verified->problems->len),
               verified->problems->len, (const char *)verified->problems->pdata[0]);
  return FALSE;
}

/* ---- digest ---- */

static gboolean
digest_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  const char *scope = hechactl_invocation_get (self, "scope");
  g_autofree char *digest = store != NULL ? hecha_store_digest (store, scope, error) : NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (digest == NULL)
    return FALSE;
  if (scope != NULL)
    json_object_set_string_member (object, "scope", scope);
  json_object_set_string_member (object, "digest", digest);
  hechactl_invocation_print (self, "%s\n", digest);
  take (self, object);
  return TRUE;
}

static const HechactlOption digest_options[] = {
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_status_commands[] = {
  {"status", NULL, 0, 0, NULL, status_run, HECHACTL_COMMAND_STORE},
  {"verify", NULL, 0, 0, NULL, verify_run, HECHACTL_COMMAND_STORE},
  {"digest", NULL, 0, 0, digest_options, digest_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
