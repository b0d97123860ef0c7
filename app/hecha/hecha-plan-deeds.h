/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-job.h"

G_BEGIN_DECLS

/* What the office does with plans, each as a #HechaDeed: texts and lists of the job are named as members of the rule's
 * input in shared/domain. */

gboolean hecha_deed_plan_create (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_plan_approve (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_plan_cancel (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_freeze (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_draw (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_pick (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_verify (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_replace (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_extend (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_team_create (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_team_draw (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_assign (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_package (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_import (HechaStore *store, const char *by, HechaJob *job, GError **error);
gboolean hecha_deed_nothing (HechaStore *store, const char *by, HechaJob *job, GError **error);

G_END_DECLS
