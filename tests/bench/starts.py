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
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        if i > 0:  # the first start of each fills the disk's cache
            times[name].append(time.monotonic() - start)
print(json.dumps(times))
