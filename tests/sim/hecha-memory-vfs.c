/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-memory-vfs.h"

#include <sqlite3.h>
#include <string.h>

#define SECTOR    512
#define SHM_LOCKS SQLITE_SHM_NLOCK

/* One change since the last sync of its file: enough to undo it and to do it again. */
typedef struct
{
  gsize offset;
  gsize old_size; /* of the file */
  gsize new_size;
  GBytes *before; /* (owned) (nullable): what was there, as far as the file went */
  GBytes *after;  /* (owned) (nullable): of a truncation none */
} Change;

/* A file, whether or not it still has a name. */
typedef struct
{
  gatomicrefcount refs;
  GByteArray *bytes; /* (owned) as programs see it */
  GArray *unsynced;  /* (owned) Change */
  gboolean is_log;   /* a journal or WAL: the directory is synced with its first sync */
  int shared;        /* locks on the file */
  int reserved;
  int exclusive;
  GPtrArray *shm; /* (owned) (element-type gpointer): the shared index of the WAL */
  int shm_shared[SHM_LOCKS];
  gboolean shm_exclusive[SHM_LOCKS];
  guint n_shm; /* connections that have it */
} File;

struct _HechaMemoryVfs
{
  sqlite3_vfs vfs;
  GMutex lock;
  char *name;          /* (owned) */
  char *root;          /* (owned) */
  GHashTable *names;   /* (owned) path → File: as programs see it */
  GHashTable *durable; /* (owned) path → File: of the names, what is surely on disk */
  GPtrArray *graves;   /* (owned) (element-type GPtrArray): what dead connections had mapped */
  guint generation;    /* connections of an older one are dead */
  guint count;
  guint fail_at; /* as @count will be then */
  gboolean fail_for_ever;
  int fail_code;
};

struct _HechaMemoryImage
{
  GHashTable *files; /* (owned) path → GBytes */
};

typedef struct
{
  sqlite3_file base;
  HechaMemoryVfs *vfs; /* (not owned) */
  File *file;          /* (owned) */
  guint generation;
  int level; /* of its lock */
  gboolean has_shm;
  guint shm_shared; /* masks of what this connection holds */
  guint shm_exclusive;
} Handle;

/* ---- files ---- */

static void
clear_change (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->before, g_bytes_unref);
  g_clear_pointer (&change->after, g_bytes_unref);
}

static void
drop_shm (File *file)
{
  g_ptr_array_set_size (file->shm, 0);
  memset (file->shm_shared, 0, sizeof file->shm_shared);
  memset (file->shm_exclusive, 0, sizeof file->shm_exclusive);
  file->n_shm = 0;
}

static File *
file_new (const void *bytes, gsize n_bytes)
{
  File *file = g_new0 (File, 1);

  g_atomic_ref_count_init (&file->refs);
  file->bytes = g_byte_array_sized_new ((guint)MAX (n_bytes, 4096));
  if (n_bytes > 0)
    g_byte_array_append (file->bytes, bytes, (guint)n_bytes);
  file->unsynced = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (file->unsynced, clear_change);
  file->shm = g_ptr_array_new_with_free_func (g_free);
  return file;
}

static File *
file_ref (File *file)
{
  g_atomic_ref_count_inc (&file->refs);
  return file;
}

static void
file_unref (gpointer data)
{
  File *file = data;

  if (!g_atomic_ref_count_dec (&file->refs))
    return;
  g_byte_array_unref (file->bytes);
  g_array_unref (file->unsynced);
  g_ptr_array_unref (file->shm);
  g_free (file);
}

static void
resize (File *file, gsize size)
{
  gsize old = file->bytes->len;

  g_byte_array_set_size (file->bytes, (guint)size);
  if (size > old)
    memset (file->bytes->data + old, 0, size - old);
}

static void
put (File *file, gsize offset, const guint8 *bytes, gsize n_bytes)
{
  if (file->bytes->len < offset + n_bytes)
    resize (file, offset + n_bytes);
  memcpy (file->bytes->data + offset, bytes, n_bytes);
}

static void
change_file (File *file, gsize offset, const void *bytes, gsize n_bytes)
{
  gsize size = file->bytes->len, old_end = MIN (bytes != NULL ? offset + n_bytes : size, size);
  Change change = {offset, size, bytes != NULL ? MAX (size, offset + n_bytes) : offset, NULL, NULL};

  if (offset < old_end)
    change.before = g_bytes_new (file->bytes->data + offset, old_end - offset);
  if (bytes != NULL)
    {
      change.after = g_bytes_new (bytes, n_bytes);
      put (file, offset, bytes, n_bytes);
    }
  else
    resize (file, offset);
  g_array_append_val (file->unsynced, change);
}

/* ---- failing ---- */

/* Called with the lock held for everything that changes the disk: SQLITE_OK or the code to fail with. */
static int
count (HechaMemoryVfs *self)
{
  self->count++;
  if (self->fail_at == 0 || self->count < self->fail_at
      || (self->count > self->fail_at && !self->fail_for_ever))
    return SQLITE_OK;
  return self->fail_code;
}

static gboolean
is_dead (const Handle *handle)
{
  return handle->generation != handle->vfs->generation;
}

static Handle *
enter (sqlite3_file *base)
{
  Handle *handle = (Handle *)base;

  g_mutex_lock (&handle->vfs->lock);
  return handle;
}

static int
leave (Handle *handle, int code)
{
  g_mutex_unlock (&handle->vfs->lock);
  return code;
}

/* ---- an open file ---- */

static int
file_read (sqlite3_file *base, void *to, int amount, sqlite3_int64 offset)
{
  Handle *handle = enter (base);
  gsize size = handle->file->bytes->len, wanted = (gsize)amount, start = (gsize)offset;
  gsize got = start < size ? MIN (size - start, wanted) : 0;

  if (is_dead (handle))
    return leave (handle, SQLITE_IOERR_READ);
  if (got > 0)
    memcpy (to, handle->file->bytes->data + start, got);
  memset ((guint8 *)to + got, 0, wanted - got);
  return leave (handle, got < wanted ? SQLITE_IOERR_SHORT_READ : SQLITE_OK);
}

/* A write that fails has written half: the worst that a disk may do. */
static int
file_write (sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 offset)
{
  Handle *handle = enter (base);
  int code = is_dead (handle) ? SQLITE_IOERR_WRITE : count (handle->vfs);

  if (is_dead (handle))
    return leave (handle, code);
  change_file (handle->file, (gsize)offset, bytes, code == SQLITE_OK ? (gsize)amount : (gsize)amount / 2);
  return leave (handle, code);
}

static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  Handle *handle = enter (base);
  int code = is_dead (handle) ? SQLITE_IOERR_TRUNCATE : count (handle->vfs);

  if (code == SQLITE_OK && (gsize)size < handle->file->bytes->len)
    change_file (handle->file, (gsize)size, NULL, 0);
  return leave (handle, code);
}

static void
sync_names (HechaMemoryVfs *self)
{
  GHashTableIter iter;
  gpointer path, file;

  g_hash_table_remove_all (self->durable);
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &path, &file))
    g_hash_table_insert (self->durable, g_strdup (path), file_ref (file));
}

static int
file_sync (sqlite3_file *base, int flags)
{
  Handle *handle = enter (base);
  int code = is_dead (handle) ? SQLITE_IOERR_FSYNC : count (handle->vfs);

  if (code == SQLITE_OK)
    {
      g_array_set_size (handle->file->unsynced, 0);
      if (handle->file->is_log)
        {
          handle->file->is_log = FALSE;
          sync_names (handle->vfs);
        }
    }
  return leave (handle, code);
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  Handle *handle = enter (base);

  *size = handle->file->bytes->len;
  return leave (handle, is_dead (handle) ? SQLITE_IOERR_FSTAT : SQLITE_OK);
}

static void
give_back (Handle *handle, int level)
{
  File *file = handle->file;

  if (handle->level >= SQLITE_LOCK_EXCLUSIVE && level < SQLITE_LOCK_EXCLUSIVE)
    file->exclusive--;
  if (handle->level >= SQLITE_LOCK_RESERVED && level < SQLITE_LOCK_RESERVED)
    file->reserved--;
  if (handle->level >= SQLITE_LOCK_SHARED && level < SQLITE_LOCK_SHARED)
    file->shared--;
  handle->level = level;
}

static int
file_lock (sqlite3_file *base, int level)
{
  Handle *handle = enter (base);
  File *file = handle->file;
  gboolean others_shared = file->shared > (handle->level >= SQLITE_LOCK_SHARED);
  gboolean others_reserved = file->reserved > (handle->level >= SQLITE_LOCK_RESERVED);

  if (is_dead (handle))
    return leave (handle, SQLITE_IOERR_LOCK);
  if (level <= handle->level)
    return leave (handle, SQLITE_OK);
  if (file->exclusive > 0 || (level >= SQLITE_LOCK_RESERVED && others_reserved)
      || (level == SQLITE_LOCK_EXCLUSIVE && others_shared))
    return leave (handle, SQLITE_BUSY);
  file->shared += handle->level < SQLITE_LOCK_SHARED;
  file->reserved += handle->level < SQLITE_LOCK_RESERVED && level >= SQLITE_LOCK_RESERVED;
  file->exclusive += level == SQLITE_LOCK_EXCLUSIVE;
  handle->level = level;
  return leave (handle, SQLITE_OK);
}

static int
file_unlock (sqlite3_file *base, int level)
{
  Handle *handle = enter (base);

  if (!is_dead (handle) && level < handle->level)
    give_back (handle, level);
  return leave (handle, SQLITE_OK);
}

static int
file_check_reserved (sqlite3_file *base, int *reserved)
{
  Handle *handle = enter (base);

  *reserved = handle->file->reserved > 0;
  return leave (handle, SQLITE_OK);
}

static int
file_control (sqlite3_file *base, int operation, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
file_sector_size (sqlite3_file *base)
{
  return SECTOR;
}

static int
file_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- the shared index of the WAL: memory, not disk, so it neither counts nor fails ---- */

static int
shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
  Handle *handle = enter (base);
  GPtrArray *shm = handle->file->shm;

  *memory = NULL;
  if (is_dead (handle))
    return leave (handle, SQLITE_IOERR_SHMMAP);
  if (!handle->has_shm)
    handle->file->n_shm++;
  handle->has_shm = TRUE;
  while (extend && shm->len <= (guint)region)
    g_ptr_array_add (shm, g_malloc0 ((gsize)size));
  if (shm->len > (guint)region)
    *memory = g_ptr_array_index (shm, region);
  return leave (handle, SQLITE_OK);
}

static gboolean
shm_is_free (const Handle *handle, int slot, gboolean exclusive)
{
  const File *file = handle->file;
  guint bit = 1u << slot;
  int others = file->shm_shared[slot] - ((handle->shm_shared & bit) != 0);

  if (file->shm_exclusive[slot] && !(handle->shm_exclusive & bit))
    return FALSE;
  return !exclusive || others == 0;
}

static void
shm_change (Handle *handle, int slot, int flags)
{
  File *file = handle->file;
  guint bit = 1u << slot;

  if ((flags & SQLITE_SHM_UNLOCK) != 0)
    {
      file->shm_shared[slot] -= (handle->shm_shared & bit) != 0;
      file->shm_exclusive[slot] = file->shm_exclusive[slot] && !(handle->shm_exclusive & bit);
      handle->shm_shared &= ~bit;
      handle->shm_exclusive &= ~bit;
    }
  else if ((flags & SQLITE_SHM_SHARED) != 0)
    {
      file->shm_shared[slot] += (handle->shm_shared & bit) == 0;
      handle->shm_shared |= bit;
    }
  else
    {
      file->shm_exclusive[slot] = TRUE;
      handle->shm_exclusive |= bit;
    }
}

static int
shm_lock (sqlite3_file *base, int first, int n, int flags)
{
  Handle *handle = enter (base);
  gboolean lock = (flags & SQLITE_SHM_LOCK) != 0;

  if (is_dead (handle))
    return leave (handle, lock ? SQLITE_IOERR_SHMLOCK : SQLITE_OK);
  for (int i = first; lock && i < first + n; i++)
    if (!shm_is_free (handle, i, (flags & SQLITE_SHM_EXCLUSIVE) != 0))
      return leave (handle, SQLITE_BUSY);
  for (int i = first; i < first + n; i++)
    shm_change (handle, i, flags);
  return leave (handle, SQLITE_OK);
}

static void
shm_barrier (sqlite3_file *base)
{
  leave (enter (base), SQLITE_OK);
}

static int
shm_unmap (sqlite3_file *base, int remove)
{
  Handle *handle = enter (base);

  if (handle->has_shm && !is_dead (handle))
    {
      for (int i = 0; i < SHM_LOCKS; i++)
        shm_change (handle, i, SQLITE_SHM_UNLOCK);
      if (--handle->file->n_shm == 0 && remove)
        drop_shm (handle->file);
    }
  handle->has_shm = FALSE;
  return leave (handle, SQLITE_OK);
}

static int
file_close (sqlite3_file *base)
{
  Handle *handle = (Handle *)base;

  shm_unmap (base, FALSE);
  file_unlock (base, SQLITE_LOCK_NONE);
  file_unref (handle->file);
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
  2,
  file_close,
  file_read,
  file_write,
  file_truncate,
  file_sync,
  file_size,
  file_lock,
  file_unlock,
  file_check_reserved,
  file_control,
  file_sector_size,
  file_characteristics,
  shm_map,
  shm_lock,
  shm_barrier,
  shm_unmap,
  NULL,
  NULL,
};

/* ---- the directory ---- */

static HechaMemoryVfs *
vfs_of (sqlite3_vfs *vfs)
{
  return vfs->pAppData;
}

static int
find_or_make (HechaMemoryVfs *self, const char *path, int flags, File **file)
{
  int code;

  *file = path != NULL ? g_hash_table_lookup (self->names, path) : NULL;
  if (*file != NULL)
    {
      file_ref (*file);
      return SQLITE_OK;
    }
  if (!(flags & SQLITE_OPEN_CREATE))
    return SQLITE_CANTOPEN;
  code = count (self);
  if (code != SQLITE_OK)
    return SQLITE_CANTOPEN;
  *file = file_new (NULL, 0);
  (*file)->is_log = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  if (path != NULL)
    g_hash_table_insert (self->names, g_strdup (path), file_ref (*file));
  return SQLITE_OK;
}

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  HechaMemoryVfs *self = vfs_of (vfs);
  Handle *handle = (Handle *)base;
  int code;

  memset (handle, 0, sizeof *handle);
  g_mutex_lock (&self->lock);
  code = find_or_make (self, path, flags, &handle->file);
  handle->vfs = self;
  handle->generation = self->generation;
  handle->base.pMethods = code == SQLITE_OK ? &methods : NULL;
  if (out_flags != NULL)
    *out_flags = flags;
  g_mutex_unlock (&self->lock);
  return code;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_dir)
{
  HechaMemoryVfs *self = vfs_of (vfs);
  int code = SQLITE_IOERR_DELETE_NOENT;

  g_mutex_lock (&self->lock);
  if (g_hash_table_contains (self->names, path))
    code = count (self);
  if (code == SQLITE_OK)
    {
      g_hash_table_remove (self->names, path);
      if (sync_dir)
        sync_names (self);
    }
  g_mutex_unlock (&self->lock);
  return code;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
  HechaMemoryVfs *self = vfs_of (vfs);
  const File *file;

  g_mutex_lock (&self->lock);
  file = g_hash_table_lookup (self->names, path);
  *result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->bytes->len > 0);
  g_mutex_unlock (&self->lock);
  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int n_out, char *out)
{
  const char *root = vfs_of (vfs)->root;

  if (g_str_has_prefix (path, root))
    path += strlen (root);
  return g_strlcpy (out, path, (gsize)n_out) < (gsize)n_out ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int
vfs_randomness (sqlite3_vfs *vfs, int n_bytes, char *out)
{
  memset (out, 0x5a, (gsize)n_bytes);
  return n_bytes;
}

static int
vfs_sleep (sqlite3_vfs *vfs, int microseconds)
{
  g_thread_yield ();
  return microseconds;
}

static int
vfs_time (sqlite3_vfs *vfs, double *days)
{
  *days = 2460676.5; /* 2025-01-01 */
  return SQLITE_OK;
}

static int
vfs_last_error (sqlite3_vfs *vfs, int n_bytes, char *out)
{
  return 0;
}

HechaMemoryVfs *
hecha_memory_vfs_new (const char *root)
{
  static gint number = 0;
  HechaMemoryVfs *self = g_new0 (HechaMemoryVfs, 1);

  self->name = g_strdup_printf ("memory-%d", g_atomic_int_add (&number, 1));
  self->root = g_strconcat (root, "/", NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_unref);
  self->durable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_unref);
  self->graves = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_mutex_init (&self->lock);
  self->vfs = (sqlite3_vfs) {
    .iVersion = 1,
    .szOsFile = sizeof (Handle),
    .mxPathname = 1024,
    .zName = self->name,
    .pAppData = self,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_pathname,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
  };
  g_assert_cmpint (sqlite3_vfs_register (&self->vfs, 0), ==, SQLITE_OK);
  return self;
}

void
hecha_memory_vfs_free (HechaMemoryVfs *self)
{
  sqlite3_vfs_unregister (&self->vfs);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->durable);
  g_ptr_array_unref (self->graves);
  g_mutex_clear (&self->lock);
  g_free (self->name);
  g_free (self->root);
  g_free (self);
}

const char *
hecha_memory_vfs_name (HechaMemoryVfs *self)
{
  return self->name;
}

guint
hecha_memory_vfs_count (HechaMemoryVfs *self)
{
  return self->count;
}

void
hecha_memory_vfs_fail (HechaMemoryVfs *self, guint at, gboolean for_ever, int code)
{
  self->fail_at = at == 0 ? 0 : self->count + at;
  self->fail_for_ever = for_ever;
  self->fail_code = code;
}

/* ---- death ---- */

/* What a dead connection has mapped stays until the end, since it may still look there while it is closed. */
static void
bury_connections (HechaMemoryVfs *self)
{
  GHashTableIter iter;
  gpointer value;

  self->generation++;
  self->fail_at = 0;
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      File *file = value;

      file->shared = file->reserved = file->exclusive = 0;
      g_ptr_array_add (self->graves, file->shm);
      file->shm = g_ptr_array_new_with_free_func (g_free);
      drop_shm (file);
    }
}

void
hecha_memory_vfs_kill (HechaMemoryVfs *self)
{
  g_mutex_lock (&self->lock);
  bury_connections (self);
  g_mutex_unlock (&self->lock);
}

static void
undo (File *file, const Change *change)
{
  resize (file, change->old_size);
  if (change->before != NULL)
    put (file, change->offset, g_bytes_get_data (change->before, NULL), g_bytes_get_size (change->before));
}

static void
redo_write (File *file, const Change *change, gboolean torn, GRand *rand)
{
  const guint8 *bytes = g_bytes_get_data (change->after, NULL);
  gsize n_bytes = g_bytes_get_size (change->after);

  for (gsize at = 0; at < n_bytes; at += SECTOR)
    if (!torn || g_rand_boolean (rand))
      put (file, change->offset + at, bytes + at, MIN (SECTOR, n_bytes - at));
}

/* How a disk loses what was not synced: all of it, nothing, all behind some point, or here and there; in sectors. */
static void
lose_unsynced (File *file, GRand *rand)
{
  guint how = (guint)g_rand_int_range (rand, 0, 4), n = file->unsynced->len;
  guint kept = how == 0 ? 0 : how == 1 ? n : (guint)g_rand_int_range (rand, 0, (gint)n + 1);

  for (guint i = n; i-- > 0;)
    undo (file, &g_array_index (file->unsynced, Change, i));
  for (guint i = 0; i < n; i++)
    {
      const Change *change = &g_array_index (file->unsynced, Change, i);
      gboolean torn = how >= 2 && g_rand_int_range (rand, 0, 4) == 0;

      if (how == 3 ? g_rand_boolean (rand) : i >= kept)
        continue;
      if (change->after != NULL)
        redo_write (file, change, torn, rand);
      else
        resize (file, MIN (change->offset, file->bytes->len));
    }
  g_array_set_size (file->unsynced, 0);
}

/* Names that were made, taken away or given to another file since their directory was synced: one or the other. */
static void
lose_names (HechaMemoryVfs *self, GRand *rand)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) paths = NULL;
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_hash_table_add (all, g_strdup (path));
  g_hash_table_iter_init (&iter, self->durable);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_hash_table_add (all, g_strdup (path));
  paths = g_list_sort (g_hash_table_get_keys (all), (GCompareFunc)strcmp);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      gpointer seen = g_hash_table_lookup (self->names, l->data);
      gpointer surely = g_hash_table_lookup (self->durable, l->data);

      if (seen == surely || g_rand_boolean (rand))
        continue;
      if (surely == NULL)
        g_hash_table_remove (self->names, l->data);
      else
        g_hash_table_insert (self->names, g_strdup (l->data), file_ref (surely));
    }
}

void
hecha_memory_vfs_cut_power (HechaMemoryVfs *self, GRand *rand)
{
  g_autoptr (GList) paths = NULL;

  g_mutex_lock (&self->lock);
  bury_connections (self);
  lose_names (self, rand);
  paths = g_list_sort (g_hash_table_get_keys (self->names), (GCompareFunc)strcmp);
  for (GList *l = paths; l != NULL; l = l->next)
    lose_unsynced (g_hash_table_lookup (self->names, l->data), rand);
  sync_names (self);
  g_mutex_unlock (&self->lock);
}

/* ---- images ---- */

HechaMemoryImage *
hecha_memory_vfs_save (HechaMemoryVfs *self)
{
  HechaMemoryImage *image = g_new0 (HechaMemoryImage, 1);
  GHashTableIter iter;
  gpointer path, value;

  image->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      const File *file = value;

      g_hash_table_insert (image->files, g_strdup (path), g_bytes_new (file->bytes->data, file->bytes->len));
    }
  g_mutex_unlock (&self->lock);
  return image;
}

void
hecha_memory_vfs_restore (HechaMemoryVfs *self, const HechaMemoryImage *image)
{
  GHashTableIter iter;
  gpointer path, bytes;

  g_mutex_lock (&self->lock);
  bury_connections (self);
  g_hash_table_remove_all (self->names);
  g_hash_table_iter_init (&iter, image->files);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    g_hash_table_insert (self->names, g_strdup (path),
                         file_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  sync_names (self);
  g_mutex_unlock (&self->lock);
}

void
hecha_memory_image_free (HechaMemoryImage *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->files);
  g_free (self);
}

GByteArray *
hecha_memory_vfs_bytes (HechaMemoryVfs *self, const char *path)
{
  File *file = g_hash_table_lookup (self->names, path);

  return file != NULL ? file->bytes : NULL;
}

void
hecha_memory_vfs_remove (HechaMemoryVfs *self, const char *path)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->names, path);
  g_hash_table_remove (self->durable, path);
  g_mutex_unlock (&self->lock);
}
