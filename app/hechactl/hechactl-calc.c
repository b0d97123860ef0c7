/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-calc.h"

const HechactlCommand hechactl_calc_commands[] = {
  {NULL},
};
