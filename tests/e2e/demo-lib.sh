# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# demo-lib.sh - what demo.sh shows its steps with, and the things of the field that it makes itself: photographs and
# strokes of a pen. Source it.

# Each is a line of its own in the output; a command is what a person could type.
heading() { printf '\n==== %s\n' "$*"; }
say() { printf '\n# %s\n' "$*"; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }

# quoted WORD...: as a shell would read it again
quoted() {
  local word line=
  for word; do
    case $word in
      *\'*)
        word=${word//\\/\\\\}
        word=${word//\"/\\\"}
        word=${word//\`/\\\`}
        word=\"${word//\$/\\\$}\"
        ;;
      '' | *[!A-Za-z0-9_./:=@,+%一-龥-]*) word="'$word'" ;;
    esac
    line+=${line:+ }$word
  done
  printf '%s\n' "$line"
}

# At most $most lines of $said.
most=12
show_said() {
  local n
  [ -n "$said" ] || return 0
  n=$(wc -l <<< "$said")
  if [ "$n" -le "$most" ]; then
    printf '%s\n' "$said"
  else
    head -n $((most - 1)) <<< "$said"
    printf '  … %d more lines\n' $((n - most + 1))
  fi
}

# run COMMAND...: prints it, does it, prints what it says; $said keeps all of that. The demo ends when it fails.
run() {
  local status=0
  printf '\n$ %s\n' "$(quoted "$@")"
  said=$("$@" 2>&1) || status=$?
  show_said
  [ $status = 0 ] || fail "that ended with status $status"
}

# refused COMMAND...: has to be refused, with one reason
refused() {
  local status=0
  printf '\n$ %s\n' "$(quoted "$@")"
  said=$("$@" 2>&1) || status=$?
  show_said
  [ $status = 1 ] || fail "that was to be refused, and ended with status $status"
}

# expect WHAT EXPECTED ACTUAL
expect() {
  [ "$2" = "$3" ] || fail "$1: expected $2, not $3"
  printf '  (%s: %s, as expected)\n' "$1" "${3:0:40}"
}

# degrees DECIMAL: as EXIF has them, in hundredths of a second
degrees() {
  awk -v d="$1" 'BEGIN { m = (d - int(d)) * 60; printf "%d/1 %d/1 %d/100", int(d), int(m), (m - int(m)) * 6000 + 0.5 }'
}

# photograph FILE LABEL LAT LON: a picture of a place that is not there, with the time and the place that a telephone
# writes into its own. Without exiv2 it says neither.
photograph() {
  local file=$1 label=$2 lat=$3 lon=$4
  convert -size 1280x960 gradient:'#87b5d6-#e8efe6' -fill '#6c8455' -draw 'rectangle 0,560 1280,960' \
    -fill '#b7ab98' -draw "polygon 300,560 640,360 980,560" -draw 'rectangle 380,560 900,800' \
    -fill '#5b4a3c' -draw "rectangle 600,640 700,800" -fill white -pointsize 34 -gravity SouthWest \
    -annotate +24+20 "$label  $(TZ=Asia/Shanghai date '+%Y-%m-%d %H:%M')" -quality 86 "$file" || return
  command -v exiv2 > /dev/null || return 0
  exiv2 -M "set Exif.Photo.DateTimeOriginal $(TZ=Asia/Shanghai date '+%Y:%m:%d %H:%M:%S')" \
    -M 'set Exif.Photo.OffsetTimeOriginal +08:00' -M 'set Exif.Image.Make Hecha' -M 'set Exif.Image.Model Demo' \
    -M 'set Exif.GPSInfo.GPSLatitudeRef N' -M "set Exif.GPSInfo.GPSLatitude $(degrees "$lat")" \
    -M 'set Exif.GPSInfo.GPSLongitudeRef E' -M "set Exif.GPSInfo.GPSLongitude $(degrees "$lon")" "$file"
}

# strokes FILE SEED: a signature of four strokes, every hand another one
strokes() {
  awk -v seed="$2" 'BEGIN {
    srand(seed); printf "["; ms = 0
    for (s = 0; s < 4; s++) {
      x = 2000 + 4200 * s; y = 3000 + rand() * 1500; a = 600 + rand() * 900; w = 0.25 + rand() * 0.3
      printf "%s[", s ? "," : ""
      for (i = 0; i < 28; i++) {
        printf "%s[%d,%d,%d,%d]", i ? "," : "", x + i * 120 + a * sin(i * w * 2) / 3, y + a * sin(i * w) + i * 30, \
          420 + 380 * sin(3.14159 * i / 28), ms
        ms += 12
      }
      printf "]"; ms += 140
    }
    printf "]\n" }' > "$1"
}
