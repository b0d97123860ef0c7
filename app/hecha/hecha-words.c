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
  {"method", "meeting", N_ ("Meeting")},
  {"method", "documents", N_ ("Documents")},
  {"method", "inquiry", N_ ("Inquiry")},
  {"method", "site_view", N_ ("Site View")},
  {"method", "public", N_ ("Visits to the Public")},
  {"method", "media", N_ ("Media")},
  {"method", "online_review", N_ ("Online Review")},
  {"method", "survey", N_ ("Public Appraisal")},
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
};

/**
 * hecha_word:
 * @kind: verdict, declared, mode, method, role or kind
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
  N_ ("This device's record was copied and went two ways. Everything was sent and is kept; ask the office "
      "for a new "
      "invitation"),
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
    [HECHA_ERROR_NETWORK] = N_ ("The server was not reached. Try again later; nothing is lost."),
    [HECHA_ERROR_UNTRUSTED]
    = N_ ("The other side is not who it should be. Nothing was sent. Ask the office."),
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
