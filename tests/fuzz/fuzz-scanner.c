/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes: refused with a reason, or accepted as tokens that stay inside the bytes and inside their parent. */

#include "fuzz.h"

#include "base/hecha-json.h"

static void
check_tokens (const HechaJson *json)
{
  g_assert_cmpuint (json->n_tokens, >, 0);
  g_assert_cmpuint (json->tokens[0].next, ==, json->n_tokens);
  for (guint i = 0; i < json->n_tokens; i++)
    {
      const HechaJsonToken *token = &json->tokens[i];

      g_assert_cmpuint ((gsize)token->start + token->length, <=, json->n_bytes);
      g_assert_cmpuint (token->next, >, i);
      g_assert_cmpuint (token->next, <=, json->n_tokens);
      if (token->kind == HECHA_JSON_STRING)
        {
          g_autofree char *text = hecha_json_dup_string (json, i);

          g_assert_true (g_utf8_validate (text, -1, NULL));
        }
    }
}

static gboolean
scan (const guint8 *data, gsize size, const HechaJsonLimits *limits)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_autoptr (GError) error = NULL;
  gboolean good = hecha_json_scan (&json, (const char *)data, size, limits, &error);

  g_assert_true (good == (error == NULL));
  if (good)
    check_tokens (&json);
  return good;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* what is canonical is also JSON */
  if (scan (data, size, &HECHA_JSON_ENTRY_LIMITS))
    g_assert_true (scan (data, size, &HECHA_JSON_MESSAGE_LIMITS));
  else
    scan (data, size, &HECHA_JSON_MESSAGE_LIMITS);
  return 0;
}
