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

Debian packages: python3-gi gir1.2-atspi-2.0 xdotool x11-utils imagemagick xclip
"""
import collections
import os
import re
import subprocess
import time

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

POLL = 0.05
PASSIVE = ("scroll pane", "filler", "panel", "frame")  # in the tab order, never read out


class NotFound(AssertionError):
    pass


def plain_name(node):
    """The accessible name as a person would read it: no mnemonics, no doubles."""
    words = node.get_name() or ""
    words = re.sub(r"\(_?[A-Z]\)", "", words).replace("_", "")  # 保存(_S), _Save
    half = len(words) // 2
    if len(words) % 2 and words[half] == " " and words[:half] == words[half + 1:]:
        words = words[:half]
    return words


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
    end = time.monotonic() + seconds
    while True:
        try:
            result = test()
        except GLib.Error:      # a widget that went away while we looked
            result = None
        if result:
            return result
        if time.monotonic() > end:
            raise NotFound("waited %gs in vain for %s" % (seconds, what))
        time.sleep(POLL)


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


class App:
    """A running program: App(["./hecha"], env={...}); use it in a `with`."""

    def __init__(self, argv, env=None, seconds=20):
        self.process = subprocess.Popen(argv, env={**os.environ, **(env or {})})
        self.root = wait(self._look, "the program on the accessibility bus", seconds)
        self.frame()
        self.window = wait(lambda: self._xwindows(), "an X window", seconds)[-1]
        xdo("windowactivate", "--sync", self.window)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(10)
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

    def find_all(self, role=None, name=None, within=None):
        return [n for n in walk(within or self.root)
                if (role is None or n.get_role_name() == role)
                and (name is None or plain_name(n) == name)]

    def find(self, role=None, name=None, within=None, seconds=10):
        return wait(lambda: next(iter(self.find_all(role, name, within)), None),
                    "%s %r" % (role or "widget", name), seconds)

    def gone(self, role=None, name=None, seconds=10):
        wait(lambda: not self.find_all(role, name), "%s %r to go" % (role, name), seconds)

    def focused(self):
        """The focused widget; None also while an AdwEntryRow's inner text has the focus."""
        return next((n for n in walk(self.root)
                     if has(n, "FOCUSED") and n.get_role_name() != "frame"), None)

    # -- acting through AT-SPI ---------------------------------------------

    def press(self, node):
        """Do a widget's own action (button: click, switch: toggle)."""
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

    def area(self, node):
        """x, y, width, height on the screen (main window only, not popovers)."""
        wx, wy, width, _height = window_area(self.window)
        frame = Atspi.Component.get_extents(self.frame(), Atspi.CoordType.WINDOW)
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        # what GTK draws round the window (shadow or border) is not in AT-SPI's numbers
        edge = (width - frame.width) // 2
        return wx + edge + box.x, wy + edge + box.y, box.width, box.height

    def click(self, node, button=1):
        x, y, w, h = self.area(node)
        # not --sync: that waits for ever when the pointer is there already
        xdo("mousemove", x + w // 2, y + h // 2, "click", button)

    def drag(self, points, pause=0.01):
        """Press at the first screen point, move through the others, let go."""
        xdo("mousemove", *points[0], "mousedown", 1)
        for point in points[1:]:
            xdo("mousemove", *point)
            time.sleep(pause)
        xdo("mouseup", 1)

    def key(self, *keys):
        xdo("key", "--clearmodifiers", *keys)

    def type(self, text):
        """Type ASCII with real keys, anything else by way of the clipboard (Ctrl+V)."""
        if text.isascii():
            xdo("type", "--clearmodifiers", "--delay", 5, text)
        else:
            clip(text.encode(), "UTF8_STRING")
            self.key("ctrl+v")

    def drag_files(self, files, node):
        """Drag files from another program's window and drop them on a widget."""
        here = os.path.dirname(os.path.abspath(__file__))
        source = subprocess.Popen(["/usr/bin/python3", here + "/drag-files.py", *files])
        try:
            window = wait(lambda: subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "^drag-files$"], text=True,
                capture_output=True).stdout.split(), "the drag-files window")[0]
            time.sleep(0.3)     # it is there a moment before the window manager places it
            xdo("windowmove", window, 0, 0)
            time.sleep(0.3)
            x, y, w, h = window_area(window)
            x0, y0 = x + w // 2, y + h // 2
            x, y, w, h = self.area(node)
            x1, y1 = x + w // 2, y + h // 2
            steps = [(x0 + (x1 - x0) * i // 30, y0 + (y1 - y0) * i // 30) for i in range(31)]
            self.drag(steps + [(x1 + 1, y1), (x1, y1)], pause=0.02)
            time.sleep(0.3)     # the files travel after the button is let go
        finally:
            source.terminate()
            source.wait()

    # -- checking ----------------------------------------------------------

    def nameless(self):
        """Widgets that take the focus and yet have no name a screen reader could say."""
        found = []

        def look(node):
            role = node.get_role_name()
            if has(node, "FOCUSABLE") and unnamed(node) and role not in PASSIVE:
                inner = [n for n in walk(node) if n is not node and not unnamed(n)]
                # a row is read out with the labels in it; a list alone is passed over
                if not (role in ("list item", "list", "tree item") and inner):
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
