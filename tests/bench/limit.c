/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limit - what this machine and SQLite can do, in plain C and with nothing of Hecha in it.
 *
 *   limit copy SOURCE DESTINATION   inserts the rows of the store SOURCE into the same tables with the same indexes, in
 *                                   batches of 500 entries, with one SHA-256 for each; prints the seconds
 *   limit commits DESTINATION N     commits N small rows, each by itself; prints the seconds
 *
 * Reading the rows is not counted: each batch is in memory before the clock runs. */
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH      500
#define MAX_TABLES 64
/* As the stores have them; durability is that of the store (WAL, FULL). */
#define PRAGMAS                                                                                              \
  "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = "      \
  "-32768; PRAGMA wal_autocheckpoint = 16000"

typedef struct
{
  sqlite3_stmt *read;
  sqlite3_stmt *write;
  sqlite3_int64 n_rows;
  sqlite3_int64 n_done;
  int hashed; /* the column that gets a digest; -1: none */
  int n_columns;
  sqlite3_value **values; /* of the rows of one batch */
  sqlite3_int64 n_values;
} Table;

static Table tables[MAX_TABLES];
static int n_tables;

static void
check (int ok, sqlite3 *db)
{
  if (ok)
    return;
  fprintf (stderr, "limit: %s\n", db != NULL ? sqlite3_errmsg (db) : "failed");
  exit (1);
}

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *format, const char *name)
{
  char *sql = sqlite3_mprintf (format, name);
  sqlite3_stmt *statement;

  check (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK, db);
  sqlite3_free (sql);
  return statement;
}

static void
open_table (sqlite3 *source, sqlite3 *destination, const char *name)
{
  Table *table = &tables[n_tables++];
  sqlite3_stmt *count = prepare (source, "SELECT count(*) FROM \"%w\"", name);
  char insert[4096];
  int length;

  check (n_tables <= MAX_TABLES && sqlite3_step (count) == SQLITE_ROW, source);
  table->n_rows = sqlite3_column_int64 (count, 0);
  sqlite3_finalize (count);
  table->read = prepare (source, "SELECT * FROM \"%w\"", name);
  table->n_columns = sqlite3_column_count (table->read);
  table->hashed = -1;
  length = snprintf (insert, sizeof insert, "INSERT INTO \"%s\" VALUES (?", name);
  for (int i = 0; i < table->n_columns; i++)
    {
      if (strcmp (name, "entry") == 0 && strcmp (sqlite3_column_name (table->read, i), "bytes") == 0)
        table->hashed = i;
      if (i > 0)
        length += snprintf (insert + length, sizeof insert - (size_t)length, ",?");
    }
  snprintf (insert + length, sizeof insert - (size_t)length, ")");
  table->write = prepare (destination, "%s", insert);
}

/* Tables first, then their indexes, as the store made them. */
static void
copy_schema (sqlite3 *source, sqlite3 *destination)
{
  sqlite3_stmt *statement
    = prepare (source, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL%s",
               " AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'");

  while (sqlite3_step (statement) == SQLITE_ROW)
    check (sqlite3_exec (destination, (const char *)sqlite3_column_text (statement, 2), NULL, NULL, NULL)
             == SQLITE_OK,
           destination);
  sqlite3_reset (statement);
  while (sqlite3_step (statement) == SQLITE_ROW)
    if (strcmp ((const char *)sqlite3_column_text (statement, 0), "table") == 0)
      open_table (source, destination, (const char *)sqlite3_column_text (statement, 1));
  sqlite3_finalize (statement);
}

/* Of every table its share of rows for the batch. */
static void
read_batch (Table *table, sqlite3_int64 batch, sqlite3_int64 n_batches)
{
  sqlite3_int64 end = table->n_rows * (batch + 1) / n_batches;

  table->n_values = (end - table->n_done) * table->n_columns;
  table->values = calloc ((size_t)table->n_values + 1, sizeof *table->values);
  for (sqlite3_int64 i = 0; i < table->n_values; i++)
    {
      int column = (int)(i % table->n_columns);

      if (column == 0)
        check (sqlite3_step (table->read) == SQLITE_ROW, NULL);
      table->values[i] = sqlite3_value_dup (sqlite3_column_value (table->read, column));
    }
  table->n_done = end;
}

static void
write_batch (Table *table, sqlite3 *db, unsigned *mixed)
{
  for (sqlite3_int64 i = 0; i < table->n_values; i += table->n_columns)
    {
      if (table->hashed >= 0)
        {
          sqlite3_value *bytes = table->values[i + table->hashed];
          const unsigned char *text = sqlite3_value_text (bytes);
          unsigned char digest[SHA256_DIGEST_LENGTH];

          SHA256 (text, (size_t)sqlite3_value_bytes (bytes), digest);
          *mixed ^= digest[0];
        }
      for (int column = 0; column < table->n_columns; column++)
        sqlite3_bind_value (table->write, column + 1, table->values[i + column]);
      check (sqlite3_step (table->write) == SQLITE_DONE, db);
      sqlite3_reset (table->write);
    }
}

static void
free_batch (Table *table)
{
  for (sqlite3_int64 i = 0; i < table->n_values; i++)
    sqlite3_value_free (table->values[i]);
  free (table->values);
}

static sqlite3_int64
count_batches (sqlite3 *source)
{
  sqlite3_stmt *count = prepare (source, "SELECT count(*) FROM %s", "entry");
  sqlite3_int64 n;

  check (sqlite3_step (count) == SQLITE_ROW, source);
  n = sqlite3_column_int64 (count, 0);
  sqlite3_finalize (count);
  return n < BATCH ? 1 : (n + BATCH - 1) / BATCH;
}

static double
copy (const char *from, const char *to)
{
  sqlite3 *source, *destination;
  sqlite3_int64 n_batches;
  unsigned mixed = 0;
  double seconds = 0;

  check (sqlite3_open_v2 (from, &source, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, source);
  check (sqlite3_open (to, &destination) == SQLITE_OK, destination);
  check (sqlite3_exec (destination, PRAGMAS, NULL, NULL, NULL) == SQLITE_OK, destination);
  copy_schema (source, destination);
  n_batches = count_batches (source);
  for (sqlite3_int64 batch = 0; batch < n_batches; batch++)
    {
      double start;

      for (int i = 0; i < n_tables; i++)
        read_batch (&tables[i], batch, n_batches);
      start = now ();
      check (sqlite3_exec (destination, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK, destination);
      for (int i = 0; i < n_tables; i++)
        write_batch (&tables[i], destination, &mixed);
      check (sqlite3_exec (destination, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, destination);
      seconds += now () - start;
      for (int i = 0; i < n_tables; i++)
        free_batch (&tables[i]);
    }
  return seconds + (mixed > 256 ? 1 : 0);
}

static double
commit_each (const char *to, int n)
{
  sqlite3 *db;
  sqlite3_stmt *insert;
  double start;

  check (sqlite3_open (to, &db) == SQLITE_OK, db);
  check (sqlite3_exec (db, PRAGMAS "; CREATE TABLE small (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
                       NULL, NULL, NULL)
           == SQLITE_OK,
         db);
  insert = prepare (db, "INSERT INTO small (text) VALUES (%s)", "?1");
  start = now ();
  for (int i = 0; i < n; i++)
    {
      sqlite3_bind_text (insert, 1, "one hundred bytes of text, more or less, as a small row would have", -1,
                         SQLITE_STATIC);
      check (sqlite3_step (insert) == SQLITE_DONE, db);
      sqlite3_reset (insert);
    }
  return now () - start;
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "copy") == 0)
    printf ("%.4f\n", copy (argv[2], argv[3]));
  else if (argc == 4 && strcmp (argv[1], "commits") == 0)
    printf ("%.4f\n", commit_each (argv[2], (int)strtol (argv[3], NULL, 10)));
  else
    {
      fprintf (stderr, "usage: limit copy SOURCE DESTINATION | limit commits DESTINATION N\n");
      return 2;
    }
  return 0;
}
