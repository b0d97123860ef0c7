/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../domain/field-fixture.h"

#define SAMPLE "A01-2026-T02-Q2"

/* A store as a program left it whose record table was shorter: tables and columns are missing, and what it wrote is in
 * the journal. Opening it with this program makes what is missing, from the journal. */

static void
make_older (FieldLaptop *laptop)
{
  static const char *const steps[] = {
    "DROP TABLE answer",
    "DROP TABLE meeting",
    "ALTER TABLE visit DROP COLUMN difficulty",
    "ALTER TABLE assignment DROP COLUMN checklist",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      hecha_db_exec (laptop->store->db, steps[i], &error);
      g_assert_no_error (error);
    }
  g_assert_true (hecha_store_set_meta (laptop->store, "tables", "sha256:older", NULL));
}

static void
reopen (FieldLaptop *laptop)
{
  g_autoptr (GError) error = NULL;

  hecha_store_close (laptop->store);
  laptop->store = hecha_store_open (laptop->dir, HECHA_STORE_LAPTOP, &laptop->env, &error);
  g_assert_no_error (error);
}

static gboolean
write_meeting (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "meeting", "HC-1/" SAMPLE "/meeting/1");

  hecha_act_op_set_text (op, "assignment", "HC-1/" SAMPLE);
  hecha_act_op_set_text (op, "minutes", "无");
  return TRUE;
}

static void
test_missing_tables_and_columns_are_made (void)
{
  FieldLaptop laptop;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (HechaAssignment) a = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "partly", "一半");
  field_sign (&laptop, SAMPLE);
  before = hecha_store_digest (laptop.store, NULL, NULL);
  make_older (&laptop);
  reopen (&laptop);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "effective");
  field_do (&laptop, write_meeting, NULL);
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (hecha_assignment_get_records (a, "meeting")->len, ==, 1);
  field_close (&laptop);
}

/* Where the journal has records that the older program had no table for, they appear. */
static void
test_what_had_no_table_appears (void)
{
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) a = NULL;

  field_open (&laptop);
  field_assign (&laptop, "HC-1", SAMPLE, NULL);
  field_do (&laptop, write_meeting, NULL);
  make_older (&laptop);
  reopen (&laptop);
  a = field_load (&laptop, SAMPLE);
  g_assert_cmpuint (hecha_assignment_get_records (a, "meeting")->len, ==, 1);
  field_close (&laptop);
}

/* A store of version 1: what is parked and held had no index of its own. */
static void
test_first_version_is_brought_up_to_date (void)
{
  FieldLaptop laptop;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gint64 version = 0, indexed = 0;

  field_open (&laptop);
  field_do (&laptop, write_meeting, NULL);
  before = hecha_store_digest (laptop.store, NULL, NULL);
  hecha_db_exec (laptop.store->db,
                 "DROP INDEX entry_by_state; ALTER TABLE device DROP COLUMN ahead; "
                 "ALTER TABLE device DROP COLUMN entries; ALTER TABLE device DROP COLUMN files; "
                 "ALTER TABLE device DROP COLUMN bytes; ALTER TABLE device DROP COLUMN wanted; "
                 "PRAGMA user_version = 1",
                 &error);
  g_assert_no_error (error);
  reopen (&laptop);
  g_assert_true (hecha_db_get_int (laptop.store->db, &version, NULL, "PRAGMA user_version", ""));
  g_assert_cmpint (version, ==, 3);
  g_assert_true (hecha_db_get_int (laptop.store->db, &indexed, NULL,
                                   "SELECT count (*) FROM sqlite_schema WHERE name = 'entry_by_state'", ""));
  g_assert_cmpint (indexed, ==, 1);
  after = hecha_store_digest (laptop.store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  field_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/older-table/missing-tables-and-columns-are-made",
                   test_missing_tables_and_columns_are_made);
  g_test_add_func ("/older-table/what-had-no-table-appears", test_what_had_no_table_appears);
  g_test_add_func ("/older-table/first-version-is-brought-up-to-date",
                   test_first_version_is_brought_up_to_date);
  return g_test_run ();
}
