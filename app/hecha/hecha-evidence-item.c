/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-item.h"

#include "domain/hecha-evidence-use.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

static void
clear_item (gpointer data)
{
  HechaEvidenceItem *self = data;

  g_free (self->id);
  g_free (self->digest);
  g_free (self->kind);
  g_free (self->mime);
  g_free (self->name);
  g_free (self->about);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->used);
  g_free (self->undecodable);
  g_free (self->captured_at);
  g_free (self->camera);
  g_free (self->author);
  g_free (self->derived_from);
}

/**
 * hecha_evidence_item_ref:
 * @self: an item
 *
 * Returns: (transfer full): the same
 */
HechaEvidenceItem *
hecha_evidence_item_ref (HechaEvidenceItem *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * hecha_evidence_item_unref:
 * @self: (transfer full): an item
 */
void
hecha_evidence_item_unref (HechaEvidenceItem *self)
{
  g_atomic_rc_box_release_full (self, clear_item);
}

/**
 * hecha_evidence_item_is_photo:
 * @self: an item
 *
 * Returns: whether it is a photograph
 */
gboolean
hecha_evidence_item_is_photo (const HechaEvidenceItem *self)
{
  return g_strcmp0 (self->kind, "photo") == 0;
}

static char *
make_subtitle (const HechaEvidenceItem *self, gboolean appeal)
{
  g_autofree char *size = hecha_size_dup_text ((guint64)self->size);
  g_autoptr (GString) text = g_string_new (hecha_word ("kind", self->kind));

  g_string_append_printf (text, " · %s", size);
  if (self->captured_at != NULL)
    {
      g_autofree char *when = g_strdelimit (g_strdup (self->captured_at), "T", ' ');

      g_string_append_printf (text, " · %.16s", when);
    }
  if (self->about != NULL && self->name != NULL)
    g_string_append_printf (text, "\n%s", self->name);
  if (self->derived_from != NULL)
    g_string_append_printf (text, "\n%s", _ ("A copy with marks; the original is kept as it is"));
  if (appeal)
    g_string_append_printf (text, "\n%s", _ ("Came with the appeal"));
  if (self->undecodable != NULL)
    g_string_append_printf (text, "\n%s", _ ("Cannot be shown; it is kept as it is"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A photograph shown a second time proves less; whoever reads the row is told where it was. */
static char *
make_used (const HechaEvidenceUse *use)
{
  const char *name = use->name != NULL ? use->name : use->assignment;

  if (use->n > 1)
    return g_strdup_printf (ngettext ("Used before: %s, %s, and %u other sample",
                                      "Used before: %s, %s, and %u other samples", use->n - 1),
                            name, use->quarter != NULL ? use->quarter : "", use->n - 1);
  return g_strdup_printf (_ ("Used before: %s, %s"), name, use->quarter != NULL ? use->quarter : "");
}

static char *
dup_author (const HechaSampleData *data, const char *id)
{
  const HechaAssignedPerson *person = id != NULL ? hecha_assigned_find (data->persons, id) : NULL;

  return g_strdup (person != NULL ? person->name : id);
}

static HechaEvidenceItem *
make_item (const HechaSampleData *data, const HechaRecord *record, gboolean removed)
{
  HechaEvidenceItem *self = g_atomic_rc_box_new0 (HechaEvidenceItem);
  const HechaEvidenceUse *use = g_hash_table_lookup (data->uses, record->id);

  self->id = g_strdup (record->id);
  self->digest = g_strdup (hecha_record_get (record, "digest"));
  self->kind = g_strdup (hecha_record_get (record, "kind"));
  self->mime = g_strdup (hecha_record_get (record, "mime"));
  self->name = g_strdup (hecha_record_get (record, "name"));
  self->about = g_strdup (hecha_record_get (record, "about"));
  self->undecodable = g_strdup (hecha_record_get (record, "undecodable"));
  self->captured_at = g_strdup (hecha_record_get (record, "captured_at"));
  self->camera = g_strdup (hecha_record_get (record, "camera"));
  self->derived_from = g_strdup (hecha_record_get (record, "derived_from"));
  self->author = dup_author (data, hecha_record_get (record, "author"));
  self->has_place
    = hecha_record_get (record, "latitude") != NULL && hecha_record_get (record, "longitude") != NULL;
  self->latitude = hecha_record_get_int (record, "latitude", 0);
  self->longitude = hecha_record_get_int (record, "longitude", 0);
  self->width = hecha_record_get_int (record, "width", 0);
  self->height = hecha_record_get_int (record, "height", 0);
  self->size = hecha_record_get_int (record, "size", 0);
  self->removed = removed;
  self->used = use != NULL ? make_used (use) : NULL;
  self->title = g_strdup (self->about != NULL  ? self->about
                          : self->name != NULL ? self->name
                                               : _ ("Without a name"));
  self->subtitle = removed ? g_strdup (_ ("Taken back"))
                           : make_subtitle (self, hecha_record_get_int (record, "appeal", 0) != 0);
  return self;
}

/* As they were taken: what has no time comes last, by name. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const HechaEvidenceItem *x = *(const HechaEvidenceItem *const *)a,
                          *y = *(const HechaEvidenceItem *const *)b;
  int order = x->removed - y->removed;

  if (order == 0)
    order = (x->captured_at == NULL) - (y->captured_at == NULL);
  if (order == 0)
    order = g_strcmp0 (x->captured_at, y->captured_at);
  if (order == 0)
    order = g_strcmp0 (x->name, y->name);
  return order != 0 ? order : strcmp (x->id, y->id);
}

/**
 * hecha_evidence_items_list:
 * @data: a sample
 *
 * Returns: (transfer full) (element-type HechaEvidenceItem): its evidence as it was taken, then what was taken back
 */
GPtrArray *
hecha_evidence_items_list (const HechaSampleData *data)
{
  const HechaAssignment *assignment = data->assignment;
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_evidence_item_unref);

  for (guint i = 0; i < assignment->evidence->len; i++)
    g_ptr_array_add (items, make_item (data, assignment->evidence->pdata[i], FALSE));
  for (guint i = 0; i < assignment->removed->len; i++)
    if (strcmp (((HechaRecord *)assignment->removed->pdata[i])->type->name, "evidence") == 0)
      g_ptr_array_add (items, make_item (data, assignment->removed->pdata[i], TRUE));
  g_ptr_array_sort (items, compare_items);
  return items;
}

/**
 * hecha_evidence_items_list_appeal:
 * @data: a sample
 *
 * Returns: (transfer full) (element-type HechaEvidenceItem): what came with the appeal against its finding and with the
 *   re-review, no part of the finding
 */
GPtrArray *
hecha_evidence_items_list_appeal (const HechaSampleData *data)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_evidence_item_unref);

  for (guint i = 0; i < data->assignment->appeal_evidence->len; i++)
    g_ptr_array_add (items, make_item (data, data->assignment->appeal_evidence->pdata[i], FALSE));
  g_ptr_array_sort (items, compare_items);
  return items;
}
