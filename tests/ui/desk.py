# SPDX-License-Identifier: GPL-3.0-or-later
"""desk - drive a GTK 4 program the way a person does, for tests and demonstrations.

Run it inside a session that `xrun` made, with Debian's own Python:

    tests/ui/xrun -- /usr/bin/python3 tests/ui/test-window.py

Two ways in, both needed with GTK 4.8:
  * AT-SPI (what a screen reader uses): find widgets by role and name, read text,
    press buttons, set text. No pixels involved, so it is fast and steady.
  * xdotool (the X server's own input): real clicks, keys, drags, drawing.

What to know about GTK 4.8's AT-SPI, all of it handled here:
  * only the window is ever SHOWING, so that state cannot be used to filter;
  * positions are relative to the window, never to the screen;
  * a widget without a name is called after its class ("GtkButton"): see unnamed();
  * a "_Save" button with a mnemonic is named "_Save Save": see plain_name().

Where HECHA_FAILURES names a folder, a test that fails leaves a picture there of what it saw.

Debian packages: python3-gi gir1.2-atspi-2.0 xdotool x11-utils imagemagick xclip
"""
import collections
import os
import re
import subprocess
import sys
import time

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

POLL = 0.05
STILL = 0.2     # seconds in which nothing moves
# The sanitizers and a busy machine take longer: what is waited for may take so many times the seconds.
PATIENCE = 2 * float(os.environ.get("HECHA_TIMEOUT_MULTIPLIER", "1"))
PASSIVE = ("scroll pane", "filler", "panel", "frame")  # in the tab order, never read out
AT_REST = 5     # seconds within which a page has all its widgets and their names
ABOVE = 6       # levels of the tree above the pages
SILENT = 0.25   # seconds after which nothing more is said of the focus

Atspi.set_timeout(60000, 60000)     # ms: a window that has much to do answers late, and has answered all the same


class NotFound(AssertionError):
    pass


# A widget that went away while we looked: the bus says so, or what is asked of it is None.
GONE = (GLib.Error, AttributeError, IndexError, StopIteration, TypeError)


def plain_name(node):
    """The accessible name as a person would read it: no mnemonics, and not twice as of GTK 4.8's buttons with one."""
    return plain_word(node.get_name() or "")


def plain_word(words):
    words = re.sub(r"\(_?[A-Z]\)", "", words).replace("_", "")  # 保存(_S), _Save
    half = len(words) // 2
    return words[:half] if is_double(words) else words


def is_double(words):
    half = len(words) // 2
    return len(words) % 2 == 1 and words[half] == " " and words[:half] == words[half + 1:]


def unnamed(node):
    """True where the program gave no name: empty, or GTK's stand-in, the class name."""
    return re.fullmatch(r"((Gtk|Adw|Hecha)[A-Z]\w+)?", node.get_name() or "") is not None


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def has(node, state):
    return node.get_state_set().contains(getattr(Atspi.StateType, state))


def tree(node, indent=0):
    """The widget tree as text: what to look at first when find() finds nothing."""
    states = [s for s in ("FOCUSABLE", "FOCUSED", "CHECKED", "SELECTED", "EDITABLE")
              if has(node, s)]
    lines = ["%s%s %r %s" % ("  " * indent, node.get_role_name(), node.get_name(),
                             " ".join(states))]
    for child in children(node):
        lines.append(tree(child, indent + 1))
    return "\n".join(lines)


def wait(test, what, seconds=10):
    """Poll test() until it gives something true; returns that."""
    end = time.monotonic() + seconds * PATIENCE
    while True:
        gone = None
        try:
            result = test()
        except GONE as error:
            result, gone = None, error
        if result:
            return result
        if time.monotonic() > end:
            raise NotFound("waited %gs in vain for %s" % (seconds * PATIENCE, what)) from gone
        time.sleep(POLL)


def look(test):
    """What test() gives of a page at once; begun anew where a widget went away meanwhile."""
    for _ in range(20):
        try:
            return test()
        except GLib.Error:
            time.sleep(POLL)
    return test()


def luminance(rgb):
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(a, b):
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def xdo(*args):
    return subprocess.run(["xdotool", *map(str, args)], check=True, text=True,
                          capture_output=True).stdout


def window_area(window):
    """x, y, width, height of an X window's inside (xdotool's own answer is off where the
    window manager draws a title bar)."""
    out = subprocess.run(["xwininfo", "-id", str(window)], check=True, text=True,
                         capture_output=True).stdout
    return tuple(int(re.search(label + r":\s+(-?\d+)", out).group(1)) for label in
                 ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))


class Told:
    """What a program tells assistive programs by itself, in order."""

    def __init__(self, app, kind):
        self.app, self.kind, self.all = app, kind, []
        self.listener = Atspi.EventListener.new(self._heard)
        self.listener.register(kind)

    def _heard(self, event):
        self.all.append(event)

    def new(self):
        """What was told since the last call, once the program has answered to what was done before."""
        self.app.handled(1)
        while GLib.MainContext.default().iteration(False):
            pass
        events, self.all = self.all, []
        return events

    def close(self):
        self.listener.deregister(self.kind)


class Stops(Told):
    """Where the focus goes."""

    def __init__(self, app):
        super().__init__(app, "object:state-changed:focused")

    def heard(self, seconds=SILENT, first=SILENT):
        """The widgets that took the focus since the last call: FIRST seconds, then until it is silent for so long. A
        window that is too busy to answer is not silent."""
        nodes, left = [], first
        while left > 0:
            new = [event.source for event in self.new() if event.detail1]
            nodes += new
            left = seconds if new else left - POLL / 10
            time.sleep(POLL / 10)
        return nodes


class App:
    """A running program: App(["./hecha"], env={...}); use it in a `with`."""

    def __init__(self, argv, env=None, seconds=20):
        self.stops = None   # a Stops, once the focus is followed
        self.inserts = None  # a Told, once something is pasted
        self.process = subprocess.Popen(argv, env={**os.environ, **(env or {})})
        self.root = wait(self._look, "the program on the accessibility bus", seconds)
        self.frame()
        self.window = wait(lambda: self._xwindows(), "an X window", seconds)[-1]
        xdo("windowactivate", "--sync", self.window)

    def __enter__(self):
        return self

    def __exit__(self, failure=None, *_rest):
        if failure is not None and "HECHA_FAILURES" in os.environ:
            subprocess.run(["import", "-window", "root", "%s/%s-%d.png" % (
                os.environ["HECHA_FAILURES"], os.path.basename(sys.argv[0]), self.process.pid)])
        for told in (self.stops, self.inserts):
            if told is not None:
                told.close()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(10 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _look(self):
        if self.process.poll() is not None:
            raise NotFound("the program ended with status %d" % self.process.returncode)
        for app in children(Atspi.get_desktop(0)):
            if app.get_process_id() == self.process.pid and app.get_child_count():
                return app
        return None

    def _xwindows(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid",
                                str(self.process.pid), "--name", "."], text=True,
                               capture_output=True).stdout.split()
        return found

    # -- looking -----------------------------------------------------------

    def frame(self):
        return wait(lambda: next((c for c in children(self.root)), None), "a window")

    def each(self, role=None, name=None, within=None):
        """The widgets of a role and name, found as they are asked for: a walk through all of a page takes a second."""
        return (n for n in walk(within or self.root)
                if (role is None or n.get_role_name() == role)
                and (name is None or plain_name(n) == name))

    def find_all(self, role=None, name=None, within=None):
        return look(lambda: list(self.each(role, name, within)))

    def find(self, role=None, name=None, within=None, seconds=10):
        return wait(lambda: next(self.each(role, name, within), None),
                    "%s %r" % (role or "widget", name), seconds)

    def told(self, words, seconds=10):
        """A label with these words above the pages, where what goes again after five seconds stands: on a slow machine
        it takes longer to walk through all that is on them."""
        def there():
            level = [self.root]
            for _ in range(ABOVE):
                level = [child for node in level for child in children(node)]
                for node in level:
                    if node.get_role_name() == "label" and words in node.get_name():
                        return node
            return None

        return wait(there, repr(words), seconds)

    def names(self):
        """What all widgets are called."""
        return look(lambda: [plain_name(n) for n in walk(self.root)])

    def gone(self, role=None, name=None, seconds=10):
        wait(lambda: next(self.each(role, name), None) is None, "%s %r to go" % (role, name), seconds)

    def focused(self):
        """The focused widget; None also while an AdwEntryRow's inner text has the focus."""
        return look(lambda: next((n for n in walk(self.root)
                                  if has(n, "FOCUSED") and n.get_role_name() != "frame"), None))

    def focus_is_on(self, role=None, name=None, seconds=10):
        """Waits until a widget of this role and name has the focus in its window; gives it."""
        return wait(lambda: next((n for n in self.each(role, name)
                                  if has(n, "FOCUSED") and n.get_role_name() != "frame"), None),
                    "the focus on %s %r" % (role or "widget", name), seconds)

    def tour(self, count):
        """The widgets to which so many Tabs lead, in order; not those rows of text that GTK 4.8 does not tell of."""
        stops = Stops(self)
        try:
            for _ in range(count):
                self.key("Tab")
            return stops.heard(1, first=10)
        finally:
            stops.close()

    def tab(self):
        """One Tab; gives the widget it led to, None for a row of text, of which GTK 4.8 says nothing."""
        if self.stops is None:
            self.stops = Stops(self)
        self.stops.new()
        self.key("Tab")
        heard = self.stops.heard(0.02, first=0.2)
        return heard[-1] if heard else None

    def tab_to(self, name, limit=170):
        """Moves on with Tab until the widget of this name has the focus."""
        for _ in range(limit):
            node = self.tab()
            if node is not None and plain_name(node) == name:
                return node
        raise NotFound("Tab does not lead to %r" % name)

    @staticmethod
    def stands(node):
        """Whether a widget that was found is still the one on the page, and not another in its place."""
        try:
            return bool(node.get_localized_role_name())     # nothing keeps this one, so that the window is asked
        except GLib.Error:
            return False

    # -- acting through AT-SPI ---------------------------------------------

    def press(self, node):
        """Do a widget's own action (button: click, switch: toggle), as soon as it can be done."""
        wait(lambda: has(node, "SENSITIVE"), "%r that can be pressed" % plain_name(node))
        self.press_now(node)

    def press_now(self, node):
        """The same where it may have become impossible meanwhile: the caller looks what came of it."""
        for i in range(Atspi.Action.get_n_actions(node)):
            if Atspi.Action.get_action_name(node, i) in ("click", "toggle", "activate"):
                Atspi.Action.do_action(node, i)
                return
        raise NotFound("%r has no action to do" % node.get_name())

    def set_text(self, node, text):
        if not Atspi.EditableText.set_text_contents(node, text):
            raise NotFound("%r does not take text" % node.get_name())

    def text(self, node):
        # an end of -1 gives an empty string with GTK 4.8
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    # -- acting through the X server ---------------------------------------

    def handled(self, events):
        """Waits until the window has taken in so many events of the X server: it takes one at least between two
        answers to us, and whatever comes of it at once is there, and told, before the next answer."""
        try:
            for _ in range(events):
                self.root.get_localized_role_name()     # nothing keeps this one, so that the window is really asked
        except GLib.Error:
            pass    # it was told to go

    def awake(self):
        """Waits until the window that opened last is the one that gets the keys."""
        def has_the_keys():
            *others, last = children(self.root)
            # an AdwMessageDialog does not say that it is active, only the others that they are not
            return has(last, "ACTIVE") or others and not [w for w in others if has(w, "ACTIVE")]

        wait(has_the_keys, "the keyboard in the window that opened last")

    def area(self, node):
        """x, y, width, height on the screen (main window only, not popovers)."""
        wx, wy, width, _height = window_area(self.window)
        frame = Atspi.Component.get_extents(self.frame(), Atspi.CoordType.WINDOW)
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        # what GTK draws round the window (shadow or border) is not in AT-SPI's numbers
        edge = (width - frame.width) // 2
        return wx + edge + box.x, wy + edge + box.y, box.width, box.height

    def _still(self, node):
        """Its area where nothing moved it for a while: a page that is filled or slides in takes its time."""
        place = self.area(node)
        for _ in range(int(STILL / POLL)):
            time.sleep(POLL)
            if self.area(node) != place or place[2] == 0:
                return None
        return place

    def settled(self, node):
        """Its area, once nothing moves it any more."""
        return wait(lambda: self._still(node), "a place to click on")

    def click(self, node, button=1):
        self._click(self.settled(node), button)

    def click_on(self, role, name):
        """Clicks on the first of this name that is in view, once it stands still: a list that fills makes its rows
        anew, and what was found in it a moment ago is no more."""
        self._click(wait(lambda: self._still(next(n for n in self.each(role, name) if self.area(n)[2] > 0)),
                         "%s %r" % (role, name)))

    def _click(self, place, button=1):
        x, y, w, h = place
        # not --sync: that waits for ever when the pointer is there already
        xdo("mousemove", x + w // 2, y + h // 2, "click", button)
        self.handled(10)

    def drag(self, points, pause=0.01):
        """Press at the first screen point, move through the others, let go."""
        xdo("mousemove", *points[0], "mousedown", 1)
        for point in points[1:]:
            xdo("mousemove", *point)
            time.sleep(pause)
        xdo("mouseup", 1)
        self.handled(2 * len(points) + 10)

    def key(self, *keys):
        self.awake()
        xdo("key", "--clearmodifiers", *keys)
        self.handled(4 * len(keys) + 10)

    def take(self, open_list, word):
        """Takes a word of a list that opens over the page: what has the focus tells that the list is open, and how far
        the keys have come in it. A click may be lost, to a list that is still closing or to the window manager."""
        def here():
            """The words of the open list, where the keyboard is in them, and whether that word is the chosen one."""
            row = self.focused()
            if row is None or row.get_role_name() != "list item":
                return None
            words = [label.get_name() for each in children(row.get_parent())
                     for label in self.each("label", within=each)]
            return (words, row.get_index_in_parent(), has(row, "SELECTED")) if word in words else None

        def opened():
            for _ in range(5):
                open_list()
                try:
                    return wait(here, "a list with %r" % word, 3)
                except NotFound:
                    pass
            raise NotFound("no list with %r opens" % word)

        words, at, chosen = opened()
        way = words.index(word) - at
        if way == 0 and not chosen:     # GTK 4.8 comes back to where the keyboard was, and takes what is chosen
            self.key(*("Up", "Down") if at else ("Down", "Up"))
        elif way:
            self.key(*["Down" if way > 0 else "Up"] * abs(way))
        wait(lambda: here()[1:] == (words.index(word), True), "the keyboard on %r" % word)
        self.key("Return")
        wait(lambda: here() is None, "the list to close")

    def type(self, text):
        """Type ASCII with real keys, anything else by way of the clipboard."""
        if text.isascii():
            self.awake()
            xdo("type", "--clearmodifiers", "--delay", 5, text)
            self.handled(4 * len(text) + 10)
        else:
            self.paste(text)

    def paste(self, text):
        """Ctrl+V, until the text is where it was to go: the window asks for it and goes on before it has it."""
        if self.inserts is None:
            self.inserts = Told(self, "object:text-changed:insert")
        clip(text.encode(), "UTF8_STRING")
        self.inserts.new()
        self.key("ctrl+v")
        came = []

        def there():
            came.extend(event.any_data for event in self.inserts.new() if isinstance(event.any_data, str))
            return text in "".join(came)

        wait(there, "%r pasted" % text)

    def drag_files(self, files, node):
        """Drag files from another program's window and drop them on a widget."""
        here = os.path.dirname(os.path.abspath(__file__))
        source = subprocess.Popen(["/usr/bin/python3", here + "/drag-files.py", *files], stdout=subprocess.PIPE,
                                  text=True)
        try:
            self._drag_from(source, node)
        finally:
            source.terminate()
            source.wait()
            source.stdout.close()

    def _drag_from(self, source, node):
        """From the middle of the window of drag-files.py, which says when somebody takes them, and has them."""
        window = wait(lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "^drag-files$"], text=True,
            capture_output=True).stdout.split(), "the drag-files window")[0]
        xdo("windowactivate", "--sync", window)
        xdo("windowmove", window, 0, 0)
        places = []

        def placed():
            places.append(window_area(window))
            return max(places[-1][:2]) < 60 and places[-4:] == [places[-1]] * 4

        wait(placed, "the drag-files window in the corner")
        x, y, w, h = places[-1]
        x0, y0 = x + w // 2, y + h // 2
        x, y, w, h = self.settled(node)
        x1, y1 = x + w // 2, y + h // 2
        xdo("mousemove", x0, y0, "mousedown", 1)
        for i in range(1, 31):
            xdo("mousemove", x0 + (x1 - x0) * i // 30, y0 + (y1 - y0) * i // 30)
            time.sleep(0.02)
        assert source.stdout.readline() == "taken\n", "nobody takes the files"
        for i in (1, 0) * 5:    # the last place is told when the one before it was answered to
            xdo("mousemove", x1 + i, y1)
            self.handled(20)
            time.sleep(POLL)
        xdo("mouseup", 1)
        assert source.stdout.readline() == "done\n", "the files were not taken"

    # -- checking ----------------------------------------------------------

    def nameless(self):
        """Widgets that take the focus and have no name a screen reader could say, or one that it says twice, once the
        page is at rest."""
        end = time.monotonic() + AT_REST * PATIENCE
        found = self._nameless()
        while found and time.monotonic() < end:
            time.sleep(POLL)
            try:
                found = self._nameless()
            except GLib.Error:      # a page that is still being built
                pass
        return found

    def _nameless(self):
        found = []

        def look(node):
            role = node.get_role_name()
            if has(node, "FOCUSABLE") and unnamed(node) and role not in PASSIVE:
                inner = [n for n in walk(node) if n is not node and not unnamed(n)]
                # a row is read out with the labels in it; a list alone is passed over
                if not (role in ("list item", "list", "tree item") and inner):
                    found.append(node)
            elif has(node, "FOCUSABLE") and is_double(node.get_name() or ""):
                found.append(node)
            if role not in ("combo box", "spin button"):     # GTK's own parts
                for child in children(node):
                    look(child)

        look(self.root)
        return found

    def contrast(self, node):
        """WCAG contrast ratio of a label, from what is on the screen (1.0 to 21.0)."""
        x, y, w, h = self.area(node)
        out = subprocess.run(["import", "-silent", "-window", "root", "-crop",
                              "%dx%d+%d+%d" % (w, h, x, y), "-depth", "8", "rgb:-"],
                             check=True, capture_output=True).stdout
        pixels = collections.Counter(zip(out[0::3], out[1::3], out[2::3]))
        ground = luminance(pixels.most_common(1)[0][0])
        # thin strokes are smoothed: the farthest colour is the nearest to the ink
        return max(ratio(luminance(p), ground) for p in pixels)

    def shot(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)


def clip(data, kind):
    """Put bytes on the clipboard, e.g. clip(open(f, 'rb').read(), 'image/png')."""
    # xclip stays behind to serve the clipboard, so it must not hold our pipes open
    subprocess.run(["xclip", "-selection", "clipboard", "-t", kind, "-i"], input=data,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # it comes back before the clipboard is its own: whoever pastes at once gets what was there before
    wait(lambda: subprocess.run(["xclip", "-selection", "clipboard", "-t", kind, "-o"], capture_output=True)
         .stdout == data, "the clipboard")
