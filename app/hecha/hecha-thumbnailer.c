/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-thumbnailer.h"

#include "evidence/hecha-evidence.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

/* Longest side in pixels, enough for a tile on a screen of scale 2. */
#define SIZE 192
/* So many children at a time. */
#define MAX_CHILDREN 2
/* What a child may say: two lines and the pixels. */
#define MAX_ANSWER (SIZE * SIZE * 4 + 1024)
/* A child is killed after so long: arbitrary, twice the processor time that it is allowed. */
#define TIMEOUT_S 20
/* So many pictures are kept. */
#define MAX_CACHE 256
#define GREETING  "hecha-thumbnail 1\n"

/**
 * HechaThumbnailer:
 *
 * Small pictures of evidence, decoded by a child in a sandbox: neither the window's thread nor its process ever looks
 * into a file.
 */
struct _HechaThumbnailer
{
  GObject parent_instance;

  HechaEvidence *evidence; /* (owned) */
  GHashTable *cache;       /* (owned) digest → GdkTexture */
  GQueue waiting;          /* (element-type GTask) */
  guint children;          /* that run now */
  char *program;           /* (owned) */
  char *sandbox;           /* (owned) (nullable): bwrap, as long as it works */
};

/* One picture on its way; the data of its task. */
typedef struct
{
  char *digest;       /* (owned) */
  GSubprocess *child; /* (owned) */
  guint8 *answer;     /* (owned) */
  gsize length;
  guint timeout_id; /* 0 when no timer runs */
  gboolean in_sandbox;
} Load;

G_DEFINE_FINAL_TYPE (HechaThumbnailer, hecha_thumbnailer, G_TYPE_OBJECT)

static void start_child (HechaThumbnailer *self, GTask *task);

static void
free_load (gpointer data)
{
  Load *load = data;

  g_clear_handle_id (&load->timeout_id, g_source_remove);
  g_clear_object (&load->child);
  g_free (load->digest);
  g_free (load->answer);
  g_free (load);
}

/* Beside the program when it runs from its build folder, else where it was installed. */
static char *
find_program (void)
{
  const char *given = g_getenv ("HECHA_THUMBNAIL");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self != NULL ? g_path_get_dirname (self) : g_strdup ("/");
  char *beside = g_build_filename (dir, "hecha-thumbnail", NULL);

  if (given != NULL && *given != '\0')
    {
      g_free (beside);
      return g_strdup (given);
    }
  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return beside;
  g_free (beside);
  return g_strdup (HECHA_LIBEXECDIR "/hecha-thumbnail");
}

/* ---- what the child says ---- */

static GdkTexture *
read_pixels (const char *line, const guint8 *pixels, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int width, height;

  if (sscanf (line, "ok %d %d", &width, &height) != 2 || width < 1 || height < 1 || width > SIZE
      || height > SIZE || length != (gsize)width * (gsize)height * 4)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The picture cannot be shown");
      return NULL;
    }
  bytes = g_bytes_new (pixels, length);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, (gsize)width * 4);
}

static GdkTexture *
read_answer (const Load *load, GError **error)
{
  const guint8 *text = load->answer + strlen (GREETING);
  gsize length = load->length - strlen (GREETING);
  const guint8 *end = memchr (text, '\n', length);
  g_autofree char *line = end != NULL ? g_strndup ((const char *)text, (gsize)(end - text)) : NULL;

  if (line != NULL && g_str_has_prefix (line, "ok "))
    return read_pixels (line, end + 1, length - (gsize)(end + 1 - text), error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
               line != NULL && g_str_has_prefix (line, "no ") && g_utf8_validate (line, -1, NULL)
                 ? line + 3
                 : "The picture cannot be shown");
  return NULL;
}

static void
keep (HechaThumbnailer *self, const char *digest, GdkTexture *texture)
{
  if (g_hash_table_size (self->cache) >= MAX_CACHE)
    g_hash_table_remove_all (self->cache);
  g_hash_table_replace (self->cache, g_strdup (digest), g_object_ref (texture));
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

static gboolean
sandbox_failed (const Load *load)
{
  return load->in_sandbox
         && (load->length < strlen (GREETING) || memcmp (load->answer, GREETING, strlen (GREETING)) != 0);
}

static void
answer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HechaThumbnailer *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  GdkTexture *texture = NULL;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &load->length, &error);
  g_clear_handle_id (&load->timeout_id, g_source_remove);
  g_subprocess_force_exit (load->child);
  self->children--;
  if (error == NULL && sandbox_failed (load))
    {
      g_clear_pointer (&self->sandbox, g_free);
      start_child (self, task);
      return;
    }
  if (error == NULL && load->length <= strlen (GREETING))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "The picture cannot be shown");
  if (error == NULL)
    texture = read_answer (load, &error);
  if (texture != NULL)
    keep (self, load->digest, texture);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
  start_next (self);
}

/* ---- the child ---- */

static gboolean
timeout_cb (gpointer data)
{
  Load *load = data;

  load->timeout_id = 0;
  g_subprocess_force_exit (load->child);
  return G_SOURCE_REMOVE;
}

/* Nothing of the machine but the libraries, nothing of the network, and it ends with us. */
static GPtrArray *
build_argv (HechaThumbnailer *self)
{
  static const char *const sandbox[] = {
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
    "--clearenv",
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

  if (self->sandbox != NULL)
    {
      g_ptr_array_add (argv, self->sandbox);
      for (guint i = 0; i < G_N_ELEMENTS (sandbox); i++)
        g_ptr_array_add (argv, (gpointer)sandbox[i]);
      g_ptr_array_add (argv, (gpointer) "--ro-bind");
      g_ptr_array_add (argv, self->program);
      g_ptr_array_add (argv, (gpointer) "/hecha-thumbnail");
      g_ptr_array_add (argv, (gpointer) "/hecha-thumbnail");
    }
  else
    g_ptr_array_add (argv, self->program);
  g_ptr_array_add (argv, (gpointer)G_STRINGIFY (SIZE));
  g_ptr_array_add (argv, NULL);
  return argv;
}

static void
start_child (HechaThumbnailer *self, GTask *task)
{
  Load *load = g_task_get_task_data (task);
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GPtrArray) argv = build_argv (self);
  GError *error = NULL;
  HechaDigest digest;
  int fd = hecha_digest_from_text (&digest, load->digest, -1)
             ? hecha_evidence_open (self->evidence, &digest, &error)
             : -1;

  if (fd < 0)
    {
      g_task_return_error (task,
                           error != NULL ? error : g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No file"));
      return;
    }
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  g_clear_object (&load->child);
  load->child = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  if (load->child == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->children++;
  load->in_sandbox = self->sandbox != NULL;
  load->timeout_id = g_timeout_add_seconds (TIMEOUT_S, timeout_cb, load);
  g_clear_pointer (&load->answer, g_free);
  load->answer = g_malloc (MAX_ANSWER);
  g_input_stream_read_all_async (g_subprocess_get_stdout_pipe (load->child), load->answer, MAX_ANSWER,
                                 G_PRIORITY_LOW, NULL, answer_read_cb, g_object_ref (task));
}

static void
hecha_thumbnailer_finalize (GObject *object)
{
  HechaThumbnailer *self = HECHA_THUMBNAILER (object);

  g_clear_pointer (&self->evidence, hecha_evidence_free);
  g_hash_table_unref (self->cache);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self->program);
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
  self->program = find_program ();
  self->sandbox = g_find_program_in_path ("bwrap");
}

/**
 * hecha_thumbnailer_new:
 * @store_dir: folder of the store whose evidence it is
 * @env: (transfer none): must outlive it
 *
 * Returns: (transfer full): a maker of small pictures
 */
HechaThumbnailer *
hecha_thumbnailer_new (const char *store_dir, const HechaEnv *env)
{
  HechaThumbnailer *self = g_object_new (HECHA_TYPE_THUMBNAILER, NULL);

  self->evidence = hecha_evidence_new (store_dir, env);
  return self;
}

/**
 * hecha_thumbnailer_load_async:
 * @self: a maker of small pictures
 * @digest: of the file
 * @cancellable: (nullable): of a picture that was not begun
 * @done: called when it is there
 * @user_data: for @done
 */
void
hecha_thumbnailer_load_async (HechaThumbnailer *self, const char *digest, GCancellable *cancellable,
                              GAsyncReadyCallback done, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, done, user_data);
  GdkTexture *known = g_hash_table_lookup (self->cache, digest);
  Load *load;

  g_task_set_source_tag (task, hecha_thumbnailer_load_async);
  if (known != NULL)
    {
      g_task_return_pointer (task, g_object_ref (known), g_object_unref);
      g_object_unref (task);
      return;
    }
  load = g_new0 (Load, 1);
  load->digest = g_strdup (digest);
  g_task_set_task_data (task, load, free_load);
  g_queue_push_tail (&self->waiting, task);
  start_next (self);
}

/**
 * hecha_thumbnailer_load_finish:
 * @self: a maker of small pictures
 * @result: what @done was given
 * @error: why it cannot be shown
 *
 * Returns: (transfer full) (nullable): the picture, at most 192 pixels wide and high, turned as the camera was held
 */
GdkTexture *
hecha_thumbnailer_load_finish (HechaThumbnailer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
