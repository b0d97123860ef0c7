/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"

G_BEGIN_DECLS

/* What has to be so in an entry of the negative list and in its rectification, whoever wrote it: asked before something
 * is recorded, and by the server of what others recorded. */

gboolean hecha_negative_check_entry (HechaReader *reader, const HechaRecord *entry, GError **error);
gboolean
hecha_negative_check_rectification (HechaReader *reader, const HechaRecord *rectification, GError **error);
gboolean hecha_negative_check_urging (HechaReader *reader, const HechaRecord *urging, GError **error);

G_END_DECLS
