/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-wipe.h"

#include "base/hecha-error.h"
#include "base/hecha-file.h"
#include "store/hecha-drafts.h"
#include "store/hecha-summary.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Taking a visitor's store away when all of it was returned (P3 7.4). */

#define BLOCK_BYTES (64 * 1024)

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, sentence);
  return FALSE;
}

/**
 * hecha_store_check_wipe:
 * @self: a store
 * @error: %HECHA_ERROR_REFUSED, with what is in the way
 *
 * Only what an unannounced visit recorded is wiped, and only when the server signed for all of it.
 *
 * Returns: whether nothing would be lost
 */
gboolean
hecha_store_check_wipe (HechaStore *self, GError **error)
{
  g_autofree char *role = hecha_store_get_meta (self, "role");
  g_autoptr (GPtrArray) drafts = hecha_store_list_drafts (self, error);
  HechaSummary summary = {0};

  if (drafts == NULL || !hecha_store_summarise (self, &summary, error))
    return FALSE;
  if (g_strcmp0 (role, "visitor") != 0)
    return refuse (error, _ ("Only a laptop of an unannounced visit is wiped"));
  if (summary.unsent > 0 || summary.unsent_files > 0 || drafts->len > 0)
    return refuse (error, _ ("Not all of it is at the office yet; return it first"));
  if (summary.own > 0 && summary.receipt_ms == 0)
    return refuse (error, _ ("The office has signed no receipt yet; return it first"));
  return TRUE;
}

/* Once, with bytes that tell nothing: a second time would change nothing on any disk of today. */
static gboolean
overwrite (const char *path, guint64 size, const HechaEnv *env, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  g_auto (HechaFile) file = HECHA_FILE_INIT;

  if (!hecha_file_open (&file, env->disk, path, 0, error))
    return FALSE;
  hecha_env_random (env, block, BLOCK_BYTES);
  for (guint64 done = 0; done < size; done += BLOCK_BYTES)
    if (!hecha_file_write (&file, block, (gsize)MIN (size - done, BLOCK_BYTES), error))
      return FALSE;
  return hecha_file_sync (&file, error) && hecha_file_close (&file, error);
}

/**
 * hecha_wipe_folder:
 * @dir: a folder that nobody has open
 * @env: randomness and the file layer
 * @error: %HECHA_ERROR_STORAGE; then some of it is still there, and it can be tried again
 *
 * Writes over every file, then removes it, and the folder. Links are removed, not followed. A solid-state disk, or a
 * file system that keeps old versions, may still hold what was there: only encrypting the disk helps against that.
 *
 * Returns: whether nothing is left
 */
gboolean
hecha_wipe_folder (const char *dir, const HechaEnv *env, GError **error)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      GStatBuf about;

      if (g_lstat (path, &about) != 0)
        continue;
      if (S_ISDIR (about.st_mode))
        {
          if (!hecha_wipe_folder (path, env, error))
            return FALSE;
          continue;
        }
      if ((S_ISREG (about.st_mode) && !overwrite (path, (guint64)about.st_size, env, error))
          || !hecha_disk_unlink (env->disk, path, error))
        return FALSE;
    }
  if (g_rmdir (dir) == 0 || errno == ENOENT)
    return TRUE;
  hecha_storage_error (error, dir, errno);
  return FALSE;
}
