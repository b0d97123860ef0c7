#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-protocol.py - the protocol of a draw as PDF, and the recipe that is printed on it, done with plain shell tools.

An office's store, filled by hechactl with the demo. TAP on standard output.
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "ui")]
import tap  # noqa: E402
from world import World  # noqa: E402

DATA = os.environ["HECHA_DATA_DIR"]
DICE = "20237331128159211123"
DIR = tempfile.mkdtemp(prefix="hecha-protocol-")
WORLD = None
ROW = re.compile(r"^\s*(\d+)\s+(\S+-Q\d)\s+(\S+)\s+(0\.\d+)\s", re.M)


def office(*arguments):
    return WORLD.office("--json", *arguments)


def path(name):
    return os.path.join(DIR, name)


def plan(code, *options):
    office("plan", "create", code, "--kind", "quarterly", "--quarter", "2026Q2", "--selection", "random",
           "--purpose", "核实申报", "--content", "申报完成的目标", "--method", "实地查看", "--standard", "季度标准",
           "--time-limit", "2026-08-14", "--demands", "每组2人以上")
    office("plan", "approve", code)
    office("frame", "freeze", code, *options)


def drawn(code, *options):
    plan(code, "--declared", "complete")
    office("draw", code, "--rand", DICE, "--source", "dice", "--witness", "O02", "--witness", "I13", *options)


def protocol(code, name, **env):
    file = path(name)
    command = ("hechactl", "--store", WORLD.path("office"), "draw", "protocol", code, "--out", file)
    subprocess.run(command, check=True, env={**os.environ, **env}, stdout=subprocess.PIPE)
    return file


def text_of(pdf, *options):
    return subprocess.run(("pdftotext", "-enc", "UTF-8", *options, pdf, "-"), check=True,
                          stdout=subprocess.PIPE).stdout.decode()


def solid(text):
    """As it was set: a reader puts line ends and blanks where a line ended, and takes the hyphen there away."""
    return re.sub(r"[\s-]", "", text)


def rows_of(pdf):
    """[(rank, unit, stratum, ticket)] as printed"""
    return [(int(m[0]), m[1], m[2], m[3]) for m in ROW.findall(text_of(pdf, "-layout"))]


def recipe_of(pdf):
    text = re.sub(r"\n[^\n]*— ?\d+ ?—[^\n]*|\f", "", text_of(pdf, "-layout"))
    begin, end = text.index("export LC_ALL=C"), text.index("order.tsv\n", text.index("awk -F")) + len("order.tsv\n")
    return text[begin:end]


def recompute(pdf):
    """What somebody does who has only the paper: ranks, units and tickets, by the commands that are printed on it."""
    folder = tempfile.mkdtemp(dir=DIR)
    rows = rows_of(pdf)
    with open(os.path.join(folder, "frame.tsv"), "w", encoding="utf-8") as out:
        out.writelines("%s\t%s\n" % (unit, stratum) for _, unit, stratum, _ in rows)
    done = subprocess.run(["sh", "-eu", "-c", recipe_of(pdf) + "\necho $frame"], cwd=folder, check=True,
                          stdout=subprocess.PIPE, env={"PATH": "/usr/bin:/bin", "LANG": "zh_CN.UTF-8"})
    lines = done.stdout.decode().split("\n")
    assert len(lines) == len(rows) + 2, lines
    again = {(int(rank), unit, cut(ticket)) for rank, unit, ticket in (line.split() for line in lines[:-2])}
    assert again == {(rank, unit, ticket) for rank, unit, _, ticket in rows}, again
    assert lines[-2] in solid(text_of(pdf)), "the hash of the frame %s is printed" % lines[-2]


def cut(ticket):
    return re.match(r"0\.9*\d{18}", ticket).group()


def says_what_was_drawn_from_and_with_what():
    drawn("HC-P1", "--size", "8")
    text = solid(text_of(protocol("HC-P1", "one.pdf")))
    facts = json.loads(office("draw", "show", "HC-P1"))
    for part in ("随机抽选样本记录", "一、核查方案", "季度核查", "二、抽样总体", facts["frame"], "三、公开随机数与种子",
                 "20237331128159211123", facts["seed"], facts["order"], "HCS-1/sha256", "与记录相符", "四、抽中样本",
                 "五、候补样本", "六、复核方法", "七、签字", "见证人"):
        assert solid(part) in text, "%s is not in %s" % (part, text)


def recipe_gives_the_same_ranks():
    recompute(protocol("HC-P1", "one.pdf"))


def recipe_gives_the_same_ranks_by_class():
    drawn("HC-P2", "--size", "12", "--by-class")
    recompute(protocol("HC-P2", "two.pdf"))


def recipe_gives_what_was_replaced_and_added():
    first = json.loads(office("draw", "show", "HC-P1"))["draw"][0]["id"]
    office("replace", "HC-P1/" + first, "--reason", "现场封路")
    office("draw", "extend", "HC-P1", "--by", "2", "--reason", "误差率偏高")
    pdf = protocol("HC-P1", "three.pdf")
    text = solid(text_of(pdf))
    for part in ("替换与扩大抽样", "现场封路", "误差率偏高", "递补", "已替换"):
        assert solid(part) in text, "%s is not in %s" % (part, text)
    recompute(pdf)


def every_unit_of_a_large_frame_is_printed():
    """The recipe needs all of them; they are more than there are rows for."""
    with open(os.path.join(DATA, "demo", "targets.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    like = next(row for row in rows if row["target_no"] == "T02")
    with open(path("many.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=like.keys())
        out.writeheader()
        out.writerows({**like, "target_no": "T%d" % n} for n in range(1000, 3100))
    office("import", "targets", path("many.csv"))
    plan("HC-MANY")
    office("draw", "HC-MANY", "--rand", DICE, "--source", "dice", "--witness", "O02", "--witness", "I13", "--size", "8")
    text = solid(text_of(protocol("HC-MANY", "many.pdf")))
    missing = [n for n in range(1000, 3100) if solid("A01-2026-T%d-Q2" % n) not in text]
    assert not missing, missing[:10]


def same_journal_is_the_same_bytes():
    first = protocol("HC-P1", "a.pdf", TZ="UTC", LC_ALL="C.UTF-8")
    second = protocol("HC-P1", "b.pdf", TZ="America/Anchorage", LC_ALL="", LANG="zh_CN.UTF-8", LANGUAGE="zh_CN")
    with open(first, "rb") as a, open(second, "rb") as b:
        assert a.read() == b.read()


def cancelled_one_is_marked():
    office("plan", "cancel", "HC-P2", "--reason", "总体有误，重新组织抽选")
    pdf = protocol("HC-P2", "four.pdf")
    assert "已作废" in solid(text_of(pdf, "-raw", "-l", "1")) and "总体有误" in solid(text_of(pdf))
    plans = {p["code"]: p["state"] for p in json.loads(office("plan", "list"))["plans"]}
    assert plans["HC-P1"] == "drawn" and plans["HC-P2"] == "cancelled", plans


def every_font_is_embedded():
    lines = subprocess.run(("pdffonts", path("one.pdf")), check=True, stdout=subprocess.PIPE).stdout.decode()
    for line in lines.split("\n")[2:-1]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def without_a_draw_there_is_none():
    plan("HC-P3")
    command = ("hechactl", "--store", WORLD.path("office"), "draw", "protocol", "HC-P3", "--out", path("no.pdf"))
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1 and not os.path.exists(path("no.pdf")), done


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/protocol", [
            says_what_was_drawn_from_and_with_what, recipe_gives_the_same_ranks, recipe_gives_the_same_ranks_by_class,
            recipe_gives_what_was_replaced_and_added, same_journal_is_the_same_bytes, cancelled_one_is_marked,
            every_font_is_embedded, without_a_draw_there_is_none, every_unit_of_a_large_frame_is_printed])
    finally:
        WORLD.close()
        shutil.rmtree(DIR)


if __name__ == "__main__":
    sys.exit(main())
