#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-day.py [keys] - a team's day without network, as the team lives it: the way in, the morning's sync, five samples
with all methods and checklists, a draw at the site, a crash, three signatures, the evening's sync; then the server is
asked what it has. With "keys" the mouse stays in the bag. TAP on standard output.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import hands  # noqa: E402
import tap  # noqa: E402
from world import PLAN, World, names_of_targets  # noqa: E402

KEYS = "keys" in sys.argv[1:]
DAM, VILLAGES, LABORATORY, PLANNING, CLINICS = (
    "A01-2026-T02-Q2", "A01-2026-T01-Q2", "A02-2026-T08-Q2", "A01-2026-T05-Q2", "A02-2026-T02-Q2")
CHECKLISTS = {DAM: "investment", VILLAGES: "livelihood", LABORATORY: "work_report", PLANNING: "normative",
              CLINICS: "livelihood"}
OTHER = "A01-2026-T07-Q2"
PEOPLE = {"A01": ("顾北辰", "沈知微", "何长洲"), "A02": ("顾北辰", "沈知微", "冯若谷")}
UNITS = ["一组张三", "二组李四", "三组王五", "四组𠮷田"]
DICE = "20237331128159211123"
TYPED = "This was being typed when the battery died"

WORLD = None


class Hands(hands.Hands):
    def __init__(self):
        super().__init__(WORLD, keys=KEYS)


# ---- the promises ----

def the_way_in_and_the_morning_sync():
    with Hands() as app:
        app.enrol(WORLD.code)
        app.find("label", "6 samples", seconds=30)
    WORLD.hang_up()


def the_dam_is_viewed_and_its_papers_are_read():
    with Hands() as app:
        app.open_unit(DAM)
        app.choose("Mode", "On Site")
        app.tab_to_text()
        app.type("26.5783，106.7135")
        app.arrive(len(PEOPLE[DAM[:3]]))
        app.begin("Documents", "监理计量单", "@Has None", "-", "2026-06-30", "12", "@Seen Only", "累计3412万元")
        app.begin("Site View", "右岸灌浆平台", "1", "26.5783,106.7135")
        app.attach(WORLD.photograph())
        finish(app, DAM, "Not Met", "累计3412万元，低于要求。")


def the_battery_dies_while_typing():
    with Hands() as app:
        app.open_unit(DAM)
        app.go("Opinion, apart from the observation")
        app.type(TYPED)
        desk.wait(lambda: WORLD.drafts_hold(TYPED), "the draft on disk")
        app.process.kill()
        app.process.wait()
    with Hands() as app:
        app.open_unit(DAM)
        opinion = app.find("text", "Opinion, apart from the observation")
        desk.wait(lambda: app.text(opinion) == TYPED, "what was typed before")
        app.saved()


def three_people_sign():
    with Hands() as app:
        app.open_unit(DAM)
        if KEYS:
            app.do("Review and Sign")
        else:
            app.click(app.button("Review and Sign"))
        app.find(None, "Signature pad")
        for signer, second in (("沈知微", "顾北辰"), ("顾北辰", "沈知微"), ("何长洲", "罗燕")):
            if KEYS:
                app.do("Typed Name")
                app.form("-", "-")
                app.type(signer)
                app.tab_to_text()
                app.type(second)
                app.do("Sign")
                app.signature_of(signer)
            else:
                app.draw_signature(signer)


def four_units_are_drawn_in_the_villages():
    with Hands() as app:
        app.open_unit(VILLAGES)
        app.choose("Mode", "On Site")
        app.tab_to_text()
        app.type("27.1042,106.2218")
        app.arrive(len(PEOPLE[VILLAGES[:3]]))
        app.begin("Inquiry", "村主任老赵")
        app.begin("Visits to the Public", "-", "@Agreed", "水已经通了，水压不足。")
        app.go("Draw Units at the Site…")
        if KEYS:
            app.key("Return")
        app.find("push button", "Freeze List")
        app.tab_to("List of units, one in each line")
        app.type("\n".join(UNITS))
        app.find("label", "%d units" % len(UNITS))
        app.key("alt+f")
        app.find("label", "%d units are frozen" % len(UNITS))
        app.tab_to("Units to draw")
        app.key("ctrl+a")
        app.type("2")
        app.tab_to("Dice")
        app.key("Tab", "Tab")
        app.type("沈知微")
        app.key("Tab")
        app.type("村主任老赵")
        app.tab_to("Digits of the dice, in the order in which they were rolled")
        app.type(DICE)
        app.find("label", "20 of 20 digits")
        app.key("alt+d")
        app.find("label", "2 units are drawn")
        app.key("Escape")
        app.gone("label", "2 units are drawn")
        finish(app, VILLAGES, "Partly Met", "抽查2户，均已通水。")


def the_office_work_is_looked_at_online():
    with Hands() as app:
        app.open_unit(PLANNING)
        app.choose("Mode", "Online")
        app.begin("Online Review", "@Partly Met", "72")
        finish(app, PLANNING, "Partly Met", "规划已印发。")


def the_laboratory_is_talked_about():
    with Hands() as app:
        app.open_unit(LABORATORY)
        app.choose("Mode", "On Site")
        app.begin("Meeting", "冯若谷、项目经理", "主体结构已封顶")
        app.begin("Media", "青岚日报", "2026-06-18", "https://example.org/1", "报道主体封顶", "@Verified")
        finish(app, LABORATORY, "Partly Met", "主体封顶，机电安装未完成。")


def the_clinics_are_a_key_point():
    with Hands() as app:
        app.open_unit(CLINICS)
        app.choose("Mode", "On Site")
        app.begin("Public Appraisal", "省社情民意调查中心", "412", "3", "37", "2026-06-01", "2026-06-30")
        finish(app, CLINICS, "Not Met", "2个村卫生室未开工。")
        app.choose("Difficulties and problems", "None")
        app.done()


def finish(app, unit, verdict, observation):
    app.answer_all(CHECKLISTS[unit])
    app.find_out(verdict, observation)


def the_evening_sync_brings_all_of_it_to_the_server():
    WORLD.listen()
    with Hands() as app:
        app.find("label", "6 samples")
        app.bring_home()
    WORLD.office("sync")
    shown = {unit: WORLD.office("show", unit, "--json") for unit in CHECKLISTS}
    for unit, words in EXPECTED.items():
        for word in words:
            assert word in shown[unit], (unit, word, shown[unit])
    assert '"effective"' in shown[DAM]
    WORLD.office("draw", "verify", VILLAGES, "--scope", "team:T1")
    assert WORLD.office("digest", "--scope", "team:T1") == WORLD.team("digest", "--scope", "team:T1")


EXPECTED = {
    DAM: (TYPED, "累计3412万元", "坝体.jpg", "右岸灌浆平台", "监理计量单", '"not_met"', "265783000", "何长洲"),
    VILLAGES: ("村主任老赵", "水已经通了", "抽查2户", '"partly"'),
    PLANNING: ("规划已印发", "青水规〔2026〕5号", '"online"'),
    LABORATORY: ("主体结构已封顶", "青岚日报", "机电安装未完成"),
    CLINICS: ("省社情民意调查中心", "412", "2个村卫生室未开工", '"none"'),
}
PROMISES = [
    the_way_in_and_the_morning_sync,
    the_dam_is_viewed_and_its_papers_are_read,
    the_battery_dies_while_typing,
    three_people_sign,
    four_units_are_drawn_in_the_villages,
    the_office_work_is_looked_at_online,
    the_laboratory_is_talked_about,
    the_clinics_are_a_key_point,
    the_evening_sync_brings_all_of_it_to_the_server,
]


def set_up():
    world = World(OTHER)
    for unit, checklist in CHECKLISTS.items():
        world.office("assign", PLAN, "--team", "T1", unit, "--checklist", checklist,
                     *(["--key-point"] if unit == CLINICS else []))
    world.office("sync")
    world.names = names_of_targets()
    return world


def main():
    global WORLD
    if KEYS and "HECHA_SANITIZED" in os.environ:
        return tap.skip_all("the day with the mouse has gone through the same code")
    WORLD = set_up()
    try:
        return tap.run("/day-keys" if KEYS else "/day", PROMISES)
    finally:
        WORLD.close()


sys.exit(main())
