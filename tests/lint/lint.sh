#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lint.sh - what ./dev lint runs. Prints file:line: reason for everything that is wrong; status 1 when something is.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
status=0

# Files of the project, also those not yet added; the bad examples are bad on purpose.
files() {
  git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do
    [[ ! -f $f || $f == tests/lint/bad/* ]] || echo "$f"
  done
}
part() {
  local name=$1 words
  shift
  if ! words=$("$@" 2>&1); then
    status=1
    printf '%s\n' "$words"
    printf 'lint: %s: failed\n' "$name"
  else
    printf 'lint: %s: ok\n' "$name"
  fi
}

format() {
  files '*.c' '*.h' | xargs -r -d '\n' clang-format --dry-run -Werror 2>&1 \
    | sed -n 's/^\([^ :]*:[0-9]*\):[0-9]*: error: .*/\1: not formatted: clang-format -i/p' | sort -u -t: -k1,1 -k2,2n
  return "${PIPESTATUS[1]}"
}

# SC2317: functions that are called through another one, as those of this script, are not unreachable.
scripts() {
  files | while read -r f; do
    if [[ $(head -c 64 "$f" | head -1 | tr -d '\0') =~ ^#!.*(bash|/sh) ]]; then echo "$f"; fi
  done | xargs -r -d '\n' shellcheck -x -e SC2317 -f gcc
}

xml() {
  files '*.ui' '*.gresource.xml' '*.svg' '*.metainfo.xml*' '*.gschema.xml' | xargs -r -d '\n' xmllint --noout --nonet
}

json() {
  files '*.json' | while read -r f; do
    # test input may be broken on purpose
    [[ $f == tests/*/corpus/* || $f == tests/*/cases/* ]] || jq empty "$f" || { echo "$f:1: not JSON"; exit 1; }
  done
}

desktop() { files '*.desktop' '*.desktop.in' | xargs -r -d '\n' desktop-file-validate; }
metainfo() { files '*.metainfo.xml' '*.metainfo.xml.in' | xargs -r -d '\n' appstreamcli validate --no-net; }

# The unit is one that systemd understands without a warning, and its sandbox is closed: exposure 0.5 of 10 at most.
units() {
  local dir words status=0
  dir=$(mktemp -d)
  sed -e 's|@bindir@/hecha-server|/bin/true|' -e 's|@docdir@|/usr/share/doc|' data/systemd/hecha-server.service.in \
    > "$dir/hecha-server.service"
  words=$(systemd-analyze verify "$dir/hecha-server.service" 2>&1) || status=1
  [ -z "$words" ] || { printf '%s\n' "$words"; status=1; }
  systemd-analyze security --offline=true --threshold=5 "$dir/hecha-server.service" | tail -1
  [ "${PIPESTATUS[0]}" = 0 ] || status=1
  rm -r "$dir"
  return "$status"
}

# Chinese and English are complete: every message has a translation, and none is a guess.
translations() {
  local f counted bad=0
  for f in $(files '*.po'); do
    counted=$(msgfmt --check --statistics -o /dev/null "$f" 2>&1) || { echo "$counted"; bad=1; continue; }
    case $counted in *fuzzy* | *untranslated*) echo "$f:1: $counted"; bad=1 ;; esac
  done
  return "$bad"
}

# What stands in the code is what was translated: nothing was added or changed since.
messages() {
  local f pot bad=0 keywords
  mapfile -t keywords < po/keywords
  while read -r f; do
    grep -qxF "$f" po/POTFILES || { echo "$f:1: has words for people, and is not in po/POTFILES"; bad=1; }
  done < <(files 'shared/*.c' 'app/*.c' 'sync-server/*.c' | xargs grep -l gi18n)
  pot=$(mktemp)
  xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 "${keywords[@]}" \
    --files-from=po/POTFILES --output="$pot" 2> /dev/null || bad=1
  for f in $(files 'po/*.po'); do
    msgcmp "$f" "$pot" 2>&1 | grep -v '^msgcmp:' | sed "s|$pot|po/POTFILES|"
    [ "${PIPESTATUS[0]}" = 0 ] || bad=1
  done
  rm "$pot"
  return "$bad"
}

part "format" format
part "habits" /usr/bin/python3 tests/lint/check-source.py
part "the habits' bad examples" /usr/bin/python3 tests/lint/test-lint.py
part "shell scripts" scripts
part "XML" xml
part "JSON" json
part "desktop entry" desktop
part "metainfo" metainfo
part "systemd unit" units
part "translations" translations
part "messages" messages
exit $status
