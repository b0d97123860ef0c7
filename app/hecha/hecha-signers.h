/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HechaSigner:
 * @person: (nullable): of the sample's persons; %NULL for somebody else, whose name is to be given
 * @role: as what
 *
 * Somebody who can sign now.
 */
typedef struct
{
  const HechaAssignedPerson *person;
  const char *role;
} HechaSigner;

GArray *hecha_signers_list (const HechaSampleData *data);
char *hecha_signer_dup_label (const HechaSigner *self);
char *hecha_signers_dup_waiting (const HechaSampleData *data);
const char *hecha_signers_resolve (const HechaSampleData *data, const char *name);

G_END_DECLS
