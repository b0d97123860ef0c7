/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tries.h"

/* More sources than this at one time are one source: memory stays bounded whoever asks. */
#define MAX_SOURCES 1024
#define EVERYBODY   "*"

struct _HechaTries
{
  guint most;
  gint64 window_ms;
  GHashTable *sources; /* name → Source */
};

typedef struct
{
  gint64 since_ms;
  guint n;
} Source;

/**
 * hecha_tries_new:
 * @most: failures that one source may have in a window
 * @window_ms: its length
 *
 * Returns: (transfer full): no failures yet
 */
HechaTries *
hecha_tries_new (guint most, gint64 window_ms)
{
  HechaTries *self = g_new0 (HechaTries, 1);

  self->most = most;
  self->window_ms = window_ms;
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * hecha_tries_free:
 * @self: (transfer full) (nullable): what is no longer needed
 */
void
hecha_tries_free (HechaTries *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->sources);
  g_free (self);
}

static gboolean
is_over (HechaTries *self, const Source *source, gint64 now_ms)
{
  return now_ms - source->since_ms >= self->window_ms || now_ms < source->since_ms;
}

static void
forget_old (HechaTries *self, gint64 now_ms)
{
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, NULL, &source))
    if (is_over (self, source, now_ms))
      g_hash_table_iter_remove (&iter);
}

static Source *
find (HechaTries *self, const char *who)
{
  Source *source = g_hash_table_lookup (self->sources, who);

  if (source == NULL && g_hash_table_size (self->sources) >= MAX_SOURCES)
    source = g_hash_table_lookup (self->sources, EVERYBODY);
  return source;
}

/**
 * hecha_tries_allowed:
 * @who: where the try comes from
 * @now_ms: by a clock that goes on
 *
 * Returns: whether another try is allowed
 */
gboolean
hecha_tries_allowed (HechaTries *self, const char *who, gint64 now_ms)
{
  Source *source = find (self, who);

  return source == NULL || source->n < self->most || is_over (self, source, now_ms);
}

/**
 * hecha_tries_failed:
 * @who: where the try came from
 * @now_ms: as above
 */
void
hecha_tries_failed (HechaTries *self, const char *who, gint64 now_ms)
{
  Source *source = find (self, who);

  if (source != NULL && is_over (self, source, now_ms))
    *source = (Source) {now_ms, 0};
  if (source == NULL)
    {
      forget_old (self, now_ms);
      source = g_new0 (Source, 1);
      source->since_ms = now_ms;
      g_hash_table_insert (
        self->sources, g_strdup (g_hash_table_size (self->sources) < MAX_SOURCES ? who : EVERYBODY), source);
    }
  source->n++;
}
