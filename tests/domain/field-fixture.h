/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "base/hecha-error.h"
#include "domain/hecha-attach.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-method.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-sample-state.h"
#include "domain/hecha-sign.h"
#include "domain/hecha-visit.h"
#include "store/hecha-exchange.h"
#include "store/hecha-store-private.h"

/* Laptops of team T1 in temporary directories, on a clock that stands at 2026-07-07 08:00 in China. */

#define FIELD_SCOPE  "team:T1"
#define FIELD_NOW_MS G_GINT64_CONSTANT (1783382400000)

typedef struct
{
  HechaClock clock;
  HechaEnv env;
  char *dir;
  HechaStore *store;
} FieldLaptop;

static gint64
field_now (HechaClock *clock)
{
  return FIELD_NOW_MS;
}

static inline void
field_become (FieldLaptop *self, const char *role, const char *home)
{
  g_assert_true (hecha_store_set_meta (self->store, "role", role, NULL));
  g_assert_true (hecha_store_set_meta (self->store, "home", home, NULL));
}

static inline void
field_open (FieldLaptop *self)
{
  g_autoptr (GError) error = NULL;

  self->clock.now_ms = field_now;
  self->env = *hecha_env_system ();
  self->env.clock = &self->clock;
  self->dir = g_dir_make_tmp ("hecha-field-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = hecha_store_open (self->dir, HECHA_STORE_LAPTOP, &self->env, &error);
  g_assert_no_error (error);
  field_become (self, "team", FIELD_SCOPE);
}

static inline void
field_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      field_remove (child);
    }
  g_remove (path);
}

static inline void
field_close (FieldLaptop *self)
{
  hecha_store_close (self->store);
  field_remove (self->dir);
  g_free (self->dir);
}

/* ---- assignments ---- */

typedef struct
{
  const char *plan;
  const char *unit;
  const char *const *evidence;
} FieldTask;

static inline gboolean
field_assign_rule (HechaAct *act, gpointer data, GError **error)
{
  static const char *const texts[][2] = {
    {"quarter", "2026Q2"},      {"selection", "random"}, {"agency", "A01"},      {"agency_name", "省教育厅"},
    {"name", "新建实验学校𠮷"}, {"requirement", "完成"}, {"standard", "现场见"},
  };
  static const char *const sources[] = {NULL};
  const FieldTask *task = data;
  g_autofree char *id = g_strdup_printf ("%s/%s", task->plan, task->unit);
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "assignment", id);

  hecha_act_op_set_text (op, "plan", task->plan);
  hecha_act_op_set_text (op, "unit", task->unit);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hecha_act_op_set_text (op, texts[i][0], texts[i][1]);
  hecha_act_op_set_list (op, "sources", sources);
  if (task->evidence != NULL)
    hecha_act_op_set_list (op, "evidence_list", task->evidence);
  hecha_act_op_set (
    op, "persons",
    json_from_string ("[{\"id\":\"I01\",\"name\":\"王芳\",\"role\":\"leader\",\"unit\":\"目标办\"},"
                      "{\"id\":\"I02\",\"name\":\"李雷\",\"role\":\"inspector\",\"unit\":\"目标办\"},"
                      "{\"id\":\"L01\",\"name\":\"韩梅\",\"role\":\"liaison\",\"unit\":\"A01\"}]",
                      NULL));
  hecha_nonce_commit (act, op, FIELD_SCOPE, id);
  return TRUE;
}

static inline void
field_assign (FieldLaptop *self, const char *plan, const char *unit, const char *const *evidence)
{
  FieldTask task = {plan, unit, evidence};
  g_autoptr (GError) error = NULL;

  field_become (self, "office", "office");
  hecha_store_act (self->store, "O01", field_assign_rule, &task, &error);
  g_assert_no_error (error);
  field_become (self, "team", FIELD_SCOPE);
}

/* ---- acting ---- */

static inline void
field_do (FieldLaptop *self, HechaActFunc rule, gpointer input)
{
  g_autoptr (GError) error = NULL;

  hecha_store_act (self->store, "I01", rule, input, &error);
  g_assert_no_error (error);
}

/* Refused, with a sentence that holds @words, and nothing recorded. */
static inline void
field_refused (FieldLaptop *self, HechaActFunc rule, gpointer input, const char *words)
{
  g_autofree char *before = hecha_store_digest (self->store, NULL, NULL);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (hecha_store_act (self->store, "I01", rule, input, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
  after = hecha_store_digest (self->store, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
}

static inline void
field_visit (FieldLaptop *self, const char *sample)
{
  static const char *const present[] = {"I01@09:00-10:00", "I02@09:30-11:00", NULL};
  static const char *const methods[] = {"site_view", NULL};
  HechaVisitInput input = {.sample = sample,
                           .mode = "onsite",
                           .place = "26.5783,106.7135",
                           .present = present,
                           .methods = methods,
                           .photo_reason = "大雾"};

  field_do (self, hecha_visit_record, &input);
}

/* One record of a method, with these fields. */
static inline void
field_method (FieldLaptop *self, const char *sample, const char *kind, const HechaFieldText *fields, guint n)
{
  HechaMethodInput input = {.sample = sample, .kind = kind, .fields = fields, .n_fields = n};

  field_do (self, hecha_method_record, &input);
  g_free (input.id);
}

static inline void
field_find (FieldLaptop *self, const char *sample, const char *verdict, const char *observation)
{
  HechaFindingInput input = {.sample = sample, .verdict = verdict, .observation = observation};

  field_do (self, hecha_finding_record, &input);
}

#define FIELD_STROKES "[[[100,200,500,0],[110,205,510,16]],[[300,200,480,400]]]"

static inline HechaSignInput
field_leader (const char *sample)
{
  return (HechaSignInput) {.sample = sample,
                           .person = "I01",
                           .role = "leader",
                           .strokes = FIELD_STROKES,
                           .n_strokes_bytes = strlen (FIELD_STROKES)};
}

static inline void
field_sign (FieldLaptop *self, const char *sample)
{
  HechaSignInput input = field_leader (sample);

  field_do (self, hecha_sign_record, &input);
  g_free (input.id);
}

static inline HechaAssignment *
field_load (FieldLaptop *self, const char *sample)
{
  g_autoptr (GError) error = NULL;
  HechaAssignment *assignment
    = hecha_assignment_find (hecha_store_reader (self->store), FIELD_SCOPE, sample, &error);

  g_assert_no_error (error);
  return assignment;
}

static inline const char *
field_state (FieldLaptop *self, const char *sample)
{
  g_autoptr (HechaAssignment) assignment = field_load (self, sample);

  return hecha_sample_state_name (hecha_sample_state (assignment));
}

/* What the second has not, to it, as a sync does it: @have is what the first believes to be there. */
static inline void
field_hand_over (HechaStore *from, HechaStore *to, GArray *have)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (HechaPiece));
  g_autoptr (GHashTable) without = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaIngested) ingested = NULL;
  g_auto (HechaTxn) signing = hecha_store_begin (from, NULL);
  g_auto (HechaTxn) taking = {NULL};
  gboolean more = FALSE;

  g_assert_true (hecha_store_sign_heads (from, NULL) && hecha_store_commit (from, &signing, NULL));
  g_assert_true (hecha_store_missing (from, NULL, have, pieces, without, &error));
  g_assert_true (hecha_store_append_pieces (from, pieces, without, lines, &more, &error));
  g_assert_false (more);
  taking = hecha_store_begin (to, NULL);
  ingested = hecha_store_ingest (to, "test", NULL, lines->str, lines->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ingested->refused->len, ==, 0);
  g_assert_true (hecha_store_commit (to, &taking, NULL));
}

/* Everything that one laptop has, to another. */
static inline void
field_send (FieldLaptop *from, FieldLaptop *to)
{
  g_autoptr (GArray) have = hecha_store_tips (to->store, NULL, NULL);

  field_hand_over (from->store, to->store, have);
}
