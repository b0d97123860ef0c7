/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"
#include "hecha-sample-model.h"

#include <string.h>

/* A list of samples that the store filters and sorts. */

#define MANY 3000

static gboolean
assign_many (HechaAct *act, gpointer data, GError **error)
{
  static const char *const none[] = {NULL};

  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    {
      g_autofree char *unit = g_strdup_printf ("A02-2026-T%04u-Q2", i);
      g_autofree char *id = g_strdup_printf ("P/%s", unit);
      g_autofree char *due = g_strdup_printf ("2026-%02u-%02u", 8 + i / 28 % 4, 1 + i % 28);
      HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "assignment", id);
      const char *const texts[][2]
        = {{"plan", "P"},          {"unit", unit}, {"quarter", "2026Q2"},     {"selection", "random"},
           {"agency", "A02"},      {"name", unit}, {"agency_name", "教育厅"}, {"requirement", "完成"},
           {"standard", "现场见"}, {"due", due}};

      for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
        hecha_act_op_set_text (op, texts[k][0], texts[k][1]);
      hecha_act_op_set (op, "persons", json_from_string ("[]", NULL));
      hecha_act_op_set_list (op, "sources", none);
    }
  return TRUE;
}

static gpointer
assign_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_act (store, "O01", assign_many, data, error);
  return NULL;
}

/* What the model told: kept as text, such as "+0:3 -1:1". */
typedef struct
{
  HechaSampleModel *model;
  GString *told;
  GListStore *mirror; /* as a view would follow it */
} Watch;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Watch *watch = data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    g_ptr_array_add (items, g_list_model_get_item (model, position + i));
  g_list_store_splice (watch->mirror, position, removed, items->pdata, added);
  g_string_append_printf (watch->told, "%s%u:%u:%u", watch->told->len > 0 ? " " : "", position, removed,
                          added);
}

static Watch
watch_new (FieldFixture *f)
{
  Watch watch
    = {hecha_sample_model_new (f->worker), g_string_new (NULL), g_list_store_new (HECHA_TYPE_SAMPLE_ITEM)};

  return watch;
}

/* Whatever was told led to what is there. */
static void
check_mirror (Watch *watch)
{
  GListModel *model = G_LIST_MODEL (watch->model), *mirror = G_LIST_MODEL (watch->mirror);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, g_list_model_get_n_items (mirror));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HechaSampleItem) item = g_list_model_get_item (model, i);
      g_autoptr (HechaSampleItem) seen = g_list_model_get_item (mirror, i);

      g_assert_cmpint (hecha_sample_item_get_n (item), ==, hecha_sample_item_get_n (seen));
    }
}

static void
watch_end (Watch *watch)
{
  check_mirror (watch);
  g_string_free (watch->told, TRUE);
  g_object_unref (watch->mirror);
  g_object_unref (watch->model);
}

static void
stop_cb (gboolean *told)
{
  *told = TRUE;
}

static void
wait_for_news (Watch *watch)
{
  gboolean told = FALSE;
  gulong id = g_signal_connect_swapped (watch->model, "news", G_CALLBACK (stop_cb), &told);

  while (!told)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (watch->model, id);
}

/* Until everything that was assigned is in the list. */
static void
load (Watch *watch, guint n)
{
  g_signal_connect (watch->model, "items-changed", G_CALLBACK (items_changed_cb), watch);
  hecha_sample_model_refresh (watch->model);
  while (g_list_model_get_n_items (G_LIST_MODEL (watch->model)) < n)
    wait_for_news (watch);
  g_string_truncate (watch->told, 0);
}

static HechaSampleItem *
get_loaded (Watch *watch, guint position)
{
  HechaSampleItem *item = g_list_model_get_item (G_LIST_MODEL (watch->model), position);

  while (hecha_sample_item_get_row (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return item;
}

static void
test_placeholder (FieldFixture *f, gconstpointer unused)
{
  Watch watch = watch_new (f);
  g_autoptr (HechaSampleItem) item = NULL, same = NULL;

  load (&watch, 1);
  g_assert_true (hecha_sample_model_is_loaded (watch.model));
  item = g_list_model_get_item (G_LIST_MODEL (watch.model), 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (watch.model), 1));
  same = get_loaded (&watch, 0);
  g_assert_true (same == item);
  g_assert_cmpstr (hecha_sample_item_get_row (item)->name, ==, "水库");
  g_assert_cmpuint (hecha_sample_model_get_news (watch.model)->counts[HECHA_WORK_TODO], ==, 1);
  watch_end (&watch);
}

static gboolean
observe (HechaAct *act, gpointer id, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, FIELD_SCOPE, "finding", id), "observation", "坝体");
  return TRUE;
}

static gpointer
observe_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_act (store, "I01", observe, data, error);
  return NULL;
}

static void
edit (FieldFixture *f, Watch *watch, const char *id)
{
  field_fixture_run (f, observe_work, (gpointer)id, NULL);
  hecha_sample_model_refresh (watch->model);
  wait_for_news (watch);
}

/* An edit that moves nothing says nothing about the list; the row itself is told. */
static void
test_edit (FieldFixture *f, gconstpointer unused)
{
  Watch watch = watch_new (f);
  g_autoptr (HechaSampleItem) item = NULL;

  load (&watch, 1);
  item = get_loaded (&watch, 0);
  edit (f, &watch, FIELD_SAMPLE);
  while (hecha_sample_item_get_row (item)->state != HECHA_SAMPLE_BEGUN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (watch.told->str, ==, "");
  watch_end (&watch);
}

static void
test_moved (FieldFixture *f, gconstpointer unused)
{
  const HechaWorkQuery todo = {.state = HECHA_WORK_TODO}, all = {.sort = HECHA_WORK_BY_DEADLINE};
  Watch watch = watch_new (f);

  field_fixture_run (f, assign_work, GUINT_TO_POINTER (MANY), NULL);
  load (&watch, MANY + 1);
  hecha_sample_model_set_query (watch.model, &todo);
  wait_for_news (&watch);
  g_assert_cmpstr (watch.told->str, ==, "");
  edit (f, &watch, "P/A02-2026-T0000-Q2"); /* the first by deadline, with others of that day behind it */
  g_assert_cmpstr (watch.told->str, ==, "0:1:0");
  g_string_truncate (watch.told, 0);
  hecha_sample_model_set_query (watch.model, &all);
  wait_for_news (&watch);
  g_assert_cmpstr (watch.told->str, ==, "0:0:1");
  watch_end (&watch);
}

/* Only those that were looked at last are kept. */
static void
test_lazy (FieldFixture *f, gconstpointer unused)
{
  Watch watch = {hecha_sample_model_new (f->worker), g_string_new (NULL), NULL};
  GListModel *model = G_LIST_MODEL (watch.model);
  HechaSampleItem *first;

  field_fixture_run (f, assign_work, GUINT_TO_POINTER (MANY), NULL);
  hecha_sample_model_refresh (watch.model);
  while (g_list_model_get_n_items (model) < MANY + 1)
    wait_for_news (&watch);
  first = get_loaded (&watch, 0);
  g_object_add_weak_pointer (G_OBJECT (first), (gpointer *)&first);
  g_object_unref (first);
  g_assert_nonnull (first);
  for (guint i = 1; i <= MANY; i++)
    g_object_unref (g_list_model_get_item (model, i));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (first);
  g_object_unref (get_loaded (&watch, MANY));
  g_object_unref (get_loaded (&watch, 0));
  g_string_free (watch.told, TRUE);
  g_object_unref (watch.model);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (FieldFixture *, gconstpointer);
  } tests[] = {
    {"/sample-model/fills-placeholders", test_placeholder},
    {"/sample-model/tells-a-row-that-it-changed", test_edit},
    {"/sample-model/tells-only-what-moved", test_moved},
    {"/sample-model/keeps-what-was-looked-at-last", test_lazy},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, FieldFixture, NULL, field_fixture_set_up, tests[i].test,
                field_fixture_tear_down);
  return g_test_run ();
}
