#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-record-sheet.py - the record sheet of a sample is looked at, saved and brought to the printer from the window.

As a person does it; no server. TAP on standard output.
"""
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

NAME, UNIT = "白露水库除险加固", "A01-2026-T02-Q2"
DIR = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(DIR.name, name)


def hechactl(*arguments):
    subprocess.run(("hechactl", "--store", path("team")) + arguments, check=True, stdout=subprocess.DEVNULL)


def set_up():
    field_store = os.path.join(os.environ["HECHA_BUILD_DIR"], "tests", "app", "field-store")
    subprocess.run([field_store, path("team")], check=True)
    hechactl("visit", UNIT, "--mode", "onsite", "--place", "26.5783,106.7135", "--method", "site_view",
             "--present", "I01@09:00-11:30", "--present", "I02@09:10-11:30")
    for name in ("a.jpg", "b.jpg"):
        subprocess.run(["convert", "-size", "800x600", "plasma:teal-gray", "-quality", "85", path(name)], check=True)
    hechactl("attach", UNIT, "--about", "现场照片", path("a.jpg"), path("b.jpg"))
    hechactl("finding", UNIT, "--verdict", "not_met", "--observation", "现场负责人周𠮷安介绍，右岸边坡支护完成约八成。")
    hechactl("sheet", UNIT, "--out", path("command.pdf"))


class Store:
    def path(self, name):
        return path(name)


class Laptop(world.Laptop):
    def __init__(self):
        super().__init__(Store())

    def open_sheet(self):
        self.open_sample(NAME)
        self.press(self.find("push button", "Review and Sign"))
        desk.wait(lambda: [n for n in self.each("label") if n.get_name().startswith("sha256:")], "the digest")
        self.press(self.find("push button", "Record Sheet"))
        return desk.wait(self.pages, "the pages of the sheet", 20)

    def save_to(self, file):
        self.press(self.find("push button", "Save as PDF"))
        self.focus_is_on("text", seconds=30)
        self.key("ctrl+a")
        self.type(file)
        self.key("Return")

    def pages(self):
        return [n for n in self.find_all() if desk.plain_name(n).startswith("Page 1 of ")]


def shows_every_page():
    with Laptop() as app:
        count = int(desk.plain_name(app.open_sheet()[0]).split()[-1])
        assert count >= 3, count
        for number in range(1, count + 1):
            app.find(None, "Page %d of %d" % (number, count))
        app.find("label", "Draft, not signed by the leader")
        assert app.nameless() == [], app.nameless()


def saves_what_the_command_writes():
    with Laptop() as app:
        app.open_sheet()
        app.save_to(path("window.pdf"))
        app.told("Saved as PDF", seconds=20)
    with open(path("command.pdf"), "rb") as a, open(path("window.pdf"), "rb") as b:
        assert a.read() == b.read()


def a_folder_that_takes_nothing_is_told_and_paper_does_as_well():
    with Laptop() as app:
        app.open_sheet()
        app.save_to("/proc/no.pdf")
        app.find("label", "The PDF Was Not Saved", seconds=20)
        app.key("Escape")
        app.press(app.find("push button", "Print"))
        app.find("dialog", "Print", seconds=20)
        app.key("Escape")
        app.gone("dialog", "Print")
        button = app.find("push button", "Save as PDF")
        desk.wait(lambda: desk.has(button, "SENSITIVE"), "the page is free again")


if __name__ == "__main__":
    set_up()
    status = tap.run("/record-sheet", [shows_every_page, saves_what_the_command_writes,
                                       a_folder_that_takes_nothing_is_told_and_paper_does_as_well])
    DIR.cleanup()
    sys.exit(status)
