/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-people.h"

#include "hecha-names.h"
#include "hecha-words.h"

#include "base/hecha-time.h"
#include "domain/hecha-laptop.h"
#include "domain/hecha-rule.h"
#include "store/hecha-laptops.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_row (gpointer data)
{
  HechaPeopleRow *row = data;

  g_free (row->id);
  g_free (row->title);
  g_free (row->text);
  g_free (row->name);
  g_free (row->person);
  g_free (row->code);
  g_free (row->until);
  g_free (row);
}

static void
append_line (GString *text, const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append (text, text->len > 0 ? "\n" : "");
  g_string_append_printf (text, _ ("%s: %s"), label, value);
}

/* ---- people ---- */

/* Ids of the teams that have this person. */
static char *
dup_teams (GPtrArray *teams, const char *person)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < teams->len; i++)
    {
      const HechaRecord *team = g_ptr_array_index (teams, i);
      g_auto (GStrv) members = hecha_record_get_list (team, "members");

      if (g_strv_contains ((const char *const *)members, person))
        g_string_append_printf (text, "%s%s%s", text->len > 0 ? _ (", ") : "", team->id,
                                g_strcmp0 (hecha_record_get (team, "leader"), person) == 0 ? _ (" (leads)")
                                                                                           : "");
    }
  return g_string_free (text, FALSE);
}

static HechaPeopleRow *
row_of_person (const HechaRecord *person, GPtrArray *teams)
{
  HechaPeopleRow *row = g_new0 (HechaPeopleRow, 1);
  const char *name = hecha_record_get (person, "name"), *role = hecha_record_get (person, "role");
  g_auto (GStrv) recused = hecha_record_get_list (person, "recused");
  g_autofree char *from = g_strjoinv (_ (", "), recused);
  g_autofree char *in_teams = dup_teams (teams, person->id);
  GString *text = g_string_new (NULL);

  row->id = g_strdup (person->id);
  row->title = g_strdup_printf ("%s · %s", name != NULL ? name : "—", person->id);
  append_line (text, _ ("Role"), role != NULL ? hecha_word ("role", role) : NULL);
  append_line (text, _ ("Unit"), hecha_record_get (person, "unit"));
  append_line (text, _ ("Teams"), in_teams);
  append_line (text, _ ("Recused from"), from);
  row->text = g_string_free (text, FALSE);
  row->warning = person->disputed != 0;
  return row;
}

static GPtrArray *
list_people (GPtrArray *persons, GPtrArray *teams)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);

  for (guint i = 0; i < persons->len; i++)
    g_ptr_array_add (rows, row_of_person (g_ptr_array_index (persons, i), teams));
  return rows;
}

/* ---- laptops ---- */

static void
append_count (GString *text, const char *label, guint count)
{
  g_autofree char *number = count > 0 ? g_strdup_printf ("%u", count) : NULL;

  append_line (text, label, number);
}

/* Less is no difference: clocks of laptops drift, and a request travels. */
#define CLOCK_MINUTES_MS ((gint64)2 * 60 * 1000)

static char *
dup_duration (gint64 ms)
{
  gint64 minutes = ms / 60000, hours = minutes / 60, days = hours / 24;

  if (days > 1)
    return g_strdup_printf (ngettext ("%u day", "%u days", days), (guint)days);
  if (hours > 1)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), (guint)hours);
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), (guint)minutes);
}

static gboolean
is_clock_wrong (const HechaLaptop *laptop)
{
  return laptop->told && ABS (laptop->ahead_ms) >= CLOCK_MINUTES_MS;
}

static void
append_clock (GString *text, const HechaLaptop *laptop)
{
  g_autofree char *duration = dup_duration (ABS (laptop->ahead_ms));
  g_autofree char *wrong = g_strdup_printf (
    laptop->ahead_ms > 0 ? _ ("%s ahead of the server") : _ ("%s behind the server"), duration);

  append_line (text, _ ("Clock"), is_clock_wrong (laptop) ? wrong : _ ("right"));
}

/* What the office does not have yet, as the laptop itself told when it synced last. */
static void
append_unsent (GString *text, const HechaLaptop *laptop)
{
  g_autofree char *entries
    = g_strdup_printf (ngettext ("%u entry", "%u entries", laptop->unsent), laptop->unsent);
  g_autofree char *size = hecha_size_dup_text (laptop->bytes);
  g_autofree char *files
    = g_strdup_printf (ngettext ("%u file (%s)", "%u files (%s)", laptop->files), laptop->files, size);
  g_autofree char *both = g_strjoin (_ (", "), laptop->unsent > 0 ? entries : files,
                                     laptop->unsent > 0 && laptop->files > 0 ? files : NULL, NULL);

  append_line (text, _ ("Still on the laptop"),
               laptop->unsent > 0 || laptop->files > 0 ? both : _ ("nothing, when it last told"));
}

static void
append_report (GString *text, const HechaLaptop *laptop)
{
  g_autofree char *seen = laptop->seen_ms > 0 ? hecha_time_dup_local (laptop->seen_ms) : NULL;

  append_line (text, _ ("Last contact"), seen != NULL ? seen : _ ("never"));
  if (laptop->told)
    {
      append_clock (text, laptop);
      append_unsent (text, laptop);
    }
  append_count (text, _ ("Files named that have not come"), laptop->wanted);
}

static const char *
state_of (const HechaLaptop *laptop)
{
  if (laptop->revoked)
    return _ ("revoked");
  return laptop->forked ? _ ("stopped: it was copied") : NULL;
}

static HechaPeopleRow *
row_of_laptop (HechaStore *store, HechaNames *names, const HechaLaptop *laptop)
{
  HechaPeopleRow *row = g_new0 (HechaPeopleRow, 1);
  g_autofree char *home = hecha_home_dup_text (laptop->home);
  g_autofree char *last = laptop->last_ms > 0 ? hecha_time_dup_local (laptop->last_ms) : NULL;
  GString *text = g_string_new (NULL);

  row->id = g_strdup (laptop->dev);
  row->title = g_strdup_printf ("%s · %s", laptop->name, hecha_names_person (names, laptop->person));
  row->name = g_strdup (laptop->name);
  row->person = g_strdup (laptop->person);
  row->ended = laptop->revoked || strcmp (laptop->dev, hecha_store_dev (store)) == 0;
  append_line (text, _ ("For"), home);
  append_report (text, laptop);
  append_line (text, _ ("Last entry here"), last != NULL ? last : _ ("none yet"));
  append_count (text, _ ("Held"), laptop->held);
  append_count (text, _ ("Waiting for others"), laptop->parked);
  append_line (text, _ ("State"), state_of (laptop));
  row->text = g_string_free (text, FALSE);
  row->warning
    = laptop->revoked || laptop->forked || laptop->held > 0 || laptop->parked > 0 || is_clock_wrong (laptop);
  return row;
}

static GPtrArray *
list_laptops (HechaStore *store, HechaNames *names, GError **error)
{
  g_autoptr (GPtrArray) laptops = hecha_store_laptops (store, error);
  GPtrArray *rows;

  if (laptops == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (free_row);
  for (guint revoked = 0; revoked < 2; revoked++)
    for (guint i = 0; i < laptops->len; i++)
      {
        const HechaLaptop *laptop = g_ptr_array_index (laptops, i);

        if (laptop->revoked == (revoked == 1))
          g_ptr_array_add (rows, row_of_laptop (store, names, laptop));
      }
  return rows;
}

/* ---- invitations ---- */

/**
 * hecha_home_dup_text:
 * @home: a laptop's own scope
 *
 * Returns: (transfer full): as people read it
 */
char *
hecha_home_dup_text (const char *home)
{
  if (g_str_has_prefix (home, "team:"))
    return g_strdup_printf (_ ("Team %s"), home + strlen ("team:"));
  if (g_str_has_prefix (home, "visit:"))
    return g_strdup_printf (_ ("Unannounced visit %s"), home + strlen ("visit:"));
  return g_strdup (_ ("Office"));
}

static HechaPeopleRow *
row_of_invitation (HechaStore *store, HechaNames *names, const HechaLaptopInvitation *invitation)
{
  const HechaRecord *record = invitation->record;
  HechaPeopleRow *row = g_new0 (HechaPeopleRow, 1);
  g_autofree char *home = hecha_home_dup_text (hecha_record_get (record, "home"));
  GString *text = g_string_new (NULL);
  gint64 until = 0;

  hecha_rule_time_to_ms (hecha_record_get (record, "until"), &until, NULL);
  row->id = g_strdup (record->id);
  row->name = g_strdup (hecha_record_get (record, "name"));
  row->title
    = g_strdup_printf ("%s · %s", row->name, hecha_names_person (names, hecha_record_get (record, "person")));
  row->until = hecha_time_dup_local (until);
  row->code = hecha_store_dup_code (store, record->id);
  append_line (text, _ ("For"), home);
  append_line (text, _ ("Good until"), row->until);
  append_line (text, _ ("Instead of"),
               hecha_record_get (record, "replaces") != NULL
                 ? hecha_names_device (names, hecha_record_get (record, "replaces"))
                 : NULL);
  row->text = g_string_free (text, FALSE);
  return row;
}

static GPtrArray *
list_invitations (HechaStore *store, HechaNames *names, GError **error)
{
  g_autoptr (GPtrArray) all = hecha_laptop_list_invitations (
    hecha_store_reader (store), hecha_env_now_ms (hecha_store_env (store)), error);
  GPtrArray *rows;

  if (all == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (free_row);
  for (guint i = 0; i < all->len; i++)
    {
      const HechaLaptopInvitation *invitation = g_ptr_array_index (all, i);

      if (invitation->state == HECHA_INVITATION_OPEN)
        g_ptr_array_add (rows, row_of_invitation (store, names, invitation));
    }
  return rows;
}

/* ---- all of it ---- */

static void
add_homes (GPtrArray *homes, GPtrArray *records, const char *prefix)
{
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (homes, g_strconcat (prefix, ((HechaRecord *)g_ptr_array_index (records, i))->id, NULL));
}

static GHashTable *
list_leaders (GPtrArray *teams)
{
  GHashTable *leaders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < teams->len; i++)
    {
      const HechaRecord *team = g_ptr_array_index (teams, i);

      g_hash_table_insert (leaders, g_strconcat ("team:", team->id, NULL),
                           g_strdup (hecha_record_get (team, "leader")));
    }
  return leaders;
}

/**
 * hecha_people_load:
 * @store: the office's store
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable): who works here, and on which laptop
 */
HechaPeopleData *
hecha_people_load (HechaStore *store, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (HechaNames) names = hecha_names_new (reader);
  g_autoptr (HechaPeopleData) self = g_new0 (HechaPeopleData, 1);
  g_autoptr (GPtrArray) teams = hecha_reader_list (reader, "office", "team", NULL, NULL, error);
  g_autoptr (GPtrArray) packages
    = teams != NULL ? hecha_reader_list (reader, "office", "package", NULL, NULL, error) : NULL;

  if (packages == NULL)
    return NULL;
  self->persons = hecha_reader_list (reader, "office", "person", NULL, NULL, error);
  self->laptops = self->persons != NULL ? list_laptops (store, names, error) : NULL;
  self->invitations = self->laptops != NULL ? list_invitations (store, names, error) : NULL;
  if (self->invitations == NULL)
    return NULL;
  self->people = list_people (self->persons, teams);
  self->homes = g_ptr_array_new_with_free_func (g_free);
  add_homes (self->homes, teams, "team:");
  add_homes (self->homes, packages, "visit:");
  g_ptr_array_add (self->homes, g_strdup ("office"));
  self->leaders = list_leaders (teams);
  self->url = hecha_store_get_meta (store, "url");
  return g_steal_pointer (&self);
}

/**
 * hecha_people_data_free:
 * @self: (transfer full) (nullable): what was loaded
 */
void
hecha_people_data_free (HechaPeopleData *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->laptops, g_ptr_array_unref);
  g_clear_pointer (&self->invitations, g_ptr_array_unref);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  g_clear_pointer (&self->homes, g_ptr_array_unref);
  g_clear_pointer (&self->leaders, g_hash_table_unref);
  g_free (self->url);
  g_free (self);
}

/**
 * hecha_people_find:
 * @rows: (element-type HechaPeopleRow): of the page
 * @id: person, device or invitation
 *
 * Returns: (transfer none) (nullable): its row
 */
const HechaPeopleRow *
hecha_people_find (GPtrArray *rows, const char *id)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (((const HechaPeopleRow *)g_ptr_array_index (rows, i))->id, id) == 0)
      return g_ptr_array_index (rows, i);
  return NULL;
}
