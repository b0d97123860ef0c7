/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include "base/hecha-data.h"
#include "base/hecha-error.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-import-rule.h"
#include "domain/hecha-plan.h"

#include <glib/gstdio.h>

static gint64
read_clock (HechaClock *clock)
{
  return ((Office *)clock)->now_ms;
}

Office *
office_new (void)
{
  Office *self = g_new0 (Office, 1);
  g_autoptr (GError) error = NULL;

  self->clock.now_ms = read_clock;
  self->now_ms = 1784941200000; /* 2026-07-25T01:00:00Z */
  self->env = *hecha_env_system ();
  self->env.clock = &self->clock;
  self->dir = g_dir_make_tmp ("hecha-office-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = hecha_store_open (self->dir, HECHA_STORE_LAPTOP, &self->env, &error);
  g_assert_no_error (error);
  office_set_role (self, "office", "office");
  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
office_free (Office *self)
{
  hecha_store_close (self->store);
  remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

void
office_set_role (Office *self, const char *role, const char *home)
{
  g_assert_true (hecha_store_set_meta (self->store, "role", role, NULL));
  g_assert_true (hecha_store_set_meta (self->store, "home", home, NULL));
  g_assert_true (hecha_store_set_meta (self->store, "person", "O01", NULL));
}

static GBytes *
read_table (const char *table, const char *csv)
{
  g_autofree char *name = g_strdup_printf ("demo/%s.csv", table);
  g_autofree char *path = hecha_data_path (name);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  if (csv != NULL)
    return g_bytes_new (csv, strlen (csv));
  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  return g_bytes_new_take (text, length);
}

gboolean
office_import (Office *self, const char *table, const char *csv, GPtrArray **problems, guint counts[3])
{
  static const struct
  {
    const char *table;
    gboolean (*read) (GBytes *, GPtrArray **, GPtrArray **);
    HechaActFunc rule;
  } tables[] = {
    {"targets", hecha_import_targets, hecha_import_record_targets},
    {"declarations", hecha_import_declarations, hecha_import_record_declarations},
    {"people", hecha_import_people, hecha_import_record_people},
    {"calendar", hecha_import_calendar, hecha_import_record_calendar},
  };
  g_autoptr (GBytes) bytes = read_table (table, csv);
  g_autoptr (GPtrArray) rows = NULL;
  HechaImport import = {NULL};
  gboolean done;
  guint i = 0;

  while (!g_str_equal (tables[i].table, table))
    i++;
  tables[i].read (bytes, &rows, &import.problems);
  import.rows = rows;
  done = hecha_store_act (self->store, "O01", tables[i].rule, &import, NULL);
  counts[0] = import.n_new;
  counts[1] = import.n_changed;
  counts[2] = import.n_same;
  if (problems != NULL)
    *problems = import.problems;
  else
    g_ptr_array_unref (import.problems);
  return done;
}

void
office_import_demo (Office *self)
{
  static const char *const tables[] = {"people", "targets", "declarations"};
  guint counts[3];

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_assert_true (office_import (self, tables[i], NULL, NULL, counts));
}

void
office_do (Office *self, HechaActFunc rule, gconstpointer input)
{
  g_autoptr (GError) error = NULL;

  hecha_store_act (self->store, "O01", rule, (gpointer)input, &error);
  g_assert_no_error (error);
}

void
office_refuses (Office *self, HechaActFunc rule, gconstpointer input, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = hecha_store_digest (self->store, NULL, NULL);
  g_autofree char *after = NULL;

  g_assert_false (hecha_store_act (self->store, "O01", rule, (gpointer)input, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == HECHA_ERROR);
  if (strstr (error->message, reason) == NULL)
    g_test_message ("said: %s", error->message);
  g_assert_nonnull (strstr (error->message, reason));
  after = hecha_store_digest (self->store, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

void
office_approve_plan (Office *self, const char *code, const char *selection)
{
  const HechaPlanInput plan = {
    .code = code,
    .kind = "quarterly",
    .quarter = "2026Q2",
    .selection = selection,
    .purpose = "核实第二季度申报",
    .content = "申报完成的目标",
    .method = "实地查看、查阅资料",
    .standard = "各目标季度标准",
    .time_limit = "2026-08-14前",
    .demands = "每组不少于2人",
  };

  office_do (self, hecha_plan_create, &plan);
  office_do (self, hecha_plan_approve, code);
}

void
office_freeze (Office *self, const char *code)
{
  const HechaFreezeInput freeze = {code, TRUE, "2026Q2", HECHA_SAMPLING_SHA256};

  office_do (self, hecha_frame_freeze, &freeze);
}

void
office_draw (Office *self, const char *code, guint size, gboolean by_class, const char *digits)
{
  static const char *const witnesses[] = {"O01", "O02", NULL};
  const HechaDrawInput draw = {code, size, by_class, digits, "dice", NULL, witnesses};

  office_do (self, hecha_draw_record, &draw);
}

HechaRecord *
office_get (Office *self, const char *scope, const char *type, const char *id)
{
  g_autoptr (GError) error = NULL;
  HechaRecord *record = hecha_reader_need (hecha_store_reader (self->store), scope, type, id, &error);

  g_assert_no_error (error);
  return record;
}

guint
office_count (Office *self, const char *type)
{
  g_autoptr (GPtrArray) records
    = hecha_reader_list (hecha_store_reader (self->store), NULL, type, NULL, NULL, NULL);

  return records->len;
}
