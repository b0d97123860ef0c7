#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-proxy.py - what the shipped nginx configuration keeps away from the server, and what it hands on.

A real nginx with data/nginx/hecha.conf, in front of a socket on which this test listens itself, so that it sees every
byte that a server would have seen. TAP on standard output.
"""
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Upstream:
    """Stands where the server stands: keeps what arrives, and answers when it has seen a whole request."""

    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        self.changed = threading.Condition()
        self.seen, self.connections = b"", 0
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            with self.changed:
                self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        pending = b""
        while True:
            data = connection.recv(65536)
            if not data:
                return
            with self.changed:
                self.seen += data
                self.changed.notify_all()
            pending += data
            while b"\r\n\r\n" in pending:
                head, rest = pending.split(b"\r\n\r\n", 1)
                length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                               if line.lower().startswith(b"content-length:")), 0)
                if len(rest) < length:
                    break
                pending = rest[length:]
                connection.sendall(ANSWER)

    def reset(self):
        with self.changed:
            self.seen, self.connections = b"", 0

    def wait_for(self, test, seconds=10):
        with self.changed:
            return self.changed.wait_for(lambda: test(self.seen), seconds)


class Proxy:
    def __init__(self, folder):
        self.upstream = Upstream(folder + "/hecha.sock")
        self.process = subprocess.Popen([HERE + "/nginx.sh", folder + "/nginx", folder + "/hecha.sock"])
        url = folder + "/nginx/url"
        while not os.path.exists(url):
            if self.process.poll() is not None:
                raise RuntimeError("nginx did not start")
            time.sleep(0.02)
        with open(url, encoding="ascii") as file:
            self.port = int(file.read().strip().rsplit(":", 1)[1])
        self.context = ssl.create_default_context(cafile=folder + "/nginx/tls.crt")

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), 30)
        return self.context.wrap_socket(plain, server_hostname="localhost")

    def ask(self, request):
        """The status of the answer to the raw bytes of a request; 0 when the connection ended without one."""
        with self.connect() as connection:
            answer = b""
            try:
                connection.sendall(request)
                while b"\r\n\r\n" not in answer:
                    data = connection.recv(65536)
                    if not data:
                        break
                    answer += data
            except (ConnectionError, ssl.SSLError):
                pass    # nginx may close before it has read all of a body that it refused
            return int(answer.split()[1]) if answer else 0

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def post(path, *headers, body=b""):
    lines = ["POST %s HTTP/1.1" % path, "Host: localhost", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def hands_on_a_normal_request(proxy):
    request = post("/v1/sync", "Content-Length: 3", "Authorization: Bearer t", "Content-Encoding: zstd", body=b"abc")
    assert proxy.ask(request) == 200
    seen = proxy.upstream.seen
    assert seen.startswith(b"POST /v1/sync HTTP/1.1\r\n") and seen.endswith(b"\r\n\r\nabc"), seen
    for line in (b"Authorization: Bearer t", b"Content-Encoding: zstd", b"Host: localhost"):
        assert line in seen, seen


def keeps_few_connections_to_the_server(proxy):
    for _ in range(20):
        assert proxy.ask(b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200
    assert proxy.upstream.connections <= 1, proxy.upstream.connections


def answers_paths_that_are_not_ours_itself(proxy):
    for path in ("/", "/v2/sync", "/v1/sync/x", "/v1/../etc/passwd", "/v1/evidence/../../metricsx"):
        status = proxy.ask(("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path).encode())
        assert status in (400, 404), (path, status)
    assert proxy.upstream.seen == b"", proxy.upstream.seen


def bounds_every_body(proxy):
    limits = (("/v1/enrol", 16 << 10), ("/v1/sync", 8 << 20), ("/v1/server", 1 << 10), ("/v1/events", 1 << 10))
    for path, limit in limits:
        assert proxy.ask(post(path, "Content-Length: %d" % (limit + 1))) == 413, path
        chunk = b"%x\r\n" % (limit + 1) + b"x" * (limit + 1) + b"\r\n0\r\n\r\n"
        assert proxy.ask(post(path, "Transfer-Encoding: chunked", body=chunk)) in (413, 0), path
    assert proxy.upstream.seen == b"", proxy.upstream.seen[:200]


def lets_no_second_request_through(proxy):
    hidden = b"GET /v1/evidence/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
    n = len(hidden)
    for headers, body in (
            (("Content-Length: %d" % (n + 5), "Transfer-Encoding: chunked"), b"0\r\n\r\n" + hidden),
            (("Transfer-Encoding: chunked", "Content-Length: 0"), b"0\r\n\r\n" + hidden),
            (("Content-Length: 0", "Content-Length: %d" % n), hidden),
            (("Content-Length: +%d" % n,), hidden),
            (("Content-Length: -1",), hidden),
            (("Transfer-Encoding: xchunked",), b"0\r\n\r\n" + hidden),
            (("Transfer-Encoding: chunked",), b"0x3\r\nabc\r\n0\r\n\r\n" + hidden),
            (("Content-Length : %d" % n, "Content-Length: 0"), hidden)):
        status = proxy.ask(post("/v1/sync", *headers, "Connection: close", body=body))
        assert status in (400, 501, 0), (headers, status)
    assert b"hidden" not in proxy.upstream.seen, proxy.upstream.seen


def ends_a_header_that_trickles_in(proxy):
    with proxy.connect() as connection:
        connection.sendall(b"GET /v1/server HTTP/1.1\r\n")
        connection.settimeout(60)
        ended = False
        while not ended:
            try:
                connection.sendall(b"X-More: 1\r\n")
                connection.settimeout(0.5)
                ended = connection.recv(1) == b""
            except TimeoutError:
                pass
            except (ConnectionError, ssl.SSLError):
                ended = True
    assert proxy.upstream.seen == b"", proxy.upstream.seen


def streams_evidence_that_is_cut(proxy):
    with proxy.connect() as connection:
        connection.sendall(post("/v1/evidence/u1", "Content-Length: 10000000").replace(b"POST", b"PATCH", 1))
        connection.sendall(b"e" * 300000)
        arrived = proxy.upstream.wait_for(lambda seen: seen.count(b"e" * 1000) >= 290)
    assert arrived, "%d bytes had arrived before the cut" % len(proxy.upstream.seen)


def takes_in_a_sync_before_the_server_hears_of_it(proxy):
    with proxy.connect() as connection:
        connection.sendall(post("/v1/sync", "Content-Length: 1000", body=b"x" * 999))
        # a whole second request on another connection goes past it
        assert proxy.ask(b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200
        assert b"/v1/sync" not in proxy.upstream.seen, proxy.upstream.seen
        connection.sendall(b"x")
        assert proxy.upstream.wait_for(lambda seen: b"/v1/sync" in seen), "the sync never came"


TESTS = [hands_on_a_normal_request, keeps_few_connections_to_the_server, answers_paths_that_are_not_ours_itself,
         bounds_every_body, lets_no_second_request_through, ends_a_header_that_trickles_in,
         streams_evidence_that_is_cut, takes_in_a_sync_before_the_server_hears_of_it]


def promise(proxy, test):
    proxy.upstream.reset()
    test(proxy)


def main():
    if not shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin"):
        return tap.skip_all("nginx is not installed")
    with tempfile.TemporaryDirectory() as folder:
        proxy = Proxy(folder)
        try:
            return tap.run("/proxy", [(test.__name__.replace("_", "-"), lambda test=test: promise(proxy, test))
                                      for test in TESTS])
        finally:
            proxy.stop()


sys.exit(main())
