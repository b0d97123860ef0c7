/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-thumbnailer.h"

#include "evidence/hecha-evidence.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Longest side in pixels, enough for a tile on a screen of scale 2. */
#define SMALL 192
/* So many children at a time. */
#define MAX_CHILDREN 2
/* What a child may say besides pixels: two lines. */
#define MAX_WORDS 1024
/* A child is killed after so long: it is allowed 10 seconds of the processor, and comes last on a busy laptop. */
#define TIMEOUT_S 60
/* So many small pictures are kept. */
#define MAX_CACHE 256
#define GREETING  "hecha-thumbnail 1\n"

/**
 * HechaThumbnailer:
 *
 * Pictures of evidence, decoded by a child in a sandbox: neither the window's thread nor its process ever looks into a
 * file. Nothing of it is kept on disk.
 */
struct _HechaThumbnailer
{
  GObject parent_instance;

  HechaEvidence *evidence; /* (owned) */
  HechaFetching *fetching; /* (owned) (nullable): brings what is not here */
  gboolean fetches_small;  /* also for a tile, not only for who opens one */
  GHashTable *cache;       /* (owned) digest → GdkTexture, of small pictures */
  GQueue waiting;          /* (element-type GTask) */
  guint children;          /* that run now */
  char *photo_program;     /* (owned) */
  char *video_program;     /* (owned) */
  char *sandbox;           /* (owned) (nullable): bwrap */
  int sandbox_failed;      /* atomic: it does not work here */
};

/* One picture on its way; the data of its task. */
typedef struct
{
  HechaThumbnailer *thumbnailer; /* (not owned): the task of who asked holds it */
  char *digest;                  /* (owned) */
  int size;                      /* longest side in pixels */
  gboolean film;                 /* it is a video */
} Load;

G_DEFINE_FINAL_TYPE (HechaThumbnailer, hecha_thumbnailer, G_TYPE_OBJECT)

static void
free_load (gpointer data)
{
  Load *load = data;

  g_free (load->digest);
  g_free (load);
}

/* Beside the program when it runs from its build folder, else where it was installed. */
static char *
find_program (const char *name)
{
  const char *given = g_getenv ("HECHA_DECODERS");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self != NULL ? g_path_get_dirname (self) : g_strdup ("/");
  char *beside = g_build_filename (given != NULL && *given != '\0' ? given : dir, name, NULL);

  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return beside;
  g_free (beside);
  return g_build_filename (HECHA_LIBEXECDIR, name, NULL);
}

/* ---- what the child says ---- */

static void
set_cannot (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The picture cannot be shown");
}

static GdkTexture *
read_pixels (const Load *load, const char *line, const guint8 *pixels, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int width, height;

  if (sscanf (line, "ok %d %d", &width, &height) != 2 || width < 1 || height < 1 || width > load->size
      || height > load->size || length != (gsize)width * (gsize)height * 4)
    {
      set_cannot (error);
      return NULL;
    }
  bytes = g_bytes_new (pixels, length);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, (gsize)width * 4);
}

static gboolean
has_greeting (const GByteArray *answer)
{
  return answer->len >= strlen (GREETING) && memcmp (answer->data, GREETING, strlen (GREETING)) == 0;
}

static GdkTexture *
read_answer (const Load *load, const GByteArray *answer, GError **error)
{
  const guint8 *text = answer->data + strlen (GREETING);
  gsize length = answer->len - strlen (GREETING);
  const guint8 *end = length > 0 ? memchr (text, '\n', MIN (length, MAX_WORDS)) : NULL;
  g_autofree char *line = end != NULL ? g_strndup ((const char *)text, (gsize)(end - text)) : NULL;

  if (line != NULL && g_str_has_prefix (line, "ok "))
    return read_pixels (load, line, end + 1, length - (gsize)(end + 1 - text), error);
  if (line != NULL && g_str_has_prefix (line, "no ") && g_utf8_validate (line, -1, NULL))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, line + 3);
  else
    set_cannot (error);
  return NULL;
}

/* ---- the child, on a thread of its own ---- */

/* Nothing of the machine but the libraries, nothing of the network, and it ends with us. */
static GPtrArray *
build_argv (const char *sandbox, const char *program, const char *size)
{
  static const char *const walls[] = {
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
    "--clearenv",
    "--setenv",
    "HOME",
    "/",
    "--ro-bind",
    "/usr",
    "/usr",
    "--ro-bind-try",
    "/lib",
    "/lib",
    "--ro-bind-try",
    "/lib64",
    "/lib64",
    "--ro-bind-try",
    "/etc/ld.so.cache",
    "/etc/ld.so.cache",
    "--dev",
    "/dev",
  };
  GPtrArray *argv = g_ptr_array_new ();

  if (sandbox != NULL)
    {
      g_ptr_array_add (argv, (gpointer)sandbox);
      for (guint i = 0; i < G_N_ELEMENTS (walls); i++)
        g_ptr_array_add (argv, (gpointer)walls[i]);
      g_ptr_array_add (argv, (gpointer) "--ro-bind");
      g_ptr_array_add (argv, (gpointer)program);
      g_ptr_array_add (argv, (gpointer) "/hecha-decoder");
      g_ptr_array_add (argv, (gpointer) "/hecha-decoder");
    }
  else
    g_ptr_array_add (argv, (gpointer)program);
  g_ptr_array_add (argv, (gpointer)size);
  g_ptr_array_add (argv, NULL);
  return argv;
}

/* Until it ends, has said too much, or was given enough time. */
static void
listen_to (int fd, gsize most, GByteArray *answer)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_S * G_USEC_PER_SEC;
  struct pollfd wait = {fd, POLLIN, 0};
  guint8 buffer[64 * 1024];
  gint64 left;

  while (answer->len <= most && (left = (end - g_get_monotonic_time ()) / 1000) > 0)
    {
      int ready = poll (&wait, 1, (int)left);
      gssize n = ready > 0 ? read (fd, buffer, sizeof buffer) : -1;

      if (n > 0)
        g_byte_array_append (answer, buffer, (guint)n);
      else if (n == 0 || errno != EINTR)
        return;
    }
}

/* A tile is not worth a whole film. */
static gboolean
is_worth_fetching (HechaThumbnailer *self, const Load *load)
{
  return self->fetching != NULL && (load->size > SMALL || (self->fetches_small && !load->film));
}

/* The file may be at the server only: the office never had it, a team made room. */
static int
open_file (HechaThumbnailer *self, const Load *load, GError **error)
{
  HechaDigest digest;
  guint64 size;

  if (!hecha_digest_from_text (&digest, load->digest, -1))
    return -1;
  if (is_worth_fetching (self, load) && !hecha_evidence_has (self->evidence, &digest, &size)
      && !hecha_fetching_fetch (self->fetching, load->digest, error))
    return -1;
  return hecha_evidence_open (self->evidence, &digest, error);
}

static GByteArray *
ask_child (HechaThumbnailer *self, const Load *load, gboolean in_sandbox, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *size = g_strdup_printf ("%d", load->size);
  g_autoptr (GPtrArray) argv = build_argv (in_sandbox ? self->sandbox : NULL,
                                           load->film ? self->video_program : self->photo_program, size);
  g_autoptr (GSubprocess) child = NULL;
  GByteArray *answer;
  int fd = open_file (self, load, error);

  if (fd < 0)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  child = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, error);
  if (child == NULL)
    return NULL;
  answer = g_byte_array_new ();
  listen_to (g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (child))),
             (gsize)load->size * (gsize)load->size * 4 + MAX_WORDS, answer);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  return answer;
}

/* Where there is no sandbox, photographs are still decoded by a child with little memory and time; videos are not: what
 * takes them apart is ten times as much code. */
static GdkTexture *
decode (HechaThumbnailer *self, const Load *load, GError **error)
{
  gboolean in_sandbox = self->sandbox != NULL && !g_atomic_int_get (&self->sandbox_failed);
  g_autoptr (GByteArray) answer = NULL;

  if (in_sandbox || !load->film)
    answer = ask_child (self, load, in_sandbox, error);
  else
    set_cannot (error);
  if (answer == NULL)
    return NULL;
  if (!has_greeting (answer) && in_sandbox)
    {
      g_atomic_int_set (&self->sandbox_failed, 1);
      return decode (self, load, error);
    }
  if (has_greeting (answer))
    return read_answer (load, answer, error);
  set_cannot (error);
  return NULL;
}

static void
decode_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GdkTexture *texture = decode (((Load *)data)->thumbnailer, data, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No file");
}

/* ---- the queue ---- */

static void start_next (HechaThumbnailer *self);

static void
keep (HechaThumbnailer *self, const char *digest, GdkTexture *texture)
{
  if (g_hash_table_size (self->cache) >= MAX_CACHE)
    g_hash_table_remove_all (self->cache);
  g_hash_table_replace (self->cache, g_strdup (digest), g_object_ref (texture));
}

/* @user_data: (transfer full): the task of who asked */
static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HechaThumbnailer *self = g_task_get_source_object (task);
  const Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), &error);

  self->children--;
  if (texture != NULL && load->size == SMALL)
    keep (self, load->digest, texture);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
  start_next (self);
}

static void
start_child (HechaThumbnailer *self, GTask *task)
{
  const Load *load = g_task_get_task_data (task);
  g_autoptr (GTask) decoding = g_task_new (NULL, NULL, decoded_cb, g_object_ref (task));
  Load *copy = g_new0 (Load, 1);

  *copy = (Load) {self, g_strdup (load->digest), load->size, load->film};
  g_task_set_task_data (decoding, copy, free_load);
  self->children++;
  g_task_run_in_thread (decoding, decode_in_thread);
}

static void
start_next (HechaThumbnailer *self)
{
  while (self->children < MAX_CHILDREN && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      if (!g_task_return_error_if_cancelled (task))
        start_child (self, task);
    }
}

static void
load_async (HechaThumbnailer *self, const char *digest, gboolean film, int size, GCancellable *cancellable,
            GAsyncReadyCallback done, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, done, user_data);
  GdkTexture *known = size == SMALL ? g_hash_table_lookup (self->cache, digest) : NULL;
  Load *load;

  g_task_set_source_tag (task, load_async);
  if (known != NULL)
    {
      g_task_return_pointer (task, g_object_ref (known), g_object_unref);
      g_object_unref (task);
      return;
    }
  load = g_new0 (Load, 1);
  *load = (Load) {self, g_strdup (digest), size, film};
  g_task_set_task_data (task, load, free_load);
  if (size == SMALL)
    g_queue_push_tail (&self->waiting, task);
  else
    g_queue_push_head (&self->waiting, task); /* somebody waits before it */
  start_next (self);
}

/* ---- life cycle ---- */

static void
hecha_thumbnailer_finalize (GObject *object)
{
  HechaThumbnailer *self = HECHA_THUMBNAILER (object);

  g_clear_pointer (&self->evidence, hecha_evidence_free);
  g_clear_object (&self->fetching);
  g_hash_table_unref (self->cache);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self->photo_program);
  g_free (self->video_program);
  g_free (self->sandbox);
  G_OBJECT_CLASS (hecha_thumbnailer_parent_class)->finalize (object);
}

static void
hecha_thumbnailer_class_init (HechaThumbnailerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_thumbnailer_finalize;
}

static void
hecha_thumbnailer_init (HechaThumbnailer *self)
{
  self->cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_queue_init (&self->waiting);
  self->photo_program = find_program ("hecha-thumbnail");
  self->video_program = find_program ("hecha-poster");
  self->sandbox = g_find_program_in_path ("bwrap");
}

/**
 * hecha_thumbnailer_new:
 * @store_dir: folder of the store whose evidence it is
 * @env: (transfer none): must outlive it
 *
 * Returns: (transfer full): a maker of pictures
 */
HechaThumbnailer *
hecha_thumbnailer_new (const char *store_dir, const HechaEnv *env)
{
  HechaThumbnailer *self = g_object_new (HECHA_TYPE_THUMBNAILER, NULL);

  self->evidence = hecha_evidence_new (store_dir, env);
  return self;
}

/**
 * hecha_thumbnailer_set_fetching:
 * @self: a maker of pictures, before it was asked for one
 * @fetching: brings files that are not here, for whoever opens one
 * @small: also the photographs of which only a tile is asked for
 */
void
hecha_thumbnailer_set_fetching (HechaThumbnailer *self, HechaFetching *fetching, gboolean small)
{
  g_set_object (&self->fetching, fetching);
  self->fetches_small = small;
}

/**
 * hecha_thumbnailer_can_show:
 * @kind: (nullable): of the evidence
 *
 * Returns: whether there are pictures of such a thing
 */
gboolean
hecha_thumbnailer_can_show (const char *kind)
{
  return g_strcmp0 (kind, "photo") == 0 || g_strcmp0 (kind, "video") == 0;
}

/**
 * hecha_thumbnailer_load_async:
 * @self: a maker of pictures
 * @digest: of the file
 * @kind: of the evidence, one that can be shown
 * @cancellable: (nullable): of a picture that was not begun
 * @done: called when it is there
 * @user_data: for @done
 *
 * A small picture, at most 192 pixels wide and high.
 */
void
hecha_thumbnailer_load_async (HechaThumbnailer *self, const char *digest, const char *kind,
                              GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data)
{
  load_async (self, digest, g_strcmp0 (kind, "video") == 0, SMALL, cancellable, done, user_data);
}

/**
 * hecha_thumbnailer_load_large_async:
 * @self: a maker of pictures
 * @digest: of the file
 * @kind: of the evidence, one that can be shown
 * @size: longest side in pixels, 4096 at most
 * @cancellable: (nullable): of a picture that was not begun
 * @done: called when it is there
 * @user_data: for @done
 *
 * A picture to look at. Comes before the small ones, and is not kept.
 */
void
hecha_thumbnailer_load_large_async (HechaThumbnailer *self, const char *digest, const char *kind, int size,
                                    GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data)
{
  load_async (self, digest, g_strcmp0 (kind, "video") == 0, size, cancellable, done, user_data);
}

/**
 * hecha_thumbnailer_load_finish:
 * @self: a maker of pictures
 * @result: what @done was given
 * @error: why it cannot be shown
 *
 * Returns: (transfer full) (nullable): the picture, turned as the camera was held
 */
GdkTexture *
hecha_thumbnailer_load_finish (HechaThumbnailer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
