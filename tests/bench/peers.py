# SPDX-License-Identifier: GPL-3.0-or-later
"""Other people's programs that do the same work."""
import filecmp
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time

from parts import BUILD, ENV, ROOT, Failed, run, timed


def write_lines(database, path):
    """The entries of a store, as they are sent."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db, open(path, "w", encoding="utf-8") as file:
        for (line,) in db.execute("SELECT bytes FROM entry ORDER BY n"):
            file.write(line + "\n")


def install_pouchdb():
    """Exactly what the lock file says, into the build folder; None when npm cannot."""
    source, target = f"{ROOT}/tests/bench/node", f"{BUILD}/bench-node"
    lock, installed = f"{source}/package-lock.json", f"{target}/installed"
    if not shutil.which("npm"):
        return None
    if os.path.exists(installed) and filecmp.cmp(lock, installed, shallow=False):
        return target
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(f"{source}/{name}", target)
    with open(f"{target}/npm.log", "w", encoding="utf-8") as log:
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=target, stdout=log,
                              stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        return None
    shutil.copy(lock, installed)
    return target


def pouchdb(modules, lines, directory):
    """Seconds of PouchDB's replication to express-pouchdb and from it, everything at its defaults."""
    os.makedirs(directory)
    out = run("node", f"{ROOT}/tests/bench/node/replicate.js", modules, lines, directory, cwd=directory)
    return json.loads(out.strip().splitlines()[-1])


NGINX = """
daemon off;
pid {dir}/nginx.pid;
error_log {dir}/error.log;
worker_processes auto;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_max_body_size 0;
  client_body_temp_path {dir}/temp;
  proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {server}/tls.pem;
    ssl_certificate_key {server}/tls.key;
    root {dir}/data;
    location / {{ dav_methods PUT; create_full_put_path on; }}
  }}
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def start_nginx(server, directory):
    """nginx with DAV and the certificate of our server: the same TLS for both."""
    os.makedirs(f"{directory}/data")
    os.chmod(directory, 0o755)
    port = free_port()
    with open(f"{directory}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(("user root;\n" if os.geteuid() == 0 else "")
                   + NGINX.format(dir=directory, port=port, server=server))
    process = subprocess.Popen(["/usr/sbin/nginx", "-p", directory, "-c", f"{directory}/nginx.conf"], env=ENV)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process, port
        except OSError:
            time.sleep(0.05)
    process.terminate()
    raise Failed("nginx does not start")


def curl_to_nginx(paths, server, directory):
    """Seconds for curl -T of all files over one connection, then sha256sum and sync of each."""
    process, port = start_nginx(server, directory)
    url = f"https://127.0.0.1:{port}/"
    arguments = [part for path in paths for part in ("-T", path, url)]
    arrived = [f"{directory}/data/{os.path.basename(path)}" for path in paths]

    def work():
        run("curl", "-sS", "-k", "--fail", *arguments)
        run("sha256sum", *arrived)
        run("sync", *arrived)

    try:
        seconds, _ = timed(work)
    finally:
        process.terminate()
        process.wait()
    return seconds
