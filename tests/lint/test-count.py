#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-count.py - count-tests.py never calls a bad run good. TAP on standard output."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402


def run(name, result, stdout=""):
    return {"name": name, "result": result, "stdout": stdout}


CASES = [
    # name, programs, status of meson, last line, exit status
    ("adds-up-lines-not-programs", [run("a", "OK", "1..2\nok 1 /a\nok 2 /b\n"), run("b", "OK", "ok 1 /c\n")], 0,
     "3 passed, 0 failed", 0),
    ("a-program-without-tap-is-one", [run("a", "OK", "all well\n")], 0, "1 passed, 0 failed", 0),
    ("a-failed-line-fails", [run("a", "FAIL", "ok 1 /a\nnot ok 2 /b\n")], 1, "1 passed, 1 failed", 1),
    ("a-failed-line-fails-whatever-meson-says", [run("a", "OK", "ok 1 /a\nnot ok 2 /b\n")], 0, "1 passed, 1 failed", 1),
    ("a-crash-after-good-lines-fails", [run("a", "ERROR", "1..3\nok 1 /a\nok 2 /b\n")], 1, "2 passed, 1 failed", 1),
    ("a-time-out-fails", [run("a", "TIMEOUT")], 1, "0 passed, 1 failed", 1),
    ("skipped-is-neither", [run("a", "OK", "ok 1 /a # SKIP no node\nok 2 /b\n"), run("b", "SKIP", "1..0 # SKIP\n")], 0,
     "1 passed, 0 failed", 0),
    ("subtests-count-once", [run("a", "OK", "    ok 1 inner\n    ok 2 inner\nok 1 /a\n")], 0, "1 passed, 0 failed", 0),
    ("no-test-at-all-fails", [], 0, "0 passed, 1 failed", 1),
    ("a-status-that-nothing-explains-fails", [run("a", "OK", "ok 1 /a\n")], 2, "1 passed, 1 failed", 1),
]


def shows_why_a_line_failed():
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as log:
        log.write(json.dumps(run("a", "FAIL", "ok 1 /a\n# quiet\nnot ok 2 /b\n# the disk was full\nok 3 /c\n")))
        log.flush()
        ran = subprocess.run(["/usr/bin/python3", HERE + "/count-tests.py", log.name, "1"], capture_output=True,
                             text=True, check=False)
    assert "not ok 2 /b\n    # the disk was full\n" in ran.stdout and "quiet" not in ran.stdout, ran.stdout


def counts(programs, status, last, expected):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as log:
        log.writelines(json.dumps(program) + "\n" for program in programs)
        log.flush()
        ran = subprocess.run(["/usr/bin/python3", HERE + "/count-tests.py", log.name, str(status)],
                             capture_output=True, text=True, check=False)
    assert ran.stdout.split("\n")[-2] == last, ran.stdout
    assert ran.returncode == expected, ran.returncode


sys.exit(tap.run("/count", [(name, lambda case=case: counts(*case)) for name, *case in CASES]
                 + [shows_why_a_line_failed]))
