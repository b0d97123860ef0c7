#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-demo.sh - the demo without a display, and what it leaves, looked at with other people's programs: sqlite3, curl,
# openssl, sha256sum, bc. TAP.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"
# shellcheck source=tests/e2e/tickets.sh
. "$here/tickets.sh"
# shellcheck source=tests/e2e/protocol.sh
. "$here/protocol.sh"
dir=$(mktemp -d)
demo=$dir/demo plan=HC2026Q2-DEMO server='' url=''
trap '[ -z "$server" ] || kill "$server"; wait; rm -rf "$dir"' EXIT
unset DISPLAY WAYLAND_DISPLAY

same() { # EXPECTED ACTUAL
  printf 'expected:\n%s\nactual:\n%s\n' "$1" "$2"
  [ -n "$1" ] && [ "$1" = "$2" ]
}
central() { sqlite3 -readonly "$demo/central/central.db" "$1"; }
office() { hechactl --store "$demo/office" "$@"; }

run_demo() { "$here/demo.sh" --keep "$demo" > "$dir/demo.log" 2>&1 || { tail -40 "$dir/demo.log"; return 1; }; }
evidence_files() { find "$demo/central/evidence" -path '*/incoming' -prune -o -type f -print; }
files_are_what_their_names_say() {
  evidence_files | sed 's|.*/\(.*\)|\1  &|' > "$dir/files"
  [ -s "$dir/files" ] && sha256sum -c --strict --quiet "$dir/files"
}
is_a_picture() { [ "$(identify -format '%m' "$1")" = PNG ]; }
every_step_is_a_command() { [ "$(grep -c '^\$ hecha' "$dir/demo.log")" -gt 100 ]; }

check /demo/runs-to-its-end run_demo
[ "$tap_failed" = 0 ] || finish
check /demo/every-step-is-printed every_step_is_a_command
check /demo/pictures-the-window is_a_picture "$demo/window.png"
refuse /demo/does-not-begin-in-a-directory-with-something-in-it "$here/demo.sh" --keep "$demo"

# ---- what is there ----

digest=$(hecha-server digest "$demo/central")
check /demo/verify-is-clean hecha-server verify "$demo/central"
check /demo/digest-of-the-office-is-the-servers same "$digest" "$(office digest)"
check /demo/digest-of-the-second-office-is-the-servers same "$digest" "$(hechactl --store "$demo/office2" digest)"
check /demo/one-double same "$plan/A02-2026-T01-Q2 2" \
  "$(central "SELECT id || ' ' || count (*) FROM finding WHERE effective_by IS NOT NULL GROUP BY id
    HAVING count (*) > 1")"
check /demo/one-conflict-and-it-is-settled same "1|0" "$(central "SELECT count (*), sum (open) FROM conflict")"
check /demo/nothing-is-held-or-parked same 0 "$(central "SELECT count (*) FROM entry WHERE state <> 0")"
check /demo/every-file-is-what-its-name-says files_are_what_their_names_say
check /demo/evidence-files-are-those-that-are-named same "$(central "SELECT count (DISTINCT digest) FROM evidence")" \
  "$(evidence_files | wc -l)"

# The rate once more, by a way that is not ours: verdicts of the signed pages, the double as the office chose.
rate=$(central "SELECT sum (verdict <> 'met') || '/' || count (*) FROM (
  SELECT json_extract (g.content, '\$.finding.verdict.value') AS verdict FROM signature g JOIN scope s ON s.n = g.scope
  WHERE g.role = 'leader' AND g.id IN (SELECT effective_by FROM finding)
    AND ifnull ((SELECT counted FROM choice WHERE id = g.assignment), s.name) = s.name)")
check /demo/error-rate-is-what-a-query-says \
  same "$rate" "$(office rate $plan --json | jq -r '"\(.failed)/\(.checked)"')"

# ---- docs/database.md ----

awk -v dir="$dir" '/^```sql/ { on = 1; n++; next } /^```/ { on = 0 } on { print > (dir "/query-" n ".sql") }' \
  "$here/../../docs/database.md"
run_query() { sqlite3 -bail -readonly "$demo/central/central.db" < "$1" > "$1.out"; }
for query in "$dir"/query-*.sql; do
  n=${query##*-}
  check "/database-md/query-${n%.sql}-runs" run_query "$query"
done
# Far photographs and entries that do not count: there are none.
check /database-md/queries-find-something same "query-10.sql.out query-6.sql.out " \
  "$(find "$dir" -name 'query-*.out' -empty -printf '%f\n' | LC_ALL=C sort | tr '\n' ' ')"
check /database-md/has-twelve-queries same 12 "$(find "$dir" -name 'query-*.sql' | wc -l)"
check /database-md/rate-of-the-document-is-ours same "${rate/\//|}" "$(cat "$dir/query-2.sql.out")"

# ---- a draw, recomputed from what was printed ----

draw_again() {
  office plan create HC2026Q1-TEST --kind quarterly --quarter 2026Q1 --selection random --purpose 试 --content 试 \
    --method 试 --standard 试 --time-limit 2026-12-31 --demands 试 && office plan approve HC2026Q1-TEST \
    && office frame freeze HC2026Q1-TEST --declared complete --json > "$dir/frame.json" \
    && office draw HC2026Q1-TEST --size 12 --by-class --rand 00123456789012345678 --source dice --witness O02 \
      --witness I13 --json > "$dir/draw.json"
}
check /draw/by-class draw_again
jq -r '.units[] | "\(.id)\t\(.stratum)"' "$dir/frame.json" | LC_ALL=C sort > "$dir/frame.tsv"
frame=$({ printf 'hecha-frame-v1\n'; cat "$dir/frame.tsv"; } | hash_sha256)
check /draw/hash-of-the-frame same "$frame" "$(jq -r .frame "$dir/draw.json")"
check /draw/seed same "hecha-seed-v1;plan=HC2026Q1-TEST;frame=$frame;rand=00123456789012345678" \
  "$(jq -r .seed "$dir/draw.json")"
cut -f2 "$dir/frame.tsv" | sort -u > "$dir/strata"
check /draw/has-nine-strata same 9 "$(wc -l < "$dir/strata")"
units_of() { awk -F '\t' -v stratum="$1" '$2 == stratum { print $1 }' "$dir/frame.tsv"; }
drawn_of() {
  jq -r --arg s "$1" '(.draw + .reserve)[] | select(.stratum == $s) | "\(.rank) \(.ticket) \(.id)"' "$dir/draw.json"
}
seed=$(jq -r .seed "$dir/draw.json")
while IFS= read -r stratum; do
  check "/draw/tickets-and-ranks/$stratum" same \
    "$(units_of "$stratum" | tickets sha256 "$seed" | cut_tickets | awk '{print NR, $0}')" "$(drawn_of "$stratum")"
done < "$dir/strata"

# ---- docs/protocol.md with curl and openssl ----

: > "$dir/serve.log"
hecha-server serve "$demo/central" --listen 127.0.0.1:0 > "$dir/serve.log" 2>&1 &
server=$!
until url=$(sed -n 's/^listening on //p' "$dir/serve.log") && [ -n "$url" ]; do
  kill -0 $server || break
  read -rt 0.05 <> <(:) || true
done
token=$(sqlite3 -readonly "$demo/team1/hecha.db" "SELECT value FROM meta WHERE key = 'token'")
photo_of() {
  central "SELECT v.digest FROM evidence v JOIN scope s ON s.n = v.scope
    WHERE v.kind = 'photo' AND s.name = '$1' LIMIT 1"
}
photo=$(photo_of team:T1)
other=$(photo_of team:T2)

check /protocol/4.3-server-vouches-for-its-certificate check_server
check /protocol/4.5-pull-with-curl pull "$token"
check /protocol/1.7-every-chain-checks-with-sha256sum-and-openssl check_chains
check /protocol/4.7-receipt-is-signed check_receipt "$token"
check /protocol/4.5-the-same-in-zstd check_compressed "$token"
check /protocol/4.9-events-tell-the-heads check_events "$token"
check /protocol/3.1-a-team-gets-its-own-scopes-only same "agency:A01 agency:A02 base team:T1" \
  "$(cut -f1 "$dir/tips" | sort -u | tr '\n' ' ' | sed 's/ $//')"
check /protocol/4.8-evidence same "${photo#sha256:}" "$(ask "$token" "/v1/evidence/$photo" | sha256_of)"
check /protocol/4.8-evidence-with-a-range same 100 "$(ask "$token" "/v1/evidence/$photo" -r 100-199 | wc -c)"
check /protocol/4.8-evidence-of-another-team-is-not-there same 404 "$(status "$token" "/v1/evidence/$other")"
check /protocol/4.2-wrong-token same 401 "$(status "${token%?}x" /v1/events)"
check /protocol/4.10-health same ok "$(ask '' /healthz)"
metrics_name_nobody() {
  ask '' /metrics > "$dir/metrics" && grep -q '^hecha_up 1$' "$dir/metrics" || return
  ! grep -E "team:|office|I01|${token:0:32}" "$dir/metrics"
}
check /protocol/4.10-metrics-name-nobody metrics_name_nobody

code=$(hecha-server invite "$demo/central" --role office --name curl --person O02)
check /protocol/5.1-keys-from-openssl new_device
check /protocol/4.4-enrol-with-curl enrol_with_curl "$code"
enrol_again() {
  cp "$dir/enrolled.json" "$dir/enrolled-before.json"
  enrol_with_curl "$code" && cmp "$dir/enrolled.json" "$dir/enrolled-before.json"
}
check /protocol/4.4-the-same-code-and-key-get-the-same-answer enrol_again
at=$(date -u '+%Y-%m-%dT%H:%M:%S.000Z')
push() { push_with_curl "$(jq -r .token "$dir/enrolled.json")" "$at"; }
check /protocol/1.2-an-entry-written-by-hand-is-accepted push
check /protocol/1.2-and-counts same 外请专家𠮷 "$(central "SELECT name FROM person WHERE id = 'X01'")"
check /protocol/4.11-and-may-come-twice push
check /protocol/1.2-and-is-there-once same 1 "$(central "SELECT count (*) FROM entry e JOIN chain c ON c.n = e.chain
  WHERE c.dev = '$(jq -r .dev "$dir/enrolled.json")'")"

finish
