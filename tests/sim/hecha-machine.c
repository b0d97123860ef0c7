/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-machine.h"

#include "fault-disk.h"

#include <string.h>

/* 2026-07-01T08:00:00Z */
#define BEGINNING G_GINT64_CONSTANT (1782892800000)

static gint64
read_clock (HechaClock *clock)
{
  return ((HechaMachine *)((char *)clock - G_STRUCT_OFFSET (HechaMachine, clock)))->now_ms;
}

/* splitmix64 (Steele, Lea, Flood 2014): every seed gives another stream. */
static guint64
next_word (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static void
fill (HechaRandom *random, guint8 *bytes, gsize n_bytes)
{
  HechaMachine *self = (HechaMachine *)((char *)random - G_STRUCT_OFFSET (HechaMachine, random));

  for (gsize i = 0; i < n_bytes; i += 8)
    {
      guint64 word = next_word (&self->state);

      memcpy (bytes + i, &word, MIN (8, n_bytes - i));
    }
}

static char *
make_dir (void)
{
  char *dir = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? g_strdup ("/dev/shm/hecha-test-XXXXXX") : NULL;

  if (dir != NULL && g_mkdtemp (dir) != NULL)
    return dir;
  g_free (dir);
  return fault_dir_make ();
}

HechaMachine *
hecha_machine_new (guint64 seed)
{
  HechaMachine *self = g_new0 (HechaMachine, 1);

  self->dir = make_dir ();
  self->vfs = hecha_memory_vfs_new (self->dir);
  self->now_ms = BEGINNING;
  self->state = seed;
  self->clock.now_ms = read_clock;
  self->random.fill = fill;
  self->env
    = (HechaEnv) {&self->clock, &self->random, hecha_env_system ()->disk, hecha_memory_vfs_name (self->vfs)};
  return self;
}

void
hecha_machine_free (HechaMachine *self)
{
  if (self == NULL)
    return;
  hecha_memory_vfs_free (self->vfs);
  fault_dir_remove (self->dir);
  g_free (self->dir);
  g_free (self);
}

/* A disk on which a store was just made: making all tables takes longer than a small world lives. */
static HechaMemoryImage *
make_fresh_image (HechaStoreKind kind)
{
  g_autoptr (HechaMachine) machine = hecha_machine_new (0);
  g_autoptr (GError) error = NULL;
  HechaStore *store = hecha_store_open (machine->dir, kind, &machine->env, &error);

  g_assert_no_error (error);
  hecha_store_close (store);
  return hecha_memory_vfs_save (machine->vfs);
}

static const HechaMemoryImage *
fresh_image (HechaStoreKind kind)
{
  static gsize images[2];

  if (g_once_init_enter (&images[kind]))
    g_once_init_leave (&images[kind], (gsize)make_fresh_image (kind));
  return (const HechaMemoryImage *)images[kind];
}

void
hecha_machine_prepare (HechaMachine *self, HechaStoreKind kind)
{
  const char *name = kind == HECHA_STORE_CENTRAL ? "central.db" : "hecha.db";

  if (hecha_memory_vfs_bytes (self->vfs, name) == NULL)
    hecha_memory_vfs_restore (self->vfs, fresh_image (kind));
}

HechaStore *
hecha_machine_open (HechaMachine *self, HechaStoreKind kind, GError **error)
{
  hecha_machine_prepare (self, kind);
  return hecha_store_open (self->dir, kind, &self->env, error);
}
