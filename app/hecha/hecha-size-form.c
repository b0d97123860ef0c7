/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-forms.h"

#include "domain/hecha-size-reason.h"

#include <glib/gi18n.h>
#include <string.h>

/* One way to a size: what it asks for, and how it answers. */
typedef struct
{
  const char *id;
  const char *title;
  const char *asked; /* names of fields, between blanks */
  char *(*reason) (HechaJob *job, guint population, guint32 *n, GError **error);
} Way;

static gboolean
get_fraction (HechaJob *job, const char *name, const char *title, HechaFraction *fraction, GError **error)
{
  const char *text = hecha_job_get (job, name);

  return hecha_fraction_parse (title, text != NULL ? text : "", fraction, error);
}

static char *
reason_by_margin (HechaJob *job, guint population, guint32 *n, GError **error)
{
  HechaFraction margin, confidence, expected;
  HechaSampleSize size;

  if (!get_fraction (job, "confidence", _ ("confidence"), &confidence, error)
      || !get_fraction (job, "margin", _ ("margin"), &margin, error)
      || !get_fraction (job, "expected", _ ("expected rate"), &expected, error)
      || !hecha_sample_size (population, margin, confidence, expected, &size, error))
    return NULL;
  *n = size.n;
  return hecha_sample_size_dup_reason (population, margin, confidence, expected, &size);
}

static char *
reason_by_discovery (HechaJob *job, guint population, guint32 *n, GError **error)
{
  guint bad = hecha_job_get_number (job, "bad");
  HechaFraction confidence;

  if (!get_fraction (job, "confidence", _ ("confidence"), &confidence, error)
      || !hecha_discovery_size (population, bad, confidence, n, error))
    return NULL;
  return hecha_discovery_dup_reason (population, bad, confidence, *n);
}

static char *
reason_by_acceptance (HechaJob *job, guint population, guint32 *n, GError **error)
{
  const char *level = hecha_job_get (job, "level"), *aql = hecha_job_get (job, "aql");
  HechaAcceptance plan;

  if (!hecha_acceptance_find (population, level, aql != NULL ? aql : "", &plan, error))
    return NULL;
  *n = plan.size;
  return hecha_acceptance_dup_reason (population, level, aql, &plan);
}

static char *
reason_by_declaration (HechaJob *job, guint population, guint32 *n, GError **error)
{
  guint ratio = hecha_job_get_number (job, "ratio");
  HechaDeclaredPlan plan;
  HechaFraction declared;

  if (!get_fraction (job, "declared", _ ("declared level"), &declared, error)
      || !hecha_declared_plan_find (declared, ratio, &plan, error))
    return NULL;
  *n = plan.size;
  return hecha_declared_plan_dup_reason (declared, ratio, &plan);
}

static const Way ways[] = {
  {"margin", N_ ("Estimate a rate"), " confidence margin expected ", reason_by_margin},
  {"discovery", N_ ("Discover at least one bad unit"), " confidence bad ", reason_by_discovery},
  {"acceptance", N_ ("Accept a lot (GB/T 2828.1)"), " level aql ", reason_by_acceptance},
  {"declared", N_ ("Check a declared level (GB/T 2828.4)"), " declared ratio ", reason_by_declaration},
};

static const Way *
way_of (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (strcmp (ways[i].id, id) == 0)
      return &ways[i];
  g_assert_not_reached ();
}

static char *
make_note (HechaJob *job)
{
  const Way *way = way_of (hecha_job_get (job, "way"));
  guint population = hecha_job_get_number (job, "population");
  g_autoptr (GError) error = NULL;
  guint32 n = 0;
  g_autofree char *reason = way->reason (job, population, &n, &error);

  if (reason == NULL)
    return g_strdup (error->message);
  if (n > population)
    return g_strdup_printf (_ ("All %u units. %s"), population, reason);
  return g_strdup_printf (ngettext ("%u unit. %s", "%u units. %s", n), n, reason);
}

/* Answers with the size. */
static gboolean
deed_size (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  const Way *way = way_of (hecha_job_get (job, "way"));
  guint population = hecha_job_get_number (job, "population");
  guint32 n = 0;
  g_autofree char *reason = way->reason (job, population, &n, error);

  hecha_job_say (job, g_strdup_printf ("%u", MIN (n, population)));
  return reason != NULL;
}

static void
way_changed_cb (HechaForm *form)
{
  static const char *const names[]
    = {"confidence", "margin", "expected", "bad", "level", "aql", "declared", "ratio"};
  g_autofree char *id = hecha_form_dup_text (form, "way");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *word = g_strdup_printf (" %s ", names[i]);

      hecha_form_show_only (form, names[i], strstr (way_of (id)->asked, word) != NULL);
    }
}

static void
add_rows (HechaForm *form, guint population)
{
  static const HechaOption levels[] = {{"II", "II"},   {"I", "I"},     {"III", "III"}, {"S-1", "S-1"},
                                       {"S-2", "S-2"}, {"S-3", "S-3"}, {"S-4", "S-4"}};
  HechaOption options[G_N_ELEMENTS (ways)];

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    options[i] = (HechaOption) {ways[i].id, _ (ways[i].title)};
  hecha_form_add_group (form, _ ("What It Is For"), NULL);
  hecha_form_add_choice (form, "way", _ ("Purpose"), options, G_N_ELEMENTS (options), 0);
  hecha_form_add_number (form, "population", _ ("Units in all"), 1, 1000000, MAX (1, population));
  hecha_form_add_entry (form, "confidence", _ ("Confidence"), "0.95");
  hecha_form_add_entry (form, "margin", _ ("Margin"), "0.05");
  hecha_form_add_entry (form, "expected", _ ("Expected rate"), "0.5");
  hecha_form_add_number (form, "bad", _ ("Bad units that shall be noticed"), 1, 1000000, 5);
  hecha_form_add_choice (form, "level", _ ("Inspection level"), levels, G_N_ELEMENTS (levels), 0);
  hecha_form_add_entry (form, "aql", _ ("Acceptance quality limit, in percent"), "4.0");
  hecha_form_add_entry (form, "declared", _ ("Declared share of bad units"), "0.02");
  hecha_form_add_number (form, "ratio", _ ("Times worse that shall be noticed"), 2, 100, 10);
}

/**
 * hecha_size_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @population: units of the frame; 0 before it is frozen
 *
 * Returns: (transfer none): says how many units to draw, and why; its answer is the number
 */
HechaForm *
hecha_size_form_new (GtkWindow *parent, HechaStoreWorker *worker, guint population)
{
  HechaForm *form = hecha_form_new (parent, worker, _ ("Sample Size"), _ ("_Use This Size"), deed_size, NULL);

  add_rows (form, population);
  g_signal_connect (form, "changed", G_CALLBACK (way_changed_cb), NULL);
  way_changed_cb (form);
  hecha_form_set_note (form, make_note);
  return hecha_form_present (form);
}
