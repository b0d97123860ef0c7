#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-smuggling.py - bytes that two programs may read as different requests, at the real server and through nginx.

Each probe hides a second request, GET /v1/server, where by RFC 9112 there is none. The server counts what it answers,
so its own metrics say whether it was executed. TAP on standard output.
"""
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

HIDDEN = b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n"
N = len(HIDDEN)


def post(headers, body=b"", host=b"Host: localhost\r\n", version=b"1.1"):
    return b"POST /v1/enrol HTTP/" + version + b"\r\n" + host + headers + b"\r\n" + body


def length(value):
    return b"Content-Length: " + str(value).encode() + b"\r\n"


CHUNKED = b"Transfer-Encoding: chunked\r\n"
END = b"0\r\n\r\n"

PROBES = [
    ("a-length-and-chunks", post(length(len(END) + N) + CHUNKED, END + HIDDEN)),
    ("chunks-and-a-length", post(CHUNKED + length(len(END) + N), END + HIDDEN)),
    ("a-short-length-and-chunks", post(length(3) + CHUNKED, b"%x\r\n" % N + HIDDEN + b"\r\n" + END)),
    ("two-lengths", post(length(0) + length(N), HIDDEN)),
    ("two-lengths-the-other-way", post(length(N) + length(0), HIDDEN)),
    ("a-list-of-lengths", post(b"Content-Length: %d, 0\r\n" % N, HIDDEN)),
    ("a-length-with-a-plus", post(b"Content-Length: +%d\r\n" % N, HIDDEN)),
    ("a-negative-length", post(length(-1), HIDDEN)),
    ("a-length-of-23-digits", post(length("9" * 23), HIDDEN)),
    ("a-hexadecimal-length", post(b"Content-Length: 0x%x\r\n" % N, HIDDEN)),
    ("a-length-with-a-gap", post(b"Content-Length: %d 0\r\n" % N, HIDDEN)),
    ("an-empty-length", post(b"Content-Length: \r\n", HIDDEN)),
    ("another-coding", post(b"Transfer-Encoding: xchunked\r\n" + length(N), HIDDEN)),
    ("a-coding-after-chunks", post(b"Transfer-Encoding: chunked, identity\r\n" + length(N), HIDDEN)),
    ("a-coding-with-a-tab", post(b"Transfer-Encoding:\tchunked\r\n" + length(len(END) + N), END + HIDDEN)),
    ("a-coding-with-a-control", post(b"Transfer-Encoding: \x0bchunked\r\n" + length(N), HIDDEN)),
    ("two-codings", post(CHUNKED + b"Transfer-Encoding: identity\r\n" + length(len(END) + N), END + HIDDEN)),
    ("chunks-in-http-1.0", post(CHUNKED + length(len(END) + N), END + HIDDEN, version=b"1.0")),
    ("a-folded-coding", post(b"X: y\r\n Transfer-Encoding: chunked\r\n" + length(len(END) + N), END + HIDDEN)),
    ("a-nul-in-a-header", post(b"X: a\x00b\r\n" + length(N), HIDDEN)),
    ("a-bare-cr-in-a-header", post(b"X: a\r" + CHUNKED[:-2] + b"\r\n" + length(len(END) + N), END + HIDDEN)),
    ("two-hosts", post(b"Host: other\r\n" + length(N), HIDDEN)),
    ("a-host-that-is-a-list", post(length(N), HIDDEN, host=b"Host: a, b\r\n")),
    ("a-chunk-size-0x", post(CHUNKED, b"0x%x\r\n" % N + HIDDEN + b"\r\n" + END)),
    ("a-negative-chunk", post(CHUNKED, b"-%x\r\n" % N + HIDDEN + b"\r\n" + END)),
    ("an-endless-chunk", post(CHUNKED, b"ffffffffffffffff\r\n" + HIDDEN)),
    ("a-chunk-of-17-digits", post(CHUNKED, b"1%016x\r\n" % N + HIDDEN + b"\r\n" + END)),
    ("a-request-in-an-extension", post(CHUNKED, b"%x;a=" % N + HIDDEN[:20] + b"\r\n" + HIDDEN + b"\r\n" + END)),
    ("a-request-as-trailers", post(CHUNKED, b"0\r\nX: " + HIDDEN.replace(b"\r\n\r\n", b"\r\n") + b"\r\n")),
    ("a-body-of-a-get", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + length(N) + b"\r\n" + HIDDEN),
    ("a-body-nobody-asked-for", post(b"Expect: 100-continue\r\n" + length(N), HIDDEN)),
    ("connect", b"CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n" + length(N) + b"\r\n" + HIDDEN),
    ("an-upgrade", post(b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + length(N), HIDDEN)),
    ("3000-headers", post(b"X: y\r\n" * 3000 + length(N), HIDDEN)),
    ("a-header-of-70-kib", post(b"X: " + b"y" * 70 * 1024 + b"\r\n" + length(N), HIDDEN)),
]


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
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=3))

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


def send(server, probe, patience):
    with server.connect() as link:
        link.settimeout(patience)
        try:
            link.sendall(probe)
        except OSError:
            pass                # refused before the end
        return read_all(link)


def hides(server, name, probe):
    def check():
        before = server.executed()
        answer = send(server, probe, 0.5)
        after = server.executed()
        assert after == before, "executed; the answers were %r" % answer[:300]
    return ("hides-nothing/" + name, check)


def refused(server, name, probe):
    """The first answer says no: none of these is a request that we want to take."""
    def check():
        answer = send(server, probe, 0.5)
        assert answer == b"" or re.match(rb"HTTP/1\.[01] [45]", answer), answer[:300]
    return ("is-refused/" + name, check)


def control(server):
    """The probes would be seen: the same request in the open is counted."""
    before = server.executed()
    send(server, HIDDEN, 0.5)
    assert server.executed() == before + 1


def alive(server):
    with server.connect() as link:
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in read_all(link)


PLAIN = {"a-body-of-a-get", "a-body-nobody-asked-for", "an-upgrade", "a-coding-with-a-tab"}


def run():
    tests, servers = [], []
    for kind, proxy in (("direct", False), ("nginx", True)):
        if proxy and not shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin"):
            tests.append((kind, skip_nginx))
            continue
        server = Server(proxy)
        servers.append(server)
        tests.append((kind + "/what-is-in-the-open-is-counted", lambda s=server: control(s)))
        for name, probe in PROBES:
            made = [hides(server, name, probe)]
            if proxy and name not in PLAIN:
                made.append(refused(server, name, probe))
            tests += [(kind + "/" + promise, function) for promise, function in made]
        tests.append((kind + "/still-answers", lambda s=server: alive(s)))
    try:
        return tap.run("/smuggling", tests)
    finally:
        for server in servers:
            server.stop()


def skip_nginx():
    raise tap.Skip("nginx is not installed")


sys.exit(run())
