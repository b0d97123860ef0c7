/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The only face of SQLite: open, query, run, one value, transaction. Nobody else includes sqlite3.h. */

typedef struct _HechaDb HechaDb;

/**
 * HechaQuery:
 *
 * A prepared statement on loan. Freeing it resets it and gives it back, so a loop does not prepare again.
 */
typedef struct _HechaQuery HechaQuery;

typedef enum
{
  HECHA_DB_READ_WRITE,
  HECHA_DB_READ_ONLY,
} HechaDbMode;

HechaDb *hecha_db_open (const char *path, HechaDbMode mode, const char *vfs, GError **error);
void hecha_db_close (HechaDb *self);
gboolean hecha_db_check (HechaDb *self, GError **error);
gboolean hecha_db_backup (HechaDb *self, const char *destination, GError **error);
gboolean hecha_db_checkpoint (HechaDb *self, GError **error);
void hecha_db_remove (const char *path, const char *vfs);

/* SQL with parameters ?1, ?2 …; their values follow by @format: i = gint64, t = const char * (NULL is NULL),
 * b = const guint8 * and gsize, s = const char * and gsize. */
gboolean hecha_db_exec (HechaDb *self, const char *sql, GError **error);
gboolean hecha_db_run (HechaDb *self, GError **error, const char *sql, const char *format, ...);
HechaQuery *hecha_db_query (HechaDb *self, GError **error, const char *sql, const char *format, ...);
gboolean
hecha_db_get_int (HechaDb *self, gint64 *value, GError **error, const char *sql, const char *format, ...);
char *hecha_db_dup_text (HechaDb *self, GError **error, const char *sql, const char *format, ...);
gint64 hecha_db_last_id (HechaDb *self);
void hecha_db_release_memory (HechaDb *self);
int hecha_db_changes (HechaDb *self);

void hecha_query_bind_int (HechaQuery *self, int parameter, gint64 value);
void hecha_query_bind_text (HechaQuery *self, int parameter, const char *text, gsize length);
void hecha_query_bind_blob (HechaQuery *self, int parameter, const void *bytes, gsize n_bytes);
void hecha_query_bind_null (HechaQuery *self, int parameter);
gboolean hecha_query_next (HechaQuery *self, GError **error);
gboolean hecha_query_finish (HechaQuery *self, GError **error);
gint64 hecha_query_int (HechaQuery *self, int column);
const char *hecha_query_text (HechaQuery *self, int column);
const char *hecha_query_bytes (HechaQuery *self, int column, gsize *n_bytes);
gboolean hecha_query_is_null (HechaQuery *self, int column);
int hecha_query_n_columns (HechaQuery *self);
const char *hecha_query_column_name (HechaQuery *self, int column);
void hecha_query_free (HechaQuery *self);

/**
 * HechaTxn:
 *
 * A write transaction that is rolled back when it goes out of scope without having been committed.
 */
typedef struct
{
  HechaDb *db; /* (not owned) %NULL when none is open */
} HechaTxn;

HechaTxn hecha_txn_begin (HechaDb *db, GError **error);
gboolean hecha_txn_commit (HechaTxn *self, GError **error);
void hecha_txn_end (HechaTxn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaDb, hecha_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaQuery, hecha_query_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaTxn, hecha_txn_end)

G_END_DECLS
