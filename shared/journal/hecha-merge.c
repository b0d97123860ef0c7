/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/hecha-merge.h"

#include <string.h>

/* Everything here is a function of the set of writes alone: their order in the array plays no part. */

static guint64
mask_of_names (const HechaType *type, const HechaJson *json, guint object, HechaMergeKind merge)
{
  guint64 mask = 0;
  guint name = object + 1;

  for (guint i = 0; i < json->tokens[object].count; i++)
    {
      const HechaJsonToken *t = &json->tokens[name];
      int field = hecha_type_find_field (type, json->bytes + t->start, t->length);

      if (field >= 0 && type->fields[field].merge == merge)
        mask |= G_GUINT64_CONSTANT (1) << field;
      name = json->tokens[name + 1].next;
    }
  return mask;
}

/**
 * hecha_write_mask:
 * @type: the record's type
 * @entry: an entry
 * @op: its operation on the record
 *
 * Returns: mask of the fields that the operation writes, as its `live` is before anything replaced it
 */
guint64
hecha_write_mask (const HechaType *type, const HechaEntry *entry, const HechaOp *op)
{
  guint64 mask = 0;

  if (type->once)
    return op->set != 0 ? HECHA_LIVE_FACT : 0;
  if (op->set != 0)
    mask |= mask_of_names (type, &entry->json, op->set, HECHA_MERGE_REGISTER);
  if (op->add != 0)
    mask |= mask_of_names (type, &entry->json, op->add, HECHA_MERGE_SET);
  if (op->rem != 0)
    mask |= HECHA_LIVE_REMOVAL;
  return mask;
}

/**
 * hecha_write_value:
 * @type: the record's type
 * @write: a write
 * @field: index of a field that it sets; of a fact: any
 *
 * Returns: token of the value in the write's entry; 0 when it does not set the field
 */
guint
hecha_write_value (const HechaType *type, const HechaWrite *write, guint field)
{
  if (write->op.set == 0)
    return 0;
  return type->once ? write->op.set
                    : hecha_json_member (&write->entry->json, write->op.set, type->fields[field].name);
}

static int
compare_text (HechaText a, HechaText b)
{
  int order = memcmp (a.text, b.text, MIN (a.length, b.length));

  if (order != 0)
    return order;
  return a.length < b.length ? -1 : a.length > b.length;
}

/**
 * hecha_write_compare:
 * @a: a write
 * @b: a write
 *
 * The order of display (at, dev, digest). It never decides about people's words.
 *
 * Returns: as strcmp()
 */
int
hecha_write_compare (const HechaWrite *a, const HechaWrite *b)
{
  int order;

  if (a->entry->at != b->entry->at)
    return a->entry->at < b->entry->at ? -1 : 1;
  order = compare_text (a->entry->dev, b->entry->dev);
  return order != 0 ? order : memcmp (a->entry->digest.bytes, b->entry->digest.bytes, HECHA_DIGEST_BYTES);
}

static HechaText
raw_value (const HechaType *type, const HechaWrite *write, guint field)
{
  HechaText raw;

  hecha_json_raw (&write->entry->json, hecha_write_value (type, write, field), &raw.text, &raw.length);
  return raw;
}

static GHashTable *
index_writes (const HechaWrite *writes, guint n_writes)
{
  GHashTable *by_digest = g_hash_table_new (hecha_digest_hash, hecha_digest_equal);

  for (guint i = 0; i < n_writes; i++)
    g_hash_table_insert (by_digest, (gpointer)&writes[i].entry->digest, GUINT_TO_POINTER (i + 1));
  return by_digest;
}

/* Index of the write named by a digest token, or -1 when it is not among the writes. */
static int
find_write (GHashTable *by_digest, const HechaJson *json, guint token)
{
  HechaDigest digest;
  const HechaJsonToken *t = &json->tokens[token];

  if (!hecha_digest_from_text (&digest, json->bytes + t->start, t->length))
    return -1;
  return (int)GPOINTER_TO_UINT (g_hash_table_lookup (by_digest, &digest)) - 1;
}

static guint64
register_mask (const HechaType *type, const HechaWrite *write)
{
  if (write->op.set == 0)
    return 0;
  return type->once ? HECHA_LIVE_FACT
                    : mask_of_names (type, &write->entry->json, write->op.set, HECHA_MERGE_REGISTER);
}

/* A write of which another one knew is no longer live in the fields that the other one set. */
static void
replace_known (const HechaType *type, HechaWrite *writes, guint n_writes, GHashTable *by_digest)
{
  for (guint i = 0; i < n_writes; i++)
    {
      const HechaJson *json = &writes[i].entry->json;
      guint over = writes[i].op.over, item = over + 1;
      guint64 mask = over != 0 ? register_mask (type, &writes[i]) : 0;

      for (guint k = 0; over != 0 && k < json->tokens[over].count; k++, item = json->tokens[item].next)
        {
          int replaced = find_write (by_digest, json, item);

          if (replaced >= 0)
            writes[replaced].live &= ~mask;
        }
    }
}

static void
merge_register (const HechaType *type, const HechaWrite *writes, guint n_writes, guint field,
                HechaMerged *merged)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << field;

  for (guint i = 0; i < n_writes; i++)
    {
      gboolean known = FALSE;

      if (!(writes[i].live & bit))
        continue;
      for (guint k = 0; k < i && !known; k++)
        known
          = (writes[k].live & bit)
            && compare_text (raw_value (type, &writes[k], field), raw_value (type, &writes[i], field)) == 0;
      merged->n_values += !known;
      if (merged->shown < 0 || hecha_write_compare (&writes[i], &writes[merged->shown]) > 0)
        merged->shown = (int)i;
    }
  if (type->once && merged->n_values > 1)
    merged->shown = -1;
}

/* Whether @write sets the field and names in its `over` two writes that set it differently. */
static gboolean
is_ruling (const HechaType *type, const HechaWrite *writes, const HechaWrite *write, guint field,
           GHashTable *by_digest)
{
  const HechaJson *json = &write->entry->json;
  guint over = write->op.over, item = over + 1;
  int first = -1;

  if (over == 0 || json->tokens[over].count < 2 || hecha_write_value (type, write, field) == 0)
    return FALSE;
  for (guint k = 0; k < json->tokens[over].count; k++, item = json->tokens[item].next)
    {
      int replaced = find_write (by_digest, json, item);

      if (replaced < 0 || hecha_write_value (type, &writes[replaced], field) == 0)
        continue;
      if (first < 0)
        first = replaced;
      else if (compare_text (raw_value (type, &writes[first], field),
                             raw_value (type, &writes[replaced], field))
               != 0)
        return TRUE;
    }
  return FALSE;
}

static void
find_ruling (const HechaType *type, const HechaWrite *writes, guint n_writes, guint field,
             GHashTable *by_digest, HechaMerged *merged)
{
  for (guint i = 0; i < n_writes; i++)
    if (is_ruling (type, writes, &writes[i], field, by_digest)
        && (merged->ruling < 0 || hecha_write_compare (&writes[i], &writes[merged->ruling]) > 0))
      merged->ruling = (int)i;
}

/* Whether a removal of @write names this element as added by the entry @digest. */
static gboolean
takes_out (const HechaWrite *write, const char *field, HechaText element, const HechaDigest *digest)
{
  const HechaJson *json = &write->entry->json;
  guint list = write->op.rem != 0 ? hecha_json_member (json, write->op.rem, field) : 0, item = list + 1;

  for (guint i = 0; list != 0 && i < json->tokens[list].count; i++, item = json->tokens[item].next)
    {
      guint of = hecha_json_member (json, item, "of"), named = of + 1;
      HechaText removed;
      HechaDigest each;

      hecha_json_raw (json, hecha_json_member (json, item, "v"), &removed.text, &removed.length);
      if (compare_text (removed, element) != 0)
        continue;
      for (guint k = 0; k < json->tokens[of].count; k++, named = json->tokens[named].next)
        if (hecha_digest_from_text (&each, json->bytes + json->tokens[named].start,
                                    json->tokens[named].length)
            && hecha_digest_equal (&each, digest))
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_taken_out (const HechaWrite *writes, guint n_writes, const char *field, HechaText element,
              const HechaDigest *digest)
{
  for (guint i = 0; i < n_writes; i++)
    if (takes_out (&writes[i], field, element, digest))
      return TRUE;
  return FALSE;
}

static gint
compare_elements (gconstpointer a, gconstpointer b, gpointer data)
{
  const HechaElement *left = a, *right = b;
  const HechaWrite *writes = data;
  int order = compare_text (left->value, right->value);

  return order != 0 ? order
                    : memcmp (writes[left->write].entry->digest.bytes,
                              writes[right->write].entry->digest.bytes, HECHA_DIGEST_BYTES);
}

static void
merge_set (const HechaType *type, HechaWrite *writes, guint n_writes, guint field, HechaMerged *merged)
{
  const char *name = type->fields[field].name;
  guint64 bit = G_GUINT64_CONSTANT (1) << field;

  merged->elements = g_array_new (FALSE, FALSE, sizeof (HechaElement));
  for (guint i = 0; i < n_writes; i++)
    {
      const HechaJson *json = &writes[i].entry->json;
      guint list = writes[i].op.add != 0 ? hecha_json_member (json, writes[i].op.add, name) : 0,
            item = list + 1;
      gboolean alive = FALSE;

      if (!(writes[i].live & bit))
        continue;
      for (guint k = 0; list != 0 && k < json->tokens[list].count; k++, item = json->tokens[item].next)
        {
          HechaElement element = {.write = i};

          hecha_json_raw (json, item, &element.value.text, &element.value.length);
          if (is_taken_out (writes, n_writes, name, element.value, &writes[i].entry->digest))
            continue;
          g_array_append_val (merged->elements, element);
          alive = TRUE;
        }
      if (!alive)
        writes[i].live &= ~bit;
    }
  g_array_sort_with_data (merged->elements, compare_elements, writes);
}

/**
 * hecha_merge:
 * @type: the record's type
 * @writes: (array length=n_writes): the writes to one record of the entries that count, in any order;
 *   `live` comes in as the fields that may still be decided (all bits for a write that is new) and goes out as those
 *   that are
 * @n_writes: how many
 * @merged: (out caller-allocates) (array): one for each field; of a fact: one
 *
 * The merge (docs/protocol.md 2.3 to 2.6), the same on every device. It may be given only the writes that were live
 * before (each with its `live` as it was) and the new ones, since what was replaced stays replaced; `ruling` is then
 * only looked for among these.
 */
void
hecha_merge (const HechaType *type, HechaWrite *writes, guint n_writes, HechaMerged *merged)
{
  g_autoptr (GHashTable) by_digest = index_writes (writes, n_writes);
  guint n_fields = type->once ? 1 : type->n_fields;

  for (guint i = 0; i < n_writes; i++)
    writes[i].live &= hecha_write_mask (type, writes[i].entry, &writes[i].op);
  replace_known (type, writes, n_writes, by_digest);
  for (guint f = 0; f < n_fields; f++)
    {
      merged[f] = (HechaMerged) {-1, 0, -1, NULL};
      if (!type->once && type->fields[f].merge == HECHA_MERGE_SET)
        merge_set (type, writes, n_writes, f, &merged[f]);
      else
        {
          merge_register (type, writes, n_writes, f, &merged[f]);
          find_ruling (type, writes, n_writes, f, by_digest, &merged[f]);
        }
    }
}

/**
 * hecha_merged_clear:
 * @merged: (array length=n): what hecha_merge() gave
 * @n: how many
 */
void
hecha_merged_clear (HechaMerged *merged, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&merged[i].elements, g_array_unref);
}
