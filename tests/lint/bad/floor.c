/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/journal/hecha-bad.c line 5 */

#include "base/hecha-error.h"
#include "store/hecha-store.h"
