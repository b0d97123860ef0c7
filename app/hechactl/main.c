/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/hecha-locale.h"
#include "hechactl-appeal.h"
#include "hechactl-calc.h"
#include "hechactl-command.h"
#include "hechactl-draw.h"
#include "hechactl-evidence.h"
#include "hechactl-field.h"
#include "hechactl-hold.h"
#include "hechactl-import.h"
#include "hechactl-laptop.h"
#include "hechactl-negative.h"
#include "hechactl-plan.h"
#include "hechactl-rate.h"
#include "hechactl-report.h"
#include "hechactl-ruling.h"
#include "hechactl-sheet.h"
#include "hechactl-site.h"
#include "hechactl-status.h"
#include "hechactl-stratified.h"
#include "hechactl-sync.h"
#include "hechactl-team.h"
#include "hechactl-trail.h"

static const HechactlCommand *const tables[] = {
  hechactl_appeal_commands,     hechactl_calc_commands,     hechactl_checklist_commands,
  hechactl_draw_commands,       hechactl_evidence_commands, hechactl_field_commands,
  hechactl_hold_commands,       hechactl_import_commands,   hechactl_method_commands,
  hechactl_negative_commands,   hechactl_plan_commands,     hechactl_rate_commands,
  hechactl_report_commands,     hechactl_ruling_commands,   hechactl_sheet_commands,
  hechactl_show_commands,       hechactl_site_commands,     hechactl_status_commands,
  hechactl_stratified_commands, hechactl_sync_commands,     hechactl_laptop_commands,
  hechactl_team_commands,       hechactl_trail_commands,    NULL,
};

/* Bytes as they are: g_print() would change them to the locale's encoding. */
static gboolean
write_all (FILE *file, const GString *text)
{
  return fwrite (text->str, 1, text->len, file) == text->len && fflush (file) == 0;
}

int
main (int argc, char **argv)
{
  static const struct rlimit none = {0, 0};
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);
  int status;

  setrlimit (RLIMIT_CORE, &none); /* a core dump would hold what nobody may read */
  hecha_locale_bind ();
  status = hechactl_command_run (tables, (const char *const *)argv, out, err);

  if (!write_all (stdout, out) && status == HECHACTL_DONE)
    {
      g_string_append_printf (err, "hechactl: %s\n", _ ("the answer could not be written"));
      status = HECHACTL_REFUSED;
    }
  write_all (stderr, err);
  return status;
}
