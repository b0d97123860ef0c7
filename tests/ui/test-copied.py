#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-copied.py - the office's overview counts a laptop that was copied, and leads to where that is settled; two teams
saw one sample, and the office sees who signed and when, by its own clock. TAP.
"""
import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from hands import OfficeHands  # noqa: E402
from world import DATA, PLAN, UNIT, World, photograph, strokes  # noqa: E402

COPIED, REASON = "一组备用机", "两支都是本组所记"
TEAMS = {"T1": ("I01", "I02", "not_met", "监理计量投资3050万元。"), "T2": ("I04", "I05", "partly", "监理计量投资3412万元。")}
WORLD = None
APP = None
MINUTES = []    # of the clock on the wall, while the teams signed


def a_copy_goes_on():
    """The disk of a laptop was copied: both write, and both tell the office, which takes the laptop in."""
    WORLD.on("twin", "enrol", WORLD.url, WORLD.invite("--role", "team", "--team", "T1", "--name", COPIED, "--person",
                                                     "I02"))
    WORLD.on("twin", "sync")
    shutil.copytree(WORLD.path("twin"), WORLD.path("copy"))
    for store in ("twin", "copy"):
        WORLD.on(store, "finding", "A01-2026-T01-Q2", "--verdict", "unverifiable", "--observation", "名册未到。")
    WORLD.on("twin", "sync")
    subprocess.run(["hechactl", "--store", WORLD.path("copy"), "sync"], capture_output=True)
    WORLD.office("sync")
    WORLD.office("revoke", json.loads(WORLD.on("twin", "status", "--json"))["device"], "--reason", "已被复制")


def two_teams_sign():
    WORLD.office("team", "create", "T2", "--leader", "I04", "--member", "I04", "--member", "I05", "--remit", "A01")
    WORLD.office("assign", PLAN, "--team", "T2", UNIT)
    WORLD.office("sync")
    for team, (leader, inspector, verdict, observation) in TEAMS.items():
        WORLD.on(team, "enrol", WORLD.url, WORLD.invite("--role", "team", "--team", team, "--name", team, "--person",
                                                       leader))
        WORLD.on(team, "sync")
        WORLD.on(team, "visit", UNIT, "--mode", "onsite", "--place", "26.5783,106.7135", "--method", "site_view",
                 "--present", leader + "@09:00-11:30", inspector + "@09:00-11:30")
        for n, item in enumerate(json.loads(WORLD.on(team, "show", UNIT, "--json"))["assignment"]["evidence_list"]):
            WORLD.on(team, "attach", UNIT, photograph(WORLD, team + str(n), "#87b5d6-#%02xefe6" % (0xe8 - 9 * n)),
                     "--about", item)
        WORLD.on(team, "finding", UNIT, "--verdict", verdict, "--observation", observation)
        for person, role in ((inspector, "inspector"), (leader, "leader")):
            MINUTES.append(datetime.datetime.now())
            WORLD.on(team, "sign", UNIT, "--person", person, "--role", role, "--strokes", strokes(WORLD, person))
        MINUTES.append(datetime.datetime.now())
        WORLD.on(team, "sync")
    WORLD.office("sync")


def count(title):
    """What stands in a row of the overview."""
    row = next(n for n in APP.each("list item") if APP.find_all("label", title, n) and APP.area(n)[2] > 0)
    return [n.get_name() for n in APP.find_all("label", within=row) if n.get_name() != title]


def the_overview_counts_it_and_leads_there():
    desk.wait(lambda: count("Copied Laptops") == ["1"], "a laptop that was copied")
    APP.click(APP.scroll_to(APP.seen("label", "Copied Laptops")))
    APP.seen("label", COPIED + " was copied")


def it_is_settled():
    APP.click(APP.scroll_to(APP.seen("label", COPIED + " was copied")))
    APP.seen("label", "Its Branches")
    APP.push("Settle…")
    APP.answer(("Reason", REASON), button="Settle")
    desk.wait(lambda: not [n for n in APP.find_all("list", "Copied Laptops") if APP.area(n)[2] > 0], "it to be settled")
    APP.turn_to("Overview")
    desk.wait(lambda: count("Copied Laptops") == ["0"], "no laptop that was copied")


def card(words):
    """What is said of one of the two findings, by its verdict."""
    node = APP.seen("label", words)
    return [n.get_name() for n in APP.find_all("label", within=node.get_parent())]


def person(wanted):
    with open(os.path.join(DATA, "demo", "people.csv"), encoding="utf-8") as table:
        return next(row["name"] for row in csv.DictReader(table) if row["person_id"] == wanted)


def who_saw_it_twice_is_said_with_the_time_here():
    APP.turn_to("Reconcile")
    APP.says("Team T1, Team T2")
    APP.click(APP.seen("label", "Verified twice — %s/%s" % (PLAN, UNIT)))
    minutes = {moment.strftime("%Y-%m-%d %H:%M") for moment in MINUTES}
    for team, verdict in (("T1", "Not Met"), ("T2", "Partly Met")):
        said = card(verdict)
        assert any(person(TEAMS[team][0]) + " · " + minute in said for minute in minutes), (said, minutes)
        assert "Team " + team in said, said
    APP.push("Take this: Not Met")
    APP.answer(("Reason", "以一组实测为准"), button="Settle")
    APP.says("Nothing Waits for a Decision")


def all_of_it_was_recorded():
    APP.key("ctrl+q")
    APP.process.wait(20)
    settled = {c["kind"]: c["reason"] for c in json.loads(WORLD.office("conflicts", "--all", "--json"))["conflicts"]}
    assert settled["fork"] == REASON, settled
    assert not json.loads(WORLD.office("conflicts", "--json"))["conflicts"]


def main():
    global WORLD, APP
    os.environ["TZ"] = "Asia/Kathmandu"     # nobody's time by chance: 5:45 before UTC
    time.tzset()
    WORLD = World()
    try:
        a_copy_goes_on()
        two_teams_sign()
        with OfficeHands(WORLD) as APP:
            return tap.run("/copied", [
                the_overview_counts_it_and_leads_there,
                it_is_settled,
                who_saw_it_twice_is_said_with_the_time_here,
                all_of_it_was_recorded,
            ])
    finally:
        WORLD.close()


sys.exit(main())
