/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "round.h"

#include "domain/hecha-appeal-rule.h"
#include "domain/hecha-outcome.h"

/* An appeal against the first finding of the round, step by step, as the office takes them. */

#define APPEAL_SAMPLE "A02-2026-T04-Q2" /* round_drawn[0] */
#define APPEAL_ID     ROUND_PLAN "/" APPEAL_SAMPLE

static inline GPtrArray *
appeal_files_new (char digit)
{
  GPtrArray *files = g_ptr_array_new ();
  static HechaAttachInput file;
  static char digest[HECHA_DIGEST_TEXT_BYTES];

  g_snprintf (digest, sizeof digest, "sha256:%064d", 0);
  digest[strlen ("sha256:")] = digit;
  file = (HechaAttachInput) {
    .digest = digest, .size = 4, .kind = "document", .mime = "application/pdf", .name = "补充材料.pdf"};
  g_ptr_array_add (files, &file);
  return files;
}

static inline void
appeal_files_clear (GPtrArray *files)
{
  g_free (((HechaAttachInput *)files->pdata[0])->id);
  g_ptr_array_unref (files);
}

static inline void
appeal_file (Office *office, const char *sample, const char *received_on, const char *filed_on)
{
  GPtrArray *files = appeal_files_new ('a');
  const HechaAppealInput input = {.sample = sample,
                                  .grounds = "现场另有已签收名册",
                                  .filed_by = "H02",
                                  .received_on = received_on,
                                  .filed_on = filed_on,
                                  .files = files};

  office_do (office, hecha_appeal_file, &input);
  appeal_files_clear (files);
}

static inline void
appeal_accept (Office *office, const char *sample)
{
  const HechaAdmissionInput input = {.sample = sample};

  office_do (office, hecha_appeal_accept, &input);
}

static const char *const appeal_reviewers[] = {"I04", "I05", NULL};

static inline void
appeal_review_it (Office *office, const char *sample)
{
  const HechaReviewInput input
    = {.sample = sample, .reviewers = appeal_reviewers, .verdict = "met", .observation = "逐户核对名册"};

  office_do (office, hecha_appeal_review, &input);
}

static inline void
appeal_rule_it (Office *office, const char *sample, const char *result, const char *verdict)
{
  const HechaAppealRulingInput input
    = {.sample = sample, .result = result, .verdict = verdict, .reason = "名册属实"};

  office_do (office, hecha_appeal_rule, &input);
}

static inline void
appeal_to_the_end (Office *office, const char *sample, const char *result, const char *verdict)
{
  appeal_file (office, sample, NULL, NULL);
  appeal_accept (office, sample);
  appeal_review_it (office, sample);
  appeal_rule_it (office, sample, result, verdict);
}

static inline HechaAssignment *
appeal_load (Office *office)
{
  return hecha_assignment_load (hecha_store_reader (office->store), "team:T1", APPEAL_ID, NULL);
}

static inline void
appeal_check_state (Office *office, const char *appeal_state, const char *sample_state)
{
  g_autoptr (HechaAssignment) a = appeal_load (office);
  HechaAppeal appeal;

  hecha_appeal_read (&appeal, a);
  g_assert_cmpstr (hecha_appeal_state_name (appeal.state), ==, appeal_state);
  g_assert_cmpstr (hecha_sample_state_name (hecha_sample_state (a)), ==, sample_state);
}

static inline void
appeal_check_outcome (Office *office, const char *verdict, const char *signed_verdict)
{
  g_autoptr (HechaAssignment) a = appeal_load (office);
  g_auto (HechaOutcome) outcome = {0};

  hecha_outcome_read (&outcome, a);
  g_assert_cmpint (outcome.kind, ==, HECHA_OUTCOME_SIGNED);
  g_assert_cmpstr (outcome.verdict, ==, verdict);
  g_assert_cmpstr (outcome.signed_verdict, ==, signed_verdict);
  g_assert_false (outcome.changed);
}
