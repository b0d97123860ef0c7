/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-partial.h"

#include "base/hecha-error.h"
#include "evidence/hecha-evidence-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * An upload is two files in `incoming/`. ID.part holds its bytes. ID.state is a header and then, each time that bytes
 * were fsynced, one more line with how many and when, fsynced in its turn before anybody is told. So after a power cut
 * there may be more bytes in ID.part than the last line says; nobody knows whether those are good, and they are
 * received again. A line that was torn is passed over: the one before it is true as well, only older, and the torn one
 * was never told.
 */

/* After a crash in the middle of a long request at most this much is received again. An fsync of each few bytes would
 * cost more than the writing. */
#define RECORD_BYTES (32 * 1024 * 1024)

#define HEADER_FORMAT "hecha-partial-v1 %020" G_GUINT64_FORMAT " %s %020" G_GINT64_FORMAT "\n"
/* The LF before it ends a line that was torn. */
#define LINE_FORMAT   "\n%020" G_GUINT64_FORMAT " %020" G_GINT64_FORMAT "\n"
#define NUMBER_DIGITS 20
#define LINE_CHARS    (2 * NUMBER_DIGITS + 1)
#define HEADER_CHARS  (17 + NUMBER_DIGITS + 1 + HECHA_DIGEST_TEXT_BYTES - 1 + 1 + NUMBER_DIGITS)
/* The last lines of a state are all that counts; the first may be far away from them. */
#define TAIL_BYTES 4096

#define MIN_ID_CHARS 32
#define MAX_ID_CHARS 64

/* What ID.state says. */
typedef struct
{
  guint64 size;
  HechaDigest expected;
  guint64 recorded; /* bytes */
  gint64 at_ms;     /* when that was */
} State;

struct _HechaPartial
{
  HechaEvidence *evidence; /* (not owned) */
  char *part_path;         /* (owned) */
  char *state_path;        /* (owned) */
  HechaFile part; /* the state is opened when it is written: hundreds of uploads may wait at the same time */
  guint64 size;
  HechaDigest expected;
  guint64 offset;
  guint64 durable;
  HechaDigester *digester; /* (owned) of the first `hashed` bytes */
  guint64 hashed;          /* G_MAXUINT64: has lost the thread; the file is read again at the end */
  gboolean named;          /* both names are known to be on disk */
  gboolean broken;         /* a write or fsync failed: nobody knows what is on disk after `durable` */
};

/* Ids come from outside and become names of files. */
static gboolean
check_id (const char *id, GError **error)
{
  gsize n = strlen (id);
  guint8 bytes[MAX_ID_CHARS / 2];

  if (n >= MIN_ID_CHARS && n <= MAX_ID_CHARS && n % 2 == 0 && hecha_hex_parse (id, n, bytes))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no such upload"));
  return FALSE;
}

static char *
dup_path (HechaEvidence *evidence, const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_build_filename (evidence->incoming, name, NULL);
}

static HechaPartial *
partial_new (HechaEvidence *evidence, const char *id)
{
  HechaPartial *self = g_new0 (HechaPartial, 1);

  self->evidence = evidence;
  self->part_path = dup_path (evidence, id, ".part");
  self->state_path = dup_path (evidence, id, ".state");
  self->part = (HechaFile)HECHA_FILE_INIT;
  self->digester = hecha_digester_new ();
  return self;
}

/**
 * hecha_partial_free:
 * @self: (transfer full): an upload; what is on disk stays there for hecha_partial_resume()
 */
void
hecha_partial_free (HechaPartial *self)
{
  g_free (self->part_path);
  g_free (self->state_path);
  hecha_file_clear (&self->part);
  hecha_digester_free (self->digester);
  g_free (self);
}

static gboolean
parse_number (const char *text, guint64 *number)
{
  char digits[NUMBER_DIGITS + 1];

  for (guint i = 0; i < NUMBER_DIGITS; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  memcpy (digits, text, NUMBER_DIGITS);
  digits[NUMBER_DIGITS] = '\0';
  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT64, number, NULL);
}

static gboolean
parse_header (const char *text, gsize length, State *state)
{
  const char *size = text + 17, *digest = size + NUMBER_DIGITS + 1;
  const char *at = digest + HECHA_DIGEST_TEXT_BYTES;
  guint64 ms;

  if (length <= HEADER_CHARS || text[HEADER_CHARS] != '\n' || memcmp (text, "hecha-partial-v1 ", 17) != 0
      || !parse_number (size, &state->size)
      || !hecha_digest_from_text (&state->expected, digest, HECHA_DIGEST_TEXT_BYTES - 1)
      || !parse_number (at, &ms))
    return FALSE;
  state->recorded = 0;
  state->at_ms = (gint64)ms;
  return TRUE;
}

/* Takes the last good line of @text, if there is one. */
static void
parse_lines (const char *text, gsize length, State *state)
{
  guint64 offset, ms;
  const char *end;

  for (const char *line = text; line < text + length; line = end + 1)
    {
      end = memchr (line, '\n', length - (line - text));
      if (end == NULL)
        end = text + length;
      if (end - line == LINE_CHARS && line[NUMBER_DIGITS] == ' ' && parse_number (line, &offset)
          && parse_number (line + NUMBER_DIGITS + 1, &ms) && offset <= state->size)
        {
          state->recorded = offset;
          state->at_ms = (gint64)ms;
        }
    }
}

static gboolean
load_state (const char *path, State *state)
{
  char head[HEADER_CHARS + 1], tail[TAIL_BYTES];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gssize n_head, n_tail;
  off_t end;

  if (fd < 0)
    return FALSE;
  n_head = pread (fd, head, sizeof head, 0);
  end = lseek (fd, 0, SEEK_END);
  n_tail = pread (fd, tail, sizeof tail, MAX ((off_t)sizeof head, end - (off_t)sizeof tail));
  close (fd);
  if (n_head < 0 || n_tail < 0 || !parse_header (head, (gsize)n_head, state))
    return FALSE;
  parse_lines (tail, (gsize)n_tail, state);
  return TRUE;
}

/* One file without the other is what a power cut left of an upload that nobody was told of, or that is done. */
static gboolean
is_begun (HechaPartial *self, State *state)
{
  return load_state (self->state_path, state) && access (self->part_path, F_OK) == 0;
}

/* Opens, writes, syncs if asked to, closes. */
static gboolean
write_state (HechaPartial *self, int flags, const char *text, gboolean sync, GError **error)
{
  g_auto (HechaFile) file = HECHA_FILE_INIT;

  return hecha_file_open (&file, self->evidence->env->disk, self->state_path, O_APPEND | flags, error)
         && hecha_file_write (&file, text, strlen (text), error) && (!sync || hecha_file_sync (&file, error))
         && hecha_file_close (&file, error);
}

static gboolean
write_header (HechaPartial *self, GError **error)
{
  char digest[HECHA_DIGEST_TEXT_BYTES];
  g_autofree char *header = NULL;

  hecha_digest_to_text (&self->expected, digest);
  header
    = g_strdup_printf (HEADER_FORMAT, self->size, digest, MAX (0, hecha_env_now_ms (self->evidence->env)));
  return write_state (self, O_CREAT | O_EXCL, header, FALSE, error);
}

/* Leaves nothing of it behind, as far as the disk lets us. */
static gboolean
remove_files (HechaEvidence *evidence, const char *part_path, const char *state_path, GError **error)
{
  HechaDisk *disk = evidence->env->disk;
  /* The state last: without bytes it says nothing, and bytes without it would be nobody's. */
  gboolean ok = hecha_disk_unlink (disk, part_path, error);

  return hecha_disk_unlink (disk, state_path, ok ? error : NULL) && ok;
}

/**
 * hecha_partial_begin:
 * @evidence: the evidence of a store
 * @id: 32 to 64 lower-case hex digits that the caller chose; it may come from a peer
 * @size: bytes of the whole file
 * @expected: its digest, as announced
 * @error: %HECHA_ERROR_BUSY when there is such an upload already, %HECHA_ERROR_NOT_FOUND for what is no id,
 *   %HECHA_ERROR_STORAGE
 *
 * Only hecha_partial_sync() makes the beginning durable: an upload that is lost before is begun again.
 *
 * Returns: (transfer full): an upload without bytes
 */
HechaPartial *
hecha_partial_begin (HechaEvidence *evidence, const char *id, guint64 size, const HechaDigest *expected,
                     GError **error)
{
  g_autoptr (HechaPartial) self = NULL;
  State state;

  if (!check_id (id, error) || !hecha_evidence_prepare (evidence, error))
    return NULL;
  self = partial_new (evidence, id);
  self->size = size;
  self->expected = *expected;
  if (is_begun (self, &state))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_BUSY, _ ("This upload has begun already"));
      return NULL;
    }
  if (remove_files (evidence, self->part_path, self->state_path, error)
      && hecha_file_open (&self->part, evidence->env->disk, self->part_path, O_CREAT | O_EXCL, error)
      && write_header (self, error))
    return g_steal_pointer (&self);
  remove_files (evidence, self->part_path, self->state_path, NULL);
  return NULL;
}

/* Opens the bytes where they were left. */
static gboolean
reopen (HechaPartial *self, const State *state, GError **error)
{
  HechaDisk *disk = self->evidence->env->disk;
  struct stat about;

  chmod (self->part_path, 0600); /* a finish() that was interrupted made it read-only */
  if (!hecha_file_open (&self->part, disk, self->part_path, 0, error))
    return FALSE;
  if (fstat (self->part.fd, &about) != 0)
    about.st_size = 0;
  self->size = state->size;
  self->expected = state->expected;
  self->offset = self->durable = MIN (state->recorded, (guint64)about.st_size);
  self->hashed = self->durable == 0 ? 0 : G_MAXUINT64;
  if (lseek (self->part.fd, (off_t)self->offset, SEEK_SET) >= 0)
    return TRUE;
  hecha_storage_error (error, self->part_path, errno);
  return FALSE;
}

/**
 * hecha_partial_resume:
 * @evidence: the evidence of a store
 * @id: of an upload; it may come from a peer
 * @error: %HECHA_ERROR_NOT_FOUND when there is none (any more), %HECHA_ERROR_STORAGE
 *
 * After a restart, or after a write that failed. What was already received is hashed at the end only, so this takes no
 * longer for a large file than for a small one.
 *
 * Returns: (transfer full): the upload, at its durable offset
 */
HechaPartial *
hecha_partial_resume (HechaEvidence *evidence, const char *id, GError **error)
{
  g_autoptr (HechaPartial) self = NULL;
  State state;

  if (!check_id (id, error))
    return NULL;
  self = partial_new (evidence, id);
  if (!is_begun (self, &state))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no such upload"));
      return NULL;
    }
  return reopen (self, &state, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * hecha_partial_get_size:
 * @self: an upload
 *
 * Returns: bytes of the whole file
 */
guint64
hecha_partial_get_size (HechaPartial *self)
{
  return self->size;
}

/**
 * hecha_partial_get_offset:
 * @self: an upload
 *
 * Returns: bytes that were received
 */
guint64
hecha_partial_get_offset (HechaPartial *self)
{
  return self->offset;
}

/**
 * hecha_partial_get_durable:
 * @self: an upload
 *
 * Returns: bytes that are on disk, and that the other side may be told of
 */
guint64
hecha_partial_get_durable (HechaPartial *self)
{
  return self->durable;
}

/**
 * hecha_partial_get_expected:
 * @self: an upload
 *
 * Returns: (transfer none): the digest that was announced
 */
const HechaDigest *
hecha_partial_get_expected (HechaPartial *self)
{
  return &self->expected;
}

static gboolean
check_whole (HechaPartial *self, GError **error)
{
  if (!self->broken)
    return TRUE;
  g_set_error_literal (
    error, HECHA_ERROR, HECHA_ERROR_STORAGE,
    _ ("The disk failed while this file was received; go on from the last confirmed byte"));
  return FALSE;
}

static gboolean
note_failure (HechaPartial *self, gboolean ok)
{
  self->broken |= !ok;
  return ok;
}

static gboolean
record (HechaPartial *self, GError **error)
{
  g_autofree char *line
    = g_strdup_printf (LINE_FORMAT, self->offset, MAX (0, hecha_env_now_ms (self->evidence->env)));

  if (!write_state (self, 0, line, TRUE, error))
    return FALSE;
  if (!self->named && !hecha_disk_sync_dir (self->evidence->env->disk, self->evidence->incoming, error))
    return FALSE;
  self->named = TRUE;
  self->durable = self->offset;
  return TRUE;
}

/**
 * hecha_partial_sync:
 * @self: an upload
 * @error: %HECHA_ERROR_STORAGE; the object is then of no use, but hecha_partial_resume() goes on from `durable`
 *
 * Called when the other side pauses or is cut off, before an offset is told.
 *
 * Returns: whether `durable` is `offset` now
 */
gboolean
hecha_partial_sync (HechaPartial *self, GError **error)
{
  if (!check_whole (self, error))
    return FALSE;
  if (self->durable == self->offset && self->named)
    return TRUE;
  return note_failure (self, hecha_file_sync (&self->part, error) && record (self, error));
}

/**
 * hecha_partial_append:
 * @self: an upload
 * @bytes: (array length=n_bytes): the next bytes
 * @n_bytes: how many
 * @error: %HECHA_ERROR_INVALID, with nothing taken, when there would be more than announced; %HECHA_ERROR_STORAGE as
 *   hecha_partial_sync()
 *
 * Now and then this includes a sync, so that a crash in a long request does not cost all of it.
 *
 * Returns: whether all bytes were taken
 */
gboolean
hecha_partial_append (HechaPartial *self, const void *bytes, gsize n_bytes, GError **error)
{
  if (!check_whole (self, error))
    return FALSE;
  if (n_bytes > self->size - self->offset)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("The file is longer than was announced"));
      return FALSE;
    }
  if (!note_failure (self, hecha_file_write (&self->part, bytes, n_bytes, error)))
    return FALSE;
  if (self->hashed == self->offset)
    {
      hecha_digester_add (self->digester, bytes, n_bytes);
      self->hashed += n_bytes;
    }
  self->offset += n_bytes;
  return self->offset - self->durable < RECORD_BYTES || self->offset == self->size
         || hecha_partial_sync (self, error);
}

/**
 * hecha_partial_rewind:
 * @self: an upload
 * @offset: at most the present one
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_STORAGE as hecha_partial_sync()
 *
 * Takes back bytes that came with a wrong checksum, before anybody was told of them.
 *
 * Returns: whether the upload goes on from @offset, also after a crash
 */
gboolean
hecha_partial_rewind (HechaPartial *self, guint64 offset, GError **error)
{
  if (!check_whole (self, error))
    return FALSE;
  if (offset > self->offset)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("An upload can only go back to what it has"));
      return FALSE;
    }
  if (lseek (self->part.fd, (off_t)offset, SEEK_SET) < 0)
    {
      hecha_storage_error (error, self->part_path, errno);
      return note_failure (self, FALSE);
    }
  if (offset != self->offset)
    self->hashed = G_MAXUINT64;
  self->offset = offset;
  if (self->durable > offset)
    return note_failure (self, record (self, error));
  return TRUE;
}

/* Of the whole file: as it went by, or by reading it again. */
static gboolean
compute_digest (HechaPartial *self, GCancellable *cancellable, HechaDigest *digest, GError **error)
{
  gboolean ok;
  int fd;

  if (self->hashed == self->size)
    {
      hecha_digester_finish (self->digester, digest);
      self->hashed = G_MAXUINT64;
      return TRUE;
    }
  fd = open (self->part_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    {
      hecha_storage_error (error, self->part_path, errno);
      return FALSE;
    }
  ok = hecha_evidence_hash_fd (fd, self->part_path, cancellable, digest, error);
  close (fd);
  return ok;
}

/**
 * hecha_partial_finish:
 * @self: an upload that has all its bytes; after success, or a wrong digest, it can only be freed
 * @cancellable: (nullable): to stop
 * @error: %HECHA_ERROR_UNTRUSTED when it is not the file that was announced, and then it is gone;
 *   %HECHA_ERROR_INVALID when bytes are missing; %HECHA_ERROR_STORAGE as hecha_partial_sync()
 *
 * After hecha_partial_resume() or hecha_partial_rewind() the file is read once more here, which takes about a second
 * for a gigabyte.
 *
 * Returns: whether the file is on disk, whole, under its digest
 */
gboolean
hecha_partial_finish (HechaPartial *self, GCancellable *cancellable, GError **error)
{
  HechaDigest digest;

  if (!check_whole (self, error))
    return FALSE;
  if (self->offset != self->size)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("%lu bytes are still missing"),
                   (gulong)(self->size - self->offset));
      return FALSE;
    }
  if (!compute_digest (self, cancellable, &digest, error))
    return FALSE;
  if (!hecha_digest_equal (&digest, &self->expected))
    {
      self->broken = TRUE;
      remove_files (self->evidence, self->part_path, self->state_path, NULL);
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                           _ ("The file that arrived is not the one that was announced; send it again"));
      return FALSE;
    }
  if (!note_failure (self, hecha_evidence_settle (self->evidence, &self->part, &digest, error)))
    return FALSE;
  self->durable = self->size;
  hecha_disk_unlink (self->evidence->env->disk, self->state_path, NULL); /* expires else */
  return TRUE;
}

/**
 * hecha_partial_discard:
 * @evidence: the evidence of a store
 * @id: of an upload for which no object is in use; it may come from a peer
 * @error: %HECHA_ERROR_NOT_FOUND for what is no id, %HECHA_ERROR_STORAGE
 *
 * Returns: whether nothing is left of it
 */
gboolean
hecha_partial_discard (HechaEvidence *evidence, const char *id, GError **error)
{
  g_autofree char *part_path = NULL, *state_path = NULL;

  if (!check_id (id, error))
    return FALSE;
  part_path = dup_path (evidence, id, ".part");
  state_path = dup_path (evidence, id, ".state");
  return remove_files (evidence, part_path, state_path, error);
}

/* When it was last heard of: of an upload by its state, of what a killed program left by the file system. */
static gint64
last_used_ms (HechaEvidence *evidence, const char *name)
{
  g_autofree char *path = g_build_filename (evidence->incoming, name, NULL);
  const char *dot = strrchr (name, '.');
  g_autofree char *id = dot == NULL ? NULL : g_strndup (name, dot - name);
  g_autofree char *state_path = id == NULL ? NULL : dup_path (evidence, id, ".state");
  struct stat about;
  State state;

  if (state_path != NULL && load_state (state_path, &state))
    return state.at_ms;
  return lstat (path, &about) == 0 ? about.st_mtim.tv_sec * (gint64)1000 : G_MAXINT64;
}

/**
 * hecha_partial_expire:
 * @evidence: the evidence of a store
 * @seconds: how long an upload may rest before it is given up
 *
 * Also clears away what programs that were killed left in `incoming/`. An upload that is in use must have been synced
 * within @seconds.
 *
 * Returns: how many files were removed
 */
guint
hecha_partial_expire (HechaEvidence *evidence, gint64 seconds)
{
  g_autoptr (GDir) dir = g_dir_open (evidence->incoming, 0, NULL);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_free);
  gint64 now = hecha_env_now_ms (evidence->env);
  guint n = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      gint64 used = last_used_ms (evidence, name);

      if (used <= now && now - used >= seconds * 1000)
        g_ptr_array_add (old, g_build_filename (evidence->incoming, name, NULL));
    }
  /* Looked at first, removed afterwards: the state speaks for both files of an upload. */
  for (guint i = 0; i < old->len; i++)
    n += hecha_disk_unlink (evidence->env->disk, old->pdata[i], NULL);
  return n;
}
