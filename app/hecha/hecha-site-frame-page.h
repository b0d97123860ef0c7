/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-site-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SITE_FRAME_PAGE (hecha_site_frame_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaSiteFramePage, hecha_site_frame_page, HECHA, SITE_FRAME_PAGE, AdwBin)

void hecha_site_frame_page_set_worker (HechaSiteFramePage *self, HechaStoreWorker *worker);
void hecha_site_frame_page_show (HechaSiteFramePage *self, const HechaSampleData *data);
void hecha_site_frame_page_forget (HechaSiteFramePage *self, const HechaSampleData *data);
void hecha_site_frame_page_fill (HechaSiteFramePage *self, HechaSiteJob *job);

G_END_DECLS
