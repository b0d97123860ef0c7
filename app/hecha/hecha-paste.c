/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-paste.h"

#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>

/* What is on the clipboard, as files. A picture is taken as the bytes that the other program gives, and never decoded
 * here. */

static const char *const pictures[]
  = {"image/jpeg", "image/png", "image/webp", "image/heif", "image/tiff", NULL};

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *path = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) > 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_unlink (path);
  if (error == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The picture is empty");
  g_task_return_error (task, error);
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GOutputStream) output = NULL;
  g_autoptr (GInputStream) input = NULL;
  GError *error = NULL;
  int fd = -1;

  input = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (input != NULL)
    fd = g_mkstemp (g_task_get_task_data (task));
  if (fd < 0)
    {
      g_task_return_error (
        task, error != NULL ? error : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No room"));
      return;
    }
  output = g_unix_output_stream_new (fd, TRUE);
  g_output_stream_splice_async (
    output, input, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
    G_PRIORITY_DEFAULT, g_task_get_cancellable (task), copied_cb, g_object_ref (task));
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  GListStore *files;

  if (value == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  files = g_list_store_new (G_TYPE_FILE);
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  g_task_return_pointer (task, files, g_object_unref);
}

/**
 * hecha_paste_async:
 * @clipboard: a clipboard
 * @dir: where a picture is put
 * @cancellable: (nullable): to stop
 * @done: called when it is there
 * @user_data: for @done
 */
void
hecha_paste_async (GdkClipboard *clipboard, const char *dir, GCancellable *cancellable,
                   GAsyncReadyCallback done, gpointer user_data)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, done, user_data);
  gboolean has_files = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST);

  g_task_set_source_tag (task, hecha_paste_async);
  g_task_set_task_data (task, g_build_filename (dir, "pasted-XXXXXX", NULL), g_free);
  if (has_files || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, cancellable, files_cb,
                                    g_object_ref (task));
  else
    gdk_clipboard_read_async (clipboard, (const char **)pictures, G_PRIORITY_DEFAULT, cancellable, picture_cb,
                              g_object_ref (task));
}

/**
 * hecha_paste_finish:
 * @result: what @done was given
 * @path: (out): where the picture is, when there are no files
 * @error: when there is neither
 *
 * Returns: (transfer full) (nullable) (element-type GFile): the files
 */
GListModel *
hecha_paste_finish (GAsyncResult *result, char **path, GError **error)
{
  GTask *task = G_TASK (result);
  gboolean failed = g_task_had_error (task);
  GListModel *files = g_task_propagate_pointer (task, error);

  if (!failed && files == NULL)
    *path = g_strdup (g_task_get_task_data (task));
  return files;
}
