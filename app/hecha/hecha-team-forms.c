/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-forms.h"

#include "hecha-plan-deeds.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- persons ---- */

static gboolean
has_role (const HechaRecord *person, const char *const *roles)
{
  const char *role = hecha_record_get (person, "role");

  return role != NULL && g_strv_contains (roles, role);
}

static gboolean
witnessed (const HechaPlanData *data, const HechaRecord *person)
{
  g_auto (GStrv) witnesses = data->draw != NULL ? hecha_record_get_list (data->draw, "witnesses") : NULL;

  return witnesses != NULL && g_strv_contains ((const char *const *)witnesses, person->id);
}

/* Where somebody comes from, and what bars them. */
static char *
dup_about (const HechaPlanData *data, const HechaRecord *person)
{
  g_auto (GStrv) recused = hecha_record_get_list (person, "recused");
  g_autofree char *agencies = g_strjoinv (_ (", "), recused);
  g_autoptr (GString) about = g_string_new (hecha_record_get (person, "unit"));

  if (*agencies != '\0')
    {
      g_string_append (about, about->len > 0 ? "\n" : "");
      g_string_append_printf (about, _ ("Recused from %s"), agencies);
    }
  if (witnessed (data, person))
    {
      g_string_append (about, about->len > 0 ? "\n" : "");
      g_string_append (about, _ ("Witnessed the draw and does not inspect"));
    }
  return g_string_free (g_steal_pointer (&about), FALSE);
}

static char *
dup_title (const HechaRecord *person)
{
  return g_strdup_printf ("%s · %s", hecha_record_get (person, "name"),
                          hecha_word ("role", hecha_record_get (person, "role")));
}

static void
add_people (HechaForm *form, const HechaPlanData *data, const char *name, const char *const *roles,
            gboolean on)
{
  for (guint i = 0; i < data->people->len; i++)
    {
      const HechaRecord *person = data->people->pdata[i];
      g_autofree char *title = NULL, *about = NULL;

      if (!has_role (person, roles))
        continue;
      title = dup_title (person);
      about = dup_about (data, person);
      hecha_form_add_check (form, name, person->id, title, about, on && !witnessed (data, person));
    }
}

static const char *const inspectors[] = {"leader", "inspector", "expert", "business_staff", NULL};

/* ---- teams ---- */

static void
add_leader (HechaForm *form, const HechaPlanData *data)
{
  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (HechaOption));

  for (guint i = 0; i < data->people->len; i++)
    {
      const HechaRecord *person = data->people->pdata[i];
      HechaOption option = {person->id, hecha_record_get (person, "name")};

      if (has_role (person, inspectors))
        g_array_append_val (options, option);
    }
  if (options->len > 0)
    hecha_form_add_choice (form, "leader", _ ("Team leader"), (const HechaOption *)options->data,
                           options->len, 0);
}

/**
 * hecha_team_form_new:
 *
 * Returns: (transfer none): puts a team together
 */
HechaForm *
hecha_team_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  HechaForm *form
    = hecha_form_new (parent, worker, _ ("New Team"), _ ("_Create"), hecha_deed_team_create, data->plan->id);

  hecha_form_add_group (form, _ ("Team"), NULL);
  hecha_form_add_entry (form, "id", _ ("Name, such as T1"), NULL);
  add_leader (form, data);
  hecha_form_add_group (form, _ ("Members"), _ ("Two or more, the leader among them (P3 4.3)."));
  add_people (form, data, "members", inspectors, FALSE);
  hecha_form_add_group (form, _ ("Remit"), _ ("The agencies that it may inspect (P3 4.2)."));
  for (guint i = 0; i < data->agencies->len; i++)
    {
      const HechaRecord *agency = data->agencies->pdata[i];

      hecha_form_add_check (form, "remit", agency->id, hecha_record_get (agency, "name"), agency->id, FALSE);
    }
  return hecha_form_present (form);
}

/**
 * hecha_team_draw_form_new:
 *
 * Returns: (transfer none): draws inspectors into teams (双随机)
 */
HechaForm *
hecha_team_draw_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  HechaForm *form = hecha_form_new (parent, worker, _ ("Draw Inspectors"), _ ("_Draw"), hecha_deed_team_draw,
                                    data->plan->id);

  hecha_form_add_group (
    form, _ ("Teams"),
    _ ("Inspectors are drawn with the same digits as the samples, by the same method; a team "
       "never gets a sample of an agency that one of its members is recused from."));
  hecha_form_add_number (form, "n_teams", _ ("Teams"), 1, 50, 2);
  hecha_form_add_number (form, "size", _ ("Persons in each"), 2, 10, 2);
  hecha_form_add_group (form, _ ("Who Is Drawn From"), NULL);
  add_people (form, data, "pool", inspectors, TRUE);
  return hecha_form_present (form);
}

/* ---- assignment ---- */

static void
add_samples (HechaForm *form, const HechaPlanData *data)
{
  for (guint i = 0; i < data->samples->len; i++)
    {
      const HechaRecord *sample = data->samples->pdata[i];
      g_autofree char *holders = hecha_plan_data_dup_holders (data, sample->id);
      g_autofree char *about = holders != NULL ? g_strdup_printf (_ ("With %s"), holders) : NULL;

      if (g_strcmp0 (hecha_record_get (sample, "status"), "drawn") == 0)
        hecha_form_add_check (form, "samples", sample->id, hecha_record_get (sample, "unit"),
                              about != NULL ? about : hecha_record_get (sample, "stratum"), FALSE);
    }
}

static char *
dup_team_title (const HechaPlanData *data, const HechaRecord *team)
{
  g_autofree char *names = hecha_plan_data_dup_names (data, team, "members");

  return g_strdup_printf ("%s · %s", team->id, names);
}

static char *
dup_load (const HechaPlanData *data, const HechaRecord *team)
{
  g_auto (GStrv) remit = hecha_record_get_list (team, "remit");
  g_autofree char *agencies = g_strjoinv (_ (", "), remit);
  guint load = hecha_plan_data_count_load (data, team->id);

  return g_strdup_printf (
    ngettext ("Remit %s; has %u sample of this plan", "Remit %s; has %u samples of this plan", load),
    agencies, load);
}

/**
 * hecha_assign_form_new:
 *
 * Returns: (transfer none): gives samples to teams; each shows its remit and its load
 */
HechaForm *
hecha_assign_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  HechaForm *form
    = hecha_form_new (parent, worker, _ ("Assign Samples"), _ ("_Assign"), hecha_deed_assign, data->plan->id);

  hecha_form_add_group (form, _ ("Teams"), NULL);
  for (guint i = 0; i < data->teams->len; i++)
    {
      const HechaRecord *team = data->teams->pdata[i];
      g_autofree char *title = dup_team_title (data, team), *load = dup_load (data, team);

      hecha_form_add_check (form, "teams", team->id, title, load,
                            g_strcmp0 (hecha_record_get (team, "plan"), data->plan->id) == 0);
    }
  hecha_form_add_group (
    form, _ ("Samples"),
    _ ("When none is chosen, each team gets its share: what the draw gives it, or all within its "
       "remit that no team has."));
  add_samples (form, data);
  return hecha_form_present (form);
}

/**
 * hecha_package_form_new:
 *
 * Returns: (transfer none): makes the package of an unannounced visit
 */
HechaForm *
hecha_package_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  static const char *const visitors[] = {"visitor", NULL};
  HechaForm *form = hecha_form_new (parent, worker, _ ("New Unannounced Visit"), _ ("_Create"),
                                    hecha_deed_package, data->plan->id);

  hecha_form_add_group (
    form, _ ("Package"),
    _ ("It has neither declarations nor names that are not needed, and opens on its days only."));
  hecha_form_add_entry (form, "id", _ ("Name, such as V1"), NULL);
  hecha_form_add_entry (form, "valid_from", _ ("First day, such as 2026-07-22"), NULL);
  hecha_form_add_entry (form, "valid_to", _ ("Last day"), NULL);
  hecha_form_add_group (form, _ ("Visitors"), _ ("Two or more; the first leads."));
  add_people (form, data, "visitors", visitors, TRUE);
  hecha_form_add_group (form, _ ("Samples"), NULL);
  add_samples (form, data);
  return hecha_form_present (form);
}
