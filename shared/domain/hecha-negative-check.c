/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative-check.h"

#include "domain/hecha-calendar.h"
#include "domain/hecha-presence.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const inspectors[] = {"inspector", "leader", NULL};
static const char *const viewers[] = {"inspector", "leader", "visitor", "expert", "office", NULL};

static gboolean
has (const HechaRecord *record, const char *field)
{
  return !hecha_rule_is_blank (hecha_record_get (record, field));
}

/* Dates are written so that their texts sort as they do. */
static gboolean
check_order (const HechaRecord *record, const char *first, const char *second, const char *refusal,
             GError **error)
{
  const char *before = hecha_record_get (record, first), *after = hecha_record_get (record, second);

  return before == NULL || after == NULL || strcmp (before, after) <= 0
         || hecha_rule_refuse (error, "%s", _ (refusal));
}

/* ---- people ---- */

static gboolean
check_person (HechaReader *reader, const char *id, const char *const *roles, const char *agency,
              GError **error)
{
  g_autoptr (HechaRecord) person = hecha_reader_need (reader, "office", "person", id, error);
  g_auto (GStrv) recused = NULL;

  if (person == NULL)
    return FALSE;
  if (hecha_record_get (person, "role") == NULL
      || !g_strv_contains (roles, hecha_record_get (person, "role")))
    return hecha_rule_refuse (error, "%s is no inspector (P3 4.3)", id);
  recused = hecha_record_get_list (person, "recused");
  if (agency != NULL && g_strv_contains ((const char *const *)recused, agency))
    return hecha_rule_refuse (error, "%s is recused from %s (P3 4.3)", id, agency);
  return TRUE;
}

/* P3 4.3: two or more, and the same person twice is one. */
static gboolean
check_people (HechaReader *reader, char **ids, const char *const *roles, const char *agency, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!check_person (reader, ids[i], roles, agency, error))
        return FALSE;
      g_hash_table_add (seen, ids[i]);
    }
  return g_hash_table_size (seen) >= HECHA_PRESENCE_NEEDED
         || hecha_rule_refuse (error, "Two persons at least look together, not one (P3 4.3)");
}

/* ---- an entry ---- */

static gboolean
check_confirmation (HechaReader *reader, const HechaRecord *entry, GError **error)
{
  g_auto (GStrv) persons = hecha_record_get_list (entry, "confirmed_by");

  if (!has (entry, "confirmed_on") && persons[0] == NULL)
    return TRUE;
  if (!has (entry, "confirmed_on") || !has (entry, "confirmation"))
    return hecha_rule_refuse (error, "A confirmation says when it was on site and what was seen (P3 7.2)");
  return check_people (reader, persons, viewers, hecha_record_get (entry, "agency"), error);
}

static gboolean
check_addressee (HechaReader *reader, const HechaRecord *entry, GError **error)
{
  const char *id = hecha_record_get (entry, "addressee"), *agency = hecha_record_get (entry, "agency");
  g_autoptr (HechaRecord) head = hecha_reader_need (reader, "office", "person", id, error);

  if (head == NULL)
    return FALSE;
  return (g_strcmp0 (hecha_record_get (head, "role"), "head") == 0
          && g_strcmp0 (hecha_record_get (head, "agency_code"), agency) == 0)
         || hecha_rule_refuse (error, "%s does not head %s; the notice goes to the main leader (P3 6.2.4)",
                               id, agency);
}

static gboolean
check_notice (HechaReader *reader, const HechaRecord *entry, GError **error)
{
  gboolean any = has (entry, "notified_on") || has (entry, "addressee") || has (entry, "rectify_by");

  if (!any)
    return (!has (entry, "received_on") && !has (entry, "received_by"))
           || hecha_rule_refuse (error, "There is no notice that could be received (P3 6.2.4)");
  if (!has (entry, "notified_on") || !has (entry, "addressee") || !has (entry, "rectify_by"))
    return hecha_rule_refuse (
      error, "A notice has an addressee, a day and a last day for the rectification (P3 6.2.4)");
  return check_order (entry, "notified_on", "rectify_by",
                      N_ ("The last day for the rectification is before the notice (P3 6.2.4)"), error)
         && check_order (entry, "notified_on", "received_on",
                         N_ ("The notice was received before it was sent (P3 6.2.4)"), error)
         && check_addressee (reader, entry, error);
}

/**
 * hecha_negative_check_entry:
 * @reader: where people stand
 * @entry: an nl_entry as it is to be
 * @error: %HECHA_ERROR_REFUSED, naming the clause
 *
 * P3 6.2.4, 7.2 (R048, R054): confirmed by two on site; a notice with addressee and deadline; withdrawn with a reason.
 *
 * Returns: whether it holds
 */
gboolean
hecha_negative_check_entry (HechaReader *reader, const HechaRecord *entry, GError **error)
{
  if (!has (entry, "unit") || !has (entry, "agency") || !has (entry, "reason"))
    return hecha_rule_refuse (error, "An entry says which unit was not met, and why (P3 6.2.4)");
  if ((hecha_record_get (entry, "sample") == NULL) != (hecha_record_get (entry, "found_in") == NULL))
    return hecha_rule_refuse (error, "The finding that an entry rests on is named with its scope");
  if (has (entry, "withdrawn_on") != has (entry, "withdrawn_reason"))
    return hecha_rule_refuse (error, "What is taken off the list is so on a day, and for a reason");
  return check_confirmation (reader, entry, error) && check_notice (reader, entry, error);
}

/* ---- making it up ---- */

static gboolean
check_completion (const HechaRecord *record, GError **error)
{
  g_auto (GStrv) evidence = hecha_record_get_list (record, "evidence");

  if (!has (record, "completed_on"))
    return (!has (record, "feedback_on") && !has (record, "result"))
           || hecha_rule_refuse (error, "What is not completed is neither reported nor verified (P3 6.2.5)");
  return evidence[0] != NULL
         || hecha_rule_refuse (error, "Making up is shown by one new piece of evidence at least (P3 2.2)");
}

static gboolean
check_verification (HechaReader *reader, const HechaRecord *record, const char *agency, GError **error)
{
  g_auto (GStrv) persons = hecha_record_get_list (record, "verified_by");

  if (!has (record, "result"))
    return persons[0] == NULL || hecha_rule_refuse (error, "A verification has a result (P3 2.2)");
  if (!has (record, "feedback_on") || !has (record, "verified_on"))
    return hecha_rule_refuse (error, "Verified is what the agency reported, on a day (P3 2.2, 6.2.5)");
  return check_people (reader, persons, inspectors, agency, error);
}

/* What was rejected is made up anew, and so after that: rounds are numbered, each after the one before it. */
static gboolean
check_round (HechaReader *reader, const HechaRecord *record, GError **error)
{
  const char *slash = strrchr (record->id, '/'), *completed = hecha_record_get (record, "completed_on");
  guint64 round = slash != NULL ? g_ascii_strtoull (slash + 1, NULL, 10) : 0;
  g_autoptr (HechaRecord) before = NULL;
  g_autofree char *id = NULL;
  const char *verified;

  if (round < 2 || completed == NULL)
    return TRUE;
  id = g_strdup_printf ("%.*s/%" G_GUINT64_FORMAT, (int)(slash - record->id), record->id, round - 1);
  before = hecha_reader_get (reader, "office", "rectification", id, NULL);
  verified = before != NULL ? hecha_record_get (before, "verified_on") : NULL;
  return verified == NULL || strcmp (verified, completed) <= 0
         || hecha_rule_refuse (error, "%s is before %s, when the round before was rejected (P3 2.2, 6.2.5)",
                               completed, verified);
}

/**
 * hecha_negative_check_rectification:
 * @reader: where entries and people stand
 * @rectification: as it is to be
 * @error: %HECHA_ERROR_REFUSED, naming the clause
 *
 * P3 2.2, 6.2.5 (R003, R049): measures, then completion with new evidence, feedback, and a verification by two. A round
 * after one that was rejected is completed after that.
 *
 * Returns: whether it holds
 */
gboolean
hecha_negative_check_rectification (HechaReader *reader, const HechaRecord *rectification, GError **error)
{
  const char *id = hecha_record_get (rectification, "entry");
  g_autoptr (HechaRecord) entry = NULL;

  if (id == NULL || !has (rectification, "measures"))
    return hecha_rule_refuse (error, "A rectification has measures, for an entry of the list (P3 2.2)");
  entry = hecha_reader_need (reader, "office", "nl_entry", id, error);
  if (entry == NULL)
    return FALSE;
  if (!has (entry, "notified_on"))
    return hecha_rule_refuse (error, "The head of the agency was not notified yet (P3 6.2.4)");
  return check_completion (rectification, error) && check_round (reader, rectification, error)
         && check_verification (reader, rectification, hecha_record_get (entry, "agency"), error)
         && check_order (rectification, "completed_on", "feedback_on",
                         N_ ("The feedback is before the completion (P3 6.2.5)"), error)
         && check_order (rectification, "feedback_on", "verified_on",
                         N_ ("The verification is before the feedback (P3 2.2)"), error);
}

/**
 * hecha_negative_check_urging:
 * @reader: where entries stand
 * @urging: as it is to be
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether it says what was urged, how, and who was reached (P3 6.2.2, R043)
 */
gboolean
hecha_negative_check_urging (HechaReader *reader, const HechaRecord *urging, GError **error)
{
  const char *id = hecha_record_get (urging, "object");
  g_autoptr (HechaRecord) entry = NULL;

  if (id == NULL || !has (urging, "channel") || !has (urging, "urged_to"))
    return hecha_rule_refuse (error, "Urging says what, how, and who was reached (P3 6.2.2)");
  entry = hecha_reader_need (reader, "office", "nl_entry", id, error);
  return entry != NULL;
}
