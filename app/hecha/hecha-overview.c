/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-overview.h"

#include "domain/hecha-visit.h"
#include "store/hecha-lock.h"
#include "store/hecha-outbox.h"

static void
free_held (gpointer data)
{
  HechaHeld *held = data;

  g_free (held->digest);
  g_free (held->type);
  g_free (held->record);
  g_free (held->reason);
  g_free (held->decision);
  g_free (held->decision_reason);
  g_free (held);
}

/* What the entry was about: its first operation. */
static void
name_record (HechaStore *store, const char *digest, HechaHeld *held)
{
  g_autofree char *bytes = hecha_store_entry_bytes (store, digest, NULL);
  g_autoptr (JsonNode) node = bytes != NULL ? json_from_string (bytes, NULL) : NULL;
  JsonArray *ops = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                     ? json_object_get_array_member (json_node_get_object (node), "ops")
                     : NULL;
  JsonObject *op
    = ops != NULL && json_array_get_length (ops) > 0 ? json_array_get_object_element (ops, 0) : NULL;

  held->type = g_strdup (op != NULL ? json_object_get_string_member_with_default (op, "t", "") : "");
  held->record = g_strdup (op != NULL ? json_object_get_string_member_with_default (op, "id", "") : digest);
}

static GPtrArray *
load_held (HechaStore *store, GError **error)
{
  g_autoptr (GPtrArray) records
    = hecha_reader_list (hecha_store_reader (store), NULL, "hold", NULL, NULL, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_held);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      HechaHeld *held = g_new0 (HechaHeld, 1);

      held->digest = g_strdup (((HechaRecord *)records->pdata[i])->id);
      name_record (store, held->digest, held);
      held->reason = g_strdup (hecha_record_get (records->pdata[i], "reason"));
      held->decision = g_strdup (hecha_record_get (records->pdata[i], "decision"));
      held->decision_reason = g_strdup (hecha_record_get (records->pdata[i], "decision_reason"));
      g_ptr_array_add (list, held);
    }
  return records != NULL ? g_steal_pointer (&list) : NULL;
}

/* So many rows say enough; all of them are counted. */
#define SHOWN_FILES 30

static gboolean
load_files (HechaStore *store, HechaOverview *self, GError **error)
{
  g_autoptr (GFile) dir = g_file_new_for_path (hecha_store_dir (store));
  g_autoptr (GFileInfo) disk
    = g_file_query_filesystem_info (dir, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

  if (disk != NULL)
    self->disk_free = g_file_info_get_attribute_uint64 (disk, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  self->waiting = hecha_store_waiting_files (store, SHOWN_FILES, error);
  return self->waiting != NULL && hecha_store_count_files (store, &self->files, error);
}

static gboolean
load_package (HechaStore *store, HechaOverview *self, GError **error)
{
  g_autofree char *home = hecha_store_get_meta (store, "home");
  g_autofree char *today = hecha_visit_dup_today (hecha_store_env (store));

  self->visitor = home != NULL && g_str_has_prefix (home, "visit:");
  return hecha_package_load (hecha_store_reader (store), home, today, &self->package, error);
}

/**
 * hecha_overview_load:
 * @store: the store, on its thread
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): a copy
 */
HechaOverview *
hecha_overview_load (HechaStore *store, GError **error)
{
  g_autoptr (HechaOverview) self = g_new0 (HechaOverview, 1);
  g_autofree char *role = hecha_store_get_meta (store, "role");
  gint64 at;

  if (!hecha_store_summarise (store, &self->summary, error))
    return NULL;
  self->held = load_held (store, error);
  if (self->held == NULL || !load_files (store, self, error))
    return NULL;
  self->enrolled = role != NULL;
  self->office = g_strcmp0 (role, "office") == 0;
  self->organisation = hecha_store_get_meta (store, "organisation");
  self->url = hecha_store_get_meta (store, "url");
  self->name = hecha_store_get_meta (store, "name");
  self->device = hecha_store_get_meta (store, "device_state");
  if (!load_package (store, self, error))
    return NULL;
  self->protected = hecha_store_has_passphrase (store);
  self->locked = hecha_store_is_locked (store);
  self->receipt = hecha_store_last_receipt (store, &at);
  return g_steal_pointer (&self);
}

/**
 * hecha_overview_free:
 * @self: (transfer full) (nullable): a copy
 */
void
hecha_overview_free (HechaOverview *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->organisation);
  g_free (self->url);
  g_free (self->name);
  g_free (self->device);
  g_free (self->receipt);
  hecha_package_clear (&self->package);
  g_free (self);
}

/**
 * hecha_overview_n_waiting:
 * @self: a copy
 *
 * Returns: how many entries and files are not at the office yet
 */
guint64
hecha_overview_n_waiting (const HechaOverview *self)
{
  return (guint64)(self->summary.unsent + self->summary.unsent_files);
}
