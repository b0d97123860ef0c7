#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-crowd.py - many clients at the same time cost the server little. TAP on standard output."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import tap  # noqa: E402
from server import Server, read_all  # noqa: E402

CROWD = 200
MIB = 1024 * 1024
ASK = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def resident(process):
    with open("/proc/%d/statm" % process.pid, encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_connections_cost_little(server):
    """The system's certificate authorities alone would be 4 MB each."""
    with server.connect() as link:
        link.sendall(ASK)
        read_all(link)
    before = resident(server.server)
    crowd = [server.connect() for _ in range(CROWD)]
    spent = resident(server.server) - before
    for link in crowd:
        link.sendall(ASK)
    answers = [read_all(link) for link in crowd]
    assert all(b"200 OK" in answer for answer in answers), "not all were answered"
    assert spent <= 48 * MIB or "HECHA_SANITIZED" in os.environ, "%d MiB" % (spent // MIB)


def run():
    server = Server(False)
    try:
        return tap.run("/crowd", [("200-open-connections-cost-less-than-48-mib",
                                   lambda: open_connections_cost_little(server))])
    finally:
        server.stop()


sys.exit(run())
