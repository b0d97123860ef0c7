/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-json.h"

#include "base/hecha-error.h"
#include "base/hecha-json-private.h"
#include "base/hecha-unicode.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST_INTEGER  G_GINT64_CONSTANT (9007199254740991) /* 2^53 - 1, RFC 7493 section 2.2 */
#define PAIRWISE_MEMBERS 8                                    /* above this, looking for duplicates sorts */

typedef struct
{
  HechaJson *json;
  const HechaJsonLimits *limits;
  const char *begin;
  const char *at;
  const char *end;
  guint depth;
  guint32 open[HECHA_JSON_DEEPEST];      /* the containers that we are in */
  guint32 last_name[HECHA_JSON_DEEPEST]; /* the latest member name in each, 0 before the first */
  GArray *names;                         /* (owned) (nullable) scratch for objects with many members */
  GError **error;
} Scanner;

/* Why it failed, and where. */

G_GNUC_NO_INLINE static gboolean
refuse (Scanner *s, const char *at, const char *reason)
{
  g_set_error (s->error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("%s at byte %lu"), reason,
               (gulong)((gsize)(at - s->begin)));
  return FALSE;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

G_GNUC_NO_INLINE static gboolean
refuse_unexpected (Scanner *s, const char *expected)
{
  if (s->at == s->end)
    return refuse (s, s->at, _ ("the document ends too early"));
  if (s->limits->canonical && is_space (*s->at))
    return refuse (s, s->at, _ ("white space, which the canonical form does not have,"));
  return refuse (s, s->at, expected);
}

/* Tokens */

static inline gboolean
add_token (Scanner *s, HechaJsonKind kind, const char *start, gsize length)
{
  HechaJson *json = s->json;
  HechaJsonToken *token;

  if (G_UNLIKELY (json->n_tokens >= s->limits->max_tokens))
    return refuse (s, start, _ ("too many values"));
  if (G_UNLIKELY (json->n_tokens == json->allocated))
    {
      json->allocated = MAX (64, json->allocated * 2);
      json->tokens = g_renew (HechaJsonToken, json->tokens, json->allocated);
    }
  token = &json->tokens[json->n_tokens++];
  token->start = start - s->begin;
  token->length = length;
  token->next = json->n_tokens;
  token->count = 0;
  token->kind = kind;
  token->escaped = FALSE;
  return TRUE;
}

/* Strings */

#define EVERY_BYTE(b) (G_GUINT64_CONSTANT (0x0101010101010101) * (b))

/* The high bit of the first byte that is not plain ASCII text (and of some behind it); bytes in memory order from the
 * lowest on. */
static inline guint64
special_bytes (const char *at)
{
  guint64 word, quote, backslash;

  memcpy (&word, at, sizeof word);
  word = GUINT64_FROM_LE (word);
  quote = word ^ EVERY_BYTE ('"');
  backslash = word ^ EVERY_BYTE ('\\');
  return (word | ((word - EVERY_BYTE (0x20)) & ~word) | ((quote - EVERY_BYTE (1)) & ~quote)
          | ((backslash - EVERY_BYTE (1)) & ~backslash))
         & EVERY_BYTE (0x80);
}

static inline const char *
skip_ascii (const char *at, const char *end)
{
  while (end - at >= 8)
    {
      guint64 special = special_bytes (at);

      if (special != 0)
        return at + __builtin_ctzll (special) / 8;
      at += 8;
    }
  while (at < end && (guint8)*at >= 0x20 && (guint8)*at < 0x80 && *at != '"' && *at != '\\')
    at++;
  return at;
}

/* U+4000 to U+9FFF, which begin with 0xE4 to 0xE9: always well formed with two continuation bytes, and surely NFC. */
static inline const char *
skip_ideographs (const char *at, const char *end)
{
  while (end - at >= 3 && (guint8)(*at - 0xe4) < 6 && ((guint8)at[1] & 0xc0) == 0x80
         && ((guint8)at[2] & 0xc0) == 0x80)
    at += 3;
  return at;
}

/* Reads what comes after the backslash. In canonical form only what must be escaped is, in the shortest way. */
static gboolean
scan_unicode_escape (Scanner *s, const char *backslash, gunichar *c)
{
  int high = hecha_json_hex_value (s->at + 1, s->end), low;

  if (high < 0)
    return refuse (s, backslash, _ ("a \\u without four hexadecimal digits"));
  if (high == 0)
    return refuse (s, backslash, _ ("the character U+0000"));
  if (s->limits->canonical
      && (high >= 0x20 || strchr ("\b\t\n\f\r", high) != NULL || g_ascii_isupper (s->at[3])
          || g_ascii_isupper (s->at[4])))
    return refuse (s, backslash, _ ("an escape that is not canonical"));
  *c = high;
  s->at += 5;
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;

  low = s->end - s->at >= 6 && s->at[0] == '\\' && s->at[1] == 'u' ? hecha_json_hex_value (s->at + 2, s->end)
                                                                   : -1;
  if (high > 0xdbff || low < 0xdc00 || low > 0xdfff)
    return refuse (s, backslash, _ ("half of a surrogate pair"));
  *c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  s->at += 6;
  return TRUE;
}

static gboolean
scan_escape (Scanner *s, gboolean *sure)
{
  const char *backslash = s->at++;
  gunichar c = 0;

  if (s->at < s->end && *s->at == 'u')
    {
      if (!scan_unicode_escape (s, backslash, &c))
        return FALSE;
      *sure = *sure && hecha_unicode_surely_nfc (c);
      return TRUE;
    }
  if (s->at == s->end || *s->at == '\0' || strchr ("\"\\/bfnrt", *s->at) == NULL)
    return refuse (s, backslash, _ ("an escape that JSON does not have"));
  if (s->limits->canonical && *s->at == '/')
    return refuse (s, backslash, _ ("an escape that is not canonical"));
  s->at++;
  return TRUE;
}

/* A character that needs a closer look. */
static gboolean
scan_character (Scanner *s, gboolean *escaped, gboolean *sure)
{
  gunichar c;

  if (*s->at == '\\')
    {
      *escaped = TRUE;
      return scan_escape (s, sure);
    }
  if ((guint8)*s->at < 0x20)
    return refuse (s, s->at, _ ("a control character that is not escaped"));
  c = hecha_unicode_decode (&s->at, s->end);
  if (c == (gunichar)-1)
    return refuse (s, s->at, _ ("bytes that are not UTF-8"));
  *sure = *sure && hecha_unicode_surely_nfc (c);
  return TRUE;
}

static gboolean
check_normal_form (Scanner *s, const HechaJsonToken *string)
{
  const char *text = s->begin + string->start, *problem;
  g_autofree char *resolved = NULL;
  gsize length = string->length;

  if (string->escaped)
    {
      resolved = g_malloc (length + 1);
      length = hecha_json_resolve_escapes (resolved, text, length);
    }
  problem = hecha_unicode_nfc_problem (resolved != NULL ? resolved : text, length);
  return problem == NULL || refuse (s, text - 1, problem);
}

/* At the opening quote. */
static gboolean
scan_string (Scanner *s)
{
  const char *start = ++s->at;
  gboolean escaped = FALSE, sure = TRUE;
  HechaJsonToken *token;

  for (;;)
    {
      s->at = skip_ideographs (skip_ascii (s->at, s->end), s->end);
      if (G_UNLIKELY (s->at == s->end))
        return refuse (s, start - 1, _ ("a string without an end"));
      if (*s->at == '"')
        break;
      /* After ideographs comes ASCII again, mostly. */
      if ((guint8)*s->at >= 0x20 && (guint8)*s->at < 0x80 && *s->at != '\\')
        continue;
      if (!scan_character (s, &escaped, &sure))
        return FALSE;
    }

  if (!add_token (s, HECHA_JSON_STRING, start, s->at - start))
    return FALSE;
  s->at++;
  token = &s->json->tokens[s->json->n_tokens - 1];
  token->escaped = escaped;
  return G_LIKELY (sure) || check_normal_form (s, token);
}

/* Member names */

static int
compare_names (const HechaJson *json, guint32 first, guint32 second)
{
  const HechaJsonToken *a = &json->tokens[first], *b = &json->tokens[second];
  const char *p = json->bytes + a->start, *p_end = p + a->length;
  const char *q = json->bytes + b->start, *q_end = q + b->length;

  if (!a->escaped && !b->escaped)
    return hecha_unicode_compare (p, a->length, q, b->length);
  while (p < p_end && q < q_end)
    {
      int order
        = hecha_unicode_compare_characters (hecha_json_next_character (&p), hecha_json_next_character (&q));

      if (order != 0)
        return order;
    }
  return (p < p_end) - (q < q_end);
}

static int
compare_names_cb (gconstpointer a, gconstpointer b, gpointer json)
{
  return compare_names (json, *(const guint32 *)a, *(const guint32 *)b);
}

static gboolean
refuse_duplicate (Scanner *s, guint32 name)
{
  return refuse (s, s->begin + s->json->tokens[name].start - 1, _ ("duplicate member name"));
}

static gboolean
check_few_names (Scanner *s, const guint32 *names, guint n_names)
{
  for (guint i = 1; i < n_names; i++)
    for (guint j = 0; j < i; j++)
      if (compare_names (s->json, names[i], names[j]) == 0)
        return refuse_duplicate (s, names[i]);
  return TRUE;
}

/* The sort keeps equal names in the order of the document. */
static gboolean
check_many_names (Scanner *s, guint32 *names, guint n_names)
{
  guint32 duplicate = G_MAXUINT32;

  g_qsort_with_data (names, n_names, sizeof *names, compare_names_cb, s->json);
  for (guint i = 1; i < n_names; i++)
    if (compare_names (s->json, names[i - 1], names[i]) == 0)
      duplicate = MIN (duplicate, names[i]);
  return duplicate == G_MAXUINT32 || refuse_duplicate (s, duplicate);
}

/* For documents whose members may have any order; in the canonical form the order shows a duplicate. */
static gboolean
check_names_differ (Scanner *s, guint32 object)
{
  guint count = s->json->tokens[object].count;
  guint32 few[PAIRWISE_MEMBERS], *names = few;

  if (count > PAIRWISE_MEMBERS)
    {
      if (s->names == NULL)
        s->names = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_set_size (s->names, count);
      names = (guint32 *)(gpointer)s->names->data;
    }
  for (guint i = 0, name = object + 1; i < count; i++, name = s->json->tokens[name + 1].next)
    names[i] = name;
  return count > PAIRWISE_MEMBERS ? check_many_names (s, names, count) : check_few_names (s, names, count);
}

static gboolean
check_name_order (Scanner *s, guint32 name)
{
  guint32 *last = &s->last_name[s->depth - 1];
  int order = *last == 0 ? -1 : compare_names (s->json, *last, name);

  *last = name;
  if (order == 0)
    return refuse_duplicate (s, name);
  if (order > 0)
    return refuse (s, s->begin + s->json->tokens[name].start - 1, _ ("a member name out of canonical order"));
  return TRUE;
}

/* Values */

static inline void
skip_space (Scanner *s)
{
  if (s->limits->canonical)
    return;
  while (s->at < s->end && is_space (*s->at))
    s->at++;
}

/* At the opening quote of a name, or at what stands there instead. Ends in front of the value. */
static gboolean
scan_name (Scanner *s)
{
  guint32 name = s->json->n_tokens;

  if (s->at == s->end || *s->at != '"')
    return refuse_unexpected (s, _ ("no member name"));
  if (!scan_string (s) || (s->limits->canonical && !check_name_order (s, name)))
    return FALSE;
  skip_space (s);
  if (s->at == s->end || *s->at != ':')
    return refuse_unexpected (s, _ ("no colon after a member name"));
  s->at++;
  skip_space (s);
  return TRUE;
}

static gboolean
scan_integer (Scanner *s)
{
  const char *start = s->at, *digits = start + (*start == '-');
  const char *p = digits;
  gint64 value = 0;

  while (p < s->end && g_ascii_isdigit (*p))
    {
      /* Stops growing when it is too large already, so that it cannot overflow. */
      if (value <= LARGEST_INTEGER)
        value = value * 10 + (*p - '0');
      p++;
    }
  s->at = p;
  if (p == digits)
    return refuse_unexpected (s, _ ("no digit after a minus"));
  if (*digits == '0' && p - digits > 1)
    return refuse (s, start, _ ("a number with a leading zero"));
  if (p < s->end && (*p == '.' || *p == 'e' || *p == 'E'))
    return refuse (s, start, _ ("a fraction or exponent, where only a whole number or text can stand,"));
  if (value > LARGEST_INTEGER)
    return refuse (s, start, _ ("an integer beyond 2^53 - 1"));
  if (s->limits->canonical && *digits == '0' && digits > start)
    return refuse (s, start, _ ("a zero with a minus, which is not canonical,"));
  return add_token (s, HECHA_JSON_INTEGER, start, p - start);
}

static gboolean
scan_literal (Scanner *s, HechaJsonKind kind, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(s->end - s->at) < length || memcmp (s->at, word, length) != 0)
    return refuse_unexpected (s, _ ("no value"));
  s->at += length;
  return add_token (s, kind, s->at - length, length);
}

static gboolean
open_container (Scanner *s, HechaJsonKind kind)
{
  if (s->depth >= MIN (s->limits->max_depth, HECHA_JSON_DEEPEST))
    return refuse (s, s->at, _ ("arrays and objects nested too deep"));
  if (!add_token (s, kind, s->at, 1))
    return FALSE;
  s->open[s->depth] = s->json->n_tokens - 1;
  s->last_name[s->depth] = 0;
  s->depth++;
  s->at++;
  skip_space (s);
  return TRUE;
}

/* Scans a value that has no parts, or opens one that may have them. */
static gboolean
begin_value (Scanner *s)
{
  switch (s->at < s->end ? *s->at : '\0')
    {
    case '"':
      return scan_string (s);
    case '{':
      return open_container (s, HECHA_JSON_OBJECT);
    case '[':
      return open_container (s, HECHA_JSON_ARRAY);
    case 't':
      return scan_literal (s, HECHA_JSON_TRUE, "true");
    case 'f':
      return scan_literal (s, HECHA_JSON_FALSE, "false");
    case 'n':
      return scan_literal (s, HECHA_JSON_NULL, "null");
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return scan_integer (s);
    default:
      return refuse_unexpected (s, _ ("no value"));
    }
}

static gboolean
close_container (Scanner *s)
{
  guint32 index = s->open[--s->depth];
  HechaJsonToken *token = &s->json->tokens[index];

  s->at++;
  token->length = s->at - s->begin - token->start;
  token->next = s->json->n_tokens;
  if (token->kind == HECHA_JSON_OBJECT && !s->limits->canonical && token->count > 1)
    return check_names_differ (s, index);
  return TRUE;
}

/* Behind a value: closes all that ends here, and goes in front of the next value if there is one. */
static gboolean
end_values (Scanner *s)
{
  while (s->depth > 0)
    {
      HechaJsonToken *parent = &s->json->tokens[s->open[s->depth - 1]];
      gboolean object = parent->kind == HECHA_JSON_OBJECT;

      parent->count++;
      skip_space (s);
      if (s->at < s->end && *s->at == ',')
        {
          s->at++;
          skip_space (s);
          return !object || scan_name (s);
        }
      if (s->at == s->end || *s->at != (object ? '}' : ']'))
        return refuse_unexpected (s, object ? _ ("no comma or } after a member")
                                            : _ ("no comma or ] after an element"));
      if (!close_container (s))
        return FALSE;
    }
  return TRUE;
}

/* One round for each value; only a container that has just been opened and is not empty is left unfinished. */
static gboolean
scan_values (Scanner *s)
{
  do
    {
      guint depth = s->depth;

      if (!begin_value (s))
        return FALSE;
      if (s->depth > depth)
        {
          gboolean object = s->json->tokens[s->open[depth]].kind == HECHA_JSON_OBJECT;

          if (s->at == s->end || *s->at != (object ? '}' : ']'))
            {
              if (object && !scan_name (s))
                return FALSE;
              continue;
            }
          close_container (s);
        }
      if (!end_values (s))
        return FALSE;
    }
  while (s->depth > 0);
  return TRUE;
}

static gboolean
scan_document (Scanner *s)
{
  gsize n_bytes = s->end - s->begin;

  if (n_bytes > s->limits->max_bytes || n_bytes > G_MAXINT32)
    return refuse (s, s->begin + MIN (s->limits->max_bytes, G_MAXINT32), _ ("the document is too long"));
  if (n_bytes >= 3 && memcmp (s->begin, "\xef\xbb\xbf", 3) == 0)
    return refuse (s, s->begin, _ ("a byte order mark"));
  skip_space (s);
  if (!scan_values (s))
    return FALSE;
  skip_space (s);
  return s->at == s->end || refuse_unexpected (s, _ ("more than one value"));
}

/**
 * hecha_json_scan:
 * @self: where the tokens go; those of an earlier document are replaced
 * @bytes: the document, UTF-8; need not end with a NUL
 * @n_bytes: its length
 * @limits: what is refused
 * @error: a #HechaError
 *
 * Scans one document, strictly by RFC 8259 and without recursion, in time linear in its length. Beyond that RFC it
 * refuses what two programs could understand differently: duplicate member names, fractions and exponents, integers
 * beyond 2^53 - 1, U+0000, half surrogate pairs, text that is not in the normal form NFC. Limits are checked before
 * memory is used.
 *
 * Fails with %HECHA_ERROR_INVALID; the message names the reason and the byte, counted from 0. @self is then empty.
 *
 * Returns: TRUE if the document is good
 */
gboolean
hecha_json_scan (HechaJson *self, const char *bytes, gsize n_bytes, const HechaJsonLimits *limits,
                 GError **error)
{
  Scanner s = {.json = self, .limits = limits, .error = error};
  gboolean good;

  s.begin = s.at = n_bytes > 0 ? bytes : "";
  s.end = s.begin + n_bytes;
  self->bytes = s.begin;
  self->n_bytes = n_bytes;
  self->n_tokens = 0;
  good = scan_document (&s);
  if (!good)
    self->n_tokens = 0;
  g_clear_pointer (&s.names, g_array_unref);
  return good;
}
