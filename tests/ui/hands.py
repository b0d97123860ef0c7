# SPDX-License-Identifier: GPL-3.0-or-later
"""hands - what the people of the tests do in their windows: those who record at a site, and those of the office."""
import contextlib
import csv
import json
import os

import desk
from world import DATA, Laptop, run

FOOT = 30   # pixels below the middle of a form's last row


class Hands(Laptop):
    """Who records at a site: fields of a form are gone through with Tab, whatever leads to the form."""

    def __init__(self, world, store="team", keys=False):
        super().__init__(world, store=store)
        self.stops = desk.Stops(self)
        self.keys = keys

    def enrol(self, code):
        """The way in: address and code from the clipboard, and the first sync."""
        self.find("push button", "Connect")
        if self.keys:
            self.tab()
        else:
            self.go("One-time code")
        desk.clip(("%s %s" % (self.world.url, code)).encode(), "UTF8_STRING")
        self.key("ctrl+v")
        desk.wait(lambda: desk.has(self.button("Connect"), "SENSITIVE"), "an address and a code")
        self.key("Return")

    def bring_home(self):
        """The sync of the evening."""
        self.key("ctrl+s")
        self.do("Sync Now")
        self.find("label", "Everything Is at the Office", seconds=60)

    def tab_to_text(self):
        """To the next field that takes text."""
        for _ in range(20):
            node = self.tab()
            if node is None or node.get_role_name() == "text":
                return
        raise desk.NotFound("Tab does not lead to a field of text")

    def form(self, *steps):
        """From a form's first field on: "@Word" chooses, "-" passes a field, all else is typed into the next field."""
        first = True
        for step in steps:
            if step.startswith("@"):
                self.tab_to(step[1:])
                self.key("space")
            else:
                if not first:
                    self.tab_to_text()
                if step != "-":
                    self.type(step)
            first = False

    def go(self, name):
        """To a button or row of this name, with the hand that is used."""
        if self.keys:
            self.tab_to(name)
        else:
            found = desk.wait(lambda: [n for n in self.find_all(None, name) if desk.has(n, "FOCUSABLE")], name)
            self.click(self.scroll_to(found[0]))
            self.stops.heard()      # where the click led

    def do(self, name):
        self.go(name)
        if self.keys:
            self.key("space")

    def choose(self, group, word):
        """One of the words of a row; the next of this name on the way."""
        if self.keys:
            self.do(word)
            return
        def chip():
            return next(n for r in self.each(None, group) for n in self.each("push button", word, r))

        self.until(lambda: self.click(self.scroll_to(desk.wait(chip, "%s: %s" % (group, word)))),
                   lambda: desk.has(chip(), "PRESSED") or desk.has(chip(), "CHECKED"))
        self.stops.heard()

    def until(self, act, done):
        """The page moves while it fills: who missed a button with the mouse tries again."""
        for _ in range(3):
            act()
            try:
                return desk.wait(done, "an answer", 5)
            except desk.NotFound:
                pass
        raise desk.NotFound("no answer to three clicks")

    def begin(self, method, *steps):
        """A record of a method, its form gone through with Tab."""
        def begun():
            return (self.find_all("push button", "Take the record back: " + method)
                    or method == "Online Review" and self.find_all("text", "Score, 0 to 100"))

        if self.keys:
            self.do(method)
            desk.wait(begun, "a record of " + method)
        else:
            self.until(lambda: self.do(method), begun)
        self.stops.heard()
        self.form(*steps)

    def open_unit(self, unit):
        name = self.world.names[unit]
        self.find("label", name, seconds=30)
        self.key("ctrl+f")
        desk.wait(lambda: any(desk.has(n, "FOCUSED") for n in self.find_all(None, "Search samples")),
                  "the search field")
        self.type(name)
        self.find("label", "1 sample")
        self.key("Return")
        desk.wait(lambda: [n for n in self.find_all("label") if n.get_name() == unit], "the sample " + unit)

    def arrive(self, count):
        """Who was there, and when, so many persons."""
        if self.keys:
            self.do("All Arrive Now")
        else:
            self.until(lambda: self.do("All Arrive Now"), lambda: self.find_all("push button", "All Leave Now"))
        self.stops.heard()
        for _ in range(count):
            self.tab_to_text()
            self.key("ctrl+a")
            self.type("09:00-11:30")

    def attach(self, file):
        if self.keys:
            self.do("Add Files…")
            self.find(None, "Add Evidence")
            self.key("ctrl+l")
            self.type(file)
            self.key("Return")
        else:
            hint = self.find("label", "Files can be dropped on this page, or on the item that they show.")
            self.drag_files([file], self.scroll_to(hint))
        self.attached(os.path.basename(file))

    def done(self):
        self.key("Tab")
        self.saved()

    def answer_all(self, checklist):
        with open(os.path.join(DATA, "checklists", checklist + ".json"), encoding="utf-8") as file:
            for item in json.load(file)["items"]:
                if item["kind"].startswith("yes"):
                    self.choose(item["text"], "Yes")
                else:
                    self.tab_to_text()
                    self.type("2026-06-30" if item["kind"] == "date" else "青水规〔2026〕5号")

    def find_out(self, verdict, observation):
        """The finding: what it is, and what was seen."""
        self.choose("Verdict", verdict)
        self.tab_to("Observation: what was seen and read")
        self.type(observation)
        self.done()


class OfficeHands(Laptop):
    """Who works at the office: its pages from the sidebar, its forms in windows of their own."""

    def __init__(self, world, store="office"):
        super().__init__(world, store=store)

    def turn_to(self, page):
        self.click(self.seen("list item", page))

    def in_view(self, role, name):
        """The last widget of this name in the window in front that has one; what is not shown has no size."""
        for window in reversed(list(desk.children(self.root))):
            for node in reversed(self.find_all(role, name, window)):
                if desk.Atspi.Component.get_extents(node, desk.Atspi.CoordType.WINDOW).width > 0:
                    return node
        return None

    def seen(self, role, name, seconds=10):
        return desk.wait(lambda: self.in_view(role, name), "%s %r" % (role, name), seconds)

    def push(self, name):
        """The button of this name, when it can be pressed."""
        def ready():
            node = self.in_view("push button", name)
            return node if node is not None and desk.has(node, "SENSITIVE") else None
        self.press(desk.wait(ready, "a button %s" % name))

    def put(self, title, text):
        self.set_text(self.seen("text", title), text)

    def set_number(self, title, number):
        desk.Atspi.Value.set_current_value(self.seen("spin button", title), number)

    @contextlib.contextmanager
    def in_front(self):
        """What is clicked meanwhile is in the form that has just opened."""
        form = desk.wait(lambda: next((w for w in list(desk.children(self.root))[1:] if desk.has(w, "ACTIVE")), None),
                         "a form")
        main = self.window
        self.window = desk.wait(lambda: next((w for w in (desk.xdo("getactivewindow").strip(),) if w != main), None),
                                "its window")
        try:
            yield form
        finally:
            self.window = main

    def area(self, node):
        """As of any program's, in forms too."""
        frame = node
        while frame.get_role_name() != "frame":
            frame = frame.get_parent()
        x, y, width, _height = desk.window_area(self.window)
        box, inside = (desk.Atspi.Component.get_extents(n, desk.Atspi.CoordType.WINDOW) for n in (node, frame))
        return x + (width - inside.width) // 2 + box.x, y + box.y, box.width, box.height

    def mark(self, *titles):
        """The boxes of a form that are to be marked, by the beginning of their names, all others not."""
        with self.in_front() as form:
            for node in self.find_all("check box", within=form):
                wanted = desk.plain_name(node).startswith(titles)
                if desk.has(node, "CHECKED") != wanted:
                    self.click(self.scroll_to(node, below=FOOT))
                    desk.wait(lambda n=node, w=wanted: desk.has(n, "CHECKED") == w, desk.plain_name(node))

    def pick(self, title, word):
        """One of the words of a form's row."""
        row = self.seen("combo box", title)

        def open_list():
            with self.in_front():
                self.click(self.scroll_to(row, below=FOOT))

        self.take(open_list, word)

    # ---- a plan ----

    def state_is(self, word):
        self.seen("label", word)

    def write_plan(self, code, *choices):
        """CHOICES: row and word."""
        self.push("New Plan")
        for choice in choices:
            self.pick(*choice)
        self.put("Code", code)
        self.put("Quarter, such as 2026Q2", "2026Q2")
        for part in ("Purpose", "Content", "Method", "Standard", "Time limit", "Demands"):
            self.put(part, "核实申报")
        self.push("Create")
        self.gone("push button", "Create")

    def approve(self):
        self.push("Approve")
        self.state_is("Approved")

    def freeze(self):
        self.push("Freeze the Frame…")
        self.push("Freeze")
        self.state_is("Frame Frozen")

    def size_for(self, margin, units):
        """The size of the sample for a margin; it is kept for the draw."""
        self.push("Sample Size…")
        self.put("Margin", margin)
        self.says("%d units. Confidence 95 %%" % units)
        self.push("Use This Size")
        self.gone("push button", "Use This Size")

    def hold_the_draw(self, dice, drawn):
        """The ceremony: the hash, the digits, the ranks."""
        self.push("Hold the Draw…")
        digest = drawn["frame"]
        self.says(" ".join(digest[i:i + 4] for i in range(0, 64, 4)))
        self.push("Roll the Dice")
        self.says("%d samples, not by class, before 叶明谦 and 江岫宁" % len(drawn["draw"]))
        assert not desk.has(self.find_all("push button", "Draw")[-1], "SENSITIVE"), "no draw without digits"
        assert not self.nameless(), self.nameless()
        self.type(dice)
        self.push("Draw")
        for row in drawn["draw"]:
            desk.wait(lambda unit=row["id"]: self.find_all("label", unit), "rank %d: %s" % (row["rank"], row["id"]))
        self.key("Escape")
        self.state_is("Samples Drawn")


def recomputed(world, code, dice, size):
    """The hash of the frame and the units in their order, by the command that needs no store."""
    rows = []
    for table in ("declarations", "targets"):
        with open(os.path.join(DATA, "demo", table + ".csv"), encoding="utf-8", newline="") as file:
            rows.append(list(csv.DictReader(file)))
    met = {(d["agency_code"], d["target_no"]) for d in rows[0]
           if d["quarter"].endswith("2") and d["declared_status"] == "完成"}
    with open(world.path("frame.tsv"), "w", encoding="utf-8") as file:
        for t in rows[1]:
            if (t["agency_code"], t["target_no"]) in met and t["class"]:
                file.write("%s-2026-%s-Q2\t%s\n" % (t["agency_code"], t["target_no"], t["class"]))
    return json.loads(run("hechactl", "calc", "draw", world.path("frame.tsv"), "--plan", code, "--rand", dice,
                          "--size", str(size), "--json"))
