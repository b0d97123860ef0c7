/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The strict scanner: the only way in for bytes that come from a network, a bundle, a backup or a file. */

typedef enum
{
  HECHA_JSON_NULL,
  HECHA_JSON_FALSE,
  HECHA_JSON_TRUE,
  HECHA_JSON_INTEGER,
  HECHA_JSON_STRING,
  HECHA_JSON_ARRAY,
  HECHA_JSON_OBJECT,
} HechaJsonKind;

/**
 * HechaJsonToken:
 * @start: offset of the first byte (of a string: of the byte after the quote)
 * @length: bytes (of a string: without the quotes, escapes not resolved)
 * @next: index of the token after this value and all that is in it
 * @count: elements of an array, members of an object; else 0
 * @kind: a #HechaJsonKind
 * @escaped: a string that contains at least one backslash
 *
 * One value. The members of an object are pairs of tokens (name, value) right behind it; the elements of an array
 * follow it likewise; `next` steps over a value of any size.
 */
typedef struct
{
  guint32 start;
  guint32 length;
  guint32 next;
  guint32 count;
  guint8 kind;
  guint8 escaped;
} HechaJsonToken;

/**
 * HechaJsonLimits:
 * @max_bytes: bytes of the document
 * @max_depth: nested arrays and objects; 32 at most
 * @max_tokens: values and member names
 * @canonical: refuse what is not in the canonical form of RFC 8785 (white space, order of members, escapes, -0)
 */
typedef struct
{
  gsize max_bytes;
  guint max_depth;
  guint max_tokens;
  gboolean canonical;
} HechaJsonLimits;

extern const HechaJsonLimits HECHA_JSON_ENTRY_LIMITS;   /* canonical; 1 MiB, depth 32, 200,000 tokens */
extern const HechaJsonLimits HECHA_JSON_MESSAGE_LIMITS; /* any white space; 1 MiB, depth 32, 200,000 tokens */

/**
 * HechaJson:
 *
 * A scanned document. Borrows the bytes; owns and reuses its token array, so one object can scan many documents.
 * Token 0 is the root. A lookup that finds nothing returns 0, which no member can be.
 */
typedef struct
{
  const char *bytes; /* (not owned) valid while the caller keeps them */
  gsize n_bytes;
  HechaJsonToken *tokens; /* (owned) */
  guint n_tokens;
  guint allocated;
} HechaJson;

#define HECHA_JSON_INIT                                                                                      \
  {                                                                                                          \
    NULL, 0, NULL, 0, 0                                                                                      \
  }

void hecha_json_clear (HechaJson *self);
gboolean hecha_json_scan (HechaJson *self, const char *bytes, gsize n_bytes, const HechaJsonLimits *limits,
                          GError **error);

guint hecha_json_member (const HechaJson *self, guint object, const char *name);
guint hecha_json_element (const HechaJson *self, guint array, guint index);
HechaJsonKind hecha_json_kind (const HechaJson *self, guint token);
gint64 hecha_json_integer (const HechaJson *self, guint token);
gboolean hecha_json_string_equals (const HechaJson *self, guint token, const char *text);
char *hecha_json_dup_string (const HechaJson *self, guint token);
gboolean hecha_json_copy_string (const HechaJson *self, guint token, char *text, gsize size);
void hecha_json_raw (const HechaJson *self, guint token, const char **bytes, gsize *n_bytes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaJson, hecha_json_clear)

G_END_DECLS
