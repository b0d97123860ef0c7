/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-evidence.h"

#include "domain/hecha-assignment.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"
#include "store/hecha-files.h"
#include "sync/hecha-connect.h"
#include "sync/hecha-fetch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
add_digests (GStrvBuilder *digests, GPtrArray *evidence)
{
  for (guint i = 0; i < evidence->len; i++)
    if (hecha_record_get (evidence->pdata[i], "digest") != NULL)
      g_strv_builder_add (digests, hecha_record_get (evidence->pdata[i], "digest"));
}

/* A digest is meant itself; a sample, all that hangs on it, its appeal included. */
static char **
list_digests (HechactlInvocation *self, HechaStore *store, GError **error)
{
  const char *name = hechactl_invocation_get_argument (self, 0);
  const char *scope = hechactl_invocation_get (self, "scope");
  g_autofree char *home = hecha_store_get_meta (store, "home");
  g_autoptr (GStrvBuilder) digests = g_strv_builder_new ();
  g_autoptr (HechaAssignment) assignment = NULL;

  if (g_str_has_prefix (name, "sha256:"))
    g_strv_builder_add (digests, name);
  else
    {
      assignment
        = hecha_assignment_find (hecha_store_reader (store), scope != NULL ? scope : home, name, error);
      if (assignment == NULL)
        return NULL;
      add_digests (digests, assignment->evidence);
      add_digests (digests, assignment->appeal_evidence);
    }
  return g_strv_builder_end (digests);
}

static gboolean
fetch_one (HechactlInvocation *self, JsonBuilder *builder, HechaStore *store, HechaTransport *transport,
           const char *digest, GError **error)
{
  g_autofree char *name = hecha_store_dup_file_name (store, digest, NULL);
  gboolean came = FALSE;

  if (!hecha_fetch (store, transport, digest, NULL, NULL, NULL, &came, error))
    return FALSE;
  hechactl_invocation_print (self, "%s  %s  %s\n", digest, name != NULL ? name : "",
                             came ? _ ("fetched") : _ ("was here"));
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "digest", digest);
  hechactl_add_text (builder, "name", name);
  hechactl_add_bool (builder, "fetched", came);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
fetch_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_auto (GStrv) digests = store != NULL ? list_digests (self, store, error) : NULL;
  g_autoptr (HechaTransport) transport
    = digests != NULL ? hecha_connect (store, hechactl_invocation_get (self, "ca"), error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (transport == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "files");
  for (guint i = 0; digests[i] != NULL; i++)
    if (!fetch_one (self, builder, store, transport, digests[i], error))
      return FALSE;
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

static const HechactlOption fetch_options[]
  = {{"scope", "SCOPE", HECHACTL_OPTION_NONE}, {"ca", "FILE", HECHACTL_OPTION_NONE}, {NULL}};

const HechactlCommand hechactl_evidence_commands[] = {
  {"evidence fetch", "SAMPLE|DIGEST", 1, 1, fetch_options, fetch_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
