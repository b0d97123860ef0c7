#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py TESTLOG.JSON STATUS - adds up a run of `meson test`.

meson counts programs; this counts promises: every TAP line of every program. A program that ended badly without a
"not ok" of its own (a crash, a time-out, a plan that was not kept) is one failure. The last line printed is
"N passed, N failed"; the exit status is 1 when something failed, or when nothing ran at all.
"""
import json
import re
import sys

TAP = re.compile(r"^(not )?ok\b[^#\n]*(?:#\s*(\w+))?", re.MULTILINE)
GOOD = ("OK", "EXPECTEDFAIL")


def count(test):
    """(passed, failed, skipped) of one program."""
    lines = TAP.findall(test.get("stdout") or "")
    skipped = sum(1 for _no, mark in lines if mark.upper().startswith("SKIP"))
    # lint-allow unfinished: a word of TAP
    failed = sum(1 for no, mark in lines if no and not mark.upper().startswith(("SKIP", "TODO")))
    passed = len(lines) - failed - skipped
    if test["result"] == "SKIP":
        return 0, 0, max(skipped, 1)
    if test["result"] not in GOOD:
        return passed, max(failed, 1), skipped
    if failed:      # meson was satisfied and a line was not: trust the line
        return passed, failed, skipped
    return (passed if lines else 1), 0, skipped


def reasons(stdout):
    """What a program said about its failures: each "not ok" with the remarks behind it, and a bail-out. meson shows
    standard error, not this."""
    found, keep = [], False
    for line in stdout.split("\n"):
        keep = line.startswith(("not ok", "Bail out!")) or (keep and line.startswith("#"))
        if keep:
            found.append(line)
    return found[:60]


def main():
    path, status = sys.argv[1], int(sys.argv[2])
    passed = failed = skipped = 0
    try:
        with open(path, encoding="utf-8") as log:
            tests = [json.loads(line) for line in log if line.strip()]
    except FileNotFoundError:
        tests = []
    for test in tests:
        p, f, s = count(test)
        passed, failed, skipped = passed + p, failed + f, skipped + s
        if f:
            print("FAILED: %s (%s)" % (test["name"], test["result"].lower()))
            print("\n".join("    " + line for line in reasons(test.get("stdout") or "")))
        if s:
            print("skipped: %d of %s" % (s, test["name"]))
    if status != 0 and failed == 0:
        print("meson test ended with status %d" % status)
        failed = 1
    if not tests and failed == 0:
        print("no test ran")
        failed = 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


sys.exit(main())
