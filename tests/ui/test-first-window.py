#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-first-window.py - the first window, used as a person does, with a real server and a real office.

Connects with a one-time code, records a sample offline (the server is down), drops a photograph, is killed while typing
and started again, draws a signature, syncs; then the office is asked what it got. TAP on standard output.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import DATA, NAME, Laptop, World  # noqa: E402

PO = os.path.join(os.path.dirname(DATA), "po", "zh_CN.po")
OBSERVATION = "监理计量单累计3412万元，低于要求；灌浆孔完成52%。"
TYPED = "This was being typed when the power went"


WORLD = None
PAGES_WITHOUT_NAMES = []


def note_nameless(app, page):
    PAGES_WITHOUT_NAMES.extend((page, n.get_role_name(), n.get_name()) for n in app.nameless())


# ---- the promises ----

def a_wrong_code_is_told_in_a_sentence():
    with Laptop(WORLD) as app:
        app.set_text(app.find("text", "Server address"), WORLD.url)
        app.set_text(app.find("text", "One-time code"), WORLD.code[:-1] + ("0" if WORLD.code[-1] != "0" else "1"))
        app.press(app.button("Connect"))
        app.says("check address and code")
        app.find("label", "State secrets (国家秘密) must not be entered into this program.")
        note_nameless(app, "enrol")


def connects_with_a_code_and_gets_what_is_assigned():
    with Laptop(WORLD) as app:
        app.click_on("text", "Server address")
        app.key("ctrl+a")
        app.type(WORLD.url)
        app.click_on("text", "One-time code")
        app.type(WORLD.code)
        app.key("Return")
        app.find("label", NAME, seconds=30)
        app.find("label", "2 samples")
        note_nameless(app, "samples")


def records_while_the_server_is_away():
    WORLD.hang_up()
    with Laptop(WORLD) as app:
        app.open_sample()
        note_nameless(app, "sample")
        app.press(app.find("push button", "On Site"))
        app.press(app.find("push button", "Site View"))
        app.press(app.find("push button", "Not Met"))
        app.find("text", "Place (latitude, longitude)")
        app.fill("Place (latitude, longitude)", "26.5783，106.7135")
        app.fill("顾北辰 · Team leader", "09:00-11:30")
        app.fill("沈知微 · Inspector", "9:10-11:30")
        app.fill("Observation: what was seen and read", OBSERVATION)
        app.fill("Measured value", "3412")
        app.saved()


def keeps_what_was_typed_when_it_is_killed():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.fill("Opinion, apart from the observation", TYPED)
        desk.wait(lambda: WORLD.drafts_hold(TYPED), "the draft on disk")
        app.process.kill()
        app.process.wait()
    with Laptop(WORLD) as app:
        app.open_sample()
        opinion = app.find("text", "Opinion, apart from the observation")
        desk.wait(lambda: app.text(opinion) == TYPED, "the text that was typed before the crash")
        app.saved()


def a_dropped_photograph_becomes_evidence():
    with Laptop(WORLD) as app:
        app.open_sample()
        hint = app.scroll_to(app.find("label", "Files can be dropped on this page, or on the item that they show."))
        app.drag_files([WORLD.photograph()], hint)
        app.attached("坝体.jpg")


def says_what_is_missing_and_leads_there():
    with Laptop(WORLD) as app:
        app.click_on("label", "高岗片区十八村供水巩固")
        app.find("push button", "On Site")
        app.press(app.button("Review and Sign"))
        app.find("label", "Choose a verdict")
        note_nameless(app, "review")
        app.click_on("label", "Say whether the visit was on site or online")
        app.focus_is_on(name="On Site")


def a_drawn_signature_makes_it_effective():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.press(app.button("Review and Sign"))
        app.draw_signature("沈知微")
        app.draw_signature("顾北辰")
        app.find("label", "Effective", seconds=10)
        note_nameless(app, "sealed")


def syncs_and_shows_the_receipt():
    WORLD.listen()
    with Laptop(WORLD) as app:
        app.click_on("list item", "Sync")
        app.press(app.button("Sync Now"))
        app.find("label", "Everything Is at the Office", seconds=30)
        note_nameless(app, "sync")


def the_office_has_all_of_it():
    shown = WORLD.show()
    text = json.dumps(shown, ensure_ascii=False)
    for part in (OBSERVATION, TYPED, "坝体.jpg", '"not_met"', "3412", '"09:10"', "265783000"):
        assert part in text, "%s is not in %s" % (part, text)
    assert '"effective"' in text, text


def every_widget_has_a_name():
    assert not PAGES_WITHOUT_NAMES, PAGES_WITHOUT_NAMES


def chinese_shows_no_english_word():
    """No text of the template catalogue is on any page when the language is Chinese."""
    with open(PO, encoding="utf-8") as file:
        english = set(re.findall(r'^msgid "(.*[a-z].*)"$', file.read(), re.MULTILINE))
    with Laptop(WORLD, language="zh_CN") as app:
        app.click_on("label", NAME)
        app.find("push button", "实地核查")
        app.press(app.button("查看签字"))
        app.find("label", "签字涵盖的内容")
        # every page is in the tree, those that are not visible too
        left = english & set(app.names())
        assert not left, left


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/first-window", [
            a_wrong_code_is_told_in_a_sentence,
            connects_with_a_code_and_gets_what_is_assigned,
            records_while_the_server_is_away,
            keeps_what_was_typed_when_it_is_killed,
            a_dropped_photograph_becomes_evidence,
            says_what_is_missing_and_leads_there,
            a_drawn_signature_makes_it_effective,
            syncs_and_shows_the_receipt,
            the_office_has_all_of_it,
            every_widget_has_a_name,
            chinese_shows_no_english_word,
        ])
    finally:
        WORLD.close()


sys.exit(main())
