# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of ./dev bench, each a ratio within one run. See bench.sh."""
import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

import figures
from parts import BUILD, Failed, Server, fresh

FIGURES = ["recording", "exchange", "million", "pouchdb", "nothing", "wire", "cuts", "evidence", "many", "window",
           "list", "office", "arrive", "attach"]


class Report:
    """The lines of the table; a ratio is compared with its bar."""

    def __init__(self):
        self.lines = []

    def add(self, name, ours, limit, ratio, bar, at_least, **more):
        """@at_least: the ratio must not be below the bar; else not above."""
        passed = ratio >= bar if at_least else ratio <= bar
        self.lines.append(dict(name=name, ours=ours, limit=limit, ratio=round(ratio, 3), bar=bar,
                               bar_is="at least" if at_least else "at most", passed=passed, **more))
        self.show(self.lines[-1])

    def skip(self, name, reason):
        self.lines.append(dict(name=name, skipped=reason))
        self.show(self.lines[-1])

    @staticmethod
    def show(line):
        if "skipped" in line:
            print(f"{line['name']:<46} skipped: {line['skipped']}", flush=True)
            return
        sign = "≥" if line["bar_is"] == "at least" else "≤"
        print(f"{line['name']:<46} {line['ours']:>16} {line['limit']:>16} {line['ratio']:>8.2f} "
              f"{sign} {line['bar']:<6} {'pass' if line['passed'] else 'FALLS SHORT'}", flush=True)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    return {"cores": os.cpu_count(), "cpu": model, "kernel": os.uname().release, "sqlite": sqlite3.sqlite_version,
            "load_before": os.getloadavg()}


def commit():
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(FIGURES))
    parser.add_argument("--repeat", type=int)
    parser.add_argument("--dir", default=os.path.join(BUILD, "bench"))
    parser.add_argument("--json", default=os.path.join(BUILD, "bench.json"))
    options = parser.parse_args()
    options.repeat = options.repeat or (1 if options.quick else 3)
    options.cores = os.cpu_count()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")

    about = machine()
    report = Report()
    failed = False
    start = time.time()
    print(f"{'':<46} {'ours':>16} {'limit':>16} {'ratio':>8} bar")
    for name in FIGURES:
        if name not in wanted or (name == "million" and options.quick):
            continue
        directory = fresh(os.path.join(options.dir, name))
        try:
            getattr(figures, name)(report, options, directory)
        except Failed as problem:
            failed = True
            report.skip(name, f"FAILED: {problem} {Server.stop_all()}")
        shutil.rmtree(directory, ignore_errors=True)
    document = {"commit": commit(), "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start)),
                "seconds": round(time.time() - start), "quick": options.quick, "repeat": options.repeat,
                "machine": {**about, "load_after": os.getloadavg()}, "figures": report.lines}
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.write("\n")
    short = [line["name"] for line in report.lines if line.get("passed") is False]
    print(f"{len(report.lines) - len(short)} figures hold, {len(short)} fall short; load "
          f"{about['load_before'][0]:.1f} before, {os.getloadavg()[0]:.1f} after; {options.json}")
    # a figure that falls short is told, and is no failure: the machine may be busy
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
