#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-package.sh - the Debian packages are built, hold what they should, work, and go again. TAP.
#
# Their contents are looked at and run where they were unpacked. With HECHA_INSTALL_TEST=1, as root, on a machine that
# has none of them (as in .ci/run), they are really installed, run and removed.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$(dirname "$here")")
# shellcheck source=tests/tap.sh
. "$here/../tap.sh"

skip_all() { echo "1..0 # SKIP $*"; exit 0; }
for program in dh lintian flatpak-builder; do
  command -v "$program" > /dev/null || skip_all "$program is missing (./dev package installs it)"
done
[ "${HECHA_SANITIZED:-}" != 1 ] || skip_all "the packages are built without sanitizers"

dir=$(mktemp -d)
server=
installed=
clean_up() {
  [ -z "$server" ] || kill "$server" 2> /dev/null
  [ -z "$installed" ] || dpkg --purge "${names[@]}" > /dev/null 2>&1
  rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
deb=$dir/deb
unpacked=$dir/unpacked
names=(hecha hecha-common hecha-server hechactl)

builds() { cd "$dir" && "$root/dev" package "$deb"; }
has_each_package() {
  local name
  for name in "${names[@]}"; do
    ls "$deb/$name"_*.deb || return
    dpkg-deb -x "$deb/$name"_*.deb "$unpacked" || return
  done
}
no_file_is_in_two_packages() {
  local name twice
  twice=$(for name in "${names[@]}"; do
    dpkg-deb -c "$deb/$name"_*.deb | awk '$1 !~ /^d/ {print $6}'
  done | sort | uniq -d)
  [ -z "$twice" ] || { echo "$twice"; return 1; }
}
manual_pages_are_sound() {
  local page words
  for page in man1/hecha.1 man1/hechactl.1 man8/hecha-server.8; do
    words=$(gunzip -c "$unpacked/usr/share/man/$page.gz" \
      | man --warnings -E UTF-8 -l -Tutf8 -Z - 2>&1 > /dev/null) || return
    [ -z "$words" ] || { echo "$page: $words"; return 1; }
  done
}
desktop_can_read_it() {
  local share=$unpacked/usr/share id=io.github.hecha.Hecha
  desktop-file-validate "$share/applications/$id.desktop" \
    && appstreamcli validate --no-net "$share/metainfo/$id.metainfo.xml" \
    && glib-compile-schemas --strict --dry-run "$share/glib-2.0/schemas" \
    && [ -s "$share/icons/hicolor/scalable/apps/$id.svg" ]
}
# The programs of the packages find what they need, not what lies in the build folder.
clean_env=(env -u HECHA_DATA_DIR -u HECHA_LOCALE_DIR -u GSETTINGS_SCHEMA_DIR -u LANGUAGE LC_ALL=C.UTF-8)
clean() { "${clean_env[@]}" "$@"; }
calculates() {
  [ "$(clean "$1"/usr/bin/hechactl calc sample-size --population 20000 --margin 0.05)" != "" ]
}
# What flatpak-builder understood, on standard output. It leaves a cache where it is called, warns of what it does not
# know and goes on. Whatever else it says is about this machine.
read_manifest() {
  local words
  words=$(cd "$dir" && flatpak-builder --show-manifest "$1" 2>&1 > "$dir/manifest") || { echo "$words"; return 1; }
  [[ $words != *Unknown* ]] || { echo "$words"; return 1; }
}
manifest_is_sound() {
  read_manifest "$root/data/flatpak/io.github.hecha.Hecha.json" || return
  jq -e '.id == "io.github.hecha.Hecha" and .command == "hecha" and .modules[-1].name == "hecha"' "$dir/manifest"
}
misspelt_manifest() {
  sed 's/"config-opts"/"config-options"/' "$root/data/flatpak/io.github.hecha.Hecha.json" > "$dir/misspelt.json"
  read_manifest "$dir/misspelt.json"
}

# ---- for real ----

really() { [ "${HECHA_INSTALL_TEST:-}" = 1 ] && [ "$(id -u)" = 0 ] && ! dpkg-query -W "${names[@]}" 2> /dev/null; }
installs() { dpkg -i "$deb"/hecha_*.deb "$deb"/hecha-common_*.deb "$deb"/hecha-server_*.deb "$deb"/hechactl_*.deb; }
makes_the_servers_user() { getent passwd hecha; }
starts_nothing_by_itself() { ! pgrep -x hecha-server -u hecha; }
# In the background of this script: what check calls is a shell of its own. So is a function in the background, which
# would be stopped in the server's place.
start_server() {
  clean /usr/bin/hecha-server init "$dir/central" --organisation Test > /dev/null
  : > "$dir/serve.log"
  "${clean_env[@]}" /usr/bin/hecha-server serve "$dir/central" --listen 127.0.0.1:0 > "$dir/serve.log" 2>&1 &
  server=$!
  until url=$(sed -n 's/^listening on //p' "$dir/serve.log") && [ -n "$url" ]; do
    kill -0 $server 2> /dev/null || return
    sleep 0.05
  done
}
stop_server() {
  kill "$server"
  wait "$server"
  ended=$?
  server=
}
ends_when_it_is_told() { [ "$ended" = 0 ]; }
serves_and_enrols() {
  local code
  code=$(clean /usr/bin/hecha-server invite "$dir/central" --role office --name Office) || return
  clean /usr/bin/hechactl --store "$dir/office" enrol "$url" "$code" \
    && clean /usr/bin/hechactl --store "$dir/office" import targets /usr/share/hecha/demo/targets.csv \
    && clean /usr/bin/hechactl --store "$dir/office" sync
}
speaks_chinese() {
  local words
  words=$(clean LANGUAGE=zh_CN /usr/bin/hechactl --store "$dir/nothing-here" sync 2>&1)
  [[ $words == *服务器* ]] || { echo "$words"; return 1; }
}
opens_its_window() {
  clean "$here/../ui/xrun" -- /usr/bin/hecha --store "$dir/office" --exit-after-first-frame | grep -x "first frame"
}
has_its_settings() { clean gsettings list-keys io.github.hecha.Hecha | grep -x window-width; }
is_removed() {
  dpkg --purge "${names[@]}" || return
  [ ! -e /usr/bin/hecha ] && [ ! -e /usr/bin/hechactl ] && [ ! -e /usr/bin/hecha-server ] \
    && [ ! -e /usr/share/hecha ] && [ ! -e /usr/libexec/hecha ]
}
keeps_what_was_recorded() { [ -s "$dir/central/central.db" ] && [ -s "$dir/office/hecha.db" ]; }

check /package/is-built-and-lintian-is-content builds
check /package/there-is-one-for-each-program has_each_package
check /package/no-file-is-in-two no_file_is_in_two_packages
check /package/the-manual-pages-are-sound manual_pages_are_sound
check /package/the-desktop-can-read-it desktop_can_read_it
check /package/the-command-runs-where-it-is-unpacked calculates "$unpacked"
check /package/the-flatpak-manifest-is-sound manifest_is_sound
refuse /package/a-misspelt-manifest-is-not misspelt_manifest
if really; then
  installed=1
  check /package/is-installed installs
  check /package/makes-the-servers-user makes_the_servers_user
  check /package/starts-nothing-by-itself starts_nothing_by_itself
  start_server
  check /package/serves-and-enrols serves_and_enrols
  check /package/speaks-chinese speaks_chinese
  check /package/opens-its-window opens_its_window
  check /package/has-its-settings has_its_settings
  stop_server
  check /package/ends-when-it-is-told ends_when_it_is_told
  check /package/is-removed is_removed
  check /package/keeps-what-was-recorded keeps_what_was_recorded
fi
finish
