# SPDX-License-Identifier: GPL-3.0-or-later
"""What the figures are made with: our programs as processes, their memory, clocks."""
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.environ.get("HECHA_BENCH_BUILD", os.path.join(ROOT, "build"))
SERVER = os.path.join(BUILD, "sync-server/hecha-server")
HECHACTL = os.path.join(BUILD, "app/hechactl/hechactl")
HECHA = os.path.join(BUILD, "app/hecha/hecha")
LIMIT = os.path.join(BUILD, "tests/bench/limit")
QUARTER = os.path.join(BUILD, "tests/bench/bench-quarter")
STORE = os.path.join(BUILD, "tests/bench/bench-store")
EMPTY = os.path.join(BUILD, "tests/bench/empty-window")
ARRIVE = os.path.join(BUILD, "tests/bench/bench-arrive")
ATTACH = os.path.join(BUILD, "tests/bench/bench-attach")
LIST = os.path.join(BUILD, "tests/bench/bench-list")
OFFICE = os.path.join(BUILD, "tests/bench/bench-office")
ENV = dict(os.environ, HECHA_DATA_DIR=os.path.join(ROOT, "data"), HECHA_DECODERS=os.path.join(BUILD, "app/hecha"),
           GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data"), no_proxy="localhost,127.0.0.1",
           LC_ALL="C.UTF-8")


class Failed(Exception):
    pass


def run(*command, **options):
    """Standard output of a program that must succeed."""
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Failed(f"{os.path.basename(command[0])} {' '.join(command[1:4])}: {done.stderr.strip()[-400:]}")
    return done.stdout


def median(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def timed(function):
    start = time.monotonic()
    result = function()
    return time.monotonic() - start, result


def status_kib(pid, name):
    """A field of /proc/PID/status in KiB; None when the process is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            found = re.search(rf"^{name}:\s+(\d+)", file.read(), re.M)
        return int(found.group(1)) if found else None
    except OSError:
        return None


def watched(*command):
    """Runs a program; (seconds, its output, the most memory that it held in KiB)."""
    start = time.monotonic()
    with subprocess.Popen(command, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        peak = [0]

        def watch():
            while (seen := status_kib(process.pid, "VmHWM")) is not None:
                peak[0] = max(peak[0], seen)
                time.sleep(0.005 if peak[0] < 20000 else 0.02)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        out, err = process.communicate()
        seconds = time.monotonic() - start
        watcher.join()
    return seconds, out, err, process.returncode, peak[0]


class Server:
    """hecha-server on a directory of its own; TLS on loopback, or a Unix socket."""

    running = []

    def __init__(self, directory, unix=False):
        self.directory = directory
        self.socket = directory + ".sock" if unix else None
        run(SERVER, "init", directory, "--organisation", "Bench")
        self.start()

    def start(self):
        listen = ["--socket", self.socket] if self.socket else ["--listen", "127.0.0.1:0"]
        log_path = self.directory + ".log"
        with open(log_path, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen([SERVER, "serve", self.directory, *listen], env=ENV, stdout=log,
                                            stderr=subprocess.STDOUT)
        Server.running.append(self)
        for _ in range(200):
            with open(log_path, encoding="utf-8") as log:
                found = re.search(r"listening on (\S+)", log.read())
            if found:
                self.url = found.group(1)
                return
            time.sleep(0.05)
        raise Failed("hecha-server does not start")

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1].strip("/"))

    def laptop(self, directory, url=None):
        name = os.path.basename(directory)
        answer = json.loads(run(SERVER, "--json", "invite", self.directory, "--role", "team", "--team", "B1",
                                "--name", name, "--person", "I01"))
        run(HECHACTL, "--store", directory, "enrol", url or self.url, answer["code"])
        run(HECHACTL, "--store", directory, "sync")
        return directory

    def memory(self):
        """KiB now."""
        return status_kib(self.process.pid, "VmRSS")

    def peak(self):
        """KiB at most since forget_peak()."""
        return status_kib(self.process.pid, "VmHWM")

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")

    def metric(self, name):
        """One number of /metrics."""
        where = ["--unix-socket", self.socket, "http://hecha/metrics"] if self.socket else [self.url + "/metrics"]
        text = run("curl", "-sS", "-k", *where)
        found = re.search(rf"^{name} (\d+)", text, re.M)
        if not found:
            raise Failed(f"no {name} in /metrics")
        return int(found.group(1))

    def stop(self):
        Server.running.remove(self)
        ended = self.process.poll()
        self.process.terminate()
        if self.process.wait(timeout=60) != 0 or ended is not None:
            raise Failed(f"hecha-server ended with {self.process.returncode}")

    @staticmethod
    def stop_all():
        """After a failure; what one of them ended with, if it did so by itself."""
        words = []
        for server in Server.running[:]:
            try:
                server.stop()
            except Failed as problem:
                words.append(str(problem))
        return "; ".join(words)


def sync(directory):
    """hechactl sync: (seconds, its answer, peak memory in KiB)."""
    seconds, out, err, status, peak = watched(HECHACTL, "--store", directory, "--json", "sync")
    if status != 0:
        raise Failed(f"sync: {err.strip()[-400:]}")
    answer = json.loads(out)
    if answer["refused"] or answer["held"]:
        raise Failed(f"sync: refused or held: {str(answer)[:400]}")
    return seconds, answer, peak


def limit_copy(source, scratch):
    """Seconds of the limit program for one copy of a store's rows."""
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(scratch + suffix):
            os.remove(scratch + suffix)
    return float(run(LIMIT, "copy", source, scratch))


def fresh(directory):
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    return directory


def settle():
    """What others left in the page cache goes to disk before the clock runs."""
    os.sync()
