#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-database-md.sh GENERATOR DOCS - docs/database.md says what the record table says. TAP.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"
generator=$1 docs=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

is_up_to_date() {
  "$generator" "$docs/database.md.in" > "$dir/database.md" || return
  diff -u "$docs/database.md" "$dir/database.md" || { echo "run: ninja -C build database-md"; return 1; }
}

has_every_record_type() {
  local type
  while read -r type; do
    grep -q "^### $type " "$docs/database.md" || { echo "$type is missing"; return 1; }
  done < <(sed -n 's/^\(FACT\|RECORD\) (\([a-z_]*\),.*/\2/p' "$docs/../data/record-table.def")
}

check /docs/database-md/is-up-to-date is_up_to_date
check /docs/database-md/has-every-record-type has_every_record_type
echo 'no place for tables' > "$dir/template"
refuse /docs/database-md/template-without-a-place-is-refused "$generator" "$dir/template"
refuse /docs/database-md/missing-template-is-refused "$generator" "$dir/nothing"
finish
