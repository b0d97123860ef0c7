/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-nonce.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-site.h"

#define HASH_DIGITS 64

static void
digest_text (const char *nonce, char text[HECHA_DIGEST_TEXT_BYTES])
{
  HechaDigest digest;

  hecha_digest_of (&digest, nonce, strlen (nonce));
  hecha_digest_to_text (&digest, text);
}

/* Every digit equally likely: of 256 bytes the last six are not used. */
static void
roll (const HechaEnv *env, char nonce[HECHA_NONCE_DIGITS + 1])
{
  guint n = 0;

  while (n < HECHA_NONCE_DIGITS)
    {
      guint8 bytes[HECHA_NONCE_DIGITS];

      hecha_env_random (env, bytes, sizeof bytes);
      for (guint i = 0; i < sizeof bytes && n < HECHA_NONCE_DIGITS; i++)
        if (bytes[i] < 250)
          nonce[n++] = (char)('0' + bytes[i] % 10);
    }
  nonce[n] = '\0';
}

static char *
dup_secret_id (const char *scope, const char *id)
{
  return g_strdup_printf ("%s/%s", scope, id);
}

/**
 * hecha_nonce_commit:
 * @act: an action of the office
 * @assignment: the operation that makes an assignment
 * @scope: where it stands
 * @id: its id
 *
 * Makes a nonce for the assignment: its hash goes there, itself into the office's own scope.
 */
void
hecha_nonce_commit (HechaAct *act, HechaActOp *assignment, const char *scope, const char *id)
{
  g_autofree char *secret = dup_secret_id (scope, id);
  HechaActOp *op = hecha_act_op (act, "office", "site_nonce", secret);
  char nonce[HECHA_NONCE_DIGITS + 1], hash[HECHA_DIGEST_TEXT_BYTES];

  roll (act->env, nonce);
  digest_text (nonce, hash);
  hecha_act_op_set_text (assignment, "nonce_hash", hash);
  hecha_act_op_set_text (op, "nonce", nonce);
}

/**
 * hecha_nonce_check:
 * @assignment: what was committed to
 * @nonce: digits
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether this is the nonce of the assignment
 */
gboolean
hecha_nonce_check (const HechaRecord *assignment, const char *nonce, GError **error)
{
  const char *committed = hecha_record_get (assignment, "nonce_hash");
  char hash[HECHA_DIGEST_TEXT_BYTES];

  if (committed == NULL)
    return hecha_rule_refuse (error, "The office made no nonce for %s; the draw uses dice (P3 4.4)",
                              assignment->id);
  if (!hecha_random_check ("nonce", nonce, error))
    return FALSE;
  digest_text (nonce, hash);
  return strcmp (hash, committed) == 0
         || hecha_rule_refuse (
           error,
           "These digits are not the nonce that the office committed to for %s; have them "
           "read out again (P3 4.4)",
           assignment->id);
}

/**
 * hecha_nonce_is_for:
 * @nonce: (nullable): what the office revealed, as far as it is known
 * @frame: a frame at the site
 *
 * Returns: whether it was revealed for this very frame
 */
gboolean
hecha_nonce_is_for (const HechaRecord *nonce, const HechaRecord *frame)
{
  const char *hash = nonce != NULL ? hecha_record_get (nonce, "frame_hash") : NULL;

  return hash != NULL && g_strcmp0 (hash, hecha_record_get (frame, "hash")) == 0;
}

/* ---- the office reveals it ---- */

static gboolean
check_hash (const HechaSite *site, const char *hash, GError **error)
{
  const HechaRecord *frame = hecha_site_get_frame (site);
  const char *frozen = frame != NULL ? hecha_record_get (frame, "hash") : NULL;

  if (strlen (hash) != HASH_DIGITS || strspn (hash, "0123456789abcdef") != HASH_DIGITS)
    return hecha_rule_refuse (error, "The hash of a frame has 64 hex digits, not these: %s", hash);
  return frozen == NULL || strcmp (frozen, hash) == 0
         || hecha_rule_refuse (error,
                               "The frame %s, which is known here, has the hash %s; have it read out again "
                               "(P3 4.4)",
                               frame->id, frozen);
}

static gboolean
check_teller (const HechaAssignment *assignment, const char *person, GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (assignment);
  const HechaAssignedPerson *known = hecha_assigned_find (persons, person);

  return (known != NULL && hecha_assigned_is_inspector (known))
         || hecha_rule_refuse (error, "%s does not inspect %s (P3 4.4)", person, assignment->record->id);
}

/* Whether it was revealed before: for the same frame it is told again, for another one never. */
static gboolean
check_once (const HechaSite *site, const char *hash, gboolean *known, GError **error)
{
  *known = site->nonce != NULL;
  if (site->nonce == NULL)
    return TRUE;
  if (!hecha_rule_check_settled (site->nonce, error))
    return FALSE;
  return strcmp (hecha_record_get (site->nonce, "frame_hash"), hash) == 0
         || hecha_rule_refuse (error,
                               "The nonce was revealed for the frame of the hash %s; another frame is drawn "
                               "from with dice (P3 4.4)",
                               hecha_record_get (site->nonce, "frame_hash"));
}

static void
write_nonce (HechaAct *act, const HechaRecord *assignment, const HechaNonceInput *input, const char *hash)
{
  HechaActOp *op = hecha_act_op (act, assignment->scope, "nonce", assignment->id);

  hecha_act_op_set_text (op, "assignment", assignment->id);
  hecha_act_op_set_text (op, "frame_hash", hash);
  hecha_act_op_set_text (op, "nonce", input->nonce);
  hecha_act_op_set_text (op, "told_by", input->told_by);
}

static char *
read_secret (HechaAct *act, const HechaRecord *assignment, GError **error)
{
  g_autofree char *id = dup_secret_id (assignment->scope, assignment->id);
  g_autoptr (HechaRecord) secret = hecha_reader_need (act->reader, "office", "site_nonce", id, error);
  const char *nonce;

  if (secret == NULL || !hecha_rule_check_settled (secret, error))
    return NULL;
  nonce = hecha_record_get (secret, "nonce");
  return hecha_nonce_check (assignment, nonce, error) ? g_strdup (nonce) : NULL;
}

/**
 * hecha_nonce_record:
 * @act: an action of the office
 * @input: a #HechaNonceInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Writes down the hash of the frame as it was told, and reveals the nonce: in this order, in one entry. Once; asked
 * again for the same frame, it is the same answer.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_nonce_record (HechaAct *act, gpointer input, GError **error)
{
  HechaNonceInput *wanted = input;
  g_autofree char *hash = hecha_site_dup_digits (wanted->frame_hash);
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (HechaSite) site = NULL;
  gboolean known;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "reveal a nonce (P3 4.4)", error))
    return FALSE;
  assignment = hecha_assignment_find (act->reader, wanted->scope, wanted->sample, error);
  site = assignment != NULL ? hecha_site_load (act->reader, assignment->record, error) : NULL;
  if (site == NULL || !check_hash (site, hash, error) || !check_teller (assignment, wanted->told_by, error)
      || !check_once (site, hash, &known, error))
    return FALSE;
  if (site->draw != NULL && !known)
    return hecha_rule_refuse (error, "The units of %s are drawn already (P3 4.4)", assignment->record->id);
  g_free (wanted->nonce);
  wanted->nonce = read_secret (act, assignment->record, error);
  if (wanted->nonce != NULL && !known)
    write_nonce (act, assignment->record, wanted, hash);
  return wanted->nonce != NULL;
}
