/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "round.h"

#include "domain/hecha-calendar-local.h"
#include "domain/hecha-rectification-rule.h"
#include "domain/hecha-negative-score.h"

/* The office's negative list, step by step, on days that the test sets. */

static const char *const negative_inspectors[] = {"I01", "I02", NULL};

/* ---- days ---- */

static inline void
negative_at (Office *office, const char *date)
{
  g_autoptr (GDateTime) time = NULL;
  GDate day;

  g_assert_true (hecha_date_parse (date, &day, NULL));
  time = g_date_time_new_utc (g_date_get_year (&day), (int)g_date_get_month (&day), g_date_get_day (&day), 1,
                              0, 0);
  office->now_ms = g_date_time_to_unix (time) * 1000;
}

/* The demo's tables on a day before anything happened. */
static inline Office *
negative_desk_at (const char *date)
{
  Office *office = office_new ();

  negative_at (office, date);
  office_import_demo (office);
  return office;
}

static inline void
negative_context_of (Office *office, HechaNegativeContext *context, HechaCalendar **calendar)
{
  *calendar = hecha_calendar_load_local (hecha_store_reader (office->store), NULL);
  context->calendar = *calendar;
  hecha_date_from_ms (&context->today, office->now_ms);
}

static inline HechaNegative *
negative_entry_of (Office *office, const char *id)
{
  g_autoptr (HechaCalendar) calendar = NULL;
  g_autoptr (GError) error = NULL;
  HechaNegativeContext context;
  HechaNegative *entry;

  negative_context_of (office, &context, &calendar);
  entry = hecha_negative_load (hecha_store_reader (office->store), id, &context, &error);
  g_assert_no_error (error);
  return entry;
}

static inline GPtrArray *
negative_list_of (Office *office, const HechaNegativeQuery *query)
{
  g_autoptr (HechaCalendar) calendar = NULL;
  g_autoptr (GError) error = NULL;
  HechaNegativeContext context;
  GPtrArray *list;

  negative_context_of (office, &context, &calendar);
  list = hecha_negative_list (hecha_store_reader (office->store), query, &context, &error);
  g_assert_no_error (error);
  return list;
}

static inline void
negative_check_state (Office *office, const char *id, const char *state, const char *step)
{
  g_autoptr (HechaNegative) entry = negative_entry_of (office, id);

  g_assert_cmpstr (hecha_negative_state_name (entry->state), ==, state);
  g_assert_cmpstr (hecha_negative_step_name (entry->step), ==, step);
}

static inline void
negative_check_loss (Office *office, const char *id, const char *points)
{
  g_autoptr (HechaNegative) entry = negative_entry_of (office, id);
  g_autofree char *loss = hecha_points_dup_exact (entry->loss);

  g_assert_cmpstr (loss, ==, points);
}

/* ---- steps ---- */

static inline void
negative_put (Office *office, const char *unit)
{
  HechaNegativeInput input = {.entry = unit};

  office_do (office, hecha_negative_add, &input);
  g_free (input.id);
}

/* Seen by nobody but the office, then by two on site. */
static inline void
negative_put_by_hand (Office *office, const char *unit, const char *id)
{
  HechaNegativeInput add = {.entry = unit, .choice = "online_review", .text = "上传材料未达标准"};
  HechaNegativeInput confirm
    = {.entry = id, .persons = negative_inspectors, .text = "现场与材料一致，未完成"};

  office_do (office, hecha_negative_add, &add);
  g_assert_cmpstr (add.id, ==, id);
  g_free (add.id);
  office_do (office, hecha_negative_confirm, &confirm);
}

static inline void
negative_tell (Office *office, const char *id, const char *head, const char *rectify_by)
{
  HechaNegativeInput notify = {.entry = id, .person = head, .rectify_by = rectify_by};

  office_do (office, hecha_negative_notify, &notify);
}

static inline void
negative_complete (Office *office, const char *id, const char *on, guint file)
{
  g_autofree char *digest = g_strdup_printf ("sha256:%064u", 1000 + file);
  HechaAttachInput evidence = {.digest = digest,
                               .size = 7,
                               .kind = "document",
                               .mime = "application/pdf",
                               .name = "复测记录.pdf",
                               .about = "补欠",
                               .captured_at = "2026-08-13T09:30:00",
                               .camera = "手机"};
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  HechaNegativeInput measures = {.entry = id, .text = "增加巡查，补齐台账"};
  HechaNegativeInput done = {.entry = id, .on = on, .text = "已补齐", .files = files};

  g_ptr_array_add (files, &evidence);
  office_do (office, hecha_negative_measure, &measures);
  office_do (office, hecha_negative_complete, &done);
  g_free (evidence.id);
}

static inline void
negative_report_and_verify (Office *office, const char *id, const char *result)
{
  HechaNegativeInput feedback = {.entry = id, .person = "何长洲"};
  HechaNegativeInput verify
    = {.entry = id, .persons = negative_inspectors, .choice = result, .text = "现场复核第二季度标准"};

  office_do (office, hecha_negative_feed_back, &feedback);
  office_do (office, hecha_negative_verify, &verify);
}

/* To be made up until the 14th, rejected on the 13th, on which the desk then is. */
static inline void
negative_reject_first_round (Office *office)
{
  negative_put_by_hand (office, "A01-2026-T08-Q2", "A01-2026-Q2-T08");
  negative_tell (office, "A01-2026-Q2-T08", "H01", "2026-08-14");
  negative_at (office, "2026-08-13");
  negative_complete (office, "A01-2026-Q2-T08", NULL, 1);
  negative_report_and_verify (office, "A01-2026-Q2-T08", "rejected");
}
