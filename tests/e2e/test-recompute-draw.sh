#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-recompute-draw.sh - what an observer does who does not trust us: recomputes draws of hechactl with sha256sum (or
# openssl), bc and sort. TAP.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"
# shellcheck source=tests/e2e/tickets.sh
. "$here/tickets.sh"
export LC_ALL=C
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

same() { # EXPECTED ACTUAL
  printf 'expected:\n%s\nactual:\n%s\n' "$1" "$2"
  [ -n "$1" ] && [ "$1" = "$2" ]
}

frame_text() { printf 'hecha-frame-v1\n'; sort "$dir/frame.tsv"; }
draw() { hechactl calc draw "$dir/frame.tsv" --json "$@" > "$dir/draw.json"; }
field() { jq -r "$1" "$dir/draw.json"; }
drawn_of() { field "[.draw[] | select(.stratum == \"$1\")] | length"; }

printf 'T0%s\tALL\n' 1 2 3 4 5 6 7 > "$dir/frame.tsv"
check /recompute-draw/of-seven draw --plan HC2026Q1-01 --rand 20237331128159211123 --size 3
check /recompute-draw/of-seven/is-the-published-one same "T05 T01 T07" "$(field '[.draw[].id] | join(" ")')"
check /recompute-draw/of-seven/frame-hash same "$(frame_text | hash_sha256)" "$(field .frame)"
check /recompute-draw/of-seven/ranks-and-tickets \
  same "$(cut -f1 "$dir/frame.tsv" | tickets sha256 "$(field .seed)" | cut_tickets)" \
  "$(field '(.draw + .reserve)[] | .ticket + " " + .id')"

# Chinese ids, with a character outside the BMP, in strata; the randomness begins with zeros.
plan=核查方案2026第2季度
rand=00000000000000000042
{
  printf '水务厅𠮷-2026-T%02d-Q2\t项目建设类\n' 1 2 3 4 5 6 7 8 9 10 11 12
  printf '康养厅-2026-T%02d-Q2\t培训类\n' 5 4 3 2 1
} > "$dir/frame.tsv"

for algorithm in sha256 sm3; do
  name=/recompute-draw/strata/$algorithm
  check $name draw --plan $plan --rand $rand --size 6 --by-stratum --algorithm $algorithm
  check $name/seed same "hecha-seed-v1;plan=$plan;frame=$(frame_text | hash_$algorithm);rand=$rand" "$(field .seed)"
  for stratum in 项目建设类 培训类; do
    check "$name/ranks-and-tickets/$stratum" \
      same "$(grep -F "$stratum" "$dir/frame.tsv" | cut -f1 | tickets $algorithm "$(field .seed)" | cut_tickets \
        | awk '{print NR, $0}')" \
      "$(field "(.draw + .reserve)[] | select(.stratum == \"$stratum\") | \"\\(.rank) \\(.ticket) \\(.id)\"")"
  done
  # 1 of each; 4 more are spread over 11 and 4 units: 2.93 and 1.07
  check $name/shares same "4 2" "$(drawn_of 项目建设类) $(drawn_of 培训类)"
done

# The second stage: drawn at the site on a team's laptop, replaced once; the same recipe, from the facts it shows.
store=$dir/laptop
sample=A01-2026-T02-Q2
site() { hechactl --store "$store" --json site "$1" "$sample" "${@:2}" > "$dir/draw.json"; }
printf '%s\n' 三组王五 一组张三 二组李四 𠮷田村赵六 四组钱七 > "$dir/households"
check /recompute-draw/site/laptop "$HECHA_BUILD_DIR/tests/app/field-store" "$store"
check /recompute-draw/site/frame site frame "$dir/households" --kind households
site_frame_text() { printf 'hecha-frame-v1\n'; sort "$dir/households" | sed 's/$/\tALL/'; }
check /recompute-draw/site/frame-hash same "$(site_frame_text | hash_sha256)" "$(field '.frames[0].hash')"
check /recompute-draw/site/draw site draw --size 2 --rand "2023 7331 1281 5921 1123" --witness I02 --witness 村主任
check /recompute-draw/site/seed same \
  "hecha-seed-v1;plan=$(field .sample);frame=$(site_frame_text | hash_sha256);rand=20237331128159211123" \
  "$(field .draw.seed)"
first=$(field '.units[0].unit')
check /recompute-draw/site/replace site replace "$first" --reason 举家外出
check /recompute-draw/site/ranks-and-tickets same \
  "$(tickets sha256 "$(field .draw.seed)" < "$dir/households" | cut_tickets | head -3)" \
  "$(field '.units[] | .ticket + " " + .unit')"
check /recompute-draw/site/order same \
  "$(tickets sha256 "$(field .draw.seed)" < "$dir/households" | cut -d' ' -f2 | head -c -1 | hash_sha256)" \
  "$(field .draw.order_hash)"
verify() { hechactl --store "$store" draw verify "$sample"; }
check /recompute-draw/site/verifies verify
again() { ! site draw --size 2 --rand 99999999999999999999 --witness I02 --witness 村主任; }
check /recompute-draw/site/is-drawn-once again

finish
