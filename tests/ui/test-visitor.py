#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-visitor.py - what the window shows, and leaves behind, on the laptop of an unannounced visit. TAP on standard
output. What the laptop holds at all is the subject of tests/e2e/test-visitor.py.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from said import Desktop  # noqa: E402
from world import NAME, UNIT, Laptop, World, soon  # noqa: E402

OFFICE_ONLY = ("一组", "T1", "HC2026Q2-W")
WORLD = None


def title(app):
    return subprocess.run(["xdotool", "getwindowname", app.window], check=True, text=True,
                          capture_output=True).stdout.strip()


def files_at_home():
    """What programs left in the person's folders, by path, without the store itself."""
    homes = {os.environ[name] for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    return {os.path.join(folder, name) for home in homes for folder, _, names in os.walk(home) for name in names}


def contents(folder):
    data = b""
    for path in (os.path.join(where, name) for where, _, names in os.walk(folder) for name in names):
        with open(path, "rb") as file:
            data += file.read()
    return data


def an_open_package_says_its_days_and_has_its_samples_alone():
    with Laptop(WORLD, store="P1") as app:
        app.find("label", "2 samples")
        app.find("label", "Open from 2026-01-01 to " + soon())
        shown = desk.look(lambda: desk.tree(app.root))
        assert not [word for word in OFFICE_ONLY if word in shown]


def the_title_names_nothing_of_it():
    with Laptop(WORLD, store="P1") as app:
        app.open_sample()
        assert title(app) == "Hecha", title(app)


def an_attached_photograph_leaves_no_trace_outside_the_store():
    photograph = WORLD.photograph()
    with Laptop(WORLD, store="P1") as app:
        app.open_sample()
        hint = app.find("label", "Files can be dropped on this page, or on the item that they show.")
        app.drag_files([photograph], app.scroll_to(hint))
        app.attached(os.path.basename(photograph))
        app.key("Escape")
        app.find("label", NAME)
    for path in files_at_home():
        assert "recently-used" not in path and "thumbnails" not in path, path
        with open(path, "rb") as file:
            data = file.read()
        for word in (NAME, UNIT, os.path.basename(photograph), "P1"):
            assert word.encode() not in data, (path, word)


def no_notification_is_ever_sent():
    """Its samples are overdue, and a sync ends while nobody looks: on a team's laptop both are told."""
    with Desktop() as desktop, Laptop(WORLD, store="P1") as app:
        app.find("label", "2 samples", seconds=30)
        app.sync_unseen(WORLD)
        app.find("label", "Everything Is at the Office", seconds=30)
        app.look_back()
        app.look_away()
        assert desktop.said() == [], desktop.said()


def a_package_that_is_over_shows_its_end_and_nothing_of_it():
    with Laptop(WORLD, store="P2") as app:
        app.find(None, "The Task Has Ended")
        shown = desk.look(lambda: desk.tree(app.root))
        assert "2020-12-31" in shown and NAME not in shown and UNIT not in shown, shown


def what_was_returned_can_be_wiped():
    assert UNIT.encode() in contents(WORLD.path("P2"))
    with Laptop(WORLD, store="P2") as app:
        app.press(app.button("Wipe This Laptop…"))
        app.press(app.button("Wipe"))
        app.find("push button", "Connect")
    assert UNIT.encode() not in contents(WORLD.path("P2"))


PROMISES = [
    an_open_package_says_its_days_and_has_its_samples_alone,
    the_title_names_nothing_of_it,
    an_attached_photograph_leaves_no_trace_outside_the_store,
    no_notification_is_ever_sent,
    a_package_that_is_over_shows_its_end_and_nothing_of_it,
    what_was_returned_can_be_wiped,
]


def main():
    global WORLD
    WORLD = World()
    try:
        WORLD.visits(UNIT, "A01-2026-T01-Q2")
        return tap.run("/visitor-window", PROMISES)
    finally:
        WORLD.close()


sys.exit(main())
