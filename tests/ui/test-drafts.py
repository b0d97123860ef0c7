#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-drafts.py - what the office types is on the disk while it is typed: the window is killed meanwhile. TAP."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from hands import OfficeHands  # noqa: E402
from world import World  # noqa: E402

CODE, NEW = "HC2026Q2-1", "HC2026Q3-1"
STORED, TYPED, THEIRS = "核实申报", "verify what was declared", "核实重点项目"
NEXT, WORDS = "d  下一步工作措施", "first words of what comes next"
MISSED, MISSED_NAME, SEEN = "A01-2026-T08-Q2", "中小河流综合治理36公里", "What was seen there"
AGAIN = "What you typed before is here again."
WORLD = None


def begin():
    global WORLD
    WORLD = World.__new__(World)
    WORLD.begin()
    write(STORED)


def write(purpose):
    WORLD.office("plan", "create", CODE, "--kind", "quarterly", "--quarter", "2026Q2", "--selection", "random",
                 "--purpose", purpose)


def purpose():
    return json.loads(WORLD.office("plan", "show", CODE, "--json"))["purpose"]


class Office(OfficeHands):
    """Who writes plans."""

    def open_plan(self):
        self.turn_to("Plans and Draws")
        self.click(self.seen("label", CODE))
        self.push("Change…")
        self.seen("text", "Purpose")

    def has(self, title, text):
        desk.wait(lambda: self.text(self.seen("text", title)) == text, "%s: %s" % (title, text))

    def write(self, title, text):
        """With the keys, in the form that is open."""
        with self.in_front():
            self.click(self.scroll_to(self.seen("text", title)))
        self.key("ctrl+a")
        self.type(text)
        self.has(title, text)

    def write_and_die(self, title, text):
        self.write(title, text)
        self.die(text)

    def die(self, text):
        desk.wait(lambda: WORLD.drafts_hold(text, "office"), "the draft on disk")
        self.process.kill()
        self.process.wait()

    def is_as_stored(self):
        self.has("Purpose", STORED)
        assert not [n for n in self.find_all("label") if AGAIN in n.get_name() and self.area(n)[2] > 0]
        self.key("Escape")
        self.gone("push button", "Change")


def forgets(text):
    desk.wait(lambda: not WORLD.drafts_hold(text, "office"), "a draft less")


def a_part_of_a_plan_is_there_again():
    with Office(WORLD) as app:
        app.open_plan()
        app.write_and_die("Purpose", TYPED)
    assert purpose() == STORED
    with Office(WORLD) as app:
        app.open_plan()
        app.has("Purpose", TYPED)
        app.says(AGAIN)
        assert not app.nameless(), app.nameless()
        app.write("Content", "everything")
        app.key("ctrl+z")
        app.has("Content", "")


def it_is_gone_when_it_was_thrown_away():
    with Office(WORLD) as app:
        app.open_plan()
        app.has("Purpose", TYPED)
        app.key("Escape")
        app.push("Discard")
        app.gone("push button", "Change")
        forgets(TYPED)
        app.push("Change…")
        app.is_as_stored()
        app.push("Change…")
        app.write("Purpose", TYPED)
        app.push("Cancel")
        app.gone("push button", "Change")
        forgets(TYPED)
        app.push("Change…")
        app.is_as_stored()


def it_is_gone_when_it_was_recorded():
    with Office(WORLD) as app:
        app.open_plan()
        app.write_and_die("Purpose", TYPED)
    with Office(WORLD) as app:
        app.open_plan()
        app.has("Purpose", TYPED)
        app.push("Change")
        app.gone("push button", "Change")
        forgets(TYPED)
    assert purpose() == TYPED


def who_wrote_meanwhile_is_not_overruled_unseen():
    with Office(WORLD) as app:
        app.open_plan()
        app.write_and_die("Purpose", "mine")
    write(THEIRS)
    with Office(WORLD) as app:
        app.open_plan()
        app.has("Purpose", "mine")
        app.push("Change")
        app.gone("push button", "Change")
    assert len(json.loads(WORLD.office("conflicts", "--json"))["conflicts"]) == 1


def a_new_plan_is_there_again():
    with Office(WORLD) as app:
        app.turn_to("Plans and Draws")
        app.push("New Plan")
        app.write("Code", NEW)
        app.write_and_die("Purpose", "what comes in autumn")
    with Office(WORLD) as app:
        app.turn_to("Plans and Draws")
        app.push("New Plan")
        app.has("Code", NEW)
        app.has("Purpose", "what comes in autumn")


def a_step_of_the_negative_list_is_there_again():
    def open_step(app):
        app.turn_to("Negative List")
        app.click(app.seen("label", MISSED_NAME))
        app.push("Confirm on Site")

    WORLD.office("negative", "add", MISSED)
    with Office(WORLD) as app:
        open_step(app)
        app.write_and_die(SEEN, "ten of 36 km")
    with Office(WORLD) as app:
        open_step(app)
        app.has(SEEN, "ten of 36 km")
        app.push("Cancel")
        app.gone("push button", "Record")
        forgets("ten of 36 km")


def the_grounds_of_an_appeal_are_there_again():
    def open_appeal(app):
        app.turn_to("Appeals")
        app.push("File an Appeal…")

    with Office(WORLD) as app:
        open_appeal(app)
        app.write_and_die("Grounds", "water of the reservoir")
    with Office(WORLD) as app:
        open_appeal(app)
        app.has("Grounds", "water of the reservoir")


def a_part_of_the_report_is_there_again():
    with Office(WORLD) as app:
        app.turn_to("Quarterly Report")
        app.seen("text", NEXT, 30)
        app.put(NEXT, WORDS)
        app.die(WORDS)
    with Office(WORLD) as app:
        app.turn_to("Quarterly Report")
        app.has(NEXT, WORDS)
        desk.wait(lambda: not WORLD.drafts_hold(WORDS, "office"), "it on record")
    report = json.loads(WORLD.office("report", "quality", "--quarter", "2026Q2", "--json"))
    assert report["parts"]["d"] == WORDS, report["parts"]


def main():
    try:
        begin()
        return tap.run("/drafts", [
            a_part_of_a_plan_is_there_again,
            it_is_gone_when_it_was_thrown_away,
            it_is_gone_when_it_was_recorded,
            who_wrote_meanwhile_is_not_overruled_unseen,
            a_new_plan_is_there_again,
            a_step_of_the_negative_list_is_there_again,
            the_grounds_of_an_appeal_are_there_again,
            a_part_of_the_report_is_there_again,
        ])
    finally:
        WORLD.close()


sys.exit(main())
