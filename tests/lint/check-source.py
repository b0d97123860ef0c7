#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-source.py [--as PATH] [FILE...] - our habits that a compiler does not check.

Prints `file:line: reason [rule]` for each finding; exit status 1 when there is one. Without FILE: every tracked .c, .h,
.py and shell script. `--as PATH` judges one file as if it lay at PATH: the bad example of each rule in tests/lint/bad
is judged so by test-lint.py, which fails when a rule no longer sees its example.

A line that must break a rule says why: `/* lint-allow RULE: reason */`, on that line or the one above.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# A folder may include itself and what stands before it.
FLOORS = ["base", "journal", "domain", "store", "evidence", "sync", "report"]
MAX_FUNCTION, MAX_FILE, MAX_LINE = 100, 900, 120
RULES = {}


def rule(name):
    def add(function):
        RULES[name] = function
        return function
    return add


class Source:
    def __init__(self, path, text):
        self.path, self.text = path, text
        self.lines = text.split("\n")
        self.code = blank_comments(text) if self.is_c() else text
        self.code_lines = self.code.split("\n")

    def is_c(self):
        return self.path.endswith((".c", ".h"))

    def under(self, *folders):
        return self.path.startswith(tuple(f + "/" for f in folders))

    def allowed(self, line, name):
        near = self.lines[max(line - 2, 0):line]
        return any("lint-allow %s:" % name in text for text in near)


def blank_comments(text):
    """The text with comments and the insides of strings blanked, every line where it was."""
    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + " " * (len(found) - 2) + found[0]
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', blank, text, flags=re.DOTALL)


def includes(source):
    """(line, name, quoted) of each include; from the text, since names in quotes are blanked in the code."""
    for number, line in enumerate(source.lines, 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^">]+)[">]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def find_words(source, pattern):
    for number, line in enumerate(source.code_lines, 1):
        match = re.search(pattern, line)
        if match:
            yield number, match.group(0).strip()


@rule("spdx")
def spdx(source):
    if not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in source.lines[:3]):
        yield 1, "the first lines name the licence: SPDX-License-Identifier: GPL-3.0-or-later"


@rule("pragma-once")
def pragma_once(source):
    if source.path.endswith(".h") and not re.search(r"^#pragma once$", source.code, re.MULTILINE):
        yield 1, "a header begins with #pragma once"


@rule("floor")
def floor(source):
    """base <- journal <- domain <- store <- evidence, sync, report <- app, sync-server."""
    if not source.is_c() or not source.under("shared", "app", "sync-server"):
        return
    top, second = source.path.split("/")[:2]
    own = FLOORS.index(second) if top == "shared" and second in FLOORS else len(FLOORS)
    for number, name, quoted in includes(source):
        if not quoted:
            continue
        folder = name.split("/")[0] if "/" in name else None
        if ".." in name.split("/"):
            yield number, "include from the root of shared/, without .."
        elif folder in FLOORS and FLOORS.index(folder) > own:
            yield number, "shared/%s does not include the higher floor %s" % (second, folder)
        elif folder in ("app", "sync-server") and folder != top:
            yield number, "%s does not include %s" % (top, folder)


@rule("sqlite")
def sqlite(source):
    if source.is_c() and not source.under("shared/store", "tests"):
        for number, name, _quoted in includes(source):
            if name.startswith("sqlite3"):
                yield number, "only shared/store speaks SQLite"


@rule("gtk")
def gtk(source):
    if source.is_c() and not source.under("app", "tests"):
        for number, name, _quoted in includes(source):
            if name.startswith(("gtk/", "adwaita", "gdk/")):
                yield number, "only app/ knows GTK"


@rule("goto")
def goto(source):
    if source.is_c():
        for number, _word in find_words(source, r"\bgoto\b"):
            yield number, "no goto: g_autoptr cleans up, a function of its own leaves a loop"


@rule("unfinished")
def unfinished(source):
    for number, line in enumerate(source.lines, 1):
        match = re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)   # lint-allow unfinished: the words it looks for
        if match:
            yield number, "%s: do it, or write an issue" % match.group(0)


@rule("ambient")
def ambient(source):
    """Clock and randomness are passed in, so that a test can run the world from one seed."""
    if source.is_c() and source.under("shared") and source.path != "shared/base/hecha-env.c":
        pattern = (r"\b(g_get_real_time|g_date_time_new_now\w*|g_get_current_time|g_random_\w+|g_uuid_string_random"
                   r"|randombytes_\w+|RAND_bytes|gettimeofday|time) *\(")
        for number, word in find_words(source, pattern):
            yield number, "%s: ask the HechaEnv that was passed in" % word.rstrip(" (")


@rule("disk")
def disk(source):
    """What changes the disk goes through the HechaDisk, so that a test can stop the world at every step of it."""
    if source.is_c() and source.under("shared") and source.path != "shared/base/hecha-env.c":
        pattern = (r"(?<![>.\w])(g_file_set_contents\w*|g_file_replace\w*|g_unlink|g_rename|g_mkdir\w*|unlink|rename"
                   r"|mkdir|fsync|fdatasync|syncfs|ftruncate|truncate|creat|fopen|g_fopen|mkstemp|g_mkstemp\w*) *\(")
        for number, word in find_words(source, pattern):
            yield number, "%s: ask the HechaDisk that was passed in" % word.rstrip(" (")


@rule("unsafe")
def unsafe(source):
    if source.is_c():
        pattern = r"\b(strcpy|strcat|sprintf|vsprintf|gets|system|popen|alloca|g_alloca|strtok|atoi|atol|atof) *\("
        for number, word in find_words(source, pattern):
            yield number, "%s has no bounds or no errors: use the GLib function" % word.rstrip(" (")


@rule("tap-noise")
def tap_noise(source):
    if source.is_c() and re.search(r"^tests/(?!bench/|e2e/).*test-[^/]*\.c$", source.path):
        for number, word in find_words(source, r"\b(g_print|printf|puts) *\("):
            yield number, "%s on standard output breaks TAP: g_test_message" % word.rstrip(" (")


@rule("sleep")
def sleep(source):
    if source.is_c() and source.under("shared", "app", "sync-server", "tests") and not source.under("tests/bench"):
        for number, word in find_words(source, r"\b(g_usleep|usleep|sleep|nanosleep) *\("):
            yield number, "%s: wait for what should come, not for a time" % word.rstrip(" (")


def functions(source):
    """(first line, last line) of every body; GNU style puts both braces of one in the first column."""
    start = None
    for number, line in enumerate(source.code_lines, 1):
        before = source.code_lines[number - 2].rstrip() if number > 1 else ""
        if line.rstrip() == "{" and before.endswith(")"):
            start = number
        elif line.rstrip() == "}" and start is not None:
            yield start, number
            start = None


@rule("long-function")
def long_function(source):
    if source.is_c():
        for first, last in functions(source):
            if last - first - 1 > MAX_FUNCTION:
                yield first, "%d lines in one function, more than %d" % (last - first - 1, MAX_FUNCTION)


@rule("long-file")
def long_file(source):
    if source.is_c() and len(source.lines) - 1 > MAX_FILE:
        yield MAX_FILE, "%d lines in one file, more than %d: split it by concern" % (len(source.lines) - 1, MAX_FILE)


@rule("long-line")
def long_line(source):
    for number, line in enumerate(source.lines, 1):
        if len(line) > MAX_LINE:
            yield number, "%d characters in one line, more than %d" % (len(line), MAX_LINE)


@rule("white-space")
def white_space(source):
    for number, line in enumerate(source.lines, 1):
        if line != line.rstrip():
            yield number, "white space at the end of the line"
        elif "\t" in line and not source.path.endswith(".py"):
            yield number, "a tab"


def declared(source):
    """(line, name) of the functions that a header declares; static inline ones have a body and are not meant."""
    flat = re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", lambda m: re.sub(r"[^\n]", " ", m.group(0)), source.code,
                  flags=re.MULTILINE)
    returns, arguments, attributes = r"^(?:[A-Za-z_][\w ]*[ *]+)?", r"\s*\([^;{}]*\)", r"[^;{}()]*(?:\([^()]*\))?\s*;"
    for match in re.finditer(returns + r"(hecha_\w+)" + arguments + attributes, flat, re.MULTILINE):
        yield flat.count("\n", 0, match.start(1)) + 1, match.group(1)


def documented(folder):
    names = set()
    for name in os.listdir(folder):
        if name.endswith(".c"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                names.update(re.findall(r"^/\*\*\n \* (\w+):", file.read(), re.MULTILINE))
    return names


@rule("gtk-doc")
def gtk_doc(source):
    if not source.path.endswith(".h") or source.path.endswith("-private.h") or not source.under("shared"):
        return
    folder = os.path.join(ROOT, os.path.dirname(source.path))
    known = documented(folder) if os.path.isdir(folder) else set()
    for number, name in declared(source):
        if name not in known and not name.endswith(("_quark", "_get_type")):
            yield number, "%s has no comment block /** %s: in a .c file of its folder" % (name, name)


def check(path, shown, text):
    source = Source(path, text)
    found = []
    for name, function in RULES.items():
        for number, reason in function(source):
            if not source.allowed(number, name):
                found.append("%s:%d: %s [%s]" % (shown, number, reason, name))
    return found


def is_script(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return re.match(rb"#!.*\b(bash|sh|python3)\b", file.readline()) is not None


def tracked():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            check=True, capture_output=True, text=True)
    for path in filter(None, listed.stdout.split("\0")):
        full = os.path.join(ROOT, path)
        if path.startswith("tests/lint/bad/") or not os.path.isfile(full):
            continue
        if path.endswith((".c", ".h", ".py", ".sh")) or ("." not in os.path.basename(path) and is_script(path)):
            yield path


def main(args):
    jobs = []
    if args[:1] == ["--as"]:
        jobs = [(args[1], args[2], args[2])]
    elif args:
        jobs = [(os.path.relpath(os.path.abspath(name), ROOT), name, name) for name in args]
    else:
        jobs = [(path, path, os.path.join(ROOT, path)) for path in tracked()]
    found = []
    for path, shown, full in jobs:
        with open(full, encoding="utf-8") as file:
            found += check(path, shown, file.read())
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
