/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as sync-server/hecha-bad.c line 4 */

#include <sqlite3.h>
