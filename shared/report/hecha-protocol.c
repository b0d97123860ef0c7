/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-protocol-private.h"

#include "domain/hecha-check.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-rule.h"

#include <string.h>

#define TITLE "随机抽选样本记录"

/* ---- out of the store ---- */

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const HechaRecord *x = *(HechaRecord *const *)a, *y = *(HechaRecord *const *)b;
  int order = strcmp (hecha_record_get (x, "stratum"), hecha_record_get (y, "stratum"));
  gint64 rank = hecha_record_get_int (x, "rank", 0) - hecha_record_get_int (y, "rank", 0);

  return order != 0 ? order : (rank > 0) - (rank < 0);
}

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  gint64 rank = hecha_record_get_int (*(HechaRecord *const *)a, "rank", 0)
                - hecha_record_get_int (*(HechaRecord *const *)b, "rank", 0);

  return (rank > 0) - (rank < 0);
}

static gboolean
load_names (HechaProtocolData *self, HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) people = hecha_reader_list (reader, "office", "person", NULL, NULL, error);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const HechaRecord *person = g_ptr_array_index (people, i);

      g_hash_table_insert (self->names, g_strdup (person->id), g_strdup (hecha_record_get (person, "name")));
    }
  return people != NULL;
}

static gboolean
load_samples (HechaProtocolData *self, HechaReader *reader, GError **error)
{
  gboolean by_class = hecha_record_get_int (self->record, "by_class", 0) != 0;

  self->samples = hecha_reader_list (reader, "office", "sample", "plan", self->plan->id, error);
  self->extensions = self->samples != NULL
                       ? hecha_reader_list (reader, "office", "extension", "plan", self->plan->id, error)
                       : NULL;
  if (self->extensions == NULL)
    return FALSE;
  for (guint i = 0; i < self->samples->len; i++)
    if (!hecha_rule_check_complete (g_ptr_array_index (self->samples, i), error))
      return FALSE;
  g_ptr_array_sort (self->samples, by_class ? compare_samples : compare_ranks);
  return TRUE;
}

static gboolean
load_checks (HechaProtocolData *self, HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) checks = hecha_draw_verify (reader, self->plan->id, error);

  self->verified = checks != NULL;
  for (guint i = 0; checks != NULL && i < checks->len; i++)
    self->verified = self->verified && ((const HechaCheck *)g_ptr_array_index (checks, i))->ok;
  return checks != NULL;
}

/**
 * hecha_protocol_data_load:
 * @store: the office's store, on its thread
 * @plan: the plan's code
 * @error: %HECHA_ERROR_NOT_FOUND when nothing was drawn for it, or when reading failed
 *
 * Returns: (transfer full) (nullable): all that the protocol of the draw says
 */
HechaProtocolData *
hecha_protocol_data_load (HechaStore *store, const char *plan, GError **error)
{
  g_autoptr (HechaProtocolData) self = g_new0 (HechaProtocolData, 1);
  HechaReader *reader = hecha_store_reader (store);
  GError *problem = NULL;

  self->plan = hecha_reader_need (reader, "office", "plan", plan, error);
  self->frame = self->plan != NULL ? hecha_reader_need (reader, "office", "frame", plan, error) : NULL;
  self->record = self->frame != NULL ? hecha_reader_need (reader, "office", "draw", plan, error) : NULL;
  self->draw = self->record != NULL ? hecha_draw_from_records (self->frame, self->record, error) : NULL;
  if (self->draw == NULL)
    return NULL;
  self->organisation = hecha_store_get_meta (store, "organisation");
  self->cancel = hecha_reader_get (reader, "office", "plan_cancel", plan, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  return load_names (self, reader, error) && load_samples (self, reader, error)
             && load_checks (self, reader, error)
           ? g_steal_pointer (&self)
           : NULL;
}

/**
 * hecha_protocol_data_free:
 * @self: (transfer full) (nullable): of a protocol
 */
void
hecha_protocol_data_free (HechaProtocolData *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->plan, hecha_record_free);
  g_clear_pointer (&self->frame, hecha_record_free);
  g_clear_pointer (&self->record, hecha_record_free);
  g_clear_pointer (&self->cancel, hecha_record_free);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->draw, hecha_draw_free);
  g_free (self->organisation);
  g_free (self);
}

const char *
hecha_protocol_name (const HechaProtocolData *data, const char *person)
{
  const char *name = person != NULL ? g_hash_table_lookup (data->names, person) : NULL;

  return name != NULL ? name : person;
}

/* (transfer full): of a list of persons. */
char *
hecha_protocol_dup_names (const HechaProtocolData *data, const HechaRecord *record, const char *field)
{
  g_auto (GStrv) persons = hecha_record_get_list (record, field);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; persons[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)hecha_protocol_name (data, persons[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("、", (char **)names->pdata);
}

/* ---- onto pages ---- */

/* When the last thing happened that it tells of with a time. */
static const char *
last_time (const HechaProtocolData *data)
{
  const char *last = hecha_record_get (data->record, "random_at");

  for (guint i = 0; i < data->extensions->len; i++)
    {
      const char *at = hecha_record_get (g_ptr_array_index (data->extensions, i), "extended_at");

      last = g_strcmp0 (at, last) > 0 ? at : last;
    }
  if (data->cancel != NULL && g_strcmp0 (hecha_record_get (data->cancel, "cancelled_at"), last) > 0)
    last = hecha_record_get (data->cancel, "cancelled_at");
  return last;
}

static void
add_title (HechaProtocolBuilder *self)
{
  const HechaProtocolData *data = self->data;

  hecha_pages_add_heading (self->sheet.pages, HECHA_FONT_TITLE, TITLE);
  hecha_pages_add_text (self->sheet.pages, HECHA_FONT_SUBHEADING, HECHA_ALIGN_CENTER,
                        data->organisation != NULL ? data->organisation : data->plan->id);
  hecha_pages_add_space (self->sheet.pages, hecha_font_pitch (HECHA_FONT_BODY) / 2);
  if (data->cancel != NULL)
    hecha_pages_set_mark (self->sheet.pages, "已作废");
}

static void
add_footer (HechaProtocolBuilder *self)
{
  g_autofree char *footer
    = g_strdup_printf ("%s  %.16s…", self->data->plan->id, hecha_record_get (self->data->frame, "hash"));

  hecha_pages_set_footer (self->sheet.pages, footer);
}

/**
 * hecha_protocol_new:
 * @data: what it says
 *
 * The protocol of a draw (P3 4.4): what was drawn from, with which public randomness before whom, what came out, and
 * how anybody computes it again with other people's tools. Chinese on every desktop, and of the same journal the same.
 *
 * Returns: (transfer full): a document, with the plan as its @sample
 */
HechaSheet *
hecha_protocol_new (const HechaProtocolData *data)
{
  g_autoptr (HechaSheet) self = g_new0 (HechaSheet, 1);
  HechaProtocolBuilder builder = {{0}, data};

  self->pages = hecha_pages_new ();
  builder.sheet.pages = self->pages;
  add_title (&builder);
  hecha_protocol_add_plan (&builder);
  hecha_protocol_add_frame (&builder);
  hecha_protocol_add_randomness (&builder);
  hecha_protocol_add_samples (&builder);
  hecha_protocol_add_changes (&builder);
  hecha_protocol_add_reserve (&builder);
  hecha_protocol_add_recipe (&builder);
  hecha_protocol_add_signatures (&builder);
  add_footer (&builder);
  hecha_sheet_add_missing (self);
  self->sample = g_strdup (data->plan->id);
  self->title = g_strdup_printf ("%s %s", TITLE, self->sample);
  self->organisation = g_strdup (data->organisation);
  self->at = g_strdup (last_time (data));
  self->file_name = g_strdup_printf ("%s-%s.pdf", TITLE, self->sample);
  return g_steal_pointer (&self);
}
