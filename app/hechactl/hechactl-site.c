/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-site.h"

#include "base/hecha-error.h"
#include "domain/hecha-label.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-site-list.h"
#include "domain/hecha-site-rule.h"
#include "domain/hecha-site-verify.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The second stage: what is drawn at the site itself. Room for the longest frame. */
#define MOST_LIST_BYTES (2 * 1024 * 1024)

/* ---- the answer ---- */

static void
answer_frame (HechactlInvocation *self, JsonBuilder *builder, const HechaSite *site, const HechaRecord *frame)
{
  const HechaRecord *cancel = hecha_site_find_cancel (site, frame->id);
  g_auto (GStrv) units = hecha_record_get_list (frame, "units");
  const char *hash = hecha_record_get (frame, "hash");
  g_autofree char *groups = hecha_site_dup_groups (hash != NULL ? hash : "");
  const char *reason = cancel != NULL ? hecha_record_get (cancel, "reason") : NULL;

  hechactl_invocation_print (self, _ ("frame %s: %u units\nhash %s\n"), frame->id, g_strv_length (units),
                             groups);
  if (cancel != NULL)
    hechactl_invocation_print (self, _ ("cancelled: %s\n"), reason != NULL ? reason : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", frame->id);
  hechactl_add_text (builder, "kind", hecha_record_get (frame, "kind"));
  hechactl_add_text (builder, "hash", hash);
  hechactl_add_text (builder, "frozen_at", hecha_record_get (frame, "frozen_at"));
  hechactl_add_bool (builder, "cancelled", cancel != NULL);
  hechactl_add_text (builder, "reason", reason);
  hechactl_begin_array (builder, "units");
  for (guint i = 0; units[i] != NULL; i++)
    json_builder_add_string_value (builder, units[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* Everything that an observer needs to draw again without us. */
static void
answer_draw (HechactlInvocation *self, JsonBuilder *builder, const HechaRecord *draw)
{
  static const char *const shown[]
    = {"frame", "algorithm", "public_random", "random_source", "random_at", "seed", "order_hash"};
  g_auto (GStrv) witnesses = hecha_record_get_list (draw, "witnesses");

  json_builder_set_member_name (builder, "draw");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const char *value = hecha_record_get (draw, shown[i]);

      hechactl_invocation_print (self, "%s %s\n", shown[i], value != NULL ? value : "");
      hechactl_add_text (builder, shown[i], value);
    }
  hechactl_add_int (builder, "sample_size", hecha_record_get_int (draw, "sample_size", 0));
  hechactl_begin_array (builder, "witnesses");
  for (guint i = 0; witnesses[i] != NULL; i++)
    json_builder_add_string_value (builder, witnesses[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
answer_unit (HechactlInvocation *self, JsonBuilder *builder, const HechaRecord *unit)
{
  static const char *const shown[]
    = {"rank", "unit", "ticket", "status", "replaces", "reason", "result", "note"};
  const char *result = hecha_record_get (unit, "result");
  const char *replaces = hecha_record_get (unit, "replaces");

  hechactl_invocation_print (
    self, "%3s  %s  %s  %s%s%s%s%s\n", hecha_record_get (unit, "rank"), hecha_record_get (unit, "ticket"),
    hecha_record_get (unit, "unit"), hecha_label ("state", hecha_record_get (unit, "status")),
    replaces != NULL ? _ ("  in the place of ") : "", replaces != NULL ? replaces : "",
    result != NULL ? "  " : "", result != NULL ? hecha_label ("verdict", result) : "");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    hechactl_add_text (builder, shown[i], hecha_record_get (unit, shown[i]));
  json_builder_end_object (builder);
}

static void
answer_site (HechactlInvocation *self, const HechaSite *site)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hechactl_add_text (builder, "sample", site->assignment->id);
  hechactl_begin_array (builder, "frames");
  for (guint i = 0; i < site->frames->len; i++)
    answer_frame (self, builder, site, site->frames->pdata[i]);
  json_builder_end_array (builder);
  if (site->draw != NULL)
    answer_draw (self, builder, site->draw);
  hechactl_begin_array (builder, "units");
  for (guint i = 0; i < site->units->len; i++)
    answer_unit (self, builder, site->units->pdata[i]);
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
}

static HechaAssignment *
find_assignment (HechactlInvocation *self, HechaStore *store, const char *sample, GError **error)
{
  const char *scope = hechactl_invocation_get (self, "scope");
  g_autofree char *home = hecha_store_get_meta (store, "home");

  return hecha_assignment_find (hecha_store_reader (store), scope != NULL ? scope : home, sample, error);
}

static gboolean
show_site (HechactlInvocation *self, HechaStore *store, const char *sample, GError **error)
{
  g_autoptr (HechaAssignment) assignment = find_assignment (self, store, sample, error);
  g_autoptr (HechaSite) site
    = assignment != NULL ? hecha_site_load (hecha_store_reader (store), assignment->record, error) : NULL;

  if (site == NULL)
    return FALSE;
  answer_site (self, site);
  return TRUE;
}

static gboolean
act_and_show (HechactlInvocation *self, HechaActFunc func, gpointer input, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, func, input, error)
         && show_site (self, store, hechactl_invocation_get_argument (self, 0), error);
}

static gboolean
show_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && show_site (self, store, hechactl_invocation_get_argument (self, 0), error);
}

/* ---- the frame ---- */

static GBytes *
read_list (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (strcmp (path, "-") == 0 ? "/dev/stdin" : path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;
  text = g_malloc (MOST_LIST_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MOST_LIST_BYTES + 1, &length, NULL, error))
    return NULL;
  if (length <= MOST_LIST_BYTES)
    return g_bytes_new (text, length);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s is too large for the frame of a site"), path);
  return NULL;
}

/* One sentence has to do: the first problem, and how many there are. */
static GPtrArray *
parse_list (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) problems = hecha_problems_new ();
  GPtrArray *units
    = g_str_has_suffix (path, ".csv")
        ? hecha_site_list_parse_csv (bytes, problems)
        : hecha_site_list_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), problems);
  g_autofree char *first = NULL;

  if (units != NULL)
    return units;
  first = hecha_problem_dup_text (problems->pdata[0]);
  if (problems->len == 1)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, first);
  else
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s (and %u more)"), first, problems->len - 1);
  return NULL;
}

static gboolean
check_utf8 (const char *text, GError **error)
{
  if (g_utf8_validate (text, -1, NULL))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no sample of this name"));
  return FALSE;
}

static gboolean
frame_run (HechactlInvocation *self, GError **error)
{
  const char *path = hechactl_invocation_get_argument (self, 1);
  const char *kind = hechactl_invocation_get (self, "kind");
  HechaSiteFrameInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .kind = kind != NULL ? kind : "other",
  };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) units = NULL;

  if (!check_utf8 (input.sample, error) || !hechactl_get_algorithm (self, &input.algorithm, error))
    return FALSE;
  bytes = read_list (path, error);
  units = bytes != NULL ? parse_list (path, bytes, error) : NULL;
  if (units == NULL)
    return FALSE;
  input.units = (const char *const *)units->pdata;
  return act_and_show (self, hecha_site_frame_record, &input, error);
}

static gboolean
cancel_run (HechactlInvocation *self, GError **error)
{
  HechaSiteReasonInput input
    = {hechactl_invocation_get_argument (self, 0), NULL, hechactl_invocation_get (self, "reason")};

  return act_and_show (self, hecha_site_cancel_record, &input, error);
}

/* ---- the draw ---- */

static gboolean
draw_run (HechactlInvocation *self, GError **error)
{
  guint64 size = 0;
  HechaSiteDrawInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .dice = hechactl_invocation_get (self, "rand"),
    .nonce = hechactl_invocation_get (self, "nonce"),
    .witnesses = hechactl_invocation_get_all (self, "witness"),
  };

  if (!hechactl_invocation_get_number (self, "size", 1, HECHA_SITE_MOST_DRAWN, &size, error))
    return FALSE;
  if ((input.dice != NULL) == (input.nonce != NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("either --rand with the digits of the dice, or --nonce"));
      return FALSE;
    }
  input.size = (guint)size;
  return act_and_show (self, hecha_site_draw_record, &input, error);
}

static gboolean
replace_run (HechactlInvocation *self, GError **error)
{
  HechaSiteReasonInput input
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get_argument (self, 1),
       hechactl_invocation_get (self, "reason")};

  return act_and_show (self, hecha_site_replace_record, &input, error);
}

static gboolean
unit_run (HechactlInvocation *self, GError **error)
{
  HechaSiteUnitInput input
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get_argument (self, 1),
       hechactl_invocation_get (self, "result"), hechactl_invocation_get (self, "note")};

  return act_and_show (self, hecha_site_unit_record, &input, error);
}

/* ---- the office ---- */

static gboolean
nonce_run (HechactlInvocation *self, GError **error)
{
  HechaNonceInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .scope = hechactl_invocation_get (self, "scope"),
    .frame_hash = hechactl_invocation_get (self, "frame-hash"),
    .told_by = hechactl_invocation_get (self, "told-by"),
  };
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  gboolean done = store != NULL && hechactl_store_act (self, store, hecha_nonce_record, &input, error);

  if (done)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autofree char *groups = hecha_site_dup_groups (input.nonce);

      hechactl_invocation_print (self, _ ("nonce %s\n"), groups);
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "nonce", input.nonce);
      hechactl_answer (self, builder);
    }
  g_free (input.nonce);
  return done;
}

/**
 * hechactl_site_verify:
 * @self: what was asked
 * @sample: an assignment, as of hecha_assignment_find()
 * @error: when there is nothing to verify
 *
 * Returns: (transfer full) (nullable) (element-type HechaCheck): what was checked of the draw at its site
 */
GPtrArray *
hechactl_site_verify (HechactlInvocation *self, const char *sample, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaAssignment) assignment
    = store != NULL ? find_assignment (self, store, sample, error) : NULL;
  g_autoptr (HechaSite) site
    = assignment != NULL ? hecha_site_load (hecha_store_reader (store), assignment->record, error) : NULL;

  return site != NULL ? hecha_site_verify (site, TRUE, error) : NULL;
}

static const HechactlOption show_options[] = {{"scope", "SCOPE", HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption frame_options[] = {
  {"kind", "households|documents|sections|other", HECHACTL_OPTION_NONE},
  {"algorithm", "sha256|sm3", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption reason_options[] = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};
static const HechactlOption draw_options[] = {
  {"size", "N", HECHACTL_OPTION_REQUIRED},
  {"rand", "DIGITS", HECHACTL_OPTION_NONE},
  {"witness", "P", HECHACTL_OPTION_REPEATED},
  {"nonce", "DIGITS", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption unit_options[] = {
  {"result", "met|not_met", HECHACTL_OPTION_NONE},
  {"note", "T", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption nonce_options[] = {
  {"frame-hash", "H", HECHACTL_OPTION_REQUIRED},
  {"told-by", "P", HECHACTL_OPTION_REQUIRED},
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_site_commands[] = {
  {"site show", "SAMPLE", 1, 1, show_options, show_run, HECHACTL_COMMAND_STORE},
  {"site frame", "SAMPLE FILE|-", 2, 2, frame_options, frame_run,
   HECHACTL_COMMAND_STORE | HECHACTL_COMMAND_FILES},
  {"site cancel", "SAMPLE", 1, 1, reason_options, cancel_run, HECHACTL_COMMAND_STORE},
  {"site draw", "SAMPLE", 1, 1, draw_options, draw_run, HECHACTL_COMMAND_STORE},
  {"site replace", "SAMPLE UNIT", 2, 2, reason_options, replace_run, HECHACTL_COMMAND_STORE},
  {"site unit", "SAMPLE UNIT", 2, 2, unit_options, unit_run, HECHACTL_COMMAND_STORE},
  {"nonce record", "SAMPLE", 1, 1, nonce_options, nonce_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
