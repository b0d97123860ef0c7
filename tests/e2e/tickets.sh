# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tickets.sh - HCS-1 for those who do not trust us: sha256sum (or openssl), bc and sort. Source it.

hash_sha256() { sha256sum | cut -c1-64; }
hash_sm3() { openssl dgst -sm3 -r | cut -c1-64; }

# tickets ALGORITHM SEED < ids: lines `ticket id`, in the order of the draw
tickets() {
  local id sh hex dec
  sh=$(printf %s "$2" | "hash_$1")
  while IFS= read -r id; do
    hex=$(printf '%s%s' "$sh" "$id" | "hash_$1" | tr a-f A-F)
    dec=$(echo "ibase=16; $hex" | BC_LINE_LENGTH=0 bc)
    while [ ${#dec} -lt 64 ]; do dec=0$dec; done
    printf '0.%s %s\n' "$(printf %s "$dec" | rev)" "$id"
  done | LC_ALL=C sort
}

# A ticket is printed with 18 digits after its leading nines.
cut_tickets() { sed -E 's/^(0\.9*[0-9]{18})[0-9]* /\1 /'; }
