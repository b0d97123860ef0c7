#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-work.py - my work: the list of samples and the map beside it, found and opened as a person does. TAP."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

DAM = "白露水库除险加固"
STORE = None
APP = None


class Store:
    def path(self, name):
        return os.path.join(STORE, name)


class Laptop(world.Laptop):
    def __init__(self):
        super().__init__(Store())


def lists_all_with_deadlines_and_the_calendar():
    APP.find("label", "24 samples")
    desk.wait(lambda: [n for n in APP.find_all("label") if "Due 2026-07-31" in n.get_name()], "a deadline")
    desk.wait(lambda: [n for n in APP.find_all("label") if "by the calendar holiday-cn" in n.get_name()],
              "the calendar's version")


def search_for(text, left):
    APP.key("ctrl+f")
    APP.key("ctrl+a")
    APP.key("BackSpace")
    if text:
        APP.type(text)
    APP.find("label", left)


def finds_by_initials_and_by_two_characters():
    for typed, left in (("blsk", "1 sample"), ("水库", "1 sample"), ("qlsswyhht 水库", "1 sample"), ("zzz", "0 samples")):
        search_for(typed, left)
    APP.find("label", "Nothing Found")
    search_for("", "24 samples")


def shows_the_places_on_a_map():
    APP.press(APP.find("push button", "Map"))
    APP.find("push button", DAM + " · To Do")
    APP.find("push button", "省政务数据中心: 2 samples")
    APP.find("push button", "Zoom In")
    nameless = [n for n in APP.nameless() if n.get_role_name() in ("push button", "combo box")]
    assert not nameless, nameless


def a_place_of_several_shows_them_in_the_list():
    APP.press(APP.find("push button", "省政务数据中心: 2 samples"))
    APP.find("label", "2 samples")
    search_for("", "24 samples")


def a_place_of_one_opens_it():
    APP.press(APP.find("push button", DAM + " · To Do"))
    APP.find("push button", "Online")


def main():
    global STORE, APP
    with tempfile.TemporaryDirectory() as directory:
        STORE = directory
        subprocess.run(["field-store", os.path.join(STORE, "team"), "24"], check=True)
        with Laptop() as APP:
            return tap.run("/work", [
                lists_all_with_deadlines_and_the_calendar,
                finds_by_initials_and_by_two_characters,
                shows_the_places_on_a_map,
                a_place_of_several_shows_them_in_the_list,
                a_place_of_one_opens_it,
            ])


sys.exit(main())
