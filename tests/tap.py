# SPDX-License-Identifier: GPL-3.0-or-later
"""tap - the few lines that every test in Python needs: run functions, say in TAP how they went.

    import os, sys
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    import tap
    sys.exit(tap.run("/proxy", [hands_on_a_normal_request, ...]))
"""
import traceback


class Skip(Exception):
    """Raised by a test that cannot run here; says why."""


def run(prefix, tests):
    """Runs functions, or (name, function) pairs, in order; a name is the promise. Returns the exit status."""
    failed = 0
    print("1..%d" % len(tests), flush=True)
    for number, test in enumerate(tests, 1):
        name, function = test if isinstance(test, tuple) else (test.__name__.replace("_", "-"), test)
        try:
            function()
            print("ok %d %s/%s" % (number, prefix, name), flush=True)
        except Skip as reason:
            print("ok %d %s/%s # SKIP %s" % (number, prefix, name, reason), flush=True)
        except Exception:       # pylint: disable=broad-except
            failed += 1
            print("not ok %d %s/%s" % (number, prefix, name))
            print("\n".join("# " + line for line in traceback.format_exc().rstrip().split("\n")), flush=True)
    return 1 if failed else 0


def skip_all(reason):
    print("1..0 # SKIP %s" % reason, flush=True)
    return 0
