# SPDX-License-Identifier: GPL-3.0-or-later
"""world - what a test of the window works with: a real server, an office that assigned samples, a laptop's window."""
import atexit
import csv
import datetime
import json
import math
import os
import signal
import sqlite3
import subprocess
import tempfile
import time

import desk

DATA = os.environ["HECHA_DATA_DIR"]
PLAN, VISIT, UNIT = "HC2026Q2-W", "HC2026Q2-V", "A01-2026-T02-Q2"
NAME = "白露水库除险加固"


def run(*args):
    done = subprocess.run(args, text=True, capture_output=True)
    assert done.returncode == 0, "%s: %s%s" % (" ".join(args), done.stdout, done.stderr)
    return done.stdout.strip()


class World:
    """A server, an office laptop, and the folder of a team's laptop on which nothing was done yet."""

    def __init__(self, *units):
        self.begin()
        self.assign(units or (UNIT, "A01-2026-T01-Q2"))
        self.code = self.invite("--role", "team", "--team", "T1", "--name", "一组笔记本", "--person", "I01")

    def begin(self):
        """A server, and an office that has the tables."""
        self.dir = tempfile.TemporaryDirectory()
        self.server = None
        atexit.register(self.close)     # a server that outlives a test that failed early keeps everybody waiting
        self.url = "https://127.0.0.1:0"
        run("hecha-server", "init", self.path("central"), "--organisation", "青岚省目标办")
        self.listen()
        self.office("enrol", self.url, self.invite("--role", "office", "--name", "综合处", "--person", "O01"))
        for table in ("targets", "declarations", "people"):
            self.office("import", table, os.path.join(DATA, "demo", table + ".csv"))

    def invite(self, *options):
        return run("hecha-server", "invite", self.path("central"), *options)

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def on(self, store, *args):
        return run("hechactl", "--store", self.path(store), *args)

    def office(self, *args):
        return self.on("office", *args)

    def team(self, *args):
        return self.on("team", *args)

    def listen(self):
        self.server = subprocess.Popen(["hecha-server", "serve", self.path("central"), "--listen",
                                        self.url.split("//")[1]], stdout=subprocess.PIPE, text=True)
        line = self.server.stdout.readline()
        assert line.startswith("listening on "), line
        self.url = line.split()[-1]

    def hang_up(self):
        self.server.terminate()
        self.server.wait()
        self.server.stdout.close()

    def assign(self, units):
        """A plan of all that was declared, and a team that has some of it."""
        self.office("plan", "create", PLAN, "--kind", "quarterly", "--quarter", "2026Q2", "--selection", "census",
                    "--purpose", "核实", "--content", "申报", "--method", "查阅、查看", "--standard", "第二季度",
                    "--time-limit", "2026-08-31", "--demands", "两人以上")
        self.office("plan", "approve", PLAN)
        self.office("frame", "freeze", PLAN)
        self.office("pick", PLAN)
        self.office("team", "create", "T1", "--leader", "I01", "--member", "I01", "--member", "I02",
                    "--remit", "A01,A02")
        self.office("assign", PLAN, "--team", "T1", *units)
        self.office("sync")

    def visits(self, *units):
        """The laptops of two unannounced visits: P1, which is open, and P2, whose days are over."""
        self.office("plan", "create", VISIT, "--kind", "unannounced", "--quarter", "2026Q2", "--selection", "census",
                    "--purpose", "暗访", "--content", "现场", "--method", "查看", "--standard", "第二季度",
                    "--time-limit", "2026-08-31", "--demands", "两人")
        for step in (("plan", "approve"), ("frame", "freeze"), ("pick",)):
            self.office(*step, VISIT)
        for package, start, end in (("P1", "2026-01-01", soon()), ("P2", "2020-01-01", "2020-12-31")):
            self.office("package", "create", package, *[VISIT + "/" + unit for unit in units], "--visitor", "V01",
                        "--visitor", "V02", "--from", start, "--to", end)
        self.office("sync")
        for package in ("P1", "P2"):
            code = self.invite("--role", "visitor", "--package", package, "--name", package, "--person", "V01")
            for command in (("enrol", self.url, code), ("sync",)):
                self.on(package, *command)

    def second_office(self):
        """The other person of the office, with a laptop that has all that the first one has."""
        self.on("office2", "enrol", self.url, self.invite("--role", "office", "--name", "督查室", "--person", "O02"))
        self.meet()

    def meet(self):
        """Both laptops of the office have what either has."""
        for store in ("office", "office2", "office"):
            self.on(store, "sync")

    def disagree(self, *plans, second_person="no"):
        """The two of the office write different purposes of plans, without knowing of each other."""
        def write(store, plan, purpose):
            run("hechactl", "--store", self.path(store), "plan", "create", plan, "--kind", "quarterly", "--quarter",
                "2026Q2", "--selection", "random", "--purpose", purpose, "--second-person", second_person)
        for plan in plans:
            write("office", plan, "核实申报")
        self.meet()
        for plan in plans:
            write("office", plan, "核实第二季度申报")
            write("office2", plan, "核实重点项目")
        self.meet()

    def quarantine(self):
        """A laptop of the team that was revoked, and still writes."""
        def late(*args):
            return run("hechactl", "--store", self.path("late"), *args)
        late("enrol", self.url, run("hecha-server", "invite", self.path("central"), "--role", "team", "--team", "T1",
                                    "--name", "一组旧笔记本", "--person", "I01"))
        late("sync")
        run("hecha-server", "revoke", self.path("central"), json.loads(late("status", "--json"))["device"])
        late("finding", PLAN + "/" + UNIT, "--verdict", "unverifiable", "--observation", "坝体已加固")
        subprocess.run(["hechactl", "--store", self.path("late"), "sync"], capture_output=True)
        self.office("sync")

    def close(self):
        if self.server is not None and self.server.poll() is None:
            self.hang_up()
        self.dir.cleanup()

    def show(self):
        self.office("sync")
        return json.loads(self.office("show", UNIT, "--json"))

    def drafts_hold(self, typed, store="team"):
        """Whether what was typed is on the disk, before anything is recorded."""
        database = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.path(store), "hecha.db"), uri=True)
        try:
            return (json.dumps(typed),) in database.execute("SELECT value FROM draft").fetchall()
        finally:
            database.close()

    def photograph(self, name="坝体.jpg"):
        file = self.path(name)
        run("convert", "-size", "800x600", "plasma:teal-gray", "-quality", "85", file)
        return file


def soon():
    """Three weeks from now."""
    return (datetime.date.today() + datetime.timedelta(weeks=3)).isoformat()


def names_of_targets():
    """By unit of the second quarter."""
    with open(os.path.join(DATA, "demo", "targets.csv"), encoding="utf-8", newline="") as file:
        return {"%s-%s-%s-Q2" % (row["agency_code"], row["year"], row["target_no"]): row["name"]
                for row in csv.DictReader(file)}


# ---- what a team records, by hechactl ----

def strokes(world, person):
    """A pen's way: two running loops, a little different for each person."""
    lean = 1 + sum(map(ord, person)) % 5 / 5
    lines = [[[int(1500 + 5000 * n + 90 * i + 900 * math.sin(i / 3)),
               int(4000 + 1900 * math.cos(i / 3 * lean) - 12 * i), int(450 + 300 * math.sin(i / 9)), 1200 * n + 16 * i]
              for i in range(60)] for n in range(2)]
    file = world.path(person + ".json")
    with open(file, "w", encoding="utf-8") as out:
        json.dump(lines, out)
    return file


def photograph(world, unit, colours):
    file = world.path(unit + ".jpg")
    run("convert", "-size", "1600x1200", "gradient:" + colours,
        "-fill", "#6c8455", "-draw", "rectangle 0,700 1600,1200",
        "-fill", "#b7ab98", "-draw", "polygon 400,700 800,460 1200,700", "-quality", "88", file)
    return file


def visited(world, unit, verdict, observation, place="26.5783,106.7135"):
    world.team("visit", unit, "--mode", "onsite", "--place", place, "--method", "site_view",
               "--present", "I01@09:00-11:30", "I02@09:10-11:30")
    items = json.loads(world.team("show", unit, "--json"))["assignment"].get("evidence_list") or ["现场"]
    for n, item in enumerate(items):
        colours = "#87b5d6-#%02xefe6" % (0xe8 - 30 * n)
        world.team("attach", unit, photograph(world, unit + str(n), colours), "--about", item)
    world.team("finding", unit, "--verdict", verdict, "--observation", observation)


def sign(world, unit, *roles):
    for person, role in roles:
        options = ("--objection", "灌浆台账已补齐，请复核。") if role == "objection" else ()
        world.team("sign", unit, "--person", person, "--role", "agency" if options else role,
                   "--strokes", strokes(world, person), *options)


class Laptop(desk.App):
    """The window on a laptop's store."""

    def __init__(self, world, language="en", store="team"):
        self.world = world
        env = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": language}
        super().__init__(["hecha", "--store", world.path(store)], env=env)

    def button(self, name):
        return self.find("push button", name)

    def open_sample(self, name=NAME):
        self.click_on("label", name)
        self.find("push button", "Online")

    def scroll_to(self, node, below=110):
        """Turns the wheel until the middle of a widget is well inside the window; BELOW it there is always so much."""
        x, y, w, h = self.settled(node)
        for _ in range(80):
            _x, top, _w, height = desk.window_area(self.window)
            if y + h // 2 > top + height - below:
                button = 5
            elif y + h // 2 < top + 90:
                button = 4
            else:
                place, (x, y, w, h) = (x, y, w, h), self.settled(node)
                if place == (x, y, w, h):
                    return node
                continue
            desk.xdo("mousemove", x + min(w // 2, 40), top + height // 2, "click", button)
            self.handled(10)
            time.sleep(desk.POLL)
            x, y, w, h = self.area(node)
        raise desk.NotFound("%r did not come into view" % node.get_name())

    def fill(self, name, text):
        """Puts the cursor into a field by its name, with the mouse, and types."""
        node = self.scroll_to(self.find("text", name))
        self.click(node)
        self.type(text)
        desk.wait(lambda: text in self.text(node), "%r in the field %r" % (text, name))

    def entry(self, name):
        return desk.wait(lambda: next((n for n in self.find_all(None, name) if "text" in n.get_role_name()), None),
                         "the field %r" % name)

    def answer(self, *fields, button):
        for name, text in fields:
            self.set_text(self.entry(name), text)
        windows = len(self._xwindows())
        self.press(desk.wait(lambda: next((n for n in self.find_all("push button", button)
                                           if desk.has(n, "SENSITIVE")), None), "the button %r" % button))
        if windows > 1:
            desk.wait(lambda: len(self._xwindows()) < windows, "the question to go")
        time.sleep(1.5)     # GTK 4.8 falls over when it is asked for a window that is just closing

    def says(self, part, seconds=10):
        """A label with these words in it."""
        return desk.wait(lambda: next((n for n in self.each("label") if part in (n.get_name() or "")), None), part,
                         seconds)

    def attached(self, title):
        """Evidence that is on record: what can be taken back; before that its name stands there while it is copied."""
        self.find("push button", "Take %s back" % title, seconds=30)

    def saved(self):
        self.find("label", "Saved")

    def open_sync(self):
        self.click_on("list item", "Sync")
        self.find("label", "Not at the Office Yet")

    def choose_file(self, row, file, key=None):
        """Gives the file's name in the dialog that a row opens; KEY makes it ask for one."""
        self.click(self.scroll_to(self.find("label", row)))
        self.find("push button", "Cancel", seconds=20)
        if key:
            self.key(key)
        self.focus_is_on("text", seconds=30)
        self.key("ctrl+a")
        self.type(file)
        self.key("Return")

    def signature_of(self, name, seconds=20):
        """What shows the signature of a person, once it was given."""
        return self.find(None, "Signature of " + name, seconds=seconds)

    def draw_signature(self, name):
        """Whoever comes next draws with the mouse and signs; NAME is who that should be, also when signing anew."""
        before = len(self.find_all(None, "Signature of " + name))
        x, y, _w, h = self.settled(self.scroll_to(self.find(None, "Signature pad")))
        for stroke in range(3):
            self.drag([(x + 40 + 60 * stroke + i, y + h // 2 + (i * 7) % 30 - 15) for i in range(0, 50, 3)])
        self.press(self.button("Sign"))
        desk.wait(lambda: len(self.find_all(None, "Signature of " + name)) > before, "a signature of " + name, 20)

    def look_away(self):
        desk.xdo("windowminimize", self.window)
        desk.wait(lambda: not desk.has(self.frame(), "ACTIVE"), "a window that nobody looks at")

    def look_back(self):
        desk.xdo("windowactivate", "--sync", self.window)
        desk.wait(lambda: desk.has(self.frame(), "ACTIVE"), "the window")

    def sync_unseen(self, world):
        """A sync that ends while nobody looks: the server answers when the window is away."""
        self.look_back()
        self.click_on("list item", "Sync")
        world.server.send_signal(signal.SIGSTOP)
        try:
            self.press(self.button("Sync Now"))
            self.look_away()
        finally:
            world.server.send_signal(signal.SIGCONT)
