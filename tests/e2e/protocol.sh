# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# protocol.sh - docs/protocol.md with other people's programs: curl, openssl, sha256sum, xxd, jq and zstd. Source it;
# $url is the server's address, $dir a directory for files. Numbers are those of the rules. A function that finds
# something wrong says so and fails.
# shellcheck disable=SC2154

wrong() { printf '%s\n' "$*"; return 1; }
sha256_of() { sha256sum | cut -c1-64; }

# ask TOKEN PATH [CURL-ARG...]: the body on standard output; fails when the status is not 2xx
ask() {
  local token=$1 path=$2
  shift 2
  curl -sSk --fail-with-body -m 20 -H "Authorization: Bearer $token" "$@" "$url$path"
}

# status TOKEN PATH [CURL-ARG...]: the status alone
status() {
  local token=$1 path=$2
  shift 2
  curl -sSk -m 20 -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$@" "$url$path"
}

# key_id HEX: the id of a raw Ed25519 key (1.2)
key_id() { xxd -r -p <<< "$1" | sha256sum | cut -c1-32; }

# verify KEY SIG < text: an Ed25519 signature; KEY is `ed25519:HEX`
verify() {
  cat > "$dir/signed"
  xxd -r -p <<< "302a300506032b6570032100${1#ed25519:}" > "$dir/key.der"
  xxd -r -p <<< "$2" > "$dir/sig"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$dir/key.der" -rawin -in "$dir/signed" -sigfile "$dir/sig" \
    > "$dir/verified" 2>&1 || wrong "the signature is wrong: $(cat "$dir/verified")"
}

# 4.3: the server's key vouches for the certificate that it shows
check_server() {
  local sha shown
  curl -sSk -m 20 "$url/v1/server" > "$dir/server.json" || return
  sha=$(jq -r '.tls[0].sha256' "$dir/server.json")
  shown=$(openssl s_client -connect "${url#https://}" < /dev/null 2> /dev/null | openssl x509 -outform DER | sha256_of)
  [ "$sha" = "$shown" ] || wrong "the certificate is $shown, not $sha" || return
  printf 'hecha-tls-v1\n%s\n' "$sha" \
    | verify "$(jq -r .key "$dir/server.json")" "$(jq -r '.tls[0].sig' "$dir/server.json")"
}

# first_line HEADS [HAVE]: of a request (4.5)
first_line() {
  jq -cn --arg heads "$1" --argjson have "${2:-null}" \
    '(if $have then {have: $have} else {} end) + {heads: $heads, hecha: 1}'
}

# sync TOKEN REQUEST ANSWER [CURL-ARG...]
sync_with_curl() {
  local token=$1 request=$2 answer=$3
  shift 3
  ask "$token" /v1/sync -X POST -H 'Content-Type: application/x-ndjson' --data-binary "@$request" "$@" > "$answer"
}

# pull TOKEN: asks with nothing in hand; $dir/lines gets the entries and heads, $dir/answer the whole
pull() {
  first_line "sha256:$(printf 'hecha-heads-v1\n' | sha256_of)" '[]' > "$dir/request"
  sync_with_curl "$1" "$dir/request" "$dir/answer" || return
  sed -e 1d -e '/^{"more":/d' -e '/^{"receipt":/d' "$dir/answer" > "$dir/lines"
  [ -s "$dir/lines" ] || wrong "the answer has no entries"
}

# 1.4, 1.6, 1.7: every chain in $dir/lines, entry by entry and head by head. $dir/tips gets their ends: scope, dev, seq,
# digest, as 4.5 wants them.
check_chains() {
  local line what scope dev seq digest key sig chain
  local -A tip=() number=() vouched=()
  jq -r 'if .head then .head | ["head", .scope, .dev, .seq, .digest, .key, .sig]
    else ["entry", .scope, .dev, .seq, .prev // "null"] end | @tsv' "$dir/lines" > "$dir/fields" || return
  while IFS= read -r line <&3 && IFS=$'\t' read -r what scope dev seq digest key sig <&4; do
    chain=$scope$'\t'$dev
    if [ "$what" = entry ]; then
      [ "$seq" = $((${number[$chain]:-0} + 1)) ] || wrong "$chain: $seq does not follow ${number[$chain]:-0}" || return
      [ "$digest" = "${tip[$chain]:-null}" ] || wrong "$chain $seq: prev is $digest" || return
      tip[$chain]=sha256:$(printf %s "$line" | sha256_of)
      number[$chain]=$seq
    else
      [ "$digest $seq" = "${tip[$chain]} ${number[$chain]}" ] || wrong "$chain: the head is of another entry" || return
      [ "$(key_id "${key#ed25519:}")" = "${dev:0:32}" ] || wrong "$chain: the key is not the device's" || return
      printf 'hecha-head-v1\n%s\n%s\n%s\n%s\n' "$dev" "$scope" "$seq" "$digest" | verify "$key" "$sig" || return
      vouched[$chain]=$seq
    fi
  done 3< "$dir/lines" 4< "$dir/fields"
  for chain in "${!tip[@]}"; do
    [ "${vouched[$chain]:-0}" = "${number[$chain]}" ] || wrong "$chain: no head at its end" || return
    printf '%s\t%s\t%s\n' "$chain" "${number[$chain]}" "${tip[$chain]}"
  done | LC_ALL=C sort > "$dir/tips"
  [ -s "$dir/tips" ] || wrong "there are no chains"
}

# The digest of $dir/tips (4.5).
heads_digest() { printf 'sha256:%s' "$({ printf 'hecha-heads-v1\n'; cat "$dir/tips"; } | sha256_of)"; }

# check_receipt TOKEN: 4.6 and 4.7: who has it all gets nothing but a receipt, which the server signed
check_receipt() {
  local receipt body
  first_line "$(heads_digest)" > "$dir/request"
  sync_with_curl "$1" "$dir/request" "$dir/answer" || return
  [ "$(wc -l < "$dir/answer")" = 3 ] || wrong "the answer to equal heads has $(wc -l < "$dir/answer") lines" || return
  receipt=$(sed -n 's/^{"receipt":\(.*\)}$/\1/p' "$dir/answer")
  [ "$(jq -r .heads <<< "$receipt")" = "$(heads_digest)" ] || wrong "the receipt is for other heads" || return
  [ "$(jq -r .key <<< "$receipt")" = "$(jq -r .key "$dir/server.json")" ] || wrong "another key signed" || return
  body=$(jq -cS 'del (.sig)' <<< "$receipt")
  printf 'hecha-receipt-v1\n%s\n' "$body" \
    | verify "$(jq -r .key <<< "$receipt")" "$(jq -r .sig <<< "$receipt")"
}

# check_compressed TOKEN: 4.5: the same in zstd, both ways
check_compressed() {
  first_line "sha256:$(printf 'hecha-heads-v1\n' | sha256_of)" '[]' | zstd -q -c > "$dir/request.zst"
  sync_with_curl "$1" "$dir/request.zst" "$dir/answer.zst" -H 'Content-Encoding: zstd' -H 'Accept-Encoding: zstd' \
    || return
  zstd -q -d -c "$dir/answer.zst" | sed -e 1d -e '/^{"more":/d' -e '/^{"receipt":/d' | cmp - "$dir/lines"
}

# check_events TOKEN: 4.9: what is told first are the heads of now
check_events() {
  local told
  told=$(curl -sSkN -m 8 -H "Authorization: Bearer $1" "$url/v1/events" 2> /dev/null | sed -n 's/^data: //p' | head -1)
  [ "$(jq -r .heads <<< "$told")" = "$(heads_digest)" ] || wrong "the event says $told"
}

# 5.1: keys as openssl makes them
new_device() {
  openssl genpkey -algorithm ed25519 -out "$dir/device.pem" 2> /dev/null \
    && openssl genpkey -algorithm x25519 -out "$dir/box.pem" 2> /dev/null
}

# public_key FILE.pem: the raw key in hex
public_key() { openssl pkey -in "$1" -pubout -outform DER | tail -c 32 | xxd -p -c 64; }

# enrol_with_curl CODE: 4.4; $dir/enrolled.json gets the answer
enrol_with_curl() {
  local key
  key=$(public_key "$dir/device.pem")
  jq -cn --arg code "$1" --arg key "ed25519:$key" --arg box "x25519:$(public_key "$dir/box.pem")" \
    '{box_key: $box, code: $code, key: $key, name: "curl"}' > "$dir/enrol.json"
  curl -sSk --fail-with-body -m 20 --data-binary "@$dir/enrol.json" "$url/v1/enrol" > "$dir/enrolled.json" || return
  [ "$(jq -r .dev "$dir/enrolled.json")" = "$(key_id "$key")" ] || wrong "the device is $(cat "$dir/enrolled.json")"
}

# push_with_curl TOKEN AT: an entry written by hand, signed by openssl, and handed over (1.1 to 1.6, 4.5)
push_with_curl() {
  local key device ops entry digest sig
  key=$(public_key "$dir/device.pem")
  device=$(key_id "$key")
  ops='[{"id":"X01","set":{"name":"外请专家𠮷","role":"expert"},"t":"person"}]'
  entry=$(printf '{"at":"%s-0000","by":"O02","dev":"%s","ops":%s,"prev":null,"scope":"office","seq":1,"v":1}' \
    "$2" "$device" "$ops")
  digest=sha256:$(printf %s "$entry" | sha256_of)
  printf 'hecha-head-v1\n%s\noffice\n1\n%s\n' "$device" "$digest" > "$dir/head"
  sig=$(openssl pkeyutl -sign -inkey "$dir/device.pem" -rawin -in "$dir/head" | xxd -p -c 128)
  {
    first_line "sha256:$(printf 'hecha-heads-v1\n' | sha256_of)"
    printf '%s\n' "$entry"
    printf '{"head":{"dev":"%s","digest":"%s","key":"ed25519:%s","scope":"office","seq":1,"sig":"%s"}}\n' \
      "$device" "$digest" "$key" "$sig"
  } > "$dir/request"
  sync_with_curl "$1" "$dir/request" "$dir/answer" || return
  [ "$(head -1 "$dir/answer" | jq -c '[.accepted, .held, .refused]')" \
    = "[[[\"office\",\"$device\",1,\"$digest\"]],[],[]]" ] || wrong "the server answered: $(head -1 "$dir/answer")"
}
