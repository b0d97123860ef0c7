#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-visitor.py - a visitor's laptop has nothing that is not its own. TAP on standard output.

An office with 1,000 marks in what a visitor must not learn: other agencies, targets, declarations, persons, plans,
another team's findings. A visitor enrols, syncs, works a whole day, syncs again, by network and by bundle. Then the
laptop's whole store, its home and every byte that the server sent are searched for the marks; the same search finds
them in the office's store, so it can find.
"""
import csv
import http.client
import http.server
import json
import os
import socketserver
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import tap  # noqa: E402

DATA = os.path.join(os.environ["HECHA_DATA_DIR"], "demo")
MINE = ("A01-2026-T01-Q2", "A01-2026-T02-Q2")
PLAN, OTHER_PLAN = "HC2026Q2-VISIT", "HC2026Q2-OTHER"
WORDS = "秘暗测隐未他别余外远"
N_MARKS = 1000
ZSTD = b"\x28\xb5\x2f\xfd"


def run(*args, env=None):
    done = subprocess.run(args, text=True, capture_output=True, env=env, check=False)
    assert done.returncode == 0, "%s: %s%s" % (" ".join(args), done.stdout, done.stderr)
    return done.stdout.strip()


class Marks:
    """1,000 words of which no part occurs anywhere else."""

    def __init__(self):
        self.all = ["%s%04dX%s" % (WORDS[n % 10], n, WORDS[n // 100]) for n in range(N_MARKS)]
        self.used = 0

    def take(self, text):
        mark = self.all[self.used]
        self.used += 1
        return text + mark

    def found(self, data):
        """Which of them stand in bytes; as UTF-8, as UTF-16 and as JSON escapes."""
        lower = data.lower()
        return {mark for mark in self.all
                if mark.encode() in data or mark.encode("utf-16-le") in data
                or json.dumps(mark).strip('"').lower().encode() in lower}


# ---- what is searched ----

def unpacked(data):
    """The bytes, and what any zstd frame among them holds."""
    yield data
    start = data.find(ZSTD)
    while start >= 0:
        done = subprocess.run(["zstd", "-d", "-c", "--no-check", "-"], input=data[start:], capture_output=True,
                              check=False)
        if done.stdout:
            yield done.stdout
        start = data.find(ZSTD, start + 4)


def values(path):
    """Every value of every row of a SQLite file, index or not."""
    database = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    try:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in database.execute('SELECT * FROM "%s"' % table):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()
    finally:
        database.close()


def search(folder, marks):
    """What is found anywhere below a folder: raw bytes, rows of databases, what is compressed, and names."""
    found, searched = set(), 0
    for where, _, files in os.walk(folder):
        found |= marks.found(where.encode())
        for name in files:
            path = os.path.join(where, name)
            found |= marks.found(name.encode())
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                data = file.read()
            searched += len(data)
            for piece in unpacked(data):
                found |= marks.found(piece)
            if data.startswith(b"SQLite format 3"):
                for value in values(path):
                    for piece in unpacked(value):
                        found |= marks.found(piece)
    return found, searched


# ---- the wire ----

class Recorder(http.server.BaseHTTPRequestHandler):
    """Hands on what a client asks, over a TLS of its own, and keeps every byte that the server answers."""
    protocol_version = "HTTP/1.1"

    def hand_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        link = http.client.HTTPSConnection("127.0.0.1", self.server.port,
                                           context=ssl._create_unverified_context())  # pylint: disable=protected-access
        headers = {k: v for k, v in self.headers.items()
                   if k.lower() not in ("host", "connection", "transfer-encoding")}
        link.request(self.command, self.path, body, headers)
        answer = link.getresponse()
        data = answer.read()
        self.server.sent.append(str(answer.msg).encode() + data)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", "0" if self.command == "HEAD" else str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        link.close()

    do_GET = do_POST = do_HEAD = do_PATCH = do_OPTIONS = do_DELETE = hand_on

    def log_message(self, *args):  # pylint: disable=arguments-differ
        pass


class Wire(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, central, port):
        super().__init__(("127.0.0.1", 0), Recorder)
        self.port, self.sent = port, []
        # the certificate that the server's own key vouches for, so that the laptop trusts this way to it
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(central, "tls.pem"), os.path.join(central, "tls.key"))
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = "https://127.0.0.1:%d" % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


# ---- the world ----

class World:
    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.marks = Marks()
        self.home = self.path("home")
        os.mkdir(self.home)
        run("hecha-server", "init", self.path("central"), "--organisation", "青岚省目标办")
        self.server = subprocess.Popen(["hecha-server", "serve", self.path("central"), "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, text=True)
        self.url = self.server.stdout.readline().split()[-1]
        self.wire = Wire(self.path("central"), urllib.parse.urlparse(self.url).port)

    def path(self, *names):
        return os.path.join(self.dir.name, *names)

    def close(self):
        self.wire.shutdown()
        self.server.terminate()
        self.server.wait()
        self.server.stdout.close()
        self.dir.cleanup()

    def enrol(self, store, url, *invitation):
        code = run("hecha-server", "invite", self.path("central"), *invitation)
        self.do(store, "enrol", url, code)

    def do(self, store, *args):
        env = None
        if store == "visitor":
            env = {**os.environ, "HOME": self.home, "TMPDIR": self.home}
            env.update(("XDG_%s_HOME" % name, os.path.join(self.home, name)) for name in ("DATA", "CACHE", "CONFIG"))
        return run("hechactl", "--store", self.path(store), *args, env=env)


WORLD = None


def table(name, change):
    """A table of the demo, changed row by row, with as many rows more as `change` makes of None."""
    with open(os.path.join(DATA, name), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = change(rows)
    path = WORLD.path(name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(changed)
    return path


def is_mine(row):
    return row["agency_code"] == "A01" and row["target_no"] in ("T01", "T02")


def marked_targets(rows):
    take = WORLD.marks.take
    for row in rows:
        if is_mine(row):
            row["remark"] = take("说明")
            row["q1_requirement"], row["q3_requirement"] = take("一季度"), take("三季度")
            continue
        if row["agency_code"] != "A01":
            row["agency"] = "机关" + row["agency_code"] + WORLD.marks.all[int(row["agency_code"][1:])]
        for field in ("name", "content", "site", "remark", "q2_requirement", "q2_standard", "q3_standard"):
            row[field] = take(row[field])
    return rows


def marked_declarations(rows):
    take = WORLD.marks.take
    for row in rows:
        row["declared_value"], row["submitted_by"] = take("已报"), take("申报人")
        row["evidence_files"] = take("材料") + ".pdf"
    return rows


def marked_people(rows):
    take = WORLD.marks.take
    for row in rows:
        if row["person_id"] not in ("O01", "V01", "V02"):
            row["name"], row["unit"] = take(row["name"]), take("单位")
    more = []
    while WORLD.marks.used < N_MARKS - 20:
        more.append({"person_id": "X%d" % len(more), "name": take("某"), "unit": take("某处"), "role": "expert",
                     "agency_code": "", "recused": ""})
    return rows + more


def make_plan(code, quarter="2026Q2"):
    take = WORLD.marks.take
    WORLD.do("office", "plan", "create", code, "--kind", "unannounced" if code == PLAN else "quarterly", "--quarter",
             quarter, "--selection", "census", "--purpose", take("目的"), "--content", take("内容"), "--method",
             take("方法"), "--standard", take("标准"), "--time-limit", "2026-12-31", "--demands", take("要求"))
    WORLD.do("office", "plan", "approve", code)
    WORLD.do("office", "frame", "freeze", code)
    WORLD.do("office", "pick", code)


def record(store, sample, text, first, second, role):
    lines = [[[1000 + 90 * i, 4000 + 50 * i, 500, 12 * i] for i in range(20)]]
    pen = WORLD.path("pen.json")
    with open(pen, "w", encoding="ascii") as file:
        json.dump(lines, file)
    WORLD.do(store, "visit", sample, "--mode", "onsite", "--place", "26.5783,106.7135", "--method", "site_view",
             "--present", "%s@09:00-11:30" % first, "%s@09:10-11:30" % second)
    items = json.loads(WORLD.do(store, "show", sample, "--json"))["assignment"].get("evidence_list") or ["现场"]
    for number, item in enumerate(items):
        photo = WORLD.path("home", "%s-%s-%d.jpg" % (store, sample, number))
        run("convert", "-size", "%dx240" % (320 + number), "plasma:teal-gray", photo)
        WORLD.do(store, "attach", sample, photo, "--about", item)
    WORLD.do(store, "finding", sample, "--verdict", "not_met", "--observation", text)
    WORLD.do(store, "sign", sample, "--person", first, "--role", role, "--strokes", pen)


# ---- the promises ----

def the_office_knows_all_of_it():
    take = WORLD.marks.take
    WORLD.enrol("office", WORLD.url, "--role", "office", "--name", take("综合处"), "--person", "O01")
    for name, change in (("targets", marked_targets), ("declarations", marked_declarations), ("people", marked_people)):
        WORLD.do("office", "import", name, table(name + ".csv", change))
    make_plan(PLAN)
    make_plan(OTHER_PLAN)
    WORLD.do("office", "team", "create", "T1", "--leader", "I01", "--member", "I01", "--member", "I02",
             "--remit", "A01,A02")
    WORLD.do("office", "assign", OTHER_PLAN, "--team", "T1", MINE[0], "A02-2026-T01-Q2", "A02-2026-T02-Q2")
    WORLD.do("office", "package", "create", "P1", *(PLAN + "/" + sample for sample in MINE), "--visitor", "V01",
             "--visitor", "V02", "--from", "2026-01-01", "--to", "2099-12-31")
    WORLD.do("office", "package", "create", "P2", PLAN + "/A01-2026-T03-Q2", "--visitor", "V01", "--visitor", "V02")
    WORLD.do("office", "sync")


def another_team_reports_on_the_same_site():
    take = WORLD.marks.take
    WORLD.enrol("team", WORLD.url, "--role", "team", "--team", "T1", "--name", take("一组"), "--person", "I01")
    WORLD.do("team", "sync")
    for sample in (MINE[0], "A02-2026-T01-Q2"):
        record("team", sample, take("另一组所见"), "I01", "I02", "leader")
    while WORLD.marks.used < N_MARKS:
        WORLD.do("team", "finding", "A02-2026-T02-Q2", "--verdict", "not_met", "--observation", take("所见"))
    WORLD.do("team", "sync")
    WORLD.do("office", "sync")


def the_visitor_works_a_day():
    WORLD.enrol("visitor", WORLD.wire.url, "--role", "visitor", "--package", "P1", "--name", "暗访一", "--person", "V01")
    WORLD.do("visitor", "sync")
    listed = json.loads(WORLD.do("visitor", "samples", "--json"))
    assert len(listed["samples"]) == len(MINE), listed
    for sample in MINE:
        record("visitor", sample, "暗访所见：现场未开工。", "V01", "V02", "visitor")
    WORLD.do("visitor", "sync")
    WORLD.do("visitor", "finding", MINE[1], "--verdict", "not_met", "--opinion", "建议列入")
    WORLD.do("visitor", "bundle", "export", WORLD.path("home", "back.bundle"))
    run("hecha-server", "bundle", "import", WORLD.path("central"), WORLD.path("home", "back.bundle"), "--receipt",
        WORLD.path("home", "receipt.bundle"))
    WORLD.do("visitor", "bundle", "import", WORLD.path("home", "receipt.bundle"))
    WORLD.do("visitor", "sync")
    assert json.loads(WORLD.do("visitor", "status", "--json"))["unsent_entries"] == 0


def the_search_can_find():
    assert WORLD.marks.used == N_MARKS, WORLD.marks.used
    found, _ = search(WORLD.path("office"), WORLD.marks)
    missing = [mark for mark in WORLD.marks.all if mark not in found]
    assert not missing, "%d are not in the office's store, such as %s" % (len(missing), missing[:5])


def nothing_of_others_is_on_the_laptop():
    for folder in ("visitor", "home"):
        found, searched = search(WORLD.path(folder), WORLD.marks)
        assert not found, "%s: %s" % (folder, sorted(found)[:10])
        assert searched > 10000 or folder == "home", searched


def nothing_of_others_was_sent():
    sent = b"".join(WORLD.wire.sent)
    assert len(WORLD.wire.sent) > 5 and len(sent) > 5000, len(sent)
    found = set()
    for answer in WORLD.wire.sent:
        for piece in unpacked(answer):
            found |= WORLD.marks.found(piece)
    assert not found, sorted(found)[:10]


def what_is_its_own_is_there():
    """The search sees what is compressed and what was sent: the visitor's own sample is found the same way."""
    own = Marks()
    own.all = ["白露水库除险加固"]
    assert search(WORLD.path("visitor"), own)[0]
    assert any(own.found(piece) for answer in WORLD.wire.sent for piece in unpacked(answer))


def the_office_has_what_the_visitor_found():
    WORLD.do("office", "sync")
    shown = json.loads(WORLD.do("office", "show", MINE[1], "--scope", "visit:P1", "--json"))
    text = json.dumps(shown, ensure_ascii=False)
    assert "暗访所见" in text and "建议列入" in text, text


def a_package_opens_and_ends_by_the_calendar():
    WORLD.do("office", "package", "create", "P3", PLAN + "/A01-2026-T04-Q2", "--visitor", "V01", "--visitor", "V02",
             "--from", "2098-01-01", "--to", "2099-12-31")
    WORLD.do("office", "package", "create", "P4", PLAN + "/A02-2026-T01-Q2", "--visitor", "V01", "--visitor", "V02",
             "--from", "2020-01-01", "--to", "2020-12-31")
    WORLD.do("office", "sync")
    for package, sentence in (("P3", "opens on 2098-01-01"), ("P4", "ended on 2020-12-31")):
        WORLD.enrol(package, WORLD.url, "--role", "visitor", "--package", package, "--name", package, "--person", "V01")
        WORLD.do(package, "sync")
        WORLD.do(package, "status")
        for asked in (("samples",), ("show", "A01-2026-T04-Q2")):
            done = subprocess.run(["hechactl", "--store", WORLD.path(package), *asked], text=True, capture_output=True,
                                  check=False)
            assert done.returncode == 1 and sentence in done.stderr and not done.stdout, done


def what_was_returned_is_wiped():
    done = subprocess.run(["hechactl", "--store", WORLD.path("team"), "wipe"], text=True, capture_output=True,
                          check=False)
    assert done.returncode == 1 and "Only a laptop of an unannounced visit" in done.stderr, done
    WORLD.do("visitor", "wipe")
    assert not os.path.exists(WORLD.path("visitor"))


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/visitor", [
            the_office_knows_all_of_it,
            another_team_reports_on_the_same_site,
            the_visitor_works_a_day,
            the_search_can_find,
            nothing_of_others_is_on_the_laptop,
            nothing_of_others_was_sent,
            what_is_its_own_is_there,
            the_office_has_what_the_visitor_found,
            a_package_opens_and_ends_by_the_calendar,
            what_was_returned_is_wiped,
        ])
    finally:
        WORLD.close()


sys.exit(main())
