#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-names.py - on every page, whatever takes the focus has a name and a role to be read out, and Tab goes round.

A visitor's laptop has the same pages, on its own narrow world. TAP on standard output.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import NAME, PLAN, UNIT, Laptop, World, run  # noqa: E402

os.environ["GSETTINGS_BACKEND"] = "keyfile"
# GTK 4.8 itself complains when assistive programs ask for a field of a dialog that has just closed
os.environ["G_DEBUG"] = ""

METHODS = ("Meeting", "Documents", "Inquiry", "Site View", "Visits to the Public", "Media", "Online Review",
           "Public Appraisal")
ROWS = ("list item", "tree item", "table cell")     # read out with the labels in them
PASSPHRASE = "green hills 7"
WORLD = None


def said(node):
    return node.get_role_name(), desk.plain_name(node)


def mute(node):
    """Whether a widget that takes the focus has nothing that can be read out."""
    if node.get_role_name() in ROWS:
        return all(desk.unnamed(n) for n in desk.walk(node))
    return desk.unnamed(node) or node.get_role_name() in ("unknown", "invalid", "filler")


def look(app, page, tabs=30):
    """Everything that can take the focus has a name, once it is loaded; so has all that Tab leads to."""
    try:
        desk.wait(lambda: not app.nameless(), "names")
    except desk.NotFound:
        assert not app.nameless(), (page, [said(n) for n in app.nameless()])
    go_round(app, page, tabs)


def go_round(app, page, tabs, alone=False):
    """Tab goes from one widget to the next and comes round. ALONE: there is one only, and Escape."""
    stops = app.tour(tabs)
    silent = [said(n) for n in stops if mute(n)]
    assert not silent, (page, silent)
    heard = [said(n) for n in stops]
    # Tabs of which nothing is heard lead to rows of text
    assert alone or len(set(heard)) > 1 or len(heard) < tabs, "%s: Tab stays at %s" % (page, heard)
    assert len(set(heard)) < len(heard), "%s: Tab does not come round: %s" % (page, heard)


def close_dialog(app, role, name):
    app.key("Escape")
    app.gone(role, name)


# ---- the promises ----

def the_way_in():
    with Laptop(WORLD, store="empty") as app:
        app.set_text(app.find("text", "Server address"), WORLD.url)
        app.set_text(app.find("text", "One-time code"), "7K3P-Q2MX-9TWD-H5RA")
        desk.wait(lambda: desk.has(app.button("Connect"), "SENSITIVE"), "a code that can be tried")
        look(app, "enrol")


def the_list_and_the_map():
    with Laptop(WORLD) as app:
        app.find("label", NAME)
        look(app, "samples")
        app.key("ctrl+f")
        look(app, "search")
        app.press(app.find("push button", "Map"))
        app.find("push button", "Zoom In")
        look(app, "map")
        app.key("F10")
        app.find("menu item", "Preferences")
        assert not [said(n) for n in app.nameless()]
        close_dialog(app, "menu item", "Preferences")


def the_sample_with_a_record_of_each_method():
    with Laptop(WORLD) as app:
        app.open_sample()
        for method in METHODS:
            app.press(app.find("push button", method))
        app.find("text", "Score, 0 to 100")
        app.find("text", "Dissatisfied, of the valid answers")
        look(app, "sample", tabs=170)


def evidence_and_the_camera():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.tab_to("坝体.jpg")
        app.press(app.find_all("push button", "More ways to add evidence")[-1])
        app.press(app.find("menu item", "Take Photographs…"))
        shoot = app.find("push button", "Take Photograph")
        desk.wait(lambda: desk.has(shoot, "SENSITIVE"), "the camera", 20)
        go_round(app, "camera", 5, alone=True)
        close_dialog(app, "push button", "Take Photograph")
        app.tab_to("坝体.jpg")
        app.key("space")
        app.find("label", "1 of 1", seconds=20)
        look(app, "viewer", tabs=20)


def the_draw_at_the_site():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.click(app.scroll_to(app.find("list item", "Draw Units at the Site…")))
        app.find("push button", "Freeze List")
        look(app, "site frame", tabs=15)
        app.set_text(app.find("text", "List of units, one in each line"), "甲\n乙\n丙")
        app.find("label", "3 units")
        app.press(app.find("push button", "Freeze List"))
        app.find("label", "3 units are frozen")
        look(app, "site draw")
        app.press(app.find("push button", "Office's Number"))
        look(app, "site draw with the office's number")


def review_signatures_and_the_sheet():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.press(app.button("Review and Sign"))
        app.find(None, "Signature pad")
        look(app, "review", tabs=40)
        app.press(app.button("Typed Name"))
        app.find("text", "The signer types their own name")
        look(app, "typed name", tabs=40)
        app.press(app.button("Record Sheet"))
        app.find("push button", "Save as PDF")
        desk.wait(lambda: [n for n in app.find_all() if desk.plain_name(n).startswith("Page 1 of ")], "the sheet", 20)
        look(app, "record sheet")


def sync_preferences_and_the_list_of_keys():
    with Laptop(WORLD) as app:
        app.find("label", NAME)
        app.key("ctrl+s")
        app.find("push button", "Sync Now")
        look(app, "sync")
        app.key("ctrl+comma")
        app.find("label", "Lock When Not Used For")
        go_round(app, "preferences", 30)
        close_dialog(app, "label", "Lock When Not Used For")
        app.key("ctrl+question")
        app.find("label", "Search the samples")
        assert app.tour(5)
        close_dialog(app, "label", "Search the samples")


def the_lock():
    with Laptop(WORLD, store="visitor") as app:
        app.find("label", NAME)
        app.key("ctrl+comma")
        app.press(app.find("push button", "Set…"))
        app.answer(("New Passphrase", PASSPHRASE), ("New Passphrase Again", PASSPHRASE), button="Set")
        app.find("push button", "Change…", seconds=20)
    with Laptop(WORLD, store="visitor") as app:
        app.find("label", "Locked")
        assert not app.nameless(), [said(n) for n in app.nameless()]
        go_round(app, "locked", 5, alone=True)


def a_visitors_world():
    with Laptop(WORLD, store="visitor") as app:
        app.find("label", NAME)
        look(app, "visitor's samples")
        app.open_sample()
        look(app, "visitor's sample", tabs=70)
        app.press(app.button("Review and Sign"))
        app.find(None, "Signature pad")
        look(app, "visitor's review", tabs=40)


def fill(world):
    world.team("enrol", world.url, world.code)
    world.team("sync")
    world.team("visit", UNIT, "--mode", "onsite", "--place", "26.5783,106.7135", "--present", "I01@09:00-11:30",
               "I02@09:10-11:30")
    world.team("attach", UNIT, world.photograph())
    world.team("finding", UNIT, "--verdict", "not_met", "--observation", "现场未开工")
    world.office("package", "create", "P1", PLAN + "/" + UNIT, "--visitor", "V01", "--visitor", "V02",
                 "--from", "2026-01-01", "--to", "2099-12-31")
    world.office("sync")
    code = run("hecha-server", "invite", world.path("central"), "--role", "visitor", "--package", "P1",
               "--name", "暗访", "--person", "V01")
    run("hechactl", "--store", world.path("visitor"), "enrol", world.url, code)
    run("hechactl", "--store", world.path("visitor"), "sync")
    subprocess.run(["gsettings", "set", "io.github.hecha.Hecha", "camera", "test"], check=True)


def main():
    global WORLD
    WORLD = World()
    try:
        fill(WORLD)
        return tap.run("/names", [
            the_way_in,
            the_list_and_the_map,
            the_sample_with_a_record_of_each_method,
            evidence_and_the_camera,
            the_draw_at_the_site,
            review_signatures_and_the_sheet,
            sync_preferences_and_the_list_of_keys,
            a_visitors_world,
            the_lock,
        ])
    finally:
        WORLD.close()


sys.exit(main())
