/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-scribble.h"

#include <sodium.h>
#include <string.h>

#define PICK(self, array) (array[pick (self, G_N_ELEMENTS (array))])

const char *const hecha_scribble_scopes[3] = {"office", "team:T1", NULL};

static guint
pick (HechaScribble *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

static gboolean
chance (HechaScribble *self, guint percent)
{
  return pick (self, 100) < percent;
}

const HechaMade *
hecha_scribble_get (const HechaScribble *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
}

/* ---- lists of digests ---- */

/* The entries of the scope so far that have @about in their bytes. */
static GPtrArray *
find_entries (HechaScribble *self, const char *scope, const char *about)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      HechaMade *made = g_ptr_array_index (self->entries, i);

      if (strcmp (made->scope, scope) == 0 && strstr (made->bytes, about) != NULL)
        g_ptr_array_add (found, made);
    }
  return found;
}

static void
append_digest (GString *out, const HechaMade *made)
{
  g_autofree char *text = hecha_digest_dup_text (&made->digest);

  g_string_append_printf (out, "%s\"%s\"", out->len > 0 ? "," : "", text);
}

/* Mostly entries that wrote the record, mostly new ones; rarely any other, or one that nobody will ever see. */
static char *
make_digests (HechaScribble *self, const char *scope, const char *about)
{
  g_autoptr (GPtrArray) near = find_entries (self, scope, about), far = find_entries (self, scope, "");
  GString *out = g_string_new (NULL);
  guint n = chance (self, 40) ? 2 + pick (self, 3) : 1;

  for (guint i = 0; i < n && near->len > 0; i++)
    {
      guint window = chance (self, 60) ? MIN (near->len, 3) : near->len;

      append_digest (out, near->pdata[near->len - 1 - pick (self, window)]);
    }
  if (far->len > 0 && chance (self, 6))
    append_digest (out, far->pdata[pick (self, far->len)]);
  if (chance (self, 1))
    g_string_append_printf (out, "%s\"sha256:%064x\"", out->len > 0 ? "," : "", g_rand_int (self->rand));
  return g_string_free (out, FALSE);
}

static char *
make_over (HechaScribble *self, const char *scope, const char *about)
{
  return chance (self, 65) ? make_digests (self, scope, about) : g_strdup ("");
}

/* ---- operations ---- */

/* Members in canonical order; what is %NULL is left out. */
static char *
make_op (HechaScribble *self, const char *type, const char *id, const char *add, const char *over,
         const char *rem, const char *set)
{
  GString *out = g_string_new ("{");

  if (add != NULL)
    g_string_append_printf (out, "\"add\":{%s},", add);
  g_string_append_printf (out, "\"id\":\"%s\",", id);
  if (over[0] != '\0' && set != NULL)
    g_string_append_printf (out, "\"over\":[%s],", over);
  if (rem != NULL)
    g_string_append_printf (out, "\"rem\":{%s},", rem);
  if (set != NULL)
    g_string_append_printf (out, "\"set\":{%s},", set);
  g_string_append_printf (out, "\"t\":\"%s\"", type);
  if (chance (self, 30))
    g_string_append_printf (out, ",\"why\":\"because %u\"", pick (self, 9));
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static char *
finding_op (HechaScribble *self, const char *scope, const char *id)
{
  static const char *const observations[]
    = {"\"河堤加固完成\"",  "\"\"", "\"two\\nlines\"", "\"𠮷 outside the plane\"", "null", "7",
       "\"say \\\"so\\\"\""};
  static const char *const verdicts[] = {"\"met\"", "\"partly\"", "\"not_met\"", "null", "true"};
  g_autoptr (GString) set = g_string_new (NULL);
  g_autofree char *over = make_over (self, scope, id);

  if (chance (self, 40))
    g_string_append_printf (set, "\"observation\":%s,", PICK (self, observations));
  if (chance (self, 10))
    g_string_append (set, "\"unheard_of\":[1,{\"a\":2}],");
  if (chance (self, 70) || set->len == 0)
    g_string_append_printf (set, "\"verdict\":%s,", PICK (self, verdicts));
  g_string_truncate (set, set->len - 1);
  return make_op (self, "finding", id, NULL, over, NULL, set->str);
}

static char *
visit_op (HechaScribble *self, const char *scope, const char *id)
{
  static const char *const methods[] = {"\"meeting\"", "\"documents\"", "\"public\"", "{\"a\":[1]}"};
  static const char *const sets[]
    = {"\"latitude\":311", "\"latitude\":-5,\"mode\":\"onsite\"", "\"mode\":\"online\"",
       "\"latitude\":\"north\"", "\"methods\":\"no set\""};
  g_autofree char *add = NULL;
  g_autofree char *rem = NULL;
  g_autofree char *of = make_digests (self, scope, id);
  g_autofree char *over = make_over (self, scope, id);
  gboolean nothing_else;

  if (chance (self, 50))
    add = g_strdup_printf ("\"methods\":[%s,%s]%s", PICK (self, methods), PICK (self, methods),
                           chance (self, 10) ? ",\"mode\":[\"onsite\"]" : "");
  if (chance (self, 35) && of[0] != '\0')
    rem = g_strdup_printf ("\"methods\":[{\"of\":[%s],\"v\":%s}]", of, PICK (self, methods));
  nothing_else = add == NULL && rem == NULL;
  return make_op (self, "visit", id, add, over, rem,
                  nothing_else || chance (self, 50) ? PICK (self, sets) : NULL);
}

static char *
fact_op (HechaScribble *self, const char *type, const char *scope, const char *id)
{
  static const char *const sets[] = {"\"name\":\"a.jpg\",\"size\":5", "\"name\":\"b.jpg\",\"size\":5",
                                     "\"name\":\"a.jpg\",\"size\":6", "\"nothing\":null"};
  g_autofree char *over = chance (self, 40) ? make_digests (self, scope, id) : g_strdup ("");

  return make_op (self, type, id, chance (self, 5) ? "\"name\":[1]" : NULL, over, NULL, PICK (self, sets));
}

/* The id of a hold that was already written on some entry, else the digest of any entry. */
static char *
pick_hold (HechaScribble *self, const char *scope)
{
  g_autoptr (GPtrArray) holds = find_entries (self, scope, "\"id\":\"sha256:");
  g_autoptr (GPtrArray) all = find_entries (self, scope, "");
  const HechaMade *made;

  if (holds->len > 0 && chance (self, 60))
    {
      made = holds->pdata[pick (self, holds->len)];
      return g_strndup (strstr (made->bytes, "\"id\":\"sha256:") + strlen ("\"id\":\""),
                        HECHA_DIGEST_TEXT_BYTES - 1);
    }
  /* entries that decide about holds are held too */
  made = holds->len > 0 && chance (self, 40) ? holds->pdata[pick (self, holds->len)]
         : all->len > 0                      ? all->pdata[pick (self, all->len)]
                                             : NULL;
  return made != NULL ? hecha_digest_dup_text (&made->digest) : NULL;
}

static char *
hold_op (HechaScribble *self, const char *scope, gboolean server)
{
  static const char *const decisions[] = {"\"decision\":\"released\"", "\"decision\":\"rejected\"",
                                          "\"decision\":\"released\",\"decision_reason\":\"x\"",
                                          "\"decision\":null", "\"decision_reason\":\"y\""};
  g_autofree char *id = pick_hold (self, scope);
  g_autofree char *over = NULL;
  g_autofree char *reason = NULL;

  if (id == NULL)
    return finding_op (self, scope, "P/A1");
  over = make_over (self, scope, id);
  reason = g_strdup_printf ("\"entry\":\"%s\",\"reason\":\"no right\"", id);
  return make_op (self, "hold", id, NULL, over, NULL,
                  chance (self, server ? 80 : 10) ? reason : PICK (self, decisions));
}

static char *
any_op (HechaScribble *self, const char *scope, guint device)
{
  static const char *const ids[] = {"P/A1", "P/A2"};
  guint what = pick (self, 100);

  if (what < (device == 0 ? 60u : 18u))
    return hold_op (self, scope, device == 0);
  if (what < 45)
    return finding_op (self, scope, PICK (self, ids));
  if (what < 70)
    return visit_op (self, scope, PICK (self, ids));
  if (what < 80)
    return fact_op (self, "evidence", scope, PICK (self, ids));
  return fact_op (self, what < 95 ? "assignment" : "future", scope, PICK (self, ids));
}

/* What the operation is on, as text: two of an entry must not be on one record. */
static char *
record_of (const char *op)
{
  const char *id = strstr (op, "\"id\":\"") + 6, *type = strstr (op, "\"t\":\"") + 5;

  return g_strdup_printf ("%.*s %.*s", (int)strcspn (type, "\""), type, (int)strcspn (id, "\""), id);
}

static char *
make_ops (HechaScribble *self, const char *scope, guint device)
{
  GString *out = g_string_new ("[");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = chance (self, 25) ? 3 : 1;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *op = any_op (self, scope, device);

      if (g_hash_table_add (seen, record_of (op)))
        g_string_append_printf (out, "%s%s", out->len > 1 ? "," : "", op);
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* ---- entries ---- */

/* The entry after which the device goes on: nearly always its last one, else it forks. */
static int
find_parent (HechaScribble *self, guint device, const char *scope)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < (int)self->entries->len; i++)
    if (hecha_scribble_get (self, (guint)i)->device == (int)device
        && strcmp (hecha_scribble_get (self, (guint)i)->scope, scope) == 0)
      g_array_append_val (own, i);
  if (own->len == 0 || chance (self, 1))
    return -1;
  return g_array_index (own, int, chance (self, 4) ? pick (self, own->len) : own->len - 1);
}

static void
make_entry (HechaScribble *self)
{
  static const char *const people[] = {"I01", "I02", "I07"};
  guint device = pick (self, HECHA_SCRIBBLE_DEVICES);
  const char *scope = hecha_scribble_scopes[chance (self, 85)];
  int parent = find_parent (self, device, scope);
  g_autofree char *ops = make_ops (self, scope, device);
  /* few different times, so that devices and digests decide the order of display too */
  HechaTime at
    = hecha_time_from_ms (G_GINT64_CONSTANT (1782892800000) + 60000 * pick (self, 6)) + pick (self, 2);
  HechaMade *made = hecha_made_new (self->devs[device], scope,
                                    parent >= 0 ? hecha_scribble_get (self, (guint)parent) : NULL, at,
                                    PICK (self, people), ops);

  made->parent = parent;
  made->device = (int)device;
  g_ptr_array_add (self->entries, made);
}

static void
make_key (HechaScribble *self, guint device)
{
  HechaKey *key = &self->keys[device];
  char id[HECHA_KEY_ID_BYTES];

  for (guint i = 0; i < sizeof key->seed; i++)
    key->seed[i] = (guint8)g_rand_int (self->rand);
  crypto_sign_seed_keypair (key->sign_public, key->sign_secret, key->seed);
  hecha_key_id (key->sign_public, id);
  g_snprintf (self->devs[device], sizeof self->devs[device], "%s%s", id, device == 0 ? ".a1" : "");
}

HechaScribble *
hecha_scribble_new (guint32 seed, guint n_entries)
{
  HechaScribble *self = g_new0 (HechaScribble, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_made_free);
  for (guint i = 0; i < HECHA_SCRIBBLE_DEVICES; i++)
    make_key (self, i);
  self->server = g_strndup (self->devs[0], HECHA_KEY_ID_BYTES - 1);
  for (guint i = 0; i < n_entries; i++)
    make_entry (self);
  return self;
}

void
hecha_scribble_free (HechaScribble *self)
{
  if (self == NULL)
    return;
  g_rand_free (self->rand);
  g_free (self->server);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

HechaNaive *
hecha_scribble_merge (const HechaScribble *self, const char *scope)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->entries->len; i++)
    {
      HechaMade *made = g_ptr_array_index (self->entries, i);

      if (strcmp (made->scope, scope) == 0 && g_hash_table_add (seen, made->bytes))
        g_ptr_array_add (entries, made->bytes);
    }
  return hecha_naive_merge (entries, self->server);
}
