# SPDX-License-Identifier: GPL-3.0-or-later
"""server - a real hecha-server for the tests of this folder, with or without nginx in front of it."""
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


class Server:
    """hecha-server on a port with TLS, or on a Unix socket with nginx in front of it."""

    def __init__(self, proxy):
        self.dir = tempfile.mkdtemp(prefix="hecha-smuggling-")
        central = os.path.join(self.dir, "central")
        subprocess.run(["hecha-server", "init", central], check=True, stdout=subprocess.DEVNULL)
        where = ["--socket", os.path.join(self.dir, "s")] if proxy else ["--listen", "127.0.0.1:0"]
        self.server = subprocess.Popen(["hecha-server", "serve", central] + where, stdout=subprocess.PIPE, text=True)
        self.url = self.server.stdout.readline().split()[-1]
        self.proxy = None
        if proxy:
            self.proxy = subprocess.Popen(
                ["/bin/bash", os.path.join(HERE, "nginx.sh"), os.path.join(self.dir, "nginx"),
                 os.path.join(self.dir, "s"), os.path.join(central, "tls.pem"), os.path.join(central, "tls.key")])
            self.url = self.wait_for_url()
        self.port = int(self.url.rsplit(":", 1)[1])

    def wait_for_url(self):
        path = os.path.join(self.dir, "nginx", "url")
        deadline = time.monotonic() + 20
        while not os.path.exists(path):
            if self.proxy.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("nginx does not start")
            time.sleep(0.02)
        with open(path, encoding="ascii") as url:
            return url.read().strip()

    def connect(self):
        context = ssl._create_unverified_context()  # pylint: disable=protected-access
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=30))

    def executed(self):
        """How often GET /v1/server was answered so far."""
        with self.connect() as link:
            link.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            text = read_all(link)
        found = re.search(rb'method="GET",path="/v1/server",code="200"} (\d+)', text)
        assert b"hecha_http_requests_total" in text, text
        return int(found.group(1)) if found else 0

    def stop(self):
        for process in (self.proxy, self.server):
            if process:
                process.send_signal(signal.SIGTERM)
                process.wait()
        shutil.rmtree(self.dir)


def read_all(link):
    """All that comes until the other side closes, or says nothing for a while."""
    data = b""
    try:
        while True:
            piece = link.recv(65536)
            if not piece:
                return data
            data += piece
    except OSError:
        return data
