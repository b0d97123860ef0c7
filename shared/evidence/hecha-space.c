/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-space.h"

#include "evidence/hecha-partial.h"

/* Room on a laptop, only when somebody asks for it (DESIGN 8). */

/* A download that rested so long is given up. */
#define ABANDONED_SECONDS (24 * 60 * 60)

/**
 * hecha_space_free:
 * @store: a store
 * @cancellable: (nullable): stops between two files; the next time goes on from there
 * @freed: (out): @n_files and @bytes say what went, and the rest is 0
 * @error: %HECHA_ERROR_STORAGE
 *
 * Removes the evidence files that the office acknowledged and what came of files whose download was given up, and
 * nothing else: no entry, no record, no file that waits.
 *
 * Returns: whether all of them are gone
 */
gboolean
hecha_space_free (HechaStore *store, GCancellable *cancellable, HechaFileCounts *freed, GError **error)
{
  g_autoptr (HechaEvidence) evidence = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));
  g_autoptr (GArray) spare = hecha_store_spare_files (store, error);

  *freed = (HechaFileCounts) {0};
  hecha_partial_expire (evidence, ABANDONED_SECONDS);
  for (guint i = 0; spare != NULL && i < spare->len; i++)
    {
      const HechaFileInfo *info = &g_array_index (spare, HechaFileInfo, i);
      gboolean here = hecha_evidence_has (evidence, &info->digest, NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !hecha_evidence_remove (evidence, &info->digest, error))
        return FALSE;
      freed->n_files += here;
      freed->bytes += here ? info->size : 0;
    }
  return spare != NULL;
}
