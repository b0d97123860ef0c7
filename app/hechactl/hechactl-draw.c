/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-draw.h"

#include "base/hecha-error.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-label.h"
#include "hechactl-answer.h"
#include "hechactl-site.h"
#include "hechactl-store.h"
#include "report/hecha-protocol.h"

#include <glib/gi18n-lib.h>

#define MOST_UNITS 1000000

/* Everything that an observer needs to draw again without us. */
static void
answer_draw_facts (HechactlInvocation *self, JsonBuilder *builder, const HechaRecord *record)
{
  g_auto (GStrv) witnesses = hecha_record_get_list (record, "witnesses");
  g_autofree char *names = g_strjoinv (", ", witnesses);

  hechactl_invocation_print (
    self, _ ("frame %s\nrand %s (%s, %s)\nwitnesses %s\nseed %s\n"), hecha_record_get (record, "frame"),
    hecha_record_get (record, "public_random"), hecha_record_get (record, "random_source"),
    hecha_record_get (record, "random_at"), names, hecha_record_get (record, "seed"));
  hechactl_add_text (builder, "plan", record->id);
  hechactl_add_text (builder, "frame", hecha_record_get (record, "frame"));
  hechactl_add_text (builder, "rand", hecha_record_get (record, "public_random"));
  hechactl_add_text (builder, "seed", hecha_record_get (record, "seed"));
  hechactl_add_text (builder, "algorithm", hecha_record_get (record, "algorithm"));
  hechactl_add_text (builder, "source", hecha_record_get (record, "random_source"));
  hechactl_add_text (builder, "random_at", hecha_record_get (record, "random_at"));
  hechactl_add_text (builder, "order", hecha_record_get (record, "order_hash"));
  hechactl_begin_array (builder, "witnesses");
  for (guint i = 0; witnesses[i] != NULL; i++)
    json_builder_add_string_value (builder, witnesses[i]);
  json_builder_end_array (builder);
}

static HechaDraw *
read_draw (HechaReader *reader, const char *plan, HechaRecord **record, GError **error)
{
  g_autoptr (HechaRecord) frame = hecha_reader_need (reader, "office", "frame", plan, error);

  *record = frame != NULL ? hecha_reader_need (reader, "office", "draw", plan, error) : NULL;
  return *record != NULL ? hecha_draw_from_records (frame, *record, error) : NULL;
}

static gboolean
answer_draw (HechactlInvocation *self, HechaStore *store, const char *plan, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaRecord) record = NULL;
  g_autoptr (HechaDraw) draw = read_draw (hecha_store_reader (store), plan, &record, error);
  g_autoptr (GPtrArray) sample = NULL;
  g_autoptr (GPtrArray) reserve = NULL;

  if (draw == NULL)
    return FALSE;
  sample = hecha_draw_dup_sample (draw);
  reserve = hecha_draw_dup_reserve (draw);
  json_builder_begin_object (builder);
  answer_draw_facts (self, builder, record);
  hechactl_answer_rows (self, builder, "draw", sample);
  hechactl_answer_rows (self, builder, "reserve", reserve);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
draw_run (HechactlInvocation *self, GError **error)
{
  guint64 size = 0;
  HechaDrawInput input = {
    .plan = hechactl_invocation_get_argument (self, 0),
    .by_class = hechactl_invocation_has (self, "by-class"),
    .random = hechactl_invocation_get (self, "rand"),
    .source = hechactl_invocation_get (self, "source"),
    .random_at = hechactl_invocation_get (self, "random-at"),
    .witnesses = hechactl_invocation_get_all (self, "witness"),
  };
  g_autoptr (HechaStore) store = NULL;

  if (!hechactl_invocation_get_number (self, "size", 1, MOST_UNITS, &size, error))
    return FALSE;
  input.size = (guint)size;
  store = hechactl_store_open (self, error);
  return store != NULL && hechactl_store_act (self, store, hecha_draw_record, &input, error)
         && answer_draw (self, store, input.plan, error);
}

static gboolean
draw_show_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer_draw (self, store, hechactl_invocation_get_argument (self, 0), error);
}

/* ---- draw verify ---- */

static gboolean
answer_checks (HechactlInvocation *self, const char *plan, GPtrArray *checks, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const HechaCheck *failed = NULL;

  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", plan);
  hechactl_begin_array (builder, "checks");
  for (guint i = 0; i < checks->len; i++)
    {
      const HechaCheck *check = g_ptr_array_index (checks, i);

      hechactl_invocation_print (self, "%s  %s: %s\n", check->ok ? _ ("ok    ") : _ ("WRONG "), check->what,
                                 check->detail);
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "what", check->what);
      hechactl_add_bool (builder, "ok", check->ok);
      hechactl_add_text (builder, "detail", check->detail);
      json_builder_end_object (builder);
      failed = failed == NULL && !check->ok ? check : failed;
    }
  json_builder_end_array (builder);
  hechactl_add_bool (builder, "verified", failed == NULL);
  hechactl_answer (self, builder);
  if (failed != NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("The draw of %s does not verify: %s: %s"), plan,
                 failed->what, failed->detail);
  return failed == NULL;
}

static GPtrArray *
verify_plan (HechactlInvocation *self, const char *plan, gboolean *is_plan, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaRecord) record
    = store != NULL ? hecha_reader_get (hecha_store_reader (store), "office", "plan", plan, error) : NULL;

  *is_plan = record != NULL || store == NULL;
  return record != NULL ? hecha_draw_verify (hecha_store_reader (store), plan, error) : NULL;
}

/* A plan's draw, or the one at the site of a sample. */
static gboolean
verify_run (HechactlInvocation *self, GError **error)
{
  const char *name = hechactl_invocation_get_argument (self, 0);
  gboolean is_plan;
  GError *problem = NULL;
  g_autoptr (GPtrArray) checks = verify_plan (self, name, &is_plan, &problem);

  if (problem == NULL && !is_plan)
    checks = hechactl_site_verify (self, name, &problem);
  if (!is_plan && g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
    {
      g_clear_error (&problem);
      g_set_error (&problem, HECHA_ERROR, HECHA_ERROR_NOT_FOUND,
                   _ ("There is no plan %s, and no sample of this name"), name);
    }
  if (checks == NULL)
    g_propagate_error (error, problem);
  return checks != NULL && answer_checks (self, name, checks, error);
}

/* ---- samples of a plan without a draw, and replacements ---- */

static gboolean
answer_samples (HechactlInvocation *self, HechaStore *store, const char *plan, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) samples
    = hecha_reader_list (hecha_store_reader (store), "office", "sample", "plan", plan, error);

  if (samples == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", plan);
  hechactl_begin_array (builder, "samples");
  for (guint i = 0; i < samples->len; i++)
    {
      static const char *const shown[]
        = {"unit", "agency", "rank", "stratum", "status", "replaces", "replace_reason"};
      const HechaRecord *sample = g_ptr_array_index (samples, i);
      const char *replaces = hecha_record_get (sample, "replaces");

      hechactl_invocation_print (self, _ ("%s  rank %s  %s  %s%s%s\n"), hecha_record_get (sample, "unit"),
                                 hecha_record_get (sample, "rank"), hecha_record_get (sample, "stratum"),
                                 hecha_label ("state", hecha_record_get (sample, "status")),
                                 replaces != NULL ? _ ("  in the place of ") : "",
                                 replaces != NULL ? replaces : "");
      json_builder_begin_object (builder);
      for (guint k = 0; k < G_N_ELEMENTS (shown); k++)
        hechactl_add_text (builder, shown[k], hecha_record_get (sample, shown[k]));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
pick_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  HechaPickInput input
    = {hechactl_invocation_get_argument (self, 0), NULL, hechactl_invocation_get (self, "reason")};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  for (guint i = 1; i < hechactl_invocation_get_n_arguments (self); i++)
    g_ptr_array_add (units, (gpointer)hechactl_invocation_get_argument (self, i));
  g_ptr_array_add (units, NULL);
  input.units = (const char *const *)units->pdata;
  return store != NULL && hechactl_store_act (self, store, hecha_draw_pick, &input, error)
         && answer_samples (self, store, input.plan, error);
}

static gboolean
replace_run (HechactlInvocation *self, GError **error)
{
  HechaReplaceInput input
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get (self, "reason")};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaRecord) sample = NULL;

  if (store == NULL || !hechactl_store_act (self, store, hecha_draw_replace, &input, error))
    return FALSE;
  sample = hecha_sample_find (hecha_store_reader (store), input.sample, error);
  return sample != NULL && answer_samples (self, store, hecha_record_get (sample, "plan"), error);
}

static gboolean
extend_run (HechactlInvocation *self, GError **error)
{
  HechaExtendInput input = {.plan = hechactl_invocation_get_argument (self, 0),
                            .reason = hechactl_invocation_get (self, "reason")};
  g_autoptr (HechaStore) store = NULL;
  guint64 size = 0;

  if (!hechactl_invocation_get_number (self, "by", 1, MOST_UNITS, &size, error))
    return FALSE;
  input.size = (guint)size;
  store = hechactl_store_open (self, error);
  return store != NULL && hechactl_store_act (self, store, hecha_draw_extend, &input, error)
         && answer_samples (self, store, input.plan, error);
}

/* ---- the protocol ---- */

static gboolean
protocol_run (HechactlInvocation *self, GError **error)
{
  const char *plan = hechactl_invocation_get_argument (self, 0),
             *path = hechactl_invocation_get (self, "out");
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaProtocolData) data = store != NULL ? hecha_protocol_data_load (store, plan, error) : NULL;
  g_autoptr (HechaSheet) sheet = data != NULL ? hecha_protocol_new (data) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (sheet == NULL || !hecha_sheet_save (sheet, hecha_store_env (store)->disk, path, NULL, error))
    return FALSE;
  hechactl_invocation_print (self, _ ("%s: %u pages in %s\n"), plan, hecha_pages_count (sheet->pages), path);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", plan);
  hechactl_add_text (builder, "file", path);
  hechactl_add_int (builder, "pages", hecha_pages_count (sheet->pages));
  hechactl_add_text (builder, "no_font_for", sheet->missing);
  hechactl_answer (self, builder);
  return TRUE;
}

static const HechactlOption draw_options[] = {
  {"size", "N", HECHACTL_OPTION_REQUIRED},
  {"by-class", NULL, HECHACTL_OPTION_NONE},
  {"rand", "DIGITS", HECHACTL_OPTION_REQUIRED},
  {"source", "dice|beacon|lottery|commit_reveal", HECHACTL_OPTION_REQUIRED},
  {"witness", "P", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
  {"random-at", "TIME", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption verify_options[] = {{"scope", "SCOPE", HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption reason_options[] = {{"reason", "T", HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption replace_options[] = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};

static const HechactlOption extend_options[]
  = {{"by", "N", HECHACTL_OPTION_REQUIRED}, {"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};

static const HechactlOption protocol_options[] = {{"out", "FILE.pdf", HECHACTL_OPTION_REQUIRED}, {NULL}};

const HechactlCommand hechactl_draw_commands[] = {
  {"draw", "CODE", 1, 1, draw_options, draw_run, HECHACTL_COMMAND_STORE},
  {"draw extend", "CODE", 1, 1, extend_options, extend_run, HECHACTL_COMMAND_STORE},
  {"draw protocol", "CODE", 1, 1, protocol_options, protocol_run, HECHACTL_COMMAND_STORE},
  {"draw show", "CODE", 1, 1, NULL, draw_show_run, HECHACTL_COMMAND_STORE},
  {"draw verify", "CODE|SAMPLE", 1, 1, verify_options, verify_run, HECHACTL_COMMAND_STORE},
  {"pick", "CODE [UNIT…]", 1, G_MAXUINT, reason_options, pick_run, HECHACTL_COMMAND_STORE},
  {"replace", "SAMPLE", 1, 1, replace_options, replace_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
