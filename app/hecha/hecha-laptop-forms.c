/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-laptop-forms.h"

#include "hecha-laptop-deeds.h"
#include "hecha-words.h"

#include "domain/hecha-laptop.h"

#include <glib/gi18n.h>

/* Inviting, replacing and revoking a laptop. */

static char *
dup_person_title (const HechaRecord *person)
{
  const char *name = hecha_record_get (person, "name"), *role = hecha_record_get (person, "role");

  return g_strdup_printf ("%s · %s · %s", name != NULL ? name : "—", person->id,
                          role != NULL ? hecha_word ("role", role) : "");
}

static void
add_person (HechaForm *form, const HechaPeopleData *data, const char *chosen)
{
  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (HechaOption));
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  guint which = 0;

  for (guint i = 0; i < data->persons->len; i++)
    {
      const HechaRecord *person = g_ptr_array_index (data->persons, i);
      HechaOption option = {person->id, dup_person_title (person)};

      which = g_strcmp0 (person->id, chosen) == 0 ? i : which;
      g_ptr_array_add (titles, (gpointer)option.label);
      g_array_append_val (options, option);
    }
  if (options->len > 0)
    hecha_form_add_choice (form, "person", _ ("Person"), (const HechaOption *)options->data, options->len,
                           which);
}

static void
add_home (HechaForm *form, const HechaPeopleData *data)
{
  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (HechaOption));
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < data->homes->len; i++)
    {
      const char *home = g_ptr_array_index (data->homes, i);
      HechaOption option = {home, hecha_home_dup_text (home)};

      g_ptr_array_add (titles, (gpointer)option.label);
      g_array_append_val (options, option);
    }
  hecha_form_add_choice (form, "home", _ ("For"), (const HechaOption *)options->data, options->len, 0);
}

static void
add_days (HechaForm *form)
{
  hecha_form_add_number (form, "days", _ ("Days that the code is good"), 1, HECHA_INVITATION_DAYS,
                         HECHA_INVITATION_DAYS);
}

/* What happens to a laptop that is revoked, said before it is done. */
static void
add_revocation (HechaForm *form, const char *title)
{
  hecha_form_add_group (form, title,
                        _ ("It gets nothing any more. What it wrote and the office has stands. What it still "
                           "holds is not lost: it "
                           "can hand it over at any time, by sync or on a USB stick, and that waits in "
                           "quarantine until the office "
                           "releases or rejects it. With a moment, what it wrote after that goes there too, "
                           "even if the office has "
                           "it already."));
  hecha_form_add_entry (form, "reason", _ ("Reason"), NULL);
  hecha_form_add_entry (form, "since", _ ("Lost since, such as 2026-06-30 14:00"), NULL);
}

/* Whom the form has chosen by itself. */
typedef struct
{
  GHashTable *leaders; /* (owned): by home */
  char *home;          /* (owned) (nullable): for which it chose */
} Chosen;

static void
free_chosen (gpointer data, GClosure *closure)
{
  Chosen *chosen = data;

  g_hash_table_unref (chosen->leaders);
  g_free (chosen->home);
  g_free (chosen);
}

/* Another team's laptop is for its leader, unless somebody else was chosen. */
static void
home_changed_cb (HechaForm *form, Chosen *chosen)
{
  g_autofree char *home = hecha_form_dup_text (form, "home"), *person = NULL;
  g_autofree char *before = g_steal_pointer (&chosen->home);
  const char *own = g_hash_table_lookup (chosen->leaders, home);

  chosen->home = g_strdup (own != NULL || before == NULL ? home : before);
  if (own == NULL || g_strcmp0 (before, home) == 0)
    return;
  person = hecha_form_dup_text (form, "person");
  if (before == NULL || g_strcmp0 (g_hash_table_lookup (chosen->leaders, before), person) == 0)
    hecha_form_choose (form, "person", own);
}

static void
follow_home (HechaForm *form, const HechaPeopleData *data)
{
  Chosen *chosen = g_new0 (Chosen, 1);

  chosen->leaders = g_hash_table_ref (data->leaders);
  home_changed_cb (form, chosen);
  g_signal_connect_data (form, "changed", G_CALLBACK (home_changed_cb), chosen, free_chosen, 0);
}

/**
 * hecha_invite_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @data: whom and what for one may invite
 *
 * Returns: (transfer none): invites a laptop; “done” brings its code
 */
HechaForm *
hecha_invite_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPeopleData *data)
{
  HechaForm *form
    = hecha_form_new (parent, worker, _ ("Invite a Laptop"), _ ("_Invite"), hecha_deed_laptop_invite, NULL);

  hecha_form_add_group (form, _ ("Who Gets It"),
                        _ ("A team's laptop is for one of its members; the code is for one laptop, once."));
  add_home (form, data);
  add_person (form, data, NULL);
  hecha_form_add_entry (form, "name", _ ("Name of the laptop"), NULL);
  add_days (form);
  if (data->persons->len > 0)
    follow_home (form, data);
  return hecha_form_present (form);
}

/**
 * hecha_replace_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @data: whom one may invite
 * @laptop: that is lost, or retired
 *
 * Returns: (transfer none): revokes a laptop and invites one in its place; “done” brings its code
 */
HechaForm *
hecha_replace_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPeopleData *data,
                        const HechaPeopleRow *laptop)
{
  g_autofree char *title = g_strdup_printf (_ ("Replace %s"), laptop->name);
  HechaForm *form
    = hecha_form_new (parent, worker, title, _ ("_Replace"), hecha_deed_laptop_replace, laptop->id);

  add_revocation (form, _ ("The Old Laptop"));
  hecha_form_add_group (form, _ ("The New Laptop"), NULL);
  add_person (form, data, laptop->person);
  hecha_form_add_entry (form, "name", _ ("Name of the laptop"), laptop->name);
  add_days (form);
  return hecha_form_present (form);
}

/**
 * hecha_revoke_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @laptop: that is lost, or retired
 *
 * Returns: (transfer none): ends its rights
 */
HechaForm *
hecha_revoke_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPeopleRow *laptop)
{
  g_autofree char *title = g_strdup_printf (_ ("Revoke %s"), laptop->name);
  HechaForm *form
    = hecha_form_new (parent, worker, title, _ ("_Revoke"), hecha_deed_laptop_revoke, laptop->id);

  add_revocation (form, _ ("Why"));
  return hecha_form_present (form);
}
