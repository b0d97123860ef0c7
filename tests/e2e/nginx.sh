#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# nginx.sh DIR SOCKET [CERT KEY] - runs nginx with the configuration that we ship, on a free port of the loopback, in
# front of the server that listens at SOCKET. Writes the address to DIR/url once it is listening, and stays in the
# foreground. Everything that it writes is in DIR. Without CERT and KEY it makes its own: DIR/tls.crt, DIR/tls.key.
set -euo pipefail
[ $# -eq 2 ] || [ $# -eq 4 ] || { echo "usage: nginx.sh DIR SOCKET [CERT KEY]" >&2; exit 2; }
mkdir -p "$1/tmp"
dir=$(cd "$1" && pwd)
socket=$(realpath -m "$2")
shipped=$(cd "$(dirname "$0")/../.." && pwd)/data/nginx/hecha.conf
cert=${3:-$dir/tls.crt} key=${4:-$dir/tls.key}
if [ $# -eq 2 ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$key" -out "$cert" 2> /dev/null
fi
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The three lines marked HERE, and the path of the socket.
sed -e "s|listen 443 ssl;|listen 127.0.0.1:$port ssl;|" -e "s|hecha\.example\.org|localhost|" \
  -e "s|/etc/hecha/tls\.crt|$(realpath "$cert")|" -e "s|/etc/hecha/tls\.key|$(realpath "$key")|" \
  -e "s|unix:/run/hecha/hecha\.sock|unix:$socket|" "$shipped" > "$dir/hecha.conf"
cat > "$dir/nginx.conf" <<END
$([ "$(id -u)" != 0 ] || echo 'user root;')
worker_processes 1;
worker_rlimit_nofile 4096;
pid $dir/nginx.pid;
error_log $dir/error.log warn;
events { worker_connections 2048; }
http {
    access_log off;
    client_body_temp_path $dir/tmp/body;
    proxy_temp_path $dir/tmp/proxy;
    fastcgi_temp_path $dir/tmp/fastcgi;
    uwsgi_temp_path $dir/tmp/uwsgi;
    scgi_temp_path $dir/tmp/scgi;
    include $dir/hecha.conf;
}
END
PATH=$PATH:/usr/sbin
nginx -q -t -c "$dir/nginx.conf" -e "$dir/error.log" || { cat "$dir/error.log" >&2; exit 1; }
nginx -c "$dir/nginx.conf" -e "$dir/error.log" -g 'daemon off;' &
child=$!
trap 'kill $child 2> /dev/null; wait $child; exit 143' TERM INT HUP
until (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do
  kill -0 $child 2> /dev/null || { cat "$dir/error.log" >&2; exit 1; }
  sleep 0.02
done
echo "https://localhost:$port" > "$dir/url.new"
mv "$dir/url.new" "$dir/url"
wait $child
