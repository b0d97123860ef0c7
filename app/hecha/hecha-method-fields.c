/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-method-fields.h"

#include "hecha-chips-row.h"
#include "hecha-table-row.h"
#include "hecha-text-row.h"

#include <glib/gi18n.h>

/* ---- the kinds of rows ---- */

static GtkWidget *
make_entry (const HechaMethodField *field)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (field->title));
  return row;
}

static GtkWidget *
make_text (const HechaMethodField *field)
{
  return g_object_new (HECHA_TYPE_TEXT_ROW, "title", _ (field->title), NULL);
}

static GtkWidget *
make_chips (const HechaMethodField *field)
{
  return hecha_chips_row_new (_ (field->title), field->words, field->ids);
}

static GtkWidget *
make_questions (const HechaMethodField *field)
{
  const char *const columns[] = {_ ("Question"), _ ("Answer"), NULL};

  return hecha_table_row_new (_ (field->title), _ ("Add a Question"), columns, GTK_ORIENTATION_VERTICAL);
}

static GtkWidget *
make_measurements (const HechaMethodField *field)
{
  const char *const columns[] = {_ ("What was measured"), _ ("Value"), _ ("Unit"), NULL};

  return hecha_table_row_new (_ (field->title), _ ("Add a Measurement"), columns, GTK_ORIENTATION_HORIZONTAL);
}

/* ---- the forms: one for each method of P3 5.2 (R025–R032) ---- */

const HechaMethodField hecha_method_fields[] = {
  {"meeting", "participants", N_ ("Participants, with commas between them"), make_entry},
  {"meeting", "minutes", N_ ("What was said"), make_text},

  {"document_review", "title", N_ ("Title of the document"), make_entry},
  {"document_review", "no_number", N_ ("Number of the document"), make_chips, "no_number", {"0", "1"}},
  {"document_review", "number", N_ ("Number, as it stands on the document"), make_entry},
  {"document_review", "dated", N_ ("Date of the document, such as 2026-06-30"), make_entry},
  {"document_review", "pages", N_ ("Pages"), make_entry},
  {"document_review", "copy", N_ ("Copy"), make_chips, "copy", {"taken", "seen"}},
  {"document_review", "note", N_ ("What it says"), make_text},

  {"inquiry", "asked", N_ ("Person asked"), make_entry},
  {"inquiry", "position", N_ ("Position"), make_entry},
  {"inquiry", "questions", N_ ("Questions and answers"), make_questions},
  {"inquiry", "agreed", N_ ("The person asked"), make_chips, "agreed", {"signed", "refused"}},
  {"inquiry", "witness", N_ ("Witness, when refused"), make_entry},

  {"site_view", "place", N_ ("Place that was viewed"), make_entry},
  {"site_view", "position", N_ ("Which place of the route, from 1"), make_entry},
  {"site_view", "coordinates", N_ ("Coordinates (latitude, longitude)"), make_entry},
  {"site_view", "datum", N_ ("Datum"), make_chips, "datum", {"WGS-84", "CGCS2000"}},
  {"site_view", "measurements", N_ ("Measurements"), make_measurements},
  {"site_view", "note", N_ ("What was seen"), make_text},

  {"public_visit", "respondent", N_ ("Respondent: name or pseudonym, or nothing"), make_entry},
  {"public_visit", "consent", N_ ("Consent to be recorded"), make_chips, "consent", {"1", "0"}},
  {"public_visit", "answers", N_ ("What was said, without numbers of identity cards"), make_text},

  {"media_item", "source", N_ ("Source"), make_entry},
  {"media_item", "published_on", N_ ("Published on, such as 2026-06-30"), make_entry},
  {"media_item", "link", N_ ("Address, or where the clipping is"), make_entry},
  {"media_item", "summary", N_ ("What it says"), make_text},
  {"media_item", "verified", N_ ("Verified"), make_chips, "verified", {"1", "0"}},

  {"online_review",
   "held:verdict",
   N_ ("Verdict"),
   make_chips,
   "verdict",
   {"met", "partly", "not_met", "unverifiable"}},
  {"online_review", "held:score", N_ ("Score, 0 to 100"), make_entry},
  {"online_review", "held:reason", N_ ("Reason"), make_text},

  {"survey", "source", N_ ("Source"), make_entry},
  {"survey", "valid", N_ ("Valid answers"), make_entry},
  {"survey", "invalid", N_ ("Invalid answers"), make_entry},
  {"survey", "dissatisfied", N_ ("Dissatisfied, of the valid answers"), make_entry},
  {"survey", "from", N_ ("From, such as 2026-06-01"), make_entry},
  {"survey", "to", N_ ("To, such as 2026-06-30"), make_entry},
  {NULL},
};
