/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-signers.h"

#include "domain/hecha-signer.h"
#include "domain/hecha-visit.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
role_of (const HechaAssignedPerson *person)
{
  static const char *const inside[] = {"leader", "inspector", "visitor", NULL};

  if (person->role != NULL && g_strv_contains (inside, person->role))
    return person->role;
  return hecha_assigned_is_inspector (person) ? "inspector" : "agency";
}

/* Who signed this very content is done. */
static gboolean
has_signed (const HechaSampleData *data, const HechaAssignedPerson *person)
{
  GPtrArray *signatures = data->assignment->signatures;

  for (guint i = 0; i < signatures->len; i++)
    if (g_strcmp0 (hecha_record_get (signatures->pdata[i], "person"), person->id) == 0
        && g_strcmp0 (hecha_record_get (signatures->pdata[i], "content_hash"), data->content_hash) == 0)
      return TRUE;
  return FALSE;
}

/* Those who inspect, then the leader, then the others: the order in which they sign. */
static guint
place_of (const char *role)
{
  if (strcmp (role, "leader") == 0)
    return 1;
  return hecha_signer_is_outside (role) ? 2 : 0;
}

static gboolean
can_sign (const HechaSampleData *data, const HechaAssignedPerson *person)
{
  return !has_signed (data, person)
         && (hecha_signer_is_outside (role_of (person))
             || hecha_visit_was_present (data->assignment, person->id));
}

/**
 * hecha_signers_list:
 * @data: a sample
 *
 * Returns: (transfer full) (element-type HechaSigner): who can sign, who comes next first; @data owns the persons
 */
GArray *
hecha_signers_list (const HechaSampleData *data)
{
  GArray *signers = g_array_new (FALSE, FALSE, sizeof (HechaSigner));

  for (guint place = 0; place < 3; place++)
    for (guint i = 0; i < data->persons->len; i++)
      {
        const HechaAssignedPerson *person = g_ptr_array_index (data->persons, i);

        if (place_of (role_of (person)) == place && can_sign (data, person))
          g_array_append_val (signers, ((HechaSigner) {person, role_of (person)}));
      }
  g_array_append_val (signers, ((HechaSigner) {NULL, "agency"}));
  g_array_append_val (signers, ((HechaSigner) {NULL, "witness"}));
  return signers;
}

/**
 * hecha_signer_dup_label:
 * @self: somebody who can sign
 *
 * Returns: (transfer full): name and role
 */
char *
hecha_signer_dup_label (const HechaSigner *self)
{
  if (self->person != NULL)
    return g_strdup_printf ("%s · %s", self->person->name, hecha_word ("role", self->role));
  return g_strdup (strcmp (self->role, "agency") == 0 ? _ ("Another person of the inspected agency")
                                                      : _ ("A witness"));
}

/**
 * hecha_signers_dup_waiting:
 * @data: a sample
 *
 * Returns: (transfer full) (nullable): the names of those who sign before the leader does; %NULL for nobody
 */
char *
hecha_signers_dup_waiting (const HechaSampleData *data)
{
  g_autoptr (GPtrArray) waiting = hecha_signer_list_waiting (data->assignment, data->persons);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < waiting->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _ (", ") : "",
                            ((const HechaAssignedPerson *)waiting->pdata[i])->name);
  return waiting->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

/**
 * hecha_signers_resolve:
 * @data: a sample
 * @name: what a person typed as their own name
 *
 * Returns: (transfer none): the id of the person of the sample who is called so; else @name
 */
const char *
hecha_signers_resolve (const HechaSampleData *data, const char *name)
{
  for (guint i = 0; i < data->persons->len; i++)
    {
      const HechaAssignedPerson *person = g_ptr_array_index (data->persons, i);

      if (hecha_signer_same_name (person->name, name))
        return person->id;
    }
  return name;
}
