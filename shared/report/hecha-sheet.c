/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-sheet-private.h"

#include "domain/hecha-content.h"
#include "evidence/hecha-evidence.h"
#include "store/hecha-outbox.h"

#include <string.h>

#define TITLE "绩效目标核查记录表"

/* ---- out of the store ---- */

/* The entry that the leader's signature stands in, and its place in the chain of its device. */
static gboolean
load_entry (HechaSheetData *self, HechaStore *store, GError **error)
{
  g_auto (GStrv) live = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *entry;

  if (self->effective == NULL)
    return TRUE;
  live = hecha_reader_live (hecha_store_reader (store), self->effective->scope, "signature",
                            self->effective->id, NULL, error);
  if (live == NULL)
    return FALSE;
  if (live[0] == NULL || (bytes = hecha_store_entry_bytes (store, live[0], error)) == NULL)
    return live[0] == NULL;
  node = json_from_string (bytes, NULL);
  entry = json_node_get_object (node);
  self->entry = g_strdup (live[0]);
  self->dev = g_strdup (json_object_get_string_member (entry, "dev"));
  self->seq = json_object_get_int_member (entry, "seq");
  return TRUE;
}

/* Whether a receipt says that the server has the chain of this device in this scope up to the entry. */
static gboolean
receipt_covers (const HechaSheetData *self, JsonObject *receipt)
{
  JsonNode *tips = json_object_get_member (receipt, "tips");
  JsonArray *array = tips != NULL && JSON_NODE_HOLDS_ARRAY (tips) ? json_node_get_array (tips) : NULL;

  if (g_strcmp0 (json_object_get_string_member_with_default (receipt, "dev", NULL), self->dev) != 0)
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonArray *tip = json_array_get_array_element (array, i);

      if (g_strcmp0 (json_array_get_string_element (tip, 0), self->effective->scope) == 0
          && json_array_get_int_element (tip, 1) >= self->seq)
        return TRUE;
    }
  return FALSE;
}

/* The first one, so that a later sync changes nothing on the sheet. */
static gboolean
load_receipt (HechaSheetData *self, HechaStore *store, GError **error)
{
  g_autoptr (GPtrArray) receipts = NULL;

  if (self->entry == NULL)
    return TRUE;
  receipts = hecha_store_receipts (store, error);
  for (guint i = 0; receipts != NULL && i < receipts->len && self->receipt == NULL; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (receipts->pdata[i], NULL);

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && receipt_covers (self, json_node_get_object (node)))
        self->receipt = g_strdup (receipts->pdata[i]);
    }
  return receipts != NULL;
}

static void
load_paths (HechaSheetData *self, HechaStore *store)
{
  g_autoptr (HechaEvidence) files = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));

  for (guint i = 0; i < self->assignment->evidence->len; i++)
    {
      const char *text = hecha_record_get (self->assignment->evidence->pdata[i], "digest");
      HechaDigest digest;

      if (text != NULL && hecha_digest_from_text (&digest, text, -1)
          && hecha_evidence_has (files, &digest, NULL))
        g_hash_table_insert (self->paths, g_strdup (text), hecha_evidence_dup_path (files, &digest));
    }
}

static int
compare_fields (const HechaRecord *a, const HechaRecord *b, const char *const *fields)
{
  int order = 0;

  for (guint i = 0; order == 0 && fields[i] != NULL; i++)
    order = g_strcmp0 (hecha_record_get (a, fields[i]), hecha_record_get (b, fields[i]));
  return order != 0 ? order : strcmp (a->id, b->id);
}

static int
compare_evidence (gconstpointer a, gconstpointer b)
{
  static const char *const fields[] = {"about", "captured_at", "name", NULL};

  return compare_fields (*(const HechaRecord *const *)a, *(const HechaRecord *const *)b, fields);
}

/* Those who inspect, then the leader, then those who answer. */
static int
rank_role (const HechaRecord *signature)
{
  static const char *const roles[] = {"inspector", "visitor", "leader", "agency", "witness", "office"};
  const char *role = hecha_record_get (signature, "role");
  guint i = 0;

  while (i < G_N_ELEMENTS (roles) && g_strcmp0 (roles[i], role) != 0)
    i++;
  return (int)i;
}

static int
compare_signatures (gconstpointer a, gconstpointer b)
{
  static const char *const fields[] = {"signed_at", NULL};
  const HechaRecord *x = *(const HechaRecord *const *)a, *y = *(const HechaRecord *const *)b;
  int order = rank_role (x) - rank_role (y);

  return order != 0 ? order : compare_fields (x, y, fields);
}

static GPtrArray *
sort (GPtrArray *records, GCompareFunc compare)
{
  GPtrArray *sorted = g_ptr_array_new ();

  g_ptr_array_extend (sorted, records, NULL, NULL);
  g_ptr_array_sort (sorted, compare);
  return sorted;
}

/* When the sheet became what it is, by the journal: a hybrid time is told to the second. */
static gboolean
load_time (HechaSheetData *self, HechaStore *store, GError **error)
{
  const HechaRecord *record = self->assignment->record;
  g_auto (GStrv) live = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *last = NULL;

  for (guint i = 0; i < self->signatures->len; i++)
    {
      const char *at = hecha_record_get (self->signatures->pdata[i], "signed_at");

      if (g_strcmp0 (at, last) > 0)
        last = at;
    }
  self->at = g_strdup (last);
  if (last != NULL)
    return TRUE;
  live = hecha_reader_live (hecha_store_reader (store), record->scope, "assignment", record->id, NULL, error);
  bytes = live != NULL && live[0] != NULL ? hecha_store_entry_bytes (store, live[0], error) : NULL;
  if (bytes == NULL)
    return FALSE;
  node = json_from_string (bytes, NULL);
  self->at = g_strdup_printf ("%.19sZ", json_object_get_string_member (json_node_get_object (node), "at"));
  return TRUE;
}

static gboolean
load_content (HechaSheetData *self, HechaStore *store, GError **error)
{
  g_autoptr (JsonNode) content = hecha_content_build (hecha_store_reader (store), self->assignment, error);

  self->content_hash = content != NULL ? hecha_content_dup_hash (content, error) : NULL;
  return self->content_hash != NULL;
}

/**
 * hecha_sheet_data_load:
 * @store: a store, on its thread
 * @scope: (nullable): the team or visit; %NULL for the store's own
 * @sample: a unit id, or `CODE/UNIT`
 * @error: %HECHA_ERROR_NOT_FOUND, or when reading failed
 *
 * Returns: (transfer full) (nullable): all that the record sheet says
 */
HechaSheetData *
hecha_sheet_data_load (HechaStore *store, const char *scope, const char *sample, GError **error)
{
  g_autoptr (HechaSheetData) self = g_new0 (HechaSheetData, 1);
  g_autofree char *home = hecha_store_get_meta (store, "home");

  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->assignment
    = hecha_assignment_find (hecha_store_reader (store), scope != NULL ? scope : home, sample, error);
  if (self->assignment == NULL)
    return NULL;
  self->persons = hecha_assignment_dup_persons (self->assignment);
  self->state = hecha_sample_state (self->assignment);
  self->organisation = hecha_store_get_meta (store, "organisation");
  self->effective = hecha_assignment_effective_signature (self->assignment);
  self->evidence = sort (self->assignment->evidence, compare_evidence);
  self->signatures = sort (self->assignment->signatures, compare_signatures);
  load_paths (self, store);
  return load_time (self, store, error) && load_content (self, store, error)
             && load_entry (self, store, error) && load_receipt (self, store, error)
           ? g_steal_pointer (&self)
           : NULL;
}

/**
 * hecha_sheet_data_free:
 * @self: (transfer full) (nullable): of a sheet
 */
void
hecha_sheet_data_free (HechaSheetData *self)
{
  if (self == NULL)
    return;
  hecha_assignment_free (self->assignment);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
  g_free (self->at);
  g_clear_pointer (&self->paths, g_hash_table_unref);
  g_free (self->organisation);
  g_free (self->content_hash);
  g_free (self->entry);
  g_free (self->dev);
  g_free (self->receipt);
  g_free (self);
}

/**
 * hecha_sheet_data_list_pictures:
 * @self: of a sheet
 *
 * Returns: (transfer full) (element-type utf8): the digests of the photographs on it that are on this device
 */
GPtrArray *
hecha_sheet_data_list_pictures (HechaSheetData *self)
{
  GPtrArray *digests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->assignment->evidence->len; i++)
    {
      const HechaRecord *record = self->assignment->evidence->pdata[i];
      const char *digest = hecha_record_get (record, "digest");

      if (g_strcmp0 (hecha_record_get (record, "kind"), "photo") == 0 && digest != NULL
          && g_hash_table_contains (self->paths, digest))
        g_ptr_array_add (digests, g_strdup (digest));
    }
  return digests;
}

/* ---- onto pages ---- */

/* A word across the page where the sheet is not, or no longer, what the leader signed. */
static const char *
mark_of (const HechaSheetData *data)
{
  if (data->state == HECHA_SAMPLE_DISPUTED)
    return "有争议";
  if (data->effective == NULL)
    return "草稿";
  return data->state == HECHA_SAMPLE_CHANGED ? "已改动" : NULL;
}

static void
add_title (HechaSheetBuilder *self)
{
  const HechaSheetData *data = self->data;

  hecha_pages_add_heading (self->pages, HECHA_FONT_TITLE, TITLE);
  hecha_pages_add_text (self->pages, HECHA_FONT_SUBHEADING, HECHA_ALIGN_CENTER,
                        data->organisation != NULL ? data->organisation : data->assignment->record->id);
  hecha_pages_add_space (self->pages, hecha_font_pitch (HECHA_FONT_BODY) / 2);
}

static void
add_footer (HechaSheetBuilder *self)
{
  const HechaSheetData *data = self->data;
  const char *hash
    = data->effective != NULL ? hecha_record_get (data->effective, "content_hash") : data->content_hash;
  g_autofree char *footer = g_strdup_printf ("%s  %.23s…", data->assignment->record->id, hash);

  hecha_pages_set_footer (self->pages, footer);
}

/* The characters that had to be left out, said on the sheet itself. */
void
hecha_sheet_add_missing (HechaSheet *sheet)
{
  g_autofree char *text = NULL;

  sheet->missing = hecha_pages_dup_missing (sheet->pages);
  if (sheet->missing == NULL)
    return;
  text = g_strdup_printf ("本机没有字库可印的字符，以“〓”代替：%s", sheet->missing);
  hecha_pages_add_text (sheet->pages, HECHA_FONT_NOTE, HECHA_ALIGN_START, text);
}

static gboolean
fill (HechaSheetBuilder *self, GError **error)
{
  add_title (self);
  hecha_sheet_add_task (self);
  hecha_sheet_add_demand (self);
  hecha_sheet_add_declaration (self);
  hecha_sheet_add_visit (self);
  hecha_sheet_add_methods (self);
  hecha_sheet_add_answers (self);
  hecha_sheet_add_site_draw (self);
  hecha_sheet_add_finding (self);
  hecha_sheet_add_evidence (self);
  hecha_sheet_add_signatures (self);
  hecha_pages_set_mark (self->pages, mark_of (self->data));
  add_footer (self);
  return hecha_sheet_add_proof (self, error);
}

/**
 * hecha_sheet_new:
 * @data: what it says
 * @source: (nullable): where photographs become pixels
 * @error: when its code could not be made
 *
 * Lays the record sheet out. Any thread may do it, one at a time.
 *
 * Returns: (transfer full) (nullable): the sheet
 */
HechaSheet *
hecha_sheet_new (const HechaSheetData *data, const HechaPictureSource *source, GError **error)
{
  g_autoptr (HechaSheet) self = g_new0 (HechaSheet, 1);
  HechaSheetBuilder builder = {0};

  self->pages = hecha_pages_new ();
  builder = (HechaSheetBuilder) {self->pages, data, source, 0, 0};
  if (!fill (&builder, error))
    return NULL;
  hecha_sheet_add_missing (self);
  self->sample = g_strdup (data->assignment->record->id);
  self->title = g_strdup_printf ("%s %s", TITLE, self->sample);
  self->organisation = g_strdup (data->organisation);
  self->at = g_strdup (data->at);
  self->file_name = g_strdup_printf ("%s.pdf", self->title);
  g_strdelimit (self->file_name, "/ ", '-');
  self->draft = data->effective == NULL;
  return g_steal_pointer (&self);
}

/**
 * hecha_sheet_free:
 * @self: (transfer full) (nullable): a sheet
 */
void
hecha_sheet_free (HechaSheet *self)
{
  if (self == NULL)
    return;
  hecha_pages_free (self->pages);
  g_free (self->title);
  g_free (self->organisation);
  g_free (self->sample);
  g_free (self->at);
  g_free (self->file_name);
  g_free (self->missing);
  g_free (self);
}

/**
 * hecha_sheet_save:
 * @self: a sheet
 * @disk: where it is written
 * @path: of its PDF
 * @cancellable: (nullable): to stop
 * @error: why it was not written
 *
 * Returns: whether it is there
 */
gboolean
hecha_sheet_save (HechaSheet *self, HechaDisk *disk, const char *path, GCancellable *cancellable,
                  GError **error)
{
  const HechaPdfMeta meta = {self->title, self->organisation, self->sample, self->at};

  return hecha_pdf_save (self->pages, &meta, disk, path, cancellable, error);
}
