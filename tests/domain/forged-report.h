/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "office.h"

#include "base/hecha-canonical.h"
#include "base/hecha-digest.h"
#include "domain/hecha-act.h"

/* A final report of 2026Q2 as another program may have finalised it: whatever is in it, under a digest that is right.
 * What is empty in it is what a report needs. */

#define FORGED_QUARTER "2026Q2"

typedef struct
{
  const char *texts;  /* JSON object */
  const char *as_of;  /* JSON value */
  const char *tables; /* JSON array */
} ForgedReport;

#define FORGED_TEXTS                                                                                         \
  "{\"part_a\":\"甲\",\"part_b\":\"乙\",\"part_c\":\"丙\",\"part_d\":\"丁\",\"part_e\":\"戊\"}"
#define FORGED_AS_OF "\"2026-07-25T01:00:00Z\""

static inline gboolean
forged_report_rule (HechaAct *act, gpointer data, GError **error)
{
  const ForgedReport *forged = data;
  g_autofree char *json
    = g_strdup_printf ("{\"quarter\":\"" FORGED_QUARTER "\",\"snapshot\":{\"as_of\":%s,\"tables\":%s},"
                       "\"texts\":%s}",
                       forged->as_of, forged->tables, forged->texts);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autofree char *canonical = hecha_canonical_dup_node (node, NULL);
  JsonObject *object = json_node_get_object (node);
  HechaActOp *op = hecha_act_op (act, "office", "report_final", FORGED_QUARTER);
  g_autofree char *hash = NULL;
  HechaDigest digest;

  hecha_digest_of (&digest, canonical, strlen (canonical));
  hash = hecha_digest_dup_text (&digest);
  hecha_act_op_set_text (op, "quarter", FORGED_QUARTER);
  hecha_act_op_set (op, "texts", json_node_copy (json_object_get_member (object, "texts")));
  hecha_act_op_set (op, "snapshot", json_node_copy (json_object_get_member (object, "snapshot")));
  hecha_act_op_set_text (op, "hash", hash);
  hecha_act_op_set_text (op, "by", "O01");
  hecha_act_op_set_text (op, "at", "2026-07-25T01:00:00Z");
  return TRUE;
}
