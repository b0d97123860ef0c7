/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-appeal-case.h"
#include "hecha-form.h"

G_BEGIN_DECLS

const char *hecha_appeal_step_title (HechaAppealState state);
HechaForm *hecha_appeal_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaAppealCase *one);

G_END_DECLS
