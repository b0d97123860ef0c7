#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-evidence.py - evidence comes in, is looked at and taken back, as a person does it; no server. TAP on standard
output."""
import hashlib
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

os.environ["GSETTINGS_BACKEND"] = "keyfile"  # which window and test have in common

UNIT, NAME = "A01-2026-T02-Q2", "白露水库除险加固"
OTHER = "高岗片区十八村供水巩固"
HINT = "Files can be dropped on this page, or on the item that they show."


class World:
    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        subprocess.run(["field-store", self.path("team")], check=True)

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def photograph(self, name, what="plasma:teal-gray", *more):
        subprocess.run(["convert", "-size", "800x600", what, *more, "-quality", "85", self.path(name)], check=True)
        return self.path(name)

    def attached(self):
        done = subprocess.run(["hechactl", "--store", self.path("team"), "show", UNIT, "--json"], text=True,
                              capture_output=True, check=True)
        return json.loads(done.stdout)["evidence"]

    def digest(self, piece):
        """Of the bytes that are kept."""
        name = piece["digest"].split(":")[1]
        with open(self.path("team/evidence/%s/%s" % (name[:2], name)), "rb") as file:
            return "sha256:" + hashlib.sha256(file.read()).hexdigest()

    def zip_named_jpg(self):
        with open(self.path("假照片.jpg"), "wb") as file:
            file.write(b"PK\3\4\x14\0\0\0\0\0 a zip, whatever its name says PK\5\6" + bytes(18))
        return self.path("假照片.jpg")


class Laptop(world.Laptop):
    def has_text(self, words):
        return desk.look(lambda: [n for n in self.each("label") if words in n.get_name()])

    def wait_text(self, words, seconds=20):
        return desk.wait(lambda: self.has_text(words), repr(words), seconds)[0]


WORLD = None
NAMELESS = []


def note_nameless(app, page):
    NAMELESS.extend((page, n.get_role_name(), n.get_name()) for n in app.nameless())


# ---- the promises ----

def a_photograph_dropped_on_an_item_ticks_it_off():
    with Laptop(WORLD) as app:
        app.open_sample()
        item = app.scroll_to(app.find("label", "现场照片"))
        desk.wait(lambda: len(app.has_text("Required, still missing")) == 2, "what is missing")
        app.drag_files([WORLD.photograph("坝体.jpg")], item)
        app.wait_text("1 item")
        desk.wait(lambda: len(app.has_text("Required, still missing")) == 1, "what is still missing")
        note_nameless(app, "evidence")


def a_picture_on_the_clipboard_becomes_evidence():
    with open(WORLD.photograph("pasted.png", "plasma:red-blue"), "rb") as file:
        desk.clip(file.read(), "image/png")
    with Laptop(WORLD) as app:
        app.open_sample()
        app.scroll_to(app.find("label", HINT))
        app.press(app.find_all("push button", "More ways to add evidence")[-1])
        app.press(app.find("menu item", "Paste"))
        app.attached("Pasted picture")


def a_zip_named_jpg_is_kept_and_the_window_lives():
    with Laptop(WORLD) as app:
        app.open_sample()
        hint = app.scroll_to(app.find("label", HINT))
        app.drag_files([WORLD.zip_named_jpg()], hint)
        app.attached("假照片.jpg")
        app.wait_text("File · ")


def a_photograph_is_taken_here():
    subprocess.run(["gsettings", "set", "io.github.hecha.Hecha", "camera", "test"], check=True)
    with Laptop(WORLD) as app:
        app.open_sample()
        app.scroll_to(app.find("label", HINT))
        app.press(app.find_all("push button", "More ways to add evidence")[-1])
        app.press(app.find("menu item", "Take Photographs…"))
        shoot = app.find("push button", "Take Photograph")
        app.find(None, "What the camera sees")
        desk.wait(lambda: desk.has(shoot, "SENSITIVE"), "the camera", 20)
        note_nameless(app, "camera")
        app.press(shoot)
        app.find("label", "1 attached", seconds=20)
        app.key("Escape")
        app.gone("push button", "Take Photograph")
        app.wait_text("Photograph 20")


def what_another_sample_has_is_recognised():
    with Laptop(WORLD) as app:
        app.open_sample(OTHER)
        hint = app.scroll_to(app.find("label", HINT))
        app.drag_files([WORLD.path("坝体.jpg")], hint)
        app.wait_text("Used before: %s, 2026Q2" % NAME)


def taken_back_with_a_reason_and_attached_again():
    with Laptop(WORLD) as app:
        app.open_sample(OTHER)
        app.press(app.find("push button", "Take 坝体.jpg back"))
        app.find("label", "Take Back This Evidence?")
        app.press(app.find("push button", "Take Back"))
        app.find("push button", "Attach 坝体.jpg again", seconds=20)
        app.press(app.find("push button", "Attach 坝体.jpg again"))
        app.find("push button", "Take 坝体.jpg back", seconds=20)


def looked_at_with_keys_alone():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.scroll_to(app.find("push button", "Take 现场照片 back"))
        app.click(app.wait_text("Photograph · "))
        app.find("label", "1 of 4", seconds=20)
        app.wait_text("image/")
        note_nameless(app, "viewer")
        app.key("plus", "plus", "minus", "0", "Page_Down")
        app.find("label", "2 of 4")
        app.key("Right")    # whether the picture is there already or not
        app.find("label", "3 of 4")
        app.key("Page_Up")
        app.find("label", "2 of 4")
        app.key("Escape")
        app.gone("label", "2 of 4")


def marks_are_kept_on_a_copy():
    with Laptop(WORLD) as app:
        app.open_sample()
        app.scroll_to(app.find("push button", "Take 现场照片 back"))
        app.click(app.wait_text("Photograph · "))
        app.press(app.find(None, "Marks and notes on a copy", seconds=20))
        app.find("push button", "Undo the last mark")
        note_nameless(app, "marks")
        # by keyboard alone: an arrow from the middle to the right
        app.focus_is_on("image")
        app.key("Return", "Right", "Right", "Return")
        undo = app.find("push button", "Undo the last mark")
        desk.wait(lambda: desk.has(undo, "SENSITIVE"), "a mark")
        app.set_text(app.find("text", "Note: what the picture shows"), "裂缝")
        # a key that closes does not lose them
        app.key("Escape")
        app.find("label", "Save the Marked Copy?")
        dialog = next(w for w in desk.children(app.root) if app.find_all("label", "Save the Marked Copy?", w))
        app.press(app.find("push button", "Save Copy", dialog))
        app.wait_text("A copy with marks; the original is kept as it is")
        app.gone("push button", "Undo the last mark")
    evidence = WORLD.attached()
    copy, = (e for e in evidence if "derived_from" in e)
    original, = (e for e in evidence if e["digest"] == copy["derived_from"])
    assert WORLD.digest(original) == original["digest"], original
    assert WORLD.digest(copy) == copy["digest"], copy


def every_widget_has_a_name():
    assert not NAMELESS, NAMELESS


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/evidence-window", [
            a_photograph_dropped_on_an_item_ticks_it_off,
            a_picture_on_the_clipboard_becomes_evidence,
            a_zip_named_jpg_is_kept_and_the_window_lives,
            a_photograph_is_taken_here,
            what_another_sample_has_is_recognised,
            taken_back_with_a_reason_and_attached_again,
            looked_at_with_keys_alone,
            marks_are_kept_on_a_copy,
            every_widget_has_a_name,
        ])
    finally:
        WORLD.dir.cleanup()


sys.exit(main())
