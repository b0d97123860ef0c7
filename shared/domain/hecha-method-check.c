/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-method.h"

#include "domain/hecha-label.h"
#include "domain/hecha-place.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-statistics.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What each method's record has to say: one small rule for each. */

#define MOST_ANSWERS G_GINT64_CONSTANT (1000000000000) /* of a survey: what a rate can be computed of */

const HechaMethod hecha_methods[] = {
  {"meeting", "meeting", "P3 5.2 a"},
  {"documents", "document_review", "P3 5.2 b"},
  {"inquiry", "inquiry", "P3 5.2 c"},
  {"site_view", "site_view", "P3 5.2 d"},
  {"public", "public_visit", "P3 5.2 e"},
  {"media", "media_item", "P3 5.2 f"},
  {"online_review", "online_review", "P3 5.2 g"},
  {"survey", "survey", "P3 5.2 h"},
  {NULL},
};

/**
 * hecha_method_find:
 * @kind: a method, such as documents, or its record type, such as document_review
 *
 * Returns: (transfer none) (nullable): the method
 */
const HechaMethod *
hecha_method_find (const char *kind)
{
  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    if (strcmp (method->name, kind) == 0 || strcmp (method->type, kind) == 0)
      return method;
  return NULL;
}

/* ---- one rule for each ---- */

/* A rule that is broken: the field to mend and the sentence, both for good. */
typedef struct
{
  const char *field;
  const char *sentence;
} Broken;

static const Broken whole = {NULL, NULL};

static gboolean
is_there (const HechaRecord *record, const char *field)
{
  return !hecha_rule_is_blank (hecha_record_get (record, field));
}

static gboolean
is_yes (const HechaRecord *record, const char *field)
{
  return hecha_record_get_int (record, field, 0) != 0;
}

/* Seventeen digits and a check digit: the number of an identity card. */
static gboolean
has_identity_number (const char *text)
{
  guint digits = 0;

  for (; text != NULL && *text != '\0'; text++)
    {
      digits = g_ascii_isdigit (*text) ? digits + 1 : 0;
      if (digits == 17 && (g_ascii_isdigit (text[1]) || text[1] == 'X' || text[1] == 'x')
          && !g_ascii_isdigit (text[1] != '\0' ? text[2] : '\0'))
        return TRUE;
    }
  return FALSE;
}

static Broken
check_meeting (const HechaRecord *r)
{
  g_auto (GStrv) participants = hecha_record_get_list (r, "participants");

  if (participants[0] == NULL)
    return (Broken) {"participants", N_ ("A meeting has participants: name one at least (P3 5.2 a)")};
  return whole;
}

static Broken
check_document (const HechaRecord *r)
{
  if (!is_there (r, "number") && !is_yes (r, "no_number"))
    return (Broken) {"number", N_ ("Give the number of the document, or tick that it has none (P3 5.2 b)")};
  if (is_there (r, "number") && is_yes (r, "no_number"))
    return (Broken) {"no_number", N_ ("The document has a number, and is ticked as having none (P3 5.2 b)")};
  return whole;
}

/* [[text, text …] …], each with @n texts, the first of them not blank. */
static gboolean
is_table (const char *text, guint n)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *rows = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);
      JsonArray *cells = JSON_NODE_HOLDS_ARRAY (row) ? json_node_get_array (row) : NULL;

      if (cells == NULL || json_array_get_length (cells) != n)
        return FALSE;
      for (guint k = 0; k < n; k++)
        if (hecha_rule_get_text (json_array_get_element (cells, k)) == NULL)
          return FALSE;
      if (hecha_rule_is_blank (json_array_get_string_element (cells, 0)))
        return FALSE;
    }
  return rows != NULL && json_array_get_length (rows) > 0;
}

static Broken
check_inquiry (const HechaRecord *r)
{
  const char *witness = hecha_record_get (r, "witness");

  if (!is_table (hecha_record_get (r, "questions"), 2))
    return (Broken) {"questions", N_ ("An inquiry has questions, each with its answer (P3 5.2 c)")};
  if (g_strcmp0 (hecha_record_get (r, "agreed"), "refused") == 0 && hecha_rule_is_blank (witness))
    return (Broken) {"witness", N_ ("The person asked refused to sign: name who witnessed it (P3 5.2 c)")};
  if (witness != NULL && g_strcmp0 (witness, hecha_record_get (r, "asked")) == 0)
    return (Broken) {"witness", N_ ("The person asked cannot be their own witness (P3 5.2 c)")};
  return whole;
}

static gboolean
is_within (const HechaRecord *r, const char *field, gint64 most_degrees)
{
  gint64 units = hecha_record_get_int (r, field, 0);

  return units >= -most_degrees * HECHA_PLACE_PER_DEGREE && units <= most_degrees * HECHA_PLACE_PER_DEGREE;
}

static Broken
check_site_view (const HechaRecord *r)
{
  gboolean north = is_there (r, "latitude"), east = is_there (r, "longitude");
  const char *measurements = hecha_record_get (r, "measurements");

  if (north != east || !is_within (r, "latitude", 90) || !is_within (r, "longitude", 180))
    return (Broken) {
      north ? "longitude" : "latitude",
      N_ ("Coordinates are a latitude of -90 to 90 and a longitude of -180 to 180 degrees (P3 5.2 d)")};
  if (north && !is_there (r, "datum"))
    return (Broken) {"datum", N_ ("Coordinates need their datum: WGS-84 or CGCS2000 (P3 5.2 d)")};
  if (is_there (r, "position") && hecha_record_get_int (r, "position", 0) < 1)
    return (Broken) {"position", N_ ("The places of a route are counted from 1 (P3 5.2 d)")};
  if (measurements != NULL && strcmp (measurements, "[]") != 0 && !is_table (measurements, 3))
    return (Broken) {"measurements",
                     N_ ("A measurement says what was measured, the value and its unit (P3 5.2 d)")};
  return whole;
}

static Broken
check_public_visit (const HechaRecord *r)
{
  if (!is_yes (r, "consent") && is_there (r, "respondent"))
    return (Broken) {"respondent", N_ ("Without consent no name is recorded (P3 5.2 e)")};
  if (has_identity_number (hecha_record_get (r, "respondent"))
      || has_identity_number (hecha_record_get (r, "answers")))
    return (Broken) {"answers", N_ ("The number of an identity card is never recorded (P3 5.2 e)")};
  return whole;
}

static Broken
check_media_item (const HechaRecord *r)
{
  return whole;
}

static Broken
check_review (const HechaRecord *r)
{
  const char *score = hecha_record_get (r, "score");
  double points = score != NULL ? g_ascii_strtod (score, NULL) : 0;

  if (points < 0 || points > 100)
    return (Broken) {"score", N_ ("A score is 0 to 100 (P3 5.2 g)")};
  return whole;
}

static Broken
check_survey (const HechaRecord *r)
{
  gint64 valid = hecha_record_get_int (r, "valid", 0), bad = hecha_record_get_int (r, "dissatisfied", 0);
  const char *from = hecha_record_get (r, "from"), *to = hecha_record_get (r, "to");

  if (valid < 0 || valid > MOST_ANSWERS || bad < 0 || hecha_record_get_int (r, "invalid", 0) < 0)
    return (Broken) {"valid", N_ ("The answers of a survey are counted from 0 (P3 5.2 h)")};
  if (bad > valid)
    return (Broken) {"dissatisfied",
                     N_ ("Those who are dissatisfied are some of the valid answers (P3 5.2 h)")};
  if (from != NULL && to != NULL && strcmp (from, to) > 0)
    return (Broken) {"to", N_ ("The survey ended before it began (P3 5.2 h)")};
  return whole;
}

/* In the order of hecha_methods. */
static Broken (*const checks[]) (const HechaRecord *) = {
  check_meeting,      check_document,   check_inquiry, check_site_view,
  check_public_visit, check_media_item, check_review,  check_survey,
};

/* What the record table needs, and is not blank. */
static const HechaField *
find_blank (const HechaRecord *record)
{
  for (guint i = 0; i < record->type->n_fields; i++)
    if (record->type->fields[i].required && hecha_rule_is_blank (record->values[i]))
      return &record->type->fields[i];
  return NULL;
}

/**
 * hecha_method_dup_problem:
 * @record: the record of a method
 * @field: (out) (transfer none) (optional): the field to mend
 *
 * Returns: (transfer full) (nullable): what is missing or wrong, with its clause; %NULL when it is whole (R025–R032)
 */
char *
hecha_method_dup_problem (const HechaRecord *record, const char **field)
{
  const HechaMethod *method = hecha_method_find (record->type->name);
  const HechaField *blank = find_blank (record);
  Broken broken = checks[method - hecha_methods](record);

  if (broken.sentence == NULL && blank == NULL)
    return NULL;
  if (field != NULL)
    *field = broken.sentence != NULL ? broken.field : blank->name;
  if (broken.sentence != NULL)
    return g_strdup (_ (broken.sentence));
  return g_strdup_printf (_ ("The %s does not say its %s yet (%s)"), hecha_type_get_label (record->type),
                          hecha_field_get_label (blank), method->clause);
}

/* ---- online review, survey ---- */

/**
 * hecha_review_is_open:
 * @assignment: an assignment
 * @review: an online review on it
 * @person: (nullable): who looks
 *
 * Reviews are made independently: nobody reads another one before two have been handed in (P3 5.2 g, R031).
 *
 * Returns: whether @person may read it
 */
gboolean
hecha_review_is_open (const HechaAssignment *assignment, const HechaRecord *review, const char *person)
{
  return hecha_assignment_get_records (assignment, "online_review")->len >= HECHA_REVIEWS_NEEDED
         || g_strcmp0 (hecha_record_get (review, "reviewer"), person) == 0;
}

/**
 * hecha_review_hide:
 * @assignment: a copy of an assignment, which is about to be shown
 * @person: (nullable): who looks
 *
 * Takes verdict, score and reason out of the reviews that @person may not read yet. This keeps a reviewer from reading
 * by accident; on a laptop that two share, who opens the database itself can read it.
 */
void
hecha_review_hide (HechaAssignment *assignment, const char *person)
{
  static const char *const hidden[] = {"verdict", "score", "reason"};
  GPtrArray *reviews = hecha_assignment_get_records (assignment, "online_review");

  for (guint i = 0; i < reviews->len; i++)
    {
      HechaRecord *review = reviews->pdata[i];

      for (guint k = 0; k < G_N_ELEMENTS (hidden) && !hecha_review_is_open (assignment, review, person); k++)
        g_clear_pointer (&review->values[hecha_type_find_field (review->type, hidden[k], strlen (hidden[k]))],
                         g_free);
    }
}

/**
 * hecha_survey_dup_rate:
 * @survey: a public appraisal
 *
 * Returns: (transfer full): those dissatisfied among the valid answers, such as 8.98%; “—” where there are none (R032)
 */
char *
hecha_survey_dup_rate (const HechaRecord *survey)
{
  gint64 valid = hecha_record_get_int (survey, "valid", 0);
  gint64 bad = hecha_record_get_int (survey, "dissatisfied", 0);

  if (valid <= 0)
    return g_strdup ("—");
  return hecha_rate_dup_percent ((guint64)CLAMP (bad, 0, MOST_ANSWERS), (guint64)MIN (valid, MOST_ANSWERS));
}
