#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-first-window.py - the first window, used as a person does, with a real server and a real office.

Connects with a one-time code, records a sample offline (the server is down), drops a photograph, is killed while typing
and started again, draws a signature, syncs; then the office is asked what it got. TAP on standard output.
"""
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402

DATA = os.environ["HECHA_DATA_DIR"]
PO = os.path.join(os.path.dirname(DATA), "po", "zh_CN.po")
PLAN, UNIT = "HC2026Q2-W", "A01-2026-T02-Q2"
NAME = "白露水库除险加固"
OBSERVATION = "监理计量单累计3412万元，低于要求；灌浆孔完成52%。"
TYPED = "This was being typed when the power went"
DICE = "20237331128159211123"


def run(*args):
    done = subprocess.run(args, text=True, capture_output=True)
    assert done.returncode == 0, "%s: %s%s" % (" ".join(args), done.stdout, done.stderr)
    return done.stdout.strip()


class World:
    """A server, an office laptop, and the folder of a team's laptop on which nothing was done yet."""

    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.server = None
        self.url = "https://127.0.0.1:0"
        run("hecha-server", "init", self.path("central"), "--organisation", "青岚省目标办")
        self.listen()
        self.enrol_office()
        self.code = run("hecha-server", "invite", self.path("central"), "--role", "team", "--team", "T1",
                        "--name", "一组笔记本", "--person", "I01")

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def office(self, *args):
        return run("hechactl", "--store", self.path("office"), *args)

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

    def enrol_office(self):
        code = run("hecha-server", "invite", self.path("central"), "--role", "office", "--name", "综合处",
                   "--person", "O01")
        self.office("enrol", self.url, code)
        for table in ("targets", "declarations", "people"):
            self.office("import", table, os.path.join(DATA, "demo", table + ".csv"))
        self.office("plan", "create", PLAN, "--kind", "quarterly", "--quarter", "2026Q2", "--selection", "census",
                    "--purpose", "核实", "--content", "申报", "--method", "查阅、查看", "--standard", "第二季度",
                    "--time-limit", "2026-08-31", "--demands", "两人以上")
        self.office("plan", "approve", PLAN)
        self.office("frame", "freeze", PLAN)
        self.office("pick", PLAN)
        self.office("team", "create", "T1", "--leader", "I01", "--member", "I01", "--member", "I02", "--remit", "A01")
        self.office("assign", PLAN, "--team", "T1", UNIT, "A01-2026-T01-Q2")
        self.office("sync")

    def show(self):
        self.office("sync")
        return json.loads(self.office("show", UNIT, "--json"))

    def drafts_hold_what_was_typed(self):
        database = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.path("team"), "hecha.db"), uri=True)
        try:
            return (json.dumps(TYPED),) in database.execute("SELECT value FROM draft").fetchall()
        finally:
            database.close()

    def photograph(self):
        file = self.path("坝体.jpg")
        run("convert", "-size", "800x600", "plasma:teal-gray", "-quality", "85", file)
        return file


class Laptop(desk.App):
    def __init__(self, world, language="en", store="team"):
        self.world = world
        env = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": language}
        super().__init__(["hecha", "--store", world.path(store)], env=env)

    def button(self, name):
        return self.find("push button", name)

    def open_sample(self, name=NAME):
        self.click(self.find("label", name))
        self.find("push button", "Online")

    def scroll_to(self, node):
        """Turns the wheel until the middle of a widget is well inside the window."""
        for _ in range(80):
            _x, top, _w, height = desk.window_area(self.window)
            x, y, w, h = self.area(node)
            if y + h // 2 > top + height - 110:
                button = 5
            elif y + h // 2 < top + 90:
                button = 4
            else:
                return node
            desk.xdo("mousemove", x + min(w // 2, 40), top + height // 2, "click", button)
            time.sleep(0.05)
        raise desk.NotFound("%r did not come into view" % node.get_name())

    def fill(self, name, text):
        """Puts the cursor into a field by its name, with the mouse, and types."""
        node = self.scroll_to(self.find("text", name))
        self.click(node)
        self.type(text)

    def saved(self):
        self.find("label", "Saved")


WORLD = None
PAGES_WITHOUT_NAMES = []


def note_nameless(app, page):
    PAGES_WITHOUT_NAMES.extend((page, n.get_role_name(), n.get_name()) for n in app.nameless())


# ---- the promises ----

def a_wrong_code_is_told_in_a_sentence():
    with Laptop(WORLD) as app:
        app.set_text(app.find("text", "Server address"), WORLD.url)
        app.set_text(app.find("text", "One-time code"), WORLD.code[:-1] + ("0" if WORLD.code[-1] != "0" else "1"))
        app.press(app.button("Connect"))
        desk.wait(lambda: [n for n in app.find_all("label") if "check address and code" in n.get_name()],
                  "the sentence about the code")
        app.find("label", "State secrets (国家秘密) must not be entered into this program.")
        note_nameless(app, "enrol")


def connects_with_a_code_and_gets_what_is_assigned():
    with Laptop(WORLD) as app:
        app.click(app.find("text", "Server address"))
        app.key("ctrl+a")
        app.type(WORLD.url)
        app.click(app.find("text", "One-time code"))
        app.type(WORLD.code)
        app.key("Return")
        app.find("label", NAME, seconds=30)
        app.find("label", "2 samples")
        note_nameless(app, "samples")


def records_while_the_server_is_away():
    WORLD.hang_up()
    with Laptop(WORLD) as app:
        app.open_sample()
        note_nameless(app, "sample")
        app.press(app.find("push button", "On Site"))
        app.press(app.find("push button", "Site View"))
        app.press(app.find("push button", "Not Met"))
        app.find("text", "Place (latitude, longitude)")
        app.fill("Place (latitude, longitude)", "26.5783，106.7135")
        app.fill("顾北辰 · Team leader", "09:00-11:30")
        app.fill("沈知微 · Inspector", "9:10-11:30")
        app.fill("Observation: what was seen and read", OBSERVATION)
        app.fill("Measured value", "3412")
        app.saved()


def keeps_what_was_typed_when_it_is_killed():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.fill("Opinion, apart from the observation", TYPED)
        desk.wait(WORLD.drafts_hold_what_was_typed, "the draft on disk")
        app.process.kill()
        app.process.wait()
    with Laptop(WORLD) as app:
        app.open_sample()
        opinion = app.find("text", "Opinion, apart from the observation")
        desk.wait(lambda: app.text(opinion) == TYPED, "the text that was typed before the crash")
        app.saved()


def a_dropped_photograph_becomes_evidence():
    with Laptop(WORLD) as app:
        app.open_sample()
        hint = app.scroll_to(app.find("label", "Files can be dropped on this page, or on the item that they show."))
        app.drag_files([WORLD.photograph()], hint)
        app.find("label", "坝体.jpg", seconds=20)


def says_what_is_missing_and_leads_there():
    with Laptop(WORLD) as app:
        app.click(app.find("label", "高岗片区十八村供水巩固"))
        app.find("push button", "On Site")
        app.press(app.button("Review and Sign"))
        app.find("label", "Choose a verdict")
        note_nameless(app, "review")
        app.click(app.find("label", "Say whether the visit was on site or online"))
        desk.wait(lambda: app.focused() is not None and desk.plain_name(app.focused()) == "On Site",
                  "the cursor on the mode")


def a_drawn_signature_makes_it_effective():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.press(app.button("Review and Sign"))
        pad = app.scroll_to(app.find(None, "Signature pad"))
        x, y, w, h = app.area(pad)
        for stroke in range(3):
            app.drag([(x + 40 + 60 * stroke + i, y + h // 2 + (i * 7) % 30 - 15) for i in range(0, 50, 3)])
        app.press(app.button("Sign"))
        app.find("label", "Effective", seconds=10)
        desk.wait(lambda: [n for n in app.find_all() if desk.plain_name(n) == "Signature of 顾北辰"], "the signature")
        note_nameless(app, "sealed")


def syncs_and_shows_the_receipt():
    WORLD.listen()
    with Laptop(WORLD) as app:
        app.click(app.find("list item", "Sync"))
        app.press(app.button("Sync Now"))
        app.find("label", "Everything Is at the Office", seconds=30)
        note_nameless(app, "sync")


def the_office_has_all_of_it():
    shown = WORLD.show()
    text = json.dumps(shown, ensure_ascii=False)
    for part in (OBSERVATION, TYPED, "坝体.jpg", '"not_met"', "3412", '"09:10"', "265783000"):
        assert part in text, "%s is not in %s" % (part, text)
    assert '"effective"' in text, text


def every_widget_has_a_name():
    assert not PAGES_WITHOUT_NAMES, PAGES_WITHOUT_NAMES


def chinese_shows_no_english_word():
    """No text of the template catalogue is on any page when the language is Chinese."""
    with open(PO, encoding="utf-8") as file:
        english = set(re.findall(r'^msgid "(.*[a-z].*)"$', file.read(), re.MULTILINE))
    with Laptop(WORLD, language="zh_CN") as app:
        app.click(app.find("label", NAME))
        app.find("push button", "实地核查")
        app.press(app.button("查看签字"))
        app.find("label", "签字涵盖的内容")
        # every page is in the tree, those that are not visible too
        left = [desk.plain_name(n) for n in desk.walk(app.root) if desk.plain_name(n) in english]
        assert not left, left


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/first-window", [
            a_wrong_code_is_told_in_a_sentence,
            connects_with_a_code_and_gets_what_is_assigned,
            records_while_the_server_is_away,
            keeps_what_was_typed_when_it_is_killed,
            a_dropped_photograph_becomes_evidence,
            says_what_is_missing_and_leads_there,
            a_drawn_signature_makes_it_effective,
            syncs_and_shows_the_receipt,
            the_office_has_all_of_it,
            every_widget_has_a_name,
            chinese_shows_no_english_word,
        ])
    finally:
        if WORLD.server.poll() is None:
            WORLD.hang_up()
        WORLD.dir.cleanup()


sys.exit(main())
