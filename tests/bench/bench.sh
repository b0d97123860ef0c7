#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench.sh [--quick] [--only FIGURE[,FIGURE...]] [--repeat N] [--dir DIR] [--json FILE]
#
# Speed as ratios within one run: a table on standard output, and build/bench.json. Called by ./dev bench, after the
# build. --quick does a tenth of the work. FIGURES: recording exchange million pouchdb nothing wire cuts evidence many
# window list office arrive attach. The scratch stores go into build/bench, since that disk is part of what is measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec /usr/bin/python3 tests/bench/bench.py "$@"
