#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""drag-files.py FILE... - a small window from which the named files can be dragged.

A test drags from the middle of this window ("drag-files") to the program under test: App.drag_files() of desk.py. It
says "taken" when a widget below the pointer takes the files, and "done" when they were dropped and handed over.
Debian packages: python3-gi gir1.2-gtk-4.0
"""
import sys

import gi
gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def begun(_source, drag):
    said = []

    def selected(drag, _property):
        if drag.get_selected_action() and not said:
            said.append(True)
            say("taken")

    drag.connect("notify::selected-action", selected)
    drag.connect("dnd-finished", lambda _drag: say("done"))
    drag.connect("cancel", lambda _drag, _reason: say("cancelled"))


def activate(app):
    files = [Gio.File.new_for_commandline_arg(name) for name in sys.argv[1:]]
    value = GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list(files))
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_for_value(value))
    source.connect("drag-begin", begun)
    label = Gtk.Label(label="%d files" % len(files))
    label.add_controller(source)
    Gtk.ApplicationWindow(application=app, title="drag-files", child=label,
                          default_width=120, default_height=80).present()


app = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
app.connect("activate", activate)
app.run(None)
