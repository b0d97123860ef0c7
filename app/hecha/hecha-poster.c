/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hecha-poster SIZE < FILE - one picture out of a video that nobody vouches for, a third of its length from the
 * beginning, SIZE pixels wide and high at most. What it says is in hecha-decoder.h. */

#include "hecha-decoder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

/* Each thread of the decoders takes a stack. */
#define MAX_MEMORY ((rlim_t)2048 * 1024 * 1024)
#define WAIT       (8 * GST_SECOND)

/* Plugins one by one: no scan of all that is installed, no cache that is read or written. */
static void
load_plugins (void)
{
  static const char *const names[] = {"coreelements",
                                      "typefindfunctions",
                                      "playback",
                                      "app",
                                      "videoconvertscale",
                                      "videofilter",
                                      "isomp4",
                                      "matroska",
                                      "avi",
                                      "ogg",
                                      "theora",
                                      "vpx",
                                      "jpeg",
                                      "flv",
                                      "libav",
                                      "openh264",
                                      "videoparsersbad",
                                      "mpegtsdemux",
                                      "de265"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf (HECHA_GST_PLUGINS "/libgst%s.so", names[i]);
      GstPlugin *plugin = g_file_test (path, G_FILE_TEST_EXISTS) ? gst_plugin_load_file (path, NULL) : NULL;

      g_clear_pointer (&plugin, gst_object_unref);
    }
}

static gboolean
settle (GstElement *pipeline)
{
  GstState state;

  return gst_element_get_state (pipeline, &state, NULL, WAIT) == GST_STATE_CHANGE_SUCCESS
         && state == GST_STATE_PAUSED;
}

/* The first picture is often black. */
static void
go_on (GstElement *pipeline)
{
  gint64 duration = 0;

  if (gst_element_query_duration (pipeline, GST_FORMAT_TIME, &duration) && duration > 0
      && gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT,
                                  duration / 3))
    settle (pipeline);
}

static GdkPixbuf *
scale (const GstVideoFrame *frame, int size)
{
  int width = GST_VIDEO_FRAME_WIDTH (frame), height = GST_VIDEO_FRAME_HEIGHT (frame);
  double by = MIN (1, (double)size / MAX (width, height));
  g_autoptr (GdkPixbuf) whole
    = gdk_pixbuf_new_from_data (GST_VIDEO_FRAME_PLANE_DATA (frame, 0), GDK_COLORSPACE_RGB, TRUE, 8, width,
                                height, GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0), NULL, NULL);

  return gdk_pixbuf_scale_simple (whole, MAX (1, (int)(width * by)), MAX (1, (int)(height * by)),
                                  GDK_INTERP_BILINEAR);
}

static int
answer (GstSample *sample, int size)
{
  g_autoptr (GdkPixbuf) picture = NULL;
  GstVideoInfo info;
  GstVideoFrame frame;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    return hecha_decoder_refuse ("no picture");
  picture = scale (&frame, size);
  gst_video_frame_unmap (&frame);
  if (picture == NULL)
    return hecha_decoder_refuse ("too large");
  return hecha_decoder_answer (gdk_pixbuf_read_pixels (picture), gdk_pixbuf_get_width (picture),
                               gdk_pixbuf_get_height (picture), (gsize)gdk_pixbuf_get_rowstride (picture));
}

int
main (int argc, char **argv)
{
  int size = hecha_decoder_begin (argc, argv, MAX_MEMORY);
  GstElement *pipeline, *sink;
  GstSample *sample = NULL;
  int status;

  if (size == 0)
    return 2;
  mallopt (M_ARENA_MAX, 2);
  g_setenv ("GST_PLUGIN_SYSTEM_PATH_1_0", "", TRUE);
  g_setenv ("GST_REGISTRY_UPDATE", "no", TRUE);
  g_setenv ("GST_REGISTRY_FORK", "no", TRUE);
  g_setenv ("ORC_CODE", "backup", TRUE); /* it would write the code that it makes into a file */
  gst_init (NULL, NULL);
  load_plugins ();
  pipeline
    = gst_parse_launch ("fdsrc fd=0 ! decodebin ! videoconvert ! videoflip video-direction=auto ! "
                        "videoconvert ! video/x-raw,format=RGBA ! appsink name=sink sync=false max-buffers=1",
                        NULL);
  if (pipeline == NULL)
    return hecha_decoder_refuse ("no decoder");
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  if (settle (pipeline))
    {
      go_on (pipeline);
      sample = gst_app_sink_try_pull_preroll (GST_APP_SINK (sink), WAIT);
    }
  status = sample != NULL ? answer (sample, size) : hecha_decoder_refuse ("no picture");
  /* Whether the decoders' threads could be stopped does not matter any more. */
  fflush (stdout);
  _exit (status);
}
