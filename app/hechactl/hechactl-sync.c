/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-sync.h"

#include "base/hecha-error.h"
#include "hechactl-answer.h"
#include "evidence/hecha-space.h"
#include "hechactl-store.h"
#include "domain/hecha-label.h"
#include "store/hecha-wipe.h"
#include "sync/hecha-bundle-sync.h"
#include "sync/hecha-connect.h"

#include <glib/gi18n-lib.h>

/* Enrolment, sync and bundles. */

static gboolean
answer_enrolment (HechactlInvocation *self, HechaStore *store, GError **error)
{
  static const char *const names[] = {"organisation", "role", "home", "person", "name", NULL};
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hechactl_add_text (builder, "dev", hecha_store_dev (store));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = hecha_store_get_meta (store, names[i]);

      hechactl_add_text (builder, names[i], value);
      hechactl_invocation_print (self, "%s: %s\n", hecha_label ("status", names[i]),
                                 value != NULL ? value : "");
    }
  hechactl_invocation_print (self, _ ("device: %s\n"), hecha_store_dev (store));
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
enrol_run (HechactlInvocation *self, GError **error)
{
  const char *url = hechactl_invocation_get_argument (self, 0),
             *code = hechactl_invocation_get_argument (self, 1);
  g_autoptr (HechaStore) store = hecha_store_open (hechactl_invocation_get (self, "store"),
                                                   HECHA_STORE_LAPTOP, hecha_env_system (), error);

  return store != NULL
         && hecha_connect_and_enrol (store, url, code, hechactl_invocation_get (self, "ca"),
                                     g_get_host_name (), NULL, error)
         && answer_enrolment (self, store, error);
}

static void
add_strings (JsonBuilder *builder, const char *name, GPtrArray *strings)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < strings->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (strings, i));
  json_builder_end_array (builder);
}

static void
print_strings (HechactlInvocation *self, const char *title, GPtrArray *strings)
{
  for (guint i = 0; i < strings->len; i++)
    hechactl_invocation_print (self, "%s: %s\n", title, (const char *)g_ptr_array_index (strings, i));
}

static void
print_result (HechactlInvocation *self, const HechaSyncResult *result)
{
  hechactl_invocation_print (self, _ ("sent %u entries, received %u\n"), result->sent, result->received);
  hechactl_invocation_print (self, _ ("sent %u files, %lu bytes\n"), result->files_sent,
                             (gulong)result->bytes_sent);
  print_strings (self, _ ("held"), result->reasons);
  print_strings (self, _ ("refused"), result->refused);
  print_strings (self, _ ("not sent"), result->files_failed);
  if (result->receipt != NULL && result->refused->len == 0)
    hechactl_invocation_print (self, _ ("receipt: the office has it all, signed by its server\n"));
  if (g_strcmp0 (result->device, "revoked") == 0)
    hechactl_invocation_print (
      self, _ ("this device was revoked: its work was handed over, and it gets nothing more\n"));
}

static void
answer_result (HechactlInvocation *self, const HechaSyncResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hechactl_add_int (builder, "sent", result->sent);
  hechactl_add_int (builder, "received", result->received);
  hechactl_add_int (builder, "files_sent", result->files_sent);
  hechactl_add_int (builder, "bytes_sent", result->bytes_sent);
  hechactl_add_int (builder, "rounds", result->rounds);
  hechactl_add_text (builder, "device", result->device);
  add_strings (builder, "held", result->held);
  add_strings (builder, "reasons", result->reasons);
  add_strings (builder, "refused", result->refused);
  add_strings (builder, "files_failed", result->files_failed);
  json_builder_set_member_name (builder, "receipt");
  json_builder_add_value (builder, result->receipt != NULL ? json_from_string (result->receipt, NULL)
                                                           : json_node_new (JSON_NODE_NULL));
  hechactl_answer (self, builder);
  print_result (self, result);
}

static gboolean
sync_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaTransport) transport
    = store != NULL ? hecha_connect (store, hechactl_invocation_get (self, "ca"), error) : NULL;
  g_autoptr (HechaSyncResult) result
    = transport != NULL ? hecha_sync (store, transport, NULL, NULL, NULL, error) : NULL;

  if (result == NULL)
    return FALSE;
  answer_result (self, result);
  if (result->files_failed->len == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_NETWORK, _ ("%u files could not be sent: %s"),
               result->files_failed->len, (const char *)g_ptr_array_index (result->files_failed, 0));
  return FALSE;
}

static gboolean
export_run (HechactlInvocation *self, GError **error)
{
  const char *path = hechactl_invocation_get_argument (self, 0);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  HechaBundleCounts counts;

  if (store == NULL
      || !hecha_bundle_export (store, path, hechactl_invocation_get (self, "for"), NULL, NULL, NULL, &counts,
                               error))
    return FALSE;
  hechactl_invocation_print (self, _ ("%s: %lu pieces of entries, %lu files\n"), path, (gulong)counts.n_lines,
                             (gulong)counts.n_files);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "file", path);
  hechactl_add_int (builder, "pieces", (gint64)counts.n_lines);
  hechactl_add_int (builder, "files", (gint64)counts.n_files);
  hechactl_add_int (builder, "bytes", (gint64)counts.file_bytes);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
import_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaSyncResult) result
    = store != NULL ? hecha_bundle_import (store, hechactl_invocation_get_argument (self, 0), NULL, error)
                    : NULL;

  if (result == NULL)
    return FALSE;
  answer_result (self, result);
  return TRUE;
}

static gboolean
wipe_run (HechactlInvocation *self, GError **error)
{
  const char *dir = hechactl_invocation_get (self, "store");
  HechaStore *store = hechactl_store_open (self, error);
  gboolean may = store != NULL && hecha_store_check_wipe (store, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  hecha_store_close (store);
  if (!may || !hecha_wipe_folder (dir, hecha_env_system (), error))
    return FALSE;
  hechactl_invocation_print (self, _ ("%s is wiped; a solid-state disk may keep remains\n"), dir);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "wiped", dir);
  hechactl_answer (self, builder);
  return TRUE;
}

static void
tell_counts (HechactlInvocation *self, const HechaFileCounts *counts, const HechaFileCounts *freed)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  hechactl_invocation_print (
    self, _ ("evidence here: %lu files, %lu bytes; the office has %lu of them, %lu bytes\n"),
    (gulong)counts->n_files, (gulong)counts->bytes, (gulong)counts->n_spare, (gulong)counts->spare_bytes);
  json_builder_begin_object (builder);
  hechactl_add_int (builder, "files", counts->n_files);
  hechactl_add_int (builder, "bytes", counts->bytes);
  hechactl_add_int (builder, "spare_files", counts->n_spare);
  hechactl_add_int (builder, "spare_bytes", counts->spare_bytes);
  hechactl_add_int (builder, "freed_files", freed->n_files);
  hechactl_add_int (builder, "freed_bytes", freed->bytes);
  hechactl_answer (self, builder);
}

/* @free: removes what the office has; without it nothing changes. */
static gboolean
answer_space (HechactlInvocation *self, gboolean free, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  HechaFileCounts counts, freed = {0};

  if (store == NULL || (free && !hecha_space_free (store, NULL, &freed, error))
      || !hecha_store_count_files (store, &counts, error))
    return FALSE;
  if (free)
    hechactl_invocation_print (self, _ ("freed: %lu files, %lu bytes\n"), (gulong)freed.n_files,
                               (gulong)freed.bytes);
  tell_counts (self, &counts, &freed);
  return TRUE;
}

static gboolean
space_run (HechactlInvocation *self, GError **error)
{
  return answer_space (self, FALSE, error);
}

static gboolean
space_free_run (HechactlInvocation *self, GError **error)
{
  return answer_space (self, TRUE, error);
}

static const HechactlOption ca_options[] = {
  {"ca", "FILE", HECHACTL_OPTION_NONE},
  {NULL, NULL, HECHACTL_OPTION_NONE},
};

static const HechactlOption for_options[] = {
  {"for", "DEVICE", HECHACTL_OPTION_NONE},
  {NULL, NULL, HECHACTL_OPTION_NONE},
};

const HechactlCommand hechactl_sync_commands[] = {
  {"enrol", "URL CODE", 2, 2, ca_options, enrol_run, HECHACTL_COMMAND_STORE},
  {"sync", NULL, 0, 0, ca_options, sync_run, HECHACTL_COMMAND_STORE},
  {"bundle export", "FILE", 1, 1, for_options, export_run, HECHACTL_COMMAND_STORE | HECHACTL_COMMAND_FILES},
  {"bundle import", "FILE", 1, 1, NULL, import_run, HECHACTL_COMMAND_STORE | HECHACTL_COMMAND_FILES},
  {"space free", NULL, 0, 0, NULL, space_free_run, HECHACTL_COMMAND_STORE},
  {"space", NULL, 0, 0, NULL, space_run, HECHACTL_COMMAND_STORE},
  {"wipe", NULL, 0, 0, NULL, wipe_run, HECHACTL_COMMAND_STORE},
  {NULL, NULL, 0, 0, NULL, NULL, HECHACTL_COMMAND_NONE},
};
