#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-office.py - the office's window: its pages in the sidebar, each used as a person does. TAP."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import NAME, UNIT, Laptop, World, sign, visited  # noqa: E402

OTHER = "A01-2026-T01-Q2"
OTHER_NAME = "高岗片区十八村供水巩固"
WORLD = None
APP = None


def a_team_signs():
    """One finding other than declared, to which the agency objects; the other sample is not begun."""
    visited(WORLD, UNIT, "not_met", "监理计量单累计3412万元。")
    sign(WORLD, UNIT, ("H01", "objection"), ("I02", "inspector"), ("I01", "leader"))
    WORLD.team("sync")


def files(store):
    """The evidence that a laptop has."""
    return {name for _, _, names in os.walk(os.path.join(WORLD.path(store), "evidence")) for name in names}


def shown(node):
    return APP.area(node)[2] > 0


def see(role, name):
    """What is on the page in view; pages that are not shown have no size."""
    return desk.wait(lambda: next((n for n in APP.find_all(role, name) if shown(n)), None), "%s %r" % (role, name))


def begins_with_the_overview():
    see("list item", "Overview")
    see("label", "Samples by State")
    see("image", "Chart: samples of each round by state")
    assert not APP.nameless(), [(n.get_role_name(), n.get_name()) for n in APP.nameless()]


def has_the_samples_of_all_teams():
    APP.click(see("list item", "All Samples"))
    see("label", NAME)
    APP.click(see("list item", "Overview"))
    see("label", "Samples by State")


def hears_of_a_team_that_syncs():
    """Nobody presses anything: the server tells, and the office pulls."""
    APP.click(see("label", "As a Table"))
    see("label", "HC2026Q2-W, Contested: 0")
    a_team_signs()
    desk.wait(lambda: APP.find_all("label", "HC2026Q2-W, Contested: 1"), "what the team found", 30)
    see("label", "Error Rate")
    desk.wait(lambda: [n for n in APP.find_all("label") if "last entry" in n.get_name()], "when it was heard of")


def lists_every_finding_with_its_doubts():
    APP.click(see("list item", "Results"))
    see("label", NAME)
    see("label", OTHER_NAME)
    see("label", "Agency Objects · Declared Otherwise")
    see("label", "2 samples")
    assert not APP.nameless(), [(n.get_role_name(), n.get_name()) for n in APP.nameless()]


def choose(word):
    """One of the doubts of the filter."""
    APP.take(lambda: APP.click(doubts()), word)
    see(None, "Doubts: " + word)


def doubts():
    """The filter's button, whatever is chosen."""
    return desk.wait(lambda: next((n for n in APP.each("push button") if n.get_name().startswith("Doubts: ")
                                   and shown(n)), None), "the filter of doubts")


def opens_views():
    """The saved views have the keyboard once they are open. A click only closes a list that was still open."""
    def opened():
        return [n for role in ("text", "list item") for n in APP.each(role, within=button) if desk.has(n, "FOCUSED")]

    button = see("push button", "Saved Views")
    for _ in range(3):
        APP.click(button)
        try:
            return desk.wait(opened, "the saved views", 5)
        except desk.NotFound:
            pass
    raise desk.NotFound("the saved views do not open")


def filters_by_doubt_and_by_verdict():
    APP.press(see("push button", "Filters"))
    choose("Clock Doubtful")
    see("label", "Nothing Found")
    choose("Declared Otherwise")
    see("label", "1 of 2 samples")
    see("label", NAME)


def keeps_what_is_chosen_as_a_view():
    opens_views()
    APP.set_text(APP.find("text", "Name of This View"), "R018")
    APP.press(APP.find("push button", "Save View"))
    APP.find("push button", "Remove the View “R018”")
    APP.key("Escape")
    choose("Doubtful or Not")
    see("label", "2 samples")
    opens_views()
    APP.key("Return")
    see("label", "1 of 2 samples")


def finds_by_words():
    choose("Doubtful or Not")
    APP.key("ctrl+f")
    APP.type("gaogang")
    see("label", "1 of 2 samples")
    see("label", OTHER_NAME)
    APP.key("Escape")
    see("label", "2 samples")


def shows_declared_against_found():
    APP.click(see("label", NAME))
    see("label", "Verdict, Declared: Met")
    see("label", "Verdict, Found: Not Met")
    see("label", "The agency declared something else.")
    see("label", "Valid: the journal has it as it was given")
    desk.wait(lambda: files("office") == files("team"), "the team's photographs, fetched for their tiles")
    assert not desk.look(lambda: [w for w in APP.names() if "Cannot be shown" in w or "Not on this laptop" in w])
    APP.key("alt+Left")
    see("label", OTHER_NAME)


def main():
    global WORLD, APP
    WORLD = World()
    try:
        WORLD.team("enrol", WORLD.url, WORLD.code)
        WORLD.team("sync")
        with Laptop(WORLD, store="office") as APP:
            return tap.run("/office", [
                begins_with_the_overview,
                has_the_samples_of_all_teams,
                hears_of_a_team_that_syncs,
                lists_every_finding_with_its_doubts,
                filters_by_doubt_and_by_verdict,
                keeps_what_is_chosen_as_a_view,
                finds_by_words,
                shows_declared_against_found,
            ])
    finally:
        WORLD.close()


sys.exit(main())
