/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaError:
 * @HECHA_ERROR_INVALID: the input is not well formed; correct it and try again
 * @HECHA_ERROR_REFUSED: a rule of the domain forbids it; the message names the rule
 * @HECHA_ERROR_NOT_FOUND: what was named does not exist here
 * @HECHA_ERROR_CORRUPT: stored bytes are not what was written; nothing was changed, keep the files
 * @HECHA_ERROR_NEWER: written by a newer program; install that one
 * @HECHA_ERROR_BUSY: another program has it open; close that and try again
 * @HECHA_ERROR_STORAGE: the disk is full, read-only or failed; nothing was acknowledged
 * @HECHA_ERROR_NETWORK: the other side was not reached; try again later, nothing is lost
 * @HECHA_ERROR_UNTRUSTED: the other side, or a signature, is not who it says
 * @HECHA_ERROR_STOPPED: this device may not go on; the office must decide
 * @HECHA_ERROR_LOCKED: the passphrase of the store is needed, or was another one
 *
 * What a caller can do about a failure. The message is one sentence for a person.
 */
typedef enum
{
  HECHA_ERROR_INVALID,
  HECHA_ERROR_REFUSED,
  HECHA_ERROR_NOT_FOUND,
  HECHA_ERROR_CORRUPT,
  HECHA_ERROR_NEWER,
  HECHA_ERROR_BUSY,
  HECHA_ERROR_STORAGE,
  HECHA_ERROR_NETWORK,
  HECHA_ERROR_UNTRUSTED,
  HECHA_ERROR_STOPPED,
  HECHA_ERROR_LOCKED,
} HechaError;

#define HECHA_ERROR (hecha_error_quark ())
GQuark hecha_error_quark (void);

G_END_DECLS
