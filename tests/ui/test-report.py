#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-report.py - the quarter's report in the office's window: read, traced, written, finalised. TAP."""
import glob
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import Laptop, World  # noqa: E402

NEXT = "d  下一步工作措施"
WORDS = "约谈逾期部门"
LATE = "A02-2026-T04-Q2"            # declared after the 15 working days
WORLD = None
APP = None


def shows_the_numbers_of_the_quarter():
    APP.click_on("list item", "Quarterly Report")
    APP.find("label", "各部门季度目标申报情况")
    APP.find("push button", "合计, 季度目标: 24")
    if "HECHA_SHOT" in os.environ:
        APP.shot(os.environ["HECHA_SHOT"])
    assert not APP.nameless(), [(node.get_role_name(), node.get_name()) for node in APP.nameless()]


def a_number_leads_to_what_it_counts():
    APP.press(APP.find("push button", "合计, 逾期申报: 1"))
    APP.find("label", "各部门季度目标申报情况 · 逾期申报: 1")
    APP.find("label", LATE)
    APP.press(APP.find("push button", "Back to the Report"))
    APP.find("push button", "合计, 季度目标: 24")


def the_office_writes_in_place():
    APP.set_text(APP.find("text", NEXT), WORDS)
    APP.press(APP.find("push button", "Finalise…"))
    APP.press(APP.find("push button", "Finalise"))
    desk.wait(lambda: any((node.get_name() or "").startswith("Final since ") for node in APP.each("label")), "the end")


def every_table_is_saved_as_hechactl_does():
    save_every_table()
    theirs = tables("command")
    assert len(theirs) > 10, sorted(theirs)
    desk.wait(lambda: tables("window") == theirs, "the same tables", 30)


def says(words):
    return desk.wait(lambda: next((n for n in APP.each("label") if words in (n.get_name() or "")), None), words)


def save_every_table():
    APP.press(APP.find_all("push button", "Save as a File")[-1])
    APP.press(APP.find("menu item", "All Tables (CSV)"))
    APP.focus_is_on("text", seconds=30)
    APP.key("ctrl+a")
    APP.type(WORLD.path("window.csv"))
    APP.key("Return")


def asks_before_it_replaces_files_that_nobody_chose():
    """The name that was chosen is new; the names beside it are not."""
    theirs = tables("command")
    os.remove(WORLD.path("window.csv"))
    beside = sorted(glob.glob(WORLD.path("window-*.csv")))[0]
    with open(beside, "w", encoding="utf-8") as file:
        file.write("mine")
    save_every_table()
    says("Replace Files?")
    assert os.path.basename(beside) in says("Every table is a file of its own.").get_name()
    APP.press(APP.find("push button", "Cancel"))
    APP.gone("label", "Replace Files?")
    assert tables("window")[beside[len(WORLD.path("window")):]] == b"mine"
    assert not os.path.exists(WORLD.path("window.csv"))
    save_every_table()
    says("Replace Files?")
    APP.press(APP.find("push button", "Replace"))
    desk.wait(lambda: tables("window") == theirs, "the same tables", 30)


def tables(name):
    """What was saved under a name: the rest of each file's name, and what is in it."""
    found = {}
    for file in glob.glob(WORLD.path(name) + "*.csv"):
        with open(file, "rb") as text:
            found[file[len(WORLD.path(name)):]] = text.read()
    return found


def it_is_final_for_everybody():
    global APP
    APP.__exit__(None, None, None)
    APP = None
    report = json.loads(WORLD.office("report", "quality", "--quarter", "2026Q2", "--json"))
    assert report["final"] and report["parts"]["d"] == WORDS, report["parts"]
    assert report["finalised_by"] == "O01", report["finalised_by"]


def main():
    global WORLD, APP
    WORLD = World()
    try:
        WORLD.office("report", "quality", "--quarter", "2026Q2", "--out", WORLD.path("command.csv"))
        APP = Laptop(WORLD, store="office").__enter__()
        return tap.run("/report-page", [shows_the_numbers_of_the_quarter, a_number_leads_to_what_it_counts,
                                        every_table_is_saved_as_hechactl_does,
                                        asks_before_it_replaces_files_that_nobody_chose,
                                        the_office_writes_in_place, it_is_final_for_everybody])
    finally:
        if APP is not None:
            APP.__exit__(None, None, None)
        WORLD.close()


sys.exit(main())
