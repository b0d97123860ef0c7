/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-negative.h"

#include "base/hecha-error.h"
#include "domain/hecha-calendar-local.h"
#include "domain/hecha-label.h"
#include "domain/hecha-negative-basis.h"
#include "domain/hecha-negative-score.h"
#include "domain/hecha-rectification-rule.h"
#include "domain/hecha-rule.h"
#include "evidence/hecha-attachment.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"
#include "report/hecha-notice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what an entry is ---- */

static HechaCalendar *
load_context (HechaStore *store, HechaNegativeContext *context, GError **error)
{
  HechaCalendar *calendar = hecha_calendar_load_local (hecha_store_reader (store), error);

  context->calendar = calendar;
  hecha_date_from_ms (&context->today, hecha_env_now_ms (hecha_store_env (store)));
  return calendar;
}

static const char *
name_of (const HechaRecord *record)
{
  const char *name = record != NULL ? hecha_record_get (record, "name") : NULL;

  return name != NULL ? name : "";
}

static char *
dup_days (const HechaNegative *entry)
{
  guint days = (guint)ABS (entry->days);
  g_autofree char *text
    = entry->days < 0
        ? g_strdup_printf (ngettext ("%u working day late", "%u working days late", days), days)
        : g_strdup_printf (ngettext ("%u working day left", "%u working days left", days), days);

  return entry->days_provisional ? g_strconcat (text, _ (" (provisional)"), NULL) : g_steal_pointer (&text);
}

static void
print_entry (HechactlInvocation *self, const HechaNegative *entry)
{
  g_autofree char *due = entry->has_due ? hecha_date_dup_text (&entry->due.due) : NULL;
  g_autofree char *days = due != NULL ? dup_days (entry) : NULL;

  hechactl_invocation_print (self, "%s  %s  %s  %s%s%s%s%s%s\n", entry->entry->id, name_of (entry->agency),
                             name_of (entry->target),
                             hecha_label ("negative", hecha_negative_state_name (entry->state)),
                             entry->disputed ? _ ("  in conflict") : "", due != NULL ? "  " : "",
                             due != NULL ? due : "", due != NULL ? "  " : "", due != NULL ? days : "");
}

static void
add_summary (JsonBuilder *builder, const HechaNegative *entry)
{
  g_autofree char *due = entry->has_due ? hecha_date_dup_text (&entry->due.due) : NULL;
  g_autofree char *loss = entry->has_weight ? hecha_points_dup_exact (entry->loss) : NULL;

  hechactl_add_text (builder, "id", entry->entry->id);
  hechactl_add_text (builder, "quarter", entry->quarter);
  hechactl_add_text (builder, "agency_name", entry->agency != NULL ? name_of (entry->agency) : NULL);
  hechactl_add_text (builder, "target_name", entry->target != NULL ? name_of (entry->target) : NULL);
  hechactl_add_text (builder, "state", hecha_negative_state_name (entry->state));
  hechactl_add_text (builder, "next", hecha_negative_step_name (entry->step));
  hechactl_add_bool (builder, "disputed", entry->disputed);
  hechactl_add_bool (builder, "overturned", entry->overturned);
  hechactl_add_bool (builder, "late", entry->late);
  hechactl_add_bool (builder, "feedback_late", entry->feedback_late);
  hechactl_add_text (builder, "due", due);
  if (due != NULL)
    {
      hechactl_add_int (builder, "days", entry->days);
      hechactl_add_bool (builder, "provisional", entry->days_provisional);
    }
  hechactl_add_int (builder, "urged", entry->urgings->len);
  hechactl_add_text (builder, "loss", loss);
}

/* Every field that has a value, by its name in the record table. */
static void
add_fields (JsonBuilder *builder, const HechaRecord *record)
{
  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const HechaField *field = &record->type->fields[i];

      if (record->values[i] == NULL)
        continue;
      json_builder_set_member_name (builder, field->name);
      if (field->kind == HECHA_VALUE_LIST)
        json_builder_add_value (builder, json_from_string (record->values[i], NULL));
      else
        json_builder_add_string_value (builder, record->values[i]);
    }
}

static void
print_fields (HechactlInvocation *self, const HechaRecord *record)
{
  for (guint i = 0; i < record->type->n_fields; i++)
    if (record->values[i] != NULL)
      hechactl_invocation_print (self, "  %s: %s\n", hecha_field_get_label (&record->type->fields[i]),
                                 record->values[i]);
}

static void
answer_records (HechactlInvocation *self, JsonBuilder *builder, const char *name, GPtrArray *records)
{
  hechactl_begin_array (builder, name);
  for (guint i = 0; i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);

      hechactl_invocation_print (self, "%s %s\n", hecha_type_get_label (record->type), record->id);
      print_fields (self, record);
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "id", record->id);
      add_fields (builder, record);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
answer_entry (HechactlInvocation *self, const HechaNegative *entry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *loss = hecha_points_dup_exact (entry->loss);

  print_entry (self, entry);
  print_fields (self, entry->entry);
  if (entry->notice_days >= 0)
    hechactl_invocation_print (self,
                               ngettext ("%d working day from the leader's signature to the notice\n",
                                         "%d working days from the leader's signature to the notice\n",
                                         (gulong)entry->notice_days),
                               entry->notice_days);
  json_builder_begin_object (builder);
  add_summary (builder, entry);
  if (entry->notice_days >= 0)
    hechactl_add_int (builder, "notice_days", entry->notice_days);
  if (entry->step == HECHA_NEGATIVE_URGE)
    hechactl_add_text (builder, "next_channel", hecha_negative_next_channel (entry));
  add_fields (builder, entry->entry);
  answer_records (self, builder, "rectifications", entry->rectifications);
  answer_records (self, builder, "urgings", entry->urgings);
  hechactl_invocation_print (
    self, entry->has_weight ? _ ("costs %s points\n") : _ ("its target has no weight\n"), loss);
  hechactl_answer (self, builder);
}

static gboolean
answer_one (HechactlInvocation *self, HechaStore *store, const char *id, GError **error)
{
  HechaNegativeContext context;
  g_autoptr (HechaCalendar) calendar = load_context (store, &context, error);
  g_autoptr (HechaNegative) entry
    = calendar != NULL ? hecha_negative_load (hecha_store_reader (store), id, &context, error) : NULL;

  if (entry != NULL)
    answer_entry (self, entry);
  return entry != NULL;
}

/* ---- list, show, scores ---- */

static gboolean
answer_candidates (HechactlInvocation *self, JsonBuilder *builder, HechaReader *reader, const char *quarter,
                   GError **error)
{
  g_autoptr (GPtrArray) found = hecha_negative_candidates (reader, NULL, quarter, error);

  if (found == NULL)
    return FALSE;
  if (found->len > 0)
    hechactl_invocation_print (self, _ ("not on the list yet:\n"));
  hechactl_begin_array (builder, "candidates");
  for (guint i = 0; i < found->len; i++)
    {
      const HechaNegativeCandidate *candidate = g_ptr_array_index (found, i);

      hechactl_invocation_print (self, "  %s  %s  %s\n", candidate->unit,
                                 hecha_label ("origin", candidate->origin), candidate->reason);
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "unit", candidate->unit);
      hechactl_add_text (builder, "agency", candidate->agency);
      hechactl_add_text (builder, "origin", candidate->origin);
      hechactl_add_text (builder, "reason", candidate->reason);
      hechactl_add_text (builder, "sample", candidate->sample);
      hechactl_add_text (builder, "scope", candidate->found_in);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return TRUE;
}

static gboolean
read_query (HechactlInvocation *self, const HechaNegativeContext *context, HechaNegativeQuery *query,
            GDate *last, GError **error)
{
  const char *due_by = hechactl_invocation_get (self, "due-by");
  guint year, quarter;

  *query = (HechaNegativeQuery) {.quarter = hechactl_invocation_get (self, "quarter"),
                                 .agency = hechactl_invocation_get (self, "agency")};
  if (query->quarter != NULL && !hecha_quarter_parse (query->quarter, &year, &quarter, error))
    return FALSE;
  if (due_by != NULL && !hecha_date_parse (due_by, last, error))
    return FALSE;
  if (due_by == NULL && hechactl_invocation_has (self, "this-week"))
    hecha_week_get_last_day (&context->today, last);
  if (due_by != NULL || hechactl_invocation_has (self, "this-week"))
    query->due_by = last;
  return TRUE;
}

static void
answer_list (HechactlInvocation *self, JsonBuilder *builder, GPtrArray *list)
{
  hechactl_begin_array (builder, "entries");
  for (guint i = 0; i < list->len; i++)
    {
      print_entry (self, list->pdata[i]);
      json_builder_begin_object (builder);
      add_summary (builder, list->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
answer_all (HechactlInvocation *self, HechaStore *store, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaCalendar) calendar = NULL;
  g_autoptr (GPtrArray) list = NULL;
  HechaNegativeContext context;
  HechaNegativeQuery query;
  GDate last;

  if ((calendar = load_context (store, &context, error)) == NULL
      || !read_query (self, &context, &query, &last, error))
    return FALSE;
  list = hecha_negative_list (hecha_store_reader (store), &query, &context, error);
  if (list == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  answer_list (self, builder, list);
  if (query.due_by == NULL
      && !answer_candidates (self, builder, hecha_store_reader (store), query.quarter, error))
    return FALSE;
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
list_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer_all (self, store, error);
}

static gboolean
show_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer_one (self, store, hechactl_invocation_get_argument (self, 0), error);
}

/* (transfer full): why the score is not what it should be; empty when it is */
static char *
dup_doubt (const HechaNegativeScore *score, gint64 weights)
{
  g_autofree char *sum = hecha_points_dup_exact (weights);

  if (score->n_unweighted > 0)
    return g_strdup (_ ("; not complete: weights are missing"));
  return weights == HECHA_FULL_SCORE
           ? g_strdup ("")
           : g_strdup_printf (_ ("; the weights of its targets are %s together, not 100"), sum);
}

static void
answer_score (HechactlInvocation *self, JsonBuilder *builder, const HechaNegativeScore *score, gint64 weights)
{
  g_autofree char *exact = hecha_points_dup_exact (score->score);
  g_autofree char *shown = hecha_points_dup_shown (score->score);
  g_autofree char *loss = hecha_points_dup_exact (score->loss);
  g_autofree char *sum = hecha_points_dup_exact (weights);
  g_autofree char *doubt = dup_doubt (score, weights);

  hechactl_invocation_print (self, _ ("%s: %s points, %u entries, %u provisional%s\n"), score->agency, shown,
                             score->n_entries, score->n_provisional, doubt);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "agency", score->agency);
  hechactl_add_int (builder, "entries", score->n_entries);
  hechactl_add_int (builder, "provisional", score->n_provisional);
  hechactl_add_int (builder, "disputed", score->n_disputed);
  hechactl_add_bool (builder, "complete", score->n_unweighted == 0);
  hechactl_add_text (builder, "weights", sum);
  hechactl_add_text (builder, "loss", loss);
  hechactl_add_text (builder, "score", exact);
  hechactl_add_text (builder, "shown", shown);
  json_builder_end_object (builder);
}

static gboolean
scores_run (HechactlInvocation *self, GError **error)
{
  const char *year = hechactl_invocation_get_argument (self, 0);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaCalendar) calendar = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) targets = NULL;
  g_autoptr (GPtrArray) agencies = NULL;
  HechaNegativeContext context;
  guint64 number;

  if (store == NULL || !g_ascii_string_to_unsigned (year, 10, 1994, 2100, &number, error)
      || (calendar = load_context (store, &context, error)) == NULL)
    return FALSE;
  list = hecha_negative_list (hecha_store_reader (store), NULL, &context, error);
  targets
    = list != NULL ? hecha_reader_list (hecha_store_reader (store), NULL, "target", NULL, NULL, error) : NULL;
  agencies = targets != NULL
               ? hecha_reader_ids (hecha_store_reader (store), NULL, "agency", NULL, NULL, error)
               : NULL;
  if (agencies == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "scores");
  for (guint i = 0; i < agencies->len; i++)
    {
      const char *agency = ((HechaRecord *)agencies->pdata[i])->id;
      g_autoptr (HechaNegativeScore) score = hecha_negative_score (list, agency, (guint)number);

      answer_score (self, builder, score, hecha_negative_sum_weights (targets, agency, (guint)number));
    }
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- steps ---- */

static gboolean
act (HechactlInvocation *self, HechaActFunc rule, HechaNegativeInput *input, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  input->entry = hechactl_invocation_get_argument (self, 0);
  input->on = hechactl_invocation_get (self, "on");
  return store != NULL && hechactl_store_act (self, store, rule, input, error)
         && answer_one (self, store, input->id != NULL ? input->id : input->entry, error);
}

static gboolean
add_all (HechactlInvocation *self, GError **error)
{
  const char *quarter = hechactl_invocation_get (self, "quarter");
  guint year, number;
  g_autoptr (HechaStore) store = NULL;

  if (quarter != NULL && !hecha_quarter_parse (quarter, &year, &number, error))
    return FALSE;
  store = hechactl_store_open (self, error);
  return store != NULL && hechactl_store_act (self, store, hecha_negative_add_all, (gpointer)quarter, error)
         && answer_all (self, store, error);
}

static gboolean
add_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.choice = hechactl_invocation_get (self, "origin"),
                              .text = hechactl_invocation_get (self, "reason"),
                              .sample = hechactl_invocation_get (self, "sample"),
                              .found_in = hechactl_invocation_get (self, "scope")};
  gboolean all = hechactl_invocation_has (self, "all");
  gboolean done;

  if (all == (hechactl_invocation_get_n_arguments (self) == 1))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("one of a unit and --all must be given"));
      return FALSE;
    }
  if (all)
    return add_all (self, error);
  done = act (self, hecha_negative_add, &input, error);
  g_free (input.id);
  return done;
}

static gboolean
confirm_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.persons = hechactl_invocation_get_all (self, "by"),
                              .text = hechactl_invocation_get (self, "note"),
                              .sample = hechactl_invocation_get (self, "sample"),
                              .found_in = hechactl_invocation_get (self, "scope")};

  return act (self, hecha_negative_confirm, &input, error);
}

static gboolean
withdraw_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.text = hechactl_invocation_get (self, "reason")};

  return act (self, hecha_negative_withdraw, &input, error);
}

static gboolean
notify_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.person = hechactl_invocation_get (self, "to"),
                              .rectify_by = hechactl_invocation_get (self, "rectify-by"),
                              .number = hechactl_invocation_get (self, "number")};

  return act (self, hecha_negative_notify, &input, error);
}

static gboolean
receipt_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.person = hechactl_invocation_get (self, "name")};

  return act (self, hecha_negative_receive, &input, error);
}

static gboolean
measures_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.text = hechactl_invocation_get (self, "text")};

  return act (self, hecha_negative_measure, &input, error);
}

/* Files are named in whatever encoding; the entry is text. */
static gboolean
check_entry_name (const char *entry, GError **error)
{
  if (g_utf8_validate (entry, -1, NULL))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no entry of this name"));
  return FALSE;
}

static gboolean
complete_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.entry = hechactl_invocation_get_argument (self, 0),
                              .on = hechactl_invocation_get (self, "on"),
                              .text = hechactl_invocation_get (self, "text")};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *by = store != NULL ? hechactl_store_dup_person (self, store) : NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new (), attachments = NULL;

  if (store == NULL || !check_entry_name (input.entry, error))
    return FALSE;
  for (guint i = 1; i < hechactl_invocation_get_n_arguments (self); i++)
    g_ptr_array_add (paths, (gpointer)hechactl_invocation_get_argument (self, i));
  g_ptr_array_add (paths, NULL);
  attachments = hecha_attachment_put_all (store, (const char *const *)paths->pdata, NULL, error);
  return attachments != NULL && hecha_attachment_record_completion (store, by, &input, attachments, error)
         && answer_one (self, store, input.entry, error);
}

static gboolean
feedback_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.person = hechactl_invocation_get (self, "name")};

  return act (self, hecha_negative_feed_back, &input, error);
}

static gboolean
verify_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.persons = hechactl_invocation_get_all (self, "by"),
                              .choice = hechactl_invocation_get (self, "result"),
                              .text = hechactl_invocation_get (self, "note")};

  return act (self, hecha_negative_verify, &input, error);
}

static gboolean
urge_run (HechactlInvocation *self, GError **error)
{
  HechaNegativeInput input = {.choice = hechactl_invocation_get (self, "channel"),
                              .person = hechactl_invocation_get (self, "to"),
                              .text = hechactl_invocation_get (self, "answer")};

  return act (self, hecha_negative_urge, &input, error);
}

/* ---- the notice ---- */

static gboolean
notice_run (HechactlInvocation *self, GError **error)
{
  const char *entry = hechactl_invocation_get_argument (self, 0),
             *path = hechactl_invocation_get (self, "out");
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaNoticeData) data = store != NULL ? hecha_notice_data_load (store, entry, error) : NULL;
  g_autoptr (HechaSheet) sheet = data != NULL ? hecha_notice_new (data) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (sheet == NULL || !hecha_sheet_save (sheet, hecha_store_env (store)->disk, path, NULL, error))
    return FALSE;
  hechactl_invocation_print (self, _ ("%s: %u pages in %s\n"), entry, hecha_pages_count (sheet->pages), path);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "entry", entry);
  hechactl_add_text (builder, "file", path);
  hechactl_add_int (builder, "pages", hecha_pages_count (sheet->pages));
  hechactl_add_text (builder, "no_font_for", sheet->missing);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- the table ---- */

#define ON                                                                                                   \
  {                                                                                                          \
    "on", "DATE", HECHACTL_OPTION_NONE                                                                       \
  }

static const HechactlOption list_options[] = {{"quarter", "2026Q2", HECHACTL_OPTION_NONE},
                                              {"agency", "CODE", HECHACTL_OPTION_NONE},
                                              {"due-by", "DATE", HECHACTL_OPTION_NONE},
                                              {"this-week", NULL, HECHACTL_OPTION_NONE},
                                              {NULL}};
static const HechactlOption add_options[] = {{"all", NULL, HECHACTL_OPTION_NONE},
                                             {"quarter", "2026Q2", HECHACTL_OPTION_NONE},
                                             {"origin", "O", HECHACTL_OPTION_NONE},
                                             {"reason", "T", HECHACTL_OPTION_NONE},
                                             {"sample", "CODE/UNIT", HECHACTL_OPTION_NONE},
                                             {"scope", "S", HECHACTL_OPTION_NONE},
                                             {NULL}};
static const HechactlOption confirm_options[] = {{"by", "P", HECHACTL_OPTION_REPEATED},
                                                 {"note", "T", HECHACTL_OPTION_NONE},
                                                 {"sample", "CODE/UNIT", HECHACTL_OPTION_NONE},
                                                 {"scope", "S", HECHACTL_OPTION_NONE},
                                                 ON,
                                                 {NULL}};
static const HechactlOption withdraw_options[] = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, ON, {NULL}};
static const HechactlOption notify_options[] = {{"to", "P", HECHACTL_OPTION_REQUIRED},
                                                {"rectify-by", "DATE", HECHACTL_OPTION_REQUIRED},
                                                {"number", "T", HECHACTL_OPTION_NONE},
                                                ON,
                                                {NULL}};
static const HechactlOption name_options[] = {{"name", "T", HECHACTL_OPTION_REQUIRED}, ON, {NULL}};
static const HechactlOption measures_options[] = {{"text", "T", HECHACTL_OPTION_REQUIRED}, ON, {NULL}};
static const HechactlOption complete_options[] = {{"text", "T", HECHACTL_OPTION_NONE}, ON, {NULL}};
static const HechactlOption verify_options[]
  = {{"result", "made_up|rejected", HECHACTL_OPTION_REQUIRED},
     {"by", "P", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
     {"note", "T", HECHACTL_OPTION_REQUIRED},
     ON,
     {NULL}};
static const HechactlOption urge_options[] = {{"channel", "phone|letter|site", HECHACTL_OPTION_REQUIRED},
                                              {"to", "T", HECHACTL_OPTION_REQUIRED},
                                              {"answer", "T", HECHACTL_OPTION_NONE},
                                              ON,
                                              {NULL}};

static const HechactlOption notice_options[] = {{"out", "FILE.pdf", HECHACTL_OPTION_REQUIRED}, {NULL}};

#define STORE HECHACTL_COMMAND_STORE

const HechactlCommand hechactl_negative_commands[] = {
  {"negative list", NULL, 0, 0, list_options, list_run, STORE},
  {"negative show", "ENTRY", 1, 1, NULL, show_run, STORE},
  {"negative scores", "YEAR", 1, 1, NULL, scores_run, STORE},
  {"negative add", "[UNIT]", 0, 1, add_options, add_run, STORE},
  {"negative confirm", "ENTRY", 1, 1, confirm_options, confirm_run, STORE},
  {"negative withdraw", "ENTRY", 1, 1, withdraw_options, withdraw_run, STORE},
  {"negative notify", "ENTRY", 1, 1, notify_options, notify_run, STORE},
  {"negative notice", "ENTRY", 1, 1, notice_options, notice_run, STORE},
  {"negative receipt", "ENTRY", 1, 1, name_options, receipt_run, STORE},
  {"negative measures", "ENTRY", 1, 1, measures_options, measures_run, STORE},
  {"negative complete", "ENTRY FILE…", 1, G_MAXUINT, complete_options, complete_run,
   STORE | HECHACTL_COMMAND_FILES},
  {"negative feedback", "ENTRY", 1, 1, name_options, feedback_run, STORE},
  {"negative verify", "ENTRY", 1, 1, verify_options, verify_run, STORE},
  {"negative urge", "ENTRY", 1, 1, urge_options, urge_run, STORE},
  {NULL},
};
