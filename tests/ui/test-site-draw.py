#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-site-draw.py - units are drawn at a site, as a team does it, mostly with the keyboard; what the window shows is
computed again here, without Hecha. No server. TAP on standard output."""
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

SAMPLE, NAME = "A01-2026-T02-Q2", "白露水库除险加固"
OTHER, OTHER_NAME = "A01-2026-T01-Q2", "高岗片区十八村供水巩固"
DICE = "20237331128159211123"
UNITS = ["一组张三", "二组李四, 老屋", "三组王五", "四组𠮷田", "五组赵六", "六组孙七"]
LIST = "List of units, one in each line"


# ---- HCS-1, written down a second time ----

def frame_hash(units):
    text = "hecha-frame-v1\n" + "".join(u + "\tALL\n" for u in sorted(units, key=str.encode))
    return hashlib.sha256(text.encode()).hexdigest()


def ticket(seed, unit):
    number = int(hashlib.sha256((hashlib.sha256(seed.encode()).hexdigest() + unit).encode()).hexdigest(), 16)
    return "0." + str(number).rjust(64, "0")[::-1]


def order(sample, units, random):
    seed = "hecha-seed-v1;plan=青核2026-02/%s;frame=%s;rand=%s" % (sample, frame_hash(units), random)
    return sorted(units, key=lambda unit: ticket(seed, unit))


# ---- the laptop ----

class World:
    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.store = self.path("team")
        subprocess.run(["field-store", self.store], check=True)

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def hechactl(self, *args):
        return subprocess.run(["hechactl", "--store", self.store, *args], text=True, capture_output=True)

    def site(self, sample=SAMPLE):
        done = self.hechactl("--json", "site", "show", sample)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def verify(self, sample=SAMPLE):
        return self.hechactl("draw", "verify", sample)

    def query(self, sql):
        database = sqlite3.connect("file:%s/hecha.db?mode=ro" % self.store, uri=True)
        try:
            return [row[0] for row in database.execute(sql)]
        finally:
            database.close()


class Laptop(world.Laptop):
    def __init__(self):
        super().__init__(WORLD)

    def begin(self, words="Draw Units at the Site…"):
        self.click(self.scroll_to(self.find("list item", words)))
        return self.find("push button", "Freeze List")

    def wait_text(self, words, seconds=10):
        return desk.wait(lambda: [n for n in self.find_all() if n.get_role_name() in ("label", "alert", "notification")
                                  and words in n.get_name()], repr(words), seconds)[0]


WORLD = None
NAMELESS = []


def note_nameless(app, page):
    NAMELESS.extend((page, n.get_role_name(), n.get_name()) for n in app.nameless())


# ---- the promises ----

def a_bad_list_is_refused_with_reasons():
    with Laptop() as app:
        app.open_sample()
        freeze = app.begin()
        app.set_text(app.find("text", LIST), "一组张三\n\n一组张三\ne\u0301\n")
        reasons = app.wait_text("stands in line 1 already").get_name()
        assert "line 2: the unit is empty" in reasons and "NFC" in reasons, reasons
        assert not desk.has(freeze, "SENSITIVE")
        note_nameless(app, "list")


def a_list_survives_the_power_cut():
    with Laptop() as app:
        app.open_sample()
        app.begin()
        app.set_text(app.find("text", LIST), "\n".join(UNITS))
        app.find("label", "6 units")
        desk.wait(lambda: [v for v in WORLD.query("SELECT value FROM draft") if "六组孙七" in v], "the list on disk")
        app.process.send_signal(signal.SIGKILL)
        app.process.wait()
    with Laptop() as app:
        app.open_sample()
        app.begin()
        app.find("label", "6 units")
        desk.wait(lambda: app.text(app.find("text", LIST)) == "\n".join(UNITS), "the list as it was")


def the_ceremony_is_done_with_the_keyboard():
    with Laptop() as app:
        app.open_sample()
        app.begin()
        app.find("label", "6 units")
        app.key("alt+f")
        app.find("label", "6 units are frozen")
        groups = [frame_hash(UNITS)[i:i + 4] for i in range(0, 64, 4)]
        app.find("label", "\n".join(" ".join(groups[i:i + 4]) for i in range(0, 16, 4)))
        note_nameless(app, "hash")
        app.tab_to("Units to draw")
        app.key("ctrl+a")
        app.type("3")
        app.tab_to("Dice")
        app.key("Tab", "Tab")
        app.type("沈知微")
        app.key("Tab")
        app.type("村主任老赵")
        app.tab_to("Digits of the dice, in the order in which they were rolled")
        app.type(DICE[:-1])
        app.find("label", "19 of 20 digits")
        assert not desk.has(app.find("push button", "Draw"), "SENSITIVE")
        app.type(DICE[-1])
        app.find("label", "20 of 20 digits")
        app.key("alt+d")
        app.find("label", "3 units are drawn")
        note_nameless(app, "drawn")
        app.key("Escape")
        app.gone("label", "3 units are drawn")
    expected = order(SAMPLE, UNITS, DICE)[:3]
    assert [u["unit"] for u in WORLD.site()["units"]] == expected, WORLD.site()
    done = WORLD.verify()
    assert done.returncode == 0, done.stdout + done.stderr
    assert not WORLD.query("SELECT value FROM draft WHERE type = 'site_frame'")


def each_unit_takes_its_result_and_a_note():
    first = order(SAMPLE, UNITS, DICE)[0]
    with Laptop() as app:
        app.open_sample()
        app.click(app.scroll_to(app.find("label", "1. " + first)))
        note = app.find("text", "What was seen")
        app.press(app.find("push button", "Not Met"))
        app.wait_text("Met: 0 · Not met: 1")
        app.click(app.scroll_to(note))
        app.type("未通水")
        app.key("Tab")
        desk.wait(lambda: "未通水" in WORLD.query("SELECT note FROM site_unit"), "the note on record")
        note_nameless(app, "units")
    assert WORLD.site()["units"][0]["result"] == "not_met"


def a_unit_is_replaced_by_the_next_rank_with_a_reason():
    ranks = order(SAMPLE, UNITS, DICE)
    with Laptop() as app:
        app.open_sample()
        app.click(app.scroll_to(app.find("label", "2. " + ranks[1])))
        app.press(app.find("push button", "Replace " + ranks[1]))
        app.find("label", "Replace “%s”?" % ranks[1])
        assert not desk.has(app.find("push button", "Replace"), "SENSITIVE")
        app.type("House is locked")
        app.key("Return")
        app.find("label", "4. " + ranks[3])
        app.wait_text("Replaced: House is locked")
        app.wait_text("In the place of " + ranks[1])
    done = WORLD.verify()
    assert done.returncode == 0, done.stdout + done.stderr


def a_wrong_list_is_cancelled_and_stays_to_be_seen():
    with Laptop() as app:
        app.open_sample(OTHER_NAME)
        app.begin()
        app.set_text(app.find("text", LIST), "甲\n乙\n")
        app.find("label", "2 units")
        app.key("alt+f")
        app.find("label", "2 units are frozen")
        app.press(app.find("push button", "Cancel This Frame…"))
        app.find("label", "Cancel This Frame?")
        app.type("One village is missing")
        app.key("Return")
        app.find("push button", "Freeze List")
        app.find("label", "2 units")
        app.set_text(app.find("text", LIST), "甲\n乙\n丙\n")
        app.find("label", "3 units")
        app.press(app.find("push button", "Freeze List"))
        app.find("label", "3 units are frozen")
        app.key("Escape")
        app.gone("label", "3 units are frozen")
        app.find("label", "List 1, cancelled")
        app.find("label", "One village is missing")


def the_number_of_the_office_is_checked():
    nonce = WORLD.query("SELECT nonce FROM site_nonce WHERE id LIKE '%%%s'" % OTHER)[0]
    wrong = ("1" if nonce[0] == "0" else "0") + nonce[1:]
    with Laptop() as app:
        app.open_sample(OTHER_NAME)
        app.click(app.scroll_to(app.find("list item", "Go On with the Draw…")))
        app.find("label", "3 units are frozen")
        app.press(app.find("push button", "Office's Number"))
        entry = app.find("text", "Number that the office told")
        app.set_text(entry, wrong)
        app.find("label", "40 of 40 digits")
        app.press(app.find("push button", "Draw"))
        app.wait_text("not the nonce that the office committed to")
        app.set_text(entry, " ".join(nonce[i:i + 4] for i in range(0, 40, 4)))
        app.press(app.find("push button", "Draw"))
        app.find("label", "1 unit is drawn")
    assert [u["unit"] for u in WORLD.site(OTHER)["units"]] == order(OTHER, "甲乙丙", nonce)[:1]
    done = WORLD.verify(OTHER)
    assert done.returncode == 1 and "wrote down" in done.stderr, done.stderr


def every_widget_has_a_name():
    assert not NAMELESS, NAMELESS


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/site-draw-window", [
            a_bad_list_is_refused_with_reasons,
            a_list_survives_the_power_cut,
            the_ceremony_is_done_with_the_keyboard,
            each_unit_takes_its_result_and_a_note,
            a_unit_is_replaced_by_the_next_rank_with_a_reason,
            a_wrong_list_is_cancelled_and_stays_to_be_seen,
            the_number_of_the_office_is_checked,
            every_widget_has_a_name,
        ])
    finally:
        WORLD.dir.cleanup()


sys.exit(main())
