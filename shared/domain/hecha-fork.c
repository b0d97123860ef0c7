/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-fork.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-laptop.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ID_HEX_DIGITS 16

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): digests of the entries with which its branches begin, sorted */
static GPtrArray *
list_branches (const HechaConflict *fork)
{
  GPtrArray *branches = g_ptr_array_new ();

  for (guint i = 0; i < fork->history->len; i++)
    g_ptr_array_add (branches, ((const HechaConflictValue *)g_ptr_array_index (fork->history, i))->digest);
  g_ptr_array_sort (branches, compare_texts);
  g_ptr_array_add (branches, NULL);
  return branches;
}

/* Two who settle the same at the same time write two records, and do not disagree. */
static char *
dup_id (const HechaConflict *fork, const char *const *branches, const char *dev)
{
  g_autofree char *list = g_strjoinv ("\n", (char **)branches);
  g_autofree char *text = g_strdup_printf ("hecha-fork-v1\n%s\n%s\n", fork->scope, list);
  g_autofree char *hex = NULL;
  HechaDigest digest;

  hecha_digest_of (&digest, text, strlen (text));
  hex = hecha_hex_dup (digest.bytes, ID_HEX_DIGITS / 2);
  return g_strdup_printf ("%s/%s/%.8s", fork->record, hex, dev);
}

static gboolean
is_revoked (HechaReader *reader, const char *dev)
{
  g_autoptr (HechaRecord) done = hecha_reader_get (reader, NULL, "revoke", dev, NULL);
  g_autoptr (HechaRecord) asked = hecha_laptop_find_revocation (reader, dev, NULL);

  return done != NULL || asked != NULL;
}

/**
 * hecha_fork_settle:
 * @act: an action of the office
 * @input: a #HechaForkInput
 * @error: %HECHA_ERROR_REFUSED
 *
 * Says that the branches of a copied laptop were looked at, once it has no rights any more: two who write in one name
 * are never made to agree, and a laptop that is only stopped could be let in again.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_fork_settle (HechaAct *act, gpointer input, GError **error)
{
  const HechaForkInput *wish = input;
  g_autoptr (GPtrArray) branches = NULL;
  g_autofree char *id = NULL;
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, N_ ("settle that a laptop was copied"), error))
    return FALSE;
  if (hecha_rule_is_blank (wish->reason))
    return hecha_rule_refuse (error, "A ruling has a reason (P3 4.3 a)");
  if (*act->by == '\0')
    return hecha_rule_refuse (error, "Somebody settles this; say who acts");
  if (!is_revoked (act->reader, wish->fork->record))
    return hecha_rule_refuse (error, "Revoke or replace the laptop first; then nobody writes in its name");
  branches = list_branches (wish->fork);
  id = dup_id (wish->fork, (const char *const *)branches->pdata, act->dev);
  op = hecha_act_op (act, "office", "fork_review", id);
  hecha_act_op_set_text (op, "device", wish->fork->record);
  hecha_act_op_set_text (op, "forked_in", wish->fork->scope);
  hecha_act_op_set_list (op, "branches", (const char *const *)branches->pdata);
  hecha_act_op_set_text (op, "reason", wish->reason);
  hecha_act_op_set_text (op, "reviewed_by", act->by);
  return TRUE;
}

/* ---- whether it is settled ---- */

/* Whether the review knew of every branch that is here. */
static gboolean
covers (const HechaRecord *review, const HechaConflict *fork)
{
  g_auto (GStrv) seen = NULL;
  g_autoptr (GPtrArray) branches = NULL;

  if (review->disputed != 0 || g_strcmp0 (hecha_record_get (review, "forked_in"), fork->scope) != 0)
    return FALSE;
  seen = hecha_record_get_list (review, "branches");
  branches = list_branches (fork);
  for (guint i = 0; i + 1 < branches->len; i++)
    if (!g_strv_contains ((const char *const *)seen, g_ptr_array_index (branches, i)))
      return FALSE;
  return TRUE;
}

/**
 * hecha_fork_read:
 * @fork: a conflict of the kind fork with its branches
 * @reader: where to read
 * @error: when reading failed
 *
 * Finds out whether the office has settled it: a branch that nobody had seen opens it again. Sets @open, @reason and
 * @ruled_by.
 *
 * Returns: whether that could be read
 */
gboolean
hecha_fork_read (HechaConflict *fork, HechaReader *reader, GError **error)
{
  g_autofree char *from = g_strconcat (fork->record, "/", NULL);
  g_autofree char *to = g_strconcat (fork->record, "/~", NULL);
  g_autoptr (GPtrArray) reviews = hecha_reader_range (reader, "office", "fork_review", NULL, from, to, error);

  fork->open = TRUE;
  for (guint i = 0; reviews != NULL && fork->open && i < reviews->len; i++)
    {
      const HechaRecord *review = g_ptr_array_index (reviews, i);

      if (!covers (review, fork))
        continue;
      fork->open = FALSE;
      fork->reason = g_strdup (hecha_record_get (review, "reason"));
      fork->ruled_by = g_strdup (hecha_record_get (review, "reviewed_by"));
    }
  return reviews != NULL;
}

/* ---- what the server checks ---- */

/**
 * hecha_fork_guard:
 * @reader: what the server knows
 * @entry: an entry of another device
 * @op: one of its operations
 * @type: the operation's record type
 *
 * Returns: (transfer full) (nullable): why it is held: a copied laptop that still has its rights is not settled; %NULL
 *   when it is in order, or about something else
 */
char *
hecha_fork_guard (HechaReader *reader, const HechaEntry *entry, const HechaOp *op, const char *type)
{
  guint token = op->set != 0 && strcmp (type, "fork_review") == 0
                  ? hecha_json_member (&entry->json, op->set, "device")
                  : 0;
  g_autofree char *device = token != 0 ? hecha_json_dup_string (&entry->json, token) : NULL;

  if (strcmp (type, "fork_review") != 0)
    return NULL;
  if (device == NULL || op->id.length <= strlen (device)
      || memcmp (op->id.text, device, strlen (device)) != 0)
    return g_strdup (N_ ("This names no laptop"));
  return is_revoked (reader, device)
           ? NULL
           : g_strdup (N_ ("A copied laptop is settled when it was revoked or replaced"));
}
