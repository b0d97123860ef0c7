# SPDX-License-Identifier: GPL-3.0-or-later
"""Each function measures one group of figures and adds its lines to the report."""
import json
import os
import random
import shutil
import subprocess

import peers
from cutter import Cutter
from parts import (ARRIVE, ATTACH, EMPTY, ENV, HECHA, HECHACTL, LIMIT, LIST, OFFICE, QUARTER, ROOT, STORE, Failed,
                   Server, fresh, limit_copy, median, run, settle, sync, timed)

MEMORY_KIB = 96 * 1024


def recording(report, options, directory):
    n = 300 if options.quick else 3000
    ours, bare = [], []
    for i in range(max(options.repeat, 3)):
        settle()
        bare.append(n / float(run(LIMIT, "commits", f"{directory}/limit{i}.db", str(n))))
        ours.append(n / float(run(STORE, "act", f"{directory}/store{i}", str(n))))
    report.add("recording, one commit each", f"{median(ours):.0f}/s", f"{median(bare):.0f}/s",
               median(ours) / median(bare), 0.5, True, entries=n, all_ours=ours, all_limit=bare)


def exchange_once(n, directory):
    """Push, pull and their limit, once."""
    server = Server(f"{directory}/server")
    a, b = server.laptop(f"{directory}/a"), server.laptop(f"{directory}/b")
    run(STORE, "fill", a, str(n))
    settle()
    server.forget_peak()
    result = {"server_idle": server.memory(), "laptop_idle": sync(b)[2]}
    result["push"], answer, result["push_laptop"] = sync(a)
    if answer["sent"] != n or answer["receipt"] is None:
        raise Failed(f"sent {answer['sent']} of {n} entries")
    result["push_server"] = server.peak()
    settle()
    result["limit"] = [limit_copy(f"{directory}/server/central.db", f"{directory}/limit.db")]
    settle()
    result["pull"], answer, result["pull_laptop"] = sync(b)
    if answer["received"] < n:
        raise Failed(f"received {answer['received']} of {n} entries")
    result["pull_server"] = server.peak()
    settle()
    result["limit"].append(limit_copy(f"{directory}/server/central.db", f"{directory}/limit.db"))
    server.stop()
    return result


def exchange_of(report, n, repeat, directory):
    runs = [exchange_once(n, fresh(f"{directory}/run")) for _ in range(repeat)]
    limit = median([each for one in runs for each in one["limit"]])
    rates = {}
    for way in ("push", "pull"):
        ours = median([one[way] for one in runs])
        rates[way] = n / ours
        report.add(f"{way} of {n:,}", f"{ours:.2f} s", f"{limit:.2f} s", ours / limit, 2.5, False,
                   all_ours=[one[way] for one in runs], all_limit=[one["limit"] for one in runs],
                   entries_per_second=round(n / ours))
        for side in ("laptop", "server"):
            memory(report, f"memory of the {side}, {way} of {n:,}",
                   max(one[f"{way}_{side}"] - one[f"{side}_idle"] for one in runs))
    return rates


def memory(report, name, kib):
    report.add(name, f"{kib / 1024:.0f} MiB", "96 MiB", kib / MEMORY_KIB, 1, False)


def exchange(report, options, directory):
    options.rates = exchange_of(report, 10000 if options.quick else 100000, options.repeat, directory)


def million(report, options, directory):
    small = getattr(options, "rates", None) or exchange_of(report, 100000, options.repeat, directory)
    rates = exchange_of(report, 1000000, 1, directory)
    for way in ("push", "pull"):
        report.add(f"{way}: rate at 1,000,000 of that at 100,000", f"{rates[way]:.0f}/s", f"{small[way]:.0f}/s",
                   rates[way] / small[way], 0.7, True)


def pouchdb(report, options, directory):
    n = 20000 if options.quick else 100000
    modules = peers.install_pouchdb()
    if modules is None:
        report.skip("PouchDB → express-pouchdb", "npm could not install it")
        return
    server = Server(f"{directory}/server")
    a, b = server.laptop(f"{directory}/a"), server.laptop(f"{directory}/b")
    run(STORE, "fill", a, str(n))
    peers.write_lines(f"{a}/hecha.db", f"{directory}/lines")
    settle()
    theirs = peers.pouchdb(modules, f"{directory}/lines", f"{directory}/pouch")
    settle()
    ours = {"push": sync(a)[0], "pull": sync(b)[0]}
    server.stop()
    for way, bar in (("push", 2), ("pull", 3)):
        report.add(f"{way} of {n:,}, times as fast as PouchDB", f"{ours[way]:.2f} s", f"{theirs[way]:.2f} s",
                   theirs[way] / ours[way], bar, True)


def again_at(n, directory):
    """A store with N entries, synced: seconds and bytes of a sync with nothing new."""
    server = Server(f"{directory}/server", unix=True)
    road = Cutter(server.socket)
    a = server.laptop(f"{directory}/a", f"http://127.0.0.1:{road.port}")
    run(STORE, "fill", a, str(n))
    sync(a)
    run(STORE, "again", "", a, "3")
    passed, n_syncs = road.sent + road.received, 201
    seconds = float(run(STORE, "again", "", a, str(n_syncs)))
    passed = (road.sent + road.received - passed) / n_syncs
    server.stop()
    road.close()
    return seconds, passed


def nothing(report, options, directory):
    small, large = 10000, 100000 if options.quick else 1000000
    few = again_at(small, fresh(f"{directory}/few"))
    many_ = again_at(large, fresh(f"{directory}/many"))
    report.add("nothing new: HTTP both ways, one round trip", f"{many_[1]:.0f} B", "2048 B", many_[1] / 2048, 1, False)
    report.add(f"nothing new: time at {large:,} of {small:,}", f"{many_[0] * 1000:.2f} ms", f"{few[0] * 1000:.2f} ms",
               many_[0] / few[0], 1.2, False)


def wire(report, options, directory):
    n = 2000 if options.quick else 20000
    server = Server(f"{directory}/server")
    road = Cutter(("127.0.0.1", server.port))
    a = server.laptop(f"{directory}/a", f"https://127.0.0.1:{road.port}")
    run(STORE, "fill", a, str(n))
    peers.write_lines(f"{a}/hecha.db", f"{directory}/lines")
    before = road.sent + road.received
    sync(a)
    ours = road.sent + road.received - before
    run("zstd", "-q", "-3", f"{directory}/lines", "-o", f"{directory}/lines.zst")
    limit = os.path.getsize(f"{directory}/lines.zst")
    server.stop()
    road.close()
    report.add(f"wire of {n:,}, TLS and all, of zstd -3", f"{ours:,} B", f"{limit:,} B", ours / limit, 1.2, False,
               bytes_per_entry=round(ours / n))


def random_files(directory, n, size):
    os.makedirs(directory, exist_ok=True)
    paths = []
    for i in range(n):
        paths.append(f"{directory}/{i:04}.jpg")
        with open(paths[-1], "wb") as file:
            file.write(b"\xff\xd8\xff\xe0")
            left = size - 4
            while left > 0:
                left -= file.write(os.urandom(min(left, 1 << 24)))
    return paths


def make_evidence(store, paths):
    for i in range(0, len(paths), 100):
        run(STORE, "attach", store, *paths[i:i + 100])


def cuts(report, options, directory):
    n_cuts, n_files, size = (10, 2, 10_000_000) if options.quick else (100, 20, 10_000_000)
    chance = random.Random(7)
    server = Server(f"{directory}/server", unix=True)
    road = Cutter(server.socket)
    a = server.laptop(f"{directory}/a", f"http://127.0.0.1:{road.port}")
    make_evidence(a, random_files(f"{directory}/files", n_files, size))
    before = server.metric("hecha_http_received_bytes_total")
    sent_entries = road.sent
    # on the whole a little less than there is to send
    road.cut_at([chance.randrange(2000, 2 * n_files * size * 9 // 10 // n_cuts) for _ in range(n_cuts)])
    for tries in range(1, 4 * n_cuts):
        done = subprocess.run([HECHACTL, "--store", a, "--json", "sync"], env=ENV, capture_output=True, text=True,
                              check=False)
        if done.returncode == 0:
            break
    else:
        raise Failed(f"the evidence did not arrive after {tries} tries: {done.stderr[-300:]}")
    if road.cuts < n_cuts * 8 // 10:
        raise Failed(f"only {road.cuts} cuts")
    again = server.metric("hecha_http_received_bytes_total") - before - n_files * size
    passed = road.sent - sent_entries
    server.stop()
    road.close()
    report.add(f"cut link: received twice, per cut ({road.cuts})", f"{again / road.cuts:,.0f} B", "65,536 B",
               again / road.cuts / 65536, 1, False, tries=tries, sent_by_laptop=passed, size=n_files * size)


def evidence_once(n, size, directory):
    """Seconds of ours and of curl to nginx for the same files."""
    server = Server(f"{directory}/server")
    a = server.laptop(f"{directory}/a")
    paths = random_files(f"{directory}/files", n, size)
    make_evidence(a, paths)
    settle()
    idle, laptop_idle = server.memory(), 0
    server.forget_peak()
    ours, answer, laptop = sync(a)
    if answer["files_sent"] != n:
        raise Failed(f"sent {answer['files_sent']} of {n} files")
    laptop_idle = sync(a)[2]
    result = {"ours": ours, "server": server.peak() - idle, "laptop": laptop - laptop_idle}
    server.stop()
    shutil.rmtree(a)
    settle()
    result["theirs"] = peers.curl_to_nginx(paths, f"{directory}/server", f"{directory}/nginx")
    return result


def evidence(report, options, directory):
    sizes = [("100 MiB", 1, 100 << 20), ("20 × 3 MB", 20, 3_000_000)] if options.quick else [
        ("1 GiB", 1, 1 << 30), ("200 × 3 MB", 200, 3_000_000)]
    for name, n, size in sizes:
        runs = [evidence_once(n, size, fresh(f"{directory}/run")) for _ in range(options.repeat)]
        ours, theirs = median([one["ours"] for one in runs]), median([one["theirs"] for one in runs])
        total = n * size / 1e6
        report.add(f"evidence {name}, rate of curl to nginx", f"{total / ours:.0f} MB/s", f"{total / theirs:.0f} MB/s",
                   theirs / ours, 1, True, runs=runs)
        for side in ("laptop", "server"):
            memory(report, f"memory of the {side}, {name}", max(one[side] for one in runs))


def sync_together(stores):
    lines = [line.split() for line in run(STORE, "many", "", *stores).splitlines()]
    return [float(seconds) for seconds, _ in lines], sum(state != "ok" for _, state in lines)


def many(report, options, directory):
    n, alone_n = (20, 3) if options.quick else (200, 9)
    server = Server(f"{directory}/server")
    stores = []
    for i in range(n + alone_n):
        stores.append(server.laptop(f"{directory}/laptop{i}"))
        run(STORE, "fill", stores[-1], "50")
        make_evidence(stores[-1], random_files(f"{directory}/files{i}", 2, 300_000))
        shutil.rmtree(f"{directory}/files{i}")
    settle()
    alone = [sync_together([store])[0][0] for store in stores[n:]]
    server.forget_peak()
    idle = server.memory()
    together, n_failed = sync_together(stores[:n])
    p99 = sorted(together)[max(0, -(-n * 99 // 100) - 1)]
    bar = 1.5 * n / options.cores
    report.add(f"{n} laptops at once: failed", str(n_failed), "0", n_failed, 0, False)
    report.add(f"{n} laptops at once: p99 of its time alone", f"{p99:.3f} s", f"{median(alone):.4f} s",
               p99 / median(alone), bar, False, cores=options.cores, p99=p99, alone=median(alone), all_alone=alone)
    memory(report, f"memory of the server, {n} laptops", server.peak() - idle)
    server.stop()


def window(report, options, directory):
    n_targets, n_entries, n_starts = (2400, 10000, 5) if options.quick else (24000, 1000000, 15)
    store = f"{directory}/store"
    run(STORE, "look", store, str(n_targets), str(n_entries))
    out = run(f"{ROOT}/tests/ui/xrun", "--", "/usr/bin/python3", f"{ROOT}/tests/bench/starts.py", str(n_starts), EMPTY,
              HECHA, store)
    times = json.loads(out.strip().splitlines()[-1])
    ours, empty = median(times["ours"]), median(times["empty"])
    report.add("first frame, of an empty window", f"{ours * 1000:.0f} ms", f"{empty * 1000:.0f} ms", ours / empty, 1.5,
               False, targets=n_targets, entries=n_entries, all_ours=times["ours"], all_limit=times["empty"])


def list(report, options, directory):
    """The app's list of samples, scrolled: against the same list with eight samples, which is what is idle here."""
    n = 10000 if options.quick else 100000
    seconds = 3 if options.quick else 10
    stores = {"idle": 8, "ours": n}
    best = {}
    for name, count in stores.items():
        run(STORE, "assign", f"{directory}/{name}", str(count))
    for _ in range(options.repeat):
        for name, count in stores.items():
            out = run(f"{ROOT}/tests/ui/xrun", "--", LIST, f"{directory}/{name}", str(count), str(seconds))
            one = json.loads(out.strip().splitlines()[-1])
            if name not in best or one["rate"] > best[name]["rate"]:
                best[name] = one
    ours, idle = best["ours"], best["idle"]
    more = (ours["resident_kib"] - idle["resident_kib"]) / 1024
    report.add(f"list of {n:,}: frames", f"{ours['rate']:.1f}/s", f"{idle['rate']:.1f}/s", ours["rate"] / idle["rate"],
               0.97, True, samples=n, frames=ours["frames"], dropped=ours["dropped"], dropped_idle=idle["dropped"])
    report.add(f"list of {n:,}: memory above idle", f"{more:.0f} MiB", "60 MiB", more / 60, 1, False, samples=n)


# What the report of a quarter is computed from; whoever reads it reads these rows.
REPORT_TABLES = ["agency", "target", "quarter_requirement", "declaration", "plan", "frame", "draw", "sample",
                 "assignment", "visit", "presence", "finding", "evidence", "signature", "appeal", "nl_entry"]


def report_files(report, options, store, n, n_entries):
    """The quarterly report of the store as each kind of file; and its figures alone, of what the sqlite3 shell takes to
    read the same tables."""
    reading = ["sqlite3", "-readonly", f"{store}/hecha.db", ".output /dev/null",
               *(f"SELECT * FROM {table};" for table in REPORT_TABLES)]
    quality = [HECHACTL, "--store", store, "report", "quality", "--quarter", "2026Q2"]
    seconds = {}
    for _ in range(options.repeat):
        settle()
        seconds.setdefault("sqlite3", []).append(timed(lambda: run(*reading))[0])
        seconds.setdefault("figures", []).append(timed(lambda: run(*quality))[0])
        for kind in ("pdf", "csv", "xlsx"):
            seconds.setdefault(kind, []).append(timed(lambda: run(*quality, "--out", f"{store}.{kind}"))[0])
    for kind in ("pdf", "csv", "xlsx"):
        one = median(seconds[kind])
        report.add(f"office, {n:,} findings: the report as {kind.upper()}", f"{one:.2f} s", "5 s", one / 5, 1, False,
                   samples=n, entries=n_entries, all=seconds[kind], size=os.path.getsize(f"{store}.{kind}"))
    ours, limit = median(seconds["figures"]), median(seconds["sqlite3"])
    report.add(f"office, {n:,} findings: figures, of sqlite3", f"{ours:.2f} s", f"{limit:.2f} s", ours / limit, 8,
               False, all_ours=seconds["figures"], all_limit=seconds["sqlite3"])


def office(report, options, directory):
    """The office with a whole quarter: the report; pages, from a click to the frame that shows them, and a filter."""
    n, n_entries, times = (1200, 40000, 10) if options.quick else (12000, 400000, 40)
    run(QUARTER, f"{directory}/store", str(n), str(n_entries), str(n // 6))
    report_files(report, options, f"{directory}/store", n, n_entries)
    out = run(f"{ROOT}/tests/ui/xrun", "--", OFFICE, f"{directory}/store", str(n), str(times))
    figures = json.loads(out.strip().splitlines()[-1])
    for name, bar in (("overview", 100), ("plans", 100), ("results", 100), ("filter", 50), ("reconcile", 100),
                      ("negative", 100), ("appeals", 100), ("report", 100), ("people", 100)):
        p95 = sorted(figures[name])[max(0, -(-times * 95 // 100) - 1)]
        report.add(f"office, {n:,} findings: {name}, p95", f"{p95:.0f} ms", f"{bar} ms", p95 / bar, 1, False,
                   samples=n, entries=n_entries, all=figures[name], read_ms=median(figures[f"{name}-read"]))


def arrive(report, options, directory):
    """A finding comes to the office, with a long journal and with a short one; many conflicts are settled at once."""
    n, n_long, times = (100, 100000, 30) if options.quick else (200, 1000000, 200)
    seconds = {}
    for n_entries in (10000, n_long):
        run(STORE, "quarter", f"{directory}/office{n_entries}", str(n), str(n_entries))
    for i in range(options.repeat):
        for n_entries in (10000, n_long):
            settle()
            out = run(ARRIVE, "one", f"{directory}/team{n_entries}-{i}", f"{directory}/office{n_entries}", str(times))
            seconds.setdefault(n_entries, []).append(float(out))
    ours, limit = median(seconds[n_long]), median(seconds[10000])
    report.add(f"one entry arrives among {n_long:,}, of 10,000", f"{ours * 1000:.2f} ms", f"{limit * 1000:.2f} ms",
               ours / limit, 1.2, False, all_ours=seconds[n_long], all_limit=seconds[10000])
    n, n_alike = (400, 100) if options.quick else (2000, 500)
    listed, settled = map(float, run(ARRIVE, "settle", *(f"{directory}/{name}" for name in "abo"), str(n),
                                     str(n_alike)).split())
    report.add(f"{n_alike} of {n:,} conflicts settled at once", f"{settled:.2f} s", "2 s", settled / 2, 1, False,
               listed=listed)


def photographs(directory, n):
    """N different photographs of 12 megapixels: one, with a number in each copy."""
    os.makedirs(directory)
    run("convert", "-size", "4000x3000", "plasma:teal-gray", "-attenuate", "0.3", "+noise", "Gaussian",
        "-quality", "90", f"{directory}/one.jpg")
    with open(f"{directory}/one.jpg", "rb") as file:
        whole = file.read()
    os.remove(f"{directory}/one.jpg")
    paths = [f"{directory}/{i:04}.jpg" for i in range(n)]
    for i, path in enumerate(paths):
        with open(path, "wb") as file:
            file.write(whole[:2] + b"\xff\xfe\x00\x06%04d" % i + whole[2:])
    return paths


def attach(report, options, directory):
    """Photographs become evidence in the app's window, against cp and then sha256sum of the same files."""
    n = 20 if options.quick else 200
    paths = photographs(f"{directory}/files", n)
    megabytes = sum(map(os.path.getsize, paths)) / 1e6
    ours, limit = [], []
    for i in range(options.repeat):
        run(STORE, "assign", f"{directory}/store{i}", "8")
        copies = fresh(f"{directory}/copies")
        settle()
        limit.append(timed(lambda: (run("cp", "-t", copies, *paths), run("sha256sum", *paths)))[0])
        settle()
        out = run(f"{ROOT}/tests/ui/xrun", "--", ATTACH, f"{directory}/store{i}", "team:B1",
                  "HC2026-01/A01-2026-T0000001-Q2", *paths)
        ours.append(json.loads(out.strip().splitlines()[-1]))
        shutil.rmtree(f"{directory}/store{i}")
    seconds = median([one["attached"] for one in ours])
    report.add(f"{n} photographs attached, rate of cp, sha256sum", f"{megabytes / seconds:.0f} MB/s",
               f"{megabytes / median(limit):.0f} MB/s", median(limit) / seconds, 0.7, True, runs=ours,
               all_limit=limit)
    n_long = median([one["long"] for one in ours])
    report.add(f"{n} photographs: turns of the main loop > 16 ms", str(n_long), "0", n_long, 0, False,
               longest_ms=max(one["longest_ms"] for one in ours), turns=median([one["turns"] for one in ours]),
               long_frames=median([one["long_frames"] for one in ours]))
    used = max(one["longest_used_ms"] for one in ours)
    report.add(f"{n} photographs: longest turn, of a processor", f"{used:.1f} ms", "16 ms", used / 16, 1, False,
               long_used=median([one["long_used"] for one in ours]))
