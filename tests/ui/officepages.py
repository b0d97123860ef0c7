# SPDX-License-Identifier: GPL-3.0-or-later
"""officepages - pictures of what the office does when the findings are there, and its people."""
import shutil

import desk
from world import photograph, run

NAME = "六十个村卫生室标准化建设"
DECLARED, DECLARED_ENTRY, DECLARED_NAME = "A01-2026-T08-Q2", "A01-2026-Q2-T08", "中小河流综合治理36公里"
LAPTOP = "一组笔记本 · 顾北辰"
APPEALED_NAME = "县域用水总量控制"


def made(world, objected, effective):
    """A copy of the office's laptop: an appeal that was ruled on, one that came to the office, a list, a report."""
    shutil.copytree(world.path("office"), world.path("settled"))

    def do(*args):
        run("hechactl", "--store", world.path("settled"), *args)
    do("negative", "add", objected)
    do("negative", "add", DECLARED)
    do("negative", "confirm", DECLARED_ENTRY, "--by", "I01", "--by", "I02", "--note", "现场累计治理10.5公里。")
    do("negative", "notify", DECLARED_ENTRY, "--to", "H01", "--rectify-by", "2026-12-31")
    do("appeal", "file", objected, "--from-objection", "--evidence", photograph(world, "补充材料", "#e0c8a0-#87b5d6"))
    do("appeal", "accept", objected)
    do("appeal", "review", objected, "--reviewer", "I04", "--reviewer", "I05", "--verdict", "met", "--observation",
       "逐户核对名册，两个卫生室已于6月29日开工。")
    do("appeal", "rule", objected, "--result", "overturned", "--verdict", "met", "--reason", "开工令和监理日志属实。")
    do("appeal", "file", effective, "--grounds", "计量口径应含水库补水量。", "--filed-by", "何长洲", "--evidence",
       photograph(world, "口径说明", "#87b5d6-#e0c8a0"))
    do("report", "edit", "--quarter", "2026Q2", "--part-d", "跟踪核查两个卫生室的设备到位情况。")


def fresh(world, store):
    """One more laptop of the office: what it writes is no copy's."""
    def do(*args):
        run("hechactl", "--store", store, *args)
    do("enrol", world.url, world.invite("--role", "office", "--name", "值班室", "--person", "O01"))
    do("sync")


def waiting(world, effective):
    """Copies of the office's laptop in which the second appeal waits for its re-review, and for the ruling."""
    def step(before, store, *args):
        shutil.copytree(world.path(before), world.path(store))
        run("hechactl", "--store", world.path(store), "appeal", *args)
    step("settled", "accepted", "accept", effective)
    step("accepted", "reviewed", "review", effective, "--reviewer", "I04", "--reviewer", "I05", "--verdict", "partly",
         "--observation", "补水量未计入，差额2.1万立方米。")


def go(app, place):
    """To a page of the office, as the sidebar leads there."""
    app.find("list item", app.word("Overview"))
    if app.width < 720:
        app.key("alt+Left")
    app.click_on("list item", app.word(place))


def negative(app):
    go(app, "Negative List")
    app.find("label", app.word("Made Up or Withdrawn"))


def negative_entry(app):
    negative(app)
    app.click(app.scroll_to(app.in_view(NAME, "Made Up or Withdrawn"), below=30))
    app.find("label", app.word("What Was Not Met"))


def negative_form(app, button):
    negative(app)
    app.click(app.scroll_to(app.in_view(DECLARED_NAME, "Made Up or Withdrawn")))
    app.find("label", app.word("What Was Not Met"))
    app.push(button)
    app.find("push button", app.word("_Record"))
    app.turn_to_last()


def negative_step(app):
    negative_form(app, "Record Measures")


def appeals(app):
    go(app, "Appeals")
    app.find("label", app.word("Ruled On"))


def appeal(app):
    appeals(app)
    app.click(app.scroll_to(app.in_view(NAME, "Ruled On")))
    app.find("label", app.word("What Follows"))


def appeal_form(app):
    appeals(app)
    app.push("File an Appeal…")
    app.find("label", app.word("Grounds"))
    app.turn_to_last()


def appeal_step(button):
    def go_on(app):
        appeals(app)
        app.click(app.scroll_to(app.in_view(APPEALED_NAME, "Ruled On")))
        app.push(button)
        app.find("push button", app.word("_Cancel"))
        app.turn_to_last()
    return go_on


def report(app):
    go(app, "Quarterly Report")
    app.find("label", "各部门季度目标申报情况", seconds=30)


def counted(app):
    report(app)
    app.press_first("合计, ")
    app.find("push button", app.word("Back to the Report"))


def finalise(app):
    report(app)
    app.push("_Finalise…")
    app.question("Finalise the Report?")


def people(app):
    go(app, "People and Laptops")
    app.find("label", app.word("Laptops"))


def form(app, button, entry):
    app.push(button)
    app.entry(app.word(entry))
    app.turn_to_last()


def invite(app):
    people(app)
    form(app, "_Invite…", "Name of the laptop")


def invited(app):
    invite(app)
    app.set_text(app.entry(app.word("Name of the laptop")), "三组笔记本")
    app.press(app.find("push button", app.word("_Invite")))
    app.find("image", app.word("QR code of the invitation"))
    app.find("label", app.word("The server knows this code. It works now, for one laptop."))
    app.turn_to_last()


def laptop(app):
    people(app)
    row = desk.wait(lambda: next((n for n in app.each("list item") if app.find_all("label", LAPTOP, n)
                                  and app.area(n)[2] > 0), None), LAPTOP)
    app.click(app.scroll_to(row))
    app.find("push button", app.word("Re_voke…"))


def replace(app):
    laptop(app)
    form(app, "_Replace…", "Reason")


def followed(app):
    people(app)
    app.set_text(app.entry(app.word("Number, such as A01-2026-T02-Q2")), "A01-2026-T04-Q2")
    app.push("Follow Back")
    app.find("push button", app.word("Back to the List"))


PAGES = {"negative": ("settled", negative), "negative-entry": ("settled", negative_entry),
         "appeals": ("settled", appeals), "appeal": ("settled", appeal), "appeal-form": ("settled", appeal_form),
         "negative-step": ("settled", negative_step), "appeal-admit": ("settled", appeal_step("Accept or Turn Down")),
         "appeal-review": ("accepted", appeal_step("Record the Re-Review")),
         "appeal-ruling": ("reviewed", appeal_step("Rule on the Appeal")),
         "report": ("settled", report), "report-counted": ("settled", counted),
         "report-finalise": ("settled", finalise), "people": ("office", people), "people-invite": ("office", invite),
         "people-code": ("new", invited), "people-laptop": ("office", laptop),
         "people-replace": ("office", replace), "people-record": ("office", followed)}
