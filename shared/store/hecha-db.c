/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-db.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#define BUSY_TIMEOUT_MS 5000
/* 32 MiB: with less, index pages of a large journal are read again and again; the budget of a laptop is 96 MiB. */
#define CACHE_KIB 32768
/* Pages between checkpoints: fewer write the same index pages over and over (measured 1.8 times as fast as 1,000). The
 * pages are small, since one action changes nine of them. */
#define CHECKPOINT_PAGES 16000

struct _HechaDb
{
  sqlite3 *handle;     /* (owned) */
  GHashTable *queries; /* (owned) const char * (SQL, owned by the query) → HechaQuery (owned) */
};

struct _HechaQuery
{
  HechaDb *db;             /* (not owned) */
  char *sql;               /* (owned) */
  sqlite3_stmt *statement; /* (owned) */
  gboolean kept;           /* in the table of queries; else it goes when it is freed */
  gboolean on_loan;
};

/* Statements are told apart by their ends and lengths: they are looked up several times for each entry. */
static guint
sql_hash (gconstpointer key)
{
  const char *sql = key;
  gsize length = strlen (sql), tail = length > 24 ? length - 24 : 0;
  guint hash = (guint)length;

  for (gsize i = 0; i < 24 && i < length; i++)
    hash = hash * 33 + (guchar)sql[i];
  for (gsize i = tail; i < length; i++)
    hash = hash * 33 + (guchar)sql[i];
  return hash;
}

/* Nobody asks how much memory SQLite holds; counting it takes a lock twice for every allocation. */
static void
configure_library (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&done, 1);
}

static HechaError
kind_of (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return HECHA_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return HECHA_ERROR_CORRUPT;
    default:
      return HECHA_ERROR_STORAGE;
    }
}

static const char *
sentence_of (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return _ ("The disk is full; free some space and try again");
    case SQLITE_READONLY:
      return _ ("The disk or the file is read-only; nothing can be saved");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return _ ("The database is damaged; keep the files and ask the office");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _ ("Another program has the database open");
    case SQLITE_CANTOPEN:
      return _ ("The database cannot be opened");
    case SQLITE_IOERR:
      return _ ("The disk failed; look after it and try again");
    default:
      return _ ("The database failed");
    }
}

static gboolean
fail (sqlite3 *handle, int code, GError **error)
{
  g_set_error (error, HECHA_ERROR, kind_of (code), "%s (%s)", sentence_of (code),
               handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code));
  return FALSE;
}

/* One connection writes and checkpoints; the others never do (SQLite 3.40.1 has the WAL-reset bug). */
static gboolean
configure (HechaDb *self, HechaDbMode mode, GError **error)
{
  g_autofree char *pragmas = NULL;

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  if (mode == HECHA_DB_READ_ONLY)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  pragmas = g_strdup_printf (
    "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA cell_size_check = ON;"
    "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -%d;"
    "PRAGMA secure_delete = OFF; %s",
    CACHE_KIB,
    mode == HECHA_DB_READ_ONLY
      ? "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;"
      : "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA journal_size_limit = 67108864;");
  if (!hecha_db_exec (self, pragmas, error))
    return FALSE;
  if (mode == HECHA_DB_READ_WRITE)
    sqlite3_wal_autocheckpoint (self->handle, CHECKPOINT_PAGES);
  return TRUE;
}

/**
 * hecha_db_open:
 * @path: the file; made when it does not exist and @mode is read and write
 * @mode: whether this is the one connection that writes
 * @vfs: (nullable): a registered SQLite VFS
 * @error: %HECHA_ERROR_CORRUPT, %HECHA_ERROR_BUSY or %HECHA_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): a connection with WAL and synchronous = FULL: what was committed is on disk
 */
HechaDb *
hecha_db_open (const char *path, HechaDbMode mode, const char *vfs, GError **error)
{
  g_autoptr (HechaDb) self = g_new0 (HechaDb, 1);
  int flags = mode == HECHA_DB_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  int code;

  configure_library ();
  self->queries = g_hash_table_new (sql_hash, g_str_equal);
  code = sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
  if (code != SQLITE_OK)
    {
      fail (self->handle, code, error);
      return NULL;
    }
  if (!configure (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
destroy_query (HechaQuery *query)
{
  sqlite3_finalize (query->statement);
  g_free (query->sql);
  g_free (query);
}

/**
 * hecha_db_close:
 * @self: (transfer full) (nullable): a connection; no query of it may be on loan
 */
void
hecha_db_close (HechaDb *self)
{
  GHashTableIter iter;
  gpointer query;

  if (self == NULL)
    return;
  g_hash_table_iter_init (&iter, self->queries);
  while (g_hash_table_iter_next (&iter, NULL, &query))
    destroy_query (query);
  g_hash_table_unref (self->queries);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

/**
 * hecha_db_check:
 * @self: a connection
 * @error: %HECHA_ERROR_CORRUPT with what SQLite found first
 *
 * Returns: whether SQLite finds every page and index in order
 */
gboolean
hecha_db_check (HechaDb *self, GError **error)
{
  g_autofree char *answer = hecha_db_dup_text (self, error, "PRAGMA integrity_check (1)", "");

  if (answer == NULL)
    return FALSE;
  if (strcmp (answer, "ok") == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("The database is damaged: %s"), answer);
  return FALSE;
}

/**
 * hecha_db_backup:
 * @self: a connection
 * @destination: a file that does not exist
 * @error: %HECHA_ERROR_STORAGE
 *
 * Copies a consistent state while others write.
 *
 * Returns: whether the copy is complete
 */
gboolean
hecha_db_backup (HechaDb *self, const char *destination, GError **error)
{
  return hecha_db_run (self, error, "VACUUM INTO ?1", "t", destination);
}

/**
 * hecha_db_checkpoint:
 * @self: the connection that writes
 * @error: as every call
 *
 * Brings the log into the file and empties it, for a moment of rest.
 *
 * Returns: whether it was done
 */
gboolean
hecha_db_checkpoint (HechaDb *self, GError **error)
{
  int code = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

  return code == SQLITE_OK || fail (self->handle, code, error);
}

/**
 * hecha_db_remove:
 * @path: the file of a scratch database that nobody has open
 * @vfs: (nullable): a registered SQLite VFS
 *
 * Removes it and what SQLite keeps beside it, as far as they are there. Never for a journal: those are kept.
 */
void
hecha_db_remove (const char *path, const char *vfs)
{
  static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
  sqlite3_vfs *files = sqlite3_vfs_find (vfs);
  g_autofree char *full = files != NULL ? g_malloc0 ((gsize)files->mxPathname + 1) : NULL;

  if (files == NULL || files->xFullPathname (files, path, files->mxPathname + 1, full) != SQLITE_OK)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *name = g_strconcat (full, beside[i], NULL);

      files->xDelete (files, name, 0);
    }
}

/**
 * hecha_db_exec:
 * @self: a connection
 * @sql: one or more statements without parameters
 * @error: the kinds of hecha_db_open()
 *
 * Returns: whether all ran
 */
gboolean
hecha_db_exec (HechaDb *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || fail (self->handle, code, error);
}

static HechaQuery *
prepare (HechaDb *self, const char *sql, GError **error)
{
  HechaQuery *query = g_new0 (HechaQuery, 1);
  const char *tail = NULL;
  int code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, &tail);

  query->db = self;
  query->sql = g_strdup (sql);
  if (code == SQLITE_OK)
    return query;
  fail (self->handle, code, error);
  destroy_query (query);
  return NULL;
}

/* Two queries of one text that are open at once never share a statement. */
static HechaQuery *
borrow (HechaDb *self, const char *sql, GError **error)
{
  HechaQuery *query = g_hash_table_lookup (self->queries, sql);

  if (query != NULL && !query->on_loan)
    {
      query->on_loan = TRUE;
      return query;
    }
  if (query != NULL)
    return prepare (self, sql, error);
  query = prepare (self, sql, error);
  if (query == NULL)
    return NULL;
  query->kept = query->on_loan = TRUE;
  g_hash_table_insert (self->queries, query->sql, query);
  return query;
}

static void
bind_all (HechaQuery *query, const char *format, va_list values)
{
  for (int i = 1; *format != '\0'; i++, format++)
    if (*format == 'i')
      hecha_query_bind_int (query, i, va_arg (values, gint64));
    else if (*format == 't')
      {
        const char *text = va_arg (values, const char *);

        if (text == NULL)
          hecha_query_bind_null (query, i);
        else
          hecha_query_bind_text (query, i, text, strlen (text));
      }
    else
      {
        const void *bytes = va_arg (values, const void *);
        gsize n_bytes = va_arg (values, gsize);

        if (*format == 'b')
          hecha_query_bind_blob (query, i, bytes, n_bytes);
        else
          hecha_query_bind_text (query, i, bytes, n_bytes);
      }
}

static HechaQuery *
query_va (HechaDb *self, GError **error, const char *sql, const char *format, va_list values)
{
  HechaQuery *query = borrow (self, sql, error);

  if (query != NULL)
    bind_all (query, format, values);
  return query;
}

/**
 * hecha_db_query:
 * @self: a connection
 * @error: the kinds of hecha_db_open()
 * @sql: one statement with parameters ?1, ?2 …
 * @format: their kinds: i, t, b, s (see the top of the header); may be shorter, the rest is bound by hand
 * @...: their values; borrowed until the query is freed
 *
 * Returns: (transfer full) (nullable): the query, before its first row
 */
HechaQuery *
hecha_db_query (HechaDb *self, GError **error, const char *sql, const char *format, ...)
{
  HechaQuery *query;
  va_list values;

  va_start (values, format);
  query = query_va (self, error, sql, format, values);
  va_end (values);
  return query;
}

/**
 * hecha_db_run:
 * @self: a connection
 * @error: the kinds of hecha_db_open()
 * @sql: one statement
 * @format: as hecha_db_query()
 * @...: the values
 *
 * Runs a statement to its end; rows are thrown away.
 *
 * Returns: whether it ran
 */
gboolean
hecha_db_run (HechaDb *self, GError **error, const char *sql, const char *format, ...)
{
  g_autoptr (HechaQuery) query = NULL;
  va_list values;

  va_start (values, format);
  query = query_va (self, error, sql, format, values);
  va_end (values);
  return query != NULL && hecha_query_finish (query, error);
}

/* 1: a row, 0: no row, -1: failed. */
static int
first_row (HechaQuery *query, GError **error)
{
  GError *problem = NULL;

  if (hecha_query_next (query, &problem))
    return 1;
  if (problem == NULL)
    return 0;
  g_propagate_error (error, problem);
  return -1;
}

/**
 * hecha_db_get_int:
 * @self: a connection
 * @value: (inout): the first column of the first row; unchanged where there is no row or it is NULL
 * @error: the kinds of hecha_db_open()
 * @sql: one statement
 * @format: as hecha_db_query()
 * @...: the values
 *
 * Returns: whether the question could be asked
 */
gboolean
hecha_db_get_int (HechaDb *self, gint64 *value, GError **error, const char *sql, const char *format, ...)
{
  g_autoptr (HechaQuery) query = NULL;
  va_list values;
  int found;

  va_start (values, format);
  query = query_va (self, error, sql, format, values);
  va_end (values);
  if (query == NULL)
    return FALSE;
  found = first_row (query, error);
  if (found == 1 && !hecha_query_is_null (query, 0))
    *value = hecha_query_int (query, 0);
  return found >= 0;
}

/**
 * hecha_db_dup_text:
 * @self: a connection
 * @error: set only when the question could not be asked
 * @sql: one statement
 * @format: as hecha_db_query()
 * @...: the values
 *
 * Returns: (transfer full) (nullable): the first column of the first row; %NULL where there is none
 */
char *
hecha_db_dup_text (HechaDb *self, GError **error, const char *sql, const char *format, ...)
{
  g_autoptr (HechaQuery) query = NULL;
  va_list values;

  va_start (values, format);
  query = query_va (self, error, sql, format, values);
  va_end (values);
  if (query == NULL || first_row (query, error) != 1)
    return NULL;
  return g_strdup (hecha_query_text (query, 0));
}

/**
 * hecha_db_release_memory:
 * @self: a connection
 *
 * Gives back the pages that are kept and not in use, after something that went through much of the database.
 */
void
hecha_db_release_memory (HechaDb *self)
{
  sqlite3_db_release_memory (self->handle);
}

/**
 * hecha_db_last_id:
 * @self: a connection
 *
 * Returns: the rowid of the last inserted row
 */
gint64
hecha_db_last_id (HechaDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * hecha_db_changes:
 * @self: a connection
 *
 * Returns: how many rows the last statement changed
 */
int
hecha_db_changes (HechaDb *self)
{
  return sqlite3_changes (self->handle);
}

/**
 * hecha_query_bind_int:
 * @self: a query before its first row
 * @parameter: from 1
 * @value: the value
 */
void
hecha_query_bind_int (HechaQuery *self, int parameter, gint64 value)
{
  sqlite3_bind_int64 (self->statement, parameter, value);
}

/**
 * hecha_query_bind_text:
 * @self: a query before its first row
 * @parameter: from 1
 * @text: UTF-8, borrowed until the query is freed
 * @length: bytes
 */
void
hecha_query_bind_text (HechaQuery *self, int parameter, const char *text, gsize length)
{
  sqlite3_bind_text64 (self->statement, parameter, text, length, SQLITE_STATIC, SQLITE_UTF8);
}

/**
 * hecha_query_bind_blob:
 * @self: a query before its first row
 * @parameter: from 1
 * @bytes: borrowed until the query is freed
 * @n_bytes: how many
 */
void
hecha_query_bind_blob (HechaQuery *self, int parameter, const void *bytes, gsize n_bytes)
{
  sqlite3_bind_blob64 (self->statement, parameter, bytes, n_bytes, SQLITE_STATIC);
}

/**
 * hecha_query_bind_null:
 * @self: a query before its first row
 * @parameter: from 1
 */
void
hecha_query_bind_null (HechaQuery *self, int parameter)
{
  sqlite3_bind_null (self->statement, parameter);
}

/**
 * hecha_query_next:
 * @self: a query
 * @error: the kinds of hecha_db_open()
 *
 * Returns: whether there is a next row; %FALSE without @error at the end
 */
gboolean
hecha_query_next (HechaQuery *self, GError **error)
{
  int code = sqlite3_step (self->statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    fail (self->db->handle, code, error);
  return FALSE;
}

/**
 * hecha_query_finish:
 * @self: a query
 * @error: the kinds of hecha_db_open()
 *
 * Runs it to its end, and makes it ready to be bound and run again.
 *
 * Returns: whether it ran
 */
gboolean
hecha_query_finish (HechaQuery *self, GError **error)
{
  int code;

  while ((code = sqlite3_step (self->statement)) == SQLITE_ROW)
    continue;
  if (code != SQLITE_DONE)
    fail (self->db->handle, code, error);
  sqlite3_reset (self->statement);
  return code == SQLITE_DONE;
}

/**
 * hecha_query_int:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: the value; 0 for NULL
 */
gint64
hecha_query_int (HechaQuery *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

/**
 * hecha_query_text:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, until the next row
 */
const char *
hecha_query_text (HechaQuery *self, int column)
{
  return (const char *)sqlite3_column_text (self->statement, column);
}

/**
 * hecha_query_bytes:
 * @self: a query on a row
 * @column: from 0
 * @n_bytes: (out): how many
 *
 * Returns: (transfer none) (nullable): the bytes of a text or blob, until the next row
 */
const char *
hecha_query_bytes (HechaQuery *self, int column, gsize *n_bytes)
{
  const char *bytes = sqlite3_column_blob (self->statement, column);

  *n_bytes = (gsize)sqlite3_column_bytes (self->statement, column);
  return bytes;
}

/**
 * hecha_query_is_null:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: whether there is no value
 */
gboolean
hecha_query_is_null (HechaQuery *self, int column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

/**
 * hecha_query_n_columns:
 * @self: a query
 *
 * Returns: how many columns its rows have
 */
int
hecha_query_n_columns (HechaQuery *self)
{
  return sqlite3_column_count (self->statement);
}

/**
 * hecha_query_column_name:
 * @self: a query
 * @column: from 0
 *
 * Returns: (transfer none): the column's name
 */
const char *
hecha_query_column_name (HechaQuery *self, int column)
{
  return sqlite3_column_name (self->statement, column);
}

/**
 * hecha_query_free:
 * @self: (transfer full) (nullable): gives the query back to its connection
 */
void
hecha_query_free (HechaQuery *self)
{
  if (self == NULL)
    return;
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  if (self->kept)
    self->on_loan = FALSE;
  else
    destroy_query (self);
}

/**
 * hecha_txn_begin:
 * @db: the connection that writes
 * @error: the kinds of hecha_db_open()
 *
 * Returns: an open write transaction; its `db` is %NULL when it could not begin
 */
HechaTxn
hecha_txn_begin (HechaDb *db, GError **error)
{
  HechaTxn txn = {hecha_db_run (db, error, "BEGIN IMMEDIATE", "") ? db : NULL};

  return txn;
}

/**
 * hecha_txn_commit:
 * @self: an open transaction
 * @error: the kinds of hecha_db_open()
 *
 * Returns: whether everything is on disk; if not, nothing is
 */
gboolean
hecha_txn_commit (HechaTxn *self, GError **error)
{
  if (!hecha_db_run (self->db, error, "COMMIT", ""))
    return FALSE;
  self->db = NULL;
  return TRUE;
}

/**
 * hecha_txn_end:
 * @self: a transaction; rolled back if it is still open
 */
void
hecha_txn_end (HechaTxn *self)
{
  if (self->db != NULL && !sqlite3_get_autocommit (self->db->handle))
    hecha_db_exec (self->db, "ROLLBACK", NULL);
  self->db = NULL;
}
