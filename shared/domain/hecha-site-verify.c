/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-site-verify.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-rule.h"

/* A draw at a site is checked by doing it again. */

/* Who had two frames could have chosen one after the randomness. */
static gboolean
others_cancelled (const HechaSite *site, const HechaRecord *frame)
{
  for (guint i = 0; i < site->frames->len; i++)
    {
      const HechaRecord *other = g_ptr_array_index (site->frames, i);

      if (other != frame && hecha_site_find_cancel (site, other->id) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
check_frame (GPtrArray *checks, const HechaSite *site, const HechaRecord *frame)
{
  const HechaRecord *cancel = hecha_site_find_cancel (site, frame->id);
  const char *frozen = hecha_record_get (frame, "frozen_at");
  const char *random = hecha_record_get (site->draw, "random_at");

  hecha_checks_add (
    checks, _ ("frame in force"), cancel == NULL && others_cancelled (site, frame),
    cancel == NULL
      ? g_strdup_printf (_ ("%s, %u cancelled before"), frame->id, site->cancels->len)
      : g_strdup_printf (_ ("%s, cancelled: %s"), frame->id, hecha_record_get (cancel, "reason")));
  hecha_checks_add (checks, _ ("freeze before the randomness"), g_strcmp0 (frozen, random) <= 0,
                    g_strdup_printf (_ ("frozen %s, randomness %s"), frozen, random));
}

static void
check_dice (GPtrArray *checks, const HechaSite *site, const HechaRecord *frame)
{
  g_auto (GStrv) witnesses = hecha_record_get_list (site->draw, "witnesses");

  hecha_checks_add (checks, _ ("two witnesses"),
                    witnesses[0] != NULL && witnesses[1] != NULL && strcmp (witnesses[0], witnesses[1]) != 0,
                    g_strjoinv (", ", witnesses));
  hecha_checks_add (checks, _ ("no other randomness for this frame"),
                    !hecha_nonce_is_for (site->nonce, frame),
                    g_strdup (hecha_nonce_is_for (site->nonce, frame) ? _ ("the office revealed its nonce")
                                                                      : _ ("dice only")));
}

/* The hash was in the assignment before there was a frame; the office revealed the nonce when it had the frame's. */
static void
check_nonce (GPtrArray *checks, const HechaSite *site, const HechaRecord *frame)
{
  const char *told = site->nonce != NULL ? hecha_record_get (site->nonce, "frame_hash") : NULL;
  GError *problem = NULL;
  gboolean ok
    = hecha_nonce_check (site->assignment, hecha_record_get (site->draw, "public_random"), &problem);

  hecha_checks_add (checks, _ ("the nonce that was committed to"), ok,
                    g_strdup (ok ? hecha_record_get (site->assignment, "nonce_hash") : problem->message));
  g_clear_error (&problem);
  hecha_checks_add (checks, _ ("the frame that the office wrote down first"),
                    hecha_nonce_is_for (site->nonce, frame),
                    g_strdup (told != NULL ? told : _ ("what the office wrote down is not here")));
}

static gboolean
unit_fits (const HechaSite *site, const HechaDraw *draw, const HechaRecord *unit, guint n_sample)
{
  guint rank = (guint)hecha_record_get_int (unit, "rank", 0);
  const HechaDrawRow *row = rank > 0 ? hecha_draw_get_next (draw, NULL, rank - 1) : NULL;
  g_autofree char *ticket = row != NULL ? hecha_ticket_dup_short (row->ticket) : NULL;
  const char *replaces = hecha_record_get (unit, "replaces");
  const HechaRecord *replaced = replaces != NULL ? hecha_site_find_unit (site, replaces) : NULL;

  if (row == NULL || g_strcmp0 (hecha_record_get (unit, "unit"), row->id) != 0
      || g_strcmp0 (hecha_record_get (unit, "ticket"), ticket) != 0)
    return FALSE;
  if (rank <= n_sample)
    return replaces == NULL;
  return replaced != NULL && g_strcmp0 (hecha_record_get (replaced, "status"), "replaced") == 0
         && !hecha_rule_is_blank (hecha_record_get (replaced, "reason"));
}

static guint
count_replaced (const HechaSite *site)
{
  guint n = 0;

  for (guint i = 0; i < site->units->len; i++)
    n += g_strcmp0 (hecha_record_get (site->units->pdata[i], "status"), "replaced") == 0;
  return n;
}

static void
check_units (GPtrArray *checks, const HechaSite *site, const HechaDraw *draw, gboolean whole)
{
  guint n_sample = (guint)hecha_record_get_int (site->draw, "sample_size", 0);
  guint n_replaced = count_replaced (site);
  g_autoptr (GString) wrong = g_string_new (NULL);

  for (guint i = 0; i < site->units->len; i++)
    {
      const HechaRecord *unit = g_ptr_array_index (site->units, i);

      if (!unit_fits (site, draw, unit, n_sample))
        g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? ", " : "", unit->id);
    }
  hecha_checks_add (checks, _ ("rank and ticket of each unit"), wrong->len == 0,
                    wrong->len == 0 ? g_strdup_printf (_ ("%u units"), site->units->len)
                                    : g_strdup_printf (_ ("not as drawn: %s"), wrong->str));
  if (whole)
    hecha_checks_add (checks, _ ("no unit missing, none too many"), site->units->len == n_sample + n_replaced,
                      g_strdup_printf (_ ("%u drawn, %u replaced"), n_sample, n_replaced));
}

static gboolean
check_draw (GPtrArray *checks, const HechaSite *site, const HechaRecord *frame, gboolean whole,
            GError **error)
{
  g_auto (GStrv) names = hecha_record_get_list (frame, "units");
  g_autoptr (HechaFrame) made = hecha_site_make_frame ((const char *const *)names, error);
  g_autofree char *hash = NULL;
  g_autoptr (HechaDraw) draw = NULL;

  if (made == NULL)
    return FALSE;
  hash = hecha_frame_dup_hash (made, hecha_site_algorithm (hecha_record_get (frame, "hash_alg")), error);
  if (hash == NULL)
    return FALSE;
  hecha_checks_compare (checks, _ ("hash of the frame"), hecha_record_get (frame, "hash"), hash);
  draw = hecha_site_draw_again (frame, hecha_record_get (site->draw, "public_random"),
                                (guint)hecha_record_get_int (site->draw, "sample_size", 0), error);
  if (draw == NULL)
    return FALSE;
  hecha_checks_compare (checks, _ ("seed"), hecha_record_get (site->draw, "seed"), draw->seed);
  hecha_checks_compare (checks, _ ("order of the whole frame"), hecha_record_get (site->draw, "order_hash"),
                        draw->order_hash);
  check_units (checks, site, draw, whole);
  return TRUE;
}

/**
 * hecha_site_verify:
 * @site: what was drawn at a site
 * @whole: whether all units should be there; a server is told of them piece by piece
 * @error: when there is nothing to verify, or the recorded frame is not the one that was frozen
 *
 * Computes a draw at a site anew from the recorded facts (P3 4.4): the hash of the frame, the randomness and its order,
 * the seed, the order of the units, and every unit.
 *
 * Returns: (transfer full) (nullable) (element-type HechaCheck): what was checked
 */
GPtrArray *
hecha_site_verify (const HechaSite *site, gboolean whole, GError **error)
{
  g_autoptr (GPtrArray) checks = hecha_checks_new ();
  const HechaRecord *frame;

  if (site->draw == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("No units were drawn for %s"),
                   site->assignment->id);
      return NULL;
    }
  frame = hecha_site_find_frame (site, hecha_record_get (site->draw, "frame"));
  if (!hecha_rule_check_settled (site->draw, error))
    return NULL;
  if (frame == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("The frame of the draw for %s is not here"),
                   site->assignment->id);
      return NULL;
    }
  if (!hecha_rule_check_settled (frame, error))
    return NULL;
  check_frame (checks, site, frame);
  if (g_strcmp0 (hecha_record_get (site->draw, "random_source"), "nonce") == 0)
    check_nonce (checks, site, frame);
  else
    check_dice (checks, site, frame);
  return check_draw (checks, site, frame, whole, error) ? g_steal_pointer (&checks) : NULL;
}
