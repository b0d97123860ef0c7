/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-laptop-deeds.h"

#include "base/hecha-error.h"
#include "domain/hecha-laptop.h"
#include "store/hecha-laptops.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
role_of_home (const char *home)
{
  if (g_str_has_prefix (home, "team:"))
    return "team";
  return g_str_has_prefix (home, "visit:") ? "visitor" : "office";
}

static gboolean
keep_code (HechaStore *store, HechaJob *job, char *code, GError **error)
{
  hecha_job_say (job, code);
  return hecha_store_keep_code (store, code, error);
}

gboolean
hecha_deed_laptop_invite (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  const char *home = hecha_job_get (job, "home");
  HechaInviteInput input = {.role = role_of_home (home != NULL ? home : ""),
                            .home = home,
                            .name = hecha_job_get (job, "name"),
                            .person = hecha_job_get (job, "person"),
                            .days = hecha_job_get_number (job, "days")};

  return hecha_store_act (store, by, hecha_laptop_invite, &input, error)
         && keep_code (store, job, input.code, error);
}

/* As people write it here; the record has it in UTC. */
static gboolean
read_since (HechaJob *job, char **since, GError **error)
{
  const char *text = hecha_job_get (job, "since");
  g_autofree char *iso = text != NULL ? g_strconcat (text, ":00", NULL) : NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) utc = NULL;

  if (text == NULL)
    return TRUE;
  if (strlen (text) == strlen ("2026-06-30 14:00"))
    local = g_date_time_new_from_iso8601 (g_strdelimit (iso, " ", 'T'), zone);
  if (local == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("A moment is written like 2026-06-30 14:00, not “%s”"), text);
      return FALSE;
    }
  utc = g_date_time_to_utc (local);
  *since = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
  return TRUE;
}

gboolean
hecha_deed_laptop_revoke (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autofree char *since = NULL;
  HechaRevokeInput input = {hecha_job_get_subject (job), hecha_job_get (job, "reason"), NULL};

  if (!read_since (job, &since, error))
    return FALSE;
  input.since = since;
  return hecha_store_act (store, by, hecha_laptop_revoke, &input, error);
}

gboolean
hecha_deed_laptop_replace (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autofree char *since = NULL;
  HechaReplaceInput input = {.revoke = {hecha_job_get_subject (job), hecha_job_get (job, "reason"), NULL},
                             .name = hecha_job_get (job, "name"),
                             .person = hecha_job_get (job, "person"),
                             .days = hecha_job_get_number (job, "days")};

  if (!read_since (job, &since, error))
    return FALSE;
  input.revoke.since = since;
  return hecha_store_act (store, by, hecha_laptop_replace, &input, error)
         && keep_code (store, job, input.code, error);
}

gboolean
hecha_deed_laptop_withdraw (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaWithdrawInput input = {hecha_job_get_subject (job), hecha_job_get (job, "reason")};

  return hecha_store_act (store, by, hecha_laptop_withdraw, &input, error);
}
