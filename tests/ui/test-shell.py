#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-shell.py - the app itself: the first start, the lock, the preferences and the list of keys. TAP."""
import glob
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import desk  # noqa: E402
from desk import Atspi  # noqa: E402
import tap  # noqa: E402
from world import DATA, NAME, Laptop, World, run  # noqa: E402

APP = os.path.join(os.path.dirname(DATA), "app", "hecha")
PASSPHRASE, WRONG = "green hills 7", "blue hills 7"
TYPED = "Nobody else reads this"
WORLD = None


class Desk(Laptop):
    """A laptop whose choices are kept, as on a real desktop."""

    def __init__(self, language="en"):
        os.environ["GSETTINGS_BACKEND"] = "keyfile"
        # GTK 4.8 itself complains when assistive programs ask for a field of a dialog that has just closed
        os.environ["G_DEBUG"] = ""
        super().__init__(WORLD, language)

    def words(self):
        """All that is said on the bus, and the titles of the windows."""
        said = self.names()
        said += desk.look(lambda: [self.text(n) for n in desk.walk(self.root) if "text" in n.get_role_name()])
        said += [desk.xdo("getwindowname", window).strip() for window in self._xwindows()]
        return [word for word in said if word]

    def locked(self, seconds=10):
        self.find("label", "Locked", seconds=seconds)
        return self

    def unlock(self, passphrase):
        self.answer(("Passphrase", passphrase), button="Unlock")


def set_choice(key, value):
    """As another program would, or the user yesterday."""
    subprocess.run(["gsettings", "set", "io.github.hecha.Hecha", key, value], check=True,
                   env={**os.environ, "GSETTINGS_BACKEND": "keyfile"})


# ---- the promises ----

def the_first_start_takes_a_pasted_message():
    with Desk() as app:
        app.find("label", "State secrets (国家秘密) must not be entered into this program.")
        app.click_on("text", "One-time code")
        desk.clip(("目标办：%s\n%s\n" % (WORLD.url, WORLD.code)).replace("目标办：", "").encode(), "UTF8_STRING")
        app.key("ctrl+v")
        desk.wait(lambda: app.text(app.find("text", "Server address")) == WORLD.url, "the address")
        desk.wait(lambda: app.text(app.find("text", "One-time code")) == WORLD.code, "the code")
        app.press(app.button("Connect"))
        app.find("label", NAME, seconds=30)


def a_window_that_goes_at_once_leaves_nothing_behind():
    """Closed while its store is still being read."""
    for store in ("team", "office"):
        done = subprocess.run(["hecha", "--store", WORLD.path(store), "--exit-after-first-frame"],
                              env={**os.environ, "G_DEBUG": "fatal-criticals"}, text=True, capture_output=True,
                              timeout=60 * desk.PATIENCE, check=False)
        assert done.returncode == 0 and done.stdout == "first frame\n", done


def keys(pattern, text):
    found = re.findall(pattern, text)
    return {key for entry in found for key in re.split(r"[ |]", entry.replace("&lt;", "<").replace("&gt;", ">"))}


def the_list_of_keys_is_complete():
    with open(os.path.join(APP, "help-overlay.ui"), encoding="utf-8") as file:
        listed = keys(r'"accelerator">([^<]*)<', file.read())
    used = set()
    for path in glob.glob(os.path.join(APP, "*.ui")):
        with open(path, encoding="utf-8") as file:
            used |= keys(r'"trigger">([^<]*)<', file.read())
    with open(os.path.join(APP, "hecha-application.c"), encoding="utf-8") as file:
        used |= keys(r'\{"(<[^"]*)"', file.read())
    used.discard("Back")    # a key that few keyboards have, for the same as Alt+Left
    assert used and used <= listed, used - listed


def the_list_of_keys_opens():
    with Desk() as app:
        app.find("label", NAME)
        app.key("ctrl+question")
        for title in ("All samples", "Search the samples", "Lock", "Preferences"):
            app.find("label", title)
        app.key("Escape")


def tab_through_the_sidebar_leaves_the_page_marked():
    with Desk() as app:
        app.find("label", NAME)
        app.tab_to("Sync")
        while (node := app.tab()) is not None and node.get_role_name() == "list item":
            pass
        marked = desk.wait(lambda: [n.get_name() for n in app.find_all("list item") if desk.has(n, "SELECTED")],
                           "a marked row")
        assert marked == ["All Samples"], marked


def the_preferences_are_kept_and_have_names():
    with Desk() as app:
        app.find("label", NAME)
        app.key("ctrl+comma")
        app.find("label", "Lock When Not Used For")
        nameless = [(n.get_role_name(), n.get_name()) for n in app.nameless() if desk.has(n, "SHOWING")]
        assert not nameless, nameless
        dialog = next(w for w in desk.children(app.root) if app.find_all("label", "Lock When Not Used For", within=w))
        switch = desk.wait(lambda: next((n for n in desk.walk(dialog) if "Unmetered" in n.get_name() and any(
            Atspi.Action.get_action_name(n, i) == "toggle" for i in range(Atspi.Action.get_n_actions(n)))), None),
                           "the switch")
        app.press(switch)
        desk.wait(lambda: choice("only-unmetered") == "true", "the choice on the disk")


def choice(key):
    return subprocess.run(["gsettings", "get", "io.github.hecha.Hecha", key], check=True, text=True,
                          capture_output=True).stdout.strip()


def a_passphrase_is_set():
    with Desk() as app:
        app.find("label", NAME)
        app.key("ctrl+comma")
        app.press(app.find("push button", "Set…"))
        app.answer(("New Passphrase", PASSPHRASE), ("New Passphrase Again", PASSPHRASE), button="Set")
        app.find("push button", "Change…", seconds=20)
    with open(os.path.join(WORLD.path("team"), "device.key"), encoding="ascii") as file:
        assert file.read().startswith("hecha-key-v2 "), "the key is in the clear"


def a_locked_window_shows_nothing_and_comes_back_as_it_was():
    with Desk() as app:
        app.locked().unlock(PASSPHRASE)
        app.open_sample()
        app.fill("Observation: what was seen and read", TYPED)
        app.saved()
        app.key("ctrl+shift+l")
        time.sleep(1.5)
        app.locked()
        left = [word for word in app.words() if NAME in word or TYPED in word or "Samples" in word
                or "Not Used" in word or "A01" in word]
        assert not left, left
        app.unlock(WRONG)
        app.find("label", "That is not the passphrase", seconds=20)
        app.unlock(PASSPHRASE)
        desk.wait(lambda: app.text(app.find("text", "Observation: what was seen and read")) == TYPED,
                  "what was typed", seconds=20)


def it_is_locked_before_anything_is_shown():
    with Desk() as app:
        app.locked(20)
        assert not app.find_all("label", NAME)


def the_command_asks_too():
    done = subprocess.run(["hechactl", "--store", WORLD.path("team"), "status"], text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, start_new_session=True, check=False)
    assert done.returncode == 1 and "HECHA_PASSPHRASE_FILE" in done.stderr, done
    path = WORLD.path("passphrase")
    with open(path, "w", encoding="utf-8") as file:
        file.write(PASSPHRASE + "\n")
    os.environ["HECHA_PASSPHRASE_FILE"] = path
    try:
        run("hechactl", "--store", WORLD.path("team"), "sync")
    finally:
        del os.environ["HECHA_PASSPHRASE_FILE"]


def it_locks_itself_when_nobody_is_there():
    set_choice("lock-after", "5")
    try:
        with Desk() as app:
            app.locked().unlock(PASSPHRASE)
            app.find("label", NAME, seconds=20)
            for _ in range(14):     # as long as somebody types it stays open, on a busy machine too
                time.sleep(0.5)
                app.key("shift")
            assert app.find_all("label", NAME)
            app.locked(20)
    finally:
        set_choice("lock-after", "600")


def wrong_again(app):
    """One more, unless the window tells to wait. A press takes a quarter of a second to be one, and empties the entry:
    the button may be dead before the next press."""
    if [n for n in app.find_all("label") if "Too many wrong passphrases" in n.get_name()]:
        return True
    app.set_text(app.entry("Passphrase"), WRONG)
    if desk.has(app.button("Unlock"), "SENSITIVE"):
        app.press_now(app.button("Unlock"))
    return False


def wrong_passphrases_wait():
    with Desk() as app:
        app.locked()
        desk.wait(lambda: wrong_again(app), "the delay", seconds=60)
        desk.wait(lambda: desk.has(app.button("Unlock"), "SENSITIVE"), "its end", seconds=60)
        app.unlock(PASSPHRASE)
        app.find("label", NAME, seconds=20)


def chinese_shows_no_english_word():
    with open(os.path.join(os.path.dirname(DATA), "po", "zh_CN.po"), encoding="utf-8") as file:
        english = set(re.findall(r'^msgid "(.*[a-z].*)"$', file.read(), re.MULTILINE))
    with Desk(language="zh_CN") as app:
        app.find("label", "已锁定")
        left = english & set(app.names())
        app.set_text(app.entry("口令"), PASSPHRASE)
        app.press(desk.wait(lambda: next((n for n in app.find_all("push button", "解锁")
                                          if desk.has(n, "SENSITIVE")), None), "the button"))
        app.find("label", NAME, seconds=20)
        app.key("ctrl+comma")
        app.find("label", "无人操作多久后锁定")
        app.key("ctrl+question")
        left |= english & set(app.names())
        assert not left, left


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/shell", [
            the_first_start_takes_a_pasted_message,
            a_window_that_goes_at_once_leaves_nothing_behind,
            the_list_of_keys_is_complete,
            the_list_of_keys_opens,
            tab_through_the_sidebar_leaves_the_page_marked,
            the_preferences_are_kept_and_have_names,
            a_passphrase_is_set,
            a_locked_window_shows_nothing_and_comes_back_as_it_was,
            it_is_locked_before_anything_is_shown,
            the_command_asks_too,
            it_locks_itself_when_nobody_is_there,
            wrong_passphrases_wait,
            chinese_shows_no_english_word,
        ])
    finally:
        WORLD.close()


sys.exit(main())
