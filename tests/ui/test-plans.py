#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-plans.py - a plan of the office from its first word to the assignment, in the window, as people do it. TAP."""
import functools
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from hands import OfficeHands, recomputed  # noqa: E402
from world import PLAN, World  # noqa: E402

WORLD = None
APP = None
CODE, WRONG, DICE = "HC2026Q2-U1", "HC2026Q2-U2", "20237331128159211123"


def lists_plans_by_state():
    APP.click_on("list item", "Plans and Draws")
    APP.find("label", "Under Way")
    APP.find("label", PLAN)
    assert not APP.nameless(), APP.nameless()


def a_plan_is_refused_with_its_reason():
    APP.push("New Plan")
    APP.put("Code", "a b")
    APP.push("Create")
    APP.says("plan's code")
    APP.key("Escape")
    APP.says("Discard What Was Typed?")
    APP.push("Keep")
    APP.gone("label", "Discard What Was Typed?")
    APP.push("Cancel")
    APP.gone("push button", "Create")


def writes_and_approves_a_plan():
    APP.write_plan(CODE)
    APP.approve()


def freezes_the_frame():
    APP.freeze()
    APP.says("21 units")


def says_how_many_and_why():
    APP.push("Sample Size…")
    APP.says("n₀ = z²p(1−p)/e² = 384.15; of 21 units")
    assert not APP.nameless(), APP.nameless()
    APP.push("Cancel")
    APP.gone("push button", "Use This Size")
    APP.size_for("0.2", 12)


def a_number_that_was_just_typed_is_the_number():
    """A key that presses a button leaves the focus, and what was typed, in the field."""
    APP.push("Hold the Draw…")
    with APP.in_front():
        APP.click(APP.seen("spin button", "Samples to draw"))
    APP.key("ctrl+a")
    APP.type("11")
    APP.key("alt+r")
    APP.says("11 samples, not by class, before 叶明谦 and 江岫宁")
    APP.key("Escape")
    APP.gone("push button", "Roll the Dice")


def draws_before_two_witnesses():
    APP.hold_the_draw(DICE, recompute())


@functools.lru_cache
def recompute():
    return recomputed(WORLD, CODE, DICE, 12)


def units():
    return [row["id"] for row in recompute()["draw"]]


def computes_it_anew():
    APP.push("Verify")
    APP.says("✓ Order of the whole frame")
    APP.key("Escape")
    APP.gone("label", "Computed Anew")


def shows_the_protocol():
    APP.push("Protocol")
    desk.wait(lambda: [n for n in APP.find_all("image") if n.get_name().startswith("Page 1 of")], "its pages", 30)
    APP.push("Back")
    desk.wait(lambda: [n for n in APP.find_all("push button", "Verify") if APP.area(n)[2] > 0], "the plan")


def replaces_and_extends():
    first, second = units()[:2]
    assert not APP.nameless(), APP.nameless()
    untouched = APP.find("push button", "Replace " + second)
    APP.push("Replace " + first)
    APP.put("Reason", "现场封路")
    APP.push("Replace")
    APP.says("In the place of " + first)
    assert APP.stands(untouched), "a row that says the same as before was made anew"
    APP.push("Extend…")
    APP.put("Reason", "误差率偏高")
    APP.push("Extend")
    APP.says(recompute()["reserve"][1]["id"])


def draws_teams_and_assigns():
    APP.push("Draw…")
    APP.says("Recused from A02")
    APP.push("Draw")
    APP.says("0 samples")
    APP.push("Assign…")
    APP.push("Assign")
    APP.state_is("Under Way")


def cancels_a_plan_that_stays_to_be_seen():
    APP.push("Back")
    APP.write_plan(WRONG)
    APP.push("Cancel This Plan…")
    APP.put("Reason", "总体有误")
    APP.push("Cancel Plan")
    APP.says("This plan was cancelled")
    APP.push("Back")
    APP.seen("label", "Cancelled")
    APP.find("label", WRONG)


def all_of_it_was_recorded():
    APP.key("ctrl+q")
    APP.process.wait(20)
    assert "12 drawn, 1 replaced, 1 by extension" in WORLD.office("draw", "verify", CODE)
    assert len(json.loads(WORLD.office("samples", CODE, "--json"))["samples"]) == 13
    assert json.loads(WORLD.office("plan", "show", WRONG, "--json"))["state"] == "cancelled"


def main():
    global WORLD, APP
    WORLD = World()
    try:
        with OfficeHands(WORLD) as APP:
            return tap.run("/plans", [
                lists_plans_by_state,
                a_plan_is_refused_with_its_reason,
                writes_and_approves_a_plan,
                freezes_the_frame,
                says_how_many_and_why,
                a_number_that_was_just_typed_is_the_number,
                draws_before_two_witnesses,
                computes_it_anew,
                shows_the_protocol,
                replaces_and_extends,
                draws_teams_and_assigns,
                cancels_a_plan_that_stays_to_be_seen,
                all_of_it_was_recorded,
            ])
    finally:
        WORLD.close()


sys.exit(main())
