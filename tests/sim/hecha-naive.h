/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaNaive:
 * @digest: the scope digest (docs/protocol.md 2.9)
 * @conflicts: (element-type utf8): sorted; each `kind TAB type TAB record TAB field TAB open|ruled TAB` and
 *   its values as `digest=value`, sorted, joined by blanks; of a ruled one then TAB, the reason, TAB and who
 *   ruled
 * @states: (element-type utf8): sorted; `digest TAB parked|held|parked held` of each entry that does not
 *   count
 * @rows: (element-type utf8): sorted; `type TAB id TAB field,field (disputed)` and TAB `field=text` for each
 *   that has one
 *
 * What a set of entries means, by docs/protocol.md section 2 and nothing else: written as plainly as
 * possible, to check the merge that the programs use.
 */
typedef struct
{
  char *digest;
  GPtrArray *conflicts;
  GPtrArray *states;
  GPtrArray *rows;
} HechaNaive;

/* @entries: (element-type utf8): the bytes of all entries of one scope, in any order, each once.
 * @server: the first 32 digits of the server's name. */
HechaNaive *hecha_naive_merge (GPtrArray *entries, const char *server);
void hecha_naive_free (HechaNaive *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNaive, hecha_naive_free)

G_END_DECLS
