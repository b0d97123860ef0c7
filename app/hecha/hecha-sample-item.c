/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-item.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSampleItem:
 *
 * A copy of what the list of samples shows of one. Never changes: a new list has new items.
 */
struct _HechaSampleItem
{
  GObject parent_instance;

  char *scope;       /* (owned) */
  char *id;          /* (owned) of the assignment */
  char *unit;        /* (owned) */
  char *name;        /* (owned) */
  char *agency;      /* (owned) its name */
  char *requirement; /* (owned) */
  char *time_limit;  /* (owned) (nullable) */
  char *key;         /* (owned) what a search looks through, case folded */
  HechaWorkState state;
  guint n_evidence;
};

G_DEFINE_FINAL_TYPE (HechaSampleItem, hecha_sample_item, G_TYPE_OBJECT)

/**
 * hecha_work_state_label:
 * @state: a state
 *
 * Returns: (transfer none): what it is called
 */
const char *
hecha_work_state_label (HechaWorkState state)
{
  static const char *const labels[] = {
    N_ ("All Samples"), N_ ("To Do"), N_ ("Begun"), N_ ("Ready to Sign"), N_ ("Effective"), N_ ("Disputed"),
  };

  return _ (labels[state]);
}

/**
 * hecha_work_state_style:
 * @state: a state
 *
 * Returns: (transfer none): style class of its pill
 */
const char *
hecha_work_state_style (HechaWorkState state)
{
  static const char *const styles[] = {
    "pill-neutral", "pill-neutral", "pill-begun", "pill-ready", "pill-effective", "pill-disputed",
  };

  return styles[state];
}

static void
hecha_sample_item_finalize (GObject *object)
{
  HechaSampleItem *self = HECHA_SAMPLE_ITEM (object);

  g_free (self->scope);
  g_free (self->id);
  g_free (self->unit);
  g_free (self->name);
  g_free (self->agency);
  g_free (self->requirement);
  g_free (self->time_limit);
  g_free (self->key);
  G_OBJECT_CLASS (hecha_sample_item_parent_class)->finalize (object);
}

static void
hecha_sample_item_class_init (HechaSampleItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_sample_item_finalize;
}

static void
hecha_sample_item_init (HechaSampleItem *self)
{
}

static char *
make_key (const HechaRecord *assignment)
{
  static const char *const fields[] = {"unit", "name", "agency_name", "site", "requirement", "class_code"};
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = hecha_record_get (assignment, fields[i]);

      if (value != NULL)
        g_string_append_printf (key, "%s\n", value);
    }
  return g_utf8_casefold (key->str, -1);
}

/**
 * hecha_sample_item_new:
 * @assignment: the task
 * @state: where the work stands
 * @n_evidence: items attached
 *
 * Returns: (transfer full): a copy of what a list shows
 */
HechaSampleItem *
hecha_sample_item_new (const HechaRecord *assignment, HechaWorkState state, guint n_evidence)
{
  HechaSampleItem *self = g_object_new (HECHA_TYPE_SAMPLE_ITEM, NULL);

  self->scope = g_strdup (assignment->scope);
  self->id = g_strdup (assignment->id);
  self->unit = g_strdup (hecha_record_get (assignment, "unit"));
  self->name = g_strdup (hecha_record_get (assignment, "name"));
  self->agency = g_strdup (hecha_record_get (assignment, "agency_name"));
  self->requirement = g_strdup (hecha_record_get (assignment, "requirement"));
  self->time_limit = g_strdup (hecha_record_get (assignment, "time_limit"));
  self->key = make_key (assignment);
  self->state = state;
  self->n_evidence = n_evidence;
  return self;
}

/**
 * hecha_sample_item_get_scope:
 * @self: an item
 *
 * Returns: (transfer none): the scope of its records
 */
const char *
hecha_sample_item_get_scope (HechaSampleItem *self)
{
  return self->scope;
}

/**
 * hecha_sample_item_get_id:
 * @self: an item
 *
 * Returns: (transfer none): the assignment's id, which is also the visit's and the finding's
 */
const char *
hecha_sample_item_get_id (HechaSampleItem *self)
{
  return self->id;
}

/**
 * hecha_sample_item_get_unit:
 * @self: an item
 *
 * Returns: (transfer none): such as `A01-2026-T02-Q2`
 */
const char *
hecha_sample_item_get_unit (HechaSampleItem *self)
{
  return self->unit;
}

/**
 * hecha_sample_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): name of the target
 */
const char *
hecha_sample_item_get_name (HechaSampleItem *self)
{
  return self->name;
}

/**
 * hecha_sample_item_get_agency:
 * @self: an item
 *
 * Returns: (transfer none): name of the agency
 */
const char *
hecha_sample_item_get_agency (HechaSampleItem *self)
{
  return self->agency;
}

/**
 * hecha_sample_item_get_requirement:
 * @self: an item
 *
 * Returns: (transfer none): the quarter's requirement
 */
const char *
hecha_sample_item_get_requirement (HechaSampleItem *self)
{
  return self->requirement;
}

/**
 * hecha_sample_item_get_time_limit:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the plan's time limit, as the office wrote it
 */
const char *
hecha_sample_item_get_time_limit (HechaSampleItem *self)
{
  return self->time_limit;
}

/**
 * hecha_sample_item_get_state:
 * @self: an item
 *
 * Returns: where the work stands
 */
HechaWorkState
hecha_sample_item_get_state (HechaSampleItem *self)
{
  return self->state;
}

/**
 * hecha_sample_item_get_n_evidence:
 * @self: an item
 *
 * Returns: how many items of evidence are attached
 */
guint
hecha_sample_item_get_n_evidence (HechaSampleItem *self)
{
  return self->n_evidence;
}

/**
 * hecha_sample_item_matches:
 * @self: an item
 * @words: (array zero-terminated=1): case folded
 *
 * Returns: whether it has all of the words
 */
gboolean
hecha_sample_item_matches (HechaSampleItem *self, const char *const *words)
{
  for (; *words != NULL; words++)
    if (strstr (self->key, *words) == NULL)
      return FALSE;
  return TRUE;
}

/* ---- loading, on the store's thread ---- */

/* (element-type "scope id" → HechaRecord) */
static GHashTable *
index_records (HechaReader *reader, const char *type, GPtrArray *keep, GError **error)
{
  g_autoptr (GPtrArray) records = hecha_reader_list (reader, NULL, type, NULL, NULL, error);
  g_autoptr (GHashTable) table = NULL;

  if (records == NULL)
    return NULL;
  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (table, g_strconcat (record->scope, " ", record->id, NULL), (gpointer)record);
    }
  g_ptr_array_add (keep, g_steal_pointer (&records));
  return g_steal_pointer (&table);
}

/* (element-type "scope assignment" → number) */
static GHashTable *
count_evidence (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) records = hecha_reader_list (reader, NULL, "evidence", NULL, NULL, error);
  g_autoptr (GHashTable) table = NULL;

  if (records == NULL)
    return NULL;
  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);
      char *key = g_strconcat (record->scope, " ", hecha_record_get (record, "assignment"), NULL);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (table, key));

      g_hash_table_replace (table, key, GUINT_TO_POINTER (n + 1));
    }
  return g_steal_pointer (&table);
}

static HechaWorkState
work_state (const HechaRecord *visit, const HechaRecord *finding, guint n_evidence)
{
  if ((visit != NULL && visit->disputed != 0) || (finding != NULL && finding->disputed != 0))
    return HECHA_WORK_DISPUTED;
  if (finding != NULL && hecha_record_get (finding, "effective_by") != NULL)
    return HECHA_WORK_EFFECTIVE;
  return visit != NULL || finding != NULL || n_evidence > 0 ? HECHA_WORK_BEGUN : HECHA_WORK_TODO;
}

/**
 * hecha_sample_items_load:
 * @store: the store, on its thread
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaSampleItem) (nullable): everything that is assigned here
 */
GPtrArray *
hecha_sample_items_load (HechaStore *store, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (GPtrArray) keep = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) assignments = hecha_reader_list (reader, NULL, "assignment", NULL, NULL, error);
  g_autoptr (GHashTable) visits = assignments != NULL ? index_records (reader, "visit", keep, error) : NULL;
  g_autoptr (GHashTable) findings = visits != NULL ? index_records (reader, "finding", keep, error) : NULL;
  g_autoptr (GHashTable) evidence = findings != NULL ? count_evidence (reader, error) : NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (evidence == NULL)
    return NULL;
  items = g_ptr_array_new_full (assignments->len, g_object_unref);
  for (guint i = 0; i < assignments->len; i++)
    {
      const HechaRecord *assignment = g_ptr_array_index (assignments, i);
      g_autofree char *key = g_strconcat (assignment->scope, " ", assignment->id, NULL);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (evidence, key));

      g_ptr_array_add (items, hecha_sample_item_new (assignment,
                                                     work_state (g_hash_table_lookup (visits, key),
                                                                 g_hash_table_lookup (findings, key), n),
                                                     n));
    }
  return g_steal_pointer (&items);
}
