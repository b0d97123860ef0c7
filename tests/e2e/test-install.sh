#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-install.sh - what `meson install` leaves behind is complete, and agrees with itself. TAP.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
prefix=$(meson introspect --buildoptions "$HECHA_BUILD_DIR" | jq -r '.[] | select(.name == "prefix").value')
root=$dir$prefix
unit=$root/lib/systemd/system/hecha-server.service

installs() { meson install -C "$HECHA_BUILD_DIR" --no-rebuild --quiet --destdir "$dir"; }
unit_starts_what_is_installed() {
  local program
  program=$(sed -n 's/^ExecStart=\([^ ]*\) .*/\1/p' "$unit")
  [ "$program" = "$prefix/bin/hecha-server" ] && ! grep -n '@[a-z]*@' "$unit"
}
unit_and_proxy_meet_at_one_socket() {
  local socket
  socket=$(sed -n 's/^ExecStart=.* --socket \([^ ]*\)$/\1/p' "$unit")
  [ -n "$socket" ] && grep -qF "server unix:$socket;" "$root/share/hecha/nginx/hecha.conf"
}
demo_tables_are_there() {
  [ "$(wc -l < "$root/share/hecha/demo/targets.csv")" = 25 ] \
    && [ "$(wc -l < "$root/share/hecha/demo/declarations.csv")" = 97 ] \
    && [ "$(wc -l < "$root/share/hecha/demo/people.csv")" = 21 ]
}
unit_names_a_document_that_is_there() {
  local file
  file=$(sed -n 's|^Documentation=file:||p' "$unit")
  [ -s "$dir$file" ] || { echo "$file is not installed"; return 1; }
}

check /install/installs installs
check /install/the-unit-starts-what-is-installed unit_starts_what_is_installed
check /install/unit-and-proxy-meet-at-one-socket unit_and_proxy_meet_at_one_socket
check /install/the-unit-names-a-document-that-is-there unit_names_a_document_that_is_there
check /install/the-demo-tables-are-there demo_tables_are_there
finish
