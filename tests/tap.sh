# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tap.sh - for tests in shell: source it, then
#
#   check NAME COMMAND [ARG...]      ok when the command succeeds; else its words are shown
#   refuse NAME COMMAND [ARG...]     ok when the command fails
#   finish                           the plan; ends the script with the status of it all
tap_count=0 tap_failed=0

tap_result() {
  local good=$1 name=$2 words=$3
  tap_count=$((tap_count + 1))
  if [ "$good" = 0 ]; then
    printf 'ok %d %s\n' "$tap_count" "$name"
    return
  fi
  tap_failed=1
  printf 'not ok %d %s\n' "$tap_count" "$name"
  printf '%s\n' "$words" | sed 's/^/# /'
}

check() {
  local name=$1 words status=0
  shift
  words=$("$@" 2>&1) || status=$?
  tap_result "$status" "$name" "$words"
}

refuse() {
  local name=$1 words status=0
  shift
  words=$("$@" 2>&1) || status=$?
  if [ "$status" = 0 ]; then
    tap_result 1 "$name" "succeeded: $words"
  else
    tap_result 0 "$name" ''
  fi
}

finish() {
  printf '1..%d\n' "$tap_count"
  exit "$tap_failed"
}
