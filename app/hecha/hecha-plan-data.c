/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-data.h"

#include "domain/hecha-draw-rule.h"
#include "domain/hecha-units.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- the list ---- */

static void
free_item (gpointer data)
{
  HechaPlanItem *item = data;

  g_free (item->code);
  g_free (item->quarter);
  g_free (item->kind);
  g_free (item);
}

static HechaPlanItem *
load_item (HechaReader *reader, const HechaRecord *plan, GError **error)
{
  g_autoptr (GPtrArray) samples = hecha_reader_ids (reader, "office", "sample", "plan", plan->id, error);
  HechaPlanState state;
  HechaPlanItem *item;

  if (samples == NULL || !hecha_plan_get_state (reader, plan->id, &state, error))
    return NULL;
  item = g_new0 (HechaPlanItem, 1);
  *item = (HechaPlanItem) {g_strdup (plan->id),
                           g_strdup (hecha_record_get (plan, "quarter")),
                           g_strdup (hecha_record_get (plan, "kind")),
                           state,
                           samples->len,
                           plan->disputed != 0};
  return item;
}

/**
 * hecha_plan_list_load:
 * @reader: where to read
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable) (element-type HechaPlanItem): all plans, the cancelled ones too
 */
GPtrArray *
hecha_plan_list_load (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) plans = hecha_reader_list (reader, "office", "plan", NULL, NULL, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);

  if (plans == NULL)
    return NULL;
  for (guint i = 0; i < plans->len; i++)
    {
      HechaPlanItem *item = load_item (reader, g_ptr_array_index (plans, i), error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

/* ---- one plan ---- */

static void
clear_data (HechaPlanData *self)
{
  g_clear_pointer (&self->plan, hecha_record_free);
  g_clear_pointer (&self->over, g_strfreev);
  g_clear_pointer (&self->missing, g_free);
  g_clear_pointer (&self->frame, hecha_record_free);
  g_clear_pointer (&self->draw, hecha_record_free);
  g_clear_pointer (&self->cancel, hecha_record_free);
  g_clear_pointer (&self->again, hecha_draw_free);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_pointer (&self->assignments, g_ptr_array_unref);
  g_clear_pointer (&self->teams, g_ptr_array_unref);
  g_clear_pointer (&self->packages, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->agencies, g_ptr_array_unref);
}

/**
 * hecha_plan_data_ref:
 * @self: of a plan
 *
 * Returns: (transfer full): the same
 */
HechaPlanData *
hecha_plan_data_ref (HechaPlanData *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * hecha_plan_data_unref:
 * @self: (transfer full): of a plan
 */
void
hecha_plan_data_unref (HechaPlanData *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)clear_data);
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const HechaRecord *x = *(HechaRecord *const *)a, *y = *(HechaRecord *const *)b;
  gint64 rank = hecha_record_get_int (x, "rank", 0) - hecha_record_get_int (y, "rank", 0);

  return rank != 0 ? (rank > 0) - (rank < 0) : strcmp (x->id, y->id);
}

static gboolean
load_lists (HechaPlanData *self, HechaReader *reader, const char *code, GError **error)
{
  const struct
  {
    GPtrArray **list;
    const char *scope;
    const char *type;
    gboolean of_plan;
  } lists[] = {
    {&self->samples, "office", "sample", TRUE},   {&self->extensions, "office", "extension", TRUE},
    {&self->packages, "office", "package", TRUE}, {&self->assignments, NULL, "assignment", TRUE},
    {&self->teams, "office", "team", FALSE},      {&self->people, "office", "person", FALSE},
    {&self->agencies, NULL, "agency", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      *lists[i].list
        = hecha_reader_list (reader, lists[i].scope, lists[i].type, lists[i].of_plan ? "plan" : NULL,
                             lists[i].of_plan ? code : NULL, error);
      if (*lists[i].list == NULL)
        return FALSE;
    }
  g_ptr_array_sort (self->samples, compare_samples);
  return TRUE;
}

static gboolean
load_facts (HechaPlanData *self, HechaReader *reader, const char *code, GError **error)
{
  GError *problem = NULL;

  self->frame = hecha_reader_get (reader, "office", "frame", code, &problem);
  if (problem == NULL)
    self->draw = hecha_reader_get (reader, "office", "draw", code, &problem);
  if (problem == NULL)
    self->cancel = hecha_reader_get (reader, "office", "plan_cancel", code, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/* The entries behind all fields of the plan, so that a change replaces what was seen, and nothing else. */
static gboolean
load_over (HechaPlanData *self, HechaReader *reader, GError **error)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->plan->type->n_fields; i++)
    {
      g_auto (GStrv) live = hecha_reader_live (reader, self->plan->scope, "plan", self->plan->id,
                                               self->plan->type->fields[i].name, error);

      if (live == NULL)
        return FALSE;
      for (guint k = 0; live[k] != NULL; k++)
        if (g_hash_table_add (known, g_strdup (live[k])))
          g_strv_builder_add (all, live[k]);
    }
  self->over = g_strv_builder_end (all);
  return TRUE;
}

/* The strata of a frame that nothing was drawn from yet: as a draw of one unit by class would find them. */
static HechaDraw *
compute_strata (const HechaRecord *frame)
{
  g_autoptr (HechaUnits) units = hecha_units_parse (frame, NULL);
  g_autoptr (HechaFrame) list = units != NULL ? hecha_units_to_frame (units, NULL) : NULL;

  return list != NULL ? hecha_draw_new (list, HECHA_SAMPLING_SHA256, "", list->units->len, TRUE, NULL) : NULL;
}

/**
 * hecha_plan_data_load:
 * @reader: where to read
 * @code: of a plan
 * @error: %HECHA_ERROR_NOT_FOUND, or when reading failed
 *
 * Returns: (transfer full) (nullable): all that its page shows
 */
HechaPlanData *
hecha_plan_data_load (HechaReader *reader, const char *code, GError **error)
{
  g_autoptr (HechaPlanData) self = g_atomic_rc_box_new0 (HechaPlanData);

  self->plan = hecha_reader_need (reader, "office", "plan", code, error);
  if (self->plan == NULL || !hecha_plan_get_state (reader, code, &self->state, error)
      || !load_over (self, reader, error) || !load_facts (self, reader, code, error)
      || !load_lists (self, reader, code, error))
    return NULL;
  self->missing = hecha_plan_dup_missing (self->plan);
  if (self->draw != NULL && self->frame != NULL)
    self->again = hecha_draw_from_records (self->frame, self->draw, NULL);
  else if (self->frame != NULL)
    self->again = compute_strata (self->frame);
  return g_steal_pointer (&self);
}

/* ---- asking it ---- */

static const HechaRecord *
find_record (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (((const HechaRecord *)records->pdata[i])->id, id) == 0)
      return records->pdata[i];
  return NULL;
}

/**
 * hecha_plan_data_name:
 * @self: of a plan
 * @person: (nullable): id of a person
 *
 * Returns: (nullable): the name; the id where nobody has it
 */
const char *
hecha_plan_data_name (const HechaPlanData *self, const char *person)
{
  const HechaRecord *record = find_record (self->people, person);
  const char *name = record != NULL ? hecha_record_get (record, "name") : NULL;

  return name != NULL ? name : person;
}

/**
 * hecha_plan_data_dup_names:
 * @self: of a plan
 * @record: with a list of persons
 * @field: of it
 *
 * Returns: (transfer full): their names
 */
char *
hecha_plan_data_dup_names (const HechaPlanData *self, const HechaRecord *record, const char *field)
{
  g_auto (GStrv) persons = hecha_record_get_list (record, field);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; persons[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)hecha_plan_data_name (self, persons[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (_ (", "), (char **)names->pdata);
}

/**
 * hecha_plan_data_dup_holders:
 * @self: of a plan
 * @sample: id of a sample
 *
 * Returns: (transfer full) (nullable): the teams and packages that have it
 */
char *
hecha_plan_data_dup_holders (const HechaPlanData *self, const char *sample)
{
  g_autoptr (GString) holders = g_string_new (NULL);

  for (guint i = 0; i < self->assignments->len; i++)
    {
      const HechaRecord *assignment = self->assignments->pdata[i];
      const char *colon = strchr (assignment->scope, ':');

      if (strcmp (assignment->id, sample) == 0 && colon != NULL)
        g_string_append_printf (holders, "%s%s", holders->len > 0 ? _ (", ") : "", colon + 1);
    }
  return holders->len > 0 ? g_string_free (g_steal_pointer (&holders), FALSE) : NULL;
}

/**
 * hecha_plan_data_count_load:
 * @self: of a plan
 * @team: id of a team
 *
 * Returns: how many samples of the plan it has
 */
guint
hecha_plan_data_count_load (const HechaPlanData *self, const char *team)
{
  g_autofree char *scope = g_strconcat ("team:", team, NULL);
  guint n = 0;

  for (guint i = 0; i < self->assignments->len; i++)
    n += strcmp (((const HechaRecord *)self->assignments->pdata[i])->scope, scope) == 0;
  return n;
}

/**
 * hecha_plan_data_count_units:
 * @self: of a plan
 *
 * Returns: units of its frame; 0 before it is frozen
 */
guint
hecha_plan_data_count_units (const HechaPlanData *self)
{
  return self->again != NULL ? self->again->rows->len : 0;
}
