#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-appeal.py - an appeal by `hechactl appeal …`, and its files by `hechactl evidence fetch`. TAP.

A real server, an office and a team's laptop: the agency objects when it signs, the office handles the appeal, another
person of the office looks at it. Every refusal is by the program's own words and exit status.
"""
import hashlib
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "..", "ui"), os.path.join(HERE, "..")]
import tap  # noqa: E402
from world import PLAN, World, run, sign, visited  # noqa: E402

OBJECTED, OTHER = "A02-2026-T02-Q2", "A01-2026-T03-Q2"
OBJECTION = "灌浆台账已补齐，请复核。"
WORLD = None


def refused(*args, store="office"):
    done = subprocess.run(["hechactl", "--store", WORLD.path(store), *args], text=True, capture_output=True)
    assert done.returncode == 1, done
    return done.stderr


def says(text, *args, store="office"):
    stderr = refused(*args, store=store)
    assert text in stderr, stderr


def answer(*args):
    return json.loads(WORLD.office("--json", *args))


def roster():
    file = WORLD.path("签收名册.csv")
    with open(file, "w", encoding="utf-8") as out:
        out.write("序号,姓名\n1,村民甲\n")
    return file


def an_objection_can_be_filed_until_a_day():
    listed = answer("appeal", "list", "--objections")["appeals"]
    assert [(o["id"], o["scope"], o["objection"]) for o in listed] == [(PLAN + "/" + OBJECTED, "team:T1", OBJECTION)]
    assert listed[0]["days"] in range(4, 7) and listed[0]["limit"] > "2026", listed
    assert answer("appeal", "list")["appeals"] == []


def filing_needs_facts_and_an_effective_finding():
    says("There is no evidence sha256:" + "0" * 64, "appeal", "file", OBJECTED, "--from-objection", "--evidence",
         "sha256:" + "0" * 64)
    says("An appeal states its grounds (P3 4.3 a)", "appeal", "file", OTHER, "--evidence", roster())
    says("The agency wrote no objection when it signed", "appeal", "file", OTHER, "--from-objection", "--evidence",
         roster())
    says("Only the office", "appeal", "file", OBJECTED, "--from-objection", "--evidence", roster(), store="team")
    said = answer("appeal", "file", OBJECTED, "--from-objection", "--evidence", roster())
    assert (said["state"], said["appeal"]["grounds"], said["appeal"]["filed_by"]) == ("filed", OBJECTION, "H02"), said
    assert answer("appeal", "list", "--objections")["appeals"] == []


def steps_come_in_their_order():
    says("the appeal was not accepted yet (P3 4.3 a)", "appeal", "rule", OBJECTED, "--result", "upheld", "--reason",
         "属实")
    says("in time: the last day was", "appeal", "accept", OBJECTED, "--out-of-time")
    said = answer("appeal", "accept", OBJECTED)
    assert said["state"] == "accepted" and said["days"] >= 14 and said["outcome"]["verdict"] == "not_met", said


def others_review_and_rule():
    review = ("appeal", "review", OBJECTED, "--verdict", "met", "--observation", "逐户核对名册")
    says("I01 was of the first team", *review, "--reviewer", "I01", "--reviewer", "I04")
    says("I03 is recused from A02", *review, "--reviewer", "I03", "--reviewer", "I04")
    says("A re-review takes two persons at least", *review, "--reviewer", "I04")
    assert answer(*review, "--reviewer", "I04", "--reviewer", "I05")["state"] == "re_review"
    says("I02 was of the first team", "appeal", "rule", OBJECTED, "--result", "overturned", "--verdict", "met",
         "--reason", "属实", "--ruled-by", "I02")
    says("says the new verdict", "appeal", "rule", OBJECTED, "--result", "overturned", "--reason", "属实")


def a_ruling_counts_and_what_was_signed_stays():
    before = answer("rate", PLAN)
    said = answer("appeal", "rule", OBJECTED, "--result", "overturned", "--verdict", "met", "--reason", "名册属实")
    after = answer("rate", PLAN)
    assert said["outcome"] == {"counts": True, "verdict": "met", "signed_verdict": "not_met", "appeal": "ruled"}, said
    assert (before["failed"], after["failed"]) == (2, 1), (before, after)
    says("it was ruled on the appeal, and that is final", "appeal", "rule", OBJECTED, "--result", "upheld", "--reason",
         "再议")
    shown = json.loads(WORLD.office("--json", "show", OBJECTED))
    assert shown["finding"]["verdict"] == "not_met", shown


def another_office_fetches_what_came_with_it():
    WORLD.office("sync")
    WORLD.second_office()
    two = WORLD.path("office2")
    with open(roster(), "rb") as file:
        digest = "sha256:" + hashlib.sha256(file.read()).hexdigest()
    fetched = json.loads(run("hechactl", "--store", two, "--json", "evidence", "fetch", OBJECTED))["files"]
    assert digest in [f["digest"] for f in fetched] and len(fetched) == 2, fetched
    again = json.loads(run("hechactl", "--store", two, "--json", "evidence", "fetch", OBJECTED))["files"]
    assert not any(f["fetched"] for f in again), again
    says("", "evidence", "fetch", "sha256:" + "0" * 64, store="office2")
    assert json.loads(run("hechactl", "--store", two, "--json", "appeal", "show", OBJECTED))["state"] == "ruled"


def main():
    global WORLD
    WORLD = World(OBJECTED, OTHER)
    try:
        WORLD.team("enrol", WORLD.url, WORLD.code)
        WORLD.team("sync")
        for unit, person, role in ((OBJECTED, "H02", "objection"), (OTHER, "H01", "agency")):
            visited(WORLD, unit, "not_met", "现场看6个，2个未开工。")
            sign(WORLD, unit, (person, role), ("I02", "inspector"), ("I01", "leader"))
        WORLD.team("sync")
        WORLD.office("sync")
        return tap.run("/appeal", [
            an_objection_can_be_filed_until_a_day,
            filing_needs_facts_and_an_effective_finding,
            steps_come_in_their_order,
            others_review_and_rule,
            a_ruling_counts_and_what_was_signed_stays,
            another_office_fetches_what_came_with_it,
        ])
    finally:
        WORLD.close()


sys.exit(main())
