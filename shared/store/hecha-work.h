/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-calendar.h"
#include "domain/hecha-sample-state.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/* The samples that are assigned here as lists: by state, searched, sorted, a hundred thousand of them. What a list
 * needs is kept in tables of its own, which triggers mark as stale and hecha_work_refresh() brings up to date. */

/**
 * HechaWorkState:
 * @HECHA_WORK_ALL: not a state: all of them
 * @HECHA_WORK_TODO: nothing recorded yet
 * @HECHA_WORK_BEGUN: something recorded, something missing
 * @HECHA_WORK_READY: complete, the leader's signature is missing
 * @HECHA_WORK_EFFECTIVE: signed by the leader, and not at the office yet
 * @HECHA_WORK_CONTESTED: the office has to look at it: people wrote different things, the agency objects, or something
 *   was changed after the signature
 * @HECHA_WORK_OFFICE: signed by the leader, and the server said that it has everything
 *
 * The drawers that samples lie in, for those who work on them.
 */
typedef enum
{
  HECHA_WORK_ALL,
  HECHA_WORK_TODO,
  HECHA_WORK_BEGUN,
  HECHA_WORK_READY,
  HECHA_WORK_EFFECTIVE,
  HECHA_WORK_CONTESTED,
  HECHA_WORK_OFFICE,
  HECHA_WORK_N_STATES
} HechaWorkState;

typedef enum
{
  HECHA_WORK_BY_DEADLINE,
  HECHA_WORK_BY_AGENCY,
  HECHA_WORK_BY_PLACE,
  HECHA_WORK_BY_DISTANCE,
} HechaWorkSort;

/**
 * HechaWorkQuery:
 * @state: which drawer
 * @plan: (nullable): of this round only
 * @words: (nullable): all of which must be found; see hecha_work_split_words()
 * @placed: only those whose place is known, and no more than a map can show
 * @sort: in which order
 * @latitude: for %HECHA_WORK_BY_DISTANCE: from where, 1e-7 degree
 * @longitude: likewise
 *
 * What a list shows. Copies are made with hecha_work_query_copy().
 */
typedef struct
{
  HechaWorkState state;
  char *plan;
  char **words;
  gboolean placed;
  HechaWorkSort sort;
  gint64 latitude;
  gint64 longitude;
} HechaWorkQuery;

/**
 * HechaWorkRow:
 * @n: which sample, in lists of this store
 * @scope: of its records
 * @id: of the assignment
 * @state: how far it is
 * @drawer: where it lies
 * @has_due: whether there is a deadline
 * @deadline: the last day; its version is the calendar's
 * @days: working days that are left; negative: that it is late
 * @has_place: whether a place is known: the office's, or that of a visit or a photograph
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 *
 * What a list shows of one sample.
 */
typedef struct
{
  gint64 n;
  char *scope;
  char *id;
  char *plan;
  char *unit;
  char *name;
  char *agency;
  char *site;
  char *requirement;
  char *time_limit;
  HechaSampleState state;
  HechaWorkState drawer;
  guint n_evidence;
  gboolean has_due;
  HechaDeadline deadline;
  int days;
  gboolean has_place;
  gint64 latitude;
  gint64 longitude;
} HechaWorkRow;

/**
 * HechaWorkRound:
 * @plan: its code
 * @total: samples of it that are assigned here
 * @open: of them, those that the leader has not signed
 * @due: (nullable): the last day of the first that is open
 * @counts: of them, in each drawer
 *
 * One round (plan) as far as this laptop has to do with it.
 */
typedef struct
{
  char *plan;
  guint total;
  guint open;
  char *due;
  guint counts[HECHA_WORK_N_STATES];
} HechaWorkRound;

/**
 * HechaWork:
 *
 * Keeps the lists of one store up to date. Belongs to the thread of the store.
 */
typedef struct _HechaWork HechaWork;

HechaWork *hecha_work_open (HechaStore *store, GError **error);
void hecha_work_close (HechaWork *self);
const char *hecha_work_calendar_version (HechaWork *self);
gboolean
hecha_work_refresh (HechaWork *self, gint64 budget_us, GArray *changed, gboolean *more, GError **error);

/* hecha-work-list.c */
HechaWorkQuery *hecha_work_query_copy (const HechaWorkQuery *self);
void hecha_work_query_free (HechaWorkQuery *self);
char **hecha_work_split_words (const char *text);
GArray *hecha_work_list (HechaWork *self, const HechaWorkQuery *query, GError **error);
GPtrArray *hecha_work_rows (HechaWork *self, const GArray *ids, GError **error);
void hecha_work_row_free (HechaWorkRow *self);
gboolean hecha_work_count (HechaWork *self, guint counts[HECHA_WORK_N_STATES], GError **error);
gboolean hecha_work_count_due (HechaWork *self, guint *due, guint *overdue, GError **error);
GPtrArray *hecha_work_rounds (HechaWork *self, GError **error);
void hecha_work_round_free (HechaWorkRound *self);
gboolean hecha_work_last_place (HechaWork *self, gint64 *latitude, gint64 *longitude);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaWork, hecha_work_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaWorkQuery, hecha_work_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaWorkRow, hecha_work_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaWorkRound, hecha_work_round_free)

G_END_DECLS
