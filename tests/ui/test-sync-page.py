#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-sync-page.py - what waits, what the office has, what it holds; by the network and in a file; room on the laptop.

A real server. TAP on standard output.
"""
import json
import os
import signal
import subprocess
import sys

import dbus
import dbusmock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
import tap  # noqa: E402
from world import UNIT, Laptop, World, run  # noqa: E402

OTHER = "A01-2026-T01-Q2"
WORLD = None


def nothing_nameless(app):
    """Of what is on the screen: the other pages have tests of their own."""
    shown = [n for n in app.nameless() if app.area(n)[2] > 0]
    assert shown == [], [desk.tree(n) for n in shown]


def evidence(store):
    return [name for _dir, _dirs, names in os.walk(os.path.join(WORLD.path(store), "evidence")) for name in names
            if len(name) == 64]


def record(place, unit=UNIT):
    WORLD.team("visit", unit, "--mode", "onsite", "--method", "site_view", "--place", place,
               "--present", "I01@14:00-15:00")


def set_up():
    WORLD.team("enrol", WORLD.url, WORLD.code)
    WORLD.team("sync")
    record("26.5801,106.7190")
    WORLD.team("attach", UNIT, WORLD.photograph())
    WORLD.hang_up()


def what_waits_goes_into_a_bundle():
    with Laptop(WORLD) as app:
        app.open_sync()
        app.find("label", "2 entries and 1 file waiting")
        app.find("label", "坝体.jpg")
        app.press(app.button("Sync Now"))
        desk.wait(lambda: [n for n in app.find_all("label") if "was not reached" in n.get_name()], "why not", 30)
        app.choose_file("Write a Bundle", WORLD.path("to-office.hecha"))
        app.told("Bundle written and checked, with 1 file", seconds=30)
        nothing_nameless(app)
    run("hecha-server", "bundle", "import", WORLD.path("central"), WORLD.path("to-office.hecha"),
        "--receipt", WORLD.path("receipt.hecha"))
    assert len(evidence("central")) == 1


def a_receipt_in_a_bundle_gives_room():
    """What the office has may go from here, and nothing before it said so."""
    with Laptop(WORLD) as app:
        app.open_sync()
        assert not desk.has(app.button("Free…"), "SENSITIVE")
        app.choose_file("Read a Bundle", WORLD.path("receipt.hecha"), "slash")
        app.find("label", "Everything Is at the Office", seconds=30)
        desk.wait(lambda: desk.has(app.button("Free…"), "SENSITIVE"), "something to free")
        app.press(app.button("Free…"))
        app.press(app.button("Remove"))
        app.told("Freed: 1 file, ")
        desk.wait(lambda: not desk.has(app.button("Free…"), "SENSITIVE"), "nothing left to free")
    assert (len(evidence("team")), len(evidence("central"))) == (0, 1)
    WORLD.team("verify")


def a_pause_lasts_until_it_is_ended():
    """The server is there, and answers nothing for a while."""
    WORLD.listen()
    WORLD.team("attach", UNIT, WORLD.photograph("左岸.jpg"))
    record("26.5802,106.7191")
    with Laptop(WORLD) as app:
        app.open_sync()
        WORLD.server.send_signal(signal.SIGSTOP)
        try:
            app.press(app.button("Sync Now"))
            app.press(app.find("push button", "Pause"))
            resume = app.find("push button", "Resume")
        finally:
            WORLD.server.send_signal(signal.SIGCONT)
        app.press(resume)
        app.find("label", "Everything Is at the Office", seconds=30)
    assert len(evidence("central")) == 2


def what_was_freed_comes_back_to_whoever_opens_it():
    """Not for a list that shows it: the room stays free."""
    with Laptop(WORLD) as app:
        app.open_sample()
        row = desk.wait(lambda: next((n for n in app.each("label") if "Not on this laptop" in n.get_name()), None),
                        "where it is", 30)
        there = len(evidence("team"))
        app.click(app.scroll_to(row))
        app.focus_is_on("image", seconds=30)
        assert len(evidence("team")) == there + 1
    WORLD.team("verify")


def sign_all():
    """A sample that may be signed, and is."""
    WORLD.team("visit", UNIT, "--present", "I01@14:00-15:00", "--present", "I02@14:00-15:00")
    for item in json.loads(WORLD.team("show", UNIT, "--json"))["assignment"]["evidence_list"]:
        WORLD.team("attach", UNIT, WORLD.photograph(item + ".jpg"), "--about", item)
    WORLD.team("finding", UNIT, "--verdict", "met", "--observation", "已完成。")
    with open(WORLD.path("strokes.json"), "w", encoding="ascii") as file:
        json.dump([[[100 * i, 90 * i * i, 500, 12 * i] for i in range(40)]], file)
    for person, role in (("I02", "inspector"), ("I01", "leader")):
        WORLD.team("sign", UNIT, "--person", person, "--role", role, "--strokes", WORLD.path("strokes.json"))


def the_paper_holds_the_receipt():
    """What the office signed for is in the code of the record sheet, with the digest of what was signed."""
    sign_all()
    receipt = json.loads(WORLD.team("sync", "--json"))["receipt"]
    pages = json.loads(WORLD.team("sheet", UNIT, "--out", WORLD.path("sheet.pdf"), "--json"))["pages"]
    run("pdftoppm", "-r", "200", "-f", str(pages), "-singlefile", "-png", WORLD.path("sheet.pdf"), WORLD.path("last"))
    code = json.loads(run("zbarimg", "--nodbus", "--quiet", "--raw", "--oneshot", WORLD.path("last.png")))
    leader = [s for s in json.loads(WORLD.team("show", UNIT, "--json"))["signatures"] if s["role"] == "leader"][0]
    assert code["content"] == leader["content_hash"], code
    # the first receipt that covers it, so that the paper stays the same
    assert code["entry"] in [tip[2] for tip in code["receipt"]["tips"]], code
    assert [code["receipt"][k] for k in ("dev", "key")] == [receipt[k] for k in ("dev", "key")], code


def what_the_office_holds_is_told_with_its_reason():
    device = json.loads(WORLD.team("status", "--json"))["device"]
    run("hecha-server", "revoke", WORLD.path("central"), device)
    record("26.5803,106.7192", OTHER)
    with Laptop(WORLD) as app:
        app.open_sync()
        app.press(app.button("Sync Now"))
        app.find("label", "1 entry held by the office", seconds=30)
        told = desk.wait(lambda: [n.get_name() for n in app.find_all("label") if "was revoked" in n.get_name()],
                         "the reason")
        assert "It is kept at the office and here." in told[0], told


def a_large_bundle_says_how_far_it_is():
    """Percentages, in what the bar says: while it is written, and while it is read back."""
    with open(WORLD.path("录像.mp4"), "wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(400_000_000)
    WORLD.team("attach", OTHER, WORLD.path("录像.mp4"))
    with Laptop(WORLD) as app:
        app.open_sync()
        app.choose_file("Write a Bundle", WORLD.path("large.hecha"))
        bar = desk.wait(lambda: next((n for n in app.each("progress bar") if n.get_name().startswith("Writing")), None),
                        "the bar")
        said = set()

        def is_written():
            said.add(bar.get_name())
            return os.path.exists(WORLD.path("large.hecha"))

        desk.wait(is_written, "the bundle", 120)
        app.told("Bundle written and checked, with 1 file", seconds=30)
    percentages = [text for text in said if text.endswith("%")]
    assert percentages, said


# ---- a network that is paid by the byte ----

class Network:
    """What tells the window of the network: NetworkManager, as far as a window asks it."""

    NAME, PATH = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
    PAID, FREE = 1, 2       # NMMetered: yes, no

    def __init__(self, metered):
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        self.process = dbusmock.DBusTestCase.spawn_server(self.NAME, self.PATH, self.NAME, system_bus=True,
                                                             stdout=subprocess.DEVNULL)
        bus = dbus.bus.BusConnection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
        self.object = dbus.Interface(bus.get_object(self.NAME, self.PATH), dbusmock.MOCK_IFACE)
        self.object.AddProperties(self.NAME, {"State": dbus.UInt32(70), "Connectivity": dbus.UInt32(4),
                                              "Metered": dbus.UInt32(metered)})
        os.environ["GIO_USE_NETWORK_MONITOR"] = "networkmanager"

    def set_metered(self, metered):
        self.object.UpdateProperties(self.NAME, {"Metered": dbus.UInt32(metered)})

    def close(self):
        self.process.terminate()
        self.process.wait()


def on_a_metered_network_words_go_and_files_wait():
    record("26.5804,106.7193")
    WORLD.team("attach", UNIT, WORLD.photograph("右岸.jpg"))
    there = len(evidence("central"))
    network = Network(Network.PAID)
    try:
        with Laptop(WORLD) as app:
            app.open_sync()
            app.press(desk.wait(lambda: next((n for n in app.each("check box", "Evidence Only on Unmetered Networks")),
                                             None), "the switch"))
            app.press(app.button("Sync Now"))
            app.find("label", "1 file waiting", seconds=30)
            assert len(evidence("central")) == there
            network.set_metered(Network.FREE)
            app.find("label", "Everything Is at the Office", seconds=30)
    finally:
        network.close()
    assert len(evidence("central")) == there + 1


if __name__ == "__main__":
    WORLD = World()
    try:
        set_up()
        status = tap.run("/sync-page", [
            what_waits_goes_into_a_bundle, a_receipt_in_a_bundle_gives_room, a_pause_lasts_until_it_is_ended,
            what_was_freed_comes_back_to_whoever_opens_it,
            on_a_metered_network_words_go_and_files_wait, the_paper_holds_the_receipt,
            what_the_office_holds_is_told_with_its_reason, a_large_bundle_says_how_far_it_is])
    finally:
        WORLD.close()
    sys.exit(status)
