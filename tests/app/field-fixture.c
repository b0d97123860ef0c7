/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "fault-disk.h"

static gboolean
assign (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "assignment", FIELD_SAMPLE);
  const char *none[] = {NULL};

  hecha_act_op_set_text (op, "plan", "P");
  hecha_act_op_set_text (op, "unit", "A01-2026-T02-Q2");
  hecha_act_op_set_text (op, "quarter", "2026Q2");
  hecha_act_op_set_text (op, "selection", "random");
  hecha_act_op_set_text (op, "agency", "A01");
  hecha_act_op_set_text (op, "agency_name", "水务厅");
  hecha_act_op_set_text (op, "name", "水库");
  hecha_act_op_set_text (op, "requirement", "完成50%");
  hecha_act_op_set_text (op, "standard", "≥50%");
  hecha_act_op_set (op, "persons",
                    json_from_string ("[{\"id\":\"I01\",\"name\":\"甲\",\"role\":\"leader\"}]", NULL));
  hecha_act_op_set_list (op, "sources", none);
  return TRUE;
}

static gpointer
prepare_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  if (hecha_store_set_meta (store, "role", "team", error)
      && hecha_store_set_meta (store, "home", FIELD_SCOPE, error)
      && hecha_store_set_meta (store, "person", "I01", error))
    hecha_store_act (store, "O01", assign, NULL, error);
  return NULL;
}

/**
 * field_fixture_set_up:
 * @self: to be filled
 * @unused: nothing
 */
void
field_fixture_set_up (FieldFixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->dir = fault_dir_make ();
  self->worker = hecha_store_worker_new (self->dir, hecha_env_system ());
  field_fixture_run (self, prepare_work, NULL, &error);
  g_assert_no_error (error);
  self->saver = hecha_saver_new (self->worker);
}

/* Whatever the main thread still has to do. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/**
 * field_fixture_tear_down:
 * @self: a fixture
 * @unused: nothing
 */
void
field_fixture_tear_down (FieldFixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  /* so that nothing is on its way when the objects are counted */
  field_fixture_run (self, NULL, NULL, &error);
  settle ();
  g_assert_finalize_object (self->saver);
  g_assert_finalize_object (self->worker);
  fault_dir_remove (self->dir);
  g_free (self->dir);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

static gpointer
nothing_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return NULL;
}

/**
 * field_fixture_run:
 * @self: a fixture
 * @work: (nullable): what to do on the store's thread
 * @data: (transfer none): for @work
 * @error: why it failed
 *
 * Returns: (transfer full) (nullable): what it returned
 */
gpointer
field_fixture_run (FieldFixture *self, HechaStoreWork work, gpointer data, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  hecha_store_worker_run_async (self->worker, work != NULL ? work : nothing_work, data, NULL, NULL, NULL,
                                done_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hecha_store_worker_run_finish (self->worker, answer, error);
}

/**
 * field_fixture_restart:
 * @self: a fixture
 *
 * The program ends without a word, and is started again.
 */
void
field_fixture_restart (FieldFixture *self)
{
  field_fixture_run (self, NULL, NULL, NULL);
  settle ();
  g_assert_finalize_object (self->saver);
  g_assert_finalize_object (self->worker);
  self->worker = hecha_store_worker_new (self->dir, hecha_env_system ());
  self->saver = hecha_saver_new (self->worker);
  field_fixture_run (self, NULL, NULL, NULL);
  settle ();
}
