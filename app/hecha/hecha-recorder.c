/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-recorder.h"

#include "evidence/hecha-media.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <string.h>

/* What comes out has to be shown and encoded while a laptop is tired: VP8 at its fastest. */
#define SHOWN       "videoconvert ! video/x-raw,format=BGRA ! appsink name=sink max-buffers=1 drop=true sync=false"
#define FILM        "videoconvert ! vp8enc deadline=1 cpu-used=8 target-bitrate=2500000 keyframe-max-dist=60"
#define CODED_SOUND "audioconvert ! audioresample ! queue ! opusenc"
/* A laptop that loses power keeps what was recorded until then. */
#define TO_FILE "filesink name=file buffer-mode=unbuffered"

#define TEST_PICTURE                                                                                         \
  "videotestsrc is-live=true pattern=ball ! video/x-raw,width=1280,height=720,framerate=10/1"
#define TEST_SOUND "audiotestsrc is-live=true volume=0.1"

/* A picture is encoded in so much time, or not at all. */
#define ENCODE_TIMEOUT (10 * GST_SECOND)

/* The newest picture, between the camera's thread and the window's. */
typedef struct
{
  GMutex lock;
  GstSample *sample;       /* (owned) (nullable) */
  guint idle_id;           /* 0 when the window has seen it */
  HechaRecorder *recorder; /* (not owned) (nullable): gone */
} Newest;

/**
 * HechaRecorder:
 *
 * A camera or a microphone: what it sees, and files of it.
 */
struct _HechaRecorder
{
  GObject parent_instance;

  char *camera;         /* (owned) as in the settings */
  gboolean mute;        /* films have no sound */
  GstElement *pipeline; /* (owned) (nullable) while it runs */
  guint watch_id;       /* of its messages */
  Newest *newest;       /* (owned) (nullable) while it runs */
};

enum
{
  FRAME,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaRecorder, hecha_recorder, G_TYPE_OBJECT)

/* ---- pictures ---- */

static void
clear_newest (gpointer data)
{
  Newest *newest = data;

  g_clear_pointer (&newest->sample, gst_sample_unref);
  g_mutex_clear (&newest->lock);
}

static void
drop_newest (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_newest);
}

static GdkTexture *
make_texture (GstSample *sample)
{
  g_autoptr (GBytes) bytes = NULL;
  GstVideoInfo info;
  GstVideoFrame frame;
  GdkTexture *texture;

  if (sample == NULL || !gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    return NULL;
  bytes = g_bytes_new (GST_VIDEO_FRAME_PLANE_DATA (&frame, 0),
                       (gsize)GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0) * (gsize)info.height);
  texture = gdk_memory_texture_new (info.width, info.height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes,
                                    (gsize)GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0));
  gst_video_frame_unmap (&frame);
  return texture;
}

static gboolean
frame_cb (gpointer data)
{
  Newest *newest = data;
  g_autoptr (GdkTexture) texture = NULL;
  HechaRecorder *recorder;

  g_mutex_lock (&newest->lock);
  newest->idle_id = 0;
  recorder = newest->recorder;
  texture = make_texture (newest->sample);
  g_mutex_unlock (&newest->lock);
  if (recorder != NULL && texture != NULL)
    g_signal_emit (recorder, signals[FRAME], 0, texture);
  return G_SOURCE_REMOVE;
}

/* On the camera's thread. */
static GstFlowReturn
new_sample_cb (GstAppSink *sink, gpointer data)
{
  Newest *newest = data;
  GstSample *sample = gst_app_sink_pull_sample (sink);

  g_mutex_lock (&newest->lock);
  g_clear_pointer (&newest->sample, gst_sample_unref);
  newest->sample = sample;
  if (newest->idle_id == 0 && newest->recorder != NULL)
    newest->idle_id
      = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, frame_cb, g_atomic_rc_box_acquire (newest), drop_newest);
  g_mutex_unlock (&newest->lock);
  return GST_FLOW_OK;
}

static void
connect_sink (HechaRecorder *self)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  GstAppSinkCallbacks callbacks = {.new_sample = new_sample_cb};

  self->newest = g_atomic_rc_box_new0 (Newest);
  g_mutex_init (&self->newest->lock);
  self->newest->recorder = self;
  if (sink != NULL)
    gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, g_atomic_rc_box_acquire (self->newest),
                                drop_newest);
}

/* ---- running ---- */

static gboolean
message_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  HechaRecorder *self = data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_EOS && GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  self->watch_id = 0;
  hecha_recorder_end (self);
  g_signal_emit (self, signals[FINISHED], 0, error);
  return G_SOURCE_REMOVE;
}

static char *
make_words (HechaRecorder *self, HechaRecorderKind kind)
{
  gboolean test = strcmp (self->camera, "test") == 0;
  const char *camera = test ? TEST_PICTURE : "v4l2src name=camera",
             *sound = test ? TEST_SOUND : "autoaudiosrc";

  if (kind == HECHA_RECORDER_PHOTO)
    return g_strdup_printf ("%s ! " SHOWN, camera);
  if (kind == HECHA_RECORDER_SOUND)
    return g_strdup_printf ("%s ! " CODED_SOUND " ! oggmux ! " TO_FILE, sound);
  return g_strdup_printf ("%s ! tee name=t t. ! queue leaky=downstream max-size-buffers=2 ! " SHOWN
                          " t. ! queue ! " FILM " ! queue ! webmmux name=mux ! " TO_FILE " %s%s",
                          camera, self->mute ? "" : sound,
                          self->mute ? "" : " ! " CODED_SOUND " ! queue ! mux.");
}

static void
set_property (HechaRecorder *self, const char *element, const char *property, const char *value)
{
  g_autoptr (GstElement) found = gst_bin_get_by_name (GST_BIN (self->pipeline), element);

  if (found != NULL && value != NULL && *value != '\0')
    g_object_set (found, property, value, NULL);
}

/* Devices open in their own time: not on the window's thread. */
static void
play (GstElement *pipeline, gpointer data)
{
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
}

static void
silence (GstElement *pipeline, gpointer data)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* ---- life cycle ---- */

static void
hecha_recorder_finalize (GObject *object)
{
  HechaRecorder *self = HECHA_RECORDER (object);

  hecha_recorder_end (self);
  g_free (self->camera);
  G_OBJECT_CLASS (hecha_recorder_parent_class)->finalize (object);
}

static void
hecha_recorder_class_init (HechaRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_recorder_finalize;

  /**
   * HechaRecorder::frame:
   * @texture: what the camera sees now
   */
  signals[FRAME] = g_signal_new ("frame", HECHA_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, GDK_TYPE_TEXTURE);

  /**
   * HechaRecorder::finished:
   * @error: (nullable): why it ended by itself; %NULL when the file is complete
   */
  signals[FINISHED] = g_signal_new ("finished", HECHA_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hecha_recorder_init (HechaRecorder *self)
{
  if (!gst_is_initialized ())
    gst_init (NULL, NULL);
}

/**
 * hecha_recorder_new:
 * @camera: a device such as /dev/video2; empty for the first one, "test" for a test picture and tone
 *
 * Returns: (transfer full): a recorder that does nothing yet
 */
HechaRecorder *
hecha_recorder_new (const char *camera)
{
  HechaRecorder *self = g_object_new (HECHA_TYPE_RECORDER, NULL);

  self->camera = g_strdup (camera);
  return self;
}

/**
 * hecha_recorder_set_mute:
 * @self: a recorder
 * @mute: whether films are made without sound
 */
void
hecha_recorder_set_mute (HechaRecorder *self, gboolean mute)
{
  self->mute = mute;
}

/**
 * hecha_recorder_start:
 * @self: a recorder
 * @kind: what for
 * @path: (nullable): where a film or sound is written
 * @error: when a part of GStreamer is not installed
 *
 * Ends what runs. A device that does not answer is told by #HechaRecorder::finished.
 *
 * Returns: whether it begins
 */
gboolean
hecha_recorder_start (HechaRecorder *self, HechaRecorderKind kind, const char *path, GError **error)
{
  g_autofree char *words = make_words (self, kind);
  g_autoptr (GstBus) bus = NULL;
  GstElement *pipeline;

  hecha_recorder_end (self);
  pipeline = gst_parse_launch_full (words, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
  if (pipeline == NULL)
    return FALSE;
  self->pipeline = gst_object_ref_sink (pipeline);
  set_property (self, "file", "location", path);
  set_property (self, "camera", "device", self->camera);
  connect_sink (self);
  bus = gst_element_get_bus (self->pipeline);
  self->watch_id = gst_bus_add_watch (bus, message_cb, self);
  gst_element_call_async (self->pipeline, play, NULL, NULL);
  return TRUE;
}

/**
 * hecha_recorder_stop:
 * @self: a recorder
 *
 * Completes the file; #HechaRecorder::finished follows.
 */
void
hecha_recorder_stop (HechaRecorder *self)
{
  if (self->pipeline != NULL)
    gst_element_send_event (self->pipeline, gst_event_new_eos ());
}

/**
 * hecha_recorder_end:
 * @self: a recorder
 *
 * Lets go of the devices at once.
 */
void
hecha_recorder_end (HechaRecorder *self)
{
  if (self->pipeline == NULL)
    return;
  g_mutex_lock (&self->newest->lock);
  self->newest->recorder = NULL;
  g_clear_handle_id (&self->newest->idle_id, g_source_remove);
  g_mutex_unlock (&self->newest->lock);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  gst_element_call_async (self->pipeline, silence, NULL, NULL);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  g_clear_pointer (&self->newest, drop_newest);
}

/* ---- one picture ---- */

typedef struct
{
  char *path;      /* (owned) */
  gint64 now_ms;   /* since 1970 */
  GstSample *jpeg; /* (owned) */
} Take;

static void
free_take (gpointer data)
{
  Take *take = data;

  g_free (take->path);
  g_clear_pointer (&take->jpeg, gst_sample_unref);
  g_free (take);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Take *take = data;
  GError *error = NULL;
  GstMapInfo map;
  gboolean done;

  gst_buffer_map (gst_sample_get_buffer (take->jpeg), &map, GST_MAP_READ);
  done = g_file_set_contents (take->path, (const char *)map.data, (gssize)map.size, &error);
  gst_buffer_unmap (gst_sample_get_buffer (take->jpeg), &map);
  if (done && hecha_media_stamp (take->path, take->now_ms, "Hecha", &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
encoded_cb (GstSample *sample, GError *error, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (sample == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  ((Take *)g_task_get_task_data (task))->jpeg = sample;
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * hecha_recorder_take_async:
 * @self: a recorder that shows what a camera sees
 * @path: where the picture goes
 * @now_ms: what the clock says, since 1970
 * @done: called when it is there
 * @user_data: for @done
 *
 * The newest picture as JPEG, with the time in it as a camera writes it. What comes back has no source: a thread that
 * is not quite done would keep the recorder, and be the one to end it.
 */
void
hecha_recorder_take_async (HechaRecorder *self, const char *path, gint64 now_ms, GAsyncReadyCallback done,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done, user_data);
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("image/jpeg");
  g_autoptr (GstSample) sample = NULL;
  Take *take = g_new0 (Take, 1);

  *take = (Take) {g_strdup (path), now_ms, NULL};
  g_task_set_task_data (task, take, free_take);
  if (self->newest != NULL)
    {
      g_mutex_lock (&self->newest->lock);
      sample = self->newest->sample != NULL ? gst_sample_ref (self->newest->sample) : NULL;
      g_mutex_unlock (&self->newest->lock);
    }
  if (sample == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The camera shows nothing yet");
  else
    gst_video_convert_sample_async (sample, caps, ENCODE_TIMEOUT, encoded_cb, g_object_ref (task), NULL);
}

/**
 * hecha_recorder_take_finish:
 * @result: what @done was given
 * @error: why there is no picture
 *
 * Returns: whether it is there
 */
gboolean
hecha_recorder_take_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
