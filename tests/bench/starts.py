# SPDX-License-Identifier: GPL-3.0-or-later
"""starts.py N EMPTY HECHA STORE: starts both N times in turn, until their first frame; prints the seconds as JSON."""
import json
import subprocess
import sys
import time

n, empty, hecha, store = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
commands = {"empty": [empty], "ours": [hecha, "--store", store, "--exit-after-first-frame"]}
times = {name: [] for name in commands}
for i in range(n + 1):
    for name, command in commands.items():
        start = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            painted = process.stdout.readline() == "first frame\n"
            seconds = time.monotonic() - start
            process.stdout.read()
        if process.returncode != 0 or not painted:
            sys.exit(f"{command[0]} did not show a window")
        if i > 0:  # the first start of each fills the disk's cache
            times[name].append(seconds)
print(json.dumps(times))
