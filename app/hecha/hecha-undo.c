/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-undo.h"

#include <string.h>

/**
 * HechaUndo:
 *
 * Takes back what was typed and chosen on one sample, field by field in the order in which it was done, and does it
 * again. Nothing is deleted: what stood there before is written anew, as an entry of its own.
 */
struct _HechaUndo
{
  GObject parent_instance;

  HechaSaver *saver; /* (owned) */
  char *scope;       /* (owned) (nullable) of the sample */
  char *sample;      /* (owned) (nullable) id of its assignment */
  GPtrArray *done;   /* (owned) (element-type Step): the last one last */
  GPtrArray *undone; /* (owned) (element-type Step): the last one last */
};

/* One field that was changed in one go. */
typedef struct
{
  char *scope;  /* (owned) */
  char *type;   /* (owned) */
  char *id;     /* (owned) */
  char *field;  /* (owned) */
  char *before; /* (owned) */
  char *after;  /* (owned) */
} Step;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaUndo, hecha_undo, G_TYPE_OBJECT)

static void
free_step (gpointer data)
{
  Step *step = data;

  g_free (step->scope);
  g_free (step->type);
  g_free (step->id);
  g_free (step->field);
  g_free (step->before);
  g_free (step->after);
  g_free (step);
}

static void
step_cb (HechaUndo *self, const char *scope, const char *type, const char *id, const char *field,
         const char *before, const char *after)
{
  gsize length = self->sample != NULL ? strlen (self->sample) : 0;
  Step *step;

  if (length == 0 || strcmp (scope, self->scope) != 0 || strncmp (id, self->sample, length) != 0
      || (id[length] != '\0' && id[length] != '/'))
    return;
  step = g_new0 (Step, 1);
  step->scope = g_strdup (scope);
  step->type = g_strdup (type);
  step->id = g_strdup (id);
  step->field = g_strdup (field);
  step->before = g_strdup (before);
  step->after = g_strdup (after);
  g_ptr_array_add (self->done, step);
  g_ptr_array_set_size (self->undone, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
move_step (HechaUndo *self, GPtrArray *from, GPtrArray *to, const HechaSampleData *data)
{
  const HechaRecord *assignment = data->assignment->record;
  Step *step;

  hecha_saver_leave_sample (self->saver, assignment->scope, assignment->id);
  if (from->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, step);
  hecha_saver_restore (self->saver, step->scope, step->type, step->id, step->field,
                       from == self->done ? step->before : step->after,
                       hecha_sample_data_live (data, step->type, step->id, step->field));
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static void
hecha_undo_finalize (GObject *object)
{
  HechaUndo *self = HECHA_UNDO (object);

  g_clear_object (&self->saver);
  g_free (self->scope);
  g_free (self->sample);
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  G_OBJECT_CLASS (hecha_undo_parent_class)->finalize (object);
}

static void
hecha_undo_class_init (HechaUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_undo_finalize;

  /**
   * HechaUndo::changed:
   *
   * What can be undone or done again may be different now.
   */
  signals[CHANGED]
    = g_signal_new ("changed", HECHA_TYPE_UNDO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hecha_undo_init (HechaUndo *self)
{
  self->done = g_ptr_array_new_with_free_func (free_step);
  self->undone = g_ptr_array_new_with_free_func (free_step);
}

/**
 * hecha_undo_new:
 * @saver: where what is typed goes
 *
 * Returns: (transfer full): what remembers the steps from now on
 */
HechaUndo *
hecha_undo_new (HechaSaver *saver)
{
  HechaUndo *self = g_object_new (HECHA_TYPE_UNDO, NULL);

  self->saver = g_object_ref (saver);
  g_signal_connect_object (saver, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * hecha_undo_select:
 * @self: steps
 * @scope: of a sample
 * @sample: id of its assignment
 *
 * Another sample is shown: the steps on the one before are forgotten; what they wrote stays.
 */
void
hecha_undo_select (HechaUndo *self, const char *scope, const char *sample)
{
  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->sample);
  self->sample = g_strdup (sample);
  g_ptr_array_set_size (self->done, 0);
  g_ptr_array_set_size (self->undone, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hecha_undo_can_undo:
 * @self: steps
 *
 * Returns: whether there is a step to take back
 */
gboolean
hecha_undo_can_undo (HechaUndo *self)
{
  return self->done->len > 0;
}

/**
 * hecha_undo_can_redo:
 * @self: steps
 *
 * Returns: whether there is a step to do again
 */
gboolean
hecha_undo_can_redo (HechaUndo *self)
{
  return self->undone->len > 0;
}

/**
 * hecha_undo_undo:
 * @self: steps
 * @data: the sample as it is shown
 *
 * Takes back the last step; what is being typed becomes a step first.
 *
 * Returns: whether there was one
 */
gboolean
hecha_undo_undo (HechaUndo *self, const HechaSampleData *data)
{
  return move_step (self, self->done, self->undone, data);
}

/**
 * hecha_undo_redo:
 * @self: steps
 * @data: the sample as it is shown
 *
 * Does again what was taken back last, unless something else was done since.
 *
 * Returns: whether there was such a step
 */
gboolean
hecha_undo_redo (HechaUndo *self, const HechaSampleData *data)
{
  return move_step (self, self->undone, self->done, data);
}
