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
  HechaSampleState state;
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

/**
 * hecha_work_state_from_sample:
 * @state: how far a sample is
 *
 * Returns: the drawer that it lies in
 */
HechaWorkState
hecha_work_state_from_sample (HechaSampleState state)
{
  static const HechaWorkState drawers[] = {
    [HECHA_SAMPLE_TO_DO] = HECHA_WORK_TODO,         [HECHA_SAMPLE_BEGUN] = HECHA_WORK_BEGUN,
    [HECHA_SAMPLE_READY] = HECHA_WORK_READY,        [HECHA_SAMPLE_EFFECTIVE] = HECHA_WORK_EFFECTIVE,
    [HECHA_SAMPLE_CONTESTED] = HECHA_WORK_DISPUTED, [HECHA_SAMPLE_CHANGED] = HECHA_WORK_DISPUTED,
    [HECHA_SAMPLE_DISPUTED] = HECHA_WORK_DISPUTED,
  };

  return drawers[state];
}

/**
 * hecha_sample_state_label:
 * @state: how far a sample is
 *
 * Returns: (transfer none): what that is called
 */
const char *
hecha_sample_state_label (HechaSampleState state)
{
  static const char *const labels[] = {
    [HECHA_SAMPLE_TO_DO] = N_ ("To Do"),         [HECHA_SAMPLE_BEGUN] = N_ ("Begun"),
    [HECHA_SAMPLE_READY] = N_ ("Ready to Sign"), [HECHA_SAMPLE_EFFECTIVE] = N_ ("Effective"),
    [HECHA_SAMPLE_CONTESTED] = N_ ("Contested"), [HECHA_SAMPLE_CHANGED] = N_ ("Changed After Signature"),
    [HECHA_SAMPLE_DISPUTED] = N_ ("Disputed"),
  };

  return _ (labels[state]);
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
 * @sample: the task and what was recorded on it
 *
 * Returns: (transfer full): a copy of what a list shows
 */
HechaSampleItem *
hecha_sample_item_new (const HechaAssignment *sample)
{
  HechaSampleItem *self = g_object_new (HECHA_TYPE_SAMPLE_ITEM, NULL);
  const HechaRecord *assignment = sample->record;

  self->scope = g_strdup (assignment->scope);
  self->id = g_strdup (assignment->id);
  self->unit = g_strdup (hecha_record_get (assignment, "unit"));
  self->name = g_strdup (hecha_record_get (assignment, "name"));
  self->agency = g_strdup (hecha_record_get (assignment, "agency_name"));
  self->requirement = g_strdup (hecha_record_get (assignment, "requirement"));
  self->time_limit = g_strdup (hecha_record_get (assignment, "time_limit"));
  self->key = make_key (assignment);
  self->state = hecha_sample_state (sample);
  self->n_evidence = sample->evidence->len;
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
 * Returns: how far it is
 */
HechaSampleState
hecha_sample_item_get_state (HechaSampleItem *self)
{
  return self->state;
}

/**
 * hecha_sample_item_get_work_state:
 * @self: an item
 *
 * Returns: the drawer it lies in
 */
HechaWorkState
hecha_sample_item_get_work_state (HechaSampleItem *self)
{
  return hecha_work_state_from_sample (self->state);
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
 * hecha_sample_item_equal:
 * @self: an item
 * @other: another
 *
 * Returns: whether they look the same (an assignment is a fact, and never changes)
 */
gboolean
hecha_sample_item_equal (HechaSampleItem *self, HechaSampleItem *other)
{
  return strcmp (self->id, other->id) == 0 && strcmp (self->scope, other->scope) == 0
         && self->state == other->state && self->n_evidence == other->n_evidence;
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

static gboolean
add_item (const HechaAssignment *assignment, gpointer data)
{
  g_ptr_array_add (data, hecha_sample_item_new (assignment));
  return TRUE;
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
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (!hecha_assignment_each (hecha_store_reader (store), NULL, NULL, add_item, items, error))
    return NULL;
  return g_steal_pointer (&items);
}
