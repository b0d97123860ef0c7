#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-notice.py - an entry of the negative list from the declaration to the verification, as two of the office work it
with hechactl and a real server, and its notice as PDF, read by other people's programs. TAP on standard output.
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "ui")]
import tap  # noqa: E402
from world import World, run  # noqa: E402

UNIT, ENTRY = "A01-2026-T08-Q2", "A01-2026-Q2-T08"
WORLD = None


def negative(*arguments, store="office"):
    return json.loads(run("hechactl", "--json", "--store", WORLD.path(store), "negative", *arguments))


def refused(*arguments):
    done = subprocess.run(("hechactl", "--store", WORLD.path("office"), "negative", *arguments), check=False,
                          capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done
    return done.stderr


def write(name, text):
    with open(WORLD.path(name), "w", encoding="utf-8") as out:
        out.write(text)
    return WORLD.path(name)


def notice(name, **env):
    file = WORLD.path(name)
    command = ("hechactl", "--store", WORLD.path("office"), "negative", "notice", ENTRY, "--out", file)
    subprocess.run(command, check=True, env={**os.environ, **env}, stdout=subprocess.PIPE)
    return file


def text_of(pdf):
    """As it was set: a reader puts line ends and blanks where a line ended."""
    words = subprocess.run(("pdftotext", "-enc", "UTF-8", pdf, "-"), check=True, stdout=subprocess.PIPE).stdout
    return re.sub(r"[\s-]", "", words.decode())


def check_printed(pdf, *parts):
    text = text_of(pdf)
    for part in parts:
        assert re.sub(r"[\s-]", "", part) in text, "%s is not in %s" % (part, text)


def what_was_declared_as_not_met_is_put_on_the_list():
    found = {c["unit"]: c["origin"] for c in negative("list", "--quarter", "2026Q2")["candidates"]}
    assert found == {UNIT: "online_review", "A03-2026-T03-Q2": "online_review"}, found
    entries = negative("add", "--all", "--quarter", "2026Q2")["entries"]
    assert [(e["id"], e["state"]) for e in entries] == [(ENTRY, "provisional"), ("A03-2026-Q2-T03", "provisional")]
    assert "already" in refused("add", UNIT)
    assert negative("show", ENTRY)["loss"] == "0"


def there_is_no_notice_before_it_is_confirmed():
    assert "provisional" in refused("notify", ENTRY, "--to", "H01", "--rectify-by", "2099-12-31")
    assert "P3 6.2.4" in refused("notice", ENTRY, "--out", WORLD.path("no.pdf"))
    assert not os.path.exists(WORLD.path("no.pdf"))
    negative("confirm", ENTRY, "--by", "I01", "--by", "I02", "--note", "现场累计治理10.5公里")
    assert "H02" in refused("notify", ENTRY, "--to", "H02", "--rectify-by", "2099-12-31")
    told = negative("notify", ENTRY, "--to", "H01", "--rectify-by", "2099-12-31", "--number", "青目标办〔2026〕12号")
    assert (told["state"], told["due"], told["provisional"]) == ("notified", "2099-12-31", True), told


def notice_says_to_whom_what_and_until_when():
    pdf = notice("one.pdf", TZ="UTC", LC_ALL="C.UTF-8", LANGUAGE="en")
    check_printed(pdf, "青岚省目标办", "青目标办〔2026〕12号", "关于负面清单事项限期整改的通知",
                  "青岚省水务与河湖厅主要领导何长洲同志：", ENTRY, "中小河流综合治理36公里", "累计完成治理12公里",
                  "现场累计治理10.5公里", "顾北辰、沈知微", "2099年12月31日前", "5个工作日内", "送达回执")
    lines = subprocess.run(("pdffonts", pdf), check=True, stdout=subprocess.PIPE).stdout.decode()
    for line in lines.split("\n")[2:-1]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def same_journal_is_the_same_bytes():
    second = notice("two.pdf", TZ="America/Anchorage", LC_ALL="", LANG="zh_CN.UTF-8", LANGUAGE="zh_CN")
    with open(WORLD.path("one.pdf"), "rb") as a, open(second, "rb") as b:
        assert a.read() == b.read()


def receipt_is_printed():
    negative("receipt", ENTRY, "--name", "何长洲")
    assert text_of(notice("three.pdf")).count("何长洲") == 2


def made_up_with_new_evidence_and_two_inspectors():
    assert "does not come now" in refused("feedback", ENTRY, "--name", "何长洲")
    negative("measures", ENTRY, "--text", "增加两个作业班组")
    assert "evidence" in refused("complete", ENTRY)
    done = negative("complete", ENTRY, write("复测记录.csv", "断面,治理\n1,12.1\n"), "--text", "累计治理12.1公里")
    assert (done["state"], done["next"], done["days"]) == ("completed", "feedback", 5), done
    negative("feedback", ENTRY, "--name", "何长洲")
    assert "Two persons" in refused("verify", ENTRY, "--result", "made_up", "--by", "I01", "--note", "现场复测")
    assert negative("verify", ENTRY, "--result", "made_up", "--by", "I01", "I02", "--note", "现场复测12.1公里",
                    )["state"] == "verified_made_up"
    scores = {s["agency"]: s["score"] for s in negative("scores", "2026")["scores"]}
    assert scores == {"A01": "98", "A02": "100", "A03": "100"}, scores      # 20/4 × 0.4


def server_finds_nothing_wrong_and_another_office_sees_the_same():
    code = run("hecha-server", "invite", WORLD.path("central"), "--role", "office", "--name", "乙机", "--person", "O02")
    run("hechactl", "--store", WORLD.path("office2"), "enrol", WORLD.url, code)
    WORLD.office("sync")
    run("hechactl", "--store", WORLD.path("office2"), "sync")
    assert json.loads(WORLD.office("--json", "holds"))["holds"] == []
    assert negative("show", ENTRY) == negative("show", ENTRY, store="office2")
    digest = negative("show", ENTRY)["rectifications"][0]["evidence"][0].split(":")[1]
    kept = [name for _, _, names in os.walk(WORLD.path("central/evidence")) for name in names]
    assert any(digest[2:] in name or digest in name for name in kept), (digest, kept)


def withdrawn_entry_says_so_on_each_page():
    negative("withdraw", ENTRY, "--reason", "季度要求经批准调整")
    text = subprocess.run(("pdftotext", "-raw", notice("four.pdf"), "-"), check=True, stdout=subprocess.PIPE).stdout
    assert "已撤销" in re.sub(r"\s", "", text.decode())
    scores = {s["agency"]: s["score"] for s in negative("scores", "2026")["scores"]}
    assert scores["A01"] == "100", scores


def days_off_of_a_place_count_on_every_laptop():
    table = write("days.csv", "date,day,name,overlay,source\n2026-04-15,休,三月三,望溪市,望溪市通知\n")
    WORLD.office("import", "calendar", table)
    WORLD.office("sync")
    run("hechactl", "--store", WORLD.path("team"), "enrol", WORLD.url, WORLD.code)
    WORLD.team("sync")
    due = [json.loads(WORLD.team("--json", "calc", "due", "--from", "2026-03-31", "--working-days", "15"))["due"],
           json.loads(run("hechactl", "--json", "calc", "due", "--from", "2026-03-31", "--working-days", "15"))["due"]]
    assert due == ["2026-04-23", "2026-04-22"], due


def main():
    global WORLD
    WORLD = World()
    try:
        return tap.run("/notice", [
            what_was_declared_as_not_met_is_put_on_the_list, there_is_no_notice_before_it_is_confirmed,
            notice_says_to_whom_what_and_until_when, same_journal_is_the_same_bytes, receipt_is_printed,
            made_up_with_new_evidence_and_two_inspectors,
            server_finds_nothing_wrong_and_another_office_sees_the_same, withdrawn_entry_says_so_on_each_page,
            days_off_of_a_place_count_on_every_laptop])
    finally:
        WORLD.close()


if __name__ == "__main__":
    sys.exit(main())
