/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-words.h"

#include "base/hecha-error.h"
#include "domain/hecha-guard.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *kind;
  const char *id;
  const char *word;
} Word;

static const Word words[] = {
  {"verdict", "met", N_ ("Met")},
  {"verdict", "partly", N_ ("Partly Met")},
  {"verdict", "not_met", N_ ("Not Met")},
  {"verdict", "unverifiable", N_ ("Unverifiable")},
  {"declared", "met", N_ ("Declared as met")},
  {"declared", "partly", N_ ("Declared as partly met")},
  {"declared", "not_met", N_ ("Declared as not met")},
  {"declared", "none", N_ ("Not declared")},
  {"mode", "onsite", N_ ("On Site")},
  {"mode", "online", N_ ("Online")},
  {"category", "poverty", N_ ("Poverty Alleviation")},
  {"category", "own", N_ ("Own-Level Target")},
  {"category", "upper", N_ ("Upper-Level Target")},
  {"category", "party", N_ ("Party Building")},
  {"category", "mgmt", N_ ("Agency Management")},
  {"status", "drawn", N_ ("Drawn by Lot")},
  {"status", "not_inspectable", N_ ("Cannot Be Inspected")},
  {"status", "replaced", N_ ("Replaced")},
  {"site-kind", "households", N_ ("Households")},
  {"site-kind", "documents", N_ ("Documents")},
  {"site-kind", "sections", N_ ("Road Sections")},
  {"site-kind", "other", N_ ("Other Units")},
  {"site-source", "dice", N_ ("Dice")},
  {"site-source", "nonce", N_ ("Office's Number")},
  {"random_source", "dice", N_ ("Dice")},
  {"random_source", "nonce", N_ ("Office's Number")},
  {"method", "meeting", N_ ("Meeting")},
  {"method", "documents", N_ ("Documents")},
  {"method", "inquiry", N_ ("Inquiry")},
  {"method", "site_view", N_ ("Site View")},
  {"method", "public", N_ ("Visits to the Public")},
  {"method", "media", N_ ("Media")},
  {"method", "online_review", N_ ("Online Review")},
  {"method", "survey", N_ ("Public Appraisal")},
  {"no_number", "0", N_ ("Has a Number")},
  {"no_number", "1", N_ ("Has None")},
  {"copy", "taken", N_ ("Copy Taken")},
  {"copy", "seen", N_ ("Seen Only")},
  {"agreed", "signed", N_ ("Signed")},
  {"agreed", "refused", N_ ("Refused to Sign")},
  {"consent", "1", N_ ("Agreed")},
  {"consent", "0", N_ ("Did Not Agree")},
  {"verified", "1", N_ ("Verified")},
  {"verified", "0", N_ ("Not Verified")},
  {"difficulty", "none", N_ ("None")},
  {"difficulty", "some", N_ ("Some")},
  {"answer", "yes", N_ ("Yes")},
  {"answer", "no", N_ ("No")},
  {"answer", "not_applicable", N_ ("Not Applicable")},
  {"role", "leader", N_ ("Team leader")},
  {"role", "inspector", N_ ("Inspector")},
  {"role", "visitor", N_ ("Visitor")},
  {"role", "agency", N_ ("Inspected agency")},
  {"role", "head", N_ ("Head of agency")},
  {"role", "liaison", N_ ("Liaison")},
  {"role", "witness", N_ ("Witness")},
  {"role", "office", N_ ("Office")},
  {"role", "expert", N_ ("Expert")},
  {"role", "business_staff", N_ ("Business staff")},
  {"kind", "document", N_ ("Document")},
  {"kind", "photo", N_ ("Photograph")},
  {"kind", "video", N_ ("Video")},
  {"kind", "audio", N_ ("Audio")},
  {"kind", "measurement", N_ ("Measurement")},
  {"kind", "testimony", N_ ("Testimony")},
  {"kind", "file", N_ ("File")},
  {"plan-kind", "self_check", N_ ("Self-Check")},
  {"plan-kind", "quarterly", N_ ("Quarterly Check")},
  {"plan-kind", "midterm", N_ ("Midterm Check")},
  {"plan-kind", "year_end", N_ ("Year-End Review")},
  {"plan-kind", "cloud", N_ ("Cloud Check")},
  {"plan-kind", "timely", N_ ("Timely Check")},
  {"plan-kind", "unannounced", N_ ("Unannounced Visit")},
  {"plan-selection", "random", N_ ("Drawn at Random")},
  {"plan-selection", "census", N_ ("Full Check")},
  {"plan-selection", "judgement", N_ ("Key Check")},
  {"plan-operator", "office", N_ ("Target Office")},
  {"plan-operator", "joint", N_ ("Jointly")},
  {"plan-operator", "third_party", N_ ("Third Party")},
  {"plan-operator", "agency", N_ ("The Agency Itself")},
  {"plan-state", "draft", N_ ("Draft")},
  {"plan-state", "approved", N_ ("Approved")},
  {"plan-state", "frozen", N_ ("Frame Frozen")},
  {"plan-state", "drawn", N_ ("Samples Drawn")},
  {"plan-state", "running", N_ ("Under Way")},
  {"plan-state", "disputed", N_ ("In Conflict")},
  {"plan-state", "cancelled", N_ ("Cancelled")},
  {"appeal", "none", N_ ("No Appeal")},
  {"appeal", "filed", N_ ("Filed")},
  {"appeal", "accepted", N_ ("Accepted")},
  {"appeal", "out_of_time", N_ ("Out of Time")},
  {"appeal", "re_review", N_ ("Reviewed Anew")},
  {"appeal", "ruled", N_ ("Ruled On")},
  {"appeal", "disputed", N_ ("In Conflict")},
  {"appeal-result", "upheld", N_ ("Upheld")},
  {"appeal-result", "amended", N_ ("Amended")},
  {"appeal-result", "overturned", N_ ("Overturned")},
};

/**
 * hecha_word:
 * @kind: verdict, declared, mode, method, role, kind, answer, or a field of a method's record
 * @id: (nullable): a value of that kind
 *
 * Returns: (transfer none): the glossary's word for it; the value itself when there is none
 */
const char *
hecha_word (const char *kind, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].id, id) == 0 && strcmp (words[i].kind, kind) == 0)
      return _ (words[i].word);
  return id != NULL ? id : "";
}

/**
 * hecha_label_dup_title:
 * @label: a word of the glossary, which in English is an identifier
 *
 * Returns: (transfer full): as it stands at the beginning of a line: "place_reason" is "Place reason"; Chinese stays
 */
char *
hecha_label_dup_title (const char *label)
{
  char *title = g_strdelimit (g_strdup (label), "_", ' ');

  *title = g_ascii_toupper (*title);
  return title;
}

/**
 * hecha_missing_dup_sentence:
 * @missing: something that the leader's signature waits for
 *
 * Returns: (transfer full): what to do
 */
char *
hecha_missing_dup_sentence (const HechaMissing *missing)
{
  static const struct
  {
    const char *code;
    const char *sentence;
  } sentences[] = {
    {"disputed", N_ ("People wrote different things; the office has to settle it first")},
    {"mode", N_ ("Say whether the visit was on site or online")},
    {"place", N_ ("Give the place of the visit, or the reason why there is none")},
    {"methods", N_ ("Choose by which methods it was checked")},
    {"photo", N_ ("A site view needs a photograph, or the reason why there is none")},
    {"verdict", N_ ("Choose a verdict")},
    {"observation", N_ ("Write down the observation")},
  };

  if (strcmp (missing->code, "presence") == 0)
    return g_strdup_printf (_ ("Two or more inspectors have to be present at the same time; recorded: %u"),
                            missing->have);
  if (strcmp (missing->code, "evidence") == 0)
    {
      g_autofree char *items = g_strjoinv (_ (", "), missing->items);

      return g_strdup_printf (_ ("Required evidence is missing: %s"), items);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (sentences[i].code, missing->code) == 0)
      return g_strdup (_ (sentences[i].sentence));
  return g_strdup (missing->sentence);
}

/* What the library, and the server through it, say to people; %s stands for what is different each time. */
static const char *const told[] = {
  N_ ("A code has six groups of four letters or digits; compare it with the one you were given"),
  N_ ("Another program has the database open (%s)"),
  N_ ("Another program has %s open; close it and try again"),
  N_ ("Fewer than two inspectors were present at the same time (P3 4.3)"),
  N_ ("The address does not lead to a Hecha server; check it with the office"),
  N_ ("The code was given out by another server; check address and code with the office"),
  N_ ("The database is damaged; keep the files and ask the office (%s)"),
  N_ ("The device was revoked before it wrote this"),
  N_ ("The disk failed; look after it and try again (%s)"),
  N_ ("The disk failed: %s: %s"),
  N_ ("The disk is full; free some space and try again (%s)"),
  N_ ("The disk is full: make some room and try again (while writing %s)"),
  N_ ("The disk may not be written to: %s is on a read-only disk, or belongs to somebody else"),
  N_ ("The disk or the file is read-only; nothing can be saved (%s)"),
  N_ ("The file %s cannot be read: %s"),
  N_ ("The file was changed while it was copied: close the program that writes it, then try again"),
  N_ ("The server could not prove who it is: %s"),
  N_ ("The server was not reached: %s"),
  N_ ("The server's answer is too long"),
  N_ ("The server's certificate is not the server's own; do not go on, tell the office"),
  N_ ("The sync was stopped; it goes on from here next time"),
  N_ ("This code has expired; ask the office for a new one"),
  N_ ("This code is not known here; compare it with the one you were given"),
  N_ ("This code is wrong; compare it with the one you were given"),
  N_ ("This code was tried too often and is void; ask the office for a new one"),
  N_ ("This code was used by another device; ask the office for a new one"),
  N_ ("This device has no right in this scope"),
  N_ ("This device has no right to write %s"),
  N_ (
    "This device's record was copied and went two ways. Everything was sent and is kept; ask the office for "
    "a new invitation"),
  N_ ("This device's record was copied and went two ways. Some files were not sent yet; sync again, and ask "
      "the office for a new invitation"),
  N_ ("This disk takes no file so large (FAT: 4 GiB): use another one (while writing %s)"),
  N_ ("This is not the server that this device belongs to; do not go on, tell the office"),
  N_ ("This store belongs to no server yet; enrol it first"),
  N_ ("Too many wrong codes came from this address; try again in a minute"),
};

/* The words of @message that stand for each %s of @pattern; %NULL when it is another sentence. */
static char **
match (const char *pattern, const char *message)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "%s", -1);
  g_autoptr (GStrvBuilder) args = g_strv_builder_new ();

  if (!g_str_has_prefix (message, parts[0]))
    return NULL;
  message += strlen (parts[0]);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      const char *end
        = parts[i + 1] == NULL
            ? (g_str_has_suffix (message, parts[i]) ? message + strlen (message) - strlen (parts[i]) : NULL)
            : strstr (message, parts[i]);
      g_autofree char *word = end != NULL ? g_strndup (message, (gsize)(end - message)) : NULL;

      if (word == NULL)
        return NULL;
      g_strv_builder_add (args, word);
      message = end + strlen (parts[i]);
    }
  return *message == '\0' ? g_strv_builder_end (args) : NULL;
}

/**
 * hecha_told_dup_sentence:
 * @message: what the library said, in English
 *
 * Returns: (transfer full): the same in the language of the person, where it is known
 */
char *
hecha_told_dup_sentence (const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_auto (GStrv) args = match (told[i], message);
      g_autoptr (GString) out = NULL;

      if (args == NULL)
        continue;
      out = g_string_new (_ (told[i]));
      for (guint w = 0; args[w] != NULL; w++)
        g_string_replace (out, "%s", args[w], 1);
      return g_string_free (g_steal_pointer (&out), FALSE);
    }
  return hecha_guard_dup_reason (message);
}

/**
 * hecha_error_dup_sentence:
 * @error: why something did not work
 *
 * Returns: (transfer full): what a person can do about it, and what exactly happened
 */
char *
hecha_error_dup_sentence (const GError *error)
{
  g_autofree char *reason = hecha_told_dup_sentence (error->message);
  static const char *const advice[] = {
    [HECHA_ERROR_CORRUPT] = N_ ("Stored data are damaged. Keep the files as they are and tell the office."),
    [HECHA_ERROR_NEWER] = N_ ("The store was written by a newer Hecha. Install that one."),
    [HECHA_ERROR_BUSY] = N_ ("Another program has the store open. Close it and try again."),
    [HECHA_ERROR_STORAGE]
    = N_ ("The disk does not take it. Make space or check the disk; what you typed is still here."),
    [HECHA_ERROR_NETWORK] = N_ ("Nothing is lost; try again later."),
    [HECHA_ERROR_UNTRUSTED]
    = N_ ("The other side is not who it should be. Nothing was sent. Ask the office."),
    [HECHA_ERROR_LOCKED] = N_ ("The laptop is locked. Unlock it and try again."),
    [HECHA_ERROR_STOPPED] = N_ ("This laptop may not go on. Ask the office; everything is kept."),
  };

  if (error->domain == HECHA_ERROR && error->code >= 0 && error->code < (int)G_N_ELEMENTS (advice)
      && advice[error->code] != NULL)
    return g_strdup_printf ("%s\n%s", _ (advice[error->code]), reason);
  return g_steal_pointer (&reason);
}

/**
 * hecha_refusal_sentence:
 * @field: what was typed
 * @reason: why it cannot be recorded
 *
 * Returns: (transfer none): what to write instead
 */
const char *
hecha_refusal_sentence (const char *field, const char *reason)
{
  static const struct
  {
    const char *field;
    const char *sentence;
  } sentences[] = {
    {"place", N_ ("Write the place as latitude and longitude in degrees, such as 26.5783, 106.7135.")},
    {"span", N_ ("Write the time as from and to, such as 09:00-10:30, and the date such as 2026-06-30.")},
    {"value", N_ ("Write the value as a decimal number, such as 22.10.")},
    {"verdict", N_ ("“Met” needs all of the required evidence.")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (sentences[i].field, field) == 0)
      return _ (sentences[i].sentence);
  return _ (reason);
}

/**
 * hecha_time_dup_local:
 * @ms: since 1970
 *
 * Returns: (transfer full): date and time here
 */
char *
hecha_time_dup_local (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}

static gboolean
append_local (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *moment = g_match_info_fetch (match, 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (moment, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;
  g_autofree char *shown = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : NULL;

  g_string_append (out, shown != NULL ? shown : moment);
  return FALSE;
}

/**
 * hecha_moments_dup_local:
 * @text: in which moments may be, such as “2026-07-01T02:03:04Z”
 *
 * Returns: (transfer full): the same with date and time here
 */
char *
hecha_moments_dup_local (const char *text)
{
  g_autoptr (GRegex) moment
    = g_regex_new ("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", 0, 0, NULL);

  return g_regex_replace_eval (moment, text, -1, 0, 0, append_local, NULL, NULL);
}

/**
 * hecha_size_dup_text:
 * @bytes: how many
 *
 * Returns: (transfer full): such as "158.0 kB"
 */
char *
hecha_size_dup_text (guint64 bytes)
{
  return g_format_size (bytes);
}

static char *
dup_days_text (int days)
{
  guint n = (guint)ABS (days);

  if (days == 0)
    return g_strdup (_ ("today"));
  return days > 0 ? g_strdup_printf (ngettext ("%u working day left", "%u working days left", n), n)
                  : g_strdup_printf (ngettext ("%u working day late", "%u working days late", n), n);
}

/**
 * hecha_deadline_dup_text:
 * @deadline: the last day
 * @days: working days that are left; negative: that it is late
 *
 * Returns: (transfer full): when it is due, and how long that is
 */
char *
hecha_deadline_dup_text (const HechaDeadline *deadline, int days)
{
  g_autofree char *date = hecha_date_dup_text (&deadline->due);
  g_autofree char *left = dup_days_text (days);

  /* the State Council has not said yet which days of that year are off */
  return deadline->provisional ? g_strdup_printf (_ ("Due %s · %s (provisional)"), date, left)
                               : g_strdup_printf (_ ("Due %s · %s"), date, left);
}

/**
 * hecha_due_dup_text:
 * @row: a sample
 *
 * Returns: (transfer full) (nullable): when it is due, and how long that is for one that is not signed yet; the time
 *   limit as the office wrote it where that names no day
 */
char *
hecha_due_dup_text (const HechaWorkRow *row)
{
  g_autofree char *date = NULL;

  if (!row->has_due)
    return g_strdup (row->time_limit);
  date = hecha_date_dup_text (&row->deadline.due);
  return row->drawer > HECHA_WORK_READY ? g_strdup_printf (_ ("Due %s"), date)
                                        : hecha_deadline_dup_text (&row->deadline, row->days);
}

/**
 * hecha_distance_dup_text:
 * @metres: how far
 *
 * Returns: (transfer full): such as "350 m" or "3.2 km"
 */
char *
hecha_distance_dup_text (gint64 metres)
{
  return metres < 1000 ? g_strdup_printf (_ ("%d m"), (int)metres)
                       : g_strdup_printf (_ ("%.1f km"), (double)metres / 1000);
}
