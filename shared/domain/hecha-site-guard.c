/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-site-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/hecha-lay.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-site-verify.h"

/* What the server checks of the second stage: the order of frame, randomness and draw, and that the draw follows from
 * the other two. An entry is laid over what is known, and then verified as everybody can verify it. */

typedef struct
{
  HechaRecord *assignment; /* (owned) */
  HechaSite *site;         /* (owned) as it would be with the entry */
  gboolean drawn;          /* the entry draws units or replaces them */
} Ground;

static void
free_ground (gpointer data)
{
  Ground *self = data;

  hecha_site_free (self->site);
  hecha_record_free (self->assignment);
  g_free (self);
}

static gboolean
is_of (const HechaOp *op, const char *type)
{
  return op->type.length == strlen (type) && memcmp (op->type.text, type, op->type.length) == 0;
}

static gboolean
concerns (const HechaOp *op)
{
  return is_of (op, "site_unit") || is_of (op, "site_frame") || is_of (op, "site_draw")
         || is_of (op, "site_cancel") || is_of (op, "nonce");
}

/* The draw and the nonce have the assignment's id; the others a number behind it. */
static char *
dup_assignment (const HechaOp *op)
{
  gsize length = op->id.length;

  if (!is_of (op, "site_draw") && !is_of (op, "nonce"))
    while (length > 0 && op->id.text[--length] != '/')
      ;
  return g_strndup (op->id.text, length);
}

/* ---- laying it over ---- */

static void
lay_unit (Ground *self, const HechaEntry *entry, const HechaOp *op, HechaRecord *record)
{
  for (guint i = 0; i < self->site->units->len; i++)
    {
      HechaRecord *known = g_ptr_array_index (self->site->units, i);

      if (strcmp (known->id, record->id) == 0)
        {
          hecha_lay_op (known, entry, op);
          hecha_record_free (record);
          return;
        }
    }
  g_ptr_array_add (self->site->units, record);
}

static void
lay_over (Ground *self, const HechaEntry *entry, const HechaOp *op, const char *scope)
{
  HechaRecord *record = hecha_lay_new (entry, op, scope);

  if (is_of (op, "site_unit"))
    lay_unit (self, entry, op, record);
  else if (is_of (op, "site_frame"))
    g_ptr_array_add (self->site->frames, record);
  else if (is_of (op, "site_cancel"))
    g_ptr_array_add (self->site->cancels, record);
  else if (is_of (op, "nonce"))
    {
      hecha_record_free (self->site->nonce);
      self->site->nonce = record;
    }
  else
    {
      /* Another draw than the one that is known is a conflict; each is judged by itself. */
      hecha_record_free (self->site->draw);
      self->site->draw = record;
      g_ptr_array_set_size (self->site->units, 0);
    }
}

/* ---- judging it ---- */

static char *
check_frame (const Ground *self, const HechaRecord *record)
{
  g_auto (GStrv) units = hecha_record_get_list (record, "units");
  g_autoptr (HechaFrame) frame = hecha_site_make_frame ((const char *const *)units, NULL);
  g_autofree char *hash = NULL;

  if (self->site->draw != NULL)
    return g_strdup (N_ ("The units at this site are drawn already; the frame stays (P3 4.4)"));
  if (hecha_site_get_frame (self->site) != NULL && hecha_site_find_frame (self->site, record->id) == NULL)
    return g_strdup (N_ ("Another frame is in force at this site (P3 4.4)"));
  if (frame != NULL)
    hash = hecha_frame_dup_hash (frame, hecha_site_algorithm (hecha_record_get (record, "hash_alg")), NULL);
  if (hash == NULL || g_strcmp0 (hash, hecha_record_get (record, "hash")) != 0)
    return g_strdup (N_ ("The units of the frame do not have the hash that it says (P3 4.4)"));
  return NULL;
}

static char *
check_cancel (const Ground *self, const HechaRecord *record)
{
  const HechaRecord *frame = hecha_site_find_frame (self->site, record->id);

  if (self->site->draw != NULL)
    return g_strdup (N_ ("The units at this site are drawn already; the frame stays (P3 4.4)"));
  if (frame != NULL && hecha_nonce_is_for (self->site->nonce, frame))
    return g_strdup (N_ ("The nonce was revealed for this frame; it stays (P3 4.4)"));
  return NULL;
}

/* Facts come once. Without naming what it replaces a second one is a conflict, which is for the merge. */
static char *
check_op (Ground *self, const HechaEntry *entry, const HechaOp *op, const char *scope)
{
  g_autoptr (HechaRecord) record = hecha_lay_new (entry, op, scope);

  if (is_of (op, "site_unit"))
    {
      self->drawn |= hecha_record_get (record, "rank") != NULL || hecha_record_get (record, "unit") != NULL
                     || hecha_record_get (record, "ticket") != NULL
                     || hecha_record_get (record, "status") != NULL
                     || hecha_record_get (record, "replaces") != NULL;
      return NULL;
    }
  if (op->over != 0 && op->why == 0)
    return g_strdup (N_ ("What was frozen, drawn or revealed is not written again (P3 4.4)"));
  self->drawn |= is_of (op, "site_draw");
  if (g_strcmp0 (hecha_record_get (record, "assignment"), self->assignment->id) != 0)
    return g_strdup (N_ ("It is about another assignment than its id says (P3 4.4)"));
  if (is_of (op, "site_frame"))
    return check_frame (self, record);
  if (is_of (op, "site_cancel"))
    return check_cancel (self, record);
  if (is_of (op, "nonce") && !hecha_nonce_check (self->assignment, hecha_record_get (record, "nonce"), NULL))
    return g_strdup (N_ ("This is not the nonce that the assignment committed to (P3 4.4)"));
  return NULL;
}

static char *
verify (const Ground *self)
{
  g_autoptr (GPtrArray) checks = hecha_site_verify (self->site, FALSE, NULL);

  if (checks == NULL)
    return g_strdup (N_ ("There is no frozen frame, or no draw from it (P3 4.4)"));
  for (guint i = 0; i < checks->len; i++)
    {
      const HechaCheck *check = g_ptr_array_index (checks, i);

      if (!check->ok)
        return g_strdup_printf ("The draw at the site does not verify: %s: %s", check->what, check->detail);
    }
  return NULL;
}

static Ground *
find_ground (GHashTable *grounds, HechaReader *reader, const char *scope, const HechaOp *op)
{
  g_autofree char *id = dup_assignment (op);
  Ground *self = g_hash_table_lookup (grounds, id);
  HechaRecord *assignment;

  if (self != NULL)
    return self;
  assignment = hecha_reader_get (reader, scope, "assignment", id, NULL);
  if (assignment == NULL)
    return NULL;
  self = g_new0 (Ground, 1);
  self->assignment = assignment;
  self->site = hecha_site_load (reader, assignment, NULL);
  g_hash_table_insert (grounds, g_steal_pointer (&id), self);
  return self;
}

static char *
guard_op (GHashTable *grounds, HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
          const char *scope)
{
  Ground *ground = find_ground (grounds, reader, scope, op);
  char *reason;

  if (ground == NULL || ground->site == NULL)
    return g_strdup (N_ ("What was drawn at a site is not assigned here (P3 6.2.1)"));
  reason = check_op (ground, entry, op, scope);
  lay_over (ground, entry, op, scope);
  return reason;
}

static char *
verify_all (GHashTable *grounds)
{
  GHashTableIter iter;
  gpointer ground;
  char *reason = NULL;

  g_hash_table_iter_init (&iter, grounds);
  while (reason == NULL && g_hash_table_iter_next (&iter, NULL, &ground))
    if (((Ground *)ground)->drawn)
      reason = verify (ground);
  return reason;
}

/**
 * hecha_site_guard:
 * @reader: what the server knows
 * @entry: an entry whose values have the form of their fields
 * @scope: its scope
 *
 * Whether the entry breaks the order of the second stage (P3 4.4, R014): a frame changed after the randomness, a nonce
 * that is not the one committed to or that was used before the office wrote the frame's hash down, a draw or a unit
 * that does not follow from frame and randomness.
 *
 * Returns: (transfer full) (nullable): the reason for a hold, in English
 */
char *
hecha_site_guard (HechaReader *reader, const HechaEntry *entry, const char *scope)
{
  g_autoptr (GHashTable) grounds = NULL;
  guint token = hecha_entry_first_op (entry);
  char *reason = NULL;

  for (guint i = 0; reason == NULL && i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      if (!concerns (&op))
        continue;
      if (grounds == NULL)
        grounds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_ground);
      reason = guard_op (grounds, reader, entry, &op, scope);
    }
  return reason == NULL && grounds != NULL ? verify_all (grounds) : reason;
}
