#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-reconcile.py - the office settles what does not agree, in its window. TAP."""
import csv
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import DATA, Laptop, World, run  # noqa: E402

WORLD = None
APP = None
MINE, THEIRS = "核实第二季度申报", "核实重点项目"


def ask(*command, store="office"):
    """hechactl's answer, of a copy: the window has the store."""
    copy = WORLD.path("copy")
    run("rm", "-rf", copy)
    run("cp", "-r", WORLD.path(store), copy)
    return json.loads(run("hechactl", "--store", copy, *command, "--json"))


def purposes(*plans):
    return [ask("plan", "show", plan)["purpose"] for plan in plans]


def person(wanted):
    with open(os.path.join(DATA, "demo", "people.csv"), encoding="utf-8") as table:
        return next(row["name"] for row in csv.DictReader(table) if row["person_id"] == wanted)


def opens_the_hold():
    """The list is laid out anew when it comes back, so that the first click may miss."""
    if not APP.find_all("label", "If It Is Released"):
        APP.click_on("label", "The device was revoked before it wrote this")
    return APP.find_all("label", "If It Is Released")


def the_plan_says_that_it_waits():
    APP.click_on("list item", "Plans and Draws")
    APP.says("2026Q2 · in conflict")
    APP.click_on("label", "HC2026Q2-1")
    APP.find("label", "Two of the office wrote different things; settle that first.")
    APP.find("label", "Purpose · in conflict")
    APP.press(APP.find("push button", "Go to Reconcile"))


def shows_what_waits():
    APP.find("label", "Conflicts")
    APP.find("label", "Quarantine")
    APP.find("label", "The device was revoked before it wrote this")
    assert not APP.nameless(), APP.nameless()


def shows_the_sides():
    APP.click_on("label", "Plan · Purpose")
    APP.find("label", "What All Knew Before")
    for words in ("核实申报", MINE, THEIRS, "Had seen: 核实申报"):
        APP.find("label", words)
    assert not APP.nameless(), APP.nameless()


def settles_all_that_are_alike():
    APP.click(APP.scroll_to(APP.find("label", "Decide All 4 That Are Alike")))
    APP.press(APP.find("push button", "Take this: " + MINE))
    APP.answer(("Reason", "以季度申报为准"), button="Settle")
    APP.find("label", "Plan · Purpose — HC2026Q2-T")
    assert purposes("HC2026Q2-1", "HC2026Q2-2", "HC2026Q2-3") == [MINE] * 3


def where_the_plan_wants_two_it_waits_for_the_second():
    APP.click_on("label", "Plan · Purpose — HC2026Q2-T")
    APP.find("label", "The plan wants two persons: it counts when a second one has confirmed it.")
    APP.find("label", "Proposed by " + person("O01"))
    assert len(ask("conflicts")["conflicts"]) == 1
    APP.press(APP.find("push button", "Back to the List"))


def releases_what_is_held():
    desk.wait(opens_the_hold, "the hold")
    APP.find("label", "If It Is Released")
    APP.find("label", "坝体已加固")
    APP.press(APP.find("push button", "Release"))
    APP.answer(("Reason", "电话核实，是其本人所记"), button="Release It")
    desk.wait(lambda: not ask("holds")["holds"], "the hold released")


def opens_what_waits_for_the_second():
    """The list is laid out anew when it is read again; a click may miss."""
    if not APP.find_all("push button", "Confirm: " + MINE):
        APP.click_on("label", "Plan · Purpose — HC2026Q2-T")
    return APP.find_all("push button", "Confirm: " + MINE)


def second_of_two_confirms():
    global APP
    APP.process.terminate()
    APP.process.wait()
    WORLD.meet()
    with Laptop(WORLD, store="office2") as APP:
        APP.click_on("list item", "Reconcile")
        desk.wait(opens_what_waits_for_the_second, "the conflict")
        APP.press(APP.find("push button", "Confirm: " + MINE))
        APP.answer(("Reason", "同意"), button="Settle")
        APP.find("label", "Nothing Waits for a Decision")
        assert ask("plan", "show", "HC2026Q2-T", store="office2")["purpose"] == MINE


def main():
    global WORLD, APP
    WORLD = World()
    try:
        WORLD.second_office()
        WORLD.disagree("HC2026Q2-1", "HC2026Q2-2", "HC2026Q2-3")
        WORLD.disagree("HC2026Q2-T", second_person="yes")
        WORLD.quarantine()
        with Laptop(WORLD, store="office") as APP:
            return tap.run("/reconcile", [
                the_plan_says_that_it_waits,
                shows_what_waits,
                shows_the_sides,
                settles_all_that_are_alike,
                where_the_plan_wants_two_it_waits_for_the_second,
                releases_what_is_held,
                second_of_two_confirms,
            ])
    finally:
        WORLD.close()


sys.exit(main())
