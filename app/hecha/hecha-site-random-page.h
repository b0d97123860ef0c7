/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-site-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SITE_RANDOM_PAGE (hecha_site_random_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaSiteRandomPage, hecha_site_random_page, HECHA, SITE_RANDOM_PAGE, AdwBin)

void hecha_site_random_page_show (HechaSiteRandomPage *self, const HechaSampleData *data,
                                  const HechaRecord *frame);
void hecha_site_random_page_fill (HechaSiteRandomPage *self, HechaSiteJob *job);

G_END_DECLS
