/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-form.h"
#include "hecha-people.h"

G_BEGIN_DECLS

HechaForm *hecha_invite_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPeopleData *data);
HechaForm *hecha_replace_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPeopleData *data,
                                   const HechaPeopleRow *laptop);
HechaForm *hecha_revoke_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPeopleRow *laptop);

G_END_DECLS
