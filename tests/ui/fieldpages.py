# SPDX-License-Identifier: GPL-3.0-or-later
"""fieldpages - what is further down on a team's pages for pictures.py, and the samples that it shows."""
import shutil
import subprocess

from world import run, sign

NEW, BEGUN, READY, EFFECTIVE, OBJECTED, OTHER = (
    "A01-2026-T01-Q2", "A01-2026-T02-Q2", "A01-2026-T03-Q2", "A01-2026-T04-Q2", "A02-2026-T02-Q2", "A02-2026-T03-Q2")
NAMES = {NEW: "高岗片区十八村供水巩固", BEGUN: "白露水库除险加固", READY: "重点河段采砂巡查", EFFECTIVE: "县域用水总量控制",
         OBJECTED: "六十个村卫生室标准化建设"}
COPIED = "一组备用机"


def copied(world):
    """A laptop of the team whose disk was copied: both went on, and both told the office."""
    def at(store, *args):
        return run("hechactl", "--store", world.path(store), *args)
    at("twin", "enrol", world.url, world.invite("--role", "team", "--team", "T1", "--name", COPIED, "--person", "I02"))
    at("twin", "sync")
    shutil.copytree(world.path("twin"), world.path("copied"))
    for store, opinion in (("twin", "建议复查。"), ("copied", "建议通报。")):
        at(store, "finding", OTHER, "--verdict", "unverifiable", "--observation", "名册未到。", "--opinion", opinion)
    at("twin", "sync")
    subprocess.run(["hechactl", "--store", world.path("copied"), "sync"], capture_output=True)


def part(unit, title):
    def go(app):
        app.open_sample(unit)
        app.begin_at(title)
    return go


def reviewing(app):
    app.open_sample(READY)
    app.push("Review and Sign")
    app.find("label", app.word("Sign here with pen, finger or mouse"))


def pad(app):
    reviewing(app)
    app.begin_at("Who signs")


def to_sync(app):
    app.key("ctrl+s")
    app.find("push button", app.word("_Sync Now"))


def space(app):
    to_sync(app)
    app.begin_at("Without a Network")


def copied_laptop(app):
    to_sync(app)
    app.push("_Sync Now")
    part_of = app.word("This device's record was copied and went two ways; both are kept. "
                       "Ask the office for a new invitation")[:8]
    app.says(part_of, 30)


PAGES = {"sample-visit": ("team", part(BEGUN, "Visit")), "sample-present": ("team", part(READY, "Persons Present")),
         "sample-methods": ("team", part(READY, "Methods")), "sample-finding": ("team", part(READY, "Finding")),
         "sample-key-points": ("team", part(BEGUN, "Key Points")), "review-pad": ("team", pad),
         "sync-space": ("team", space), "sync-copied": ("copied", copied_laptop)}
