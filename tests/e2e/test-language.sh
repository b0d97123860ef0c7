#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-language.sh - the programs speak the language of the person, and scripts get English. TAP.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export HECHA_LOCALE_DIR=$HECHA_BUILD_DIR/po LC_ALL=C.UTF-8

# says STATUS TEXT COMMAND [ARG...]: the command ends with the status, and its words have the text.
says() {
  local status=$1 text=$2 words
  shift 2
  words=$("$@" 2>&1)
  if [ $? != "$status" ] || [[ $words != *"$text"* ]]; then
    printf 'not “%s”: %s\n' "$text" "$words"
    return 1
  fi
}

in_chinese() { LANGUAGE=zh_CN "$@"; }

check /language/refusal-is-in-chinese \
  says 1 '里没有数据；请先用邀请码接入服务器' in_chinese hechactl --store "$dir/none" status
check /language/wrong-usage-is-in-chinese says 2 '用法：hechactl' in_chinese hechactl calc working-day
check /language/answer-is-in-chinese says 0 '休息日' in_chinese hechactl calc working-day 2026-10-01
check /language/half-sentences-are-in-chinese-too \
  says 2 '“2026-13-01”不是日期' in_chinese hechactl calc working-day 2026-13-01
check /language/server-refuses-in-chinese says 1 '里没有服务器；请先建立' in_chinese hecha-server invite "$dir/none" \
  --role office --name 目标办
check /language/json-is-never-translated \
  says 1 'There is no store in' in_chinese hechactl --store "$dir/none" status --json
check /language/without-a-language-it-is-english \
  says 1 'There is no store in' hechactl --store "$dir/none" status
finish
