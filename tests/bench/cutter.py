# SPDX-License-Identifier: GPL-3.0-or-later
"""A road between two programs that counts what passes, and can be cut.

    Cutter(("127.0.0.1", 8443))     to a TCP port
    Cutter("/run/hecha.sock")       to a Unix socket

Listens on a port of 127.0.0.1 (.port). cut_at([N, M, ...]): both sides are closed after N more bytes from the client,
then after M more, and so on.
"""
import socket
import struct
import threading

CHUNK = 65536


class Cutter:
    def __init__(self, target):
        self.target = target
        self.sent = 0        # bytes from clients
        self.received = 0    # bytes to clients
        self.connections = 0
        self.cuts = 0
        self.cut_after = None  # bytes that still pass
        self.plan = []         # after which cut how many
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at(self, plan):
        with self.lock:
            self.plan = list(plan)
            self.cut_after = self.plan.pop(0)

    def close(self):
        self.listener.close()

    def _connect(self):
        if isinstance(self.target, str):
            there = socket.socket(socket.AF_UNIX)
            there.connect(self.target)
            return there
        return socket.create_connection(self.target)

    def _accept(self):
        while True:
            try:
                here, _ = self.listener.accept()
                there = self._connect()
            except OSError:
                return
            self.connections += 1
            for pair in ((here, there, True), (there, here, False)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source, sink, up):
        try:
            while data := source.recv(CHUNK):
                data = self._count(data, up)
                sink.sendall(data)
                if up and self.cut_after == 0:
                    self._cut(source, sink)
                    return
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _count(self, data, up):
        with self.lock:
            if not up:
                self.received += len(data)
                return data
            if self.cut_after is not None:
                data = data[:self.cut_after]
                self.cut_after -= len(data)
            self.sent += len(data)
            return data

    def _cut(self, *sockets):
        with self.lock:
            self.cuts += 1
            self.cut_after = self.plan.pop(0) if self.plan else None
        for each in sockets:
            if each.family != socket.AF_UNIX:
                # a reset, as a road that is gone; what was on its way is lost
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()
