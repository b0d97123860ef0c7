#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-report.py - the quarterly quality report, its figures computed again from the journal's records, and its files
read by other people's programs: poppler, LibreOffice where it is installed.

One office's store, in which 1 of 8 samples failed, 2 of 8 of a third party's, and 3 of 5 key points. TAP on standard
output.
"""
import csv
import hashlib
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

QUARTER = ("--quarter", "2026Q2")
HOSTILE = '=HYPERLINK("http://example.invalid","x")'
DIR = tempfile.mkdtemp(prefix="hecha-report-")
STORE = os.path.join(DIR, "store")
MM = 72 / 25.4
WORD = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
# comma, double quotes, UTF-8, from line 1, as it comes, English, no quoted text as text, percents are numbers
CSV_FILTER = "Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true"


def path(name):
    return os.path.join(DIR, name)


def run(*command, env=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, **(env or {})}).stdout


def hechactl(*arguments, env=None):
    return json.loads(run("hechactl", "--store", STORE, "--json", *arguments, env=env))


def report(*arguments, env=None):
    return hechactl("report", "quality", *QUARTER, *arguments, env=env)


def refused(*arguments):
    done = subprocess.run(("hechactl", "--store", STORE) + arguments, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1, done
    return done.stderr.decode()


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def solid(text):
    return re.sub(r"\s", "", text)


def set_up():
    run(os.path.join(os.environ["HECHA_BUILD_DIR"], "tests", "report", "report-store"), STORE)


def row_of(table, column, value):
    found = [row for row in table["rows"] if row[column] == value]
    assert len(found) == 1, (value, table["rows"])
    return found[0]


def numbers_are_those_of_the_rounds():
    tables = report()["tables"]
    total = row_of(tables["agencies"], "agency", "total")
    assert (total["failed"], total["checked"]) == (3, 16), total
    assert total["rate"] == {"fraction": "3/16", "rate": "18.75%"}, total
    assert (total["key_failed"], total["key_checked"]) == (3, 5), total      # key points are never in the rate
    assert total["before_rate"] is None, total
    plan = row_of(tables["plans"], "plan", "HC2026Q2-DEMO")
    assert (plan["units"], plan["samples"], plan["failed"], plan["checked"]) == (21, 8, 1, 8), plan
    limits = row_of(tables["limits"], "plan", "HC2026Q2-DEMO")
    assert (limits["low"], limits["high"]) == (1, 9), limits
    assert row_of(tables["limits"], "plan", "THIRD")["high"] == 12
    assert all(row["plan"] != "重点2026Q2" for row in tables["limits"]["rows"])   # no limits for what was picked
    declared = row_of(tables["declarations"], "agency", "total")
    columns = ("targets", "met", "partly", "not_met", "none", "late")
    assert [declared[column] for column in columns] == [24, 22, 0, 2, 0, 1], declared


def own_and_third_party_stand_beside_each_other():
    table = report()["tables"]["operators"]
    assert [(row["failed"], row["checked"]) for row in table["rows"]] == [(1, 8), (2, 8), (0, 0)], table
    assert table["note"] == "两者的置信区间重叠。", table


def declared_and_found_are_four_cells():
    tables = report()["tables"]
    rows = tables["found"]["rows"]
    assert sum(row[k] for row in rows[:2] for k in ("met", "not_met")) == rows[2]["checked"] == 16, rows
    assert rows[0]["not_met"] == 3, rows


def every_count_leads_to_what_it_counts():
    tables = report()["tables"]
    records = {row["id"]: row for name in ("samples", "targets") for row in tables[name]["rows"]}
    counts = 0
    for name, table in tables.items():
        for row in table["rows"]:
            for column, ids in row.get("ids", {}).items():
                counts += 1
                assert len(ids) == row[column] and all(one in records for one in ids), (name, row, column)
    assert counts > 100, counts
    failed = row_of(tables["agencies"], "agency", "A02")["ids"]["failed"]
    assert failed == ["HC2026Q2-DEMO/A02-2026-T02-Q2"], failed
    finding = hechactl("show", failed[0])
    assert "partly" in json.dumps(finding), finding


def sums_agree_with_the_records():
    """Counted again from the list of samples, by no code of ours."""
    tables = report()["tables"]
    samples = [row for row in tables["samples"]["rows"] if row["quarter"] == "2026Q2"]
    for row in tables["agencies"]["rows"]:
        of = [s for s in samples if row["agency"] in ("total", s["agency"])]
        verified = [s for s in of if s["estimate"] and s["state"] == "verified"]
        fails = [s for s in verified if s["declared"] == "met" and s["verdict"] != "met"]
        assert (len(verified), len(fails)) == (row["checked"], row["failed"]), row
    for row in tables["states"]["rows"]:
        of = [s["state"] for s in samples if row["agency"] in ("total", s["agency"])]
        assert all(of.count(state) == row[state] for state in set(of)) and len(of) == row["samples"], row


def csv_is_safe_for_a_spreadsheet():
    files = report("--out", path("r.csv"))["files"]
    assert {path("r.csv"), path("r-failures.csv"), path("r-appeals.csv")} <= set(files) and len(files) == 15, files
    for name in files:
        data = read(os.path.basename(name))
        assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n"), name
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), row
    with open(path("r-failures.csv"), encoding="utf-8-sig", newline="") as file:
        assert any("'" + HOSTILE in row for row in csv.reader(file))
    assert report("--out", path("one.csv"), "--table", "plans")["files"] == [path("one.csv")]
    assert read("one.csv") == read("r-plans.csv")


def sheets_of(name):
    """{sheet: [[cell]]} as LibreOffice reads it: numbers as they are, percents as it shows them"""
    out = path("read-" + name)
    run("soffice", "-env:UserInstallation=file://" + path("profile"), "--headless",
        "--infilter=" + CSV_FILTER if name.endswith(".csv") else "--norestore", "--convert-to", "fods", "--outdir",
        out, path(name))
    with open(os.path.join(out, os.listdir(out)[0]), encoding="utf-8") as file:
        text = file.read()
    assert "table:formula" not in text and "<text:a " not in text, name
    tables = {}
    for title, body in re.findall(r'<table:table table:name="([^"]*)"[^>]*>(.*?)</table:table>', text, re.S):
        rows = []
        for row in re.findall(r"<table:table-row[^>]*?(?<!/)>(.*?)</table:table-row>", body, re.S):
            cells = []
            cell_form = r"<table:table-cell([^>]*?)(?:/>|>(.*?)</table:table-cell>)"
            for attributes, inner in re.findall(cell_form, row, re.S):
                repeated = re.search(r'number-columns-repeated="(\d+)"', attributes)
                value = re.search(r'office:value="([^"]*)"', attributes)
                cell = float(value[1]) if value else html.unescape(re.sub(r"<[^>]*>", "", inner or "").strip())
                cells += [cell] * min(int(repeated[1]) if repeated else 1, 50)
            while cells and cells[-1] == "":
                cells.pop()
            if cells:
                rows.append(cells)
        tables[title] = rows
    return tables


def a_spreadsheet_reads_the_same_numbers():
    if shutil.which("soffice") is None:
        raise tap.Skip("no soffice")
    report("--out", path("r.xlsx"))
    report("--out", path("r.csv"))
    book = sheets_of("r.xlsx")
    assert book["各部门核验误差率"][-1][2:6] == [28.0, 16.0, 3.0, 0.1875], book["各部门核验误差率"]
    assert any(HOSTILE in row for row in book["申报完成而不符合标准的目标"])
    for title, name in (("各部门核验误差率", "r.csv"), ("误差率的置信区间", "r-limits.csv"), ("各部门样本状态", "r-states.csv")):
        (read_csv,) = sheets_of(name).values()
        assert read_csv == book[title], (title, read_csv, book[title])


def the_workbook_has_no_formula():
    report("--out", path("a.xlsx"))
    with zipfile.ZipFile(path("a.xlsx")) as book:
        names = book.namelist()
        for name in names:
            text = book.read(name).decode()
            assert "<f>" not in text and "<f " not in text and "hyperlink" not in text.replace("HYPERLINK", ""), name
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>0.1875</v>" in sheet and len([n for n in names if "worksheets/sheet" in n]) == 16, names


def the_same_journal_gives_the_same_bytes():
    for name in ("x.xlsx", "x.pdf", "x.csv"):
        report("--out", path(name), env={"TZ": "UTC", "LC_ALL": "C.UTF-8"})
        first = hashlib.sha256(read(name)).hexdigest()
        report("--out", path(name), env={"TZ": "America/Anchorage", "LC_ALL": "", "LANG": "zh_CN.UTF-8"})
        assert hashlib.sha256(read(name)).hexdigest() == first, name


def the_document_is_laid_out_by_the_standard():
    report("--out", path("r.pdf"))
    for line in run("pdffonts", path("r.pdf")).decode().split("\n")[2:-1]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
    text = solid(run("pdftotext", "-enc", "UTF-8", "-raw", path("r.pdf"), "-").decode()).replace("草稿", "")
    at = 0
    for part in ("青岚省目标绩效管理办公室", "2026年第二季度目标完成质量分析报告", "一、目标完成情况及特点", "（3/16）", "二、目标运行情况及特点",
                 "三、存在的问题及原因", "四、下一步工作措施", "五、负面清单"):
        found = text.find(part, at)
        assert found >= at, "%s is not after what stands before it: %s" % (part, text)
        at = found
    pages = run("pdftotext", "-bbox", path("r.pdf"), "-").decode().split("<page ")[1:]
    for number, page in enumerate(pages, 1):
        words = re.findall(WORD, page)
        foot = [w for w in words if float(w[1]) > (37 + 225) * MM and w[4] == str(number)]
        assert len(foot) == 1 and (float(foot[0][0]) > 105 * MM) == (number % 2 == 1), foot
        for word in words:
            assert "草" in word[4] or "稿" in word[4] or (
                float(word[0]) >= 28 * MM - 1 and float(word[2]) <= (28 + 156) * MM + 1), word


def what_cannot_be_written_is_said():
    assert "no/such" in refused("report", "quality", *QUARTER, "--out", path("no/such/r.xlsx"))
    refused("report", "quality", *QUARTER, "--out", path("no/such/r.pdf"))
    refused("report", "quality", "--quarter", "2026Q5")
    assert subprocess.run(("hechactl", "--store", STORE, "report", "quality", *QUARTER, "--out", path("r.doc")),
                          stderr=subprocess.DEVNULL, check=False).returncode == 2


def a_report_without_next_steps_is_not_finalised():
    assert "part d" in refused("report", "finalise", *QUARTER)
    answer = hechactl("report", "edit", *QUARTER, "--part-d", "下季度对两个部门开展跟踪核查。", "--part-c", "+资料归档不及时。")
    assert answer["parts"]["d"].startswith("下季度") and answer["parts"]["c"] == "+资料归档不及时。", answer["parts"]
    assert hechactl("report", "edit", *QUARTER, "--part-c", " ")["parts"]["c"].startswith("1．"), "back to the draft"
    assert all(answer["parts"][part] for part in "abcde")


def a_final_report_stays_as_it_is():
    final = hechactl("report", "finalise", *QUARTER)
    assert final["final"] and re.fullmatch(r"sha256:[0-9a-f]{64}", final["hash"]), final
    assert final["figures_changed"] is False
    assert "not rewritten" in refused("report", "edit", *QUARTER, "--part-d", "改")
    assert "not rewritten" in refused("report", "finalise", *QUARTER)
    report("--out", path("final.pdf"))
    text = solid(run("pdftotext", "-raw", path("final.pdf"), "-").decode())
    assert final["hash"] in text and "草稿" not in text, text
    # a sample is replaced: the round of the classes is not over
    before = report()
    pending = [s for s in before["tables"]["samples"]["rows"] if s["plan"] == "CLASSES"][0]
    hechactl("replace", pending["id"], "--reason", "现场不能进入")
    after = report()
    assert after["figures_changed"] is True and after["changes"], after["changes"]
    assert after["hash"] == final["hash"] and after["parts"] == final["parts"]
    for name in ("agencies", "states", "limits"):
        figures = [{k: v for k, v in row.items() if k != "ids"} for row in after["tables"][name]["rows"]]
        assert figures == [{k: v for k, v in row.items() if k != "ids"} for row in before["tables"][name]["rows"]]
    report("--out", path("marked.pdf"))
    assert "定稿后有裁定或补充" in solid(run("pdftotext", "-raw", path("marked.pdf"), "-").decode())


if __name__ == "__main__":
    try:
        set_up()
        status = tap.run("/report", [
            numbers_are_those_of_the_rounds, own_and_third_party_stand_beside_each_other,
            declared_and_found_are_four_cells, every_count_leads_to_what_it_counts, sums_agree_with_the_records,
            csv_is_safe_for_a_spreadsheet, a_spreadsheet_reads_the_same_numbers, the_workbook_has_no_formula,
            the_same_journal_gives_the_same_bytes, the_document_is_laid_out_by_the_standard,
            what_cannot_be_written_is_said,
            a_report_without_next_steps_is_not_finalised, a_final_report_stays_as_it_is])
    finally:
        shutil.rmtree(DIR)
    sys.exit(status)
