#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-people.py - the office sees who works here, on which laptop, and follows back what they wrote. TAP."""
import os
import re
import sqlite3
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from hands import OfficeHands  # noqa: E402
from world import PLAN, UNIT, World, run  # noqa: E402

WORLD = None
APP = None
CODE = re.compile("([0-9A-Z]{4}-){5}[0-9A-Z]{4}")


def says(words):
    return desk.wait(lambda: next((n for n in APP.find_all("label") if words in (n.get_name() or "")), None), words)


def shows_laptops_with_what_the_office_has_of_them():
    APP.click_on("list item", "People and Laptops")
    says("综合处 · 叶明谦")
    says("Clock: right")
    says("Still on the laptop: nothing")
    says("State: revoked")
    says("Held: 1")
    assert not APP.nameless(), APP.nameless()


def follows_a_laptop_back():
    APP.click(says("一组旧笔记本"))
    says("坝体已加固")
    APP.press(APP.find("push button", "Back to the List"))


def shows_people_with_role_and_teams():
    says("Teams: T1 (leads)")
    says("Role: Office")


def follows_a_record_back():
    entry = APP.entry("Number, such as A01-2026-T02-Q2")
    APP.set_text(entry, PLAN + "/" + UNIT)
    APP.press(APP.find("push button", "Follow Back"))
    says("Assignment")
    APP.press(APP.find("push button", "Back to the List"))


def shown_code():
    return desk.wait(lambda: next((n.get_name() for n in APP.find_all("label") if CODE.fullmatch(n.get_name() or "")),
                                  None), "a code")


def invites_a_laptop():
    APP.press(APP.find("push button", "Invite…"))
    APP.press(APP.find("push button", "Invite"))
    says("A laptop has a name")
    APP.set_text(APP.entry("Name of the laptop"), "一组新笔记本")
    APP.press(APP.find("push button", "Invite"))
    APP.find("image", "QR code of the invitation")
    says("The server knows this code")
    WORLD.invited = shown_code()
    APP.key("Escape")
    says("Good until:")
    APP.find("push button", "Show the Code")
    APP.find("push button", "Withdraw")
    assert not APP.nameless(), APP.nameless()


def the_person_follows_the_team():
    APP.press(APP.find("push button", "Invite…"))
    person = APP.seen("combo box", "Person")

    def chosen(number):
        return [n for n in APP.find_all("label", within=person) if number in (n.get_name() or "")]

    desk.wait(lambda: chosen("I01"), "the leader of T1")
    APP.pick("For", "Team T2")
    desk.wait(lambda: chosen("I04"), "the leader of T2")


def close_the_window():
    """As a window manager does it that lets nobody be in the way."""
    main = next(iter(desk.children(APP.root)))
    APP.press(APP.find("push button", "Close", within=main))


def the_window_waits_for_what_is_being_recorded():
    """Somebody else has the store; what becomes of the form is known, and seen, before anything closes."""
    database = sqlite3.connect(os.path.join(WORLD.path("office"), "hecha.db"), isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    APP.press(APP.seen("push button", "Invite"))
    desk.wait(lambda: not desk.has(APP.seen("push button", "Invite"), "SENSITIVE"), "a form that is being recorded")
    close_the_window()
    database.execute("ROLLBACK")
    database.close()
    says("A laptop has a name")
    APP.seen("push button", "Cancel")
    APP.put("Name of the laptop", "二组笔记本")
    close_the_window()
    says("Discard What Was Typed?")
    APP.push("Keep")
    APP.gone("label", "Discard What Was Typed?")
    APP.push("Cancel")
    APP.gone("push button", "Cancel")
    APP.find("list item", "People and Laptops")


def the_code_enrols_one_laptop():
    stays = says("Role: Office")
    run("hechactl", "--store", WORLD.path("invited"), "enrol", WORLD.url, WORLD.invited)
    run("hechactl", "--store", WORLD.path("invited"), "sync")
    again = subprocess.run(["hechactl", "--store", WORLD.path("other"), "enrol", WORLD.url, WORLD.invited],
                           capture_output=True, text=True)
    assert again.returncode == 1 and "another device" in again.stderr, again
    says("一组新笔记本 · ")
    APP.gone("label", "Invitations")
    assert stays in APP.find_all("label"), "a row that says what it said was made anew"


def replaces_a_lost_laptop():
    APP.click(APP.scroll_to(says("一组新笔记本 · ")))
    APP.press(APP.find("push button", "Replace…"))
    says("waits in quarantine until the office releases")
    APP.set_text(APP.entry("Reason"), "途中遗失")
    APP.set_text(APP.entry("Lost since, such as 2026-06-30 14:00"), "昨天")
    APP.press(APP.find("push button", "Replace"))
    says("A moment is written like")
    APP.set_text(APP.entry("Lost since, such as 2026-06-30 14:00"), "2026-01-01 08:00")
    APP.press(APP.find("push button", "Replace"))
    APP.find("image", "QR code of the invitation")
    says("The server knows this code")
    run("hechactl", "--store", WORLD.path("second"), "enrol", WORLD.url, shown_code())
    APP.key("Escape")
    says("State: revoked")


def what_the_lost_one_holds_goes_to_quarantine():
    """What it had not sent comes back all the same: on a stick, by way of whoever brings it."""
    lost = ("hechactl", "--store", WORLD.path("invited"))
    run(*lost, "finding", PLAN + "/" + UNIT, "--verdict", "unverifiable", "--observation", "坝体正在加固")
    run(*lost, "bundle", "export", WORLD.path("lost.hecha"))
    run("hecha-server", "bundle", "import", WORLD.path("central"), WORLD.path("lost.hecha"), "--receipt",
        WORLD.path("receipt.hecha"))
    says("Held: ")
    APP.press(APP.find("push button", "Back to the List"))


def main():
    global WORLD, APP
    WORLD = World()
    try:
        WORLD.quarantine()
        WORLD.office("team", "create", "T2", "--leader", "I04", "--member", "I04", "--member", "I05", "--remit", "A01")
        with OfficeHands(WORLD) as APP:
            return tap.run("/people", [
                shows_laptops_with_what_the_office_has_of_them,
                follows_a_laptop_back,
                shows_people_with_role_and_teams,
                follows_a_record_back,
                the_person_follows_the_team,
                the_window_waits_for_what_is_being_recorded,
                invites_a_laptop,
                the_code_enrols_one_laptop,
                replaces_a_lost_laptop,
                what_the_lost_one_holds_goes_to_quarantine,
            ])
    finally:
        WORLD.close()


sys.exit(main())
