/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal.h"
#include "domain/hecha-attach.h"

G_BEGIN_DECLS

/* What the office does about an appeal, one step after the other (P3 4.3 a, R011). A SAMPLE is named as of
 * hecha_assignment_find(); the scope is needed where two teams have it. */

/**
 * HechaAppealInput:
 * @sample: a unit id, or `CODE/UNIT`
 * @scope: (nullable): whose finding
 * @objection: whether it is the objection that the agency wrote when it signed in the field; it then says by whom, when
 *   and why, unless that is given too
 * @grounds: the agency's facts
 * @filed_by: who speaks for the agency
 * @received_on: (nullable): when it had the finding; %NULL: when it signed, else when the leader did
 * @filed_on: (nullable): %NULL for today, or for the day of the objection
 * @known: (nullable) (array zero-terminated=1): digests of evidence of the finding that the agency points at
 * @files: (nullable) (element-type HechaAttachInput): what it handed in
 *
 * An appeal. @known and @files are one or more together.
 */
typedef struct
{
  const char *sample;
  const char *scope;
  gboolean objection;
  const char *grounds;
  const char *filed_by;
  const char *received_on;
  const char *filed_on;
  const char *const *known;
  GPtrArray *files;
} HechaAppealInput;

/**
 * HechaAdmissionInput:
 * @sample: a unit id, or `CODE/UNIT`
 * @scope: (nullable): whose finding
 * @out_of_time: whether it came too late; the calendar has to agree
 * @reason: (nullable): a word more
 */
typedef struct
{
  const char *sample;
  const char *scope;
  gboolean out_of_time;
  const char *reason;
} HechaAdmissionInput;

/**
 * HechaReviewInput:
 * @sample: a unit id, or `CODE/UNIT`
 * @scope: (nullable): whose finding
 * @reviewers: (array zero-terminated=1): two inspectors or experts at least, none of the first team
 * @reviewed_on: (nullable): %NULL for today
 * @verdict: what they found
 * @observation: in words
 * @files: (nullable) (element-type HechaAttachInput): their evidence
 */
typedef struct
{
  const char *sample;
  const char *scope;
  const char *const *reviewers;
  const char *reviewed_on;
  const char *verdict;
  const char *observation;
  GPtrArray *files;
} HechaReviewInput;

/**
 * HechaAppealRulingInput:
 * @sample: a unit id, or `CODE/UNIT`
 * @scope: (nullable): whose finding
 * @result: upheld, amended or overturned
 * @verdict: (nullable): what counts from now on; none when upheld
 * @reason: why
 * @ruled_by: (nullable): of the office, not of the first team; %NULL for who acts
 */
typedef struct
{
  const char *sample;
  const char *scope;
  const char *result;
  const char *verdict;
  const char *reason;
  const char *ruled_by;
} HechaAppealRulingInput;

gboolean hecha_appeal_file (HechaAct *act, gpointer input, GError **error);
gboolean hecha_appeal_accept (HechaAct *act, gpointer input, GError **error);
gboolean hecha_appeal_review (HechaAct *act, gpointer input, GError **error);
gboolean hecha_appeal_rule (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
