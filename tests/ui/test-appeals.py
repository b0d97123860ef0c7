#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-appeals.py - appeals in the office's window, from the objection in the field to the ruling. TAP."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import PLAN, Laptop, World, sign, visited  # noqa: E402

OBJECTED, OBJECTED_NAME = "A02-2026-T02-Q2", "六十个村卫生室标准化建设"
OTHER = "A01-2026-T03-Q2"
EVIDENCE = "开工照片与合同≥45份"
OBJECTION = "灌浆台账已补齐，请复核。"
WORLD = None
APP = None


class Office(Laptop):
    """The office's window; a form before it is worked with the keys, as GTK 4.8 does not say where its rows are."""

    def form(self):
        return desk.wait(lambda: next((c for c in desk.children(self.root) if next(self.each(
            "push button", "Cancel", c), None)), None), "a form")

    def step(self, button):
        self.press(self.find("push button", button))
        return self.form()

    def check(self, name):
        box = self.find("check box", name, self.form())
        on = desk.has(box, "CHECKED")
        self.tab_to(name)
        self.key("space")
        desk.wait(lambda: desk.has(box, "CHECKED") != on, "%r to change" % name)

    def choose(self, row, word):
        """Opens a list by its row, takes a word of it."""
        self.tab_to(row)
        self.take(lambda: self.key("space"), word)
        self.find("label", word, self.form())

    def record(self, button, then, role="push button"):
        """Done, or refused with a reason; what was done closes the form."""
        form = self.form()
        self.press(desk.wait(lambda: next((n for n in self.each("push button", button, form)
                                           if desk.has(n, "SENSITIVE")), None), "the button %r" % button))
        self.find(role, then)
        if role is not None:
            desk.wait(lambda: len(self._xwindows()) == 1, "the form to go")


def shows_what_was_objected_to_in_the_field():
    APP.click_on("list item", "Appeals")
    APP.find("label", "Objections in the Field")
    assert not APP.nameless(), APP.nameless()
    APP.click_on("label", OBJECTED_NAME)
    APP.find("label", "The Finding as It Was Signed")
    APP.find("label", OBJECTION)
    APP.find("label", "Not Met")


def an_appeal_without_evidence_is_refused_and_what_was_typed_stays():
    APP.step("File an Appeal")
    APP.set_text(APP.entry("Who files it for the agency"), "何长洲")
    APP.record("File", "An appeal comes with facts: one piece of evidence at least (P3 4.3 a)", None)
    assert APP.text(APP.entry("Who files it for the agency")) == "何长洲"
    APP.check(EVIDENCE)
    APP.record("File", "Accept or Turn Down")


def accepts_what_came_in_time():
    whole = APP.find("list item", "Show the Whole Finding")
    APP.step("Accept or Turn Down")
    APP.record("Record", "Record the Re-Review")
    assert APP.stands(whole), "a click on it would have been lost"


def the_first_team_does_not_review():
    APP.step("Record the Re-Review")
    APP.set_text(APP.entry("Observation"), "逐户核对名册，属实")
    APP.choose("Verdict", "Met")
    for name in ("顾北辰", "周𠮷安"):
        APP.check(name)
    APP.record("Record", "I01 was of the first team, which neither reviews nor rules (P3 4.3 a, R011)", None)
    assert APP.text(APP.entry("Observation")) == "逐户核对名册，属实"
    for name in ("顾北辰", "程望舒"):
        APP.check(name)
    APP.record("Record", "Rule on the Appeal")


def rules_and_says_what_follows():
    APP.step("Rule on the Appeal")
    APP.record("Rule", "A ruling has its result and a reason (P3 4.3 a)", None)
    APP.choose("Result", "Overturned")
    APP.choose("What counts from now on", "Met")
    APP.set_text(APP.entry("Reason"), "名册属实")
    APP.record("Rule", "What Follows", "label")
    for cell in ("Verdict, As Signed: Not Met", "Verdict, As Ruled: Met",
                 "Error rate of %s, As Signed: 100.00%% (2/2)" % PLAN,
                 "Error rate of %s, As Ruled: 50.00%% (1/2)" % PLAN,
                 "Negative list, As Ruled: Off the list", "Points lost by it, As Ruled: 0",
                 "Score of the agency's year, As Ruled: 100.00"):
        APP.find(None, cell)
    assert not APP.nameless(), APP.nameless()


def what_was_signed_stays_and_hechactl_says_the_same():
    APP.__exit__()
    said = json.loads(WORLD.office("--json", "appeal", "show", OBJECTED))
    assert said["state"] == "ruled" and said["review"]["reviewers"] == ["I04", "I05"], said
    assert said["outcome"]["signed_verdict"] == "not_met" and said["outcome"]["verdict"] == "met", said
    assert said["appeal"]["filed_by"] == "何长洲" and said["appeal"]["grounds"] == OBJECTION, said


def main():
    global WORLD, APP
    WORLD = World(OBJECTED, OTHER)
    try:
        WORLD.team("enrol", WORLD.url, WORLD.code)
        WORLD.team("sync")
        for unit, person, role in ((OBJECTED, "H02", "objection"), (OTHER, "H01", "agency")):
            visited(WORLD, unit, "not_met", "现场看6个，2个未开工。")
            sign(WORLD, unit, (person, role), ("I02", "inspector"), ("I01", "leader"))
        WORLD.team("sync")
        WORLD.office("sync")
        WORLD.office("negative", "add", OBJECTED)
        with Office(WORLD, store="office") as APP:
            return tap.run("/appeals", [
                shows_what_was_objected_to_in_the_field,
                an_appeal_without_evidence_is_refused_and_what_was_typed_stays,
                accepts_what_came_in_time,
                the_first_team_does_not_review,
                rules_and_says_what_follows,
                what_was_signed_stays_and_hechactl_says_the_same,
            ])
    finally:
        WORLD.close()


sys.exit(main())
