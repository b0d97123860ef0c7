#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-notices.py - what the window asks the desktop to say while nobody looks at it. TAP on standard output.

That a visitor's laptop never asks for anything is in test-visitor.py.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from said import Desktop  # noqa: E402
from world import UNIT, Laptop, World, run  # noqa: E402

LATE = ("A Deadline Is Here", "2 samples are overdue")
HELD = "The Office Holds Something of This Laptop"
WORLD = None


def a_deadline_is_told_once_a_day_to_who_looks_elsewhere():
    with Desktop() as desktop, Laptop(WORLD) as app:
        app.find("label", "2 samples", seconds=30)
        assert desktop.said() == [], desktop.said()
        app.look_away()
        desk.wait(lambda: desktop.said() == [LATE], "the deadline")
        app.look_back()
        app.look_away()
        # what comes after it is told, so a second one would have been
        app.sync_unseen(WORLD)
        desk.wait(lambda: len(desktop.said()) > 1, "the end of the sync", 30)
        assert desktop.said().count(LATE) == 1, desktop.said()


def what_the_office_begins_to_hold_is_told():
    WORLD.team("visit", UNIT, "--mode", "onsite", "--method", "site_view", "--place", "26.5801,106.7190",
               "--present", "I01@14:00-15:00")
    run("hecha-server", "revoke", WORLD.path("central"), json.loads(WORLD.team("status", "--json"))["device"])
    with Desktop() as desktop, Laptop(WORLD) as app:
        app.find("label", "2 samples", seconds=30)
        app.sync_unseen(WORLD)
        desk.wait(lambda: HELD in [title for title, _text in desktop.said()], "what is held", 30)
    with Desktop() as desktop, Laptop(WORLD) as app:
        app.find("label", "2 samples", seconds=30)
        app.look_away()
        desk.wait(desktop.said, "the deadline")
        assert desktop.said() == [LATE], desktop.said()


def main():
    global WORLD
    WORLD = World()
    try:
        WORLD.team("enrol", WORLD.url, WORLD.code)
        WORLD.team("sync")
        return tap.run("/notices", [a_deadline_is_told_once_a_day_to_who_looks_elsewhere,
                                    what_the_office_begins_to_hold_is_told])
    finally:
        WORLD.close()


sys.exit(main())
