#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-long-lists.py - a list of the office with more rows than anybody reads shows the first ones, and the next when
it is asked for them. TAP.
"""
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from hands import OfficeHands  # noqa: E402
from world import DATA, World  # noqa: E402

PAGE = 30
WORLD = None
APP = None


def declare_nothing_as_met():
    """What every agency declares in every quarter; gives how many rows that makes."""
    with open(os.path.join(DATA, "demo", "declarations.csv"), encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    with open(WORLD.path("declarations.csv"), "w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "declared_status": "未完成"} for row in rows)
    WORLD.office("import", "declarations", WORLD.path("declarations.csv"))
    return len(rows)


def candidates():
    """Buttons of the rows that are there."""
    return [n for n in APP.find_all("push button") if n.get_name().startswith("Put ")]


def focused_row():
    return next((n for n in APP.each("list item") if desk.has(n, "FOCUSED")), None)


def show_more(number):
    """By keyboard, at the end of the list in which the focus is."""
    APP.key("End")
    desk.wait(lambda: APP.find_all("label", "Show %d More" % number, focused_row()), "the row that brings more")
    APP.key("Return")


def shows_the_first_rows_and_how_many_come_next():
    APP.turn_to("Negative List")
    APP.says("Not on the List Yet")
    APP.says("Show 30 More")
    assert len(candidates()) == PAGE, len(candidates())


def brings_the_next_and_goes_on_with_the_first_of_them():
    shown = {n.get_name() for n in candidates()}
    APP.tab_to(desk.plain_name(candidates()[0]))
    show_more(PAGE)
    desk.wait(lambda: len(candidates()) == 2 * PAGE, "the next rows")
    row = desk.wait(focused_row, "the focus")
    names = {n.get_name() for n in APP.find_all("push button", within=row)}
    assert len(names) == 1 and not names & shown, names


def the_last_rows_are_counted():
    show_more(PAGE)
    desk.wait(lambda: len(candidates()) == 3 * PAGE, "the next rows")
    show_more(WORLD.rows - 3 * PAGE)
    desk.wait(lambda: len(candidates()) == WORLD.rows, "all rows")
    assert not [n for n in APP.find_all("label") if n.get_name().startswith("Show ")]
    assert not APP.nameless(), APP.nameless()


def what_was_asked_for_stays_when_the_list_is_read_again():
    APP.press(candidates()[-1])
    desk.wait(lambda: len(candidates()) == WORLD.rows - 1, "one row less")


def main():
    global WORLD, APP
    WORLD = World()
    try:
        WORLD.rows = declare_nothing_as_met()
        with OfficeHands(WORLD) as APP:
            return tap.run("/long-lists", [
                shows_the_first_rows_and_how_many_come_next,
                brings_the_next_and_goes_on_with_the_first_of_them,
                the_last_rows_are_counted,
                what_was_asked_for_stays_when_the_list_is_read_again,
            ])
    finally:
        WORLD.close()


sys.exit(main())
