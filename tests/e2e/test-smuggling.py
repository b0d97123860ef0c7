#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-smuggling.py - bytes that two programs may read as different requests, at the real server and through nginx.

Each probe hides a second request, GET /v1/server, where by RFC 9112 there is none. The server counts what it answers,
so its own metrics say whether it was executed. TAP on standard output.
"""
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import tap  # noqa: E402
from server import Server, read_all  # noqa: E402

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
    send(server, HIDDEN, 5)
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
