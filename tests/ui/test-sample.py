#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-sample.py - all that is recorded on one sample, as a person does it; no server. TAP on standard output."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import Laptop  # noqa: E402

UNIT, NAME = "A01-2026-T03-Q2", "重点河段采砂巡查"
TYPED = "还没有写完的座谈内容，电就停了"


class Field:
    """A team's laptop with samples on it, as a sync would leave it. While its window is open, the store is read as
    a database: hechactl would have to wait."""

    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        subprocess.run(["field-store", self.path("team"), "3"], check=True)

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def show(self):
        done = subprocess.run(["hechactl", "--store", self.path("team"), "show", UNIT, "--json"], text=True,
                              capture_output=True, check=True)
        return json.loads(done.stdout)

    def query(self, sql):
        database = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.path("team"), "hecha.db"), uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def has(self, words):
        return words in json.dumps(self.show(), ensure_ascii=False)

    def entries(self):
        return self.query("SELECT count(*) FROM entry")[0][0]


WORLD = None
NAMELESS = []


def laptop():
    app = Laptop(WORLD)
    app.open_sample(NAME)
    app.find("label", UNIT)
    return app


def choose(app, group, word):
    """Presses one of the words of a row of chips."""
    def look():
        return [n for row in app.find_all(None, group) for n in app.find_all("push button", word, within=row)]

    app.press(app.scroll_to(desk.wait(look, "%s in %s" % (word, group))[0]))


def leave(app):
    app.key("Tab")
    app.saved()


# ---- the promises ----

def a_method_begins_with_its_record():
    with laptop() as app:
        app.press(app.scroll_to(app.find("push button", "Meeting")))
        app.find("text", "Participants, with commas between them")
        app.fill("Participants, with commas between them", "何长洲、周𠮷安")
        leave(app)
        app.fill("What was said", "乡水利站说明了巡查的安排")
        leave(app)
        NAMELESS.extend(app.nameless())
    for words in ("乡水利站说明了巡查的安排", '"周𠮷安"', '"meeting"'):
        assert WORLD.has(words), words


def what_a_record_lacks_is_said_in_its_line():
    with laptop() as app:
        app.press(app.scroll_to(app.find("push button", "Documents")))
        app.fill("Title of the document", "巡查记录汇总")
        leave(app)
        desk.wait(lambda: [n for n in app.find_all("label") if "number of the document" in n.get_name()],
                  "what the record lacks")
        choose(app, "Number of the document", "Has None")
        choose(app, "Copy", "Seen Only")
        app.saved()
        NAMELESS.extend(app.nameless())
    assert WORLD.has("巡查记录汇总")


def a_record_is_taken_back_and_an_undo_brings_it_again():
    with laptop() as app:
        before = WORLD.entries()
        app.press(app.scroll_to(app.find("push button", "Take the record back: Documents 巡查记录汇总")))
        app.gone("push button", "Take the record back: Documents 巡查记录汇总")
        desk.wait(lambda: WORLD.entries() == before + 1, "an entry that takes it back")
        app.key("ctrl+z")
        app.find("push button", "Take the record back: Documents 巡查记录汇总")
        desk.wait(lambda: WORLD.entries() == before + 2, "an entry for each")


def undoes_and_redoes_across_the_page():
    with laptop() as app:
        app.fill("Observation: what was seen and read", "查巡查记录47份")
        leave(app)
        app.fill("Opinion, apart from the observation", "基本属实")
        leave(app)
        observation = app.find("text", "Observation: what was seen and read")
        opinion = app.find("text", "Opinion, apart from the observation")
        app.key("ctrl+z")
        desk.wait(lambda: app.text(opinion) == "", "the opinion to go")
        assert app.text(observation) == "查巡查记录47份"
        app.press(app.button("Undo"))
        desk.wait(lambda: app.text(observation) == "", "the observation to go")
        app.key("ctrl+shift+z")
        app.press(app.button("Redo"))
        desk.wait(lambda: app.text(opinion) == "基本属实" and app.text(observation) == "查巡查记录47份", "both again")
        app.saved()
    assert WORLD.has("基本属实") and WORLD.has("查巡查记录47份")


def arriving_now_is_there_after_a_crash():
    with laptop() as app:
        app.press(app.scroll_to(app.button("All Arrive Now")))
        row = app.find("text", "顾北辰 · Team leader")
        desk.wait(lambda: app.text(row).endswith("-"), "the time of arrival")
        arrived = app.text(row)
        desk.wait(lambda: len(WORLD.query("SELECT 1 FROM draft WHERE type = 'presence'")) == 3, "the drafts")
        app.process.kill()
        app.process.wait()
    with laptop() as app:
        row = app.find("text", "顾北辰 · Team leader")
        desk.wait(lambda: app.text(row) == arrived, "the same time of arrival")
        app.find("push button", "Leaves now: 顾北辰")
        for who in ("顾北辰 · Team leader", "沈知微 · Inspector", "周𠮷安 · Inspector"):
            app.fill(who, "")
            app.key("ctrl+a")
            app.type("09:00-11:30")
            leave(app)
    assert WORLD.has('"11:30"')


def nothing_that_is_typed_in_a_form_is_lost():
    with laptop() as app:
        choose(app, "真实性：申报的完成情况是否真实", "Yes")
        app.fill("Note: 真实性：申报的完成情况是否真实", "与台账一致")
        app.press(app.scroll_to(app.find("push button", "Inquiry")))
        app.fill("Person asked", "河段长王某")
        leave(app)
        app.press(app.scroll_to(app.button("Add a Question")))
        app.fill("Question", TYPED)
        desk.wait(lambda: [1 for (v,) in WORLD.query("SELECT value FROM draft") if TYPED in v], "the draft on disk")
        app.process.kill()
        app.process.wait()
    with laptop() as app:
        question = app.find("text", "Question")
        desk.wait(lambda: app.text(question) == TYPED, "what was typed before the crash, in its place")
        note = app.find("text", "Note: 真实性：申报的完成情况是否真实")
        assert app.text(note) == "与台账一致"
        app.saved()
    assert WORLD.has(TYPED) and WORLD.has("与台账一致")


def what_a_verdict_waits_for_is_named_and_a_click_away():
    with laptop() as app:
        app.find("label", "Cannot be chosen yet: Met")
        app.click(app.scroll_to(app.says("Required evidence is missing")))
        app.focus_is_on()
        app.press(app.button("Review and Sign"))
        node = desk.wait(lambda: [n for n in app.find_all("label") if "答" in n.get_name() or
                                  n.get_name().startswith("Not answered yet: 准确性")], "the open item")[0]
        app.click(app.scroll_to(node))
        app.focus_is_on(name="Yes")


def what_a_verdict_waits_for_keeps_its_line_when_more_is_named():
    with laptop() as app:
        line = app.find("list item", "Required evidence is missing: 现场照片, 监理计量")
        choose(app, "真实性：申报的完成情况是否真实", "No")
        app.says("真实性尚未得到肯定")
        assert app.stands(line), "a click on it would have been lost"


def a_key_point_says_none_or_some():
    with laptop() as app:
        choose(app, "Difficulties and problems", "Some")
        app.fill("Which difficulties and problems", "无人机不足")
        leave(app)
    assert WORLD.has("无人机不足") and WORLD.has('"difficulty": "some"')


def every_widget_has_a_name():
    assert not NAMELESS, [(n.get_role_name(), n.get_name()) for n in NAMELESS]


def main():
    global WORLD
    WORLD = Field()
    try:
        return tap.run("/sample", [
            a_method_begins_with_its_record,
            what_a_record_lacks_is_said_in_its_line,
            a_record_is_taken_back_and_an_undo_brings_it_again,
            undoes_and_redoes_across_the_page,
            arriving_now_is_there_after_a_crash,
            nothing_that_is_typed_in_a_form_is_lost,
            what_a_verdict_waits_for_is_named_and_a_click_away,
            what_a_verdict_waits_for_keeps_its_line_when_more_is_named,
            a_key_point_says_none_or_some,
            every_widget_has_a_name,
        ])
    finally:
        WORLD.dir.cleanup()


sys.exit(main())
