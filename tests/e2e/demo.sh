#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# demo.sh [--keep DIR] - the whole way from a table of targets to signed findings in the central database, on the real
# programs. Each step is printed as the command that a person could type, in the directory that the first line names.
#
# --keep DIR leaves everything there to play with: DIR/central is the server's, DIR/office, DIR/office2, DIR/team1 and
# DIR/team2 are laptops. Without it all of it is removed at the end. Where there is a display, the app opens on the
# first team's laptop at the end; else a picture of its window is written to DIR/window.png (without --keep: to
# demo-window.png in the build folder).
#
# Exit status: 0 when every step did what it should and the numbers are as expected.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
# shellcheck source=tests/e2e/demo-lib.sh
. "$here/demo-lib.sh"

keep=
while [ $# -gt 0 ]; do
  case $1 in
    --keep) [ $# -gt 1 ] || fail "--keep needs a directory"; keep=$2; shift ;;
    --keep=*) keep=${1#*=} ;;
    *) sed -n '/^# demo.sh/,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
  esac
  shift
done

build=${HECHA_BUILD_DIR:-$root/build}
programs=$build/sync-server:$build/app/hechactl:$build/app/hecha
export PATH=$programs:$PATH
export HECHA_DATA_DIR=$root/data HECHA_LOCALE_DIR=$build/po GSETTINGS_SCHEMA_DIR=$build/data
export no_proxy=localhost,127.0.0.1
# What the commands say is read here, so they speak English; the window speaks the reader's language.
language=${LANGUAGE-}
export LANGUAGE=en
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac

if [ -n "$keep" ]; then
  mkdir -p "$keep"
  dir=$(cd "$keep" && pwd)
  [ -z "$(ls -A "$dir")" ] || fail "$dir is not empty; the demo begins in an empty directory"
else
  dir=$(mktemp -d "${TMPDIR:-/tmp}/hecha-demo-XXXXXX")
fi
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2> /dev/null || true
  wait
  [ -n "$keep" ] || rm -rf "$dir"
}
trap clean_up EXIT
began=$(date +%s)
cd "$dir"

plan=HC2026Q2-DEMO
dice=20237331128159211123
double=A02-2026-T01-Q2
clinics=A02-2026-T02-Q2

# ---- the steps ----

# listen ADDRESS: from now on the server listens; its address is $url
listen() {
  printf '\n$ hecha-server serve central --listen %s > serve.log &\n' "$1"
  : > serve.log # else an earlier server's address might be read
  hecha-server serve central --listen "$1" > serve.log 2>&1 &
  server=$!
  until url=$(sed -n 's/^listening on //p' serve.log) && [ -n "$url" ]; do
    kill -0 $server 2> /dev/null || fail "the server ended: $(cat serve.log)"
    sleep 0.05
  done
  cat serve.log
}

hang_up() {
  printf '\n$ kill %%1    # the server\n'
  kill "$server"
  wait "$server" || fail "the server ended with status $?"
  server=
}

# enrol STORE NAME PERSON OPTION...: a laptop gets its code, and enrols with it
enrol() {
  local store=$1 name=$2 person=$3
  shift 3
  run hecha-server invite central "$@" --name "$name" --person "$person"
  run hechactl --store "$store" enrol "$url" "$said"
}

set_up_server() {
  heading "A server, with TLS on loopback"
  run hecha-server init central --organisation 青岚省目标办
  listen 127.0.0.1:0
}

set_up_office() {
  heading "Two people of the office and two inspection teams get their laptops"
  enrol office 综合处甲机 O01 --role office
  enrol office2 综合处乙机 O02 --role office
  enrol team1 一组笔记本 I01 --role team --team T1
  enrol team2 二组笔记本 I04 --role team --team T2
}

import_tables() {
  heading "The year's targets, what the agencies declared, and the people"
  run hechactl --store office import targets "$HECHA_DATA_DIR/demo/targets.csv"
  expect "targets" "24 new, 0 changed, 0 as before" "$(head -1 <<< "$said")"
  run hechactl --store office import declarations "$HECHA_DATA_DIR/demo/declarations.csv"
  expect "declarations" "96 new, 0 changed, 0 as before" "$said"
  run hechactl --store office import people "$HECHA_DATA_DIR/demo/people.csv"
}

draw_samples() {
  heading "A plan of six parts; the frame is frozen, and only then the dice are thrown"
  run hechactl --store office plan create $plan --kind quarterly --quarter 2026Q2 --selection random \
    --purpose 核实第二季度申报完成情况 --content 申报完成的职能目标 --method 查阅资料、实地查看、走访询问 \
    --standard 各目标第二季度标准 --time-limit 2026-08-31 --demands 两人以上同时在场，当场签字
  run hechactl --store office plan approve $plan
  run hechactl --store office frame freeze $plan --declared complete
  expect "units in the frame" 21 "$(sed -n 's/^\([0-9]*\) units.*/\1/p' <<< "$said")"
  most=16 run hechactl --store office draw $plan --size 8 --rand $dice --source dice --witness O02 --witness I13
  run hechactl --store office draw verify $plan
}

assign_samples() {
  heading "Two teams, each with its remit; $double goes to both"
  run hechactl --store office team create T1 --leader I01 --member I01 --member I02 --remit A01,A02
  run hechactl --store office team create T2 --leader I04 --member I04 --member I05 --member I06 --remit A02,A03
  run hechactl --store office assign $plan --team T1 A01-2026-T03-Q2 A02-2026-T04-Q2 A02-2026-T07-Q2 $double
  run hechactl --store office assign $plan --team T2 A03-2026-T01-Q2 A03-2026-T02-Q2 A02-2026-T06-Q2 $double
  say "The village clinics are a livelihood project and a key point: six items, and whether there is difficulty."
  run hechactl --store office assign $plan --team T2 $clinics --checklist livelihood --key-point
  local laptop
  for laptop in office team1 team2 office2; do
    run hechactl --store $laptop sync
  done
  run hechactl --store team1 samples
  expect "samples of the first team" 4 "$(wc -l <<< "$said")"
  run hechactl --store team2 samples
  expect "samples of the second team" 5 "$(wc -l <<< "$said")"
}

# attach_required STORE UNIT PLACE: one file for each thing that the standard asks for: a photograph, then tables
attach_required() {
  local store=$1 unit=$2 place=$3 item file n=0
  while IFS= read -r item; do
    n=$((n + 1))
    if [ $n = 1 ]; then
      file=files/$store-$unit.jpg
      photograph "$file" "$unit" "${place%,*}" "${place#*,}" || fail "ImageMagick could not make a photograph"
    else
      file=files/$store-$unit-$n.csv
      printf '序号,项目,核对\n1,%s,属实\n' "$item" > "$file"
    fi
    run hechactl --store "$store" attach "$unit" "$file" --about "$item"
  done < <(hechactl --store "$store" show "$unit" --json | jq -r '.assignment.evidence_list[]?')
}

# record STORE UNIT AGENCY-PERSON PLACE VERDICT OBSERVATION VALUE UNIT: a visit from beginning to end. The inspectors
# are the first of $present; the first of them leads.
record() {
  local store=$1 unit=$2 head=$3 place=$4 verdict=$5 observation=$6 value=$7 measure=$8 person role=leader
  run hechactl --store "$store" visit "$unit" --mode onsite --place "$place" --method documents --method site_view \
    --present "${present[@]/%/@09:00-10:40}"
  run hechactl --store "$store" method "$unit" documents --title 第二季度工作台账 --no-number --copy seen
  attach_required "$store" "$unit" "$place"
  run hechactl --store "$store" finding "$unit" --verdict "$verdict" --observation "$observation" \
    ${value:+--value "$value" --unit "$measure"}
  run hechactl --store "$store" sign "$unit" --person "$head" --role agency --strokes "files/strokes-$head.json"
  for person in "${present[@]}"; do
    [ $role = leader ] || run hechactl --store "$store" sign "$unit" --person "$person" --role inspector \
      --strokes "files/strokes-$person.json"
    role=inspector
  done
  person=${present[0]}
  run hechactl --store "$store" sign "$unit" --person "$person" --role leader --strokes "files/strokes-$person.json"
  expect "state" "$plan/$unit: effective" "$said"
}

# What P3 6.2.3 b asks of a livelihood project, and P3 7.3 of a key point.
answer_clinics() {
  local item
  for item in initiation approval implementation fund_arrangement fund_allocation; do
    run hechactl --store team2 answer $clinics $item yes
  done
  run hechactl --store team2 answer $clinics fund_execution no --note 两县设备款未支付
  run hechactl --store team2 visit $clinics --mode onsite --place 26.2140,107.5190 --method public \
    --present "${present[@]/%/@09:00-10:40}" --difficulty some --difficulties 两县设备款未支付，设备未到
  run hechactl --store team2 method $clinics public --consent yes --answers 村民两人，均称卫生室已开工，愿意公开意见
}

make_strokes() {
  local person n=0
  mkdir files
  for person in I01 I02 I04 I05 I06 H01 H02 H03; do
    n=$((n + 1))
    strokes "files/strokes-$person.json" $n
  done
}

record_offline() {
  heading "At the sites there is no network: the server is out of reach while both teams record"
  hang_up
  refused hechactl --store team1 sync
  make_strokes
  say "The first team: 顾北辰 leads, with 沈知微. Before anything is recorded the leader cannot sign."
  refused hechactl --store team1 sign $double --person I01 --role leader --strokes files/strokes-I01.json
  present=(I01 I02)
  record team1 $double H02 26.5783,106.7135 not_met \
    '抽查120份随访记录，规范85份，规范随访率70.8%，低于80%；申报81.6%系按签约人数计算' 70.8 %
  record team1 A01-2026-T03-Q2 H01 26.6127,106.8021 met \
    '查巡查记录47份，河段无重复，每份2人签名；发现问题22个，销号21个' 95.45 %
  record team1 A02-2026-T04-Q2 H02 26.5790,106.7202 met '检查文书146份，整改通知31份，复查合格29份' 93.55 %
  record team1 A02-2026-T07-Q2 H02 26.5655,106.7310 met '通话平台导出报表，当季接通46210通，接通率92.3%' 92.3 %
  run hechactl --store team1 samples
  most=20 run hechactl --store team1 status

  say "The second team: 周𠮷安 leads. It verifies $double too, and sees it otherwise."
  present=(I04 I05 I06)
  record team2 $double H02 26.5783,106.7135 partly '只看到电子随访台账，按台账计算随访率78.9%，未入户核对' 78.9 %
  record team2 A03-2026-T01-Q2 H03 26.6480,106.6302 met '接入确认单5份，4至6月比对日志各1份，抽验字段一致' '' ''
  record team2 A03-2026-T02-Q2 H03 26.6511,106.6288 met '办件台账310件，5个工作日内办结298件' 96.13 %
  answer_clinics
  record team2 $clinics H02 26.2140,107.5190 met '现场看6个村卫生室，均已开工；合同与照片48份，无重复' 48 份
  record team2 A02-2026-T06-Q2 H02 26.5812,106.7099 met '审查表齐全；公告页面存档显示公示32日' 32 日
}

sync_teams() {
  heading "Back: the first team syncs over the network, the second hands over a bundle and gets a receipt bundle"
  listen "${url#https://}"
  run hechactl --store team1 sync
  run hechactl --store team2 bundle export team2.bundle
  run hecha-server bundle import central team2.bundle --receipt team2-receipt.bundle
  run hechactl --store team2 bundle import team2-receipt.bundle
  most=20 run hechactl --store team2 status
  expect "entries of the second team that the office lacks" 0 "$(sed -n 's/^unsent_entries: //p' <<< "$said")"
  run hechactl --store office sync
}

# plan_next STORE OPTION...: the next quarter's plan, or a change of it
plan_next() {
  local store=$1
  shift
  run hechactl --store "$store" plan create HC2026Q3-DEMO --kind quarterly --quarter 2026Q3 --selection random "$@"
}

disagree() {
  heading "Two people of the office edit the same field offline"
  plan_next office --purpose 核实第三季度申报完成情况 --content 申报完成的职能目标 --method 查阅资料、实地查看 \
    --standard 各目标第三季度标准 --demands 两人以上同时在场
  run hechactl --store office sync
  run hechactl --store office2 sync
  say "Neither knows of the other: 叶明谦 (O01) and 江岫宁 (O02) each set the time limit."
  plan_next office --time-limit 2026-11-30
  plan_next office2 --time-limit 2026-12-15
  run hechactl --store office sync
  run hechactl --store office2 sync
  run hechactl --store office sync
  say "Both values are kept. Until somebody rules, the plan cannot be approved."
  run hechactl --store office conflicts
  expect "open conflicts of one field" 1 "$(awk '$2 == "value"' <<< "$said" | wc -l)"
  expect "samples that were verified twice" 1 "$(awk '$2 == "double"' <<< "$said" | wc -l)"
  conflict=$(awk '$2 == "value" {print $1}' <<< "$said")
  refused hechactl --store office plan approve HC2026Q3-DEMO
}

rate_now() {
  most=20 run hechactl --store office rate $plan
  expect "error rate" "$1" "$(sed -n 's/^核验误差率 \([0-9]*.[0-9]*\) .*/\1/p' <<< "$said")"
}

rule() {
  heading "The office rules, with its reasons"
  say "While two teams say different things of $double, it counts in no rate."
  rate_now 0/7
  run hechactl --store office resolve "$conflict" --take 2 --reason 第三季度材料12月初才能收齐
  run hechactl --store office plan approve HC2026Q3-DEMO
  run hechactl --store office resolve $plan/$double --take 1 --reason 一组抽查纸质记录并入户核对，二组只看电子台账
  run hechactl --store office sync
  run hechactl --store office2 sync
  run hechactl --store office conflicts --all
}

# central SQL: what the central database itself says, with nothing but sqlite3
central() {
  run sqlite3 -readonly -column central/central.db "$1"
}

show_central() {
  heading "What the central database now holds"
  central "SELECT f.id, s.name AS team, f.verdict, f.value, f.unit, g.person AS signed FROM finding f
    JOIN scope s ON s.n = f.scope JOIN signature g ON g.scope = f.scope AND g.id = f.effective_by ORDER BY 1, 2"
  expect "findings" 9 "$(wc -l <<< "$said")"
  central "SELECT s.name, v.kind, count (*), sum (v.size) || ' bytes' FROM evidence v JOIN scope s ON s.n = v.scope
    GROUP BY s.name, v.kind"
  central "SELECT c.id, c.counted, c.reason FROM choice c"
  expect "choices" 1 "$(wc -l <<< "$said")"
  central "SELECT c.id, e.bytes ->> '\$.ops[0].id' AS plan, e.bytes ->> '\$.ops[0].set' AS ruling,
    e.bytes ->> '\$.ops[0].why' AS reason FROM conflict c JOIN entry e ON e.n = c.ruling WHERE NOT c.open"
  expect "rulings" 1 "$(wc -l <<< "$said")"
  rate_now 1/8
  run hechactl calc interval --failed 1 --checked 8 --population 21
}

# The same state everywhere, and nothing in it that does not follow from the signed entries.
check_all() {
  local laptop digest
  heading "Everybody has the same, and it is what was signed"
  run hecha-server verify central
  for laptop in office office2 team1 team2; do
    run hechactl --store $laptop verify
  done
  run hecha-server digest central
  digest=$said
  for laptop in office office2; do
    run hechactl --store $laptop digest
    expect "digest of $laptop" "$digest" "$said"
  done
  for laptop in 1 2; do
    run hecha-server digest central --scope team:T$laptop
    digest=${said##*$'\t'}
    run hechactl --store team$laptop digest --scope team:T$laptop
    expect "digest of team T$laptop" "$digest" "$said"
  done
}

show_window() {
  heading "The window of the first team's laptop"
  export LANGUAGE=$language
  if [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
    say "Close it to go on."
    run hecha --store team1
  else
    local picture=$dir/window.png
    [ -n "$keep" ] || picture=$build/demo-window.png
    rm -f "$picture"
    run "$root/tests/ui/shot" -o "$picture" -- hecha --store team1
    [ -s "$picture" ] || fail "there is no picture"
    say "There is no display here: a picture of the window is in $picture"
  fi
}

printf '$ cd %s\n' "$(quoted "$dir")"
printf '$ export PATH=%s:%s\n' "$programs" "\$PATH"
printf '$ export LANGUAGE=en HECHA_DATA_DIR=%s HECHA_LOCALE_DIR=%s GSETTINGS_SCHEMA_DIR=%s\n' "$HECHA_DATA_DIR" \
  "$HECHA_LOCALE_DIR" "$GSETTINGS_SCHEMA_DIR"
set_up_server
set_up_office
import_tables
draw_samples
assign_samples
record_offline
sync_teams
disagree
rule
show_central
check_all
show_window
hang_up

heading "Done in $(($(date +%s) - began)) s"
printf '8 of 21 units drawn, 9 findings, one of them a double; error rate 1/8; digests equal, verify clean.\n'
if [ -n "$keep" ]; then
  printf 'Left in %s: central, office, office2, team1, team2. The server starts again with:\n' "$dir"
  printf '  ./dev run hecha-server serve %s --listen %s\n' "$(quoted "$dir/central")" "${url#https://}"
else
  printf '%s is removed; --keep DIR leaves it.\n' "$dir"
fi
