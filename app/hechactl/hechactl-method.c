/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-field.h"

#include "domain/hecha-checklist.h"
#include "domain/hecha-method.h"
#include "domain/hecha-records.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The records of the methods, and the answers to a checklist. */

/* ---- method ---- */

/* One option for every field of every method's record: a field published_on is --published-on. */
static const HechactlOption method_options[] = {
  {"id", "RECORD", HECHACTL_OPTION_NONE},
  {"remove", NULL, HECHACTL_OPTION_NONE},
  {"restore", NULL, HECHACTL_OPTION_NONE},
  {"participants", "NAME", HECHACTL_OPTION_REPEATED},
  {"minutes", "T", HECHACTL_OPTION_NONE},
  {"title", "T", HECHACTL_OPTION_NONE},
  {"number", "T", HECHACTL_OPTION_NONE},
  {"no-number", NULL, HECHACTL_OPTION_NONE},
  {"dated", "DATE", HECHACTL_OPTION_NONE},
  {"pages", "T", HECHACTL_OPTION_NONE},
  {"copy", "taken|seen", HECHACTL_OPTION_NONE},
  {"note", "T", HECHACTL_OPTION_NONE},
  {"asked", "NAME", HECHACTL_OPTION_NONE},
  {"position", "T", HECHACTL_OPTION_NONE},
  {"questions", "JSON", HECHACTL_OPTION_NONE},
  {"agreed", "signed|refused", HECHACTL_OPTION_NONE},
  {"witness", "NAME", HECHACTL_OPTION_NONE},
  {"place", "T", HECHACTL_OPTION_NONE},
  {"coordinates", "LAT,LON", HECHACTL_OPTION_NONE},
  {"datum", "WGS-84|CGCS2000", HECHACTL_OPTION_NONE},
  {"measurements", "JSON", HECHACTL_OPTION_NONE},
  {"consent", "yes|no", HECHACTL_OPTION_NONE},
  {"respondent", "NAME", HECHACTL_OPTION_NONE},
  {"answers", "T", HECHACTL_OPTION_NONE},
  {"source", "T", HECHACTL_OPTION_NONE},
  {"published-on", "DATE", HECHACTL_OPTION_NONE},
  {"link", "T", HECHACTL_OPTION_NONE},
  {"summary", "T", HECHACTL_OPTION_NONE},
  {"verified", "yes|no", HECHACTL_OPTION_NONE},
  {"verdict", "met|partly|not_met|unverifiable", HECHACTL_OPTION_NONE},
  {"score", "0–100", HECHACTL_OPTION_NONE},
  {"reason", "T", HECHACTL_OPTION_NONE},
  {"valid", "N", HECHACTL_OPTION_NONE},
  {"invalid", "N", HECHACTL_OPTION_NONE},
  {"dissatisfied", "N", HECHACTL_OPTION_NONE},
  {"from", "DATE", HECHACTL_OPTION_NONE},
  {"to", "DATE", HECHACTL_OPTION_NONE},
  {NULL},
};

static gboolean
is_field (const HechactlOption *option)
{
  static const char *const others[] = {"id", "remove", "restore", NULL};

  return !g_strv_contains (others, option->name);
}

/* What was given, as fields; names and joined values live in @kept. */
static GArray *
read_fields (HechactlInvocation *self, GPtrArray *kept)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (HechaFieldText));

  for (const HechactlOption *option = method_options; option->name != NULL; option++)
    {
      HechaFieldText field;
      char *name;

      if (!is_field (option) || !hechactl_invocation_has (self, option->name))
        continue;
      name = g_strdelimit (g_strdup (option->name), "-", '_');
      g_ptr_array_add (kept, name);
      field.name = name;
      field.text = option->value == NULL ? "yes" : hechactl_invocation_get (self, option->name);
      if ((option->flags & HECHACTL_OPTION_REPEATED) != 0)
        {
          char *lines = g_strjoinv ("\n", (char **)hechactl_invocation_get_all (self, option->name));

          g_ptr_array_add (kept, lines);
          field.text = lines;
        }
      g_array_append_val (fields, field);
    }
  return fields;
}

static gboolean
record_method (HechactlInvocation *self, HechaStore *store, JsonObject *answer, GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) fields = read_fields (self, kept);
  HechaMethodInput input = {.sample = hechactl_invocation_get_argument (self, 0),
                            .kind = hechactl_invocation_get_argument (self, 1),
                            .record = hechactl_invocation_get (self, "id"),
                            .fields = (const HechaFieldText *)fields->data,
                            .n_fields = fields->len};

  if (!hechactl_store_act (self, store, hecha_method_record, &input, error))
    return FALSE;
  hechactl_invocation_print (self, "%s\n", input.id);
  json_object_set_string_member (answer, "id", input.id);
  g_free (input.id);
  return TRUE;
}

static gboolean
method_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (JsonObject) answer = json_object_new ();
  gboolean removes = hechactl_invocation_has (self, "remove"),
           restores = hechactl_invocation_has (self, "restore");
  HechaRemovalInput removal
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get (self, "id"),
       hechactl_invocation_get (self, "reason")};
  gboolean done;

  if (store == NULL)
    return FALSE;
  if ((removes || restores) && removal.record == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--id says which record"));
      return FALSE;
    }
  if (removes || restores)
    done = hechactl_store_act (self, store, removes ? hecha_method_take_back : hecha_method_put_back,
                               &removal, error);
  else
    done = record_method (self, store, answer, error);
  return done && hechactl_answer_state (self, store, removal.sample, answer, error);
}

/* ---- answer ---- */

static gboolean
answer_run (HechactlInvocation *self, GError **error)
{
  HechaAnswerInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .item = hechactl_invocation_get_argument (self, 1),
    .answer = hechactl_invocation_get_argument (self, 2),
    .note = hechactl_invocation_get (self, "note"),
  };
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_answer_record, &input, error)
         && hechactl_answer_state (self, store, input.sample, NULL, error);
}

static const HechactlOption answer_options[] = {
  {"note", "T", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_method_commands[] = {
  {"method", "SAMPLE meeting|documents|inquiry|site_view|public|media|online_review|survey", 2, 2,
   method_options, method_run, HECHACTL_COMMAND_STORE},
  {"answer", "SAMPLE ITEM ANSWER", 3, 3, answer_options, answer_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
