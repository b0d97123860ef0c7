/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-package.h"

#include "domain/hecha-rule.h"

#include <string.h>

/* Dates compare as text. */
static void
narrow (HechaPackage *package, const HechaRecord *assignment)
{
  const char *from = hecha_record_get (assignment, "valid_from");
  const char *to = hecha_record_get (assignment, "valid_to");

  if (from != NULL && (package->from == NULL || strcmp (from, package->from) > 0))
    {
      g_free (package->from);
      package->from = g_strdup (from);
    }
  if (to != NULL && (package->to == NULL || strcmp (to, package->to) < 0))
    {
      g_free (package->to);
      package->to = g_strdup (to);
    }
}

/**
 * hecha_package_load:
 * @reader: of a visitor's laptop, or any other
 * @home: the laptop's own scope
 * @today: such as 2026-06-30, in China
 * @package: (out caller-allocates): its days; hecha_package_clear() frees what is in it
 * @error: when the database failed
 *
 * By this laptop's clock: who turns it back is not stopped, and the office sees the wrong times.
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_package_load (HechaReader *reader, const char *home, const char *today, HechaPackage *package,
                    GError **error)
{
  g_autoptr (GPtrArray) assignments = NULL;

  *package = (HechaPackage) {HECHA_PACKAGE_OPEN, NULL, NULL};
  if (home == NULL || !g_str_has_prefix (home, "visit:"))
    return TRUE;
  assignments = hecha_reader_list (reader, home, "assignment", NULL, NULL, error);
  for (guint i = 0; assignments != NULL && i < assignments->len; i++)
    narrow (package, g_ptr_array_index (assignments, i));
  if (package->from != NULL && strcmp (today, package->from) < 0)
    package->state = HECHA_PACKAGE_EARLY;
  else if (package->to != NULL && strcmp (today, package->to) > 0)
    package->state = HECHA_PACKAGE_OVER;
  return assignments != NULL;
}

/**
 * hecha_package_clear:
 * @package: what hecha_package_load() filled
 */
void
hecha_package_clear (HechaPackage *package)
{
  g_clear_pointer (&package->from, g_free);
  g_clear_pointer (&package->to, g_free);
}

/**
 * hecha_package_check_open:
 * @reader: of a visitor's laptop, or any other
 * @home: the laptop's own scope
 * @today: such as 2026-06-30, in China
 * @error: %HECHA_ERROR_REFUSED before the first and after the last day (P3 7.4)
 *
 * Returns: whether what was given to this laptop may be shown
 */
gboolean
hecha_package_check_open (HechaReader *reader, const char *home, const char *today, GError **error)
{
  g_auto (HechaPackage) package = {HECHA_PACKAGE_OPEN, NULL, NULL};

  if (!hecha_package_load (reader, home, today, &package, error))
    return FALSE;
  if (package.state == HECHA_PACKAGE_EARLY)
    return hecha_rule_refuse (error, "This package opens on %s (P3 7.4)", package.from);
  if (package.state == HECHA_PACKAGE_OVER)
    return hecha_rule_refuse (
      error, "This package ended on %s; what was recorded can still be returned (P3 7.4)", package.to);
  return TRUE;
}
