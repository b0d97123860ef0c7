#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-sheet.py - the inspection record as PDF, read by other people's programs: poppler and zbar.

One team's store, filled by hechactl as a team would do it. TAP on standard output.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

SAMPLE = "A01-2026-T02-Q2"          # complete and signed
LONG, PHOTOS, EMPTY, RARE = "A01-2026-T03-Q2", "A01-2026-T04-Q2", "A01-2026-T05-Q2", "A01-2026-T06-Q2"
# 2 characters of extension B, one of A, one of G: of names that people have
NAMES = "周𠮷安、罗𡈽、㐂叶、𰻝记"
OBSERVATION = "大坝左岸溢洪道混凝土浇筑已完成，右岸边坡支护完成约八成。在场：" + NAMES + "。"
MM = 72 / 25.4
DIR = tempfile.mkdtemp(prefix="hecha-sheet-")
STORE = os.path.join(DIR, "store")


def run(*command, env=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, **(env or {})}).stdout


def hechactl(*arguments, env=None):
    return run("hechactl", "--store", STORE, "--json", *arguments, env=env)


def path(name):
    return os.path.join(DIR, name)


def sheet(sample, name, **env):
    answer = json.loads(hechactl("sheet", sample, "--out", path(name), env=env))
    return path(name), answer


def text_of(pdf, *options):
    return run("pdftotext", "-enc", "UTF-8", *options, pdf, "-").decode()


def solid(text):
    """As it was typed: a reader puts line ends and blanks where a line ended."""
    return re.sub(r"\s", "", text)


def words_of(pdf):
    """[[(x, y, x2, y2, word)] of each page]"""
    pages = text_of(pdf, "-bbox").split("<page ")[1:]
    word = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
    return [[tuple(map(float, m[:4])) + (m[4],) for m in word.findall(page)] for page in pages]


def photo(name, number, size="640x480"):
    run("convert", "-size", size, "gradient:rgb(%d,90,140)-white" % (number * 7 % 256), "-quality", "88", path(name))
    return path(name)


def strokes(name, seed):
    lines = [[[1000 + 900 * k + 40 * i * seed, 2000 + (i * i * 37 * seed) % 1800, 500, 1000 * k + i * 12]
              for i in range(12)] for k in range(4)]
    with open(path(name), "w", encoding="ascii") as file:
        json.dump(lines, file)
    return path(name)


def visit(sample):
    hechactl("visit", sample, "--mode", "onsite", "--place", "26.5783421,106.7135123", "--date", "2026-06-30",
             "--present", "I01@09:00-10:40", "--present", "I02@09:00-10:40", "--method", "site_view")


def set_up():
    run(os.path.join(os.environ["HECHA_BUILD_DIR"], "tests", "app", "field-store"), STORE)
    visit(SAMPLE)
    hechactl("attach", SAMPLE, "--about", "现场照片", photo("a.jpg", 1), photo("b.jpg", 2, "480x640"))
    with open(path("计量.txt"), "w", encoding="utf-8") as file:
        file.write("312 m\n")
    with open(path("hostile.jpg"), "wb") as file:
        file.write(b"\xff\xd8\xff\xe0 not a picture at all")
    hechactl("attach", SAMPLE, "--about", "监理计量", path("计量.txt"), path("hostile.jpg"))
    hechactl("finding", SAMPLE, "--verdict", "met", "--value", "52.3", "--unit", "%", "--observation", OBSERVATION,
             "--opinion", "建议八月底前完成验收资料整理。")
    hechactl("sign", SAMPLE, "--person", "I02", "--role", "inspector", "--strokes", strokes("2.json", 2))
    hechactl("sign", SAMPLE, "--person", "I01", "--role", "leader", "--strokes", strokes("1.json", 1))


def every_font_is_embedded():
    pdf, answer = sheet(SAMPLE, "signed.pdf")
    lines = run("pdffonts", pdf).decode().split("\n")[2:-1]
    assert len(lines) >= 4, lines
    for line in lines:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
        assert "CID" in line, line              # outlines, never bitmaps
    assert "no_font_for" not in answer, answer


def text_can_be_taken_out_in_order():
    pdf, _ = sheet(SAMPLE, "signed.pdf")
    text = solid(text_of(pdf))
    parts = ["绩效目标核查记录表", "青岚省目标办", "一、核查任务", "白露水库除险加固", "二、绩效要求与标准", "三、申报情况",
             "四、查访情况", "实地核查", "北纬26.5783421°，东经106.7135123°", "顾北辰2026年6月30日09:0010:40", "五、核查结论",
             OBSERVATION, "建议八月底前", "六、印证材料", "七、签字", "核查人员沈知微", "核查组负责人顾北辰", "八、摘要与回执"]
    at = 0
    for part in parts:
        found = text.find(solid(part), at)
        assert found >= at, "%s is not after what stands before it: %s" % (part, text)
        at = found


def pages_are_laid_out_by_the_standard():
    pdf, answer = sheet(SAMPLE, "signed.pdf")
    info = run("pdfinfo", pdf).decode()
    assert "595.276 x 841.89 pts (A4)" in info, info
    assert "Title:           绩效目标核查记录表 青核2026-02/" + SAMPLE in info, info
    pages = words_of(pdf)
    assert len(pages) == answer["pages"], answer
    for number, words in enumerate(pages, 1):
        foot = [w for w in words if w[1] > (37 + 225) * MM]
        numbers = [w for w in foot if w[4] == str(number)]
        assert len(numbers) == 1, foot
        assert (numbers[0][0] > 105 * MM) == (number % 2 == 1), "page %d: %s" % (number, numbers)
        for word in words:
            assert word[0] >= 28 * MM - 1 and word[2] <= (28 + 156) * MM + 1, word
            assert word in foot or (word[1] >= 37 * MM - 4 and word[3] <= (37 + 225) * MM + 4), word


def photographs_are_in_it_as_they_were():
    pdf, _ = sheet(SAMPLE, "signed.pdf")
    out = path("images")
    os.makedirs(out)
    run("pdfimages", "-all", pdf, out + "/i")
    def digest(name):
        with open(name, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    inside = {digest(os.path.join(out, name)) for name in os.listdir(out)}
    assert inside == {digest(path("a.jpg")), digest(path("b.jpg"))}, os.listdir(out)


def the_code_holds_the_signed_digest():
    pdf, answer = sheet(SAMPLE, "signed.pdf")
    run("pdftoppm", "-r", "200", "-f", str(answer["pages"]), "-png", pdf, path("last"))
    picture = [name for name in os.listdir(DIR) if name.startswith("last")][0]
    code = json.loads(run("zbarimg", "--nodbus", "--quiet", "--raw", "--oneshot", path(picture)))
    signatures = json.loads(hechactl("show", SAMPLE))["signatures"]
    leader = [s for s in signatures if s["role"] == "leader"][0]
    assert code["content"] == leader["content_hash"], code
    assert code["sample"].endswith(SAMPLE) and code["entry"].startswith("sha256:"), code
    assert "receipt" not in code, code         # no server has it
    assert leader["content_hash"] in solid(text_of(pdf))


def the_same_journal_gives_the_same_bytes():
    first, _ = sheet(SAMPLE, "first.pdf", TZ="UTC", LC_ALL="C.UTF-8")
    second, _ = sheet(SAMPLE, "second.pdf", TZ="America/Anchorage", LC_ALL="", LANG="zh_CN.UTF-8", LANGUAGE="zh_CN")
    with open(first, "rb") as a, open(second, "rb") as b:
        assert a.read() == b.read()


def long_text_goes_on_over_pages():
    lines = ["第%d段：" % i + "先后查看大坝、溢洪道、边坡与隧洞，查阅监理月报、计量支付证书和隐蔽工程验收记录。" for i in range(1, 61)]
    visit(LONG)
    hechactl("finding", LONG, "--verdict", "not_met", "--observation", "\n".join(lines))
    hechactl("visit", LONG, "--difficulties", "\n".join(lines))
    pdf, answer = sheet(LONG, "long.pdf")
    text = solid(re.sub(r"\n[^\n]*— \d+ —[^\n]*|\f", "", text_of(pdf, "-layout")))
    assert answer["pages"] >= 7, answer
    for i in range(1, 61):
        assert text.count("第%d段：" % i) == 2, "paragraph %d" % i
    for words in words_of(pdf):
        assert max(w[3] for w in words if w[4] not in ("草稿",) and w[1] < 262 * MM) <= 262 * MM + 4


def thirty_photographs_fill_pages():
    files = [photo("p%02d.jpg" % i, i) for i in range(30)]
    visit(PHOTOS)
    hechactl("attach", PHOTOS, "--about", "现场照片", *files)
    pdf, _ = sheet(PHOTOS, "photos.pdf")
    images = run("pdfimages", "-list", pdf).decode().split("\n")[2:-1]
    assert len(images) == 30 and all("jpeg" in line for line in images), images
    pages = [int(line.split()[0]) for line in images]
    assert max(pages.count(p) for p in pages) == 6, pages


def what_nobody_signed_is_a_draft():
    pdf, answer = sheet(EMPTY, "empty.pdf")
    assert answer["draft"] is True, answer
    for page in range(1, answer["pages"] + 1):
        assert "草稿" in solid(text_of(pdf, "-raw", "-f", str(page), "-l", str(page))), page
    assert "尚未签字" in text_of(pdf)
    pdf, answer = sheet(SAMPLE, "signed.pdf")
    assert answer["draft"] is False and "草稿" not in solid(text_of(pdf)), answer


def a_character_without_a_font_is_named():
    visit(RARE)
    hechactl("finding", RARE, "--verdict", "not_met", "--observation", "户主\U000f1234某")
    pdf, answer = sheet(RARE, "rare.pdf")
    assert answer["no_font_for"] == "U+F1234", answer
    text = solid(text_of(pdf))
    assert "户主〓某" in text and "U+F1234" in text, text


def what_cannot_be_written_is_said():
    for arguments in (("sheet", "A09-2026-T99-Q2", "--out", path("no.pdf")),
                      ("sheet", SAMPLE, "--out", path("no/such/folder.pdf"))):
        done = subprocess.run(("hechactl", "--store", STORE) + arguments, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1 and done.stderr.count(b"\n") == 1, done
        assert not os.path.exists(path("no.pdf"))


if __name__ == "__main__":
    try:
        set_up()
        status = tap.run("/sheet", [
            every_font_is_embedded, text_can_be_taken_out_in_order, pages_are_laid_out_by_the_standard,
            photographs_are_in_it_as_they_were, the_code_holds_the_signed_digest,
            the_same_journal_gives_the_same_bytes, long_text_goes_on_over_pages, thirty_photographs_fill_pages,
            what_nobody_signed_is_a_draft, a_character_without_a_font_is_named, what_cannot_be_written_is_said])
    finally:
        shutil.rmtree(DIR)
    sys.exit(status)
