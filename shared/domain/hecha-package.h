/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"

G_BEGIN_DECLS

/**
 * HechaPackageState:
 * @HECHA_PACKAGE_OPEN: it may be read and worked on; also what is no package
 * @HECHA_PACKAGE_EARLY: its first day has not come
 * @HECHA_PACKAGE_OVER: its last day is over: what was recorded may be returned, and nothing else
 *
 * Whether the package of an unannounced visit (暗访) may be opened today.
 */
typedef enum
{
  HECHA_PACKAGE_OPEN,
  HECHA_PACKAGE_EARLY,
  HECHA_PACKAGE_OVER,
} HechaPackageState;

/**
 * HechaPackage:
 * @state: whether it may be opened today
 * @from: (nullable): its first day, such as 2026-06-01
 * @to: (nullable): its last day
 *
 * The days of a package, all of whose samples are for the same visit.
 */
typedef struct
{
  HechaPackageState state;
  char *from;
  char *to;
} HechaPackage;

gboolean hecha_package_load (HechaReader *reader, const char *home, const char *today, HechaPackage *package,
                             GError **error);
void hecha_package_clear (HechaPackage *package);
gboolean hecha_package_check_open (HechaReader *reader, const char *home, const char *today, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaPackage, hecha_package_clear)

G_END_DECLS
