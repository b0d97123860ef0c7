/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-guard.h"
#include "domain/hecha-site-list.h"
#include "domain/hecha-site-rule.h"
#include "domain/hecha-site-verify.h"

#define SAMPLE "A01-2026-T02-Q2"
#define ID     "HC-1/" SAMPLE
#define DICE   "20237331128159211123"
/* of T01 … T07, all in one stratum: the published vector */
#define HASH "870f41a5fc27f62c37e30ebdd87e38d65b86a2b2d061e4606f094488c6681f41"

static const char *const seven[] = {"T07", "T01", "T02", "T03", "T04", "T05", "T06", NULL};
static const char *const six[] = {"T01", "T02", "T03", "T04", "T05", "T06", NULL};
static const char *const two[] = {"I02", "村民张三", NULL};

/* ---- acting ---- */

static HechaSiteFrameInput
frame_of (const char *const *units)
{
  return (HechaSiteFrameInput) {.sample = SAMPLE, .kind = "households", .units = units};
}

static void
freeze (FieldLaptop *laptop, const char *const *units)
{
  HechaSiteFrameInput input = frame_of (units);

  field_do (laptop, hecha_site_frame_record, &input);
}

static HechaSiteDrawInput
by_dice (const char *digits, const char *const *witnesses)
{
  return (HechaSiteDrawInput) {.sample = SAMPLE, .size = 3, .dice = digits, .witnesses = witnesses};
}

static void
draw (FieldLaptop *laptop)
{
  HechaSiteDrawInput input = by_dice (DICE, two);

  field_do (laptop, hecha_site_draw_record, &input);
}

static HechaSite *
site_of (FieldLaptop *laptop, HechaAssignment **assignment)
{
  HechaSite *site;

  *assignment = field_load (laptop, SAMPLE);
  site = hecha_site_load (hecha_store_reader (laptop->store), (*assignment)->record, NULL);
  g_assert_nonnull (site);
  return site;
}

static void
open_assigned (FieldLaptop *laptop)
{
  field_open (laptop);
  field_assign (laptop, "HC-1", SAMPLE, NULL);
}

/* The first thing that does not verify; NULL when all does. */
static char *
wrong_of (FieldLaptop *laptop)
{
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (HechaSite) site = site_of (laptop, &assignment);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checks = hecha_site_verify (site, TRUE, &error);

  if (checks == NULL)
    return g_strdup (error->message);
  for (guint i = 0; i < checks->len; i++)
    if (!((HechaCheck *)checks->pdata[i])->ok)
      return g_strdup (((HechaCheck *)checks->pdata[i])->what);
  return NULL;
}

static void
assert_verifies (FieldLaptop *laptop)
{
  g_autofree char *wrong = wrong_of (laptop);

  g_assert_cmpstr (wrong, ==, NULL);
}

static void
assert_unit (FieldLaptop *laptop, guint rank, const char *unit, const char *ticket, const char *status)
{
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (HechaSite) site = site_of (laptop, &assignment);
  const HechaRecord *record;

  g_assert_cmpuint (site->units->len, >=, rank);
  record = site->units->pdata[rank - 1];
  g_assert_cmpint (hecha_record_get_int (record, "rank", 0), ==, rank);
  g_assert_cmpstr (hecha_record_get (record, "unit"), ==, unit);
  g_assert_cmpstr (hecha_record_get (record, "ticket"), ==, ticket);
  g_assert_cmpstr (hecha_record_get (record, "status"), ==, status);
}

/* ---- the list ---- */

static void
test_list_is_refused_with_reasons (void)
{
  static const char text[] = "一组张三\n\n  一组李四 \n一组张三\ne\xcc\x81\n\n";
  static const char *const reasons[] = {"empty", "stands in line 1 already", "NFC"};
  static const guint lines[] = {2, 4, 5};
  g_autoptr (GPtrArray) problems = hecha_problems_new ();

  g_assert_null (hecha_site_list_parse (text, strlen (text), problems));
  g_assert_cmpuint (problems->len, ==, G_N_ELEMENTS (reasons));
  for (guint i = 0; i < problems->len; i++)
    {
      const HechaProblem *problem = g_ptr_array_index (problems, i);

      g_assert_cmpuint (problem->line, ==, lines[i]);
      g_assert_nonnull (strstr (problem->message, reasons[i]));
    }
}

static void
check_bad_list (const char *text, gsize length)
{
  g_autoptr (GPtrArray) problems = hecha_problems_new ();

  g_assert_null (hecha_site_list_parse (text, length, problems));
  g_assert_cmpuint (problems->len, ==, 1);
}

static void
test_bad_lists (void)
{
  char *longest = g_strnfill (65, 'x');

  check_bad_list ("", 0);
  check_bad_list ("\n \n", 3);
  check_bad_list ("\xff\n", 2);
  check_bad_list ("a\nb\tc\n", 6);
  check_bad_list (longest, 65);
  g_free (longest);
}

static void
assert_units (GPtrArray *units, const char *joined)
{
  g_autofree char *found = units != NULL ? g_strjoinv ("|", (char **)units->pdata) : NULL;

  g_assert_cmpstr (found, ==, joined);
}

static void
test_good_lists (void)
{
  static const char text[] = "\xef\xbb\xbf一组,张三\r\n\u3000"
                             "𠮷田村 \r\n\r\n";
  static const char table[] = "户主,编号\n张三,H-1\n李四,H-2\n\n王五,H-3\n";
  g_autoptr (GPtrArray) problems = hecha_problems_new ();
  g_autoptr (GPtrArray) units = hecha_site_list_parse (text, strlen (text), problems);
  g_autoptr (GBytes) bytes = g_bytes_new_static (table, strlen (table));
  g_autoptr (GPtrArray) rows = hecha_site_list_parse_csv (bytes, problems);

  g_assert_cmpuint (problems->len, ==, 0);
  assert_units (units, "一组,张三|𠮷田村");
  assert_units (rows, "H-1|H-2|H-3");
}

static void
test_table_with_gaps (void)
{
  static const char table[] = "编号,户主\nH-1,张三\n,李四\nH-1,王五\n";
  g_autoptr (GPtrArray) problems = hecha_problems_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (table, strlen (table));

  g_assert_null (hecha_site_list_parse_csv (bytes, problems));
  g_assert_cmpuint (problems->len, ==, 2);
  g_assert_cmpuint (((HechaProblem *)problems->pdata[0])->line, ==, 3);
  g_assert_cmpuint (((HechaProblem *)problems->pdata[1])->line, ==, 4);
}

/* ---- the ceremony ---- */

static void
test_draw_is_the_published_algorithm (void)
{
  FieldLaptop laptop;
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (HechaSite) site = NULL;

  open_assigned (&laptop);
  freeze (&laptop, seven);
  draw (&laptop);
  site = site_of (&laptop, &assignment);
  g_assert_cmpstr (hecha_record_get (hecha_site_get_frame (site), "hash"), ==, HASH);
  g_assert_cmpstr (hecha_record_get (site->draw, "seed"), ==,
                   "hecha-seed-v1;plan=" ID ";frame=" HASH ";rand=" DICE);
  g_assert_cmpuint (site->units->len, ==, 3);
  assert_unit (&laptop, 1, "T05", "0.043510761816524778", "drawn");
  assert_unit (&laptop, 2, "T07", "0.171873856672686325", "drawn");
  assert_unit (&laptop, 3, "T06", "0.385499246559818138", "drawn");
  assert_verifies (&laptop);
  field_close (&laptop);
}

static void
test_frame_stands (void)
{
  FieldLaptop laptop;
  HechaSiteFrameInput again = frame_of (six);
  HechaSiteReasonInput cancel = {.sample = SAMPLE, .reason = " "};
  HechaSiteDrawInput early = by_dice (DICE, two);

  open_assigned (&laptop);
  field_refused (&laptop, hecha_site_draw_record, &early, "frozen");
  field_refused (&laptop, hecha_site_cancel_record, &cancel, "No frame");
  freeze (&laptop, seven);
  field_refused (&laptop, hecha_site_frame_record, &again, "frozen already");
  field_refused (&laptop, hecha_site_cancel_record, &cancel, "reason");
  cancel.reason = "漏了一组";
  field_do (&laptop, hecha_site_cancel_record, &cancel);
  freeze (&laptop, six);
  draw (&laptop);
  field_refused (&laptop, hecha_site_cancel_record, &cancel, "drawn");
  field_refused (&laptop, hecha_site_frame_record, &again, "drawn");
  field_refused (&laptop, hecha_site_draw_record, &early, "drawn");
  assert_verifies (&laptop);
  field_close (&laptop);
}

static void
test_cancelled_frame_stays_visible (void)
{
  FieldLaptop laptop;
  HechaSiteReasonInput cancel = {.sample = SAMPLE, .reason = "漏了一组"};
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (HechaSite) site = NULL;

  open_assigned (&laptop);
  freeze (&laptop, seven);
  field_do (&laptop, hecha_site_cancel_record, &cancel);
  freeze (&laptop, six);
  site = site_of (&laptop, &assignment);
  g_assert_cmpuint (site->frames->len, ==, 2);
  g_assert_cmpstr (hecha_record_get (site->frames->pdata[0], "hash"), ==, HASH);
  g_assert_cmpstr (hecha_record_get (hecha_site_find_cancel (site, ID "/1"), "reason"), ==, "漏了一组");
  g_assert_cmpstr (hecha_site_get_frame (site)->id, ==, ID "/2");
  field_close (&laptop);
}

static void
test_witnesses_of_the_dice (void)
{
  static const char *const one[] = {"I02", NULL}, *const same[] = {"I02", "李雷", NULL},
                           *const self[] = {"I02", "王芳", NULL}, *const blank[] = {"I02", "\u3000", NULL};
  FieldLaptop laptop;
  HechaSiteDrawInput inputs[] = {by_dice (DICE, one), by_dice (DICE, same), by_dice (DICE, self),
                                 by_dice (DICE, blank), by_dice (DICE + 1, two)};
  static const char *const reasons[]
    = {"two witnesses", "one witness", "does not witness", "has a name", "20 decimal digits"};
  HechaSiteDrawInput many = by_dice (DICE, two);

  open_assigned (&laptop);
  freeze (&laptop, seven);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    field_refused (&laptop, hecha_site_draw_record, &inputs[i], reasons[i]);
  many.size = 8;
  field_refused (&laptop, hecha_site_draw_record, &many, "cannot be drawn");
  field_close (&laptop);
}

/* ---- units ---- */

static void
test_next_rank_replaces (void)
{
  FieldLaptop laptop;
  HechaSiteReasonInput replace = {SAMPLE, "T05", "举家外出"};
  HechaSiteReasonInput again = {SAMPLE, "T07", "同上"};

  open_assigned (&laptop);
  freeze (&laptop, seven);
  draw (&laptop);
  replace.reason = NULL;
  field_refused (&laptop, hecha_site_replace_record, &replace, "reason");
  replace.reason = "举家外出";
  field_do (&laptop, hecha_site_replace_record, &replace);
  field_do (&laptop, hecha_site_replace_record, &again);
  assert_unit (&laptop, 1, "T05", "0.043510761816524778", "replaced");
  assert_unit (&laptop, 4, "T03", "0.752237656815683546", "drawn");
  assert_unit (&laptop, 5, "T02", "0.9260279043928826796", "drawn");
  field_refused (&laptop, hecha_site_replace_record, &replace, "could not be inspected");
  assert_verifies (&laptop);
  field_close (&laptop);
}

static void
test_exhausted_reserve_only_marks (void)
{
  FieldLaptop laptop;
  HechaSiteReasonInput replace = {SAMPLE, "T05", "举家外出"};
  HechaSiteDrawInput all = by_dice (DICE, two);

  all.size = 7;
  open_assigned (&laptop);
  freeze (&laptop, seven);
  field_do (&laptop, hecha_site_draw_record, &all);
  field_do (&laptop, hecha_site_replace_record, &replace);
  assert_unit (&laptop, 1, "T05", "0.043510761816524778", "not_inspectable");
  assert_unit (&laptop, 7, "T01", "0.9733246088305868128", "drawn");
  assert_verifies (&laptop);
  field_close (&laptop);
}

static void
test_result_stays (void)
{
  FieldLaptop laptop;
  HechaSiteUnitInput unit = {SAMPLE, "T05", "not_met", "未通水"};
  HechaSiteUnitInput other = {SAMPLE, "T01", "met", NULL};
  HechaSiteReasonInput replace = {SAMPLE, "T05", "不想要"};
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (HechaSite) site = NULL;

  open_assigned (&laptop);
  freeze (&laptop, seven);
  draw (&laptop);
  field_do (&laptop, hecha_site_unit_record, &unit);
  field_refused (&laptop, hecha_site_replace_record, &replace, "its result stays");
  g_assert_false (hecha_store_act (laptop.store, "I01", hecha_site_unit_record, &other, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  site = site_of (&laptop, &assignment);
  g_assert_cmpstr (hecha_record_get (hecha_site_find_unit (site, "T05"), "note"), ==, "未通水");
  field_close (&laptop);
}

static void
test_signature_closes_all (void)
{
  FieldLaptop laptop;
  HechaSiteUnitInput unit = {SAMPLE, "T05", "met", NULL};
  HechaSiteReasonInput replace = {SAMPLE, "T05", "举家外出"};

  open_assigned (&laptop);
  freeze (&laptop, seven);
  draw (&laptop);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_sign (&laptop, SAMPLE);
  field_refused (&laptop, hecha_site_unit_record, &unit, "signed");
  field_refused (&laptop, hecha_site_replace_record, &replace, "signed");
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "effective");
  field_close (&laptop);
}

/* ---- the office's nonce ---- */

static char *
reveal (FieldLaptop *office, const char *hash)
{
  HechaNonceInput input = {.sample = SAMPLE, .frame_hash = hash, .told_by = "I01"};

  field_become (office, "office", "office");
  field_do (office, hecha_nonce_record, &input);
  field_become (office, "team", FIELD_SCOPE);
  return input.nonce;
}

static void
refuses_to_reveal (FieldLaptop *office, const char *hash, const char *teller, const char *words)
{
  HechaNonceInput input = {.sample = SAMPLE, .frame_hash = hash, .told_by = teller};

  field_become (office, "office", "office");
  field_refused (office, hecha_nonce_record, &input, words);
  field_become (office, "team", FIELD_SCOPE);
  g_free (input.nonce);
}

static HechaSiteDrawInput
by_nonce (const char *nonce)
{
  return (HechaSiteDrawInput) {.sample = SAMPLE, .size = 3, .nonce = nonce};
}

/* What the office knows alone does not come with a team's scope; here a team's laptop takes the rest. */
static void
test_nonce_by_telephone (void)
{
  FieldLaptop office, laptop;
  g_autofree char *nonce = NULL, *groups = NULL, *heard = NULL, *wrong = NULL;
  HechaSiteDrawInput input;

  open_assigned (&office);
  field_open (&laptop);
  field_send (&office, &laptop);
  freeze (&laptop, seven);
  heard = hecha_site_dup_groups (HASH);
  refuses_to_reveal (&office, HASH "0", "I01", "64 hex digits");
  refuses_to_reveal (&office, heard, "L01", "does not inspect");
  nonce = reveal (&office, heard);
  g_assert_cmpuint (strlen (nonce), ==, HECHA_NONCE_DIGITS);
  refuses_to_reveal (&office,
                     "aa"
                     "0f41a5fc27f62c37e30ebdd87e38d65b86a2b2d061e4606f094488c6681f41",
                     "I01", "another frame");
  wrong = g_strdup (nonce);
  wrong[7] = wrong[7] == '0' ? '1' : '0';
  input = by_nonce (wrong);
  field_refused (&laptop, hecha_site_draw_record, &input, "not the nonce");
  groups = hecha_site_dup_groups (nonce);
  input = by_nonce (groups);
  field_do (&laptop, hecha_site_draw_record, &input);
  g_free (wrong);
  wrong = wrong_of (&laptop);
  g_assert_nonnull (strstr (wrong, "office wrote down first"));
  field_send (&office, &laptop);
  assert_verifies (&laptop);
  field_close (&office);
  field_close (&laptop);
}

static void
test_nonce_by_sync (void)
{
  FieldLaptop laptop;
  g_autofree char *nonce = NULL, *again = NULL;
  HechaSiteDrawInput empty = by_nonce (""), dice = by_dice (DICE, two);
  HechaSiteReasonInput cancel = {.sample = SAMPLE, .reason = "不满意"};

  open_assigned (&laptop);
  freeze (&laptop, seven);
  field_refused (&laptop, hecha_site_draw_record, &empty, "not revealed");
  refuses_to_reveal (&laptop,
                     "aa"
                     "0f41a5fc27f62c37e30ebdd87e38d65b86a2b2d061e4606f094488c6681f41",
                     "I01", "read out again");
  nonce = reveal (&laptop, HASH);
  again = reveal (&laptop, HASH);
  g_assert_cmpstr (nonce, ==, again);
  field_refused (&laptop, hecha_site_cancel_record, &cancel, "revealed");
  field_refused (&laptop, hecha_site_draw_record, &dice, "no dice");
  field_do (&laptop, hecha_site_draw_record, &empty);
  assert_verifies (&laptop);
  field_close (&laptop);
}

/* ---- attacks, as the server sees them ---- */

static HechaGuardMemo memo;

static gboolean
grant_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "grant", data);

  hecha_act_op_set_text (op, "key", "ed25519:x");
  hecha_act_op_set_text (op, "role", "team");
  hecha_act_op_set_text (op, "home", FIELD_SCOPE);
  return TRUE;
}

static void
open_both (FieldLaptop *server, FieldLaptop *laptop)
{
  open_assigned (server);
  field_open (laptop);
  field_do (server, grant_rule, (gpointer)hecha_store_dev (laptop->store));
  field_send (server, laptop);
  g_assert_true (hecha_store_set_meta (server->store, "server", hecha_store_dev (server->store), NULL));
  hecha_store_set_guard (server->store, hecha_guard, &memo);
}

/* What the server holds against the laptop, after it sent everything. */
static void
assert_held (FieldLaptop *server, FieldLaptop *laptop, const char *words)
{
  g_autoptr (GPtrArray) holds = NULL;

  field_send (laptop, server);
  holds = hecha_reader_list (hecha_store_reader (server->store), FIELD_SCOPE, "hold", NULL, NULL, NULL);
  if (words == NULL)
    g_assert_cmpuint (holds->len, ==, 0);
  else
    {
      const char *reason;

      g_assert_cmpuint (holds->len, ==, 1);
      reason = hecha_record_get (holds->pdata[0], "reason");
      if (strstr (reason, words) == NULL)
        g_error ("“%s” does not say “%s”", reason, words);
    }
  field_close (server);
  field_close (laptop);
  hecha_guard_memo_clear (&memo);
}

static void
test_honest_day_is_not_held (void)
{
  FieldLaptop server, laptop;
  HechaSiteReasonInput cancel = {.sample = SAMPLE, .reason = "漏了一组"};
  HechaSiteReasonInput replace = {SAMPLE, "T05", "举家外出"};
  HechaSiteUnitInput unit = {SAMPLE, "T07", "met", "通水"};

  open_both (&server, &laptop);
  freeze (&laptop, six);
  field_do (&laptop, hecha_site_cancel_record, &cancel);
  freeze (&laptop, seven);
  draw (&laptop);
  field_do (&laptop, hecha_site_replace_record, &replace);
  field_do (&laptop, hecha_site_unit_record, &unit);
  assert_held (&server, &laptop, NULL);
}

/* A laptop that changes one field of a record, whatever the rules say. */
typedef struct
{
  const char *type;
  const char *id;
  const char *field;
  const char *value; /* an integer where the field is one */
} Forgery;

static gboolean
forge_rule (HechaAct *act, gpointer data, GError **error)
{
  const Forgery *forgery = data;
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, forgery->type, forgery->id);

  if (g_ascii_isdigit (*forgery->value) && strcmp (forgery->field, "rank") == 0)
    hecha_act_op_set_int (op, forgery->field, g_ascii_strtoll (forgery->value, NULL, 10));
  else
    hecha_act_op_set_text (op, forgery->field, forgery->value);
  return TRUE;
}

static void
check_forged_unit (const char *field, const char *value)
{
  FieldLaptop server, laptop;
  Forgery forgery = {"site_unit", ID "/1", field, value};

  open_both (&server, &laptop);
  freeze (&laptop, seven);
  draw (&laptop);
  field_do (&laptop, forge_rule, &forgery);
  assert_held (&server, &laptop, "does not verify");
}

static void
test_forged_units_are_held (void)
{
  check_forged_unit ("unit", "T02");
  check_forged_unit ("ticket", "0.000000000000000001");
  check_forged_unit ("rank", "7");
  check_forged_unit ("replaces", "T02");
}

/* A whole frame, draw or cancellation, written as the attacker likes. */
static gboolean
frame_rule (HechaAct *act, gpointer data, GError **error)
{
  const char *const *ids = data; /* id, hash */
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "site_frame", ids[0]);

  hecha_act_op_set_text (op, "assignment", ID);
  hecha_act_op_set_text (op, "kind", "households");
  hecha_act_op_set_list (op, "units", six);
  hecha_act_op_set_text (op, "hash", ids[1]);
  hecha_act_op_set_text (op, "hash_alg", "sha256");
  hecha_act_op_set_text (op, "frozen_by", "I01");
  hecha_act_op_set_text (op, "frozen_at", "2026-07-07T00:00:00Z");
  return TRUE;
}

static char *
hash_of_six (void)
{
  g_autoptr (HechaFrame) frame = hecha_site_make_frame (six, NULL);

  return hecha_frame_dup_hash (frame, HECHA_SAMPLING_SHA256, NULL);
}

static void
check_forged_frame (const char *id, gboolean right_hash, gboolean drawn, const char *words)
{
  FieldLaptop server, laptop;
  g_autofree char *hash = hash_of_six ();
  const char *ids[] = {id, right_hash ? hash : HASH};

  open_both (&server, &laptop);
  if (strcmp (id, ID "/9") != 0)
    freeze (&laptop, seven);
  if (drawn)
    draw (&laptop);
  field_do (&laptop, frame_rule, ids);
  assert_held (&server, &laptop, words);
}

static void
test_forged_frames_are_held (void)
{
  check_forged_frame (ID "/1", TRUE, TRUE, "not written again");
  check_forged_frame (ID "/1", TRUE, FALSE, "not written again");
  check_forged_frame (ID "/2", TRUE, FALSE, "Another frame is in force");
  check_forged_frame (ID "/2", TRUE, TRUE, "drawn already");
  check_forged_frame (ID "/9", FALSE, FALSE, "do not have the hash");
}

typedef struct
{
  const char *digits;
  const char *source;
  const char *frame;
  guint size;
} ForgedDraw;

static gboolean
draw_rule (HechaAct *act, gpointer data, GError **error)
{
  const ForgedDraw *forged = data;
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "site_draw", ID);
  g_autoptr (HechaRecord) frame
    = hecha_reader_get (act->reader, FIELD_SCOPE, "site_frame", forged->frame, NULL);
  g_autoptr (HechaDraw) drawn
    = frame != NULL ? hecha_site_draw_again (frame, forged->digits, forged->size, error) : NULL;

  hecha_act_op_set_text (op, "assignment", ID);
  hecha_act_op_set_text (op, "frame", forged->frame);
  hecha_act_op_set_text (op, "algorithm", "HCS-1/sha256");
  hecha_act_op_set_text (op, "public_random", forged->digits);
  hecha_act_op_set_text (op, "random_source", forged->source);
  hecha_act_op_set_text (op, "random_at", "2026-07-07T00:00:00Z");
  hecha_act_op_set_list (op, "witnesses", two);
  hecha_act_op_set_text (op, "seed", drawn != NULL ? drawn->seed : "x");
  hecha_act_op_set_int (op, "sample_size", forged->size);
  hecha_act_op_set_text (op, "order_hash", drawn != NULL ? drawn->order_hash : HASH);
  return TRUE;
}

static void
test_second_draw_is_held (void)
{
  FieldLaptop server, laptop;
  ForgedDraw again = {"99999999999999999999", "dice", ID "/1", 3};

  open_both (&server, &laptop);
  freeze (&laptop, seven);
  draw (&laptop);
  field_do (&laptop, draw_rule, &again);
  assert_held (&server, &laptop, "not written again");
}

static void
test_draw_without_frame_is_held (void)
{
  FieldLaptop server, laptop;
  ForgedDraw early = {DICE, "dice", ID "/1", 3};

  open_both (&server, &laptop);
  field_do (&laptop, draw_rule, &early);
  assert_held (&server, &laptop, "no frozen frame");
}

static void
test_own_nonce_is_held (void)
{
  FieldLaptop server, laptop;
  ForgedDraw own = {"0123456789012345678901234567890123456789", "nonce", ID "/1", 3};

  open_both (&server, &laptop);
  freeze (&laptop, seven);
  field_do (&laptop, draw_rule, &own);
  assert_held (&server, &laptop, "committed to");
}

/* The office told the nonce before it wrote the hash down: the order cannot be shown. */
static void
test_nonce_before_the_hash_is_held (void)
{
  FieldLaptop server, laptop;
  g_autoptr (HechaRecord) secret = NULL;
  HechaSiteDrawInput input;

  open_both (&server, &laptop);
  secret
    = hecha_reader_get (hecha_store_reader (server.store), "office", "site_nonce", FIELD_SCOPE "/" ID, NULL);
  freeze (&laptop, seven);
  input = by_nonce (hecha_record_get (secret, "nonce"));
  field_do (&laptop, hecha_site_draw_record, &input);
  assert_held (&server, &laptop, "the office wrote down first");
}

/* The nonce is out, the sample does not please: dice would choose another one. */
static void
test_dice_after_the_nonce_are_held (void)
{
  FieldLaptop server, laptop;

  open_both (&server, &laptop);
  freeze (&laptop, seven);
  field_send (&laptop, &server);
  g_free (reveal (&server, HASH));
  draw (&laptop);
  assert_held (&server, &laptop, "no other randomness");
}

static void
test_cancel_after_the_nonce_is_held (void)
{
  FieldLaptop server, laptop;
  HechaSiteReasonInput cancel = {.sample = SAMPLE, .reason = "不满意"};

  open_both (&server, &laptop);
  freeze (&laptop, seven);
  field_send (&laptop, &server);
  g_free (reveal (&server, HASH));
  field_do (&laptop, hecha_site_cancel_record, &cancel);
  assert_held (&server, &laptop, "revealed for this frame");
}

/* Two laptops of one team that draw without knowing of each other: nobody's draw is used before the office ruled. */
static void
test_two_draws_are_a_conflict (void)
{
  FieldLaptop one, other;
  HechaSiteDrawInput input = by_dice ("99999999999999999999", two);
  g_autofree char *wrong = NULL;

  open_assigned (&one);
  field_open (&other);
  freeze (&one, seven);
  field_send (&one, &other);
  draw (&one);
  field_do (&other, hecha_site_draw_record, &input);
  field_send (&other, &one);
  wrong = wrong_of (&one);
  g_assert_nonnull (strstr (wrong, "in conflict"));
  field_close (&one);
  field_close (&other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/list-is-refused-with-reasons", test_list_is_refused_with_reasons);
  g_test_add_func ("/site/bad-lists", test_bad_lists);
  g_test_add_func ("/site/good-lists", test_good_lists);
  g_test_add_func ("/site/table-with-gaps", test_table_with_gaps);
  g_test_add_func ("/site/draw-is-the-published-algorithm", test_draw_is_the_published_algorithm);
  g_test_add_func ("/site/frame-stands", test_frame_stands);
  g_test_add_func ("/site/cancelled-frame-stays-visible", test_cancelled_frame_stays_visible);
  g_test_add_func ("/site/witnesses-of-the-dice", test_witnesses_of_the_dice);
  g_test_add_func ("/site/next-rank-replaces", test_next_rank_replaces);
  g_test_add_func ("/site/exhausted-reserve-only-marks", test_exhausted_reserve_only_marks);
  g_test_add_func ("/site/result-stays", test_result_stays);
  g_test_add_func ("/site/signature-closes-all", test_signature_closes_all);
  g_test_add_func ("/site/nonce-by-telephone", test_nonce_by_telephone);
  g_test_add_func ("/site/nonce-by-sync", test_nonce_by_sync);
  g_test_add_func ("/site/honest-day-is-not-held", test_honest_day_is_not_held);
  g_test_add_func ("/site/forged-units-are-held", test_forged_units_are_held);
  g_test_add_func ("/site/forged-frames-are-held", test_forged_frames_are_held);
  g_test_add_func ("/site/second-draw-is-held", test_second_draw_is_held);
  g_test_add_func ("/site/draw-without-frame-is-held", test_draw_without_frame_is_held);
  g_test_add_func ("/site/own-nonce-is-held", test_own_nonce_is_held);
  g_test_add_func ("/site/nonce-before-the-hash-is-held", test_nonce_before_the_hash_is_held);
  g_test_add_func ("/site/dice-after-the-nonce-are-held", test_dice_after_the_nonce_are_held);
  g_test_add_func ("/site/cancel-after-the-nonce-is-held", test_cancel_after_the_nonce_is_held);
  g_test_add_func ("/site/two-draws-are-a-conflict", test_two_draws_are_a_conflict);
  return g_test_run ();
}
