#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures.py [OPTION...] DIR [PAGE...] - a picture of every page, to be looked at: DIR/PAGE.LANG.SCHEME.WIDTH.png

Options: --language, --scheme and --width take one of each instead of all; --text PERCENT is the preference's size;
--contrast is the desktop's high contrast.

Each language, colour scheme and width is a window of its own, on a copy of the same store; pages are reached as a
person reaches them. Called by ./dev pictures, in a session of xrun.
"""
import argparse
import gettext
import json
import os
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import fieldpages  # noqa: E402
import officepages  # noqa: E402
import planpages  # noqa: E402
from fieldpages import BEGUN, EFFECTIVE, NAMES, NEW, OBJECTED, OTHER, READY  # noqa: E402
from world import Laptop, World, photograph, run, sign, visited  # noqa: E402

LANGUAGES = ("zh_CN", "en")
SCHEMES = ("light", "dark")
PASSPHRASE = "坝顶高程 26 米整"
WIDTHS = {360: 720, 1040: 780}


# ---- a team's laptop at the end of a day ----

def a_day(world):
    code = run("hecha-server", "invite", world.path("central"), "--role", "team", "--team", "T1", "--name", "一组笔记本",
               "--person", "I01")
    world.team("enrol", world.url, code)
    world.team("sync")
    world.team("visit", BEGUN, "--mode", "onsite", "--method", "site_view", "--place", "26.5801,106.7190",
               "--present", "I01@14:00-15:00")
    world.team("attach", BEGUN, photograph(world, "dam", "#e0c8a0-#87b5d6"))
    visited(world, READY, "met", "查巡查记录47份，河段无重复，每份2人签名；发现问题22个，销号21个。")
    visited(world, EFFECTIVE, "met", "县域用水总量控制在指标以内，取水台账与计量一致。", "26.6127,106.8021")
    visited(world, OBJECTED, "not_met", "现场看6个村卫生室，2个未开工；照片有重复。", "26.2140,107.5190")
    sign(world, EFFECTIVE, ("H01", "agency"), ("I02", "inspector"), ("I01", "leader"))
    sign(world, OBJECTED, ("H02", "objection"), ("I02", "inspector"), ("I01", "leader"))


def fresh(world, store):
    """One more laptop of the team, with a photograph and a video that the office does not have."""
    def do(*args):
        return run("hechactl", "--store", store, *args)
    do("enrol", world.url, run("hecha-server", "invite", world.path("central"), "--role", "team", "--team", "T1",
                               "--name", "二组笔记本", "--person", "I02"))
    do("sync")
    video = world.path("沿河巡查.mp4")
    with open(video, "wb") as file:
        file.write(b"\0\0\0\x18ftypisom" + os.urandom(64 << 20))
    do("visit", BEGUN, "--mode", "onsite", "--method", "site_view", "--place", "26.5801,106.7190",
       "--present", "I02@15:00-15:30")
    do("attach", BEGUN, photograph(world, "dam", "#e0c8a0-#%s" % os.urandom(3).hex()), video)
    return json.loads(do("status", "--json"))["device"]


PARTIES = ["高岗村", "白露村", "石板村", "大坪村", "马场村", "龙井村", "新寨村", "箐口村"]


def drawn_at_the_site(world):
    file = world.path("villages.txt")
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join(PARTIES) + "\n")
    world.team("site", "frame", BEGUN, file, "--kind", "sections")
    world.team("site", "draw", BEGUN, "--size", "3", "--rand", "20237331128159211123", "--witness", "H01",
               "--witness", "I02")


# ---- the window ----

class Window(desk.App):
    """A window on a store, in a language and colours; its words are asked for in English."""

    def __init__(self, world, store, language, scheme, width):
        self.world = world
        self.words = gettext.translation("hecha", os.environ["HECHA_LOCALE_DIR"], [language], fallback=True)
        self.width = width
        super().__init__(["hecha", "--store", store], env={
            "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": language, "ADW_DEBUG_COLOR_SCHEME": "prefer-" + scheme})
        desk.xdo("windowsize", "--sync", self.window, width, WIDTHS[width])
        desk.xdo("windowmove", self.window, 0, 0)

    def word(self, english):
        """As the window says it; what has a mnemonic is asked for with it."""
        return desk.plain_word(self.words.gettext(english))

    def push(self, english):
        name = self.word(english)
        self.press(desk.wait(lambda: next((n for n in self.each("push button", name) if desk.has(n, "SENSITIVE")),
                                          None), "the button %r" % name))

    def open_sample(self, unit):
        def in_list():
            shown = [n for n in self.each("label", NAMES[unit]) if self.area(n)[2] > 0]
            if not shown:
                desk.xdo("click", 5)    # rows that are far from view are not there yet
            return shown

        desk.xdo("mousemove", self.width // 2, WIDTHS[self.width] // 2)
        self.click(self.scroll_to(desk.wait(in_list, NAMES[unit])[0]))
        self.find("push button", self.word("On Site"))

    scroll_to, says, entry = Laptop.scroll_to, Laptop.says, Laptop.entry

    def turn_to_other(self):
        """What follows is about the window that has just opened."""
        self.window = desk.wait(lambda: next((w for w in self._xwindows() if w != self.window), None), "a window")

    def turn_to_last(self, seen=1):
        """What follows is about the window that came after as many; as wide as the screen would let it be."""
        self.window = desk.wait(lambda: self._xwindows()[seen:], "one more window")[-1]
        desk.xdo("windowsize", self.window, min(self.width, 720), 720)
        desk.xdo("windowmove", self.window, 0, 0)

    def show(self, english, role="list item"):
        """What has a name, brought into view."""
        return self.scroll_to(self.find(role, self.word(english)))

    def in_view(self, words, beside=None):
        """The label that begins with these words; BESIDE another one, as pages that were shown before have it too."""
        def seek():
            page = self.find("label", self.word(beside)) if beside else self.root
            while page is not None:
                for node in self.each("label", within=page):
                    if (node.get_name() or "").startswith(words) and self.area(node)[2] > 0:
                        return node
                page = page.get_parent() if beside else None
            return None
        return desk.wait(seek, words)

    def question(self, english):
        """What is asked, in a window of its own."""
        self.find("label", self.word(english))
        self.turn_to_last(len(self._xwindows()) - 1)

    def begin_at(self, english, role="label"):
        """What has a name, so far up as the page goes: what follows it is seen."""
        node = self.show(english, role)
        at = None
        desk.xdo("mousemove", self.width // 2, WIDTHS[self.width] // 2)
        while (now := self.area(node)[1]) > 190 and now != at:
            at = now
            desk.xdo("click", 5)
            time.sleep(0.2)

    def press_first(self, english):
        """The first button whose name begins like this: the rest is what it is about."""
        name = self.word(english).split("%")[0]
        self.press(desk.wait(lambda: next((n for n in self.each("push button") if desk.plain_name(n).startswith(name)),
                                          None), "a button %r" % name))

    def picture(self, path):
        time.sleep(0.5)  # small pictures come a moment later
        subprocess.run(["import", "-silent", "-window", self.window, path], check=True)


# ---- the pages ----

def enrol(app):
    app.find("push button", app.word("_Connect"))


def samples(app):
    app.find("label", NAMES[NEW])


def sample(app):
    app.open_sample(BEGUN)


def review(app):
    app.open_sample(READY)
    app.push("Review and Sign")
    desk.wait(lambda: [n for n in app.each("label") if n.get_name().startswith("sha256:")], "the digest")


def sealed(app):
    app.open_sample(EFFECTIVE)
    app.push("_Show Signatures")
    app.find("label", app.word("Valid: the journal has it as it was given"))


def sync(app):
    app.key("ctrl+s")
    app.find("push button", app.word("_Sync Now"))


def sync_offline(app):
    sync(app)
    app.world.hang_up()
    app.push("_Sync Now")
    why = app.word("The server was not reached: %s").split("%")[0]
    desk.wait(lambda: any(why in n.get_name() for n in app.find_all("label")), "why not", 30)
    app.world.listen()


def arriving(world):
    """Bytes of files on their way to the server, those of earlier pictures too."""
    folder = os.path.join(world.path("central"), "evidence", "incoming")
    return sum(entry.stat().st_size for entry in os.scandir(folder)) if os.path.isdir(folder) else 0


def sync_running(app):
    """A part of the video is there when the server stops to answer."""
    sync(app)
    before = arriving(app.world)
    app.push("_Sync Now")
    desk.wait(lambda: arriving(app.world) > before + (20 << 20), "the video to go", 30)
    app.world.server.send_signal(signal.SIGSTOP)
    desk.wait(lambda: any("巡查" in n.get_name() and app.area(n)[2] > 0 for n in app.find_all("progress bar")),
              "how much of it went", 30)


def sync_done(app):
    sync(app)
    app.push("_Sync Now")
    app.find("label", app.word("Everything Is at the Office"), seconds=60)


def sync_held(app):
    sync(app)
    run("hecha-server", "revoke", app.world.path("central"), app.device)
    app.push("_Sync Now")
    desk.wait(lambda: app.area(app.find(None, app.word("Held or refused")))[2] > 0, "what is held", 60)
    app.says(app.word("The office ended this laptop's right to receive. What is recorded here can still be sent."), 60)


def sheet(app):
    app.open_sample(EFFECTIVE)
    app.push("_Show Signatures")
    desk.wait(lambda: [n for n in app.each("label") if n.get_name().startswith("sha256:")], "the digest")
    app.push("Record Sheet")
    desk.wait(lambda: any("/" in n.get_name() or "1" in n.get_name() for n in app.find_all("image")), "its pages", 30)


def viewer(app):
    app.open_sample(BEGUN)
    row = next(n for n in app.find_all("label") if n.get_name().startswith(app.word("Photograph") + " · "))
    app.click(app.scroll_to(row))
    app.find("label", app.word("Digest"), seconds=20)
    app.turn_to_other()
    app.find("push button", app.word("All of it"))


def marker(app):
    viewer(app)
    app.press(app.find(None, app.word("Marks and notes on a copy"), seconds=20))
    app.focus_is_on("image")
    app.key("Return", *["Right"] * 8, *["Up"] * 5, "Return")
    app.set_text(app.find("text", app.word("Note: what the picture shows")), "坝顶裂缝")


def camera(app):
    app.open_sample(BEGUN)
    app.press(app.scroll_to(app.find_all("push button", app.word("More ways to add evidence"))[-1]))
    app.press(app.find("menu item", app.word("Take _Photographs…")))
    shoot = app.find("push button", app.word("Take _Photograph"))
    app.turn_to_other()
    desk.wait(lambda: desk.has(shoot, "SENSITIVE"), "the camera", 20)


def sidebar(app):
    app.find("label", NAMES[NEW])
    if app.width < 720:
        app.key("alt+Left")


def state(app):
    sidebar(app)
    app.click_on("list item", app.word("At the Office"))
    app.find("label", NAMES[EFFECTIVE])


def found(app):
    samples(app)
    app.key("ctrl+f")
    app.type("blsk")
    app.find("label", NAMES[BEGUN])


def the_map(app):
    samples(app)
    app.push("Map")
    app.find("push button", app.word("Zoom In"))


def new_window(app, key, words):
    app.find("label", NAMES[NEW])
    app.key(key)
    app.find("label", app.word(words))
    app.turn_to_last()


def preferences(app):
    new_window(app, "ctrl+comma", "Lock When Not Used For")


def shortcuts(app):
    new_window(app, "ctrl+question", "Search the samples")


def about(app):
    sidebar(app)
    app.key("F10")
    time.sleep(0.5)  # nothing says that a menu is there
    app.key("Up", "Up", "Return")
    app.turn_to_last()


def passphrase(app):
    preferences(app)
    app.push("_Set…")
    app.find("label", app.word("New Passphrase"))
    app.turn_to_last(2)


def locked(app):
    app.find("label", app.word("Locked"), seconds=30)


def protect(world):
    """A passphrase for the copy of the store, set as a person does."""
    with Laptop(world, store="copy") as app:
        app.find("label", NAMES[NEW])
        app.key("ctrl+comma")
        app.press(app.button("Set…"))
        app.answer(("New Passphrase", PASSPHRASE), ("New Passphrase Again", PASSPHRASE), button="Set")
        app.find("push button", "Change…", seconds=30)


def site_frame(app):
    app.open_sample(NEW)
    app.click(app.show("Draw Units at the Site…"))
    app.find("push button", app.word("_Freeze List"))
    app.turn_to_last()


def site_draw(app):
    app.open_sample(BEGUN)
    app.begin_at("Drawn at the Site")


def visitor(app):
    app.find("label", NAMES[NEW])


def gate(app):
    app.find("label", app.word("The Task Has Ended"))


def office(app):
    app.find("label", app.word("Samples by State"))
    app.find("label", app.word("Error Rate"), seconds=30)


def to_results(app):
    office(app)
    if app.width < 720:
        app.key("alt+Left")
    app.click_on("list item", app.word("Results"))
    app.press(app.find("push button", app.word("Filters")))


def to_finding(app):
    to_results(app)
    app.click(app.in_view(NAMES[OBJECTED]))
    app.find("label", app.word("Valid: the journal has it as it was given"))
    time.sleep(1)  # evidence is fetched


def reconcile(app):
    app.find("list item", app.word("Overview"))
    if app.width < 720:
        app.key("alt+Left")
    app.click_on("list item", app.word("Reconcile"))
    app.find("label", app.word("Conflicts"))


def conflict(app):
    reconcile(app)
    app.click(next(app.find("label", title) for title in ("Plan · Purpose", "核查方案 · 目的")
                   if app.find_all("label", title)))
    app.find("label", app.word("What All Knew Before"))


def settle(app):
    conflict(app)
    app.press_first("Take this: %s")
    app.question("Take This Value?")


def fork(app):
    reconcile(app)
    app.click(app.scroll_to(app.find("label", app.word("%s was copied") % fieldpages.COPIED)))
    app.find("label", app.word("Its Branches"))


def hold(app):
    reconcile(app)
    app.click(app.scroll_to(app.find("label", app.word("The device was revoked before it wrote this"))))
    app.find("label", app.word("If It Is Released"))


PAGES = {"enrol": ("none", enrol), "sidebar": ("team", sidebar), "samples": ("team", samples), "state": ("team", state),
         "search": ("team", found), "map": ("team", the_map), "sample": ("team", sample), "review": ("team", review),
         "sealed": ("team", sealed), "site-frame": ("team", site_frame), "site-draw": ("team", site_draw),
         "sheet": ("team", sheet), "sync": ("team", sync), "sync-offline": ("team", sync_offline),
         "sync-running": ("fresh", sync_running), "sync-done": ("fresh", sync_done), "sync-held": ("fresh", sync_held),
         "viewer": ("team", viewer), "marker": ("team", marker), "camera": ("team", camera),
         "visitor": ("P1", visitor), "gate": ("P2", gate),
         "preferences": ("team", preferences), "passphrase": ("team", passphrase), "locked": ("team", locked),
         "shortcuts": ("team", shortcuts),
         "about": ("team", about), "office": ("office", office), "results": ("office", to_results),
         "finding": ("office", to_finding), "reconcile": ("office", reconcile), "conflict": ("office", conflict),
         "hold": ("office", hold), "settle": ("office", settle), "fork": ("office", fork),
         **fieldpages.PAGES, **planpages.PAGES, **officepages.PAGES}


def take(world, out, page, language, scheme, width):
    store, go = PAGES[page]
    copy = world.path("copy")
    shutil.rmtree(copy, ignore_errors=True)
    device = fresh(world, copy) if store == "fresh" else None
    if store == "new":
        officepages.fresh(world, copy)
    elif store not in ("none", "fresh"):
        shutil.copytree(world.path(store), copy)
    if page == "locked":
        protect(world)
    try:
        with Window(world, copy, language, scheme, width) as app:
            app.device = device
            go(app)
            app.picture(os.path.join(out, "%s.%s.%s.%d.png" % (page, language, scheme, width)))
        return True
    except (desk.NotFound, subprocess.CalledProcessError) as error:
        print("pictures: %s.%s.%s.%d: %s" % (page, language, scheme, width, error), file=sys.stderr, flush=True)
        return False
    finally:
        world.server.send_signal(signal.SIGCONT)


def hold_still():
    """Pages come without sliding in."""
    with open(os.path.join(os.environ["XDG_CONFIG_HOME"], "gtk-4.0", "settings.ini"), "a", encoding="utf-8") as file:
        file.write("gtk-enable-animations=false\n")


def take_all(world, options, page):
    """Whether all were taken: one page that is not reached keeps none of the others from being seen."""
    taken = [take(world, options.dir, page, language, scheme, width)
             for language in options.language or LANGUAGES
             for scheme in options.scheme or SCHEMES
             for width in options.width or WIDTHS]
    print("pictures: " + page, flush=True)
    return all(taken)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--scheme", action="append", choices=SCHEMES)
    parser.add_argument("--width", action="append", type=int, choices=WIDTHS)
    parser.add_argument("--text", default="100")
    parser.add_argument("--contrast", action="store_true")
    parser.add_argument("dir")
    parser.add_argument("pages", nargs="*")
    options = parser.parse_args()
    if unknown := set(options.pages) - set(PAGES):
        parser.error("no such page: " + ", ".join(sorted(unknown)))
    hold_still()
    os.environ.update(GSETTINGS_BACKEND="keyfile", TZ="Asia/Shanghai",
                      ADW_DEBUG_HIGH_CONTRAST="1" if options.contrast else "0")
    run("gsettings", "set", "io.github.hecha.Hecha", "camera", "test")
    run("gsettings", "set", "io.github.hecha.Hecha", "text-scale", options.text)
    world = World(NEW, BEGUN, READY, EFFECTIVE, OBJECTED, OTHER)
    try:
        a_day(world)
        drawn_at_the_site(world)
        world.visits(NEW, BEGUN)
        planpages.made(world)
        world.team("sync")
        world.office("sync")
        officepages.made(world, OBJECTED, EFFECTIVE)
        world.second_office()
        world.disagree("HC2026Q2-1", "HC2026Q2-2", second_person="yes")
        world.quarantine()
        fieldpages.copied(world)
        world.office("sync")
        officepages.waiting(world, EFFECTIVE)
        os.makedirs(options.dir, exist_ok=True)
        return 0 if all([take_all(world, options, page) for page in options.pages or PAGES]) else 1
    finally:
        world.close()


sys.exit(main())
