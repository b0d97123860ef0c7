/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "domain/hecha-reader.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HechaAct:
 * @reader: (not owned): what is known
 * @env: (not owned): clock and randomness
 * @writer: as whom this device may write: one #HechaWriter
 * @by: id of the person who acts
 * @home: the device's own scope: `office`, `team:T1`, `visit:V1`
 * @dev: this device
 *
 * One user action in the making: a rule reads, checks and adds operations. The store makes one entry of it for each
 * scope that it touches, all in one transaction, or none.
 */
typedef struct
{
  HechaReader *reader;
  const HechaEnv *env;
  HechaWriter writer;
  char *by;
  char *home;
  char *dev;
  GPtrArray *scopes; /* (owned) (element-type utf8): in the order they were first named */
  GHashTable *ops;   /* (owned): scope → its operations in order, a #GPtrArray of HechaActOp */
} HechaAct;

typedef struct _HechaActOp HechaActOp;

HechaAct *hecha_act_new (HechaReader *reader, const HechaEnv *env, HechaWriter writer, const char *by,
                         const char *home, const char *dev);
void hecha_act_free (HechaAct *self);
gboolean hecha_act_need (const HechaAct *self, guint writers, const char *what, GError **error);
char *hecha_act_now_text (const HechaAct *self);

HechaActOp *hecha_act_op (HechaAct *self, const char *scope, const char *type, const char *id);
void hecha_act_op_set (HechaActOp *self, const char *field, JsonNode *value);
void hecha_act_op_set_text (HechaActOp *self, const char *field, const char *value);
void hecha_act_op_set_int (HechaActOp *self, const char *field, gint64 value);
void hecha_act_op_set_bool (HechaActOp *self, const char *field, gboolean value);
void hecha_act_op_set_list (HechaActOp *self, const char *field, const char *const *values);
void hecha_act_op_add (HechaActOp *self, const char *field, const char *element);
void hecha_act_op_remove (HechaActOp *self, const char *field, const char *element);
void hecha_act_op_over (HechaActOp *self, const char *const *digests);
void hecha_act_op_why (HechaActOp *self, const char *reason);

GPtrArray *hecha_act_dup_scopes (HechaAct *self);
char *hecha_act_dup_ops (HechaAct *self, const char *scope, guint *position, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAct, hecha_act_free)

G_END_DECLS
