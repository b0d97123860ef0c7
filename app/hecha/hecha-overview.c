/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-overview.h"

#include "hecha-sample-item.h"

#include "store/hecha-outbox.h"

static void
free_held (gpointer data)
{
  HechaHeld *held = data;

  g_free (held->type);
  g_free (held->record);
  g_free (held->reason);
  g_free (held->decision);
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

      name_record (store, ((HechaRecord *)records->pdata[i])->id, held);
      held->reason = g_strdup (hecha_record_get (records->pdata[i], "reason"));
      held->decision = g_strdup (hecha_record_get (records->pdata[i], "decision"));
      g_ptr_array_add (list, held);
    }
  return records != NULL ? g_steal_pointer (&list) : NULL;
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

  self->items = hecha_sample_items_load (store, error);
  if (self->items == NULL || !hecha_store_summarise (store, &self->summary, error))
    return NULL;
  self->held = load_held (store, error);
  if (self->held == NULL)
    return NULL;
  self->enrolled = role != NULL;
  self->organisation = hecha_store_get_meta (store, "organisation");
  self->url = hecha_store_get_meta (store, "url");
  self->name = hecha_store_get_meta (store, "name");
  self->device = hecha_store_get_meta (store, "device_state");
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
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_free (self->organisation);
  g_free (self->url);
  g_free (self->name);
  g_free (self->device);
  g_free (self->receipt);
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
