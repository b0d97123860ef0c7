/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-records.h"
#include "domain/hecha-units.h"

#include <string.h>

#define PLAN "HC2026Q2-DEMO"
#define DICE "20237331128159211123"

/* ---- plans ---- */

static const HechaPlanInput whole = {
  .code = PLAN,
  .kind = "quarterly",
  .quarter = "2026Q2",
  .selection = "random",
  .purpose = "核实申报",
  .content = "申报完成的目标",
  .method = "实地查看",
  .standard = "季度标准",
  .time_limit = "2026-08-14前",
  .demands = "每组2人以上",
};

static void
test_six_parts (void)
{
  static const struct
  {
    gsize offset;
    const char *zh;
  } parts[] = {
    {G_STRUCT_OFFSET (HechaPlanInput, purpose), "目的"},
    {G_STRUCT_OFFSET (HechaPlanInput, content), "内容"},
    {G_STRUCT_OFFSET (HechaPlanInput, method), "方法"},
    {G_STRUCT_OFFSET (HechaPlanInput, standard), "标准"},
    {G_STRUCT_OFFSET (HechaPlanInput, time_limit), "时限"},
    {G_STRUCT_OFFSET (HechaPlanInput, demands), "要求"},
  };
  g_autoptr (Office) office = office_new ();

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *code = g_strdup_printf ("HC-%u", i);
      HechaPlanInput plan = whole;

      plan.code = code;
      G_STRUCT_MEMBER (const char *, &plan, parts[i].offset) = i % 2 == 0 ? NULL : " 　";
      office_do (office, hecha_plan_create, &plan);
      office_refuses (office, hecha_plan_approve, code, parts[i].zh);
    }
  office_do (office, hecha_plan_create, &whole);
  office_do (office, hecha_plan_approve, PLAN);
}

static void
refuse_plan (Office *office, HechaPlanInput plan, const char *reason)
{
  office_refuses (office, hecha_plan_create, &plan, reason);
}

static void
test_plan_forms (void)
{
  static const char *const codes[] = {"a;b", "a=b", "a/b", "", "a b", "計劃“一”", "Ａ１"};
  g_autoptr (Office) office = office_new ();
  HechaPlanInput plan = whole;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      plan.code = codes[i];
      refuse_plan (office, plan, "plan's code");
    }
  plan.code = "核查方案2026第2季度";
  office_do (office, hecha_plan_create, &plan);
  plan = whole;
  plan.kind = "weekly";
  refuse_plan (office, plan, "self_check quarterly midterm year_end cloud timely unannounced");
  plan = whole;
  plan.quarter = "2026Q5";
  refuse_plan (office, plan, "like 2026Q2");
  plan = whole;
  plan.operator= "third_party";
  refuse_plan (office, plan, "第三方机构");
  plan.organisation = "青岚省社情民意调查中心";
  office_do (office, hecha_plan_create, &plan);
  plan = whole;
  plan.kind = "timely";
  refuse_plan (office, plan, "P3 3.1");
  plan = whole;
  plan.operator= "agency";
  refuse_plan (office, plan, "P3 7.1");
}

static void
test_year_end (void)
{
  static const struct
  {
    const char *from;
    const char *to;
    gboolean fits;
  } windows[] = {
    {"2026-11-30", "2026-12-20", FALSE},
    {"2026-12-01", "2027-02-01", FALSE},
    {"2026-12-02", "2026-12-01", FALSE},
    {NULL, "2026-12-01", FALSE},
    {NULL, NULL, FALSE},
    {"2026-12-01", "2027-01-31", TRUE},
  };
  g_autoptr (Office) office = office_new ();
  HechaPlanInput plan = whole;

  plan.kind = "year_end";
  plan.quarter = "2026Q4";
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      plan.from = windows[i].from;
      plan.to = windows[i].to;
      if (windows[i].fits)
        office_do (office, hecha_plan_create, &plan);
      else
        refuse_plan (office, plan, "");
    }
}

static void
test_approved_text (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) plan = NULL;
  g_autofree char *hash = NULL;
  HechaPlanInput other = whole;

  other.demands = NULL;
  office_do (office, hecha_plan_create, &other);
  office_do (office, hecha_plan_create, &whole);
  office_do (office, hecha_plan_approve, PLAN);
  other.demands = "每组3人";
  refuse_plan (office, other, "P3 6.2.1");
  office_refuses (office, hecha_plan_approve, PLAN, "was approved on 2026-07-25T01:00:00Z");
  plan = office_get (office, "office", "plan", PLAN);
  hash = hecha_plan_dup_text_hash (plan);
  g_assert_cmpstr (hecha_record_get (plan, "demands"), ==, "每组2人以上");
  g_assert_cmpstr (hecha_record_get (plan, "text_hash"), ==, hash);
  g_assert_cmpstr (hash, ==, "sha256:b8a10b24f7eb97a86ef7653ec6554612c07d5cef1a7c8290fa590b4d093dcd0c");
}

/* As an earlier program approved it: the digest is of the six parts alone. */
static gboolean
approve_as_before (HechaAct *act, gpointer hash, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "plan", PLAN);

  hecha_act_op_set_text (op, "approved_by", "O01");
  hecha_act_op_set_text (op, "approved_at", "2026-07-25T01:00:00Z");
  hecha_act_op_set_text (op, "text_hash", hash);
  return TRUE;
}

static void
test_approved_before (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) plan = NULL;
  g_autoptr (GError) error = NULL;

  office_do (office, hecha_plan_create, &whole);
  office_do (office, approve_as_before,
             "sha256:b02b6a5c03c57dec0a9f4dfba52e3f8e1f862ff5d0c2ea53020d4b87f86d3ad6");
  plan = hecha_plan_need_approved (hecha_store_reader (office->store), PLAN, &error);
  g_assert_no_error (error);
  g_assert_nonnull (plan);
}

/* Who edits a draft without naming the operator leaves it to whom it was given. */
static void
test_operator_stays (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) plan = NULL;
  HechaPlanInput edit = whole;

  edit.operator= "third_party";
  edit.organisation = "青岚省社情民意调查中心";
  office_do (office, hecha_plan_create, &edit);
  office_do (office, hecha_plan_create, &whole);
  plan = office_get (office, "office", "plan", PLAN);
  g_assert_cmpstr (hecha_record_get (plan, "operator"), ==, "third_party");
  g_assert_cmpstr (hecha_record_get (plan, "organisation"), ==, "青岚省社情民意调查中心");
}

static void
check_state (Office *office, HechaPlanState expected)
{
  HechaPlanState state;

  g_assert_true (hecha_plan_get_state (hecha_store_reader (office->store), PLAN, &state, NULL));
  g_assert_cmpstr (hecha_plan_state_get_name (state), ==, hecha_plan_state_get_name (expected));
}

static void
test_states (void)
{
  g_autoptr (Office) office = office_new ();

  office_import_demo (office);
  office_do (office, hecha_plan_create, &whole);
  check_state (office, HECHA_PLAN_DRAFT);
  office_do (office, hecha_plan_approve, PLAN);
  check_state (office, HECHA_PLAN_APPROVED);
  office_freeze (office, PLAN);
  check_state (office, HECHA_PLAN_FROZEN);
  office_draw (office, PLAN, 8, FALSE, DICE);
  check_state (office, HECHA_PLAN_DRAWN);
}

/* ---- frames ---- */

static void
test_frame (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) frame = NULL;
  g_autoptr (HechaUnits) units = NULL;
  const HechaFreezeInput other_quarter = {PLAN, TRUE, "2026Q3", HECHA_SAMPLING_SHA256};
  const HechaFreezeInput again = {PLAN, FALSE, NULL, HECHA_SAMPLING_SHA256};
  const HechaUnit *unit;

  office_import_demo (office);
  office_do (office, hecha_plan_create, &whole);
  office_refuses (office, hecha_frame_freeze, &again, "not approved yet (P3 6.2.1)");
  office_do (office, hecha_plan_approve, PLAN);
  office_refuses (office, hecha_frame_freeze, &other_quarter, "2026Q2");
  office_freeze (office, PLAN);
  office_refuses (office, hecha_frame_freeze, &again, "frozen already");

  frame = office_get (office, "office", "frame", PLAN);
  units = hecha_units_parse (frame, NULL);
  g_assert_cmpuint (units->units->len, ==, 21);
  unit = hecha_units_find (units, "A01-2026-T02-Q2");
  g_assert_cmpstr (unit->stratum, ==, "项目建设类");
  g_assert_cmpstr (unit->agency, ==, "A01");
  g_assert_cmpstr (unit->status, ==, "met");
  g_assert_true (g_str_has_prefix (unit->declaration, "sha256:"));
  g_assert_null (hecha_units_find (units, "A03-2026-T08-Q2")); /* party-building: no class */
  g_assert_cmpstr (hecha_record_get (frame, "hash"), ==,
                   "4c00f985bbde55ba0e58cfe349496ac085812b7ffaa673a17a4303907baaab45");
}

/* All functional target-quarters, whatever was declared: 23 of the 24 targets. */
static void
test_whole_frame (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) frame = NULL;
  g_autoptr (HechaUnits) units = NULL;
  const HechaFreezeInput freeze = {PLAN, FALSE, NULL, HECHA_SAMPLING_SM3};

  office_import_demo (office);
  office_approve_plan (office, PLAN, "random");
  office_do (office, hecha_frame_freeze, &freeze);
  frame = office_get (office, "office", "frame", PLAN);
  units = hecha_units_parse (frame, NULL);
  g_assert_cmpuint (units->units->len, ==, 23);
  g_assert_cmpstr (hecha_record_get (frame, "hash_alg"), ==, "sm3");
}

static void
test_year_end_frame (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) frame = NULL;
  g_autoptr (HechaUnits) units = NULL;
  HechaFreezeInput freeze = {PLAN, FALSE, NULL, HECHA_SAMPLING_SHA256};
  HechaPlanInput plan = whole;

  plan.kind = "year_end";
  plan.quarter = "2026Q4";
  plan.from = "2026-12-01";
  plan.to = "2027-01-31";
  office_import_demo (office);
  office_do (office, hecha_plan_create, &plan);
  office_do (office, hecha_plan_approve, PLAN);
  office_do (office, hecha_frame_freeze, &freeze);
  frame = office_get (office, "office", "frame", PLAN);
  units = hecha_units_parse (frame, NULL);
  g_assert_cmpuint (units->units->len, ==, 24);
}

static void
test_empty_frame (void)
{
  g_autoptr (Office) office = office_new ();
  const HechaFreezeInput freeze = {PLAN, TRUE, NULL, HECHA_SAMPLING_SHA256};

  office_approve_plan (office, PLAN, "random");
  office_refuses (office, hecha_frame_freeze, &freeze, "nothing to draw from");
}

/* A frame as a record holds it. */
static HechaRecord *
frame_of (const char *units)
{
  const HechaSchema *schema = hecha_records ();
  HechaRecord *frame = g_new0 (HechaRecord, 1);

  frame->type = &schema->types[hecha_schema_find_type (schema, "frame", 5)];
  frame->scope = g_strdup ("office");
  frame->id = g_strdup (PLAN);
  frame->values = g_new0 (char *, frame->type->n_fields);
  frame->values[hecha_type_find_field (frame->type, "units", 5)] = g_strdup (units);
  return frame;
}

/* 1,500 agencies of 16: as much as one entry has to hold. */
static void
test_large_frame (void)
{
  g_autoptr (HechaUnits) units = hecha_units_new ();
  g_autoptr (HechaUnits) again = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (HechaRecord) frame = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 24000; i++)
    {
      g_autofree char *agency = g_strdup_printf ("B%04u", i / 16);
      g_autofree char *id = g_strdup_printf ("%s-2026-T%02u-Q2", agency, 16 - i % 16);
      g_autofree char *digest = g_strdup_printf ("sha256:%064u", i / 16);
      HechaUnit unit = {id, i % 2 == 0 ? "项目建设类" : "服务类", agency, i % 3 == 0 ? "met" : "none",
                        i % 3 == 0 ? digest : NULL};

      hecha_units_add (units, &unit);
    }
  node = hecha_units_to_node (units);
  text = hecha_canonical_dup_node (node, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (text), <, 1024 * 1024 - 4096);
  frame = frame_of (text);
  again = hecha_units_parse (frame, NULL);
  g_assert_cmpuint (again->units->len, ==, 24000);
  for (guint i = 0; i < 24000; i += 7)
    {
      const HechaUnit *before = &g_array_index (units->units, HechaUnit, i);
      const HechaUnit *after = &g_array_index (again->units, HechaUnit, i);

      g_assert_cmpstr (before->id, ==, after->id);
      g_assert_cmpstr (before->stratum, ==, after->stratum);
      g_assert_cmpstr (before->agency, ==, after->agency);
      g_assert_cmpstr (before->status, ==, after->status);
      g_assert_cmpstr (before->declaration, ==, after->declaration);
    }
}

/* What another program may have written into the field. */
static void
test_nonsense_frame (void)
{
  static const char *const texts[] = {
    "[]",
    "{}",
    "{\"agencies\":[]}",
    "{\"agencies\":{\"A01\":[]},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[\"u\"]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[\"u\",0,0]]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[{},0,0,null]]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[\"u\",1,0,null]]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[\"u\",0,-1,null]]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[\"u\",0,[],null]]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[\"u\",0,0,0]]}},\"statuses\":[\"met\"],\"strata\":[\"B\"]}",
    "{\"agencies\":{\"A01\":{\"units\":[[\"u\",0,0,null]]}},\"statuses\":[\"met\"],\"strata\":[[]]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (HechaRecord) frame = frame_of (texts[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (hecha_units_parse (frame, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
    }
}

/* ---- draws ---- */

static Office *
office_with_frame (const char *selection)
{
  Office *office = office_new ();

  office_import_demo (office);
  office_approve_plan (office, PLAN, selection);
  office->now_ms += 60000;
  office_freeze (office, PLAN);
  office->now_ms += 60000;
  return office;
}

static const char *const two[] = {"O01", "O02", NULL};
static const HechaDrawInput good = {PLAN, 8, FALSE, DICE, "dice", NULL, two};

static void
refuse_draw (Office *office, HechaDrawInput draw, const char *reason)
{
  office_refuses (office, hecha_draw_record, &draw, reason);
}

static void
test_draw_refusals (void)
{
  static const char *const one[] = {"O01", NULL}, *const same[] = {"O01", "O01", NULL};
  static const char *const stranger[] = {"O01", "X99", NULL};
  g_autoptr (Office) office = office_with_frame ("random");
  HechaDrawInput draw = good;

  draw.random = "2023733112815921112";
  refuse_draw (office, draw, "20 decimal digits");
  draw = good;
  draw.random_at = "2026-07-25T01:00:59Z"; /* frozen at 01:01:00 */
  refuse_draw (office, draw, "P3 4.4");
  draw = good;
  draw.size = 22;
  refuse_draw (office, draw, "22 units cannot be drawn from a frame of 21");
  draw = good;
  draw.witnesses = one;
  refuse_draw (office, draw, "two witnesses");
  draw.witnesses = same;
  refuse_draw (office, draw, "counts as one witness");
  draw.witnesses = stranger;
  refuse_draw (office, draw, "no person X99");
  draw = good;
  draw.source = "weather";
  refuse_draw (office, draw, "dice beacon lottery commit_reveal");
  draw = good;
  draw.plan = "OTHER";
  refuse_draw (office, draw, "no plan OTHER");
  g_assert_cmpuint (office_count (office, "sample"), ==, 0);
  office_do (office, hecha_draw_record, &good);
  refuse_draw (office, good, "nobody can choose them by drawing again");
}

static void
test_no_draw_before_freeze (void)
{
  g_autoptr (Office) office = office_new ();

  office_import_demo (office);
  office_do (office, hecha_plan_create, &whole);
  refuse_draw (office, good, "not approved yet");
  office_do (office, hecha_plan_approve, PLAN);
  refuse_draw (office, good, "not frozen yet");
}

static void
test_only_the_office (void)
{
  g_autoptr (Office) office = office_with_frame ("random");
  const HechaReplaceInput replace = {"A02-2026-T04-Q2", "封路"};

  office_set_role (office, "team", "team:T1");
  refuse_draw (office, good, "Only the office");
  refuse_plan (office, whole, "Only the office");
  office_refuses (office, hecha_plan_approve, PLAN, "Only the office");
  office_refuses (office, hecha_draw_replace, &replace, "Only the office");
}

static void
test_draw (void)
{
  static const char *const drawn[]
    = {"A02-2026-T04-Q2", "A03-2026-T01-Q2", "A02-2026-T07-Q2", "A02-2026-T02-Q2",
       "A03-2026-T02-Q2", "A01-2026-T03-Q2", "A02-2026-T06-Q2", "A02-2026-T01-Q2"};
  g_autoptr (Office) office = office_with_frame ("random");
  g_autoptr (HechaRecord) draw = NULL;

  office_do (office, hecha_draw_record, &good);
  g_assert_cmpuint (office_count (office, "sample"), ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    {
      g_autofree char *id = g_strdup_printf (PLAN "/%s", drawn[i]);
      g_autoptr (HechaRecord) sample = office_get (office, "office", "sample", id);

      g_assert_cmpint (hecha_record_get_int (sample, "rank", 0), ==, i + 1);
    }
  draw = office_get (office, "office", "draw", PLAN);
  g_assert_cmpstr (hecha_record_get (draw, "seed"), ==,
                   "hecha-seed-v1;plan=" PLAN
                   ";frame=4c00f985bbde55ba0e58cfe349496ac085812b7ffaa673a17a4303907baaab45;rand=" DICE);
  g_assert_cmpstr (hecha_record_get (draw, "random_at"), ==, "2026-07-25T01:02:00Z");
}

static void
check_verified (Office *office, const char *failing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checks = hecha_draw_verify (hecha_store_reader (office->store), PLAN, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < checks->len; i++)
    {
      const HechaCheck *check = g_ptr_array_index (checks, i);

      g_test_message ("%s: %s", check->what, check->detail);
      g_assert_cmpint (check->ok, ==, failing == NULL || strcmp (check->what, failing) != 0);
    }
}

/* Each class has its share: 9 classes, so 12 of 21 give 3 classes a second one. */
static void
test_by_class (void)
{
  g_autoptr (Office) office = office_with_frame ("random");
  g_autoptr (GHashTable) strata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) samples = NULL;

  office_draw (office, PLAN, 12, TRUE, DICE);
  samples = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", NULL, NULL, NULL);
  g_assert_cmpuint (samples->len, ==, 12);
  for (guint i = 0; i < samples->len; i++)
    g_hash_table_add (strata, g_strdup (hecha_record_get (g_ptr_array_index (samples, i), "stratum")));
  g_assert_cmpuint (g_hash_table_size (strata), ==, 9);
  check_verified (office, NULL);
}

static void
test_replace (void)
{
  const HechaReplaceInput nameless = {"A03-2026-T01-Q2", "　"}, unknown = {"A01-2026-T02-Q2", "封路"};
  const HechaReplaceInput first = {"A03-2026-T01-Q2", "现场封路"}, second = {PLAN "/A03-2026-T05-Q2", "停工"};
  g_autoptr (Office) office = office_with_frame ("random");
  g_autoptr (HechaRecord) old = NULL;
  g_autoptr (HechaRecord) next = NULL;

  office_do (office, hecha_draw_record, &good);
  office_refuses (office, hecha_draw_replace, &nameless, "for a reason only");
  office_refuses (office, hecha_draw_replace, &unknown, "no sample");
  office_do (office, hecha_draw_replace, &first);
  office_refuses (office, hecha_draw_replace, &first, "replaced already");
  office_do (office, hecha_draw_replace, &second);

  old = office_get (office, "office", "sample", PLAN "/A03-2026-T01-Q2");
  g_assert_cmpstr (hecha_record_get (old, "status"), ==, "replaced");
  g_assert_cmpstr (hecha_record_get (old, "replace_reason"), ==, "现场封路");
  next = office_get (office, "office", "sample", PLAN "/A03-2026-T06-Q2");
  g_assert_cmpint (hecha_record_get_int (next, "rank", 0), ==, 10);
  g_assert_cmpstr (hecha_record_get (next, "replaces"), ==, "A03-2026-T05-Q2");
  check_verified (office, NULL);
}

/* In a class of 1 there is no next rank: the unit is only marked. */
static void
test_exhausted (void)
{
  const HechaReplaceInput replace = {"A02-2026-T03-Q2", "停业"}, other = {"A03-2026-T05-Q2", "停业"};
  g_autoptr (Office) office = office_with_frame ("random");
  g_autoptr (HechaRecord) sample = NULL;

  office_draw (office, PLAN, 21, TRUE, DICE);
  office_do (office, hecha_draw_replace, &replace);
  office_do (office, hecha_draw_replace, &other);
  sample = office_get (office, "office", "sample", PLAN "/A02-2026-T03-Q2");
  g_assert_cmpstr (hecha_record_get (sample, "status"), ==, "not_inspectable");
  g_assert_cmpuint (office_count (office, "sample"), ==, 21);
  check_verified (office, NULL);
}

/* What an office that cheats would write: another unit in the place of a drawn one. */
static gboolean
swap_sample (HechaAct *act, gpointer input, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "sample", PLAN "/A02-2026-T04-Q2");

  hecha_act_op_set_text (op, "unit", "A01-2026-T02-Q2");
  return TRUE;
}

static gboolean
add_sample (HechaAct *act, gpointer input, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "sample", PLAN "/A03-2026-T05-Q2");

  hecha_act_op_set_text (op, "plan", PLAN);
  hecha_act_op_set_text (op, "unit", "A03-2026-T05-Q2");
  hecha_act_op_set_text (op, "agency", "A03");
  hecha_act_op_set_int (op, "rank", 9);
  hecha_act_op_set_text (op, "stratum", "培训类");
  hecha_act_op_set_text (op, "ticket", "0.360197493626814794");
  hecha_act_op_set_text (op, "status", "drawn");
  hecha_act_op_set_text (op, "replaces", "A02-2026-T04-Q2");
  return TRUE;
}

static void
test_verify (void)
{
  g_autoptr (Office) office = office_with_frame ("random");

  g_assert_null (hecha_draw_verify (hecha_store_reader (office->store), PLAN, NULL));
  office_do (office, hecha_draw_record, &good);
  check_verified (office, NULL);
  office_do (office, add_sample, NULL);
  check_verified (office, "no sample missing, none too many");
}

/* A record that came with nearly nothing in it stops what would rely on it, and nothing else. */
static gboolean
add_scrap (HechaAct *act, gpointer input, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "office", "sample", PLAN "/A01-2026-T02-Q2"), "plan", PLAN);
  hecha_act_op_set_text (hecha_act_op (act, "office", "plan", "SCRAP"), "approved_by", "O01");
  return TRUE;
}

static void
test_scrap (void)
{
  const HechaReplaceInput replace = {"A03-2026-T01-Q2", "封路"}, nameless = {PLAN "/A01-2026-T02-Q2", "封路"};
  const HechaFreezeInput freeze = {"SCRAP", TRUE, NULL, HECHA_SAMPLING_SHA256};
  g_autoptr (Office) office = office_with_frame ("random");

  office_do (office, hecha_draw_record, &good);
  office_do (office, add_scrap, NULL);
  office_refuses (office, hecha_draw_replace, &nameless, "is not complete: it has no unit");
  office_refuses (office, hecha_frame_freeze, &freeze, "SCRAP");
  office_do (office, hecha_draw_replace, &replace);
}

static void
test_verify_swapped (void)
{
  g_autoptr (Office) office = office_with_frame ("random");

  office_do (office, hecha_draw_record, &good);
  office_do (office, swap_sample, NULL);
  check_verified (office, "rank, stratum and ticket of each sample");
}

/* ---- without a draw ---- */

/* ---- more of it, and none of it ---- */

/* Ranks go on where replacements ended; what is added by class is what the greater sample gives each class. */
static void
test_extend (void)
{
  const HechaReplaceInput replace = {"A03-2026-T01-Q2", "现场封路"};
  const HechaExtendInput silent = {PLAN, 3, " "}, none = {PLAN, 0, "误差率偏高"},
                         all = {PLAN, 13, "误差率偏高"};
  const HechaExtendInput three = {PLAN, 3, "误差率偏高"}, one = {PLAN, 1, "再查一个"};
  g_autoptr (Office) office = office_with_frame ("random");
  g_autoptr (HechaRecord) extension = NULL;
  g_autoptr (HechaRecord) tenth = NULL;
  g_auto (GStrv) units = NULL;

  office_refuses (office, hecha_draw_extend, &three, "draw");
  office_do (office, hecha_draw_record, &good);
  office_do (office, hecha_draw_replace, &replace);
  office_refuses (office, hecha_draw_extend, &silent, "for a reason");
  office_refuses (office, hecha_draw_extend, &none, "one unit or more");
  office_refuses (office, hecha_draw_extend, &all, "only 12 units left");
  office_do (office, hecha_draw_extend, &three);
  office_do (office, hecha_draw_extend, &one);
  extension = office_get (office, "office", "extension", PLAN "/1");
  units = hecha_record_get_list (extension, "units");
  g_assert_cmpuint (g_strv_length (units), ==, 3);
  g_assert_cmpstr (units[0], ==, "A03-2026-T06-Q2");
  tenth = office_get (office, "office", "sample", PLAN "/A03-2026-T06-Q2");
  g_assert_cmpint (hecha_record_get_int (tenth, "rank", 0), ==, 10);
  g_assert_null (hecha_record_get (tenth, "replaces"));
  g_assert_cmpuint (office_count (office, "sample"), ==, 13);
  check_verified (office, NULL);
}

static void
test_extend_by_class (void)
{
  const HechaExtendInput more = {PLAN, 3, "误差率偏高"};
  HechaDrawInput by_class = good;
  g_autoptr (Office) office = office_with_frame ("random");
  g_autoptr (GPtrArray) samples = NULL;

  by_class.size = 12;
  by_class.by_class = TRUE;
  office_do (office, hecha_draw_record, &by_class);
  office_do (office, hecha_draw_extend, &more);
  samples = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", "plan", PLAN, NULL);
  g_assert_cmpuint (samples->len, ==, 15);
  check_verified (office, NULL);
}

/* A rank that is left out is found, though the unit is of the frame, and an extension names it. */
static gboolean
skip_ranks (HechaAct *act, gpointer input, GError **error)
{
  const char *const units[] = {"A01-2026-T02-Q2", NULL};
  HechaActOp *op = hecha_act_op (act, "office", "extension", PLAN "/1");

  hecha_act_op_set_text (op, "plan", PLAN);
  hecha_act_op_set_int (op, "number", 1);
  hecha_act_op_set_int (op, "size", 1);
  hecha_act_op_set_list (op, "units", units);
  hecha_act_op_set_text (op, "reason", "点名");
  hecha_act_op_set_text (op, "extended_by", "O01");
  hecha_act_op_set_text (op, "extended_at", "2026-07-01T00:00:00Z");
  return add_sample (act, input, error);
}

static void
test_verify_skipped (void)
{
  g_autoptr (Office) office = office_with_frame ("random");

  office_do (office, hecha_draw_record, &good);
  office_do (office, skip_ranks, NULL);
  check_verified (office, "no sample missing, none too many");
}

/* What was drawn stays to be seen, and nothing more is done with it. */
static void
test_cancel (void)
{
  const HechaPlanCancelInput silent = {PLAN, ""}, cancel = {PLAN, "总体有误"}, unknown = {"HC-0", "总体有误"};
  const HechaReplaceInput replace = {"A03-2026-T01-Q2", "现场封路"};
  const HechaExtendInput extend = {PLAN, 3, "误差率偏高"};
  g_autoptr (Office) office = office_with_frame ("random");
  HechaPlanState state;

  office_do (office, hecha_draw_record, &good);
  office_refuses (office, hecha_plan_cancel, &silent, "for a reason");
  office_refuses (office, hecha_plan_cancel, &unknown, "HC-0");
  office_do (office, hecha_plan_cancel, &cancel);
  office_refuses (office, hecha_plan_cancel, &cancel, "was cancelled: 总体有误");
  office_refuses (office, hecha_draw_replace, &replace, "was cancelled");
  office_refuses (office, hecha_draw_extend, &extend, "was cancelled");
  refuse_draw (office, good, "was cancelled");
  refuse_plan (office, whole, "was cancelled");
  g_assert_true (hecha_plan_get_state (hecha_store_reader (office->store), PLAN, &state, NULL));
  g_assert_cmpint (state, ==, HECHA_PLAN_CANCELLED);
  g_assert_cmpuint (office_count (office, "sample"), ==, 8);
  check_verified (office, NULL);
}

static void
test_judgement (void)
{
  static const char *const none[] = {NULL}, *const units[] = {"A01-2026-T02-Q2", "A02-2026-T08-Q2", NULL};
  static const char *const twice[] = {"A01-2026-T02-Q2", "A01-2026-T02-Q2", NULL}, *const odd[] = {
                                                                                     "A09-2026-T01-Q2", NULL};
  const HechaPickInput all = {PLAN, none, NULL}, silent = {PLAN, units, NULL},
                       same = {PLAN, twice, "重点项目"};
  const HechaPickInput unknown = {PLAN, odd, "重点项目"}, pick = {PLAN, units, "重点项目"};
  g_autoptr (Office) office = office_with_frame ("judgement");

  refuse_draw (office, good, "P3 5.1 c");
  office_refuses (office, hecha_draw_pick, &all, "P3 5.1 c");
  office_refuses (office, hecha_draw_pick, &silent, "says why");
  office_refuses (office, hecha_draw_pick, &same, "named twice");
  office_refuses (office, hecha_draw_pick, &unknown, "not in the frozen frame");
  office_do (office, hecha_draw_pick, &pick);
  g_assert_cmpuint (office_count (office, "sample"), ==, 2);
}

static void
test_census (void)
{
  static const char *const none[] = {NULL}, *const units[] = {"A01-2026-T02-Q2", NULL};
  const HechaPickInput all = {PLAN, none, NULL}, named = {PLAN, units, "重点项目"};
  g_autoptr (Office) office = office_with_frame ("census");

  office_refuses (office, hecha_draw_pick, &named, "P3 5.1 c");
  office_do (office, hecha_draw_pick, &all);
  g_assert_cmpuint (office_count (office, "sample"), ==, 21);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/needs-each-of-the-six-parts", test_six_parts);
  g_test_add_func ("/plan/code-kind-operator-and-reason-have-their-forms", test_plan_forms);
  g_test_add_func ("/plan/year-end-lies-in-december-and-january", test_year_end);
  g_test_add_func ("/plan/approved-text-is-hashed-and-stays", test_approved_text);
  g_test_add_func ("/plan/approval-of-an-earlier-program-stays", test_approved_before);
  g_test_add_func ("/plan/operator-of-a-draft-stays", test_operator_stays);
  g_test_add_func ("/plan/state-is-what-was-recorded", test_states);
  g_test_add_func ("/frame/demo-has-21-units-declared-complete", test_frame);
  g_test_add_func ("/frame/without-a-condition-has-every-functional-target", test_whole_frame);
  g_test_add_func ("/frame/year-end-has-every-target", test_year_end_frame);
  g_test_add_func ("/frame/is-never-empty", test_empty_frame);
  g_test_add_func ("/frame/of-24000-units-fits-into-one-entry", test_large_frame);
  g_test_add_func ("/frame/nonsense-is-refused", test_nonsense_frame);
  g_test_add_func ("/draw/refuses-what-could-be-chosen", test_draw_refusals);
  g_test_add_func ("/draw/not-before-approval-and-freeze", test_no_draw_before_freeze);
  g_test_add_func ("/draw/is-the-office-s", test_only_the_office);
  g_test_add_func ("/draw/of-the-demo", test_draw);
  g_test_add_func ("/draw/by-class-gives-each-class-its-share", test_by_class);
  g_test_add_func ("/draw/next-rank-replaces", test_replace);
  g_test_add_func ("/draw/exhausted-stratum-is-marked", test_exhausted);
  g_test_add_func ("/draw/verify-finds-an-added-sample", test_verify);
  g_test_add_func ("/draw/verify-finds-a-swapped-sample", test_verify_swapped);
  g_test_add_func ("/draw/incomplete-records-stop-nothing-else", test_scrap);
  g_test_add_func ("/draw/extension-takes-the-next-ranks", test_extend);
  g_test_add_func ("/draw/extension-by-class-keeps-the-shares", test_extend_by_class);
  g_test_add_func ("/draw/verify-finds-a-rank-left-out", test_verify_skipped);
  g_test_add_func ("/draw/of-a-cancelled-plan-stays-to-be-seen", test_cancel);
  g_test_add_func ("/pick/judgement-names-units-and-says-why", test_judgement);
  g_test_add_func ("/pick/census-has-all", test_census);
  return g_test_run ();
}
