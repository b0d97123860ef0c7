#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-negative.py - the negative list in the office's window, worked as a person does. TAP."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import Laptop, World  # noqa: E402

UNIT, ENTRY, NAME = "A01-2026-T08-Q2", "A01-2026-Q2-T08", "中小河流综合治理36公里"
WORLD = None
APP = None


def proposes_what_was_declared_as_not_met():
    APP.click_on("list item", "Negative List")
    APP.find("label", "Not on the List Yet")
    APP.click_on("push button", "Put %s on the list" % UNIT)
    APP.find("label", "Waiting for the Office")
    assert not APP.nameless(), APP.nameless()


def opens_an_entry_with_its_next_step():
    APP.click_on("label", NAME)
    APP.click_on("push button", "Confirm on Site")
    APP.find("push button", "Record")


def says_why_a_step_is_refused_and_keeps_what_was_typed():
    APP.press(APP.find("push button", "Record"))
    APP.find(None, "A confirmation says when it was on site and what was seen (P3 7.2)")
    APP.set_text(APP.find("text", "What was seen there"), "现场累计治理10.5公里")
    APP.press(APP.find("push button", "Record"))
    APP.find("push button", "Notify the Head of the Agency")


def notifies_the_head_with_a_deadline():
    APP.click_on("push button", "Notify the Head of the Agency")
    APP.set_text(APP.find("text", "To be made up until"), "2099-12-31")
    APP.press(APP.find("push button", "Record"))
    APP.find("push button", "Record Measures")
    assert not APP.nameless(), APP.nameless()


def what_was_recorded_is_what_hechactl_says():
    APP.__exit__()
    entry = json.loads(WORLD.office("--json", "negative", "show", ENTRY))
    assert (entry["state"], entry["addressee"], entry["rectify_by"]) == ("notified", "H01", "2099-12-31"), entry
    assert entry["confirmed_by"] == ["I01", "I02"], entry


def main():
    global WORLD, APP
    WORLD = World()
    try:
        with Laptop(WORLD, store="office") as APP:
            return tap.run("/negative", [
                proposes_what_was_declared_as_not_met,
                opens_an_entry_with_its_next_step,
                says_why_a_step_is_refused_and_keeps_what_was_typed,
                notifies_the_head_with_a_deadline,
                what_was_recorded_is_what_hechactl_says,
            ])
    finally:
        WORLD.close()


sys.exit(main())
