/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_WAIT_PAGE (hecha_wait_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaWaitPage, hecha_wait_page, HECHA, WAIT_PAGE, AdwBin)

HechaWaitPage *hecha_wait_page_new (void);
void hecha_wait_page_fail (HechaWaitPage *self, const char *reason);

G_END_DECLS
