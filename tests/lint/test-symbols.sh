#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-symbols.sh ARCHIVE... - no function has the name of another. The linker takes the first of two that stand in
# different archives, without a word. TAP.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"

# The names that objects in these archives give to others, each as often as it is given.
names() { nm --extern-only --defined-only --format=posix "$@" 2> /dev/null | awk 'NF >= 3 { print $1 }'; }

are_all_different() {
  local twice
  twice=$(names "$@" | sort | uniq -d)
  [ -z "$twice" ] || { echo "defined twice: $twice"; return 1; }
}

has_names() { [ "$(names "$1" | wc -l)" -gt 20 ]; }

for archive; do
  check "/symbols/$(basename "$archive")-has-names" has_names "$archive"
done
check /symbols/are-all-different are_all_different "$@"
refuse /symbols/the-same-archive-twice-is-seen are_all_different "$1" "$1"
finish
