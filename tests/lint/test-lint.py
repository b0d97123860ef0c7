#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-lint.py - every rule of check-source.py sees its own bad example, at the line it should, and nothing else in it.

An example tests/lint/bad/RULE.EXT says in its first lines `lint-as PATH line N`. TAP on standard output.
"""
import importlib.util
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

spec = importlib.util.spec_from_file_location("check_source", os.path.join(HERE, "check-source.py"))
lint = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lint)


def example(rule):
    """(path to judge it at, text, line) of the bad example of a rule."""
    for name in sorted(os.listdir(os.path.join(HERE, "bad"))):
        if os.path.splitext(name)[0] == rule:
            with open(os.path.join(HERE, "bad", name), encoding="utf-8") as file:
                text = file.read()
            path, line = re.search(r"lint-as (\S+) line (\d+)", text).groups()
            return path, text, int(line)
    raise AssertionError("tests/lint/bad has no example for the rule " + rule)


def finds_its_example(rule):
    path, text, line = example(rule)
    found = lint.check(path, path, text)
    assert len(found) == 1, "found %r" % found
    assert found[0].startswith("%s:%d: " % (path, line)) and found[0].endswith(" [%s]" % rule), found[0]


def can_be_allowed(rule):
    path, text, line = example(rule)
    lines = text.split("\n")
    lines[line - 1] += " /* lint-allow %s: the test says so */" % rule
    assert not [f for f in lint.check(path, path, "\n".join(lines)) if f.endswith("[%s]" % rule)], rule


def promises():
    for rule in lint.RULES:
        yield rule + "/finds-its-bad-example", lambda rule=rule: finds_its_example(rule)
        yield rule + "/can-be-allowed", lambda rule=rule: can_be_allowed(rule)


sys.exit(tap.run("/lint", list(promises())))
