/* SPDX-License-Identifier: GPL-3.0-or-later */

/* field-store DIR [COUNT] - a team's store as a sync would leave it: COUNT assignments (8) from the demo's targets. For
 * tests of the window that need no server. */
#include "store/hecha-store.h"

#include "base/hecha-data.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-place.h"

#include <string.h>

/* Columns of targets.csv; none of its values has a comma or a quote. */
enum
{
  AGENCY_CODE,
  AGENCY,
  YEAR,
  TARGET_NO,
  NAME = 9,
  CONTENT,
  CLASS_CODE,
  SITE = 13,
  REQUIREMENT = 16,
  STANDARD,
  LATITUDE = 24,
  LONGITUDE,
  N_COLUMNS
};

typedef struct
{
  char **lines; /* of targets.csv */
  guint count;
} Input;

static const char persons[]
  = "[{\"id\":\"I01\",\"name\":\"顾北辰\",\"role\":\"leader\",\"unit\":\"青岚省目标办督查一处\"},"
    "{\"id\":\"I02\",\"name\":\"沈知微\",\"role\":\"inspector\",\"unit\":\"青岚省目标办督查一处\"},"
    "{\"id\":\"I04\",\"name\":\"周𠮷安\",\"role\":\"inspector\",\"unit\":\"青岚省目标办督查二处\"},"
    "{\"id\":\"H01\",\"name\":\"何长洲\",\"role\":\"agency\",\"unit\":\"青岚省水务与河湖厅\"}]";

/* One of them is a key point, and has a checklist. */
static const char checklist[]
  = "{\"id\":\"work_report\",\"title\":\"政府工作报告\",\"clause\":\"P3 6.2.3 c\",\"items\":["
    "{\"id\":\"truth\",\"text\":\"真实性：申报的完成情况是否真实\",\"kind\":\"yes_no\"},"
    "{\"id\":\"accuracy\",\"text\":\"准确性：数据、口径和结果是否准确\",\"kind\":\"yes_no_na\"},"
    "{\"id\":\"since\",\"text\":\"何时起见效\",\"kind\":\"date\"}],"
    "\"rules\":[{\"unless\":{\"truth\":\"yes\"},\"at_most\":\"partly\",\"because\":\"真实性尚未得到肯定\"}]}";

static void
place (HechaActOp *op, char **columns)
{
  g_autofree char *text = g_strdup_printf ("%s,%s", columns[LATITUDE], columns[LONGITUDE]);
  gint64 latitude, longitude;

  if (!hecha_place_parse (text, &latitude, &longitude, NULL))
    return;
  hecha_act_op_set_int (op, "latitude", latitude);
  hecha_act_op_set_int (op, "longitude", longitude);
}

static void
assign (HechaAct *act, char **columns)
{
  g_autofree char *unit
    = g_strdup_printf ("%s-%s-%s-Q2", columns[AGENCY_CODE], columns[YEAR], columns[TARGET_NO]);
  g_autofree char *id = g_strdup_printf ("青核2026-02/%s", unit);
  const char *sources[] = {NULL};
  const char *evidence[] = {"现场照片", "监理计量", NULL};
  HechaActOp *op = hecha_act_op (act, "team:T1", "assignment", id);

  hecha_act_op_set_text (op, "plan", "青核2026-02");
  hecha_act_op_set_text (op, "unit", unit);
  hecha_act_op_set_text (op, "quarter", "2026Q2");
  hecha_act_op_set_text (op, "selection", "random");
  hecha_act_op_set_text (op, "agency", columns[AGENCY_CODE]);
  hecha_act_op_set_text (op, "agency_name", columns[AGENCY]);
  hecha_act_op_set_text (op, "name", columns[NAME]);
  hecha_act_op_set_text (op, "content", columns[CONTENT]);
  hecha_act_op_set_text (op, "class_code", columns[CLASS_CODE]);
  hecha_act_op_set_text (op, "site", columns[SITE]);
  place (op, columns);
  hecha_act_op_set_text (op, "requirement", columns[REQUIREMENT]);
  hecha_act_op_set_text (op, "standard", columns[STANDARD]);
  hecha_act_op_set_text (op, "declared_status", "met");
  hecha_act_op_set_list (op, "evidence_list", evidence);
  hecha_act_op_set_text (op, "time_limit", "2026-07-31");
  hecha_act_op_set (op, "persons", json_from_string (persons, NULL));
  hecha_act_op_set_list (op, "sources", sources);
  if (strcmp (columns[TARGET_NO], "T03") == 0)
    {
      hecha_act_op_set (op, "checklist", json_from_string (checklist, NULL));
      hecha_act_op_set (op, "key_point", json_node_init_boolean (json_node_alloc (), TRUE));
    }
  hecha_nonce_commit (act, op, "team:T1", id);
}

static gboolean
assign_all (HechaAct *act, gpointer data, GError **error)
{
  const Input *input = data;
  guint done = 0;

  for (guint i = 1; done < input->count && input->lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (input->lines[i], ",", -1);

      if (g_strv_length (columns) >= N_COLUMNS)
        {
          assign (act, columns);
          done++;
        }
    }
  return TRUE;
}

static gboolean
fill (const char *dir, guint count, GError **error)
{
  static const char *const meta[][2] = {
    {"role", "team"},
    {"home", "team:T1"},
    {"person", "I01"},
    {"organisation", "青岚省目标办"},
    {"url", "https://127.0.0.1:8443"},
  };
  g_autoptr (HechaStore) store = hecha_store_open (dir, HECHA_STORE_LAPTOP, hecha_env_system (), error);
  g_autofree char *path = hecha_data_path ("demo/targets.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Input input;

  if (store == NULL || !g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (meta); i++)
    if (!hecha_store_set_meta (store, meta[i][0], meta[i][1], error))
      return FALSE;
  lines = g_strsplit (text, "\n", -1);
  input = (Input) {lines, count};
  return hecha_store_act (store, "O01", assign_all, &input, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  guint count = argc > 2 ? (guint)g_ascii_strtoull (argv[2], NULL, 10) : 8;

  if (argc < 2 || !fill (argv[1], count, &error))
    {
      g_printerr ("field-store: %s\n", error != NULL ? error->message : "usage: field-store DIR [COUNT]");
      return 1;
    }
  return 0;
}
