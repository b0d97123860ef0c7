/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"

G_DEFINE_QUARK (hecha - error - quark, hecha_error)
