/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "base/hecha-locale.h"
#include "hechactl-calc.h"
#include "hechactl-command.h"
#include "hechactl-draw.h"
#include "hechactl-field.h"
#include "hechactl-import.h"
#include "hechactl-plan.h"
#include "hechactl-rate.h"
#include "hechactl-ruling.h"
#include "hechactl-status.h"
#include "hechactl-sync.h"
#include "hechactl-team.h"

static const HechactlCommand *const tables[] = {
  hechactl_calc_commands,   hechactl_draw_commands, hechactl_field_commands,  hechactl_import_commands,
  hechactl_plan_commands,   hechactl_rate_commands, hechactl_ruling_commands, hechactl_show_commands,
  hechactl_status_commands, hechactl_sync_commands, hechactl_team_commands,   NULL,
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
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);
  int status;

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
