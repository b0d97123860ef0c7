/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-field.h"

#include "base/hecha-error.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-label.h"
#include "domain/hecha-sample-state.h"
#include "domain/hecha-sign.h"
#include "domain/hecha-visit.h"
#include "evidence/hecha-attachment.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>

/* Room for the strokes of the longest signature, with white space. */
#define MOST_STROKES_BYTES (1024 * 1024)

/* ---- the answer ---- */

/**
 * hechactl_answer_state:
 * @self: what was asked
 * @store: the open store
 * @sample: which
 * @more: (nullable): what else to answer; grows
 * @error: when the sample cannot be read
 *
 * Says how the sample stands after what was done: every command of the field answers with it.
 *
 * Returns: whether it could be read
 */
gboolean
hechactl_answer_state (HechactlInvocation *self, HechaStore *store, const char *sample, JsonObject *more,
                       GError **error)
{
  g_autofree char *home = hecha_store_get_meta (store, "home");
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_find (hecha_store_reader (store), home, sample, error);
  g_autoptr (JsonObject) object = more != NULL ? json_object_ref (more) : json_object_new ();
  const char *state;

  if (assignment == NULL)
    return FALSE;
  state = hecha_sample_state_name (hecha_sample_state (assignment));
  json_object_set_string_member (object, "sample", assignment->record->id);
  json_object_set_string_member (object, "state", state);
  hechactl_invocation_print (self, "%s: %s\n", assignment->record->id, hecha_label ("state", state));
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
  return TRUE;
}

static gboolean
act_and_answer (HechactlInvocation *self, HechaActFunc func, gpointer input, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, func, input, error)
         && hechactl_answer_state (self, store, hechactl_invocation_get_argument (self, 0), NULL, error);
}

/* ---- visit, presence ---- */

static gboolean
visit_run (HechactlInvocation *self, GError **error)
{
  guint64 accuracy = 0;
  HechaVisitInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .mode = hechactl_invocation_get (self, "mode"),
    .place = hechactl_invocation_get (self, "place"),
    .datum = hechactl_invocation_get (self, "datum"),
    .place_reason = hechactl_invocation_get (self, "no-place-reason"),
    .present = hechactl_invocation_get_all (self, "present"),
    .date = hechactl_invocation_get (self, "date"),
    .methods = hechactl_invocation_get_all (self, "method"),
    .no_methods = hechactl_invocation_get_all (self, "no-method"),
    .difficulty = hechactl_invocation_get (self, "difficulty"),
    .difficulties = hechactl_invocation_get (self, "difficulties"),
    .assistance = hechactl_invocation_get (self, "assistance"),
    .photo_reason = hechactl_invocation_get (self, "no-photo-reason"),
  };

  if (!hechactl_invocation_get_number (self, "accuracy", 0, 1000000, &accuracy, error))
    return FALSE;
  input.accuracy_m = (guint)accuracy;
  return act_and_answer (self, hecha_visit_record, &input, error);
}

static gboolean
presence_run (HechactlInvocation *self, GError **error)
{
  HechaVisitInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .present = hechactl_invocation_get_all (self, "present"),
    .absent = hechactl_invocation_get_all (self, "absent"),
    .date = hechactl_invocation_get (self, "date"),
    .unfinished = TRUE,
  };

  return act_and_answer (self, hecha_visit_record, &input, error);
}

/* ---- finding ---- */

static gboolean
finding_run (HechactlInvocation *self, GError **error)
{
  HechaFindingInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .verdict = hechactl_invocation_get (self, "verdict"),
    .observation = hechactl_invocation_get (self, "observation"),
    .opinion = hechactl_invocation_get (self, "opinion"),
    .value = hechactl_invocation_get (self, "value"),
    .unit = hechactl_invocation_get (self, "unit"),
  };

  return act_and_answer (self, hecha_finding_record, &input, error);
}

/* ---- attach ---- */

static void
answer_attachment (HechactlInvocation *self, const HechaAttachment *attachment, const char *name,
                   JsonArray *list)
{
  g_autofree char *digest = hecha_digest_dup_text (&attachment->digest);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", attachment->id);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "digest", digest);
  json_object_set_int_member (object, "size", (gint64)attachment->size);
  json_object_set_boolean_member (object, "known", attachment->known);
  if (attachment->undecodable != NULL)
    json_object_set_string_member (object, "undecodable", attachment->undecodable);
  json_array_add_object_element (list, object);
  hechactl_invocation_print (self, "%s  %s  %" G_GUINT64_FORMAT " bytes%s%s%s\n", name, digest,
                             attachment->size, attachment->known ? _ (", attached before") : "",
                             attachment->undecodable != NULL ? _ ("; cannot be shown: ") : "",
                             attachment->undecodable != NULL ? attachment->undecodable : "");
}

static gboolean
attach_file (HechactlInvocation *self, HechaStore *store, HechaEvidence *evidence, const char *path,
             JsonArray *list, GError **error)
{
  g_autofree char *by = hechactl_store_dup_person (self, store);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  const char *sample = hechactl_invocation_get_argument (self, 0);
  const char *about = hechactl_invocation_get (self, "about");
  g_auto (HechaAttachment) attachment = {0};
  HechaDigest digest;
  guint64 size;

  if (!hecha_evidence_put_file (evidence, path, NULL, NULL, NULL, &digest, &size, error)
      || !hecha_attachment_record (store, evidence, by, sample, about, name, &digest, size, &attachment,
                                   error))
    return FALSE;
  answer_attachment (self, &attachment, name, list);
  return TRUE;
}

static gboolean
attach_run (HechactlInvocation *self, GError **error)
{
  const char *sample = hechactl_invocation_get_argument (self, 0);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *by = store != NULL ? hechactl_store_dup_person (self, store) : NULL;
  g_autoptr (HechaEvidence) evidence = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *list = json_array_new ();

  json_object_set_array_member (object, "evidence", list);
  if (!g_utf8_validate (sample, -1, NULL))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no sample of this name"));
      return FALSE;
    }
  if (store == NULL || !hecha_attachment_may (store, by, sample, error))
    return FALSE;
  evidence = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));
  for (guint i = 1; i < hechactl_invocation_get_n_arguments (self); i++)
    if (!attach_file (self, store, evidence, hechactl_invocation_get_argument (self, i), list, error))
      return FALSE;
  return hechactl_answer_state (self, store, sample, object, error);
}

static gboolean
detach_run (HechactlInvocation *self, GError **error)
{
  HechaDetachInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .evidence = hechactl_invocation_get_argument (self, 1),
    .reason = hechactl_invocation_get (self, "reason"),
  };

  return act_and_answer (self, hecha_detach_record, &input, error);
}

/* ---- sign ---- */

/* A bounded read: what is too long is no signature, and may be a device that never ends. */
static gboolean
read_strokes (const char *path, char **text, gsize *length, GError **error)
{
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFileInputStream) stream = NULL;

  if (path == NULL)
    return TRUE;
  stream = g_file_read (file, NULL, error);
  if (stream == NULL)
    return FALSE;
  *text = g_malloc (MOST_STROKES_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), *text, MOST_STROKES_BYTES + 1, length, NULL, error))
    return FALSE;
  if (*length <= MOST_STROKES_BYTES)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s is too large for the strokes of a signature"),
               path);
  return FALSE;
}

static gboolean
sign_run (HechactlInvocation *self, GError **error)
{
  g_autofree char *strokes = NULL;
  HechaSignInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .person = hechactl_invocation_get (self, "person"),
    .role = hechactl_invocation_get (self, "role"),
    .typed_name = hechactl_invocation_get (self, "typed-name"),
    .confirmed_by = hechactl_invocation_get (self, "confirmed-by"),
    .confirmer_name = hechactl_invocation_get (self, "confirmer-name"),
    .early_reason = hechactl_invocation_get (self, "early-reason"),
    .refused = hechactl_invocation_has (self, "refused"),
    .witness = hechactl_invocation_get (self, "witness"),
    .objection = hechactl_invocation_get (self, "objection"),
  };
  gboolean done;

  if (!read_strokes (hechactl_invocation_get (self, "strokes"), &strokes, &input.n_strokes_bytes, error))
    return FALSE;
  input.strokes = strokes;
  done = act_and_answer (self, hecha_sign_record, &input, error);
  g_free (input.id);
  return done;
}

static const HechactlOption visit_options[] = {
  {"mode", "onsite|online", HECHACTL_OPTION_NONE},
  {"place", "LAT,LON", HECHACTL_OPTION_NONE},
  {"datum", "WGS-84|CGCS2000", HECHACTL_OPTION_NONE},
  {"accuracy", "METRES", HECHACTL_OPTION_NONE},
  {"no-place-reason", "T", HECHACTL_OPTION_NONE},
  {"present", "P@09:00-10:00", HECHACTL_OPTION_REPEATED},
  {"date", "DATE", HECHACTL_OPTION_NONE},
  {"method", "M", HECHACTL_OPTION_REPEATED},
  {"no-method", "M", HECHACTL_OPTION_REPEATED},
  {"difficulty", "none|some", HECHACTL_OPTION_NONE},
  {"difficulties", "T", HECHACTL_OPTION_NONE},
  {"assistance", "T", HECHACTL_OPTION_NONE},
  {"no-photo-reason", "T", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption presence_options[] = {
  {"present", "P@09:00-10:00", HECHACTL_OPTION_REPEATED},
  {"absent", "P", HECHACTL_OPTION_REPEATED},
  {"date", "DATE", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption finding_options[] = {
  {"verdict", "met|partly|not_met|unverifiable", HECHACTL_OPTION_NONE},
  {"observation", "T", HECHACTL_OPTION_NONE},
  {"opinion", "T", HECHACTL_OPTION_NONE},
  {"value", "V", HECHACTL_OPTION_NONE},
  {"unit", "U", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption attach_options[] = {
  {"about", "T", HECHACTL_OPTION_NONE},
  {NULL},
};
static const HechactlOption detach_options[] = {
  {"reason", "T", HECHACTL_OPTION_REQUIRED},
  {NULL},
};
static const HechactlOption sign_options[] = {
  {"person", "P", HECHACTL_OPTION_REQUIRED},
  {"role", "leader|inspector|visitor|agency|witness", HECHACTL_OPTION_REQUIRED},
  {"strokes", "FILE.json", HECHACTL_OPTION_NONE},
  {"typed-name", "NAME", HECHACTL_OPTION_NONE},
  {"confirmed-by", "P", HECHACTL_OPTION_NONE},
  {"confirmer-name", "NAME", HECHACTL_OPTION_NONE},
  {"early-reason", "T", HECHACTL_OPTION_NONE},
  {"refused", NULL, HECHACTL_OPTION_NONE},
  {"witness", "W", HECHACTL_OPTION_REPEATED},
  {"objection", "T", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_field_commands[] = {
  {"visit", "SAMPLE", 1, 1, visit_options, visit_run, HECHACTL_COMMAND_STORE},
  {"presence", "SAMPLE", 1, 1, presence_options, presence_run, HECHACTL_COMMAND_STORE},
  {"finding", "SAMPLE", 1, 1, finding_options, finding_run, HECHACTL_COMMAND_STORE},
  {"attach", "SAMPLE FILE…", 2, G_MAXUINT, attach_options, attach_run,
   HECHACTL_COMMAND_STORE | HECHACTL_COMMAND_FILES},
  {"detach", "SAMPLE EVIDENCE", 2, 2, detach_options, detach_run, HECHACTL_COMMAND_STORE},
  {"sign", "SAMPLE", 1, 1, sign_options, sign_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
