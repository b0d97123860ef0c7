#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-review.py - a page is reviewed and signed as people do it: by mouse, by keyboard alone, by the leader; the
agency objects and refuses; what changes after a signature shows. No server. TAP on standard output."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

UNIT = "A01-2026-T02-Q2"
OBSERVATION = "监理计量单累计3412万元，低于要求。"
CHANGED = "监理计量单累计3512万元，低于要求。"
OBJECTION = "灌浆台账已补齐，请复核。"


class Store:
    """A team's laptop with one sample that can be signed."""

    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        subprocess.run(["field-store", self.path("team")], check=True)
        self.team("visit", UNIT, "--mode", "onsite", "--place", "26.5783,106.7135", "--method", "documents",
                  "--present", "I01@09:00-11:30", "I02@09:10-11:30", "I04@09:10-11:30", "H01@10:00-11:00")
        self.team("method", UNIT, "documents", "--title", "监理月报", "--number", "青监〔2026〕6号", "--dated", "2026-06-30",
                  "--pages", "12", "--copy", "taken")
        self.team("finding", UNIT, "--verdict", "not_met", "--observation", OBSERVATION)

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def team(self, *args):
        return world.run("hechactl", "--store", self.path("team"), *args)

    def signatures(self):
        shown = json.loads(self.team("show", UNIT, "--json"))
        return {(s["person"], s["role"], s.get("refused", False)): s for s in shown["signatures"]}


class Laptop(world.Laptop):
    def review(self, button="Review and Sign"):
        self.open_sample()
        self.press(self.button(button))
        self.has("sha256:")

    def has(self, words, seconds=15):
        """A label that holds the words."""
        return desk.wait(lambda: [n for n in self.find_all("label") if words in n.get_name()], repr(words), seconds)[0]


STORE = None
NAMELESS = []


def note_nameless(app, page):
    NAMELESS.extend((page, n.get_role_name(), n.get_name()) for n in app.nameless())


# ---- the promises ----

def shows_everything_that_is_covered():
    with Laptop(STORE) as app:
        app.review()
        for words in (OBSERVATION, "何长洲 · ", "26.5783000,106.7135000 (WGS-84)", "Not Met", "Documents"):
            app.has(words)
        note_nameless(app, "review")


def who_was_there_draws_with_the_mouse():
    with Laptop(STORE) as app:
        app.review()
        assert not desk.has(app.button("Sign"), "SENSITIVE"), "nothing was drawn"
        app.draw_signature("沈知微")
        app.has("Valid: the journal has it as it was given")
    assert STORE.signatures()["I02", "inspector", False]["method"] == "drawn"


def a_name_is_typed_with_the_keyboard_alone():
    with Laptop(STORE) as app:
        app.open_sample()
        app.tab_to("Review and Sign")
        app.key("space")
        app.has("sha256:")
        app.tab_to("Typed Name")
        app.key("space")
        app.key("Tab")
        app.type("周𠮷安")
        app.key("Tab")
        app.type("顾北辰")
        app.tab_to("Sign")
        app.key("space")
        app.signature_of("周𠮷安")
        app.has("Typed; confirmed by 顾北辰")
    signature = STORE.signatures()["I04", "inspector", False]
    assert (signature["method"], signature["confirmed_by"]) == ("key", "I01"), signature


def what_changes_after_a_signature_shows():
    STORE.team("finding", UNIT, "--observation", CHANGED)
    with Laptop(STORE) as app:
        app.review()
        app.has("Changed after this signature; what was signed counts:")
        app.has("Observation: %s → %s" % (OBSERVATION, CHANGED))
        app.draw_signature("沈知微")
        app.draw_signature("周𠮷安")


def the_leader_seals_it():
    with Laptop(STORE) as app:
        app.review()
        app.draw_signature("顾北辰")
        app.has("Sealed by the leader: nothing on this sample is changed any more.")
        app.find("label", "Effective")
        note_nameless(app, "sealed")


def the_agency_objects_in_its_own_words():
    with Laptop(STORE) as app:
        app.review("Show Signatures")
        app.press(app.button("Objects"))
        app.fill("What the agency objects to, in its own words", OBJECTION)
        app.draw_signature("何长洲")
        app.has(OBJECTION)
        app.find("label", "Contested")
    assert STORE.signatures()["H01", "agency", False]["objection"] == OBJECTION


def the_agency_refuses_before_a_witness():
    with Laptop(STORE) as app:
        app.review("Show Signatures")
        app.press(app.button("Refuses to Sign"))
        app.fill("Name of who signs", "Luo Yan")
        app.fill("Witness of the refusal", "Villager Li")
        app.press(app.button("Record the Refusal"))
        app.has("Refused to sign; witness: Villager Li")
    assert STORE.signatures()["Luo Yan", "agency", True]["witness"] == "Villager Li"


def every_signature_holds():
    assert all(s["valid"] for s in STORE.signatures().values())


def every_widget_has_a_name():
    assert not NAMELESS, NAMELESS


def main():
    global STORE
    STORE = Store()
    try:
        return tap.run("/review", [
            shows_everything_that_is_covered,
            who_was_there_draws_with_the_mouse,
            a_name_is_typed_with_the_keyboard_alone,
            what_changes_after_a_signature_shows,
            the_leader_seals_it,
            the_agency_objects_in_its_own_words,
            the_agency_refuses_before_a_witness,
            every_signature_holds,
            every_widget_has_a_name,
        ])
    finally:
        STORE.dir.cleanup()


sys.exit(main())
